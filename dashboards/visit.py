"""A visit to `aanleveren`: who came in with which token, and the files this visitor is sending.

Not here: what a sender may do (`desk.py`). Nothing of a visit outlives it.
"""

from __future__ import annotations

import streamlit as st

from dashboards import desk
from definitions import NietToegestaan
from ingest import Afzender


def enter(token: str) -> None:
    """Begin a visit with this token. Raises `NietToegestaan`."""
    desk.enter(token)
    st.session_state["token"] = token


def sender() -> Afzender | None:
    """Who is here; None before the token was given, and from the moment that it was taken back."""
    token = st.session_state.get("token")
    if token is None:
        return None
    try:
        return desk.enter(token)
    except NietToegestaan as fout:
        leave()
        st.session_state["weg"] = str(fout)
        return None


def present() -> Afzender:
    """Who is here, on a page that is only drawn for who is. Raises `NietToegestaan`."""
    afzender = sender()
    if afzender is None:
        raise NietToegestaan("Meld u eerst aan met uw toegangscode.")
    return afzender


def leave() -> None:
    """End the visit: what was being sent is thrown away."""
    start_over()
    st.session_state.clear()


def sending(afzender: Afzender) -> desk.Inzending:
    """The files this visitor is sending."""
    if "inzending" not in st.session_state:
        st.session_state["inzending"] = desk.Inzending(afzender)
    gevonden: desk.Inzending = st.session_state["inzending"]
    return gevonden


def start_over() -> None:
    """Throw away what was sent and what was said of it."""
    inzending = st.session_state.pop("inzending", None)
    if inzending is not None:
        inzending.discard()
    for naam in ("oordeel", "eigen_totalen", "geleverd"):
        st.session_state.pop(naam, None)
