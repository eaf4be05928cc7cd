"""The demo's bookkeeping: which published cell must equal which known total, and a fresh start that touches nothing else.

Not here: the whole demo (`make demo`), and what its exports hold (tests/unit/demo).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from definitions import Omgeving, WerkmapFout
from orchestration.cli import _environment
from orchestration.demo import _start_afresh, compare, truth_cells

ISIL = "NL-0899010000"


def _flows(uitleningen: int) -> dict[str, Any]:
    return {
        "uitleningen": uitleningen, "verlengingen": 2, "innames": 3, "actieve_leners": 4,
        "uitleningen_per_leeftijdsgroep": {"0-3": 1, "onbekend": uitleningen - 1},
        "uitleningen_per_materiaalsoort": {"BOEK": uitleningen}, "uitleningen_per_lidsoort": {"VOLW": uitleningen},
        "activiteiten": {"1": {"activiteiten": 5, "deelnemers": 60}},
    }  # fmt: skip


WAARHEID = {
    "organisaties": {
        ISIL: {
            "maanden": {"2024-01": _flows(9)}, "jaar": {"2024": _flows(9)},
            "leden": {"2024-12-31": {"totaal": 7, "per_leeftijdsgroep": {"65+": 7}, "per_lidsoort": {"VOLW": 7}}},
            "exemplaren": {"2024-12-31": {"totaal": 8, "per_materiaalsoort": {"BOEK": 8, "KAART": 0}}},
        }
    },
    "landelijk": {"per_maand": {"2024-01": {"uitleningen": 9, "verlengingen": 2, "innames": 3}}},
}  # fmt: skip


def test_every_total_of_the_truth_has_its_cell() -> None:
    cellen = dict(truth_cells(WAARHEID))
    assert len(cellen) == 2 * 10 + 3 + 3 + 3
    assert cellen["UIT-00", ISIL, "2024-01", "totaal", "totaal"] == 9
    assert cellen["UIT-00", ISIL, "2024", "leeftijdsgroep", "ONBEKEND"] == 8
    assert cellen["DLN-00", ISIL, "2024", "kernfunctie", "1"] == 60
    assert cellen["COL-00", ISIL, "2024-12-31", "materiaalsoort", "KAART"] == 0
    assert cellen["VER-00", "NL01", "2024-01", "totaal", "totaal"] == 2


def test_what_is_not_published_equals_only_nothing() -> None:
    gepubliceerd: dict[Any, float | None] = {cel: float(n) for cel, n in truth_cells(WAARHEID)}
    assert compare(WAARHEID, gepubliceerd) == (29, [])
    del gepubliceerd["COL-00", ISIL, "2024-12-31", "materiaalsoort", "KAART"]
    assert compare(WAARHEID, gepubliceerd)[1] == []
    weg = ("LED-00", ISIL, "2024-12-31", "totaal", "totaal")
    del gepubliceerd[weg]
    assert compare(WAARHEID, gepubliceerd)[1] == [(weg, 7, None)]


def test_the_demo_has_a_work_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    eigen = _environment("demo", {})
    assert (eigen.werk, eigen.sleutels) == (tmp_path / "werk/demo", tmp_path / "werk/demo-sleutels")
    assert _environment("draai", {}).werk == tmp_path / "werk"
    gekozen = _environment("demo", {"DAADKRACHT_WERK": str(tmp_path / "x"), "DAADKRACHT_SLEUTELS": str(tmp_path / "y")})
    assert (gekozen.werk, gekozen.sleutels) == (tmp_path / "x", tmp_path / "y")


def test_a_second_demo_starts_afresh_and_touches_nothing_else(tmp_path: Path) -> None:
    omgeving = Omgeving(tmp_path / "werk" / "demo", tmp_path / "werk" / "demo-sleutels")
    omgeving.werk.mkdir(parents=True)
    (tmp_path / "werk" / "register.sqlite").touch()
    _start_afresh(omgeving)
    (omgeving.werk / "publicaties").mkdir()
    (omgeving.werk / "publicaties" / "x").touch()
    (omgeving.werk / "register.sqlite").touch()
    _start_afresh(omgeving)
    assert [pad.name for pad in omgeving.werk.iterdir()] == ["DEMO.txt"]
    assert (tmp_path / "werk" / "register.sqlite").exists()
    echt = Omgeving(tmp_path / "werk", tmp_path / "sleutels")
    with pytest.raises(WerkmapFout):
        _start_afresh(echt)
