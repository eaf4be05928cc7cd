"""From a delivered file to the tables in it, whatever it is packed in: each a part that opens as plain delimited text.

Not here: the forms themselves (`formats/`) and what the tables are (`recognise.py`). A plain text file passes without a copy.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from definitions import Omgeving

from .formats import SAMPLE_BYTES, Bezwaar, Bron, Inhoud, Leesbaar, kind, read_full
from .refusal import Weigering

# A zip in a zip is opened, and a gz in that; what is packed deeper is not.
_MAX_ZIPS, _MAX_GZIPS = 2, 3


def delivered(pad: Path, naam: str | None = None) -> Bron:
    """A file as it was delivered. Raises `Weigering` for what is no ordinary file: a folder, a pipe, a device."""
    naam = naam or pad.name
    try:
        # Not blocking: opening a pipe that nobody writes to would wait for ever.
        handvat = os.open(pad, os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        raise Weigering("bestand_onleesbaar", bestand=naam) from None
    try:
        gegevens = os.fstat(handvat)
    finally:
        os.close(handvat)
    if not stat.S_ISREG(gegevens.st_mode):
        raise Weigering("geen_gewoon_bestand", bestand=naam)

    @contextmanager
    def open_() -> Iterator[Leesbaar]:
        try:
            stroom = pad.open("rb")
        except OSError:
            raise Weigering("bestand_onleesbaar", bestand=naam) from None
        with stroom:
            yield stroom

    return Bron(naam, "", gegevens.st_size, open_, pad)


def unpack(bron: Bron, omgeving: Omgeving) -> Iterator[Inhoud | Bezwaar]:
    """The tables in a file. What cannot be read is a `Bezwaar`: one unreadable member does not spoil the others."""
    try:
        yield from _parts(bron, omgeving)
    except Weigering as fout:
        yield Bezwaar(bron.naam, bron.deel, fout)


def part(bron: Bron, deel: str, omgeving: Omgeving) -> Inhoud:
    """One table of a file that was unpacked before. Raises `Weigering` where it cannot be read."""
    for inhoud in unpack(bron, omgeving):
        if inhoud.deel == deel:
            if isinstance(inhoud, Bezwaar):
                raise inhoud.fout
            return inhoud
    raise Weigering("bestand_onleesbaar", bestand=f"{bron.naam}/{deel}" if deel else bron.naam)


def _parts(bron: Bron, omgeving: Omgeving) -> Iterator[Inhoud | Bezwaar]:
    with bron.open() as stroom:
        begin = read_full(stroom, SAMPLE_BYTES)
    match kind.kind_of(begin, bron.waar):
        case kind.TEKST:
            from .formats import text

            yield from text.plain(bron, begin, omgeving)
        case kind.UTF16:
            from .formats import text

            yield from text.utf16(bron, begin, omgeving)
        case kind.JSON:
            from .formats import tree

            yield from tree.rows(bron, begin, omgeving)
        case kind.PARQUET:
            from .formats import separate

            yield from separate.parquet(bron, omgeving)
        case kind.WERKMAP:
            from .formats import separate

            yield from separate.workbook(bron, omgeving)
        case kind.GZIP:
            from .formats import archive

            _refuse_too_deep(bron, _MAX_GZIPS)
            yield from _parts(archive.gunzip(bron, omgeving), omgeving)
        case kind.ZIP:
            yield from _zipped(bron, omgeving)


def _zipped(bron: Bron, omgeving: Omgeving) -> Iterator[Inhoud | Bezwaar]:
    from .formats import archive, separate, spill

    bron = spill.copied(bron, omgeving)
    zip_ = archive.opened(bron, omgeving)
    if separate.zip_kind(bron, zip_) == kind.WERKMAP:
        separate.check_workbook(bron, zip_, omgeving)
        yield from separate.workbook(bron, omgeving)
        return
    _refuse_too_deep(bron, _MAX_ZIPS)
    for lid in archive.members(bron, zip_, omgeving):
        yield from unpack(lid, omgeving)


def _refuse_too_deep(bron: Bron, diepte: int) -> None:
    if bron.diepte >= diepte:
        raise Weigering("te_diep_ingepakt", bestand=bron.waar)
