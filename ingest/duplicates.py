"""Which rows of a levering are equal as a whole, found with memory that does not grow with the file.

Not here: rows that share a key but differ elsewhere; that is a rule of the contract (`validate.py`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from typing import BinaryIO

import numpy as np
import polars as pl

# Hashes looked at in one pass: 2 million of 8 bytes, sorted in place.
_PER_PASS = 2_000_000


class Dubbelen:
    """Hashes that occur more than once; `mark` tells of each row whether an equal one came before.

    The hashes (8 bytes a row) wait in an anonymous temporary file and are looked at in passes of one part of their
    range, so that memory is the same for every size. Two different rows among 4 million share a 64-bit hash with a
    chance of 4 in 10 million.
    """

    def __init__(self, hashes: Iterable[pl.Series]) -> None:
        self._dubbel = _repeated(hashes)
        self._gezien: set[int] = set()

    def mark(self, hashes: pl.Series) -> pl.Series:
        """Boolean series: True for a row that was already seen."""
        if len(self._dubbel) == 0:
            return pl.repeat(False, len(hashes), eager=True)
        kandidaat = hashes.is_in(self._dubbel.implode())
        uit = np.zeros(len(hashes), dtype=bool)
        for plek in np.flatnonzero(kandidaat.to_numpy()):
            waarde = int(hashes[int(plek)])
            uit[plek] = waarde in self._gezien
            self._gezien.add(waarde)
        return pl.Series(uit)


def _repeated(hashes: Iterable[pl.Series]) -> pl.Series:
    aantal = 0
    with tempfile.TemporaryFile() as bestand:
        for reeks in hashes:
            bestand.write(reeks.to_numpy().astype(np.uint64, copy=False).tobytes())
            aantal += len(reeks)
        delen = max(1, -(-aantal // _PER_PASS))
        gevonden = [_repeated_in_part(bestand, deel, delen) for deel in range(delen)]
    return pl.Series(np.concatenate(gevonden), dtype=pl.UInt64)


def _repeated_in_part(bestand: BinaryIO, deel: int, delen: int) -> np.ndarray:
    bestand.seek(0)
    stukken = []
    while blok := bestand.read(8 * 1024 * 1024):
        hashes = np.frombuffer(blok, np.uint64)
        stukken.append(hashes[hashes % np.uint64(delen) == deel] if delen > 1 else hashes)
    alle = np.sort(np.concatenate(stukken)) if stukken else np.array([], np.uint64)
    return np.unique(alle[1:][alle[1:] == alle[:-1]])
