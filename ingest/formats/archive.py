"""Zip and gz: what is packed, opened as streams within the limits; nothing is ever written under a name from an archive.

Not here: what the members are (`unpack.py` looks at each).
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from definitions import Omgeving
from ingest.refusal import Weigering

from .part import Leesbaar, Pak
from .spill import Bewaakt, as_file, guard

_ENCRYPTED = 0x1
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError)
# What systems add to a zip of their own accord.
_NOISE = ("__MACOSX/", "Thumbs.db", ".DS_Store", "desktop.ini")


def gunzip(pak: Pak, omgeving: Omgeving) -> Pak:
    """What a gz file holds."""

    @contextmanager
    def open_() -> Iterator[Leesbaar]:
        with pak.open() as stroom, gzip.GzipFile(fileobj=_Filelike(stroom), mode="rb") as los:
            yield Bewaakt(los, pak, omgeving, DAMAGE)

    return Pak(pak.naam, pak.deel, pak.bytes, open_, None, pak.diepte + 1)


class _Filelike(io.RawIOBase):
    """What `GzipFile` asks of a stream."""

    def __init__(self, stroom: Leesbaar) -> None:
        self._stroom = stroom

    def read(self, size: int = -1, /) -> bytes:
        return self._stroom.read(size)


def opened(pak: Pak, omgeving: Omgeving) -> zipfile.ZipFile:
    """The directory of a zip, or of a workbook, which is one. Raises `Weigering` where it is damaged or holds too much."""
    try:
        zip_ = zipfile.ZipFile(as_file(pak, omgeving))
    except DAMAGE:
        raise Weigering("bestand_onleesbaar", bestand=pak.waar) from None
    # A name that begins with NUL is no name: `zipfile` cuts it off there and then cannot say whether it is a folder.
    if not all(i.filename for i in zip_.infolist()):
        raise Weigering("bestand_onleesbaar", bestand=pak.waar)
    if len(zip_.infolist()) > omgeving.max_delen:
        raise Weigering("te_veel_delen", bestand=pak.waar, grens=f"{omgeving.max_delen}")
    guard(omgeving, sum(i.file_size for i in zip_.infolist()), pak)
    return zip_


def members(pak: Pak, zip_: zipfile.ZipFile, omgeving: Omgeving) -> Iterator[Pak]:
    """The files in a zip, in the order of their names. Raises `Weigering` where one of them has no place in a delivery."""
    leden = [i for i in zip_.infolist() if not i.is_dir() and not _is_noise(i.filename)]
    if not leden:
        raise Weigering("bestand_leeg", bestand=pak.waar)
    if len({i.filename for i in leden}) < len(leden):
        raise Weigering("naam_dubbel_in_zip", bestand=pak.waar)
    for lid in leden:
        _refuse_unsafe(pak, lid)
    for lid in sorted(leden, key=lambda i: i.filename):
        yield _member(pak, zip_, lid, omgeving)


def _is_noise(naam: str) -> bool:
    return naam.startswith(_NOISE[0]) or naam.rpartition("/")[2] in _NOISE[1:]


def _refuse_unsafe(pak: Pak, lid: zipfile.ZipInfo) -> None:
    naam = lid.filename
    if naam.startswith(("/", "\\")) or "\\" in naam or ".." in naam.split("/") or ":" in naam.split("/")[0]:
        raise Weigering("naam_onveilig", bestand=pak.waar)
    if stat.S_IFMT(lid.external_attr >> 16) not in (0, stat.S_IFREG):
        raise Weigering("verwijzing_in_zip", bestand=pak.waar)
    if lid.flag_bits & _ENCRYPTED:
        raise Weigering("versleuteld", bestand=pak.waar)


def _member(pak: Pak, zip_: zipfile.ZipFile, lid: zipfile.ZipInfo, omgeving: Omgeving) -> Pak:
    deel = f"{pak.deel}/{lid.filename}" if pak.deel else lid.filename
    # The packed size of the member is what the limits weigh its unpacked size against.
    uit = Pak(pak.naam, deel, lid.compress_size, lambda: open_(), None, pak.diepte + 1)

    @contextmanager
    def open_() -> Iterator[Leesbaar]:
        try:
            los = zip_.open(lid)
        except DAMAGE:
            raise Weigering("bestand_onleesbaar", bestand=uit.waar) from None
        with los:
            yield Bewaakt(los, uit, omgeving, DAMAGE)

    return uit
