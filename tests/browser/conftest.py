"""A server with a small publicatie, and a browser to look at it; nothing is asked of another host."""

from __future__ import annotations

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

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.network import write_publicatie

KAPOT, OUD, NIEUW = "20251201T100000-kapot", "20260101T100000-aaaa", "20260203T093000-bbbb"
# Generous: the machine may be doing other things; nothing waits longer than it has to.
expect.set_options(timeout=30_000)


@dataclass
class Blik:
    """A page of the app, with what it asked for and complained of while it was open."""

    page: Page
    adres: str
    vreemd: list[str] = field(default_factory=list)
    klachten: list[str] = field(default_factory=list)

    def open(self, **vraag: str) -> Page:
        """Open the page with these parameters and wait until it is drawn."""
        self.page.goto(self.adres + "/?" + "&".join(f"{naam}={waarde}" for naam, waarde in vraag.items()))
        self.ready()
        return self.page

    def ready(self) -> None:
        """Wait until the server has nothing more to draw."""
        expect(self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')).to_be_visible()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        # Parts of the page fetch their own script; until it is there a skeleton stands in their place.
        expect(self.page.locator('[data-testid="stSkeleton"]')).to_have_count(0)

    def chart(self) -> None:
        """Wait until the chart is drawn as well."""
        expect(self.page.locator(".stVegaLiteChart svg")).to_be_visible()


@pytest.fixture(scope="session")
def adres(tmp_path_factory: pytest.TempPathFactory, wortel: Path) -> Iterator[str]:
    """The address of a running app with a broken, an older and a current publicatie."""
    werk = tmp_path_factory.mktemp("browser") / "werk"
    (write_publicatie(werk / "publicaties", KAPOT) / "netwerk.duckdb").write_bytes(b"geen database")
    write_publicatie(werk / "publicaties", OUD, "2026-01-01 10:00:00")
    write_publicatie(werk / "publicaties", NIEUW)
    with serve(werk, wortel) as server:
        yield server.adres


@dataclass
class Server:
    """A running app: where it listens and its process."""

    adres: str
    proces: subprocess.Popen[str]


@contextmanager
def serve(werk: Path, wortel: Path) -> Iterator[Server]:
    """The app on a free port, until the end of the block."""
    with socket.socket() as haak:
        haak.bind(("127.0.0.1", 0))
        poort = haak.getsockname()[1]
    opdracht = [sys.executable, "-m", "dashboards.inzien", "--werk", str(werk), "--poort", str(poort)]
    with subprocess.Popen(opdracht, cwd=wortel, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as proces:
        try:
            _wait_until_served(f"http://localhost:{poort}/gezond", proces)
            yield Server(f"http://localhost:{poort}", proces)
        finally:
            proces.terminate()


def _wait_until_served(adres: str, proces: subprocess.Popen[str]) -> None:
    einde = time.monotonic() + 90
    while time.monotonic() < einde:
        if proces.poll() is not None:
            raise AssertionError(proces.stderr.read() if proces.stderr else "de server stopte")
        try:
            with urllib.request.urlopen(adres, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("de server antwoordt niet")


@pytest.fixture(scope="module")
def browser(chromium: str | None) -> Iterator[Browser]:
    """One browser for a module's tests; playwright's event loop is gone when other tests have their turn."""
    with sync_playwright() as speler:
        venster = speler.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield venster
        venster.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A reader's own session, wide enough for four cards beside each other."""
    eigen = browser.new_context(viewport={"width": 1440, "height": 900}, locale="nl-NL", accept_downloads=True)
    yield eigen
    eigen.close()


@pytest.fixture
def blik(context: BrowserContext, adres: str) -> Blik:
    """A page that notes every request to another host and every complaint of the browser."""
    return look(context, adres)


def look(context: BrowserContext, adres: str) -> Blik:
    """A new page in this session."""
    page = context.new_page()
    page.set_default_timeout(30_000)
    gezien = Blik(page, adres)
    eigen = (adres, adres.replace("http", "ws", 1), "data:", "blob:")
    page.on("request", lambda v: None if v.url.startswith(eigen) else gezien.vreemd.append(v.url))
    page.on("websocket", lambda w: None if w.url.startswith(eigen) else gezien.vreemd.append(w.url))
    page.on("console", lambda b: gezien.klachten.append(b.text) if b.type == "error" else None)
    page.on("pageerror", lambda f: gezien.klachten.append(str(f)))
    return gezien
