"""What every shape of the shared language rests on: the strict model, the datasets and their order.

Not here: the shapes themselves (`models.py`, `sourcemodels.py`).
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Dataset = Literal[
    "uitleningen", "leden", "collectie", "activiteiten", "organisaties", "locaties", "jaarcijfers", "digitaal", "aansluitcijfers",
    "onderzoek",
]  # fmt: skip

Niveau = Literal["locatie", "organisatie", "gemeente", "provincie", "land"]

# The order in which one drain of the queue takes the datasets: what is joined against comes first.
DRAIN_ORDER: tuple[Dataset, ...] = (
    "organisaties", "locaties", "collectie", "leden", "uitleningen", "activiteiten", "jaarcijfers", "digitaal",
    "aansluitcijfers", "onderzoek",
)  # fmt: skip

ONBEKEND = "ONBEKEND"


class Model(BaseModel):
    """Frozen, and strict about names: an unknown key in a definition file is a mistake, not an extra."""

    model_config = ConfigDict(frozen=True, extra="forbid")
