"""What kind of file some bytes are, by the bytes themselves: a name like `leden.csv` proves nothing.

Not here: opening it. Light to import: a plain text file pays only for the look at its first bytes.
"""

from __future__ import annotations

from ingest.dialect import BOM
from ingest.refusal import Weigering

TEKST, UTF16, GZIP, ZIP, WERKMAP, PARQUET, JSON = "tekst", "utf16", "gzip", "zip", "werkmap", "parquet", "json"

_TABELLEN = (
    (b"PK\x03\x04", ZIP),
    (b"\x1f\x8b", GZIP),
    (b"PAR1", PARQUET),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WERKMAP),
)
# Files that people pick by mistake, each called what they call it.
_ANDERE = (
    (b"%PDF", "een PDF"), (b"\x89PNG", "een afbeelding"), (b"\xff\xd8\xff", "een afbeelding"), (b"GIF8", "een afbeelding"),
    (b"BM", "een afbeelding"), (b"II*\x00", "een afbeelding"), (b"MM\x00*", "een afbeelding"), (b"RIFF", "een mediabestand"),
    (b"Rar!", "een RAR-archief"), (b"7z\xbc\xaf", "een 7z-archief"), (b"BZh", "een bz2-archief"), (b"\xfd7zXZ", "een xz-archief"),
    (b"(\xb5/\xfd", "een zstd-archief"), (b"PK\x05\x06", "een leeg zip-bestand"), (b"PK\x07\x08", "een gesplitst zip-bestand"),
    (b"{\\rtf", "een tekstdocument"), (b"<!DOCTYPE", "een webpagina"), (b"<!doctype", "een webpagina"), (b"<html", "een webpagina"),
    (b"<?xml", "een XML-bestand"), (b"SQLite format 3", "een database"), (b"\x7fELF", "een programma"), (b"MZ", "een programma"),
    (b"age-encryption.org", "een versleuteld bestand"), (b"-----BEGIN", "een versleuteld bestand"),
)  # fmt: skip
_UTF16_SHARE = 0.4


def kind_of(begin: bytes, waar: str) -> str:
    """The kind of a file that starts with `begin`. Raises `Weigering` for what holds no table."""
    if not begin.strip():
        raise Weigering("bestand_leeg", bestand=waar)
    for teken, soort in _TABELLEN:
        if begin.startswith(teken):
            return soort
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")) or _looks_like_utf16(begin):
        return UTF16
    for teken, soort in _ANDERE:
        if begin.startswith(teken) and (len(teken) > 2 or b"\x00" in begin[:512]):
            raise Weigering("geen_tabel", bestand=waar, soort=soort)
    if b"\x00" in begin:
        raise Weigering("geen_tabel", bestand=waar, soort="een bestand met tekens die in geen tekst horen")
    return JSON if _looks_like_json(begin) else TEKST


def _looks_like_utf16(begin: bytes) -> bool:
    """Text of which every other byte is zero, as Latin letters are in UTF-16."""
    stuk = begin[:4096]
    if len(stuk) < 8:
        return False
    even, oneven = stuk[::2], stuk[1::2]
    weinig, veel = sorted((even.count(0) / len(even), oneven.count(0) / len(oneven)))
    return weinig == 0 and veel > _UTF16_SHARE


def _looks_like_json(begin: bytes) -> bool:
    tekst = begin.removeprefix(BOM).lstrip()
    if tekst.startswith(b"["):
        return tekst[1:].lstrip()[:1] in (b"{", b"]")
    return tekst.startswith(b"{") and tekst[1:].lstrip()[:1] in (b'"', b"}")
