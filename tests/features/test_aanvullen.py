"""What is open of activities is answered once, survives a new levering, and goes back to Wijzer without changing a figure.

Not here: how an answer counts in figures (tests/spec), and which activities are the same (test_agenda.py).
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from definitions import Omgeving, VerkeerdeAanroep
from ingest import (
    answer_open_ends,
    answers_that_count,
    caveats,
    counting_files,
    open_ends,
    open_ends_workbook,
    read_answers,
    receipts,
    settle_activities,
    wijzer_file,
)
from ingest.openends import answers_of, counting_activities
from ingest.records import AANVULLING
from ingest.register import Register
from tests.features.bibliotheek import ISIL, Bibliotheek

PLEK = "NL-0899991001"
WIJZER = (
    "activiteit_id;isil_organisatie;isil_locatie;naam;start;kernfunctie;plaats;aantal_deelnemers;telling;status;thema"
)
EIGEN = "activiteit;naam;organisatie;locatie;start;kernfunctie;status;deelnemers;thema"
UIT_WIJZER = [
    f"W1;{ISIL};{PLEK};Voorlezen;2025-03-05 10:00;3;BIBLIOTHEEK;;;GEPLAND;",  # its end stands in the own agenda
    f"W2;{ISIL};{PLEK};Lezing;2025-03-06 20:00;3;BIBLIOTHEEK;;;GEPLAND;",
    f"W3;{ISIL};;Taalcafé;2025-03-07 14:00;2;BIBLIOTHEEK;12;GETELD;DOORGEGAAN;TAALVAARDIGHEID",
    f"W4;{ISIL};;Klas;2025-03-08 09:00;3;SCHOOL;26;GETELD;DOORGEGAAN;LEESBEVORDERING",
    f"W5;{ISIL};{PLEK};Afgelast;2025-03-09 09:00;3;BIBLIOTHEEK;;;GEANNULEERD;",
    f"W6;{ISIL};{PLEK};Komt nog;2026-07-09 09:00;3;BIBLIOTHEEK;;;GEPLAND;",
]
UIT_AGENDA = [
    f"E1;Voorlezen;{ISIL};{PLEK};2025-03-05 10:00;3;DOORGEGAAN;14;LEESBEVORDERING",
    f"=E2;Workshop;{ISIL};{PLEK};2025-03-10 14:00;5;DOORGEGAAN;;OVERIG",
]
# What is open, as the story tells: of W1 nothing, for the other system knows it.
OPEN = {"wijzer:W2": ("status", "deelnemers", "thema"), "wijzer:W3": ("locatie",), "netwerk:=E2": ("deelnemers",)}
ANTWOORDEN = {
    "wijzer:W2": {"status": "DOORGEGAAN", "deelnemers": "40", "telling": "GESCHAT", "thema": "LEESBEVORDERING"},
    "wijzer:W3": {"plaats": "EXTERN"},
    "netwerk:=E2": {"telling": "ONBEKEND"},
}


def deliver_activities(bib: Bibliotheek) -> None:
    """Deliver the story: Wijzer over two months, and the own agenda."""
    bib.deliver(bib.write("wijzer.csv", WIJZER, UIT_WIJZER[:5]), periode="2025-03")
    bib.deliver(bib.write("later.csv", WIJZER, UIT_WIJZER[5:]), periode="2026-07")
    bib.deliver(bib.write("agenda.csv", EIGEN, UIT_AGENDA), periode="2025-03")


def _open(omgeving: Omgeving) -> dict[str, tuple[str, ...]]:
    return {o.plek: o.open for o in open_ends(omgeving, ISIL)}


def _counted(omgeving: Omgeving) -> list[dict[str, Any]]:
    """What figures are made of, whatever system has it."""
    frame = counting_activities(omgeving, ISIL, answers_of(omgeving, ISIL), frozenset({"2025-03"}))
    kolommen = [
        k for k in frame.columns if not k.startswith("a_") and k not in ("bronsysteem", "activiteit", "naamsleutel")
    ]
    return frame.select(kolommen).sort("start").to_dicts()


def test_what_is_open_is_what_no_system_tells(bibliotheek: Bibliotheek) -> None:
    deliver_activities(bibliotheek)
    assert _open(bibliotheek.omgeving) == OPEN


def test_answers_survive_a_new_levering_and_yield_to_what_is_delivered(bibliotheek: Bibliotheek) -> None:
    omgeving = bibliotheek.omgeving
    deliver_activities(bibliotheek)
    assert answer_open_ends(omgeving, ISIL, ANTWOORDEN) == len(OPEN)
    assert answer_open_ends(omgeving, ISIL, ANTWOORDEN) == 0, "the same answers again are none"
    assert _open(omgeving) == {}
    telt = {(a.bronsysteem, a.activiteit): (a.status, a.deelnemers, a.plaats) for a in answers_that_count(omgeving)}
    assert telt["wijzer", "W2"] == ("DOORGEGAAN", 40, None)
    assert telt["wijzer", "W3"] == (None, None, "EXTERN")
    zegt = {
        b.levering: [m.aantal for m in b.bevindingen if m.code == "activiteiten_aangevuld"] for b in receipts(omgeving)
    }
    assert [n for n in zegt.values() if n] == [[2], [1]], "on the receipts of Wijzer and of the own agenda"

    opnieuw = [*UIT_WIJZER[:5], f"W9;{ISIL};{PLEK};Nieuw;2025-03-20 10:00;3;BIBLIOTHEEK;3;GETELD;DOORGEGAAN;OVERIG"]
    bibliotheek.deliver(bibliotheek.write("opnieuw.csv", WIJZER, opnieuw), periode="2025-03")
    assert _open(omgeving) == {}
    weet = [r.replace(";;;GEPLAND;", ";7;GETELD;DOORGEGAAN;OVERIG") for r in opnieuw]
    bibliotheek.deliver(bibliotheek.write("beter.csv", WIJZER, weet), periode="2025-03")
    (w2,) = (r for r in _counted(omgeving) if f"{r['start']:%d}" == "06")
    assert (w2["deelnemers"], w2["thema"]) == (7, "OVERIG"), "Wijzer's own word goes before the answer"

    answer_open_ends(omgeving, ISIL, {"wijzer:W3": {"locatie": PLEK}})
    with Register(omgeving) as register:
        (nu,) = register.agreements(AANVULLING, ISIL, "wijzer:W3")
    assert (nu.versie, nu.inhoud) == (2, {"plaats": "BIBLIOTHEEK", "locatie": PLEK, "maand": "2025-03"})


def _fill_in(pad: Path, antwoorden: dict[str, dict[str, str]]) -> None:
    """Write the first sheet anew with these answers in it, as a spreadsheet would save it."""
    frame = pl.read_excel(pad, sheet_id=1, infer_schema_length=0)
    with xlsxwriter.Workbook(pad, {"strings_to_formulas": False}) as boek:
        blad = boek.add_worksheet("Gegevens")
        blad.write_row(0, 0, frame.columns)
        for i, rij in enumerate(frame.iter_rows(named=True), start=1):
            blad.write_row(i, 0, [antwoorden.get(rij["activiteit"], {}).get(k) or rij[k] or "" for k in frame.columns])


def test_the_workbook_goes_out_and_comes_back(bibliotheek: Bibliotheek, tmp_path: Path) -> None:
    omgeving = bibliotheek.omgeving
    deliver_activities(bibliotheek)
    pad = tmp_path / "open.xlsx"
    pad.write_bytes(open_ends_workbook(omgeving, ISIL))
    with zipfile.ZipFile(pad) as boek:
        assert b"<f>" not in boek.read("xl/worksheets/sheet1.xml"), "a number of a system is never a formula"
    assert read_answers(omgeving, ISIL, pad) == 0, "as it went out it answers nothing"
    namen = {"DOORGEGAAN": "doorgegaan", "GESCHAT": "Geschat", "LEESBEVORDERING": "Leesbevordering", "EXTERN": "Elders"}
    _fill_in(pad, {plek: {k: namen.get(v, v) for k, v in a.items()} for plek, a in ANTWOORDEN.items()})
    assert read_answers(omgeving, ISIL, pad) == len(OPEN)
    assert _open(omgeving) == {}


def test_the_file_for_wijzer_delivered_again_changes_nothing(bibliotheek: Bibliotheek, tmp_path: Path) -> None:
    omgeving = bibliotheek.omgeving
    deliver_activities(bibliotheek)
    answer_open_ends(omgeving, ISIL, ANTWOORDEN)
    with pytest.raises(VerkeerdeAanroep, match="mogelijk dubbel"):
        wijzer_file(omgeving, ISIL, "2025-03")
    settle_activities(omgeving, ISIL, zelfde=[])
    voor = _counted(omgeving)
    assert len(voor) == 6

    pad = tmp_path / "activiteiten.xlsx"
    for ronde in (1, 2):
        pad.write_bytes(wijzer_file(omgeving, ISIL, "2025-03"))
        bewijs = bibliotheek.deliver(pad)
        assert (bewijs.bronsysteem, bewijs.periode) == ("wijzer", "2025-03")
        assert bewijs.rijen is not None
        assert bewijs.rijen.geaccepteerd == bewijs.rijen.gelezen == len(voor)
        assert _counted(omgeving) == voor, ronde
        assert not [v for v in caveats(omgeving) if v.reden == "mogelijk_dubbel"]
    nummers = {n for b in counting_files(omgeving) if (b.tabel, b.bronsysteem) == ("activiteiten", "wijzer")
               for n in pl.read_parquet(omgeving.werk / b.pad)["activiteit"]}  # fmt: skip
    assert nummers >= {"W1", "W2", "netwerk:=E2"}


@pytest.mark.parametrize(
    ("plek", "antwoord", "zin"),
    [("wijzer:W8", {"status": "DOORGEGAAN"}, "niet in de lijst"), ("wijzer:W2", {"deelnemers": "-3"}, "geen heel getal"),
     ("wijzer:W2", {"thema": "DANSEN"}, "geen code"), ("wijzer:W3", {"deelnemers": "3"}, "niet open"),
     ("wijzer:W3", {"locatie": PLEK, "plaats": "EXTERN"}, "een van de twee"),
     ("wijzer:W3", {"locatie": "NL-0899981001"}, "geen code")],
)  # fmt: skip
def test_an_answer_that_cannot_be_keeps_nothing(
    bibliotheek: Bibliotheek, plek: str, antwoord: dict[str, str], zin: str
) -> None:
    deliver_activities(bibliotheek)
    with pytest.raises(VerkeerdeAanroep, match=zin):
        answer_open_ends(bibliotheek.omgeving, ISIL, {"wijzer:W2": {"status": "DOORGEGAAN"}} | {plek: antwoord})
    assert _open(bibliotheek.omgeving) == OPEN
