"""How every indicator counts: small tables of brons in, figures out, through the real dbt build.

One build answers all cases. Not here: the cases (`gevallen.py`) and how brons comes about (`tests/unit/ingest`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from definitions import Omgeving, load_definities
from ingest import Aanvulling, Voorbehoud, Zelfde
from publishing import Bouw, finish_build, prepare_build
from publishing.bouw import run_dbt
from tests.spec.alle_gevallen import GEVALLEN
from tests.spec.gevallen import Geval
from tests.unit.publishing.bronsmaker import Bronsmaker, lees_tabel

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@pytest.fixture(scope="module")
def bouw(maak_omgeving: Callable[..., Omgeving]) -> Bouw:
    """One build of all cases together."""
    omgeving = maak_omgeving("spec", vast_nu=datetime(2026, 6, 1, 12, 0))
    maker = Bronsmaker(omgeving)
    maker.lever(
        "netwerk", "",
        organisaties=[{"organisatie": g.organisatie, "naam": g.naam, **g.lijst} for g in GEVALLEN],
        werkgebied=[
            {"organisatie": g.organisatie, **rij}
            for g in GEVALLEN
            for rij in (lees_tabel(g.werkgebied) if g.werkgebied else [{"gemeente": gm} for gm in g.gemeenten])
        ],
    )  # fmt: skip
    for geval in GEVALLEN:
        for periode, tabellen in geval.geleverd.items():
            stromen = {k: v for k, v in tabellen.items() if k in ("uitleningen", "leners", "exemplaargebruik")}
            if stromen:
                maker.lever(geval.organisatie, periode, **stromen)
            for tabel, tekst in tabellen.items():
                if tabel not in stromen:
                    maker.lever(geval.organisatie, periode, **{tabel: tekst})
    voorbehouden = [
        Voorbehoud(g.organisatie, r["dataset"], r["periode"], r["reden"], r["voorlopig"] == "J", r["soort"])
        for g in GEVALLEN if g.voorbehouden for r in lees_tabel(g.voorbehouden)
    ]  # fmt: skip
    zelfde = [
        Zelfde(g.organisatie, r["maand"], r["bronsysteem"], r["activiteit"], int(r["groep"]), int(r["rang"]))
        for g in GEVALLEN if g.zelfde for r in lees_tabel(g.zelfde)
    ]  # fmt: skip
    aanvullingen = [
        Aanvulling(g.organisatie, r["maand"], r["bronsysteem"], r["activiteit"], r["status"] or None,
                   int(r["deelnemers"]) if r["deelnemers"] else None, r["telling"] or None, r["thema"] or None,
                   r["locatie"] or None, r["plaats"] or None)
        for g in GEVALLEN if g.aanvullingen for r in lees_tabel(g.aanvullingen)
    ]  # fmt: skip
    gemaakt = prepare_build(omgeving, maker.bestanden, maker.dekking, voorbehouden, zelfde, aanvullingen)
    run_dbt(gemaakt)
    finish_build(omgeving, gemaakt)
    return gemaakt


@pytest.fixture(scope="module")
def verbinding(bouw: Bouw) -> Iterator[DuckDBPyConnection]:
    import duckdb

    with duckdb.connect(str(bouw.database), read_only=True) as con:
        yield con


_LEEFTIJD = {"": "inwoners", "jeugd": "inwoners_0_17", "volw": "inwoners::int - inwoners_0_17::int"}


def _inwoners(con: DuckDBPyConnection, tekst: str) -> float:
    """`{GM1+GM2}` is their inhabitants; `{8/GM1}`, `{100*2/jeugd:GM1}` and `{GM1/2}` divide by them, of an age, or them."""
    boven, streep, onder = tekst.strip("{}").partition("/")
    if streep:
        return _product(con, boven) / _product(con, onder)
    return _product(con, boven)


def _product(con: DuckDBPyConnection, tekst: str) -> float:
    if "GM" not in tekst:
        return math.prod(float(deel) for deel in tekst.split("*"))
    leeftijd, _, gemeenten = tekst.rpartition(":")
    rij = con.execute(
        f"select sum(({_LEEFTIJD[leeftijd]})::int) from definities.inwoners where list_contains(?, gemeente) and jaar = "
        "(select max(jaar) from definities.inwoners)", [gemeenten.split("+")],
    ).fetchone()  # fmt: skip
    assert rij is not None
    return float(rij[0])


def _gevonden(con: DuckDBPyConnection, rij: dict[str, str], geval: Geval) -> dict[str, Any]:
    sleutel = {
        "indicator": rij["indicator"],
        "niveau": rij.get("niveau") or "organisatie",
        "gebied": rij.get("gebied") or geval.organisatie,
        "periode": rij["periode"],
        "uitsplitsing": rij.get("uitsplitsing", "totaal"),
        "klasse": rij.get("klasse", "totaal"),
    }
    antwoord = con.execute(
        f"select * from presentatie.indicatorwaarde where {' and '.join(f'{k} = ?' for k in sleutel)}",
        [*sleutel.values()],
    )
    kolommen = [k[0] for k in antwoord.description]
    rijen = antwoord.fetchall()
    assert len(rijen) == 1, f"{len(rijen)} cijfers voor {sleutel}"
    return dict(zip(kolommen, rijen[0], strict=True))


@pytest.mark.parametrize("geval", GEVALLEN, ids=lambda g: g.naam)
def test_counts_as_the_table_says(verbinding: DuckDBPyConnection, geval: Geval) -> None:
    for rij in lees_tabel(geval.verwacht):
        cijfer = _gevonden(verbinding, rij, geval)
        for kolom in ("waarde", "teller", "noemer", "dekking"):
            if kolom in rij:
                tekst = rij[kolom]
                verwacht = None if not tekst else _inwoners(verbinding, tekst) if tekst[0] == "{" else float(tekst)
                assert cijfer[kolom] == (verwacht if verwacht is None else pytest.approx(verwacht, rel=1e-6)), rij
        if "status" in rij:
            assert cijfer["status"] == rij["status"], rij
        if "markeringen" in rij:
            assert ", ".join(cijfer["markeringen"]) == rij["markeringen"], rij


def test_what_has_no_source_has_no_figure_at_all(verbinding: DuckDBPyConnection) -> None:
    zonder = [code for code, i in load_definities().indicatoren.items() if i.bron_ontbreekt]
    assert zonder
    rij = verbinding.execute(
        "select count(*) from presentatie.indicatorwaarde where list_contains(?, indicator)", [zonder]
    ).fetchone()
    assert rij == (0,)


def _plain_sum(con: DuckDBPyConnection, code: str) -> list[tuple[str, str, float]]:
    """(organisatie, period, value) of an indicator by one plain statement over its fact: no macro, no grouping set."""
    definities = load_definities()
    i = definities.indicatoren[code]
    if definities.feiten[i.feit or ""].tijd == "maand":
        return con.execute(
            f"select organisatie, strftime(maand, '%Y'), cast({i.uitdrukking} as double)"
            f" from integratie.feit_{i.feit} where {i.filter} group by all order by all"
        ).fetchall()
    return con.execute(
        f"select organisatie, strftime(peildatum, '%Y'), cast({i.uitdrukking} as double) from integratie.feit_{i.feit}"
        f" where ({i.filter or 'true'}) and (organisatie, peildatum) in (select organisatie, max(peildatum)"
        f" from integratie.feit_{i.feit} group by organisatie, year(peildatum)) group by all order by all"
    ).fetchall()


TELLINGEN = sorted(
    code
    for code, i in load_definities().indicatoren.items()
    if i.soort in ("optelbaar", "stand") and not i.bron_ontbreekt
)


@pytest.mark.parametrize("code", TELLINGEN)
def test_it_counts_what_one_plain_statement_counts(verbinding: DuckDBPyConnection, code: str) -> None:
    """Of every organisatie and year that has a figure; where there is none, nothing was delivered to count it from."""
    gepubliceerd = verbinding.execute(
        "select gebied, periode, waarde from presentatie.indicatorwaarde where indicator = ? and niveau = 'organisatie'"
        " and periodesoort = 'jaar' and uitsplitsing = 'totaal' and status <> 'niet_geleverd' order by all",
        [code],
    ).fetchall()
    kaal = {(o, p): w for o, p, w in _plain_sum(verbinding, code)}
    assert {(o, p): w for o, p, w in gepubliceerd if w} == {
        sleutel: pytest.approx(w)
        for sleutel, w in kaal.items()
        if w and sleutel in {(o, p) for o, p, _ in gepubliceerd}
    }
    assert any(w for _, _, w in gepubliceerd), "no case has anything to count"


def test_what_no_one_delivered_is_not_said_of_months_nobody_has(verbinding: DuckDBPyConnection) -> None:
    rijen = verbinding.execute(
        "select count(*) from presentatie.indicatorwaarde where indicator = 'LED-01' and periodesoort = 'maand'"
        " and niveau = 'organisatie' and periode not in ('2024-06', '2024-09', '2025-06', '2025-07', '2025-09', '2025-12')"
    ).fetchone()
    assert rijen == (0,)


def test_the_country_counts_each_gemeente_of_counted_organisaties_once(verbinding: DuckDBPyConnection) -> None:
    rij = verbinding.execute(
        "select noemer, teller, dekking, status, markeringen from presentatie.indicatorwaarde"
        " where indicator = 'LED-08' and gebied = 'NL01' and periode = '2025-12-31'"
    ).fetchone()
    assert rij is not None
    assert rij[:2] == (_inwoners(verbinding, "{GM0037+GM0047+GM0090+GM0093+GM0109+GM0150+GM0153}"), 17)
    bestaan = [g for g in GEVALLEN if g.lijst.get("geldig_tot", "9") >= "2025-12-31" and g.gemeenten != ("GM9001",)]
    assert (rij[2], rij[3]) == (pytest.approx(5 / len(bestaan)), "voorlopig")
    assert "inwoners_2023" in rij[4]


def test_persons_of_several_organisaties_are_lidmaatschappen(verbinding: DuckDBPyConnection) -> None:
    rijen = verbinding.execute(
        "select niveau, list_contains(markeringen, 'lidmaatschappen') from presentatie.indicatorwaarde"
        " where indicator = 'LED-01' and periode = '2025-12-31' and uitsplitsing = 'totaal'"
        " and gebied in ('NL01', 'NL-0903000', 'GM0037') order by niveau"
    ).fetchall()
    assert rijen == [("gemeente", False), ("land", True), ("organisatie", False)]


def test_a_derived_age_is_marked(verbinding: DuckDBPyConnection) -> None:
    rijen = verbinding.execute(
        "select indicator, list_contains(markeringen, 'leeftijd_afgeleid') from presentatie.indicatorwaarde"
        " where periode = '2025-12-31' and uitsplitsing = 'totaal' and gebied = 'NL-0903000'"
        " and indicator in ('LED-01', 'LED-02', 'LED-03') order by 1"
    ).fetchall()
    assert rijen == [("LED-01", False), ("LED-02", True), ("LED-03", True)]
