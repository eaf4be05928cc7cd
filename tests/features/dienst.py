"""The service `aanleveren` as a process of its own, in a work folder whose keys are out of reach while it runs.

Not here: tests.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from ingest import grant

from .bibliotheek import ANDER, ISIL, Bibliotheek


@dataclass
class Dienst:
    """A running service: its address, its process, and the tokens of its senders by name."""

    adres: str
    proces: subprocess.Popen[str]
    bibliotheek: Bibliotheek
    tijdelijk: Path
    codes: dict[str, str] = field(default_factory=dict)

    def ask(
        self, weg: str, inhoud: bytes | None = None, *, code: str | None = "eigen", methode: str | None = None,
        soort: str = "application/octet-stream", **vraag: str,
    ) -> tuple[int, Any, http.client.HTTPMessage]:  # fmt: skip
        """One request: its status, its document and its headers."""
        adres = f"{self.adres}{weg}" + (f"?{urlencode(vraag)}" if vraag else "")
        koppen = {"Content-Type": soort} if inhoud is not None else {}
        if code is not None:
            koppen["Authorization"] = f"Bearer {self.codes.get(code, code)}"
        verzoek = urllib.request.Request(adres, data=inhoud, headers=koppen, method=methode)
        try:
            with urllib.request.urlopen(verzoek, timeout=120) as antwoord:
                return antwoord.status, json.loads(antwoord.read()), antwoord.headers
        except urllib.error.HTTPError as fout:
            with fout:
                return fout.code, json.loads(fout.read() or b"null"), fout.headers

    def connection(self) -> http.client.HTTPConnection:
        plek = urlsplit(self.adres)
        return http.client.HTTPConnection(plek.hostname or "", plek.port, timeout=120)

    def memory_mb(self, wat: str = "VmRSS") -> float:
        """Memory of the process at this moment (`VmRSS`) or at its most (`VmHWM`)."""
        regels = Path(f"/proc/{self.proces.pid}/status").read_text().splitlines()
        return next(int(r.split()[1]) for r in regels if r.startswith(f"{wat}:")) / 1024


@contextmanager
def run_service(bibliotheek: Bibliotheek, wortel: Path, tijdelijk: Path) -> Iterator[Dienst]:
    """The service for a library, until the end of the block. Its keys are moved away for as long."""
    omgeving = bibliotheek.omgeving
    codes = {
        "eigen": grant(omgeving, "Leverancier", [ISIL]), "ander": grant(omgeving, "Andere leverancier", [ANDER]),
        "beide": grant(omgeving, "Twee", [ISIL, ANDER]), "kb": grant(omgeving, "KB Datatheek", netwerk=True),
    }  # fmt: skip
    weg = omgeving.sleutels.with_name("sleutels-weg")
    omgeving.sleutels.rename(weg)
    tijdelijk.mkdir(parents=True, exist_ok=True)
    with socket.socket() as haak:
        haak.bind(("127.0.0.1", 0))
        poort = haak.getsockname()[1]
    opdracht = [sys.executable, "-m", "dashboards.aanleveren", "--werk", str(omgeving.werk), "--poort", str(poort)]
    omstandig = {**os.environ, "TMPDIR": str(tijdelijk), "DAADKRACHT_SLEUTELS": str(omgeving.sleutels)}
    if omgeving.vast_nu:
        omstandig["DAADKRACHT_NU"] = omgeving.vast_nu.isoformat()
    with subprocess.Popen(
        opdracht, cwd=wortel, env=omstandig, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as proces:
        try:
            dienst = Dienst(f"http://localhost:{poort}", proces, bibliotheek, tijdelijk, codes)
            _wait(dienst)
            yield dienst
        finally:
            proces.send_signal(signal.SIGTERM)
            proces.wait(30)
            weg.rename(omgeving.sleutels)


def _wait(dienst: Dienst) -> None:
    einde = time.monotonic() + 90
    while time.monotonic() < einde:
        if dienst.proces.poll() is not None:
            raise AssertionError(dienst.proces.stderr.read() if dienst.proces.stderr else "de dienst stopte")
        try:
            with urllib.request.urlopen(f"{dienst.adres}/gezond", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("de dienst antwoordt niet")
