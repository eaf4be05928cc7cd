"""The command `aanvullen`: what is still open of activities, as a list or a workbook, the answers back, and the file for Wijzer.

Not here: what is open, what an answer may be and how the files look (`ingest`).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from definitions import Omgeving, VerkeerdeAanroep

from .output import Uitvoer, align

_ACHTERVOEGSEL = ".xlsx"


def aanvullen(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Keep the answers of a workbook, then list what is open or write it. JSON: `{organisatie, beantwoord, open: [{plek, maand,
    start, ..., open: [vraag], antwoord}], geschreven: [pad]}`."""
    from ingest import open_ends, open_ends_workbook, read_answers, wijzer_file

    _check(keuze)
    isil, geschreven = keuze.organisatie, []
    beantwoord = read_answers(omgeving, isil, Path(keuze.werkboek)) if keuze.werkboek else 0
    if keuze.naar:
        geschreven.append(_write(keuze.naar, open_ends_workbook(omgeving, isil)))
    if keuze.wijzer:
        geschreven.append(_write(keuze.wijzer, wijzer_file(omgeving, isil, keuze.periode)))
    inhoud = {
        "organisatie": isil, "beantwoord": beantwoord, "open": [o.as_json() for o in open_ends(omgeving, isil)],
        "geschreven": geschreven,
    }  # fmt: skip
    uit.document(inhoud)
    if not uit.json:
        uit.zeg(*_lines(inhoud, geantwoord=bool(keuze.werkboek)))
    return 0


def _check(keuze: argparse.Namespace) -> None:
    if bool(keuze.wijzer) != bool(keuze.periode):
        raise VerkeerdeAanroep(
            "Een bestand voor Wijzer gaat over een periode: --wijzer BESTAND.xlsx --periode 2025-03."
        )
    for pad in filter(None, (keuze.naar, keuze.wijzer)):
        if not pad.lower().endswith(_ACHTERVOEGSEL):
            raise VerkeerdeAanroep(f"Geef het bestand een naam die op {_ACHTERVOEGSEL} eindigt.")


def _write(pad: str, inhoud: bytes) -> str:
    doel = Path(pad)
    if doel.exists():
        raise VerkeerdeAanroep(f"{doel} bestaat al; kies een andere naam of haal het weg.")
    try:
        doel.write_bytes(inhoud)
    except OSError:
        raise VerkeerdeAanroep(f"{doel} is niet te schrijven; kies een map waarin dat kan.") from None
    return str(doel)


def _lines(inhoud: Mapping[str, Any], *, geantwoord: bool) -> Iterator[str]:
    if geantwoord:
        yield f"{_count(inhoud['beantwoord'])} aangevuld; de volgende publicatie telt ermee."
    for pad in inhoud["geschreven"]:
        yield f"Geschreven: {pad}"
    if not inhoud["open"]:
        yield "Er staat niets open."
        return
    yield f"Van {_count(len(inhoud['open']))} staat nog iets open:"
    rijen: Sequence[Sequence[str]] = [_row(o) for o in inhoud["open"]]
    yield from (f"  {r}" for r in align(("activiteit", "begin", "locatie", "kernfunctie", "openstaand"), rijen))
    opdracht = f"daadkracht aanvullen --organisatie {inhoud['organisatie']}"
    yield f"Aanvullen: `{opdracht} --naar BESTAND.xlsx`, vul het werkboek in, en `{opdracht} --werkboek BESTAND.xlsx`."


def _row(einde: Mapping[str, Any]) -> Sequence[str]:
    # Numbers come from a file; a screen must not obey them.
    plek = "".join(teken if teken.isprintable() else "\ufffd" for teken in einde["plek"])
    begin = (einde["start"] or einde["maand"]).replace("T", " ")
    return plek, begin, einde["locatie"] or "geen", einde["kernfunctie"], ", ".join(einde["open"])


def _count(aantal: int) -> str:
    return "1 activiteit" if aantal == 1 else f"{aantal} activiteiten"
