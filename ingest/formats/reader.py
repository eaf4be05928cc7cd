"""A program of its own: workbooks and Parquet on standard input, as delimited text on a given descriptor. It evaluates nothing.

Not here: deciding what may be read (`separate.py`, which starts this with limits, so that whatever a hostile file does to a
parser ends with this process). It is run by its path and imports nothing of the project.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO
from xml.parsers import expat

_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}) 00:00:00(?:\.0+)?$"
_TIME_ONLY = r"^1899-12-3[01] ([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.0+)?$"
_DURATION = r"^PT([0-9]{2})H([0-9]{2})M([0-9]{2})(?:[.,]0+)?S$"
_BATCH = 50_000
_CHUNK = 1024 * 1024
# Rows in which the header may still stand: of these is told one by one what was filled, of the others how many.
_ABOVE = 64
# A merged range: its first row and column and its last, from 0.
Vlak = tuple[int, int, int, int]


class TooLarge(Exception):
    """The table has more cells than may be read."""


def _limit(geheugen_mb: int, seconden: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (geheugen_mb * 1024**2, geheugen_mb * 1024**2))
    resource.setrlimit(resource.RLIMIT_CPU, (seconden, seconden))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _write(frame: Any, uit: BinaryIO, kop: bool) -> None:
    import polars as pl

    tekst = frame.select(pl.all().str.replace_all(r"[\r\n\x00]+", " "))
    tekst.write_csv(uit, separator=";", include_header=kop)


def sheets(inhoud: bytes, uit: BinaryIO, max_cellen: int) -> Iterator[dict[str, Any]]:
    """Write every visible sheet with its own row numbers; say of each where it stands."""
    import fastexcel
    import polars as pl

    vlakken = merged(inhoud)
    boek = fastexcel.read_excel(inhoud)
    for naam in boek.sheet_names:
        blad = boek.load_sheet(naam, header_row=None, skip_rows=0, dtypes="string", schema_sample_rows=1)
        if blad.visible != "visible":
            yield {"deel": naam, "verborgen": True}
            continue
        if blad.width * blad.total_height > max_cellen:
            raise TooLarge
        if blad.width == 0:
            continue
        batch, fouten = blad.to_arrow_with_errors()
        frame, gevuld = filled(pl.DataFrame(batch), vlakken.get(naam, ()), max_cellen)
        van = uit.tell()
        for begin in range(0, frame.height, _BATCH):
            _write(
                frame.slice(begin, _BATCH).select(
                    pl.all()
                    .str.replace(_MIDNIGHT, "$1")
                    .str.replace(_TIME_ONLY, "$1")
                    .str.replace(_DURATION, "$1:$2:$3")
                ),
                uit,
                False,
            )
        yield {
            "deel": naam,
            "van": van,
            "tot": uit.tell(),
            "fouten": len(fouten.errors) if fouten else 0,
            "gevuld": gevuld,
        }


# -- merged cells ---------------------------------------------------------------------------------------------------------


def merged(inhoud: bytes) -> dict[str, list[Vlak]]:
    """Per sheet its merged ranges, with columns from the first that is used. A file without any is not read for it."""
    ods: dict[str, list[Vlak]] = {}
    if inhoud.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(inhoud)) as zip_:
            if "content.xml" in zip_.namelist():
                ods = _spanned(zip_) if _has(zip_, "content.xml", b"-spanned=") else {}
                if not ods:
                    return {}
            elif not any(_has(zip_, n, b"mergeCell ") for n in zip_.namelist() if n.startswith("xl/worksheets/")):
                return {}
    import python_calamine

    try:
        boek = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(inhoud))
    except python_calamine.CalamineError:
        return {}  # what is wrong with it, fastexcel says next
    uit = {}
    for naam in boek.sheet_names:
        blad = boek.get_sheet_by_name(naam)
        vlakken = ods.get(naam) or [(r, k, tr, tk) for (r, k), (tr, tk) in blad.merged_cell_ranges or ()]
        if vlakken and blad.start is not None:
            eerste = blad.start[1]
            uit[naam] = [(r, k - eerste, tr, tk - eerste) for r, k, tr, tk in vlakken if k >= eerste]
    return uit


def _has(zip_: zipfile.ZipFile, lid: str, teken: bytes) -> bool:
    """Whether a piece of XML occurs in a member."""
    rest = b""
    with zip_.open(lid) as stroom:
        while blok := stroom.read(_CHUNK):
            if teken in rest + blok:
                return True
            rest = blok[-len(teken) :]
    return False


def _spanned(zip_: zipfile.ZipFile) -> dict[str, list[Vlak]]:
    """The merged ranges of an OpenDocument sheet: there a cell says how far it reaches."""
    uit: dict[str, list[Vlak]] = {}
    naam, rij, kolom, herhaald = "", 0, 0, 1

    def start(element: str, eigenschappen: dict[str, str]) -> None:
        nonlocal naam, rij, kolom, herhaald
        if element == "table:table":
            naam, rij = eigenschappen.get("table:name", ""), 0
        elif element == "table:table-row":
            kolom, herhaald = 0, int(eigenschappen.get("table:number-rows-repeated", 1))
        elif element in ("table:table-cell", "table:covered-table-cell"):
            hoog, breed = (int(eigenschappen.get(f"table:number-{w}-spanned", 1)) for w in ("rows", "columns"))
            if hoog > 1 or breed > 1:
                uit.setdefault(naam, []).append((rij, kolom, rij + hoog - 1, kolom + breed - 1))
            kolom += int(eigenschappen.get("table:number-columns-repeated", 1))

    def end(element: str) -> None:
        nonlocal rij
        if element == "table:table-row":
            rij += herhaald

    lezer = expat.ParserCreate()
    lezer.StartElementHandler, lezer.EndElementHandler = start, end
    with zip_.open("content.xml") as stroom:
        while blok := stroom.read(_CHUNK):
            lezer.Parse(blok)
    return uit


def filled(frame: Any, vlakken: Sequence[Vlak], max_cellen: int) -> tuple[Any, list[Mapping[str, Any]]]:
    """The frame with the value of merged cells in each of them, and per column how many were filled: `rijen` the numbers of
    those near the top, `aantal` all of them.

    What is the only thing in its row is a heading over the table and stays where it is; so does a row that holds nothing
    but merged cells. To the right only what has something above it in its own column is filled: a heading over several
    columns is for `dialect.py` to read.
    """
    import numpy as np
    import polars as pl

    if not vlakken or frame.is_empty():
        return frame, []
    vol = np.column_stack([kolom.is_not_null().to_numpy() for kolom in frame.iter_columns()])
    per_rij = vol.sum(axis=1)
    # The first row of each column with something in it.
    eerste = np.where(vol.any(axis=0), vol.argmax(axis=0), frame.height)
    rijen: dict[int, list[Any]] = {}
    bronnen: dict[int, list[tuple[int, int, int]]] = {}
    cellen = 0
    for r, k, laatste_rij, laatste_kolom in vlakken:
        tr, tk = min(laatste_rij, frame.height - 1), min(laatste_kolom, frame.width - 1)
        if r >= frame.height or k >= frame.width or not vol[r, k] or (tk > k and per_rij[r] == 1):
            continue
        cellen += (tr - r + 1) * (tk - k + 1)
        if cellen > max_cellen:
            raise TooLarge
        for kolom in range(k, tk + 1):
            if kolom > k and eerste[kolom] >= r:
                continue
            plekken = np.arange(r, tr + 1)
            plekken = plekken[~vol[r : tr + 1, kolom] & (per_rij[r : tr + 1] > 0)]
            if len(plekken):
                rijen.setdefault(kolom, []).append(plekken)
                bronnen.setdefault(kolom, []).append((r, k, len(plekken)))
    gevuld: list[Mapping[str, Any]] = []
    kolommen = frame.get_columns()
    for kolom, delen in rijen.items():
        plekken = np.concatenate(delen)
        waarden = [kolommen[k][r] for r, k, n in bronnen[kolom] for _ in range(n)]
        frame = frame.with_columns(kolommen[kolom].scatter(plekken, pl.Series(waarden, dtype=pl.String)))
        boven = sorted(int(p) + 1 for p in plekken if p < _ABOVE)
        gevuld.append({"kolom": kolom, "rijen": boven, "aantal": len(set(plekken.tolist()))})
    return frame, gevuld


def parquet(bestand: BinaryIO, uit: BinaryIO, max_kolommen: int, max_bytes: int) -> Iterator[dict[str, Any]]:
    """Write a Parquet file as text. A nested column is refused by name."""
    import polars as pl
    import pyarrow as pa
    import pyarrow.parquet as pq

    tabel = pq.ParquetFile(bestand)
    if len(tabel.schema_arrow) > max_kolommen:
        raise TooLarge
    genest = [k.name for k in tabel.schema_arrow if pa.types.is_nested(k.type)]
    if genest:
        yield {"genest": genest[0]}
        return
    kop = True
    for batch in tabel.iter_batches(batch_size=_BATCH):
        _write(_as_text(pl.DataFrame(pa.Table.from_batches([batch]))), uit, kop)
        kop = False
        if uit.tell() > max_bytes:
            raise TooLarge
    if kop:
        _write(pl.DataFrame({n: pl.Series([], dtype=pl.String) for n in tabel.schema_arrow.names}), uit, True)
    yield {"deel": "", "van": 0, "tot": uit.tell(), "fouten": 0}


def _as_text(frame: Any) -> Any:
    """Every column as the text another export would hold: dates in ISO form, whole numbers without a fraction, J and N."""
    import polars as pl
    import polars.selectors as cs

    return frame.select(
        pl.when(pl.col(naam)).then(pl.lit("J")).when(~pl.col(naam)).then(pl.lit("N")).alias(naam) if soort == pl.Boolean
        else pl.col(naam).dt.strftime("%Y-%m-%d %H:%M:%S").str.replace(_MIDNIGHT, "$1") if isinstance(soort, pl.Datetime)
        else pl.col(naam).cast(pl.String).str.replace(r"^(-?[0-9]+)\.0$", "$1") if soort.is_float()
        else pl.col(naam).cast(pl.Binary).cast(pl.String, strict=False) if soort == pl.Binary
        else pl.col(naam).cast(pl.String)
        for naam, soort in frame.select(cs.all()).schema.items()
    )  # fmt: skip


def main(
    soort: str, geheugen_mb: int, seconden: int, max_cellen: int, max_kolommen: int, max_bytes: int, naar: int
) -> int:
    """Read standard input; one line of JSON with what was written, or the reason why not."""
    _limit(geheugen_mb, seconden)
    try:
        with open(naar, "wb", closefd=False) as uit:
            if soort == "parquet":
                delen = list(parquet(sys.stdin.buffer, uit, max_kolommen, max_bytes))
            else:
                delen = list(sheets(sys.stdin.buffer.read(), uit, max_cellen))
    except (TooLarge, MemoryError):
        antwoord: dict[str, Any] = {"fout": "te_groot"}
    except BaseException as fout:  # noqa: BLE001  the message may quote the file; only the kind of mistake goes out
        antwoord = {"fout": "versleuteld" if "assword" in str(fout) else "onleesbaar"}
    else:
        antwoord = {"delen": delen}
    sys.stdout.write(json.dumps(antwoord) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:8])))
