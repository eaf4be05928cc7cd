"""The dialect of a delimited text file, found from its first bytes: delimiter, header, encoding.

Not here: reading its rows (`read.py`). Light to import, so that receiving a file costs little more than encrypting it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass

from .refusal import Weigering

_DELIMITERS = (";", ",", "\t", "|")
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Vorm:
    """The dialect of a file: its delimiter, its header names (trimmed, lower case), and whether a BOM was passed over."""

    scheiding: str
    kop: tuple[str, ...]
    bom: bool


def decode(blok: bytes) -> tuple[bytes, bool]:
    """The block as UTF-8, and whether it was Windows-1252 (every byte that is not UTF-8 is read as such)."""
    if blok.isascii():
        return blok, False
    try:
        blok.decode("utf-8")
    except UnicodeDecodeError:
        return blok.decode("cp1252", errors="replace").encode(), True
    return blok, False


def sniff(begin: bytes, naam: str) -> Vorm:
    """Find the dialect from a file's first bytes. Raises `Weigering` for what is not a delimited text file."""
    if not begin.strip():
        raise Weigering("bestand_leeg", bestand=naam)
    if begin.startswith((b"%PDF", b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")) or b"\x00" in begin:
        raise Weigering("geen_csv", bestand=naam)
    bom = begin.startswith(BOM)
    tekst, _ = decode(_whole_lines(begin.removeprefix(BOM)))
    regels = tekst.decode("utf-8").splitlines()
    kopregel = regels[0]
    scheiding = max(_DELIMITERS, key=lambda s: len(next(csv.reader([kopregel], delimiter=s), [])))
    kop = tuple(k.strip().lower() for k in next(csv.reader([kopregel], delimiter=scheiding), []))
    if len(kop) < 2 or len(set(kop)) < len(kop):
        raise Weigering("kop_onleesbaar", bestand=naam)
    return Vorm(scheiding, kop, bom)


def _whole_lines(begin: bytes) -> bytes:
    einde = begin.rfind(b"\n")
    return begin if einde < 0 else begin[:einde]
