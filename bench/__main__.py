"""All benchmarks, a table, and exit code 1 where a goal is missed: `python -m bench [--rijen N] [--map DIR] [--landelijk DEEL]`.

Not here: the goals (`goals.py`).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from . import command, ingest, national
from .goals import Uitslag
from .measure import Mislukt

_RIJEN = 2_000_000


def _table(uitslagen: list[Uitslag]) -> str:
    rijen = [("wat", "gemeten", "doel", ""), *(u.row() for u in uitslagen)]
    breedte = [max(len(rij[k]) for rij in rijen) for k in range(4)]
    return "\n".join("  ".join(vak.ljust(b) for vak, b in zip(rij, breedte, strict=True)).rstrip() for rij in rijen)


def main() -> int:
    """Measure everything; 0 where every goal is reached, 1 where one is not or could not be measured."""
    ontleder = argparse.ArgumentParser(prog="python -m bench", description="De metingen, elk tegenover zijn basislijn.")
    ontleder.add_argument("--rijen", type=int, default=_RIJEN, help=f"rijen van het log (zonder: {_RIJEN:,})")
    ontleder.add_argument("--map", type=Path, help="waar de tussenbestanden komen (zonder: de tijdelijke map)")
    ontleder.add_argument(
        "--landelijk", type=float, help="ook de bouw van dit deel van een landelijk jaar (1 is alles: 12 GB schijf)"
    )
    keuze = ontleder.parse_args()
    uitslagen: list[Uitslag] = []
    mislukt: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bench-", dir=keuze.map) as naam:
        metingen = [("Inname", lambda m: ingest.measure(m, keuze.rijen)), ("Opdracht", command.measure)]
        if keuze.landelijk:
            metingen.append(("Landelijk jaar", lambda m: national.measure(m, keuze.landelijk)))
        for titel, meting in metingen:
            print(titel, flush=True)
            try:
                uitslagen += meting(Path(naam))
            except Mislukt as fout:
                print(f"  niet te meten: {fout}")
                mislukt.append(titel)
    print("\n" + _table(uitslagen))
    return 0 if not mislukt and all(u.gehaald for u in uitslagen) else 1


if __name__ == "__main__":
    sys.exit(main())
