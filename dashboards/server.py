"""The server around an app: Dutch page shell, security headers, own files, settings, and the page of an error.

Not here: any figure, and which app is served.
"""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import secrets
import sys
import tomllib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from definitions import GebruikersFout, InterneFout

_MAP = Path(__file__).parent
_EIGEN = {
    "nl.js": "text/javascript",
    "aanleveren.js": "text/javascript",
    "stijl.css": "text/css",
    "icoon.png": "image/png",
}
_LOG = logging.getLogger("daadkracht.inzien")

# What a page may load: its own host alone. Vega compiles its expressions, hence 'unsafe-eval'; the interface and Vega set
# styles from script, hence 'unsafe-inline' for styles only; pictures in the page are data or blob addresses.
_CSP = (
    "default-src 'self'; script-src 'self' 'unsafe-eval' {hashes}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_NOSCRIPT = "<noscript><p>Deze pagina heeft JavaScript nodig. Zet dat aan in uw browser.</p></noscript>"
_KOP = '<link rel="shortcut icon" href="./eigen/icoon.png" /><link rel="stylesheet" href="./eigen/stijl.css" />'


def settings() -> dict[str, Any]:
    """Streamlit's options of `.streamlit/config.toml`, keyed as flags are (`server.port`)."""
    delen = tomllib.loads((_MAP / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    return {f"{deel}.{optie}": waarde for deel, opties in delen.items() for optie, waarde in opties.items()}


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Around the life of the server: one Dutch line that says where the app can be seen, on stderr.

    Streamlit says the same in English on stdout; `launch.py` drops that.
    """
    adres, poort = (st.get_option(f"server.{optie}") for optie in ("address", "port"))
    sys.stderr.write(f"Daadkracht staat op http://{adres}:{poort} (stop met Ctrl-C).\n")
    sys.stderr.flush()
    yield


def translate_shell(html: str, scripts: Sequence[str] = ("nl.js",)) -> str:
    """The page shell in Dutch, with our own stylesheet and scripts, and no pointer to an interface for programs."""
    html = html.replace('<html lang="en">', '<html lang="nl">').replace(
        "<title>Streamlit</title>", "<title>Daadkracht</title>"
    )
    html = re.sub(r"<!--.*?-->\s*", "", html, flags=re.DOTALL)
    html = re.sub(r'\s*<link rel="(?:service-desc|shortcut icon)"[^>]*>', "", html)
    html = re.sub(r"<noscript>.*?</noscript>", _NOSCRIPT, html, flags=re.DOTALL)
    eigen = "".join(f'<script defer src="./eigen/{naam}"></script>' for naam in scripts)
    return html.replace("</head>", f"{_KOP}{eigen}</head>", 1)


def content_security_policy(html: str = "") -> str:
    """The policy of a page whose shell is `html`: its inline scripts are allowed by their hash, no others."""
    scripts = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return _CSP.format(hashes=" ".join(f"'sha256-{waarde}'" for waarde in hashes)).replace(" ;", ";")


class Shell:
    """ASGI middleware: rewrites every HTML answer with `translate_shell` and sets the security headers on all answers."""

    def __init__(self, app: ASGIApp, scripts: Sequence[str] = ("nl.js",)) -> None:
        self.app, self.scripts = app, scripts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        kop: Message = {}
        delen: list[bytes] = []

        async def antwoord(bericht: Message) -> None:
            nonlocal kop
            if bericht["type"] == "http.response.start":
                if not _is_html(bericht):
                    await send(_with_headers(bericht, content_security_policy()))
                else:
                    kop = bericht
            elif bericht["type"] == "http.response.body" and kop:
                delen.append(bericht.get("body", b""))
                if not bericht.get("more_body"):
                    html = translate_shell(b"".join(delen).decode("utf-8"), self.scripts)
                    await _send_page(kop, html, send, leeg=scope["method"] == "HEAD")
            else:
                await send(bericht)

        await self.app(_readable(scope), receive, antwoord)


def _readable(scope: Scope) -> Scope:
    """The request without what would make a page unreadable here: compression, or a 304 on a shell of an older version."""
    if scope["path"].startswith(("/static/", "/media/", "/_stcore/", "/eigen/")):
        return scope
    weg = {b"accept-encoding", b"if-none-match", b"if-modified-since"}
    return {**scope, "headers": [(naam, waarde) for naam, waarde in scope["headers"] if naam.lower() not in weg]}


def _is_html(start: Message) -> bool:
    return any(naam.lower() == b"content-type" and b"text/html" in waarde for naam, waarde in start["headers"])


def _with_headers(start: Message, csp: str, zonder: frozenset[bytes] = frozenset()) -> Message:
    koppen = [(naam, waarde) for naam, waarde in start["headers"] if naam.lower() not in zonder]
    return {**start, "headers": [*koppen, (b"content-security-policy", csp.encode()), *_HEADERS]}


async def _send_page(start: Message, html: str, send: Send, *, leeg: bool) -> None:
    weg = frozenset({b"content-length", b"etag", b"last-modified"})
    kop = _with_headers(start, content_security_policy(html), weg)
    pagina = html.encode("utf-8")
    if not leeg:
        kop["headers"].append((b"content-length", str(len(pagina)).encode()))
    await send(kop)
    await send({"type": "http.response.body", "body": b"" if leeg else pagina})


async def _own_file(request: Request) -> Response:
    """A file of `static/`, by name from a fixed list; revalidated, so that a new version counts at once."""
    naam = request.path_params["naam"]
    if naam not in _EIGEN:
        return Response(status_code=404)
    return FileResponse(_MAP / "static" / naam, media_type=_EIGEN[naam], headers={"Cache-Control": "no-cache"})


def show_error(fout: Exception) -> bool:
    """Tell the reader what can be told: a user error's own sentence, else a reference code that stands in the log too.

    Returns True: Streamlit shows nothing of its own, so no traceback and no message that may quote a value.
    """
    if isinstance(fout, GebruikersFout):
        st.error(str(fout))
        return True
    code = secrets.token_hex(4).upper()
    _LOG.error("%s: %s", code, InterneFout.van(fout, "het tonen van een pagina"))
    st.error(
        f"Dit deel van de pagina kan nu niet worden getoond. Uw keuzes en de andere cijfers zijn niet verloren: "
        f"ververs de pagina. Blijft het zo, meld dan code **{code}** aan het beheer."
    )
    return True


ROUTES = [Route("/eigen/{naam}", _own_file)]


def middleware(*scripts: str) -> list[Middleware]:
    """What stands around an app whose pages load these scripts of `static/`, besides the Dutch texts."""
    return [Middleware(Shell, scripts=("nl.js", *scripts))]
