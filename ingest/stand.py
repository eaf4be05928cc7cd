"""What counts at this moment: the brons files and the periods they cover, as the register says.

Not here: freezing that into a stand for a build (`publishing/stand.py`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from definitions import Omgeving

from .records import BEVESTIGD_TOTAAL, OVERSTAP, Bronsbestand, Dekking, Overstap, Voorbehoud, changeovers
from .register import Register

if TYPE_CHECKING:
    from .agenda import Zelfde

# What is counted from members and their loans together, as the build names it.
_LENENDE_LEDEN = "leden+uitleningen"
_JAAR = 366


def confirmed_systems(omgeving: Omgeving) -> frozenset[str]:
    """Of which source systems and datasets (`wise/uitleningen`) at least one library confirmed that our totals are its own."""
    with Register(omgeving) as register:
        return frozenset(a.sleutel for a in register.agreements(BEVESTIGD_TOTAAL))


def counting_files(omgeving: Omgeving) -> list[Bronsbestand]:
    """Every brons file that counts, ordered by path."""
    with Register(omgeving) as register:
        return register.counting_files()


def coverage(omgeving: Omgeving) -> list[Dekking]:
    """Every period of every organisatie and dataset that is covered, with the levering and files behind it."""
    with Register(omgeving) as register:
        return register.coverage()


def same_activities(omgeving: Omgeving) -> tuple[Zelfde, ...]:
    """The activities that several systems delivered and that count once: certain, or confirmed."""
    from .agenda import recognise_activities

    return recognise_activities(omgeving).zelfde


def caveats(omgeving: Omgeving) -> list[Voorbehoud]:
    """Why figures of what counts are marked or voorlopig: stocks that were taken after their peildatum, members that
    cannot be followed across a change of source system, and activities that may be the same."""
    from .agenda import recognise_activities

    with Register(omgeving) as register:
        dekking = register.coverage()
        achteraf = {lev.code: lev.uitkomst.get("achteraf") for lev in register.leveringen()}
        overstappen = changeovers(register.agreements(OVERSTAP)).alle
    return [
        *(
            Voorbehoud(d.organisatie, d.dataset, d.periode, "stand_achteraf", bool(gegevens["voorlopig"]))
            for d in dekking
            if (gegevens := achteraf.get(d.levering))
        ),
        *(
            Voorbehoud(d.organisatie, _LENENDE_LEDEN, d.periode, "trendbreuk", voorlopig=False)
            for d in dekking
            for o in overstappen
            if d.organisatie == o.organisatie and d.dataset == "leden" and _within_a_year(d.periode, o)
        ),
        *recognise_activities(omgeving).caveats(),
    ]


def _within_a_year(peildatum: str, overstap: Overstap) -> bool:
    """Whether the 12 months up to a peildatum hold the change, after which members have other numbers."""
    if overstap.nummers != "los":
        return False
    dagen = (date.fromisoformat(peildatum) - overstap.datum).days
    return 0 <= dagen < _JAAR
