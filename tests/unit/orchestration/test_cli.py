"""The command as a contract for scripts: exit codes, one JSON document, one Dutch sentence.

Not here: the words of a call (test_parser) and the whole run (test_draai).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import ingest
from definitions import InterneFout, WerkmapFout
from orchestration.commands import worst
from tests.features.bibliotheek import ISIL, Bibliotheek, loan

from .conftest import Roep

RECEIPT = {
    "levering", "organisatie", "dataset", "periode", "bronsysteem", "bestanden", "status", "rijen", "bevindingen", "herkenning",
    "telt", "totalen", "niet_geteld", "eigen_totaal", "ontvangen_op",
}  # fmt: skip


@pytest.mark.parametrize(
    ("codes", "code"),
    [
        ([], 0), ([0, 0], 0), ([0, 11], 11), ([11, 10, 0], 10), ([10, 12], 12), ([11, 13, 12], 13), ([10, 14, 13], 14),
    ],
)  # fmt: skip
def test_the_first_of_several_exit_codes(codes: list[int], code: int) -> None:
    assert worst(codes) == code


def test_nothing_said_is_a_wrong_call(roep: Roep) -> None:
    antwoord = roep()
    assert antwoord.code == 2
    assert antwoord.out.startswith("Gebruik: daadkracht")


def test_a_mistake_is_one_sentence_on_stderr(roep: Roep) -> None:
    antwoord = roep("bewijs", "L000009", "--json")
    assert (antwoord.code, antwoord.out) == (2, "")
    assert antwoord.err.count("\n") == 1
    assert "Traceback" not in antwoord.err


def test_a_busy_work_folder_is_14(roep: Roep, monkeypatch: pytest.MonkeyPatch) -> None:
    def bezet(*_: object, **__: object) -> None:
        raise WerkmapFout("De werkmap is bezet.")

    monkeypatch.setattr(ingest, "process", bezet, raising=False)
    assert roep("verwerk") == type(roep("verwerk"))(14, "", "De werkmap is bezet.\n")


def test_a_bug_never_says_what_it_was_about(roep: Roep, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuk(*_: object, **__: object) -> None:
        geheim = "Kanariewilg"
        raise ValueError(f"kan {geheim} niet lezen")

    monkeypatch.setattr(ingest, "process", stuk, raising=False)
    antwoord = roep("verwerk", "--json")
    assert (antwoord.code, antwoord.out) == (1, "")
    assert antwoord.err.startswith("Interne fout (ValueError in ")
    assert antwoord.err.count("\n") == 1
    assert "Kanariewilg" not in antwoord.err


def test_a_bug_that_was_caught_below_passes_as_it_is(roep: Roep, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuk(*_: object, **__: object) -> None:
        raise InterneFout("Interne fout bij levering L000001.")

    monkeypatch.setattr(ingest, "process", stuk, raising=False)
    assert roep("verwerk").err == "Interne fout bij levering L000001.\n"


def test_a_levering_from_receipt_to_proof(roep: Roep, bekend: Bibliotheek) -> None:
    ontvangen = roep("lever", bekend.map / "log.csv", "--organisatie", ISIL, "--json")
    (bewijs,) = ontvangen.json
    assert ontvangen.code == 0
    assert bewijs.keys() == RECEIPT
    assert (bewijs["dataset"], bewijs["status"], bewijs["rijen"]) == ("uitleningen", "ontvangen", None)
    verwerkt = roep("verwerk", "--json")
    assert verwerkt.code == 0
    assert [b["levering"] for b in verwerkt.json] == [bewijs["levering"]]
    assert roep("bewijs", bewijs["levering"], "--json").json == verwerkt.json
    assert verwerkt.json[0]["rijen"]["geaccepteerd"] == 3
    assert "3 gelezen, 3 geaccepteerd" in roep("bewijs", bewijs["levering"]).out


def test_an_empty_queue_is_said(roep: Roep, bekend: Bibliotheek) -> None:
    assert roep("verwerk").out == "Niets te verwerken: de wachtrij is leeg.\n"
    assert roep("verwerk", "--json").json == []


def test_rows_that_fall_out_are_11(roep: Roep, bekend: Bibliotheek) -> None:
    log = bekend.log([loan(1), loan(2, "31-02-2025")], "uitval.csv")
    assert roep("lever", log, "--organisatie", ISIL).code == 0
    antwoord = roep("verwerk", "--json")
    assert antwoord.code == 11
    assert {b["code"] for b in antwoord.json[0]["bevindingen"]} >= {"foute_datum"}


def test_a_refused_file_is_10_with_its_reason(roep: Roep, bekend: Bibliotheek) -> None:
    raar = bekend.write("raar.csv", "x;y", ["1;2"])
    antwoord = roep("lever", raar, "--organisatie", ISIL, "--json")
    assert antwoord.code == 10
    assert antwoord.json[0]["status"] == "geweigerd"
    assert antwoord.err.startswith("Geweigerd (raar.csv): ")
    assert roep("bewijs", antwoord.json[0]["levering"]).code == 0


def test_checking_delivers_nothing(roep: Roep, bekend: Bibliotheek) -> None:
    antwoord = roep("controleer", bekend.map / "log.csv", "--organisatie", ISIL, "--json")
    assert antwoord.code == 0
    assert antwoord.json[0].keys() == RECEIPT
    assert antwoord.json[0]["levering"] is None
    assert antwoord.json[0]["rijen"]["geaccepteerd"] == 3
    assert len(roep("status", "--json").json["leveringen"]) == 2


def test_the_state_in_words_and_as_a_document(roep: Roep, bekend: Bibliotheek) -> None:
    roep("lever", bekend.map / "log.csv", "--organisatie", ISIL)
    stand = roep("status", "--json").json
    assert stand.keys() == {"werkmap", "wachtrij", "kalender", "leveringen", "publicatie"}
    assert stand["wachtrij"] == {"ontvangen": 1}
    assert stand["publicatie"] is None
    assert {b["dataset"] for b in stand["leveringen"]} == {"organisaties", "locaties", "uitleningen"}
    assert [b["dataset"] for b in roep("status", "--organisatie", ISIL, "--json").json["leveringen"]] == [
        "locaties", "uitleningen",
    ]  # fmt: skip
    assert "Wachtrij: 1 ontvangen" in roep("status").out


def test_an_empty_work_folder_has_a_state(roep: Roep, werkmap: Path) -> None:
    antwoord = roep("status", "--json")
    assert (antwoord.code, antwoord.json["leveringen"]) == (0, [])
    assert not werkmap.exists()


def test_withdrawing_and_confirming(roep: Roep, bekend: Bibliotheek) -> None:
    (bewijs,) = roep("lever", bekend.map / "log.csv", "--organisatie", ISIL, "--json").json
    roep("verwerk")
    assert roep("bevestig", bewijs["levering"]).code == 2
    (ingetrokken,) = roep("intrekken", bewijs["levering"], "--reden", "verkeerd bestand", "--json").json
    assert ingetrokken["status"] == "ingetrokken"
    assert roep("intrekken", bewijs["levering"], "--reden", "nog eens").code == 2


@pytest.mark.parametrize(
    "opdracht", [["cijfer"], ["herkomst", "UIT-01", "--gebied", "NL01", "--periode", "2025"], ["terug"]]
)
def test_without_a_publicatie_that_is_said(roep: Roep, opdracht: list[str]) -> None:
    antwoord = roep(*opdracht, "--json")
    assert (antwoord.code, antwoord.out) == (2, "")
    assert "nog geen publicatie" in antwoord.err


def test_a_workbook_is_written_and_never_over_another(roep: Roep, bekend: Bibliotheek, tmp_path: Path) -> None:
    doel = tmp_path / "jaarcijfers.xlsx"
    woorden = ("sjabloon", "jaarcijfers", "--naar", doel, "--organisatie", ISIL, "--jaar", "2025")
    antwoord = roep(*woorden, "--json")
    assert (antwoord.code, antwoord.json) == (0, {"bestand": str(doel)})
    inhoud = doel.read_bytes()
    assert inhoud.startswith(b"PK")
    nog_eens = roep(*woorden)
    assert (nog_eens.code, nog_eens.out, doel.read_bytes()) == (2, "", inhoud)
    assert "bestaat al" in nog_eens.err
    weg = roep("sjabloon", "leden", "--naar", tmp_path / "geen" / "leden.xlsx")
    assert (weg.code, "niet te schrijven" in weg.err) == (2, True)
    assert roep("sjabloon", "jaarcijfers", "--jaar", "25").code == 2


def test_definitions_are_right_and_say_so(roep: Roep) -> None:
    assert roep("definities", "--json").json == []
    assert roep("definities").out.startswith("De definities kloppen: ")


def test_wrong_definitions_are_all_named(roep: Roep, monkeypatch: pytest.MonkeyPatch) -> None:
    fouten = [
        "indicatoren/UIT-01.yaml:7: codelijst bestaat niet.",
        "begrippen/lid.yaml:3: versie ontbreekt: altijd nodig.",
    ]
    monkeypatch.setattr("definitions.check_definities", lambda: fouten)
    antwoord = roep("definities")
    assert (antwoord.code, antwoord.err.splitlines()) == (2, fouten)
    assert roep("definities", "--json").json == [
        {"bestand": "indicatoren/UIT-01.yaml", "regel": 7, "fout": "codelijst bestaat niet."},
        {"bestand": "begrippen/lid.yaml", "regel": 3, "fout": "versie ontbreekt: altijd nodig."},
    ]


def test_a_real_process_ends_with_the_same_code_and_streams(werkmap: Path, tmp_path: Path, wortel: Path) -> None:
    def roep_echt(*woorden: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "orchestration.cli", *woorden], cwd=wortel, capture_output=True, text=True, check=False,
            env={**os.environ, "LANG": "en_US.UTF-8"},
        )  # fmt: skip

    assert roep_echt("--help").stdout.startswith("Gebruik: ")
    stand = roep_echt("status", "--json")
    assert (stand.returncode, stand.stderr) == (0, "")
    assert json.loads(stand.stdout)["wachtrij"] == {}
    fout = roep_echt("bewijs", "niets", "--json")
    assert (fout.returncode, fout.stdout) == (2, "")
    assert fout.stderr.count("\n") == 1


def test_a_reader_that_stops_reading_is_no_error(werkmap: Path, wortel: Path) -> None:
    proces = subprocess.run(
        f"{sys.executable} -m orchestration.cli --help | true",
        shell=True,
        cwd=wortel,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in proces.stderr
    assert "Exception" not in proces.stderr


@pytest.mark.parametrize("woorden", [["demo"]])
def test_the_demo_never_touches_other_data(roep: Roep, werkmap: Path, woorden: list[str]) -> None:
    werkmap.mkdir()
    (werkmap / "register.sqlite").write_bytes(b"")
    antwoord = roep(*woorden)
    assert antwoord.code == 14
    assert "niet van de demo" in antwoord.err
    assert (werkmap / "register.sqlite").exists()
