"""What a merger means for a levering: up to its date the old organisatie's figures stay, after it the successor delivers.

Not here: the list of organisaties itself (`network.py`), and series that run on over a merger (dbt).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from definitions import Definities

from . import period
from .network import Organisatie
from .receipt import Melding, melding
from .refusal import Weigering


def succession(
    definities: Definities, lijst: Sequence[Organisatie], organisatie: str, perioden: Sequence[str]
) -> list[Melding]:
    """One sentence that names the successor where the organisatie has one; `perioden` are what the levering covers.

    Raises `Weigering` where a period begins after the merger. Without a date on the list nothing is refused.
    """
    op_lijst = {o.isil: o for o in lijst}
    eigen = op_lijst.get(organisatie)
    if eigen is None or not eigen.opgevolgd_door or not eigen.geldig_tot:
        return []
    laatste = date.fromisoformat(eigen.geldig_tot)
    opvolger = op_lijst.get(eigen.opgevolgd_door)
    wie: dict[str, Any] = {
        "organisatie": eigen.naam,
        "opvolger": f"{opvolger.naam} ({opvolger.isil})" if opvolger else eigen.opgevolgd_door,
        "dag": f"{laatste:%d-%m-%Y}",
    }
    erna = [p for p in perioden if p and period.parse(p).van > laatste]
    if erna:
        raise Weigering("na_fusie", periode=period.span(erna), **wie)
    return [melding(definities.bevindingen["organisatie_opgevolgd"], **wie)]
