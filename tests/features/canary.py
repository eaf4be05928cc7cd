"""Finds personal values anywhere below a folder: in plain bytes, in Parquet, in DuckDB and in SQLite.

Not here: what must not be found (test_privacy).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import duckdb


def _duckdb_cells(pad: Path) -> Iterator[str]:
    with duckdb.connect(str(pad), read_only=True) as con:
        tabellen = con.execute(
            "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE'"
        ).fetchall()
        for schema, naam in tabellen:
            for rij in con.execute(f'select * from "{schema}"."{naam}"').fetchall():
                yield from (str(cel) for cel in rij)


def _parquet_cells(pad: Path) -> Iterator[str]:
    with duckdb.connect() as con:
        for rij in con.execute("select * from read_parquet(?)", [str(pad)]).fetchall():
            yield from (str(cel) for cel in rij)


def _sqlite_cells(pad: Path) -> Iterator[str]:
    con = sqlite3.connect(pad)
    tabellen = [r[0] for r in con.execute("select name from sqlite_master where type = 'table'")]
    for naam in tabellen:
        for rij in con.execute(f'select * from "{naam}"'):
            yield from (str(cel) for cel in rij)
    con.close()


_READERS = {".duckdb": _duckdb_cells, ".parquet": _parquet_cells, ".sqlite": _sqlite_cells, ".db": _sqlite_cells}


def found_below(map_: Path, waarden: dict[str, str]) -> dict[str, list[str]]:
    """Per named value the files below `map_` that hold it, however they store it."""
    gevonden: dict[str, list[str]] = {}
    for pad in sorted(p for p in map_.rglob("*") if p.is_file() and not p.is_symlink()):
        try:
            inhoud = pad.read_bytes()
        except FileNotFoundError:
            continue  # SQLite tidied its own log away while it was being looked at
        tekst = "\n".join(_READERS[pad.suffix](pad)) if pad.suffix in _READERS and inhoud else ""
        for naam, waarde in waarden.items():
            if waarde.encode() in inhoud or waarde.encode("utf-16-le") in inhoud or waarde in tekst:
                gevonden.setdefault(naam, []).append(str(pad.relative_to(map_)))
    return gevonden
