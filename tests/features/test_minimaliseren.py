"""Minimised at the library itself, a delivery counts the same as the full files, and holds nothing personal.

Loops over the truth and over every brons table. Not here: the command's words (tests/unit/orchestration).
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from definitions import Omgeving, VerkeerdeAanroep
from ingest import counting_files, minimise_files, number_at_home, process, receipts, receive

from .bibliotheek import ISIL, Bibliotheek, loan, member
from .canary import found_below

# Of each kind of source system one organisatie: events (Wise) and loans with a counter and helping tables (Koha).
SYSTEMEN = ("wise", "koha")
SOORTEN = {"uitleningen": "UITLENING", "verlengingen": "VERLENGING", "innames": "INNAME"}
# Nobody's table of brons says by what system it was delivered, or who a member is, across two keys.
ANDERS = {"bronsysteem", "lid"}


@dataclass(frozen=True)
class Paar:
    """The same organisatie, delivered whole and delivered minimised."""

    isil: str
    waarheid: dict[str, Any]
    heel: Omgeving
    klein: Omgeving
    uitvoer: Path


@pytest.fixture(scope="module", params=SYSTEMEN)
def paar(request: pytest.FixtureRequest, gedeeld: Path, maak_omgeving: Callable[..., Omgeving]) -> Paar:
    netwerk = gedeeld / "exports" / "netwerk-klein"
    waarheid = json.loads((netwerk / "truth.json").read_text())
    lijst = list(csv.DictReader((netwerk / "organisaties.csv").read_text().splitlines(), delimiter=";"))
    isil = next(r["isil"] for r in lijst if r["bronsysteem"] == request.param and r["isil"] in waarheid["organisaties"])
    bestanden = sorted((netwerk / isil).glob("*.csv"))
    heel, klein, thuis = maak_omgeving("heel"), maak_omgeving("klein"), maak_omgeving("thuis")
    receive(heel, [netwerk / "organisaties.csv"])
    receive(heel, bestanden, organisatie=isil, periode="2025")
    process(heel)

    uitvoer = thuis.werk.parent / "uitvoer"
    gemaakt = minimise_files(thuis, bestanden, uitvoer, organisatie=isil, periode="2025", bronsysteem=request.param)
    paden = [u.pad for u in gemaakt if u.pad is not None]
    assert {p.name for p in paden} == {"uitlening.csv", "lid_2025-12-31.csv", "exemplaar_2025-12-31.csv"}
    assert not thuis.werk.exists() or not list(thuis.werk.rglob("*.parquet"))
    receive(klein, [netwerk / "organisaties.csv"])
    anders = [p for p in bestanden if "locaties" in p.name]
    receive(klein, [*anders, *paden], organisatie=isil, periode="2025")
    process(klein)
    return Paar(isil, waarheid["organisaties"][isil], heel, klein, uitvoer)


def _table(omgeving: Omgeving, tabel: str) -> pl.DataFrame:
    paden = [b.pad for b in counting_files(omgeving) if b.tabel == tabel]
    return pl.concat([pl.read_parquet(omgeving.werk / pad) for pad in paden])


def test_every_row_of_the_minimised_files_is_accepted(paar: Paar) -> None:
    for bewijs in receipts(paar.klein):
        if bewijs.dataset in ("uitleningen", "leden", "collectie"):
            assert bewijs.bronsysteem == "gbs"
            assert bewijs.rijen is not None
            assert bewijs.rijen.geaccepteerd == bewijs.rijen.gelezen > 0


@pytest.mark.parametrize("tabel", ["uitleningen", "leners", "titelgebruik", "exemplaargebruik", "leden", "collectie"])
def test_brons_is_the_same(paar: Paar, tabel: str) -> None:
    heel, klein = (_table(o, tabel) for o in (paar.heel, paar.klein))
    kolommen = [k for k in heel.columns if k not in ANDERS]
    assert klein.height > 0
    assert klein.select(kolommen).sort(kolommen).equals(heel.select(kolommen).sort(kolommen))
    if "lid" in heel.columns:
        assert klein["lid"].n_unique() == heel["lid"].n_unique()
        per_lid = [f.group_by("lid").len().select("len").sort("len") for f in (heel, klein)]
        assert per_lid[0].equals(per_lid[1])


def test_counts_are_those_of_the_truth(paar: Paar) -> None:
    geteld = _table(paar.klein, "uitleningen")
    leners = _table(paar.klein, "leners")
    for maand, waarheid in paar.waarheid["maanden"].items():
        deel = geteld.filter(pl.col("maand").dt.strftime("%Y-%m") == maand)
        for naam, soort in SOORTEN.items():
            aantal = deel.filter(
                pl.col("soort").cast(pl.String).is_in([soort, soort.replace("UITLENING", "TER_PLAATSE")])
            )
            assert aantal["aantal"].sum() == waarheid[naam], (maand, naam)
        wie = leners.filter(pl.col("maand").dt.strftime("%Y-%m") == maand)["lid"].n_unique()
        assert wie == waarheid["actieve_leners"], maand
    leden = _table(paar.klein, "leden")
    assert leden.height == paar.waarheid["leden"]["totaal"]
    per_soort = dict(leden.group_by(pl.col("lidsoort").cast(pl.String)).len().iter_rows())
    for lidsoort, aantal in paar.waarheid["leden"]["per_lidsoort"].items():
        assert per_soort.get(lidsoort.upper(), 0) == aantal, lidsoort
    assert _table(paar.klein, "collectie").height == paar.waarheid["exemplaren"]["totaal"]


PERSOON = {
    "lidnummer": "918273645", "pas": "29918273645", "naam": "Kanariewilg", "e-mail": "a918273645@", "geboren": "17-08-1957",
    "als ISO": "1957-08-17", "postcode": "9718ZX", "straat": "Dorpsstraat", "tijd": "10:15",
}  # fmt: skip


def test_what_leaves_the_building_holds_nothing_personal(leeg: Bibliotheek) -> None:
    wie = {"lid": PERSOON["lidnummer"], "geboren": PERSOON["geboren"]}
    log = leeg.log([loan(1, **wie), loan(2, **wie, exemplaar="=1+1"), loan(3, "31-02-2025", **wie)])
    leden = leeg.members(
        [member(wie["lid"], geboren=wie["geboren"], naam="Kanariewilg", postcode="9718ZX")], "leden_2025-03-31.csv"
    )
    assert set(found_below(leeg.map, PERSOON)) == set(PERSOON) - {"als ISO"}
    naar = leeg.map.parent / "uitvoer"
    woorden: list[str] = []
    gemaakt = minimise_files(
        leeg.omgeving,
        [log, leden, leeg.locations()],
        naar,
        organisatie=ISIL,
        bronsysteem="wise",
        periode="2025-03",
        tell=woorden.append,
    )
    assert [u.pad.name for u in gemaakt if u.pad] == ["lid_2025-03-31.csv", "uitlening.csv"]
    assert found_below(naar, PERSOON) == {}
    assert "kopie" in " ".join(woorden)
    rijen = list(csv.DictReader((naar / "uitlening.csv").read_text().splitlines(), delimiter=";"))
    assert [r["exemplaar_id"] for r in rijen] == ["7001", "'=1+1"], "never a formula"
    assert {r["uitleen_datumtijd"] for r in rijen} == {"2025-03-03 06:00"}
    (lid,) = csv.DictReader((naar / "lid_2025-03-31.csv").read_text().splitlines(), delimiter=";")
    assert (lid["postcode4"], lid["leeftijdsgroep"], lid["inschrijfdatum"]) == ("9718", "65+", "2020-01-01")
    assert (
        {lid["lid_pseudoniem"]}
        == {r["lid_pseudoniem"] for r in rijen}
        == {number_at_home(leeg.omgeving, ISIL, f"-{wie['lid']}")}
    )
    assert (naar / "uitlening.csv").stat().st_mode & 0o077 == 0
    with pytest.raises(VerkeerdeAanroep, match="bestaat al"):
        minimise_files(leeg.omgeving, [log, leeg.locations()], naar, organisatie=ISIL, bronsysteem="wise")


def test_what_would_be_refused_leaves_no_file(leeg: Bibliotheek) -> None:
    log = leeg.log([loan(i, "99-99-2025") for i in range(300)])
    naar = leeg.map.parent / "uitvoer"
    gemaakt = minimise_files(leeg.omgeving, [log, leeg.locations()], naar, organisatie=ISIL, bronsysteem="wise")
    assert [u.bewijs.status for u in gemaakt if u.bewijs.dataset == "uitleningen"] == ["geweigerd"]
    assert list(naar.iterdir()) == []


def test_what_makes_the_files_be_read_again_writes_no_row_twice(bibliotheek: Bibliotheek) -> None:
    """A cancellation far down a log is only met when earlier rows were already written."""
    regels = [loan(i, f"{1 + i % 28:02d}-03-2025", exemplaar=str(7000 + i)) for i in range(400)]
    regels.append(loan(400, "29-03-2025", exemplaar="7399", actie="annulering"))
    klein = replace(bibliotheek.omgeving, blok_bytes=4096)
    naar = bibliotheek.map / "naar"
    (uit,) = minimise_files(
        klein, [bibliotheek.locations(), bibliotheek.log(regels)], naar, organisatie=ISIL, periode="2025", bronsysteem="wise",
    )[1:]  # fmt: skip
    assert uit.pad is not None
    geschreven = pl.read_csv(uit.pad, separator=";", infer_schema=False)
    assert uit.bewijs.rijen is not None
    assert uit.bewijs.rijen.geaccepteerd == geschreven.height == 399
    assert geschreven["exemplaar_id"].to_list() == [str(7000 + i) for i in range(399)]
