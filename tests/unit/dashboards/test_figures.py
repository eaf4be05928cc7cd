"""The arithmetic of the pages, against figures worked out by hand; nothing is read from a publicatie."""

from __future__ import annotations

import pytest

from dashboards import figures
from dashboards.data import Bibliotheek, Indicator, Levering, Verschil, Waarde
from dashboards.figures import Groep


def _indicator(**anders: object) -> Indicator:
    waarden: dict[str, object] = {
        "code": "UIT-01", "naam": "Uitleningen", "definitie": "", "eenheid": "uitleningen", "soort": "optelbaar",
        "decimalen": 0, "begrip": "uitlening", "begrip_definitie": "", "versie": 1, "gebiedsbegrip": "", "wsob": None,
        "dataset": "uitleningen", "trendbreuken": (),
    }  # fmt: skip
    return Indicator(**(waarden | anders))  # type: ignore[arg-type]


def _series(**waarden: float | None) -> dict[str, Waarde]:
    """`m2025_01=3` is the value of 2025-01."""
    return {
        (p := naam[1:].replace("_", "-")): Waarde(p, waarde, "definitief" if waarde is not None else "ontbreekt")
        for naam, waarde in waarden.items()
    }


@pytest.mark.parametrize("procentpunt", [False, True])
def test_a_change_is_what_the_publicatie_counted(procentpunt: bool) -> None:
    """On the months of both years: dividing the two figures would give another number."""
    gevonden = figures.change(Waarde("2025", 190.0, "definitief"), Verschil("2024", -5.0, procentpunt, 10, 12))
    assert (gevonden.periode, gevonden.procent, gevonden.procentpunt) == ("2024", -5.0, procentpunt)
    assert (gevonden.geteld, gevonden.verwacht, gevonden.heel) == (10, 12, False)


@pytest.mark.parametrize(
    ("verschil", "status", "woord"),
    [
        (None, "definitief", "geen cijfer over 2024"),
        (Verschil("2024", None, False, 0, 12, "geen_vorig"), "definitief", "geen cijfer over 2024"),
        (Verschil("2024", None, False, 12, 12, "vorig_nul"), "definitief", "in 2024 was het 0"),
        (Verschil("2024", None, False, 12, 12, "trendbreuk"), "definitief", "trendbreuk"),
        (Verschil("2024", None, False, 0, 12, "geen_overlap"), "definitief", "geen maanden die er ook in 2024 zijn"),
        (Verschil("2024", None, False, 3, 12, "dekking_te_laag"), "definitief", "te weinig geleverd"),
        (Verschil("2024", None, False, 9, 12, "andere_organisaties"), "definitief", "niet dezelfde bibliotheken"),
        (Verschil("2024", 2.0, False, 12, 12), "geblokkeerd", "geen vergelijking"),
    ],
)
def test_no_change_where_it_would_mislead(verschil: Verschil | None, status: str, woord: str) -> None:
    gevonden = figures.change(Waarde("2025", 3.0, status), verschil)
    assert gevonden.procent is None
    assert woord in gevonden.reden


def test_a_break_before_both_periods_does_not_matter() -> None:
    waarden = {
        "2024": Waarde("2024", 2.0, "definitief", ("trendbreuk",), versie=2),
        "2025": Waarde("2025", 3.0, "definitief", versie=2),
    }
    assert not figures.is_broken(waarden, "2024", "2025")


def test_the_line_has_thirteen_months_and_gaps() -> None:
    waarden = _series(m2024_12=1.0, m2025_10=2.0, m2025_12=3.0)
    lijn = figures.line(waarden, "2025-12", "maand")
    assert [w.periode for w in lijn][:2] == ["2024-12", "2025-01"]
    assert len(lijn) == 13
    assert [w.waarde for w in lijn if w.telt] == [1.0, 2.0, 3.0]


ALLE = {
    isil: Bibliotheek(isil, isil, inwoners)
    for isil, inwoners in (("A", 70_000), ("B", 80_000), ("C", 90_000), ("D", 100_000), ("E", 140_000), ("F", 200_000))
}


def test_comparable_is_the_same_size_class() -> None:
    groep = figures.comparable(ALLE["A"], ALLE)
    assert groep.isils == ("B", "C", "D", "E")
    assert groep.klasse is not None
    assert "60.000 tot 150.000" in groep.klasse


def test_all_others_where_the_class_is_too_small_or_unknown() -> None:
    assert figures.comparable(ALLE["F"], ALLE) == Groep(None, ("A", "B", "C", "D", "E"))
    zonder = ALLE | {"G": Bibliotheek("G", "G", None)}
    assert figures.comparable(zonder["G"], zonder).klasse is None


def _key_figure(eigen: float, anderen: dict[str, Waarde], indicator: Indicator | None = None) -> figures.Kerncijfer:
    gemaakt = figures.key_figure(
        indicator or _indicator(),
        {"jaar": {"2025": Waarde("2025", eigen, "definitief")}},
        2025,
        ALLE["A"],
        figures.comparable(ALLE["A"], ALLE),
        ALLE,
        lambda *_: anderen,
        {},
    )
    assert gemaakt is not None
    return gemaakt


def test_place_among_others_is_per_inhabitant() -> None:
    # Per 1.000 inwoners: 1, 2, 3 and 4; one's own 5.
    anderen = {
        isil: Waarde("2025", getal, "definitief") for isil, getal in (("B", 80), ("C", 180), ("D", 300), ("E", 560))
    }
    plek = _key_figure(350, anderen).vergelijking
    assert plek is not None
    assert (plek.per, plek.aantal, plek.oordeel) == (1_000, 4, "hoger")
    assert [plek.eigen, plek.p25, plek.mediaan, plek.p75] == pytest.approx([5.0, 1.75, 2.5, 3.25])
    assert [plek.laagste, plek.hoogste] == pytest.approx([1.0, 5.0])
    assert plek.verschil == pytest.approx(100.0)
    assert plek.afstand == pytest.approx(2.5 / 1.5)


def test_small_rates_are_per_more_inhabitants_so_that_they_can_be_told_apart() -> None:
    anderen = {isil: Waarde("2025", getal, "definitief") for isil, getal in zip("BCDE", (3, 4, 5, 6), strict=True)}
    plek = _key_figure(4, anderen).vergelijking
    assert plek is not None
    assert plek.per == 100_000
    assert round(plek.p25, plek.decimalen) != round(plek.p75, plek.decimalen)


def test_a_ratio_is_compared_as_it_is() -> None:
    anderen = {
        isil: Waarde("2025", getal, "definitief") for isil, getal in zip("BCDE", (1.0, 2.0, 3.0, 4.0), strict=True)
    }
    plek = _key_figure(2.5, anderen, _indicator(soort="verhouding", decimalen=1)).vergelijking
    assert plek is not None
    assert (plek.per, plek.eigen, plek.mediaan, plek.oordeel) == (0, 2.5, 2.5, "binnen")


def test_blocked_and_suppressed_figures_are_nobodys_peer() -> None:
    anderen = {isil: Waarde("2025", 80.0, "definitief") for isil in "BCD"} | {"E": Waarde("2025", 900.0, "geblokkeerd")}
    assert _key_figure(350, anderen).vergelijking is None


def test_the_card_shows_the_last_period_with_a_number_and_says_what_lacks() -> None:
    maanden = _series(m2025_01=1.0, m2025_02=2.0, m2025_03=3.0, m2025_04=None)
    kaart = figures.key_figure(
        _indicator(), {"maand": maanden}, 2025, ALLE["A"], figures.comparable(ALLE["A"], ALLE), ALLE, lambda *_: {},
        {"maand": {"2025-03": Verschil("2024-03", 4.0, False, 1, 1)}},
    )  # fmt: skip
    assert kaart is not None
    assert kaart.punt.periode == "2025-03"
    assert kaart.verandering.procent == 4.0
    assert kaart.later is not None
    assert kaart.later.periode == "2025-04"


def test_deviations_are_the_furthest_from_the_median() -> None:
    anderen = {
        isil: Waarde("2025", getal, "definitief") for isil, getal in zip("BCDE", (1.0, 2.0, 3.0, 4.0), strict=True)
    }
    soort = {"soort": "verhouding", "decimalen": 1}
    kaarten = [_key_figure(getal, anderen, _indicator(code=str(getal), **soort)) for getal in (2.5, 3.0, 9.0, 0.0, 5.0)]
    assert [k.indicator.code for k in figures.deviations(kaarten)] == ["9.0", "0.0", "5.0"]


def test_a_ratio_per_inhabitant_of_a_count_beside_it_is_no_second_deviation() -> None:
    anderen = {
        isil: Waarde("2025", getal, "definitief") for isil, getal in zip("BCDE", (1.0, 2.0, 3.0, 4.0), strict=True)
    }
    aantal = _key_figure(9.0, anderen, _indicator(code="LED-01", soort="verhouding"))
    deel = _key_figure(9.0, anderen, _indicator(code="LED-08", soort="verhouding", per_inwoner_van="LED-01"))
    assert figures.deviations([aantal, deel]) == (aantal,)
    assert figures.deviations([deel]) == (deel,)


def test_a_stock_counted_once_a_year_has_no_months() -> None:
    reeks = {"maand": _series(m2024_12=1.0, m2025_12=2.0), "peildatum": _series(m2024_12_31=1.0, m2025_12_31=2.0)}
    assert figures.rhythm(reeks) == "peildatum"
    grafiek = figures.chart(_indicator(soort="stand"), reeks, 2025)
    assert grafiek is not None
    assert [b.label for b in grafiek.balken] == ["31 december 2024", "31 december 2025"]
    assert grafiek.jaar_toen is None


def test_the_chart_sets_each_month_beside_the_same_one_of_last_year() -> None:
    reeks = {"maand": _series(m2024_01=7.0, m2024_03=9.0, m2025_01=8.0, m2025_02=6.0)}
    grafiek = figures.chart(_indicator(), reeks, 2025)
    assert grafiek is not None
    assert (len(grafiek.balken), grafiek.jaar_toen) == (12, 2024)
    assert [(b.nu.waarde, b.toen.waarde if b.toen else None) for b in grafiek.balken[:3]] == [
        (8.0, 7.0),
        (6.0, None),
        (None, 9.0),
    ]


def test_the_chart_has_no_last_year_across_a_break() -> None:
    waarden = _series(m2024_01=7.0, m2024_02=7.0, m2025_01=8.0) | {
        "2025-02": Waarde("2025-02", 6.0, "definitief", versie=2)
    }
    grafiek = figures.chart(_indicator(), {"maand": waarden}, 2025)
    assert grafiek is not None
    assert grafiek.jaar_toen is None
    assert all(b.toen is None for b in grafiek.balken)
    assert "februari 2025" in grafiek.reden


def test_a_year_without_figures_has_no_chart() -> None:
    assert figures.chart(_indicator(), {"maand": _series(m2025_01=8.0, m2025_02=8.0, m2025_03=1.0)}, 2023) is None
    assert figures.chart(_indicator(), {}, 2025) is None


def test_months_that_no_levering_covers() -> None:
    (status,) = figures.delivery_status([Levering("uitleningen", ("2025-01", "2025-02", "2025-05"), None, 2)])
    assert status.ontbreekt == ("2025-03", "2025-04")
    (leeg,) = figures.delivery_status([Levering("leden", (), None, 0)])
    assert (leeg.eerste, leeg.ontbreekt) == (None, ())
