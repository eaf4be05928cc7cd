"""The one verb that reads figures, its filters and its mistakes, and where a figure comes from.

Not here: what the figures should be (`tests/spec`).
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from definitions import VerkeerdeAanroep
from publishing import cijfers, herkomst, open_publicatie
from tests.unit.publishing.conftest import NOORD, ZUID, Netwerk

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SLEUTELS = [
    "indicator", "definitieversie", "niveau", "gebied", "periodesoort", "periode", "uitsplitsing", "klasse", "teller",
    "noemer", "waarde", "eenheid", "dekking", "status", "markeringen", "gebiedsbegrip",
]  # fmt: skip


@pytest.fixture
def con(netwerk: Netwerk) -> Iterator[DuckDBPyConnection]:
    with open_publicatie(netwerk.omgeving) as verbinding:
        yield verbinding


def test_a_figure_has_all_its_keys_in_order(con: DuckDBPyConnection) -> None:
    (cijfer,) = cijfers(
        con,
        codes=["UIT-01"],
        gebieden=[NOORD],
        perioden=["2025-12"],
        niveaus=["organisatie"],
        uitsplitsingen=["totaal"],
    )
    assert list(cijfer) == SLEUTELS
    assert cijfer == {
        "indicator": "UIT-01", "definitieversie": 1, "niveau": "organisatie", "gebied": NOORD, "periodesoort": "maand",
        "periode": "2025-12", "uitsplitsing": "totaal", "klasse": "totaal", "teller": 12.0, "noemer": None, "waarde": 12.0,
        "eenheid": "uitleningen", "dekking": 1.0, "status": "definitief", "markeringen": [],
        "gebiedsbegrip": "locatie van uitlenen",
    }  # fmt: skip


def test_what_is_left_out_means_all_of_it(con: DuckDBPyConnection) -> None:
    rij = con.sql("select count(*) from indicatorwaarde").fetchone()
    assert rij is not None
    assert len(cijfers(con)) == rij[0]


@pytest.mark.parametrize(
    ("filters", "kolom", "waarden"),
    [
        ({"niveaus": ["land", "provincie"]}, "niveau", {"land", "provincie"}),
        ({"periodesoorten": ["kwartaal"]}, "periodesoort", {"kwartaal"}),
        ({"perioden": ["2025", "2025-12-31"]}, "periode", {"2025", "2025-12-31"}),
        ({"gebieden": ["GM0014", "PV20"]}, "gebied", {"GM0014", "PV20"}),
        ({"codes": ["UIT-01", "led-01"]}, "indicator", {"UIT-01", "LED-01"}),
        ({"uitsplitsingen": ["leeftijdsgroep"]}, "uitsplitsing", {"leeftijdsgroep"}),
    ],
)
def test_a_filter_keeps_what_it_names(
    con: DuckDBPyConnection, filters: dict[str, Any], kolom: str, waarden: set[str]
) -> None:
    assert {c[kolom] for c in cijfers(con, **filters)} == waarden


def test_the_second_order_gives_the_same_figures(con: DuckDBPyConnection) -> None:
    alle = cijfers(con, gebieden=[NOORD], uitsplitsingen=["totaal"])
    codes = sorted({c["indicator"] for c in alle})
    assert alle == cijfers(con, codes=codes, gebieden=[NOORD], uitsplitsingen=["totaal"])


@pytest.mark.parametrize(
    ("alias", "uitsplitsing", "klasse"),
    [
        ("UIT-02.volw.fictie", "doelgroep*genre", "VOLW*FICTIE"),
        ("ACT-01.kf3", "kernfunctie", "3"),
        ("UIT-02.volw", "doelgroep", "VOLW"),
    ],
)
def test_an_alias_is_a_klasse(con: DuckDBPyConnection, alias: str, uitsplitsing: str, klasse: str) -> None:
    gevonden = cijfers(con, codes=[alias, "LED-01"], niveaus=["land"])
    assert {(c["uitsplitsing"], c["klasse"]) for c in gevonden if c["indicator"] != "LED-01"} == {
        (uitsplitsing, klasse)
    }
    assert "totaal" in {c["uitsplitsing"] for c in gevonden if c["indicator"] == "LED-01"}


@pytest.mark.parametrize(
    ("filters", "zin"),
    [
        ({"codes": ["UIT-99"]}, "De indicator UIT-99 bestaat niet"),
        ({"codes": ["UIT-01", "XX"]}, "De indicator XX bestaat niet"),
        ({"codes": ["UIT-02.paars"]}, "De code UIT-02.paars bestaat niet"),
        ({"gebieden": ["GM9999"]}, "Het gebied GM9999 bestaat niet"),
        ({"gebieden": ["' or 1=1 --"]}, "bestaat niet"),
        ({"niveaus": ["wijk"]}, "kies uit locatie"),
        ({"periodesoorten": ["week"]}, "kies uit maand"),
        ({"perioden": ["2025-13"]}, "is geen periode"),
        ({"uitsplitsingen": ["schoenmaat"]}, "De uitsplitsing schoenmaat bestaat niet"),
    ],
)
def test_an_unknown_name_is_a_wrong_call(con: DuckDBPyConnection, filters: dict[str, Any], zin: str) -> None:
    with pytest.raises(VerkeerdeAanroep, match=zin):
        cijfers(con, **filters)


def test_nothing_found_is_an_answer(con: DuckDBPyConnection) -> None:
    assert cijfers(con, codes=["UIT-01"], perioden=["1999"]) == []


def test_an_unknown_audience_is_a_wrong_call(netwerk: Netwerk) -> None:
    for publiek in ("eigen/NL-9", "../../stand", "iedereen"):
        with pytest.raises(VerkeerdeAanroep, match="kies beheer"):
            open_publicatie(netwerk.omgeving, publiek)


def test_a_publicatie_cannot_be_written(netwerk: Netwerk) -> None:
    import duckdb

    with open_publicatie(netwerk.omgeving, "netwerk") as con, pytest.raises(duckdb.Error):
        con.execute("delete from indicatorwaarde")


def _wat(rijen: list[dict[str, Any]]) -> list[tuple[str, str, str]]:
    return [(r["organisatie"], r["dataset"], r["periode"]) for r in rijen]


def test_the_files_behind_a_flow(con: DuckDBPyConnection) -> None:
    rijen = herkomst(con, "UIT-01", "NL01", "2025-Q4")
    assert _wat(rijen) == [
        (NOORD, "uitleningen", "2025-11"), (NOORD, "uitleningen", "2025-12"), (ZUID, "uitleningen", "2025-12"),
    ]  # fmt: skip
    assert list(rijen[0]) == [
        "levering",
        "organisatie",
        "dataset",
        "periode",
        "bestanden",
        "ontvangen_op",
        "aanvullingen",
    ]
    assert rijen[0]["bestanden"][0]["naam"] == "uitleningen_2025-11.csv"
    assert len(rijen[0]["bestanden"][0]["sha256"]) == 64


def test_the_files_behind_a_stock_a_ratio_and_borrowing_members(con: DuckDBPyConnection) -> None:
    assert _wat(herkomst(con, "LED-01", NOORD, "2025")) == [(NOORD, "leden", "2025-12-31")]
    assert _wat(herkomst(con, "LED-01", "GM0034", "2025")) == [(NOORD, "leden", "2025-12-31")]
    samen = [(NOORD, "leden", "2025-12-31"), (NOORD, "uitleningen", "2025-11"), (NOORD, "uitleningen", "2025-12")]
    assert _wat(herkomst(con, "UIT-07", NOORD, "2025")) == samen
    assert _wat(herkomst(con, "LED-12", NOORD, "2025-12-31")) == samen
    assert herkomst(con, "LED-01", ZUID, "2025") == []


def test_herkomst_of_what_does_not_exist(con: DuckDBPyConnection) -> None:
    for vraag in (
        ("UIT-99", NOORD, "2025"),
        ("UIT-01", "GM9999", "2025"),
        ("UIT-01", NOORD, "gisteren"),
        ("UIT-01", NOORD, "2025-02-31"),
    ):
        with pytest.raises(VerkeerdeAanroep):
            herkomst(con, *vraag)


def test_the_package_loads_nothing_heavy(wortel: Path) -> None:
    zwaar = "{'duckdb', 'dbt', 'polars', 'pandas', 'pydantic', 'ingest', 'definitions'}"
    code = f"import sys, publishing; print(sorted({zwaar} & set(sys.modules)))"
    uit = subprocess.run([sys.executable, "-c", code], cwd=wortel, capture_output=True, text=True, check=True)
    assert uit.stdout.strip() == "[]"


def test_asking_a_figure_does_not_load_pandas(netwerk: Netwerk, wortel: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom definitions import Omgeving\n"
        "from publishing import open_publicatie, cijfers\n"
        f"con = open_publicatie(Omgeving(werk=Path({str(netwerk.omgeving.werk)!r}), sleutels=Path('/nergens')))\n"
        "print(len(cijfers(con, codes=['UIT-01'])) > 0, 'pandas' in sys.modules)"
    )
    uit = subprocess.run([sys.executable, "-c", code], cwd=wortel, capture_output=True, text=True, check=True)
    assert uit.stdout.strip() == "True False"
