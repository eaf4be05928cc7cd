"""The columns of a file that nobody knows: what they seem to be, for the library to mend and confirm.

Not here: proposing and keeping (`library.py`).
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import library
from dashboards.components import dutch, receipt
from definitions import DRAIN_ORDER, GebruikersFout, load_definities
from ingest import Afzender, Bron, Kolomvoorstel, Voorstel

_NERGENS = "niet in dit bestand"


def show_columns(afzender: Afzender, organisatie: str, bron: Bron, dataset: str | None) -> None:
    """The proposal as a form; confirming keeps it as the library's own export, after which the file is known."""
    st.header("Zelf zeggen wat de kolommen zijn", anchor=False)
    if naam := st.session_state.pop("kolommen_bevestigd", None):
        st.success(f"Bewaard als {naam}: zo lezen wij dit soort bestand voortaan. Controleer nu opnieuw.")
        return
    soorten: list[str] = [d for d in DRAIN_ORDER if not load_definities().contracten[d].netwerk]
    try:
        voorstel = library.propose(afzender, organisatie, bron, dataset)
        keuze = st.selectbox(
            "Wat voor gegevens staan er in dit bestand?", soorten, index=soorten.index(voorstel.dataset),
            format_func=receipt.dataset_name, key="kolommen_dataset",
        )  # fmt: skip
        if keuze != voorstel.dataset:
            voorstel = library.propose(afzender, organisatie, bron, keuze)
    except GebruikersFout as fout:
        st.info(str(fout))
        return
    st.html(
        f'<p class="dk-bij">Dit lijkt te gaan over {receipt.dataset_name(voorstel.dataset).lower()}, op grond van '
        f"{dutch.number(voorstel.regels)} rijen. Kijk na of elke kolom klopt.</p>"
    )
    _form(afzender, organisatie, bron, voorstel)


def _form(afzender: Afzender, organisatie: str, bron: Bron, voorstel: Voorstel) -> None:
    eerst = [k for k in voorstel.kolommen if k.verplicht or k.van]
    with st.form(f"kolommen_{voorstel.dataset}", border=False):
        gekozen = {k.kolom: _column(voorstel, k) for k in eerst}
        with st.expander("Andere kolommen, als die in het bestand staan"):
            gekozen |= {k.kolom: _column(voorstel, k) for k in voorstel.kolommen if k not in eerst}
        naam = st.text_input("Naam van deze export", value="export", key="kolommen_naam", max_chars=31, width=420)
        if not st.form_submit_button("Kolommen bevestigen", type="primary"):
            return
    # Only what a person changed is said; the rest stays with its grounds.
    anders = {k.kolom: gekozen[k.kolom] for k in voorstel.kolommen if gekozen[k.kolom] != (k.van or "")}
    try:
        if anders:
            voorstel = library.propose(afzender, organisatie, bron, voorstel.dataset, anders)
        if voorstel.ontbreekt:
            st.error(
                f"Kies nog een kolom voor {' en '.join(voorstel.ontbreekt)}: zonder kan het niet. Staat hij er niet in, maak dan een "
                "export waarin hij wel staat."
            )
            return
        st.session_state["kolommen_bevestigd"] = library.confirm_columns(afzender, organisatie, voorstel, naam)
    except GebruikersFout as fout:
        st.error(str(fout))
        return
    st.rerun()


def _column(voorstel: Voorstel, k: Kolomvoorstel) -> str:
    """The choice of where a column comes from, with what it is and why this is proposed."""
    keuzes = ["", *voorstel.koppen]
    zonder = f"overal {k.vast}" if k.vast else _NERGENS
    gekozen = st.selectbox(
        f"{k.kolom} (verplicht)" if k.verplicht else k.kolom, keuzes, index=keuzes.index(k.van) if k.van in keuzes else 0,
        format_func=lambda kop: kop or zonder, key=f"kolom_{voorstel.dataset}_{k.kolom}", width=420,
    )  # fmt: skip
    grond = f" Voorstel: {k.gronden[-1]}." if k.gronden and (k.van or k.vast) else ""
    st.html(f'<p class="dk-bij">{escape(k.omschrijving + grond)}</p>')
    return gekozen
