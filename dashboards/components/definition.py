"""What an indicator means, behind a button: definition, concept, unit, version, source.

Not here: the definitions themselves; they travel with the publicatie.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards.data import Indicator

_SOORT = {
    "optelbaar": "op te tellen over tijd en plaats",
    "stand": "een stand: de laatste peildatum telt",
    "uniek": "verschillende personen; over bibliotheken heen zijn het lidmaatschappen",
    "verhouding": "een verhouding, uit teller en noemer berekend",
}


def show_definition(indicator: Indicator, sleutel: str) -> None:
    """A button that opens the definition; Escape closes it."""
    with st.popover("Definitie", key=sleutel, type="secondary"):
        st.html(definition(indicator))


def definition(indicator: Indicator) -> str:
    """The HTML of a definition."""
    regels = [
        ("Wat telt mee", indicator.definitie),
        ("Begrip", f"{indicator.begrip.replace('_', ' ')}: {indicator.begrip_definitie}"),
        ("Eenheid", indicator.eenheid),
        ("Soort cijfer", _SOORT.get(indicator.soort, indicator.soort)),
        ("Gebied", indicator.gebiedsbegrip.replace("_", " ")),
        ("Bron", f"leveringen {indicator.dataset} van bibliotheken"),
        ("Wsob", indicator.wsob or ""),
        ("Definitieversie", str(indicator.versie)),
        ("Trendbreuken", "; ".join(indicator.trendbreuken)),
    ]
    delen = "".join(f"<dt>{escape(naam)}</dt><dd>{escape(tekst)}</dd>" for naam, tekst in regels if tekst)
    naam = escape(indicator.naam)
    # Focusable: on a small screen the text scrolls, and the keyboard must be able to.
    return (
        f'<div class="dk-definitie" role="region" tabindex="0" aria-label="Definitie van {naam}">'
        f"<p><strong>{naam}</strong> ({indicator.code})</p><dl>{delen}</dl></div>"
    )
