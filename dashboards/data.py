"""What the pages read: the only module that opens DuckDB. One read-only connection per publicatie, a cursor per query.

Not here: arithmetic on figures (`figures.py`). A publicatie never changes, so every cache is keyed by its id, and a switched
pointer needs no clearing. The file is that of audience netwerk: the same for every reader, so caches may be shared. What comes
out of a cache is the same object for everyone: read it, never change it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from time import monotonic
from typing import TYPE_CHECKING, Any

import publishing
from definitions import DRAIN_ORDER, INWONERS, Omgeving, VerkeerdeAanroep, WerkmapFout, load_definities

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PUBLIEK = "netwerk"
TOTAAL = "totaal"
# Seconds after which the pointer to the current publicatie is looked at again.
_VERS = 2.0
# Statuses with a number that may be compared; the others have none, or one that is not to be trusted.
TELT = frozenset({"definitief", "voorlopig"})


@dataclass(frozen=True)
class Publicatie:
    """Which publicatie a page shows; `actueel` is False where a newer one exists."""

    id: str
    werk: str
    gemaakt_op: datetime
    definities_versie: str
    actueel: bool


@dataclass(frozen=True)
class Bibliotheek:
    """An organisatie with figures; `inwoners` of its werkgebied."""

    isil: str
    naam: str
    inwoners: int | None


@dataclass(frozen=True)
class Indicator:
    """An indicator as the publicatie describes it. `per_inwoner_van` is the indicator that it divides by inhabitants."""

    code: str
    naam: str
    definitie: str
    eenheid: str
    soort: str
    decimalen: int
    begrip: str
    begrip_definitie: str
    versie: int
    gebiedsbegrip: str
    wsob: str | None
    dataset: str
    trendbreuken: tuple[str, ...]
    per_inwoner_van: str | None = None


@dataclass(frozen=True)
class Waarde:
    """One value of an indicator in one period, of one organisatie. `dekking` is the part of the months counted, 0..1."""

    periode: str
    waarde: float | None
    status: str
    markeringen: tuple[str, ...] = ()
    versie: int = 1
    dekking: float | None = None

    @property
    def telt(self) -> bool:
        """Whether the number may be compared, drawn and added."""
        return self.waarde is not None and self.status in TELT


@dataclass(frozen=True)
class Verschil:
    """A total against `periode`, a year before, on the organisatie-months of both: `procent` (points where `procentpunt`), None
    with a `reden` where there is none; `geteld` of the `verwacht` organisatie-months are in both."""

    periode: str
    procent: float | None
    procentpunt: bool
    geteld: float
    verwacht: float
    reden: str = ""


@dataclass(frozen=True)
class Eerder:
    """A year before our own figures as `bron`, another, published it: never a figure of ours."""

    periode: str
    waarde: float
    markeringen: tuple[str, ...]
    bron: str


@dataclass(frozen=True)
class Levering:
    """What the publicatie counts of one dataset of one organisatie."""

    dataset: str
    perioden: tuple[str, ...]
    laatst_ontvangen: datetime | None
    aantal: int


Reeks = dict[str, dict[str, Waarde]]
"""periodesoort -> periode -> value, of one indicator and one organisatie."""


Verschillen = dict[str, dict[str, Verschil]]
"""periodesoort -> periode -> change on a year before, of one indicator and one organisatie."""


@dataclass
class _Proces:
    omgeving: Omgeving | None = field(default=None)


_PROCES = _Proces()


def use(omgeving: Omgeving) -> None:
    """Say which work folder this process serves; the entry script does so before anything is read."""
    _PROCES.omgeving = omgeving


def omgeving() -> Omgeving:
    """The `Omgeving` this process serves."""
    if _PROCES.omgeving is None:
        raise WerkmapFout("De app is niet via haar eigen opdracht gestart; start haar met `daadkracht inzien`.")
    return _PROCES.omgeving


def publicatie(gevraagd: str | None = None) -> Publicatie:
    """The publicatie with id `gevraagd`, or the current one. Raises a `GebruikersFout` where there is none such."""
    werk = str(omgeving().werk)
    actueel = _current(werk, int(monotonic() / _VERS))
    bron = _find(werk, gevraagd) if gevraagd and gevraagd != actueel.id else actueel
    return Publicatie(bron.id, werk, bron.gemaakt_op, bron.definities_versie, bron.id == actueel.id)


def health() -> str:
    """The id of the current publicatie, after a question to its database. Raises where that fails."""
    huidig = publicatie()
    with _cursor(huidig.werk, huidig.id) as cursor:
        cursor.execute("SELECT count(*) FROM gebied").fetchone()
    return huidig.id


def bibliotheken(bron: Publicatie) -> dict[str, Bibliotheek]:
    """The organisaties of the publicatie by isil, in the order of their names."""
    return _bibliotheken(bron.werk, bron.id)


def indicatoren(bron: Publicatie) -> dict[str, Indicator]:
    """The indicators of the report `overzicht` that this publicatie has, in the report's order."""
    alle = _indicatoren(bron.werk, bron.id)
    return {code: alle[code] for code in load_definities().rapporten["overzicht"].indicatoren if code in alle}


def series(bron: Publicatie, isil: str) -> dict[str, Reeks]:
    """All totals of one organisatie for the indicators of the overview, by code."""
    alle = _series(bron.werk, bron.id, isil)
    return {code: alle[code] for code in indicatoren(bron) if code in alle}


def changes(bron: Publicatie, isil: str) -> dict[str, Verschillen]:
    """What changed in the totals of one organisatie, by code."""
    return _changes(bron.werk, bron.id, isil)


def earlier(bron: Publicatie, isil: str) -> dict[str, dict[str, Eerder]]:
    """What KB or CBS published of one organisatie over years before ours, by code and year."""
    return _earlier(bron.werk, bron.id, isil)


def of_all(bron: Publicatie, code: str, periode: str, periodesoort: str) -> dict[str, Waarde]:
    """The totals of one indicator and period for every organisatie, by isil."""
    return _of_all(bron.werk, bron.id, code, periode, periodesoort)


def leveringen(bron: Publicatie, isil: str) -> tuple[Levering, ...]:
    """Per dataset that a library delivers: what of it counts in this publicatie, also where that is nothing."""
    return _leveringen(bron.werk, bron.id, isil)


@lru_cache(maxsize=2)
def _current(werk: str, moment: int) -> publishing.Publicatie:
    """What the pointer says, looked at anew with every `moment`: its manifest is large, and pages are drawn often."""
    return publishing.current(omgeving())


@lru_cache(maxsize=64)
def _find(werk: str, identiteit: str) -> publishing.Publicatie:
    for gevonden in publishing.publicaties(omgeving()):
        if gevonden.id == identiteit:
            return gevonden
    raise VerkeerdeAanroep("De publicatie waar deze link naar wijst bestaat niet of is er niet meer.")


@lru_cache(maxsize=4)
def _connection(werk: str, identiteit: str) -> DuckDBPyConnection:
    # Questions are small and many at once: a second thread for each costs more than it brings.
    zuinig = replace(omgeving(), threads=1)
    return publishing.open_publicatie(zuinig, publiek=PUBLIEK, publicatie=_find(werk, identiteit))


def _cursor(werk: str, identiteit: str) -> DuckDBPyConnection:
    return _connection(werk, identiteit).cursor()


def _rows(werk: str, identiteit: str, vraag: str, waarden: Iterable[object] = ()) -> list[dict[str, Any]]:
    with _cursor(werk, identiteit) as cursor:
        antwoord = cursor.execute(vraag, list(waarden))
        kolommen = [kolom[0] for kolom in antwoord.description]
        return [dict(zip(kolommen, rij, strict=True)) for rij in antwoord.fetchall()]


@lru_cache(maxsize=16)
def _bibliotheken(werk: str, identiteit: str) -> dict[str, Bibliotheek]:
    rijen = _rows(
        werk, identiteit, "SELECT gebied, naam, inwoners FROM gebied WHERE niveau = 'organisatie' ORDER BY lower(naam)"
    )
    return {rij["gebied"]: Bibliotheek(rij["gebied"], rij["naam"] or rij["gebied"], rij["inwoners"]) for rij in rijen}


@lru_cache(maxsize=16)
def _indicatoren(werk: str, identiteit: str) -> dict[str, Indicator]:
    rijen = _rows(
        werk,
        identiteit,
        "SELECT code, naam, definitie, eenheid, soort, decimalen, begrip, begrip_definitie, definitieversie AS versie, "
        "gebiedsbegrip, wsob, dataset, trendbreuken FROM indicator",
    )
    return {rij["code"]: _indicator(rij) for rij in rijen}


def _indicator(rij: dict[str, Any]) -> Indicator:
    gegevens = {**rij, "versie": int(rij["versie"]), "trendbreuken": tuple(rij["trendbreuken"] or ())}
    definitie = load_definities().indicatoren.get(rij["code"])
    deel = definitie.teller if definitie and definitie.noemer and definitie.noemer.indicator in INWONERS else None
    return Indicator(**gegevens, per_inwoner_van=deel.indicator if deel else None)


@lru_cache(maxsize=512)
def _series(werk: str, identiteit: str, isil: str) -> dict[str, Reeks]:
    with _cursor(werk, identiteit) as cursor:
        rijen = publishing.cijfers(cursor, gebieden=(isil,), uitsplitsingen=(TOTAAL,))
    reeksen: dict[str, Reeks] = {}
    for rij in rijen:
        reeksen.setdefault(rij["indicator"], {}).setdefault(rij["periodesoort"], {})[rij["periode"]] = _value(rij)
    return reeksen


@lru_cache(maxsize=512)
def _changes(werk: str, identiteit: str, isil: str) -> dict[str, Verschillen]:
    with _cursor(werk, identiteit) as cursor:
        rijen = publishing.veranderingen(cursor, gebieden=(isil,))
    gevonden: dict[str, Verschillen] = {}
    for rij in rijen:
        verschil = Verschil(
            rij["periode_toen"],
            rij["verandering"],
            rij["procentpunt"],
            rij["geteld"],
            rij["verwacht"] or 0.0,
            rij["reden"],
        )
        gevonden.setdefault(rij["indicator"], {}).setdefault(rij["periodesoort"], {})[rij["periode"]] = verschil
    return gevonden


@lru_cache(maxsize=512)
def _earlier(werk: str, identiteit: str, isil: str) -> dict[str, dict[str, Eerder]]:
    with _cursor(werk, identiteit) as cursor:
        rijen = publishing.historie(cursor, gebieden=(isil,))
    gevonden: dict[str, dict[str, Eerder]] = {}
    for rij in rijen:
        eerder = Eerder(rij["periode"], float(rij["waarde"]), tuple(rij["markeringen"]), rij["bron_naam"])
        gevonden.setdefault(rij["indicator"], {})[rij["periode"]] = eerder
    return gevonden


@lru_cache(maxsize=512)
def _of_all(werk: str, identiteit: str, code: str, periode: str, periodesoort: str) -> dict[str, Waarde]:
    with _cursor(werk, identiteit) as cursor:
        rijen = publishing.cijfers(
            cursor,
            codes=(code,),
            niveaus=("organisatie",),
            perioden=(periode,),
            periodesoorten=(periodesoort,),
            uitsplitsingen=(TOTAAL,),
        )
    return {rij["gebied"]: _value(rij) for rij in rijen}


@lru_cache(maxsize=512)
def _leveringen(werk: str, identiteit: str, isil: str) -> tuple[Levering, ...]:
    rijen = _rows(
        werk,
        identiteit,
        "SELECT dataset, periode, levering, ontvangen_op FROM levering WHERE organisatie = ? ORDER BY periode",
        (isil,),
    )
    gevonden = []
    for dataset in DRAIN_ORDER:
        # What is the network's own, no library delivers.
        if load_definities().contracten[dataset].netwerk:
            continue
        eigen = [rij for rij in rijen if rij["dataset"] == dataset]
        gevonden.append(
            Levering(
                dataset=dataset,
                perioden=tuple(sorted({rij["periode"] for rij in eigen if rij["periode"]})),
                laatst_ontvangen=max((_moment(rij["ontvangen_op"]) for rij in eigen), default=None),
                aantal=len({rij["levering"] for rij in eigen}),
            )
        )
    return tuple(gevonden)


def _moment(waarde: datetime | str) -> datetime:
    return waarde if isinstance(waarde, datetime) else datetime.fromisoformat(waarde)


def _value(rij: dict[str, Any]) -> Waarde:
    return Waarde(
        periode=rij["periode"],
        waarde=None if rij["waarde"] is None else float(rij["waarde"]),
        status=rij["status"],
        markeringen=tuple(
            json.loads(rij["markeringen"]) if isinstance(rij["markeringen"], str) else rij["markeringen"]
        ),
        versie=int(rij["definitieversie"]),
        dekking=None if rij["dekking"] is None else float(rij["dekking"]),
    )
