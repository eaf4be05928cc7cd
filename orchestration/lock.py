"""One run of the line at a time per work folder, by a lock that the kernel drops when its process dies.

Not here: the lock under which ingest and publishing write; this one is held around a whole run of `draai`.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from definitions import Omgeving, WerkmapFout

_NAME = ".draai"


@contextmanager
def run_lock(omgeving: Omgeving) -> Iterator[None]:
    """Hold the lock. Raises `WerkmapFout` (exit 14) where another process holds it; a lock file left behind is none."""
    omgeving.werk.mkdir(parents=True, exist_ok=True)
    with (omgeving.werk / _NAME).open("a") as slot:
        try:
            fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WerkmapFout(f"In de werkmap {omgeving.werk} loopt al een draai; wacht tot die klaar is.") from None
        yield


def is_running(omgeving: Omgeving) -> bool:
    """Whether a run holds the lock at this moment."""
    if not (omgeving.werk / _NAME).exists():
        return False
    try:
        with run_lock(omgeving):
            return False
    except WerkmapFout:
        return True
