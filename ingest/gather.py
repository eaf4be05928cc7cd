"""The partial brons tables of blocks, gathered per month so that memory follows the result of a month, not the file.

Not here: what a partial table is made of (`minimise.py`), and how brons is written (`brons.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from .minimise import Context, combine, finish, month_of

# The parts of a month are combined once those that came later hold more rows than this, and more than the first.
_COMBINE_ROWS = 50_000
# Months are handed on together up to this many rows: one check at the door of brons for all of them.
_TAKE_ROWS = 250_000


class Verzameling:
    """Partial results of one levering. `add` them block by block, `take` each table once at the end."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._delen: dict[str, dict[int, list[pl.DataFrame]]] = defaultdict(lambda: defaultdict(list))

    def add(self, tabel: str, frame: pl.DataFrame) -> None:
        """Keep the rows of one block. Rows of a flow are kept by their leveringsmaand, others together."""
        for maand, deel in _by_month(self._context, tabel, frame):
            delen = self._delen[tabel][maand]
            delen.append(deel)
            later = sum(d.height for d in delen[1:])
            if later > max(_COMBINE_ROWS, delen[0].height):
                self._delen[tabel][maand] = [combine(tabel, delen)]

    def take(self, tabel: str) -> Iterator[pl.DataFrame]:
        """The finished table, in frames of whole months in order; what was handed on is let go."""
        maanden = self._delen.pop(tabel, {})
        wacht: list[pl.DataFrame] = []
        for maand in sorted(maanden):
            wacht.append(combine(tabel, maanden.pop(maand)))
            if not maanden or sum(f.height for f in wacht) > _TAKE_ROWS:
                yield finish(self._context, tabel, pl.concat(wacht))
                wacht = []
        if wacht:
            yield finish(self._context, tabel, pl.concat(wacht))


def _by_month(context: Context, tabel: str, frame: pl.DataFrame) -> list[tuple[int, pl.DataFrame]]:
    nummers = month_of(context, tabel, frame)
    if nummers is None or frame.is_empty():
        return [(0, frame)]
    if nummers.n_unique() == 1:
        return [(int(nummers[0]), frame)]
    delen = frame.with_columns(nummers.alias("_maand")).partition_by("_maand", as_dict=True, include_key=False)
    return [(int(maand), deel) for (maand,), deel in delen.items()]
