"""The build: what it freezes, what it does with nothing, what its tests do to it.

Not here: what indicators count (`tests/spec`).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from definitions import InterneFout, Omgeving, PoortGesloten, WerkmapFout, load_definities
from publishing import Bouw, dbt_arguments, dbt_environ, finish_build, latest_build, prepare_build
from publishing.bouw import DBT_PROJECT, run_dbt
from publishing.stand import freeze
from tests.unit.publishing.bronsmaker import Bronsmaker
from tests.unit.publishing.conftest import NOORD, ZUID, Netwerk, lever_netwerk

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def test_the_same_deliveries_give_the_same_stand(netwerk: Netwerk) -> None:
    maker = netwerk.maker
    een = freeze(netwerk.omgeving, maker.bestanden, maker.dekking)
    ander = freeze(netwerk.omgeving, maker.bestanden[::-1], maker.dekking[::-1])
    assert een.as_json() == ander.as_json() == netwerk.bouw.stand.read_text()


def test_the_clock_only_counts_where_figures_show_it(netwerk: Netwerk) -> None:
    maker = netwerk.maker
    ids = {
        nu: freeze(replace(netwerk.omgeving, vast_nu=nu), maker.bestanden, maker.dekking).id
        for nu in (datetime(2025, 12, 20), datetime(2026, 1, 2), datetime(2026, 6, 1))
    }
    assert ids[datetime(2025, 12, 20)] != ids[datetime(2026, 1, 2)] == ids[datetime(2026, 6, 1)]


def test_of_the_networks_list_only_the_newest_counts(omgeving: Omgeving) -> None:
    maker = Bronsmaker(omgeving)
    maker.lever(
        "netwerk", "", organisaties="organisatie | naam\nNL-1 | Oud", werkgebied="organisatie | gemeente\nNL-1 | GM0014"
    )
    maker.lever(
        "netwerk",
        "",
        organisaties="organisatie | naam\nNL-2 | Nieuw",
        werkgebied="organisatie | gemeente\nNL-2 | GM0014",
    )
    stand = freeze(omgeving, maker.bestanden, maker.dekking)
    assert {rij["levering"] for rij in stand.inhoud["bestanden"]} == {"L000002"}


def test_a_changed_brons_file_is_a_damaged_work_folder(omgeving: Omgeving) -> None:
    maker = lever_netwerk(omgeving)
    pad = omgeving.werk / maker.bestanden[0].pad
    pad.write_bytes(pad.read_bytes()[:-1] + b"x")
    with pytest.raises(WerkmapFout, match="ontbreekt of is veranderd"):
        prepare_build(omgeving, maker.bestanden, maker.dekking)


def test_brons_of_before_a_column_was_asked_is_read_with_the_column_empty(omgeving: Omgeving) -> None:
    """Alone and beside newer files; what a file has and the contract no longer asks is passed over."""
    import duckdb
    import polars as pl

    maker = Bronsmaker(omgeving)
    maker.lever("NL-1", "2025-12-31", locaties="locatie | naam | gemeente\nNL-11 | Oud | GM0014")
    pad = omgeving.werk / maker.bestanden[0].pad
    pl.read_parquet(pad).drop("soort", "ido", "opgevolgd_door").with_columns(vervallen=pl.lit("x")).write_parquet(pad)
    oud = replace(maker.bestanden[0], sha256=hashlib.sha256(pad.read_bytes()).hexdigest())
    maker.lever("NL-2", "2025-12-31", locaties="locatie | naam | gemeente | ido\nNL-21 | Nieuw | GM0014 | J")
    for bestanden, verwacht in (([oud], [("Oud", None)]), ([oud, maker.bestanden[1]], [("Nieuw", "J"), ("Oud", None)])):
        bouw = prepare_build(omgeving, bestanden, maker.dekking[: len(bestanden)])
        with duckdb.connect(str(bouw.database), read_only=True) as con:
            assert con.execute("select naam, ido from brons.locaties order by naam").fetchall() == verwacht
            kolommen = [k for k, *_ in con.execute("describe brons.locaties").fetchall()]
        assert kolommen == list(load_definities().contracten["locaties"].tabel("locaties").namen)


def test_builds_are_kept_apart_and_old_ones_go(omgeving: Omgeving) -> None:
    ids = [prepare_build(omgeving, [], []).id for _ in range(4)]
    assert sorted(ids) == ids
    assert len(set(ids)) == 4
    assert sorted(p.name for p in omgeving.bouw.iterdir()) == ids[1:]
    assert latest_build(omgeving) is None


def test_nothing_delivered_gives_no_figures_and_no_mistake(omgeving: Omgeving) -> None:
    import duckdb

    bouw = prepare_build(omgeving, [], [])
    run_dbt(bouw)
    oordeel = finish_build(omgeving, bouw)
    assert all(t.geslaagd for t in oordeel.toetsen)
    with duckdb.connect(str(bouw.database), read_only=True) as con:
        assert con.sql("select count(*) from presentatie.indicatorwaarde").fetchone() == (0,)


def test_a_finding_about_delivered_data_warns_with_organisatie_and_period(netwerk: Netwerk) -> None:
    oordeel = json.loads((netwerk.bouw.map / "oordeel.json").read_text())
    gevallen = {t["naam"]: t["gevallen"] for t in oordeel["toetsen"] if not t["geslaagd"]}
    assert gevallen == {"levering_locatie_onbekend": [{"organisatie": ZUID, "periode": "2025-12", "aantal": 2}]}


def test_progress_is_reported_up_to_the_end(netwerk: Netwerk, tmp_path: Path) -> None:
    """Over what is built already: asking dbt for one model is enough."""
    gemeld: list[tuple[str, str, int, int]] = []
    bouw = replace(netwerk.bouw, map=tmp_path)
    vars_ = dbt_arguments(netwerk.bouw)[dbt_arguments(netwerk.bouw).index("--vars") :][:2]
    run_dbt(bouw, lambda *wat: gemeld.append(wat), ["build", "--select", "dim_gemeente", *vars_])
    assert gemeld[-1][0] == "bouw"
    assert gemeld[-1][2] == gemeld[-1][3] == len(gemeld)


def test_unit_tests_of_the_models_pass(netwerk: Netwerk, tmp_path: Path) -> None:
    bouw = replace(netwerk.bouw, map=tmp_path)
    vars_ = dbt_arguments(netwerk.bouw)[dbt_arguments(netwerk.bouw).index("--vars") :][:2]
    run_dbt(bouw, None, ["test", "--select", "test_type:unit", *vars_])
    uitkomsten = json.loads((bouw.doelmap / "run_results.json").read_text())["results"]
    assert len(uitkomsten) >= 6
    assert [u["unique_id"] for u in uitkomsten if u["status"] != "pass"] == []


def test_dbt_writes_nothing_outside_the_build(netwerk: Netwerk) -> None:
    assert sorted(p.name for p in DBT_PROJECT.iterdir()) == [
        "dbt_project.yml",
        "kolommen.yaml",
        "macros",
        "models",
        "profiles.yml",
        "tests",
    ]
    assert dbt_environ(netwerk.bouw)["DBT_TARGET_PATH"] == str(netwerk.bouw.doelmap)
    assert not netwerk.bouw.tijdelijk.exists()


def _uitkomst(bouw: Bouw, tmp_path: Path, *uitkomsten: tuple[str, str, int, str]) -> Bouw:
    """A build whose dbt said this: (unique_id, status, failures, severity)."""
    nep = replace(bouw, map=tmp_path)
    nep.doelmap.mkdir()
    resultaten = [
        {"unique_id": u, "status": s, "failures": f, "message": "een waarde 1234"} for u, s, f, _ in uitkomsten
    ]
    knopen = {
        u: {
            "name": u.split(".")[2],
            "config": {"severity": ernst, "meta": {"naam": "dit klopt"}, "store_failures": None},
        }
        for u, _, _, ernst in uitkomsten
    }
    (nep.doelmap / "run_results.json").write_text(json.dumps({"results": resultaten}))
    (nep.doelmap / "manifest.json").write_text(json.dumps({"nodes": knopen}))
    return nep


def test_a_failing_test_of_our_own_closes_the_gate_by_name(netwerk: Netwerk, tmp_path: Path) -> None:
    bouw = _uitkomst(
        netwerk.bouw, tmp_path,
        ("test.daadkracht.som", "fail", 3, "ERROR"), ("model.daadkracht.indicatorwaarde", "skipped", 0, "ERROR"),
    )  # fmt: skip
    with pytest.raises(PoortGesloten, match="“dit klopt” klopt niet") as fout:
        finish_build(netwerk.omgeving, bouw)
    assert fout.value.exit_code == 12


@pytest.mark.parametrize(
    ("unique_id", "status"),
    [
        ("model.daadkracht.bijdrage", "error"),
        ("test.daadkracht.som", "error"),
        ("model.daadkracht.bijdrage", "skipped"),
    ],
)
def test_what_dbt_could_not_do_is_a_bug_without_its_message(
    netwerk: Netwerk, tmp_path: Path, unique_id: str, status: str
) -> None:
    with pytest.raises(InterneFout) as fout:
        finish_build(netwerk.omgeving, _uitkomst(netwerk.bouw, tmp_path, (unique_id, status, 0, "ERROR")))
    assert "1234" not in str(fout.value)
    assert not (tmp_path / "dbt").exists()


def test_a_foreign_error_at_the_edge_loses_its_message(omgeving: Omgeving) -> None:
    with pytest.raises(InterneFout) as fout:
        prepare_build(omgeving, ["geheime waarde"], [])  # type: ignore[list-item]
    assert "geheim" not in str(fout.value)
    assert fout.value.__cause__ is None


def test_coverage_alone_is_enough_for_a_zero(netwerk: Netwerk) -> None:
    """Noord delivered no INNAME: that is 0; Zuid delivered no November: that is no figure."""
    import duckdb

    with duckdb.connect(str(netwerk.bouw.database), read_only=True) as con:
        rijen = con.sql(
            "select gebied, periode, waarde, status from presentatie.indicatorwaarde where indicator = 'INN-00' and"
            " niveau = 'organisatie' and uitsplitsing = 'totaal' and periodesoort = 'maand' order by all"
        ).fetchall()
    assert rijen == [
        (NOORD, "2025-11", 0.0, "definitief"),
        (NOORD, "2025-12", 0.0, "definitief"),
        (ZUID, "2025-11", None, "niet_geleverd"),
        (ZUID, "2025-12", 0.0, "definitief"),
    ]


@pytest.fixture
def kopie(netwerk: Netwerk, tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    """A copy of the built database, to change and ask anew."""
    import duckdb

    with duckdb.connect(str(shutil.copy(netwerk.bouw.database, tmp_path / "bouw.duckdb"))) as con:
        yield con


def _sql(bouw: Bouw, naam: str) -> str:
    """A model or test as dbt compiled it for this build, without the name of the database it was compiled for."""
    (pad,) = (bouw.doelmap / "compiled").rglob(f"{naam}.sql")
    return pad.read_text().replace('"bouw".', "")


@pytest.mark.parametrize(
    ("toets", "kapot"),
    [
        ("sleutel_indicatorwaarde", "insert into presentatie.indicatorwaarde from presentatie.indicatorwaarde limit 1"),
        ("sleutel_dimensies", "insert into presentatie.gebied from presentatie.gebied limit 1"),
        ("gebied_bekend", "delete from presentatie.gebied where gebied = 'GM0014'"),
        ("feiten_volledig", "delete from integratie.feit_leden where lidsoort = 'JEUGD'"),
        ("som_gebieden", "update presentatie.indicatorwaarde set waarde = waarde + 1 where gebied = 'GM0014'"),
        ("som_gebieden", "update presentatie.indicatorwaarde set waarde = waarde + 1 where gebied = 'PV20'"),
        ("som_locaties", "delete from presentatie.indicatorwaarde where klasse = 'BUITEN_VESTIGING'"),
        (
            "som_klassen",
            "update presentatie.indicatorwaarde set waarde = 99 where klasse = 'JEUGD' and indicator = 'LED-00'",
        ),
        ("brug_leden", "update presentatie.indicatorwaarde set waarde = waarde - 1 where indicator = 'LED-05'"),
        ("brug_leden", "update integratie.feit_leden set geldig = false where lidsoort = 'JEUGD'"),
        ("brug_leeftijd", "update presentatie.indicatorwaarde set waarde = waarde + 1 where indicator = 'LED-02'"),
    ],
)
def test_each_test_of_our_own_sees_what_it_is_for(
    netwerk: Netwerk, kopie: DuckDBPyConnection, toets: str, kapot: str
) -> None:
    sql = _sql(netwerk.bouw, toets)
    assert kopie.sql(sql).fetchall() == []
    kopie.execute(kapot)
    assert kopie.sql(sql).fetchall() != []


def test_a_series_that_crosses_versions_shows_it(netwerk: Netwerk, kopie: DuckDBPyConnection) -> None:
    kopie.execute("insert into definities.versie values ('UIT-01', 2, date '2025-12-01', 'anders geteld')")
    kopie.execute("insert into definities.versie values ('UIT-02', 2, date '2025-12-01', null)")
    rijen = kopie.sql(
        f"select indicator, periode, definitieversie, markeringen from ({_sql(netwerk.bouw, 'indicatorwaarde')})"
        " where indicator in ('UIT-01', 'UIT-02', 'UIT-05') and gebied = 'NL-0700010000' and uitsplitsing = 'totaal'"
        " and periodesoort = 'maand' order by all"
    ).fetchall()
    assert rijen == [
        ("UIT-01", "2025-11", 1, []),
        ("UIT-01", "2025-12", 2, ["trendbreuk"]),
        ("UIT-02", "2025-11", 1, []),
        ("UIT-02", "2025-12", 2, []),
        ("UIT-05", "2025-11", 1, ["verlenging_bij_uitlening"]),
        ("UIT-05", "2025-12", 1, ["verlenging_bij_uitlening"]),
    ]
