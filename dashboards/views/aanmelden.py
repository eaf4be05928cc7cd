"""The way into `aanleveren`: a sender shows the token it was given.

Not here: what the token opens (`ingest`).
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import desk, visit
from definitions import NietToegestaan
from ingest import Afzender


def show() -> None:
    """Draw the form; after a token that holds the visit begins."""
    st.title("Aanmelden", anchor=False)
    st.html(
        '<p class="dk-bij">Hier levert u gegevens van uw bibliotheek aan: u laat een bestand controleren, ziet wat er beter kan, en '
        "levert het aan. U komt binnen met de toegangscode die u van het beheer van het netwerk hebt gekregen.</p>"
    )
    if weg := st.session_state.pop("weg", None):
        st.warning(weg)
    with st.form("aanmelden", border=False, width=480):
        code = st.text_input("Toegangscode", type="password", key="code", autocomplete="off")
        if st.form_submit_button("Naar binnen", type="primary"):
            _enter(code)


def show_who(afzender: Afzender) -> None:
    """For whom one delivers here, and the way out."""
    namen = desk.organisation_names(afzender)
    wie = "het netwerk" if afzender.netwerk else ", ".join(namen.values())
    with st.container(horizontal=True, key="wie", vertical_alignment="center"):
        st.html(f'<p class="dk-bij">U levert aan voor <strong>{escape(wie)}</strong> als {escape(afzender.naam)}.</p>')
        st.button("Afmelden", key="afmelden", on_click=visit.leave)


def _enter(code: str) -> None:
    if not code.strip():
        st.error("Vul de toegangscode in.")
        return
    try:
        visit.enter(code)
    except NietToegestaan as fout:
        st.error(str(fout))
        return
    st.rerun()
