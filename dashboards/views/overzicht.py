"""The page Overzicht: how is a library doing, and where does it differ.

Not here: SQL or arithmetic.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import data, figures, periods
from dashboards.components import card, chart, choice, definition, download, dutch, permalink, state, words
from dashboards.components.table import show_table
from definitions import GebruikersFout

_DATASET = {
    "locaties": "Locaties",
    "collectie": "Collectie",
    "leden": "Leden",
    "uitleningen": "Uitleningen",
    "activiteiten": "Activiteiten",
    "jaarcijfers": "Jaarcijfers",
}


def show() -> None:
    """Draw the page; its choices stand in the address as `bibliotheek, jaar, indicator` and, where pinned, `publicatie`."""
    st.title("Overzicht", anchor=False)
    try:
        publicatie = data.publicatie(st.query_params.get("publicatie"))
    except GebruikersFout as fout:
        state.show_no_publicatie(str(fout))
        return
    state.show_older(publicatie)
    bibliotheken, indicatoren = data.bibliotheken(publicatie), data.indicatoren(publicatie)
    if not bibliotheken or not indicatoren:
        state.show_no_publicatie("In deze publicatie staan nog geen cijfers van bibliotheken.")
        return
    keuzes = _choose(publicatie, bibliotheken, indicatoren)
    if keuzes is None:
        return
    bibliotheek = bibliotheken[keuzes["bibliotheek"]]
    reeksen = data.series(publicatie, bibliotheek.isil)
    verschillen = data.changes(publicatie, bibliotheek.isil)
    eerder = data.earlier(publicatie, bibliotheek.isil)
    jaar = int(keuzes["jaar"])
    st.html(_source(publicatie, bibliotheek))
    permalink.show_permalink(publicatie, keuzes)
    groep = figures.comparable(bibliotheek, bibliotheken)
    gemaakt = [
        figures.key_figure(
            indicator,
            reeksen.get(code, {}),
            jaar,
            bibliotheek,
            groep,
            bibliotheken,
            lambda *vraag: data.of_all(publicatie, *vraag),
            verschillen.get(code, {}),
            eerder.get(code, {}),
        )
        for code, indicator in indicatoren.items()
    ]
    kerncijfers = [kerncijfer for kerncijfer in gemaakt if kerncijfer is not None]
    _scorecard(kerncijfers, groep, jaar)
    _notable(kerncijfers)
    _chart(publicatie, bibliotheek, indicatoren[keuzes["indicator"]], reeksen.get(keuzes["indicator"], {}), jaar)
    _deliveries(publicatie, bibliotheek)


def _choose(
    publicatie: data.Publicatie, bibliotheken: dict[str, data.Bibliotheek], indicatoren: dict[str, data.Indicator]
) -> dict[str, str] | None:
    """The three filters; on a small screen they fold away behind their heading (`nl.js`)."""
    with (
        st.expander("Keuze: bibliotheek, jaar en indicator", expanded=True, key="filters"),
        st.container(horizontal=True, key="filterrij"),
    ):
        namen = {isil: bibliotheek.naam for isil, bibliotheek in bibliotheken.items()}
        isil = choice.choose("Bibliotheek", "bibliotheek", namen, next(iter(namen)))
        reeksen = data.series(publicatie, isil)
        jaren = {str(jaar): str(jaar) for jaar in figures.years(reeksen.values())}
        if not jaren:
            state.show_empty("Van deze bibliotheek zijn nog geen cijfers.", ongedaan=("bibliotheek",))
            return None
        jaar = choice.choose("Jaar", "jaar", jaren, next(iter(jaren)))
        titels = {code: indicator.naam for code, indicator in indicatoren.items()}
        code = choice.choose("Indicator in de grafiek", "indicator", titels, figures.first_rhythmic(reeksen, titels))
    keuzes = {"bibliotheek": isil, "jaar": jaar, "indicator": code}
    choice.write_address(keuzes)
    state.show_unknown(choice.unknown_choices())
    return keuzes


def _source(publicatie: data.Publicatie, bibliotheek: data.Bibliotheek) -> str:
    inwoners = f" · {dutch.number(bibliotheek.inwoners)} inwoners in het werkgebied" if bibliotheek.inwoners else ""
    return (
        f'<p class="dk-bron"><strong>{escape(bibliotheek.naam)}</strong>{inwoners} · publicatie van '
        f"{periods.day(publicatie.gemaakt_op)} · bron: leveringen van bibliotheken</p>"
    )


def _scorecard(kerncijfers: list[figures.Kerncijfer], groep: figures.Groep, jaar: int) -> None:
    st.header("Kerncijfers", anchor=False)
    if not kerncijfers:
        state.show_empty(f"Voor {jaar} zijn geen cijfers.", ongedaan=("jaar",))
        return
    st.html(
        f'<p class="dk-bij">Lijn: de laatste dertien maanden, of wat er per peildatum of jaar is. Vergelijkbaar zijn {escape(words.group(groep))}.'
        f"</p>{card.strip_legend()}"
    )
    with st.container(horizontal=True, key="kaarten"):
        for kerncijfer in kerncijfers:
            card.show_card(kerncijfer)


def _notable(kerncijfers: list[figures.Kerncijfer]) -> None:
    st.header("Opvallend", anchor=False)
    opvallend = figures.deviations(kerncijfers)
    if not opvallend:
        st.html(
            '<p class="dk-bij">Er zijn te weinig cijfers van vergelijkbare bibliotheken om iets op te laten vallen.</p>'
        )
        return
    regels = "".join(
        f"<li><strong>{escape(kerncijfer.indicator.naam)}</strong>: {escape(words.deviation(kerncijfer))}</li>"
        for kerncijfer in opvallend
    )
    st.html(f'<ol class="dk-opvallend">{regels}</ol>')


def _chart(
    publicatie: data.Publicatie, bibliotheek: data.Bibliotheek, indicator: data.Indicator, reeks: data.Reeks, jaar: int
) -> None:
    grafiek = figures.chart(indicator, reeks, jaar)
    if grafiek is None:
        st.header(f"{indicator.naam}, {jaar}", anchor=False)
        state.show_empty("Voor deze keuze zijn geen cijfers.", ongedaan=("indicator", "jaar"))
        return
    st.header(chart.title(grafiek), anchor=False)
    als_grafiek, als_tabel = st.tabs(["Grafiek", "Tabel"], key="weergave")
    with als_grafiek:
        chart.show_chart(grafiek)
    with als_tabel:
        chart.show_chart_table(grafiek)
    if regels := chart.marks_legend(grafiek):
        st.html("".join(f'<p class="dk-noot">{escape(regel)}</p>' for regel in regels))
    with st.container(horizontal=True, key="bij_grafiek"):
        definition.show_definition(indicator, "definitie_grafiek")
        download.show_downloads(download.Uitvoer(grafiek, bibliotheek, publicatie))
    st.html(
        f'<p class="dk-noot">Publicatie {periods.day(publicatie.gemaakt_op)} · bron: leveringen {escape(indicator.dataset)} · '
        f"definitieversie {indicator.versie} · eenheid: {escape(indicator.eenheid)}</p>"
    )


def _deliveries(publicatie: data.Publicatie, bibliotheek: data.Bibliotheek) -> None:
    st.header("Leveringen", anchor=False)
    rijen = []
    for status in figures.delivery_status(data.leveringen(publicatie, bibliotheek.isil)):
        levering = status.levering
        if not levering.aantal:
            rijen.append((_DATASET[levering.dataset], "niets geleverd", "–", "–"))
            continue
        wanneer = periods.compact(levering.laatst_ontvangen.date().isoformat()) if levering.laatst_ontvangen else "–"
        rijen.append((_DATASET[levering.dataset], _span(status), _gaps(status), wanneer))
    with st.container(key="leveringen"):
        show_table(
            f"Leveringen van {bibliotheek.naam} in deze publicatie",
            ("Dataset", "Geteld", "Ontbreekt daartussen", "Laatst ontvangen"),
            rijen,
        )


def _span(status: figures.Leveringstatus) -> str:
    if status.eerste is None or status.laatste is None:
        return "de laatste lijst"
    if status.eerste == status.laatste:
        return periods.compact(status.eerste)
    woord = "t/m" if periods.sort_of(status.laatste) == "maand" else "en"
    perioden = status.levering.perioden
    if woord == "en" and len(perioden) > 2:
        return f"{len(perioden)} peildata, de laatste {periods.compact(status.laatste)}"
    return f"{periods.compact(status.eerste)} {woord} {periods.compact(status.laatste)}"


def _gaps(status: figures.Leveringstatus) -> str:
    eerste, rest = status.ontbreekt[:3], status.ontbreekt[3:]
    return ", ".join(periods.compact(maand) for maand in eerste) + (" en andere" if rest else "") or "niets"
