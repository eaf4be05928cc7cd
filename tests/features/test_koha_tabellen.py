"""Koha's own sample tables: every row is accounted for, and local codes become ONBEKEND with a proposal.

Not here: the figures of Koha libraries (test_waarheid), and lines that only resemble Koha's (the second half here does).
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from definitions import Omgeving
from ingest import Ontvangstbewijs, check, process, receive

from .bibliotheek import ISIL, LOCATIES, Bibliotheek

GELEZEN = {"leden": 50, "collectie": 972}


@pytest.fixture(scope="module")
def koha(gedeeld: Path) -> Path:
    return gedeeld / "exports" / "koha"


@pytest.fixture(scope="module")
def bewijzen(koha: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ontvangstbewijs]:
    map_ = tmp_path_factory.mktemp("koha")
    bib = Bibliotheek(Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels"), map_ / "exports")
    receive(
        bib.omgeving, [bib.write("organisaties.csv", "isil;naam;bronsysteem;werkgebied", [f"{ISIL};Koha;koha;GM0014"])]
    )
    with (koha / "branches.csv").open(encoding="utf-8") as bestand:
        codes = [rij["branchcode"] for rij in csv.DictReader(bestand)]
    locaties = [f"NL-089999{1001 + i};{ISIL};{code};{code};V;GM0014;40;30" for i, code in enumerate(codes)]
    receive(bib.omgeving, [bib.write("locaties.csv", LOCATIES, locaties)], organisatie=ISIL, periode="2025")
    receive(bib.omgeving, sorted(koha.glob("*.csv")), organisatie=ISIL, periode="2025")
    return {b.dataset or "": b for b in process(bib.omgeving)}


@pytest.mark.parametrize("dataset", GELEZEN)
def test_every_row_of_the_sample_is_accounted_for(bewijzen: dict[str, Ontvangstbewijs], dataset: str) -> None:
    bewijs = bewijzen[dataset]
    assert bewijs.bronsysteem == "koha"
    assert bewijs.status in ("verwerkt", "verwerkt_met_uitval")
    r = bewijs.rijen
    assert r is not None
    assert r.gelezen == GELEZEN[dataset]
    assert r.gelezen == r.geaccepteerd + r.uitval + r.dubbel + r.overgeslagen
    assert sum(m.aantal for m in bewijs.bevindingen if m.gevolg == "uitval") == r.uitval


def test_local_codes_of_the_sample_get_a_proposal(bewijzen: dict[str, Ontvangstbewijs]) -> None:
    for dataset, kolom in (("leden", "lidsoort"), ("collectie", "materiaalsoort")):
        voorstellen = [m for m in bewijzen[dataset].bevindingen if m.code == "voorstel_vertaling" and m.kolom == kolom]
        assert len(voorstellen) == 1, dataset


# Lines in the shape of Koha's tables: comma, quotes, empty branch, local codes, a member without a category.
_BORROWERS = "borrowernumber,cardnumber,surname,firstname,address,city,zipcode,dateofbirth,branchcode,categorycode,dateenrolled,dateexpiry,sex"
_ITEMS = "itemnumber,biblionumber,biblioitemnumber,barcode,dateaccessioned,homebranch,notforloan,damaged,itemlost,withdrawn,holdingbranch,location,onloan,ccode,itype"


@pytest.fixture
def nagemaakt(leeg: Bibliotheek) -> tuple[Bibliotheek, list[Path]]:
    receive(
        leeg.omgeving,
        [leeg.write("organisaties.csv", "isil;naam;bronsysteem;werkgebied", [f"{ISIL};Koha;koha;GM0014"])],
    )
    receive(leeg.omgeving, [leeg.write("locaties.csv", LOCATIES, [f"NL-0899991001;{ISIL};MPL;M;V;GM0014;40;30"])],
            organisatie=ISIL, periode="2025")  # fmt: skip
    leden = ["1,1,Admin,Koha,,,,,MPL,S,,,"]
    leden += [
        f'{i},29{i},Welch,"Marcus, jr","5601 Road","Springfield, MA",44224,1985-10-24,SPL,PT,1990-08-22,2030-12-31,M'
        for i in range(2, 16)
    ]
    items = [f"{i},{i},{i},39{i},2014-05-07,MPL,,0,0,0,MPL,GEN,,,BK" for i in range(1, 21)]
    items += [f"{i},{i},{i},,2014-05-08,,,0,0,0,,CPL,,,CF" for i in range(21, 33)]
    return leeg, [leeg.write("borrowers.csv", _BORROWERS, leden), leeg.write("items.csv", _ITEMS, items)]


def test_lookalikes_are_recognised_and_accounted_for(nagemaakt: tuple[Bibliotheek, list[Path]]) -> None:
    bib, paden = nagemaakt
    receive(bib.omgeving, paden, organisatie=ISIL, periode="2025")
    bewijzen = {b.dataset: b for b in process(bib.omgeving)}
    leden, collectie = bewijzen["leden"], bewijzen["collectie"]
    assert leden.rijen is not None
    assert collectie.rijen is not None
    assert (leden.rijen.gelezen, leden.rijen.geaccepteerd) == (15, 15)
    assert (collectie.rijen.gelezen, collectie.rijen.geaccepteerd, collectie.rijen.uitval) == (32, 20, 12)
    voorstel = next(m for m in leden.bevindingen if m.code == "voorstel_vertaling")
    assert "PT (14 keer)" in voorstel.uitleg
    assert "1 code die" in voorstel.uitleg
    assert {m.code for m in collectie.bevindingen} >= {"vestiging_onbekend"}


def test_checking_stores_nothing(nagemaakt: tuple[Bibliotheek, list[Path]]) -> None:
    bib, paden = nagemaakt
    process(bib.omgeving)
    voor = sorted(str(p) for p in bib.omgeving.werk.rglob("*"))
    gecontroleerd = check(bib.omgeving, paden, organisatie=ISIL, periode="2025")
    assert {b.dataset: b.status for b in gecontroleerd} == {"leden": "verwerkt", "collectie": "verwerkt_met_uitval"}
    assert sorted(str(p) for p in bib.omgeving.werk.rglob("*")) == voor
