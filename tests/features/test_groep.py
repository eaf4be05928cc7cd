"""Under two system users of one group each can do its own part, and what only one may read is not the group's.

Not here: what each part does. Rights are read from the files; only who is root becomes another user.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ingest import receive
from ingest.vault import shred_file

from .bibliotheek import ISIL, Bibliotheek, loan, member


@pytest.fixture(autouse=True)
def masker() -> Iterator[None]:
    """The umask as it was."""
    oud = os.umask(0o022)
    os.umask(oud)
    yield
    os.umask(oud)


def _rights(pad: Path) -> int:
    return stat.S_IMODE(pad.stat().st_mode)


def _deliver(leeg: Bibliotheek, *, groep: bool) -> Path:
    bib = Bibliotheek(replace(leeg.omgeving, groep=groep), leeg.map)
    bib.omgeving.set_umask()
    bib.start()
    bib.deliver(bib.members([member("5")]), periode="2025-03-31")
    bib.deliver(bib.log([loan(1)]))
    receive(bib.omgeving.zonder_sleutels(), [bib.log([loan(2)], "van de app.csv")], organisatie=ISIL)
    return bib.omgeving.werk


def test_the_group_may_take_in_process_and_destroy_but_not_see_persons(leeg: Bibliotheek) -> None:
    werk = _deliver(leeg, groep=True)
    dozen = [p for p in (werk / "kluis").iterdir() if p.is_dir() and p.name != "pseudoniemen"]
    assert len(dozen) == 5
    for doos in dozen:
        assert _rights(doos) & 0o777 == 0o770, doos
        assert {_rights(p) for p in doos.iterdir()} == {0o660}, doos
    assert _rights(werk / "register.sqlite") == 0o660
    assert {_rights(p) for p in (werk / "kluis" / "pseudoniemen").iterdir()} == {0o600}
    per = {p.relative_to(werk / "brons").parts[1]: _rights(p) for p in (werk / "brons").rglob("*.parquet")}
    assert {tabel: r for tabel, r in per.items() if r != 0o600} == {"locaties": 0o640}
    assert {"leden", "leners", "uitleningen"} <= per.keys()
    assert {_rights(p) for p in leeg.omgeving.sleutels.iterdir() if p.suffix} == {0o600}


def test_without_the_setting_all_is_of_one_user(leeg: Bibliotheek) -> None:
    werk = _deliver(leeg, groep=False)
    assert {_rights(p) for p in (werk / "kluis").rglob("sleutel.age")} == {0o600}
    assert {_rights(p) for p in (werk / "brons").rglob("*.parquet")} == {0o600}


@pytest.mark.skipif(os.geteuid() != 0, reason="becoming another user takes root")
def test_what_another_user_made_is_shredded_by_who_processes() -> None:
    """For real: a file of one user in a folder of the group, destroyed by the other."""
    loket, verwerk, groep = 61_002, 61_001, 61_000
    with TemporaryDirectory() as naam:
        map_, pad = Path(naam), Path(naam) / "sleutel.age"
        pad.write_bytes(b"geheim")
        for wat, rechten in ((pad, 0o660), (map_, 0o2770)):
            os.chown(wat, loket, groep)
            wat.chmod(rechten)
        kind = os.fork()
        if kind == 0:
            try:
                os.setresgid(groep, groep, groep)
                os.setresuid(verwerk, verwerk, verwerk)
                shred_file(pad)
                os._exit(0)
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(kind, 0)[1]) == 0
        assert not pad.exists()
