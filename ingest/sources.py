"""Delivered files as receiving sees them, wherever their bytes are: a file in a folder, or one that came over the line.

Not here: what the bytes mean (`recognise.py`, `read.py`), and where they are kept (`vault.py`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import unicodedata
import weakref
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import BinaryIO, Protocol

from pyrage import x25519

from definitions import Omgeving

from . import vault
from .refusal import Weigering

_LONGEST_NAME = 120


class Bron(Protocol):
    """A delivered file that can be opened more than once."""

    @property
    def naam(self) -> str:
        """What the sender calls it."""

    @property
    def bytes(self) -> int: ...

    @property
    def leesbaar(self) -> bool:
        """Whether there is a file at all."""

    def open(self) -> AbstractContextManager[BinaryIO]:
        """Its plain bytes as a stream. Raises `Weigering` where it cannot be read."""

    def sha256(self) -> str: ...


@dataclass(frozen=True)
class Padbron:
    """A file in a folder: what the command and the inbox deliver."""

    pad: Path

    @property
    def naam(self) -> str:
        return self.pad.name

    @property
    def bytes(self) -> int:
        return self.pad.stat().st_size

    @property
    def leesbaar(self) -> bool:
        return self.pad.is_file()

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        try:
            # Not blocking: opening a pipe that nobody writes to would wait for ever.
            handvat = os.open(self.pad, os.O_RDONLY | os.O_NONBLOCK)
        except OSError:
            raise Weigering("bestand_onleesbaar", bestand=self.naam) from None
        if not stat.S_ISREG(os.fstat(handvat).st_mode):
            os.close(handvat)
            raise Weigering("geen_gewoon_bestand", bestand=self.naam)
        with os.fdopen(handvat, "rb") as bestand:
            yield bestand

    def sha256(self) -> str:
        try:
            with self.pad.open("rb") as bestand:
                return hashlib.file_digest(bestand, "sha256").hexdigest()
        except OSError:
            raise Weigering("bestand_onleesbaar", bestand=self.naam) from None


def as_sources(bestanden: Sequence[Path | Bron]) -> list[Bron]:
    """Paths as sources; what is one already stays what it is."""
    return [Padbron(b) if isinstance(b, Path) else b for b in bestanden]


class Sluis:
    """Where bytes that come over the line wait until they are a levering, or are not: on disk, but encrypted under a key
    that only the memory of this process holds. When the process ends however it ends, nobody can read them any more."""

    def __init__(self, omgeving: Omgeving) -> None:
        """Raises `WerkmapFout` where the vault has no public key yet: then nothing can be received."""
        vault.ensure_keys(omgeving)
        self._omgeving = omgeving
        self._identiteit = x25519.Identity.generate()
        # The vault sweeps away what a dead process left under such a name.
        self._map = omgeving.kluis / f".nieuw-sluis-{token_hex(12)}"
        self._map.mkdir(parents=True)
        # Also when nobody says so: the owner forgot it, or the process ends.
        self._opruimen = weakref.finalize(self, shutil.rmtree, self._map, ignore_errors=True)
        self.bronnen: list[Bron] = []

    def add(self, naam: str, stroom: vault.Leesbaar) -> Bron:
        """Let a stream in to its end. What the stream raises is raised as it is, and nothing of it stays; `Weigering` where
        it is longer than a file may be."""
        doel = self._map / f"{token_hex(8)}.age"
        try:
            sha256, grootte = vault.encrypt_to(self._omgeving, stroom, doel, self._identiteit.to_public())
        except BaseException:
            doel.unlink(missing_ok=True)
            raise
        bron = _Sluisbron(clean_name(naam), grootte, doel, sha256, self._identiteit)
        self.bronnen.append(bron)
        return bron

    def discard(self) -> None:
        """Throw away what waited here."""
        self._opruimen()
        self.bronnen.clear()

    def __enter__(self) -> Sluis:
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        self.discard()


@dataclass(frozen=True)
class _Sluisbron:
    """A file that waits in a `Sluis`."""

    naam: str
    bytes: int
    _pad: Path
    _sha256: str
    _identiteit: x25519.Identity
    leesbaar: bool = True

    def open(self) -> AbstractContextManager[BinaryIO]:
        return vault.decrypted(self._pad, self._identiteit)

    def sha256(self) -> str:
        return self._sha256


def clean_name(naam: str) -> str:
    """A file name as it may stand on a receipt: no folders, no characters that are not seen, not endless."""
    laatste = naam.replace("\\", "/").rpartition("/")[2]
    zichtbaar = "".join(t for t in laatste if not unicodedata.category(t).startswith("C")).strip()
    return zichtbaar[-_LONGEST_NAME:] or "bestand"
