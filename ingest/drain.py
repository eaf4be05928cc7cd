"""Draining the queue: every received levering is processed, refused or made to wait, in the order datasets need each other.

Not here: the recipe for one levering (`pipeline.py`) and the receiving (`deliver.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from definitions import (
    DRAIN_ORDER,
    Dataset,
    Definities,
    GebruikersFout,
    InterneFout,
    Omgeving,
    disk_error,
    load_definities,
)

from . import brons, period, vault
from .acts import beside_own_totals
from .completeness import Compleet, Volledigheid, known_history
from .formats import Pak
from .lock import work_lock
from .merger import succession
from .minimise import LEVERINGSMAAND
from .network import known_locations, known_organisations, listed, locations_elsewhere, locations_of, needs_locations
from .opened import Bronbestand
from .persons import pseudonymiser
from .pipeline import Opdracht, Uitkomst, Verwerking, covered_months
from .profiles import for_organisation
from .receipt import Melding, Ontvangstbewijs, Rijen, from_register, melding, outcome, state_of
from .records import (
    GEWEIGERD,
    NAAST_ELKAAR,
    NETWERKBREED,
    ONTVANGEN,
    VERWERKT,
    WACHT,
    Bestandspost,
    Deklaag,
    Laag,
    Levering,
    Overstappen,
    changeovers,
)  # fmt: skip
from .reference import municipality_of_postcode
from .refusal import Weigering
from .register import Register
from .retention import shred_raw, sweep_strays
from .unpack import Uitgepakt

# Below this share of the rows it would replace, a month that was not declared waits for confirmation (ontwerp, 4).
_MIN_SHARE = 0.9
Voortgang = Callable[[str, str, int, int], None]


def process(
    omgeving: Omgeving, *, datasets: Sequence[Dataset] | None = None, voortgang: Voortgang | None = None,
    wacht: float = 0,
) -> list[Ontvangstbewijs]:  # fmt: skip
    """Process what is in the queue (of `datasets`, or all). A receipt per levering. Another process that is at work in the
    folder is waited for `wacht` seconds.

    A levering that fails by a bug stays in the queue; the others are processed first, then `InterneFout` is raised.
    """
    if not omgeving.werk.exists():
        return []
    definities = load_definities()
    with work_lock(omgeving, wacht), Register(omgeving) as register:
        verwerker = _Verwerker(omgeving, definities, register, voortgang or (lambda *_: None))
        verwerker.sweep()
        return verwerker.drain([d for d in DRAIN_ORDER if datasets is None or d in datasets])


@dataclass
class _Verwerker:
    omgeving: Omgeving
    definities: Definities
    register: Register
    voortgang: Voortgang

    def sweep(self) -> None:
        """Remove what a process left that died before its files counted, and shred what was kept long enough."""
        sweep_strays(self.omgeving, self.register)
        shred_raw(self.omgeving, self.definities, self.register)

    def drain(self, datasets: Sequence[Dataset]) -> list[Ontvangstbewijs]:
        bewijzen, fouten = [], []
        for dataset in datasets:
            for levering in self.register.queue(dataset):
                try:
                    bewijzen.append(self._one(levering))
                except GebruikersFout:
                    raise
                except Exception as fout:  # noqa: BLE001  a bug in one levering must not keep the others waiting
                    if vol := disk_error(fout):
                        raise vol from None
                    fouten.append(InterneFout.van(fout, f"levering {levering.code}"))
        if fouten:
            raise fouten[0] from None
        return bewijzen

    def _one(self, levering: Levering) -> Ontvangstbewijs:
        locaties = known_locations(self.omgeving, levering.organisatie)
        if not locaties and needs_locations(self.definities.contracten[levering.dataset]):
            return self._wait(levering)
        if levering.dataset == "collectie":
            locaties = locations_elsewhere(self.omgeving, levering.organisatie) | locaties
        try:
            uitkomst, lagen = self._outcome(levering, locaties)
        except Weigering as fout:
            return self._refuse(levering, fout)
        return self._store(levering, uitkomst, lagen)

    # -- outcomes --------------------------------------------------------------------------------------------------

    def _wait(self, levering: Levering) -> Ontvangstbewijs:
        if levering.staat != WACHT:
            bevinding = melding(self.definities.bevindingen["locaties_ontbreken"], organisatie=levering.organisatie)
            self.register.record(levering.nummer, WACHT, outcome(None, [bevinding], levering.periode))
        return self._receipt(levering)

    def _refuse(self, levering: Levering, fout: Weigering) -> Ontvangstbewijs:
        """Register the refusal. Where it was processed before, what that gave stays, with the finding beside it."""
        if levering.opnieuw and levering.staat not in (ONTVANGEN, WACHT, GEWEIGERD):
            return self._keep(levering, fout)
        gelezen = fout.uitkomst
        meldingen = [fout.melding, *(gelezen.meldingen if gelezen else ())]
        self.register.record(
            levering.nummer, GEWEIGERD, outcome(gelezen.rijen if gelezen else None, meldingen, levering.periode)
        )
        return self._receipt(levering)

    def _keep(self, levering: Levering, fout: Weigering) -> Ontvangstbewijs:
        eerder = levering.uitkomst
        bevindingen = [*eerder.get("bevindingen", ()), dict(vars(fout.melding))]
        staat = state_of(Rijen(**eerder["rijen"])) if eerder.get("rijen") else VERWERKT
        self.register.record(levering.nummer, staat, {**eerder, "bevindingen": bevindingen})
        return self._receipt(levering)

    def _store(self, levering: Levering, uitkomst: Uitkomst, lagen: list[Deklaag]) -> Ontvangstbewijs:
        """Write the brons files, then let one transaction make them count."""
        contract = self.definities.contracten[levering.dataset]
        schrijver = brons.Bronsschrijver(
            self.omgeving, contract, self.definities, levering.organisatie, levering.bronsysteem
        )
        naam = levering.code if levering.verwerkingen == 0 else f"{levering.code}.{levering.verwerkingen + 1}"
        geschreven = []
        lijst = None
        for tabel in contract.brons:
            for frame in uitkomst.tabellen.take(tabel.naam):
                uitkomst.telstaat.stored(tabel.naam, frame)
                lijst = listed(frame) if tabel.naam == "organisaties" else lijst
                for periode, deel in _per_year(frame, lagen):
                    geschreven += schrijver.write(naam, tabel.naam, deel, periode)
        if uitkomst.uitval.height:
            geschreven.append(brons.write_rejections(self.omgeving, naam, uitkomst.uitval))
        periode = levering.periode or period.span([laag.periode for laag in lagen])
        gegevens = outcome(uitkomst.rijen, uitkomst.meldingen, periode, telling=uitkomst.telstaat.as_json(),
                           achteraf=uitkomst.peiling.as_json())  # fmt: skip
        if lijst is not None:
            gegevens["organisaties"] = lijst
        self.register.record_processed(levering.nummer, state_of(uitkomst.rijen), gegevens, lagen, geschreven)
        return self._receipt(levering)

    def _receipt(self, levering: Levering) -> Ontvangstbewijs:
        bewijs = from_register(self.register.leveringen(nummer=levering.nummer)[0])
        return beside_own_totals(self.register, [bewijs])[0]

    # -- one levering ----------------------------------------------------------------------------------------------

    def _outcome(self, levering: Levering, locaties: dict[str, str]) -> tuple[Uitkomst, list[Deklaag]]:
        afspraken = self.register.agreements(organisatie=levering.organisatie)
        overstappen = changeovers(afspraken)
        definities = for_organisation(self.definities, afspraken)
        if levering.bronsysteem not in definities.bronsystemen:
            raise Weigering("profiel_vervallen", bronsysteem=levering.bronsysteem)
        contract = definities.contracten[levering.dataset]
        gevraagd = period.parse(levering.gevraagd) if levering.gevraagd else None
        stand = contract.soort == "stand"
        bronnen = delivered(self.omgeving, levering)
        opdracht = Opdracht(
            levering.organisatie, levering.dataset, levering.bronsysteem,
            bronnen["hoofd"], bronnen["hulp"],
            gevraagd if contract.soort == "stroom" else None, gevraagd.tot if stand and gevraagd else None, locaties,
            pseudonymiser(self.omgeving, afspraken, levering.organisatie, levering.bronsysteem),
            overstappen.valid(levering.organisatie, levering.bronsysteem), levering.via == NETWERKBREED,
            _day(levering.herkenning.get("geexporteerd")), levering.ontvangen_op.date(),
        )  # fmt: skip
        totaal = sum(b.bytes for b in opdracht.hoofd)
        uitkomst = Verwerking(
            self.omgeving, definities, opdracht, municipality_of_postcode(),
            lambda gelezen: self.voortgang(levering.code, f"{levering.organisatie} {levering.dataset}", gelezen, totaal),
        ).run()  # fmt: skip
        if contract.soort == "stroom":
            perioden = {
                m: (gevraagd.part_of(m) if gevraagd and len(m) == 7 else "") for m in covered_months(uitkomst, gevraagd)
            }
            rijen = dict(uitkomst.maanden)
        else:
            perioden = {levering.gevraagd if stand and levering.gevraagd else "": ""}
            rijen = dict.fromkeys(perioden, uitkomst.rijen.geaccepteerd)
        uitkomst.meldingen += succession(
            self.definities, known_organisations(self.omgeving), levering.organisatie, list(perioden)
        )
        perioden = self._own_days(levering, perioden, overstappen)
        lagen = self._layers(levering, perioden, rijen, gevraagd is not None, overstappen)
        uitkomst.meldingen += self._confirmations(levering, lagen)
        compleet = self._completeness(levering, definities, uitkomst, lagen)
        uitkomst.meldingen += compleet.meldingen
        return uitkomst, [
            replace(laag, te_bevestigen=True) if laag.periode in compleet.te_bevestigen else laag for laag in lagen
        ]

    def _completeness(
        self, levering: Levering, definities: Definities, uitkomst: Uitkomst, lagen: list[Deklaag]
    ) -> Compleet:
        return Volledigheid(
            definities.contracten[levering.dataset], definities, uitkomst.telstaat,
            known_history(self.register, levering.organisatie, levering.dataset, levering.bronsysteem, levering.nummer),
            [laag.periode for laag in lagen if not laag.deel], locations_of(self.omgeving, levering.organisatie),
            self.omgeving.nu.date(),
        ).judge(f"levering {levering.code}")  # fmt: skip

    def _own_days(self, levering: Levering, perioden: dict[str, str], overstappen: Overstappen) -> dict[str, str]:
        """Of every period what the source system counts of it, where a change of system was declared."""
        uit = {}
        for periode, deel in perioden.items():
            eigen = overstappen.part(levering.organisatie, levering.bronsysteem, periode)
            samen = None if eigen is None else _common(deel, eigen)
            if samen is not None:
                uit[periode] = samen
        if perioden and not uit:
            raise Weigering(
                "buiten_systeem", periode=period.span(list(perioden)) or "", bronsysteem=levering.bronsysteem
            )
        return uit

    def _layers(
        self,
        levering: Levering,
        perioden: dict[str, str],
        rijen: dict[str, int],
        opgegeven: bool,
        overstappen: Overstappen,
    ) -> list[Deklaag]:
        """The periods this levering covers, held against those that count now."""
        tellend = self._others_counting(levering)
        nu = {(laag.periode, laag.bronsysteem, laag.deel): laag for laag in tellend}
        for laag in tellend:
            if laag.periode not in perioden:
                continue
            if laag.bronsysteem != levering.bronsysteem:
                self._refuse_second_system(levering, laag, overstappen)
            elif _overlap(laag.deel, perioden[laag.periode]):
                raise Weigering("deel_overlapt", periode=laag.periode)
        uit = []
        for periode, deel in perioden.items():
            heel = overstappen.part(levering.organisatie, levering.bronsysteem, periode)
            oud = nu.get((periode, levering.bronsysteem, deel)) if deel == heel else None
            nieuw = rijen.get(periode, 0)
            minder = oud is not None and (nieuw == 0 < oud.rijen if opgegeven else nieuw < _MIN_SHARE * oud.rijen)
            uit.append(Deklaag(periode, deel, nieuw, minder))
        return uit

    def _refuse_second_system(self, levering: Levering, laag: Laag, overstappen: Overstappen) -> None:
        """Two systems may share a month only where the day of the change is declared, or what both have is recognised."""
        gescheiden = {overstappen.valid(levering.organisatie, b) for b in (levering.bronsysteem, laag.bronsysteem)}
        if levering.dataset not in ("locaties", *NAAST_ELKAAR) and (None in gescheiden or len(gescheiden) == 1):
            raise Weigering("twee_systemen", periode=laag.periode, bronsysteem=laag.bronsysteem)

    def _others_counting(self, levering: Levering) -> list[Laag]:
        """What counts now of the organisatie and dataset from the same kind of sender, without what an earlier processing of
        this levering gave."""
        tellend = self.register.counting(levering.organisatie, levering.dataset)
        return [laag for laag in tellend if laag.levering != levering.nummer and laag.via == levering.via]

    def _confirmations(self, levering: Levering, lagen: list[Deklaag]) -> list[Melding]:
        oud = {
            laag.periode: laag.rijen
            for laag in self._others_counting(levering)
            if laag.bronsysteem == levering.bronsysteem
        }
        return [
            melding(self.definities.bevindingen["te_bevestigen"], periode=laag.periode, nieuw=laag.rijen,
                    oud=oud.get(laag.periode, 0), levering=f"levering {levering.code}")
            for laag in lagen if laag.te_bevestigen
        ]  # fmt: skip


def delivered(omgeving: Omgeving, levering: Levering) -> dict[str, tuple[Bronbestand, ...]]:
    """The tables of a levering by their role. Files are unpacked once, however many tables come from them."""

    def stored(post: Bestandspost) -> Pak:
        return Pak(post.naam, "", post.bytes, lambda: vault.open_stored(omgeving, post.kluis))

    pakken = {b.kluis: Uitgepakt(stored(b), omgeving) for b in levering.bestanden}

    def table(post: Bestandspost) -> Bronbestand:
        naam = f"{post.naam}/{post.deel}" if post.deel else post.naam
        return Bronbestand(naam, post.tabel, post.bytes, lambda: pakken[post.kluis].part(post.deel))

    return {rol: tuple(table(b) for b in levering.bestanden if b.rol == rol) for rol in ("hoofd", "hulp")}


def _per_year(frame: pl.DataFrame, lagen: list[Deklaag]) -> list[tuple[str | None, pl.DataFrame]]:
    """A frame with its period: yearly figures per year, months are split by the writer, stocks and lists whole."""
    if LEVERINGSMAAND in frame.columns:
        return [(None, frame)]
    # A stock may tell of years; it stands as a whole at its peildatum.
    if "jaar" in frame.columns and "peildatum" not in frame.columns:
        return [(str(jaar), deel) for (jaar,), deel in sorted(frame.partition_by("jaar", as_dict=True).items())]
    return [(lagen[0].periode, frame)]


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


def _day(tekst: str | None) -> date | None:
    return date.fromisoformat(tekst) if tekst else None
