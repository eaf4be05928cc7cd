"""Text that is not yet plain delimited UTF-8, converted while it is read: UTF-16, database dumps, print reports.

Not here: Windows-1252 and the byte order mark, which the reader itself mends, and finding the header (`dialect.py`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from definitions import Omgeving

from .part import SAMPLE_BYTES, Herstel, Inhoud, Leesbaar, Opener, Pak, read_full
from .spill import Omgezet

_COPY = re.compile(rb'^COPY (?:"?[\w$]+"?\.)?"?([\w$]+)"? \(([^)]*)\) FROM stdin;\r?$', re.MULTILINE)
_COPY_END = b"\\."
_NULL = re.compile(rb"(?<![^\t\n])(?:\\N|NULL)(?=[\t\r\n])")
_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_ESCAPED = {b"t": b" ", b"n": b" ", b"r": b" ", b"b": b" ", b"f": b" ", b"v": b" "}
_PAGE_NUMBER = re.compile(rb"^[\W_]*(?:pagina|page|blad|bladzijde|seite|p\.)?[\s.:]*[0-9]+(?:\s*(?:/|van|of|von)\s*[0-9]+)?[\W_]*[0-9]?\s*$",
                          re.IGNORECASE)  # fmt: skip
_RULE = re.compile(rb"^[\s\-=_,;|+*\"]*$")
_DELIMITERS = re.compile(rb"[;,\t|]")
_DIGITS = re.compile(rb"[0-9]+")


def plain(pak: Pak, begin: bytes, omgeving: Omgeving) -> Iterator[Inhoud]:
    """The tables in a text file. A plain one passes straight through, without a copy."""
    if _COPY.search(begin):
        yield from _dump(pak, omgeving)
    elif b"\t" in begin.partition(b"\n")[0] and _NULL.search(begin):
        openen = _converted(pak.open, _from_copy, omgeving)
        yield Inhoud(pak.naam, pak.deel, pak.bytes, openen, (Herstel("databasetekst", 1, {"bestand": pak.waar}),))
    elif b"\x0c" in begin:
        openen = _converted(pak.open, lambda: _Pages(begin).without_furniture, omgeving)
        yield Inhoud(pak.naam, pak.deel, pak.bytes, openen, (Herstel("afdruk_hersteld", 1, {"bestand": pak.waar}),))
    else:
        yield Inhoud(pak.naam, pak.deel, pak.bytes, pak.open)


def utf16(pak: Pak, begin: bytes, omgeving: Omgeving) -> Iterator[Inhoud]:
    """A UTF-16 file as UTF-8, whatever else it then turns out to be."""
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        codering = "utf-16"
    else:
        codering = "utf-16-be" if begin[:1] == b"\x00" else "utf-16-le"

    @contextmanager
    def open_() -> Iterator[Leesbaar]:
        with pak.open() as stroom:
            yield _Decoded(stroom, codering)

    omgezet = Pak(pak.naam, pak.deel, pak.bytes, open_, None, pak.diepte)
    with open_() as stroom:
        begin = read_full(stroom, SAMPLE_BYTES)
    hersteld = Herstel("codering_hersteld", 1, {"codering": "UTF-16", "bestand": pak.waar})
    for inhoud in plain(omgezet, begin, omgeving):
        yield Inhoud(inhoud.naam, inhoud.deel, inhoud.bytes, inhoud.open, (hersteld, *inhoud.herstel))


class _Decoded:
    """A UTF-16 stream read as UTF-8; what is no valid pair becomes the replacement character, as in the reader."""

    def __init__(self, stroom: Leesbaar, codering: str) -> None:
        self._stroom = stroom
        self._decoder = codecs.getincrementaldecoder(codering)("replace")

    def read(self, size: int = -1, /) -> bytes:
        while blok := self._stroom.read(size if size > 0 else 1024 * 1024):
            if tekst := self._decoder.decode(blok):
                return tekst.encode("utf-8", "replace")
        return self._decoder.decode(b"", True).encode("utf-8", "replace")


def _converted(openen: Opener, maak: Callable[[], Callable[[bytes], bytes]], omgeving: Omgeving) -> Opener:
    @contextmanager
    def open_() -> Iterator[Leesbaar]:
        with openen() as stroom:
            yield Omgezet(stroom, maak(), omgeving.max_regel_bytes)

    return open_


# -- database text ----------------------------------------------------------------------------------------------------------


def _from_copy() -> Callable[[bytes], bytes]:
    return _quoted


def _quoted(regels: bytes) -> bytes:
    r"""Lines of COPY text (tabs, `\N` or NULL for empty, backslash escapes) as quoted, tab-delimited lines."""
    tekst = _NULL.sub(b"", regels.replace(b"\r\n", b"\n"))
    if b"\\" in tekst:
        tekst = _ESCAPE.sub(lambda m: _ESCAPED.get(m[1], m[1]), tekst)
    if b'"' in tekst:
        tekst = tekst.replace(b'"', b'""')
    einde = b"\n" if tekst.endswith(b"\n") else b""
    inhoud = tekst.removesuffix(b"\n")
    return b'"' + inhoud.replace(b"\t", b'"\t"').replace(b"\n", b'"\n"') + b'"' + einde if inhoud else tekst


def _dump(pak: Pak, omgeving: Omgeving) -> Iterator[Inhoud]:
    """The tables of a database dump, one part each: the `COPY tabel (kolommen) FROM stdin;` names table and columns."""
    hersteld = (Herstel("databasetekst", 1, {"bestand": pak.waar}),)
    tabellen = dict.fromkeys(_tables(pak, omgeving))
    for tabel in tabellen:
        naam = f"{pak.deel}/{tabel}" if pak.deel else tabel
        yield Inhoud(pak.naam, naam, pak.bytes, _converted(pak.open, _only(tabel), omgeving), hersteld)


def _tables(pak: Pak, omgeving: Omgeving) -> list[str]:
    gevonden: list[str] = []
    zoeker = _Section(None, gevonden.append)
    with pak.open() as stroom:
        omgezet = Omgezet(stroom, zoeker.convert, omgeving.max_regel_bytes)
        while omgezet.read():
            pass
    return gevonden


def _only(tabel: str) -> Callable[[], Callable[[bytes], bytes]]:
    return lambda: _Section(tabel, lambda _: None).convert


class _Section:
    """One table of a dump: its lines as delimited text with a header, every other line empty, so that row numbers stand."""

    def __init__(self, tabel: str | None, tell: Callable[[str], None]) -> None:
        self._tabel, self._tell = tabel, tell
        self._binnen = self._mijn = False

    def convert(self, regels: bytes) -> bytes:
        uit = []
        while regels:
            if self._binnen:
                tot, verder = _end_of_table(regels)
                stuk = regels[:tot]
                uit.append(_quoted(stuk) if self._mijn else b"\n" * stuk.count(b"\n"))
                self._binnen = verder == tot
                uit.append(b"\n" * regels.count(b"\n", tot, verder))
                regels = regels[verder:]
                if self._binnen:
                    break
            else:
                kop = _COPY.search(regels)
                if kop is None:
                    uit.append(b"\n" * regels.count(b"\n"))
                    break
                naam = kop[1].decode("ascii", "replace")
                self._tell(naam)
                self._binnen, self._mijn = True, naam == self._tabel
                uit.append(b"\n" * regels.count(b"\n", 0, kop.start()))
                kolommen = [k.strip().strip(b'"') for k in kop[2].split(b",")]
                uit.append((b"\t".join(b'"' + k + b'"' for k in kolommen) if self._mijn else b"") + b"\n")
                regels = regels[kop.end() + 1 :]
        return b"".join(uit)


def _end_of_table(regels: bytes) -> tuple[int, int]:
    r"""Where the table's lines end, and where what comes after its `\.` begins (the same where it does not end here)."""
    if regels.startswith(_COPY_END):
        plek = 0
    else:
        plek = regels.find(b"\n" + _COPY_END) + 1
        if plek == 0:
            return len(regels), len(regels)
    einde = regels.find(b"\n", plek)
    return plek, len(regels) if einde < 0 else einde + 1


# -- print reports ----------------------------------------------------------------------------------------------------------


class _Pages:
    """A report that was printed to a file: page headings, rules and page numbers become empty lines; rows stay.

    A heading is a line that stood, but for its digits, near the top of the first page and of a later one, or that is nothing
    but rules, delimiters or a page number. A line with digits that fills half as many columns as the fullest or more is a row:
    rows of figures differ in their digits alone. Nothing else is taken away: a line that this leaves and that is no row is rejected
    as such, with its row number.
    """

    def __init__(self, begin: bytes) -> None:
        bladzijden = begin.split(b"\x0c")
        regels = bladzijden[0].split(b"\n")
        vol = max(map(_filled, regels))
        eerste = [_shape(r) for r in regels if not _DIGITS.search(r) or 2 * _filled(r) < vol]
        tweede = {_shape(r) for blad in bladzijden[1:] for r in blad.split(b"\n")[:12]}
        self._gezien: set[bytes] = set()
        self._koppen = {vorm for vorm in eerste[:20] if vorm and vorm in tweede}

    def without_furniture(self, regels: bytes) -> bytes:
        return b"\n".join(self._one(r) for r in regels.split(b"\n"))

    def _one(self, regel: bytes) -> bytes:
        tekst = regel.replace(b"\x0c", b"")
        if _RULE.match(tekst) or _PAGE_NUMBER.match(tekst):
            return b""
        vorm = _shape(tekst)
        if vorm in self._koppen:
            if vorm in self._gezien:
                return b""
            self._gezien.add(vorm)
        return tekst


def _filled(regel: bytes) -> int:
    """How many columns of a line hold something, whatever it is delimited by."""
    return sum(1 for cel in _DELIMITERS.split(regel) if cel.strip(b' \r\x0c"'))


def _shape(regel: bytes) -> bytes:
    """A line without what differs from page to page: its digits, and blanks at its ends."""
    return _DIGITS.sub(b"0", regel.replace(b"\x0c", b"").strip())
