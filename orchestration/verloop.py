"""What one run of the line hands around: where progress goes, and what came out.

Not here: Dagster; the assets fill a `Verloop`, the command reads it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .output import Voortgang, silent

if TYPE_CHECKING:
    from ingest import Ontvangstbewijs
    from publishing import Publicatie


@dataclass
class Verloop:
    """One run: `voortgang` is told (levering or step, description, done, total); the other fields are its results."""

    voortgang: Voortgang = silent
    bewijzen: list[Ontvangstbewijs] = field(default_factory=list)
    gedraaid: bool = False
    publicatie: Publicatie | None = None
