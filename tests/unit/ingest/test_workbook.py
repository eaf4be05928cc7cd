"""A receipt as a workbook: all there is in it, as text.

Not here: what a receipt says (tests/features).
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest

from definitions import load_definities
from ingest import Melding, Ontvangstbewijs, Rijen, receipt_workbook
from ingest.compare import EigenTotaal, with_totals
from ingest.records import Bestand

NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
GEVAARLIJK = ("=HYPERLINK(\"http://kwaad\")", "+1+1", "-2", "@SUM(A1)", "http://kwaad.example", "007", "\tx")  # fmt: skip


def _bewijs(naam: str, kolom: str = "datum") -> Ontvangstbewijs:
    melding = Melding(
        "foute_datum", "rij", "uitval", kolom, 3, "De datum is leeg. Herstel hem.", herstel="Herstel hem.",
        regels={naam: (3, 7)},
    )  # fmt: skip
    return Ontvangstbewijs(
        "L000012", "NL-0899990000", "uitleningen", "2025-03", "wise", (Bestand(naam, "ab" * 32),), "verwerkt_met_uitval",
        Rijen(10, 7, 0, 3, 0, 0), (melding,), {"bronsysteem": "de kolommen passen bij Wise"}, ontvangen_op=datetime(2026, 1, 31, 12, 5),
    )  # fmt: skip


def _sheets(inhoud: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as boek:
        gedeeld = [
            "".join(t.text or "" for t in si.iter(f"{{{NS['s']}}}t"))
            for si in ET.fromstring(boek.read("xl/sharedStrings.xml")).findall("s:si", NS)
        ]
        namen = re.findall(r'<sheet name="([^"]+)"', boek.read("xl/workbook.xml").decode())
        uit = {}
        for nr, naam in enumerate(namen, 1):
            rijen = ET.fromstring(boek.read(f"xl/worksheets/sheet{nr}.xml")).findall(".//s:row", NS)
            uit[naam] = [
                [gedeeld[int(c.findtext("s:v", "0", NS))] if c.get("t") == "s" else c.findtext("s:v", "", NS)
                 for c in rij.findall("s:c", NS)] for rij in rijen
            ]  # fmt: skip
    return uit


def test_summary_findings_and_rows_are_all_there() -> None:
    bladen = _sheets(receipt_workbook([_bewijs("log.csv")]))
    assert list(bladen) == ["Samenvatting", "Bevindingen", "Regels"]
    samenvatting = {rij[0]: rij[1] for rij in bladen["Samenvatting"] if len(rij) > 1}
    assert (samenvatting["Levering"], samenvatting["Rijen gelezen"], samenvatting["Rijen uitgevallen"]) == (
        "L000012",
        "10",
        "3",
    )
    assert samenvatting["Ontvangen op"] == "31-01-2026 12:05"
    assert bladen["Bevindingen"][1] == [
        "L000012", "foute_datum", "datum", "3", "telt niet mee", "De datum is leeg.", "Herstel hem.",
    ]  # fmt: skip
    assert bladen["Regels"][1:] == [["L000012", "foute_datum", "datum", "log.csv", r] for r in ("3", "7")]


def test_what_was_counted_stands_per_location_and_beside_the_own_total() -> None:
    """Every number of the tally comes back, on the sheet where it belongs."""
    cellen = [
        ["NL-0899991001", "2025-03", "UITLENING", "telt", 70], ["NL-0899991001", "2025-03", "UITLENING", "ander_account", 4],
        ["NL-0899991001", "2025-03", "VERLENGING", "telt", 20], ["NL-0899991002", "2025-03", "UITLENING", "telt", 5],
        ["NL-0899991002", "2025-03", "UITLENING", "dubbel", 2], ["ONBEKEND", "ONBEKEND", "UITLENING", "uitval:foute_datum", 3],
    ]  # fmt: skip
    kaal = replace(_bewijs("log.csv"), telling={"cellen": cellen, "ritme": []})
    eigen = with_totals(load_definities(), kaal, [EigenTotaal("NL-0899991001", "2025-03", 75)])
    bladen = _sheets(receipt_workbook([eigen]))
    assert bladen["Totalen"] == [
        ["levering", "locatie", "periode", "uw systeem zegt", "wij tellen", "niet geteld", "onverklaard"],
        ["L000012", "NL-0899991001", "2025-03", "75", "70", "4", "1"],
        ["L000012", "NL-0899991002", "2025-03", "", "5", "2", ""],
        ["L000012", "niet te zien", "niet te zien", "", "0", "3", ""],
    ]
    assert [rij[1:] for rij in bladen["Niet geteld"][1:]] == [
        ["NL-0899991001", "2025-03", "accounts die niet meetellen (personeel, andere bibliotheken, instellingen)", "4"],
        ["NL-0899991002", "2025-03", "dezelfde regel nog eens", "2"],
        ["niet te zien", "niet te zien", "De datum is leeg of bestaat niet", "3"],
    ]
    assert [rij[1:] for rij in bladen["Soorten"][1:]] == [
        ["2025-03", "Uitlening", "79", "75"], ["2025-03", "Verlenging", "20", "20"],
    ]  # fmt: skip
    assert _sheets(receipt_workbook([kaal]))["Totalen"][1] == [
        "L000012", "NL-0899991001", "2025-03", "", "70", "4", "",
    ]  # fmt: skip


@pytest.mark.parametrize("naam", GEVAARLIJK)
def test_no_name_becomes_a_formula_or_a_link(naam: str) -> None:
    inhoud = receipt_workbook([_bewijs(naam, naam)])
    with zipfile.ZipFile(io.BytesIO(inhoud)) as boek:
        bladen = b"".join(boek.read(n) for n in boek.namelist() if n.startswith("xl/worksheets/"))
    assert b"<f>" not in bladen
    assert b"hyperlink" not in bladen
    assert naam in _sheets(inhoud)["Bevindingen"][1]


def test_a_receipt_before_processing_and_a_check_have_one_too() -> None:
    controle = Ontvangstbewijs(None, "NL-0899990000", None, None, None, (Bestand("x", ""),), "geweigerd")
    samenvatting = dict(r for r in _sheets(receipt_workbook([controle]))["Samenvatting"] if len(r) == 2)
    assert samenvatting["Levering"] == "niet aangeleverd"
    assert samenvatting["Dataset"] == "niet herkend"
