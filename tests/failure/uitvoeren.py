"""Runs the command in a process of its own, killed at its n-th write or left alone. Used by the failure tests.

Not here: what must hold afterwards.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from definitions import Omgeving

HIER = Path(__file__).parent
DOOD = -9


def environ(omgeving: Omgeving, **anders: str) -> dict[str, str]:
    """The environment in which the command uses this work folder, at this moment."""
    return os.environ | {
        "DAADKRACHT_WERK": str(omgeving.werk), "DAADKRACHT_SLEUTELS": str(omgeving.sleutels),
        "DAADKRACHT_NU": omgeving.nu.isoformat(), "PYTHONPATH": str(HIER.parent.parent), **anders,
    }  # fmt: skip


def start(omgeving: Omgeving, *argumenten: str, n: int = 0, **anders: str) -> subprocess.Popen[str]:
    """Start the command; it dies at its n-th write (0: it lives)."""
    return subprocess.Popen(
        [sys.executable, str(HIER / "kill_at.py"), str(n), *argumenten], env=environ(omgeving, **anders), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def run(omgeving: Omgeving, *argumenten: str, n: int = 0, invoer: str = "", **anders: str) -> tuple[int, str, str]:
    """Run the command to its end: its exit code (-9 if it died), stdout and stderr."""
    proces = start(omgeving, *argumenten, n=n, **anders)
    uit, fout = proces.communicate(invoer, timeout=300)
    return proces.returncode, uit, fout


def moments(omgeving: Omgeving, *argumenten: str, invoer: str = "") -> int:
    """At how many moments this command changes the disk: the steps, as the code itself takes them."""
    code, _, fout = run(omgeving, *argumenten, invoer=invoer)
    assert code == 0, fout
    return int(fout.strip().splitlines()[-1])
