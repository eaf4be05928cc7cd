"""The Dutch in which receipts, figures and states are shown.

Not here: the findings' own sentences (definitions/bevindingen.yaml).
"""

from __future__ import annotations

from typing import Any

from orchestration import words

BEWIJS: dict[str, Any] = {
    "levering": "L000012", "organisatie": "NL-0899990000", "dataset": "uitleningen", "periode": "2025-03", "bronsysteem": "wise",
    "bestanden": [{"naam": "log.csv", "sha256": "ab" * 32}], "status": "verwerkt_met_uitval",
    "rijen": {"gelezen": 1200, "geaccepteerd": 1190, "hersteld": 0, "uitval": 8, "dubbel": 2, "overgeslagen": 0},
    "bevindingen": [{"code": "foute_datum", "ernst": "rij", "kolom": "datum", "aantal": 8, "uitleg": "Geen datum."}],
    "telt": ["2025-03"],
}  # fmt: skip


def test_a_receipt_says_everything_once() -> None:
    tekst = "\n".join(words.receipt_lines(BEWIJS))
    for deel in (
        "Levering L000012: uitleningen van NL-0899990000 over 2025-03 uit wise", "status: verwerkt, met uitval", "log.csv",
        "1.200 gelezen, 1.190 geaccepteerd", "8 uitval", "foute_datum in datum, 8 keer: Geen datum.",
    ):  # fmt: skip
        assert tekst.count(deel) == 1, deel


def test_a_receipt_before_processing_has_no_counts() -> None:
    tekst = "\n".join(words.receipt_lines(BEWIJS | {"rijen": None, "bevindingen": [], "status": "ontvangen"}))
    assert "gelezen" not in tekst
    assert "nog niet verwerkt" in tekst


def test_a_check_has_no_number() -> None:
    assert words.receipt_lines(BEWIJS | {"levering": None})[0].startswith("Niet aangeleverd: uitleningen")
    assert "None" not in words.receipt_line(BEWIJS | {"levering": None, "rijen": None})


def test_only_a_refusal_gives_its_reason() -> None:
    assert words.refusals(BEWIJS) == []
    geweigerd = BEWIJS | {
        "status": "geweigerd", "dataset": None, "periode": None, "bronsysteem": None,
        "bevindingen": [*BEWIJS["bevindingen"], {"code": "x", "ernst": "levering", "kolom": None, "aantal": 1, "uitleg": "Leeg bestand."}],
    }  # fmt: skip
    assert words.refusals(geweigerd) == ["Geweigerd (log.csv): Leeg bestand."]


def test_figures_are_a_table_with_dutch_numbers() -> None:
    cijfer = {
        "indicator": "UIT-06", "gebied": "NL01", "periode": "2025", "uitsplitsing": "totaal", "klasse": "totaal", "waarde": 1234.56,
        "eenheid": "per lid", "dekking": 0.5, "status": "definitief", "markeringen": ["geschat"],
    }  # fmt: skip
    kop, _, regel = words.figure_lines(
        [
            cijfer,
        ],
        {"UIT-06": 1},
    )
    assert kop.split()[:2] == ["indicator", "gebied"]
    assert regel.split() == [
        "UIT-06", "NL01", "2025", "totaal", "totaal", "1.234,6", "per", "lid", "50%", "definitief,", "geschat",
    ]  # fmt: skip


def test_nothing_found_is_said() -> None:
    assert words.figure_lines([], {}) == ["Geen cijfers die hieraan voldoen."]
    assert words.origin_lines([]) == ["Achter dit cijfer staat geen levering."]


def test_an_empty_work_folder_is_said() -> None:
    regels = words.status_lines(
        {"werkmap": "werk", "wachtrij": {}, "leveringen": [], "publicatie": None, "kalender": {"te_laat": []}}
    )
    assert regels == ["Werkmap: werk", "Wachtrij: leeg", "Publicatie: nog geen", "Kalender: niets te laat."]


def test_the_state_is_a_table_of_leveringen() -> None:
    stand = {"werkmap": "werk", "wachtrij": {"wacht": 2}, "leveringen": [BEWIJS], "publicatie": {"id": "P1"},
             "kalender": {"te_laat": [
                 {"organisatie": "NL-0899990000", "dataset": "uitleningen", "periode": "2025-04", "uiterlijk": "2025-05-10", "status": "te_laat"},
             ]}}  # fmt: skip
    tekst = "\n".join(words.status_lines(stand))
    assert "Wachtrij: 2 wacht" in tekst
    assert "Publicatie: P1" in tekst
    assert "Kalender: 1 te laat; zie `daadkracht kalender`." in tekst
    assert "NL-0899990000 uitleningen 2025-04, uiterlijk 2025-05-10" in tekst
    assert "L000012" in tekst
