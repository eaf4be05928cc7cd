"""One run of a command as a child process: its CPU seconds, peak memory and outcome.

Not here: which commands, and what the figures must be.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DAADKRACHT = str(Path(sys.executable).parent / "daadkracht")


class Mislukt(Exception):
    """A command under measurement did not do what it should; a figure of it would mean nothing."""


@dataclass(frozen=True)
class Meting:
    """CPU seconds (user and system, with the processes it waited for), peak resident memory in MB, wall seconds."""

    cpu: float
    geheugen_mb: float
    wand: float
    code: int
    uit: str

    def __add__(self, ander: Meting) -> Meting:
        """Two runs after each other as one: the sum of their times, the larger of their peaks."""
        return Meting(
            self.cpu + ander.cpu,
            max(self.geheugen_mb, ander.geheugen_mb),
            self.wand + ander.wand,
            max(self.code, ander.code),
            self.uit + ander.uit,
        )


def run(opdracht: Sequence[str], environ: Mapping[str, str], goed: Sequence[int] = (0,)) -> Meting:
    """Run a command to its end. Raises `Mislukt` where it is not installed or its exit code is not one of `goed`."""
    if not Path(opdracht[0]).exists():
        raise Mislukt(f"{opdracht[0]} bestaat niet; doe eerst make setup")
    with tempfile.TemporaryFile() as uit, tempfile.TemporaryFile() as fout:
        begin = time.perf_counter()
        proces = subprocess.Popen(opdracht, stdout=uit, stderr=fout, stdin=subprocess.DEVNULL, env=dict(environ))
        _, status, gebruik = os.wait4(proces.pid, 0)
        wand = time.perf_counter() - begin
        proces.returncode = os.waitstatus_to_exitcode(status)
        uit.seek(0)
        fout.seek(0)
        tekst, klacht = uit.read().decode(errors="replace"), fout.read().decode(errors="replace")
    if proces.returncode not in goed:
        raise Mislukt(f"{' '.join(opdracht[:3])} eindigde met {proces.returncode}: {klacht.strip()[-2000:]}")
    return Meting(gebruik.ru_utime + gebruik.ru_stime, gebruik.ru_maxrss / 1024, wand, proces.returncode, tekst)


def work_environ(map_: Path) -> dict[str, str]:
    """The environment of a command that works in a fresh folder `map_`, with keys of its own."""
    map_.mkdir(parents=True)
    return {**os.environ, "DAADKRACHT_WERK": str(map_ / "werk"), "DAADKRACHT_SLEUTELS": str(map_ / "sleutels")}
