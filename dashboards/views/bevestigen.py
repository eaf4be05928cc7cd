"""The page Bevestigen: what waits for a yes of the library before it counts.

Not here: why it waits (`ingest`).
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import desk, visit
from dashboards.components import receipt
from ingest import Afzender, Ontvangstbewijs


def show() -> None:
    """Draw the page: each levering that waits, with the ground and the two ways on."""
    afzender = visit.present()
    st.title("Bevestigen", anchor=False)
    if gezegd := st.session_state.pop("gezegd", None):
        st.success(gezegd)
    _leveringen(afzender)


def _leveringen(afzender: Afzender) -> None:
    st.header("Leveringen die op u wachten", anchor=False)
    wachtend = [b for b in desk.receipts(afzender) if b.status == "te_bevestigen"]
    if not wachtend:
        st.info("Er wacht niets op uw bevestiging.")
        return
    for bewijs in wachtend:
        st.subheader(f"{bewijs.levering}: {receipt.title(bewijs)}", anchor=False)
        for melding in bewijs.bevindingen:
            if melding.gevolg == "te_bevestigen":
                st.html(f"<p>{escape(melding.uitleg)}</p>")
        with st.container(horizontal=True):
            st.button(
                f"Klopt: {bewijs.levering} telt mee",
                key=f"bevestig_{bewijs.levering}",
                type="primary",
                on_click=_confirm,
                args=(afzender, bewijs),
            )
            st.button(
                f"Klopt niet: {bewijs.levering} intrekken",
                key=f"weg_{bewijs.levering}",
                on_click=_withdraw,
                args=(afzender, bewijs),
            )


def _confirm(afzender: Afzender, bewijs: Ontvangstbewijs) -> None:
    desk.confirm(afzender, str(bewijs.levering))
    st.session_state["gezegd"] = f"Levering {bewijs.levering} is bevestigd en telt mee vanaf de volgende publicatie."


def _withdraw(afzender: Afzender, bewijs: Ontvangstbewijs) -> None:
    desk.withdraw(afzender, str(bewijs.levering), "niet bevestigd: er ontbreken gegevens")
    st.session_state["gezegd"] = f"Levering {bewijs.levering} is ingetrokken; wat er stond blijft gelden."
