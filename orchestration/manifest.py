"""dbt's manifest, from which Dagster knows the models and tests: parsed once per version of the dbt project.

Not here: building (`publishing`). Parsing needs no database.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from definitions import InterneFout, Omgeving

from .edge import edge

PROJECT = Path(__file__).parent.parent / "dbt_project"
_NAME = "manifest.json"
_SUFFIXES = frozenset({".sql", ".yml", ".yaml", ".csv", ".md"})


def project_hash(project: Path = PROJECT) -> str:
    """SHA-256 over names and bytes of the project's own files and dbt's version, first 16 hex digits."""
    from importlib.metadata import version

    som = hashlib.sha256(version("dbt-core").encode())
    for pad in sorted(p for p in project.rglob("*") if p.suffix in _SUFFIXES and p.is_file()):
        delen = pad.relative_to(project).parts
        if delen[0] not in ("target", "logs"):
            som.update("/".join(delen).encode() + b"\0" + pad.read_bytes() + b"\0")
    return som.hexdigest()[:16]


def ensure_manifest(omgeving: Omgeving, project: Path = PROJECT) -> Path:
    """The path of `manifest.json` of the present project, made now where it is not there yet.

    Lies in `werk/dagster/manifest/<hash>/`; those of earlier versions of the project are removed.
    """
    ouder = omgeving.dagster / "manifest"
    doel = ouder / project_hash(project)
    if not (doel / _NAME).exists():
        with edge("het lezen van het dbt-project"):
            _parse(project, doel)
        for oud in ouder.iterdir():
            if oud != doel and not oud.suffix:  # with a suffix: the folder of a process that is parsing
                shutil.rmtree(oud, ignore_errors=True)
    return doel / _NAME


def _parse(project: Path, doel: Path) -> None:
    """Parse in a folder of this process alone, then rename the one file that is needed into place."""
    from dbt.cli.main import dbtRunner

    tijdelijk = doel.with_name(f"{doel.name}.{os.getpid()}")
    try:
        uitslag = dbtRunner().invoke(
            ["--quiet", "--log-level", "none", "--log-level-file", "none", "parse", "--no-partial-parse",
             "--project-dir", str(project), "--profiles-dir", str(project), "--target-path", str(tijdelijk),
             "--log-path", str(tijdelijk)]
        )  # fmt: skip
        if not uitslag.success:
            raise uitslag.exception or InterneFout("dbt kan het project niet lezen. Meld dit aan het beheer.")
        doel.mkdir(parents=True, exist_ok=True)
        (tijdelijk / _NAME).replace(doel / _NAME)
    finally:
        shutil.rmtree(tijdelijk, ignore_errors=True)
