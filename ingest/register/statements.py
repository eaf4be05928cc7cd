"""Single statements that several writes of the register have in common.

Not here: transactions (`store.py`) and the tables (`schema.py`).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from ingest.records import GEWEIGERD, INGETROKKEN

from .schema import GEBEURTENIS


def same(
    con: sa.Connection, organisatie: str, dataset: str, bronsysteem: str, gevraagd: str | None, identiteit: str
) -> int | None:
    """The first levering of the same bytes for the same purpose that was not refused or withdrawn."""
    staat = sa.table(
        "levering_staat",
        *map(sa.column, ("nummer", "organisatie", "dataset", "bronsysteem", "gevraagd", "identiteit", "staat")),
    )
    vraag = sa.select(sa.func.min(staat.c.nummer)).where(
        staat.c.organisatie == organisatie, staat.c.dataset == dataset, staat.c.bronsysteem == bronsysteem,
        staat.c.gevraagd.is_not_distinct_from(gevraagd), staat.c.identiteit == identiteit,
        staat.c.staat.not_in([GEWEIGERD, INGETROKKEN]),
    )  # fmt: skip
    nummer: int | None = con.execute(vraag).scalar()
    return nummer


def event(con: sa.Connection, nummer: int, soort: str, tijdstip: datetime, door: str, inhoud: dict[str, Any]) -> int:
    """Append an event to a levering; its number."""
    tekst = json.dumps(inhoud, ensure_ascii=False, default=plain)
    toegevoegd = con.execute(
        sa.insert(GEBEURTENIS).values(levering=nummer, soort=soort, tijdstip=tijdstip, door=door, inhoud=tekst)
    )
    assert toegevoegd.inserted_primary_key is not None
    return int(toegevoegd.inserted_primary_key[0])


def plain(waarde: Any) -> str:
    """A date or moment as JSON writes it."""
    if isinstance(waarde, date | datetime):
        return waarde.isoformat()
    raise TypeError(type(waarde).__name__)
