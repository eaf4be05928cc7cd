"""Forgetting, a new key and cleaning up killed with SIGKILL at any write: done again, all is as if nothing had happened.

The steps are counted by running the command once; the suite kills at a spread of them, `make test-lang` at every one. Not here:
what these commands do (tests/features).
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from definitions import Omgeving
from ingest import counting_files
from ingest.records import OPGESCHOOND, SLEUTEL_GEWISSELD, VERGETEN
from ingest.register import Register
from ingest.vault import stored
from publishing import build, publish
from tests.features.bibliotheek import ISIL, Bibliotheek, loan, member
from tests.features.canary import found_below

from .uitvoeren import DOOD, moments, run

PERSOON = "918273645"
OPDRACHTEN = {
    "vergeet": ("vergeet", "--organisatie", ISIL, "--reden", "verzoek"),
    "roteer": ("sleutels", "roteer", "--organisatie", ISIL),
    "opschonen": ("opschonen",),
}
# Where files, register and vault change; most steps behind these remove a build, file by file.
_KORT = (5, 12, 18, 24, 31, 40)
# After the term of everything that was delivered.
LATER = datetime(2027, 6, 2)


@dataclass(frozen=True)
class Einde:
    """What a work folder holds in the end, without the names of files and the keys of members."""

    tabellen: dict[str, list]
    archief: list
    gebeurtenissen: dict[str, list[str]]
    bestanden: list[str]
    bouwen: int


@pytest.fixture(scope="module")
def gevuld(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published library, to be copied for each kill."""
    map_ = tmp_path_factory.mktemp("gevuld")
    bibliotheek = Bibliotheek(_omgeving(map_), map_ / "exports")
    bibliotheek.start()
    bibliotheek.deliver(bibliotheek.log([loan(i, lid=PERSOON) for i in range(3)] + [loan(9, "05-04-2025")]))
    bibliotheek.deliver(bibliotheek.members([member(PERSOON), member("100001")]), periode="2025-04-30")
    publish(bibliotheek.omgeving, build(bibliotheek.omgeving))
    return map_


def _omgeving(map_: Path) -> Omgeving:
    return Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels", vast_nu=datetime(2026, 6, 1))


def _copy(gevuld: Path, doel: Path, naam: str) -> Omgeving:
    for deel in ("werk", "sleutels"):
        shutil.copytree(gevuld / deel, doel / deel, symlinks=True)
    omgeving = _omgeving(doel)
    return replace(omgeving, vast_nu=LATER) if naam == "opschonen" else omgeving


def _end(omgeving: Omgeving) -> Einde:
    tabellen: dict[str, list] = {}
    for b in counting_files(omgeving):
        frame = pl.read_parquet(omgeving.werk / b.pad)
        tabellen.setdefault(b.tabel, []).extend(frame.drop("lid", strict=False).rows())
    archief = [pl.read_parquet(p).rows() for p in omgeving.archief.glob("*.parquet")]
    register = Register(omgeving)
    gebeurd: dict[str, list[str]] = {}
    for g in register.events(OPGESCHOOND, VERGETEN, SLEUTEL_GEWISSELD):
        gebeurd.setdefault(g.soort, []).append(g.levering)
    over = [lev.code for lev in register.leveringen() if stored(omgeving, lev.bestanden[0].kluis)]
    register.close()
    op_schijf = {
        str(p.relative_to(omgeving.werk)) for p in omgeving.brons.rglob("*.parquet") if "uitval" not in p.parts
    }
    assert op_schijf == {b.pad for b in counting_files(omgeving)}, "nothing is left behind"
    assert len(list(omgeving.archief.glob("*.json"))) == len(archief)
    return Einde(
        {t: sorted(rijen, key=str) for t, rijen in tabellen.items()}, sorted(map(str, archief)), gebeurd, over,
        len(list(omgeving.bouw.glob("*"))),
    )  # fmt: skip


def _kill(gevuld: Path, tmp_path: Path, naam: str, iedere: bool) -> None:
    opdracht, invoer = OPDRACHTEN[naam], f"{PERSOON}\n"
    gaaf = _copy(gevuld, tmp_path / "gaaf", naam)
    stappen = moments(gaaf, *opdracht, invoer=invoer)
    verwacht = _end(gaaf)
    assert stappen >= 10
    gestorven = 0
    for n in range(1, stappen + 1) if iedere else _KORT:
        omgeving = _copy(gevuld, tmp_path / str(n), naam)
        code, _, fout = run(omgeving, *opdracht, n=n, invoer=invoer)
        assert code in (DOOD, 0), fout
        gestorven += code == DOOD
        code, _, fout = run(omgeving, *opdracht, invoer=invoer)
        assert code == 0, (n, fout)
        einde = _end(omgeving)
        if naam == "opschonen":
            assert einde == verwacht, n
        else:  # an event more where it had been done before it was killed
            assert replace(einde, gebeurtenissen={}) == replace(verwacht, gebeurtenissen={}), n
        if naam == "vergeet":
            assert found_below(omgeving.werk, {"lidnummer": PERSOON}) == {}
        shutil.rmtree(tmp_path / str(n))
    print(json.dumps({"opdracht": naam, "stappen": stappen, "gestorven": gestorven}))
    assert gestorven > 2


@pytest.mark.parametrize("naam", OPDRACHTEN)
def test_killed_anywhere_doing_it_again_finishes_it(gevuld: Path, tmp_path: Path, naam: str) -> None:
    _kill(gevuld, tmp_path, naam, iedere=False)


@pytest.mark.lang
@pytest.mark.parametrize("naam", OPDRACHTEN)
def test_killed_at_every_write(gevuld: Path, tmp_path: Path, naam: str) -> None:
    _kill(gevuld, tmp_path, naam, iedere=True)
