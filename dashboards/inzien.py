"""The entry of the app `inzien`: reads the environment and serves the current publicatie, read-only.

Not here: what a session shows (`inzien_pages.py`), and the settings, headers and routes every app shares (`server.py`).
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards import data, server
from definitions import GebruikersFout, Omgeving


def health(_request: Request) -> Response:
    """200 with the publicatie that is shown, or 503 where none can be opened."""
    try:
        publicatie = data.health()
    except (GebruikersFout, OSError):
        return JSONResponse({"status": "geen publicatie"}, status_code=503)
    return JSONResponse({"status": "in orde", "publicatie": publicatie})


data.use(Omgeving.from_environ(os.environ))
app = st.App(
    str(Path(__file__).with_name("inzien_pages.py")),
    routes=[Route("/gezond", health), *server.ROUTES],
    middleware=server.middleware(),
    on_script_error=server.show_error,
    lifespan=server.lifespan,
)


def main() -> None:
    """Serve until a signal ends it; what stands on the command line goes before the environment."""
    lezer = argparse.ArgumentParser(prog="inzien", description="Bekijk de gepubliceerde cijfers in de browser.")
    lezer.add_argument("--werk", type=Path, default=data.omgeving().werk, help="de werkmap")
    lezer.add_argument("--poort", type=int, default=8501)
    lezer.add_argument("--adres", default="localhost", help="het adres waarop geluisterd wordt")
    keuze = lezer.parse_args()
    data.use(replace(data.omgeving(), werk=keuze.werk.absolute()))
    app.run(config=server.settings() | {"server.address": keuze.adres, "server.port": keuze.poort})


if __name__ == "__main__":
    main()
