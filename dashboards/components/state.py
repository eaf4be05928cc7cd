"""What a page says when it cannot show what was asked: nothing there, an older publicatie, an unknown choice.

Not here: an unforeseen error (`server.show_error`).
"""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from dashboards import periods
from dashboards.data import Publicatie


def show_empty(keuze: str, *, ongedaan: tuple[str, ...] = ()) -> None:
    """There are no figures for this choice; the button takes the choices named in `ongedaan` back."""
    st.info(f"{keuze} Kies een andere periode of een ander cijfer.")
    if ongedaan:
        st.button("Maak de keuze ongedaan", key="keuze_ongedaan", on_click=_undo, args=(ongedaan,))


def show_no_publicatie(zin: str) -> None:
    """Nothing was ever published, or the one asked for is not there; `zin` says which."""
    st.warning(zin)
    if "publicatie" in st.query_params:
        st.button("Toon de laatste publicatie", key="laatste", on_click=_undo, args=(("publicatie",),))


def show_older(publicatie: Publicatie) -> None:
    """The link holds on to an older publicatie than the newest."""
    if publicatie.actueel:
        return
    st.warning(
        f"U ziet de publicatie van {periods.day(publicatie.gemaakt_op)}. Er is een nieuwere publicatie; "
        "cijfers kunnen sindsdien zijn gewijzigd."
    )
    st.button("Toon de laatste publicatie", key="laatste", on_click=_undo, args=(("publicatie",),))


def show_unknown(onbekend: Iterable[tuple[str, str]]) -> None:
    """The link names something this publicatie does not have; what is shown instead is said."""
    for label, code in onbekend:
        # The code comes from the address: it is shown as text, never as markup.
        st.warning(
            f"De link noemt bij {label.lower()} iets dat hier niet voorkomt: `{_as_text(code)}`. U ziet nu een andere keuze."
        )


def _as_text(code: str) -> str:
    return "".join(teken for teken in code if teken.isalnum() or teken in "-_.")[:40] or "?"


def _undo(parameters: tuple[str, ...]) -> None:
    for param in parameters:
        st.query_params.pop(param, None)
        st.session_state.pop(f"keuze_{param}", None)
        st.session_state.pop(f"adres_{param}", None)
