"""The server around the pages: shell, headers, own files, settings, errors and the start; no browser is needed."""

from __future__ import annotations

import ast
import asyncio
import signal
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboards import run_inzien, server
from definitions import Omgeving, VerkeerdeAanroep
from tests.browser.network import write_publicatie

SHELL = (
    '<!DOCTYPE html><html lang="en"><head><link rel="shortcut icon" href="./favicon.png" /><title>Streamlit</title>'
    '<link rel="service-desc" href="./x.json" /><!-- words --><script>\n window.a = 1\n</script></head>'
    "<body><noscript><p>You need to enable JavaScript.</p></noscript></body></html>"
)


def test_the_shell_is_dutch_and_points_at_no_interface_for_programs() -> None:
    gemaakt = server.translate_shell(SHELL)
    assert '<html lang="nl">' in gemaakt
    assert "<title>Daadkracht</title>" in gemaakt
    assert './eigen/nl.js"' in gemaakt
    for weg in ("Streamlit", "service-desc", "You need", "favicon", "words"):
        assert weg not in gemaakt


def test_the_policy_allows_the_own_host_and_the_shells_own_script() -> None:
    regels = dict(deel.split(" ", 1) for deel in server.content_security_policy(SHELL).split("; "))
    assert regels["default-src"] == "'self'"
    assert regels["connect-src"] == "'self'"
    assert "'unsafe-inline'" not in regels["script-src"]
    assert regels["script-src"].count("sha256-") == 1
    for waarde in regels.values():
        assert "http" not in waarde
        assert "*" not in waarde


def _ask(app: server.Shell, koppen: list[tuple[bytes, bytes]], pad: str = "/") -> tuple[dict[bytes, bytes], bytes]:
    berichten: list[dict] = []

    async def send(bericht: dict) -> None:
        berichten.append(bericht)

    async def receive() -> dict:
        return {"type": "http.request"}

    scope = {"type": "http", "method": "GET", "path": pad, "headers": koppen}
    # In a thread: a browser test before this one may have left a loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(app(scope, receive, send))).result()  # type: ignore[arg-type]
    return dict(berichten[0]["headers"]), b"".join(b.get("body", b"") for b in berichten[1:])


def test_a_page_is_rewritten_whole_and_never_taken_from_a_cache() -> None:
    gezien: list[bytes] = []

    async def binnen(scope: dict, _receive: object, send: object) -> None:
        gezien.extend(naam for naam, _ in scope["headers"])
        koppen = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", b"9"), (b"etag", b"x")]
        await send({"type": "http.response.start", "status": 200, "headers": koppen})  # type: ignore[operator]
        for deel, meer in ((SHELL[:50], True), (SHELL[50:], False)):
            await send({"type": "http.response.body", "body": deel.encode(), "more_body": meer})  # type: ignore[operator]

    koppen, inhoud = _ask(
        server.Shell(binnen),  # type: ignore[arg-type]
        [(b"accept-encoding", b"gzip"), (b"if-none-match", b"x"), (b"accept", b"*/*")],
    )
    assert gezien == [b"accept"]
    assert b'<html lang="nl">' in inhoud
    assert koppen[b"content-length"] == str(len(inhoud)).encode()
    assert b"etag" not in koppen
    assert b"sha256-" in koppen[b"content-security-policy"]


def test_other_answers_pass_unchanged_with_the_headers() -> None:
    async def binnen(_scope: dict, _receive: object, send: object) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/css")]})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"a{}"})  # type: ignore[operator]

    koppen, inhoud = _ask(server.Shell(binnen), [], "/static/a.css")  # type: ignore[arg-type]
    assert inhoud == b"a{}"
    assert koppen[b"x-content-type-options"] == b"nosniff"
    assert b"content-security-policy" in koppen


def test_the_settings_that_matter_are_pinned() -> None:
    assert (
        server.settings().items()
        >= {
            "browser.gatherUsageStats": False,
            "client.showErrorDetails": "none",
            "client.toolbarMode": "minimal",
            "server.address": "localhost",
            "server.enableAgentApi": False,
            "server.enableCORS": True,
            "server.enableStaticServing": False,
            "server.enableXsrfProtection": True,
            "server.fileWatcherType": "none",
            "server.headless": True,
        }.items()
    )


def test_streamlit_knows_every_setting() -> None:
    from streamlit import config

    onbekend = [naam for naam in server.settings() if naam not in config.get_config_options()]
    assert onbekend == []


def test_an_error_is_told_without_its_message(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    gezegd: list[str] = []
    monkeypatch.setattr(server.st, "error", gezegd.append)
    with pytest.raises(ValueError, match="geheime") as gevangen:
        int("geheime waarde")
    assert server.show_error(gevangen.value)
    assert "geheime" not in gezegd[0] + caplog.text
    code = gezegd[0].split("**")[1]
    assert code in caplog.text
    assert "ValueError" in caplog.text


def _modules(map_: Path) -> dict[Path, ast.Module]:
    return {pad: ast.parse(pad.read_text(encoding="utf-8")) for pad in sorted(map_.rglob("*.py"))}


def test_pages_hold_no_sql_and_no_arithmetic(wortel: Path) -> None:
    rekenen = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
    for pad, boom in _modules(wortel / "dashboards" / "views").items():
        for knoop in ast.walk(boom):
            if isinstance(knoop, ast.BinOp) and isinstance(knoop.op, rekenen):
                delen = [
                    d for d in ast.walk(knoop) if isinstance(d, ast.Constant) and isinstance(d.value, (int, float))
                ]
                assert delen == [], f"{pad.name}:{knoop.lineno} rekent"
            if isinstance(knoop, ast.Constant) and isinstance(knoop.value, str):
                assert not knoop.value.lower().lstrip().startswith(("select ", "with ")), f"{pad.name}:{knoop.lineno}"
        assert not {"sum", "min", "max", "round"} & {
            k.func.id for k in ast.walk(boom) if isinstance(k, ast.Call) and isinstance(k.func, ast.Name)
        }


def test_only_data_reads_a_publicatie(wortel: Path) -> None:
    for pad, boom in _modules(wortel / "dashboards").items():
        namen = {a.name for k in ast.walk(boom) if isinstance(k, ast.Import) for a in k.names}
        namen |= {k.module or "" for k in ast.walk(boom) if isinstance(k, ast.ImportFrom)}
        if pad.name != "data.py":
            assert not {"duckdb", "publishing"} & namen, pad.name


def test_no_top_module_hides_another(wortel: Path) -> None:
    """The folder of the script stands first on the path: `dashboards/calendar.py` would hide the library's."""
    namen = {pad.stem for pad in (wortel / "dashboards").iterdir() if pad.suffix == ".py" or pad.is_dir()}
    assert not namen & sys.stdlib_module_names
    assert not namen & {"definitions", "ingest", "publishing", "dashboards", "orchestration", "streamlit", "duckdb"}


def test_importing_the_room_imports_no_streamlit(wortel: Path) -> None:
    opdracht = "import sys, dashboards; print(sorted({'streamlit', 'duckdb', 'altair'} & sys.modules.keys()))"
    uit = subprocess.run([sys.executable, "-c", opdracht], cwd=wortel, capture_output=True, text=True, check=True)
    assert uit.stdout.strip() == "[]"


def test_icon_is_a_picture_of_our_own(wortel: Path) -> None:
    assert (wortel / "dashboards/static/icoon.png").read_bytes().startswith(b"\x89PNG")
    assert ":material/" not in (wortel / "dashboards/inzien_pages.py").read_text(encoding="utf-8").split("page_icon")[1]
    blad = tomllib.loads((wortel / "dashboards/.streamlit/config.toml").read_text(encoding="utf-8"))
    assert blad["browser"]["serverAddress"] == "localhost"


def _free_port() -> int:
    with socket.socket() as haak:
        haak.bind(("127.0.0.1", 0))
        return int(haak.getsockname()[1])


def _wait_for(adres: str, proces: subprocess.Popen[str], hooguit: float = 60.0) -> bytes:
    einde = time.monotonic() + hooguit
    while time.monotonic() < einde and proces.poll() is None:
        try:
            with urllib.request.urlopen(adres, timeout=2) as antwoord:
                return bytes(antwoord.read())
        except urllib.error.HTTPError as fout:
            return fout.read()
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"{adres} antwoordt niet")


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server(("localhost", 0)) as bezet:
        poort = bezet.getsockname()[1]
        with pytest.raises(VerkeerdeAanroep, match=str(poort)):
            run_inzien(Omgeving(werk=tmp_path, sleutels=tmp_path), poort)


@pytest.mark.parametrize("teken", [signal.SIGINT, signal.SIGTERM])
def test_run_inzien_serves_until_a_signal(teken: signal.Signals, tmp_path: Path, wortel: Path) -> None:
    write_publicatie(tmp_path / "werk" / "publicaties", "20260203T093000-aaaa")
    poort = _free_port()
    opdracht = (
        "import sys; from pathlib import Path; from definitions import Omgeving; from dashboards import run_inzien;"
        f"sys.exit(run_inzien(Omgeving(werk=Path({str(tmp_path / 'werk')!r}), sleutels=Path('geen')), {poort}))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", opdracht], cwd=wortel, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    ) as proces:  # fmt: skip
        try:
            assert b"20260203T093000-aaaa" in _wait_for(f"http://localhost:{poort}/gezond", proces)
            # Ctrl-C reaches the whole group, a service manager's SIGTERM the first process alone.
            if teken == signal.SIGINT:
                import os

                os.killpg(proces.pid, teken)
            else:
                proces.send_signal(teken)
            uit, fouten = proces.communicate(timeout=30)
        finally:
            proces.kill()
    assert proces.returncode == 0
    assert uit == ""
    assert f"http://localhost:{poort}" in fouten
    with socket.socket() as haak:
        assert haak.connect_ex(("127.0.0.1", poort)) != 0
