"""An immutable publicatie: a folder with a file per audience and a manifest, and the pointer to the one that holds.

Not here: how figures are made (`bouw.py`) and read (`read.py`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from definitions import GebruikersFout, InterneFout, Omgeving, VerkeerdeAanroep, WerkmapFout, load_definities

from .bouw import Bouw, check_verdict, latest_build
from .results import OORDEEL, Oordeel, Toets
from .stand import code_commit, freeze

POINTER = "actueel"
MANIFEST = "manifest.json"
# The few facts of a publicatie that are asked for often; the manifest names every delivered file and grows large.
_KERN = "publicatie.json"
_TIJD = "%Y%m%dT%H%M%S"
_TIJDELIJK = ".maken-"


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
    return [_read(p) for p in sorted(mappen) if not p.name.startswith(".")]


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
    return _read(omgeving.publicaties / wijzer.readlink())


def is_current(omgeving: Omgeving) -> bool:
    """Whether a build now would give what is published: same brons, coverage, definitions and code.

    Also true after `terug` while nothing new came in: going back is a choice that a next run does not undo.
    """
    alle = publicaties(omgeving)
    if not alle or not (omgeving.publicaties / POINTER).is_symlink():
        return False
    return freeze(omgeving).id in (current(omgeving).stand, alle[-1].stand)


def _read(map_: Path) -> Publicatie:
    try:
        kern = json.loads((map_ / _KERN).read_text())
        gemaakt_op = datetime.fromisoformat(kern.pop("gemaakt_op"))
        return Publicatie(map=map_, gemaakt_op=gemaakt_op, **kern)
    except (OSError, ValueError, KeyError, TypeError):
        raise WerkmapFout(f"Publicatie {map_.name} is beschadigd; zet de reservekopie terug.") from None


# -- publishing ------------------------------------------------------------------------------------------------------


def publish(omgeving: Omgeving, bouw: Bouw | None = None) -> Publicatie:
    """Make a publicatie of a build (default: the last one) and point `actueel` to it.

    Raises `VerkeerdeAanroep` where there is no build, `PoortGesloten` where the build's tests failed.
    """
    bouw = bouw or latest_build(omgeving)
    if bouw is None:
        raise VerkeerdeAanroep("Er is nog geen bouw om te publiceren; maak er een met: daadkracht bouw.")
    oordeel = _verdict(bouw)
    check_verdict(oordeel)
    try:
        return _publish(omgeving, bouw, oordeel)
    except (GebruikersFout, InterneFout):
        raise
    except Exception as fout:  # noqa: BLE001 - the edge: a message may quote a value
        raise InterneFout.van(fout, f"het publiceren van bouw {bouw.id}") from None


def _verdict(bouw: Bouw) -> Oordeel:
    try:
        toetsen = json.loads((bouw.map / OORDEEL).read_text())["toetsen"]
    except OSError:
        raise VerkeerdeAanroep(f"Bouw {bouw.id} is niet af; maak een nieuwe met: daadkracht bouw.") from None
    return Oordeel(tuple(Toets(**{**t, "gevallen": tuple(t["gevallen"])}) for t in toetsen))


def _publish(omgeving: Omgeving, bouw: Bouw, oordeel: Oordeel) -> Publicatie:
    from .audiences import write_audiences

    omgeving.publicaties.mkdir(parents=True, exist_ok=True, mode=0o755)
    for rest in omgeving.publicaties.glob(f"{_TIJDELIJK}*"):
        _remove(rest)
    gemaakt_op = _moment(omgeving)
    stand = bouw.read_stand()
    id_ = f"{gemaakt_op:{_TIJD}}-{hashlib.sha256(f'{bouw.id}{stand.id}'.encode()).hexdigest()[:8]}"
    map_ = omgeving.publicaties / f"{_TIJDELIJK}{id_}"
    map_.mkdir(mode=0o755)
    write_audiences(bouw, map_, id_, gemaakt_op)
    (map_ / "stand.json").write_text(stand.as_json())
    kern = {
        "id": id_,
        "gemaakt_op": gemaakt_op.isoformat(),
        "stand": stand.id,
        "definities_versie": stand.inhoud["definities_versie"],
        "code_versie": stand.inhoud["code_versie"],
    }
    (map_ / _KERN).write_text(json.dumps(kern, indent=1) + "\n")
    manifest = {
        **kern,
        "bouw": bouw.id,
        "definities": {code: i.versie for code, i in sorted(load_definities().indicatoren.items())},
        "commit": code_commit(),
        "leveringen": stand.inhoud["dekking"],
        "oordeel": [
            {"toets": t.naam, "omschrijving": t.omschrijving, "ernst": t.ernst, "geslaagd": t.geslaagd,
             "aantal": t.aantal, "gevallen": list(t.gevallen)}
            for t in oordeel.toetsen
        ],
        "herbouwbaar_tot": _rebuildable_until(stand.inhoud["bestanden"]),
        "bestanden": [_file_line(map_, pad) for pad in _files(map_)],
    }  # fmt: skip
    (map_ / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    _seal(map_)
    doel = omgeving.publicaties / id_
    map_.rename(doel)
    _sync(omgeving.publicaties)
    _point(omgeving, id_)
    return _read(doel)


def _moment(omgeving: Omgeving) -> datetime:
    """Now, but later than every publicatie there is: ids sort by time."""
    alle = publicaties(omgeving)
    nu = omgeving.nu.replace(microsecond=0)
    return max(nu, alle[-1].gemaakt_op + timedelta(seconds=1)) if alle else nu


def _files(map_: Path) -> Iterator[Path]:
    return (p for p in sorted(map_.rglob("*")) if p.is_file() and p.name != MANIFEST)


def _file_line(map_: Path, pad: Path) -> dict[str, Any]:
    return {"naam": str(pad.relative_to(map_)), "bytes": pad.stat().st_size, "sha256": _sha256(pad)}


def _sha256(pad: Path) -> str:
    with pad.open("rb") as bestand:
        return hashlib.file_digest(bestand, "sha256").hexdigest()


def _rebuildable_until(bestanden: list[dict[str, Any]]) -> str | None:
    """The day on which the first brons file of the stand reaches the end of its contract's term; none without a term."""
    contracten = load_definities().contracten
    termijnen: dict[str, int] = {str(d): c.bewaartermijn_brons_maanden for d, c in contracten.items()}
    dagen = [
        _months_later(rij["periode"], termijnen[rij["dataset"]])
        for rij in bestanden
        if rij["periode"][:4].isdigit() and termijnen.get(rij["dataset"])
    ]
    return min(dagen).isoformat() if dagen else None


def _months_later(periode: str, maanden: int) -> date:
    jaar, maand = int(periode[:4]), int(periode[5:7]) if len(periode) >= 7 and periode[5:7].isdigit() else 12
    nummer = jaar * 12 + maand + maanden
    return date(nummer // 12, nummer % 12 + 1, 1)


# Who may read what: everything is for the operator alone, a library's own file for the group that serves it.
_RECHTEN = {"beheer.duckdb": 0o600, "indicatorwaarde.parquet": 0o600}


def _seal(map_: Path) -> None:
    """Everything on disk, then read-only."""
    for pad in sorted(map_.rglob("*")):
        if pad.is_file():
            _sync(pad)
            pad.chmod(_RECHTEN.get(pad.name, 0o440 if pad.parent.name == "eigen" else 0o444))
    for pad in (*(p for p in map_.rglob("*") if p.is_dir()), map_):
        _sync(pad)
        pad.chmod(0o555)


def _sync(pad: Path) -> None:
    handle = os.open(pad, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(map_: Path) -> None:
    for pad in (map_, *(p for p in map_.rglob("*") if p.is_dir())):
        pad.chmod(0o755)
    shutil.rmtree(map_)


# -- the pointer -----------------------------------------------------------------------------------------------------


def _point(omgeving: Omgeving, id_: str) -> None:
    nieuw = omgeving.publicaties / f".{POINTER}"
    nieuw.unlink(missing_ok=True)
    nieuw.symlink_to(id_)
    nieuw.replace(omgeving.publicaties / POINTER)
    _sync(omgeving.publicaties)


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
    _point(omgeving, keuze[0].id)
    return keuze[0]


def _check_whole(publicatie: Publicatie) -> None:
    for regel in publicatie.manifest()["bestanden"]:
        pad = publicatie.map / regel["naam"]
        if not pad.is_file() or pad.stat().st_size != regel["bytes"] or _sha256(pad) != regel["sha256"]:
            raise WerkmapFout(
                f"Publicatie {publicatie.id} is beschadigd: {regel['naam']} is niet meer wat gepubliceerd is;"
                " zet de reservekopie terug."
            )
