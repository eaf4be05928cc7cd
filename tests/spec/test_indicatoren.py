"""How every indicator counts: small tables of brons in, figures out, through the real dbt build.

One build answers all cases. Not here: the cases (`gevallen.py`) and how brons comes about (`tests/unit/ingest`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from definitions import Omgeving, Telvariant, VerkeerdeAanroep, load_definities, telvarianten_van
from ingest import Aanvulling, Voorbehoud, Zelfde
from publishing import Bouw, finish_build, prepare_build, run_dbt
from publishing.variants import count_variants
from tests.spec.alle_gevallen import GEVALLEN
from tests.spec.gevallen import Geval
from tests.spec.gevallen_dekking import EEN_JAAR, TWEE_JAREN
from tests.unit.publishing.bronsmaker import Bronsmaker, lees_tabel

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MET_GRENS = "BEZ-01"


@pytest.fixture(scope="module")
def bouw(maak_omgeving: Callable[..., Omgeving]) -> Bouw:
    """One build of all cases together."""
    import duckdb

    omgeving = maak_omgeving("spec", vast_nu=datetime(2026, 6, 1, 12, 0))
    maker = Bronsmaker(omgeving)
    maker.lever(
        "netwerk", "",
        organisaties=[{"organisatie": g.organisatie, "naam": g.naam, **g.lijst} for g in GEVALLEN if g.gemeenten or g.werkgebied],
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
    # Every case is an organisatie that delivered one thing: of the country most is missing, and only MET_GRENS says so.
    with duckdb.connect(str(gemaakt.database)) as con:
        con.execute("update definities.indicator set dekking_landelijk = 0 where indicator <> ?", [MET_GRENS])
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
    # What the network itself delivers is of the country.
    niveau = "organisatie" if "organisatie" in load_definities().indicatoren[code].niveaus else "land"
    gepubliceerd = verbinding.execute(
        "select gebied, periode, waarde from presentatie.indicatorwaarde where indicator = ? and niveau = ?"
        " and periodesoort = 'jaar' and uitsplitsing = 'totaal' and status <> 'niet_geleverd' order by all",
        [code, niveau],
    ).fetchall()
    kaal = {("NL01" if o == "NETWERK" else o, p): w for o, p, w in _plain_sum(verbinding, code)}
    assert {(o, p): w for o, p, w in gepubliceerd if w} == {
        sleutel: pytest.approx(w)
        for sleutel, w in kaal.items()
        if w and sleutel in {(o, p) for o, p, _ in gepubliceerd}
    }
    assert any(w for _, _, w in gepubliceerd), "no case has anything to count"


def test_what_no_one_delivered_is_not_said_of_months_nobody_has(verbinding: DuckDBPyConnection) -> None:
    rijen = verbinding.execute(
        "select count(*) from presentatie.indicatorwaarde where indicator = 'LED-01' and periodesoort = 'maand'"
        " and niveau = 'organisatie' and periode not in ('2023-12', '2024-06', '2024-09', '2024-12', '2025-06', '2025-07', '2025-09', '2025-12')"
    ).fetchone()
    assert rijen == (0,)


def test_the_country_counts_each_gemeente_of_counted_organisaties_once(verbinding: DuckDBPyConnection) -> None:
    rij = verbinding.execute(
        "select noemer, teller, dekking, status, markeringen from presentatie.indicatorwaarde"
        " where indicator = 'LED-08' and gebied = 'NL01' and periode = '2025-12-31'"
    ).fetchone()
    assert rij is not None
    assert rij[:2] == (_inwoners(verbinding, "{GM0037+GM0047+GM0090+GM0093+GM0109+GM0150+GM0153}"), 17)
    bestaan = [
        g
        for g in GEVALLEN
        if g.organisatie != "NETWERK" and g.lijst.get("geldig_tot", "9") >= "2025-12-31" and g.gemeenten != ("GM9001",)
    ]
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


def test_below_its_coverage_the_country_has_no_figure_and_says_so(verbinding: DuckDBPyConnection) -> None:
    land = verbinding.execute(
        "select teller, noemer, waarde, dekking > 0 and dekking < 0.8, status, markeringen"
        " from presentatie.indicatorwaarde where indicator = ? and gebied = 'NL01' and periode = '2025' group by all",
        [MET_GRENS],
    ).fetchall()
    assert land == [(None, None, None, True, "ontbreekt", ["dekking_te_laag"])]
    eigen = verbinding.execute(
        "select count(*) from presentatie.indicatorwaarde where indicator = ? and niveau = 'organisatie' and waarde > 0",
        [MET_GRENS],
    ).fetchone()
    assert eigen is not None
    assert eigen[0] > 0


_VERANDERING = "periode_toen, teller, teller_toen, waarde, waarde_toen, verandering, geteld, verwacht, reden"


def _change(con: DuckDBPyConnection, code: str, gebied: str, periode: str, soort: str = "jaar") -> tuple[Any, ...]:
    rijen = con.execute(
        f"select {_VERANDERING} from presentatie.verandering where indicator = ? and gebied = ? and periode = ?"
        " and periodesoort = ?", [code, gebied, periode, soort],
    ).fetchall()  # fmt: skip
    assert len(rijen) == 1
    return rijen[0]


def test_a_change_is_counted_on_the_months_of_both_years(verbinding: DuckDBPyConnection) -> None:
    """2024 has a january that 2023 lacks, and 2023 an april that 2024 lacks: neither is growth or decline."""
    assert _change(verbinding, "UIT-01", TWEE_JAREN, "2024") == ("2023", 100, 80, 100, 80, pytest.approx(25), 2, 12, "")
    kwartaal = _change(verbinding, "UIT-01", TWEE_JAREN, "2024-Q1", "kwartaal")
    assert kwartaal == ("2023-Q1", 100, 80, 100, 80, pytest.approx(25), 2, 3, "")
    maand = _change(verbinding, "UIT-01", TWEE_JAREN, "2024-02", "maand")
    assert maand == ("2023-02", 40, 30, 40, 30, pytest.approx(100 / 3), 1, 1, "")
    assert _change(verbinding, "UIT-01", TWEE_JAREN, "2024-01", "maand")[-1] == "geen_vorig"
    assert _change(verbinding, "LED-01", TWEE_JAREN, "2024")[:6] == ("2023", 5, 4, 5, 4, pytest.approx(25))


def test_persons_of_a_year_are_not_compared_over_other_months(verbinding: DuckDBPyConnection) -> None:
    """Distinct persons do not add up from months: with a january more there may be more of them."""
    assert _change(verbinding, "LEN-00", TWEE_JAREN, "2024")[5:] == (None, 0, 12, "geen_overlap")
    assert _change(verbinding, "LEN-00", TWEE_JAREN, "2024-02", "maand")[5:] == (0, 1, 1, "")


def test_the_country_changes_by_who_was_there_in_both_years(verbinding: DuckDBPyConnection) -> None:
    """Against a plain statement over brons: no macro, no model of coverage."""
    geleverd = """
        with maand as (
            select organisatie, cast(periode || '-01' as date) as maand from stand.dekking
            where dataset = 'uitleningen' and length(periode) = 7
        )
        select sum(f.aantal) from integratie.feit_uitleningen as f
        where f.soort = 'UITLENING' and f.materiaal_telt and f.lidsoort_telt and year(f.maand) = ?
            and (f.organisatie, f.maand) in (select (organisatie, maand) from maand)
            and (f.organisatie, f.maand + to_months(?)) in (select (organisatie, maand) from maand)"""
    nu, toen = (verbinding.execute(geleverd, wie).fetchone() for wie in ([2024, -12], [2023, 12]))
    assert nu is not None
    assert toen is not None
    assert _change(verbinding, "UIT-01", "NL01", "2024")[1:3] == (nu[0], toen[0])
    assert nu[0] < 7000, "the organisatie that was not there last year is no growth"
    niet = verbinding.execute("select 1 from presentatie.verandering where gebied = ? and reden = ''", [EEN_JAAR])
    assert niet.fetchall() == []


def test_where_nothing_is_missing_a_change_is_between_the_published_figures(verbinding: DuckDBPyConnection) -> None:
    rijen = verbinding.execute("""
        select v.indicator, v.teller, w.teller, v.noemer, w.noemer, v.waarde, w.waarde
        from presentatie.verandering as v
        join presentatie.indicatorwaarde as w using (indicator, niveau, gebied, periodesoort, periode)
        join presentatie.indicatorwaarde as t
            on t.indicator = v.indicator and t.niveau = v.niveau and t.gebied = v.gebied
            and t.periodesoort = v.periodesoort and t.periode = v.periode_toen and t.uitsplitsing = 'totaal'
        where w.uitsplitsing = 'totaal' and v.reden = '' and v.niveau = 'organisatie'
            and v.dekking = 1 and w.dekking = 1 and t.dekking = 1""").fetchall()
    assert rijen
    for code, *paren in rijen:
        assert paren[::2] == pytest.approx(paren[1::2]), code


def test_the_digital_library_is_never_added_to_what_libraries_lend_have_and_count(
    verbinding: DuckDBPyConnection,
) -> None:
    """Thousands of digital loans were delivered; the national figures of libraries are the sum of theirs, and nothing else."""
    for code in ("UIT-01", "COL-01", "LED-01"):
        land, samen = (
            dict(
                verbinding.execute(
                    "select periode, sum(waarde) from presentatie.indicatorwaarde where indicator = ? and niveau = ? and"
                    " uitsplitsing = 'totaal' and periodesoort = 'jaar' and waarde is not null group by all", [code, niveau],
                ).fetchall()
            )
            for niveau in ("land", "organisatie")
        )  # fmt: skip
        assert land == samen
        assert land["2025"] < 5000
    van_het_netwerk = {i.code for i in load_definities().indicatoren.values() if i.feit == "digitaal"}
    assert van_het_netwerk == {"DIG-01", "DIG-02", "DIG-03"}
    rijen = verbinding.execute("select distinct indicator from presentatie.bijdrage as b join definities.onderdeel as o"
        " on o.maat = b.maat where b.organisatie = 'NETWERK'").fetchall()  # fmt: skip
    assert {code for (code,) in rijen} == van_het_netwerk


# -- counted otherwise ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", TELLINGEN)
def test_a_variant_starts_from_the_published_figure(verbinding: DuckDBPyConnection, code: str) -> None:
    """What `watals` calls old is what was published, of every organisatie and the country, in every year."""
    indicator = load_definities().indicatoren[code]
    gepubliceerd: dict[str, dict[str, float]] = {}
    for gebied, periode, waarde in verbinding.execute(
        "select gebied, periode, waarde from presentatie.indicatorwaarde where indicator = ? and uitsplitsing = 'totaal'"
        " and periodesoort = 'jaar' and niveau in ('organisatie', 'land') and gebied <> 'CN01' and waarde is not null",
        [code],
    ).fetchall():
        gepubliceerd.setdefault(periode, {})[gebied] = waarde
    assert gepubliceerd
    for periode, waarden in gepubliceerd.items():
        uitkomsten = {
            u.gebied: u.oud for u in count_variants(verbinding, indicator, telvarianten_van(indicator), periode)
        }
        for gebied, waarde in waarden.items():
            assert uitkomsten[gebied] == pytest.approx(waarde), (gebied, periode)


@pytest.mark.parametrize(
    ("code", "variant", "organisatie", "oud", "nieuw"),
    [
        ("UIT-01", "met_verlengingen", "NL-0901000", 125, 133),
        ("UIT-01", "zonder_personeel", "NL-0901000", 125, 122),
        ("UIT-01", "met_ibl_en_administratie", "NL-0901000", 125, 131),
        ("UIT-01", "alle_materialen", "NL-0901000", 125, 132),
        ("UIT-01", "met_gebruik_ter_plaatse", "NL-0901000", 125, 134),
        ("LED-01", "met_proef_en_gast", "NL-0903000", 6, 7),
        ("LED-01", "met_klas_en_instelling", "NL-0903000", 6, 7),
        ("LED-01", "met_personeel", "NL-0903000", 6, 7),
        ("LED-01", "met_administratie_en_ibl", "NL-0903000", 6, 8),
        ("LED-01", "alleen_wie_leende", "NL-0903000", 6, 2),
        ("COL-01", "met_schoolboeken_van_anderen", "NL-0904000", 5, 6),
        ("COL-01", "alle_materialen", "NL-0904000", 5, 6),
        ("COL-01", "alle_statussen", "NL-0904000", 5, 7),
        ("ACT-01", "met_gepland", "NL-0905000", 3, 4),
        ("ACT-01", "met_geannuleerd", "NL-0905000", 3, 4),
    ],
)
def test_a_variant_counts_what_its_name_says(
    verbinding: DuckDBPyConnection, code: str, variant: str, organisatie: str, oud: float, nieuw: float
) -> None:
    indicator = load_definities().indicatoren[code]
    regel = next(v for v in telvarianten_van(indicator) if v.naam == variant)
    uitkomst = {u.gebied: u for u in count_variants(verbinding, indicator, [regel], "2025")}[organisatie]
    assert (uitkomst.oud, *uitkomst.anders) == (oud, nieuw)


def test_a_rule_that_does_not_fit_is_said_without_the_words_of_the_engine(verbinding: DuckDBPyConnection) -> None:
    indicator = load_definities().indicatoren["LED-01"]
    with pytest.raises(VerkeerdeAanroep, match=r"De telregel past niet.*lidsoort") as fout:
        count_variants(
            verbinding, indicator, [Telvariant(naam="x", omschrijving="", filter="postcode = '1011AB'")], "2025"
        )
    assert "1011AB" not in str(fout.value)
