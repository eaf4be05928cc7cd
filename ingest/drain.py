"""Draining the queue: every received levering is processed, refused or made to wait, in the order datasets need each other.

Not here: the recipe for one levering (`pipeline.py`) and the receiving (`deliver.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
from .acts import beside_agreements
from .formats import Pak
from .lock import work_lock
from .minimise import LEVERINGSMAAND
from .network import known_locations, listed, locations_elsewhere, needs_locations
from .opened import Bronbestand
from .persons import pseudonymiser
from .pipeline import Opdracht, Uitkomst, Verwerking
from .profiles import for_organisation
from .receipt import Ontvangstbewijs, Rijen, from_register, melding, outcome, state_of
from .records import (
    GEWEIGERD,
    NETWERKBREED,
    ONTVANGEN,
    VERWERKT,
    WACHT,
    Bestandspost,
    Deklaag,
    Levering,
    changeovers,
)  # fmt: skip
from .reference import municipality_of_postcode
from .refusal import Weigering
from .register import Register
from .retention import shred_raw, sweep_strays
from .unpack import Uitgepakt
from .weigh import Gewogene, Weging

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
        return beside_agreements(self.register, [bewijs])[0]

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
        wie = Gewogene(
            levering.organisatie, levering.dataset, levering.bronsysteem, gevraagd, levering.via, levering.nummer,
            f"levering {levering.code}",
        )  # fmt: skip
        return uitkomst, Weging(self.omgeving, definities, self.register, wie).weigh(uitkomst)


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


def _day(tekst: str | None) -> date | None:
    return date.fromisoformat(tekst) if tekst else None
