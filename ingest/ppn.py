"""The check digit of a PPN, the number of a title in the shared catalogue.

Not here: what a wrong one leads to (`validate.py`).
"""

from __future__ import annotations

import numpy as np
import polars as pl


def wrong_ppns(waarden: pl.Series) -> pl.Series:
    """The distinct PPNs whose check digit is wrong (modulus 11, kennis/bronsystemen.md 4): weights from the right 2, 3, ...;
    10 is written X. A title is lent many times, its digits need adding up once."""
    ppns = waarden.unique().drop_nulls()
    cijfers = ppns.str.head(-1).cast(pl.UInt32, strict=False)
    som = pl.Series(_weighted(cijfers.fill_null(0).to_numpy()))
    teken = ppns.str.tail(1)
    controle = teken.replace("X", "10").cast(pl.UInt32, strict=False)
    goed = ppns.str.len_bytes().is_between(9, 10) & cijfers.is_not_null() & ((som + controle) % 11 == 0)
    return ppns.filter(~goed.fill_null(False))


def _weighted(getallen: np.ndarray) -> np.ndarray:
    """The sum of the last nine digits of every number, from the right times 2, 3, ..."""
    som, rest = np.zeros_like(getallen), getallen
    for gewicht in range(2, 11):
        rest, cijfer = np.divmod(rest, 10)
        som += gewicht * cijfer
    return som
