"""When a stock was really taken: exported after its peildatum it holds who came since and lacks who left.

Not here: which peildatum it has (`call.py`). That an export was made later is proven by a date in its file's name, a column
`exportdatum`, or rows that began after the peildatum; the day of receipt proves nothing, it is only the last day it can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from definitions import Contract, Definities, Leveringsregel

from .receipt import Melding, melding

_DATUM = re.compile(r"(?<!\d)(20\d{2})-?(0[1-9]|1[0-2])-?([0-3]\d)(?!\d)")
EXPORTDATUM = "exportdatum"


@dataclass
class Peiling:
    """Follows one stock block by block: leaves out what began after `peildatum` and remembers the last such day."""

    contract: Contract
    peildatum: date | None
    geexporteerd: date | None
    ontvangen: date
    _laatste: date | None = None
    _datums: int = 0
    _regel: Leveringsregel | None = field(init=False)

    def __post_init__(self) -> None:
        regels = (r for r in self.contract.leveringsregels if r.soort == "stand_achteraf")
        self._regel = next(regels, None) if self.peildatum else None

    @property
    def kolom(self) -> str:
        """The column that says when what a row is about began."""
        return (self._regel.kolom if self._regel else None) or ""

    def split(self, goed: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Accepted rows of a block: those that were there on the peildatum, and those that came later."""
        if self._regel is None:
            return goed, goed.clear()
        begin = goed[self.kolom]
        later = (begin > self.peildatum).fill_null(False)
        self._datums += len(begin) - begin.null_count()
        if not later.any():
            return goed, goed.clear()
        # A date after the day of receipt is a mistake in the row, not a proof.
        bewijs = begin.filter(later & (begin <= self.ontvangen)).max()
        if isinstance(bewijs, date):
            self._laatste = max(bewijs, self._laatste or bewijs)
        return goed.filter(~later), goed.filter(later)

    @property
    def dagen(self) -> int:
        """How many days after its peildatum the stock was taken, as far as is proven; 0 where it was not."""
        if self._regel is None or self.peildatum is None:
            return 0
        bewezen = [d for d in (self.geexporteerd, self._laatste) if d is not None]
        return max(0, (min(max(bewezen), self.ontvangen) - self.peildatum).days) if bewezen else 0

    @property
    def voorlopig(self) -> bool:
        """Whether that is so long that figures of it stay voorlopig."""
        return self._regel is not None and self.dagen > (self._regel.dagen or 0)

    def as_json(self) -> dict[str, Any]:
        """What the register keeps of it: nothing for a stock that was taken on its day."""
        return {"dagen": self.dagen, "voorlopig": self.voorlopig} if self.dagen else {}

    def findings(self, definities: Definities) -> list[Melding]:
        """That the stock was taken afterwards, or that nothing tells when it was."""
        if self._regel is None or self.peildatum is None:
            return []
        if self.dagen:
            grond = (
                "leden die later zijn ingeschreven" if self.kolom == "inschrijfdatum" else "exemplaren van later datum"
            )
            if self.geexporteerd and (self._laatste is None or self.geexporteerd >= self._laatste):
                grond = f"de export is van {self.geexporteerd}"
            status = "blijven de cijfers voorlopig" if self.voorlopig else "staat bij de cijfers: stand achteraf"
            return [melding(definities.bevindingen["stand_achteraf"], aantal=self.dagen, grond=grond, status=status)]
        later = (self.ontvangen - self.peildatum).days
        if self._datums == 0 and self.geexporteerd is None and later > (self._regel.dagen or 0):
            return [melding(definities.bevindingen["exportmoment_onbekend"], aantal=later)]
        return []


def export_date_in(namen: Iterable[str]) -> date | None:
    """The latest whole date in the names of the files of a stock: 2026-01-15 or 20260115. It says when the export was made
    where it lies after the peildatum."""
    dagen = [dag for naam in namen for m in _DATUM.finditer(naam) if (dag := _day(m))]
    return max(dagen, default=None)


def _day(m: re.Match[str]) -> date | None:
    try:
        return date(int(m[1]), int(m[2]), int(m[3]))
    except ValueError:
        return None
