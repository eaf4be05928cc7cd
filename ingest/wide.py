"""A table that is wider than it is long, as a long one: a row per year, whether its columns are years or months of a year.

Not here: which tables are so (`Breed` of a profile) and what their values mean (`validate.py`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars as pl

from definitions import Breed

from .repair import MAANDEN
from .validate import count_or_amount

_PER_JAAR = 12
_KOLOM, _GETAL, _EEUW = "__kolom", "__getal", "20"
# The rows whose months could not be added up, by why: some are empty or unreadable, or they are of something that does not add up.
ONVOLLEDIG, GEEN_SOM = "maanden_onvolledig", "maanden_geen_som"


def wide_columns(kop: Sequence[str], breed: Breed | None) -> list[str]:
    """The columns whose names say of which year or month their values are."""
    return [k for k in kop if breed is not None and re.search(breed.patroon, k)]


def lengthened(frame: pl.DataFrame, breed: Breed) -> tuple[pl.DataFrame, dict[str, int]]:
    """A row per value, with what the column's name says in columns of their own; a value that is empty gives no row. Months
    are added up to their year: where one of the twelve has no number, or what is counted does not add up, the row stays and
    its value is empty. How many of those there are is the second value, per finding."""
    kolommen = wide_columns(frame.columns, breed)
    groepen = {k: m.groupdict() for k in kolommen if (m := re.search(breed.patroon, k))}
    lang = frame.unpivot(kolommen, index=[k for k in frame.columns if k not in kolommen], variable_name=_KOLOM,
                         value_name=breed.waarde)  # fmt: skip
    lang = lang.filter(pl.col(breed.waarde).str.strip_chars() != "").with_columns(
        pl.col(_KOLOM).replace_strict({k: g.get(naam) for k, g in groepen.items()}, return_dtype=pl.String).alias(naam)
        for naam in sorted({naam for groep in groepen.values() for naam in groep} - set(frame.columns))
    )
    telling: dict[str, int] = {}
    if "maand" in lang.columns:
        lang, telling = _added_up(lang, breed, "jaar" in frame.columns)
    # The same row is as many as it has values: each with a hash of its own, so that none is taken for a repetition.
    eigen = pl.col("regelhash") ^ pl.col(_KOLOM).hash(1)
    return lang.with_columns(eigen.alias("regelhash")).drop(_KOLOM).sort("rij", maintain_order=True), telling


def _added_up(lang: pl.DataFrame, breed: Breed, jaar_geleverd: bool) -> tuple[pl.DataFrame, dict[str, int]]:
    """Values per month as values per year. The year stands in the column's name, before or after its month, or in the row."""
    maand = pl.col("maand").str.to_lowercase().str.strip_chars_end(".")
    nummer = maand.replace_strict(MAANDEN, default=None, return_dtype=pl.Int64).fill_null(
        maand.cast(pl.Int64, strict=False)
    )
    lang = lang.with_columns(
        nummer.alias("maand"), count_or_amount(pl.col(breed.waarde).str.strip_chars()).alias(_GETAL)
    )
    if not jaar_geleverd:
        na = pl.col("jaar_na")
        lang = lang.with_columns(
            jaar=pl.coalesce("jaar", pl.when(na.str.len_chars() == 2).then(_EEUW + na).otherwise(na))
        )
    per = [k for k in lang.columns if k not in ("maand", "jaar_na", breed.waarde, _KOLOM, _GETAL)]
    samen = lang.group_by(per, maintain_order=True).agg(
        pl.col(_KOLOM).first(), pl.col(_GETAL).sum(), heel=pl.col("maand").n_unique() == _PER_JAAR,
        gelezen=(pl.len() == _PER_JAAR) & pl.col(_GETAL).is_not_null().all(),
    )  # fmt: skip
    som = pl.col("cijfer").str.strip_chars().str.to_uppercase().is_in(breed.optelbaar)
    telt = som & pl.col("heel") & pl.col("gelezen")
    telling = samen.select((som & ~telt).sum().alias(ONVOLLEDIG), (~som).sum().alias(GEEN_SOM)).row(0, named=True)
    waarde = pl.when(telt).then(pl.col(_GETAL).round(2).cast(pl.String).str.replace(r"\.0$", ""))
    return samen.with_columns(waarde.alias(breed.waarde)).drop("heel", "gelezen", _GETAL), telling
