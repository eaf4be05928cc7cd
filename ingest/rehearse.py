"""The test service: every check of a levering without delivering, and what a levering is about before it is processed.

Not here: receiving (`deliver.py`) and the queue (`drain.py`). Nothing is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from definitions import Definities, Omgeving, load_definities

from . import period
from .call import check_call, check_source_system, export_date, reference_date, refused, require_organisation
from .completeness import Compleet, Geschiedenis, Volledigheid, known_history
from .formats import Inhoud
from .merger import succession
from .network import (
    NETWERK,
    agreements_of,
    known_locations,
    known_organisations,
    locations_elsewhere,
    locations_of,
    needs_locations,
    open_existing,
)
from .opened import Bronbestand
from .pipeline import Opdracht, Uitkomst, Verwerking, covered_months
from .profiles import for_organisation
from .pseudonym import Pseudonimiseerder
from .receipt import Ontvangstbewijs, state_of
from .recognise import Bestandsvorm, Plan, examine, plan
from .records import GEWEIGERD, TE_BEVESTIGEN, Bestand, changeovers
from .reference import municipality_of_postcode
from .refusal import Weigering
from .sources import Bron, as_sources
from .split import owners

Recept = Callable[[Omgeving, Definities, Opdracht, Mapping[str, str], Callable[[int], None]], Verwerking]


def check(
    omgeving: Omgeving, paden: Sequence[Path | Bron], *, organisatie: str | None = None, dataset: str | None = None,
    periode: str | None = None, bronsysteem: str | None = None, afzender: str | None = None,
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
    totaal = sum(v.inhoud.bytes for p in plannen for v in p.hoofd)
    bewijzen, eerder = geweigerd, 0
    for p in plannen:
        teller = _Teller(tell, eerder, totaal)
        bewijzen += _check_plan(omgeving, definities, p, plannen, organisatie, gevraagd, teller, recept)
        eerder += sum(v.inhoud.bytes for v in p.hoofd)
    return bewijzen


def _check_plan(
    omgeving: Omgeving, definities: Definities, p: Plan, plannen: Sequence[Plan], organisatie: str | None,
    gevraagd: period.Periode | None, tell: Callable[[int], None], recept: Recept,
) -> list[Ontvangstbewijs]:  # fmt: skip
    """One levering, or of a file of many organisaties one for each of them, as receiving would make them."""
    contract = definities.contracten[p.dataset]
    if contract.netwerk and organisatie is not None:
        niet_van_haar = Weigering("van_het_netwerk", dataset=p.dataset)
        return [refused(organisatie, list(dict.fromkeys(v.bron for v in p.hoofd)), niet_van_haar)]
    if organisatie is not None or contract.netwerk:
        return [_check_one(omgeving, definities, p, plannen, organisatie, gevraagd, tell, False, recept)]
    bekend, fout = owners(omgeving, definities, p)
    bewijzen = [_check_one(omgeving, definities, p, plannen, isil, gevraagd, tell, True, recept) for isil in bekend]
    return bewijzen + ([refused(None, list(dict.fromkeys(v.bron for v in p.hoofd)), fout)] if fout else [])


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
    locaties = known_locations(omgeving, organisatie) or _delivered_locations(
        omgeving, definities, plannen, organisatie
    )
    if p.dataset == "collectie":
        locaties = locations_elsewhere(omgeving, organisatie) | locaties
    geldig = changeovers(agreements_of(omgeving, organisatie)).valid(organisatie, p.bronsysteem)
    # A check stores nothing, so a key for this run alone will do.
    return Opdracht(
        organisatie, p.dataset, p.bronsysteem, _sources(p.hoofd), _sources(p.hulp), None if stand else periode,
        periode.tot if stand and periode else None, locaties, Pseudonimiseerder(b"controle"), geldig,
        gedeeld,
    )  # fmt: skip


def _delivered_locations(
    omgeving: Omgeving, definities: Definities, plannen: Sequence[Plan], organisatie: str
) -> dict[str, str]:
    """The branch codes of the locaties file that is delivered in the same call."""
    for p in plannen:
        if p.dataset == "locaties":
            opdracht = Opdracht(
                organisatie, p.dataset, p.bronsysteem, _sources(p.hoofd), (), None, omgeving.nu.date(), {},
                Pseudonimiseerder(b"controle"),
            )  # fmt: skip
            for frame in Verwerking(omgeving, definities, opdracht, {}).run().tabellen.take("locaties"):
                isil = frame["locatie"].to_list()
                return dict(zip(frame["vestiging"].to_list(), isil, strict=True)) | {i: i for i in isil}
    return {}


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


def _check_one(
    omgeving: Omgeving, definities: Definities, p: Plan, plannen: Sequence[Plan], organisatie: str | None,
    gevraagd: period.Periode | None, tell: Callable[[int], None],
    gedeeld: bool, recept: Recept,
) -> Ontvangstbewijs:  # fmt: skip
    eigenaar = organisatie or NETWERK
    hashes = {bron: bron.sha256() for bron in dict.fromkeys(v.bron for v in (*p.hoofd, *p.hulp))}
    bestanden = tuple(Bestand(v.naam, hashes[v.bron]) for v in (*p.hoofd, *p.hulp))
    stand = definities.contracten[p.dataset].soort == "stand"
    periode, dag = gevraagd, None
    try:
        if stand:
            dag, _ = reference_date(p, plannen, gevraagd, lambda: None)
            if dag is None:
                raise Weigering("peildatum_ontbreekt", dataset=p.dataset)
            periode = period.Periode(dag, dag)
        opdracht = _assignment(omgeving, p, plannen, eigenaar, periode, stand, definities, gedeeld)
        if needs_locations(definities.contracten[p.dataset]) and not opdracht.locaties:
            raise Weigering("locaties_ontbreken", organisatie=eigenaar)
        opdracht = replace(opdracht, geexporteerd=export_date(p, dag) if stand else None)
        uitkomst = recept(omgeving, definities, opdracht, municipality_of_postcode(), tell).run()
        _refuse_changed(hashes)
        maanden = covered_months(uitkomst, periode)
        perioden = [str(periode)] if stand else maanden
        uitkomst.meldingen += succession(definities, known_organisations(omgeving), eigenaar, perioden)
    except Weigering as fout:
        uit = fout.uitkomst
        meldingen = (fout.melding, *(uit.meldingen if uit else ()))
        return Ontvangstbewijs(
            None, eigenaar, p.dataset, str(periode) if periode else None, p.bronsysteem, bestanden, GEWEIGERD,
            uit.rijen if uit else None, meldingen,
        )  # fmt: skip
    compleet = _completeness(omgeving, definities, uitkomst, p, eigenaar, perioden, periode)
    for tabel in definities.contracten[p.dataset].brons:
        for frame in uitkomst.tabellen.take(tabel.naam):
            uitkomst.telstaat.stored(tabel.naam, frame)
    return Ontvangstbewijs(
        None, eigenaar, p.dataset, str(periode) if periode else period.span(perioden), p.bronsysteem, bestanden,
        TE_BEVESTIGEN if compleet.te_bevestigen else state_of(uitkomst.rijen), uitkomst.rijen,
        (*uitkomst.meldingen, *compleet.meldingen),
        {"bronsysteem": p.grond, "bewijs": definities.bronsystemen[p.bronsysteem].bewijs},
        telling=uitkomst.telstaat.as_json(),
    )  # fmt: skip


def _completeness(
    omgeving: Omgeving, definities: Definities, uitkomst: Uitkomst, p: Plan, organisatie: str,
    perioden: Sequence[str], gevraagd: period.Periode | None,
) -> Compleet:  # fmt: skip
    """What a real delivery would say of these rows as a whole, held against what was delivered before."""
    heel = [deel for deel in perioden if gevraagd is None or len(deel) != 7 or not gevraagd.part_of(deel)]
    register = open_existing(omgeving)
    try:
        eerder = known_history(register, organisatie, p.dataset, p.bronsysteem) if register else Geschiedenis()
    finally:
        if register:
            register.close()
    return Volledigheid(
        definities.contracten[p.dataset], definities, uitkomst.telstaat, eerder, heel, locations_of(omgeving, organisatie),
        omgeving.nu.date(),
    ).judge("na het aanleveren")  # fmt: skip
