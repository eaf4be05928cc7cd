"""One table of text in every form in which a library may deliver it, written by libraries that the program itself does not use
for reading where there is another.

Not here: tests.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl
import xlsxwriter
import xlwt

Rijen = list[list[str]]


def read_csv(pad: Path) -> Rijen:
    """A plain file as rows of text, the header first; without rows of another width, which only plain text can hold."""
    inhoud = pad.read_bytes().removeprefix(b"\xef\xbb\xbf")
    try:
        tekst = inhoud.decode()
    except UnicodeDecodeError:
        tekst = inhoud.decode("cp1252")
    scheiding = max(";,\t|", key=tekst.partition("\n")[0].count)
    rijen = [r for r in csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding) if r]
    return [r for r in rijen if len(r) == len(rijen[0])]


def as_csv(rijen: Rijen, scheiding: str = ";") -> str:
    uit = io.StringIO(newline="")
    csv.writer(uit, delimiter=scheiding, lineterminator="\n").writerows(rijen)
    return uit.getvalue()


def utf16(rijen: Rijen, naam: str) -> bytes:
    return as_csv(rijen, "\t").encode("utf-16")


def gz(rijen: Rijen, naam: str) -> bytes:
    return gzip.compress(as_csv(rijen).encode(), mtime=0)


def zip_(rijen: Rijen, naam: str) -> bytes:
    return packed({f"export/{naam}.csv": as_csv(rijen).encode()})


def packed(leden: dict[str, bytes]) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        for naam, inhoud in leden.items():
            archief.writestr(naam, inhoud)
    return uit.getvalue()


def xlsx(rijen: Rijen, naam: str) -> bytes:
    return workbook({"Blad1": rijen})


def workbook(bladen: dict[str, Rijen]) -> bytes:
    uit = io.BytesIO()
    with xlsxwriter.Workbook(
        uit, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False}
    ) as boek:
        for blad, rijen in bladen.items():
            doel = boek.add_worksheet(blad)
            for r, rij in enumerate(rijen):
                for k, cel in enumerate(rij):
                    if cel:
                        doel.write_string(r, k, cel)
    return uit.getvalue()


def merged_xlsx(rijen: Rijen, vlakken: Sequence[tuple[int, int, int, int]]) -> bytes:
    """A workbook with merged cells: first row and column, last row and column, from 0."""
    uit = io.BytesIO()
    with xlsxwriter.Workbook(uit, {"strings_to_numbers": False}) as boek:
        blad = boek.add_worksheet()
        for r, rij in enumerate(rijen):
            for k, cel in enumerate(rij):
                if cel:
                    blad.write_string(r, k, cel)
        for r, k, tr, tk in vlakken:
            blad.merge_range(r, k, tr, tk, rijen[r][k])
    return uit.getvalue()


def xls(rijen: Rijen, naam: str) -> bytes:
    boek = xlwt.Workbook(encoding="utf-8")
    blad = boek.add_sheet("Blad1")
    for r, rij in enumerate(rijen):
        for k, cel in enumerate(rij):
            if cel:
                blad.write(r, k, cel)
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


def ods(rijen: Rijen, naam: str, vlakken: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """The smallest OpenDocument spreadsheet there is: written by hand, so that the reader is held against the standard.
    `vlakken` are merged: first row and column, last row and column, from 0."""
    reikt = {
        (r, k): f' table:number-rows-spanned="{tr - r + 1}" table:number-columns-spanned="{tk - k + 1}"'
        for r, k, tr, tk in vlakken
    }
    regels = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"{reikt.get((r, k), "")}><text:p>{escape(c)}</text:p></table:table-cell>'
            if c else "<table:table-cell/>"
            for k, c in enumerate(rij)
        )
        + "</table:table-row>"
        for r, rij in enumerate(rijen)
    )  # fmt: skip
    ruimten = "".join(
        f' xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"'
        for k, v in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    inhoud = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{ruimten} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Blad1">{regels}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archief.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archief.writestr("content.xml", inhoud)
    return uit.getvalue()


def parquet(rijen: Rijen, naam: str) -> bytes:
    uit = io.BytesIO()
    frame = pl.DataFrame(rijen[1:], schema=dict.fromkeys(rijen[0], pl.String), orient="row")
    frame.select(pl.when(pl.all() != "").then(pl.all())).write_parquet(uit)
    return uit.getvalue()


def json_(rijen: Rijen, naam: str) -> bytes:
    kop, *rest = rijen
    regels = [{k: v or None for k, v in zip(kop, rij, strict=False)} for rij in rest]
    return json.dumps({"totalRecords": len(regels), naam: regels}, ensure_ascii=False).encode()


def ndjson(rijen: Rijen, naam: str) -> bytes:
    kop, *rest = rijen
    return "".join(json.dumps(dict(zip(kop, rij, strict=False))) + "\n" for rij in rest).encode()


def copy(rijen: Rijen, naam: str) -> bytes:
    r"""A table of a database dump: tabs, backslash escapes, `\N` for empty."""

    def cel(tekst: str) -> str:
        return tekst.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n") or "\\N"

    regels = "".join("\t".join(cel(c) for c in rij) + "\n" for rij in rijen[1:])
    return f"SET client_encoding = 'UTF8';\n\nCOPY public.{naam} ({', '.join(rijen[0])}) FROM stdin;\n{regels}\\.\n\n".encode()


def messy(rijen: Rijen, naam: str) -> bytes:
    """A spreadsheet saved as text: lines above, blank ones between, a repeated header, empty columns, a total and a source."""
    kop, *rest = rijen
    midden = len(rest) // 2
    leeg = [""] * len(kop)
    alles = [kop, *rest[:midden], leeg, kop, leeg, *rest[midden:], ["Totaal", *[""] * (len(kop) - 2), str(len(rest))]]
    breed = [[*rij, "", ""] for rij in alles]
    return ("Overzicht van het jaar\nGemaakt op 3-1-2026\n\n" + as_csv(breed) + "Bron: het bronsysteem\n").encode(
        "utf-8-sig"
    )


VORMEN: dict[str, tuple[str, Callable[[Rijen, str], bytes]]] = {
    "utf16": (".csv", utf16), "gz": (".csv.gz", gz), "zip": (".zip", zip_), "xlsx": (".xlsx", xlsx), "xls": (".xls", xls),
    "ods": (".ods", ods), "parquet": (".parquet", parquet), "json": (".json", json_), "ndjson": (".json", ndjson),
    "copy": (".sql", copy), "rommelig": (".csv", messy),
}  # fmt: skip
