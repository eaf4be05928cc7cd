"""How DuckDB is opened and asked here: bounded memory, spill where we say, nothing downloaded, quick to start.

Not here: any SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Tabel:
    """A small table: names and types of its columns, and its rows."""

    naam: str
    kolommen: dict[str, str]
    rijen: list[tuple[Any, ...]]


def connect(
    bestand: Path | None, *, geheugen_mb: int, threads: int, tijdelijk: Path | None = None, read_only: bool = False
) -> DuckDBPyConnection:
    """A connection to a file (none: in memory) with the settings every connection of ours has."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": f"{geheugen_mb}MB",
        "threads": threads,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    if tijdelijk is not None:
        config["temp_directory"] = str(tijdelijk)
    con = duckdb.connect(str(bestand) if bestand else ":memory:", read_only=read_only, config=config)
    # DuckDB draws its progress on stdout, where a command's JSON goes.
    con.execute("set enable_progress_bar = false")
    return con


def execute(con: DuckDBPyConnection, sql: str, waarden: Sequence[Any] = ()) -> DuckDBPyConnection:
    """Run one statement with bound values.

    For bound values DuckDB looks for pandas' own types, and imports pandas to do so: 1.4 s for a command that needs
    none of it. Where there is no pandas it goes on without.
    """
    if not waarden:
        return con.execute(sql)
    from ingest import without_pandas

    with without_pandas():
        return con.execute(sql, list(waarden))


def make_table(con: DuckDBPyConnection, naam: str, tabel: Tabel) -> None:
    """Create a small table with its rows, in one statement per thousand rows."""
    con.execute(f"create table {naam} ({', '.join(f'{k} {t}' for k, t in tabel.kolommen.items())})")
    plaats = f"({', '.join('?' * len(tabel.kolommen))})"
    for begin in range(0, len(tabel.rijen), 1000):
        deel = tabel.rijen[begin : begin + 1000]
        execute(con, f"insert into {naam} values {', '.join([plaats] * len(deel))}", [w for rij in deel for w in rij])


def quote(waarde: object) -> str:
    """A text as SQL, for the places that take no bound value: a path in a view, a file to attach."""
    return "'" + str(waarde).replace("'", "''") + "'"
