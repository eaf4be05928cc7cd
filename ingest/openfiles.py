"""Open ends of activities as files: the workbook in which a library answers them, and what goes back to Wijzer.

Not here: what is open and what an answer may be (`openends.py`). Every cell is text, so that no number or date is made of it
and nothing that a system wrote becomes a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from definitions import ONBEKEND, Omgeving, VerkeerdeAanroep, load_definities

from . import period
from .agenda import WAARSCHIJNLIJK, WIJZER, ZEKER, recognise_activities
from .dialect import CODES, GEGEVENS, UITLEG
from .openends import (
    KOLOMMEN,
    VRAGEN,
    OpenEinde,
    answer_choices,
    answer_open_ends,
    answers_of,
    counting_activities,
    open_ends,
)
from .smalltable import read_small

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_OPTIES = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_PLEK = "activiteit"
_VOORAF = {_PLEK: 26, "begin": 18, "waar": 30, "kernfunctie": 44, "openstaand": 34}
_BREED = {"status": 16, "deelnemers": 14, "telling": 20, "thema": 30, "locatie": 34, "plaats": 16}
_KOP = {"bold": True, "bg_color": "#E7EDF5", "border": 1, "text_wrap": True}
_VAST = {"bg_color": "#EDEDED", "font_color": "#3D3D3D"}
_UITLEG = (
    "Op elke regel staat een activiteit waarvan nog iets openstaat. Vul op het blad Gegevens de witte cellen in die u kunt invullen.",
    "Een grijze cel is niet gevraagd. Wat u leeg laat blijft openstaan.",
    "status: ging de activiteit door?",
    "deelnemers: hoeveel mensen meededen, als heel getal; telling: hoe u dat weet. Nooit geteld? Kies bij telling Niet geteld.",
    "thema: het onderwerp; past er geen, kies dan Overig.",
    "locatie: waar het was; was het niet in de bibliotheek, kies dan bij plaats waar wel.",
    "De naam van een activiteit bewaren wij niet; zoek haar op haar nummer op in uw eigen systeem.",
    "Bewaar het werkboek en lever het in met: daadkracht aanvullen --organisatie ISIL --werkboek BESTAND",
)
_MEEST_MB = 16


def open_ends_workbook(omgeving: Omgeving, organisatie: str) -> bytes:
    """The workbook of what is open, as the bytes of an xlsx file: a row per activity, lists to choose from."""
    import xlsxwriter

    keuzes = answer_choices(omgeving, organisatie)
    uit = io.BytesIO()
    with xlsxwriter.Workbook(uit, _OPTIES) as boek:
        boek.set_properties({"title": "Openstaande activiteiten", "created": omgeving.nu, "author": "Daadkracht"})
        gegevens, uitleg, codes = (boek.add_worksheet(naam) for naam in (GEGEVENS, UITLEG, CODES))
        tekst, kop, vast = (boek.add_format({"num_format": "@", **vorm}) for vorm in ({}, _KOP, _VAST))
        koppen = {**_VOORAF, **_BREED}
        for j, (naam, breed) in enumerate(koppen.items()):
            gegevens.set_column(j, j, breed, tekst)
            gegevens.write_string(0, j, naam, kop)
        gegevens.freeze_panes(1, 1)
        gegevens.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        rijen = open_ends(omgeving, organisatie)
        for i, einde in enumerate(rijen, start=1):
            for j, cel in enumerate(_before(einde, keuzes["locatie"])):
                gegevens.write_string(i, j, cel, vast)
            gevraagd = {k for vraag in einde.open for k in VRAGEN[vraag]}
            for j, kolom in enumerate(KOLOMMEN, start=len(_VOORAF)):
                gegevens.write_string(i, j, "", tekst if kolom in gevraagd else vast)
        for j, zin in enumerate(_UITLEG):
            uitleg.write_string(j, 0, zin, tekst)
        _write_choices(codes, gegevens, keuzes, max(len(rijen), 1))
    return uit.getvalue()


def _before(einde: OpenEinde, locaties: Mapping[str, str]) -> tuple[str, ...]:
    functies = load_definities().codelijsten["kernfunctie"].codes
    begin = f"{einde.start:%Y-%m-%d %H:%M}" if einde.start else einde.maand
    waar = locaties.get(einde.locatie or "", einde.locatie or "")
    return einde.plek, begin, waar, functies[einde.kernfunctie]["naam"], ", ".join(einde.open)


def _write_choices(codes: Worksheet, gegevens: Worksheet, keuzes: Mapping[str, Mapping[str, str]], rijen: int) -> None:
    from xlsxwriter.utility import xl_rowcol_to_cell

    for j, (kolom, lijst) in enumerate(keuzes.items()):
        codes.set_column(j, j, 36)
        codes.write_string(0, j, kolom)
        for i, woord in enumerate(_labels(lijst).values(), start=1):
            codes.write_string(i, j, woord)
        if lijst:
            van, tot = (xl_rowcol_to_cell(i, j, row_abs=True, col_abs=True) for i in (1, len(lijst)))
            plek = len(_VOORAF) + KOLOMMEN.index(kolom)
            gegevens.data_validation(1, plek, rijen, plek, {
                "validate": "list", "source": f"={CODES}!{van}:{tot}", "error_type": "warning", "error_title": "Niet in de lijst",
                "error_message": "Dit staat niet in de lijst op het blad Codes.",
            })  # fmt: skip


def _labels(lijst: Mapping[str, str]) -> dict[str, str]:
    """What stands for each code in the workbook: its name, with the code where a name is there twice."""
    namen = list(lijst.values())
    return {code: naam if namen.count(naam) == 1 else f"{naam} ({code})" for code, naam in lijst.items()}


def read_answers(omgeving: Omgeving, organisatie: str, pad: Path) -> int:
    """Keep the answers of a filled-in workbook; how many activities were answered. A name or a code of a list is the same.

    Raises `VerkeerdeAanroep`, and keeps nothing, where it is another workbook or an answer cannot be.
    """
    frame = read_small(omgeving, pad, meest_mb=_MEEST_MB, wat="werkboek met antwoorden")
    if not {_PLEK, *KOLOMMEN} <= set(frame.columns):
        raise VerkeerdeAanroep(
            f"{pad.name} is niet het werkboek met openstaande activiteiten; haal het op met `daadkracht aanvullen --naar BESTAND`."
        )
    keuzes = answer_choices(omgeving, organisatie)
    codes = {k: {w.lower(): c for c, w in _labels(lijst).items()} for k, lijst in keuzes.items()}
    antwoorden = {
        rij[_PLEK]: {k: codes.get(k, {}).get(rij[k].lower(), rij[k]) for k in KOLOMMEN}
        for rij in frame.select(_PLEK, *KOLOMMEN).iter_rows(named=True)
    }
    return answer_open_ends(omgeving, organisatie, antwoorden)


def wijzer_file(omgeving: Omgeving, organisatie: str, periode: str) -> bytes:
    """The activities of a periode as they count, each once with what was answered, in the columns that Wijzer's profile reads;
    the bytes of an xlsx file. What is not from Wijzer has the number `<bronsysteem>:<nummer>`, by which it is known again.

    Raises `VerkeerdeAanroep` where doubles are not answered, a beginning is not kept, or nothing counts.
    """
    import xlsxwriter

    maanden = frozenset(period.parse(periode).months())
    _refuse_unanswered(omgeving, organisatie, maanden)
    frame = counting_activities(omgeving, organisatie, answers_of(omgeving, organisatie), maanden)
    if frame.is_empty():
        raise VerkeerdeAanroep(f"Over {periode} telt er van {organisatie} geen activiteit.")
    if frame["start"].has_nulls():
        raise VerkeerdeAanroep(
            "Van een deel van de activiteiten is het begin niet bewaard; lever die maanden eerst opnieuw."
        )
    koppen = load_definities().bronsystemen[WIJZER].tabellen["activiteiten"].kolommen
    uit = io.BytesIO()
    with xlsxwriter.Workbook(uit, _OPTIES) as boek:
        boek.set_properties(
            {"title": f"Activiteiten {periode} voor Wijzer", "created": omgeving.nu, "author": "Daadkracht"}
        )
        tekst = boek.add_format({"num_format": "@"})
        blad = boek.add_worksheet("Activiteiten")
        blad.freeze_panes(1, 0)
        blad.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        for i, rij in enumerate([list(koppen), *_wijzer_rows(frame, organisatie, koppen)]):
            for j, cel in enumerate(rij):
                blad.write_string(i, j, cel, tekst)
    return uit.getvalue()


def _refuse_unanswered(omgeving: Omgeving, organisatie: str, maanden: frozenset[str]) -> None:
    open_ = [
        d for d in recognise_activities(omgeving, organisatie).dubbelen
        if d.maand in maanden and d.zekerheid in (ZEKER, WAARSCHIJNLIJK)
    ]  # fmt: skip
    if open_:
        raise VerkeerdeAanroep(
            f"{len(open_)} activiteiten staan mogelijk dubbel; zeg daarvan eerst of zij dezelfde zijn (`daadkracht agenda`), "
            "want het bestand noemt elke activiteit één keer."
        )


def _wijzer_rows(frame: pl.DataFrame, organisatie: str, koppen: Sequence[str]) -> Iterator[list[str]]:
    """Rows of Wijzer's columns. What a column leaves empty the profile reads as unknown."""
    levering = load_definities().bronsystemen[WIJZER].datasets["activiteiten"]
    van = {kolom.van[0]: (naam, kolom.leeg) for naam, kolom in levering.kolommen.items()}
    for rij in frame.sort("start", "bronsysteem", "activiteit").iter_rows(named=True):
        eigen = rij["bronsysteem"] == WIJZER
        waarden: dict[str, Any] = rij | {
            "organisatie": organisatie, "start": f"{rij['start']:%Y-%m-%d %H:%M}", "naam": None,
            "activiteit": rij["activiteit"] if eigen else f"{rij['bronsysteem']}:{rij['activiteit']}",
        }  # fmt: skip
        cellen = []
        for kop in koppen:
            naam, leeg = van.get(kop, ("", None))
            waarde = waarden.get(naam)
            cellen.append("" if waarde is None or (waarde == ONBEKEND and leeg == ONBEKEND) else str(waarde))
        yield cellen
