"""What was read of a levering beside what counts now: the periods it covers, which of them must be confirmed, what is missing.

Not here: reading it (`pipeline.py`), and letting it count (`drain.py`). The drain and the test service ask the same of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from definitions import Dataset, Definities, Omgeving

from . import period
from .completeness import Compleet, Geschiedenis, Volledigheid, known_history
from .merger import succession
from .network import known_organisations, locations_of
from .pipeline import Uitkomst, covered_months
from .receipt import Melding, melding
from .records import NAAST_ELKAAR, Deklaag, Laag, Overstappen, changeovers
from .refusal import Weigering
from .register import Register

# Below this share of the rows it would replace, a month that was not declared waits for confirmation (ontwerp, 4).
_MIN_SHARE = 0.9


@dataclass(frozen=True)
class Gewogene:
    """The levering that is weighed. `gevraagd` is the declared periode, of stocks the peildatum; `nummer` and `naam` are its
    own, 0 and other words where it is only rehearsed."""

    organisatie: str
    dataset: Dataset
    bronsysteem: str
    gevraagd: period.Periode | None
    via: str
    nummer: int = 0
    naam: str = "na het aanleveren"


class Weging:
    """One levering against the register; of none (nothing was ever delivered) against nothing."""

    def __init__(
        self, omgeving: Omgeving, definities: Definities, register: Register | None, wie: Gewogene
    ) -> None:  # fmt: skip
        self._omgeving, self._definities, self._register, self._wie = omgeving, definities, register, wie
        self._overstappen = changeovers(register.agreements(organisatie=wie.organisatie)) if register else Overstappen()

    def weigh(self, uitkomst: Uitkomst) -> list[Deklaag]:
        """The periods it covers, each with whether it waits for confirmation; what is to be said of them is added to the
        findings of `uitkomst`. Raises `Weigering` where it cannot stand beside what counts."""
        perioden, rijen = self._periods(uitkomst)
        bekend = known_organisations(self._omgeving)
        uitkomst.meldingen += succession(self._definities, bekend, self._wie.organisatie, list(perioden))
        lagen = self._layers(self._own_days(perioden), rijen)
        uitkomst.meldingen += self._confirmations(lagen)
        compleet = self._completeness(uitkomst, lagen)
        uitkomst.meldingen += compleet.meldingen
        return [replace(laag, te_bevestigen=True) if laag.periode in compleet.te_bevestigen else laag for laag in lagen]

    def _periods(self, uitkomst: Uitkomst) -> tuple[dict[str, str], dict[str, int]]:
        """The parts of periods it covers and the rows in each."""
        gevraagd = self._wie.gevraagd
        soort = self._definities.contracten[self._wie.dataset].soort
        if soort == "stroom":
            maanden = covered_months(uitkomst, gevraagd)
            delen = {m: (gevraagd.part_of(m) if gevraagd and len(m) == 7 else "") for m in maanden}
            return delen, dict(uitkomst.maanden)
        peil = str(gevraagd) if soort == "stand" and gevraagd else ""
        return {peil: ""}, {peil: uitkomst.rijen.geaccepteerd}

    def _own_days(self, perioden: dict[str, str]) -> dict[str, str]:
        """Of every period what the source system counts of it, where a change of system was declared."""
        uit = {}
        for periode, deel in perioden.items():
            eigen = self._part(self._wie.bronsysteem, periode)
            samen = None if eigen is None else _common(deel, eigen)
            if samen is not None:
                uit[periode] = samen
        if perioden and not uit:
            over = period.span(list(perioden)) or ""
            raise Weigering("buiten_systeem", periode=over, bronsysteem=self._wie.bronsysteem)
        return uit

    def _part(self, bronsysteem: str, periode: str) -> str | None:
        return self._overstappen.part(self._wie.organisatie, bronsysteem, periode)

    def _layers(self, perioden: dict[str, str], rijen: dict[str, int]) -> list[Deklaag]:
        """The periods this levering covers, held against those that count now."""
        tellend = self._others_counting()
        nu = {(laag.periode, laag.bronsysteem, laag.deel): laag for laag in tellend}
        for laag in tellend:
            if laag.periode not in perioden:
                continue
            if laag.bronsysteem != self._wie.bronsysteem:
                self._refuse_second_system(laag)
            elif _overlap(laag.deel, perioden[laag.periode]):
                raise Weigering("deel_overlapt", periode=laag.periode)
        uit = []
        for periode, deel in perioden.items():
            heel = self._part(self._wie.bronsysteem, periode)
            oud = nu.get((periode, self._wie.bronsysteem, deel)) if deel == heel else None
            nieuw = rijen.get(periode, 0)
            opgegeven = self._wie.gevraagd is not None
            minder = oud is not None and (nieuw == 0 < oud.rijen if opgegeven else nieuw < _MIN_SHARE * oud.rijen)
            uit.append(Deklaag(periode, deel, nieuw, minder))
        return uit

    def _refuse_second_system(self, laag: Laag) -> None:
        """Two systems may share a month only where the day of the change is declared, or what both have is recognised."""
        systemen = (self._wie.bronsysteem, laag.bronsysteem)
        gescheiden = {self._overstappen.valid(self._wie.organisatie, b) for b in systemen}
        if self._wie.dataset not in ("locaties", *NAAST_ELKAAR) and (None in gescheiden or len(gescheiden) == 1):
            raise Weigering("twee_systemen", periode=laag.periode, bronsysteem=laag.bronsysteem)

    def _others_counting(self) -> list[Laag]:
        """What counts now of the organisatie and dataset from the same kind of sender, without what an earlier processing of
        this levering gave."""
        tellend = self._register.counting(self._wie.organisatie, self._wie.dataset) if self._register else []
        return [laag for laag in tellend if laag.levering != self._wie.nummer and laag.via == self._wie.via]

    def _confirmations(self, lagen: list[Deklaag]) -> list[Melding]:
        oud = {
            laag.periode: laag.rijen
            for laag in self._others_counting()
            if laag.bronsysteem == self._wie.bronsysteem
        }  # fmt: skip
        return [
            melding(self._definities.bevindingen["te_bevestigen"], periode=laag.periode, nieuw=laag.rijen,
                    oud=oud.get(laag.periode, 0), levering=self._wie.naam)
            for laag in lagen if laag.te_bevestigen
        ]  # fmt: skip

    def _completeness(self, uitkomst: Uitkomst, lagen: list[Deklaag]) -> Compleet:
        wie, eerder = self._wie, Geschiedenis()
        if self._register:
            eerder = known_history(self._register, wie.organisatie, wie.dataset, wie.bronsysteem, wie.nummer)
        return Volledigheid(
            self._definities.contracten[wie.dataset], self._definities, uitkomst.telstaat, eerder,
            [laag.periode for laag in lagen if not laag.deel], locations_of(self._omgeving, wie.organisatie),
            self._omgeving.nu.date(),
        ).judge(wie.naam)  # fmt: skip


def _common(een: str, ander: str) -> str | None:
    """The days that two parts of the same month share ('' is the whole month); None where they share none."""
    if not een or not ander:
        return een or ander
    a, b = period.parse(een), period.parse(ander)
    van, tot = max(a.van, b.van), min(a.tot, b.tot)
    return str(period.Periode(van, tot)) if van <= tot else None


def _overlap(een: str, ander: str) -> bool:
    """Whether two parts of a month overlap without being the same."""
    if not een or not ander or een == ander:
        return False
    a, b = period.parse(een), period.parse(ander)
    return a.van <= b.tot and b.van <= a.tot
