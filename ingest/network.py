"""What the network's lists in brons say: which organisaties there are and which branch code is which location.

Not here: how those lists come into brons; they are leveringen like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from definitions import Omgeving

from .register import Bronsbestand, Register

# Stands for the network itself where an organisatie is asked: who delivers the list of organisaties.
NETWERK = "NETWERK"


@dataclass(frozen=True)
class Organisatie:
    """A row of the network's list."""

    isil: str
    naam: str
    bronsysteem: str | None
    geldig_van: date | None
    geldig_tot: date | None


def _counting(omgeving: Omgeving, tabel: str, organisatie: str) -> list[Bronsbestand]:
    if not (omgeving.werk / "register.sqlite").exists() and omgeving.register_url is None:
        return []
    register = Register(omgeving)
    try:
        return [b for b in register.counting_files() if b.tabel == tabel and b.organisatie == organisatie]
    finally:
        register.close()


def known_organisations(omgeving: Omgeving) -> list[Organisatie]:
    """The organisaties on the newest list; none before the first."""
    bestanden = _counting(omgeving, "organisaties", NETWERK)
    if not bestanden:
        return []
    frame = pl.read_parquet([omgeving.werk / b.pad for b in bestanden])
    rijen = frame.select("organisatie", "naam", "bronsysteem", "geldig_van", "geldig_tot").iter_rows()
    return [Organisatie(*rij) for rij in rijen]


def known_locations(omgeving: Omgeving, organisatie: str) -> dict[str, str]:
    """Branch codes and ISIL's of the organisatie's locations, each to the ISIL; of every peildatum, the newest last, so
    that a code that moved to another location follows the newest list."""
    bestanden = sorted(_counting(omgeving, "locaties", organisatie), key=lambda b: b.periode)
    kaart: dict[str, str] = {}
    for bestand in bestanden:
        frame = pl.read_parquet(omgeving.werk / bestand.pad, columns=["locatie", "vestiging"])
        for isil, vestiging in frame.iter_rows():
            kaart[isil] = isil
            if vestiging:
                kaart[vestiging] = isil
    return kaart
