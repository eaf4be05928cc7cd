"""Made-up loans of one library with their renewals and returns.

Not here: how an export shows them (`exports.py`). The shapes follow kennis/bronsystemen.md 7: skewed over members and
items, a season, hardly a Sunday, half a renewal per loan (mostly online, day and night), two in a hundred never returned.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from .network import MAANDEN, Bibliotheek, Venster

# Loans before the window, so that its first months have returns and renewals too.
_AANLOOP_MAANDEN = 4
_SEIZOEN = np.array([1.09, 0.96, 1.04, 0.97, 0.96, 0.90, 0.98, 0.84, 0.99, 1.13, 1.04, 1.00])
_WEEKDAGEN = np.array([0.75, 0.95, 1.45, 0.95, 1.1, 1.35, 0.12])
_UREN = np.array([3, 6, 8, 6, 5, 8, 11, 10, 7, 3, 2], dtype=float)  # from nine in the morning
_VERLENGINGEN = np.array([0.725, 0.14, 0.07, 0.036, 0.017, 0.008, 0.004])
_NIET_TERUG = 0.02
_ANONIEM, _AFGESCHERMD = 0.06, 0.012
_MINUUT = np.timedelta64(1, "m")
_DAG = 24 * 60


def _days(rng: np.random.Generator, bib: Bibliotheek, venster: Venster) -> np.ndarray:
    """The day of every loan, as a day number from the first day of the window (negative before it)."""
    eerste, laatste = (venster.maand(-_AANLOOP_MAANDEN) - venster.begin).days, (venster.einde - venster.begin).days
    dagen = np.datetime64(venster.begin, "D") + np.arange(eerste, laatste)
    maand = dagen.astype("datetime64[M]").astype(int) % 12
    weekdag = (dagen.astype(int) + 3) % 7  # 1970-01-01 was a Thursday
    tweede_jaar = dagen >= np.datetime64(venster.maand(MAANDEN // 2), "D")
    kans = _SEIZOEN[maand] * _WEEKDAGEN[weekdag] * np.where(tweede_jaar, bib.groei, 1.0)
    eerste_jaar = kans[(dagen >= np.datetime64(venster.begin, "D")) & ~tweede_jaar].sum()
    aantal = int(bib.uitleningen * kans.sum() / eerste_jaar)
    return rng.choice(np.arange(eerste, laatste), aantal, p=kans / kans.sum())


def _opening_minutes(rng: np.random.Generator, aantal: int) -> np.ndarray:
    return (9 + rng.choice(len(_UREN), aantal, p=_UREN / _UREN.sum())) * 60 + rng.integers(0, 60, aantal)


def _moments(minuten: np.ndarray) -> np.ndarray:
    return minuten.astype("datetime64[us]")


def _numbers(kolom: pl.Series, venster: Venster, leeg: int) -> np.ndarray:
    """Dates as day numbers from the first day of the window."""
    return (kolom - venster.begin).dt.total_days().fill_null(leeg).to_numpy()


def _pick(
    rng: np.random.Generator, gewicht: np.ndarray, van: np.ndarray, tot: np.ndarray, dagen: np.ndarray
) -> np.ndarray:
    """An index per day, by weight, of those there on that day; who is not is replaced by one who always is."""
    keus = rng.choice(len(gewicht), len(dagen), p=gewicht / gewicht.sum())
    altijd = gewicht * ((van <= dagen.min()) & (tot > dagen.max()))
    vervanger = rng.choice(len(gewicht), len(dagen), p=altijd / altijd.sum())
    return np.where((van[keus] <= dagen) & (tot[keus] > dagen), keus, vervanger)


def draw_loans(
    rng: np.random.Generator, bib: Bibliotheek, venster: Venster, leden: pl.DataFrame, exemplaren: pl.DataFrame
) -> pl.DataFrame:
    """One row per loan in order of time: `uitlening`, `lid` and `exemplaar` (their `nr`), `moment`, `verlengd` (times
    meant to be renewed), `inname` (null: never), `locatie` (index), `kanaal` (Wise bron), `anoniem` ('', '0', '-')."""
    dagen = np.sort(_days(rng, bib, venster))
    n = len(dagen)
    lid = _pick(
        rng, leden["gewicht"].to_numpy(), _numbers(leden["inschrijfdatum"], venster, 0),
        _numbers(leden["vertrek"], venster, 10_000), dagen,
    )  # fmt: skip
    exemplaar = _draw_items(rng, venster, exemplaren, dagen, (leden["lidsoort"] == "JEUGD").to_numpy()[lid])
    verlengd = rng.choice(len(_VERLENGINGEN), n, p=_VERLENGINGEN)
    terug = dagen + 21 * verlengd + rng.integers(1, 27, n)
    thuis = leden["locatie"].to_numpy()[lid]
    elders = rng.integers(0, len(bib.plekken), n)
    begin = np.datetime64(venster.begin, "m")
    loans = pl.DataFrame(
        {
            "lid": lid,
            "exemplaar": exemplaar,
            "moment": _moments(begin + (dagen * _DAG + _opening_minutes(rng, n)) * _MINUUT),
            "seconde": rng.integers(0, 60, n),
            "verlengd": verlengd,
            "inname": _moments(begin + (terug * _DAG + _opening_minutes(rng, n)) * _MINUUT),
            "locatie": np.where(rng.random(n) < 0.85, thuis, elders),
            "kanaal": np.where(rng.random(n) < 0.73, "S", "B"),
            "anoniem": rng.choice(np.array(["0", "-", ""]), n, p=[_ANONIEM, _AFGESCHERMD, 1 - _ANONIEM - _AFGESCHERMD]),
            "terug": rng.random(n) >= _NIET_TERUG,
        }
    )
    return (
        loans.with_columns(pl.when("terug").then("inname").alias("inname"))
        .sort("moment", maintain_order=True)
        .with_row_index("uitlening", 1)
        .drop("terug")
    )


def _draw_items(
    rng: np.random.Generator, venster: Venster, exemplaren: pl.DataFrame, dagen: np.ndarray, jeugd: np.ndarray
) -> np.ndarray:
    """Youth members mostly borrow youth items, the others mostly adult ones."""
    gewicht, is_jeugd = exemplaren["gewicht"].to_numpy(), exemplaren["jeugd"].to_numpy()
    van = _numbers(exemplaren["aanschafdatum"], venster, 0)
    tot = _numbers(exemplaren["afgevoerd"], venster, 10_000)
    uit_jeugd = _pick(rng, gewicht * is_jeugd, van, tot, dagen)
    uit_volwassen = _pick(rng, gewicht * ~is_jeugd, van, tot, dagen)
    return np.where(jeugd == (rng.random(len(dagen)) < 0.9), uit_jeugd, uit_volwassen)


def draw_renewals(rng: np.random.Generator, loans: pl.DataFrame) -> pl.DataFrame:
    """One row per renewal, between the loan and its return: `uitlening`, `moment`, `kanaal`."""
    nummer = np.repeat(np.arange(loans.height), loans["verlengd"].to_numpy())
    n = len(nummer)
    keer = np.arange(n) - np.searchsorted(nummer, nummer) + 1
    online = rng.random(n) < 0.8
    minuut = np.where(online, rng.integers(0, _DAG, n), _opening_minutes(rng, n))
    dag = loans["moment"].dt.truncate("1d").to_numpy().astype("datetime64[m]")[nummer]
    return pl.DataFrame(
        {
            "uitlening": loans["uitlening"].to_numpy()[nummer],
            "moment": _moments(dag + ((21 * keer - rng.integers(0, 3, n)) * _DAG + minuut) * _MINUUT),
            "kanaal": np.where(online, "I", np.where(rng.random(n) < 0.5, "B", "S")),
        }
    )
