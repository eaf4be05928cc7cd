"""The page Bevestigen: what waits for a yes of the library before it counts.

Not here: why it waits (`ingest`).
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import desk, library, periods, visit
from dashboards.components import dutch, receipt
from dashboards.components.organisation import choose_organisation
from definitions import GebruikersFout
from ingest import Afzender, Ontvangstbewijs, Openstaand


def show() -> None:
    """Draw the page: each levering that waits, with the ground and the two ways on."""
    afzender = visit.present()
    st.title("Bevestigen", anchor=False)
    if gezegd := st.session_state.pop("gezegd", None):
        st.success(gezegd)
    _leveringen(afzender)
    st.header("Codes die wij niet kennen", anchor=False)
    organisatie = choose_organisation(afzender, "bevestigen")
    if organisatie is not None:
        _codes(afzender, organisatie)


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
                st.html(f"<p>{escape(periods.in_words(melding.uitleg))}</p>")
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


def _codes(afzender: Afzender, organisatie: str) -> None:
    """Codes of the library's own, with what they may mean; what holds them counts, but as unknown."""
    open_ = library.open_codes(afzender, organisatie)
    if not open_:
        st.info("Van al uw codes is bekend wat zij betekenen.")
        return
    st.html(
        '<p class="dk-bij">Deze codes zijn van uzelf. Zeg wat zij betekenen; wat al is geleverd wordt dan opnieuw verwerkt. Een code die '
        "minder dan tien keer voorkomt tonen wij niet.</p>"
    )
    for wat in open_:
        _column(afzender, organisatie, wat)


def _column(afzender: Afzender, organisatie: str, wat: Openstaand) -> None:
    st.subheader(f"{receipt.dataset_name(wat.dataset)}: {wat.kolom}, uit {wat.bronsysteem}", anchor=False)
    st.html(f'<p class="dk-bij">{escape(wat.levering)}: {dutch.number(wat.rijen)} rijen met een onbekende code.</p>')
    if not wat.codes:
        return
    keuzes = {"": "nog niet kiezen"} | library.choices(afzender, organisatie, wat)
    sleutel = f"codes_{wat.bronsysteem}_{wat.dataset}_{wat.kolom}"
    with st.form(sleutel, border=False):
        gekozen = {
            c["code"]: st.selectbox(
                f"Code {c['code']}, {dutch.number(c['aantal'])} keer", list(keuzes), format_func=keuzes.__getitem__,
                index=list(keuzes).index(c["naar"]) if c["naar"] in keuzes else 0, key=f"{sleutel}_{nr}", width=420,
            )
            for nr, c in enumerate(wat.codes)
        }  # fmt: skip
        if not st.form_submit_button("Vertaling bevestigen", type="primary"):
            return
    codes = {code: naar for code, naar in gekozen.items() if naar}
    if not codes:
        st.warning("Kies van ten minste één code wat zij betekent.")
        return
    try:
        opnieuw = library.confirm_codes(afzender, organisatie, wat, codes)
    except GebruikersFout as fout:
        st.error(str(fout))
        return
    verder = f" Opnieuw verwerkt worden: {', '.join(opnieuw)}." if opnieuw else ""
    st.session_state["gezegd"] = f"De betekenis van {len(codes)} codes is bevestigd.{verder}"
    st.rerun()


def _confirm(afzender: Afzender, bewijs: Ontvangstbewijs) -> None:
    desk.confirm(afzender, str(bewijs.levering))
    st.session_state["gezegd"] = f"Levering {bewijs.levering} is bevestigd en telt mee vanaf de volgende publicatie."


def _withdraw(afzender: Afzender, bewijs: Ontvangstbewijs) -> None:
    desk.withdraw(afzender, str(bewijs.levering), "niet bevestigd: er ontbreken gegevens")
    st.session_state["gezegd"] = f"Levering {bewijs.levering} is ingetrokken; wat er stond blijft gelden."
