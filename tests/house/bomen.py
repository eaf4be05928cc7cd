"""What the house tests look at: the tracked files, the modules, their syntax trees.

Not here: any rule; those stand in the tests.
"""

from __future__ import annotations

import ast
import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORTEL = Path(__file__).resolve().parents[2]
# From the roof down: a package imports only what stands after it.
LAGEN = ("orchestration", "dashboards", "publishing", "ingest", "definitions")
NIET_VAN_ONS = {
    ".git", ".venv", "werk", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis",
    ".import_linter_cache", "dist", "target", "logs", "node_modules",
}  # fmt: skip


@cache
def bestanden() -> tuple[Path, ...]:
    """Every file that is or would be tracked, without asking git (a fresh machine may have none)."""
    gevonden: list[Path] = []
    for map_, mappen, namen in os.walk(WORTEL):
        mappen[:] = sorted(set(mappen) - NIET_VAN_ONS)
        gevonden += (Path(map_) / naam for naam in sorted(namen) if not naam.endswith((".pyc", ".duckdb")))
    return tuple(gevonden)


@dataclass(frozen=True)
class Module:
    """A Python file of ours: `naam` is dotted, `pakket` the folder at the root it stands in."""

    pad: Path
    naam: str
    pakket: str
    boom: ast.Module

    @property
    def kort(self) -> str:
        return self.pad.relative_to(WORTEL).as_posix()


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file below the root."""
    gevonden = []
    for pad in bestanden():
        if pad.suffix == ".py":
            delen = pad.relative_to(WORTEL).with_suffix("").parts
            boom = ast.parse(pad.read_text(encoding="utf-8"), filename=str(pad))
            gevonden.append(Module(pad, ".".join(delen).removesuffix(".__init__"), delen[0], boom))
    return tuple(gevonden)


def van_de_lagen() -> tuple[Module, ...]:
    """The modules of the five packages."""
    return tuple(module for module in modules() if module.pakket in LAGEN)


def imports(module: Module) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """(imported module, names taken from it, line) of every import, also those inside functions; relative ones resolved."""
    ouder = module.naam if module.pad.name == "__init__.py" else module.naam.rpartition(".")[0]
    for knoop in ast.walk(module.boom):
        if isinstance(knoop, ast.Import):
            for alias in knoop.names:
                yield alias.name, (), knoop.lineno
        elif isinstance(knoop, ast.ImportFrom):
            basis = ouder
            for _ in range(knoop.level - 1):
                basis = basis.rpartition(".")[0]
            doel = ".".join(filter(None, (basis if knoop.level else "", knoop.module or "")))
            yield doel, tuple(alias.name for alias in knoop.names), knoop.lineno


@cache
def pyproject() -> dict:
    """pyproject.toml as it stands."""
    return tomllib.loads((WORTEL / "pyproject.toml").read_text(encoding="utf-8"))
