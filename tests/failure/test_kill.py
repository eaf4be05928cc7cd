"""Killed with SIGKILL at any write, the next run ends with the same figures and nothing personal is left behind.

The suite kills at a spread of moments; `make test-lang` at every one. Not here: kills while a
publicatie is made (test_kill_publicatie).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from definitions import Omgeving
from ingest import counting_files, coverage, receipts
from tests.features.bibliotheek import ISIL, Bibliotheek, loan, member
from tests.features.canary import found_below

_HIER = Path(__file__).parent
_KANARIE = {"lidnummer": "918273645", "naam": "Kanariewilg", "geboortedatum": "17-08-1957"}
_KORT, _LANG = (1, 4, 7, 11, 16, 22, 29), tuple(range(1, 80))
_DOOD = -9


def _run(omgeving: Omgeving, n: int, *argumenten: str) -> int:
    """Run the command in a process that dies at its n-th write; its exit code (-9 if it died)."""
    environ = os.environ | {
        "DAADKRACHT_WERK": str(omgeving.werk), "DAADKRACHT_SLEUTELS": str(omgeving.sleutels),
        "DAADKRACHT_NU": "2026-06-01T12:00:00", "PYTHONPATH": str(_HIER.parent.parent),
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, str(_HIER / "kill_at.py"), str(n), *argumenten], env=environ, check=False, capture_output=True
    ).returncode


def _figures(omgeving: Omgeving) -> dict[str, list]:
    """What counts, whatever the names of its files."""
    uit: dict[str, list] = {}
    for bestand in counting_files(omgeving):
        frame = pl.read_parquet(omgeving.werk / bestand.pad)
        uit.setdefault(bestand.tabel, []).extend(frame.drop("lid", strict=False).sort(pl.all()).rows())
    return {tabel: sorted(rijen, key=str) for tabel, rijen in uit.items()}


def _deliveries(bibliotheek: Bibliotheek) -> list[list[str]]:
    log = bibliotheek.log(
        [loan(i, lid="918273645", geboren="17-08-1957") for i in range(30)] + [loan(99, "31-02-2025")]
    )
    leden = bibliotheek.members([member("918273645", naam="Kanariewilg", geboren="17-08-1957")])
    return [["lever", str(log), str(leden), "--organisatie", ISIL, "--periode", "2025-03"], ["verwerk"]]


@pytest.fixture
def verwacht(bibliotheek: Bibliotheek) -> dict[str, list]:
    """The figures of a run that nobody kills, in a work folder of its own."""
    gaaf = Bibliotheek(
        Omgeving(werk=bibliotheek.map / "gaaf", sleutels=bibliotheek.map / "gaaf-sleutels", vast_nu=bibliotheek.omgeving.vast_nu),
        bibliotheek.map,
    )  # fmt: skip
    gaaf.start()
    for opdracht in _deliveries(gaaf):
        assert _run(gaaf.omgeving, 10**9, *opdracht) in (0, 11)
    return _figures(gaaf.omgeving)


def _kill_at(bibliotheek: Bibliotheek, verwacht: dict[str, list], momenten: tuple[int, ...]) -> None:
    lever, verwerk = _deliveries(bibliotheek)
    gestorven = 0
    for n in momenten:
        gestorven += _run(bibliotheek.omgeving, n, *lever) == _DOOD
        gestorven += _run(bibliotheek.omgeving, n, *verwerk) == _DOOD
        assert found_below(bibliotheek.omgeving.werk, _KANARIE) == {}, n
    assert gestorven > len(momenten) // 2
    assert _run(bibliotheek.omgeving, 10**9, *lever) in (0, 11)
    assert _run(bibliotheek.omgeving, 10**9, *verwerk) in (0, 11)
    assert _figures(bibliotheek.omgeving) == verwacht
    assert {b.status for b in receipts(bibliotheek.omgeving)} <= {"verwerkt", "verwerkt_met_uitval"}
    assert {d.dataset for d in coverage(bibliotheek.omgeving)} == {"organisaties", "locaties", "uitleningen", "leden"}


def test_killed_anywhere_the_next_run_ends_with_the_same_figures(
    bibliotheek: Bibliotheek, verwacht: dict[str, list]
) -> None:
    _kill_at(bibliotheek, verwacht, _KORT)


@pytest.mark.lang
def test_killed_at_every_write(bibliotheek: Bibliotheek, verwacht: dict[str, list]) -> None:
    _kill_at(bibliotheek, verwacht, _LANG)


def test_what_a_killed_run_left_is_swept(bibliotheek: Bibliotheek) -> None:
    lever, verwerk = _deliveries(bibliotheek)
    assert _run(bibliotheek.omgeving, 10**9, *lever) == 0
    bekend = {b.pad for b in counting_files(bibliotheek.omgeving)}
    for n in range(3, 20, 4):
        if _run(bibliotheek.omgeving, n, *verwerk) != _DOOD:
            break
    _run(bibliotheek.omgeving, 10**9, *verwerk)
    op_schijf = {
        str(p.relative_to(bibliotheek.omgeving.werk)) for p in bibliotheek.omgeving.brons.rglob("*") if p.is_file()
    }
    tellend = {b.pad for b in counting_files(bibliotheek.omgeving)}
    assert bekend <= tellend
    assert {p for p in op_schijf if "uitval" not in p} == tellend
