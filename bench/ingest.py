"""How fast and in how much memory a log is taken in, against copying the same bytes to Parquet without looking at them.

Not here: the input (`generate.py`) and the goals (`goals.py`).
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from .generate import ISIL, JAAR, write_log, write_network
from .goals import INNAME_GEHEUGEN, INNAME_GROEI, INNAME_VERHOUDING, Uitslag
from .measure import DAADKRACHT, Meting, Mislukt, run, work_environ

_HERHALINGEN = 3
_BASISLIJN = """
import duckdb, sys
duckdb.sql("SET enable_progress_bar = false")
lezen = f"FROM read_csv('{sys.argv[1]}', all_varchar=true)"
duckdb.sql(f"COPY ({lezen}) TO '{sys.argv[2]}' (FORMAT parquet, COMPRESSION zstd)")
"""
# Of a file with one row in a hundred wrong, most of them to be rejected, this share must come in at least.
_GEACCEPTEERD = 0.98
_MET_UITVAL = 11


def baseline(log: Path, map_: Path) -> Meting:
    """DuckDB reads every column as text and writes one Parquet file."""
    map_.mkdir(parents=True)
    return run([sys.executable, "-c", _BASISLIJN, str(log), str(map_ / "log.parquet")], os.environ)


def product(log: Path, rijen: int, map_: Path) -> Meting:
    """`lever` and `verwerk` in a fresh work folder, all rules on. Raises `Mislukt` where not every row is accounted for."""
    environ = work_environ(map_)
    organisaties, locaties = write_network(map_)
    run([DAADKRACHT, "lever", str(organisaties)], environ)
    run([DAADKRACHT, "lever", str(locaties), "--organisatie", ISIL, "--periode", str(JAAR)], environ)
    run([DAADKRACHT, "verwerk"], environ)
    lever = run([DAADKRACHT, "lever", str(log), "--organisatie", ISIL, "--periode", str(JAAR)], environ)
    verwerk = run([DAADKRACHT, "verwerk", "--json"], environ, goed=(0, _MET_UITVAL))
    _check(json.loads(verwerk.uit), rijen)
    return lever + verwerk


def _check(bewijzen: list[dict], rijen: int) -> None:
    bewijs = next((b for b in bewijzen if b["dataset"] == "uitleningen"), None)
    if bewijs is None:
        raise Mislukt("verwerk noemt geen levering van uitleningen")
    telling = bewijs["rijen"]
    som = telling["geaccepteerd"] + telling["uitval"] + telling["dubbel"] + telling["overgeslagen"]
    if not telling["gelezen"] == som == rijen or telling["geaccepteerd"] < _GEACCEPTEERD * rijen:
        raise Mislukt(f"van {rijen} rijen meldt verwerk {telling}")


@dataclass(frozen=True)
class Inname:
    """The runs of both sides on one file, in the order they were done."""

    rijen: int
    basis: list[Meting]
    eigen: list[Meting]

    @property
    def verhouding(self) -> float:
        """Rows per CPU second of the product, as a part of the baseline's (medians)."""
        return statistics.median(m.cpu for m in self.basis) / statistics.median(m.cpu for m in self.eigen)

    @property
    def geheugen_mb(self) -> float:
        return max(m.geheugen_mb for m in self.eigen)

    def describe(self) -> str:
        """One line: rows per CPU second, memory and wall time of both sides."""
        return f"  {self.rijen:,} rijen: " + "; ".join(
            f"{naam} {self.rijen / statistics.median(m.cpu for m in metingen):,.0f} rijen/CPU-s, "
            f"{max(m.geheugen_mb for m in metingen):.0f} MB, {statistics.median(m.wand for m in metingen):.1f} s"
            for naam, metingen in (("basislijn", self.basis), ("daadkracht", self.eigen))
        )


def measure(map_: Path, rijen: int, herhalingen: int = _HERHALINGEN) -> list[Uitslag]:
    """Measure on a file of `rijen` rows, both sides in turn, and the memory once more on a file twice as large."""
    log = write_log(map_ / f"uitleningen_{JAAR}.csv", rijen)
    inname = Inname(rijen, [], [])
    for keer in range(herhalingen):
        inname.basis.append(baseline(log, map_ / f"basis-{keer}"))
        inname.eigen.append(product(log, rijen, map_ / f"eigen-{keer}"))
    print(inname.describe())
    log = write_log(map_ / f"uitleningen_{JAAR}.csv", 2 * rijen, seed=770_078)
    dubbel = Inname(2 * rijen, [baseline(log, map_ / "basis-dubbel")], [product(log, 2 * rijen, map_ / "eigen-dubbel")])
    print(dubbel.describe())
    log.unlink()
    return [
        Uitslag(INNAME_VERHOUDING, inname.verhouding),
        Uitslag(INNAME_GEHEUGEN, max(inname.geheugen_mb, dubbel.geheugen_mb)),
        Uitslag(INNAME_GROEI, dubbel.geheugen_mb / inname.geheugen_mb),
    ]
