"""The command `agenda`: which activities of several systems are the same, and keeping what an organisatie says of it.

Not here: how they are recognised and what counts (`ingest`).
"""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from definitions import Omgeving

from .output import Uitvoer, align

# What is open stands first; the words say what counts meanwhile.
_SOORTEN = {
    "zeker": "Zeker dezelfde; telt één keer, voorlopig tot u bevestigt:",
    "waarschijnlijk": "Waarschijnlijk dezelfde (zelfde moment en plek onder een andere naam, of een plek ontbreekt); telt twee keer tot u bevestigt:",
    "bevestigd": "Bevestigd; telt één keer:",
    "anders": "Volgens u niet dezelfde; telt twee keer:",
}


def agenda(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """List the activities that stand in several systems, after settling those that are named. JSON: `{organisatie, besloten:
    [paar], dubbelen: [{paar, maand, zekerheid, activiteiten}], ongezien: [maand]}`."""
    from ingest import recognise_activities, settle_activities

    besloten = []
    if keuze.bevestig is not None or keuze.anders:
        besloten = settle_activities(omgeving, keuze.organisatie, zelfde=keuze.bevestig, anders=keuze.anders)
    herkend = recognise_activities(omgeving, keuze.organisatie)
    inhoud = {
        "organisatie": keuze.organisatie,
        "besloten": [d.paar for d in besloten],
        "dubbelen": [d.as_json() for d in herkend.dubbelen],
        "ongezien": sorted(maand for _, maand in herkend.ongezien),
    }
    uit.document(inhoud)
    if not uit.json:
        uit.zeg(*_lines(inhoud))
    return 0


def _lines(inhoud: Mapping[str, Any]) -> Iterator[str]:
    if inhoud["besloten"]:
        yield f"{_count(len(inhoud['besloten']))} vastgelegd; de volgende publicatie telt ermee."
    if not inhoud["dubbelen"]:
        yield "Er zijn geen activiteiten die in twee systemen lijken te staan."
    for soort, kop in _SOORTEN.items():
        rijen = [_row(d) for d in inhoud["dubbelen"] if d["zekerheid"] == soort]
        if rijen:
            yield from (kop, *(f"  {r}" for r in align(("paar", "begin", "begin in het andere", "locatie"), rijen)), "")
    open_ = {d["zekerheid"] for d in inhoud["dubbelen"]}
    opdracht = f"daadkracht agenda --organisatie {inhoud['organisatie']}"
    if "zeker" in open_:
        yield f"Klopt het? `{opdracht} --bevestig` bevestigt alles wat zeker is."
    if "waarschijnlijk" in open_:
        yield f"Een paar bevestigt u met `{opdracht} --bevestig PAAR`."
    if open_ - {"anders"}:
        yield f"Zijn het er twee, dan `{opdracht} --anders PAAR`. Namen worden niet bewaard; zoek een activiteit op haar nummer op."
    for maand in inhoud["ongezien"]:
        yield (
            f"Van {maand} is een deel verwerkt voordat het begin van een activiteit werd bewaard; lever die maand opnieuw, anders "
            "kan zij dubbel tellen."
        )


def _row(dubbel: Mapping[str, Any]) -> Sequence[str]:
    een, ander = dubbel["activiteiten"]
    plek = een["locatie"] or ander["locatie"] or "geen"
    # As it may be put back into a command: numbers come from a file, and a screen or shell must not obey them.
    paar = shlex.quote("".join(teken if teken.isprintable() else "\ufffd" for teken in dubbel["paar"]))
    return (paar, _moment(een["start"]), _moment(ander["start"]), plek)


def _moment(start: str | None) -> str:
    return start.replace("T", " ") if start else "onbekend"


def _count(aantal: int) -> str:
    return "1 paar is" if aantal == 1 else f"{aantal} paren zijn"
