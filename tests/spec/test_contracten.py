"""What the seven data contracts promise: the Open Data Contract Standard, privacy by construction, and the tables of brons.

Not here: how a wrong contract is reported (`tests/unit/definitions`).
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import get_args

import pytest
import yaml

from definitions import DEFINITIES_MAP, DRAIN_ORDER, Dataset, Kolom, Privacy, load_definities

DEFINITIES = load_definities()

# The tables of brons, as the other rooms read them.
BRONS = {
    "uitleningen": "organisatie bronsysteem maand weekdag dagdeel locatie soort materiaalsoort doelgroep genre kanaal eigen "
    "lidsoort leeftijdsband aantal",
    "leners": "organisatie bronsysteem maand lid locatie lidsoort leeftijdsband telt uitleningen",
    "titelgebruik": "organisatie maand titel uitleningen",
    "exemplaargebruik": "organisatie exemplaar laatste_maand",
    "leden": "organisatie bronsysteem peildatum lid lidsoort leeftijdsband postcode4 gemeente locatie inschrijfmaand eindmaand "
    "geldig",
    "collectie": "organisatie bronsysteem peildatum exemplaar titel materiaalsoort doelgroep genre status eigendom uitleenbaar "
    "locatie aanschafmaand",
    "activiteiten": "organisatie bronsysteem maand activiteit reeks start naamsleutel locatie kernfunctie activiteitsoort doelgroep plaats vorm "
    "deelnemers telling status thema bibliotheekfunctie gezamenlijk",
    "organisaties": "organisatie naam bronsysteem geldig_van geldig_tot opgevolgd_door",
    "werkgebied": "organisatie gemeente geldig_van geldig_tot",
    "locaties": "organisatie locatie vestiging naam soort subsoort gemeente uren_open uren_bemand zichtbaar multifunctioneel "
    "partner uitleenverantwoordelijke belasting_toeslagen ido geldig_van geldig_tot opgevolgd_door peildatum",
    "jaarcijfers": "organisatie jaar locatie gemeente item waarde herkomst",
    "digitaal": "organisatie jaar gebied digitaalitem drager doelgroep herkomst_account actief waarde",
    "aansluitcijfers": "organisatie peildatum bron cijferitem gebied jaar waarde status herkomst",
    "onderzoek": "organisatie peildatum instrument vraag gebied jaar n waarde marge eenheid opgave",
}

TYPEN = {
    "aantal": "UINTEGER", "uitleningen": "UINTEGER", "weekdag": "UTINYINT", "lid": "BLOB", "telt": "BOOLEAN",
    "geldig": "BOOLEAN", "maand": "DATE", "peildatum": "DATE", "laatste_maand": "DATE", "inschrijfmaand": "DATE",
    "eindmaand": "DATE", "aanschafmaand": "DATE", "geldig_van": "DATE", "geldig_tot": "DATE", "deelnemers": "INTEGER",
    "jaar": "USMALLINT", "waarde": "DOUBLE", "uren_open": "DOUBLE", "uren_bemand": "DOUBLE", "start": "TIMESTAMP",
    "n": "UINTEGER", "marge": "DOUBLE",
}  # fmt: skip

MAG_LEEG = {
    "leden": {"postcode4", "gemeente", "locatie", "inschrijfmaand", "eindmaand"},
    "collectie": {"titel", "aanschafmaand"},
    "activiteiten": {"reeks", "start", "naamsleutel", "locatie", "deelnemers", "thema", "gezamenlijk"},
    "werkgebied": {"geldig_van", "geldig_tot"},
    "organisaties": {"bronsysteem", "geldig_van", "geldig_tot", "opgevolgd_door"},
    "locaties": {"vestiging", "gemeente", "uren_open", "uren_bemand", "geldig_van", "geldig_tot", "opgevolgd_door"},
    "jaarcijfers": {"locatie", "gemeente"},
    "onderzoek": {"marge"},
}


def _all_columns() -> list[tuple[str, str, Kolom]]:
    return [
        (dataset, tabel.naam, kolom)
        for dataset, contract in DEFINITIES.contracten.items()
        for tabel in (contract.levering, *contract.brons)
        for kolom in tabel.kolommen
    ]


def test_there_is_a_contract_for_every_dataset() -> None:
    assert set(DEFINITIES.contracten) == set(get_args(Dataset)) == set(DRAIN_ORDER)


@pytest.mark.parametrize("dataset", DRAIN_ORDER)
def test_it_obeys_the_open_data_contract_standard(dataset: Dataset) -> None:
    """The standard's own JSON schema, as its package ships it."""
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(files("open_data_contract_standard").joinpath("schema.json").read_text(encoding="utf-8"))
    contract = yaml.safe_load((DEFINITIES_MAP / f"contracten/{dataset}.yaml").read_text(encoding="utf-8"))
    fouten = list(jsonschema.Draft201909Validator(schema).iter_errors(contract))
    assert [f"{list(f.absolute_path)}: {f.validator}" for f in fouten] == []


def test_the_tables_of_brons_are_the_agreed_ones() -> None:
    tabellen = {t.naam: t for c in DEFINITIES.contracten.values() for t in c.brons}
    assert {naam: " ".join(t.namen) for naam, t in tabellen.items()} == BRONS
    for naam, tabel in tabellen.items():
        for kolom in tabel.kolommen:
            assert kolom.fysiek == TYPEN.get(kolom.naam, "VARCHAR"), f"{naam}.{kolom.naam}"
            assert kolom.verplicht is (kolom.naam not in MAG_LEEG.get(naam, set())), f"{naam}.{kolom.naam}"


@pytest.mark.parametrize(("dataset", "tabel", "kolom"), _all_columns(), ids=lambda w: getattr(w, "naam", w))
def test_every_column_says_why_it_is_asked(dataset: str, tabel: str, kolom: Kolom) -> None:
    assert kolom.doel
    assert kolom.grondslag
    assert kolom.bewaartermijn
    assert kolom.gebruik
    assert kolom.omschrijving.endswith(".")
    persoonlijk = kolom.privacy is not Privacy.GEEN
    if persoonlijk:
        assert "AVG" in kolom.grondslag


def test_nothing_that_points_at_a_person_is_stored() -> None:
    """Direct identifiers are delivered at most; what is stored of a person is a pseudonym, a band, PC4 or a month."""
    direct = {(dataset, tabel, k.naam) for dataset, tabel, k in _all_columns() if k.privacy is Privacy.DIRECT}
    assert direct == {
        ("uitleningen", "levering", "lid"), ("uitleningen", "levering", "geboortedatum"), ("uitleningen", "levering", "postcode"),
        ("leden", "levering", "lid"), ("leden", "levering", "geboortedatum"), ("leden", "levering", "postcode"),
    }  # fmt: skip
    for dataset, tabel, kolom in _all_columns():
        if tabel == "levering":
            continue
        # When a public event began says nothing of a person (docs/besluiten/0017).
        if (dataset, kolom.naam) == ("activiteiten", "start"):
            continue
        assert kolom.waarde not in ("lidnummer", "geboortedatum", "postcode", "tijdstip"), (
            f"{dataset}.{tabel}.{kolom.naam}"
        )
        if kolom.naam in ("lid", "leeftijdsband", "postcode4", "inschrijfmaand", "eindmaand", "lidsoort"):
            assert kolom.privacy is Privacy.QUASI


def test_no_table_of_brons_tells_who_read_what() -> None:
    """A member never stands beside a title, an item or a kind of material, and a title or item never beside a place."""
    for contract in DEFINITIES.contracten.values():
        for tabel in contract.brons:
            namen = set(tabel.namen)
            assert not (
                "lid" in namen and namen & {"titel", "exemplaar", "materiaalsoort", "genre", "weekdag", "dagdeel"}
            )
            if contract.dataset == "uitleningen" and namen & {"titel", "exemplaar"}:
                assert not namen & {"locatie", "leeftijdsband", "lidsoort", "lid", "weekdag"}


def test_lidsoort_may_be_proposed_and_is_guarded_once_stored() -> None:
    for dataset in ("uitleningen", "leden"):
        kolom = DEFINITIES.contracten[dataset].levering.kolom("lidsoort")  # type: ignore[index]
        assert kolom.privacy is Privacy.GEEN
        assert "zegt op zichzelf niets over een persoon" in kolom.omschrijving


def test_thresholds_and_terms_are_set() -> None:
    for contract in DEFINITIES.contracten.values():
        assert (contract.drempel_uitval, contract.drempel_rijen) == (0.25, 100)
        assert contract.bewaartermijn_ruw_dagen > 0
        assert contract.bewaartermijn_brons_maanden >= 26  # LED-12 and COL-11 look back 12 and 24 months
    soorten = {c.dataset: c.soort for c in DEFINITIES.contracten.values()}
    assert {d for d, s in soorten.items() if s == "stand"} == {
        "leden", "collectie", "locaties", "aansluitcijfers", "onderzoek",
    }  # fmt: skip
    assert {d for d, s in soorten.items() if s == "lijst"} == {"organisaties"}


def test_a_rejecting_rule_stands_before_what_it_protects() -> None:
    """A row has at most one rejecting rule, the first: key and kind are judged before dates that depend on them."""
    volgorde = [
        regel.code
        for kolom in DEFINITIES.contracten["uitleningen"].levering.kolommen
        for regel in kolom.regels
        if DEFINITIES.bevindingen[regel.code].gevolg == "uitval"
    ]
    assert volgorde.index("foute_datum") < volgorde.index("inname_voor_uitleen")
    assert volgorde.index("datum_toekomst") < volgorde.index("inname_voor_uitleen")


def test_columns_that_only_classify_never_reject() -> None:
    classificerend = {
        "materiaalsoort", "doelgroep", "genre", "kanaal", "eigen", "lidsoort", "eigendom", "uitleenbaar", "activiteitsoort",
        "plaats", "vorm", "telling", "thema", "herkomst", "subsoort", "partner", "multifunctioneel", "uitleenverantwoordelijke",
        "belasting_toeslagen", "ido", "bibliotheekfunctie",
    }  # fmt: skip
    for contract in DEFINITIES.contracten.values():
        for kolom in contract.levering.kolommen:
            if kolom.naam in classificerend:
                assert {DEFINITIES.bevindingen[r.code].gevolg for r in kolom.regels} <= {"waarschuwing"}
