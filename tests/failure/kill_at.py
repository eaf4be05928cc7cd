"""Runs the command and kills it with SIGKILL at the N-th moment at which it changes the disk. Started by the failure tests.

Not here: what must hold afterwards (test_kill.py). Usage: kill_at.py N ARGUMENT...; with 0 nothing is killed, and the last
line on stderr says how many such moments there were.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def install(n: int) -> Callable[[], int]:
    """Count renames, removals and openings for writing; at the n-th the process is gone, as in a power cut. What is returned
    tells how many there were."""
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
    return lambda: teller


if __name__ == "__main__":
    nummer, *argumenten = sys.argv[1:]
    from orchestration.cli import main

    sys.argv = ["daadkracht", *argumenten]
    geteld = install(int(nummer))
    code = main()
    if nummer == "0":
        print(geteld(), file=sys.stderr)
    sys.exit(code)
