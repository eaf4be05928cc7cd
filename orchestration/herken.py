"""The commands `herken` and `vertaal`: propose how an unknown export is read, and keep what an organisatie confirms.

Not here: how it is proposed and kept (`ingest`), and how it is shown (`proposal_words.py`).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from definitions import Omgeving, VerkeerdeAanroep

from . import proposal_words
from .output import Uitvoer


def herken(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Show the proposal for a file; with `--bevestig` keep it. JSON: the proposal with `bevestigd: {bronsysteem, versie} | null`."""
    from ingest import confirm_profile, propose_mapping

    if keuze.bevestig and not keuze.organisatie:
        raise VerkeerdeAanroep("Noem met --organisatie ISIL van welke organisatie dit profiel wordt.")
    kolommen = _pairs(keuze.kolom, "--kolom KOLOM=KOP")
    voorstel = propose_mapping(omgeving, Path(keuze.bestand), keuze.organisatie, keuze.dataset, kolommen)
    inhoud = voorstel.as_json() | {"bevestigd": None}
    if not uit.json:
        uit.zeg(*proposal_words.proposal_lines(inhoud))
    if keuze.bevestig:
        afspraak = confirm_profile(omgeving, voorstel, keuze.organisatie, keuze.als).afspraak
        inhoud["bevestigd"] = {"bronsysteem": afspraak.sleutel, "versie": afspraak.versie}
    uit.document(inhoud)
    if not uit.json:
        uit.zeg("", *proposal_words.next_lines(inhoud, keuze.bestand, keuze.organisatie))
    return 0


def vertaal(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Confirm translations of own codes, or list what is open. JSON: `{bronsysteem, kolom, versie, codes, vanaf, opnieuw}`, or a list
    of `{bronsysteem, dataset, kolom, levering, rijen, codes, uitleg}`."""
    if not keuze.codes:
        return _open(omgeving, keuze.organisatie, uit)
    if not keuze.kolom:
        raise VerkeerdeAanroep("Noem met --kolom in welke kolom deze codes staan, zoals lidsoort.")
    from ingest import confirm_codes

    bevestigd = confirm_codes(
        omgeving, keuze.organisatie, keuze.kolom, _pairs(keuze.codes, "CODE=VERTALING"), keuze.bronsysteem, keuze.vanaf
    )
    afspraak, opnieuw = bevestigd.afspraak, [b.levering for b in bevestigd.opnieuw]
    bronsysteem = afspraak.sleutel.rpartition("/")[0]
    uit.document({
        "bronsysteem": bronsysteem, "kolom": keuze.kolom, "versie": afspraak.versie,
        "codes": (afspraak.inhoud or {})["codes"], "vanaf": (afspraak.inhoud or {}).get("vanaf", {}), "opnieuw": opnieuw,
    })  # fmt: skip
    uit.zeg(f"De vertaling van {keuze.kolom} uit {bronsysteem} is bewaard (versie {afspraak.versie}).")
    if opnieuw:
        uit.zeg(
            f"Opnieuw te verwerken: {', '.join(map(str, opnieuw))}. Doe dat met `daadkracht verwerk`; tot dan telt wat er stond."
        )
    else:
        uit.zeg("Geen eerdere levering hoeft daarvoor opnieuw; de vertaling geldt vanaf de volgende.")
    return 0


def _open(omgeving: Omgeving, organisatie: str, uit: Uitvoer) -> int:
    from ingest import open_codes

    openstaand: list[dict[str, Any]] = [dict(vars(o)) for o in open_codes(omgeving, organisatie)]
    uit.document(openstaand)
    if not uit.json:
        uit.zeg(*proposal_words.open_lines(openstaand))
    return 0


def _pairs(woorden: Sequence[str], vorm: str) -> dict[str, str]:
    """`A=B` words as a mapping; the right side may be empty."""
    paren = dict(woord.rpartition("=")[::2] for woord in woorden)
    if not all(paren) or len(paren) < len(woorden):
        raise VerkeerdeAanroep(f"Schrijf elk paar als {vorm}, elke linkerkant één keer.")
    return paren
