"""Whether a levering as a whole is believable: the shares of the contract's leveringsregels, held against their bounds.

Not here: history and peers; that is the quality gate's. These findings only warn.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from statistics import median

import polars as pl

from definitions import ONBEKEND, Contract, Definities, Leveringsregel

from .minimise import LEEFTIJD
from .receipt import Melding, Rijen, melding

_VOLWASSEN = 18


class Plausibiliteit:
    """Counts, block by block, what the leveringsregels of one contract measure."""

    def __init__(self, contract: Contract, definities: Definities, vorm: str) -> None:
        self._definities, self._vorm = definities, vorm
        self._regels = contract.leveringsregels
        self._tellers = [0.0] * len(self._regels)
        self._noemers = [0.0] * len(self._regels)
        self._geleend = self._nog_eens = 0
        self._per_dag: Counter[date] = Counter()

    def add(self, goed: pl.DataFrame) -> None:
        """Count one block of accepted rows."""
        self._lent_again(goed)
        for regel in self._regels:
            if regel.soort == "piekdag":
                self._per_dag.update(dict(goed[regel.kolom or ""].drop_nulls().value_counts().iter_rows()))
        gemeten = [(i, m) for i, r in enumerate(self._regels) if (m := self._measure(r)) is not None]
        if not gemeten:
            return
        sommen = goed.select(
            expr.cast(pl.Float64).sum().alias(f"{naam}{i}")
            for i, paar in gemeten
            for naam, expr in zip("tn", paar, strict=True)
        ).row(0, named=True)
        for i, _ in gemeten:
            self._tellers[i] += sommen[f"t{i}"] or 0
            self._noemers[i] += sommen[f"n{i}"] or 0

    def findings(self, rijen: Rijen) -> list[Melding]:
        """A warning for every share outside its bounds, with the share in it."""
        uit = []
        for i, regel in enumerate(self._regels):
            teller, noemer = self._tellers[i], self._noemers[i]
            if regel.soort == "dubbel":
                teller, noemer = rijen.dubbel, rijen.gelezen
            elif regel.soort == "tweede_lening":
                teller, noemer = self._nog_eens, self._geleend
            if noemer == 0 or rijen.gelezen < regel.vanaf_rijen:
                continue
            aandeel = teller / noemer
            if _outside(aandeel, regel):
                bevinding = self._definities.bevindingen[regel.code]
                uit.append(melding(bevinding, kolom=regel.kolom, aantal=int(teller), aandeel=_show(aandeel, regel),
                                   grens=_bounds(regel), dagen=regel.dagen))  # fmt: skip
        return uit

    def peaks(self) -> list[Melding]:
        """A warning where one day has many times the rows of an ordinary day: records that were moved carry the day of the move."""
        uit = []
        for regel in self._regels:
            if regel.soort != "piekdag" or not self._per_dag:
                continue
            (dag, aantal), gewoon = self._per_dag.most_common(1)[0], median(self._per_dag.values())
            if aantal >= regel.vanaf_rijen and aantal > (regel.maximum or 0) * gewoon:
                bevinding = self._definities.bevindingen[regel.code]
                uit.append(
                    melding(bevinding, kolom=regel.kolom, aantal=aantal, dag=f"{dag:%d-%m-%Y}", gewoon=_number(gewoon))
                )
        return uit

    def _lent_again(self, goed: pl.DataFrame) -> None:
        """Loans of an item that the same member had lent that day before, as far as both stand in one block: a log is in order
        of time, and a block holds many days."""
        if self._vorm != "gebeurtenis" or not any(r.soort == "tweede_lening" for r in self._regels):
            return
        geleend = (pl.col("soort") == "UITLENING") & pl.col("lid").is_not_null()
        leningen = goed.lazy().filter(geleend).select("lid", "exemplaar", pl.col("datumtijd").dt.date()).collect()
        hashes = leningen.hash_rows(1)
        self._geleend += len(hashes)
        self._nog_eens += len(hashes) - hashes.n_unique()

    def _measure(self, regel: Leveringsregel) -> tuple[pl.Expr, pl.Expr] | None:
        """Numerator and denominator of a rule, as expressions over accepted rows."""
        alle = pl.col("rij").is_not_null()
        match regel.soort:
            case "onbekend":
                return pl.col(regel.kolom or "") == ONBEKEND, alle
            case "leeg":
                return pl.col(regel.kolom or "").is_null(), alle
            case "jeugd_volwassen":
                return self._age_and_kind()
            case "verlengratio":
                return self._renewals()
            case "lange_lening" if self._vorm == "lening":
                duur = (pl.col("inname_datumtijd") - pl.col("datumtijd")).dt.total_days()
                return duur > (regel.dagen or 0), duur.is_not_null()
        return None

    def _age_and_kind(self) -> tuple[pl.Expr, pl.Expr]:
        leeftijd = pl.col(LEEFTIJD)
        jeugd, volwassen = pl.col("lidsoort") == "JEUGD", pl.col("lidsoort") == "VOLW"
        anders = (jeugd & (leeftijd >= _VOLWASSEN)) | (volwassen & (leeftijd < _VOLWASSEN))
        return anders, leeftijd.is_not_null() & (jeugd | volwassen)

    def _renewals(self) -> tuple[pl.Expr, pl.Expr]:
        """A row may be a renewal, or tell on the loan how often it was renewed."""
        regels, uitgeleend = pl.col("soort") == "VERLENGING", pl.col("soort") == "UITLENING"
        if self._vorm == "lening":
            return pl.col("verlengingen").fill_null(0) + regels.cast(pl.Int32), uitgeleend
        return regels, uitgeleend


def _outside(aandeel: float, regel: Leveringsregel) -> bool:
    onder = regel.minimum is not None and aandeel < regel.minimum
    return onder or (regel.maximum is not None and aandeel > regel.maximum)


def _show(aandeel: float, regel: Leveringsregel) -> str:
    return _number(aandeel) if regel.soort == "verlengratio" else _number(100 * aandeel) + " %"


def _bounds(regel: Leveringsregel) -> str:
    if regel.soort == "verlengratio":
        return " tot ".join(_number(g) for g in (regel.minimum, regel.maximum) if g is not None)
    return _number(100 * (regel.maximum or 0)) + " %"


def _number(waarde: float) -> str:
    return f"{waarde:.2f}".rstrip("0").rstrip(".").replace(".", ",")
