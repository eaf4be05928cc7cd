"""What every session of `inzien` runs: the page's frame and the list of pages.

Not here: any page (`views/`), and the server around it (`inzien.py`).
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards.views import overzicht

# A picture of our own: a `:material/…:` icon would be fetched from another host for every visitor.
st.set_page_config(
    page_title="Daadkracht",
    page_icon=str(Path(__file__).parent / "static" / "icoon.png"),
    layout="wide",
    initial_sidebar_state="collapsed",
)
st.navigation([st.Page(overzicht.show, title="Overzicht", url_path="overzicht", default=True)], position="top").run()
