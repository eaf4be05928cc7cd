"""The dialect of a delimited text file, found from its first bytes: delimiter, encoding, and where its header stands.

Not here: reading its rows (`read.py`). Light to import, so that receiving a file costs little more than encrypting it.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .refusal import Weigering

_DELIMITERS = (";", ",", "\t", "|")
BOM = b"\xef\xbb\xbf"
# A header is looked for in this many lines, and what it says about the rows is held against as many rows.
_SEARCHED, _COMPARED = 60, 50
_MAX_COLUMNS = 1000
_BLANKS = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_DATA = re.compile(r"^[\W\d_]+$")

Kop = tuple[str, ...]
Bekend = Callable[[Kop], bool]
# How a template marks a column that must be filled in; it is not part of the name.
VERPLICHT = " (verplicht)"
# The sheets of a template: of these only the first is data.
GEGEVENS, UITLEG, VOORBEELD, CODES = "Gegevens", "Uitleg", "Voorbeeld", "Codes"


@dataclass(frozen=True)
class Vorm:
    """The dialect of a file: its delimiter, its header names (trimmed, lower case, each once), whether a BOM was passed over,
    and `koprij`, the line on which the header ends: rows are numbered from there. `voorwerk` counts the lines with text above
    the header, `samengevoegd` says that it was joined from two lines, `dubbel` holds the names that stood in it twice."""

    scheiding: str
    kop: Kop
    bom: bool
    koprij: int = 1
    voorwerk: int = 0
    samengevoegd: bool = False
    dubbel: frozenset[str] = frozenset()
    kopregel: str = ""


def decode(blok: bytes) -> tuple[bytes, bool]:
    """The block as UTF-8, and whether it was Windows-1252 (every byte that is not UTF-8 is read as such)."""
    if blok.isascii():
        return blok, False
    try:
        blok.decode("utf-8")
    except UnicodeDecodeError:
        return blok.decode("cp1252", errors="replace").encode(), True
    return blok, False


def sniff(begin: bytes, naam: str, bekend: Bekend = lambda _: False) -> Vorm:
    """Find the dialect from a file's first bytes. A header that is `bekend` is found wherever it stands in the first lines,
    over one line or two; else the first line that looks like one is taken.

    Raises `Weigering` for what is not a delimited text file.
    """
    if not begin.strip():
        raise Weigering("bestand_leeg", bestand=naam)
    if begin.startswith((b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")) or b"\x00" in begin:
        raise Weigering("geen_csv", bestand=naam)
    bom = begin.startswith(BOM)
    tekst, _ = decode(_whole_lines(begin.removeprefix(BOM)))
    regels = _records(tekst.decode("utf-8").split("\n")[: _SEARCHED + 2 * _COMPARED])
    gevonden = _known(regels, bekend) or _likely(regels)
    if gevonden is None:
        raise Weigering("kop_ontbreekt" if _is_table(regels) else "kop_onleesbaar", bestand=naam)
    if len(gevonden.namen) > _MAX_COLUMNS:
        raise Weigering("te_veel_kolommen", bestand=naam, grens=f"{_MAX_COLUMNS}")
    kop, dubbel = _each_once(_as_wide_as_rows(gevonden, regels))
    voorwerk = sum(1 for r in regels[: gevonden.regel - (2 if gevonden.twee else 1)] if _BLANKS.sub("", r).strip(";,|"))
    return Vorm(
        gevonden.scheiding, kop, bom, gevonden.regel, voorwerk, gevonden.twee, dubbel, regels[gevonden.regel - 1]
    )


def _records(regels: list[str]) -> list[str]:
    """Lines as records: what stands between quotes may go on over more lines, which stay as empty ones, so that numbers
    stand."""
    uit: list[str] = []
    begin, open_ = 0, False
    for nummer, regel in enumerate(regels):
        schoon = regel.removesuffix("\r")
        if open_:
            uit[begin] += f"\n{schoon}"
            uit.append("")
        else:
            begin = nummer
            uit.append(schoon)
        open_ ^= schoon.count('"') % 2 == 1
    return uit


def _whole_lines(begin: bytes) -> bytes:
    einde = begin.rfind(b"\n")
    return begin if einde < 0 else begin[:einde]


@dataclass(frozen=True)
class _Gevonden:
    """A header: its delimiter, its names, the line on which it ends (from 1), and whether it takes two."""

    scheiding: str
    namen: Kop
    regel: int
    twee: bool = False


def cells(regel: str, scheiding: str) -> list[str]:
    """The values of one line; none where it cannot be read."""
    try:
        return next(csv.reader([regel], delimiter=scheiding), [])
    except csv.Error:
        return []


def names(cellen: Sequence[str]) -> Kop:
    """Header cells as names: in lower case, blanks of every kind as one space, without a template's mark."""
    return tuple(_BLANKS.sub(" ", c).strip().lower().removesuffix(VERPLICHT) for c in cellen)


def _delimiter(regel: str) -> str:
    return max(_DELIMITERS, key=lambda s: len(cells(regel, s)))


def _known(regels: list[str], bekend: Bekend) -> _Gevonden | None:
    """The first line, or two lines together, that are a header somebody knows."""
    for nummer, regel in enumerate(regels[:_SEARCHED]):
        scheiding = _delimiter(regel)
        cellen = cells(regel, scheiding)
        if len(cellen) < 2:
            continue
        if bekend(names(cellen)):
            return _Gevonden(scheiding, names(cellen), nummer + 1)
        if nummer + 1 < len(regels):
            for namen in _joined(cellen, cells(regels[nummer + 1], scheiding)):
                if bekend(namen):
                    return _Gevonden(scheiding, namen, nummer + 2, twee=True)
    return None


def _joined(boven: list[str], onder: list[str]) -> list[Kop]:
    """Two header lines as one: as they stand, and with a heading over several columns repeated for each."""
    if len(onder) != len(boven):
        return []
    gevuld, laatste = [], ""
    for cel in boven:
        laatste = cel if cel.strip() else laatste
        gevuld.append(laatste)
    return [names([_together(b, o) for b, o in zip(rij, onder, strict=True)]) for rij in (boven, gevuld)]


def _together(boven: str, onder: str) -> str:
    """Two header cells as one name; one that was merged over both lines is itself."""
    return boven if boven.strip() == onder.strip() else f"{boven} {onder}"


def _likely(regels: list[str]) -> _Gevonden | None:
    """The first line where it can be a header; else the first line of words that is as wide as the lines after it."""
    eerste = _candidate(regels, 0)
    if eerste and _fits(regels, eerste):
        return eerste
    for nummer in range(1, min(_SEARCHED, len(regels))):
        kandidaat = _candidate(regels, nummer)
        if kandidaat and all(_stripped(kandidaat.namen)) and _fits(regels, kandidaat) and len(regels) > nummer + 1:
            return kandidaat
    return eerste


def _is_table(regels: list[str]) -> bool:
    """Whether there are rows from the first line on: what is missing is the header alone."""
    scheiding = _delimiter(regels[0])
    breedten = {len(cells(r, scheiding)) for r in regels[:_COMPARED] if r.strip()}
    return len(breedten) == 1 and min(breedten) > 1


def _candidate(regels: list[str], nummer: int) -> _Gevonden | None:
    scheiding = _delimiter(regels[nummer])
    namen = names(cells(regels[nummer], scheiding))
    gevuld = [n for n in namen if n]
    if len(gevuld) < 2 or len(gevuld) * 2 < len(namen) or sum(1 for n in gevuld if _DATA.match(n)) * 2 > len(gevuld):
        return None
    return _Gevonden(scheiding, namen, nummer + 1)


def _fits(regels: list[str], kop: _Gevonden) -> bool:
    """Whether most rows below are as wide as the header, trailing empty columns aside."""
    breedten = [len(cells(r, kop.scheiding)) for r in regels[kop.regel : kop.regel + _COMPARED] if r.strip()]
    return not breedten or Counter(breedten).most_common(1)[0][0] >= len(_stripped(kop.namen))


def _stripped(namen: Kop) -> Kop:
    einde = len(namen)
    while einde and not namen[einde - 1]:
        einde -= 1
    return namen[:einde]


def _as_wide_as_rows(kop: _Gevonden, regels: list[str]) -> Kop:
    """The header with as many columns as the rows have, where they differ in empty columns at the end only."""
    rijen = [cells(r, kop.scheiding) for r in regels[kop.regel : kop.regel + _COMPARED] if r.strip()]
    breedten = {len(r) for r in rijen}
    namen = _stripped(kop.namen)
    if len(breedten) != 1 or len(kop.namen) in breedten:
        return kop.namen
    breedte = breedten.pop()
    leeg = all(not c.strip() for r in rijen for c in r[len(namen) :])
    return namen + ("",) * (breedte - len(namen)) if breedte >= len(namen) and leeg else kop.namen


def _each_once(namen: Kop) -> tuple[Kop, frozenset[str]]:
    """Names that stand twice get a number, empty ones the number of their column; which those were is told."""
    geteld: Counter[str] = Counter()
    uit = []
    bezet = set(namen)
    for plek, naam in enumerate(namen, start=1):
        basis = naam or f"kolom {plek}"
        geteld[basis] += 1
        nieuw, teller = basis, geteld[basis]
        while nieuw in uit or (nieuw != naam and nieuw in bezet):
            teller += 1
            nieuw = f"{basis} ({teller})"
        uit.append(nieuw)
    return tuple(uit), frozenset(n for n, aantal in geteld.items() if aantal > 1 and n in bezet)
