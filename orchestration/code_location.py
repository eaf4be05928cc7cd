"""Puts the assets, the job, the sensor and the schedule together for one work folder.

Not here: reading the environment (`defs.py` for Dagster's own processes, `cli.py` for the command).
"""

from __future__ import annotations

import dagster as dg

from definitions import DRAIN_ORDER, Omgeving, load_definities

from .assets import brons_assets, brons_key, dbt_asset, inbox_asset, publicatie_asset
from .automation import cleaning_job, cleaning_schedule, inbox_sensor, nightly_schedule
from .manifest import ensure_manifest
from .verloop import Verloop

JOB = "draai"
DEFINITIES = dg.AssetSpec(
    "definities", group_name="grondslag", description="De gedeelde taal: definities en codelijsten."
)
STAND = dg.AssetSpec(
    "stand", group_name="grondslag", deps=[brons_key(dataset) for dataset in DRAIN_ORDER],
    description="De bevroren lijst van bestanden die een bouw telt.",
)  # fmt: skip
ARCHIEF = dg.AssetSpec(
    "archief", group_name="grondslag",
    description="Cijfers die zijn vastgelegd voordat de gegevens van personen werden vernietigd.",
)  # fmt: skip


def build_defs(omgeving: Omgeving, verloop: Verloop | None = None) -> dg.Definitions:
    """Everything Dagster shows and runs. `verloop` receives progress and results of a run in this process."""
    verloop = verloop or Verloop()
    definities = load_definities()
    bouw, uitkomsten = dbt_asset(omgeving, definities, verloop, ensure_manifest(omgeving))
    job = dg.define_asset_job(
        JOB, selection=dg.AssetSelection.all() - dg.AssetSelection.assets("definities", "stand", "archief"),
        description="Alles, van inbox tot publicatie.",
    )  # fmt: skip
    opschonen = cleaning_job(omgeving)
    return dg.Definitions(
        assets=[
            inbox_asset(omgeving, verloop), *brons_assets(omgeving, definities, verloop), bouw,
            publicatie_asset(omgeving, verloop, uitkomsten), DEFINITIES, STAND, ARCHIEF,
        ],
        jobs=[job, opschonen],
        sensors=[inbox_sensor(omgeving, job)],
        schedules=[nightly_schedule(omgeving, job), cleaning_schedule(omgeving, opschonen)],
        # One process per run: starting another for each step would cost more than the steps.
        executor=dg.in_process_executor,
    )  # fmt: skip
