"""What the network's lists say: which organisaties there are and which branch code is which location.

Not here: how those lists come in; they are leveringen like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from definitions import Omgeving

from .profiles import VERTALING, branch_codes
from .records import MET_UITVAL, VERWERKT, Afspraak, Bronsbestand
from .register import Register

if TYPE_CHECKING:
    import polars as pl

    from definitions import Codelijst, Contract

# Stands for the network itself where an organisatie is asked: who delivers the list of organisaties.
NETWERK = "NETWERK"


# Of these no row stands at a location that has to be known first: they bring the locations, or do without.
_ZONDER_LOCATIES = frozenset({"locaties", "jaarcijfers"})


def needs_locations(contract: Contract) -> bool:
    """Whether a levering waits until a location of its organisatie is known."""
    return not contract.netwerk and contract.dataset not in _ZONDER_LOCATIES


@dataclass(frozen=True)
class Organisatie:
    """A row of the network's list. `geldig_van` and `geldig_tot` are the first and last day it existed, as 2025-01-01."""

    isil: str
    naam: str
    bronsysteem: str | None
    geldig_van: str | None = None
    geldig_tot: str | None = None
    opgevolgd_door: str | None = None

    @property
    def van(self) -> date:
        return date.fromisoformat(self.geldig_van) if self.geldig_van else date.min

    @property
    def tot(self) -> date:
        return date.fromisoformat(self.geldig_tot) if self.geldig_tot else date.max


@dataclass(frozen=True)
class Locatie:
    """A location as the newest list of its organisatie has it."""

    isil: str
    naam: str | None
    geldig_van: date | None
    geldig_tot: date | None


def open_existing(omgeving: Omgeving) -> Register | None:
    """The register, or None before anything was delivered."""
    if omgeving.register_url is None and not (omgeving.werk / "register.sqlite").exists():
        return None
    return Register(omgeving)


def listed(frame: pl.DataFrame) -> list[dict[str, str | None]]:
    """What the register keeps of the list, so that a sender can be known without opening brons."""
    dagen = [frame[naam].dt.to_string("iso") for naam in ("geldig_van", "geldig_tot")]
    lijst = frame.select("organisatie", "naam", "bronsysteem", *dagen, "opgevolgd_door")
    return lijst.rename({"organisatie": "isil"}).to_dicts()


def known_organisations(omgeving: Omgeving) -> list[Organisatie]:
    """The organisaties on the newest list; none before the first."""
    register = open_existing(omgeving)
    if register is None:
        return []
    try:
        lijsten = register.leveringen(staten=[VERWERKT, MET_UITVAL], dataset="organisaties")
    finally:
        register.close()
    return [Organisatie(**o) for o in lijsten[-1].uitkomst["organisaties"]] if lijsten else []


def agreements_of(omgeving: Omgeving, organisatie: str | None) -> list[Afspraak]:
    """The agreements of an organisatie that hold; none of no organisatie."""
    register = open_existing(omgeving) if organisatie else None
    if register is None:
        return []
    try:
        return register.agreements(organisatie=organisatie)
    finally:
        register.close()


def known_locations(omgeving: Omgeving, organisatie: str) -> dict[str, str]:
    """Branch codes and ISIL's of the organisatie's locations, each to the ISIL; of every peildatum, the newest last, so
    that a code that moved to another location follows the newest list. Codes the organisatie confirmed itself come last."""
    import polars as pl

    register = open_existing(omgeving)
    if register is None:
        return {}
    try:
        bestanden = _location_files(register, organisatie)
        bevestigd = branch_codes(register.agreements(VERTALING, organisatie))
    finally:
        register.close()
    kaart: dict[str, str] = {}
    for bestand in bestanden:
        frame = pl.read_parquet(omgeving.werk / bestand.pad, columns=["locatie", "vestiging"])
        for isil, vestiging in frame.iter_rows():
            kaart[isil] = isil
            if vestiging:
                kaart[vestiging] = isil
    return kaart | {code: isil for code, isil in bevestigd.items() if isil in kaart}


def locations_elsewhere(omgeving: Omgeving, organisatie: str) -> dict[str, str]:
    """The ISIL's of the locations of every other organisatie, each to itself: a copy may stand there."""
    import polars as pl

    register = open_existing(omgeving)
    if register is None:
        return {}
    with register:
        bestanden = [b for b in register.counting_files() if b.tabel == "locaties" and b.organisatie != organisatie]
    isils = (pl.read_parquet(omgeving.werk / b.pad, columns=["locatie"])["locatie"].to_list() for b in bestanden)
    return {isil: isil for rij in isils for isil in rij}


def location_list(omgeving: Omgeving, organisatie: str) -> Codelijst:
    """The organisatie's locations as a code list: each ISIL with the newest name."""
    import polars as pl

    from definitions import Codelijst

    register = open_existing(omgeving)
    bestanden = []
    if register is not None:
        bestanden = _location_files(register, organisatie)
        register.close()
    codes: dict[str, dict[str, str]] = {}
    for bestand in bestanden:
        frame = pl.read_parquet(omgeving.werk / bestand.pad, columns=["locatie", "naam"])
        codes |= {isil: {"naam": naam, "geldig_tot": ""} for isil, naam in frame.iter_rows()}
    return Codelijst(naam="vestiging", kolommen=("code", "naam", "geldig_tot"), codes=codes)


def newest_locations(omgeving: Omgeving, organisatie: str) -> list[dict[str, Any]]:
    """The organisatie's locaties as brons has them on the newest peildatum; none before the first list."""
    import polars as pl

    register = open_existing(omgeving)
    if register is None:
        return []
    try:
        bestanden = _location_files(register, organisatie)
    finally:
        register.close()
    return [
        rij
        for bestand in bestanden
        if bestand.periode == bestanden[-1].periode
        for rij in pl.read_parquet(omgeving.werk / bestand.pad).iter_rows(named=True)
    ]


def _location_files(register: Register, organisatie: str) -> list[Bronsbestand]:
    bestanden = [b for b in register.counting_files() if b.tabel == "locaties" and b.organisatie == organisatie]
    return sorted(bestanden, key=lambda b: b.periode)


def locations_of(omgeving: Omgeving, organisatie: str) -> dict[str, Locatie]:
    """The organisatie's locations by ISIL, each as the newest list that names it has it."""
    import polars as pl

    register = open_existing(omgeving)
    if register is None:
        return {}
    try:
        bestanden = _location_files(register, organisatie)
    finally:
        register.close()
    kolommen = ["locatie", "naam", "geldig_van", "geldig_tot"]
    uit: dict[str, Locatie] = {}
    for bestand in bestanden:
        for rij in pl.read_parquet(omgeving.werk / bestand.pad, columns=kolommen).select(kolommen).iter_rows():
            uit[rij[0]] = Locatie(*rij)
    return uit
