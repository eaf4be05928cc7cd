"""The goals of issue 1, each in one place: what is measured, the bound, and on which side of it a figure is good.

Not here: measuring.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Doel:
    """A bound: `minstens` says whether the figure must be at least or at most `grens`."""

    naam: str
    grens: float
    eenheid: str
    minstens: bool = False

    def met(self, waarde: float) -> bool:
        """Whether the figure reaches the goal."""
        return waarde >= self.grens if self.minstens else waarde <= self.grens


INNAME_VERHOUDING = Doel("inname: rijen per CPU-seconde tegenover de basislijn", 0.5, "x", minstens=True)
INNAME_GEHEUGEN = Doel("inname: piekgeheugen", 600, "MB")
# "no larger for 4 million rows": the peak of two runs over one file already differs by some per cent.
INNAME_GROEI = Doel("inname: piekgeheugen bij twee keer zoveel rijen, tegenover één keer", 1.05, "x")
HULP = Doel("daadkracht --help: CPU", 0.7, "s")
STATUS = Doel("daadkracht status: CPU", 0.7, "s")
TWEEDE_DRAAI = Doel("tweede draai zonder nieuws: aantal nieuwe bouwen", 0, "")
BOUW_VERHOUDING = Doel("landelijk jaar: CPU van de bouw tegenover de kale zoekopdrachten", 3, "x")
# DuckDB's limit is 2,048 MB; what Python and dbt are beside it counts too.
BOUW_GEHEUGEN = Doel("landelijk jaar: piekgeheugen van de bouw", 2_600, "MB")


@dataclass(frozen=True)
class Uitslag:
    """A figure held against its goal."""

    doel: Doel
    waarde: float

    @property
    def gehaald(self) -> bool:
        return self.doel.met(self.waarde)

    def row(self) -> tuple[str, str, str, str]:
        """The figure as a line of a table: what, measured, goal, verdict."""
        teken = "≥" if self.doel.minstens else "≤"
        return (
            self.doel.naam,
            f"{self.waarde:.2f} {self.doel.eenheid}".strip(),
            f"{teken} {self.doel.grens:g} {self.doel.eenheid}".strip(),
            "gehaald" if self.gehaald else "NIET gehaald",
        )
