"""The page Activiteiten: what stands in two systems, what is still open of what took place, and the file back to Wijzer.

Not here: what is the same and what is open (`ingest`). The grid is made of native controls: each can be reached by keyboard
and is read aloud with the activity it is of.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

import streamlit as st

from dashboards import activities, desk, library, periods, visit
from dashboards.components import dutch
from dashboards.components.organisation import choose_organisation
from definitions import GebruikersFout, load_definities
from ingest import Afzender, Dubbel, OpenEinde

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_JAREN = 3
_ELDERS = "elders:"


def show() -> None:
    """Draw the page."""
    afzender = visit.present()
    st.title("Activiteiten", anchor=False)
    if gezegd := st.session_state.pop("gezegd", None):
        st.success(gezegd)
    organisatie = choose_organisation(afzender, "activiteiten")
    if organisatie is None:
        return
    _doubles(afzender, organisatie)
    _open(afzender, organisatie)
    _wijzer(afzender, organisatie)


# -- in two systems ------------------------------------------------------------------------------------------------------


def _doubles(afzender: Afzender, organisatie: str) -> None:
    st.header("In twee systemen", anchor=False)
    dubbel = activities.doubles(afzender, organisatie)
    if not dubbel:
        st.info("Er zijn geen activiteiten die in twee systemen staan en waarover u nog iets moet zeggen.")
        return
    zeker = [d for d in dubbel if d.zekerheid == "zeker"]
    if zeker:
        st.html(
            f'<p class="dk-bij">Van {_count(len(zeker))} zijn naam, plaats en begintijd in twee systemen gelijk. Dat telt één keer; de '
            "cijfers blijven voorlopig tot u het bevestigt.</p>"
        )
        if st.button(
            "Ja, dat is dezelfde" if len(zeker) == 1 else f"Ja, alle {dutch.number(len(zeker))} zijn dezelfde",
            key="zeker",
            type="primary",
        ):
            _settle(afzender, organisatie, [d.paar for d in zeker], [])
    misschien = [d for d in dubbel if d.zekerheid == "waarschijnlijk"]
    if misschien:
        st.html(
            '<p class="dk-bij">Deze staan op hetzelfde moment op dezelfde plek, maar heten anders. Zij tellen allebei tot u kiest. Namen '
            "bewaren wij niet; zoek ze op hun nummer op.</p>"
        )
        _pairs(afzender, organisatie, misschien[: activities.PER_KEER])


def _pairs(afzender: Afzender, organisatie: str, paren: list[Dubbel]) -> None:
    keuzes = {"": "weet ik nog niet", "zelfde": "dezelfde: telt één keer", "anders": "twee: tellen allebei"}
    with st.form("paren", border=False):
        gekozen = {
            d.paar: st.selectbox(
                f"{_of(d.een.bronsysteem, d.een.activiteit)} en {_of(d.ander.bronsysteem, d.ander.activiteit)}, {_moment(d.een.start, d.maand)}",
                list(keuzes), format_func=keuzes.__getitem__, key=f"paar_{d.paar}", width=420,
            )
            for d in paren
        }  # fmt: skip
        if not st.form_submit_button("Antwoorden opslaan", type="primary"):
            return
    zelfde, anders = ([p for p, keuze in gekozen.items() if keuze == soort] for soort in ("zelfde", "anders"))
    if not zelfde and not anders:
        st.warning("Kies van ten minste één paar of het dezelfde activiteit is.")
        return
    _settle(afzender, organisatie, zelfde, anders)


def _settle(afzender: Afzender, organisatie: str, zelfde: list[str], anders: list[str]) -> None:
    try:
        aantal = activities.settle(afzender, organisatie, zelfde, anders)
    except GebruikersFout as fout:
        st.error(str(fout))
        return
    st.session_state["gezegd"] = (
        f"Van {_pairs_word(aantal)} is vastgelegd wat u zegt; de volgende publicatie telt ermee."
    )
    st.rerun()


# -- what is open --------------------------------------------------------------------------------------------------------


def _open(afzender: Afzender, organisatie: str) -> None:
    st.header("Wat nog openstaat", anchor=False)
    eindes = activities.open_ends(afzender, organisatie)
    if not eindes:
        st.info(
            "Van elke activiteit die voorbij is weten wij of zij doorging, met hoeveel deelnemers, waarover en waar."
        )
        return
    st.html(
        f'<p class="dk-bij">Van {_count(len(eindes))} ontbreekt nog iets. Vul in wat u weet; wat u leeg laat blijft openstaan. Uw antwoord '
        "telt mee zolang het systeem waaruit u aanlevert het zelf openlaat. Namen bewaren wij niet; zoek een activiteit op haar nummer op.</p>"
    )
    st.download_button(
        "Alles als werkboek (XLSX)", data=lambda: activities.workbook(afzender, organisatie),
        file_name=f"openstaande_activiteiten_{organisatie}.xlsx", mime=_XLSX, key="openwerkboek", on_click="ignore",
    )  # fmt: skip
    delen = activities.pages(eindes)
    nummer = 0
    if len(delen) > 1:
        nummer = st.selectbox(
            "Welke activiteiten", range(len(delen)), format_func=lambda i: delen[i].titel, key="opendeel", width=420
        )
    _grid(afzender, organisatie, delen[nummer if nummer < len(delen) else 0].eindes)


def _grid(afzender: Afzender, organisatie: str, eindes: Sequence[OpenEinde]) -> None:
    keuzes = activities.choices(afzender, organisatie)
    locaties = library.location_names(afzender, organisatie)
    functies = load_definities().codelijsten["kernfunctie"].codes
    with st.form("openstaand", border=False):
        antwoorden = {}
        for einde in eindes:
            waar = locaties.get(einde.locatie or "", "Geen locatie van de bibliotheek")
            st.subheader(
                f"{_of(einde.bronsysteem, einde.activiteit)}, {_moment(einde.start, einde.maand)}", anchor=False
            )
            st.html(f'<p class="dk-bij">{escape(waar)}. {escape(functies[einde.kernfunctie]["naam"])}.</p>')
            with st.container(horizontal=True):
                antwoorden[einde.plek] = _answers(einde, keuzes)
        if not st.form_submit_button("Antwoorden opslaan", type="primary", key="open_opslaan"):
            return
    try:
        aantal = activities.answer(afzender, organisatie, antwoorden)
    except GebruikersFout as fout:
        st.error(str(fout))
        return
    if not aantal:
        st.warning("U heeft nog niets ingevuld.")
        return
    st.session_state["gezegd"] = f"Van {_count(aantal)} is bewaard wat u invulde; de volgende publicatie telt ermee."
    st.rerun()


def _answers(einde: OpenEinde, keuzes: dict[str, dict[str, str]]) -> dict[str, str]:
    """The controls of what is open of one activity."""
    uit: dict[str, str] = {}
    wie = _of(einde.bronsysteem, einde.activiteit)
    if "status" in einde.open:
        uit["status"] = _choose(f"Ging {wie} door?", keuzes["status"], f"status_{einde.plek}")
    if "deelnemers" in einde.open:
        uit["deelnemers"] = st.text_input(
            f"Deelnemers van {wie}", key=f"deelnemers_{einde.plek}", width=280, max_chars=7
        )
        uit["telling"] = _choose(f"Hoe is {wie} geteld?", keuzes["telling"], f"telling_{einde.plek}")
    if "thema" in einde.open:
        uit["thema"] = _choose(f"Thema van {wie}", keuzes["thema"], f"thema_{einde.plek}")
    if "locatie" in einde.open:
        plekken = keuzes["locatie"] | {
            _ELDERS + code: f"niet in de bibliotheek: {naam.lower()}" for code, naam in keuzes["plaats"].items()
        }
        gekozen = _choose(f"Waar was {wie}?", plekken, f"waar_{einde.plek}")
        soort = "plaats" if gekozen.startswith(_ELDERS) else "locatie"
        uit[soort] = gekozen.removeprefix(_ELDERS)
    return uit


def _choose(label: str, lijst: dict[str, str], sleutel: str) -> str:
    keuzes = {"": "nog open"} | lijst
    return st.selectbox(label, list(keuzes), format_func=keuzes.__getitem__, key=sleutel, width=280)


# -- back to Wijzer ------------------------------------------------------------------------------------------------------


def _wijzer(afzender: Afzender, organisatie: str) -> None:
    st.header("Terug naar Wijzer", anchor=False)
    st.html(
        '<p class="dk-bij">Het bestand noemt elke activiteit één keer, met wat u hierboven heeft gezegd, in de kolommen van Wijzer. Wat alleen in '
        "een ander systeem staat heeft een nummer dat met de naam van dat systeem begint; zet daar in Wijzer de naam bij.</p>"
    )
    with st.container(horizontal=True, key="filterrij"):
        jaar = st.selectbox("Jaar", periods.years_to(desk.omgeving().nu.year, _JAREN), key="wijzerjaar")
        delen = {"": "heel het jaar", **{f"-{nr:02d}": maand for nr, maand in enumerate(periods.MAANDEN, 1)}}
        deel = st.selectbox("Deel van het jaar", list(delen), format_func=delen.__getitem__, key="wijzerdeel")
    if not st.button("Bestand voor Wijzer maken", key="wijzer_maken"):
        return
    try:
        inhoud = activities.wijzer_file(afzender, organisatie, f"{jaar}{deel}")
    except GebruikersFout as fout:
        st.warning(str(fout))
        return
    st.download_button(
        f"Activiteiten {jaar}{deel} voor Wijzer (XLSX)", data=inhoud, file_name=f"activiteiten_{organisatie}_{jaar}{deel}.xlsx",
        mime=_XLSX, key="wijzer_download", on_click="ignore", type="primary",
    )  # fmt: skip


# -- words ---------------------------------------------------------------------------------------------------------------


def _of(bronsysteem: str, nummer: str) -> str:
    """An activity as its library knows it. Numbers come from a file: no markup is made of them."""
    schoon = "".join(teken if teken.isalnum() or teken in " -_.:/=" else "\ufffd" for teken in nummer)
    return f"{schoon} ({bronsysteem})".replace(":", "\\:").replace("_", "\\_")


def _moment(start: datetime | None, maand: str) -> str:
    return f"{periods.day(start)}, {start:%H:%M} uur" if start else periods.name(maand)


def _count(aantal: int) -> str:
    return "1 activiteit" if aantal == 1 else f"{dutch.number(aantal)} activiteiten"


def _pairs_word(aantal: int) -> str:
    return "1 paar" if aantal == 1 else f"{dutch.number(aantal)} paren"
