"""From a delivered file to the tables in it, whatever it is packed in: each a part that opens as plain delimited text.

Not here: the forms themselves (`formats/`) and what the tables are (`recognise.py`). A plain text file passes without a copy.
"""

from __future__ import annotations

from collections.abc import Iterator

from definitions import Omgeving

from .formats import SAMPLE_BYTES, Bezwaar, Inhoud, Pak, kind, read_full
from .refusal import Weigering
from .sources import Bron, Padbron

# A zip in a zip is opened, and a gz in that; what is packed deeper is not.
_MAX_ZIPS, _MAX_GZIPS = 2, 3


def package(bron: Bron) -> Pak:
    """A delivered file as something to be unpacked. Raises `Weigering` where there is none."""
    with bron.open():
        pass  # what is no ordinary file is refused before its size is asked
    return Pak(bron.naam, "", bron.bytes, bron.open, bron.pad if isinstance(bron, Padbron) else None)


def unpack(pak: Pak, omgeving: Omgeving) -> Iterator[Inhoud | Bezwaar]:
    """The tables in a file. What cannot be read is a `Bezwaar`: one unreadable member does not spoil the others."""
    try:
        yield from _parts(pak, omgeving)
    except Weigering as fout:
        yield Bezwaar(pak.naam, pak.deel, fout)


class Uitgepakt:
    """A delivered file that is unpacked once, when the first of its parts is asked for."""

    def __init__(self, pak: Pak, omgeving: Omgeving) -> None:
        self._bron, self._omgeving = pak, omgeving
        self._delen: dict[str, Inhoud | Bezwaar] | None = None

    def part(self, deel: str) -> Inhoud:
        """One table of the file. Raises `Weigering` where it cannot be read."""
        if self._delen is None:
            self._delen = {d.deel: d for d in unpack(self._bron, self._omgeving)}
        inhoud = self._delen.get(deel)
        if isinstance(inhoud, Inhoud):
            return inhoud
        waar = f"{self._bron.naam}/{deel}" if deel else self._bron.naam
        raise inhoud.fout if inhoud else Weigering("bestand_onleesbaar", bestand=waar)


def _parts(pak: Pak, omgeving: Omgeving) -> Iterator[Inhoud | Bezwaar]:
    with pak.open() as stroom:
        begin = read_full(stroom, SAMPLE_BYTES)
    match kind.kind_of(begin, pak.waar):
        case kind.TEKST:
            from .formats import text

            yield from text.plain(pak, begin, omgeving)
        case kind.UTF16:
            from .formats import text

            yield from text.utf16(pak, begin, omgeving)
        case kind.JSON:
            from .formats import tree

            yield from tree.rows(pak, begin, omgeving)
        case kind.PARQUET:
            from .formats import separate

            yield from separate.parquet(pak, omgeving)
        case kind.WERKMAP:
            from .formats import separate

            yield from separate.workbook(pak, omgeving)
        case kind.GZIP:
            from .formats import archive

            _refuse_too_deep(pak, _MAX_GZIPS)
            yield from _parts(archive.gunzip(pak, omgeving), omgeving)
        case kind.ZIP:
            yield from _zipped(pak, omgeving)


def _zipped(pak: Pak, omgeving: Omgeving) -> Iterator[Inhoud | Bezwaar]:
    from .formats import archive, separate, spill

    pak = spill.copied(pak, omgeving)
    zip_ = archive.opened(pak, omgeving)
    if separate.zip_kind(pak, zip_) == kind.WERKMAP:
        separate.check_workbook(pak, zip_, omgeving)
        yield from separate.workbook(pak, omgeving)
        return
    _refuse_too_deep(pak, _MAX_ZIPS)
    for lid in archive.members(pak, zip_, omgeving):
        yield from unpack(lid, omgeving)


def _refuse_too_deep(pak: Pak, diepte: int) -> None:
    if pak.diepte >= diepte:
        raise Weigering("te_diep_ingepakt", bestand=pak.waar)
