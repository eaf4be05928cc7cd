"""The calendar: which levering is expected of whom by when, and what of it is in, late or missing.

Not here: the delivery windows (the contracts), and what a publicatie calls voorlopig. Light to import: no data frame library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from definitions import DRAIN_ORDER, Contract, Omgeving, load_definities

from . import period
from .network import Organisatie, known_organisations, open_existing
from .period import Periode
from .records import ONTVANGEN, TE_BEVESTIGEN, WACHT, Laag, Levering, code_of
from .stand import caveats

BINNEN, VOORLOPIG, TE_LAAT, ONTBREEKT, KOMT_NOG = "binnen", "voorlopig", "te_laat", "ontbreekt", "komt_nog"
# What came in and does not count yet.
_WACHTEND = frozenset({ONTVANGEN, WACHT, TE_BEVESTIGEN})
# A stock of a day close before or after its peildatum stands for it, and stays voorlopig.
_DICHTBIJ = timedelta(days=31)


@dataclass(frozen=True)
class Verwacht:
    """One expected levering. `status`: binnen; voorlopig (something is in, but a part, waiting, or marked so); te_laat (its day
    has passed); ontbreekt (so has that of the next one, or a later one is in); komt_nog. `levering` is what came in of it."""

    organisatie: str
    naam: str
    dataset: str
    periode: str
    uiterlijk: date
    status: str
    levering: str | None

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "uiterlijk": str(self.uiterlijk)}


def expected(omgeving: Omgeving, organisatie: str | None = None, jaar: int | None = None) -> list[Verwacht]:
    """What is expected of the organisaties on the newest list (or one of them), in order of organisatie, dataset and period.

    Of `jaar` every period that ends in it; else from the year before this one up to the period that is running. Nothing is
    expected of a time before anyone delivered anything, nor of an organisatie outside its validity: after a merger its successor
    delivers. Of a month in which the system changed both parts are expected together.
    """
    register = open_existing(omgeving)
    if register is None:
        return []
    try:
        leveringen = register.leveringen()
        lagen = register.layers()
    finally:
        register.close()
    vandaag = omgeving.nu.date()
    perioden = {laag.periode for laag in lagen} | {lev.periode for lev in leveringen if lev.staat in _WACHTEND}
    eerste = min((period.parse(p).van for p in perioden if p), default=vandaag)
    reikwijdte = (
        Periode(date(jaar, 1, 1), date(jaar, 12, 31)) if jaar else Periode(date(vandaag.year - 1, 1, 1), vandaag)
    )
    voorbehoud = {(v.organisatie, v.dataset, v.periode) for v in caveats(omgeving) if v.voorlopig and not v.soort}
    contracten = [load_definities().contracten[d] for d in DRAIN_ORDER]
    uit: list[Verwacht] = []
    for o in known_organisations(omgeving):
        if organisatie is None or o.isil == organisatie:
            for contract in contracten:
                binnen = _Binnen(o.isil, contract.dataset, lagen, leveringen, voorbehoud)
                uit += _of_one(
                    o, contract, _periods(o, contract, reikwijdte, eerste, bool(jaar), vandaag), binnen, vandaag
                )
    return uit


def _periods(
    o: Organisatie, contract: Contract, reikwijdte: Periode, eerste: date, heel_jaar: bool, vandaag: date
) -> list[str]:
    """The periods of a contract that end within reach, and in which the organisatie existed."""
    if contract.levertermijn_dagen is None:
        return []
    uit = []
    for jaar in range(reikwijdte.van.year, reikwijdte.tot.year + 1):
        for periode in _of_year(contract, jaar):
            over = period.parse(periode)
            # A stock is of one day, but of the whole period before it one may say whether there was anything to count.
            begin = date(jaar, 1, 1) if contract.soort == "stand" else over.van
            bestond = o.van <= over.tot and over.van <= o.tot
            loopt = heel_jaar or begin <= vandaag
            if bestond and loopt and reikwijdte.van <= over.tot and over.tot >= eerste:
                uit.append(periode)
    return uit


def _of_year(contract: Contract, jaar: int) -> Iterator[str]:
    stap = contract.frequentie_maanden
    for maand in range(stap, 13, stap):
        einde = period.parse(f"{jaar}-{maand:02d}").tot
        if contract.soort == "stand":
            yield str(einde)
        else:
            yield f"{jaar}" if stap == 12 else f"{jaar}-{maand:02d}"


@dataclass(frozen=True)
class _Binnen:
    """What came in of one organisatie and dataset."""

    organisatie: str
    dataset: str
    lagen: Sequence[Laag]
    leveringen: Sequence[Levering]
    voorbehoud: set[tuple[str, str, str]]

    def of(self, periode: str) -> tuple[str, str | None]:
        """How much of a period is in ('' nothing), and by which levering last."""
        eigen = [laag for laag in self._counting() if laag.periode == periode]
        if not eigen and len(periode) == 10:
            dag = period.parse(periode).tot
            dichtbij = [laag for laag in self._counting() if abs(period.parse(laag.periode).tot - dag) <= _DICHTBIJ]
            if dichtbij:
                return VOORLOPIG, code_of(max(laag.levering for laag in dichtbij))
        if not eigen:
            wacht = self._waiting(periode)
            return (VOORLOPIG, wacht) if wacht else ("", None)
        levering = code_of(max(laag.levering for laag in eigen))
        heel = _whole(periode, [laag.deel for laag in eigen])
        gemerkt = (self.organisatie, self.dataset, periode) in self.voorbehoud
        return (BINNEN if heel and not gemerkt else VOORLOPIG), levering

    def latest(self) -> str:
        """The last period of which something counts."""
        return max((laag.periode for laag in self._counting()), default="")

    def _counting(self) -> list[Laag]:
        wie = (self.organisatie, self.dataset)
        return [laag for laag in self.lagen if laag.telt and (laag.organisatie, laag.dataset) == wie and laag.periode]

    def _waiting(self, periode: str) -> str | None:
        """A levering of the period that waits to be processed or confirmed."""
        over = period.parse(periode)
        for lev in reversed(self.leveringen):
            if (lev.organisatie, lev.dataset) != (self.organisatie, self.dataset) or not lev.periode:
                continue
            van_deze = period.parse(lev.periode)
            if lev.staat in _WACHTEND and van_deze.van <= over.tot and over.van <= van_deze.tot:
                return lev.code
        return None


def _whole(periode: str, delen: Iterable[str]) -> bool:
    """Whether parts of a month make the whole of it: '' is all."""
    delen = list(delen)
    if "" in delen or len(periode) != 7:
        return True
    over = period.parse(periode)
    dag = over.van
    for deel in sorted((period.parse(d) for d in delen), key=lambda d: d.van):
        if deel.van > dag:
            return False
        dag = max(dag, deel.tot + timedelta(days=1))
    return dag > over.tot


def _of_one(
    o: Organisatie, contract: Contract, perioden: Sequence[str], binnen: _Binnen, vandaag: date
) -> Iterator[Verwacht]:
    termijn = timedelta(days=contract.levertermijn_dagen or 0)
    uiterlijk = {p: period.parse(p).tot + termijn for p in perioden}
    laatste = binnen.latest()
    for i, periode in enumerate(perioden):
        status, levering = binnen.of(periode)
        if not status:
            volgende = perioden[i + 1] if i + 1 < len(perioden) else None
            gat = laatste > periode or (volgende is not None and uiterlijk[volgende] < vandaag)
            status = KOMT_NOG if uiterlijk[periode] >= vandaag else ONTBREEKT if gat else TE_LAAT
        yield Verwacht(o.isil, o.naam, contract.dataset, periode, uiterlijk[periode], status, levering)


def overdue(verwacht: Iterable[Verwacht]) -> list[Verwacht]:
    """What is late or missing, the longest overdue first."""
    return sorted((v for v in verwacht if v.status in (TE_LAAT, ONTBREEKT)), key=lambda v: (v.uiterlijk, v.organisatie))
