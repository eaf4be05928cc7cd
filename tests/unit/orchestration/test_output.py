"""How things are shown: Dutch numbers, aligned tables, one document on stdout, progress elsewhere.

Not here: the sentences (test_words).
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from orchestration.output import Uitvoer, align, dutch_number


@pytest.mark.parametrize(
    ("waarde", "decimalen", "tekst"),
    [
        (None, None, "–"), (0, None, "0"), (1234567, None, "1.234.567"), (12.0, None, "12"), (3.14159, None, "3,14"),
        (1234.5, 1, "1.234,5"), (-1234.4, 0, "-1.234"), (0.5, 1, "0,5"),
    ],
)  # fmt: skip
def test_numbers_are_dutch(waarde: float | None, decimalen: int | None, tekst: str) -> None:
    assert dutch_number(waarde, decimalen) == tekst


def test_columns_line_up() -> None:
    regels = align(("code", "waarde"), [("UIT-01", "5"), ("X", "1.234")], frozenset({1}))
    assert regels == ["code    waarde", "------  ------", "UIT-01       5", "X        1.234"]


def test_with_json_words_leave_stdout_alone(capsys: pytest.CaptureFixture[str]) -> None:
    uit = Uitvoer(json=True)
    uit.zeg("woorden")
    uit.document([{"op": datetime(2026, 1, 2, 3, 4), "naam": "ë"}])
    uit.meld("nog meer")
    gezien = capsys.readouterr()
    assert json.loads(gezien.out) == [{"op": "2026-01-02T03:04:00", "naam": "ë"}]
    assert "ë" in gezien.out
    assert gezien.err == "woorden\nnog meer\n"


def test_without_json_there_is_no_document(capsys: pytest.CaptureFixture[str]) -> None:
    uit = Uitvoer()
    uit.document({"a": 1})
    uit.zeg("woorden")
    assert capsys.readouterr().out == "woorden\n"


def test_progress_off_screen_is_a_line_when_done(capsys: pytest.CaptureFixture[str]) -> None:
    with Uitvoer().balk() as voortgang:
        for gedaan in range(4):
            voortgang("bouw", "Cijfers berekenen", gedaan, 3)
            voortgang("L000001", "NL-0899990000 uitleningen", gedaan, 3)
        voortgang("bouw", "Cijfers berekenen", 3, 3)
    gezien = capsys.readouterr()
    assert gezien.out == ""
    assert gezien.err == "Cijfers berekenen\n"


PROGRAM = """
import os
from orchestration.output import Uitvoer, nowhere, own_stdout
with own_stdout() as stroom:
    os.write(1, b"een balk van een bibliotheek\\n")
    Uitvoer(json=True, stroom=stroom).document({"a": 1})
    with nowhere():
        os.write(1, b"niemand\\n")
        print("niemand")
        Uitvoer(stroom=stroom).zeg("wij")
os.write(1, b"en weer gewoon\\n")
"""


def test_stdout_is_ours_alone(wortel: Path) -> None:
    """In a process of its own: here standard output is pytest's."""
    proces = subprocess.run([sys.executable, "-c", PROGRAM], cwd=wortel, capture_output=True, text=True, check=True)
    assert proces.stdout == '{\n  "a": 1\n}\nwij\nen weer gewoon\n'
    assert proces.stderr == "een balk van een bibliotheek\n"


def test_a_list_is_an_item_per_line(capsys: pytest.CaptureFixture[str]) -> None:
    Uitvoer(json=True).document([{"a": 1}, {"b": [2, 3]}])
    assert capsys.readouterr().out == '[\n{"a": 1},\n{"b": [2, 3]}\n]\n'
    Uitvoer(json=True).document([])
    assert json.loads(capsys.readouterr().out) == []
