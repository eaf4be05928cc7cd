"""The definitions while they are being loaded: what was read, the mistakes so far, and where everything stands.

Not here: the reading (`load.py`) and the checks (`crosschecks.py`, `sqlchecks.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from .models import Definities
from .yaml_lines import Document, Fouten, Pad, Plaats


@dataclass
class Geladen:
    """What was read: the definitions (None where too little could be read), the mistakes, and where everything stands.

    `documenten` holds the YAML file of each thing by (folder, name); `namen` all names per folder, also of files that
    could not be read, so that one mistake does not lead to others.
    """

    folder: Path
    fouten: Fouten = field(default_factory=Fouten)
    documenten: dict[tuple[str, str], Document] = field(default_factory=dict)
    rijen: dict[tuple[str, str], Plaats] = field(default_factory=dict)
    namen: dict[str, set[str]] = field(default_factory=dict)
    definities: Definities | None = None

    def meld(self, onderdeel: str, naam: str, pad: Pad, zin: str) -> None:
        """Note a mistake at `pad` in the file of `naam`; `onderdeel` is its folder, or the file itself."""
        self.fouten.meld(self.documenten[onderdeel, naam].plaats(*pad), zin)
