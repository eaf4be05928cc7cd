"""What one call of `lever` or `controleer` says: its words, its organisatie, and of which time its files are.

Not here: what is done with the files (`deliver.py`, `rehearse.py`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from definitions import Definities, Omgeving, VerkeerdeAanroep

from . import period
from .asof import EXPORTDATUM, export_date_in
from .network import NETWERK, Organisatie
from .receipt import Ontvangstbewijs
from .recognise import Bestandsvorm, Plan
from .records import GEWEIGERD, Bestand
from .refusal import Weigering
from .sources import Bron

_ISIL = re.compile(r"^NL-0[0-9]{9}$")


def check_call(definities: Definities, bronnen: Sequence[object], organisatie: str | None, dataset: str | None) -> None:
    """Raises `VerkeerdeAanroep` where a word of the call does not exist."""
    if not bronnen:
        raise VerkeerdeAanroep("Noem ten minste één bestand.")
    if organisatie is not None and not _ISIL.match(organisatie):
        raise VerkeerdeAanroep("De organisatie is geen ISIL; schrijf hem als NL-0800070000.")
    if dataset is not None and dataset not in definities.contracten:
        raise VerkeerdeAanroep(f"Deze dataset bestaat niet; kies uit {', '.join(definities.contracten)}.")


def check_source_system(definities: Definities, bronsysteem: str | None) -> None:
    """Raises `VerkeerdeAanroep` where there is no profile of that name for this organisatie."""
    if bronsysteem is not None and bronsysteem not in definities.bronsystemen:
        raise VerkeerdeAanroep(f"Dit bronsysteem bestaat niet; kies uit {', '.join(definities.bronsystemen)}.")


def require_organisation(bekend: dict[str, Organisatie], organisatie: str | None) -> Organisatie | None:
    """The organisatie on the network's list. None is the network itself."""
    if organisatie is None:
        return None
    if organisatie not in bekend:
        raise Weigering("organisatie_onbekend", organisatie=organisatie)
    return bekend[organisatie]


def refused(organisatie: str | None, bronnen: Sequence[Bron], fout: Weigering, deel: str = "") -> Ontvangstbewijs:
    """The receipt of a refusal that is not registered, of files or of a part of one."""
    bestanden = tuple(
        Bestand(f"{b.naam}/{deel}" if deel else b.naam, b.sha256() if b.leesbaar else "") for b in bronnen
    )
    return Ontvangstbewijs(None, organisatie or NETWERK, None, None, None, bestanden, GEWEIGERD, None, (fout.melding,))


def identity(delen: Iterable[tuple[str, str]]) -> str:
    """What a levering is: the hashes of its files, each with the part of it that was taken."""
    regels = sorted(f"{sha256} {deel}".rstrip() for sha256, deel in delen)
    return hashlib.sha256("\n".join(regels).encode()).hexdigest()


# -- of which time it is ------------------------------------------------------------------------------------------------


def period_of(
    definities: Definities, plan_: Plan, plannen: Sequence[Plan], gevraagd: period.Periode | None,
    flows_end: Callable[[], date | None],
) -> tuple[period.Periode | None, str]:  # fmt: skip
    """The declared periode of a levering (of a stock its peildatum) and the ground for it; None where its rows must tell."""
    soort = definities.contracten[plan_.dataset].soort
    if soort == "lijst":
        return None, "de lijst geldt als geheel"
    if soort == "stand":
        dag, grond = reference_date(plan_, plannen, gevraagd, flows_end)
        return (period.Periode(dag, dag) if dag else None), grond
    if gevraagd is not None:
        return gevraagd, "de opgegeven periode"
    delen = {p for v in plan_.hoofd for naam in v.inhoud.noemers if (p := period.part_in_name(naam))}
    return (delen.pop(), "de naam van het bestand") if len(delen) == 1 else (None, "")


def recognition(
    definities: Definities, plan_: Plan, periode: period.Periode | None, grond: str, *, werkbladen: int, verdeeld: bool
) -> dict[str, str]:
    """On what ground a levering is taken for what it is, as its receipt says it. `werkbladen` are the sheets that are no
    known export; `verdeeld` says that its files hold rows of other organisaties, and that nobody named this one."""
    uit = {
        "bronsysteem": plan_.grond, "bewijs": definities.bronsystemen[plan_.bronsysteem].bewijs,
        "periode": grond or "de inhoud van het bestand",
    }  # fmt: skip
    if werkbladen:
        uit["werkbladen"] = f"{werkbladen} andere werkbladen passen bij geen bekende export en zijn niet gelezen"
    stand = definities.contracten[plan_.dataset].soort == "stand"
    if stand and periode and (dag := export_date(plan_, periode.tot)):
        uit["geexporteerd"] = str(dag)
    if verdeeld:
        uit["verdeeld"] = "een bestand van meer organisaties; alleen de regels van deze organisatie tellen"
    return uit


# -- what a stock is a stock of ------------------------------------------------------------------------------------------


def reference_date(
    plan_: Plan, plannen: Sequence[Plan], gevraagd: period.Periode | None, flows_end: Callable[[], date | None]
) -> tuple[date | None, str]:
    """The peildatum of a stock and the ground for it."""
    if gevraagd is not None:
        return gevraagd.tot, "de opgegeven periode"
    for vorm in plan_.hoofd:
        if "peildatum" in vorm.vorm.kop and (dag := _column_date(vorm)):
            return dag, "de kolom peildatum"
    for naam in (n for vorm in plan_.hoofd for n in vorm.inhoud.noemers):
        if dag := period.reference_date_in_name(naam):
            return dag, "de naam van het bestand"
    if any(p is not plan_ for p in plannen) and (einde := flows_end()):
        return einde, "het einde van de periode van de meegeleverde uitleningen of activiteiten"
    return None, ""


def export_date(plan_: Plan, peildatum: date | None) -> date | None:
    """The day a stock was exported where that is known and later than its peildatum: the latest date in the names of its
    files, or in a column `exportdatum`."""
    gevonden = [export_date_in(v.naam for v in plan_.hoofd)]
    for vorm in plan_.hoofd:
        if EXPORTDATUM in vorm.vorm.kop:
            gevonden.append(max(_column_dates(vorm, EXPORTDATUM), default=None))
    later = [dag for dag in gevonden if dag is not None and peildatum is not None and dag > peildatum]
    return max(later, default=None)


def _column_date(vorm: Bestandsvorm) -> date | None:
    dagen = _column_dates(vorm, "peildatum")
    return dagen.pop() if len(dagen) == 1 else None


def _column_dates(vorm: Bestandsvorm, kolom: str) -> set[date]:
    """The dates in a column that says the same of the whole file."""
    from .read import read_blocks

    waarden: set[str] = set()
    with vorm.inhoud.open() as stroom:
        for blok in read_blocks(stroom, vorm.vorm, Omgeving.from_environ({}), vorm.naam, [kolom]):
            waarden |= set(blok.frame[kolom].drop_nulls().unique().to_list())
    return {dag for w in waarden if (dag := period.reference_date_in_name(w.strip()))}
