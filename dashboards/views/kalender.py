"""The page Kalender: what is expected of a library by when, and what of it is in, late or missing.

Not here: the delivery windows (the contracts) and what is late (`ingest`).
"""

from __future__ import annotations

import streamlit as st

import ingest
from dashboards import desk, library, periods, visit
from dashboards.components import dutch, receipt
from dashboards.components.organisation import choose_organisation
from dashboards.components.table import show_table
from definitions import DRAIN_ORDER
from ingest import Verwacht

_WOORDEN = {
    "binnen": "binnen", "voorlopig": "binnen, nog voorlopig", "te_laat": "te laat", "ontbreekt": "ontbreekt", "komt_nog": "komt nog",
}  # fmt: skip
_JAREN = 5


def show() -> None:
    """Draw the page: what needs something now, then the whole year."""
    afzender = visit.present()
    st.title("Kalender", anchor=False)
    organisatie = choose_organisation(afzender, "kalender")
    if organisatie is None:
        return
    _overdue(ingest.overdue(library.calendar(afzender, organisatie)))
    nu = desk.omgeving().nu
    st.header("Een heel jaar", anchor=False)
    # In the first months what is expected is mostly of the year before.
    jaren = periods.years_to(nu.year, _JAREN)
    jaar = st.selectbox("Jaar", jaren, index=1 if nu.month < 3 else 0, key="kalenderjaar", width=240)
    verwacht = library.calendar(afzender, organisatie, jaar)
    if not verwacht:
        st.info(f"Over {jaar} wordt niets verwacht: van dat jaar en daarvoor is nog nooit iets aangeleverd.")
        return
    st.html(f'<p class="dk-bij">{_tally(verwacht)}</p>')
    _year(jaar, verwacht)


def _year(jaar: int, verwacht: list[Verwacht]) -> None:
    """A row per period, a column per kind of data."""
    cel = {(v.periode, v.dataset): _cell(v) for v in verwacht}
    datasets = list(dict.fromkeys(v.dataset for v in verwacht))
    # Months in order, then the year and its last day.
    perioden = sorted({v.periode for v in verwacht}, key=lambda p: (len(p) != 7, p))
    rijen = [[periods.name(p), *(cel.get((p, d), "") for d in datasets)] for p in perioden]
    koppen = ("periode", *(receipt.dataset_name(d).lower() for d in datasets))
    with st.container(key="jaarkalender"):
        show_table(f"Wat er over {jaar} verwacht wordt", koppen, rijen)


def _cell(v: Verwacht) -> str:
    if v.status == "komt_nog":
        return f"uiterlijk {periods.compact(str(v.uiterlijk))}"
    return f"{_WOORDEN[v.status]} ({v.levering})" if v.levering else _WOORDEN[v.status]


def _overdue(weg: list[Verwacht]) -> None:
    if not weg:
        st.success("**U bent bij: niets is te laat.**")
        return
    een = len(weg) == 1
    wat = (
        "1 levering is te laat of ontbreekt"
        if een
        else f"{dutch.number(len(weg))} leveringen zijn te laat of ontbreken"
    )
    st.warning(f"**{wat}.**")
    show_table("Te laat of ontbreekt", ("gegevens", "periode", "aantal", "uiterlijk", "status"), _rows(weg), (2,))


def _rows(weg: list[Verwacht]) -> list[list[str]]:
    """A row per kind of data and status, of months one after another only the first and the last."""
    reeksen: list[list[Verwacht]] = []
    for v in sorted(weg, key=lambda v: (DRAIN_ORDER.index(v.dataset), v.status != "ontbreekt", v.periode)):
        vorige = reeksen[-1][-1] if reeksen else None
        if (
            vorige
            and (vorige.dataset, vorige.status) == (v.dataset, v.status)
            and periods.follows(vorige.periode, v.periode)
        ):
            reeksen[-1].append(v)
        else:
            reeksen.append([v])
    return [
        [receipt.dataset_name(r[0].dataset), _span(r), dutch.number(len(r)), _until(r), _WOORDEN[r[0].status]] for r in reeksen
    ]  # fmt: skip


def _until(reeks: list[Verwacht]) -> str:
    eerste = periods.day(reeks[0].uiterlijk)
    return eerste if len(reeks) == 1 else f"{eerste} en later"


def _span(reeks: list[Verwacht]) -> str:
    namen = [periods.name(reeks[i].periode) for i in (0, -1)]
    return " tot en met ".join(dict.fromkeys(namen))


def _tally(verwacht: list[Verwacht]) -> str:
    soorten = [v.status for v in verwacht]
    delen = [f"{dutch.number(soorten.count(s))} {w}" for s, w in _WOORDEN.items() if s in soorten]
    return f"Verwacht: {', '.join(delen)}."
