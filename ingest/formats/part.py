"""What a delivered file holds: parts, each of which opens as a stream of plain delimited text, or is refused.

Not here: how each form of file becomes that (the other modules of this folder), and what the columns mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from ingest.refusal import Weigering

SAMPLE_BYTES = 256 * 1024


class Leesbaar(Protocol):
    """Anything bytes can be read from in parts."""

    def read(self, size: int = -1, /) -> bytes: ...


Opener = Callable[[], AbstractContextManager[Leesbaar]]


@dataclass(frozen=True)
class Herstel:
    """What was mended to read a file: a finding of `bevindingen.yaml`, how often, and what fills its sentence."""

    code: str
    aantal: int = 1
    gegevens: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pak:
    """Bytes to be unpacked: a delivered file, or (`deel`) something inside it. `open` may be called more than once; `pad` is
    where the file stands, if it stands anywhere; `bestand` an anonymous copy, where one was made; `diepte` how many containers
    are around it."""

    naam: str
    deel: str
    bytes: int
    open: Opener
    pad: Path | None = None
    diepte: int = 0
    bestand: BinaryIO | None = None

    @property
    def waar(self) -> str:
        """The file and the part of it, as its sender knows them."""
        return f"{self.naam}/{self.deel}" if self.deel else self.naam

    @property
    def noemer(self) -> str:
        """The name that says what this is: of the member, else of the file."""
        return PurePosixPath(self.deel).name if self.deel else self.naam


@dataclass(frozen=True)
class Gevuld:
    """Cells of one column (from 0) that got the value of the cell they were merged with: how many, and of those near the top
    their row numbers."""

    kolom: int
    aantal: int
    rijen: tuple[int, ...]

    def below(self, koprij: int) -> int:
        """How many of them are of rows below the header."""
        return self.aantal - sum(1 for r in self.rijen if r <= koprij)


@dataclass(frozen=True)
class Inhoud:
    """A table in a delivered file, as text. `open` may be called more than once; `werkblad` says that it is one of several
    sheets, of which some may be an explanation; `gevuld` where merged cells were filled."""

    naam: str
    deel: str
    bytes: int
    open: Opener
    herstel: tuple[Herstel, ...] = ()
    werkblad: bool = False
    gevuld: tuple[Gevuld, ...] = ()

    @property
    def waar(self) -> str:
        """The file and the part of it, as its sender knows them."""
        return f"{self.naam}/{self.deel}" if self.deel else self.naam

    @property
    def noemers(self) -> tuple[str, ...]:
        """The names that may say what this is, the nearest first: of the sheet or member, then of what it is in."""
        delen = [*PurePosixPath(self.naam).parts[-1:], *PurePosixPath(self.deel).parts]
        return tuple(reversed([d.removesuffix(".gz") for d in delen]))


@dataclass(frozen=True)
class Bezwaar:
    """A part of a delivered file that cannot be read, with the refusal."""

    naam: str
    deel: str
    fout: Weigering


def read_full(stroom: Leesbaar, size: int) -> bytes:
    """Exactly `size` bytes, or all there are: some streams give less at a time than is asked."""
    delen = []
    while size > 0 and (deel := stroom.read(size)):
        delen.append(deel)
        size -= len(deel)
    return b"".join(delen)
