"""A publicatie: what is in it for whom, that it never changes, and the pointer.

Not here: reading figures (`test_cijfers_lezen.py`).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import duckdb
import pytest

import publishing.stand as stand_module
from definitions import Omgeving, PoortGesloten, VerkeerdeAanroep, WerkmapFout, load_definities
from publishing import Bouw, current, is_current, open_publicatie, press, publicaties, publish, rollback
from publishing.stand import freeze
from tests.unit.publishing.conftest import NOORD, ZUID, Netwerk


def _bestanden(map_: Path) -> dict[str, str]:
    return {str(p.relative_to(map_)): f"{p.stat().st_mode & 0o777:o}" for p in sorted(map_.rglob("*")) if p.is_file()}


def test_a_file_per_audience_and_nothing_to_write_in(netwerk: Netwerk) -> None:
    map_ = netwerk.publicatie.map
    assert _bestanden(map_) == {
        "beheer.duckdb": "600", f"eigen/{NOORD}.duckdb": "440", f"eigen/{ZUID}.duckdb": "440",
        "indicatorwaarde.parquet": "600", "manifest.json": "444", "netwerk.duckdb": "444",
        "publicatie.json": "444", "stand.json": "444",
    }  # fmt: skip
    assert oct(map_.stat().st_mode & 0o777) == oct((map_ / "eigen").stat().st_mode & 0o777) == "0o555"


def test_the_manifest_says_what_it_rests_on(netwerk: Netwerk) -> None:
    manifest = netwerk.publicatie.manifest()
    for regel in manifest["bestanden"]:
        assert hashlib.sha256((netwerk.publicatie.map / regel["naam"]).read_bytes()).hexdigest() == regel["sha256"]
    assert manifest["stand"] == freeze(netwerk.omgeving, netwerk.maker.bestanden, netwerk.maker.dekking).id
    assert {b["sha256"] for rij in manifest["leveringen"] for b in rij["bestanden"]} == {
        b.sha256 for d in netwerk.maker.dekking for b in d.bestanden
    }
    assert manifest["definities"]["UIT-01"] == 1
    assert {t["ernst"] for t in manifest["oordeel"]} == {"fout", "waarschuwing"}
    # The first brons to go is that of November 2025: the term of its contract after it, on the first of the next month.
    maanden = 12 + 11 + load_definities().contracten["uitleningen"].bewaartermijn_brons_maanden
    assert manifest["herbouwbaar_tot"] == f"{2024 + maanden // 12}-{maanden % 12 + 1:02d}-01"


def test_the_network_sees_no_persons_no_places_and_no_control_totals(netwerk: Netwerk) -> None:
    with open_publicatie(netwerk.omgeving, "netwerk") as con:
        niveaus = {n for (n,) in con.sql("select distinct niveau from indicatorwaarde").fetchall()}
        naar = {u for (u,) in con.sql("select distinct uitsplitsing from indicatorwaarde").fetchall()}
        codes = {c for (c,) in con.sql("select code from indicator").fetchall()}
    assert niveaus == {"organisatie", "provincie", "land"}
    assert "materiaalsoort" in naar
    assert naar.isdisjoint({"leeftijdsgroep", "leeftijdsband", "lidsoort", "plaats"})
    assert "UIT-01" in codes
    assert not {c for c in codes if c.endswith("-00")}


def test_a_library_sees_its_own_alone(netwerk: Netwerk) -> None:
    with open_publicatie(netwerk.omgeving, f"eigen/{NOORD}") as con:
        gebieden = {g for (g,) in con.sql("select distinct gebied from indicatorwaarde").fetchall()}
        leveraars = {o for (o,) in con.sql("select distinct organisatie from levering").fetchall()}
        buiten = con.sql(
            "select waarde from indicatorwaarde where klasse = 'BUITEN_VESTIGING' and indicator = 'ACT-01'"
            " and periodesoort <> 'lopend_jaar'"
        ).fetchall()
    assert gebieden == {NOORD, "NL-0700011001"}
    assert leveraars == {NOORD}
    assert len(buiten) == 4
    assert {rij[0] for rij in buiten} == {1.0, 2.0}


def test_files_hold_what_was_agreed(netwerk: Netwerk) -> None:
    kolommen = {
        "indicatorwaarde": "indicator definitieversie niveau gebied periodesoort periode uitsplitsing klasse teller noemer"
        " waarde eenheid dekking status markeringen gebiedsbegrip",
        "indicator": "code naam definitie eenheid soort decimalen begrip begrip_definitie definitieversie gebiedsbegrip"
        " wsob dataset trendbreuken bronnen",
        "gebied": "niveau gebied naam organisatie provincie inwoners",
        "codelijst": "lijst code naam volgorde",
        "publicatie": "id gemaakt_op definities_versie code_versie stand",
        "levering": "organisatie dataset periode levering ontvangen_op bestanden aanvullingen",
    }
    for publiek in ("beheer", "netwerk", f"eigen/{ZUID}"):
        with open_publicatie(netwerk.omgeving, publiek) as con:
            for tabel, namen in kolommen.items():
                assert con.sql(f"from {tabel}").columns == namen.split(), (publiek, tabel)
            assert con.sql("select id from publicatie").fetchone() == (netwerk.publicatie.id,)
            assert con.sql(
                "select count(*) from indicatorwaarde where (niveau, gebied) not in (select (niveau, gebied) from gebied)"
            ).fetchone() == (0,)
    with open_publicatie(netwerk.omgeving) as con:
        aantal = con.sql("select count(*) from indicatorwaarde").fetchone()
        assert (
            duckdb.sql(f"select count(*) from '{netwerk.publicatie.map}/indicatorwaarde.parquet'").fetchone() == aantal
        )


def test_no_path_of_this_machine_leaves_the_house(netwerk: Netwerk) -> None:
    for pad in netwerk.publicatie.map.rglob("*"):
        if pad.is_file():
            assert str(netwerk.omgeving.werk).encode() not in pad.read_bytes(), pad.name


def test_each_publication_is_a_new_folder_and_the_old_stays(eigen_bouw: tuple[Omgeving, Bouw]) -> None:
    omgeving, bouw = eigen_bouw
    with pytest.raises(VerkeerdeAanroep, match="nog geen publicatie"):
        current(omgeving)
    eerste = publish(omgeving)
    voor = {naam: (eerste.map / naam).read_bytes() for naam in _bestanden(eerste.map)}
    tweede = publish(omgeving, bouw)
    assert [p.id for p in publicaties(omgeving)] == [eerste.id, tweede.id]
    assert eerste.id < tweede.id
    assert current(omgeving) == tweede
    assert {naam: (eerste.map / naam).read_bytes() for naam in _bestanden(eerste.map)} == voor


def test_back_to_the_one_before_and_to_one_by_name(eigen_bouw: tuple[Omgeving, Bouw]) -> None:
    omgeving, _ = eigen_bouw
    een, twee, drie = (publish(omgeving) for _ in range(3))
    assert rollback(omgeving) == twee == current(omgeving)
    assert rollback(omgeving) == een
    with pytest.raises(VerkeerdeAanroep, match="van voor de huidige"):
        rollback(omgeving)
    assert rollback(omgeving, drie.id) == drie == current(omgeving)
    for fout in ("bestaat-niet", drie.id[:4]):
        with pytest.raises(VerkeerdeAanroep, match="één publicatie"):
            rollback(omgeving, fout)
    assert current(omgeving) == drie
    assert (omgeving.publicaties / "actueel").readlink() == Path(drie.id)


def test_a_damaged_publicatie_is_not_gone_back_to(eigen_bouw: tuple[Omgeving, Bouw]) -> None:
    omgeving, _ = eigen_bouw
    een, twee = publish(omgeving), publish(omgeving)
    pad = een.map / "netwerk.duckdb"
    pad.chmod(0o644)
    pad.write_bytes(b"kapot")
    with pytest.raises(WerkmapFout, match="beschadigd"):
        rollback(omgeving, een.id)
    assert current(omgeving) == twee


def test_dying_half_way_leaves_the_old_one(eigen_bouw: tuple[Omgeving, Bouw], monkeypatch: pytest.MonkeyPatch) -> None:
    omgeving, _ = eigen_bouw
    een = publish(omgeving)

    def sterf(*_: object) -> None:
        raise KeyboardInterrupt

    for stap in ("_seal", "point"):
        with monkeypatch.context() as m:
            m.setattr(press, stap, sterf)
            with pytest.raises(KeyboardInterrupt):
                publish(omgeving)
        assert current(omgeving) == een
    laatste = publish(omgeving)
    assert current(omgeving) == laatste
    assert not [p for p in omgeving.publicaties.iterdir() if p.name.startswith(".")]


def test_nothing_is_published_through_a_closed_gate(eigen_bouw: tuple[Omgeving, Bouw]) -> None:
    omgeving, bouw = eigen_bouw
    pad = bouw.map / "oordeel.json"
    oordeel = json.loads(pad.read_text())
    next(t for t in oordeel["toetsen"] if t["ernst"] == "fout")["geslaagd"] = False
    pad.write_text(json.dumps(oordeel))
    with pytest.raises(PoortGesloten):
        publish(omgeving)
    assert publicaties(omgeving) == []
    pad.unlink()
    with pytest.raises(VerkeerdeAanroep, match="nog geen bouw"):
        publish(omgeving)
    with pytest.raises(VerkeerdeAanroep, match="niet af"):
        publish(omgeving, bouw)


def test_current_is_what_would_be_built_again(netwerk: Netwerk, monkeypatch: pytest.MonkeyPatch) -> None:
    maker, omgeving = netwerk.maker, netwerk.omgeving
    stand = freeze(omgeving, maker.bestanden, maker.dekking)
    monkeypatch.setattr(stand_module, "freeze", lambda _: stand)
    assert is_current(omgeving)
    anders = freeze(omgeving, maker.bestanden[1:], maker.dekking)
    monkeypatch.setattr(stand_module, "freeze", lambda _: anders)
    assert not is_current(omgeving)


def test_without_a_publicatie_nothing_is_current(omgeving: Omgeving) -> None:
    assert not is_current(omgeving)
    assert publicaties(omgeving) == []
