"""How the generated pages are written: a table, and the line that says they are generated.

Not here: what stands on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

KOP = "<!-- Gemaakt door `make docs` uit definitions/; pas die bestanden aan, niet dit. -->"


def cell(tekst: str) -> str:
    """Text that fits in a cell: one line, its own bars escaped."""
    return " ".join(tekst.split()).replace("|", "\\|")


def table(koppen: Sequence[str], rijen: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table and an empty line after it."""
    yield "| " + " | ".join(koppen) + " |"
    yield "| " + " | ".join("---" for _ in koppen) + " |"
    for rij in rijen:
        yield "| " + " | ".join(cell(cel) for cel in rij) + " |"
    yield ""
