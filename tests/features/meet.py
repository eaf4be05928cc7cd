"""A process that checks one file and says what that took: memory above what it had before, and the time it needed to start.

Not here: tests.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import datetime
from pathlib import Path

from definitions import Omgeving, load_definities
from ingest import check


def _mb() -> float:
    return max(resource.getrusage(wie).ru_maxrss for wie in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def main(werk: str, sleutels: str, isil: str, pad: str) -> None:
    """Print the receipts and the cost as JSON."""
    import polars  # noqa: F401, ICN001  loaded before measuring: what it takes is not the file's doing

    load_definities()
    omgeving = Omgeving(werk=Path(werk), sleutels=Path(sleutels), vast_nu=datetime(2026, 6, 1))
    gebruikt = resource.getrusage(resource.RUSAGE_SELF)
    voor = _mb()
    bewijzen = check(omgeving, [Path(pad)], organisatie=isil)
    uit = {
        "meer_mb": _mb() - voor,
        "start": gebruikt.ru_utime + gebruikt.ru_stime,
        "bewijzen": [b.as_json() for b in bewijzen],
    }
    sys.stdout.write(json.dumps(uit) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
