"""Template workbooks: per dataset a sheet to fill in, an explanation, example rows and the codes, all from the contract.

Not here: which columns and codes there are (`definitions/`), and the reading of a filled-in workbook. Every cell is text, so
that a spreadsheet keeps zeros and dates as they were typed; nothing is ever written as a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from definitions import Codelijst, Dataset, Definities, Kolom, Omgeving, VerkeerdeAanroep, load_definities

from .dialect import CODES, GEGEVENS, UITLEG, VERPLICHT, VOORBEELD
from .network import known_organisations, location_list
from .yearform import Vraag, year_form

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

# The profile whose columns are those of the contracts: a filled-in workbook is recognised by it.
PROFIEL = "netwerk"
_LAATSTE_RIJ = 1_048_575
_LOCATIES = "locaties"
_ZELF = "Het werkboek vult dit in; laat het staan."

_VORM = {
    "tekst": "tekst", "code": "een code uit de lijst", "janee": "J of N", "datum": "jaar-maand-dag, zoals 2025-03-31",
    "geboortedatum": "jaar-maand-dag, zoals 1980-02-01", "tijdstip": "jaar-maand-dag uur:minuut, zoals 2025-03-31 14:30",
    "geheel": "een heel getal", "decimaal": "een getal, zoals 32,5", "telgetal": "een getal, zoals 1234 of 13,5",
    "lidnummer": "het nummer in het bronsysteem", "postcode": "vier cijfers en twee letters, zoals 9711AA",
    "vestiging": "de code van de vestiging of haar ISIL", "isil": "NL- en tien cijfers, zoals NL-0800070000",
    "gemeente": "GM en vier cijfers, zoals GM0363", "gebied": "NL01, PV20, GM0363 of een ISIL", "ppn": "een PPN van negen of tien tekens",
    "lijst": "codes met | ertussen, zoals GM0014|GM0034",
}  # fmt: skip
# What a column is for that is not in the contract, and what stands in the example.
_LEESWIJZER = {
    "peildatum": ("De dag waarop de stand is genomen, op elke regel dezelfde, zoals 2025-12-31.", "2025-12-31"),
    "locatienaam": (f"De naam van de locatie. {_ZELF}", ""), "vraag": (f"Wat er wordt gevraagd. {_ZELF}", ""),
    "eenheid": (f"Waarin u telt. {_ZELF}", ""), "vorig_jaar": (f"Wat er vorig jaar stond, om te vergelijken. {_ZELF}", ""),
    "toelichting": ("Ruimte voor uzelf; wordt niet bewaard.", ""),
}  # fmt: skip
# Dark on light and light on dark, each at a contrast of more than 7 to 1.
_VORMEN: dict[str, dict[str, Any]] = {
    "tekst": {}, "wikkel": {"text_wrap": True}, "titel": {"bold": True, "font_size": 14},
    "kop": {"bold": True, "bg_color": "#E7EDF5", "border": 1, "text_wrap": True},
    "verplicht": {"bold": True, "bg_color": "#1B3A5C", "font_color": "#FFFFFF", "border": 1, "text_wrap": True},
    "grijs": {"bg_color": "#EDEDED", "font_color": "#3D3D3D", "text_wrap": True},
}  # fmt: skip
_INLEIDING = (
    "Vul het blad Gegevens in: één regel per onderwerp, de kop blijft staan.",
    "Een kolom met (verplicht) in de kop moet op elke regel gevuld zijn. Lege regels worden overgeslagen.",
    "Alle cellen zijn tekst: zo blijven nullen vooraan en datums staan zoals u ze typt.",
    "Plak gegevens als waarden (Plakken speciaal), zodat de cellen tekst blijven.",
    "De bladen Uitleg, Voorbeeld en Codes worden niet gelezen.",
)


@dataclass(frozen=True)
class _Veld:
    """A column of the workbook: its name, the contract's column (None where it is only for the reader)."""

    naam: str
    kolom: Kolom | None

    @property
    def kop(self) -> str:
        return self.naam + (VERPLICHT if self.kolom is not None and self.kolom.verplicht else "")

    @property
    def omschrijving(self) -> str:
        return self.kolom.omschrijving if self.kolom is not None else _LEESWIJZER[self.naam][0]

    @property
    def vorm(self) -> str:
        return _VORM[self.kolom.waarde] if self.kolom is not None else ""

    @property
    def voorbeelden(self) -> tuple[str, ...]:
        return self.kolom.voorbeelden if self.kolom is not None else ()


def template(omgeving: Omgeving, dataset: Dataset, *, organisatie: str | None = None, jaar: int | None = None) -> bytes:
    """The template workbook of a dataset as the bytes of an xlsx file. With an organisatie its locations are a list to choose
    from, and the one of jaarcijfers has a row per question, with last year's answer beside it.

    Raises `VerkeerdeAanroep` for a dataset that does not exist or an organisatie that is not on the network's list.
    """
    definities = load_definities()
    if dataset not in definities.contracten:
        raise VerkeerdeAanroep(f"Deze dataset bestaat niet; kies uit {', '.join(definities.contracten)}.")
    if organisatie is not None and organisatie not in {o.isil for o in known_organisations(omgeving)}:
        raise VerkeerdeAanroep(f"De organisatie {organisatie} staat niet op de lijst van het netwerk.")
    return _Werkboek(omgeving, definities, dataset, organisatie, jaar).write()


def columns(definities: Definities, dataset: Dataset) -> list[_Veld]:
    """The columns of the workbook in order, named as its profile knows them."""
    profiel = definities.bronsystemen[PROFIEL]
    levering = profiel.datasets[dataset]
    contract = definities.contracten[dataset].levering
    van = {bron.van[0]: contract.kolom(naam) for naam, bron in levering.kolommen.items()}
    return [_Veld(naam, van.get(naam)) for naam in profiel.tabellen[levering.hoofd[0]].kolommen]


def example_rows(velden: Sequence[_Veld]) -> list[list[str]]:
    """The made-up rows of the sheet Voorbeeld."""
    aantal = max(len(v.voorbeelden) for v in velden)
    return [
        [v.voorbeelden[i] if v.kolom is not None else _LEESWIJZER[v.naam][1] for v in velden] for i in range(aantal)
    ]


class _Werkboek:
    """One workbook being written."""

    def __init__(
        self, omgeving: Omgeving, definities: Definities, dataset: Dataset, organisatie: str | None, jaar: int | None
    ) -> None:
        import xlsxwriter

        self._omgeving, self._definities, self._dataset = omgeving, definities, dataset
        self._organisatie, self._jaar = organisatie, jaar
        self._velden = columns(definities, dataset)
        self._uit = io.BytesIO()
        self._boek: Workbook = xlsxwriter.Workbook(
            self._uit, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        )  # fmt: skip
        self._boek.set_properties({"title": self._titel, "created": omgeving.nu, "author": "Daadkracht"})
        self._vormen = {
            naam: self._boek.add_format({"num_format": "@", "valign": "top", **vorm}) for naam, vorm in _VORMEN.items()
        }

    def write(self) -> bytes:
        """The whole workbook; the sheet to fill in comes first."""
        gegevens, uitleg, voorbeeld, codes = (
            self._boek.add_worksheet(naam) for naam in (GEGEVENS, UITLEG, VOORBEELD, CODES)
        )
        plekken = self._write_codes(codes)
        self._write_data(gegevens, plekken)
        self._write_explanation(uitleg)
        self._write_example(voorbeeld)
        self._boek.close()
        return self._uit.getvalue()

    @property
    def _titel(self) -> str:
        naam = self._definities.contracten[self._dataset].naam
        return f"{naam} {self._jaar}" if self._jaar and self._dataset == "jaarcijfers" else naam

    # -- the sheet to fill in ------------------------------------------------------------------------------------------

    def _write_data(self, blad: Worksheet, plekken: dict[str, str]) -> None:
        self._write_head(blad)
        for i, rij in enumerate(self._rows(), start=1):
            for j, (veld, waarde) in enumerate(zip(self._velden, rij, strict=True)):
                if waarde or veld.kolom is None:
                    blad.write_string(i, j, waarde, self._vormen["grijs" if self._reads_only(veld) else "tekst"])
        for j, veld in enumerate(self._velden):
            self._validate(blad, j, veld, plekken)

    def _write_head(self, blad: Worksheet) -> None:
        for j, veld in enumerate(self._velden):
            breed = 44 if veld.naam == "vraag" else max(14, min(30, len(veld.kop) + 2))
            blad.set_column(j, j, breed, self._vormen["tekst"])
            blad.write_string(0, j, veld.kop, self._vormen["verplicht" if veld.kop != veld.naam else "kop"])
        blad.freeze_panes(1, 0)
        blad.ignore_errors({"number_stored_as_text": f"A1:XFD{_LAATSTE_RIJ + 1}"})
        blad.set_landscape()
        blad.fit_to_pages(1, 0)
        blad.repeat_rows(0)

    def _reads_only(self, veld: _Veld) -> bool:
        return veld.kolom is None and _ZELF in veld.omschrijving

    def _rows(self) -> Iterator[list[str]]:
        """What stands there already: for jaarcijfers a row per question."""
        if self._dataset != "jaarcijfers":
            return
        formulier = year_form(self._omgeving, self._organisatie, self._jaar or self._omgeving.nu.year - 1)
        for vraag in formulier.vragen:
            gegevens = self._row(vraag)
            yield [gegevens.get(v.naam, "") for v in self._velden]

    def _row(self, vraag: Vraag) -> dict[str, str]:
        antwoord = vraag.antwoord
        return {
            "organisatie": self._organisatie or "", "jaar": str(self._jaar or ""), "item": vraag.sleutel.item,
            "vraag": vraag.naam, "locatie": vraag.sleutel.locatie or "", "gemeente": vraag.sleutel.gemeente or "",
            "locatienaam": vraag.plek or "", "eenheid": vraag.eenheid,
            "vorig_jaar": vraag.vorig_jaar.waarde if vraag.vorig_jaar else "",
            "waarde": antwoord.waarde if antwoord else "", "herkomst": antwoord.herkomst if antwoord else "",
        }  # fmt: skip

    def _validate(self, blad: Worksheet, j: int, veld: _Veld, plekken: dict[str, str]) -> None:
        """A list to choose from where there is one, else a word on how to write it. It warns; ingest judges."""
        if veld.kolom is None:
            return
        regel: dict[str, Any] = {
            "validate": "any", "input_title": veld.naam[:32], "input_message": _cut(f"{veld.omschrijving} {veld.vorm}.", 250),
        }  # fmt: skip
        lijst = _LOCATIES if veld.kolom.waarde == "vestiging" else veld.kolom.codelijst
        if lijst in plekken:
            regel |= {
                "validate": "list", "source": plekken[lijst], "error_type": "warning", "error_title": "Niet in de lijst",
                "error_message": "Dit staat niet in de lijst op het blad Codes. Toch laten staan?",
            }  # fmt: skip
        blad.data_validation(1, j, _LAATSTE_RIJ, j, regel)

    # -- the sheets beside it ------------------------------------------------------------------------------------------

    def _write_explanation(self, blad: Worksheet) -> None:
        contract = self._definities.contracten[self._dataset]
        for j, breed in enumerate((26, 11, 60, 34, 24, 26)):
            blad.set_column(j, j, breed, self._vormen["tekst"])
        blad.write_string(0, 0, f"Werkboek {self._titel}", self._vormen["titel"])
        for i, zin in enumerate((contract.omschrijving, *_INLEIDING), start=1):
            blad.write_string(i, 0, zin, self._vormen["tekst"])
        begin = len(_INLEIDING) + 3
        for j, kop in enumerate(("kolom", "verplicht", "wat het is", "zo schrijft u het", "voorbeeld", "codes")):
            blad.write_string(begin, j, kop, self._vormen["kop"])
        for i, veld in enumerate(self._velden, start=begin + 1):
            voorbeeld = next((v for v in veld.voorbeelden if v), _LEESWIJZER.get(veld.naam, ("", ""))[1])
            lijst = veld.kolom.codelijst if veld.kolom is not None else None
            cellen = (
                veld.naam, "ja" if veld.kop != veld.naam else "nee", veld.omschrijving, veld.vorm, voorbeeld,
                f"lijst {lijst} op blad Codes" if lijst else "",
            )  # fmt: skip
            for j, cel in enumerate(cellen):
                blad.write_string(i, j, cel, self._vormen["wikkel"])
        if self._dataset == "jaarcijfers":
            self._explain_items(blad, begin + len(self._velden) + 3)

    def _explain_items(self, blad: Worksheet, begin: int) -> None:
        for j, kop in enumerate(
            ("code van het item", "eenheid", "wat u invult", "onderdeel", "per", "nummer in de vragenlijst")
        ):
            blad.write_string(begin, j, kop, self._vormen["kop"])
        lijsten = self._definities.codelijsten
        for i, (code, rij) in enumerate(lijsten["jaarcijferitem"].codes.items(), start=begin + 1):
            deel = lijsten["jaarcijferonderdeel"].codes[rij["onderdeel"]]["naam"]
            for j, cel in enumerate((code, rij["eenheid"], rij["uitleg"], deel, rij["niveau"].lower(), rij["wsob"])):
                blad.write_string(i, j, cel, self._vormen["wikkel"])

    def _write_example(self, blad: Worksheet) -> None:
        self._write_head(blad)
        for i, rij in enumerate(example_rows(self._velden), start=1):
            for j, cel in enumerate(rij):
                blad.write_string(i, j, cel, self._vormen["tekst"])

    def _write_codes(self, blad: Worksheet) -> dict[str, str]:
        """Each list in two columns, code and name; per list the cells of its codes."""
        plekken = {}
        for nummer, (naam, codes) in enumerate(self._lists()):
            j = 3 * nummer
            blad.set_column(j, j, max(16, *(len(c) + 2 for c, _ in codes)), self._vormen["tekst"])
            blad.set_column(j + 1, j + 1, 40, self._vormen["tekst"])
            blad.write_string(0, j, naam, self._vormen["titel"])
            for k, kop in enumerate(("code", "betekenis")):
                blad.write_string(1, j + k, kop, self._vormen["kop"])
            for i, (code, betekenis) in enumerate(codes, start=2):
                blad.write_string(i, j, code, self._vormen["tekst"])
                blad.write_string(i, j + 1, betekenis, self._vormen["tekst"])
            plekken[naam] = _cells(j, 2, len(codes) + 1)
        if not plekken:
            blad.write_string(0, 0, "Bij dit werkboek horen geen codes.", self._vormen["tekst"])
        blad.freeze_panes(2, 0)
        return plekken

    def _lists(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        namen = dict.fromkeys(v.kolom.codelijst for v in self._velden if v.kolom is not None and v.kolom.codelijst)
        for naam in namen:
            yield naam, _valid(self._definities.codelijsten[naam])
        met_vestiging = any(v.kolom is not None and v.kolom.waarde == "vestiging" for v in self._velden)
        locaties = (
            _valid(location_list(self._omgeving, self._organisatie)) if self._organisatie and met_vestiging else []
        )
        if locaties:
            yield _LOCATIES, locaties


def _valid(lijst: Codelijst) -> list[tuple[str, str]]:
    """The codes one may still choose."""
    return [(code, rij["naam"]) for code, rij in lijst.codes.items() if not rij["geldig_tot"]]


def _cells(kolom: int, van: int, tot: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return "=" + f"{CODES}!" + ":".join(xl_rowcol_to_cell(rij, kolom, row_abs=True, col_abs=True) for rij in (van, tot))


def _cut(tekst: str, lengte: int) -> str:
    return tekst if len(tekst) <= lengte else tekst[: lengte - 1].rstrip() + "…"
