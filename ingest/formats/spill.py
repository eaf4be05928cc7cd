"""Anonymous temporary files and bounded streams: what is unpacked has no name on disk and stops at the limits.

Not here: what is unpacked. A file made here vanishes with the object, or with the process.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO

from definitions import Omgeving
from ingest.refusal import Weigering

from .part import Leesbaar, Opener, Pak

_CHUNK = 1024 * 1024
# Below this many bytes out no ratio is suspect: a small file of equal lines packs very well.
_RATIO_FROM = 16 * 1024**2


def guard(omgeving: Omgeving, uit: int, pak: Pak) -> None:
    """Raises `Weigering` where more came out of `pak` than may."""
    verdacht = uit > _RATIO_FROM and uit > omgeving.max_uitpakverhouding * max(1, pak.bytes)
    if verdacht or uit > omgeving.max_uitgepakt_bytes:
        raise Weigering("uitgepakt_te_groot", bestand=pak.waar)


class Spil:
    """An anonymous temporary file, written once and read as often as needed, also in parts."""

    def __init__(self) -> None:
        self.bestand: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as this object
        self.bytes = 0

    def opener(self, van: int = 0, tot: int | None = None) -> Opener:
        """Readers of the bytes `van`..`tot`, each with a place of its own."""

        @contextmanager
        def open_() -> Iterator[Leesbaar]:
            yield Venster(self.bestand, van, self.bytes if tot is None else tot)

        return open_


class Venster:
    """A part of an open file, read without moving the file's own place."""

    def __init__(self, bestand: BinaryIO, van: int, tot: int) -> None:
        self._bestand, self._plek, self._tot = bestand, van, tot

    def read(self, size: int = -1, /) -> bytes:
        over = self._tot - self._plek
        blok = os.pread(self._bestand.fileno(), over if size < 0 else min(size, over), self._plek)
        self._plek += len(blok)
        return blok


def spill(pak: Pak, omgeving: Omgeving) -> Spil:
    """The bytes of `pak` in an anonymous file: for forms that are not read from front to back."""
    spil = Spil()
    with pak.open() as stroom:
        while blok := stroom.read(_CHUNK):
            spil.bytes += len(blok)
            guard(omgeving, spil.bytes, pak)
            spil.bestand.write(blok)
    spil.bestand.flush()
    spil.bestand.seek(0)
    return spil


def as_file(pak: Pak, omgeving: Omgeving) -> BinaryIO:
    """A file object at its start that can be moved through: the delivered file itself, else an anonymous copy."""
    if pak.pad is not None:
        return pak.pad.open("rb")
    bestand = pak.bestand or spill(pak, omgeving).bestand
    bestand.seek(0)
    return bestand


def copied(pak: Pak, omgeving: Omgeving) -> Pak:
    """The same bytes where they can be moved through, copied once however often that is needed."""
    return pak if pak.pad is not None or pak.bestand else replace(pak, bestand=as_file(pak, omgeving))


class Bewaakt:
    """A stream of unpacked bytes that stops at the limits, and turns what its library raises into a refusal."""

    def __init__(self, stroom: Leesbaar, pak: Pak, omgeving: Omgeving, fouten: tuple[type[Exception], ...]) -> None:
        self._stroom, self._bron, self._omgeving, self._fouten = stroom, pak, omgeving, fouten
        self._uit = 0

    def read(self, size: int = -1, /) -> bytes:
        try:
            blok = self._stroom.read(size if size > 0 else _CHUNK)
        except self._fouten:
            raise Weigering("bestand_onleesbaar", bestand=self._bron.waar) from None
        self._uit += len(blok)
        guard(self._omgeving, self._uit, self._bron)
        return blok


class Omgezet:
    """A stream whose whole lines pass through `zet_om`, about a megabyte at a time; a record longer than `grens` passes as
    it is (the reader refuses it)."""

    def __init__(self, stroom: Leesbaar, zet_om: Callable[[bytes], bytes], grens: int) -> None:
        self._stroom, self._zet_om, self._grens = stroom, zet_om, grens
        self._rest = b""
        self._klaar: list[bytes] = []
        self._einde = False

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; empty only at the end."""
        while not self._klaar and not self._einde:
            self._fill()
        if not self._klaar:
            return b""
        blok = self._klaar.pop()
        if 0 < size < len(blok):
            self._klaar.append(blok[size:])
            blok = blok[:size]
        return blok

    def _fill(self) -> None:
        nieuw = self._stroom.read(_CHUNK)
        self._einde = not nieuw
        blok = self._rest + nieuw
        knip = len(blok) if self._einde or len(blok) > self._grens + _CHUNK else blok.rfind(b"\n") + 1
        self._rest = blok[knip:]
        if knip and (uit := self._zet_om(blok[:knip])):
            self._klaar.append(uit)
