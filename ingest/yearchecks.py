"""Jaarcijfers held against themselves: do parts make their total, is no item more than it can be, does nothing count twice.

Not here: rules on one row (`validate.py`), and last year's figures. What belongs together stands in the code list of items.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from definitions import Contract, Definities, Leveringsregel

from .receipt import Melding, melding
from .refusal import Weigering

_PLEK = ("locatie", "gemeente")
# Amounts are written in at most two decimals; below half a cent a difference is one of binary fractions.
_AFRONDING = 0.005

# Per year and item the sum of what was delivered.
Sommen = dict[tuple[int, str], float]


class Jaartoets:
    """Collects the accepted rows of one levering of jaarcijfers and judges them as a whole; of other datasets nothing."""

    def __init__(self, contract: Contract, definities: Definities) -> None:
        self._definities = definities
        self._regels = [r for r in contract.leveringsregels if r.soort in _TOETSEN]
        self._items = definities.codelijsten["jaarcijferitem"].codes
        self._delen: list[pl.DataFrame] = []

    def add(self, goed: pl.DataFrame) -> None:
        """Keep what the checks need of one block of accepted rows."""
        if self._regels:
            plek = pl.any_horizontal(pl.col(k).is_not_null() for k in _PLEK)
            self._delen.append(goed.select("jaar", pl.col("item").cast(pl.String), "waarde", plek.alias("plek")))

    def findings(self) -> list[Melding]:
        """A warning for each thing that does not fit. Raises `Weigering` where an item would count double."""
        if not self._delen:
            return []
        rijen = pl.concat(self._delen)
        per_plek = rijen.group_by("jaar", "item", maintain_order=True).agg(pl.col("waarde").sum(), "plek")
        sommen: Sommen = {(jaar, item): som for jaar, item, som, _ in per_plek.iter_rows()}
        plekken = {(jaar, item): set(plek) for jaar, item, _, plek in per_plek.iter_rows()}
        return [m for regel in self._regels for m in _TOETSEN[regel.soort](self, regel, sommen, plekken)]

    def _name(self, item: str) -> str:
        return self._items[item]["naam"]

    def _melding(self, regel: Leveringsregel, jaar: int, **gegevens: Any) -> Melding:
        return melding(self._definities.bevindingen[regel.code], kolom="item", jaar=jaar, **gegevens)

    def _parts(self, regel: Leveringsregel, sommen: Sommen, _: object) -> Iterator[Melding]:
        """Totals whose parts, per way of dividing them, add up to something else. No part known: nothing to hold."""
        for (jaar, totaal), waarde in sommen.items():
            delen: dict[str, list[str]] = {}
            for item, rij in self._items.items():
                if rij["deel_van"] == totaal and (jaar, item) in sommen:
                    delen.setdefault(rij["verdeling"], []).append(item)
            marge = float(self._items[totaal]["marge"] or 0) + _AFRONDING
            for namen in delen.values():
                if abs(sum(sommen[jaar, item] for item in namen) - waarde) > marge:
                    yield self._melding(
                        regel, jaar, item=self._name(totaal), delen=", ".join(self._name(item) for item in namen)
                    )

    def _more(self, regel: Leveringsregel, sommen: Sommen, _: object) -> Iterator[Melding]:
        for (jaar, item), waarde in sommen.items():
            ander = self._items[item]["hoogstens"]
            if ander and (jaar, ander) in sommen and waarde > sommen[jaar, ander]:
                yield self._melding(regel, jaar, item=self._name(item), ander=self._name(ander))

    def _double(self, regel: Leveringsregel, _: object, plekken: dict[tuple[int, str], set[bool]]) -> Iterator[Melding]:
        for (jaar, item), soorten in plekken.items():
            if len(soorten) > 1:
                raise Weigering(regel.code, jaar=jaar, item=self._name(item))
        yield from ()

    def _place(self, regel: Leveringsregel, _: object, plekken: dict[tuple[int, str], set[bool]]) -> Iterator[Melding]:
        for (jaar, item), soorten in plekken.items():
            if self._items[item]["niveau"] == "LOCATIE" and soorten == {False}:
                yield self._melding(regel, jaar, item=self._name(item))


_TOETSEN = {
    "delen": Jaartoets._parts,
    "meer": Jaartoets._more,
    "niveaus": Jaartoets._double,
    "plaats": Jaartoets._place,
}
