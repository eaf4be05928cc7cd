"""The commands `definities` (every mistake in the definitions at once, with file and line) and `begrippen` (as linked data).

Not here: what a mistake is (`definitions.check_definities`).
"""

from __future__ import annotations

import argparse
import json

from definitions import DefinitieFout, Omgeving

from .output import Uitvoer


def definities(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Exit code 2 where there is any mistake. JSON: a list of `{bestand, regel, fout}`."""
    from definitions import check_definities, load_definities

    fouten = check_definities()
    uit.document([_parts(fout) for fout in fouten])
    if fouten:
        uit.meld(*fouten)
        return DefinitieFout.exit_code
    gelezen = load_definities()
    uit.zeg(
        f"De definities kloppen: {len(gelezen.indicatoren)} indicatoren, {len(gelezen.begrippen)} begrippen, "
        f"{len(gelezen.codelijsten)} codelijsten, {len(gelezen.contracten)} contracten, "
        f"{len(gelezen.bronsystemen)} bronsystemen (versie {gelezen.versie})."
    )
    return 0


def begrippen(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """The begrippen as SKOS on stdout, as Turtle. JSON: the same as JSON-LD."""
    from definitions import export_begrippen, load_definities

    if uit.json:
        uit.document(json.loads(export_begrippen(load_definities(), "json-ld")))
    else:
        uit.zeg(export_begrippen(load_definities()))
    return 0


def _parts(fout: str) -> dict[str, str | int | None]:
    bestand, regel, zin = [*fout.split(":", 2), "", ""][:3]
    if not regel.strip().isdigit():
        return {"bestand": None, "regel": None, "fout": fout}
    return {"bestand": bestand, "regel": int(regel), "fout": zin.strip()}
