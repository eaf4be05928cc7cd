"""Reads a workbook as it lies on disk, sheet by sheet, with nothing but the standard library; fills in its first sheet.

Not here: tests.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

_N = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheet_names(inhoud: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as zip_:
        boek = ET.fromstring(zip_.read("xl/workbook.xml"))
    return [blad.attrib["name"] for blad in boek.findall("x:sheets/x:sheet", _N)]


def sheet_xml(inhoud: bytes, naam: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as zip_:
        return ET.fromstring(zip_.read(f"xl/worksheets/sheet{sheet_names(inhoud).index(naam) + 1}.xml"))


def rows(inhoud: bytes, naam: str) -> list[list[str]]:
    """The cells of a sheet as text, every row as long as the longest."""
    with zipfile.ZipFile(io.BytesIO(inhoud)) as zip_:
        delen = ET.fromstring(zip_.read("xl/sharedStrings.xml")).findall("x:si", _N)
    teksten = ["".join(t.text or "" for t in deel.iter(f"{{{_N['x']}}}t")) for deel in delen]
    uit: list[dict[int, str]] = []
    for rij in sheet_xml(inhoud, naam).findall("x:sheetData/x:row", _N):
        cellen = {}
        for cel in rij.findall("x:c", _N):
            waarde = cel.find("x:v", _N)
            if waarde is not None:
                assert cel.attrib.get("t") == "s", "every cell is text"
                cellen[_column(cel.attrib["r"])] = teksten[int(waarde.text or "")]
        uit += [{}] * (int(rij.attrib["r"]) - len(uit) - 1) + [cellen]
    breed = max(max(r, default=0) for r in uit) + 1
    return [[r.get(j, "") for j in range(breed)] for r in uit]


def _column(plek: str) -> int:
    nummer = 0
    for letter in re.match(r"[A-Z]+", plek)[0]:  # type: ignore[index]
        nummer = 26 * nummer + ord(letter) - 64
    return nummer - 1


def validations(inhoud: bytes, naam: str) -> dict[int, str]:
    """Per column the source of its list to choose from."""
    return {
        _column(v.attrib["sqref"]): v.findtext("x:formula1", "", _N)
        for v in sheet_xml(inhoud, naam).findall("x:dataValidations/x:dataValidation", _N)
        if v.attrib.get("type") == "list"
    }


def as_csv(rijen: list[list[str]]) -> str:
    uit = io.StringIO()
    csv.writer(uit, delimiter=";", lineterminator="\n").writerows(rijen)
    return uit.getvalue()


def fill_in(inhoud: bytes, rijen: list[list[str]]) -> bytes:
    """The workbook with these rows on its first sheet, as a spreadsheet would save it."""
    cellen = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{escape(cel)}</t></is></c>' for cel in rij) + "</row>"
        for rij in rijen
    )
    uit = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inhoud)) as oud, zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as nieuw:
        for naam in oud.namelist():
            xml = oud.read(naam)
            if naam == "xl/worksheets/sheet1.xml":
                leeg = re.sub(r"<sheetData>.*</sheetData>", "<sheetData/>", xml.decode(), flags=re.DOTALL)
                leeg = re.sub(r'<dimension ref="[^"]*"/>', "", leeg)
                xml = leeg.replace("<sheetData/>", f"<sheetData>{cellen}</sheetData>").encode()
            nieuw.writestr(naam, xml)
    return uit.getvalue()
