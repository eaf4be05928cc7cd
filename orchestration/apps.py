"""The commands that start a server and wait for Ctrl-C: `inzien`, `aanleveren` and `dagster`.

Not here: what those servers show.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from definitions import Omgeving, WerkmapFout

from .output import Uitvoer

if TYPE_CHECKING:
    from dagster import DagsterInstance


def inzien(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Serve the dashboard on localhost until Ctrl-C."""
    from dashboards import run_inzien

    uit.zeg(f"Het dashboard staat op http://localhost:{keuze.poort}. Stoppen met Ctrl-C.")
    return run_inzien(omgeving, keuze.poort)


def aanleveren(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Serve the app and the address for delivering on localhost until Ctrl-C."""
    from dashboards import run_aanleveren

    uit.zeg(f"Aanleveren kan op http://localhost:{keuze.poort}. Stoppen met Ctrl-C.")
    return run_aanleveren(omgeving, keuze.poort)


def dagster(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Serve Dagster's screen with its daemon (sensor, schedule) on localhost until Ctrl-C."""
    from .instance import open_instance, prepare_home

    prepare_home(omgeving)
    with open_instance(omgeving) as instantie:
        _close_what_died(omgeving, instantie)
    uit.zeg(f"Dagster komt op http://localhost:{keuze.poort}; het starten duurt een halve minuut. Stoppen met Ctrl-C.")
    opdracht = [
        sys.executable, "-m", "dagster", "dev", "--module-name", "orchestration.defs",
        "--working-directory", str(Path(__file__).parent.parent), "--host", "127.0.0.1", "--port", str(keuze.poort),
        "--log-level", "warning", "--code-server-log-level", "warning",
    ]  # fmt: skip
    return _serve(opdracht, {**keuze.environ, **child_environ(omgeving)})


def child_environ(omgeving: Omgeving) -> dict[str, str]:
    """What the servers and run processes of Dagster need to find the same work folder, and to keep to themselves."""
    waarden = {
        "DAADKRACHT_WERK": str(omgeving.werk), "DAADKRACHT_SLEUTELS": str(omgeving.sleutels),
        "DAADKRACHT_REGISTER": omgeving.register_url, "DAADKRACHT_AFZENDER": omgeving.afzender,
        "DAADKRACHT_NU": omgeving.vast_nu.isoformat() if omgeving.vast_nu else None,
        "DAGSTER_HOME": str(omgeving.dagster), "DAGSTER_DISABLE_TELEMETRY": "1",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1", "PYTHONWARNINGS": "ignore",
    }  # fmt: skip
    return {naam: waarde for naam, waarde in waarden.items() if waarde is not None}


def _close_what_died(omgeving: Omgeving, instantie: DagsterInstance) -> None:
    """A run that was killed would keep the queue of one run at a time shut for ever."""
    from .instance import close_broken_runs
    from .lock import run_lock

    with suppress(WerkmapFout), run_lock(omgeving):
        close_broken_runs(instantie, ook_van_dagster=True)


def _serve(opdracht: Sequence[str], environ: Mapping[str, str]) -> int:
    """Run a server as a process of its own; Ctrl-C and SIGTERM are how one ends it, so both end with 0."""
    # Started in the background by a script we inherit that Ctrl-C is ignored; Dagster would then ignore SIGTERM as well.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(opdracht, env=dict(environ)) as proces:  # noqa: S603 - our own words only
        vorige = signal.signal(signal.SIGTERM, lambda *_: proces.terminate())
        try:
            code = proces.wait()
        except KeyboardInterrupt:
            # Ctrl-C went to the whole process group: the server is closing too.
            code = proces.wait()
        finally:
            signal.signal(signal.SIGTERM, vorige)
    return 0 if code in (0, -signal.SIGINT, -signal.SIGTERM, 128 + signal.SIGINT, 128 + signal.SIGTERM) else 1
