"""Starts an app (`inzien`, `aanleveren`) as a process of its own and waits until it ends.

Not here: what an app serves (`inzien.py`, `aanleveren.py`) and with which settings (`server.py`).
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from types import FrameType

from definitions import Omgeving, VerkeerdeAanroep


def run_inzien(omgeving: Omgeving, poort: int = 8501, adres: str = "localhost") -> int:
    """Serve the publicaties of `omgeving.werk` on http://`adres`:`poort` until Ctrl-C; returns the exit code.

    Raises `VerkeerdeAanroep` where the port is taken.
    """
    return _run("dashboards.inzien", omgeving, poort, adres)


def run_aanleveren(omgeving: Omgeving, poort: int = 8502, adres: str = "localhost") -> int:
    """Receive files for `omgeving.werk` on http://`adres`:`poort`, in the app and at its address for programs, until Ctrl-C;
    returns the exit code. That process turns its back on the keys (`Omgeving.zonder_sleutels`).

    Raises `VerkeerdeAanroep` where the port is taken.
    """
    return _run("dashboards.aanleveren", omgeving, poort, adres)


def _run(module: str, omgeving: Omgeving, poort: int, adres: str) -> int:
    """Ctrl-C and SIGTERM are how one ends a server, so both end with 0. The server is a process of its own: what the
    calling process holds (a build's memory, its signal handlers) does not stay around for as long as people look."""
    _check_port(adres, poort)
    opdracht = [sys.executable, "-m", module]
    opdracht += ["--werk", str(omgeving.werk), "--poort", str(poort), "--adres", adres]
    # A session of its own: Ctrl-C reaches only us, and the server closes by the signal it closes quietly on.
    with subprocess.Popen(opdracht, stdout=subprocess.DEVNULL, start_new_session=True) as proces:  # noqa: S603 - our own

        def stop(_nummer: int, _frame: FrameType | None) -> None:
            proces.terminate()

        vorige = signal.signal(signal.SIGTERM, stop)
        try:
            return _exit_code(proces.wait())
        except KeyboardInterrupt:
            proces.terminate()
            return _exit_code(proces.wait())
        finally:
            signal.signal(signal.SIGTERM, vorige)


def _check_port(adres: str, poort: int) -> None:
    try:
        with socket.create_server((adres, poort)):
            return
    except OSError:
        raise VerkeerdeAanroep(f"Poort {poort} op {adres} is niet vrij; kies een andere, zoals {poort + 1}.") from None


def _exit_code(code: int) -> int:
    return 0 if code in {0, -signal.SIGINT, -signal.SIGTERM, 128 + signal.SIGINT, 128 + signal.SIGTERM} else 1
