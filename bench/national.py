"""What a build of a national year costs, from brons to indicatorwaarde, against the DuckDB queries it cannot do without.

Not here: the brons (`nation.py`) and the goals (`goals.py`).

    python -m bench.national MAP [DEEL]     makes brons in MAP, of DEEL of the year (1 is all), and measures
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
from datetime import datetime
from pathlib import Path

from .goals import BOUW_GEHEUGEN, BOUW_VERHOUDING, Uitslag
from .measure import Mislukt, run

GEHEUGEN_MB = 2048
# In the bare queries: the columns that figures are made of are read once, and persons are told apart once.
_BASISLIJN = {
    "scan uitleningen": "select sum(hash(organisatie, maand, locatie, soort, materiaalsoort, doelgroep, genre, kanaal, eigen, lidsoort,"
    " leeftijdsband) % 2), sum(aantal) from brons.uitleningen",
    "scan leden": "select sum(hash(organisatie, peildatum, lid, lidsoort, leeftijdsband, gemeente, locatie, inschrijfmaand, eindmaand,"
    " geldig) % 2) from brons.leden",
    "scan collectie": "select sum(hash(organisatie, peildatum, exemplaar, materiaalsoort, doelgroep, genre, status, eigendom, uitleenbaar,"
    " locatie, aanschafmaand) % 2) from brons.collectie",
    "scan exemplaargebruik": "select sum(hash(organisatie, exemplaar, laatste_maand) % 2) from brons.exemplaargebruik",
    "leners per organisatie en maand": "select organisatie, maand, count(distinct lid) from brons.leners group by all",
    "leners per organisatie en jaar": "select organisatie, year(maand), count(distinct lid) from brons.leners group by all",
}  # fmt: skip


def _environment(map_: Path) -> object:
    from definitions import Omgeving

    return Omgeving(
        werk=map_ / "werk", sleutels=map_ / "sleutels", vast_nu=datetime(2026, 2, 1, 12), geheugen_mb=GEHEUGEN_MB
    )


def _child_prepare(map_: Path, deel: float) -> None:
    from publishing import prepare_build

    from .nation import Omvang, write_nation

    omgeving = _environment(map_)
    brons = write_nation(omgeving, Omvang(deel))  # type: ignore[arg-type]
    bouw = prepare_build(omgeving, brons.bestanden, brons.dekking)  # type: ignore[arg-type]
    (map_ / "bouw.pickle").write_bytes(pickle.dumps(bouw))


def _child_build(map_: Path) -> None:
    from publishing import run_dbt

    bouw = pickle.loads((map_ / "bouw.pickle").read_bytes())
    run_dbt(bouw)


def _child_bare(map_: Path) -> None:
    """Each bare query with its own limits, over the same views as the build."""
    import duckdb

    bouw = pickle.loads((map_ / "bouw.pickle").read_bytes())
    with duckdb.connect(str(bouw.database), read_only=True) as con:
        con.execute(f"set memory_limit = '{GEHEUGEN_MB}MB'; set threads = 2; set enable_progress_bar = false")
        con.execute(f"set temp_directory = '{map_ / 'kaal'}'")
        for sql in _BASISLIJN.values():
            con.execute(sql).fetchall()


def measure(map_: Path, deel: float = 1.0) -> list[Uitslag]:
    """Make the year in a fresh folder below `map_`, measure, and remove it. Raises `Mislukt` where disk is short."""
    map_ = map_ / "landelijk"
    if shutil.disk_usage(map_.parent).free < (12 * deel + 2) * 1e9:
        raise Mislukt("er is te weinig schijfruimte voor een landelijk jaar (12 GB)")
    map_.mkdir()
    try:
        vooraf = _run(map_, "prepare", deel)
        print(f"  brons gemaakt in {vooraf.cpu:.0f} CPU-s, {_size(map_ / 'werk' / 'brons') / 1e6:.0f} MB")
        return _compare(map_)
    finally:
        shutil.rmtree(map_)


def _compare(map_: Path) -> list[Uitslag]:
    """The bare queries on both sides of the build, so that a machine that slows down is slow for both."""
    eerst = _run(map_, "bare")
    bouw = _run(map_, "build")
    kaal = (eerst.cpu + _run(map_, "bare").cpu) / 2
    print(
        f"  kaal {kaal:.1f} CPU-s ({eerst.geheugen_mb:.0f} MB), bouw {bouw.cpu:.1f} CPU-s, piek {bouw.geheugen_mb:.0f} MB"
    )
    for naam, seconden in _slowest(map_):
        print(f"    {naam}: {seconden:.1f} s")
    return [Uitslag(BOUW_VERHOUDING, bouw.cpu / kaal), Uitslag(BOUW_GEHEUGEN, bouw.geheugen_mb)]


def _run(map_: Path, wat: str, deel: float = 1.0):
    return run([sys.executable, "-m", "bench.national", f"--{wat}", str(map_), str(deel)], os.environ)


def _slowest(map_: Path) -> list[tuple[str, float]]:
    """The models and tests that took longest, by dbt's own clock."""
    (bestand,) = (map_ / "werk" / "bouw").glob("*/dbt/run_results.json")
    uitslagen = json.loads(bestand.read_text())["results"]
    tijden = sorted(((r["unique_id"].split(".", 2)[2], r["execution_time"]) for r in uitslagen), key=lambda t: -t[1])
    return tijden[:12]


def _size(map_: Path) -> int:
    return sum(p.stat().st_size for p in map_.rglob("*") if p.is_file())


def main() -> int:
    """A child's part (`--prepare`, `--build`, `--bare`), or the whole measurement."""
    if sys.argv[1].startswith("--"):
        map_, deel = Path(sys.argv[2]), float(sys.argv[3])
        if sys.argv[1] == "--prepare":
            _child_prepare(map_, deel)
        elif sys.argv[1] == "--build":
            _child_build(map_)
        else:
            _child_bare(map_)
        return 0
    uitslagen = measure(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
    for uitslag in uitslagen:
        print("  ".join(uitslag.row()))
    return 0 if all(u.gehaald for u in uitslagen) else 1


if __name__ == "__main__":
    sys.exit(main())
