"""What can be asked of a levering and done to it once it is there: its receipt, withdrawing, confirming, processing again.

Not here: processing (`drain.py`). Light to import: no data frame library, so that `daadkracht status` answers at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from definitions import Omgeving, VerkeerdeAanroep

from .compare import (
    EIGEN_TOTAAL,
    Brug,
    EigenTotaal,
    bridge_of,
    from_agreement,
    to_agreement,
    with_totals,
)
from .period import parse
from .receipt import Melding, Ontvangstbewijs, from_register, melding
from .records import (
    AANVULLING,
    BEVESTIGD,
    BEVESTIGD_TOTAAL,
    GEWEIGERD,
    INGETROKKEN,
    MET_UITVAL,
    TE_BEVESTIGEN,
    VERWERKT,
    Afspraak,
    Levering,
)
from .register import Register

if TYPE_CHECKING:
    from definitions import Dataset, Definities


def _number(levering: str) -> int:
    try:
        return int(levering.upper().removeprefix("L"))
    except ValueError:
        raise VerkeerdeAanroep("Een levering heet als L000012; zie `daadkracht status`.") from None


def _find(register: Register, levering: str) -> Levering:
    gevonden = register.leveringen(nummer=_number(levering))
    if not gevonden:
        raise VerkeerdeAanroep("Deze levering bestaat niet; zie `daadkracht status`.")
    return gevonden[0]


def receipts(omgeving: Omgeving, levering: str | None = None) -> list[Ontvangstbewijs]:
    """The receipt of one levering, or of all in order of receipt."""
    if levering is None and not (omgeving.werk / "register.sqlite").exists() and omgeving.register_url is None:
        return []
    with Register(omgeving) as register:
        gekozen = [_find(register, levering)] if levering else register.leveringen()
        return beside_agreements(register, [from_register(g) for g in gekozen])


def beside_agreements(register: Register, bewijzen: list[Ontvangstbewijs]) -> list[Ontvangstbewijs]:
    """Receipts with what the library told since: what its own system says beside what was counted, and its answers to what was
    open."""
    bewijzen = _beside_answers(register, bewijzen)
    eigen = {a.sleutel: from_agreement(a.inhoud) for a in register.agreements(EIGEN_TOTAAL)}
    if not any(b.levering in eigen for b in bewijzen):
        return bewijzen
    from definitions import load_definities

    definities = load_definities()
    return [with_totals(definities, b, eigen.get(b.levering or "", ())) for b in bewijzen]


def _beside_answers(register: Register, bewijzen: list[Ontvangstbewijs]) -> list[Ontvangstbewijs]:
    """With how many activities of a levering were answered; an answer counts as long as the row itself leaves it open."""
    if not any(b.dataset == "activiteiten" and b.telt for b in bewijzen):
        return bewijzen
    per = Counter(
        (a.organisatie, a.sleutel.partition(":")[0], (a.inhoud or {})["maand"]) for a in register.agreements(AANVULLING)
    )
    return [replace(b, bevindingen=(*b.bevindingen, *_answered(b, per))) if per else b for b in bewijzen]


def _answered(bewijs: Ontvangstbewijs, per: Mapping[tuple[str, str, str], int]) -> Iterator[Melding]:
    from definitions import load_definities

    maanden = {deel[:7] for deel in bewijs.telt} if bewijs.dataset == "activiteiten" else set()
    aantal = sum(per.get((bewijs.organisatie, bewijs.bronsysteem or "", maand), 0) for maand in maanden)
    if aantal:
        yield melding(load_definities().bevindingen["activiteiten_aangevuld"], aantal=aantal)


def give_totals(omgeving: Omgeving, levering: str, totalen: Sequence[EigenTotaal]) -> Ontvangstbewijs:
    """Keep what the library's own system says of a levering; a later time replaces it. The receipt with it."""
    with Register(omgeving) as register:
        gevonden = _find(register, levering)
        register.agree(EIGEN_TOTAAL, gevonden.organisatie, gevonden.code, to_agreement(totalen))
        return beside_agreements(register, [from_register(gevonden)])[0]


def own_bridge(omgeving: Omgeving, levering: str) -> tuple[Ontvangstbewijs, dict[str, Any]]:
    """The receipt of a processed levering and its bridge (`compare.Brug.as_json`), with own totals where they were given.

    Raises `VerkeerdeAanroep` where it was not processed or holds nothing of which totals exist.
    """
    from definitions import load_definities

    with Register(omgeving) as register:
        gevonden = _find(register, levering)
        (bewijs,) = beside_agreements(register, [from_register(gevonden)])
        definities = load_definities()
        return bewijs, _bridge(register, definities, gevonden, bewijs).as_json(definities)


def confirm_totals(omgeving: Omgeving, levering: str) -> Afspraak:
    """Keep that the library's own totals are those that were counted: figures of that source system and dataset rest on more
    than documentation from then on. Raises `VerkeerdeAanroep` where no total was given or more stays unexplained than may."""
    from definitions import load_definities

    with Register(omgeving) as register:
        gevonden = _find(register, levering)
        brug = _bridge(register, load_definities(), gevonden, from_register(gevonden))
        if brug.klopt is None:
            raise VerkeerdeAanroep("Geef eerst de totalen van uw eigen systeem, met --eigen-totaal.")
        if not brug.klopt:
            raise VerkeerdeAanroep(
                "De totalen wijken meer af dan er uit te leggen is, dus valt er nog niets te bevestigen; zoek eerst uit waar het"
                " onverklaarde verschil vandaan komt."
            )
        inhoud = {
            "levering": gevonden.code,
            "systeem": sum(r.systeem or 0 for r in brug.met_totaal),
            "geteld": sum(r.geteld for r in brug.met_totaal),
            "onverklaard": sum(r.onverklaard or 0 for r in brug.met_totaal),
        }
        sleutel = f"{gevonden.bronsysteem}/{gevonden.dataset}"
        return register.agree(BEVESTIGD_TOTAAL, gevonden.organisatie, sleutel, inhoud)


def _bridge(register: Register, definities: Definities, levering: Levering, bewijs: Ontvangstbewijs) -> Brug:
    if not bewijs.telling.get("cellen"):
        raise VerkeerdeAanroep(
            f"Van levering {levering.code} valt niets te vergelijken: zij is nog niet verwerkt of heeft geen totalen."
        )
    afspraken = register.agreements(EIGEN_TOTAAL, levering.organisatie, levering.code)
    return bridge_of(definities, bewijs, from_agreement(afspraken[0].inhoud) if afspraken else [])


def pending(omgeving: Omgeving, dataset: Dataset | None = None) -> int:
    """How many leveringen wait to be processed."""
    if not (omgeving.werk / "register.sqlite").exists() and omgeving.register_url is None:
        return 0
    with Register(omgeving) as register:
        return register.pending(dataset)


def withdraw(omgeving: Omgeving, levering: str, reden: str) -> Ontvangstbewijs:
    """Withdraw a levering: it counts no more, and what it replaced counts again."""
    with Register(omgeving) as register:
        gevonden = _find(register, levering)
        if gevonden.staat in (GEWEIGERD, INGETROKKEN):
            raise VerkeerdeAanroep(f"Levering {gevonden.code} telt al niet mee ({gevonden.staat}).")
        register.record(gevonden.nummer, INGETROKKEN, {**gevonden.uitkomst, "reden": reden})
        return from_register(register.leveringen(nummer=gevonden.nummer)[0])


def confirm(omgeving: Omgeving, levering: str) -> Ontvangstbewijs:
    """Confirm a levering with far fewer rows than it replaces: from now on it counts."""
    with Register(omgeving) as register:
        gevonden = _find(register, levering)
        if gevonden.staat != TE_BEVESTIGEN:
            raise VerkeerdeAanroep(f"Levering {gevonden.code} wacht niet op bevestiging ({gevonden.staat}).")
        register.record(gevonden.nummer, BEVESTIGD, {})
        return from_register(register.leveringen(nummer=gevonden.nummer)[0])


def reprocess(
    omgeving: Omgeving, organisatie: str, bronsysteem: str, kolom: str, reden: str, vanaf: date | None = None
) -> list[Ontvangstbewijs]:
    """Queue again what was processed, or refused because of too much uitval, with unknown codes in `kolom` of that source system;
    with `vanaf`, the day from which codes mean something else, all that holds rows of that day or later. The receipts of what
    was queued.

    What a levering gave before counts until it has been processed again. One whose file was shredded after its term cannot
    be read again and is left as it is.
    """
    with Register(omgeving) as register:
        geraakt = [
            lev.nummer
            for lev in register.leveringen(staten=[VERWERKT, MET_UITVAL, GEWEIGERD])
            if (lev.organisatie, lev.bronsysteem) == (organisatie, bronsysteem)
            and (lev.staat != GEWEIGERD or lev.over_threshold)
            and (_has_unknown(lev, kolom) or (vanaf is not None and _reaches(lev, kolom, vanaf)))
            and all((omgeving.kluis / b.kluis).exists() for b in lev.bestanden)
        ]
        register.requeue(geraakt, reden)
        return [from_register(register.leveringen(nummer=nummer)[0]) for nummer in geraakt]


def _reaches(levering: Levering, kolom: str, vanaf: date) -> bool:
    """Whether it was processed, has the column, and may hold rows of that day or later."""
    from definitions import load_definities

    contract = load_definities().contracten.get(levering.dataset)
    if contract is None or kolom not in contract.levering.namen or levering.staat == GEWEIGERD:
        return False
    return levering.periode is None or parse(levering.periode).tot >= vanaf


def _has_unknown(levering: Levering, kolom: str) -> bool:
    from definitions import load_definities

    contract = load_definities().contracten.get(levering.dataset)
    if contract is None or kolom not in contract.levering.namen:
        return False
    regels = {r.code for r in contract.levering.kolom(kolom).regels if r.soort == "onbekend"}
    bevindingen = levering.uitkomst.get("bevindingen", ())
    return any(b["kolom"] == kolom and b["code"] in regels | {"voorstel_vertaling"} for b in bevindingen)
