"""JSON as rows of text: an array of objects, an object that holds such an array, or an object per line; nested keys joined.

Not here: what the keys mean. Memory is bounded by the largest single object, which has a limit.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from definitions import Omgeving
from ingest.refusal import Weigering

from .part import Inhoud, Leesbaar, Pak
from .spill import Spil, guard

_MAX_DEPTH = 20
_FLUSH_ROWS = 5000
# A number written as 1e999999 is not written out.
_MAX_EXPONENT = 40
_BUFFER = 64 * 1024


def rows(pak: Pak, begin: bytes, omgeving: Omgeving) -> Iterator[Inhoud]:
    """The tables in a JSON file: one, or where an object holds several arrays of objects each under its key."""
    import ijson

    try:
        paden = _arrays(pak, begin, omgeving)
        if not paden:
            raise Weigering("json_zonder_lijst", bestand=pak.waar)
        for pad in paden:
            spil = _table(pak, pad, omgeving)
            deel = pak.deel if len(paden) == 1 else f"{pak.deel}/{pad}".lstrip("/")
            yield Inhoud(pak.naam, deel, spil.bytes, spil.opener())
    except (ijson.JSONError, UnicodeDecodeError, ValueError, RecursionError, ArithmeticError):
        raise Weigering("bestand_onleesbaar", bestand=pak.waar) from None


def _arrays(pak: Pak, begin: bytes, omgeving: Omgeving) -> list[str | None]:
    """Where the rows are: `item` of an array at the top, `<key>.item` of arrays in the object at the top, None for an object
    per line."""
    import ijson

    tekst = begin.lstrip(b"\xef\xbb\xbf \t\r\n")
    if tekst.startswith(b"["):
        return ["item"]
    if _is_per_line(tekst):
        return [None]
    paden: dict[str, None] = {}
    with pak.open() as stroom:
        vorige = ("", "")
        for prefix, gebeurtenis, _ in ijson.parse(_Begrensd(stroom, pak, omgeving, None)):
            if gebeurtenis == "start_map" and vorige[1] == "start_array" and prefix.count(".") == 1:
                paden[prefix] = None
            vorige = (prefix, gebeurtenis)
    return list(paden)


def _is_per_line(tekst: bytes) -> bool:
    eerste, _, rest = tekst.partition(b"\n")
    try:
        heel = isinstance(json.loads(eerste), dict)
    except (ValueError, RecursionError):
        return False
    return heel and (
        rest.lstrip().startswith(b"{") or not any(isinstance(v, list) for v in json.loads(eerste).values())
    )


class _Begrensd:
    """A stream that refuses to go on where one object takes more than a record may; `row` says that one ended."""

    def __init__(self, stroom: Leesbaar, pak: Pak, omgeving: Omgeving, grens: int | None) -> None:
        self._stroom, self._bron, self._omgeving = stroom, pak, omgeving
        self._grens = grens
        self._gelezen = self._vanaf = 0

    def read(self, size: int = -1, /) -> bytes:
        blok = self._stroom.read(size)
        if self._gelezen == 0:
            blok = blok.removeprefix(b"\xef\xbb\xbf")
        self._gelezen += len(blok)
        if self._grens is not None and self._gelezen - self._vanaf > self._grens:
            raise Weigering("regel_te_lang", bestand=self._bron.waar)
        return blok

    def row(self) -> None:
        self._vanaf = self._gelezen


def _objects(pak: Pak, pad: str | None, omgeving: Omgeving) -> Iterator[dict[str, str]]:
    import ijson

    with pak.open() as stroom:
        lezer = _Begrensd(stroom, pak, omgeving, omgeving.max_regel_bytes + 2 * _BUFFER)
        for item in ijson.items(lezer, pad or "", multiple_values=pad is None, buf_size=_BUFFER):
            lezer.row()
            rij: dict[str, str] = {}
            if isinstance(item, dict):
                _flatten(item, "", rij, _MAX_DEPTH)
            yield rij


def _flatten(waarde: Any, naam: str, rij: dict[str, str], diepte: int) -> None:
    """Nested keys joined with a dot, places in an array as numbers, all names in lower case."""
    if diepte < 0:
        raise RecursionError
    if isinstance(waarde, dict):
        for sleutel, deel in waarde.items():
            _flatten(deel, f"{naam}.{sleutel.lower()}" if naam else sleutel.lower(), rij, diepte - 1)
    elif isinstance(waarde, list):
        for plek, deel in enumerate(waarde):
            _flatten(deel, f"{naam}.{plek}", rij, diepte - 1)
    else:
        rij[naam] = _text(waarde)


def _text(waarde: Any) -> str:
    if waarde is None:
        return ""
    if isinstance(waarde, bool):
        return "true" if waarde else "false"
    if isinstance(waarde, Decimal):
        klein = waarde.is_finite() and abs(waarde.adjusted()) < _MAX_EXPONENT
        return format(waarde, "f") if klein else str(waarde)
    return " ".join(str(waarde).replace("\x00", " ").splitlines())


def _table(pak: Pak, pad: str | None, omgeving: Omgeving) -> Spil:
    """The rows as delimited text. Written once; a second time where a later row has a key the first rows had not."""
    kolommen: dict[str, int] = {}
    spil = _written(pak, pad, omgeving, kolommen, opnieuw=False)
    return spil or _written(pak, pad, omgeving, kolommen, opnieuw=True) or Spil()


def _written(pak: Pak, pad: str | None, omgeving: Omgeving, kolommen: dict[str, int], *, opnieuw: bool) -> Spil | None:
    """Write the rows, or only learn the columns once it is known that they must be written again."""
    spil = Spil()
    wachtend: list[dict[str, str]] = []
    bekend = len(kolommen) if opnieuw else 0
    for rij in _objects(pak, pad, omgeving):
        if not opnieuw:
            for naam in rij:
                kolommen.setdefault(naam, len(kolommen))
            if len(kolommen) > omgeving.max_kolommen:
                raise Weigering("te_veel_kolommen", bestand=pak.waar, grens=f"{omgeving.max_kolommen}")
        if bekend and len(kolommen) > bekend:
            continue
        wachtend.append(rij)
        if len(wachtend) >= _FLUSH_ROWS:
            bekend = bekend or len(kolommen)
            _flush(spil, wachtend, kolommen, pak, omgeving)
    if bekend and len(kolommen) > bekend:
        return None
    _flush(spil, wachtend, kolommen, pak, omgeving)
    return spil


def _flush(spil: Spil, rijen: list[dict[str, str]], kolommen: dict[str, int], pak: Pak, omgeving: Omgeving) -> None:
    tekst = io.StringIO(newline="")
    schrijver = csv.writer(tekst, delimiter=";", lineterminator="\n")
    if spil.bytes == 0:
        schrijver.writerow(kolommen)
    schrijver.writerows([rij.get(naam, "") for naam in kolommen] for rij in rijen)
    rijen.clear()
    blok = tekst.getvalue().encode("utf-8", "replace")
    spil.bytes += len(blok)
    guard(omgeving, spil.bytes, pak)
    spil.bestand.write(blok)
    spil.bestand.flush()
