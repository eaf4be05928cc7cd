"""The whole run: once where there is something new, not at all where there is not, and never with a value in its log.

Not here: the figures that come of it (tests/features) and being killed in the middle (tests/failure).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

import ingest
import publishing
from definitions import DRAIN_ORDER, Omgeving, PoortGesloten
from orchestration.instance import open_instance
from orchestration.lock import run_lock
from tests.features.bibliotheek import ISIL, Bibliotheek, loan
from tests.features.canary import found_below

from .conftest import Roep

HEAVY = ("dagster", "dagster_dbt", "dbt")


@pytest.fixture
def gevuld(roep: Roep, bestanden: Bibliotheek, werkmap: Path) -> Path:
    """A work folder of which everything lies in the inbox, complete."""
    lijst = bestanden.write(
        "organisaties.csv", "isil;naam;bronsysteem;werkgebied", [f"{ISIL};Bibliotheek Proef;wise;GM0014"]
    )
    log = bestanden.log([loan(1), loan(2, "04-03-2025"), loan(3, "31-02-2025")])
    for afzender, naam, paden in (
        ("NETWERK", "lijst", [lijst]),
        (ISIL, "a", [bestanden.locations()]),
        (ISIL, "b", [log]),
    ):
        drop = werkmap / "inbox" / afzender / naam
        drop.mkdir(parents=True)
        for pad in paden:
            (drop / pad.name).write_bytes(pad.read_bytes())
        (drop / "_KLAAR").write_text("periode=2025\n" if naam == "a" else "")
    return werkmap


def _omgeving(werkmap: Path) -> Omgeving:
    return Omgeving.from_environ(os.environ)


def test_from_inbox_to_publicatie_and_then_nothing_new(roep: Roep, gevuld: Path, wortel: Path) -> None:
    antwoord = roep("draai", "--json")
    assert antwoord.code == 11  # a row fell out
    assert antwoord.json["nieuw"] is True
    assert [b["dataset"] for b in antwoord.json["leveringen"]] == ["locaties", "uitleningen"]
    uitleningen = antwoord.json["leveringen"][-1]["rijen"]
    assert (uitleningen["geaccepteerd"], uitleningen["uitval"]) == (2, 1)
    assert "dagster" not in antwoord.err.lower()
    assert "Cijfers berekenen" in antwoord.err
    assert roep("status", "--json").json["publicatie"]["id"] == antwoord.json["publicatie"]
    (cijfer,) = roep("cijfer", "UIT-00", "--gebied", ISIL, "--periode", "2025-03", "--per", "totaal", "--json").json
    assert (cijfer["waarde"], cijfer["gebied"]) == (2, ISIL)
    _check_run_is_recorded(gevuld)
    _check_second_run_does_nothing(wortel)


def _check_run_is_recorded(werkmap: Path) -> None:
    """One run in Dagster's storage, with every asset made and every rule counted."""
    with open_instance(_omgeving(werkmap)) as instantie:
        (run,) = instantie.get_runs()
        assert run.status == dg.DagsterRunStatus.SUCCESS
        gemaakt = {
            e.asset_key.to_user_string()
            for e in (r.dagster_event for r in instantie.all_logs(run.run_id))
            if e is not None and e.is_step_materialization and e.asset_key
        }
        assert gemaakt >= {"inbox", "publicatie", "presentatie/indicatorwaarde", *(f"brons/{d}" for d in DRAIN_ORDER)}
        toetsen = {
            (t.asset_key.to_user_string(), t.check_name): t
            for t in (
                r.dagster_event.asset_check_evaluation_data
                for r in instantie.all_logs(run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION)
                if r.dagster_event
            )
        }
        foute_datum = toetsen["brons/uitleningen", "foute_datum"]
        assert (foute_datum.passed, foute_datum.metadata["rijen"].value) == (False, 1)
        assert toetsen["presentatie/indicatorwaarde", "sleutel_indicatorwaarde"].passed
        assert all(not k.startswith("brons/") or not t.blocking for (k, _), t in toetsen.items())


def _check_second_run_does_nothing(wortel: Path) -> None:
    programma = (
        "import sys; from orchestration.cli import main; code = main(['draai']);"
        f"print([m for m in {HEAVY} if m in sys.modules], file=sys.stderr); sys.exit(code)"
    )
    proces = subprocess.run(
        [sys.executable, "-c", programma], cwd=wortel, capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert proces.stdout.startswith("Niets nieuws: ")
    assert proces.stdout.count("\n") == 1
    assert proces.stderr == "[]\n"


def test_a_failure_leaves_no_value_anywhere(roep: Roep, gevuld: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    echt = ingest.process

    def stuk(omgeving: Omgeving, *, datasets: list[str], **rest: object) -> object:
        if datasets == ["collectie"]:
            try:
                raise KeyError("Kanariewilg uit een bibliotheek")
            except KeyError as eerste:
                raise ValueError("kan Kanariewilg niet lezen") from eerste
        return echt(omgeving, datasets=datasets, **rest)

    monkeypatch.setattr(ingest, "process", stuk, raising=False)
    antwoord = roep("draai")
    assert antwoord.code == 1
    assert antwoord.err.splitlines()[-1].startswith("Interne fout (ValueError in ")
    assert "Kanariewilg" not in antwoord.out + antwoord.err
    assert found_below(gevuld, {"naam": "Kanariewilg"}) == {}
    with open_instance(_omgeving(gevuld)) as instantie:
        assert [run.status for run in instantie.get_runs()] == [dg.DagsterRunStatus.FAILURE]


def test_a_closed_gate_is_12_and_publishes_nothing(roep: Roep, gevuld: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def dicht(*_: object, **__: object) -> None:
        raise PoortGesloten("De kwaliteitspoort houdt deze cijfers tegen: “de brug” klopt niet.")

    monkeypatch.setattr(publishing, "build", dicht, raising=False)
    monkeypatch.setattr(publishing, "publish", lambda *_: pytest.fail("toch gepubliceerd"), raising=False)
    antwoord = roep("draai", "--json")
    assert (antwoord.code, antwoord.out) == (12, "")
    assert "de brug" in antwoord.err.splitlines()[-1]
    assert roep("status", "--json").json["publicatie"] is None


def test_with_nothing_delivered_nothing_is_made(roep: Roep, werkmap: Path) -> None:
    antwoord = roep("draai")
    assert (antwoord.code, antwoord.out) == (0, "Er is nog niets aangeleverd: de inbox en het register zijn leeg.\n")
    assert roep("draai", "--json").json == {"nieuw": False, "leveringen": [], "publicatie": None}
    assert [pad.name for pad in werkmap.iterdir()] == [".draai"]


def test_one_run_at_a_time(roep: Roep, werkmap: Path) -> None:
    with run_lock(_omgeving(werkmap)):
        antwoord = roep("draai")
    assert antwoord.code == 14
    assert "loopt al een draai" in antwoord.err


def test_a_lock_file_left_behind_locks_nothing(werkmap: Path) -> None:
    werkmap.mkdir()
    (werkmap / ".draai").write_text("12345")
    with run_lock(_omgeving(werkmap)):
        pass


def test_a_refused_drop_is_10(roep: Roep, werkmap: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orchestration.draai.run_in_process", lambda *_: None)
    drop = werkmap / "inbox" / ISIL / "raar"
    drop.mkdir(parents=True)
    (drop / "raar.csv").write_text("x;y\n1;2\n")
    (drop / "_KLAAR").touch()
    antwoord = roep("draai", "--json")
    assert antwoord.code == 10
    assert [b["status"] for b in antwoord.json["leveringen"]] == ["geweigerd"]
    assert "Geweigerd (raar.csv)" in antwoord.err
