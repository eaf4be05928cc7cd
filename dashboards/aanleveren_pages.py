"""What every session of `aanleveren` runs: the page's frame, the way in, and the list of pages.

Not here: any page (`views/`), and the server around it (`aanleveren.py`).
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards import visit
from dashboards.views import (
    aanleveren,
    aanmelden,
    activiteiten,
    bevestigen,
    jaarcijfers,
    kalender,
    leveringen,
    sjablonen,
)

# A picture of our own: a `:material/…:` icon would be fetched from another host for every visitor.
st.set_page_config(
    page_title="Daadkracht aanleveren",
    page_icon=str(Path(__file__).parent / "static" / "icoon.png"),
    layout="wide",
    initial_sidebar_state="collapsed",
)
afzender = visit.sender()
if afzender is None:
    paginas = [st.Page(aanmelden.show, title="Aanmelden", url_path="aanmelden", default=True)]
else:
    paginas = [
        st.Page(aanleveren.show, title="Aanleveren", url_path="aanleveren", default=True),
        st.Page(bevestigen.show, title="Bevestigen", url_path="bevestigen"),
        st.Page(activiteiten.show, title="Activiteiten", url_path="activiteiten"),
        st.Page(leveringen.show, title="Leveringen", url_path="leveringen"),
        st.Page(kalender.show, title="Kalender", url_path="kalender"),
        st.Page(jaarcijfers.show, title="Jaarcijfers", url_path="jaarcijfers"),
        st.Page(sjablonen.show, title="Sjablonen", url_path="sjablonen"),
    ]
pagina = st.navigation(paginas, position="top")
if afzender is not None:
    aanmelden.show_who(afzender)
pagina.run()
