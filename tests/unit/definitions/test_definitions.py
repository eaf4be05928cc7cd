"""What the present definitions promise to the other rooms: translations, measures, reference data, and how fast they load.

Not here: wrong definitions (`test_wrong_definitions.py`) and the contracts (`tests/spec/test_contracten.py`).
"""

from __future__ import annotations

import csv
import json
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions import DEFINITIES_MAP, ONBEKEND, Codelijst, check_definities, load_definities, maten

DEFINITIES = load_definities()
# What ingest fills in; a sentence with another placeholder would show a hole.
INVULLING = {
    "aandeel", "aantal", "ander", "bestand", "bronsysteem", "codering", "dag", "dagen", "dataset", "delen", "drempel", "gewoon",
    "grens", "grond", "herkend", "item", "jaar", "keuze", "kolom", "kolommen", "levering", "locaties", "meer", "minder",
    "nieuw", "opdracht", "opvolger", "organisatie", "organisaties", "oud", "periode", "soort", "status", "tabel", "tot", "van",
    "voorstel",
}  # fmt: skip


def test_nothing_is_wrong() -> None:
    assert check_definities() == []


def test_loading_needs_no_engine() -> None:
    """Every command that reads definitions pays for loading them, so neither DuckDB nor Polars may come along."""
    code = "import sys, definitions; definitions.load_definities(); print('duckdb' in sys.modules, 'polars' in sys.modules)"
    uit = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=DEFINITIES_MAP.parent
    )
    assert uit.stdout.split() == ["False", "False"]


# -- code lists and reference data -------------------------------------------------------------------------------------


def test_every_code_of_the_truth_is_translated(gedeeld: Path) -> None:
    waarheid = json.loads((gedeeld / "exports/netwerk-klein/truth.json").read_text(encoding="utf-8"))
    for lijst, kolom, doel in (("materiaal", "materiaalsoort", "materiaalsoort"), ("lidsoort", "lidsoort", "lidsoort")):
        for rij in waarheid["codelijsten"][lijst]:
            assert rij["canoniek"] in DEFINITIES.codelijsten[doel]
            for systeem, profielen in (("wise", ("wise", "sjabloon")), ("koha", ("koha",))):
                for profiel in profielen:
                    bron = DEFINITIES.bronsystemen[profiel].datasets["uitleningen"].kolommen[kolom]
                    vertaald = {**{c: c for c in DEFINITIES.codelijsten[doel].codes}, **(bron.codes or {})}
                    assert vertaald[rij[systeem]] == rij["canoniek"]
                    assert bron.aanname


def test_every_kind_of_dirt_is_a_finding(gedeeld: Path) -> None:
    waarheid = json.loads((gedeeld / "exports/netwerk-klein/truth.json").read_text(encoding="utf-8"))
    gevolgen = {code: bevinding.gevolg for code, bevinding in DEFINITIES.bevindingen.items()}
    assert {code: gevolgen.get(code) for code in waarheid["vuil_gevolg"]} == waarheid["vuil_gevolg"]


@pytest.mark.parametrize("tabel", ["uitleningen", "leden", "collectie"])
def test_classifying_columns_of_brons_know_onbekend(tabel: str) -> None:
    """An unknown code in a classifying column becomes ONBEKEND; only what decides what is counted has no such code."""
    beslissend = {"soort"}
    for kolom in DEFINITIES.contracten[tabel].tabel(tabel).kolommen:
        if kolom.codelijst and kolom.naam not in beslissend:
            assert ONBEKEND in DEFINITIES.codelijsten[kolom.codelijst]


def test_age_bands_join_into_groups_without_holes() -> None:
    banden = {c: r for c, r in DEFINITIES.codelijsten["leeftijdsband"].codes.items() if c != ONBEKEND}
    vorige = -1
    for rij in banden.values():
        assert int(rij["van"]) == vorige + 1
        vorige = int(rij["tot"]) if rij["tot"] else 999
    assert vorige == 999
    groepen: dict[str, set[str]] = {}
    for rij in banden.values():
        groepen.setdefault(rij["leeftijdsgroep"], set()).add(rij["leeftijd"])
    assert groepen == {
        c: {r["leeftijd"]} for c, r in DEFINITIES.codelijsten["leeftijdsgroep"].codes.items() if c != ONBEKEND
    }


def test_what_counts_is_what_the_network_agreed() -> None:
    lijsten = DEFINITIES.codelijsten
    assert set(lijsten["materiaalsoort"].codes) - set(lijsten["materiaalsoort"].met("telt")) == {
        "TIJDSCHRIFT", "KAART", "SPEELMATERIAAL", "OVERIG", "EBOEK",
    }  # fmt: skip
    assert lijsten["lidsoort"].met("telt_uitlening", "N") == ("IBL", "ADMIN")
    assert lijsten["exemplaarstatus"].met("telt", "N") == ("AFGESCHREVEN", "BESTELD")
    assert lijsten["eigendom"].met("in_eigendom") == ("EIGEN", "EIGEN_VERHUURD")
    assert lijsten["locatiesubsoort"].met("fysiek_te_bezoeken", "N") == ("HALTE", "DBOS")
    assert lijsten["lidsoort"].met("rubriek", "LED-01") == ("JEUGD", "VOLW", "ONBEKEND")
    groepen = {c: r["telt"] for c, r in lijsten["materiaalgroep"].codes.items()}
    assert all(groepen[r["groep"]] == r["telt"] for r in lijsten["materiaalsoort"].codes.values())


@given(st.dictionaries(st.text(min_size=1), st.sampled_from(["J", "N"])))
def test_met_gives_exactly_the_codes_with_that_value(rijen: dict[str, str]) -> None:
    lijst = Codelijst(naam="x", kolommen=("code", "telt"), codes={code: {"telt": telt} for code, telt in rijen.items()})
    assert set(lijst.met("telt")) | set(lijst.met("telt", "N")) == set(rijen)
    assert all(code in lijst and rijen[code] == "J" for code in lijst.met("telt"))


def _rows(naam: str) -> list[dict[str, str]]:
    with (DEFINITIES_MAP / "referentie" / naam).open(encoding="utf-8", newline="") as bestand:
        return list(csv.DictReader(bestand, delimiter=";"))


def test_reference_data_fit_each_other() -> None:
    gemeenten = {r["gemeente"]: r for r in _rows("gemeenten.csv")}
    assert len(gemeenten) == 342
    assert {r["provincie"] for r in gemeenten.values()} == {f"PV{n}" for n in range(20, 32)}
    postcodes = _rows("pc4_gemeente.csv")
    assert len({r["pc4"] for r in postcodes}) == len(postcodes) > 4000
    assert {r["gemeente"] for r in postcodes} <= gemeenten.keys()
    oud = {r["gemeente"]: r for r in _rows("herindelingen.csv")}
    assert not oud.keys() & gemeenten.keys()
    assert {r["opgegaan_in"] for r in oud.values()} - {""} <= gemeenten.keys()
    assert {r["datum"][:4] for r in oud.values()} == {"2019", "2021", "2022", "2023"}
    assert {r["gemeente"] for r in _rows("caribisch.csv")} == {"GM9001", "GM9002", "GM9003"}
    inwoners = _rows("inwoners.csv")
    assert {r["gemeente"] for r in inwoners} == gemeenten.keys()
    assert 17_500_000 < sum(int(r["inwoners"]) for r in inwoners) < 18_500_000
    assert all(0.1 < int(r["inwoners_0_17"]) / int(r["inwoners"]) < 0.35 for r in inwoners)


# -- findings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(DEFINITIES.bevindingen))
def test_a_finding_says_what_and_how_to_mend_it_in_plain_dutch(code: str) -> None:
    bevinding = DEFINITIES.bevindingen[code]
    for tekst in (bevinding.tekst, bevinding.herstel):
        assert tekst[0].isupper() or tekst[0] == "{"
        assert tekst.endswith(".")
        velden = {veld for _, veld, _, _ in string.Formatter().parse(tekst) if veld}
        assert velden <= INVULLING
        assert not re.search(r"\b(error|file|row|invalid|null)\b", tekst, re.IGNORECASE)
    if bevinding.ernst == "rij":  # shown as it is in Dagster, where nothing is filled in
        assert "{" not in bevinding.tekst + bevinding.herstel


# -- profiles ----------------------------------------------------------------------------------------------------------


def test_exports_of_the_network_are_known_by_their_columns(gedeeld: Path) -> None:
    """Every delivered file fits a table of a profile, and no column of it is one that the profile never heard of."""
    for pad in sorted((gedeeld / "exports/netwerk-klein").rglob("*.csv")) + sorted(
        (gedeeld / "exports/koha").glob("*.csv")
    ):
        kopregel = pad.read_text(encoding="utf-8-sig", errors="replace").splitlines()[0]
        kop = {naam.strip('"').lower() for naam in kopregel.split(";" if ";" in kopregel else ",")}
        passend = [
            tabel
            for profiel in DEFINITIES.bronsystemen.values()
            for tabel in profiel.tabellen.values()
            if set(tabel.kenmerk) <= kop
        ]
        assert passend, pad.name
        assert any(kop <= set(tabel.kolommen) for tabel in passend), pad.name


def test_files_of_wise_and_the_template_differ_only_by_the_registered_system() -> None:
    wise, sjabloon = (DEFINITIES.bronsystemen[n].tabellen for n in ("wise", "sjabloon"))
    # What the template may hold besides (a band in the place of a birth date, whose an item is) no Wise export has.
    for eigen, ander in (("klanten", "leden"), ("exemplaren", "exemplaren")):
        assert wise[eigen].kolommen == tuple(k for k in sjabloon[ander].kolommen if k in wise[eigen].kolommen)
        assert set(wise[eigen].kenmerk) <= set(sjabloon[ander].kolommen)
    assert set(wise["transacties"].kenmerk) - set(sjabloon["uitleningen"].kolommen)


def test_proposals_only_propose_what_is_not_translated_yet() -> None:
    for profiel in DEFINITIES.bronsystemen.values():
        for levering in profiel.datasets.values():
            for bron in levering.kolommen.values():
                assert not (bron.voorstel or {}).keys() & (bron.codes or {}).keys()


@pytest.mark.parametrize("dataset", ["uitleningen", "collectie"])
def test_koha_sql_keeps_values_and_rows(dataset: str) -> None:
    """One loan and one item through the SQL: what is joined, what is derived, and what stays empty."""
    import duckdb

    profiel = DEFINITIES.bronsystemen["koha"]
    levering = profiel.datasets[dataset]
    con = duckdb.connect()
    tabellen = {
        "hoofd": {"bestand": 0, "rij": 2, "issue_id": "9", "borrowernumber": "-7", "itemnumber": "5", "branchcode": "B01",
                  "homebranch": "B01", "issuedate": "2025-03-01 10:00:00", "renewals": "2", "biblionumber": "3", "itype": "BK",
                  "itemlost": "1", "notforloan": "0"},
        "items": {"itemnumber": "5", "biblionumber": "3"},
        "biblio": {"biblionumber": "3", "fictie": "1", "ppn": "300000103"},
        "biblioitems": {"biblionumber": "3", "itemtype": "MUZ"},
        "borrowers": {"borrowernumber": "7", "categorycode": "SEN", "dateofbirth": "1950-01-01"},
        "branches": {"branchcode": "B01", "marcorgcode": "NL-0800101001"},
        "itemtypes": {"itemtype": "BK", "notforloan": "1"},
    }  # fmt: skip
    for naam in ("hoofd", *levering.hulp):
        bron = levering.hoofdtabellen if naam == "hoofd" else (naam,)
        kolommen = list(
            dict.fromkeys(
                [k for t in bron for k in profiel.tabellen[t].kolommen] + ["bestand", "rij"] * (naam == "hoofd")
            )
        )
        con.execute(f'create table "{naam}" ({", ".join(f"{k} varchar" for k in kolommen)})')
        con.execute(
            f'insert into "{naam}" values ({", ".join("?" * len(kolommen))})',
            [tabellen.get(naam, {}).get(k) for k in kolommen],
        )
    for naam, sql in levering.voorbereid.items():
        con.execute(f'create table "{naam}" as {sql}')
    uit = con.execute(levering.sql or "").fetchall()
    rij = dict(zip([d[0] for d in con.description], uit[0], strict=True))
    assert len(uit) == 1
    assert rij["vestiging"] == "NL-0800101001"
    if dataset == "uitleningen":
        assert (rij["verlengingen"], rij["itype"], rij["fictie"], rij["categorycode"]) == ("2", "MUZ", "1", "SEN")
    else:
        assert (rij["status"], rij["uitleenbaar"], rij["ppn"]) == ("VERMIST", "N", "300000103")


# -- indicators --------------------------------------------------------------------------------------------------------

# What the catalogue names and stands elsewhere: coverage beside each figure, and change between periods (`klopt`).
GEEN_INDICATOR = {"KWA-01", "KWA-02"}
# What no contract asks for yet.
ZONDER_BRON = {"COL-08", "COL-12", "KWA-03", "LOC-11"}


def test_the_indicators_are_those_of_the_catalogue() -> None:
    assert set(DEFINITIES.catalogus) - set(DEFINITIES.indicatoren) == GEEN_INDICATOR
    assert len(DEFINITIES.catalogus) == 93
    intern = {code for code, post in DEFINITIES.catalogus.items() if post.controletotaal}
    assert intern == {code for code, i in DEFINITIES.indicatoren.items() if i.controletotaal}
    assert not any(DEFINITIES.indicatoren[code].openbaar for code in intern)
    assert all(
        DEFINITIES.catalogus[code].naam == i.naam for code, i in DEFINITIES.indicatoren.items() if code not in intern
    )


def test_what_has_no_source_says_why_and_is_not_counted() -> None:
    zonder = {code: i.bron_ontbreekt for code, i in DEFINITIES.indicatoren.items() if i.bron_ontbreekt}
    assert set(zonder) == ZONDER_BRON
    assert all(reden.endswith(".") for reden in zonder.values())


def test_indicators_are_read_by_kernfunctie_and_opgave() -> None:
    zonder = {code for code, i in DEFINITIES.indicatoren.items() if not (i.kernfuncties and i.opgaven)}
    assert zonder == {code for code in DEFINITIES.indicatoren if code.endswith("-00") or code.startswith("KWA")}


def test_measures_are_counts_and_ratios_point_at_them() -> None:
    alle = {m.maat: m for m in maten(DEFINITIES)}
    assert {"COL-10#teller", "COL-10#noemer"} <= alle.keys()
    assert "COL-10" not in alle
    assert alle["COL-10#teller"].filter == f"({DEFINITIES.indicatoren['UIT-01'].filter}) and (eigen <> 'N')"
    assert alle["COL-10#noemer"].soort == "stand"
    assert alle["LED-00"].filter == "true"
    assert alle["LEN-00"].soort == "uniek"
    assert not any(maat.startswith(tuple(ZONDER_BRON)) for maat in alle)


def test_every_rule_that_counting_goes_by_is_used_and_none_is_missing() -> None:
    """The models join them by their code: one that is not there would take every figure with it."""
    modellen = (DEFINITIES_MAP.parent / "dbt_project" / "models").rglob("*.sql")
    genoemd = {code for pad in modellen for code in re.findall(r"\.code = '(\w+)'", pad.read_text())}
    assert genoemd == set(DEFINITIES.telregels)


def test_concepts_are_defined_with_their_source() -> None:
    assert len(DEFINITIES.begrippen) >= 15
    for begrip in DEFINITIES.begrippen.values():
        assert len(begrip.definitie) > 25
        assert begrip.definitie.endswith(".")
        assert begrip.bron


def test_the_overview_has_eight_indicators() -> None:
    assert len(DEFINITIES.rapporten["overzicht"].indicatoren) == 8
