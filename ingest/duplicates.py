"""Which rows of a levering are equal as a whole, found in one reading with memory that does not grow with the file.

Not here: rows that share a key but differ elsewhere; that is a rule of the contract (`validate.py`).
"""

from __future__ import annotations

import tempfile
from itertools import chain
from types import TracebackType
from typing import Self

import numpy as np
import polars as pl

# Of every hash 28 of its bits are remembered as one bit among 2**28: 32 MB.
_BITS = 28
# So many sorted runs of hashes are joined into one, and so many hashes (4 MB) go to the file together.
_JOIN, _RUN = 8, 500_000


class Dubbelen:
    """Block by block, `mark` tells of each row whether an equal one came before it in the levering.

    A table of bits says of nearly every row that it is new. What may not be is looked up among the hashes of all earlier
    rows (8 bytes each), that wait in an anonymous temporary file as sorted runs, so that the work grows with the rows alone
    and memory is the same for every size. Two different rows among 4 million share a 64-bit hash with a chance of 4 in 10
    million.
    """

    def __init__(self) -> None:
        self._bestand = tempfile.TemporaryFile()  # noqa: SIM115  closed by __exit__
        self._gezien = np.zeros(2 ** (_BITS - 3), np.uint8)
        # Runs that are full and stand in the file (their place and number of hashes), and those still growing, with how
        # often each was joined.
        self._vol: list[tuple[int, int]] = []
        self._groeit: list[np.ndarray] = []
        self._keer: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        self._bestand.close()

    def mark(self, hashes: pl.Series) -> pl.Series:
        """Boolean series: True for a row that was already seen."""
        dubbel = ~hashes.is_first_distinct()
        getallen = hashes.to_numpy()
        bekend = self._seen(np.sort(getallen[self._maybe_seen(getallen)]))
        if len(bekend):
            dubbel |= hashes.is_in(pl.Series(bekend).implode())
        self._keep(np.sort(getallen))
        return dubbel

    def _maybe_seen(self, getallen: np.ndarray) -> np.ndarray:
        """Where an equal hash may have come by; these are remembered too."""
        bits = getallen >> np.uint64(64 - _BITS)
        plekken = (bits >> np.uint64(3)).astype(np.intp)
        maskers = np.left_shift(np.uint8(1), (bits & np.uint64(7)).astype(np.uint8))
        gezien = self._gezien[plekken] & maskers != 0
        np.bitwise_or.at(self._gezien, plekken, maskers)
        return gezien

    def _seen(self, getallen: np.ndarray) -> np.ndarray:
        """Those of these, in order, that are among the earlier hashes."""
        bekend = np.zeros(len(getallen), bool)
        for reeks in chain(self._groeit, map(self._full, self._vol)):
            plekken = np.minimum(np.searchsorted(reeks, getallen), len(reeks) - 1)
            bekend |= reeks[plekken] == getallen
        return getallen[bekend]

    def _full(self, reeks: tuple[int, int]) -> np.ndarray:
        plek, aantal = reeks
        return np.memmap(self._bestand, np.uint64, "r", plek, (aantal,))

    def _keep(self, reeks: np.ndarray) -> None:
        """Keep a sorted run. Every `_JOIN` runs that were joined as often become one."""
        keer = 0
        while self._keer[1 - _JOIN :] == [keer] * (_JOIN - 1):
            reeks = np.sort(np.concatenate([*self._groeit[1 - _JOIN :], reeks]), kind="stable")
            del self._groeit[1 - _JOIN :], self._keer[1 - _JOIN :]
            keer += 1
        if len(reeks) >= _RUN:
            self._vol.append((self._bestand.tell(), len(reeks)))
            self._bestand.write(reeks.tobytes())
            self._bestand.flush()
        elif len(reeks):
            self._groeit.append(reeks)
            self._keer.append(keer)
