"""Runs the command and kills it with SIGKILL at the N-th moment at which it changes the disk. Started by the failure tests.

Not here: what must hold afterwards (test_kill.py). Usage: kill_at.py N ARGUMENT...
"""

from __future__ import annotations

import os
import signal
import sys

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def install(n: int) -> None:
    """Count renames, removals and openings for writing; at the n-th the process is gone, as in a power cut."""
    teller = 0

    def hook(gebeurtenis: str, argumenten: tuple) -> None:
        nonlocal teller
        if gebeurtenis == "open":
            pad, _, vlaggen = argumenten
            if not isinstance(vlaggen, int) or not vlaggen & _WRITING or not isinstance(pad, str | bytes | os.PathLike):
                return
        elif gebeurtenis not in ("os.rename", "os.remove", "os.mkdir", "sqlite3.connect"):
            return
        teller += 1
        if teller == n:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


if __name__ == "__main__":
    nummer, *argumenten = sys.argv[1:]
    from orchestration.cli import main

    sys.argv = ["daadkracht", *argumenten]
    install(int(nummer))
    sys.exit(main())
