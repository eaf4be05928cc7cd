"""An immutable publicatie: a folder with a file per audience and a manifest, and the pointer to the one that holds.

Not here: how figures are made (`bouw.py`) and read (`read.py`).
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from definitions import Omgeving, VerkeerdeAanroep, WerkmapFout

POINTER = "actueel"
MANIFEST = "manifest.json"
# The few facts of a publicatie that are asked for often; the manifest names every delivered file and grows large.
KERN = "publicatie.json"


@dataclass(frozen=True)
class Publicatie:
    """A publicatie and what it was made of. `stand` is the id of its stand."""

    id: str
    map: Path
    gemaakt_op: datetime
    stand: str
    definities_versie: str
    code_versie: str

    def manifest(self) -> dict[str, Any]:
        """The whole manifest."""
        return dict(json.loads((self.map / MANIFEST).read_text()))


# -- reading what there is -------------------------------------------------------------------------------------------


def publicaties(omgeving: Omgeving) -> list[Publicatie]:
    """All publicaties, oldest first."""
    if not omgeving.publicaties.is_dir():
        return []
    mappen = (p for p in omgeving.publicaties.iterdir() if not p.is_symlink() and (p / MANIFEST).is_file())
    return [read_one(p) for p in sorted(mappen) if not p.name.startswith(".")]


def current(omgeving: Omgeving) -> Publicatie:
    """The publicatie that `actueel` points to; raises `VerkeerdeAanroep` where nothing was published yet."""
    wijzer = omgeving.publicaties / POINTER
    if not wijzer.is_symlink():
        raise VerkeerdeAanroep("Er is nog geen publicatie; maak er een met: daadkracht draai.")
    if not (wijzer / MANIFEST).is_file():
        raise WerkmapFout(
            f"De publicatie waar {wijzer} naar wijst is er niet; zet de reservekopie terug of kies een andere met:"
            " daadkracht terug ID."
        )
    return read_one(omgeving.publicaties / wijzer.readlink())


def is_current(omgeving: Omgeving) -> bool:
    """Whether a build now would give what is published: same brons, coverage, definitions and code.

    Also true after `terug` while nothing new came in: going back is a choice that a next run does not undo.
    """
    alle = publicaties(omgeving)
    if not alle or not (omgeving.publicaties / POINTER).is_symlink():
        return False
    from .stand import freeze

    return freeze(omgeving).id in (current(omgeving).stand, alle[-1].stand)


def read_one(map_: Path) -> Publicatie:
    """The publicatie in a folder. Raises `WerkmapFout` where it is damaged."""
    try:
        kern = json.loads((map_ / KERN).read_text())
        gemaakt_op = datetime.fromisoformat(kern.pop("gemaakt_op"))
        return Publicatie(map=map_, gemaakt_op=gemaakt_op, **kern)
    except (OSError, ValueError, KeyError, TypeError):
        raise WerkmapFout(f"Publicatie {map_.name} is beschadigd; zet de reservekopie terug.") from None


# -- the pointer -----------------------------------------------------------------------------------------------------


def point(omgeving: Omgeving, id_: str) -> None:
    """Let `actueel` name another publicatie: readers see the old one or the new one."""
    nieuw = omgeving.publicaties / f".{POINTER}"
    nieuw.unlink(missing_ok=True)
    nieuw.symlink_to(id_)
    nieuw.replace(omgeving.publicaties / POINTER)
    sync(omgeving.publicaties)


def rollback(omgeving: Omgeving, id: str | None = None) -> Publicatie:
    """Point `actueel` to the publicatie `id` (or the beginning of it), or to the one before the current.

    Raises `VerkeerdeAanroep` where there is no such publicatie, `WerkmapFout` where it is damaged.
    """
    alle, huidig = publicaties(omgeving), current(omgeving)
    if id is None:
        keuze = [p for p in alle if p.id < huidig.id][-1:]
        wat = "een publicatie van voor de huidige"
    else:
        keuze = [p for p in alle if p.id.startswith(id)]
        wat = f"één publicatie die {id} heet of zo begint"
    if len(keuze) != 1:
        raise VerkeerdeAanroep(
            f"Er is niet {wat}; kies uit: {', '.join(p.id for p in alle)}." if alle else f"Er is niet {wat}."
        )
    _check_whole(keuze[0])
    point(omgeving, keuze[0].id)
    return keuze[0]


def _check_whole(publicatie: Publicatie) -> None:
    for regel in publicatie.manifest()["bestanden"]:
        pad = publicatie.map / regel["naam"]
        if not pad.is_file() or pad.stat().st_size != regel["bytes"] or sha256_of(pad) != regel["sha256"]:
            raise WerkmapFout(
                f"Publicatie {publicatie.id} is beschadigd: {regel['naam']} is niet meer wat gepubliceerd is;"
                " zet de reservekopie terug."
            )


def sha256_of(pad: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with pad.open("rb") as bestand:
        return hashlib.file_digest(bestand, "sha256").hexdigest()


def sync(pad: Path) -> None:
    """Make a file, or the names in a folder, survive a power cut."""
    handle = os.open(pad, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
