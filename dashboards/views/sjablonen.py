"""The page Sjablonen: a workbook to fill in, per kind of data.

Not here: what stands in a workbook (`ingest`).
"""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from dashboards import desk, library, periods, visit
from dashboards.components.organisation import choose_organisation
from definitions import DRAIN_ORDER, load_definities

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show() -> None:
    """Draw the page: a workbook per dataset, with the library's own locations in it."""
    afzender = visit.present()
    st.title("Sjablonen", anchor=False)
    st.html(
        '<p class="dk-bij">Komen uw gegevens niet uit een systeem? Vul dan een werkboek in en lever dat aan. In elk werkboek staat een '
        "blad met uitleg, een blad met voorbeelden en de codes waaruit u kiest.</p>"
    )
    with st.container(horizontal=True, key="filterrij"):
        organisatie = choose_organisation(afzender, "sjablonen")
        nu = desk.omgeving().nu.year
        jaar = st.selectbox(
            "Jaar (voor de jaarcijfers)", periods.years_to(periods.last_year(nu), 4), key="sjabloonjaar"
        )
    if organisatie is None:
        return
    for dataset in DRAIN_ORDER:
        if load_definities().contracten[dataset].netwerk and not afzender.netwerk:
            continue
        contract = load_definities().contracten[dataset]
        st.header(contract.naam, anchor=False)
        st.html(f'<p class="dk-bij">{escape(contract.omschrijving)}</p>')
        naam = f"sjabloon_{dataset}_{jaar}" if dataset == "jaarcijfers" else f"sjabloon_{dataset}"
        st.download_button(
            f"Werkboek {contract.naam.lower()} (XLSX)",
            data=partial(library.template, afzender, organisatie, dataset, jaar if dataset == "jaarcijfers" else None),
            file_name=f"{naam}.xlsx", mime=_XLSX, key=f"sjabloon_{dataset}", on_click="ignore",
        )  # fmt: skip
