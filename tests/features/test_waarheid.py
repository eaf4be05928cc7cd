"""The promise that carries all others: what is published equals the known truth of a network, in every cell.

Loops over the truth, never over what came out. Not here: how a figure is made (tests/spec).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from definitions import Omgeving
from ingest import Ontvangstbewijs, process, receipts, receive
from publishing import build, cijfers, open_publicatie, publish

_DATASET = {"leden": "leden", "exemplaren": "collectie", "uitleningen": "uitleningen", "activiteiten": "activiteiten"}

Cel = tuple[str, str, str, str, str]


@pytest.fixture(scope="session")
def netwerk_klein(gedeeld: Path) -> Path:
    return gedeeld / "exports" / "netwerk-klein"


@pytest.fixture(scope="session")
def waarheid(netwerk_klein: Path) -> dict[str, Any]:
    return json.loads((netwerk_klein / "truth.json").read_text())


@pytest.fixture(scope="session")
def gepubliceerd(netwerk_klein: Path, waarheid: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Omgeving:
    map_ = tmp_path_factory.mktemp("klein")
    omgeving = Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels")
    receive(omgeving, [netwerk_klein / "organisaties.csv"])
    for isil in waarheid["organisaties"]:
        receive(omgeving, sorted((netwerk_klein / isil).glob("*.csv")), organisatie=isil, periode="2025")
    process(omgeving)
    publish(omgeving, build(omgeving))
    return omgeving


@pytest.fixture(scope="session")
def cellen(gepubliceerd: Omgeving) -> dict[Cel, float | None]:
    with open_publicatie(gepubliceerd, "beheer") as verbinding:
        rijen = cijfers(verbinding)
    return {(r["indicator"], r["gebied"], r["periode"], r["uitsplitsing"], r["klasse"]): r["waarde"] for r in rijen}


def _klasse(code: str) -> str:
    return code.upper() if code == "onbekend" else code


def _month_cells(isil: str, maand: str, w: dict[str, Any]) -> Iterator[tuple[Cel, int]]:
    totalen = {"uitleningen": "UIT-00", "verlengingen": "VER-00", "innames": "INN-00", "actieve_leners": "LEN-00"}
    for naam, code in totalen.items():
        yield (code, isil, maand, "totaal", "totaal"), w[naam]
    for naam in ("leeftijdsgroep", "materiaalsoort"):
        for klasse, n in w[f"uitleningen_per_{naam}"].items():
            yield ("UIT-00", isil, maand, naam, _klasse(klasse)), n
    for kernfunctie, telling in w["activiteiten"].items():
        yield ("ACT-00", isil, maand, "kernfunctie", kernfunctie), telling["activiteiten"]
        yield ("DLN-00", isil, maand, "kernfunctie", kernfunctie), telling["deelnemers"]


def _year_cells(isil: str, w: dict[str, Any], jaar: str) -> Iterator[tuple[Cel, int]]:
    namen = {
        "uitleningen": "UIT-00", "verlengingen": "VER-00", "innames": "INN-00", "actieve_leners": "LEN-00",
        "activiteiten": "ACT-00", "deelnemers": "DLN-00",
    }  # fmt: skip
    for naam, code in namen.items():
        yield (code, isil, jaar, "totaal", "totaal"), w[naam]
    for klasse, n in w["uitleningen_per_lidsoort"].items():
        yield ("UIT-00", isil, jaar, "lidsoort", _klasse(klasse)), n


def _stock_cells(isil: str, w: dict[str, Any], peildatum: str) -> Iterator[tuple[Cel, int]]:
    yield ("LED-00", isil, peildatum, "totaal", "totaal"), w["leden"]["totaal"]
    yield ("COL-00", isil, peildatum, "totaal", "totaal"), w["exemplaren"]["totaal"]
    for naam in ("leeftijdsgroep", "lidsoort"):
        for klasse, n in w["leden"][f"per_{naam}"].items():
            yield ("LED-00", isil, peildatum, naam, _klasse(klasse)), n
    for klasse, n in w["exemplaren"]["per_materiaalsoort"].items():
        yield ("COL-00", isil, peildatum, "materiaalsoort", _klasse(klasse)), n


def _country_cells(w: dict[str, Any], jaar: str) -> Iterator[tuple[Cel, int]]:
    for maand, telling in w["per_maand"].items():
        for naam, code in {"uitleningen": "UIT-00", "verlengingen": "VER-00", "innames": "INN-00"}.items():
            yield (code, "NL01", maand, "totaal", "totaal"), telling[naam]
    for klasse, n in w["leden"].items():
        yield ("LED-00", "NL01", f"{jaar}-12-31", "leeftijdsgroep", _klasse(klasse)), n
    for klasse, n in w["exemplaren"].items():
        yield ("COL-00", "NL01", f"{jaar}-12-31", "materiaalsoort", _klasse(klasse)), n
    yield ("UIT-00", "NL01", jaar, "totaal", "totaal"), w["uitleningen"]
    yield ("VER-00", "NL01", jaar, "totaal", "totaal"), w["verlengingen"]


def truth_cells(waarheid: dict[str, Any]) -> Iterator[tuple[Cel, int]]:
    """Every published cell that the truth knows, with its value."""
    jaar = str(waarheid["generator"]["jaar"])
    for isil, w in waarheid["organisaties"].items():
        for maand, telling in w["maanden"].items():
            yield from _month_cells(isil, maand, telling)
        yield from _year_cells(isil, w["jaar"], jaar)
        yield from _stock_cells(isil, w, f"{jaar}-12-31")
    yield from _country_cells(waarheid["landelijk"], jaar)


def test_every_cell_of_the_truth_is_published(waarheid: dict[str, Any], cellen: dict[Cel, float | None]) -> None:
    verwacht = dict(truth_cells(waarheid))
    assert len(verwacht) > 1000
    anders = {cel: (n, cellen.get(cel)) for cel, n in verwacht.items() if cellen.get(cel) != n}
    assert anders == {}


def _per_dataset(bewijzen: list[Ontvangstbewijs]) -> dict[tuple[str, str], Ontvangstbewijs]:
    return {(b.organisatie, b.dataset or ""): b for b in bewijzen}


def test_every_kind_of_dirty_row_is_found_counted_and_treated(waarheid: dict[str, Any], gepubliceerd: Omgeving) -> None:
    bewijzen = _per_dataset(receipts(gepubliceerd))
    anders = []
    for isil, w in waarheid["organisaties"].items():
        for soort, dataset in _DATASET.items():
            bewijs = bewijzen[isil, dataset]
            gevonden = Counter({m.code: 0 for m in bewijs.bevindingen})
            for m in bewijs.bevindingen:
                gevonden[m.code] += m.aantal
            for code, aantal in w["vuil"].get(soort, {}).items():
                gevolg = {m.gevolg for m in bewijs.bevindingen if m.code == code}
                if (gevonden[code], gevolg) != (aantal, {waarheid["vuil_gevolg"][code]}):
                    anders.append((isil, dataset, code, aantal, gevonden[code], gevolg))
    assert anders == []


def test_every_row_is_accounted_for(waarheid: dict[str, Any], gepubliceerd: Omgeving) -> None:
    bewijzen = receipts(gepubliceerd)
    for bewijs in bewijzen:
        r = bewijs.rijen
        assert r is not None, bewijs
        assert r.gelezen == r.geaccepteerd + r.uitval + r.dubbel + r.overgeslagen
    per = _per_dataset(bewijzen)
    for isil, w in waarheid["organisaties"].items():
        rijen = per[isil, "uitleningen"].rijen
        assert rijen is not None
        assert rijen.gelezen == w["rijen_uitleningen_verwacht"]
        for soort, dataset in _DATASET.items():
            rijen = per[isil, dataset].rijen
            assert rijen is not None
            assert rijen.dubbel == w["vuil"].get(soort, {}).get("dubbele_regel", 0)
