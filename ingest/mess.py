"""Rows that are no rows: totals, repeated headers, footers and blank lines between the rows of a table.

Not here: lines above the header (`dialect.py`) and page furniture (`formats/text.py`). Only rows that the rules rejected are
looked at, or that have no date and the word total for a key, so that a good row is never taken for a total.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from .dialect import Vorm, cells, names
from .read import hashes_of

TOTAAL, KOP, VOET = "totaalregel", "kop_herhaald", "voetregel"
# At the start of a line, whatever stands before its first word.
_BEGIN = r"^[^\pL\pN]*"
_TOTAL = (
    _BEGIN + r"(?i:(?:sub|eind|grand|deel|generaal)?[\s-]*(?:totaal|totalen|total|totals|gesamt|summe|som|sum))(?:\W|$)"
)
_FOOTER = (
    _BEGIN
    + r"(?i:bron|source|toelichting|noot|opmerking|let op|gemaakt op|afgedrukt|geprint|einde (?:rapport|bestand|lijst)"
    r"|end of (?:report|file)|aantal (?:regels|rijen|records)|copyright|\*+ )(?:\W|$)"
)
# A footer is a sentence, not a row: it fills no more columns than this.
_FOOTER_COLUMNS = 2


class Rommel:
    """Tells of rows of one file whether they are such. `kop` and `leeg` are the hashes that a repeated header and a row of
    nothing but delimiters have."""

    def __init__(self, vorm: Vorm) -> None:
        self._vorm = vorm
        self.kop = hashes_of([vorm.kopregel])
        self.leeg = hashes_of([vorm.scheiding * (len(vorm.kop) - 1)])

    def totals(self, sleutel: pl.Series) -> pl.Series:
        """Which rows have the word total where the key of a row should be."""
        return sleutel.str.contains(_TOTAL).fill_null(False)

    def kinds(self, regels: Sequence[str]) -> pl.Series:
        """Per line its finding, or null for a row like any other."""
        tekst = pl.Series(regels, dtype=pl.String)
        verdacht = (tekst.str.contains(_TOTAL) | tekst.str.contains(_FOOTER)).to_list()
        kop = self._vorm.kopregel.strip()[:20]
        soorten = [
            self._kind(regel) if mogelijk or (kop and regel.strip().startswith(kop)) else None
            for regel, mogelijk in zip(regels, verdacht, strict=True)
        ]
        return pl.Series(soorten, dtype=pl.String)

    def _kind(self, regel: str) -> str | None:
        cellen = cells(regel, self._vorm.scheiding)
        gevuld = pl.Series([c for c in cellen if c.strip()], dtype=pl.String)
        if names(cellen) == names(cells(self._vorm.kopregel, self._vorm.scheiding)):
            return KOP
        if gevuld.is_empty():
            return None
        if gevuld.head(1).str.contains(_TOTAL).item():
            return TOTAAL
        return VOET if len(gevuld) <= _FOOTER_COLUMNS and gevuld.head(1).str.contains(_FOOTER).item() else None
