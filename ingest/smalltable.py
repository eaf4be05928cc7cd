"""A small table that somebody gives beside a levering (own totals, pairs of numbers), in any form a levering may have.

Not here: leveringen (`deliver.py`), and what the columns mean to who asked for the table.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from definitions import Omgeving, VerkeerdeAanroep

from .formats import Bezwaar
from .recognise import look_at
from .refusal import Weigering
from .sources import Padbron
from .unpack import package, unpack

if TYPE_CHECKING:
    import polars as pl


def read_small(omgeving: Omgeving, pad: Path, *, meest_mb: int, wat: str) -> pl.DataFrame:
    """The first table in the file as trimmed text, its headers in lower case. Nothing of it is stored.

    Raises `VerkeerdeAanroep` where it is larger than `meest_mb` and so no `wat`, `Weigering` where it cannot be read.
    """
    import polars as pl

    from .read import read_blocks

    bron = Padbron(pad)
    if not bron.leesbaar:
        raise Weigering("bestand_onleesbaar", bestand=bron.naam)
    if bron.bytes > meest_mb * 1024**2:
        raise VerkeerdeAanroep(
            f"{bron.naam} is groter dan {meest_mb} MB en dus geen {wat}; kijk of het het goede bestand is."
        )
    inhoud = next(iter(unpack(package(bron), omgeving)), None)
    if inhoud is None or isinstance(inhoud, Bezwaar):
        raise inhoud.fout if inhoud else Weigering("bestand_leeg", bestand=bron.naam)
    vorm = look_at(inhoud)
    with inhoud.open() as stroom:
        blokken = [b.frame.drop("rij", "regelhash") for b in read_blocks(stroom, vorm, omgeving, bron.naam)]
    leeg = pl.DataFrame(schema=dict.fromkeys(vorm.kop, pl.String))
    return pl.concat([leeg, *blokken]).with_columns(pl.all().str.strip_chars().fill_null(""))
