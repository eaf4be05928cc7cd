"""Where in the delivered files a finding was seen: the row numbers its sender can look up.

Not here: what stands in those rows. A row number says nothing of a person; a value might.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from .receipt import Melding

# More rows than this nobody looks up one by one; the count beside them says how many there are.
MOST = 100


def with_rows(meldingen: Iterable[Melding], uitval: pl.DataFrame, namen: Sequence[str]) -> list[Melding]:
    """The findings with, per file, the first `MOST` row numbers (the heading is row 1) of the rows they rejected. `uitval`
    has columns bestand (position in `namen`), rij, kolom, code."""
    eerste = uitval.sort("bestand", "rij").group_by("code", "kolom", maintain_order=True).head(MOST)
    plaatsen: dict[tuple[str, str], dict[str, tuple[int, ...]]] = {}
    gegroepeerd = eerste.group_by("code", "kolom", "bestand", maintain_order=True).agg("rij")
    for code, kolom, bestand, rijen in gegroepeerd.iter_rows():
        plaatsen.setdefault((code, kolom), {})[namen[bestand]] = tuple(rijen)
    return [replace(m, regels=plaatsen.get((m.code, m.kolom or ""), {})) for m in meldingen]
