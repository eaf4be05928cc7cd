"""The numbers that are kept of a levering: what became of its rows per location and period, and how they lie over the days.

Not here: counting them (`tally.py`). Light to import, so that a receipt can be shown without a data frame library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# Why a row does not count: in the figures beside the first indicator of its dataset, or in none at all.
TELT = "telt"
DUBBEL, NA_PEILDATUM = "dubbel", "na_peildatum"
# Before the code of a finding: rejected by a rule, or left out by the profile of its source system (a cancelled loan).
UITVAL, WEG = "uitval:", "weg:"
BUITEN_PERIODE, BUITEN_OVERSTAP, VERGETEN = "buiten_periode", "buiten_overstap", "vergeten_lid"
_WEGGELATEN = frozenset({DUBBEL, NA_PEILDATUM, BUITEN_PERIODE, BUITEN_OVERSTAP, VERGETEN})
# Of what was accepted: `telt` is what UIT-01, LED-01, COL-01 or ACT-00 counts (definitions/indicatoren).
MATERIAAL, ACCOUNT, TER_PLAATSE = "materiaal_telt_niet", "ander_account", "ter_plaatse"
VERLOPEN, BEZIT, STATUS, GEANNULEERD, GEPLAND = (
    "niet_geldig",
    "geen_bezit",
    "status_telt_niet",
    "geannuleerd",
    "gepland",
)

DEELNEMERS, ACTIVITEIT = "DEELNEMERS", "ACTIVITEIT"


@dataclass(frozen=True)
class Cel:
    """How many events or rows of one kind had one fate. `locatie` and `periode` are ONBEKEND where they could not be read.

    `soort` is UITLENING, VERLENGING, INNAME or TER_PLAATSE; of leden the lidsoort, of collectie the materiaalsoort, of
    activiteiten ACTIVITEIT and DEELNEMERS (whose `aantal` are participants).
    """

    locatie: str
    periode: str
    soort: str
    reden: str
    aantal: int

    @property
    def geaccepteerd(self) -> bool:
        """Whether it is of rows that were accepted, whether or not they count in the first indicator."""
        return self.reden not in _WEGGELATEN and not self.reden.startswith((UITVAL, WEG))


@dataclass(frozen=True)
class Ritme:
    """Accepted rows of a location in a period (of uitleningen only loans), and how many of them on its busiest day."""

    locatie: str
    periode: str
    rijen: int
    drukste_dag: int


def read_cells(telling: Mapping[str, Any]) -> list[Cel]:
    """The cells that the register kept of a levering."""
    return [Cel(*rij) for rij in telling.get("cellen", ())]


def read_rhythm(telling: Mapping[str, Any]) -> list[Ritme]:
    """The rhythm that the register kept of a levering."""
    return [Ritme(*rij) for rij in telling.get("ritme", ())]
