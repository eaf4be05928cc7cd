"""The test service: every check of a levering without delivering, and what a levering is about before it is processed.

Not here: receiving (`deliver.py`) and the queue (`drain.py`), whose verdict this gives. Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from definitions import Definities, Omgeving, load_definities

from . import period
from .acts import beside_agreements
from .call import (
    check_call,
    check_source_system,
    export_date,
    identity,
    period_of,
    recognition,
    refused,
    require_organisation,
)
from .formats import Inhoud
from .network import (
    NETWERK,
    agreements_of,
    known_locations,
    known_organisations,
    locations_elsewhere,
    needs_locations,
    open_existing,
)
from .opened import Bronbestand
from .persons import VERGETEN_LID, pseudonymiser
from .pipeline import Opdracht, Uitkomst, Verwerking, covered_months
from .profiles import for_organisation
from .pseudonym import Pseudonimiseerder
from .receipt import Melding, Ontvangstbewijs, from_register, melding, state_of
from .recognise import Bestandsvorm, Plan, examine, plan
from .records import EIGEN, GEWEIGERD, NETWERKBREED, TE_BEVESTIGEN, WACHT, Afspraak, Bestand, Deklaag, changeovers
from .reference import municipality_of_postcode
from .refusal import Weigering
from .sources import Bron, as_sources
from .split import owners
from .weigh import Gewogene, Weging

Recept = Callable[[Omgeving, Definities, Opdracht, Mapping[str, str], Callable[[int], None]], Verwerking]


def check(
    omgeving: Omgeving, paden: Sequence[Path | Bron], *, organisatie: str | None = None, dataset: str | None = None,
    periode: str | None = None, bronsysteem: str | None = None, via: str = EIGEN,
    tell: Callable[[int, int], None] = lambda *_: None, recept: Recept = Verwerking, op_de_lijst: bool = True,
) -> list[Ontvangstbewijs]:  # fmt: skip
    """Run every check of a levering without delivering: the test service. Nothing is stored. `tell` hears the bytes read
    so far and how many there are to read; `recept` is what a levering goes through; an organisatie that need not be
    `op_de_lijst` is the one whose own machine this is."""
    definities = load_definities()
    check_call(definities, paden, organisatie, dataset)
    bronnen = as_sources(paden)
    gevraagd = period.parse(periode) if periode else None
    try:
        bekend = {o.isil: o for o in known_organisations(omgeving)}
        eigen = require_organisation(bekend, organisatie) if op_de_lijst else bekend.get(organisatie or "")
        definities = for_organisation(definities, agreements_of(omgeving, organisatie))
        check_source_system(definities, bronsysteem)
        gevonden = [examine(bron, definities, omgeving, bronsysteem) for bron in bronnen]
        geweigerd = [
            refused(organisatie, [bron], b.fout, b.deel)
            for bron, g in zip(bronnen, gevonden, strict=True)
            for b in g.bezwaren
        ]
        herkend = [h for g in gevonden for h in g.herkend]
        plannen = plan(herkend, definities, eigen.bronsysteem if eigen else None, dataset) if herkend else []
    except Weigering as fout:
        return [refused(organisatie, bronnen, fout)]
    werkbladen = {bron: g.werkbladen for bron, g in zip(bronnen, gevonden, strict=True)}
    proef = _Proef(omgeving, definities, plannen, organisatie, gevraagd, via, recept, werkbladen)
    totaal = sum(v.inhoud.bytes for p in plannen for v in p.hoofd)
    bewijzen, eerder = geweigerd, 0
    for p in plannen:
        bewijzen += proef.of_plan(p, _Teller(tell, eerder, totaal))
        eerder += sum(v.inhoud.bytes for v in p.hoofd)
    return bewijzen


@dataclass(frozen=True)
class _Proef:
    """The rehearsal of one call. `werkbladen` are the sheets of each file that are no known export."""

    omgeving: Omgeving
    definities: Definities
    plannen: Sequence[Plan]
    organisatie: str | None
    gevraagd: period.Periode | None
    via: str
    recept: Recept
    werkbladen: Mapping[Bron, int]
    _einde: list[date | None] = field(default_factory=list)

    def of_plan(self, p: Plan, tell: Callable[[int], None]) -> list[Ontvangstbewijs]:
        """One levering, or of a file of many organisaties one for each of them, as receiving would make them."""
        netwerk = self.definities.contracten[p.dataset].netwerk
        if netwerk and self.organisatie is not None:
            niet_van_haar = Weigering("van_het_netwerk", dataset=p.dataset)
            return [refused(self.organisatie, list(dict.fromkeys(v.bron for v in p.hoofd)), niet_van_haar)]
        if netwerk:
            return [self._one(p, NETWERK, EIGEN, tell)]
        if self.organisatie is not None:
            return [self._one(p, self.organisatie, self.via, tell)]
        bekend, fout = owners(self.omgeving, self.definities, p)
        bewijzen = [self._one(p, isil, NETWERKBREED, tell) for isil in bekend]
        return bewijzen + ([refused(None, list(dict.fromkeys(v.bron for v in p.hoofd)), fout)] if fout else [])

    def _one(self, p: Plan, organisatie: str, via: str, tell: Callable[[int], None]) -> Ontvangstbewijs:
        vormen = (*p.hoofd, *p.hulp)
        hashes = {bron: bron.sha256() for bron in dict.fromkeys(v.bron for v in vormen)}
        periode, grond = period_of(self.definities, p, self.plannen, self.gevraagd, self._end_of_flows)
        kern = Ontvangstbewijs(
            None, organisatie, p.dataset, str(periode) if periode else None, p.bronsysteem,
            tuple(Bestand(v.bron.naam, hashes[v.bron]) for v in vormen), GEWEIGERD,
        )  # fmt: skip
        eerder = self._first_receipt(kern, identity((hashes[v.bron], v.inhoud.deel) for v in vormen))
        if eerder is not None:
            return eerder
        stand = self.definities.contracten[p.dataset].soort == "stand"
        if stand and periode is None:
            return replace(kern, bevindingen=(Weigering("peildatum_ontbreekt", dataset=p.dataset).melding,))
        herkenning = recognition(
            self.definities, p, periode, grond, werkbladen=sum(self.werkbladen.get(bron, 0) for bron in hashes),
            verdeeld=via == NETWERKBREED and self.organisatie is None,
        )  # fmt: skip
        try:
            uitkomst, lagen = self._outcome(p, organisatie, via, periode, tell)
            _refuse_changed(hashes)
        except _Wacht:
            wacht = melding(self.definities.bevindingen["locaties_ontbreken"], organisatie=organisatie)
            return replace(kern, status=WACHT, bevindingen=(wacht,), herkenning=herkenning)
        except Weigering as fout:
            uit = fout.uitkomst
            meldingen = (fout.melding, *(uit.meldingen if uit else ()))
            return replace(kern, rijen=uit.rijen if uit else None, bevindingen=meldingen, herkenning=herkenning)
        return self._receipt(replace(kern, herkenning=herkenning), uitkomst, lagen)

    def _outcome(
        self, p: Plan, organisatie: str, via: str, periode: period.Periode | None, tell: Callable[[int], None]
    ) -> tuple[Uitkomst, list[Deklaag]]:
        """What processing would give. Raises `Weigering`, and `_Wacht` where no location is known yet."""
        stand = self.definities.contracten[p.dataset].soort == "stand"
        definities = for_organisation(self.definities, agreements_of(self.omgeving, organisatie))
        opdracht = _assignment(
            self.omgeving, p, self.plannen, organisatie, periode, stand, definities, via == NETWERKBREED
        )
        opdracht = replace(opdracht, geexporteerd=export_date(p, periode.tot) if stand and periode else None)
        uitkomst = self.recept(self.omgeving, definities, opdracht, municipality_of_postcode(), tell).run()
        register = open_existing(self.omgeving)
        try:
            wie = Gewogene(organisatie, p.dataset, p.bronsysteem, periode, via)
            lagen = Weging(self.omgeving, definities, register, wie).weigh(uitkomst)
        finally:
            if register:
                register.close()
        return uitkomst, lagen

    def _receipt(self, kern: Ontvangstbewijs, uitkomst: Uitkomst, lagen: Sequence[Deklaag]) -> Ontvangstbewijs:
        assert kern.dataset is not None
        contract = self.definities.contracten[kern.dataset]  # type: ignore[index]
        for tabel in contract.brons:
            for frame in uitkomst.tabellen.take(tabel.naam):
                uitkomst.telstaat.stored(tabel.naam, frame)
        wacht = any(laag.te_bevestigen for laag in lagen)
        meldingen = [*uitkomst.meldingen, *self._unseen(kern)]
        return replace(
            kern, periode=kern.periode or period.span([laag.periode for laag in lagen]),
            status=TE_BEVESTIGEN if wacht else state_of(uitkomst.rijen), rijen=uitkomst.rijen,
            bevindingen=tuple(meldingen), telling=uitkomst.telstaat.as_json(),
        )  # fmt: skip

    def _unseen(self, kern: Ontvangstbewijs) -> list[Melding]:
        """Without keys nobody can tell who was forgotten; the members of a stock may be as many fewer."""
        if not self.omgeving.alleen_ontvangen or kern.dataset != "leden":
            return []
        vergeten = [a for a in agreements_of(self.omgeving, kern.organisatie) if a.soort == VERGETEN_LID]
        bevinding = self.definities.bevindingen["vergeten_niet_gezien"]
        return [melding(bevinding, aantal=len(vergeten))] if vergeten else []

    def _first_receipt(self, kern: Ontvangstbewijs, wat: str) -> Ontvangstbewijs | None:
        """The receipt of the same files where they were delivered before: delivering them again gives that."""
        register = open_existing(self.omgeving) if self.recept is Verwerking else None
        if register is None:
            return None
        with register:
            nummer = register.find_same(kern.organisatie, kern.dataset or "", kern.bronsysteem or "", kern.periode, wat)
            if nummer is None:
                return None
            eerder = from_register(register.leveringen(nummer=nummer)[0])
            return replace(beside_agreements(register, [eerder])[0], eerder=True)

    def _end_of_flows(self) -> date | None:
        if not self._einde:
            einde = end_of_flows(self.omgeving, self.definities, self.plannen, self.organisatie or NETWERK)
            self._einde.append(einde)
        return self._einde[0]


class _Wacht(Exception):
    """The levering would wait for the locations of its organisatie."""


@dataclass(frozen=True)
class _Teller:
    """Adds what is read of one levering to what was read of those before it."""

    tell: Callable[[int, int], None]
    eerder: int
    totaal: int

    def __call__(self, gelezen: int) -> None:
        self.tell(self.eerder + gelezen, self.totaal)


def _sources(vormen: Sequence[Bestandsvorm]) -> tuple[Bronbestand, ...]:
    return tuple(Bronbestand(v.naam, v.tabel, v.inhoud.bytes, partial(_same, v.inhoud)) for v in vormen)


def _same(inhoud: Inhoud) -> Inhoud:
    return inhoud


def _assignment(
    omgeving: Omgeving, p: Plan, plannen: Sequence[Plan], organisatie: str, periode: period.Periode | None, stand: bool,
    definities: Definities, gedeeld: bool = False,
) -> Opdracht:  # fmt: skip
    locaties = known_locations(omgeving, organisatie)
    if needs_locations(definities.contracten[p.dataset]):
        locaties |= _delivered_locations(omgeving, definities, plannen, organisatie)
        if not locaties:
            raise _Wacht
    if p.dataset == "collectie":
        locaties = locations_elsewhere(omgeving, organisatie) | locaties
    afspraken = agreements_of(omgeving, organisatie)
    return Opdracht(
        organisatie, p.dataset, p.bronsysteem, _sources(p.hoofd), _sources(p.hulp), None if stand else periode,
        periode.tot if stand and periode else None, locaties, _pseudonymiser(omgeving, afspraken, organisatie, p.bronsysteem),
        changeovers(afspraken).valid(organisatie, p.bronsysteem), gedeeld,
    )  # fmt: skip


def _pseudonymiser(
    omgeving: Omgeving, afspraken: Sequence[Afspraak], organisatie: str, bronsysteem: str
) -> Pseudonimiseerder:
    """That of a real delivery where somebody was forgotten, for only it knows them again; else a key for this run will do."""
    if omgeving.alleen_ontvangen or not any(a.soort == VERGETEN_LID for a in afspraken):
        return Pseudonimiseerder(b"controle")
    return pseudonymiser(omgeving, afspraken, organisatie, bronsysteem)


def _delivered_locations(
    omgeving: Omgeving, definities: Definities, plannen: Sequence[Plan], organisatie: str
) -> dict[str, str]:
    """The branch codes of the locaties file that is delivered in the same call, and so would be processed before this."""
    uit: dict[str, str] = {}
    for p in plannen:
        if p.dataset == "locaties":
            opdracht = Opdracht(
                organisatie, p.dataset, p.bronsysteem, _sources(p.hoofd), (), None, omgeving.nu.date(), {},
                Pseudonimiseerder(b"controle"),
            )  # fmt: skip
            try:
                uitkomst = Verwerking(omgeving, definities, opdracht, {}).run()
            except Weigering:
                continue
            for frame in uitkomst.tabellen.take("locaties"):
                isil = frame["locatie"].to_list()
                uit |= dict(zip(frame["vestiging"].to_list(), isil, strict=True)) | {i: i for i in isil}
    return uit


def end_of_flows(
    omgeving: Omgeving, definities: Definities, plannen: Sequence[Plan], organisatie: str
) -> date | None:  # fmt: skip
    """The last day of the months that the flows of this call cover, found by reading them; None where none can be read."""
    eindes = []
    for p in plannen:
        if definities.contracten[p.dataset].soort == "stroom":
            try:
                maanden = months_in(omgeving, definities, p, plannen, organisatie)
            except (Weigering, _Wacht):
                continue  # it gets its own answer
            eindes += [period.parse(maanden[-1]).tot] if maanden else []
    return max(eindes, default=None)


def months_in(
    omgeving: Omgeving, definities: Definities, p: Plan, plannen: Sequence[Plan], organisatie: str
) -> list[str]:
    """The months a flow in this call covers."""
    opdracht = _assignment(omgeving, p, plannen, organisatie, None, False, definities)
    return covered_months(Verwerking(omgeving, definities, opdracht, {}).run(), None)


def _refuse_changed(hashes: dict[Bron, str]) -> None:
    """Raises `Weigering` where a file is not the same any more as before it was read."""
    for bron, voor in hashes.items():
        if bron.sha256() != voor:
            raise Weigering("bestand_veranderd", bestand=bron.naam)
