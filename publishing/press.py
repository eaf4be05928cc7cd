"""Making a publicatie: from a finished build to a folder that never changes again.

Not here: which publicaties there are, and which one is current (`publicatie.py`).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from definitions import GebruikersFout, InterneFout, Omgeving, VerkeerdeAanroep, load_definities

from .bouw import Bouw, check_verdict, latest_build
from .publicatie import KERN, MANIFEST, Publicatie, point, publicaties, read_one, sha256_of, sync
from .results import OORDEEL, Oordeel, Toets
from .stand import code_commit

_TIJD = "%Y%m%dT%H%M%S"
_TIJDELIJK = ".maken-"


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
    (map_ / KERN).write_text(json.dumps(kern, indent=1) + "\n")
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
    sync(omgeving.publicaties)
    point(omgeving, id_)
    return read_one(doel)


def _moment(omgeving: Omgeving) -> datetime:
    """Now, but later than every publicatie there is: ids sort by time."""
    alle = publicaties(omgeving)
    nu = omgeving.nu.replace(microsecond=0)
    return max(nu, alle[-1].gemaakt_op + timedelta(seconds=1)) if alle else nu


def _files(map_: Path) -> Iterator[Path]:
    return (p for p in sorted(map_.rglob("*")) if p.is_file() and p.name != MANIFEST)


def _file_line(map_: Path, pad: Path) -> dict[str, Any]:
    return {"naam": str(pad.relative_to(map_)), "bytes": pad.stat().st_size, "sha256": sha256_of(pad)}


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
            sync(pad)
            pad.chmod(_RECHTEN.get(pad.name, 0o440 if pad.parent.name == "eigen" else 0o444))
    for pad in (*(p for p in map_.rglob("*") if p.is_dir()), map_):
        sync(pad)
        pad.chmod(0o555)


def _remove(map_: Path) -> None:
    for pad in (map_, *(p for p in map_.rglob("*") if p.is_dir())):
        pad.chmod(0o755)
    shutil.rmtree(map_)
