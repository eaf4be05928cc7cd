"""The entry of the app `aanleveren` and its address for programs: reads the environment and receives for one work folder.

Not here: what a session shows (`aanleveren_pages.py`), what programs are answered (`api.py`), and the settings and headers
every app shares (`server.py`).
"""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path

import streamlit as st

from dashboards import api, desk, server
from definitions import Omgeving

_OMGEVING = Omgeving.from_environ(os.environ)
_OMGEVING.set_umask()
desk.use(_OMGEVING)
app = st.App(
    str(Path(__file__).with_name("aanleveren_pages.py")),
    routes=[*api.ROUTES, *server.ROUTES],
    middleware=server.middleware("aanleveren.js"),
    on_script_error=server.show_error,
    lifespan=server.lifespan,
)


def main() -> None:
    """Serve until a signal ends it; what stands on the command line goes before the environment."""
    lezer = argparse.ArgumentParser(prog="aanleveren", description="Gegevens aanleveren in de browser en over HTTP.")
    lezer.add_argument("--werk", type=Path, default=_OMGEVING.werk, help="de werkmap")
    lezer.add_argument("--poort", type=int, default=8502)
    lezer.add_argument("--adres", default="localhost", help="het adres waarop geluisterd wordt")
    keuze = lezer.parse_args()
    desk.use(replace(_OMGEVING, werk=keuze.werk.absolute()))
    app.run(config=server.settings() | {"server.address": keuze.adres, "server.port": keuze.poort})


if __name__ == "__main__":
    main()
