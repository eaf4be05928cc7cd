"""When the line runs by itself: a sensor that asks inbox and register, and a schedule every night.

Not here: the job's steps (`assets.py`), and whether there is anything to do (`work.py`).
"""

from __future__ import annotations

import dagster as dg

from definitions import Omgeving

from .bewaren import tidy
from .edge import edge
from .instance import close_broken_runs
from .lock import is_running
from .work import has_drops, has_queue, has_work

NIGHTLY = "0 2 * * *"
# After the nightly run has published what came in: only what is published can be frozen and go.
CLEANING = "0 4 * * *"
TIMEZONE = "Europe/Amsterdam"
_SENSOR_SECONDS = 60
_BUSY = [
    dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.NOT_STARTED, dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING,
]  # fmt: skip


def inbox_sensor(omgeving: Omgeving, job: dg.UnresolvedAssetJobDefinition) -> dg.SensorDefinition:
    """Start a run when something complete lies in the inbox or waits in the queue.

    No run key: Dagster remembers those for ever, and the same thing may have to be done again (a run that failed).
    """

    @dg.sensor(
        name="inbox_sensor", job=job, minimum_interval_seconds=_SENSOR_SECONDS,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Kijkt elke minuut of er iets in de inbox of de wachtrij ligt.",
    )  # fmt: skip
    def sensor(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        reden = _occupied(omgeving, context.instance, job.name)
        if reden:
            return dg.SkipReason(reden)
        with edge("het kijken in de inbox"):
            iets = has_drops(omgeving) or has_queue(omgeving)
        return dg.RunRequest() if iets else dg.SkipReason("De inbox en de wachtrij zijn leeg.")

    return sensor


def nightly_schedule(omgeving: Omgeving, job: dg.UnresolvedAssetJobDefinition) -> dg.ScheduleDefinition:
    """Every night, where anything changed since the current publicatie: also definitions and time limits."""

    @dg.schedule(
        name="elke_nacht", job=job, cron_schedule=NIGHTLY, execution_timezone=TIMEZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Elke nacht om 2 uur, als er iets veranderd is.",
    )  # fmt: skip
    def schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        reden = _occupied(omgeving, context.instance, job.name)
        if reden:
            return dg.SkipReason(reden)
        with edge("het kijken of er iets nieuws is"):
            iets = has_work(omgeving)
        return dg.RunRequest() if iets else dg.SkipReason("Er is niets veranderd sinds de huidige publicatie.")

    return schedule


def cleaning_job(omgeving: Omgeving) -> dg.JobDefinition:
    """What `daadkracht opschonen` does. Dagster keeps counts only."""

    @dg.op(name="opschonen", out=dg.Out(dg.Nothing), description="Vernietigt wat over zijn bewaartermijn is.")
    def opschonen() -> None:
        with edge("het opschonen"):
            gedaan = tidy(omgeving)
        dg.OpExecutionContext.get().add_output_metadata(
            {naam: len(getattr(gedaan, naam)) for naam in ("bestanden", "brons", "wacht")}
        )

    @dg.job(name="opschonen", description="Vernietigt aangeleverde bestanden en persoonsgegevens na hun termijn.")
    def taak() -> None:
        opschonen()

    return taak


def cleaning_schedule(omgeving: Omgeving, job: dg.JobDefinition) -> dg.ScheduleDefinition:
    """Every night, after the line."""

    @dg.schedule(
        name="opschonen_elke_nacht", job=job, cron_schedule=CLEANING, execution_timezone=TIMEZONE,
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Elke nacht om 4 uur: wat over zijn bewaartermijn is gaat weg.",
    )  # fmt: skip
    def schedule(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        reden = _occupied(omgeving, context.instance, job.name)
        return dg.SkipReason(reden) if reden else dg.RunRequest()

    return schedule


def _occupied(omgeving: Omgeving, instantie: dg.DagsterInstance, job: str) -> str | None:
    """Why no run should start now. A `draai` at the command line that was killed is first reported as such."""
    if is_running(omgeving):
        return "Er loopt een draai op de opdrachtregel."
    close_broken_runs(instantie)
    if instantie.get_runs(dg.RunsFilter(job_name=job, statuses=_BUSY), limit=1):
        return "Er loopt of wacht al een run."
    return None
