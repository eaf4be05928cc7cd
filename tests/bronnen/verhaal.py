"""A made-up year of a small library: people, items and what was lent, renewed and returned, with its truth counted apart.

Not here: how any system writes it down (`evergreen.py`, `folio.py`, ...), and nothing of a profile.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

NEDERLAND = ZoneInfo("Europe/Amsterdam")
MAANDEN = ("2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06")
PLEKKEN = (1, 2)

# (indicator, plek of 0 voor de organisatie, periode, uitsplitsing, klasse)
Cel = tuple[str, int, str, str, str]


@dataclass(frozen=True)
class Persoon:
    nummer: int
    soort: str
    geboren: date | None
    plek: int
    postcode: str
    begonnen: date
    eind: date


@dataclass(frozen=True)
class Exemplaar:
    nummer: int
    titel: int
    materiaal: str
    plek: int


@dataclass(frozen=True)
class Lening:
    nummer: int
    persoon: Persoon | None
    exemplaar: Exemplaar
    plek: int
    moment: datetime
    verlengd: tuple[datetime, ...]
    inname: datetime | None


@dataclass(frozen=True)
class Verhaal:
    """All of it; moments are Dutch local time."""

    personen: tuple[Persoon, ...]
    exemplaren: tuple[Exemplaar, ...]
    leningen: tuple[Lening, ...]


def tell(zaad: int, leningen: int = 260) -> Verhaal:
    """The same story for the same seed. Loans of January to March 2025, renewed and returned up to June."""
    kans = random.Random(zaad)
    personen = tuple(_personen(kans))
    exemplaren = tuple(_exemplaren(kans))
    return Verhaal(personen, exemplaren, tuple(_leningen(kans, personen, exemplaren, leningen)))


def _personen(kans: random.Random) -> Iterator[Persoon]:
    soorten = ["JEUGD"] * 22 + ["VOLW"] * 24 + ["PERSONEEL"] * 3
    for nummer, soort in enumerate(soorten, start=501):
        jaar = kans.randint(2010, 2019) if soort == "JEUGD" else kans.randint(1945, 2000)
        geboren = date(jaar, kans.randint(1, 12), kans.randint(1, 28)) if kans.random() > 0.1 else None
        begonnen = date(2015, 1, 1) + timedelta(days=kans.randint(0, 3400))
        yield Persoon(nummer, soort, geboren, kans.choice(PLEKKEN), "9711AB", begonnen, date(2026, 12, 31))


def _exemplaren(kans: random.Random) -> Iterator[Exemplaar]:
    for nummer in range(9001, 9061):
        materiaal = kans.choice(("BOEK", "BOEK", "BOEK", "DVD_BLURAY", "CD_MUZIEK", "TIJDSCHRIFT"))
        yield Exemplaar(nummer, 3000 + nummer % 40, materiaal, kans.choice(PLEKKEN))


def _leningen(
    kans: random.Random, personen: tuple[Persoon, ...], exemplaren: tuple[Exemplaar, ...], aantal: int
) -> Iterator[Lening]:
    # The last minutes of a month and the first of the next: an hour of offset is another month.
    randen = [datetime(2025, 1, 31, 23, 40), datetime(2025, 2, 1, 0, 20), datetime(2025, 3, 1, 0, 5)]
    for nummer in range(70001, 70001 + aantal):
        dag = datetime(2025, 1, 2) + timedelta(days=kans.randint(0, 87))
        moment = randen.pop() if randen else dag.replace(hour=kans.randint(9, 20), minute=kans.randint(0, 59))
        verlengd, nu = [], moment
        for _ in range(kans.choice((0, 0, 0, 1, 1, 2, 3))):
            nu += timedelta(days=kans.randint(5, 21), minutes=kans.randint(0, 50))
            verlengd.append(nu)
        weg = kans.random() < 0.15
        inname = None if weg else nu + timedelta(days=kans.randint(0, 20), minutes=kans.randint(1, 300))
        persoon = None if kans.random() < 0.1 else kans.choice(personen)
        yield Lening(nummer, persoon, kans.choice(exemplaren), kans.choice(PLEKKEN), moment, tuple(verlengd), inname)


def month(moment: datetime | date) -> str:
    return moment.strftime("%Y-%m")


@dataclass
class Waarheid:
    """What should be published and counted: cells by indicator, and per dataset rows read, left out and rejected."""

    cellen: Counter[Cel] = field(default_factory=Counter)
    gelezen: Counter[str] = field(default_factory=Counter)
    overgeslagen: Counter[str] = field(default_factory=Counter)
    uitval: Counter[str] = field(default_factory=Counter)

    def event(self, code: str, plek: int, moment: datetime, n: int = 1) -> None:
        """A loan, renewal or return at a place in the month of `moment`."""
        for waar in (plek, 0):
            self.cellen[code, waar, month(moment), "totaal", "totaal"] += n

    def stock(self, code: str, uitsplitsing: str, klasse: str, n: int = 1) -> None:
        """A member or item of the stock of 31 December."""
        self.cellen[code, 0, "2025-12-31", "totaal", "totaal"] += n
        self.cellen[code, 0, "2025-12-31", uitsplitsing, klasse] += n


def truth_of_loans(verhaal: Verhaal, renewal_month: Callable[[Lening, datetime], datetime]) -> Waarheid:
    """Counted from the story alone. A source that knows when a loan was renewed counts the renewal in its own month, one
    with a counter in that of the loan: `renewal_month`."""
    uit = Waarheid()
    leners: set[tuple[str, int]] = set()
    for lening in verhaal.leningen:
        uit.event("UIT-00", lening.plek, lening.moment)
        for moment in lening.verlengd:
            uit.event("VER-00", lening.plek, renewal_month(lening, moment))
        if lening.inname:
            uit.event("INN-00", lening.plek, lening.inname)
        if lening.persoon:
            leners.add((month(lening.moment), lening.persoon.nummer))
    for maand, _ in leners:
        uit.cellen["LEN-00", 0, maand, "totaal", "totaal"] += 1
    return uit


def add_stocks(uit: Waarheid, verhaal: Verhaal) -> None:
    """Members by kind and items by material, as the story has them."""
    for persoon in verhaal.personen:
        uit.stock("LED-00", "lidsoort", persoon.soort)
    for exemplaar in verhaal.exemplaren:
        uit.stock("COL-00", "materiaalsoort", exemplaar.materiaal)
