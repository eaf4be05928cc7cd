"""The chart of this year beside last year, and the table that says the same.

Not here: its rows (`figures.chart`). The chart is a Vega-Lite description as plain data: building it through objects costs
more than the rest of the page together (kennis/dashboard.md section 3).
"""

from __future__ import annotations

from html import escape
from typing import Any

import streamlit as st

from dashboards import periods
from dashboards.components import dutch, picture, words
from dashboards.components.table import Cel, show_table
from dashboards.data import Waarde
from dashboards.figures import Balk, Grafiek

_LOCALE = {
    "number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["€ ", ""]},
    "time": {
        "dateTime": "%a %e %B %Y %X", "date": "%d-%m-%Y", "time": "%H:%M:%S", "periods": ["", ""],
        "days": ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
        "shortDays": ["zo", "ma", "di", "wo", "do", "vr", "za"],
        "months": list(periods.MAANDEN), "shortMonths": list(periods.KORT),
    },
}  # fmt: skip
_SLOT_WORD = {"geblokkeerd": "geblokkeerd", "onderdrukt": "onderdrukt"}


def title(grafiek: Grafiek) -> str:
    """Measure and period: `Uitleningen per maand, 2025`."""
    hoe = {"maand": "per maand", "kwartaal": "per kwartaal", "jaar": "per jaar", "peildatum": "per peildatum"}
    jaren = [periods.year(balk.nu.periode) for balk in grafiek.balken]
    wanneer = str(grafiek.jaar) if min(jaren) == grafiek.jaar else f"{min(jaren)} tot en met {grafiek.jaar}"
    return f"{grafiek.indicator.naam} {hoe[grafiek.periodesoort]}, {wanneer}"


def show_chart(grafiek: Grafiek) -> None:
    """Legend and chart; its accessible name is the sentence `chart_alt` makes."""
    st.html(_legend(grafiek))
    st.vega_lite_chart(spec=spec(grafiek), theme=None, width="stretch", alt=chart_alt(grafiek))
    if grafiek.reden:
        st.html(f'<p class="dk-noot">{escape(grafiek.reden)}</p>')


def show_chart_table(grafiek: Grafiek) -> None:
    """The same figures as a table, with status in words."""
    n, eenheid = grafiek.indicator.decimalen, grafiek.indicator.eenheid
    met_toen = grafiek.jaar_toen is not None
    koppen = ["Periode", str(grafiek.jaar) if met_toen else "Waarde", "Status"]
    koppen += [str(grafiek.jaar_toen), f"Status {grafiek.jaar_toen}"] if met_toen else []
    rijen = []
    for balk in grafiek.balken:
        rij: list[Cel] = [periods.name(balk.nu.periode), _cell(balk.nu, n, eenheid), _status(balk.nu)]
        if met_toen:
            rij += [_cell(balk.toen, n, eenheid), _status(balk.toen)]
        rijen.append(rij)
    eenheid_tekst = dutch.unit_label(eenheid)
    show_table(f"{title(grafiek)} ({eenheid_tekst})", koppen, rijen, getallen=(1, 3) if met_toen else (1,))


def chart_alt(grafiek: Grafiek) -> str:
    """What the chart shows, in a sentence; the figures themselves stand in the table."""
    punten = [balk.nu for balk in grafiek.balken if balk.nu.telt]
    if not punten:
        return f"{title(grafiek)}. Er zijn geen cijfers om te tekenen."
    hoogste = max(punten, key=lambda waarde: waarde.waarde or 0)
    laagste = min(punten, key=lambda waarde: waarde.waarde or 0)
    n, eenheid = grafiek.indicator.decimalen, grafiek.indicator.eenheid
    lijn = f" met een lijn voor {grafiek.jaar_toen}" if grafiek.jaar_toen else ""
    return (
        f"{title(grafiek)}. Staafgrafiek{lijn}. Het hoogst in {periods.name(hoogste.periode)}: "
        f"{dutch.value(hoogste, n, eenheid)}; het laagst in {periods.name(laagste.periode)}: "
        f"{dutch.value(laagste, n, eenheid)}. Alle cijfers staan onder Tabel."
    )


def marks_legend(grafiek: Grafiek) -> tuple[str, ...]:
    """What each mark in this chart and its table means; marks that do not occur are left out."""
    waarden = [waarde for balk in grafiek.balken for waarde in (balk.nu, balk.toen) if waarde is not None]
    statussen = {dutch.status(waarde).replace(" ", "_") for waarde in waarden}
    markeringen = sorted({code for waarde in waarden for code in waarde.markeringen})
    return (
        *(tekst for status, tekst in dutch.LEGEND.items() if status in statussen),
        *(words.marking(code) for code in markeringen),
    )


def _cell(waarde: Waarde | None, decimalen: int, eenheid: str) -> Cel:
    if waarde is None:
        return ("–", "geen cijfer")
    getoond = dutch.value(waarde, decimalen, eenheid)
    return getoond if waarde.telt else (getoond, dutch.status(waarde))


def _status(waarde: Waarde | None) -> str:
    if waarde is None:
        return "geen cijfer"
    return ", ".join((dutch.status(waarde), *(words.marking(code) for code in waarde.markeringen)))


def _legend(grafiek: Grafiek) -> str:
    statussen = {balk.nu.status for balk in grafiek.balken if balk.nu.telt}
    nu = str(grafiek.jaar) if grafiek.jaar_toen else grafiek.indicator.naam
    regels = [("balk", nu)] if "definitief" in statussen else []
    regels += [("voorlopig", f"{nu}, voorlopig")] if "voorlopig" in statussen else []
    regels += [("lijn", str(grafiek.jaar_toen))] if grafiek.jaar_toen else []
    delen = "".join(f"<li>{picture.legend_key(soort)} {escape(woord)}</li>" for soort, woord in regels)
    return f'<ul class="dk-legenda">{delen}</ul>'


def _datum(balk: Balk, grafiek: Grafiek) -> dict[str, Any]:
    """One row for Vega: numbers to draw, words for the tooltip and for the mark's own name."""
    n, eenheid = grafiek.indicator.decimalen, grafiek.indicator.eenheid
    nu, toen = balk.nu, balk.toen
    toen_telt = grafiek.jaar_toen is not None and toen is not None and toen.telt
    return {
        "slot": balk.label,
        "periode": periods.name(nu.periode),
        "waarde": nu.waarde if nu.telt else None,
        "tekst": f"{dutch.value(nu, n, eenheid)} ({dutch.status(nu)})",
        "naam": f"{periods.name(nu.periode)}: {dutch.value(nu, n, eenheid)}",
        "voorlopig": nu.status == "voorlopig",
        "woord": _slot_word(nu),
        "vorige": toen.waarde if toen_telt and toen else None,
        "vorige_naam": f"{periods.name(toen.periode)}: {dutch.value(toen, n, eenheid)}" if toen_telt and toen else "",
    }


def _slot_word(waarde: Waarde) -> str:
    """What stands in a slot without a bar: the reason, or the 0 that no bar can show."""
    if waarde.telt:
        return "0" if waarde.waarde == 0 else ""
    return _SLOT_WORD.get(waarde.status, "–")


def spec(grafiek: Grafiek) -> dict[str, Any]:
    """The Vega-Lite description. Bars dark, the line of last year on a white casing, so that it stands out on them.

    A layer without a single mark is left out: Vega would warn about it.
    """
    rijen = [_datum(balk, grafiek) for balk in grafiek.balken]
    x = {
        "field": "slot", "type": "nominal", "title": None,
        "scale": {"domain": [rij["slot"] for rij in rijen], "paddingInner": 0.25, "paddingOuter": 0.15},
        "axis": {"labelAngle": 0, "domainColor": picture.GREY, "ticks": False, "labelPadding": 6, "labelOverlap": True},
    }  # fmt: skip
    y = {
        "type": "quantitative", "title": None, "scale": {"zero": True, "nice": True},
        "axis": {"format": f",.{grafiek.indicator.decimalen}~f", "tickCount": 5, "gridColor": "#DDE3E7", "domain": False,
                 "ticks": False},
    }  # fmt: skip
    lagen = _bars(rijen, x, y) + _line(rijen, x, y) + _slot_words(rijen, x)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": rijen},
        "height": 300,
        "background": "#FFFFFF",
        "padding": {"left": 4, "top": 8, "right": 8, "bottom": 4},
        "layer": lagen,
        "config": {
            "locale": _LOCALE,
            "font": "'Source Sans', sans-serif",
            "axis": {"labelColor": picture.INK, "labelFontSize": 13, "aria": False},
            "view": {"stroke": None},
        },
        # No menu of its own (English, and a tab stop); downloads stand below the chart.
        "usermeta": {"embedOptions": {"renderer": "svg", "actions": False}},
    }


def _bars(rijen: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    tip = [{"field": "periode", "title": "Periode"}, {"field": "tekst", "title": "Waarde"}]
    inhoud = {"x": x, "y": {**y, "field": "waarde"}, "tooltip": tip, "description": {"field": "naam"}}
    # A few bars over the whole width would be blocks.
    vorm = {"type": "bar", "ariaRoleDescription": "staaf", "width": {"expr": "min(bandwidth('x'), 90)"}}
    stijlen: dict[bool, dict[str, Any]] = {
        False: {"color": picture.BLUE},
        True: {"color": picture.LIGHT, "stroke": picture.BLUE, "strokeWidth": 2},
    }
    return [
        {
            "transform": [{"filter": f"isValid(datum.waarde) && datum.voorlopig === {str(voorlopig).lower()}"}],
            "mark": {**vorm, **stijl},
            "encoding": inhoud,
        }
        for voorlopig, stijl in stijlen.items()
        if any(rij["waarde"] is not None and rij["voorlopig"] is voorlopig for rij in rijen)
    ]


def _line(rijen: list[dict[str, Any]], x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    if all(rij["vorige"] is None for rij in rijen):
        return []
    inhoud = {"x": x, "y": {**y, "field": "vorige"}}
    lijn = {"type": "line", "interpolate": "linear", "invalid": "break-paths-show-domains", "aria": False}
    punt = {
        "type": "point", "shape": "circle", "filled": True, "fill": "#FFFFFF", "size": 55, "opacity": 1,
        "stroke": picture.ORANGE, "strokeWidth": 2, "ariaRoleDescription": "punt",
    }  # fmt: skip
    tip = [{"field": "vorige_naam", "title": "Vorig jaar"}]
    return [
        {"mark": {**lijn, "color": "#FFFFFF", "strokeWidth": 5.5}, "encoding": inhoud},
        {"mark": {**lijn, "color": picture.ORANGE, "strokeWidth": 2.5, "strokeDash": [7, 3]}, "encoding": inhoud},
        {
            "transform": [{"filter": "isValid(datum.vorige)"}],
            "mark": punt,
            "encoding": {**inhoud, "tooltip": tip, "description": {"field": "vorige_naam"}},
        },
    ]


def _slot_words(rijen: list[dict[str, Any]], x: dict[str, Any]) -> list[dict[str, Any]]:
    woord = {"type": "text", "aria": False, "fill": picture.INK}
    staand = {**woord, "angle": 270, "align": "left", "baseline": "middle", "dx": 6, "fontSize": 13}
    liggend = {**woord, "align": "center", "baseline": "bottom", "dy": -4, "fontSize": 14}
    inhoud = {"x": x, "y": {"datum": 0}, "text": {"field": "woord"}}
    lengten = {len(rij["woord"]) for rij in rijen}
    lagen = []
    if any(lengte > 1 for lengte in lengten):
        lagen.append({"transform": [{"filter": "length(datum.woord) > 1"}], "mark": staand, "encoding": inhoud})
    if 1 in lengten:
        lagen.append({"transform": [{"filter": "length(datum.woord) == 1"}], "mark": liggend, "encoding": inhoud})
    return lagen
