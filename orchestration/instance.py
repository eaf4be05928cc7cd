"""Dagster's home in the work folder: its settings, its instance, and what happens to runs that stopped half way.

Not here: assets and what they do. Imports Dagster only inside the functions that need it.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from definitions import Omgeving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dagster import DagsterInstance

TEMPLATE = Path(__file__).with_name("dagster.yaml")
# Runs in Dagster's own history; what was delivered and published stands in the register and the publicaties.
KEEP_RUNS = 200
IN_PROCESS = "daadkracht/draai"


def prepare_home(omgeving: Omgeving) -> Path:
    """Make `werk/dagster` with the checked-in settings in it; returns the folder. Safe to do at any time."""
    huis = omgeving.dagster
    huis.mkdir(parents=True, exist_ok=True, mode=0o700)
    instellingen = TEMPLATE.read_text(encoding="utf-8").replace("{huis}", str(huis.resolve()))
    doel = huis / TEMPLATE.name
    if not doel.exists() or doel.read_text(encoding="utf-8") != instellingen:
        tijdelijk = huis / f".{TEMPLATE.name}.{os.getpid()}"
        tijdelijk.write_text(instellingen, encoding="utf-8")
        tijdelijk.replace(doel)
    return huis


@contextmanager
def open_instance(omgeving: Omgeving) -> Iterator[DagsterInstance]:
    """Dagster's instance at `werk/dagster`, with its settings and without its telemetry."""
    from dagster import DagsterInstance

    with DagsterInstance.from_config(str(prepare_home(omgeving))) as instantie:
        yield instantie


def close_broken_runs(instantie: DagsterInstance, ook_van_dagster: bool = False) -> int:
    """Report runs of `draai` that were killed as failed; else Dagster's queue of one run at a time would stay shut.

    Only to be called where no such run can be alive: under the lock of `draai`. `ook_van_dagster` takes the runs that
    Dagster itself started too, which is right before its server starts. Returns how many there were.
    """
    from dagster import DagsterRunStatus, RunsFilter

    bezig = [DagsterRunStatus.STARTING, DagsterRunStatus.STARTED, DagsterRunStatus.CANCELING]
    gebroken = instantie.get_runs(RunsFilter(statuses=bezig, tags=None if ook_van_dagster else {IN_PROCESS: "ja"}))
    for run in gebroken:
        instantie.report_run_failed(run, message="Dit proces is onderbroken; de volgende run maakt het werk af.")
    return len(gebroken)


def prune_runs(instantie: DagsterInstance, houd: int = KEEP_RUNS) -> int:
    """Delete Dagster's record of runs older than the newest `houd`; returns how many went."""
    from dagster import DagsterRunStatus

    klaar = (DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.CANCELED)
    oud = [run for run in instantie.get_runs()[houd:] if run.status in klaar]
    for run in oud:
        instantie.delete_run(run.run_id)
    return len(oud)
