"""Many at once, a busy register, a disk that takes no more: one levering each, one Dutch sentence, nothing lost.

Not here: processes that are killed (test_kill).
"""

from __future__ import annotations

import ctypes
import json
import resource
import sqlite3
import subprocess
import sys
import threading

import polars as pl
import pytest

from definitions import Omgeving
from ingest import counting_files, process, receipts
from tests.features.bibliotheek import ANDER, ISIL, LOG, Bibliotheek, loan

from .uitvoeren import HIER, environ, run, start


def _loans(omgeving: Omgeving) -> int:
    paden = [b.pad for b in counting_files(omgeving) if b.tabel == "uitleningen"]
    return sum(int(pl.read_parquet(omgeving.werk / pad)["aantal"].sum()) for pad in paden)


def _sentence(fout: str) -> str:
    """The one sentence on stderr; kill_at's own count stands behind it."""
    regels = [r for r in fout.strip().splitlines() if not r.isdigit()]
    assert len(regels) == 1, regels
    assert "Traceback" not in fout
    return regels[0]


def _all_at_once(omgeving: Omgeving, opdrachten: list[tuple[str, ...]]) -> list[dict]:
    processen = [start(omgeving, *o) for o in opdrachten]
    uit = [(p.communicate(timeout=300), p.returncode) for p in processen]
    assert [(code, fout) for (_, fout), code in uit if code != 0] == []
    assert not [fout for (_, fout), _ in uit if "bezet" in fout or "gebruik" in fout]
    return [bewijs for (tekst, _), _ in uit for bewijs in json.loads(tekst)]


def test_the_same_file_twice_at_the_same_moment_is_one_levering(bibliotheek: Bibliotheek) -> None:
    log = bibliotheek.log([loan(i) for i in range(50)])
    bewijzen = _all_at_once(bibliotheek.omgeving, [("lever", str(log), "--organisatie", ISIL, "--json")] * 3)
    assert len({b["levering"] for b in bewijzen}) == 1
    process(bibliotheek.omgeving)
    assert [b.dataset for b in receipts(bibliotheek.omgeving)].count("uitleningen") == 1
    assert _loans(bibliotheek.omgeving) == 50


def test_ten_files_at_once_in_a_new_work_folder_are_ten_leveringen(leeg: Bibliotheek) -> None:
    lijst = leeg.write(
        "organisaties.csv",
        "isil;naam;bronsysteem;werkgebied",
        [f"{ISIL};Proef;wise;GM0014", f"{ANDER};Ander;wise;GM0034"],
    )
    _all_at_once(leeg.omgeving, [("lever", str(lijst), "--json")] * 2)
    leeg.deliver(leeg.locations(), periode="2025")
    logs = [leeg.write(f"log{m:02d}.csv", LOG, [loan(i, f"03-{m:02d}-2025") for i in range(m)]) for m in range(1, 11)]
    bewijzen = _all_at_once(leeg.omgeving, [("lever", str(log), "--organisatie", ISIL, "--json") for log in logs])
    assert len({b["levering"] for b in bewijzen}) == 10
    process(leeg.omgeving)
    assert _loans(leeg.omgeving) == sum(range(1, 11))


def test_two_senders_at_once_get_a_levering_each(leeg: Bibliotheek) -> None:
    """Also where the list of organisaties still waits: one of them processes it, the other waits for that."""
    lijst = leeg.write(
        "organisaties.csv",
        "isil;naam;bronsysteem;werkgebied",
        [f"{ISIL};Proef;wise;GM0014", f"{ANDER};Ander;wise;GM0034"],
    )
    assert run(leeg.omgeving, "lever", str(lijst))[0] == 0
    log = leeg.log([loan(1), loan(2)])
    bewijzen = _all_at_once(
        leeg.omgeving, [("lever", str(log), "--organisatie", isil, "--json") for isil in (ISIL, ANDER)]
    )
    assert sorted(b["organisatie"] for b in bewijzen) == [ANDER, ISIL]
    assert len({b["levering"] for b in bewijzen}) == 2


def _hold(omgeving: Omgeving) -> sqlite3.Connection:
    slot = sqlite3.connect(omgeving.werk / "register.sqlite", isolation_level=None, check_same_thread=False)
    slot.execute("begin immediate")
    return slot


def test_a_locked_register_is_one_sentence_and_nothing_is_lost(bibliotheek: Bibliotheek) -> None:
    log = bibliotheek.log([loan(1)])
    slot = _hold(bibliotheek.omgeving)
    code, uit, fout = run(bibliotheek.omgeving, "lever", str(log), "--organisatie", ISIL, DAADKRACHT_WACHT="1")
    slot.rollback()
    assert (code, uit) == (14, "")
    assert "is bezet; probeer het over een minuut opnieuw" in _sentence(fout)
    assert run(bibliotheek.omgeving, "lever", str(log), "--organisatie", ISIL)[0] == 0
    process(bibliotheek.omgeving)
    assert _loans(bibliotheek.omgeving) == 1


def test_a_register_that_comes_free_is_waited_for(bibliotheek: Bibliotheek) -> None:
    log = bibliotheek.log([loan(1)])
    slot = _hold(bibliotheek.omgeving)
    los = threading.Timer(3, slot.rollback)
    los.start()
    assert run(bibliotheek.omgeving, "lever", str(log), "--organisatie", ISIL)[0] == 0
    los.join()


def _limited(omgeving: Omgeving, grens: int, *argumenten: str) -> tuple[int, str]:
    """Run the command where no file may grow beyond `grens` bytes: to every write it looks like a full disk."""
    uitvoer = subprocess.run(
        [sys.executable, str(HIER / "kill_at.py"), "0", *argumenten], env=environ(omgeving), text=True, check=False,
        capture_output=True, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (grens, grens)),
    )  # fmt: skip
    return uitvoer.returncode, uitvoer.stderr


@pytest.mark.parametrize("opdracht", ["lever", "verwerk"])
def test_a_full_disk_is_one_sentence_and_nothing_is_lost(bibliotheek: Bibliotheek, opdracht: str) -> None:
    log = bibliotheek.log([loan(i, f"{1 + i % 28:02d}-03-2025", lid=str(i)) for i in range(3000)])
    lever = ("lever", str(log), "--organisatie", ISIL)
    if opdracht == "verwerk":
        assert run(bibliotheek.omgeving, *lever)[0] == 0
    argumenten = lever if opdracht == "lever" else ("verwerk",)
    code, fout = _limited(bibliotheek.omgeving, 24 * 1024, *argumenten)
    assert code == 14, fout
    assert any(woord in _sentence(fout) for woord in ("schijf", "groter worden", "kan niet worden geschreven"))
    assert run(bibliotheek.omgeving, *lever)[0] == 0
    process(bibliotheek.omgeving)
    assert _loans(bibliotheek.omgeving) == 3000
    assert [b.dataset for b in receipts(bibliotheek.omgeving)].count("uitleningen") == 1
    assert not list(bibliotheek.omgeving.kluis.glob(".nieuw-*"))


def _without_privilege() -> None:
    """Let the rights of files hold for root too, in the process to be started: drop what overrides them."""
    for recht in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        ctypes.CDLL(None).prctl(24, recht, 0, 0, 0)


def test_a_work_folder_that_may_not_be_written_is_one_sentence(bibliotheek: Bibliotheek) -> None:
    log = bibliotheek.log([loan(1)])
    mappen = [p for p in (bibliotheek.omgeving.werk, *bibliotheek.omgeving.werk.rglob("*")) if p.is_dir()]
    for pad in mappen:
        pad.chmod(0o555)
    for pad in bibliotheek.omgeving.werk.glob("register*"):
        pad.chmod(0o444)
    uitvoer = subprocess.run(
        [sys.executable, str(HIER / "kill_at.py"), "0", "lever", str(log), "--organisatie", ISIL],
        env=environ(bibliotheek.omgeving), text=True, check=False, capture_output=True, preexec_fn=_without_privilege,
    )  # fmt: skip
    for pad in mappen:
        pad.chmod(0o755)
    assert uitvoer.returncode == 14, uitvoer.stderr
    assert "werkmap" in _sentence(uitvoer.stderr)
