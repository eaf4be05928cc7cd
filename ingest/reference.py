"""The reference data ingest needs: which gemeente a postcode lies in.

Not here: inhabitants and provinces, which only the build needs.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def municipality_of_postcode() -> dict[str, str]:
    """PC4 -> gemeente code of 2025 (source: CBS, see definitions/referentie)."""
    tekst = files("definitions").joinpath("referentie", "pc4_gemeente.csv").read_text(encoding="utf-8")
    regels = (regel for regel in tekst.splitlines() if not regel.startswith("#"))
    return {rij["pc4"]: rij["gemeente"] for rij in csv.DictReader(regels, delimiter=";")}
