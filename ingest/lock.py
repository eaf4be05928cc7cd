"""One process at a time may process, clean up or build in a work folder: a lock that the kernel drops when its holder dies.

Not here: the register, which many processes may write in turn (`register.py`).
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager

from definitions import Omgeving, WerkmapFout

_TURN_SECONDS = 0.05


@contextmanager
def work_lock(omgeving: Omgeving, wacht: float = 0) -> Iterator[None]:
    """Hold the lock. Raises `WerkmapFout` where another process still holds it after `wacht` seconds."""
    omgeving.werk.mkdir(parents=True, exist_ok=True)
    einde = time.monotonic() + wacht
    with (omgeving.werk / ".slot").open("a") as slot:
        while not _taken(slot.fileno()):
            if time.monotonic() >= einde:
                raise WerkmapFout(
                    f"De werkmap {omgeving.werk} is in gebruik door een ander proces; wacht tot dat klaar is."
                ) from None
            time.sleep(_TURN_SECONDS)
        yield


def _taken(slot: int) -> bool:
    try:
        fcntl.flock(slot, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
