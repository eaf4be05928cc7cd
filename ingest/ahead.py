"""What the SQL of a profile must know of all main rows while it sees them block by block: renewals, cancellations.

Not here: what it is used for (`definitions/bronsystemen`), and the SQL itself (`translate.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import polars as pl

from definitions import Bronlevering, Vooruitblik

from .opened import Bronnen, Geopend
from .translate import memory, trimmed

if TYPE_CHECKING:
    import duckdb


def look_ahead(levering: Bronlevering, bronnen: Bronnen, *, ook_met_woord: bool) -> dict[str, pl.DataFrame]:
    """Per `vooruitblik` of the profile its rows of all main tables: its columns as text, `bestand` and `rij`; of rows that
    are equal as a whole the first. Memory is that of the rows found and of one block. What waits for a word to come by is
    empty unless `ook_met_woord`."""
    gezien: dict[str, pl.DataFrame] = {}
    for naam, blik in levering.vooruitblik.items():
        delen: list[pl.DataFrame] = []
        if (ook_met_woord or blik.woord is None) and (blik.na is None or gezien[blik.na].height):
            con = memory()
            for eerder, frame in gezien.items():
                con.register(eerder, frame)
            for index, bron in enumerate(bronnen.hoofd):
                delen += _picked(con, bronnen, index, bron, blik)
        gezien[naam] = pl.concat(delen).unique("regelhash", keep="first").drop("regelhash") if delen else _none(blik)
    return gezien


def must_look_ahead(levering: Bronlevering, frame: pl.DataFrame) -> bool:
    """Whether a block holds a word for which the files must be looked through first."""
    return any(
        frame[blik.kolommen[0]].str.contains(f"(?i){blik.woord}").any()
        for blik in levering.vooruitblik.values()
        if blik.woord is not None and blik.kolommen[0] in frame.columns
    )


def _none(blik: Vooruitblik) -> pl.DataFrame:
    return pl.DataFrame(schema={**dict.fromkeys(blik.kolommen, pl.String), "bestand": pl.UInt16, "rij": pl.UInt32})


def _picked(
    con: duckdb.DuckDBPyConnection, bronnen: Bronnen, index: int, bron: Geopend, blik: Vooruitblik
) -> Iterator[pl.DataFrame]:
    for blok in bronnen.look_through(bron, blik.kolommen):
        schoon = blok.frame if blok.schoon else trimmed(blok.frame)
        ontbreekt = [pl.lit(None, pl.String).alias(k) for k in blik.kolommen if k not in schoon.columns]
        frame = schoon.with_columns(*ontbreekt, bestand=pl.lit(index, dtype=pl.UInt16))
        con.register("hoofd", frame.select(*blik.kolommen, "bestand", "rij", "regelhash"))
        yield con.execute(f"select * from hoofd where {blik.waar}").pl()
