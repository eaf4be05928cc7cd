"""Keys that may occur once in a levering: a second row with the same key is rejected, the first stands.

Not here: rows that are equal as a whole (`duplicates.py`).
"""

from __future__ import annotations

import polars as pl

from definitions import Regel

UITVAL_SCHEMA = {"bestand": pl.UInt16, "rij": pl.UInt32, "kolom": pl.String, "code": pl.String}


class Uniek:
    """Remembers the hashes of the keys it has seen, block by block."""

    def __init__(self, regels: list[Regel]) -> None:
        self._regels = regels
        self._gezien: dict[str, list[pl.Series]] = {r.kolom: [] for r in regels}

    def split(self, goed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Accepted rows without those whose key was seen before, and of those file, row number, column and rule."""
        uitval = pl.DataFrame(schema=UITVAL_SCHEMA)
        for regel in self._regels:
            waarden = goed.select(regel.samen).to_struct() if regel.samen else goed[regel.kolom]
            if not regel.samen and waarden.null_count() == len(waarden):
                continue
            hashes = goed.select(regel.samen).hash_rows(1) if regel.samen else waarden.hash(1)
            eerder = (
                pl.concat(self._gezien[regel.kolom]) if self._gezien[regel.kolom] else pl.Series([], dtype=pl.UInt64)
            )
            nog_eens = waarden.is_not_null() & (hashes.is_in(eerder) | ~hashes.is_first_distinct())
            self._gezien[regel.kolom].append(hashes.filter(waarden.is_not_null()))
            if nog_eens.any():
                rijen = goed.filter(nog_eens).select(
                    "bestand", "rij", pl.lit(regel.kolom).alias("kolom"), pl.lit(regel.code).alias("code")
                )
                uitval = pl.concat([uitval, rijen])
                goed = goed.filter(~nog_eens)
        return goed, uitval
