"""The page Leveringen: what was delivered, what became of it, and taking something back.

Not here: what replaces what (`ingest`).
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import desk, library, periods, visit
from dashboards.components import dutch, receipt
from dashboards.components.bridge import ask_totals, show_bridge
from dashboards.components.table import show_table
from definitions import GebruikersFout
from ingest import STATE_WORDS, Afzender, Ontvangstbewijs

_GETALLEN = ("rijen die meetellen", "uitval")
_TELT_NIET = frozenset({"geweigerd", "ingetrokken"})


def show() -> None:
    """Draw the page: the list, newest first, and one levering whole."""
    afzender = visit.present()
    st.title("Leveringen", anchor=False)
    bewijzen = desk.receipts(afzender)
    if gezegd := st.session_state.pop("gezegd", None):
        st.success(gezegd)
    if not bewijzen:
        st.info("Er is nog niets aangeleverd. Dat doet u op de pagina Aanleveren.")
        return
    _table(bewijzen, met_organisatie=len({b.organisatie for b in bewijzen}) > 1)
    st.header("Eén levering", anchor=False)
    nummers = {str(b.levering): f"{b.levering}: {receipt.title(b)}" for b in bewijzen}
    gekozen = st.selectbox("Levering", list(nummers), format_func=nummers.__getitem__, key="levering")
    bewijs = next(b for b in bewijzen if b.levering == gekozen)
    receipt.show_receipt(bewijs, sleutel=f"levering_{gekozen}")
    if brug := library.stored_bridge(afzender, str(bewijs.levering)):
        _right(afzender, bewijs, brug)
    if bewijs.status not in _TELT_NIET:
        _withdraw(afzender, bewijs)


def _table(bewijzen: list[Ontvangstbewijs], *, met_organisatie: bool) -> None:
    koppen = ["levering", "gegevens", "periode", "status", "ontvangen op", *_GETALLEN]
    rijen = [_row(b) for b in bewijzen]
    if met_organisatie:
        koppen.insert(1, "organisatie")
        for rij, bewijs in zip(rijen, bewijzen, strict=True):
            rij.insert(1, bewijs.organisatie)
    with st.container(key="leveringen"):
        show_table("Uw leveringen, de nieuwste eerst", koppen, rijen, [koppen.index(k) for k in _GETALLEN])
    st.html(
        '<p class="dk-bij">Levert u een periode opnieuw aan, dan is dat de correctie: de nieuwe telt, de oude heet ‘vervangen’ zodra de '
        "nieuwe is verwerkt.</p>"
    )


def _row(bewijs: Ontvangstbewijs) -> list[str]:
    rijen = bewijs.rijen
    return [
        str(bewijs.levering), receipt.dataset_name(bewijs.dataset), receipt.period_name(bewijs.periode),
        STATE_WORDS[bewijs.status], periods.day(bewijs.ontvangen_op) if bewijs.ontvangen_op else "–",
        dutch.number(rijen.geaccepteerd) if rijen else "–", dutch.number(rijen.uitval) if rijen else "–",
    ]  # fmt: skip


def _right(afzender: Afzender, bewijs: Ontvangstbewijs, brug: dict[str, Any]) -> None:
    """Klopt dit? The library's own totals beside what was counted, kept with the levering."""
    levering, namen = str(bewijs.levering), library.location_names(afzender, bewijs.organisatie)
    st.header("Klopt dit?", anchor=False)
    show_bridge(brug, namen, levering)
    if brug["klopt"]:
        st.button(
            "Bevestigen dat dit klopt", key=f"klopt_{levering}", on_click=_confirm_totals, args=(afzender, levering)
        )
    getypt = ask_totals(brug, namen, levering)
    if getypt is None:
        return
    try:
        if totalen := library.totals(afzender, bewijs.organisatie, getypt):
            library.give_totals(afzender, levering, totalen)
    except GebruikersFout as fout:
        st.error(str(fout))
        return
    st.rerun()


def _confirm_totals(afzender: Afzender, levering: str) -> None:
    library.confirm_totals(afzender, levering)
    st.session_state["gezegd"] = f"Vastgelegd: uw totalen en onze telling van levering {levering} komen overeen."


def _withdraw(afzender: Afzender, bewijs: Ontvangstbewijs) -> None:
    st.header("Intrekken", anchor=False)
    st.html(
        '<p class="dk-bij">Een ingetrokken levering telt niet meer mee vanaf de volgende publicatie; wat zij verving telt dan weer. '
        "In het register blijft staan dat zij er was.</p>"
    )
    with st.form(f"intrekken_{bewijs.levering}", border=False):
        reden = st.text_input("Reden", key=f"reden_{bewijs.levering}", max_chars=200)
        if not st.form_submit_button(f"{bewijs.levering} intrekken"):
            return
    try:
        desk.withdraw(afzender, str(bewijs.levering), reden)
    except GebruikersFout as fout:
        st.error(str(fout))
        return
    st.session_state["gezegd"] = f"Levering {bewijs.levering} is ingetrokken."
    st.rerun()
