"""Receiving: files become a levering in the register with their bytes in the vault, or are refused with one sentence.

Not here: reading their rows (`pipeline.py`, `drain.py`); only the period of flows is looked up there when nothing else
says at which date the stocks beside them were taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from definitions import Definities, Omgeving, WerkmapFout, load_definities

from . import period, vault
from .call import (
    check_call,
    check_source_system,
    identity,
    period_of,
    recognition,
    refused,
    require_organisation,
)
from .network import NETWERK, Organisatie, known_organisations
from .profiles import for_organisation
from .receipt import Ontvangstbewijs, from_register, outcome
from .recognise import Bestandsvorm, Herkend, Plan, examine, plan
from .records import EIGEN, GEWEIGERD, NETWERKBREED, ONTVANGEN, Bestandspost
from .refusal import Weigering
from .register import Register
from .sources import Bron, as_sources
from .split import owners


def receive(
    omgeving: Omgeving, paden: Sequence[Path | Bron], *, organisatie: str | None = None, dataset: str | None = None,
    periode: str | None = None, bronsysteem: str | None = None, afzender: str | None = None, via: str = EIGEN,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Ontvangstbewijs]:  # fmt: skip
    """Receive the files of one call: a receipt per levering, in the order in which they will be processed.

    Files already delivered for the same organisatie, dataset, bronsysteem and periode give their first receipt. What is
    refused is kept in the vault and the register too. `via` says whether the sender is one for the whole network, also where it
    names an organisatie. Raises `VerkeerdeAanroep` for words that do not exist.
    """
    definities = load_definities()
    check_call(definities, paden, organisatie, dataset)
    bronnen = as_sources(paden)
    gevraagd = period.parse(periode) if periode else None
    vault.ensure_keys(omgeving, tell)
    register = Register(omgeving)
    ontvanger = _Ontvanger(omgeving, definities, register, organisatie, gevraagd, afzender or omgeving.afzender, via)
    try:
        eigen = ontvanger.known_organisation()
        definities = ontvanger.use_agreements()
        check_source_system(definities, bronsysteem)
        herkend, bewijzen = ontvanger.recognise_all(bronnen, bronsysteem)
        plannen = plan(herkend, definities, eigen.bronsysteem if eigen else None, dataset) if herkend else []
        return bewijzen + [bewijs for p in plannen for bewijs in ontvanger.receive_plan(p, plannen)]
    except Weigering as fout:
        return [ontvanger.refuse([(bron, "") for bron in bronnen], fout)]
    finally:
        register.close()


@dataclass(frozen=True)
class _Post:
    """A part of a file that goes to the vault as part of a levering."""

    bron: Bron
    deel: str
    tabel: str
    rol: str

    @classmethod
    def van(cls, vorm: Bestandsvorm, rol: str) -> _Post:
        return cls(vorm.bron, vorm.inhoud.deel, vorm.tabel, rol)


# -- receiving -----------------------------------------------------------------------------------------------------------


class _Ontvanger:
    """The receiving of one call's files for one organisatie."""

    def __init__(
        self, omgeving: Omgeving, definities: Definities, register: Register, organisatie: str | None,
        gevraagd: period.Periode | None, afzender: str, via: str,
    ) -> None:  # fmt: skip
        self._omgeving, self._definities, self._register = omgeving, definities, register
        self._organisatie, self._gevraagd, self._afzender, self._via = organisatie, gevraagd, afzender, via
        self._einde: date | None = None
        self._einde_gezocht = False
        self._posten: dict[int, list[Bestandspost]] = {}
        self._overgeslagen: dict[Bron, int] = {}

    def known_organisation(self) -> Organisatie | None:
        """The organisatie on the list; a list still in the queue is processed first."""
        bekend = {o.isil: o for o in known_organisations(self._omgeving)}
        if self._organisatie and self._organisatie not in bekend and self._register.pending("organisaties"):
            if self._omgeving.alleen_ontvangen:
                raise WerkmapFout("De lijst met organisaties wordt nog verwerkt; probeer het over een uur opnieuw.")
            from .drain import process

            process(self._omgeving, datasets=["organisaties"], wacht=self._omgeving.wacht_seconden)
            bekend = {o.isil: o for o in known_organisations(self._omgeving)}
        return require_organisation(bekend, self._organisatie)

    def use_agreements(self) -> Definities:
        """The definitions as this organisatie's files are read by."""
        if self._organisatie:
            afspraken = self._register.agreements(organisatie=self._organisatie)
            self._definities = for_organisation(self._definities, afspraken)
        return self._definities

    def recognise_all(
        self, bronnen: Sequence[Bron], bronsysteem: str | None
    ) -> tuple[list[Herkend], list[Ontvangstbewijs]]:
        """Tables that were recognised, and a receipt of refusal for each file or part of one that was not."""
        herkend: list[Herkend] = []
        geweigerd = []
        for bron in bronnen:
            gevonden = examine(bron, self._definities, self._omgeving, bronsysteem)
            herkend += gevonden.herkend
            geweigerd += [self.refuse([(bron, b.deel)], b.fout) for b in gevonden.bezwaren]
            if gevonden.werkbladen:
                self._overgeslagen[bron] = gevonden.werkbladen
        return herkend, geweigerd

    def receive_plan(self, plan_: Plan, plannen: Sequence[Plan]) -> list[Ontvangstbewijs]:
        """One levering, or of a file of many organisaties one for each of them."""
        contract = self._definities.contracten[plan_.dataset]
        if contract.netwerk:
            if self._organisatie is not None:
                niet_van_haar = Weigering("van_het_netwerk", dataset=plan_.dataset)
                return [self.refuse([(v.bron, v.inhoud.deel) for v in plan_.hoofd], niet_van_haar, plan_)]
            return [self._receive(plan_, plannen, NETWERK)]
        if self._organisatie is not None:
            return [self._receive(plan_, plannen, self._organisatie, self._via)]
        bekend, fout = owners(self._omgeving, self._definities, plan_)
        bewijzen = [self._receive(plan_, plannen, isil, NETWERKBREED) for isil in bekend]
        if fout is not None:
            bewijzen.append(self.refuse([(v.bron, v.inhoud.deel) for v in plan_.hoofd], fout, plan_))
        return bewijzen

    def _receive(self, plan_: Plan, plannen: Sequence[Plan], organisatie: str, via: str = EIGEN) -> Ontvangstbewijs:
        """One levering: its receipt, or the first one where the same was delivered before."""
        contract = self._definities.contracten[plan_.dataset]
        periode, grond = period_of(
            self._definities, plan_, plannen, self._gevraagd, lambda: self._end_of_flows(plannen)
        )
        vormen = (*plan_.hoofd, *plan_.hulp)
        hashes = {bron: bron.sha256() for bron in dict.fromkeys(v.bron for v in vormen)}
        identiteit = identity([(hashes[v.bron], v.inhoud.deel) for v in vormen])
        gevraagd = str(periode) if periode else None
        eerder = self._register.find_same(organisatie, plan_.dataset, plan_.bronsysteem, gevraagd, identiteit)
        if eerder is not None:
            return replace(self._receipt(eerder), eerder=True)
        if contract.soort == "stand" and periode is None:
            fout = Weigering("peildatum_ontbreekt", dataset=plan_.dataset)
            return self.refuse([(v.bron, v.inhoud.deel) for v in plan_.hoofd], fout, plan_)
        herkenning = recognition(
            self._definities, plan_, periode, grond, werkbladen=sum(self._overgeslagen.get(bron, 0) for bron in hashes),
            verdeeld=via == NETWERKBREED and self._organisatie is None,
        )  # fmt: skip
        return self._store(plan_, organisatie, gevraagd, identiteit, herkenning, via)

    def refuse(self, delen: Sequence[tuple[Bron, str]], fout: Weigering, plan_: Plan | None = None) -> Ontvangstbewijs:
        """Register a refusal of files or parts of them. What was delivered goes to the vault too, so that it can be looked
        into."""
        organisatie = self._organisatie or NETWERK
        uitkomst = outcome(None, [fout.melding], None)
        leesbaar = [_Post(bron, deel, "", "hoofd") for bron, deel in delen if bron.leesbaar]
        if not leesbaar:
            return refused(organisatie, [bron for bron, _ in delen], fout)
        posten = self._to_vault(leesbaar)
        nummer = self._register.receive(
            organisatie=organisatie, dataset=plan_.dataset if plan_ else "", bronsysteem=plan_.bronsysteem if plan_ else "",
            periode=None, gevraagd=str(self._gevraagd) if self._gevraagd else None, afzender=self._afzender,
            identiteit=identity([(b.sha256, b.deel) for b in posten]), herkenning={}, bestanden=posten, staat=GEWEIGERD, uitkomst=uitkomst,
        )  # fmt: skip
        return self._receipt(nummer)

    def _store(
        self, plan_: Plan, organisatie: str, gevraagd: str | None, identiteit: str, herkenning: dict[str, str], via: str
    ) -> Ontvangstbewijs:  # fmt: skip
        bestanden = self._kept(plan_)
        staat, uitkomst = ONTVANGEN, {}
        if identity([(b.sha256, b.deel) for b in bestanden]) != identiteit:
            fout = Weigering("bestand_veranderd", bestand=", ".join(dict.fromkeys(b.naam for b in bestanden)))
            staat, uitkomst = GEWEIGERD, outcome(None, [fout.melding], gevraagd)
        nummer = self._register.receive(
            organisatie=organisatie, dataset=plan_.dataset, bronsysteem=plan_.bronsysteem, periode=gevraagd,
            gevraagd=gevraagd, afzender=self._afzender, identiteit=identiteit, herkenning=herkenning,
            bestanden=bestanden, staat=staat, uitkomst=uitkomst, via=via,
        )  # fmt: skip
        levering = self._register.leveringen(nummer=nummer)[0]
        # The same may have come in by another door while this was being encrypted; what is of no levering is swept later.
        eerder = {b.kluis for b in levering.bestanden}.isdisjoint(b.kluis for b in bestanden)
        return replace(from_register(levering), eerder=eerder)

    def _kept(self, plan_: Plan) -> list[Bestandspost]:
        """The files of a plan in the vault, once for all the leveringen they are."""
        sleutel = id(plan_)
        if sleutel not in self._posten:
            posten = [_Post.van(v, "hoofd") for v in plan_.hoofd] + [_Post.van(v, "hulp") for v in plan_.hulp]
            self._posten[sleutel] = self._to_vault(posten)
        return self._posten[sleutel]

    def _to_vault(self, posten: Sequence[_Post]) -> list[Bestandspost]:
        """Encrypt each file once, however many of its parts belong to the levering."""
        doos = vault.Doos(self._omgeving)
        try:
            opgeslagen = {bron: doos.add(bron) for bron in dict.fromkeys(p.bron for p in posten)}
            doos.close()
        except BaseException:
            doos.discard()
            raise
        gevuld = [(p, opgeslagen[p.bron]) for p in posten]
        return [Bestandspost(p.bron.naam, o.sha256, o.bytes, p.tabel, p.rol, o.pad, p.deel) for p, o in gevuld]

    def _receipt(self, nummer: int) -> Ontvangstbewijs:
        return from_register(self._register.leveringen(nummer=nummer)[0])

    def _end_of_flows(self, plannen: Sequence[Plan]) -> date | None:
        """The last day of the period of the flows in this call, found by reading them once."""
        if not self._einde_gezocht:
            from .rehearse import end_of_flows

            self._einde_gezocht = True
            self._einde = end_of_flows(self._omgeving, self._definities, plannen, self._organisatie or NETWERK)
        return self._einde
