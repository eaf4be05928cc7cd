"""Reads what changed since a year before: every total against the same organisatie-months then, as the build counted it.

Not here: the counting (dbt_project, `verandering`), and the figures themselves (`read.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from .engine import execute

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_KOLOMMEN = (
    "indicator", "niveau", "gebied", "periodesoort", "periode", "periode_toen", "teller", "noemer", "waarde",
    "teller_toen", "noemer_toen", "waarde_toen", "verandering", "procentpunt", "geteld", "verwacht", "dekking", "reden",
)  # fmt: skip


def veranderingen(
    verbinding: DuckDBPyConnection,
    *,
    codes: Sequence[str] = (),
    gebieden: Sequence[str] = (),
    perioden: Sequence[str] = (),
    periodesoorten: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """The changes that meet every filter; an empty filter is no filter. Each is a dict with the keys of `_KOLOMMEN`.

    Both sides are counted on the organisatie-months that are in both periods; `dekking` is what part that is of those
    expected in the newer (`geteld` of `verwacht`). `verandering` is in percents, or in percentage points where `procentpunt`;
    None where there is none, and `reden` says why: geen_vorig, trendbreuk, geen_overlap, dekking_te_laag,
    andere_organisaties, vorig_nul. A publicatie of before changes were counted has none.
    """
    if not execute(verbinding, "select 1 from duckdb_tables() where table_name = 'verandering'").fetchall():
        return []
    waar: list[str] = []
    waarden: list[str] = []
    for kolom, filter_ in (
        ("indicator", codes), ("gebied", gebieden), ("periode", perioden), ("periodesoort", periodesoorten),
    ):  # fmt: skip
        if filter_:
            waar.append(f"{kolom} in ({', '.join('?' * len(filter_))})")
            waarden += filter_
    rijen = execute(
        verbinding,
        f"select {', '.join(_KOLOMMEN)} from verandering {'where ' + ' and '.join(waar) if waar else ''}"
        " order by indicator, niveau, gebied, periodesoort, periode",
        waarden,
    ).fetchall()
    return [dict(zip(_KOLOMMEN, rij, strict=True)) for rij in rijen]
