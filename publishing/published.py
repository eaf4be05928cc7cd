"""Reads what others published, from a publicatie: years before our own as KB and CBS have them, and outcomes of research.

Not here: our own figures (`read.py`), and holding theirs against ours (`reconciliation.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .engine import execute

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_HISTORIE = (
    "indicator", "niveau", "gebied", "periodesoort", "periode", "waarde", "eenheid", "status", "markeringen", "bron",
    "bron_naam", "peildatum", "vindplaats",
)  # fmt: skip
_ONDERZOEK = ("instrument", "vraag", "opgave", "gebied", "jaar", "n", "waarde", "marge", "eenheid", "peildatum")
# What must stand wherever an outcome of research stands beside a figure.
NOOIT_EFFECT = (
    "Onderzoek en cijfers over gebruik staan hier naast elkaar omdat zij over dezelfde opgave gaan. De uitkomst van het onderzoek is"
    " niet het effect van dat gebruik."
)


def historie(
    verbinding: DuckDBPyConnection, *, codes: Sequence[str] = (), gebieden: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Years before our own first one as KB or CBS published them, oldest first: a dict with the keys of `_HISTORIE`.

    Never a figure of ours: each has the markering `andere_bron`, its source and the day of that version; where it was estimated
    `geschat`; the last year before ours has `trendbreuk`, for there the counting changes.
    """
    return _rows(
        verbinding, "historie", _HISTORIE, {"indicator": codes, "gebied": gebieden}, "indicator, gebied, periode"
    )


def onderzoek(
    verbinding: DuckDBPyConnection, *, opgaven: Sequence[str] = (), gebieden: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Outcomes of impact and school monitors, the newest year of a question first: a dict with the keys of `_ONDERZOEK`.

    They stand beside the figures of the same opgave and are never their effect: show `NOOIT_EFFECT` with them.
    """
    orde = "opgave, instrument, vraag, gebied, jaar desc"
    return _rows(verbinding, "onderzoek", _ONDERZOEK, {"opgave": opgaven, "gebied": gebieden}, orde)


def _rows(
    verbinding: DuckDBPyConnection, tabel: str, kolommen: Sequence[str], filters: dict[str, Sequence[str]], orde: str
) -> list[dict[str, Any]]:
    """The rows that meet every filter; none of a publicatie of before this was published."""
    if not execute(verbinding, "select 1 from duckdb_tables() where table_name = ?", [tabel]).fetchall():
        return []
    waar = [f"{kolom} in ({', '.join('?' * len(keuze))})" for kolom, keuze in filters.items() if keuze]
    waarden = [w for keuze in filters.values() for w in keuze]
    gelezen = [f"cast({k} as varchar) as {k}" if k == "peildatum" else k for k in kolommen]
    sql = f"select {', '.join(gelezen)} from {tabel} {'where ' + ' and '.join(waar) if waar else ''} order by {orde}"
    return [dict(zip(kolommen, rij, strict=True)) for rij in execute(verbinding, sql, waarden).fetchall()]
