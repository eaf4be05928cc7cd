"""A fictitious network of six libraries: its exports as source systems would write them, and the totals they must give.

Not here: receiving those files. The demo goes through the same door as every other levering.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from .network import Demo, Drop

BEGIN = date(2024, 1, 1)
SEED = 20240101


def generate_demo(map: Path, seed: int = SEED, begin: date = BEGIN) -> Demo:  # noqa: A002
    """Write 24 months of exports from the month of `begin` under `map`, and return them in the order of delivery.

    Beside the drops it writes `truth.json`, which `Demo.truth` also holds: totals that were counted from what the
    generator made up and never from the files. The same seed and begin give the same bytes.

    Raises `ValueError` where `begin` is not the first day of a month.
    """
    from .generate import generate

    return generate(map, seed, begin)


__all__ = ["Demo", "Drop", "generate_demo"]
