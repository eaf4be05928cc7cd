"""Fixtures of the command's tests: a way to call it in this process, and a tiny library to call it on.

Not here: the library's files themselves (tests/features/bibliotheek).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from orchestration.cli import main
from tests.features.bibliotheek import ISIL, Bibliotheek, loan


@dataclass(frozen=True)
class Antwoord:
    """What a call gave: its exit code, and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)


Roep = Callable[..., Antwoord]


@pytest.fixture
def werkmap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty work folder that the command finds through the environment; its clock stands at 1 June 2026."""
    monkeypatch.setenv("DAADKRACHT_WERK", str(tmp_path / "werk"))
    monkeypatch.setenv("DAADKRACHT_SLEUTELS", str(tmp_path / "sleutels"))
    monkeypatch.setenv("DAADKRACHT_NU", "2026-06-01T12:00:00")
    return tmp_path / "werk"


@pytest.fixture
def roep(werkmap: Path, capfd: pytest.CaptureFixture[str]) -> Roep:
    """Calls `daadkracht` in this process; streams are caught below Python, where a library could also write."""

    def roep(*woorden: object) -> Antwoord:
        capfd.readouterr()
        code = main([str(woord) for woord in woorden])
        return Antwoord(code, *capfd.readouterr())

    return roep


@pytest.fixture
def bestanden(tmp_path: Path) -> Bibliotheek:
    """Writes the files of a tiny library; delivers nothing."""
    return Bibliotheek(None, tmp_path / "exports")  # type: ignore[arg-type]


@pytest.fixture
def bekend(roep: Roep, bestanden: Bibliotheek) -> Bibliotheek:
    """A library on the list with one location, both processed, and a log of three loans beside them."""
    lijst = bestanden.write(
        "organisaties.csv", "isil;naam;bronsysteem;werkgebied", [f"{ISIL};Bibliotheek Proef;wise;GM0014"]
    )
    assert roep("lever", lijst).code == 0
    assert roep("lever", bestanden.locations(), "--organisatie", ISIL, "--periode", "2025").code == 0
    assert roep("verwerk").code == 0
    bestanden.log([loan(1), loan(2), loan(3)])
    return bestanden
