"""What dbt's tests said about a build, read from the results dbt leaves behind.

Not here: the tests themselves (dbt_project/tests) and what is done with a verdict (`bouw.py`, `publicatie.py`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from definitions import InterneFout

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OORDEEL = "oordeel.json"


@dataclass(frozen=True)
class Toets:
    """The outcome of one test. `gevallen` are organisatie x periode with their number, of tests of delivered data."""

    naam: str
    omschrijving: str
    ernst: str
    geslaagd: bool
    aantal: int
    gevallen: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Oordeel:
    """The verdict on a build: `ernst` fout closes the gate, waarschuwing only stands there."""

    toetsen: tuple[Toets, ...]


def read_results(doelmap: Path, con: DuckDBPyConnection) -> Oordeel:
    """The verdict from dbt's `run_results.json` and `manifest.json`, wherever below `doelmap` dbt put them.

    Raises `InterneFout` where there are none or where a model failed: that is a bug, not a quality verdict.
    """
    gevonden = sorted(doelmap.rglob("run_results.json"), key=lambda p: p.stat().st_mtime)
    if not gevonden:
        raise InterneFout("Interne fout: het rekenen leverde geen uitkomst op. Meld dit aan het beheer.")
    uitkomsten = json.loads(gevonden[-1].read_text())["results"]
    knopen = json.loads((gevonden[-1].parent / "manifest.json").read_text())["nodes"]
    toetsen = []
    overgeslagen = False
    for uitkomst in uitkomsten:
        soort, _, rest = uitkomst["unique_id"].partition(".")
        if soort != "test":
            _check_model(rest, uitkomst)
            overgeslagen = overgeslagen or uitkomst["status"] == "skipped"
        elif uitkomst["status"] == "error":
            raise InterneFout(f"Interne fout bij de toets {rest.partition('.')[2]}. Meld dit aan het beheer.")
        elif uitkomst["status"] != "skipped":
            toetsen.append(_test(uitkomst, knopen[uitkomst["unique_id"]], con))
    if overgeslagen and all(t.geslaagd for t in toetsen if t.ernst == "fout"):
        raise InterneFout("Interne fout: een deel van het rekenen is overgeslagen. Meld dit aan het beheer.")
    return Oordeel(tuple(sorted(toetsen, key=lambda t: (t.ernst, t.naam))))


def _check_model(naam: str, uitkomst: dict[str, Any]) -> None:
    if uitkomst["status"] in ("error", "runtime error", "fail"):
        raise InterneFout(f"Interne fout bij het maken van {naam.partition('.')[2]}. Meld dit aan het beheer.")


def _test(uitkomst: dict[str, Any], knoop: dict[str, Any], con: DuckDBPyConnection) -> Toets:
    aantal = int(uitkomst["failures"] or 0)
    ernst = "waarschuwing" if str(knoop["config"]["severity"]).lower() == "warn" else "fout"
    meta = {**knoop.get("meta", {}), **knoop["config"].get("meta", {})}
    gevallen: tuple[dict[str, Any], ...] = ()
    if aantal and ernst == "waarschuwing" and knoop["config"].get("store_failures"):
        relatie = con.sql(f"select organisatie, periode, aantal from {knoop['schema']}.{knoop['alias']} order by all")
        gevallen = tuple({"organisatie": o, "periode": p, "aantal": int(n)} for o, p, n in relatie.fetchall())
    return Toets(knoop["name"], meta.get("naam", knoop["name"]), ernst, aantal == 0, aantal, gevallen)
