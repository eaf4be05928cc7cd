"""One build: a fresh DuckDB file with brons, definitions and stand in it, dbt over that, and what its tests say.

Not here: what dbt makes (dbt_project) and what becomes of it (`publicatie.py`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from definitions import (
    GebruikersFout,
    InterneFout,
    Omgeving,
    PoortGesloten,
    load_definities,
)

from .engine import connect
from .filling import load_archive, load_brons, load_inhabitants, load_language, load_stand
from .stand import HUIS, Stand, check_files, freeze

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ingest import Aanvulling, Bronsbestand, Dekking, Voorbehoud, Zelfde

    from .results import Oordeel

DBT_PROJECT = HUIS / "dbt_project"
# A build is kept until this many newer ones exist: the last one can be looked into when a publication is questioned.
_KEEP_BUILDS = 2

# part, description, done, total
Voortgang = Callable[[str, str, int, int], None]


@dataclass(frozen=True)
class Bouw:
    """A build: its folder, its DuckDB file and its stand.json, and the means it may use."""

    id: str
    map: Path
    database: Path
    stand: Path
    geheugen_mb: int
    threads: int

    @property
    def doelmap(self) -> Path:
        """Where dbt puts its results: pass it as the target path."""
        return self.map / "dbt"

    @property
    def tijdelijk(self) -> Path:
        """Where DuckDB spills what does not fit in memory."""
        return self.map / "tijdelijk"

    def read_stand(self) -> Stand:
        inhoud = json.loads(self.stand.read_text())
        return Stand(inhoud.pop("id"), inhoud)


@contextmanager
def _edge(waar: str) -> Iterator[None]:
    """Nothing foreign gets past here with its message: a message may quote a value."""
    try:
        yield
    except (GebruikersFout, InterneFout):
        raise
    except Exception as fout:  # noqa: BLE001 - the edge: whatever it is, it is a bug
        raise InterneFout.van(fout, waar) from None


# -- preparing -------------------------------------------------------------------------------------------------------


def prepare_build(
    omgeving: Omgeving, bestanden: Sequence[Bronsbestand] | None = None, dekking: Sequence[Dekking] | None = None,
    voorbehouden: Sequence[Voorbehoud] = (), zelfde: Sequence[Zelfde] = (),
    aanvullingen: Sequence[Aanvulling] = (),
) -> Bouw:  # fmt: skip
    """Freeze a stand and make `werk/bouw/<id>/` with a fresh DuckDB file: schemas `brons` (views over exactly the files
    of the stand, typed and empty where there are none), `definities` and `stand`.

    Without lists the files and coverage are those that `ingest` says count. Raises `WerkmapFout` where a brons file is
    missing or changed, `InterneFout` for anything else.
    """
    with _edge("het voorbereiden van de bouw"):
        discard_builds(omgeving)
        stand = freeze(
            omgeving, bestanden, dekking, voorbehouden=voorbehouden, zelfde=zelfde, aanvullingen=aanvullingen
        )
        check_files(omgeving, stand)
        bouw = _new_folder(omgeving, stand)
        bouw.stand.write_text(stand.as_json())
        definities = load_definities()
        with _open(bouw) as con:
            load_brons(con, omgeving, definities, stand)
            load_archive(con, omgeving, stand)
            load_language(con, definities)
            load_inhabitants(con, omgeving, stand)
            load_stand(con, omgeving, bouw.id, stand)
        return bouw


def _new_folder(omgeving: Omgeving, stand: Stand) -> Bouw:
    omgeving.bouw.mkdir(parents=True, exist_ok=True, mode=0o700)
    tijdstip = omgeving.nu.replace(microsecond=0)
    bestaand = sorted(p.name for p in omgeving.bouw.iterdir() if p.is_dir())
    # Ids sort by time, also where the clock is fixed or was set back.
    while bestaand and f"{tijdstip:%Y%m%dT%H%M%S}" <= bestaand[-1][:15]:
        tijdstip += timedelta(seconds=1)
    map_ = omgeving.bouw / f"{tijdstip:%Y%m%dT%H%M%S}-{stand.id[:8]}"
    map_.mkdir(mode=0o700)
    for oud in bestaand[: -_KEEP_BUILDS or None]:
        shutil.rmtree(omgeving.bouw / oud, ignore_errors=True)
    return _bouw(omgeving, map_)


def _bouw(omgeving: Omgeving, map_: Path) -> Bouw:
    return Bouw(map_.name, map_, map_ / "bouw.duckdb", map_ / "stand.json", omgeving.geheugen_mb, omgeving.threads)


def latest_build(omgeving: Omgeving) -> Bouw | None:
    """The newest build that dbt finished, whatever its tests said."""
    from .results import OORDEEL

    klaar = sorted(p.parent for p in omgeving.bouw.glob(f"*/{OORDEEL}"))
    return _bouw(omgeving, klaar[-1]) if klaar else None


def build_of(omgeving: Omgeving, id_: str) -> Bouw | None:
    """The build with this id, where it is still there and was finished."""
    from .results import OORDEEL

    return _bouw(omgeving, omgeving.bouw / id_) if (omgeving.bouw / id_ / OORDEEL).is_file() else None


def discard_builds(omgeving: Omgeving) -> int:
    """Remove every build that holds brons which is no more: a person was forgotten, or a term is over. How many went."""
    weg = 0
    for map_ in sorted(p for p in omgeving.bouw.glob("*") if p.is_dir()):
        try:
            bestanden = json.loads((map_ / "stand.json").read_text())["bestanden"]
            heel = all((omgeving.werk / rij["pad"]).exists() for rij in bestanden)
        except (OSError, ValueError):  # a build that died before it knew what it was made of
            heel = False
        if not heel:
            shutil.rmtree(map_)
            weg += 1
    return weg


@contextmanager
def _open(bouw: Bouw) -> Iterator[DuckDBPyConnection]:
    con = connect(bouw.database, geheugen_mb=bouw.geheugen_mb, threads=bouw.threads, tijdelijk=bouw.tijdelijk)
    try:
        yield con
    finally:
        con.close()


# -- running ---------------------------------------------------------------------------------------------------------


def dbt_arguments(bouw: Bouw) -> list[str]:
    """The dbt command of this build, without a target path (`bouw.doelmap`): everything that differs is in --vars."""
    vars_ = {
        "database": str(bouw.database),
        "geheugen": f"{bouw.geheugen_mb}MB",
        "threads": bouw.threads,
        "tijdelijk": str(bouw.tijdelijk),
    }
    return [
        "build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "exposure", "--vars", json.dumps(vars_),
        "--log-level-file", "none",
    ]  # fmt: skip


def dbt_environ(bouw: Bouw) -> dict[str, str]:
    """Environment for a dbt that runs as a process of its own."""
    return {
        "DBT_TARGET_PATH": str(bouw.doelmap),
        "DBT_LOG_PATH": str(bouw.doelmap),
        "DBT_PROJECT_DIR": str(DBT_PROJECT),
        "DBT_PROFILES_DIR": str(DBT_PROJECT),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def build(omgeving: Omgeving, voortgang: Voortgang | None = None) -> Bouw:
    """Prepare a build, run dbt over it in this process, and judge it.

    Raises `PoortGesloten` where our own tests fail, `WerkmapFout` where brons is damaged, `InterneFout` for a bug.
    """
    bouw = prepare_build(omgeving)
    run_dbt(bouw, voortgang)
    finish_build(omgeving, bouw)
    return bouw


def run_dbt(bouw: Bouw, voortgang: Voortgang | None = None, argumenten: Sequence[str] | None = None) -> None:
    """Run dbt in this process; its results are left in `bouw.doelmap` for `finish_build`."""
    with _edge("het rekenen"):
        from dbt.cli.main import dbtRunner

        runner = dbtRunner(callbacks=[_progress(voortgang)] if voortgang else [])
        plaats = ["--project-dir", str(DBT_PROJECT), "--profiles-dir", str(DBT_PROJECT)]
        doel = ["--target-path", str(bouw.doelmap), "--log-path", str(bouw.doelmap), "--log-level", "none"]
        try:
            uitkomst = runner.invoke([*(argumenten or dbt_arguments(bouw)), *plaats, *doel])
        finally:
            _close_dbt()
        if uitkomst.exception is not None:
            _forget_messages(bouw)
            raise uitkomst.exception


def _forget_messages(bouw: Bouw) -> None:
    """What dbt wrote about a failure quotes SQL's own messages, and those quote values."""
    shutil.rmtree(bouw.doelmap, ignore_errors=True)


def _close_dbt() -> None:
    """Close the DuckDB that dbt keeps open in this process: with its settings beside ours nobody else could open it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager

    beheer: Any = DuckDBConnectionManager
    if beheer._ENV is not None:
        beheer._ENV.close()
    beheer.close_all_connections()


def _progress(voortgang: Voortgang) -> Callable[[Any], None]:
    # dbt calls this on its worker threads, in the order in which things end.
    gedaan = count(1)

    def meld(gebeurtenis: Any) -> None:
        totaal = {"LogModelResult": "total", "LogTestResult": "num_models"}.get(gebeurtenis.info.name)
        if totaal is not None:
            voortgang("bouw", "Cijfers berekenen", next(gedaan), getattr(gebeurtenis.data, totaal))

    return meld


def finish_build(omgeving: Omgeving, bouw: Bouw) -> Oordeel:
    """Read what dbt's tests said, keep it beside the build as `oordeel.json`, and judge.

    Raises `PoortGesloten` that names the tests of our own that failed, `InterneFout` where dbt could not make a table.
    Tests of delivered data only stand in the verdict.
    """
    from .results import OORDEEL, read_results

    with _edge("het beoordelen van de bouw"):
        try:
            with _open(bouw) as con:
                oordeel = read_results(bouw.doelmap, con)
        except InterneFout:
            _forget_messages(bouw)
            raise
        (bouw.map / OORDEEL).write_text(json.dumps(asdict(oordeel), ensure_ascii=False, indent=1) + "\n")
        shutil.rmtree(bouw.tijdelijk, ignore_errors=True)
        check_verdict(oordeel)
    return oordeel


def check_verdict(oordeel: Oordeel) -> None:
    """Raise `PoortGesloten` where a test of our own failed."""
    gezakt = [f"“{t.omschrijving}”" for t in oordeel.toetsen if t.ernst == "fout" and not t.geslaagd]
    if gezakt:
        raise PoortGesloten(
            f"De kwaliteitspoort houdt deze cijfers tegen: {', '.join(gezakt)} {'klopt' if len(gezakt) == 1 else 'kloppen'}"
            " niet. Er is niets gepubliceerd; meld dit aan het beheer."
        )
