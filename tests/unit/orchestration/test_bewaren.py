"""The commands that make data go, as a person and a script meet them.

Not here: what goes (tests/features), and that killed ones are finished (tests/failure).
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest

from definitions import Omgeving
from orchestration.automation import cleaning_job
from orchestration.code_location import build_defs
from tests.features.bibliotheek import ISIL, Bibliotheek, loan, member

from .conftest import Roep

PERSOON = "918273645"
VERGEET = ("vergeet", "--organisatie", ISIL, "--reden", "verzoek van de bibliotheek")


@pytest.fixture
def geleverd(roep: Roep, bestanden: Bibliotheek) -> Bibliotheek:
    lijst = bestanden.write(
        "organisaties.csv", "isil;naam;bronsysteem;werkgebied", [f"{ISIL};Bibliotheek Proef;wise;GM0014"]
    )
    roep("lever", lijst)
    leden, log = bestanden.members([member(PERSOON), member("5")]), bestanden.log([loan(1, lid=PERSOON), loan(2)])
    roep("lever", bestanden.locations(), leden, log, "--organisatie", ISIL, "--periode", "2025-03")
    assert roep("verwerk").code == 0
    return bestanden


def _say(monkeypatch: pytest.MonkeyPatch, tekst: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(tekst))


def test_forgetting_asks_the_number_and_never_says_it(
    roep: Roep, geleverd: Bibliotheek, werkmap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oud = werkmap / "bouw" / "20250101T000000-aaaaaaaa"
    oud.mkdir(parents=True)
    (oud / "bouw.duckdb").write_bytes(b"persoon")
    _say(monkeypatch, f"{PERSOON}\n")
    antwoord = roep(*VERGEET, "--json")
    assert antwoord.code == 0
    assert antwoord.json["rijen"] == {"leners": 1, "leden": 1}
    assert len(antwoord.json["bestanden"]) == 2
    assert not oud.exists(), "a build nobody can say of what it was made may hold the person"
    _say(monkeypatch, f"{PERSOON}\n")
    antwoord = roep(*VERGEET)
    assert "Het lid is vergeten. Weggehaalde regels: 0 uit leden, 0 uit leners." in antwoord.out
    assert PERSOON not in antwoord.out + antwoord.err


def test_forgetting_nobody_is_one_sentence(roep: Roep, geleverd: Bibliotheek, monkeypatch: pytest.MonkeyPatch) -> None:
    _say(monkeypatch, "\n")
    antwoord = roep(*VERGEET)
    assert (antwoord.code, antwoord.out) == (2, "")
    assert "standaardinvoer" in antwoord.err
    assert roep(*VERGEET, PERSOON).code == 2, "never as an argument"


def test_cleaning_says_what_would_go_and_then_what_went(
    roep: Roep, geleverd: Bibliotheek, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert roep("opschonen").out == "Niets is over zijn bewaartermijn.\n"
    monkeypatch.setenv("DAADKRACHT_NU", "2026-09-15T12:00:00")
    proef = roep("opschonen", "--proef")
    assert proef.out.startswith("Wat opschonen zou doen:\n")
    assert "de bestanden (leden): zou worden vernietigd (bewaartermijn)" in proef.out
    gedaan = roep("opschonen", "--json").json
    assert {o["dataset"] for o in gedaan["bestanden"]} >= {"leden", "uitleningen"}
    assert gedaan["proef"] is False
    monkeypatch.setenv("DAADKRACHT_NU", "2028-01-01T12:00:00")
    assert "cijfers zijn nog niet gepubliceerd; doe eerst: daadkracht draai" in roep("opschonen").out


def test_a_new_key_is_said(roep: Roep, geleverd: Bibliotheek) -> None:
    assert roep("sleutels", "roteer", "--organisatie", ISIL, "--json").json == {"organisatie": ISIL, "versie": 2}
    assert "sleutel 3" in roep("sleutels", "roteer", "--organisatie", ISIL).out


def test_minimising_says_where_the_file_is(roep: Roep, bestanden: Bibliotheek, monkeypatch: pytest.MonkeyPatch) -> None:
    naar = bestanden.map / "uitvoer"
    paden = (bestanden.locations(), bestanden.log([loan(1, lid=PERSOON)]))
    antwoord = roep(
        "minimaliseer", *paden, "--organisatie", ISIL, "--naar", naar, "--bronsysteem", "wise", "--periode", "2025-03"
    )
    assert antwoord.code == 0, antwoord.err
    assert f"geminimaliseerd: {naar / 'uitlening.csv'}; lever dit bestand" in antwoord.out
    assert "geen gegevens van personen, lever het zoals het is" in antwoord.out
    assert "Bewaar een kopie" in antwoord.err
    _say(monkeypatch, f"{PERSOON}\n")
    lid = roep("minimaliseer", "--lid", "--organisatie", ISIL).out.strip()
    assert f";{lid};" in (naar / "uitlening.csv").read_text()
    assert roep("minimaliseer", "--organisatie", ISIL).code == 2


def test_dagster_cleans_up_every_night(maak_omgeving: Callable[..., Omgeving]) -> None:
    omgeving = maak_omgeving("opschonen")
    defs = build_defs(omgeving)
    schema = defs.resolve_schedule_def("opschonen_elke_nacht")
    assert schema.default_status is dg.DefaultScheduleStatus.RUNNING
    assert cleaning_job(omgeving).execute_in_process().success
