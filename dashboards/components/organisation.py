"""Which library a page is about: the only one of the sender, or the one chosen from its own.

Not here: what the sender may do for it (`desk.py`).
"""

from __future__ import annotations

import streamlit as st

from dashboards import desk
from ingest import Afzender


def choose_organisation(afzender: Afzender, sleutel: str) -> str | None:
    """The ISIL; a choice where the sender has several, None where there are none yet."""
    namen = {isil: naam for isil, naam in desk.organisation_names(afzender).items() if isil}
    if len(namen) < 2:
        if not namen:
            st.info("Er staan nog geen organisaties op de lijst van het netwerk.")
        return next(iter(namen), None)
    return st.selectbox("Organisatie", list(namen), format_func=lambda i: f"{namen[i]} ({i})", key=f"wie_{sleutel}")
