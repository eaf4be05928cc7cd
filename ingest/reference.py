"""The reference data ingest needs: which gemeente a postcode lies in, and what a gemeente is called.

Not here: inhabitants and provinces, which only the build needs.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def municipality_of_postcode() -> dict[str, str]:
    """PC4 -> gemeente code of 2025 (source: CBS, see definitions/referentie)."""
    return {rij["pc4"]: rij["gemeente"] for rij in _rows("pc4_gemeente.csv")}


@cache
def municipality_names() -> dict[str, str]:
    """Gemeente code -> name of 2025 (source: CBS, see definitions/referentie)."""
    return {rij["gemeente"]: rij["naam"] for rij in _rows("gemeenten.csv")}


def _rows(bestand: str) -> Iterator[dict[str, str]]:
    tekst = files("definitions").joinpath("referentie", bestand).read_text(encoding="utf-8")
    yield from csv.DictReader((regel for regel in tekst.splitlines() if not regel.startswith("#")), delimiter=";")
