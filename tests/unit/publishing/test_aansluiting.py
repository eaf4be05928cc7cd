"""Figures of KB and CBS beside ours, years before ours, and outcomes of research; on the network of `conftest.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from dashboards import figures
from dashboards.components import words
from dashboards.data import Eerder, Waarde
from definitions import VerkeerdeAanroep
from publishing import NOOIT_EFFECT, aansluiting, cijfers, historie, onderzoek, open_publicatie
from publishing.reconciliation import fitting

from .conftest import NOORD, ZUID

if TYPE_CHECKING:
    from .conftest import Netwerk


def _of(rijen: list[dict[str, Any]], code: str) -> dict[str, Any]:
    (rij,) = (r for r in rijen if r["indicator"] == code)
    return rij


def test_a_difference_is_explained_by_a_counting_rule(netwerk: Netwerk) -> None:
    """CBS's newest version says two members where we have three; one of ours did not borrow anything."""
    leden = _of(aansluiting(netwerk.omgeving, gebieden=[NOORD], periode="2025"), "LED-01")
    assert (leden["onze"], leden["hunne"], leden["verschil"], leden["onverklaard"]) == (3, 2, -1, 0)
    assert leden["versie"] == "2026-03-01"
    assert [(r["variant"], r["effect"], r["past"]) for r in leden["regels"]] == [("alleen_wie_leende", -1, True)]


def test_what_no_rule_explains_stays_unexplained(netwerk: Netwerk) -> None:
    uitleningen = _of(aansluiting(netwerk.omgeving, ["uit-01"]), "UIT-01")
    assert (uitleningen["bron"], uitleningen["verschil"], uitleningen["onverklaard"]) == ("KB_DWH", 6, 6)
    with pytest.raises(VerkeerdeAanroep, match="bestaat niet"):
        aansluiting(netwerk.omgeving, ["ZZZ-01"])


@pytest.mark.parametrize(
    ("verschil", "effecten", "past"),
    [
        (10, [10, 7, 3], {0}),
        (10, [8, 7, 3], {1, 2}),
        (10, [-10, 0], set()),
        (-4, [10, -3, -1, 0], {1, 2}),
        (0, [5, -5], set()),
        (3, [], set()),
    ],
)
def test_the_fewest_rules_that_leave_the_least(verschil: float, effecten: list[float], past: set[int]) -> None:
    assert fitting(verschil, effecten) == past


def test_years_before_ours_are_those_of_others_and_say_so(netwerk: Netwerk) -> None:
    """Year one gets its last year; the seam is a break, an estimate says so, and a prefilled figure is no history."""
    with open_publicatie(netwerk.omgeving, "netwerk") as con:
        rijen = historie(con, codes=["LED-01", "UIT-01"], gebieden=[NOORD])
        eigen = cijfers(con, codes=["LED-01"], gebieden=[NOORD], perioden=["2024"])
        land = historie(con, codes=["LED-01"], gebieden=["NL01"])
    assert [(r["periode"], r["waarde"], r["markeringen"]) for r in rijen] == [
        ("2023", 7, ["andere_bron"]), ("2024", 5, ["andere_bron", "geschat", "trendbreuk"]),
    ]  # fmt: skip
    assert {(r["bron_naam"], str(r["peildatum"])) for r in rijen} == {("CBS, StatLine", "2026-02-01")}
    assert eigen == [], "a figure of another is never one of ours"
    assert {r["periode"]: r["waarde"] for r in land}["2019"] == 3_620_000
    assert {r["periode"]: r["waarde"] for r in land}["2020"] == 3_492_000, "the newest version, not the first"
    assert all("82469NED" in r["vindplaats"] for r in land)


def test_the_estimate_stays_marked_up_to_the_card(netwerk: Netwerk) -> None:
    with open_publicatie(netwerk.omgeving, "netwerk") as con:
        rijen = historie(con, codes=["LED-01"], gebieden=[NOORD])
    eerder = {r["periode"]: Eerder(r["periode"], r["waarde"], tuple(r["markeringen"]), r["bron_naam"]) for r in rijen}
    gevonden = figures.change(Waarde("2025", 3.0, "definitief"), None, eerder)
    assert gevonden.procent is None
    assert words.change(gevonden) == "andere telling: CBS, StatLine had 5 in 2024 (bevat schattingen)"


def test_research_stands_beside_the_figures_and_says_that_it_is_no_effect(netwerk: Netwerk) -> None:
    with open_publicatie(netwerk.omgeving, "netwerk") as con:
        rijen = onderzoek(con, opgaven=["geletterde_samenleving"])
    assert [(r["gebied"], r["n"], r["waarde"], r["marge"]) for r in rijen] == [
        (ZUID, 12, 50, None),
        ("NL01", 84, 62, 9.5),
    ]
    with open_publicatie(netwerk.omgeving, f"eigen/{NOORD}") as con:
        assert [r["gebied"] for r in onderzoek(con)] == ["NL01"], "of another library is not its own"
    assert "niet het effect" in NOOIT_EFFECT
