"""The filters of a page: what is chosen stands as codes in the address, so that a link gives the same view back.

Not here: what may be chosen. Streamlit's own binding writes labels instead of codes and drops what it does not know in silence.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def choose(label: str, param: str, opties: Mapping[str, str], standaard: str) -> str:
    """A selectbox over `opties` (code -> label) that follows `?param=` and returns the chosen code.

    A code in the address that is not among `opties` is said out loud; nothing else is shown in its place unasked.
    """
    sleutel, gezien = f"keuze_{param}", f"adres_{param}"
    gevraagd = st.query_params.get(param)
    if gevraagd is not None and gevraagd != st.session_state.get(gezien):
        # A new link, or the browser's back button: the address leads.
        st.session_state[gezien] = gevraagd
        if gevraagd in opties:
            st.session_state[sleutel] = gevraagd
        else:
            st.session_state[sleutel] = standaard
            st.session_state.setdefault("onbekend", {})[param] = (label, gevraagd)
    if st.session_state.get(sleutel) not in opties:
        st.session_state[sleutel] = standaard
    return str(st.selectbox(label, list(opties), format_func=lambda code: opties[code], key=sleutel))


def write_address(keuzes: Mapping[str, str]) -> None:
    """Put all choices in the address at once, in this order; a parameter that is not a choice stays."""
    anders = {param: code for param, code in keuzes.items() if st.query_params.get(param) != code}
    if anders:
        st.query_params.update(anders)
    for param, code in keuzes.items():
        st.session_state[f"adres_{param}"] = code


def unknown_choices() -> tuple[tuple[str, str], ...]:
    """(label, code) of every code in the address that does not exist here; told once."""
    onbekend: dict[str, tuple[str, str]] = st.session_state.pop("onbekend", {})
    return tuple(onbekend.values())
