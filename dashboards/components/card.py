"""A card of the scorecard: name, value, change on last year, line, place among comparable libraries in one sentence.

Not here: which cards there are (`views/overzicht.py`).
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import periods
from dashboards.components import definition, dutch, picture, words
from dashboards.components.table import spoken
from dashboards.data import Waarde
from dashboards.figures import Kerncijfer

_PIJL = {True: "▲", False: "▼"}


def show_card(kerncijfer: Kerncijfer) -> None:
    """Put one card on the page, with its definition behind a button."""
    code = kerncijfer.indicator.code
    with st.container(border=True, key=f"kaart_{code}", height="stretch"):
        st.html(card(kerncijfer))
        definition.show_definition(kerncijfer.indicator, f"definitie_{code}")


def card(kerncijfer: Kerncijfer) -> str:
    """The HTML of a card."""
    indicator, punt = kerncijfer.indicator, kerncijfer.punt
    delen = [
        f"<h3>{escape(indicator.naam)}</h3>",
        f'<p class="dk-waarde">{_value(punt, indicator.decimalen, indicator.eenheid)}</p>',
        f'<p class="dk-bij">{escape(dutch.unit_label(indicator.eenheid))}, {escape(periods.name(punt.periode))}</p>',
        _change(kerncijfer),
        picture.sparkline(kerncijfer.lijn, words.line_alt(kerncijfer)),
        _place(kerncijfer),
    ]
    gezegd = [*words.notes(punt), *([words.later(kerncijfer.later)] if kerncijfer.later else [])]
    delen += [f'<p class="dk-noot">{escape(_sentence(zin))}</p>' for zin in gezegd]
    return f'<article class="dk-kaart">{"".join(delen)}</article>'


def _value(punt: Waarde, decimalen: int, eenheid: str) -> str:
    getoond = dutch.value(punt, decimalen, eenheid)
    return escape(getoond) if punt.telt else spoken(getoond, dutch.status(punt))


def _change(kerncijfer: Kerncijfer) -> str:
    verandering = kerncijfer.verandering
    pijl = ""
    if verandering.procent is not None and round(verandering.procent, 1) != 0:
        pijl = f'<span aria-hidden="true">{_PIJL[verandering.procent > 0]}</span> '
    return f'<p class="dk-verandering">{pijl}{escape(_sentence(words.change(verandering), punt=False))}</p>'


def _place(kerncijfer: Kerncijfer) -> str:
    vergelijking, indicator = kerncijfer.vergelijking, kerncijfer.indicator
    if vergelijking is None:
        return '<p class="dk-plaats">Te weinig cijfers om met andere bibliotheken te vergelijken.</p>'
    eigen = ""
    if vergelijking.per:
        maat = words.measure(vergelijking, indicator.eenheid).capitalize()
        eigen = f"<strong>{escape(maat)}: {dutch.number(vergelijking.eigen, vergelijking.decimalen)}</strong><br>"
    beeld = picture.strip(vergelijking, words.strip_alt(indicator.naam, vergelijking, indicator.eenheid))
    return f'{beeld}<p class="dk-plaats">{eigen}{escape(words.place(vergelijking, indicator.eenheid))}</p>'


def _sentence(zin: str, *, punt: bool = True) -> str:
    """With a capital, and a full stop where asked for."""
    zin = zin[:1].upper() + zin[1:]
    return zin if zin.endswith(".") or not punt else f"{zin}."


def strip_legend() -> str:
    """What the block, the bar and the diamond of each card mean."""
    sleutels = (
        ("eigen", "deze bibliotheek"),
        ("mediaan", "mediaan van vergelijkbare bibliotheken"),
        ("helft", "hun middelste helft (P25 tot P75)"),
    )
    delen = "".join(f"<li>{picture.legend_key(soort)} {escape(woord)}</li>" for soort, woord in sleutels)
    return f'<ul class="dk-legenda">{delen}</ul>'
