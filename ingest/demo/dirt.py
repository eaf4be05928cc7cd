"""Errors as real exports have them, put into the text of an export: one kind per row, and rows that occur twice.

Not here: what becomes of such a row. `truth.py` says it by kind, as the contract must.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

UITVAL = frozenset(
    {
        "foute_datum", "datum_toekomst", "vestiging_onbekend", "lege_sleutel", "actie_onbekend", "inname_voor_uitleen",
        "verlengingen_boven_max", "kernfunctie_onbekend", "deelnemers_negatief",
    }
)  # fmt: skip

# In dd-mm-jjjj, the only way of writing dates in which the demo has errors.
_ONBESTAANDE_DAG, _VERRE_DAG = "31-02", "31-12-2099"


def _wrong_check_character(kolom: str) -> pl.Expr:
    goed = pl.col(kolom)
    ander = pl.when(goed.str.ends_with("0")).then(pl.lit("1")).otherwise(pl.lit("0"))
    return goed.str.head(-1) + ander


def _impossible_day(kolom: str) -> pl.Expr:
    return _ONBESTAANDE_DAG + pl.col(kolom).str.slice(5)


def _far_day(kolom: str) -> pl.Expr:
    return _VERRE_DAG + pl.col(kolom).str.slice(10)


# Per export: kind -> (the column that becomes wrong, and how).
WISE_LOG: dict[str, tuple[str, pl.Expr]] = {
    "foute_datum": ("datum", _impossible_day("datum")),
    "datum_toekomst": ("datum", _far_day("datum")),
    "vestiging_onbekend": ("vestiging", pl.lit("9999")),
    "lege_sleutel": ("exemplaarnummer", pl.lit("")),
    "actie_onbekend": ("actie", pl.lit("9")),
    "materiaal_onbekend": ("materiaal", pl.lit("ZZZ")),
    "ppn_controlegetal": ("ppn", _wrong_check_character("ppn")),
    "postcode_ongeldig": ("postcode", pl.lit("AA%")),
    "geboortedatum_onmogelijk": ("geboortedatum", pl.lit("01-01-1850")),
}
SJABLOON: dict[str, tuple[str, pl.Expr]] = {
    "foute_datum": ("uitleen_datumtijd", _impossible_day("uitleen_datumtijd")),
    "datum_toekomst": ("uitleen_datumtijd", _far_day("uitleen_datumtijd")),
    "vestiging_onbekend": ("vestiging", pl.lit("9999")),
    "lege_sleutel": ("exemplaarnummer", pl.lit("")),
    "inname_voor_uitleen": ("inname_datumtijd", "01-01-2019" + pl.col("inname_datumtijd").str.slice(10)),
    "verlengingen_boven_max": ("verlengingen", pl.lit("99")),
    "materiaal_onbekend": ("materiaal", pl.lit("ZZZ")),
    "postcode_ongeldig": ("postcode", pl.lit("AA%")),
    "geboortedatum_onmogelijk": ("geboortedatum", pl.lit("01-01-1850")),
}
LEDEN: dict[str, tuple[str, pl.Expr]] = {
    "lege_sleutel": ("klantnummer", pl.lit("")),
    "postcode_ongeldig": ("postcode", pl.lit("AA%")),
    "geboortedatum_onmogelijk": ("geboortedatum", pl.lit("01-01-1850")),
    "abonnement_onbekend": ("abonnement", pl.lit("XQ7")),
}
EXEMPLAREN: dict[str, tuple[str, pl.Expr]] = {
    "lege_sleutel": ("exemplaarnummer", pl.lit("")),
    "materiaal_onbekend": ("materiaal", pl.lit("ZZZ")),
    "vestiging_onbekend": ("vestiging", pl.lit("9999")),
}
ACTIVITEITEN: dict[str, tuple[str, pl.Expr]] = {
    "kernfunctie_onbekend": ("kernfunctie", pl.lit("7")),
    "deelnemers_negatief": ("aantal_deelnemers", "-" + pl.col("aantal_deelnemers")),
}


def soil(
    rng: np.random.Generator, tekst: pl.DataFrame, soorten: Mapping[str, tuple[str, pl.Expr]], aandeel: float
) -> tuple[pl.DataFrame, pl.Series]:
    """Make about `aandeel` of the rows wrong, of every kind at least one. Returns the text and per row its kind ('' is
    right), in the same order; a kind only falls on rows that have something in its column."""
    n = tekst.height
    per_soort = max(1, round(n * aandeel / (len(soorten) + 1)))
    merk = np.full(n, "", dtype=object)
    for code, (kolom, _) in soorten.items():
        vrij = np.flatnonzero((merk == "") & (tekst[kolom] != "").to_numpy())
        merk[rng.choice(vrij, per_soort, replace=False)] = code
    merken = pl.Series("merk", merk.tolist(), dtype=pl.String)
    vuil = tekst.with_columns(merken)
    for code, (kolom, fout) in soorten.items():
        vuil = vuil.with_columns(pl.when(pl.col("merk") == code).then(fout).otherwise(pl.col(kolom)).alias(kolom))
    return vuil.drop("merk"), merken


def double(
    rng: np.random.Generator, tekst: pl.DataFrame, merken: pl.Series, aandeel: float
) -> tuple[pl.DataFrame, int]:
    """Repeat about `aandeel` of the right rows, at least one, each straight after itself; the second value is how many."""
    goed = np.flatnonzero((merken == "").to_numpy())
    aantal = max(1, round(tekst.height * aandeel))
    keer = np.ones(tekst.height, dtype=int)
    keer[rng.choice(goed, aantal, replace=False)] = 2
    return tekst[np.repeat(np.arange(tekst.height), keer)], aantal
