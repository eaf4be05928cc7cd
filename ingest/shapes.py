"""What the values of a column look like, as shares of a sample: dates and their forms, numbers, keys, ISIL's, personal data.

Not here: what a column means (`propose.py`). No value leaves this module, except the distinct codes of a column that has few
of them, which `codes.py` shows only where they may be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from .ppn import wrong_ppns

_SAMPLE = 5_000
# More distinct values than this, and a column does not hold codes.
_MAX_CODES = 300
_FIRST_YEAR = 1000
_DATE_LIKE = r"^\s*(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{8})([T ].*)?$"
_TIME_INSIDE = r"\d:\d\d"
_TWO_DIGIT_YEAR = r"^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}(\s.*)?$"
_NAME_PARTS = r"(van|de|der|den|ter|ten|'t|von|le|la)"

# Per kind of value the pattern most of its values have.
_PATTERNS: dict[str, str] = {
    "geheel": r"^-?\d{1,9}$",
    "decimaal": r"^-?\d{1,12}([.,]\d+)*$",
    "telgetal": r"^-?\d{1,12}([.,]\d+)*$",
    "sleutel": r"^[^\s@]{1,64}$",
    "postcode": r"^[1-9][0-9]{3}( ?[A-Za-z]{2})?$",
    "postcode_vol": r"^[1-9][0-9]{3} ?[A-Za-z]{2}$",
    "isil": r"^NL-[0-9]{10}$",
    "gemeente": r"^GM[0-9]{4}$",
    "gebied": r"^(NL-[0-9]{10}|GM[0-9]{4}|PV[0-9]{2}|NL01)$",
    "tijd": r"^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$",
    "jaartal_kort": _TWO_DIGIT_YEAR,
}
# What says directly who someone is, whatever the column is called.
_PERSONAL: dict[str, str] = {
    "e-mail": r"^[^@\s]+@[^@\s]+\.[A-Za-z]{2,}$",
    "telefoon": r"^(06[- ]?\d{8}|\+\d{2}[- ]?\d[\d -]{7,11}|0[1-9]\d{1,2}[- ]\d{6,7})$",
    "rekeningnummer": r"^[A-Z]{2}\d{2} ?[A-Z]{4} ?\d{4} ?\d{4} ?\d{2}$",
    "postcode met huisnummer": r"^[1-9][0-9]{3} ?[A-Za-z]{2}[ ,]+\d{1,5}[A-Za-z]?$",
}
# These look like ordinary words too; they count only in a column with many different values.
_PERSONAL_IF_MANY: dict[str, str] = {
    "adres": r"^\p{Lu}[\p{L} .'-]+ \d{1,4} ?[a-zA-Z]{0,2}$",
    "naam": rf"^(\p{{Lu}}\p{{L}}+([ '-]\p{{L}}+)*, ?\p{{L}}.*|(\p{{Lu}}\.)+ ?({_NAME_PARTS} )*\p{{Lu}}\p{{L}}+"
            rf"|\p{{Lu}}\p{{Ll}}+( {_NAME_PARTS})* \p{{Lu}}\p{{Ll}}+)$",
}  # fmt: skip
_MANY, _MANY_SHARE = 40, 0.3


@dataclass(frozen=True)
class Beeld:
    """What one column looks like. `gevuld` and `verschillend` count values of the sample; `delen` are shares (0..1) of the
    filled ones; `vormen` the share each way to write a date or moment reads; `codes` the distinct values with their
    counts, where there are few."""

    naam: str
    gevuld: int
    verschillend: int
    delen: Mapping[str, float] = field(default_factory=dict)
    vormen: Mapping[str, float] = field(default_factory=dict)
    codes: Counter[str] | None = None

    def deel(self, soort: str) -> float:
        return self.delen.get(soort, 0.0)

    @property
    def datum(self) -> float:
        """The share of the values that the best ways to write a date or moment read together."""
        return self.delen.get("datum", 0.0)

    @property
    def persoonlijk(self) -> str | None:
        """The kind of personal data most values have the pattern of, where nothing else has that pattern."""
        soort = max((*_PERSONAL, "BSN"), key=self.deel)
        return soort if self.deel(soort) >= (0.9 if soort == "BSN" else 0.6) else None

    @property
    def misschien_persoonlijk(self) -> str | None:
        """As `persoonlijk`, of patterns that titles and places have too; only where the values are many and different."""
        veel = self.verschillend >= _MANY and self.verschillend >= _MANY_SHARE * min(self.gevuld, _SAMPLE)
        soort = max(_PERSONAL_IF_MANY, key=self.deel)
        return soort if veel and self.deel(soort) >= 0.6 else None


def look(frame: pl.DataFrame, datumvormen: Sequence[str], tijdvormen: Sequence[str]) -> dict[str, Beeld]:
    """The look of every column of a frame of text. `datumvormen` are the forms of dates that are tried, `tijdvormen` those of
    moments (date and time together)."""
    return {naam: _look_at(frame[naam], datumvormen, tijdvormen) for naam in frame.columns}


def _look_at(waarden: pl.Series, datumvormen: Sequence[str], tijdvormen: Sequence[str]) -> Beeld:
    tekst = waarden.str.strip_chars()
    tekst = tekst.filter(tekst.is_not_null() & (tekst != ""))
    if tekst.is_empty():
        return Beeld(waarden.name, 0, 0)
    monster = tekst.head(_SAMPLE).rename("w")
    delen = _shares(monster)
    vormen: dict[str, float] = {}
    if delen["datumachtig"] > 0.3:
        vormen, delen["datum"] = _forms(monster, tijdvormen if delen["met_tijd"] > 0 else (), datumvormen)
    verschillend = tekst.n_unique()
    codes = Counter(dict(tekst.value_counts().iter_rows())) if verschillend <= _MAX_CODES else None
    return Beeld(waarden.name, len(tekst), verschillend, delen, vormen, codes)


def _shares(monster: pl.Series) -> dict[str, float]:
    w = pl.col("w")
    patronen = {**_PATTERNS, **_PERSONAL, **_PERSONAL_IF_MANY, "datumachtig": _DATE_LIKE, "met_tijd": _TIME_INSIDE}
    hoofdletters = w.str.to_uppercase()
    negen = w.str.contains(r"^\d{9}$")
    getal = pl.when(negen).then(w).cast(pl.Int64, strict=False)
    rij = monster.to_frame().select(
        *(w.str.contains(patroon).mean().alias(soort) for soort, patroon in patronen.items()),
        (w.str.contains(r"^\d{8,9}[\dXx]$") & ~hoofdletters.is_in(wrong_ppns(monster.str.to_uppercase()).implode()))
        .mean()
        .alias("ppn"),
        (negen & (_eleven(getal) % 11 == 0)).fill_null(False).mean().alias("BSN"),
    )
    return {naam: float(waarde or 0.0) for naam, waarde in rij.row(0, named=True).items()}


def _eleven(getal: pl.Expr) -> pl.Expr:
    """The test of eleven of a BSN: weights 9 to 2 and -1 (Logisch Ontwerp BSN)."""
    gewichten = [-1, 2, 3, 4, 5, 6, 7, 8, 9]
    return pl.sum_horizontal(((getal // 10**i) % 10) * g for i, g in enumerate(gewichten))


def _forms(monster: pl.Series, tijdvormen: Sequence[str], datumvormen: Sequence[str]) -> tuple[dict[str, float], float]:
    """The share that each form reads, and the share that they read together; forms that read nothing are left out."""
    gelezen = {vorm: _reads(monster, vorm) for vorm in (*tijdvormen, *datumvormen)}
    delen = {vorm: float(ok.mean() or 0.0) for vorm, ok in gelezen.items()}  # type: ignore[arg-type]
    vormen = {vorm: deel for vorm, deel in sorted(delen.items(), key=lambda item: -item[1]) if deel > 0}
    if not vormen:
        return {}, 0.0
    samen = pl.DataFrame({vorm: gelezen[vorm] for vorm in vormen}).select(pl.any_horizontal(pl.all()).mean()).item()
    return vormen, float(samen)


def _reads(monster: pl.Series, vorm: str) -> pl.Series:
    momenten = (
        monster.str.to_datetime(vorm, strict=False, time_unit="us")
        if "%H" in vorm
        else monster.str.to_date(vorm, strict=False)
    )
    return momenten.is_not_null() & (momenten.dt.year() >= _FIRST_YEAR).fill_null(False)


def needed_forms(waarden: Mapping[str, float]) -> list[str]:
    """Of the forms of one column those that are needed to read it: the best, and others of another shape. A form that reads
    the same values with day and month exchanged is left out."""
    uit: list[str] = []
    for vorm, deel in waarden.items():
        if deel < 0.001 or any(_exchanged(vorm) == _exchanged(ander) for ander in uit):
            continue
        uit.append(vorm)
    return uit


def is_ambiguous(waarden: Mapping[str, float]) -> bool:
    """Whether day and month could be exchanged: two such forms read the same share."""
    beste = max(waarden.values(), default=0.0)
    gelijk = [vorm for vorm, deel in waarden.items() if deel == beste and beste > 0]
    return len({_exchanged(v) for v in gelijk}) < len(gelijk)


def _exchanged(vorm: str) -> str:
    return "%d/%m" + vorm[5:] if vorm.startswith("%m/%d") else vorm


def looks_like_data(koppen: Sequence[str]) -> bool:
    """Whether a header row is a row of data: a date, a long number, an e-mail address or such among its names."""
    patronen = (
        r"^-?\d{5,}$",
        r"^[1-9]\d{3} ?[A-Z]{2}$",
        _PATTERNS["isil"],
        _PATTERNS["tijd"],
        _DATE_LIKE,
        *_PERSONAL.values(),
    )
    namen = pl.Series("w", list(koppen), dtype=pl.String).str.to_uppercase().to_frame()
    return bool(namen.select(pl.any_horizontal(pl.col("w").str.contains(p) for p in patronen).any()).item())
