"""The commands that make data go: `opschonen`, `vergeet`, `sleutels` and `minimaliseer`, and what the schedule runs.

Not here: what goes and when (`ingest`), and how figures are frozen first (`publishing`). Neither knows the other; this ties them.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from definitions import Omgeving, VerkeerdeAanroep

from . import words
from .commands import worst
from .output import Uitvoer

if TYPE_CHECKING:
    from ingest import Opgeschoond


def tidy(omgeving: Omgeving, *, proef: bool = False) -> Opgeschoond:
    """Freeze the figures of what is past its term, shred that, and remove the builds that hold it. In this order a killed run
    has lost nothing, and the next one finishes it."""
    from ingest import clean_up, expired
    from publishing import archive, discard_builds

    posten = expired(omgeving) if omgeving.werk.exists() else []
    gedaan = clean_up(omgeving, archive(omgeving, posten, proef=proef) if posten else (), proef=proef)
    if not proef:
        discard_builds(omgeving)
    return gedaan


def opschonen(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Shred what is past its term. JSON: `{proef, bestanden, brons, wacht}`, lists of what went or would go."""
    gedaan = tidy(omgeving, proef=keuze.proef).as_json()
    uit.document(gedaan)
    if not uit.json:
        uit.zeg(*words.cleaning_lines(gedaan))
    return 0


def vergeet(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Forget one member. The number is asked, so that it stands in no list of processes and no history of a shell. JSON:
    `{organisatie, rijen: {tabel: aantal}, bestanden: [levering]}`."""
    from ingest import forget_person
    from publishing import discard_builds

    nummer = _ask_number()
    gedaan = forget_person(omgeving, keuze.organisatie, nummer, keuze.reden, keuze.bronsysteem).as_json()
    discard_builds(omgeving)
    uit.document(gedaan)
    if not uit.json:
        uit.zeg(*words.forgetting_lines(gedaan))
    return 0


def _ask_number() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Lidnummer (wordt niet getoond): ")
    regel = sys.stdin.readline()
    if not regel.strip():
        raise VerkeerdeAanroep(
            "Geef het lidnummer op de standaardinvoer, op een regel; het hoort niet in de opdracht zelf."
        )
    return regel


def sleutels(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Give an organisatie a new pseudonym key. JSON: `{organisatie, versie}`."""
    from ingest import rotate_key
    from publishing import discard_builds

    versie = rotate_key(omgeving, keuze.organisatie)
    discard_builds(omgeving)
    uit.document({"organisatie": keuze.organisatie, "versie": versie})
    uit.zeg(
        f"De pseudoniemen van {keuze.organisatie} staan nu onder sleutel {versie}; de cijfers veranderen daar niet van."
    )
    return 0


def minimaliseer(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Minimise at the library itself. JSON: `[{bestand, bewijs}]`; with `--lid` `{lid}`, what a member number is in the files."""
    from ingest import minimise_files, number_at_home

    if keuze.lid:
        lid = number_at_home(omgeving, keuze.organisatie, _ask_number())
        uit.document({"lid": lid})
        uit.zeg(lid)
        return 0
    if not keuze.bestanden or keuze.naar is None:
        raise VerkeerdeAanroep(
            "Noem de bestanden en met --naar de map waar de geminimaliseerde bestanden moeten komen."
        )
    gemaakt = minimise_files(
        omgeving, [Path(b) for b in keuze.bestanden], Path(keuze.naar), organisatie=keuze.organisatie,
        dataset=keuze.dataset, periode=keuze.periode, bronsysteem=keuze.bronsysteem, tell=uit.meld,
    )  # fmt: skip
    uit.document([{"bestand": str(u.pad) if u.pad else None, "bewijs": u.bewijs.as_json()} for u in gemaakt])
    if not uit.json:
        for u in gemaakt:
            uit.zeg(*words.receipt_lines(u.bewijs.as_json()), words.minimised_line(u.bewijs.as_json(), u.pad))
    uit.meld(*(zin for u in gemaakt for zin in words.refusals(u.bewijs.as_json())))
    return worst(u.bewijs.exit_code for u in gemaakt)
