"""Property: on any facts the macro counts what one plain statement per indicator counts, for the total and for every breakdown.

The statements are written by hand from the definitions' words; they know nothing of maten, grouping sets or bits. Not here: what
facts are made of (`test_indicatoren.py` and dbt's unit tests).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from definitions import load_definities
from tools.warehouse import columns_of, empty_build

# What each column of a fact may hold here: few values, so that rows meet; a column is left empty where None is among them.
_MAAND = (date(2025, 1, 1), date(2025, 2, 1), date(2025, 12, 1))
_DAG = (date(2025, 12, 31), date(2025, 6, 30))
_PLAATS = {
    "organisatie": ("NL-1", "NL-2"),
    "locatie": ("NL-11", "NL-12", "ONBEKEND"),
    "gemeente": ("GM0014", "ONBEKEND"),
}
_JANEE, _WAAR = ("J", "N", "ONBEKEND"), (True, False)
WAARDEN: dict[str, dict[str, tuple[Any, ...]]] = {
    "uitleningen": {
        **_PLAATS, "maand": _MAAND, "soort": ("UITLENING", "VERLENGING", "INNAME", "TER_PLAATSE"),
        "materiaalsoort": ("BOEK", "GAME", "ONBEKEND"), "materiaalgroep": ("BOEKEN", "BLADMUZIEK", "AV", "ONBEKEND"),
        "materiaal_telt": _WAAR, "doelgroep": ("JEUGD", "VOLW", "ONBEKEND"), "genre": ("FICTIE", "NONFICTIE", "ONBEKEND"),
        "kanaal": ("BALIE", "ONLINE"), "eigen": _JANEE, "subsoort": ("V", "DBOS"), "ibl": ("GELEVERD", "ONTVANGEN", None),
        "uitleenverantwoordelijke": ("BIBLIOTHEEK", "SCHOOL", "ONBEKEND"), "lidsoort": ("JEUGD", "VOLW", "ONBEKEND"),
        "lidsoort_telt": _WAAR, "lidsoort_is_lid": _WAAR, "plaatsing": _WAAR, "leeftijdsband": ("18-20", "65+"),
        "leeftijdsgroep": ("18-24", "65+"), "aantal": (1, 3, 10),
    },
    "collectie": {
        **_PLAATS, "peildatum": _DAG, "exemplaar": ("1", "2"), "materiaalsoort": ("BOEK", "GAME", "ONBEKEND"),
        "materiaalgroep": ("BOEKEN", "BLADMUZIEK", "AV"), "materiaal_telt": _WAAR, "doelgroep": ("JEUGD", "VOLW"),
        "genre": ("FICTIE", "NVT"), "status": ("AANWEZIG", "BESTELD"), "status_telt": _WAAR, "eigendom": ("EIGEN", "SCHOOL"),
        "in_eigendom": _WAAR, "standplaats": ("HIER", "ELDERS"), "uitleenbaar": _JANEE, "subsoort": ("V", "DBOS"),
        "aanwinst": _WAAR, "uitgeleend_24m": _WAAR,
    },
    "leden": {
        **_PLAATS, "woonplaats": ("WERKGEBIED", "ELDERS"), "peildatum": _DAG, "lid": (b"a", b"b"),
        "lidsoort": ("JEUGD", "VOLW", "KLAS", "PROEF"), "rubriek": ("LED-01", "LED-05", "IBL"), "leeftijdsband": ("18-20", "65+"),
        "leeftijdsgroep": ("18-24", "65+"), "leeftijd": ("JEUGD", "VOLW", "ONBEKEND"), "leeftijd_afgeleid": _WAAR, "geldig": _WAAR,
        "leende_12m": (True, False, None), "nieuw_in_jaar": (True, False, None), "verlopen_in_jaar": (True, False, None),
    },
    "activiteiten": {
        **_PLAATS, "maand": _MAAND, "activiteit": ("1", "2"), "reeks": ("", None), "kernfunctie": ("1", "3"),
        "activiteitsoort": ("VOORLEZEN",), "doelgroep": ("ALLEN", "VOLW"), "plaatstype": ("BIBLIOTHEEK", "SCHOOL"),
        "vorm": ("FYSIEK", "ONLINE"), "deelnemers": (0, 7, None), "telling": ("GETELD", "AANMELDINGEN", "GESCHAT"),
        "status": ("DOORGEGAAN", "GEPLAND"), "thema": ("WERK", "ONBEKEND"), "bibliotheekfunctie": ("J", "N"),
        "soort_telt": _WAAR, "in_register": _WAAR, "telt_landelijk": _WAAR,
    },
    "locaties": {
        **_PLAATS, "peildatum": _DAG, "soort": ("VES",), "subsoort": ("HV", "V", "SP", "MSP", "HALTE", "DBOS"),
        "fysiek_te_bezoeken": _WAAR, "zichtbaar": _WAAR, "uren_open": (40.0, 7.25, None), "uren_bemand": (15.0, None),
        "multifunctioneel": _JANEE, "partner": ("ZORG", "GEEN"), "uitleenverantwoordelijke": ("SCHOOL",),
        "belasting_toeslagen": ("J",), "ido": ("J",), "zetel": _WAAR, "norm_belasting": ("GEHAALD", "NIET_GEHAALD", None),
    },
    "gemeenten": {**_PLAATS, "peildatum": _DAG, "heeft_vestiging": _WAAR},
    "jaarcijfers": {
        **_PLAATS, "peildatum": _DAG[:1],
        "item": ("BEZOEKEN", "BATEN_TOTAAL", "SUBSIDIE_GEMEENTEN", "INKOMSTEN_GEBRUIKERS", "LASTEN_TOTAAL", "LASTEN_PERSONEEL",
                 "BATEN_BUITEN_FUNCTIE", "IDO_VRAGEN", "MEDEWERKERS", "FTE", "VRIJWILLIGERS", "ANDERS"),
        "rubriek": ("EDU-01", "EDU-02", "FIN-03", "FIN-05", "FIN-08", "IDO-01", ""), "waarde": (1.0, 12.5, 900000.0),
        "herkomst": ("GETELD", "GESCHAT"),
    },
    "leners": {
        **_PLAATS, "provincie": ("PV20", "ONBEKEND"), "maand": _MAAND, "lid": (b"a", b"b", b"c"), "lidsoort": ("JEUGD", "VOLW"),
        "leeftijdsband": ("18-20",), "leeftijdsgroep": ("18-24", "65+"), "telt": _WAAR, "uitleningen": (0, 2),
    },
}  # fmt: skip
_U = "where soort = 'UITLENING' and materiaal_telt and lidsoort_telt"
_C = "where in_eigendom and materiaal_telt and status_telt"
_A = "where status = 'DOORGEGAAN' and soort_telt and bibliotheekfunctie = 'J'"
_L = "where geldig and rubriek = 'LED-01'"
# Indicator -> fact, what is added up, and of which rows.
LOS: dict[str, tuple[str, str, str]] = {
    "UIT-00": ("uitleningen", "sum(aantal)", "where soort = 'UITLENING' or soort = 'TER_PLAATSE'"),
    "VER-00": ("uitleningen", "sum(aantal)", "where soort = 'VERLENGING'"),
    "INN-00": ("uitleningen", "sum(aantal)", "where soort = 'INNAME'"),
    "UIT-01": ("uitleningen", "sum(aantal)", _U),
    "UIT-02": ("uitleningen", "sum(aantal)", f"{_U} and materiaalgroep = 'BOEKEN'"),
    "UIT-03": ("uitleningen", "sum(aantal)", f"{_U} and materiaalgroep = 'BLADMUZIEK'"),
    "UIT-04": ("uitleningen", "sum(aantal)", f"{_U} and materiaalgroep = 'AV'"),
    "UIT-05": ("uitleningen", "sum(aantal)", "where soort = 'VERLENGING' and materiaal_telt and lidsoort_telt"),
    "UIT-10": ("uitleningen", "sum(aantal)", f"{_U} and subsoort = 'DBOS'"),
    "UIT-11": ("uitleningen", "sum(aantal)", "where soort = 'UITLENING' and ibl in ('GELEVERD', 'ONTVANGEN')"),
    "UIT-13": ("uitleningen", "sum(aantal)", "where soort = 'UITLENING' and lidsoort_telt and uitleenverantwoordelijke <> 'SCHOOL'"),
    "UIT-14": ("uitleningen", "sum(aantal)", "where soort = 'VERLENGING' and lidsoort_telt and uitleenverantwoordelijke <> 'SCHOOL'"),
    "COL-10#teller": ("uitleningen", "sum(aantal)", f"{_U} and eigen in ('J', 'ONBEKEND')"),
    "UIT-12#teller": ("uitleningen", "sum(aantal)", f"{_U} and eigen = 'J'"),
    "UIT-12#noemer": ("uitleningen", "sum(aantal)", f"{_U} and eigen <> 'ONBEKEND'"),
    "COL-00": ("collectie", "count(*)", ""),
    "COL-01": ("collectie", "count(*)", _C),
    "COL-02": ("collectie", "count(*)", f"{_C} and materiaalgroep = 'BOEKEN'"),
    "COL-03": ("collectie", "count(*)", f"{_C} and materiaalgroep = 'BLADMUZIEK'"),
    "COL-04": ("collectie", "count(*)", f"{_C} and materiaalgroep = 'AV'"),
    "COL-05": ("collectie", "count(*)", f"{_C} and subsoort = 'DBOS'"),
    "COL-06": ("collectie", "count(*)", "where in_eigendom = false and materiaal_telt and status_telt and not (subsoort = 'V' and eigendom = 'EIGEN')"),
    "COL-07": ("collectie", "count(*)", "where in_eigendom and materiaal_telt and status = 'AANWEZIG' and aanwinst"),
    "COL-10#noemer": ("collectie", "count(*)", f"{_C} and uitleenbaar in ('J', 'ONBEKEND')"),
    "COL-11#teller": ("collectie", "count(*)", f"{_C} and uitleenbaar in ('J', 'ONBEKEND') and uitgeleend_24m = false"),
    "LED-00": ("leden", "count(*)", ""),
    "LED-01": ("leden", "count(*)", _L),
    "LED-02": ("leden", "count(*)", f"{_L} and leeftijd = 'JEUGD'"),
    "LED-03": ("leden", "count(*)", f"{_L} and leeftijd = 'VOLW'"),
    "LED-04": ("leden", "count(*)", f"{_L} and leeftijdsband = '18-20'"),
    "LED-05": ("leden", "count(*)", "where geldig and rubriek = 'LED-05'"),
    "LED-06": ("leden", "count(*)", "where rubriek = 'LED-01' and nieuw_in_jaar"),
    "LED-07": ("leden", "count(*)", "where rubriek = 'LED-01' and geldig = false and verlopen_in_jaar"),
    "LED-12": ("leden", "count(*)", f"{_L} and leende_12m"),
    "LED-13#teller": ("leden", "count(*)", f"{_L} and leende_12m = false"),
    "ACT-00": ("activiteiten", "count(*)", "where status = 'DOORGEGAAN'"),
    "DLN-00": ("activiteiten", "sum(deelnemers)", "where status = 'DOORGEGAAN'"),
    "ACT-01": ("activiteiten", "count(*)", _A),
    "ACT-02": ("activiteiten", "sum(deelnemers)", _A),
    "ACT-03#noemer": ("activiteiten", "count(deelnemers)", _A),
    "ACT-05#teller": ("activiteiten", "count(*)", f"{_A} and telling <> 'GESCHAT'"),
    "ACT-06": ("activiteiten", "count(*)", "where status = 'DOORGEGAAN' and soort_telt and bibliotheekfunctie = 'N'"),
    "ACT-07": ("locaties", "count(norm_belasting)", ""),
    "LOC-01": ("locaties", "count(*)", "where zetel"),
    "LOC-02": ("locaties", "count(*)", "where zichtbaar and fysiek_te_bezoeken"),
    "LOC-03": ("locaties", "count(*)", "where zichtbaar and (subsoort = 'HV' or subsoort = 'V')"),
    "LOC-04": ("locaties", "count(*)", "where zichtbaar and subsoort = 'SP'"),
    "LOC-05": ("locaties", "count(*)", "where zichtbaar and subsoort not in ('HV', 'V', 'SP', 'DBOS')"),
    "LOC-06": ("locaties", "sum(uren_open)", "where zichtbaar and fysiek_te_bezoeken"),
    "LOC-07": ("locaties", "sum(uren_bemand)", "where zichtbaar and fysiek_te_bezoeken"),
    "LOC-08#teller": ("locaties", "count(*)", "where zichtbaar and fysiek_te_bezoeken and multifunctioneel = 'J'"),
    "LOC-08#noemer": ("locaties", "count(*)", "where zichtbaar and fysiek_te_bezoeken and multifunctioneel <> 'ONBEKEND'"),
    "LOC-10": ("gemeenten", "count(*)", "where heeft_vestiging = false"),
    "BEZ-02#teller": ("jaarcijfers", "sum(waarde)", "where item = 'BEZOEKEN' and herkomst = 'GETELD'"),
    **{
        code: ("jaarcijfers", "sum(waarde)", f"where item = '{item}'")
        for code, item in {
            "BEZ-01": "BEZOEKEN", "FIN-01": "BATEN_TOTAAL", "FIN-02": "SUBSIDIE_GEMEENTEN", "FIN-04": "INKOMSTEN_GEBRUIKERS",
            "FIN-06": "LASTEN_TOTAAL", "FIN-07": "LASTEN_PERSONEEL", "FIN-09": "BATEN_BUITEN_FUNCTIE", "IDO-02": "IDO_VRAGEN",
            "PER-01": "MEDEWERKERS", "PER-02": "FTE", "PER-03": "VRIJWILLIGERS",
        }.items()
    },
    **{
        code: ("jaarcijfers", "sum(waarde)", f"where rubriek = '{code}'")
        for code in ("EDU-01", "EDU-02", "FIN-03", "FIN-05", "FIN-08", "IDO-01")
    },
}  # fmt: skip
# A period of persons by plain SQL, from the column `maand`.
PERIODEN = {
    "maand": "strftime(maand, '%Y-%m')",
    "kwartaal": "year(maand) || '-Q' || quarter(maand)",
    "jaar": "cast(year(maand) as varchar)",
}


@pytest.fixture(scope="module")
def magazijn() -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, str]]]:
    """A database like that of a build, with empty facts, and dbt's compiled SQL per fact."""
    with empty_build() as bouw, duckdb.connect() as con:
        feiten = columns_of(bouw.database)["integratie"]
        compiled = bouw.doelmap / "compiled/daadkracht/models/presentatie"
        sql = {feit: (compiled / f"telling_{feit}.sql").read_text(encoding="utf-8") for feit in WAARDEN}
        con.execute(f"attach ':memory:' as bouw; attach '{bouw.database}' as echt (read_only)")
        con.execute("create schema bouw.integratie; create schema bouw.definities")
        con.execute("create table bouw.definities.maat_uitsplitsing as from echt.definities.maat_uitsplitsing")
        for feit in WAARDEN:
            kolommen = ", ".join(f"{k} {t}" for k, t in feiten[f"feit_{feit}"].items())
            con.execute(f"create table bouw.integratie.feit_{feit} ({kolommen})")
        con.execute("detach echt")
        yield con, sql


def _rows(feit: str) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(st.fixed_dictionaries({k: st.sampled_from(w) for k, w in WAARDEN[feit].items()}), max_size=12)


def _fill(con: duckdb.DuckDBPyConnection, feiten: dict[str, list[dict[str, Any]]]) -> None:
    for feit, rijen in feiten.items():
        con.execute(f"delete from bouw.integratie.feit_{feit}")
        kolommen = list(WAARDEN[feit])
        if rijen:
            vragen = ", ".join("?" for _ in kolommen)
            con.executemany(
                f"insert into bouw.integratie.feit_{feit} ({', '.join(kolommen)}) values ({vragen})",
                [[rij[k] for k in kolommen] for rij in rijen],
            )


def _breakdowns(code: str) -> tuple[str, ...]:
    basis, _, kant = code.partition("#")
    indicator = load_definities().indicatoren[basis]
    if not kant:
        return indicator.uitsplitsingen
    deel = indicator.teller if kant == "teller" else indicator.noemer
    assert deel is not None
    return tuple(
        u for u in indicator.uitsplitsingen if u in load_definities().indicatoren[deel.indicator].uitsplitsingen
    )


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(feiten=st.fixed_dictionaries({feit: _rows(feit) for feit in WAARDEN}))
def test_the_macro_counts_what_a_plain_statement_counts(
    magazijn: tuple[duckdb.DuckDBPyConnection, dict[str, str]], feiten: dict[str, list[dict[str, Any]]]
) -> None:
    con, sql = magazijn
    _fill(con, feiten)
    for feit in WAARDEN:
        con.execute(f"create or replace temp table telling_{feit} as {sql[feit]}")
    for code, (feit, som, waar) in LOS.items():
        tijd = "maand" if "maand" in WAARDEN[feit] else "peildatum"
        for naam in ("totaal", *_breakdowns(code)):
            klasse = "'totaal'" if naam == "totaal" else " || '*' || ".join(naam.split("*"))
            los = con.execute(
                f"select organisatie, locatie, gemeente, {tijd}, {klasse}, cast({som} as double) as w"
                f" from bouw.integratie.feit_{feit} {waar} group by all having w <> 0 order by all"
            ).fetchall()
            macro = con.execute(
                f"select organisatie, locatie, gemeente, {tijd}, klasse, waarde from telling_{feit}"
                " where maat = ? and uitsplitsing = ? order by all", [code, naam],
            ).fetchall()  # fmt: skip
            assert macro == [r for r in los if r[4] is not None], (code, naam)
    _compare_persons(con)


def _compare_persons(con: duckdb.DuckDBPyConnection) -> None:
    for soort, periode in PERIODEN.items():
        for niveau in ("organisatie", "locatie", "gemeente", "provincie"):
            for naam in ("totaal", "leeftijdsgroep", "lidsoort"):
                klasse = "'totaal'" if naam == "totaal" else naam
                los = con.execute(
                    f"select organisatie, {niveau}, {periode}, {klasse}, cast(count(distinct lid) as double)"
                    " from bouw.integratie.feit_leners where uitleningen > 0 group by all order by all"
                ).fetchall()
                macro = con.execute(
                    "select organisatie, gebied, periode, klasse, waarde from telling_leners where maat = 'LEN-00' and niveau = ?"
                    " and periodesoort = ? and uitsplitsing = ? order by all", [niveau, soort, naam],
                ).fetchall()  # fmt: skip
                assert macro == los, (niveau, soort, naam)


def test_every_counted_indicator_has_a_plain_statement() -> None:
    geteld = {
        c
        for c, i in load_definities().indicatoren.items()
        if not i.bron_ontbreekt and i.soort in ("optelbaar", "stand")
    }
    bekend = {load_definities().indicatoren[c].feit for c in geteld} & set(WAARDEN)
    assert sorted(c for c in geteld - set(LOS) if load_definities().indicatoren[c].feit in bekend) == []
