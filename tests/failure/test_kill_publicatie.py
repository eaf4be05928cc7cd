"""`draai` killed while it builds or publishes: the old publicatie still answers, the next run ends with the same figures.

The suite kills at a few moments; `make test-lang` at many. Not here: kills while a levering is taken in (test_kill).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from definitions import Omgeving
from publishing import cijfers, open_publicatie, publicaties
from tests.features.bibliotheek import ACTIVITEITEN, ISIL, Bibliotheek, loan, member
from tests.features.canary import found_below

_HIER = Path(__file__).parent
_KANARIE = {"lidnummer": "918273645", "naam": "Kanariewilg", "geboortedatum": "17-08-1957", "als ISO": "1957-08-17"}
_DOOD = -9
# Counted in writes of the command itself; dbt runs in a process of its own. A whole run has about 1,600 of them.
_KORT = (1300,)
_LANG = tuple(range(10, 1600, 60))


def _temporary(omgeving: Omgeving) -> Path:
    """The folder for temporary files, of the command's own so that it can be searched."""
    map_ = omgeving.werk.parent / "tijdelijk"
    map_.mkdir(exist_ok=True)
    return map_


def _draai(omgeving: Omgeving, n: int) -> int:
    environ = os.environ | {
        "DAADKRACHT_WERK": str(omgeving.werk), "DAADKRACHT_SLEUTELS": str(omgeving.sleutels),
        "DAADKRACHT_NU": "2026-06-01T12:00:00", "PYTHONPATH": str(_HIER.parent.parent), "TMPDIR": str(_temporary(omgeving)),
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, str(_HIER / "kill_at.py"), str(n), "draai"], env=environ, check=False, capture_output=True
    ).returncode


def _figures(omgeving: Omgeving) -> dict[tuple[str, ...], float | None]:
    with open_publicatie(omgeving, "beheer") as verbinding:
        return {
            (c["indicator"], c["niveau"], c["gebied"], c["periode"], c["uitsplitsing"], c["klasse"]): c["waarde"]
            for c in cijfers(verbinding)
        }


def _drop(bibliotheek: Bibliotheek, naam: str, *paden: Path) -> None:
    map_ = bibliotheek.omgeving.inbox / ISIL / naam
    map_.mkdir(parents=True)
    for pad in paden:
        (map_ / pad.name).write_bytes(pad.read_bytes())
    (map_ / "_KLAAR").write_text("periode=2025-03")


def _deliver(bibliotheek: Bibliotheek) -> None:
    loans = [loan(i, lid="918273645", geboren="17-08-1957") for i in range(30)] + [loan(99, "31-02-2025")]
    activiteit = f"A1;{ISIL};;Leeskring;2025-03-01 10:00;;3;LEESKRING;VOLW;EXTERN;FYSIEK;12;GETELD;DOORGEGAAN"
    _drop(
        bibliotheek, "maart", bibliotheek.log(loans),
        bibliotheek.members([member("918273645", naam="Kanariewilg", geboren="17-08-1957"), member("2")]),
        bibliotheek.write("activiteiten.csv", ACTIVITEITEN, [activiteit]),
    )  # fmt: skip


def _kill_at(bibliotheek: Bibliotheek, momenten: tuple[int, ...]) -> None:
    assert _draai(bibliotheek.omgeving, 10**9) == 0
    oud = _figures(bibliotheek.omgeving)
    _deliver(bibliotheek)
    gestorven = 0
    for n in momenten:
        voor = len(publicaties(bibliotheek.omgeving))
        gestorven += _draai(bibliotheek.omgeving, n) == _DOOD
        if len(publicaties(bibliotheek.omgeving)) == voor == 1:
            assert _figures(bibliotheek.omgeving) == oud
    assert gestorven
    assert _draai(bibliotheek.omgeving, 10**9) in (0, 11)
    figures = _figures(bibliotheek.omgeving)
    assert figures["UIT-00", "organisatie", ISIL, "2025-03", "totaal", "totaal"] == 30
    assert figures["LEN-00", "organisatie", ISIL, "2025-03", "totaal", "totaal"] == 1
    assert figures["LED-01", "organisatie", ISIL, "2025-03-31", "totaal", "totaal"] == 2
    assert figures["ACT-01", "organisatie", ISIL, "2025-03", "totaal", "totaal"] == 1
    assert found_below(bibliotheek.omgeving.werk, _KANARIE) == {}
    assert found_below(_temporary(bibliotheek.omgeving), _KANARIE) == {}


def test_killed_while_publishing_the_next_run_ends_with_the_same_figures(bibliotheek: Bibliotheek) -> None:
    _kill_at(bibliotheek, _KORT)


@pytest.mark.lang
def test_killed_at_many_moments(bibliotheek: Bibliotheek) -> None:
    _kill_at(bibliotheek, _LANG)
