"""Keys and codes that a spreadsheet damaged, restored where only one thing can have stood there.

Not here: dates (`repair.py`). A clean file pays nothing: of keys only a block that holds a `+` comes here, of codes only what no
list knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import polars as pl

# As a spreadsheet shows a long number: one digit, its decimals, and how many of those belong before the mark.
_SCIENTIFIC = r"^([1-9])(?:[.,]([0-9]+))?[eE]\+([0-9]{1,3})$"
_MARKS = ["E+", "e+"]
_GEMEENTE = r"^(?:GM)?([0-9]{1,4})$"


def is_scientific(waarden: pl.Series) -> pl.Series:
    """Which texts are a number in scientific notation."""
    if not waarden.str.contains_any(_MARKS).any():
        return pl.repeat(False, len(waarden), eager=True)
    return waarden.str.contains(_SCIENTIFIC).fill_null(False)


def whole(waarden: pl.Series) -> pl.Series:
    """The whole numbers that scientific notation stands for; null where digits were lost or it is no whole number.

    `1,23457E+05` has every digit of 123457. `9,78E+12` may have been any of ten milliard numbers.
    """
    delen = waarden.str.extract_groups(_SCIENTIFIC).struct.unnest()
    achter, macht = pl.col("2").fill_null(""), pl.col("3").cast(pl.UInt32)
    volledig = (achter.str.len_chars() >= macht) & (achter.str.slice(macht).str.strip_chars("0") == "")
    return delen.select(pl.when(volledig).then(pl.col("1") + achter.str.slice(0, macht))).to_series()


def padded(waarden: pl.Series, bekend: Iterable[str]) -> pl.Series:
    """The one known code that a number becomes with zeros before it; null where there is none, or more than one."""
    met_nul = [code for code in bekend if code.isdecimal() and code.startswith("0")]
    keer = Counter(code.lstrip("0") for code in met_nul)
    lang = {kort: code for code in met_nul if keer[kort := code.lstrip("0")] == 1}
    tabel = {waarde: code for waarde in waarden.unique().drop_nulls() if (code := _longer(waarde, lang)) is not None}
    return waarden.replace_strict(tabel, default=None, return_dtype=pl.String)


def _longer(waarde: str, lang: Mapping[str, str]) -> str | None:
    code = lang.get(waarde.lstrip("0")) if waarde.isdecimal() else None
    return code if code is not None and len(code) > len(waarde) else None


def municipality(waarden: pl.Series, bekend: Iterable[str]) -> pl.Series:
    """The known gemeente codes of numbers that lost their zeros, or the letters before them."""
    codes = "GM" + waarden.str.to_uppercase().str.extract(_GEMEENTE, 1).str.zfill(4)
    return codes.to_frame("c").select(pl.when(pl.col("c").is_in(list(bekend))).then("c")).to_series()
