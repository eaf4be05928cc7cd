"""What the figures would be by another counting rule: a variant of an indicator, counted over the facts of a build.

Not here: which variants there are (definitions/indicatoren), and holding them against figures of others
(`reconciliation.py`). The facts are those dbt made, read in the build's own file; a variant is one more column in a scan.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from definitions import (
    Definities,
    Indicator,
    Maat,
    Omgeving,
    Telvariant,
    VerkeerdeAanroep,
    load_definities,
    maten,
    telvarianten_van,
)

from .bouw import Bouw, latest_build
from .catalogus import bron_van
from .engine import connect, execute

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LAND = "NL01"


@dataclass(frozen=True)
class Uitkomst:
    """An indicator of one gebied and period as it is counted, and by each variant: `anders` in the order asked."""

    gebied: str
    oud: float
    anders: tuple[float, ...]


def watals(
    omgeving: Omgeving,
    code: str,
    *,
    variant: str | None = None,
    telregel: str | None = None,
    periode: str | None = None,
) -> list[dict[str, Any]]:
    """What an indicator would be on the whole network if it were counted otherwise: per organisatie, and the country last.

    Either a `variant` of the definition by name, or a `telregel`: a filter in SQL over the indicator's fact, instead of its own. Of the newest
    whole year, or of `periode`. Each is `{indicator, variant, gebied, periode, oud, nieuw, verschil, procent}`. Raises
    `VerkeerdeAanroep` where there is no build, variant or period, for a ratio, and for a filter that does not fit.
    """
    indicator = _countable(load_definities(), code)
    regel = _variant(indicator, variant, telregel)
    with open_build(omgeving) as con:
        jaar = periode or newest_year(con, indicator.code)
        uitkomsten = count_variants(con, indicator, [regel], jaar)
    return [
        {
            "indicator": indicator.code, "variant": regel.naam, "gebied": u.gebied, "periode": jaar, "oud": u.oud,
            "nieuw": u.anders[0], "verschil": u.anders[0] - u.oud,
            "procent": (u.anders[0] - u.oud) / u.oud * 100 if u.oud else None,
        }
        for u in uitkomsten
    ]  # fmt: skip


def _countable(definities: Definities, code: str) -> Indicator:
    indicator = definities.indicatoren.get(code.upper())
    if indicator is None:
        raise VerkeerdeAanroep(f"De indicator {code} bestaat niet.")
    if indicator.bron_ontbreekt:
        raise VerkeerdeAanroep(f"De indicator {indicator.code} heeft nog geen cijfer. {indicator.bron_ontbreekt}")
    if indicator.soort == "verhouding":
        delen = [
            d.indicator for d in (indicator.teller, indicator.noemer) if d and d.indicator in definities.indicatoren
        ]
        raise VerkeerdeAanroep(
            f"{indicator.code} is een verhouding; vraag het van wat zij deelt: {' en '.join(dict.fromkeys(delen))}."
        )
    return indicator


def _variant(indicator: Indicator, naam: str | None, telregel: str | None) -> Telvariant:
    if (naam is None) == (telregel is None):
        raise VerkeerdeAanroep("Geef één van beide: een variant uit de definitie of een filter.")
    if telregel is not None:
        return Telvariant(naam="eigen filter", omschrijving=telregel, filter=telregel)
    gevonden = next((v for v in telvarianten_van(indicator) if v.naam == naam), None)
    if gevonden is None:
        keuze = ", ".join(v.naam for v in telvarianten_van(indicator))
        hulp = f"kies uit {keuze}" if keuze else "geef met --filter zelf een telregel"
        raise VerkeerdeAanroep(f"{indicator.code} heeft geen variant {naam}; {hulp}.")
    return gevonden


# -- the machine -----------------------------------------------------------------------------------------------------


@contextmanager
def open_build(omgeving: Omgeving) -> Iterator[DuckDBPyConnection]:
    """The newest build, read only: its facts are what a variant is counted over."""
    bouw: Bouw | None = latest_build(omgeving)
    if bouw is None:
        raise VerkeerdeAanroep("Er is nog geen bouw om over te tellen; maak er een met: daadkracht bouw.")
    with connect(
        bouw.database, geheugen_mb=bouw.geheugen_mb, threads=bouw.threads, tijdelijk=bouw.tijdelijk, read_only=True
    ) as con:
        yield con


def newest_year(con: DuckDBPyConnection, code: str) -> str:
    """The newest year that is over of which somebody delivered what the indicator needs; else the newest there is."""
    rij = execute(
        con,
        "select arg_max(d.periode, (p.afgesloten, d.periode)) from presentatie.dekking_indicator as d"
        " join presentatie.periode as p on p.periodesoort = d.periodesoort and p.periode = d.periode"
        " where d.indicator = ? and d.periodesoort = 'jaar' and d.aanwezig",
        [code],
    ).fetchone()
    if rij is None or rij[0] is None:
        raise VerkeerdeAanroep(f"Voor {code} is nog niets geleverd om over te tellen.")
    return str(rij[0])


def count_variants(
    con: DuckDBPyConnection, indicator: Indicator, regels: Sequence[Telvariant], periode: str
) -> list[Uitkomst]:
    """The indicator as it is and by each of `regels`, of every organisatie counted in `periode` and of the country, last.

    Raises `VerkeerdeAanroep` where nobody is counted in that period, where its persons are gone and only the archived figure is
    left, and for SQL that does not fit the fact.
    """
    import duckdb

    maat = next(m for m in maten(load_definities()) if m.maat == indicator.code)
    soort = _period_kind(con, indicator.code, periode)
    manieren = [
        (maat.uitdrukking, maat.filter),
        *((r.uitdrukking or maat.uitdrukking, r.filter or maat.filter) for r in regels),
    ]
    try:
        rijen = execute(con, _sql(maat, manieren), [bron_van(maat), soort, periode, indicator.code]).fetchall()
    except duckdb.Error:  # its message may quote a value
        kolommen = ", ".join(load_definities().feiten[maat.feit].kolommen)
        raise VerkeerdeAanroep(
            f"De telregel past niet op de gegevens achter {indicator.code}; die hebben de kolommen {kolommen}."
        ) from None
    breedte = len(manieren)
    per = [Uitkomst(rij[1], rij[2], tuple(rij[3 : 2 + breedte])) for rij in rijen]
    oud, *anders = (sum(rij[2 + breedte + i] for rij in rijen if rij[0] == LAND) for i in range(breedte))
    land = Uitkomst(LAND, oud, tuple(anders))
    return [*per, land]


def _period_kind(con: DuckDBPyConnection, code: str, periode: str) -> str:
    rij = execute(
        con,
        "select any_value(periodesoort) from presentatie.dekking_indicator where indicator = ? and periode = ? and aanwezig",
        [code, periode],
    ).fetchone()
    if rij is None or rij[0] is None:
        raise VerkeerdeAanroep(f"Over {periode} is voor {code} niets geleverd om over te tellen.")
    weg = execute(con, "select 1 from archief.bijdrage where indicator = ? and periode = ? limit 1", [code, periode])
    if weg.fetchall():
        raise VerkeerdeAanroep(
            f"Van {code} over {periode} zijn de gegevens van personen vernietigd; alleen het vastgelegde cijfer is er nog."
        )
    return str(rij[0])


# Of the facts in which several organisaties count the same: what the country counts.
_LANDELIJK = {"activiteiten": "telt_landelijk"}


def _sql(maat: Maat, manieren: Sequence[tuple[str, str]]) -> str:
    """One scan of the fact: land, organisatie, each way to count for the organisatie, and each again for the country. A stock is
    that of the peildatum that speaks for the period, as in `dekking`."""
    tijd = load_definities().feiten[maat.feit].tijd
    op = "f.maand between p.begin and p.einde" if tijd == "maand" else "f.peildatum = d.peildatum"
    grenzen = ("true", _LANDELIJK.get(maat.feit, "true"))
    tellingen = [
        f"{telling} filter (where ({filter_}) and {grens})" for grens in grenzen for telling, filter_ in manieren
    ]
    kolommen = ", ".join(f"cast({telling} as double) as t{n}" for n, telling in enumerate(tellingen))
    namen = ", ".join(f"coalesce(t{n}, 0)" for n in range(len(tellingen)))
    return f"""
        with bereik as (
            select d.organisatie, d.peildatum, p.begin, p.einde
            from presentatie.dekking as d
            join presentatie.periode as p on p.periodesoort = d.periodesoort and p.periode = d.periode
            join presentatie.dekking_indicator as i
                on i.indicator = $4 and i.organisatie = d.organisatie and i.periodesoort = d.periodesoort
                and i.periode = d.periode and i.aanwezig
            where d.bron = $1 and d.periodesoort = $2 and d.periode = $3
        ),
        feit as (
            select f.*
            from integratie.feit_{maat.feit} as f
            join bereik as d on d.organisatie = f.organisatie
            join presentatie.periode as p on p.periodesoort = $2 and p.periode = $3
            where {op}
        ),
        geteld as (select organisatie, {kolommen} from feit group by organisatie)
        select coalesce(o.land, '{LAND}') as land, b.organisatie, {namen}
        from bereik as b
        left join geteld as g on g.organisatie = b.organisatie
        left join integratie.dim_organisatie as o on o.organisatie = b.organisatie
        order by 2"""
