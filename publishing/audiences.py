"""Writes a build's figures into the files of a publicatie, each holding what its readers may see and no more.

Not here: the folder, its manifest and the pointer (`publicatie.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .bouw import Bouw
from .engine import connect, execute, quote

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Uitsplitsingen by what a person is: until disclosure control they stay with the library and the operator.
PERSOONLIJK = ("leeftijdsgroep", "leeftijdsband", "leeftijd", "lidsoort")
NETWERK_NIVEAUS = ("organisatie", "provincie", "land")

KOLOMMEN = (
    "indicator", "definitieversie", "niveau", "gebied", "periodesoort", "periode", "uitsplitsing", "klasse", "teller",
    "noemer", "waarde", "eenheid", "dekking", "status", "markeringen", "gebiedsbegrip",
)  # fmt: skip


@dataclass(frozen=True)
class _Publiek:
    """An audience: the name of its file, which figures, indicators and uitsplitsingen it may see (SQL over their tables),
    and whose leveringen."""

    bestand: str
    cijfers: str = "true"
    indicatoren: str = "true"
    uitsplitsingen: str = "true"
    organisatie: str | None = None

    @property
    def onderzoek(self) -> str:
        """Which outcomes of research: all, or of a library its own beside those of the country."""
        return "true" if self.organisatie is None else f"gebied in ('NL01', {quote(self.organisatie)})"


def write_audiences(bouw: Bouw, map_: Path, id_: str, gemaakt_op: datetime) -> None:
    """Write `indicatorwaarde.parquet`, `beheer.duckdb`, `netwerk.duckdb` and `eigen/<isil>.duckdb` into `map_`."""
    (map_ / "eigen").mkdir()
    with connect(None, geheugen_mb=bouw.geheugen_mb, threads=bouw.threads, tijdelijk=bouw.tijdelijk) as con:
        con.execute(f"attach {quote(bouw.database)} as bouw (read_only)")
        con.execute(f"create temp table cijfer as {_SORTED}")
        execute(con, _PUBLICATIE, [id_, gemaakt_op])
        doel = quote(map_ / "indicatorwaarde.parquet")
        con.execute(f"copy (from cijfer) to {doel} (format parquet, compression zstd)")
        for publiek in _audiences(con):
            _write(con, publiek, map_)


_PUBLICATIE = """
create temp table publicatie as
select ? as id, cast(? as timestamp) as gemaakt_op, definities_versie, code_versie, stand
from bouw.stand.bouw
"""
# One sort for all files: what a page filters on. The files below keep this order.
_SORTED = f"""
select {", ".join(KOLOMMEN)}
from bouw.presentatie.indicatorwaarde
order by indicator, gebied, uitsplitsing, klasse, periodesoort, periode, niveau
"""


def _audiences(con: DuckDBPyConnection) -> Iterator[_Publiek]:
    yield _Publiek("beheer.duckdb")
    niveaus = ", ".join(map(quote, NETWERK_NIVEAUS))
    persoonlijk = ", ".join(map(quote, PERSOONLIJK))
    yield _Publiek(
        "netwerk.duckdb",
        f"niveau in ({niveaus})",
        # Control totals are for a library to hold against its own system.
        "not controletotaal",
        f"not list_has_any(string_split(uitsplitsing, '*'), [{persoonlijk}])",
    )
    organisaties = con.sql(
        "select organisatie from bouw.integratie.dim_organisatie where op_lijst order by 1"
    ).fetchall()
    for (organisatie,) in organisaties:
        isil = quote(organisatie)
        eigen = f"""
            (niveau = 'organisatie' and gebied = {isil})
            or (niveau = 'locatie' and gebied in (
                select gebied from bouw.presentatie.gebied where niveau = 'locatie' and organisatie = {isil}
            ))"""
        yield _Publiek(f"eigen/{organisatie.replace('/', '_')}.duckdb", eigen, organisatie=organisatie)


def _write(con: DuckDBPyConnection, publiek: _Publiek, map_: Path) -> None:
    klein = "(block_size 16384)" if publiek.organisatie else ""  # a file per library: small ones
    con.execute(f"attach {quote(map_ / publiek.bestand)} as doel {klein}")
    con.execute("begin")
    con.execute(f"""
        create table doel.indicatorwaarde as
        select * from cijfer
        where ({publiek.cijfers}) and ({publiek.uitsplitsingen})
            and indicator in (select indicator from bouw.definities.indicator where {publiek.indicatoren})""")
    for naam, sql in _TABELLEN.items():
        con.execute(f"create table doel.{naam} as {sql.format(publiek=publiek)}")
    eigen = "" if publiek.organisatie is None else f"where organisatie = {quote(publiek.organisatie)}"
    con.execute(f"create table doel.levering as {_LEVERING} {eigen} order by organisatie, dataset, periode")
    con.execute("commit")
    con.execute("detach doel")


# `totaal` is the same figures in a second order, for pages that show all indicators of one gebied.
_TABELLEN = {
    "totaal": """
        select * from doel.indicatorwaarde
        where uitsplitsing = 'totaal'
        order by gebied, periodesoort, periode, indicator""",
    "indicator": """
        select i.indicator as code, i.naam, i.definitie, i.eenheid, i.soort, i.decimalen, i.begrip, i.begrip_definitie,
            i.definitieversie, i.gebiedsbegrip, i.wsob, i.dataset, i.trendbreuken, i.bronnen
        from bouw.definities.indicator as i
        where {publiek.indicatoren}
        order by i.indicator""",
    "klasse": """
        select k.indicator, k.uitsplitsing, k.klasse, k.naam, k.volgorde
        from bouw.definities.klasse as k
        where {publiek.uitsplitsingen} and k.indicator in (select code from doel.indicator)
        order by k.indicator, k.uitsplitsing, k.volgorde""",
    "gebied": """
        select g.niveau, g.gebied, g.naam, g.organisatie, g.provincie, g.inwoners
        from bouw.presentatie.gebied as g
        where (g.niveau, g.gebied) in (select distinct (niveau, gebied) from doel.indicatorwaarde)
        order by g.niveau, g.gebied""",
    "gebied_organisatie": """
        select distinct g.niveau, g.gebied, g.organisatie
        from bouw.presentatie.gebied_organisatie as g
        where (g.niveau, g.gebied) in (select distinct (niveau, gebied) from doel.indicatorwaarde)
        order by g.niveau, g.gebied, g.organisatie""",
    "verandering": """
        select v.*
        from bouw.presentatie.verandering as v
        where ({publiek.cijfers}) and v.indicator in (select code from doel.indicator)
        order by gebied, indicator, periodesoort, periode""",
    "historie": """
        select h.*
        from bouw.presentatie.historie as h
        where ({publiek.cijfers}) and h.indicator in (select code from doel.indicator)
        order by indicator, gebied, periode""",
    "onderzoek": """
        from bouw.presentatie.onderzoek
        where {publiek.onderzoek}
        order by opgave, instrument, vraag, gebied, jaar""",
    "codelijst": "select lijst, code, naam, volgorde from bouw.definities.codelijst order by lijst, volgorde",
    "publicatie": "from publicatie",
}
_LEVERING = """
select distinct organisatie, dataset, periode, levering, ontvangen_op, cast(bestanden as json) as bestanden, aanvullingen
from bouw.stand.dekking
"""
