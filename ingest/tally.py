"""What became of every delivered row, per location and period: it counts, or the reason why it does not.

Not here: what is kept of it (`cells.py`), what is wrong with a total (`completeness.py`) and how it is held against the
library's own (`compare.py`). It holds numbers only, no value of a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from definitions import ONBEKEND, Codelijst, Dataset, Definities

from .cells import (
    ACCOUNT,
    ACTIVITEIT,
    BEZIT,
    DEELNEMERS,
    GEANNULEERD,
    GEPLAND,
    MATERIAAL,
    STATUS,
    TELT,
    TER_PLAATSE,
    UITVAL,
    VERLOPEN,
    Cel,
    Ritme,
)

_KOLOMMEN: dict[str, pl.DataType] = {
    "locatie": pl.String(), "periode": pl.String(), "soort": pl.String(), "reden": pl.String(), "aantal": pl.Int64(),
}  # fmt: skip
_SLEUTEL = ("locatie", "periode", "soort", "reden")


class Telstaat:
    """Adds up one levering, block by block; `cellen` and `ritme` give the result.

    Of datasets without a location or an event per row (lists, jaarcijfers) it stays empty.
    """

    def __init__(self, definities: Definities, dataset: Dataset, vorm: str, peildatum: date | None) -> None:
        self._lijsten, self._dataset, self._vorm = definities.codelijsten, dataset, vorm
        self._periode = str(peildatum) if peildatum else None
        self._delen: list[pl.DataFrame] = []
        self._dagen: list[pl.DataFrame] = []

    @property
    def telt(self) -> bool:
        """Whether this dataset is tallied."""
        return self._dataset in _REDENEN

    # -- what comes in -----------------------------------------------------------------------------------------------

    def set_aside(self, rijen: pl.DataFrame, reden: str | pl.Expr) -> None:
        """Count delivered rows (typed, `validate.py`) that do not go to brons."""
        if not self.telt or rijen.is_empty():
            return
        uit = rijen.select(
            pl.col("locatie").cast(pl.String), self._period().alias("periode"), self._kind().alias("soort"),
            (pl.lit(reden) if isinstance(reden, str) else reden).alias("reden"), pl.lit(1, dtype=pl.Int64).alias("aantal"),
            *([pl.col("verlengingen").cast(pl.Int64)] if self._vorm == "lening" else []),
        )  # fmt: skip
        self._add(uit)
        if self._vorm == "lening":
            verlengd = uit.filter(pl.col("verlengingen") > 0)
            self._add(verlengd.with_columns(soort=pl.lit("VERLENGING"), aantal=pl.col("verlengingen")))

    def unread(self, aantal: int, code: str) -> None:
        """Count rows of which not even the columns could be told apart."""
        if self.telt and aantal:
            rij = {
                "locatie": [None],
                "periode": [self._periode],
                "soort": [None],
                "reden": [UITVAL + code],
                "aantal": [aantal],
            }
            self._add(pl.DataFrame(rij, schema=_KOLOMMEN))

    def stored(self, tabel: str, frame: pl.DataFrame) -> None:
        """Count accepted rows, as the brons table named after the dataset holds them."""
        if tabel != self._dataset or not self.telt:
            return
        periode = pl.col("maand").dt.strftime("%Y-%m") if "maand" in frame.columns else pl.lit(self._periode)
        uit = frame.select(
            pl.col("locatie").cast(pl.String), periode.alias("periode"), _SOORTEN[self._dataset].cast(pl.String).alias("soort"),
            _REDENEN[self._dataset](self._lijsten).alias("reden"),
            (pl.col("aantal").cast(pl.Int64) if "aantal" in frame.columns else pl.lit(1, dtype=pl.Int64)).alias("aantal"),
            *([pl.col("deelnemers").cast(pl.Int64)] if "deelnemers" in frame.columns else []),
        )  # fmt: skip
        self._add(uit)
        if "deelnemers" in uit.columns:
            self._add(uit.with_columns(soort=pl.lit(DEELNEMERS), aantal=pl.col("deelnemers").fill_null(0)))

    def days(self, goed: pl.DataFrame) -> None:
        """Count a block of accepted rows per location and day."""
        if not self.telt:
            return
        moment = _MOMENT.get(self._dataset)
        telt = pl.col("soort") == "UITLENING" if self._dataset == "uitleningen" else pl.lit(True)
        dag = pl.col(moment).dt.date() if moment else pl.lit(None, dtype=pl.Date)
        # Lazy, so that of the rows only the columns needed are filtered.
        rijen = goed.lazy().filter(telt).select("locatie", dag.alias("dag"))
        self._dagen.append(rijen.group_by("locatie", "dag").len("rijen").collect())

    # -- what comes out ----------------------------------------------------------------------------------------------

    @property
    def cellen(self) -> list[Cel]:
        """Every cell that is not 0, in a fixed order."""
        if not self._delen:
            return []
        samen = pl.concat(self._delen).group_by(_SLEUTEL).agg(pl.col("aantal").sum()).filter(pl.col("aantal") != 0)
        return [Cel(*rij) for rij in samen.sort(_SLEUTEL).iter_rows()]

    @property
    def dagen(self) -> pl.DataFrame:
        """Accepted rows per locatie and dag (null for a stock): columns locatie, dag, rijen."""
        leeg = pl.DataFrame(schema={"locatie": pl.String, "dag": pl.Date, "rijen": pl.UInt32})
        if not self._dagen:
            return leeg
        samen = pl.concat(self._dagen).group_by("locatie", "dag").agg(pl.col("rijen").sum())
        return samen.with_columns(pl.col("locatie").cast(pl.String).fill_null(ONBEKEND)).sort("locatie", "dag")

    @property
    def ritme(self) -> list[Ritme]:
        """Rows and busiest day of every location in every month (or on the peildatum)."""
        if self.dagen.is_empty():
            return []
        periode = pl.lit(self._periode) if self._periode else pl.col("dag").dt.strftime("%Y-%m")
        per = self.dagen.group_by("locatie", periode.alias("periode")).agg(
            pl.col("rijen").sum(), drukste=pl.col("rijen").max()
        )
        return [Ritme(*rij) for rij in per.sort("locatie", "periode").iter_rows()]

    def as_json(self) -> dict[str, Any]:
        """What the register keeps: cells and rhythm as short lists."""
        return {
            "cellen": [[c.locatie, c.periode, c.soort, c.reden, c.aantal] for c in self.cellen],
            "ritme": [[r.locatie, r.periode, r.rijen, r.drukste_dag] for r in self.ritme],
        }

    # -- one block -----------------------------------------------------------------------------------------------------

    def _add(self, frame: pl.DataFrame) -> None:
        tekst = [pl.col(k).fill_null(ONBEKEND) for k in _SLEUTEL]
        klein = frame.with_columns(tekst).group_by(_SLEUTEL).agg(pl.col("aantal").sum())
        self._delen.append(klein.select(pl.col(naam).cast(soort) for naam, soort in _KOLOMMEN.items()))

    def _period(self) -> pl.Expr:
        moment = _MOMENT.get(self._dataset)
        return pl.col(moment).dt.strftime("%Y-%m") if moment else pl.lit(self._periode)

    def _kind(self) -> pl.Expr:
        if self._dataset != "uitleningen":
            return _SOORTEN[self._dataset].cast(pl.String)
        soort = pl.col("soort").cast(pl.String)
        ter_plaatse = (pl.col("ter_plaatse").cast(pl.String) == "J") & (soort == "UITLENING")
        return pl.when(ter_plaatse).then(pl.lit("TER_PLAATSE")).otherwise(soort)


# -- why an accepted row does not count ----------------------------------------------------------------------------------


def _in(kolom: str, codes: Iterable[str]) -> pl.Expr:
    return pl.col(kolom).cast(pl.String).is_in(list(codes))


def _first(redenen: Iterable[tuple[str, pl.Expr]]) -> pl.Expr:
    """The first reason that holds, else `telt`."""
    return pl.coalesce(*(pl.when(waar).then(pl.lit(reden)) for reden, waar in redenen), pl.lit(TELT))


def _loans(lijsten: Mapping[str, Codelijst]) -> pl.Expr:
    return _first(
        (
            (TER_PLAATSE, pl.col("soort").cast(pl.String) == "TER_PLAATSE"),
            (ACCOUNT, ~_in("lidsoort", lijsten["lidsoort"].met("telt_uitlening"))),
            (MATERIAAL, ~_in("materiaalsoort", lijsten["materiaalsoort"].met("telt"))),
        )
    )


def _members(lijsten: Mapping[str, Codelijst]) -> pl.Expr:
    leden = lijsten["lidsoort"].met("rubriek", "LED-01")
    return _first(((VERLOPEN, ~pl.col("geldig")), (ACCOUNT, ~_in("lidsoort", leden))))


def _items(lijsten: Mapping[str, Codelijst]) -> pl.Expr:
    return _first(
        (
            (STATUS, ~_in("status", lijsten["exemplaarstatus"].met("telt"))),
            (BEZIT, ~_in("eigendom", lijsten["eigendom"].met("in_eigendom"))),
            (MATERIAAL, ~_in("materiaalsoort", lijsten["materiaalsoort"].met("telt"))),
        )
    )


def _meetings(_: Mapping[str, Codelijst]) -> pl.Expr:
    return _first(((GEANNULEERD, _in("status", ["GEANNULEERD"])), (GEPLAND, ~_in("status", ["DOORGEGAAN"]))))


_REDENEN: dict[str, Callable[[Mapping[str, Codelijst]], pl.Expr]] = {
    "uitleningen": _loans, "leden": _members, "collectie": _items, "activiteiten": _meetings,
}  # fmt: skip
_SOORTEN: dict[str, pl.Expr] = {
    "uitleningen": pl.col("soort"), "leden": pl.col("lidsoort"), "collectie": pl.col("materiaalsoort"),
    "activiteiten": pl.lit(ACTIVITEIT),
}  # fmt: skip
# The column that says when, of flows.
_MOMENT = {"uitleningen": "datumtijd", "activiteiten": "start"}
