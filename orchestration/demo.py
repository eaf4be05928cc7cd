"""The command `demo`: a fictitious network from its exports to a publicatie, in a work folder of its own.

Not here: what the exports hold and which totals they must give (`ingest.generate_demo`).
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from definitions import Omgeving, WerkmapFout

from .commands import worst
from .draai import run_all
from .lock import run_lock
from .output import Uitvoer, dutch_number

if TYPE_CHECKING:
    from ingest import Demo

# Indicator, gebied, periode, uitsplitsing, klasse.
Cel = tuple[str, str, str, str, str]

_MARK = "DEMO.txt"
_MARK_TEXT = (
    "Deze werkmap is van de demo: alles hierin is verzonnen.\n"
    "`daadkracht demo` gooit haar leeg en begint opnieuw. Zet hier geen echte gegevens in.\n"
)
_FLOWS = {"uitleningen": "UIT-00", "verlengingen": "VER-00", "innames": "INN-00", "actieve_leners": "LEN-00"}
CONTROLS = (*_FLOWS.values(), "LED-00", "COL-00", "ACT-00", "DLN-00")
_ALL = ("totaal", "totaal")


def demo(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """JSON: `{cellen, gelijk, publicatie, afwijkend: [{indicator, gebied, ...}]}`. Exit code 1 where a cell differs."""
    from ingest import generate_demo

    with run_lock(omgeving):
        _start_afresh(omgeving)
        with uit.balk() as voortgang:
            voortgang("demo", "exports verzinnen", 0, 1)
            verzonnen = generate_demo(omgeving.werk / "exports")
            voortgang("demo", "exports verzinnen", 1, 1)
            geweigerd = _deliver(omgeving, verzonnen, uit, voortgang)
        verloop = run_all(omgeving, uit)
    bewijzen = [*geweigerd, *verloop.bewijzen]
    return _report(omgeving, verzonnen.truth, verloop.publicatie.id if verloop.publicatie else None, bewijzen, uit)


def _start_afresh(omgeving: Omgeving) -> None:
    """Empty the demo's work folder; refuse a folder with anything in it that is not the demo's."""
    merk = omgeving.werk / _MARK
    inhoud = [pad for pad in omgeving.werk.iterdir() if pad.name not in (".draai", "demo", "demo-sleutels")]
    if inhoud and not merk.exists():
        raise WerkmapFout(
            f"De werkmap {omgeving.werk} heeft al gegevens die niet van de demo zijn; wijs een lege map aan met DAADKRACHT_WERK."
        )
    merk.write_text(_MARK_TEXT, encoding="utf-8")
    for pad in inhoud:
        if pad.is_dir() and not pad.is_symlink():
            shutil.rmtree(pad)
        elif pad != merk:
            pad.unlink()


def _deliver(omgeving: Omgeving, verzonnen: Demo, uit: Uitvoer, voortgang: Any) -> list[Any]:
    """Deliver every drop as its sender would; returns the receipts of those that were refused."""
    from ingest import receive

    geweigerd = []
    for nummer, drop in enumerate(verzonnen.drops, 1):
        bewijzen = receive(omgeving, drop.bestanden, organisatie=drop.organisatie, periode=drop.periode, tell=uit.meld)
        geweigerd += [bewijs for bewijs in bewijzen if bewijs.status == "geweigerd"]
        voortgang("demo", "leveringen ontvangen", nummer, len(verzonnen.drops))
    return geweigerd


def _report(
    omgeving: Omgeving, waarheid: Mapping[str, Any], publicatie: str | None, bewijzen: list[Any], uit: Uitvoer
) -> int:
    from publishing import cijfers, open_publicatie

    with open_publicatie(omgeving) as verbinding:
        gepubliceerd = {
            (c["indicator"], c["gebied"], c["periode"], c["uitsplitsing"], c["klasse"]): c["waarde"]
            for c in cijfers(verbinding, codes=CONTROLS, niveaus=("organisatie", "land"))
        }
    cellen, afwijkend = compare(waarheid, gepubliceerd)
    uit.document(
        {
            "cellen": cellen, "gelijk": cellen - len(afwijkend), "publicatie": publicatie,
            "afwijkend": [
                dict(zip(("indicator", "gebied", "periode", "uitsplitsing", "klasse"), cel, strict=True))
                | {"verwacht": verwacht, "gepubliceerd": gevonden}
                for cel, verwacht, gevonden in afwijkend
            ],
        }
    )  # fmt: skip
    uit.zeg(f"{dutch_number(cellen - len(afwijkend))} van {dutch_number(cellen)} cellen gelijk aan de bekende totalen.")
    uit.zeg(
        *(f"  anders: {' '.join(cel)}: {verwacht} verwacht, {gevonden}" for cel, verwacht, gevonden in afwijkend[:20])
    )
    uit.zeg(f"Bekijk het met: DAADKRACHT_WERK={omgeving.werk} daadkracht inzien")
    return 1 if afwijkend else worst(bewijs.exit_code for bewijs in bewijzen if bewijs.exit_code != 11)


def compare(
    waarheid: Mapping[str, Any], gepubliceerd: Mapping[Cel, float | None]
) -> tuple[int, list[tuple[Cel, int, float | None]]]:
    """Loop over the truth: how many cells, and those whose published value is another. Nothing published equals 0."""
    verwacht = dict(truth_cells(waarheid))
    afwijkend = [
        (cel, aantal, gepubliceerd.get(cel))
        for cel, aantal in verwacht.items()
        if (gepubliceerd.get(cel) or 0) != aantal
    ]
    return len(verwacht), afwijkend


def truth_cells(waarheid: Mapping[str, Any]) -> Iterator[tuple[Cel, int]]:
    """The cells of a truth file, as the control totals that must equal them."""
    for isil, bibliotheek in waarheid["organisaties"].items():
        for soort in ("maanden", "jaar"):
            for periode, totalen in bibliotheek[soort].items():
                yield from _flow_cells(isil, periode, totalen)
        for peildatum, leden in bibliotheek["leden"].items():
            yield ("LED-00", isil, peildatum, *_ALL), leden["totaal"]
            yield from _per("LED-00", isil, peildatum, "leeftijdsgroep", leden["per_leeftijdsgroep"])
            yield from _per("LED-00", isil, peildatum, "lidsoort", leden["per_lidsoort"])
        for peildatum, exemplaren in bibliotheek["exemplaren"].items():
            yield ("COL-00", isil, peildatum, *_ALL), exemplaren["totaal"]
            yield from _per("COL-00", isil, peildatum, "materiaalsoort", exemplaren["per_materiaalsoort"])
    for maand, totalen in waarheid["landelijk"]["per_maand"].items():
        for naam, aantal in totalen.items():
            yield (_FLOWS[naam], "NL01", maand, *_ALL), aantal


def _flow_cells(isil: str, periode: str, totalen: Mapping[str, Any]) -> Iterator[tuple[Cel, int]]:
    for naam, code in _FLOWS.items():
        yield (code, isil, periode, *_ALL), totalen[naam]
    for uitsplitsing in ("leeftijdsgroep", "materiaalsoort", "lidsoort"):
        yield from _per("UIT-00", isil, periode, uitsplitsing, totalen[f"uitleningen_per_{uitsplitsing}"])
    for code, naam in (("ACT-00", "activiteiten"), ("DLN-00", "deelnemers")):
        per_kernfunctie = {klasse: aantallen[naam] for klasse, aantallen in totalen["activiteiten"].items()}
        yield from _per(code, isil, periode, "kernfunctie", per_kernfunctie)


def _per(
    code: str, gebied: str, periode: str, uitsplitsing: str, aantallen: Mapping[str, int]
) -> Iterator[tuple[Cel, int]]:
    for klasse, aantal in aantallen.items():
        yield (code, gebied, periode, uitsplitsing, "ONBEKEND" if klasse == "onbekend" else klasse), aantal
