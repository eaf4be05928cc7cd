"""`daadkracht herken` and `vertaal`: what a person reads, the one JSON document, and what to do next.

Not here: how a mapping is proposed (tests/unit/ingest/test_propose.py).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.features.bibliotheek import ISIL, Bibliotheek, loan
from tests.features.onbekende_exports import spreadsheet

from .conftest import Roep


def _export(map_: Path) -> Path:
    export = spreadsheet()
    map_.mkdir(parents=True, exist_ok=True)
    (map_ / export.naam).write_bytes(export.inhoud)
    return map_ / export.naam


def test_a_proposal_is_a_table_with_grounds_and_what_to_do(roep: Roep, tmp_path: Path) -> None:
    pad = _export(tmp_path / "exports")
    antwoord = roep("herken", pad)
    assert (antwoord.code, antwoord.err) == (0, "")
    for deel in (
        "map1.tsv: uitleningen (zekerheid ", "gescheiden door tabs, UTF-8, 400 regels bekeken; datums als dd-mm-jjjj uu:mm",
        "abonement", "de kop lijkt op abonnement", "altijd UITLENING", "* verplicht", "nog te kiezen",
        "naam klant: de waarden hebben de vorm van naam", "Niet nodig: regel.", f"daadkracht herken {pad} --organisatie ISIL",
    ):  # fmt: skip
        assert deel in antwoord.out, deel
    assert "Bakker" not in antwoord.out


def test_the_document_of_a_proposal(roep: Roep, tmp_path: Path) -> None:
    document = roep("herken", _export(tmp_path / "exports"), "--json").json
    assert (document["dataset"], document["bekend"], document["bevestigd"]) == ("uitleningen", None, None)
    lid = next(k for k in document["kolommen"] if k["kolom"] == "lid")
    assert set(lid) == {
        "kolom",
        "verplicht",
        "van",
        "samen",
        "vast",
        "zekerheid",
        "gronden",
        "alternatieven",
        "codes",
        "codes_verborgen",
    }
    assert lid["van"] == "klantnr."


def test_confirmed_delivered_and_translated_by_command(roep: Roep, bekend: Bibliotheek) -> None:
    pad = _export(bekend.map)
    zonder = roep("herken", pad, "--bevestig")
    assert (zonder.code, "--organisatie" in zonder.err) == (2, True)

    bevestigd = roep("herken", pad, "--organisatie", ISIL, "--bevestig", "--als", "tabel", "--json").json["bevestigd"]
    assert bevestigd == {"bronsysteem": "eigen-tabel", "versie": 1}
    assert "versie 2" in roep("herken", pad, "--organisatie", ISIL, "--bevestig", "--als", "tabel").out
    roep("vertaal", "--organisatie", ISIL, "--bronsysteem", "eigen-tabel", "--kolom", "locatie", "9002=NL-0899991001")
    assert (
        "herkend: de kolommen passen bij eigen export tabel (versie 2)" in roep("lever", pad, "--organisatie", ISIL).out
    )

    assert roep("verwerk").code == 0
    (lidsoort,) = [o for o in roep("vertaal", "--organisatie", ISIL, "--json").json if o["kolom"] == "lidsoort"]
    assert {c["code"] for c in lidsoort["codes"]} == {"A2", "J1", "Z9"}
    assert f"daadkracht vertaal --organisatie {ISIL} --bronsysteem eigen-tabel --kolom lidsoort" in lidsoort["uitleg"]
    vertaald = roep(
        "vertaal", "--organisatie", ISIL, "--kolom", "lidsoort", "A2=VOLW", "J1=JEUGD", "Z9=INSTELLING", "--json"
    ).json
    assert (vertaald["versie"], vertaald["opnieuw"]) == (1, [lidsoort["levering"]])
    assert roep("verwerk").code == 0
    assert [o["kolom"] for o in roep("vertaal", "--organisatie", ISIL, "--json").json] == ["materiaalsoort"]


def test_a_known_file_needs_no_profile(roep: Roep, bestanden: Bibliotheek) -> None:
    antwoord = roep("herken", bestanden.log([loan(i) for i in range(20)]))
    assert "wordt al gelezen als OCLC Wise" in antwoord.out
    assert "Lever met: daadkracht lever" in antwoord.out


def test_what_is_missing_is_asked_for(roep: Roep, bestanden: Bibliotheek) -> None:
    antwoord = roep(
        "herken",
        bestanden.write("x.csv", "Uitleendatum;Klantnr;Verlengingen", ["01-03-2025;1;0"] * 20),
        "--dataset",
        "uitleningen",
    )
    assert "Niet gevonden en wel verplicht: exemplaar, locatie." in antwoord.out
    assert "--kolom exemplaar=KOP" in antwoord.out


@pytest.mark.usefixtures("bekend")
def test_pairs_are_pairs(roep: Roep) -> None:
    for woorden in (["A"], ["=VOLW"], ["A=VOLW", "A=JEUGD"]):
        antwoord = roep("vertaal", "--organisatie", ISIL, "--kolom", "lidsoort", *woorden)
        assert (antwoord.code, antwoord.err.count("\n")) == (2, 1)
    assert "alle codes" in roep("vertaal", "--organisatie", ISIL).out.lower()
