"""What each command does: call one verb, show what it says, and choose the exit code.

Not here: parsing the call (`parser.py`), `demo` and `draai` (`demo.py`, `draai.py`), and any rule about data.
Every verb is imported where it is used: the command must start faster than its libraries.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from definitions import Omgeving, VerkeerdeAanroep

from . import words
from .output import Uitvoer
from .whole import beside_totals

if TYPE_CHECKING:
    from ingest import Ontvangstbewijs

# Where several exit codes apply, the first of these is the one the command ends with (design, section 7).
PRECEDENCE = (14, 13, 12, 10, 11)


def worst(codes: Iterable[int]) -> int:
    """The exit code of a command in which all these apply."""
    gevonden = set(codes)
    return next((code for code in PRECEDENCE if code in gevonden), max(gevonden, default=0))


def show_receipts(bewijzen: Sequence[Ontvangstbewijs], uit: Uitvoer, *, lang: bool) -> int:
    """Show receipts whole (`lang`) or as a line each; refusals also on stderr. Returns their exit code."""
    inhoud = [bewijs.as_json() for bewijs in bewijzen]
    uit.document(inhoud)
    for bewijs in inhoud:
        if lang and not uit.json:
            uit.zeg(*words.receipt_lines(bewijs))
        uit.meld(*words.refusals(bewijs))
    return worst(bewijs.exit_code for bewijs in bewijzen)


def lever(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Receive files; prints the ontvangstbewijs."""
    from ingest import give_totals, own_totals, receive

    totalen = own_totals(omgeving, keuze.organisatie, keuze.eigen_totaal)
    bewijzen = list(receive(omgeving, *_delivery(keuze), **_claims(keuze), afzender=keuze.afzender, tell=uit.meld))
    plek = beside_totals(bewijzen, totalen)
    if plek is not None and (levering := bewijzen[plek].levering):
        bewijzen[plek] = give_totals(omgeving, levering, totalen)
    return show_receipts(bewijzen, uit, lang=True)


def controleer(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Run the checks of `lever` without delivering."""
    from definitions import load_definities
    from ingest import check, own_totals, with_totals

    totalen = own_totals(omgeving, keuze.organisatie, keuze.eigen_totaal)
    bewijzen = list(check(omgeving, *_delivery(keuze), **_claims(keuze)))
    plek = beside_totals(bewijzen, totalen)
    if plek is not None:
        bewijzen[plek] = with_totals(load_definities(), bewijzen[plek], totalen)
    return show_receipts(bewijzen, uit, lang=True)


def _delivery(keuze: argparse.Namespace) -> tuple[list[Path]]:
    return ([Path(bestand) for bestand in keuze.bestanden],)


def _claims(keuze: argparse.Namespace) -> dict[str, Any]:
    return {naam: getattr(keuze, naam) for naam in ("organisatie", "dataset", "periode", "bronsysteem")}


def verwerk(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Drain the queue."""
    from ingest import process

    with uit.balk() as voortgang:
        bewijzen = process(omgeving, datasets=keuze.dataset or None, voortgang=voortgang)
    uit.zeg(*(words.receipt_line(bewijs.as_json()) for bewijs in bewijzen))
    if not bewijzen:
        uit.zeg("Niets te verwerken: de wachtrij is leeg.")
    return show_receipts(bewijzen, uit, lang=False)


def bouw(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Build from brons to indicatorwaarde. JSON: `{bouw}`."""
    from publishing import build

    with uit.balk() as voortgang:
        gebouwd = build(omgeving, voortgang=voortgang)
    uit.document({"bouw": gebouwd.id})
    uit.zeg(f"Bouw {gebouwd.id} is klaar.")
    return 0


def publiceer(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """The gate, then a publicatie of the newest build. JSON: `{publicatie}`."""
    from publishing import publish

    publicatie = publish(omgeving)
    uit.document({"publicatie": publicatie.id})
    uit.zeg(f"Publicatie {publicatie.id} is actueel.")
    return 0


def status(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """What `read_status` knows."""
    stand = read_status(omgeving, keuze.organisatie)
    uit.document(stand)
    if not uit.json:
        uit.zeg(*words.status_lines(stand))
    return 0


def read_status(omgeving: Omgeving, organisatie: str | None = None) -> dict[str, Any]:
    """`{werkmap, wachtrij: {status: aantal}, leveringen: [ontvangstbewijs], publicatie: {...} | None, kalender: {te_laat: [...]}}`."""
    from ingest import expected, overdue, receipts
    from publishing import current

    bewijzen = [b.as_json() for b in receipts(omgeving)]
    wachtend = [b["status"] for b in bewijzen if b["status"] in ("ontvangen", "wacht", "te_bevestigen")]
    publicatie = None
    with suppress(VerkeerdeAanroep):  # nothing was published yet
        huidig = current(omgeving)
        publicatie = {"id": huidig.id, "gemaakt_op": huidig.gemaakt_op}
    return {
        "werkmap": str(omgeving.werk),
        "wachtrij": {status: wachtend.count(status) for status in dict.fromkeys(wachtend)},
        "leveringen": [b for b in bewijzen if organisatie is None or b["organisatie"] == organisatie],
        "publicatie": publicatie,
        "kalender": {"te_laat": [v.as_json() for v in overdue(expected(omgeving, organisatie))]},
    }


def bewijs(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """The ontvangstbewijs of one levering."""
    from ingest import receipts

    gevonden = receipts(omgeving, keuze.levering)
    if keuze.naar:
        write_workbook(gevonden, Path(keuze.naar))
        uit.zeg(f"Het ontvangstbewijs staat in {keuze.naar}.")
    uit.document([b.as_json() for b in gevonden])
    if not (uit.json or keuze.naar):
        for b in gevonden:
            uit.zeg(*words.receipt_lines(b.as_json()))
    return 0


def write_workbook(bewijzen: Sequence[Ontvangstbewijs], pad: Path) -> None:
    """Receipts as a workbook in the file `pad`. Raises `VerkeerdeAanroep` where it cannot be written there."""
    from ingest import receipt_workbook

    if pad.suffix.lower() != ".xlsx":
        raise VerkeerdeAanroep("Het bewijs wordt een werkmap van Excel; noem een bestand dat eindigt op .xlsx.")
    try:
        pad.write_bytes(receipt_workbook(bewijzen))
    except OSError:
        raise VerkeerdeAanroep(f"In {pad} kan niet worden geschreven; noem een andere plek.") from None


def intrekken(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Withdraw a levering."""
    from ingest import receipts, withdraw

    withdraw(omgeving, keuze.levering, keuze.reden)
    uit.document([b.as_json() for b in receipts(omgeving, keuze.levering)])
    uit.zeg(f"Levering {keuze.levering} is ingetrokken; wat eerder gold, geldt weer vanaf de volgende publicatie.")
    return 0


def bevestig(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Confirm a levering that waits for it."""
    from ingest import confirm, receipts

    confirm(omgeving, keuze.levering)
    uit.document([b.as_json() for b in receipts(omgeving, keuze.levering)])
    uit.zeg(f"Levering {keuze.levering} is bevestigd en telt mee vanaf de volgende publicatie.")
    return 0


def overstap(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Declare a change of source system. JSON: `{opnieuw: [levering]}`."""
    from ingest import declare_changeover

    opnieuw = declare_changeover(
        omgeving, keuze.organisatie, keuze.van, keuze.naar, keuze.datum,
        nummers="zelfde" if keuze.zelfde_nummers else "los", tabel=Path(keuze.nummers) if keuze.nummers else None,
        tell=uit.meld,
    )  # fmt: skip
    uit.document({"opnieuw": opnieuw})
    uit.zeg(*words.changeover_lines(keuze.van, keuze.naar, keuze.datum, opnieuw))
    return 0


def inwoners(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Read the CBS's table of inhabitants. JSON: `{pad, sha256, rijen, jaren}`."""
    from ingest import receive_inhabitants

    stand = receive_inhabitants(omgeving, Path(keuze.bestand))
    uit.document(asdict(stand))
    uit.zeg(f"Inwoners van {', '.join(stand.jaren)} tellen mee vanaf de volgende bouw.")
    return 0


def sjabloon(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Write a template workbook; never over a file that is there. JSON: `{bestand}`."""
    from ingest import template

    doel = Path(keuze.naar or f"sjabloon_{keuze.dataset}.xlsx")
    inhoud = template(omgeving, keuze.dataset, organisatie=keuze.organisatie, jaar=keuze.jaar)
    try:
        with doel.open("xb") as bestand:
            bestand.write(inhoud)
    except FileExistsError:
        raise VerkeerdeAanroep(f"{doel} bestaat al; kies met --naar een andere naam of haal het bestand weg.") from None
    except OSError:
        raise VerkeerdeAanroep(f"{doel} is niet te schrijven; kies met --naar een andere plek.") from None
    uit.document({"bestand": str(doel)})
    uit.zeg(f"Het werkboek staat in {doel}. Vul het blad Gegevens in; het blad Uitleg zegt hoe.")
    return 0


def cijfer(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Figures from the current publicatie, or those of others over the years before."""
    from publishing import cijfers, historie, open_publicatie

    with open_publicatie(omgeving, keuze.publiek) as verbinding:
        if keuze.historie:
            return _history(historie(verbinding, codes=keuze.codes, gebieden=keuze.gebied), uit)
        gevonden = cijfers(
            verbinding, codes=keuze.codes, gebieden=keuze.gebied, niveaus=keuze.niveau, perioden=keuze.periode,
            periodesoorten=keuze.periodesoort, uitsplitsingen=keuze.per,
        )  # fmt: skip
    uit.document(gevonden)
    if not uit.json:
        uit.zeg(*words.figure_lines(gevonden, _decimals()))
    return 0


def _history(gevonden: list[dict[str, Any]], uit: Uitvoer) -> int:
    uit.document(gevonden)
    if not uit.json:
        uit.zeg(*words.history_lines(gevonden, _decimals()))
    return 0


def _decimals() -> dict[str, int]:
    from definitions import load_definities

    return {code: indicator.decimalen for code, indicator in load_definities().indicatoren.items()}


def herkomst(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """The leveringen and files behind a figure."""
    from publishing import herkomst as leveringen_achter
    from publishing import open_publicatie

    with open_publicatie(omgeving) as verbinding:
        gevonden = leveringen_achter(verbinding, keuze.code, keuze.gebied, keuze.periode)
    uit.document(gevonden)
    if not uit.json:
        uit.zeg(*words.origin_lines(gevonden))
    return 0


def terug(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Switch back to an earlier publicatie. JSON: `{publicatie}`."""
    from publishing import rollback

    publicatie = rollback(omgeving, keuze.id)
    uit.document({"publicatie": publicatie.id})
    uit.zeg(f"Publicatie {publicatie.id} is weer actueel.")
    return 0
