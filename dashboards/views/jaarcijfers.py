"""The page Jaarcijfers: the yearly questions, with last year's answer beside each, saved as a levering.

Not here: which questions there are and what becomes of an answer (`ingest`).
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import desk, library, periods, visit
from dashboards.components.organisation import choose_organisation
from definitions import GebruikersFout, load_definities
from ingest import Afzender, Antwoord, Formulier, Onderdeel, Sleutel, Vraag


def show() -> None:
    """Draw the page: one section of the form at a time, so that nobody has to have all answers at once."""
    afzender = visit.present()
    st.title("Jaarcijfers", anchor=False)
    if gezegd := st.session_state.pop("gezegd", None):
        st.success(gezegd)
    with st.container(horizontal=True, key="filterrij"):
        organisatie = choose_organisation(afzender, "jaarcijfers")
        nu = desk.omgeving().nu.year
        jaar = st.selectbox("Jaar", periods.years_to(periods.last_year(nu), 3), key="cijferjaar")
        if organisatie is None:
            return
        formulier = library.year_form(afzender, organisatie, jaar)
        delen = {o.code: o for o in formulier.onderdelen if o.vragen}
        code = st.selectbox("Onderdeel", list(delen), format_func=lambda c: delen[c].naam, key="onderdeel")
    beantwoord = len([v for v in formulier.vragen if v.antwoord is not None])
    st.html(
        f'<p class="dk-bij">Over {jaar} zijn {beantwoord} van de {len(formulier.vragen)} vragen beantwoord en verwerkt. Wat u leeg '
        "laat blijft onbekend. Een onderdeel opslaan verandert niets aan de andere.</p>"
    )
    _section(afzender, formulier, delen[code])


def _section(afzender: Afzender, formulier: Formulier, deel: Onderdeel) -> None:
    st.header(deel.naam, anchor=False)
    st.html(f'<p class="dk-bij">{escape(deel.uitleg)}</p>')
    if any(v.vorig_jaar and not v.antwoord for v in deel.vragen):
        st.button(
            f"Lege velden vullen met de antwoorden van {periods.last_year(formulier.jaar)}",
            key=f"vorig_{deel.code}", on_click=_take_over, args=(formulier, deel),
        )  # fmt: skip
    with st.form(f"deel_{deel.code}", border=False):
        antwoorden = {v.sleutel: _question(formulier, v) for v in deel.vragen}
        if not st.form_submit_button(f"{deel.naam} opslaan", type="primary"):
            return
    _save(afzender, formulier, {s: a for s, a in antwoorden.items() if a.waarde or _known(deel, s)})


def _known(deel: Onderdeel, sleutel: Sleutel) -> bool:
    return any(v.sleutel == sleutel and v.antwoord for v in deel.vragen)


def _key(formulier: Formulier, sleutel: Sleutel) -> str:
    return "_".join(
        (formulier.organisatie, str(formulier.jaar), sleutel.item, sleutel.locatie or sleutel.gemeente or "")
    )


def _question(formulier: Formulier, vraag: Vraag) -> Antwoord:
    sleutel = _key(formulier, vraag.sleutel)
    st.session_state.setdefault(f"w_{sleutel}", vraag.antwoord.waarde if vraag.antwoord else "")
    st.session_state.setdefault(f"h_{sleutel}", vraag.antwoord.herkomst if vraag.antwoord else "ONBEKEND")
    naam = f"{vraag.naam}, {vraag.plek}" if vraag.plek else vraag.naam
    vorig = f" Vorig jaar: {vraag.vorig_jaar.waarde}." if vraag.vorig_jaar else ""
    herkomsten = load_definities().codelijsten["herkomst"].codes
    with st.container(horizontal=True):
        waarde = st.text_input(f"{naam} ({vraag.eenheid})", key=f"w_{sleutel}", width=320)
        herkomst = st.selectbox(
            f"Herkomst van {naam}", list(herkomsten), format_func=lambda h: herkomsten[h]["naam"], key=f"h_{sleutel}", width=320
        )  # fmt: skip
    st.html(f'<p class="dk-bij">{escape(vraag.uitleg)}{escape(vorig)}</p>')
    return Antwoord(waarde.strip(), herkomst if waarde.strip() else "")


def _take_over(formulier: Formulier, deel: Onderdeel) -> None:
    for vraag in deel.vragen:
        sleutel = _key(formulier, vraag.sleutel)
        if vraag.vorig_jaar and not st.session_state.get(f"w_{sleutel}"):
            st.session_state[f"w_{sleutel}"] = vraag.vorig_jaar.waarde
            st.session_state[f"h_{sleutel}"] = vraag.vorig_jaar.herkomst or "ONBEKEND"


def _save(afzender: Afzender, formulier: Formulier, antwoorden: dict[Sleutel, Antwoord]) -> None:
    try:
        bewijs = library.save_year_form(afzender, formulier.organisatie, formulier.jaar, antwoorden)
    except GebruikersFout as fout:
        st.error(str(fout))
        return
    st.session_state["gezegd"] = (
        f"Opgeslagen als levering {bewijs.levering}. Zodra zij is verwerkt kunt u verder met een ander onderdeel; dat gebeurt meestal"
        " in de nacht."
    )
    st.rerun()
