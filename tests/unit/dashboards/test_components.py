"""What a reader sees: Dutch numbers, marks, sentences, tables, downloads and the contrast of colours; no page is drawn."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import datetime

import pytest

from dashboards.components import chart, download, dutch, picture, table, words
from dashboards.data import Bibliotheek, Indicator, Publicatie, Waarde
from dashboards.figures import Balk, Grafiek, Groep, Verandering, Vergelijking


@pytest.mark.parametrize(
    ("waarde", "decimalen", "tekst"),
    [
        (1234567, 0, "1.234.567"),
        (0, 0, "0"),
        (-0.04, 1, "0,0"),
        (-1234.56, 1, "-1.234,6"),
        (12.345, 2, "12,35"),
        (999, 0, "999"),
    ],
)
def test_numbers_are_dutch(waarde: float, decimalen: int, tekst: str) -> None:
    assert dutch.number(waarde, decimalen) == tekst


@pytest.mark.parametrize(("waarde", "tekst"), [(1234.0, "1234"), (0.1, "0,1"), (1234.5678, "1234,5678"), (0.0, "0")])
def test_numbers_for_a_program_keep_every_digit(waarde: float, tekst: str) -> None:
    assert dutch.plain(waarde) == tekst


@pytest.mark.parametrize(
    ("waarde", "status", "teken", "woord"),
    [
        (1234.0, "definitief", "1.234", "definitief"),
        (1234.0, "voorlopig", "1.234*", "voorlopig"),
        (1234.0, "geblokkeerd", "x", "geblokkeerd"),
        (None, "onderdrukt", ".", "onderdrukt"),
        (7.0, "onderdrukt", ".", "onderdrukt"),
        (None, "ontbreekt", "–", "ontbreekt"),
        (None, "niet_geleverd", "–", "niet geleverd"),
        (None, "definitief", "–", "ontbreekt"),
        (0.0, "definitief", "0", "definitief"),
    ],
)
def test_every_status_has_its_mark_and_its_word(waarde: float | None, status: str, teken: str, woord: str) -> None:
    gegeven = Waarde("2025", waarde, status)
    assert (dutch.value(gegeven, 0), dutch.status(gegeven)) == (teken, woord)


def test_change_in_words() -> None:
    assert words.change(Verandering("2024-12", -5.04)) == "5,0% lager dan in december 2024"
    assert words.change(Verandering("2024-12-31", 3.0)) == "3,0% hoger dan op 31 december 2024"
    assert words.change(Verandering("2024", 0.4, procentpunt=True)) == "0,4 procentpunt hoger dan in 2024"
    assert words.change(Verandering("2024", 0.01)) == "gelijk aan 2024"
    assert words.change(Verandering("2024", None, reden="geen cijfer over 2024")) == "geen cijfer over 2024"
    assert words.change(Verandering("2024", 2.0, geteld=10, verwacht=12)) == (
        "2,0% hoger dan in 2024, geteld over de 10 maanden die er in beide zijn"
    )
    assert words.change(Verandering("2024", 2.0, geteld=1, verwacht=12)).endswith(
        "over de ene maand die er in beide is"
    )
    assert words.change(Verandering("2024", 0.0, geteld=0.5, verwacht=1)).endswith("over 50% van wat verwacht werd")


PLEK = Vergelijking(Groep(None, tuple("ABCDE")), 5, 1000, 285.2, 205.7, 228.1, 226.3, 100.0, 300.0, 1)


def test_place_is_one_short_sentence() -> None:
    assert words.place(PLEK, "uitleningen") == "Hoger dan de middelste helft (205,7 tot 226,3)."
    ratio = Vergelijking(Groep(None, tuple("ABCDE")), 5, 0, 8.4, 6.8, 7.0, 7.2, 6.0, 8.4, 1)
    assert words.place(ratio, "%") == "Hoger dan de middelste helft (6,8% tot 7,2%)."
    assert "285,2" in words.strip_alt("Uitleningen", PLEK, "uitleningen")


def test_pictures_have_their_own_ground_and_an_escaped_sentence() -> None:
    gemaakt = picture.strip(PLEK, 'Uitleningen "x" <b>')
    assert 'alt="Uitleningen &quot;x&quot; &lt;b&gt;"' in gemaakt
    assert "data:image/svg+xml;base64," in gemaakt
    assert picture.sparkline((Waarde("2025-01", 1.0, "definitief"),), "te kort") == ""


def test_tables_escape_what_they_show_and_say_their_marks() -> None:
    gemaakt = table.table("Titel <x>", ("Periode", "Waarde"), [("<script>", ("x", "geblokkeerd"))], (1,))
    assert "<script>" not in gemaakt
    assert "<caption>Titel &lt;x&gt;</caption>" in gemaakt
    assert '<th scope="row">&lt;script&gt;</th>' in gemaakt
    assert '<span aria-hidden="true">x</span><span class="dk-oor">geblokkeerd</span>' in gemaakt
    assert gemaakt.count('scope="col"') == 2


INDICATOR = Indicator(
    "COL-10", "Omloopsnelheid", "Uitleningen per exemplaar.", "per exemplaar", "verhouding", 2, "omloop", "Hoe vaak.", 1,
    "locatie", None, "collectie", (),
)  # fmt: skip
GRAFIEK = Grafiek(
    INDICATOR, "maand", 2025, 2024,
    (
        Balk("jan", Waarde("2025-01", 1234.5678, "definitief"), Waarde("2024-01", 2.5, "definitief")),
        Balk("feb", Waarde("2025-02", 3.0, "voorlopig", ("geschat",)), None),
        Balk("mrt", Waarde("2025-03", 9.0, "geblokkeerd"), Waarde("2024-03", 7.0, "onderdrukt")),
        Balk("apr", Waarde("2025-04", 0.0, "definitief"), Waarde("2024-04", None, "ontbreekt")),
    ),
)  # fmt: skip
UITVOER = download.Uitvoer(
    GRAFIEK, Bibliotheek("NL-1", "=Bieb; 'De Brug'", 1000), Publicatie("P1", "w", datetime(2026, 2, 3), "v", True)
)


def test_csv_opens_in_a_dutch_spreadsheet() -> None:
    inhoud = download.csv_file(UITVOER)
    assert inhoud.startswith(b"\xef\xbb\xbf")
    rijen = list(csv.DictReader(io.StringIO(inhoud.decode("utf-8-sig")), delimiter=";"))
    assert [(r["periode"], r["waarde"], r["status"]) for r in rijen] == [
        ("2024-01", "2,5", "definitief"),
        ("2024-03", "", "onderdrukt"),
        ("2024-04", "", "ontbreekt"),
        ("2025-01", "1234,5678", "definitief"),
        ("2025-02", "3", "voorlopig"),
        ("2025-03", "", "geblokkeerd"),
        ("2025-04", "0", "definitief"),
    ]
    assert rijen[0]["bibliotheek"].startswith("'=")
    assert {r["publicatie"] for r in rijen} == {"P1"}
    assert rijen[4]["markeringen"] == "geschat"


def test_xlsx_holds_numbers_and_an_explanation() -> None:
    with zipfile.ZipFile(io.BytesIO(download.xlsx_file(UITVOER))) as boek:
        blad = boek.read("xl/worksheets/sheet1.xml").decode()
        namen = boek.read("xl/workbook.xml").decode()
        teksten = boek.read("xl/sharedStrings.xml").decode()
    assert '<sheet name="Cijfers"' in namen
    assert '<sheet name="Toelichting"' in namen
    assert re.findall(r'<c r="G(\d+)"[^>]*><v>([^<]+)</v>', blad)[1:] == [
        ("2", "2.5"),
        ("5", "1234.5678"),
        ("6", "3"),
        ("8", "0"),
    ]
    assert "<f>" not in blad
    assert "Uitleningen per exemplaar." in teksten
    assert "geblokkeerd" in teksten


def test_file_names_say_what_is_in_them() -> None:
    assert download.file_name(UITVOER, "csv") == "daadkracht_COL-10_NL-1_2025.csv"


def test_the_chart_draws_what_counts_and_nothing_else() -> None:
    rijen = chart.spec(GRAFIEK)["data"]["values"]
    assert [r["waarde"] for r in rijen] == [1234.5678, 3.0, None, 0.0]
    assert [r["vorige"] for r in rijen] == [2.5, None, None, None]
    assert [r["woord"] for r in rijen] == ["", "", "geblokkeerd", "0"]
    assert chart.spec(GRAFIEK)["config"]["locale"]["number"]["decimal"] == ","
    assert chart.marks_legend(GRAFIEK)[0].startswith("* voorlopig")
    assert "bevat schattingen" in chart.marks_legend(GRAFIEK)


def test_the_title_names_measure_and_period() -> None:
    assert chart.title(GRAFIEK) == "Omloopsnelheid per maand, 2025"


def _luminance(kleur: str) -> float:
    delen = (int(kleur[n : n + 2], 16) / 255 for n in (1, 3, 5))
    r, g, b = (d / 12.92 if d <= 0.04045 else ((d + 0.055) / 1.055) ** 2.4 for d in delen)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(een: str, ander: str) -> float:
    hoog, laag = sorted((_luminance(een), _luminance(ander)), reverse=True)
    return (hoog + 0.05) / (laag + 0.05)


@pytest.mark.parametrize(
    ("kleur", "grond", "minstens"),
    [
        (picture.INK, "#FFFFFF", 4.5),
        (picture.GREY, "#FFFFFF", 4.5),
        (picture.GREY, "#F2F5F7", 4.5),
        (picture.BLUE, "#FFFFFF", 4.5),
        # Drawings: 3 to 1 with what they touch. The line of last year touches its white casing, not the bars.
        (picture.ORANGE, "#FFFFFF", 3.0),
        (picture.BLUE, picture.LIGHT, 3.0),
        (picture.GREY, picture.LIGHT, 3.0),
        (picture.INK, picture.LIGHT, 3.0),
        ("#6B7780", "#FFFFFF", 3.0),
    ],
)
def test_colours_can_be_told_apart(kleur: str, grond: str, minstens: float) -> None:
    assert _contrast(kleur, grond) >= minstens


def test_the_line_has_a_casing_wider_than_itself() -> None:
    lijnen = [laag["mark"] for laag in chart.spec(GRAFIEK)["layer"] if laag["mark"]["type"] == "line"]
    assert [mark["color"] for mark in lijnen] == ["#FFFFFF", picture.ORANGE]
    assert lijnen[0]["strokeWidth"] >= lijnen[1]["strokeWidth"] + 2
