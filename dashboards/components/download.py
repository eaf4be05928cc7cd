"""The downloads under a chart: CSV for a program or a Dutch spreadsheet, XLSX with numbers and a page of explanation.

Not here: which figures. A file is built when its button is pressed, never before.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from dashboards import periods
from dashboards.components import dutch, words
from dashboards.data import Bibliotheek, Publicatie, Waarde
from dashboards.figures import Grafiek

_KOPPEN = (
    "bibliotheek", "isil", "indicator", "naam", "periodesoort", "periode", "waarde", "eenheid", "status", "markeringen",
    "dekking", "definitieversie", "publicatie",
)  # fmt: skip
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Uitvoer:
    """Everything a download says: the chart's rows, of whom and from which publicatie."""

    grafiek: Grafiek
    bibliotheek: Bibliotheek
    publicatie: Publicatie


def show_downloads(uitvoer: Uitvoer) -> None:
    """Two buttons: CSV and XLSX."""
    for soort, mime, maak in (("CSV", "text/csv", csv_file), ("XLSX", _XLSX, xlsx_file)):
        bouw: Callable[[], bytes] = partial(maak, uitvoer)
        st.download_button(
            f"Download {soort}",
            data=bouw,
            file_name=file_name(uitvoer, soort.lower()),
            mime=mime,
            key=f"download_{soort.lower()}",
            on_click="ignore",
        )


def file_name(uitvoer: Uitvoer, extensie: str) -> str:
    """Says what is in it: `daadkracht_UIT-01_NL-0800100000_2025.csv`."""
    grafiek = uitvoer.grafiek
    return f"daadkracht_{grafiek.indicator.code}_{uitvoer.bibliotheek.isil}_{grafiek.jaar}.{extensie}"


def csv_file(uitvoer: Uitvoer) -> bytes:
    """Semicolons, decimal comma, UTF-8 with BOM: what a Dutch spreadsheet opens by itself."""
    buffer = io.StringIO(newline="")
    schrijver = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(_KOPPEN)
    for waarde in _values(uitvoer.grafiek):
        schrijver.writerow(
            _harmless(cel) if isinstance(cel, str) else "" if cel is None else dutch.plain(cel)
            for cel in _row(uitvoer, waarde)
        )
    return b"\xef\xbb\xbf" + buffer.getvalue().encode("utf-8")


def xlsx_file(uitvoer: Uitvoer) -> bytes:
    """The same rows with real numbers on sheet `Cijfers`, and sheet `Toelichting`."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as boek:
        boek.set_properties({"title": f"{uitvoer.grafiek.indicator.naam}, {uitvoer.bibliotheek.naam}"})
        vet = boek.add_format({"bold": True, "bottom": 1})
        n = uitvoer.grafiek.indicator.decimalen
        getal = boek.add_format({"num_format": "#,##0" + ("." + "0" * n if n else "")})
        breed = boek.add_format({"text_wrap": True, "valign": "top"})
        blad = boek.add_worksheet("Cijfers")
        blad.write_row(0, 0, _KOPPEN, vet)
        for nr, waarde in enumerate(_values(uitvoer.grafiek), start=1):
            for kolom, cel in enumerate(_row(uitvoer, waarde)):
                if cel is not None:
                    blad.write(nr, kolom, cel, getal if _KOPPEN[kolom] == "waarde" else None)
        blad.freeze_panes(1, 0)
        blad.autofit()
        uitleg = boek.add_worksheet("Toelichting")
        uitleg.set_column(0, 0, 24)
        uitleg.set_column(1, 1, 90, breed)
        for nr, regel in enumerate(_explanation(uitvoer)):
            uitleg.write_row(nr, 0, regel)
    return buffer.getvalue()


def _values(grafiek: Grafiek) -> list[Waarde]:
    """Last year's values before this year's: oldest first."""
    toen = [balk.toen for balk in grafiek.balken if balk.toen is not None and grafiek.jaar_toen is not None]
    return toen + [balk.nu for balk in grafiek.balken]


def _row(uitvoer: Uitvoer, waarde: Waarde) -> tuple[str | float | None, ...]:
    grafiek = uitvoer.grafiek
    return (
        uitvoer.bibliotheek.naam,
        uitvoer.bibliotheek.isil,
        grafiek.indicator.code,
        grafiek.indicator.naam,
        grafiek.periodesoort,
        waarde.periode,
        waarde.waarde if waarde.telt else None,
        grafiek.indicator.eenheid,
        dutch.status(waarde),
        ", ".join(waarde.markeringen),
        waarde.dekking,
        float(waarde.versie),
        uitvoer.publicatie.id,
    )


def _explanation(uitvoer: Uitvoer) -> list[tuple[str, str]]:
    indicator, publicatie = uitvoer.grafiek.indicator, uitvoer.publicatie
    markeringen = sorted({code for waarde in _values(uitvoer.grafiek) for code in waarde.markeringen})
    return [
        ("Indicator", f"{indicator.naam} ({indicator.code})"),
        ("Definitie", indicator.definitie),
        ("Begrip", indicator.begrip_definitie),
        ("Eenheid", indicator.eenheid),
        ("Definitieversie", str(indicator.versie)),
        ("Bron", f"leveringen {indicator.dataset} van bibliotheken"),
        ("Publicatie", f"{publicatie.id}, gemaakt op {periods.day(publicatie.gemaakt_op)}"),
        ("Dekking", "deel van de verwachte maanden dat is meegeteld (1 = alle)"),
        *((f"Status {woord}", dutch.LEGEND.get(status, "staat vast")) for status, woord in dutch.STATUS.items()),
        *((f"Markering {code}", words.marking(code)) for code in markeringen),
    ]


def _harmless(tekst: str) -> str:
    """A text that a spreadsheet would take for a formula gets the apostrophe that says it is text."""
    return f"'{tekst}" if tekst.startswith(("=", "+", "-", "@", "\t", "\r")) else tekst
