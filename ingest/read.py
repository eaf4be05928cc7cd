"""Bytes of a delimited text file to frames of text with the file's own row numbers, block by block.

Not here: what the columns mean. Nothing is guessed: every value stays the text that was delivered until `validate.py`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import polars as pl

from definitions import Omgeving

from .dialect import BOM, Vorm, cells, decode
from .formats import Leesbaar
from .refusal import Weigering

_QUOTE, _NEWLINE, _RETURN = ord('"'), ord("\n"), ord("\r")
# Stands for a line break inside quotes while a record is looked at as one line; a control character no file may hold.
_INNER_BREAK = 0x02
_HASH_SEED = 20260101
# To hash a line whole it is read as one column: with a delimiter that does not occur in it.
_HASH_SEPARATOR = b"\x01"


@dataclass(frozen=True)
class Blok:
    """A part of a file: `frame` holds every column as text plus `rij` (UInt32, the file's own numbering) and `regelhash` (UInt64
    of the whole row as delivered); `scheef` the row numbers whose number of columns differs from the header's; `windows_1252`
    whether bytes were read as such because they are not UTF-8; `schoon` that no value begins or ends with a blank or is empty
    between quotes, so that nothing needs trimming; `met_plus` whether a `+` occurs, as in the numbers that a spreadsheet
    shortened; `regels` gives whole rows, as they were delivered, by their numbers."""

    frame: pl.DataFrame
    scheef: list[int]
    windows_1252: bool = False
    schoon: bool = False
    met_plus: bool = True
    regels: Callable[[Sequence[int]], list[str]] = lambda _: []


def _raw_blocks(stream: Leesbaar, omgeving: Omgeving, naam: str) -> Iterator[bytes]:
    """Blocks of whole records, about `omgeving.blok_bytes` each, without the byte order mark."""
    rest = b""
    begin = True
    while True:
        nieuw = stream.read(omgeving.blok_bytes)
        if begin:
            nieuw, begin = nieuw.removeprefix(BOM), False
        if not nieuw:
            break
        blok = rest + nieuw
        einde = _record_end(blok)
        if einde == 0 and len(blok) > omgeving.blok_bytes + omgeving.max_regel_bytes:
            raise Weigering("regel_te_lang", bestand=naam)
        if einde:
            yield blok[:einde]
        rest = blok[einde:]
    if rest.strip():
        yield rest if rest.endswith(b"\n") else rest + b"\n"


def _record_end(blok: bytes) -> int:
    """Where the last whole record of the block ends (0 if none does): a line break with an even number of quotes before it."""
    einde = blok.rfind(b"\n") + 1
    if b'"' not in blok:
        return einde
    aanhalingstekens = blok.count(b'"', 0, einde)
    while einde and aanhalingstekens % 2:
        vorige = blok.rfind(b"\n", 0, einde - 1) + 1
        aanhalingstekens -= blok.count(b'"', vorige, einde)
        einde = vorige
    return einde


def _quotes_matter(blok: bytes) -> bool:
    """Whether quotes may hold delimiters or line breaks: not if there are none, or only those of empty values."""
    return b'"' in blok and 2 * blok.count(b'""') != blok.count(b'"')


@dataclass
class _Records:
    """A block seen as records: where they end, and the block with line breaks inside quotes replaced."""

    blok: bytes
    regels: bytes
    scheidingen: np.ndarray
    eindes: np.ndarray


def _records(blok: bytes, scheiding: str) -> _Records:
    bytes_ = np.frombuffer(blok, np.uint8)
    is_einde, is_scheiding = bytes_ == _NEWLINE, bytes_ == ord(scheiding)
    regels = blok
    if _quotes_matter(blok):
        binnen = _inside_quotes(bytes_)
        regels = _on_one_line(bytes_, is_einde & binnen)
        is_einde &= ~binnen
        is_scheiding &= ~binnen
    return _Records(blok, regels, is_scheiding, is_einde)


def _inside_quotes(bytes_: np.ndarray) -> np.ndarray:
    return (np.cumsum(bytes_ == _QUOTE, dtype=np.uint8) & 1) == 1


def _on_one_line(bytes_: np.ndarray, binnenregels: np.ndarray) -> bytes:
    """The block with the line breaks inside quotes replaced, so that every record is one line."""
    if not binnenregels.any():
        return bytes_.tobytes()
    kopie = bytes_.copy()
    kopie[binnenregels] = _INNER_BREAK
    return kopie.tobytes()


def _as_lines(blok: bytes) -> bytes:
    """The block with every record on one line."""
    if not _quotes_matter(blok):
        return blok
    bytes_ = np.frombuffer(blok, np.uint8)
    return _on_one_line(bytes_, (bytes_ == _NEWLINE) & _inside_quotes(bytes_))


def _line_hashes(regels: bytes) -> pl.Series:
    """A 64-bit hash of every record of the block, as one line."""
    if _HASH_SEPARATOR in regels:
        regels = regels.replace(_HASH_SEPARATOR, b"\x03")
    return (
        pl.read_csv(
            io.BytesIO(regels), has_header=False, separator=_HASH_SEPARATOR.decode(), quote_char=None, infer_schema=False,
            new_columns=["regel"], truncate_ragged_lines=True,
        )
        .to_series()
        .hash(_HASH_SEED)
    )  # fmt: skip


def _parse(blok: bytes, vorm: Vorm, kolommen: list[str]) -> pl.DataFrame:
    plekken = {f"column_{vorm.kop.index(naam)}": naam for naam in kolommen}
    frame = pl.read_csv(
        io.BytesIO(blok), has_header=False, separator=vorm.scheiding, infer_schema=False, columns=list(plekken)
    )
    return frame.rename(plekken)


def _drop_skewed(records: _Records, kolommen: int) -> tuple[bytes, bytes, np.ndarray, np.ndarray]:
    """The block and its lines without records of another width; the positions of the good ones and of the skewed."""
    eindes = np.flatnonzero(records.eindes)
    begin = np.concatenate([[0], eindes[:-1] + 1])
    lengte = eindes - begin + 1
    aantal = np.add.reduceat(records.scheidingen.astype(np.uint32), begin) if len(begin) else np.array([])
    bytes_ = np.frombuffer(records.blok, np.uint8)
    inhoud = lengte - 1 - (bytes_[np.maximum(eindes - 1, 0)] == _RETURN)
    leeg = inhoud <= 0
    goed = (aantal == kolommen - 1) & ~leeg
    masker = np.repeat(goed, lengte)
    blok = bytes_[masker].tobytes()
    regels = np.frombuffer(records.regels, np.uint8)[masker].tobytes()
    return blok, regels, np.flatnonzero(goed), np.flatnonzero(~goed & ~leeg)


def _parse_leniently(
    blok: bytes, regels: bytes, n: int, vorm: Vorm, kolommen: list[str]
) -> tuple[pl.DataFrame, np.ndarray]:
    """Parse records of the right width; where quotes stand inside values line by line, as `csv` reads them. The second value
    says which records then turned out to have that width."""
    leeg = pl.DataFrame(schema=dict.fromkeys(kolommen, pl.String))
    if not blok:
        return leeg, np.ones(0, dtype=bool)
    try:
        frame = _parse(blok, vorm, kolommen)
    except pl.exceptions.PolarsError:
        frame = leeg
    if frame.height == n:
        return frame, np.ones(n, dtype=bool)
    rijen = [cells(r, vorm.scheiding) for r in regels.decode().split("\n")[:-1]]
    heel = np.array([len(r) == len(vorm.kop) for r in rijen], dtype=bool)
    waarden = {
        naam: [r[i] or None for r in rijen if len(r) == len(vorm.kop)]
        for i, naam in enumerate(vorm.kop)
        if naam in kolommen
    }
    gelezen = pl.DataFrame(waarden, schema=dict.fromkeys(waarden, pl.String)).select(kolommen)
    return gelezen.with_columns(pl.all().str.replace_all(chr(_INNER_BREAK), "\n", literal=True)), heel


def _to_blok(blok: bytes, vorm: Vorm, kolommen: list[str], eerste_rij: int) -> tuple[Blok, int]:
    """Parse one block; the second value is the number of records in it."""
    records = _records(blok, vorm.scheiding)
    n = int(np.count_nonzero(records.eindes))
    if int(np.count_nonzero(records.scheidingen)) == n * (len(vorm.kop) - 1):
        try:
            frame = _parse(blok, vorm, kolommen)
            if frame.height == n:
                rijen = pl.int_range(eerste_rij, eerste_rij + n, dtype=pl.UInt32, eager=True)
                return Blok(frame.with_columns(rij=rijen, regelhash=_line_hashes(records.regels)), []), n
        except pl.exceptions.PolarsError:
            pass  # records of other widths that happen to add up; they are looked at one by one below
    blok, regels, goed, scheef = _drop_skewed(records, len(vorm.kop))
    frame, heel = _parse_leniently(blok, regels, len(goed), vorm, kolommen)
    if not heel.all():
        scheef = np.sort(np.concatenate([scheef, goed[~heel]]))
        goed = goed[heel]
        regels = b"".join(r + b"\n" for r, mee in zip(regels.split(b"\n")[:-1], heel, strict=True) if mee)
    hashes = _line_hashes(regels) if regels else pl.Series("regel", [], dtype=pl.UInt64)
    rijen = pl.Series(goed + eerste_rij, dtype=pl.UInt32)
    return Blok(frame.with_columns(rij=rijen, regelhash=hashes), [int(i) + eerste_rij for i in scheef]), n


def _is_clean(utf8: bytes, scheiding: str) -> bool:
    """Whether no value begins or ends with a blank, or is empty between quotes."""
    aanhalingstekens = b'"' in utf8
    if (
        b"\r" in utf8
        or b"\t" in utf8
        or (aanhalingstekens and b'""' in utf8)
        or (not utf8.isascii() and b"\xc2\xa0" in utf8)
    ):
        return False
    if b" " not in utf8:
        return True
    randen = (scheiding.encode(), b"\n", *([b'"'] if aanhalingstekens else []))
    return not any(b" " + rand in utf8 or rand + b" " in utf8 for rand in randen)


def _without_header(stream: Leesbaar, vorm: Vorm, omgeving: Omgeving, naam: str) -> Iterator[tuple[bytes, bool]]:
    kop = vorm.koprij
    for blok in _raw_blocks(stream, omgeving, naam):
        utf8, windows = decode(blok)
        if b"\x00" in utf8:
            raise Weigering("geen_csv", bestand=naam)
        while kop and utf8:
            utf8, kop = utf8[utf8.index(b"\n") + 1 :], kop - 1
        if utf8:
            yield utf8, windows


def read_blocks(
    stream: Leesbaar, vorm: Vorm, omgeving: Omgeving, naam: str, nodig: Iterable[str] | None = None
) -> Iterator[Blok]:
    """Read a whole file block by block, of its columns only those `nodig` (all if None).

    Memory is bounded by `omgeving.blok_bytes` (times about ten), whatever the file's size.

    Raises `Weigering` where a record is longer than the limit, a quote is not closed, or a NUL byte occurs.
    """
    kolommen = [k for k in vorm.kop if nodig is None or k in set(nodig)] or list(vorm.kop[:1])
    rij = vorm.koprij + 1
    for utf8, windows in _without_header(stream, vorm, omgeving, naam):
        if _quotes_matter(utf8) and utf8.count(b'"') % 2:
            raise Weigering("regel_te_lang", bestand=naam)
        blok, n = _to_blok(utf8, vorm, kolommen, rij)
        regels = partial(_lines_at, utf8, rij)
        rij += n
        schoon = _is_clean(utf8, vorm.scheiding)
        yield replace(blok, windows_1252=windows, schoon=schoon, met_plus=b"+" in utf8, regels=regels)


def _lines_at(utf8: bytes, eerste_rij: int, rijen: Sequence[int]) -> list[str]:
    """Whole records of a block, each as one line, by their row numbers."""
    regels = _as_lines(utf8)
    eindes = np.flatnonzero(np.frombuffer(regels, np.uint8) == _NEWLINE)
    plekken = [
        (int(eindes[r - eerste_rij - 1]) + 1 if r > eerste_rij else 0, int(eindes[r - eerste_rij])) for r in rijen
    ]
    return [regels[van:tot].decode() for van, tot in plekken]


def hashes_of(regels: Sequence[str]) -> pl.Series:
    """The whole-row hashes (`Blok.frame`'s `regelhash`) that rows with this text would have, however their lines end."""
    return _line_hashes("".join(f"{r}\n" for regel in regels for r in (regel, f"{regel}\r")).encode())
