"""What is past its term goes: delivered files with their key, and persons in brons once their figures are frozen.

Not here: forgetting one person (test_vergeten), and killed runs (tests/failure).
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from definitions import Omgeving, WerkmapFout, load_definities
from ingest import clean_up, counting_files, expired, receipts, withdraw
from ingest.records import OPGESCHOOND
from ingest.register import Register
from ingest.retention import tables_of_persons
from ingest.vault import stored
from publishing import archive, build, cijfers, discard_builds, is_current, open_publicatie, prepare_build, publish

from .bibliotheek import ISIL, Bibliotheek, loan, member

MAANDEN = ("2025-01", "2025-02", "2025-03")
# Months after the end of March 2025 and of January 2025 in which 26 months have passed.
LATER = datetime(2027, 6, 2)
HALVERWEGE = datetime(2027, 4, 2)

Cel = tuple[str, str, str, str, str, str]


def _log(bibliotheek: Bibliotheek, naam: str = "log.csv", leden: tuple[str, ...] = ("1", "2", "1", "3")) -> None:
    datums = ("05-01-2025", "06-01-2025", "07-02-2025", "08-03-2025")
    bibliotheek.deliver(
        bibliotheek.log([loan(i, d, lid=lid) for i, (d, lid) in enumerate(zip(datums, leden, strict=True))], naam)
    )


@pytest.fixture(scope="module")
def origineel(tmp_path_factory: pytest.TempPathFactory) -> Bibliotheek:
    """Three months of loans of three members, and the members on the last day; published."""
    map_ = tmp_path_factory.mktemp("bewaren")
    omgeving = Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels", vast_nu=datetime(2026, 6, 1))
    bibliotheek = Bibliotheek(omgeving, map_ / "exports")
    bibliotheek.start()
    _log(bibliotheek)
    leden = [member("1"), member("2", geboren="01-02-2015", abonnement="1"), member("4")]
    bibliotheek.deliver(bibliotheek.members(leden), periode="2025-03-31")
    publish(omgeving, build(omgeving))
    return bibliotheek


@pytest.fixture
def gevuld(origineel: Bibliotheek, tmp_path: Path) -> Bibliotheek:
    """A copy of the published library for a test of its own."""
    for naam in ("werk", "sleutels", "exports"):
        shutil.copytree(origineel.map.parent / naam, tmp_path / naam, symlinks=True)
    omgeving = replace(origineel.omgeving, werk=tmp_path / "werk", sleutels=tmp_path / "sleutels")
    return Bibliotheek(omgeving, tmp_path / "exports")


def _at(bibliotheek: Bibliotheek, nu: datetime) -> Omgeving:
    return replace(bibliotheek.omgeving, vast_nu=nu)


def _cells(omgeving: Omgeving) -> dict[Cel, tuple[float | None, bool]]:
    with open_publicatie(omgeving, "beheer") as verbinding:
        return {
            (c["indicator"], c["niveau"], c["gebied"], c["periode"], c["uitsplitsing"], c["klasse"]):
            (c["waarde"], "gearchiveerd" in c["markeringen"])
            for c in cijfers(verbinding)
        }  # fmt: skip


def _clean(omgeving: Omgeving) -> None:
    clean_up(omgeving, archive(omgeving, expired(omgeving)))
    discard_builds(omgeving)


def test_delivered_files_go_after_their_term_with_a_record(gevuld: Bibliotheek) -> None:
    dagen = load_definities().contracten["uitleningen"].bewaartermijn_ruw_dagen
    nu = gevuld.omgeving.nu
    assert clean_up(_at(gevuld, nu + timedelta(days=dagen))).bestanden == ()
    later = _at(gevuld, nu + timedelta(days=dagen + 1))
    zou = clean_up(later, proef=True)
    assert {o.dataset for o in zou.bestanden} >= {"uitleningen", "leden"}
    register = Register(gevuld.omgeving)
    gaan = {o.levering for o in zou.bestanden}
    posten = [b.kluis for lev in register.leveringen() if lev.code in gaan for b in lev.bestanden]
    assert all(stored(gevuld.omgeving, pad) for pad in posten), "a rehearsal changes nothing"
    gedaan = clean_up(later)
    assert gedaan.bestanden == zou.bestanden
    assert not any(stored(gevuld.omgeving, pad) for pad in posten)
    gebeurd = register.events(OPGESCHOOND)
    register.close()
    assert {g.levering for g in gebeurd} == {o.levering for o in gedaan.bestanden}
    assert {g.inhoud["reden"] for g in gebeurd} == {"bewaartermijn"}
    assert clean_up(later).bestanden == (), "once"


def test_persons_stay_until_their_figures_are_frozen(gevuld: Bibliotheek) -> None:
    later = _at(gevuld, LATER)
    gedaan = clean_up(later)
    assert {(o.tabel, o.periode) for o in gedaan.wacht} == {
        *(("leners", maand) for maand in MAANDEN), ("leden", "2025-03-31"),
    }  # fmt: skip
    assert gedaan.brons == ()
    assert all((later.werk / b.pad).exists() for b in counting_files(later))


def test_figures_of_persons_are_the_same_after_the_persons_are_gone(gevuld: Bibliotheek) -> None:
    voor = _cells(gevuld.omgeving)
    later = _at(gevuld, LATER)
    _clean(later)
    weg = set(tables_of_persons(load_definities()))
    assert {b.tabel for b in counting_files(later)} & weg == set()
    assert [p for tabel in weg for p in later.brons.rglob(f"*/{tabel}/**/*.parquet")] == []
    assert not is_current(later)
    publish(later, build(later))
    na = _cells(later)
    assert {cel: waarde for cel, (waarde, _) in na.items()} == {cel: waarde for cel, (waarde, _) in voor.items()}
    gemerkt = {cel[0] for cel, (_, gearchiveerd) in na.items() if gearchiveerd}
    assert {"LEN-00", "LED-00", "LED-01", "LED-12"} <= gemerkt
    assert "UIT-00" not in gemerkt
    assert na["LEN-00", "organisatie", ISIL, "2025", "totaal", "totaal"] == (3, True)
    assert na["LED-12", "organisatie", ISIL, "2025-03-31", "totaal", "totaal"] == (2, True)
    _correct_after_the_term(Bibliotheek(later, gevuld.map))


def test_a_year_of_which_a_month_is_gone_stays_what_it_was(gevuld: Bibliotheek) -> None:
    halverwege = _at(gevuld, HALVERWEGE)
    _clean(halverwege)
    assert {(b.tabel, b.periode) for b in counting_files(halverwege) if b.tabel in ("leners", "leden")} == {
        ("leners", "2025-02"), ("leners", "2025-03"), ("leden", "2025-03-31"),
    }  # fmt: skip
    publish(halverwege, build(halverwege))
    cellen = _cells(halverwege)
    totaal = {p: cellen["LEN-00", "organisatie", ISIL, p, "totaal", "totaal"] for p in ("2025", "2025-Q1", *MAANDEN)}
    assert totaal == {
        "2025": (3, True), "2025-Q1": (3, True), "2025-01": (2, True), "2025-02": (1, False), "2025-03": (1, False),
    }  # fmt: skip
    assert cellen["LED-12", "organisatie", ISIL, "2025-03-31", "totaal", "totaal"] == (2, True)
    assert cellen["LED-01", "organisatie", ISIL, "2025-03-31", "totaal", "totaal"] == (3, False)


def _correct_after_the_term(later: Bibliotheek) -> None:
    """A correction that comes after the term changes counts and not persons, whose figures are frozen."""
    _log(later, "beter.csv", leden=("7", "8", "9", "10"))
    later.deliver(later.members([member(str(i)) for i in range(1, 9)], "beter-leden.csv"), periode="2025-03-31")
    publish(later.omgeving, build(later.omgeving))
    cellen = _cells(later.omgeving)
    assert cellen["LEN-00", "organisatie", ISIL, "2025", "totaal", "totaal"] == (3, True)
    assert cellen["LED-01", "organisatie", ISIL, "2025-03-31", "totaal", "totaal"] == (3, True)
    _clean(later.omgeving)
    assert {b.tabel for b in counting_files(later.omgeving)} & {"leners", "leden"} == set()


def test_an_archive_is_named_hashed_and_guarded(gevuld: Bibliotheek) -> None:
    later = _at(gevuld, LATER)
    _clean(later)
    (manifest,) = [json.loads(p.read_text()) for p in later.archief.glob("*.json")]
    gebouwd = prepare_build(later)
    (rij,) = gebouwd.read_stand().inhoud["archief"]
    assert rij["sha256"] == manifest["sha256"]
    frame = pl.read_parquet(later.werk / rij["pad"])
    assert not [naam for naam, soort in frame.schema.items() if soort == pl.Binary], "figures, no persons"
    dubbel = {**manifest, "id": "99990101T000000-dubbel", "bestand": "99990101T000000-dubbel.parquet"}
    shutil.copy(later.werk / rij["pad"], later.archief / dubbel["bestand"])
    (later.archief / "99990101T000000-dubbel.json").write_text(json.dumps(dubbel))
    with duckdb.connect(str(prepare_build(later).database), read_only=True) as con:
        assert con.execute("select count(*) from archief.bijdrage").fetchone() == (frame.height,), "frozen once"
    (later.werk / rij["pad"]).write_bytes(b"anders")
    with pytest.raises(WerkmapFout, match="ontbreekt of is veranderd"):
        prepare_build(later)


def test_builds_that_hold_what_is_gone_are_gone_too(gevuld: Bibliotheek) -> None:
    later = _at(gevuld, LATER)
    assert list(later.bouw.iterdir())
    _clean(later)
    assert list(later.bouw.iterdir()) == []


def test_a_withdrawn_levering_leaves_the_next_publicatie_and_keeps_its_trail(gevuld: Bibliotheek) -> None:
    eerst = _cells(gevuld.omgeving)
    _log(gevuld, "beter.csv", leden=("7", "8", "9", "10"))
    publish(gevuld.omgeving, build(gevuld.omgeving))
    beter = receipts(gevuld.omgeving)[-1]
    assert _cells(gevuld.omgeving)["LEN-00", "organisatie", ISIL, "2025", "totaal", "totaal"] == (4, False)

    withdraw(gevuld.omgeving, str(beter.levering), "verkeerd bestand")
    publish(gevuld.omgeving, build(gevuld.omgeving))
    assert _cells(gevuld.omgeving) == eerst, "what it replaced counts again"
    (bewijs,) = receipts(gevuld.omgeving, beter.levering)
    assert bewijs.status == "ingetrokken"
    assert bewijs.rijen is not None
    assert bewijs.bestanden
    register = Register(gevuld.omgeving)
    soorten = [g.soort for g in register.events("ontvangen", "verwerkt", "ingetrokken") if g.levering == beter.levering]
    ingetrokken = [b for b in register.brons_files(["leners"]) if b.levering == beter.levering]
    register.close()
    assert soorten == ["ontvangen", "verwerkt", "ingetrokken"]
    assert {b.periode for b in ingetrokken} == set(MAANDEN)
    later = _at(gevuld, LATER)
    assert {o.levering for o in clean_up(later).brons} == {beter.levering}, "without an archive: it counts for nothing"
    assert not any((later.werk / b.pad).exists() for b in ingetrokken)
