"""Klopt dit? What a library's own system says beside what was counted, and what the difference comes from.

Not here: counting (`tally.py`), reading what a library typed (`owntotals.py`), and keeping it (`acts.py`). In every line
systeem = geteld + the differences + onverklaard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from definitions import ONBEKEND, Definities, Leveringsregel

from . import period
from .cells import DEELNEMERS, DUBBEL, TELT, UITVAL, WEG, Cel, read_cells
from .receipt import Ontvangstbewijs, melding

VERLENGINGEN = "verlengingen"
# Kinds of uitleningen that are loans; an unreadable kind may have been one.
# Whether an own total holds renewals and rows that stand in the export twice differs per system, and nobody knows it by
# heart: that which leaves least unexplained is taken, and said. The first of equals counts.
_BUITEN: tuple[tuple[str, ...], ...] = ((VERLENGINGEN,), (VERLENGINGEN, DUBBEL), (), (DUBBEL,))
# The agreement that keeps what a library's own system says of a levering, and the one that it confirmed those totals.
EIGEN_TOTAAL = "eigen_totaal"


@dataclass(frozen=True)
class EigenTotaal:
    """What a library's own system says: `aantal` of a location (ISIL, '' is all) in a periode ('' is all)."""

    locatie: str
    periode: str
    aantal: int


@dataclass(frozen=True)
class Brugregel:
    """One line of the bridge. `verschil` maps a code of the list `verschil`, or `uitval:<bevinding>`, to a number."""

    locatie: str
    periode: str
    systeem: int | None
    geteld: int
    verschil: Mapping[str, int]

    @property
    def onverklaard(self) -> int | None:
        """What is left of the difference; None where there is no own total."""
        return None if self.systeem is None else self.systeem - self.geteld - sum(self.verschil.values())


@dataclass(frozen=True)
class Brug:
    """The bridge of one levering. `buiten` are the differences that the own totals do not hold, so that are none."""

    regels: tuple[Brugregel, ...]
    buiten: tuple[str, ...]
    regel: Leveringsregel | None

    @cached_property
    def met_totaal(self) -> tuple[Brugregel, ...]:
        return tuple(r for r in self.regels if r.systeem is not None)

    @cached_property
    def te_groot(self) -> tuple[Brugregel, ...]:
        """Lines of which more stays unexplained than the contract allows."""
        return tuple(r for r in self.met_totaal if self._beyond(r))

    @property
    def klopt(self) -> bool | None:
        """Whether every own total is explained; None where there is none."""
        return not self.te_groot if self.met_totaal else None

    def _beyond(self, r: Brugregel) -> bool:
        over, grens = abs(r.onverklaard or 0), self.regel
        return grens is not None and over > grens.vanaf_rijen and over > (grens.maximum or 0) * abs(r.systeem or 0)

    def as_json(self, definities: Definities) -> dict[str, Any]:
        """The bridge as data, each difference in words."""
        return {
            "klopt": self.klopt,
            "systeem_telt_niet": [_words(definities, reden) for reden in self.buiten] if self.met_totaal else [],
            "regels": [
                {"locatie": r.locatie, "periode": r.periode, "systeem": r.systeem, "geteld": r.geteld,
                 "verschil": [{"reden": reden, "omschrijving": _words(definities, reden), "aantal": n} for reden, n in r.verschil.items()],
                 "onverklaard": r.onverklaard}
                for r in self.regels
            ],
        }  # fmt: skip


def bridge(cellen: Sequence[Cel], totalen: Sequence[EigenTotaal], regel: Leveringsregel | None = None) -> Brug:
    """The bridge from own totals to what was counted: a line per own total, and one per location and period beside them.

    What could not be placed (locatie or periode ONBEKEND) is part of totals of the whole, and a line of its own otherwise.
    """
    perioden = {c.periode for c in cellen} - {ONBEKEND}
    rest = [c for c in cellen if not any(_holds(t, c, perioden) for t in totalen)]
    keuzes = []
    for buiten in _BUITEN if totalen else _BUITEN[:1]:
        regels = [
            _line(t.locatie, t.periode, t.aantal, [c for c in cellen if _holds(t, c, perioden)], buiten)
            for t in totalen
        ]
        keuzes.append((sum(abs(r.onverklaard or 0) for r in regels), buiten, regels))
    _, buiten, regels = min(keuzes, key=lambda keuze: keuze[0])
    plekken = sorted({(c.locatie, c.periode) for c in rest})
    regels += [_line(*plek, None, [c for c in rest if (c.locatie, c.periode) == plek], buiten) for plek in plekken]
    aanwezig = {_reason(c) for c in cellen}
    return Brug(tuple(regels), tuple(b for b in buiten if b in aanwezig), regel)


def _holds(totaal: EigenTotaal, cel: Cel, perioden: set[str]) -> bool:
    """Whether an own total is of the place and time of a cell."""
    if totaal.locatie and totaal.locatie != cel.locatie:
        return False
    if not totaal.periode or totaal.periode == cel.periode:
        return True
    over = period.parse(totaal.periode)
    binnen = {p for p in perioden if over.van <= period.parse(p).van and period.parse(p).tot <= over.tot}
    return cel.periode in binnen or (cel.periode == ONBEKEND and binnen == perioden)


def _line(locatie: str, periode: str, systeem: int | None, cellen: Iterable[Cel], buiten: Sequence[str]) -> Brugregel:
    geteld, verschil = 0, Counter[str]()
    for cel in cellen:
        reden = _reason(cel)
        if reden == TELT:
            geteld += cel.aantal
        elif reden is not None and reden not in buiten:
            verschil[reden] += cel.aantal
    return Brugregel(locatie, periode, systeem, geteld, dict(sorted(verschil.items())))


def _reason(cel: Cel) -> str | None:
    """Why a cell is not in what was counted: `telt` where it is, None where it is of something else (a return)."""
    if cel.soort == "VERLENGING":
        return VERLENGINGEN
    # What a profile leaves out without it being a loan: the line that says that another was cancelled.
    if cel.soort in ("INNAME", DEELNEMERS) or (cel.soort == ONBEKEND and cel.reden.startswith(WEG)):
        return None
    return cel.reden


def _words(definities: Definities, reden: str) -> str:
    if reden.startswith((UITVAL, WEG)):
        return definities.bevindingen[reden.partition(":")[2]].tekst.rstrip(".")
    return definities.codelijsten["verschil"].codes[reden]["naam"]


# -- on a receipt --------------------------------------------------------------------------------------------------------


def rule_of(definities: Definities, dataset: str) -> Leveringsregel | None:
    """How much of a difference may stay unexplained."""
    contract = definities.contracten.get(dataset)  # type: ignore[call-overload]
    return next((r for r in contract.leveringsregels if r.soort == "eigen_totaal"), None) if contract else None


def bridge_of(definities: Definities, bewijs: Ontvangstbewijs, totalen: Sequence[EigenTotaal]) -> Brug:
    """The bridge of a receipt."""
    return bridge(read_cells(bewijs.telling), totalen, rule_of(definities, bewijs.dataset or ""))


def with_totals(definities: Definities, bewijs: Ontvangstbewijs, totalen: Sequence[EigenTotaal]) -> Ontvangstbewijs:
    """The receipt with the bridge to the library's own totals, and a finding where more than may be stays unexplained."""
    if not totalen or not bewijs.telling.get("cellen"):
        return bewijs
    brug = bridge_of(definities, bewijs, totalen)
    bevindingen = bewijs.bevindingen
    if brug.te_groot and brug.regel:
        plekken = "; ".join(_place(r) for r in brug.te_groot[:8])
        over = sum(abs(r.onverklaard or 0) for r in brug.te_groot)
        bevindingen = (*bevindingen, melding(definities.bevindingen[brug.regel.code], aantal=over, locaties=plekken))
    return replace(bewijs, bevindingen=bevindingen, eigen_totaal=brug.as_json(definities))


def _place(r: Brugregel) -> str:
    plek = " ".join(filter(None, (r.locatie, r.periode))) or "alles bij elkaar"
    return f"{plek}: uw systeem {r.systeem}, geteld {r.geteld}, onverklaard {r.onverklaard}"


def from_agreement(inhoud: Mapping[str, Any] | None) -> list[EigenTotaal]:
    """The own totals that an agreement keeps."""
    return [EigenTotaal(*rij) for rij in (inhoud or {}).get("totalen", ())]


def to_agreement(totalen: Iterable[EigenTotaal]) -> dict[str, Any]:
    """What is kept of own totals."""
    return {"totalen": [[t.locatie, t.periode, t.aantal] for t in totalen]}
