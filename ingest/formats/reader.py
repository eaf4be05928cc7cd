"""A program of its own: workbooks and Parquet on standard input, as delimited text on a given descriptor. It evaluates nothing.

Not here: deciding what may be read (`separate.py`, which starts this with limits, so that whatever a hostile file does to a
parser ends with this process). It is run by its path and imports nothing of the project.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2}) 00:00:00(?:\.0+)?$"
_TIME_ONLY = r"^1899-12-3[01] ([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.0+)?$"
_DURATION = r"^PT([0-9]{2})H([0-9]{2})M([0-9]{2})(?:[.,]0+)?S$"
_BATCH = 50_000


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
        van = uit.tell()
        for begin in range(0, batch.num_rows, _BATCH):
            frame = pl.DataFrame(batch.slice(begin, _BATCH))
            _write(
                frame.select(
                    pl.all()
                    .str.replace(_MIDNIGHT, "$1")
                    .str.replace(_TIME_ONLY, "$1")
                    .str.replace(_DURATION, "$1:$2:$3")
                ),
                uit,
                False,
            )
        yield {"deel": naam, "van": van, "tot": uit.tell(), "fouten": len(fouten.errors) if fouten else 0}


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
