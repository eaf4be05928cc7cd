"""What the command itself costs: `--help`, `status`, and a second `draai` when nothing is new.

Not here: what they must cost (`goals.py`).
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

from .generate import ISIL, JAAR, write_log, write_network
from .goals import HULP, STATUS, TWEEDE_DRAAI, Uitslag
from .measure import DAADKRACHT, Mislukt, run, work_environ

_HERHALINGEN = 5
_RIJEN = 12_345


def _cpu(woorden: Sequence[str], environ: Mapping[str, str]) -> float:
    """The median of some runs; the first, which also fills the disk's cache and Python's, is not among them."""
    run([DAADKRACHT, *woorden], environ)
    return statistics.median(run([DAADKRACHT, *woorden], environ).cpu for _ in range(_HERHALINGEN))


def _builds(werk: Path) -> set[str]:
    """The builds and publications there are."""
    return {f"{map_}/{p.name}" for map_ in ("bouw", "publicaties") for p in (werk / map_).iterdir() if p.is_dir()}


def measure(map_: Path) -> list[Uitslag]:
    """Fill a work folder with a small network, run it, and measure."""
    environ = work_environ(map_ / "opdracht")
    werk = Path(environ["DAADKRACHT_WERK"])
    organisaties, locaties = write_network(map_ / "opdracht")
    log = write_log(map_ / "opdracht" / f"uitleningen_{JAAR}.csv", _RIJEN, seed=770_079)
    run([DAADKRACHT, "lever", str(organisaties)], environ)
    run([DAADKRACHT, "lever", str(locaties), str(log), "--organisatie", ISIL, "--periode", str(JAAR)], environ)
    eerste = run([DAADKRACHT, "draai"], environ, goed=(0, 11))
    voor = _builds(werk)
    tweede = run([DAADKRACHT, "draai"], environ)
    nieuw = len(_builds(werk) - voor)
    if "niets nieuws" not in tweede.uit.lower():
        raise Mislukt(
            "de tweede draai zegt niet dat er niets nieuws is (veranderde er intussen code of een definitie?)"
        )
    print(
        f"  draai: eerste {eerste.cpu:.1f} CPU-s, tweede {tweede.cpu:.1f} CPU-s: {tweede.uit.strip().splitlines()[-1:]}"
    )
    return [
        Uitslag(HULP, _cpu(["--help"], environ)),
        Uitslag(STATUS, _cpu(["status"], environ)),
        Uitslag(TWEEDE_DRAAI, nieuw),
    ]
