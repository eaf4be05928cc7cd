"""The command `draai`: everything from inbox to publicatie, as one Dagster run in this process.

Not here: the steps themselves; they are the assets that Dagster's screen shows too (`assets.py`).
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import warnings
from collections.abc import Iterator
from typing import Any

from definitions import Omgeving

from . import words
from .commands import worst
from .lock import run_lock
from .output import Uitvoer, nowhere
from .verloop import Verloop


def draai(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """JSON: `{nieuw, leveringen: [ontvangstbewijs], publicatie}`."""
    with run_lock(omgeving):
        verloop = run_all(omgeving, uit)
    uit.document(
        {
            "nieuw": verloop.gedraaid,
            "leveringen": [bewijs.as_json() for bewijs in verloop.bewijzen],
            "publicatie": verloop.publicatie.id if verloop.publicatie else None,
        }
    )
    return worst(bewijs.exit_code for bewijs in verloop.bewijzen)


def run_all(omgeving: Omgeving, uit: Uitvoer) -> Verloop:
    """Receive what lies in the inbox and, where that or anything else is new, run the line. Under the lock of `draai`."""
    from .work import has_deliveries, has_queue

    verloop = Verloop()
    if omgeving.inbox.is_dir():
        from ingest import collect_inbox

        verloop.bewijzen += collect_inbox(omgeving, tell=uit.meld)
    _show_refusals(verloop, uit)
    if not has_deliveries(omgeving):
        uit.zeg("Er is nog niets aangeleverd: de inbox en het register zijn leeg.")
        return verloop
    from publishing import current, is_current

    if not has_queue(omgeving) and is_current(omgeving):
        verloop.publicatie = current(omgeving)
        uit.zeg(
            "Niets nieuws: de inbox en de wachtrij zijn leeg en er is niets veranderd sinds publicatie "
            f"{verloop.publicatie.id}."
        )
        return verloop
    return _run_line(omgeving, uit, verloop)


def _run_line(omgeving: Omgeving, uit: Uitvoer, verloop: Verloop) -> Verloop:
    ontvangen = {bewijs.levering for bewijs in verloop.bewijzen if bewijs.status != "geweigerd"}
    verloop.bewijzen = [bewijs for bewijs in verloop.bewijzen if bewijs.levering not in ontvangen]
    al_gemeld = len(verloop.bewijzen)
    verloop.gedraaid = True
    try:
        with uit.balk() as verloop.voortgang:
            run_in_process(omgeving, verloop)
    finally:
        uit.zeg(*(words.receipt_line(bewijs.as_json()) for bewijs in verloop.bewijzen[al_gemeld:]))
        _show_refusals(verloop, uit, al_gemeld)
    if verloop.publicatie:
        uit.zeg(f"Publicatie {verloop.publicatie.id} is actueel.")
    return verloop


def _show_refusals(verloop: Verloop, uit: Uitvoer, vanaf: int = 0) -> None:
    for bewijs in verloop.bewijzen[vanaf:]:
        uit.meld(*words.refusals(bewijs.as_json()))


def run_in_process(omgeving: Omgeving, verloop: Verloop) -> None:
    """One run of the job `draai`, recorded in `werk/dagster`. Raises what a step raised."""
    with _silence():
        from .code_location import JOB, build_defs
        from .instance import IN_PROCESS, close_broken_runs, open_instance, prune_runs

        with open_instance(omgeving) as instantie:
            close_broken_runs(instantie)
            taak = build_defs(omgeving, verloop).resolve_job_def(JOB)
            taak.execute_in_process(instance=instantie, tags={IN_PROCESS: "ja"}, run_config=_QUIET_CONSOLE)
            prune_runs(instantie)


_QUIET_CONSOLE: dict[str, Any] = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Keep what Dagster and dbt print and log off the user's terminal; the progress bar is ours, on the real stderr."""
    vorige = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings(), nowhere():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(vorige)
