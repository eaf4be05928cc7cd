"""How the command speaks: one JSON document or words, tables with Dutch numbers, progress on stderr.

Not here: what is said (`commands.py`, `words.py`).
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.progress import TaskID

# levering or step, description, done, total: the shape ingest and publishing report their progress in.
Voortgang = Callable[[str, str, int, int], None]

_STDOUT, _STDERR = 1, 2
_LEVERING = re.compile(r"L\d+")


def dutch_number(waarde: float | int | None, decimalen: int | None = None) -> str:
    """`1234.5` -> `1.234,5`; none is an en dash. Without `decimalen`: whole numbers bare, others with two decimals."""
    if waarde is None:
        return "–"
    if decimalen is None:
        decimalen = 0 if float(waarde).is_integer() else 2
    return f"{waarde:,.{decimalen}f}".translate(str.maketrans(",.", ".,"))


def align(koppen: Sequence[str], rijen: Sequence[Sequence[str]], rechts: frozenset[int] = frozenset()) -> list[str]:
    """A table as lines of text: columns as wide as their widest cell, those in `rechts` aligned to the right."""
    breedtes = [max(map(len, kolom)) for kolom in zip(koppen, *rijen, strict=True)]
    return [
        "  ".join(
            cel.rjust(breedte) if nummer in rechts else cel.ljust(breedte)
            for nummer, (cel, breedte) in enumerate(zip(regel, breedtes, strict=True))
        ).rstrip()
        for regel in (koppen, ["-" * breedte for breedte in breedtes], *rijen)
    ]


def _lines(inhoud: Any) -> Iterator[str]:
    """The document as text: of a list an item per line, since that is written 10 times as fast and can be searched."""
    if not isinstance(inhoud, list) or not inhoud:
        yield json.dumps(inhoud, ensure_ascii=False, indent=2, default=_plain) + "\n"
        return
    yield "[\n"
    for nummer, deel in enumerate(inhoud, 1):
        yield json.dumps(deel, ensure_ascii=False, default=_plain) + (",\n" if nummer < len(inhoud) else "\n]\n")


def _plain(waarde: Any) -> Any:
    if isinstance(waarde, date | datetime):
        return waarde.isoformat()
    if isinstance(waarde, Path):
        return str(waarde)
    if isinstance(waarde, set | frozenset | tuple):
        return sorted(waarde) if isinstance(waarde, set | frozenset) else list(waarde)
    raise TypeError(type(waarde).__name__)


@contextmanager
def own_stdout() -> Iterator[TextIO]:
    """Standard output for us alone: whatever else writes to it (DuckDB's progress bar does, below Python) is led to stderr.

    Where `sys.stdout` is not the process's own (a test caught it), it is given as it is.
    """
    try:
        eigen = sys.stdout.fileno()
    except OSError:
        eigen = -1
    if eigen != _STDOUT:
        yield sys.stdout
        return
    sys.stdout.flush()
    echt = os.dup(_STDOUT)
    os.dup2(_STDERR, _STDOUT)
    stroom = os.fdopen(echt, "w", encoding="utf-8")
    try:
        yield stroom
        stroom.flush()
    finally:
        os.dup2(echt, _STDOUT)
        with suppress(OSError):  # a reader that went away: the flush above has said so
            stroom.close()


@contextmanager
def nowhere() -> Iterator[None]:
    """Standard output leads nowhere, in Python and below it; what `own_stdout` gave still works."""
    with Path(os.devnull).open("w", encoding="utf-8") as nergens, redirect_stdout(nergens):
        vorige = os.dup(_STDOUT)
        os.dup2(nergens.fileno(), _STDOUT)
        try:
            yield
        finally:
            os.dup2(vorige, _STDOUT)
            os.close(vorige)


@dataclass(frozen=True)
class Uitvoer:
    """Where words and documents go: `stroom` is standard output. With `json` words go to stderr, so that it holds one
    document."""

    json: bool = False
    stroom: TextIO | None = None

    @property
    def _stdout(self) -> TextIO:
        return self.stroom or sys.stdout

    def document(self, inhoud: Any) -> None:
        """The one JSON document; without `--json` nothing."""
        if self.json:
            self._stdout.writelines(_lines(inhoud))

    def zeg(self, *regels: str) -> None:
        """Lines for a reader: on stdout, or on stderr where stdout is for the document."""
        for regel in regels:
            print(regel, file=sys.stderr if self.json else self._stdout, flush=True)

    def meld(self, *regels: str) -> None:
        """Progress and refusals: always on stderr."""
        for regel in regels:
            print(regel, file=sys.stderr, flush=True)

    @contextmanager
    def balk(self) -> Iterator[Voortgang]:
        """One progress bar on stderr, for what is being done now; where stderr is no screen, a line when a step is done."""
        if not sys.stderr.isatty():
            yield self._regels()
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

        kolommen = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*kolommen, console=Console(stderr=True), transient=True) as voortgang:
            bezig: dict[tuple[str, str], TaskID] = {}

            def meld(wat: str, omschrijving: str, gedaan: int, totaal: int) -> None:
                sleutel = (wat, omschrijving)
                if sleutel not in bezig:
                    while bezig:
                        voortgang.remove_task(bezig.popitem()[1])
                    bezig[sleutel] = voortgang.add_task(omschrijving, total=totaal or None)
                voortgang.update(bezig[sleutel], completed=gedaan, total=totaal or None)

            yield meld

    def _regels(self) -> Voortgang:
        """A line per step that is done. A levering gets one with its counts later, so not here too."""
        gemeld: set[tuple[str, str]] = set()

        def meld(wat: str, omschrijving: str, gedaan: int, totaal: int) -> None:
            if gedaan >= totaal and (wat, omschrijving) not in gemeld and not _LEVERING.fullmatch(wat):
                gemeld.add((wat, omschrijving))
                self.meld(omschrijving)

        return meld


def silent(wat: str, omschrijving: str, gedaan: int, totaal: int) -> None:
    """Progress nobody looks at."""
    del wat, omschrijving, gedaan, totaal
