"""Every finding can be made: of each rule of each contract a row that breaks it, and for the rest a test that names the code.

Not here: the sentences of findings (`tests/unit/definitions`) and rules on two columns at once (`test_samenhang.py`).
"""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from definitions import DRAIN_ORDER, Dataset, Kolom, Omgeving, Regel, load_definities
from ingest import check, process
from tests.features.bibliotheek import ISIL, Bibliotheek
from tests.house.bomen import WORTEL

DEFINITIES = load_definities()
# How the value of a column breaks a rule of its own; rules on two columns have cases in `test_samenhang.py`.
FOUT = {
    "leeg": "", "onleesbaar": "x?", "onbekend": "BESTAATNIET", "toekomst": "2099-01-01 10:00", "leeftijd": "1850-01-01",
    "controlegetal": "300000104", "afgerond": "1,23E+11", "duizendtal": "1.234", "veelvoud": "10,3",
}  # fmt: skip
# Findings no test makes yet: a debt that only gets smaller.
NOG_ZONDER_TEST = {
    "account_van_systeem", "lid_verwijderd", "lid_uitgezet", "exemplaar_verwijderd", "geen_uitleentransactie", "verlengteller_leeg",
    "buiten_overstap", "exportmoment_onbekend", "locaties_ontbreken", "termijn_verstreken", "profiel_vervallen", "bestand_te_groot",
    "geen_csv", "verkeerde_dataset", "alleen_hulptabel",
}  # fmt: skip
# Rules on a whole levering: what a hundred equal rows must say to break them.
HEEL = {
    "veel_zonder_lid": {"lid": ""}, "veel_materiaal_onbekend": {"materiaalsoort": ""}, "veel_abonnement_onbekend": {"lidsoort": ""},
    "leeftijd_past_niet": {"lidsoort": "JEUGD", "geboortedatum": "1960-01-01"},
    "veel_lange_leningen": {"inname_datumtijd": "2026-05-01 10:00"}, "verlengratio_vreemd": {"verlengingen": "9"},
}  # fmt: skip


@pytest.fixture(scope="module")
def bibliotheek(tmp_path_factory: pytest.TempPathFactory) -> Bibliotheek:
    """A library on the list with one location; checking stores nothing, so all cases share it."""
    map_ = tmp_path_factory.mktemp("bevinding")
    omgeving = Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels", vast_nu=datetime(2026, 6, 1))
    bib = Bibliotheek(omgeving, map_ / "exports")
    bib.start()
    process(omgeving)
    return bib


def _wrong(regel: Regel) -> str | None:
    if regel.soort == "bereik":
        return f"{regel.maximum + 1:g}" if regel.maximum is not None else f"{(regel.minimum or 0) - 1:g}"
    return FOUT.get(regel.soort)


def _names(dataset: Dataset, profiel: str) -> dict[str, str]:
    """Contract column -> header in the profile's own form."""
    levering = DEFINITIES.bronsystemen[profiel].datasets[dataset]
    return {naam: bron.van[0] for naam, bron in levering.kolommen.items() if bron.van}


def _rows(dataset: Dataset, profiel: str, wijzigingen: list[dict[str, str]]) -> tuple[str, list[str]]:
    """The header and a row per change: the contract's first example, with keys of its own in each row."""
    contract, namen = DEFINITIES.contracten[dataset].levering, _names(dataset, profiel)
    kop = (
        DEFINITIES.bronsystemen[profiel].tabellen[DEFINITIES.bronsystemen[profiel].datasets[dataset].hoofd[0]].kolommen
    )
    gewoon = {contract.kolom(n).naam: next(iter(contract.kolom(n).voorbeelden), "") for n in namen}
    regels = []
    for i, wijziging in enumerate(wijzigingen):
        eigen = {k: f"{2000100000 + i}" for k in ("exemplaar", "activiteit", "lid", "uitlening") if k in namen}
        cellen = {namen[k]: v for k, v in {**gewoon, **eigen, **wijziging}.items()}
        regels.append(";".join(cellen.get(kolom, "2025-12-31" if kolom == "peildatum" else "") for kolom in kop))
    return ";".join(kop), regels


def _findings(
    bib: Bibliotheek, dataset: Dataset, wijzigingen: list[dict[str, str]], profiel: str = "netwerk"
) -> set[str]:
    paden = [bib.write(f"{dataset}_2025-12-31.csv", *_rows(dataset, profiel, wijzigingen))]
    if (dataset, profiel) == ("uitleningen", "sjabloon"):
        paden.append(bib.write("exemplaren.csv", *_rows("collectie", profiel, [{}])))
    organisatie = None if DEFINITIES.contracten[dataset].netwerk else ISIL
    bewijzen = check(bib.omgeving, paden, organisatie=organisatie, dataset=dataset, bronsysteem=profiel)
    return {m.code for b in bewijzen for m in b.bevindingen}


def _own_rules(dataset: Dataset) -> list[tuple[Kolom, Regel, str]]:
    return [
        (kolom, regel, waarde)
        for kolom in DEFINITIES.contracten[dataset].levering.kolommen
        for regel in kolom.regels
        if (waarde := _wrong(regel)) is not None
    ]


@pytest.mark.parametrize("dataset", DRAIN_ORDER)
def test_a_row_that_breaks_a_rule_is_found(bibliotheek: Bibliotheek, dataset: Dataset) -> None:
    """What the network's own form does not ask is looked at in that of `sjabloon`."""
    regels = _own_rules(dataset)
    for profiel in ("netwerk", "sjabloon"):
        hier = [(k, r, w) for k, r, w in regels if (k.naam in _names(dataset, "netwerk")) == (profiel == "netwerk")]
        gevonden = _findings(bibliotheek, dataset, [{k.naam: w} for k, _, w in hier], profiel) if hier else set()
        assert sorted({regel.code for _, regel, _ in hier} - gevonden) == [], profiel


@pytest.mark.parametrize(
    ("dataset", "code"),
    [(d, r.code) for d, c in DEFINITIES.contracten.items() for r in c.leveringsregels if r.code in HEEL],
)
def test_a_levering_that_breaks_a_rule_is_found(bibliotheek: Bibliotheek, dataset: Dataset, code: str) -> None:
    profiel = "netwerk" if set(HEEL[code]) <= set(_names(dataset, "netwerk")) else "sjabloon"
    assert code in _findings(bibliotheek, dataset, [HEEL[code]] * 120, profiel)


def test_every_finding_has_a_test() -> None:
    hier = {r.code for dataset in DRAIN_ORDER for _, r, _ in _own_rules(dataset)} | set(HEEL)
    tests = "\n".join(
        p.read_text(encoding="utf-8")
        for p in sorted((WORTEL / "tests").rglob("*.py"))
        if p.name != "test_elke_bevinding.py"
    )
    genoemd = set(re.findall(r"\b[a-z0-9_]+\b", tests))
    assert sorted(set(DEFINITIES.bevindingen) - hier - genoemd - NOG_ZONDER_TEST) == []
    assert sorted(NOG_ZONDER_TEST & hier) == []
