"""An export no profile knows is proposed, confirmed, delivered and counted; codes of the library's own are translated after.

Not here: likeness and patterns one by one (`tests/unit/ingest/test_propose.py`).
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from definitions import Omgeving, VerkeerdeAanroep
from ingest import (
    Ontvangstbewijs,
    confirm_codes,
    confirm_profile,
    open_codes,
    process,
    propose_mapping,
    receive,
)
from ingest.stand import counting_files
from tests.features.bibliotheek import ANDER, ISIL, LOCATIES, Bibliotheek
from tests.features.onbekende_exports import LENINGEN, MAKERS, VESTIGING, Export, true_counts

UITLENINGEN = [naam for naam in MAKERS if MAKERS[naam]().dataset == "uitleningen"]
EIGEN = "eigen-export"


@pytest.fixture(scope="module")
def basis(tmp_path_factory: pytest.TempPathFactory) -> Bibliotheek:
    """A library with two locations on the list, made once; tests that keep something take a copy."""
    map_ = tmp_path_factory.mktemp("herken")
    omgeving = Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels", vast_nu=datetime(2026, 6, 1))
    bibliotheek = Bibliotheek(omgeving, map_ / "exports")
    bibliotheek.start()
    regels = [f"{isil};{ISIL};{code};{naam};V;GM0014;40;30" for isil, code, naam in
              zip(VESTIGING, ("9001", "9002"), ("Noord", "Zuid"), strict=True)]  # fmt: skip
    bibliotheek.deliver(bibliotheek.write("locaties2.csv", LOCATIES, regels), periode="2025")
    return bibliotheek


@pytest.fixture
def twee(basis: Bibliotheek, tmp_path: Path) -> Bibliotheek:
    """A copy of that library of this test's own."""
    shutil.copytree(basis.omgeving.werk, tmp_path / "werk")
    shutil.copytree(basis.omgeving.sleutels, tmp_path / "sleutels")
    (tmp_path / "exports").mkdir()
    omgeving = replace(basis.omgeving, werk=tmp_path / "werk", sleutels=tmp_path / "sleutels")
    return Bibliotheek(omgeving, tmp_path / "exports")


def _write(bibliotheek: Bibliotheek, export: Export) -> Path:
    pad = bibliotheek.map / export.naam
    pad.write_bytes(export.inhoud)
    return pad


def _confirm(bibliotheek: Bibliotheek, pad: Path, dataset: str | None = None) -> None:
    voorstel = propose_mapping(bibliotheek.omgeving, pad, ISIL, dataset)
    confirm_profile(bibliotheek.omgeving, voorstel, ISIL)


def _deliver(bibliotheek: Bibliotheek, pad: Path) -> Ontvangstbewijs:
    (ontvangen,) = receive(bibliotheek.omgeving, [pad], organisatie=ISIL)
    return {b.levering: b for b in process(bibliotheek.omgeving)}.get(ontvangen.levering, ontvangen)


def _counted(bibliotheek: Bibliotheek, kolom: str) -> Counter[str]:
    paden = [b.pad for b in counting_files(bibliotheek.omgeving) if b.tabel == "uitleningen"]
    frame = pl.concat([pl.read_parquet(bibliotheek.omgeving.werk / pad) for pad in paden])
    return Counter(dict(frame.group_by(pl.col(kolom).cast(pl.String)).agg(pl.col("aantal").sum()).iter_rows()))


@pytest.mark.parametrize("naam", list(MAKERS))
def test_the_mapping_of_an_unknown_export_is_the_true_one(twee: Bibliotheek, naam: str) -> None:
    export = MAKERS[naam]()
    voorstel = propose_mapping(twee.omgeving, _write(twee, export), ISIL)
    assert voorstel.bekend is None, "no profile of the network reads this file"
    assert voorstel.dataset == export.dataset
    gevonden = {k.kolom: k.van for k in voorstel.kolommen if k.van is not None}
    assert gevonden == export.kolommen, "precision and recall"
    assert {k.kolom: k.samen for k in voorstel.kolommen if k.samen} == export.samen
    assert set(voorstel.persoonlijk) == export.persoonlijk
    assert voorstel.ontbreekt == ()
    assert all(0.5 <= voorstel.kolom(k).zekerheid <= 1 for k in gevonden)


def test_what_is_proposed_for_a_code_may_be_missing_but_not_wrong(twee: Bibliotheek) -> None:
    gezien = 0
    for naam in UITLENINGEN:
        export = MAKERS[naam]()
        voorstel = propose_mapping(twee.omgeving, _write(twee, export), ISIL)
        for kolom, lijst in (("materiaalsoort", "materiaal"), ("lidsoort", "lidsoort")):
            onbekend = set(export.codes.get(kolom, {}))
            vertaald = voorstel.kolom(kolom).vertaling
            assert not onbekend & set(vertaald), "what only the library knows is left to the library"
            assert set(vertaald.values()) <= set(true_counts(lijst))
            gezien += len(vertaald)
    assert gezien >= 15


@pytest.mark.parametrize("naam", UITLENINGEN)
def test_confirmed_delivered_translated_the_totals_are_the_truth(twee: Bibliotheek, naam: str) -> None:
    export = MAKERS[naam]()
    pad = _write(twee, export)
    _confirm(twee, pad)
    # A branch nobody knows would have the file refused; the proposal says so, and it is translated first.
    if filialen := export.codes.get("locatie"):
        confirm_codes(twee.omgeving, ISIL, "locatie", filialen, EIGEN)
    bewijs = _deliver(twee, pad)
    assert bewijs.bronsysteem == EIGEN
    assert "(versie 1)" in bewijs.herkenning["bronsysteem"]
    onbekend = {kolom: codes for kolom, codes in export.codes.items() if kolom != "locatie"}
    waar = Counter(export.soorten)
    if "soort" in onbekend:
        assert bewijs.rijen is not None
        assert bewijs.rijen.uitval == waar["VERLENGING"], "an unknown action is not counted as something else"
        del waar["VERLENGING"]
    assert _counted(twee, "soort") == waar
    for kolom, lijst in (("materiaalsoort", "materiaal"), ("lidsoort", "lidsoort")):
        if kolom in onbekend:
            assert _counted(twee, kolom)["ONBEKEND"] > 0
        elif "soort" not in onbekend:
            assert _counted(twee, kolom) == true_counts(lijst)

    assert {o.kolom for o in open_codes(twee.omgeving, ISIL)} == set(onbekend)
    for kolom, codes in onbekend.items():
        bevestigd = confirm_codes(twee.omgeving, ISIL, kolom, codes)
        assert bewijs.levering in {b.levering for b in bevestigd.opnieuw}
    process(twee.omgeving)
    assert _counted(twee, "soort") == Counter(export.soorten)
    assert _counted(twee, "materiaalsoort") == true_counts("materiaal")
    assert _counted(twee, "lidsoort") == true_counts("lidsoort")
    per_locatie = Counter(
        {
            isil: sum(1 + x.verlengd + (x.terug is not None) for x in LENINGEN if x.vestiging == isil)
            for isil in VESTIGING
        }
    )
    assert _counted(twee, "locatie") == per_locatie
    assert open_codes(twee.omgeving, ISIL) == []


def test_a_stock_is_delivered_by_its_own_profile_too(twee: Bibliotheek) -> None:
    for naam in ("members", "stock"):
        pad = _write(twee, MAKERS[naam]())
        _confirm(twee, pad)
        bewijs = _deliver(twee, pad)
        assert (bewijs.status, bewijs.bronsysteem) == ("verwerkt", EIGEN)
    assert bewijs.herkenning["bronsysteem"].endswith("(versie 2)"), "two datasets, one source system"


def test_an_own_profile_is_of_its_organisatie_alone(twee: Bibliotheek) -> None:
    pad = _write(twee, MAKERS["spreadsheet"]())
    _confirm(twee, pad)
    (bewijs,) = receive(twee.omgeving, [pad], organisatie=ANDER)
    assert [b.code for b in bewijs.bevindingen] == ["bestand_onherkend"]


def test_what_is_said_by_hand_goes_before_what_is_found(twee: Bibliotheek) -> None:
    pad = _write(twee, MAKERS["stock"]())
    voorstel = propose_mapping(twee.omgeving, pad, ISIL, kolommen={"exemplaar": "Barcode", "status": ""})
    assert voorstel.kolom("exemplaar").van == "barcode"
    assert (voorstel.kolom("status").van, voorstel.kolom("status").vast) == (None, "ONBEKEND")
    with pytest.raises(VerkeerdeAanroep, match="geen kolom"):
        propose_mapping(twee.omgeving, pad, ISIL, kolommen={"exemplaar": "bestaat niet"})


def test_without_a_required_column_nothing_is_kept(twee: Bibliotheek) -> None:
    pad = twee.write("half.csv", "Klantnr;Abonnement;Uitleendatum", ["1;VOLW;01-03-2025"] * 20)
    voorstel = propose_mapping(twee.omgeving, pad, ISIL, "uitleningen")
    assert {"exemplaar", "locatie"} <= set(voorstel.ontbreekt)
    with pytest.raises(VerkeerdeAanroep, match="exemplaar"):
        confirm_profile(twee.omgeving, voorstel, ISIL)


def test_translations_are_held_against_list_and_locations(twee: Bibliotheek) -> None:
    for kolom, codes, zin in (
        ("lidsoort", {"X": "BESTAATNIET"}, "kies uit"),
        ("locatie", {"X": "NL-0899981001"}, "kies uit"),
        ("titel", {"X": "Y"}, "geen kolom titel"),
    ):
        with pytest.raises(VerkeerdeAanroep, match=zin):
            confirm_codes(twee.omgeving, ISIL, kolom, codes, "wise")
    with pytest.raises(VerkeerdeAanroep, match="--bronsysteem"):
        confirm_codes(twee.omgeving, ISIL, "lidsoort", {"X": "VOLW"})


def test_a_translation_has_versions_and_can_be_ended(twee: Bibliotheek) -> None:
    eerste = confirm_codes(twee.omgeving, ISIL, "lidsoort", {"X": "VOLW", "Y": "JEUGD"}, "wise").afspraak
    tweede = confirm_codes(twee.omgeving, ISIL, "lidsoort", {"Y": "", "Z": "IBL"}, "wise").afspraak
    assert (eerste.versie, tweede.versie) == (1, 2)
    assert tweede.inhoud == {"codes": {"X": "VOLW", "Z": "IBL"}}


@pytest.mark.parametrize("naam", list(MAKERS))
def test_a_proposal_tells_no_person(twee: Bibliotheek, naam: str) -> None:
    export = MAKERS[naam]()
    tekst = json.dumps(propose_mapping(twee.omgeving, _write(twee, export), ISIL).as_json(), ensure_ascii=False)
    for lening in LENINGEN:
        for waarde in (
            lening.lid,
            lening.exemplaar,
            f"Muster{lening.nummer}",
            f"Bakker, P.{lening.nummer}",
            "de Vriès",
            "Demodorp",
        ):
            assert f'"{waarde}"' not in tekst


def test_a_sheet_of_a_workbook_is_proposed_and_delivered_alike(twee: Bibliotheek) -> None:
    export = MAKERS["spreadsheet"]()
    pad = twee.map / "werkmap.xlsx"
    with xlsxwriter.Workbook(pad) as boek:
        blad = boek.add_worksheet("Uitleen")
        for i, regel in enumerate(export.inhoud.decode().split("\r\n")[:-1]):
            blad.write_row(i, 0, regel.split("\t"))
    voorstel = propose_mapping(twee.omgeving, pad, ISIL)
    assert {k.kolom: k.van for k in voorstel.kolommen if k.van is not None} == export.kolommen
    confirm_profile(twee.omgeving, voorstel, ISIL)
    assert _deliver(twee, pad).bronsysteem == EIGEN
    assert _counted(twee, "soort") == Counter(export.soorten)
