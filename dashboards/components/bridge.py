"""Klopt dit? on a page: what the library's own system says beside what was counted, and where it can say so.

Not here: the comparing (`ingest`), and keeping what was typed (`library.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboards.components import dutch
from dashboards.components.receipt import period_name
from dashboards.components.table import show_table

Plek = tuple[str, str]
_ONBEKEND = "ONBEKEND"
_WAARVAN = ("Alles bij elkaar", "Per periode", "Per locatie en periode")


def show_bridge(brug: Mapping[str, Any], namen: Mapping[str, str], sleutel: str) -> None:
    """The answer first, then a row per place and period, then what the differences come from."""
    rest = sum(abs(r["onverklaard"] or 0) for r in brug["regels"])
    if brug["klopt"] and rest:
        st.success(
            f"**Dit klopt op {dutch.number(rest)} na.** Zo'n klein verschil blijft onverklaard en telt niet als fout."
        )
    elif brug["klopt"]:
        st.success("**Ja, dit klopt: elk verschil met uw eigen totalen is te verklaren.**")
    elif brug["klopt"] is False:
        st.warning("**Nee: er blijft meer onverklaard dan mag.** Kijk na welke rijen er ontbreken, of lever opnieuw.")
    if brug["systeem_telt_niet"]:
        zin = ", ".join(w[:1].lower() + w[1:] for w in brug["systeem_telt_niet"])
        st.html(f'<p class="dk-bij">Uw totaal telt zo te zien niet mee: {zin}.</p>')
    koppen = ("locatie", "periode", "uw systeem zegt", "wij tellen", "verschil door", "onverklaard")
    with st.container(key=f"brug_{sleutel}"):
        show_table("Uw systeem en onze telling", koppen, [_row(r, namen) for r in brug["regels"]], (2, 3, 5))


def ask_totals(brug: Mapping[str, Any], namen: Mapping[str, str], sleutel: str) -> dict[Plek, str] | None:
    """A form for own totals; what was typed per place once it was sent, else None."""
    waarvan = st.selectbox("Waarvan weet u het totaal?", _WAARVAN, key=f"waarvan_{sleutel}")
    with st.form(f"totalen_{sleutel}", border=False):
        getypt = {
            plek: st.text_input(_label(plek, namen), key=f"totaal_{sleutel}_{'_'.join(plek)}", width=360)
            for plek in _places(brug["regels"], waarvan)
        }
        return getypt if st.form_submit_button("Naast elkaar zetten") else None


def _places(regels: Sequence[Mapping[str, Any]], waarvan: str) -> list[Plek]:
    if waarvan == _WAARVAN[0]:
        return [("", "")]
    plekken = {
        ("" if waarvan == _WAARVAN[1] else r["locatie"], r["periode"])
        for r in regels
        if r["periode"] not in ("", _ONBEKEND) and r["locatie"] != _ONBEKEND
    }
    return sorted(plekken) or [("", "")]


def _label(plek: Plek, namen: Mapping[str, str]) -> str:
    locatie, periode = plek
    delen = [namen.get(locatie, locatie)] if locatie else []
    delen += [period_name(periode)] if periode else []
    return f"Uw totaal: {', '.join(delen) or 'alles bij elkaar'}"


def _row(regel: Mapping[str, Any], namen: Mapping[str, str]) -> list[str]:
    door = "; ".join(
        f"{dutch.number(v['aantal'])} keer: {v['omschrijving'][:1].lower()}{v['omschrijving'][1:]}"
        for v in regel["verschil"]
    )
    return [
        _place(regel["locatie"], namen), _period(regel["periode"]), _number(regel["systeem"]), dutch.number(regel["geteld"]),
        door or "–", _number(regel["onverklaard"]),
    ]  # fmt: skip


def _place(locatie: str, namen: Mapping[str, str]) -> str:
    return {"": "alle", _ONBEKEND: "onbekend"}.get(locatie, namen.get(locatie, locatie))


def _period(periode: str) -> str:
    return {"": "alles", _ONBEKEND: "onbekend"}.get(periode) or period_name(periode)


def _number(aantal: int | None) -> str:
    return "–" if aantal is None else dutch.number(aantal)
