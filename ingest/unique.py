"""Keys that may occur once in a levering: a second row with the same key is rejected, the first stands.

Not here: rows that are equal as a whole (`duplicates.py`).
"""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType
from typing import Self

import polars as pl

from definitions import Regel

from .duplicates import Dubbelen

UITVAL_SCHEMA = {"bestand": pl.UInt16, "rij": pl.UInt32, "kolom": pl.String, "code": pl.String}


class Uniek:
    """Remembers the hashes of the keys it has seen, block by block; as those of whole rows, outside memory (`Dubbelen`)."""

    def __init__(self, regels: list[Regel]) -> None:
        self._regels = regels
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._gezien = {r.kolom: self._open.enter_context(Dubbelen()) for r in self._regels}
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        self._open.close()

    def split(self, goed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Accepted rows without those whose key was seen before, and of those file, row number, column and rule."""
        uitval = pl.DataFrame(schema=UITVAL_SCHEMA)
        for regel in self._regels:
            waarden = goed.select(regel.samen).to_struct() if regel.samen else goed[regel.kolom]
            if not regel.samen and waarden.null_count() == len(waarden):
                continue
            hashes = goed.select(regel.samen).hash_rows(1) if regel.samen else waarden.hash(1)
            gevuld = waarden.is_not_null().arg_true()
            dubbel = self._gezien[regel.kolom].mark(hashes.gather(gevuld))
            if dubbel.any():
                nog_eens = pl.repeat(False, goed.height, eager=True).scatter(gevuld.filter(dubbel), True)
                rijen = goed.filter(nog_eens).select(
                    "bestand", "rij", pl.lit(regel.kolom).alias("kolom"), pl.lit(regel.code).alias("code")
                )
                uitval = pl.concat([uitval, rijen])
                goed = goed.filter(~nog_eens)
        return goed, uitval
