"""A table without a header, known by the order of its columns: what a database gives that was not asked for names.

Not here: finding a header that is there (`dialect.py`). Only tables of which the profile knows the order and says what must stand
where (`zonder_kop`) are known so, and only where one alone fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from definitions import Brontabel

from .dialect import BOM, Vorm, cells, decode

_DELIMITERS = ("\t", ",", ";", "|")
# Rows that are looked at: each of them must fit.
_ROWS = 200


def without_header(begin: bytes, tabellen: Iterable[Brontabel]) -> list[Vorm | None]:
    """Per table the dialect of a file that begins with these bytes and holds rows of it from its first line on, or None."""
    bom = begin.startswith(BOM)
    tekst = decode(begin.removeprefix(BOM))[0].decode("utf-8")
    regels = [r for r in tekst[: tekst.rfind("\n") + 1].splitlines()[:_ROWS] if r.strip()]
    gesplitst = {s: [cells(r, s) for r in regels] for s in _DELIMITERS} if regels else {}
    return [
        next((Vorm(s, tuple(k.lower() for k in t.kolommen), bom, 0) for s, rijen in gesplitst.items() if _fits(t, rijen)), None)
        for t in tabellen
    ]  # fmt: skip


def _fits(tabel: Brontabel, rijen: Sequence[Sequence[str]]) -> bool:
    """Whether every row has a value for each column of the table, of the kind that belongs there."""
    if not tabel.zonder_kop or any(len(rij) != len(tabel.kolommen) for rij in rijen):
        return False
    plekken = [(tabel.kolommen.index(naam), re.compile(p)) for naam, p in tabel.zonder_kop.items()]
    return all(patroon.search(rij[plek].strip()) for rij in rijen for plek, patroon in plekken)
