"""The tables of the register and the view that says in which state each levering is.

Not here: what is written and read (`store.py`).
"""

from __future__ import annotations

import sqlalchemy as sa

from ingest.records import BEVESTIGD, OPNIEUW, TOESTANDEN

META = sa.MetaData()

LEVERING = sa.Table(
    "levering", META,
    sa.Column("nummer", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("organisatie", sa.String, nullable=False), sa.Column("dataset", sa.String, nullable=False),
    sa.Column("bronsysteem", sa.String, nullable=False), sa.Column("periode", sa.String),
    sa.Column("gevraagd", sa.String), sa.Column("afzender", sa.String, nullable=False),
    sa.Column("identiteit", sa.String, nullable=False), sa.Column("ontvangen_op", sa.DateTime, nullable=False),
    sa.Column("herkenning", sa.Text, nullable=False), sa.Column("via", sa.String, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip
BESTAND = sa.Table(
    "bestand", META,
    sa.Column("levering", sa.Integer, sa.ForeignKey("levering.nummer"), primary_key=True),
    sa.Column("volgnummer", sa.Integer, primary_key=True), sa.Column("naam", sa.String, nullable=False),
    sa.Column("sha256", sa.String, nullable=False), sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("tabel", sa.String, nullable=False), sa.Column("rol", sa.String, nullable=False),
    sa.Column("kluis", sa.String, nullable=False), sa.Column("deel", sa.String, nullable=False),
)  # fmt: skip
GEBEURTENIS = sa.Table(
    "gebeurtenis", META,
    sa.Column("nummer", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("levering", sa.Integer, sa.ForeignKey("levering.nummer"), nullable=False),
    sa.Column("soort", sa.String, nullable=False), sa.Column("tijdstip", sa.DateTime, nullable=False),
    sa.Column("door", sa.String, nullable=False), sa.Column("inhoud", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip
# `verwerking` is the event that made these count: a levering that is processed again leaves what it gave before.
DEKKING = sa.Table(
    "dekking", META,
    sa.Column("levering", sa.Integer, sa.ForeignKey("levering.nummer"), primary_key=True),
    sa.Column("verwerking", sa.Integer, sa.ForeignKey("gebeurtenis.nummer"), primary_key=True),
    sa.Column("periode", sa.String, primary_key=True), sa.Column("deel", sa.String, nullable=False),
    sa.Column("rijen", sa.BigInteger, nullable=False), sa.Column("te_bevestigen", sa.Boolean, nullable=False),
)  # fmt: skip
BRONS = sa.Table(
    "brons_bestand", META,
    sa.Column("pad", sa.String, primary_key=True),
    sa.Column("levering", sa.Integer, sa.ForeignKey("levering.nummer"), nullable=False),
    sa.Column("verwerking", sa.Integer, sa.ForeignKey("gebeurtenis.nummer"), nullable=False),
    sa.Column("tabel", sa.String, nullable=False), sa.Column("periode", sa.String, nullable=False),
    sa.Column("sha256", sa.String, nullable=False), sa.Column("rijen", sa.BigInteger, nullable=False),
)  # fmt: skip
# Brons files that are no more: replaced by one without a person or with other pseudonyms, or shredded after their term.
WEG = sa.Table(
    "brons_weg", META,
    sa.Column("pad", sa.String, sa.ForeignKey("brons_bestand.pad"), primary_key=True),
    sa.Column("gebeurtenis", sa.Integer, sa.ForeignKey("gebeurtenis.nummer"), nullable=False),
)  # fmt: skip
AFSPRAAK = sa.Table(
    "afspraak", META,
    sa.Column("nummer", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("soort", sa.String, nullable=False), sa.Column("organisatie", sa.String, nullable=False),
    sa.Column("sleutel", sa.String, nullable=False), sa.Column("inhoud", sa.Text),
    sa.Column("door", sa.String, nullable=False), sa.Column("tijdstip", sa.DateTime, nullable=False),
    sqlite_autoincrement=True,
)  # fmt: skip

# The state of a levering is its latest event that is a state; a confirmation and a request to process it again are events
# beside it.
STAAT_VIEW = f"""
create view levering_staat as
select l.*, g.soort as staat, g.inhoud as uitkomst, g.tijdstip as sinds,
  exists (select 1 from gebeurtenis b where b.levering = l.nummer and b.soort = '{BEVESTIGD}') as bevestigd,
  exists (select 1 from gebeurtenis o where o.levering = l.nummer and o.soort = '{OPNIEUW}' and o.nummer > g.nummer) as opnieuw,
  (select max(d.verwerking) from dekking d where d.levering = l.nummer) as verwerking,
  (select count(distinct d.verwerking) from dekking d where d.levering = l.nummer) as verwerkingen
from levering l
join gebeurtenis g on g.nummer = (
  select max(h.nummer) from gebeurtenis h
  where h.levering = l.nummer and h.soort in ({", ".join(f"'{t}'" for t in TOESTANDEN)})
)
"""
