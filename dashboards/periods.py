"""Periods as the publicatie writes them (`2025`, `2025-Q1`, `2025-01`, `2025-12-31`): the one before, and its Dutch name.

Not here: which periods there are figures for (`data.py`).
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"(?<![\w./-])20\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?(?![\w/-]|\.\w|\.\.)")
KORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def year(periode: str) -> int:
    """The year a period lies in."""
    return int(periode[:4])


def sort_of(periode: str) -> str:
    """`jaar`, `kwartaal`, `maand`, `lopend_jaar` (`2025-01/2025-03`) or `peildatum`."""
    if "/" in periode:
        return "lopend_jaar"
    if len(periode) == 4:
        return "jaar"
    if "Q" in periode:
        return "kwartaal"
    return "maand" if len(periode) == 7 else "peildatum"


def year_before(periode: str) -> str:
    """The same period one year earlier; the last day of a month stays the last day of that month."""
    jaar = year(periode) - 1
    if sort_of(periode) == "lopend_jaar":
        return f"{jaar:04d}-01/{jaar:04d}{periode[-3:]}"
    if sort_of(periode) != "peildatum":
        return f"{jaar:04d}{periode[4:]}"
    dag = date.fromisoformat(periode)
    laatste = monthrange(dag.year, dag.month)[1] == dag.day
    nieuwe_dag = monthrange(jaar, dag.month)[1] if laatste else dag.day
    return date(jaar, dag.month, nieuwe_dag).isoformat()


def months_to(maand: str, aantal: int) -> tuple[str, ...]:
    """The `aantal` months that end with `maand`, oldest first."""
    laatste = int(maand[:4]) * 12 + int(maand[5:7]) - 1
    return tuple(f"{nummer // 12:04d}-{nummer % 12 + 1:02d}" for nummer in range(laatste - aantal + 1, laatste + 1))


def months_between(eerste: str, laatste: str) -> tuple[str, ...]:
    """All months from `eerste` to `laatste`, both included; none where `laatste` comes first."""
    aantal = (int(laatste[:4]) - int(eerste[:4])) * 12 + int(laatste[5:7]) - int(eerste[5:7]) + 1
    return months_to(laatste, max(aantal, 0))


def years_to(jaar: int, aantal: int) -> list[int]:
    """The `aantal` years that end with `jaar`, newest first."""
    return list(range(jaar, jaar - aantal, -1))


def last_year(jaar: int) -> int:
    """The year before."""
    return jaar - 1


def periods_of_year(soort: str, jaar: int) -> tuple[str, ...]:
    """The months or quarters of a year; none for `jaar` and `peildatum`, which have no fixed rhythm."""
    if soort == "maand":
        return tuple(f"{jaar:04d}-{maand:02d}" for maand in range(1, 13))
    if soort == "kwartaal":
        return tuple(f"{jaar:04d}-Q{kwartaal}" for kwartaal in range(1, 5))
    return ()


def name(periode: str) -> str:
    """In full: `2025`, `1e kwartaal 2025`, `januari 2025`, `31 december 2025`."""
    soort = sort_of(periode)
    if soort == "jaar":
        return periode
    if soort == "kwartaal":
        return f"{periode[6]}e kwartaal {periode[:4]}"
    if soort == "lopend_jaar":
        return f"januari tot en met {MAANDEN[int(periode[-2:]) - 1]} {periode[:4]}"
    maand = f"{MAANDEN[int(periode[5:7]) - 1]} {periode[:4]}"
    return maand if soort == "maand" else f"{int(periode[8:])} {maand}"


def compact(periode: str) -> str:
    """For a narrow column, with the year: `2025`, `Q1 2025`, `jan 2025`, `31-12-2025`."""
    soort = sort_of(periode)
    if soort == "jaar":
        return periode
    if soort == "peildatum":
        return f"{periode[8:]}-{periode[5:7]}-{periode[:4]}"
    return f"{short(periode)} {periode[:4]}"


def short(periode: str) -> str:
    """For an axis that already says the year: `2025`, `Q1`, `jan`, `31 dec`."""
    soort = sort_of(periode)
    if soort == "jaar":
        return periode
    if soort == "kwartaal":
        return periode[5:]
    if soort == "lopend_jaar":
        return f"t/m {KORT[int(periode[-2:]) - 1]}"
    maand = KORT[int(periode[5:7]) - 1]
    return maand if soort == "maand" else f"{int(periode[8:])} {maand}"


def follows(eerst: str, dan: str) -> bool:
    """Whether one month comes right after another; nothing follows what is no month."""
    return len(eerst) == len(dan) == 7 and "Q" not in eerst + dan and months_to(dan, 2)[0] == eerst


def in_words(tekst: str) -> str:
    """A sentence with its ISO months and days in words; what is part of a name or a range stays as it is."""
    return _ISO.sub(lambda gevonden: name(gevonden[0]), tekst)


def day(moment: date | datetime | str) -> str:
    """A day in full, `24 november 2025`, from a date, a time or an ISO text."""
    tekst = moment if isinstance(moment, str) else moment.isoformat()
    return name(tekst[:10])
