"""What a member number becomes: a pseudonym under the organisatie's keys, or nothing where the member was forgotten. And what
is kept of the name of an activity: the key by which it is known again in another system.

Not here: which keys and tokens an organisatie has (`persons.py`). With `minimise.py`, which asks it, the only place that sees a
member number.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

_BLOCK = 64


def member_number(kolom: pl.Expr) -> pl.Expr:
    """A member number as every source means it: 0 or empty is no member, a negative id its absolute value."""
    zonder_min = kolom.str.strip_prefix("-")
    return pl.when(zonder_min.str.strip_chars("0.") != "").then(zonder_min)


def member_text(nummer: str) -> str:
    """`member_number` of one number, '' where it is no member."""
    zonder_min = nummer.strip().removeprefix("-")
    return zonder_min if zonder_min.strip("0.") else ""


def name_words(naam: str) -> str:
    """The words of a name as everybody may write them: lower case, without accents and punctuation, in alphabetical order."""
    los = unicodedata.normalize("NFKD", naam).casefold()
    zonder_accent = "".join(teken for teken in unicodedata.normalize("NFKD", los) if not unicodedata.combining(teken))
    return " ".join(sorted(re.findall(r"[^\W_]+", zonder_accent)))


class _Hmac:
    """HMAC-SHA-256 under one key, cut to 128 bits (RFC 2104, by prepared states)."""

    def __init__(self, sleutel: bytes) -> None:
        vol = sleutel.ljust(_BLOCK, b"\x00")
        self._binnen = hashlib.sha256(bytes(b ^ 0x36 for b in vol))
        self._buiten = hashlib.sha256(bytes(b ^ 0x5C for b in vol))

    def __call__(self, tekst: bytes) -> bytes:
        binnen, buiten = self._binnen.copy(), self._buiten.copy()
        binnen.update(tekst)
        buiten.update(binnen.digest())
        return buiten.digest()[:16]


@dataclass(frozen=True)
class Vergeten:
    """The members who were forgotten: the key of their tokens and the tokens, HMAC's of what their first pseudonym was."""

    sleutel: bytes
    tokens: frozenset[bytes]


class Pseudonimiseerder:
    """HMAC-SHA-256 of a member number under the organisatie's key, cut to 128 bits.

    `reeks` keeps the numbers of a system apart from the same numbers of the system before it; `gelijk` leads a pseudonym to
    the one the same person already had; `keten` are the keys that came after the first, each over the pseudonym before it,
    so that a person stays one person when the key changes; `vergeten` says who is no member any more.
    """

    def __init__(
        self, sleutel: bytes, *, reeks: str = "", gelijk: Mapping[bytes, bytes] | None = None,
        keten: Sequence[bytes] = (), vergeten: Vergeten | None = None,
    ) -> None:  # fmt: skip
        self._reeks, self._gelijk = reeks, gelijk or {}
        self._eerste, self._keten = _Hmac(sleutel), [_Hmac(s) for s in keten]
        self._tokens = vergeten.tokens if vergeten else frozenset()
        self._merk = _Hmac(vergeten.sleutel) if vergeten else None
        # The tables of a levering and their months hold the same members: each is hashed once.
        self._bekend: dict[str, bytes] = {}

    def pseudonym(self, nummer: str) -> bytes:
        """The pseudonym of a normalised member number under the newest key."""
        bekend = self._bekend.get(nummer)
        if bekend is None:
            bekend = self._bekend[nummer] = self.later(self._first(nummer))
        return bekend

    def later(self, pseudoniem: bytes) -> bytes:
        """What the keys after the first make of a pseudonym under the first."""
        for sleutel in self._keten:
            pseudoniem = sleutel(pseudoniem)
        return pseudoniem

    def token(self, nummer: str) -> bytes:
        """What stands for a forgotten member: the same whatever the newest key, and of both numbers of one person."""
        assert self._merk is not None
        return self._merk(self._first(nummer))

    def _first(self, nummer: str) -> bytes:
        gehasht = self._eerste((f"{self._reeks}|{nummer}" if self._reeks else nummer).encode())
        return self._gelijk.get(gehasht, gehasht)

    def name_keys(self, namen: pl.Series) -> pl.Series:
        """The keys (hex) of names of activities, empty where a name has no words. Of the first key and no series, so that a
        name has one key in every system of the organisatie, whenever it was delivered."""
        woorden = {naam: name_words(naam) for naam in namen.unique().drop_nulls()}
        sleutels = {
            naam: self._eerste(f"activiteit|{tekst}".encode()).hex() for naam, tekst in woorden.items() if tekst
        }
        return namen.replace_strict(sleutels, default=None, return_dtype=pl.String).alias("naamsleutel")

    def forgotten(self, frame: pl.DataFrame, kolom: str = "lid") -> pl.Series | None:
        """Which rows are of a forgotten member; None where they cannot be."""
        if not self._tokens or kolom not in frame.columns:
            return None
        nummers = frame[kolom].unique().drop_nulls()
        return frame[kolom].is_in([n for n in nummers if self.token(n) in self._tokens]).fill_null(False)

    def apply(self, frame: pl.DataFrame, kolom: str = "lid") -> pl.DataFrame:
        """Replace `kolom` (normalised text) by Binary(16)."""
        return _replaced(frame, kolom, self.pseudonym)


def under_next_key(frame: pl.DataFrame, sleutel: bytes, kolom: str = "lid") -> pl.DataFrame:
    """The frame with every pseudonym replaced by its HMAC under the key that comes next, in an order of its own."""
    return _replaced(frame, kolom, _Hmac(sleutel)).sort(kolom)


def _replaced(frame: pl.DataFrame, kolom: str, door: Callable[[Any], bytes]) -> pl.DataFrame:
    """Python runs once per distinct member, never per row."""
    oud = frame[kolom].unique().drop_nulls()
    tabel = pl.DataFrame({kolom: oud, "_p": pl.Series([door(waarde) for waarde in oud], dtype=pl.Binary)})
    namen = frame.columns
    return frame.join(tabel, on=kolom, how="left").drop(kolom).rename({"_p": kolom}).select(namen)
