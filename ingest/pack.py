"""Many code columns as one whole number, so that counting by all of them at once is counting by one integer.

Not here: which columns are counted (`minimise.py`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

# Months are counted from January of year 0; the last one that fits is December of year 4095.
_MAANDEN = 12 * 4096


def month_number(moment: pl.Expr) -> pl.Expr:
    """The month of a date or moment as a whole number (UInt32), counted from January of year 0."""
    return (moment.dt.year() * 12 + moment.dt.month() - 1).cast(pl.UInt32)


@dataclass(frozen=True)
class Pak:
    """The columns that are packed together, each an Enum, a Boolean, an unsigned integer below a bound, or a month: its
    number (`month_number`) when packed, a Date when unpacked.

    The number of values of each column is its base in a mixed-radix number; together they must fit in 63 bits.
    """

    kolommen: Mapping[str, pl.DataType | int]
    naam: str = field(default="sleutel")

    @cached_property
    def _bases(self) -> dict[str, int]:
        bases = {naam: _base(soort) for naam, soort in self.kolommen.items()}
        if math.prod(bases.values()) >= 2**63:
            raise AssertionError("too many values to pack into one number")
        return bases

    def pack(self) -> pl.Expr:
        """The packed number (UInt64) of a row; its columns must not be empty."""
        uit: pl.Expr = pl.lit(0, dtype=pl.UInt64)
        for naam, soort in self.kolommen.items():
            uit = uit * self._bases[naam] + _number(pl.col(naam), soort)
        return uit.alias(self.naam)

    def first(self, frame: pl.DataFrame) -> pl.Series:
        """The value of the first column as a number, without unpacking the others."""
        rest = math.prod(list(self._bases.values())[1:])
        return frame[self.naam] // rest

    def last(self, frame: pl.DataFrame) -> pl.Series:
        """The value of the last column as a number, without unpacking the others."""
        return frame[self.naam] % list(self._bases.values())[-1]

    def unpack(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the columns back in place of the number."""
        rest = frame[self.naam]
        terug: dict[str, pl.Series] = {}
        for naam, soort in reversed(list(self.kolommen.items())):
            terug[naam] = _value(rest % self._bases[naam], soort)
            rest = rest // self._bases[naam]
        kolommen = [terug[naam].alias(naam) for naam in self.kolommen]
        return frame.drop(self.naam).with_columns(kolommen)


def _base(soort: pl.DataType | int) -> int:
    if isinstance(soort, int):
        return soort
    if isinstance(soort, pl.Enum):
        return max(1, len(soort.categories))
    return 2 if soort == pl.Boolean else _MAANDEN


def _number(kolom: pl.Expr, soort: pl.DataType | int) -> pl.Expr:
    if isinstance(soort, pl.Enum):
        kolom = kolom.to_physical()
    return kolom.cast(pl.UInt64)


def _value(getal: pl.Series, soort: pl.DataType | int) -> pl.Series:
    if isinstance(soort, pl.Enum):
        return pl.Series(soort.categories, dtype=soort).gather(getal)
    if isinstance(soort, int):
        return getal.cast(pl.UInt8 if soort <= 2**8 else pl.UInt32)
    if soort == pl.Boolean:
        return getal == 1
    return pl.DataFrame({"m": getal}).select(pl.date(pl.col("m") // 12, pl.col("m") % 12 + 1, 1)).to_series()
