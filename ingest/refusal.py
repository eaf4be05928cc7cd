"""The refusal of a file or levering: a finding of `bevindingen.yaml` that is raised, with its sentence filled in.

Not here: refusals of a call (`VerkeerdeAanroep`) and of the work folder (`WerkmapFout`).
"""

from __future__ import annotations

from typing import Any

from definitions import LeveringGeweigerd, load_definities

from .receipt import Melding, melding


class Weigering(LeveringGeweigerd):
    """A levering is refused for the finding `code`. `uitkomst` is the pipeline's, where it was read to the end.

    `gegevens` fill the sentence's placeholders: names and counts, never a value of a row.
    """

    def __init__(self, code: str, *, uitkomst: Any = None, **gegevens: Any) -> None:
        self.melding: Melding = melding(load_definities().bevindingen[code], **gegevens)
        self.uitkomst = uitkomst
        super().__init__(self.melding.uitleg)
