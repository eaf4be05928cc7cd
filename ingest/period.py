"""Periods as people write them: what `--periode` and a file's name say, as a first and last day.

Not here: which period the rows of a levering turn out to cover (`levering.py`).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from definitions import VerkeerdeAanroep

_UITLEG = "schrijf 2025, 2025-Q1, 2025-03, 2025-W12, 2025-12-31 of 2025-03-01..2025-03-15"


@dataclass(frozen=True)
class Periode:
    """A run of days, both ends included."""

    van: date
    tot: date

    @property
    def heel(self) -> bool:
        """Whether it is made of whole months."""
        return self.van.day == 1 and (self.tot + timedelta(days=1)).day == 1

    def months(self) -> list[str]:
        """The months it touches, as 2025-03."""
        uit, jaar, maand = [], self.van.year, self.van.month
        while (jaar, maand) <= (self.tot.year, self.tot.month):
            uit.append(f"{jaar:04d}-{maand:02d}")
            jaar, maand = (jaar, maand + 1) if maand < 12 else (jaar + 1, 1)
        return uit

    def part_of(self, maand: str) -> str:
        """'' where it covers the whole month, else the days it covers as 2025-03-01..2025-03-15."""
        heel = parse(maand)
        van, tot = max(self.van, heel.van), min(self.tot, heel.tot)
        return "" if (van, tot) == (heel.van, heel.tot) else f"{van}..{tot}"

    def __str__(self) -> str:
        if self.van == self.tot:
            return str(self.van)
        for vorm in (f"{self.van:%Y}", f"{self.van:%Y-%m}"):
            if parse(vorm) == self:
                return vorm
        return f"{self.van}..{self.tot}"


def _last_day(jaar: int, maand: int) -> date:
    return date(jaar, maand, calendar.monthrange(jaar, maand)[1])


def parse(tekst: str) -> Periode:
    """Read a period. Raises `VerkeerdeAanroep` where it cannot be one."""
    try:
        return _parse(tekst.strip())
    except ValueError:
        raise VerkeerdeAanroep(f"De periode is niet te lezen; {_UITLEG}.") from None


def _parse(tekst: str) -> Periode:
    if ".." in tekst:
        van, tot = (date.fromisoformat(deel) for deel in tekst.split("..", 1))
        if van > tot:
            raise ValueError
        return Periode(van, tot)
    if m := re.fullmatch(r"(\d{4})", tekst):
        return Periode(date(int(m[1]), 1, 1), date(int(m[1]), 12, 31))
    if m := re.fullmatch(r"(\d{4})-Q([1-4])", tekst, re.IGNORECASE):
        eerste = 3 * int(m[2]) - 2
        return Periode(date(int(m[1]), eerste, 1), _last_day(int(m[1]), eerste + 2))
    if m := re.fullmatch(r"(\d{4})-(\d{2})", tekst):
        return Periode(date(int(m[1]), int(m[2]), 1), _last_day(int(m[1]), int(m[2])))
    if m := re.fullmatch(r"(\d{4})-W(\d{2})", tekst, re.IGNORECASE):
        maandag = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return Periode(maandag, maandag + timedelta(days=6))
    dag = date.fromisoformat(tekst)
    return Periode(dag, dag)


def span(perioden: Sequence[str]) -> str | None:
    """A run of months (or one peildatum or year) as one period, as people write it."""
    if not perioden or not perioden[0]:
        return None
    return str(Periode(parse(perioden[0]).van, parse(perioden[-1]).tot))


def part_in_name(naam: str) -> Periode | None:
    """A part of a month that a file's name declares (two dates or a week); whole months follow from the content."""
    if m := re.search(r"(\d{4}-\d{2}-\d{2})(?:_|\.\.|_tm_)(\d{4}-\d{2}-\d{2})", naam):
        return _or_none(f"{m[1]}..{m[2]}")
    if m := re.search(r"(?<!\d)(\d{4}-W\d{2})(?!\d)", naam):
        return _or_none(m[1])
    return None


def reference_date_in_name(naam: str) -> date | None:
    """The peildatum in a file's name: a date, or the last day of the month or year it names."""
    for patroon in (
        r"(?<!\d)(20\d{2}-\d{2}-\d{2})(?!\d)",
        r"(?<!\d)(20\d{2}-\d{2})(?![\d-])",
        r"(?<!\d)(20\d{2})(?![\d-])",
    ):
        if (m := re.search(patroon, naam)) and (periode := _or_none(m[1])):
            return periode.tot
    return None


def _or_none(tekst: str) -> Periode | None:
    try:
        return _parse(tekst)
    except ValueError:
        return None
