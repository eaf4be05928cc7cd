"""Dates that a spreadsheet or an export damaged, read where there is only one thing they can have been.

Not here: the forms in which a system writes dates (its profile); only what none of those reads comes here, so that clean files
pay nothing. Every repair is counted on the receipt.
"""

from __future__ import annotations

from datetime import datetime

import polars as pl

# A day number of a spreadsheet: five digits, so never a year; day 1 is 1 January 1900, and 29 February 1900 is counted too.
_SERIAL = r"^([1-9][0-9]{4})(?:[.,]([0-9]+))?$"
_DAY_ZERO = datetime(1899, 12, 30)
_SHORT_YEAR = r"^([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{2})(?:[ T]+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?))?$"
_MONTH_OF_YEAR = r"^(?:([0-9]{4})[-/.]([0-9]{1,2})|([0-9]{1,2})[-/. ]([0-9]{4})|(\pL{3,9})\.?[- ]([0-9]{4}))$"
MAANDEN = {
    naam: nummer
    for nummer, namen in enumerate(
        ("jan januari", "feb februari", "mrt maart", "apr april", "mei", "jun juni", "jul juli", "aug augustus",
         "sep sept september", "okt oktober", "nov november", "dec december"), start=1)
    for naam in namen.split()
}  # fmt: skip
# How far from now a date may lie to be the one that was meant, in years: before and after.
_REACH = {"geboortedatum": (120, 0)}
_REACH_EVENT = (70, 10)
_FIRST_YEAR = 1000


def repaired(waarden: pl.Series, waarde: str, dag_eerst: bool, nu: datetime) -> pl.Series:
    """Moments (Datetime) for texts no form could read; null where nothing, or more than one thing, can have been meant.

    A five-digit number is a spreadsheet's day number. A year of two digits is of the one century in which the date lies within
    reach: for a birth date the last 120 years, for other dates 70 years back to 10 ahead. `dag_eerst` says that the source
    writes the day before the month; only then is a short year read.
    """
    voor, na = _REACH.get(waarde, _REACH_EVENT)
    reeks = [_serial(waarden)]
    if dag_eerst:
        reeks += [_with_century(waarden, eeuw) for eeuw in ("19", "20")]
    binnen = [
        r.set(~r.dt.year().is_between(nu.year - voor, nu.year + na).fill_null(False), None).set(
            r > _latest(nu, na), None
        )
        for r in reeks
    ]
    gevonden = pl.DataFrame({str(i): r for i, r in enumerate(binnen)})
    aantal = gevonden.select(pl.sum_horizontal(pl.all().is_not_null().cast(pl.UInt8))).to_series()
    eerste = gevonden.select(pl.coalesce(pl.all())).to_series()
    return eerste.set(aantal != 1, None)


def partial(waarden: pl.Series) -> pl.Series:
    """The first day (Datetime) of the month that a text names without a day: `2025-05`, `05-2025`, `mei 2025`. A year alone is
    no month, and what is around or unsure (`c1999.`, `[1985]-`) is none either: null."""
    delen = waarden.str.to_lowercase().str.extract_groups(_MONTH_OF_YEAR).struct.unnest()
    naam = pl.col("5").replace_strict(MAANDEN, default=None, return_dtype=pl.Int64)
    jaar = pl.coalesce("1", "4", "6").cast(pl.Int64)
    maand = pl.coalesce(pl.coalesce("2", "3").cast(pl.Int64), naam)
    bestaat = maand.is_between(1, 12) & (jaar >= _FIRST_YEAR)
    eerste = pl.datetime(pl.when(bestaat).then(jaar), pl.when(bestaat).then(maand), 1)
    return delen.select(pl.when(bestaat).then(eerste)).to_series()


def _latest(nu: datetime, jaren: int) -> datetime:
    return nu if jaren == 0 else nu.replace(year=nu.year + jaren, day=min(nu.day, 28))


def _serial(waarden: pl.Series) -> pl.Series:
    tekst = waarden.to_frame("w").select(
        dag=pl.col("w").str.extract(_SERIAL, 1).cast(pl.Int64),
        deel=("0." + pl.col("w").str.extract(_SERIAL, 2)).cast(pl.Float64, strict=False).fill_null(0.0),
    )
    # A day's part is rounded to the second: a spreadsheet keeps no more than that.
    secondes = tekst["dag"] * 86_400 + (tekst["deel"] * 86_400).round().cast(pl.Int64)
    return (secondes * 1_000_000).cast(pl.Duration("us")) + _DAY_ZERO


def _with_century(waarden: pl.Series, eeuw: str) -> pl.Series:
    delen = waarden.str.extract_groups(_SHORT_YEAR).struct.unnest()
    tekst = delen.select(
        pl.format("{}-{}-{}{} {}", "1", "2", pl.lit(eeuw), "3", pl.col("4").fill_null("00:00")).alias("t")
    ).to_series()
    lang = tekst.str.to_datetime("%d-%m-%Y %H:%M:%S", strict=False, time_unit="us")
    kort = tekst.str.to_datetime("%d-%m-%Y %H:%M", strict=False, time_unit="us")
    return lang.fill_null(kort) if lang.null_count() else lang
