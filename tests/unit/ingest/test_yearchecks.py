"""Jaarcijfers held against themselves, on small tables of accepted rows.

Not here: rules on one row (tests/spec).
"""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions import load_definities
from ingest.refusal import Weigering
from ingest.yearchecks import Jaartoets

DEFINITIES = load_definities()
ITEMS = DEFINITIES.codelijsten["jaarcijferitem"].codes
LASTEN = [code for code, rij in ITEMS.items() if rij["deel_van"] == "LASTEN_TOTAAL"]

Rij = tuple[int, str, float, str | None, str | None]


def _codes(*rijen: Rij) -> list[str]:
    toets = Jaartoets(DEFINITIES.contracten["jaarcijfers"], DEFINITIES)
    for rij in rijen:  # one block per row: the checks see the levering as a whole
        toets.add(
            pl.DataFrame(
                [rij], orient="row",
                schema={"jaar": pl.Int32, "item": pl.String, "waarde": pl.Float64, "locatie": pl.String, "gemeente": pl.String},
            )
        )  # fmt: skip
    return sorted(m.code for m in toets.findings())


def _rij(item: str, waarde: float, jaar: int = 2025, locatie: str | None = None, gemeente: str | None = None) -> Rij:
    return jaar, item, waarde, locatie, gemeente


TABEL: list[tuple[list[Rij], list[str]]] = [
    ([], []),
    ([_rij("BATEN_TOTAAL", 100)], []),
    ([_rij("BATEN_TOTAAL", 100), _rij("SUBSIDIE_GEMEENTEN", 80), _rij("INKOMSTEN_GEBRUIKERS", 20)], []),
    ([_rij("BATEN_TOTAAL", 100), _rij("SUBSIDIE_GEMEENTEN", 80), _rij("INKOMSTEN_GEBRUIKERS", 25)], []),
    ([_rij("BATEN_TOTAAL", 100), _rij("SUBSIDIE_GEMEENTEN", 80), _rij("INKOMSTEN_GEBRUIKERS", 26)], ["delen_geen_totaal"]),
    ([_rij("BATEN_TOTAAL", 100), _rij("SUBSIDIE_GEMEENTEN", 60, gemeente="GM0014"), _rij("SUBSIDIE_GEMEENTEN", 40, gemeente="GM0034")], []),
    ([_rij("BATEN_TOTAAL", 100, 2024), _rij("SUBSIDIE_GEMEENTEN", 1)], []),
    ([_rij("MEDEWERKERS", 10), _rij("MEDEWERKERS_VOLTIJD", 4), _rij("MEDEWERKERS_DEELTIJD", 6)], []),
    ([_rij("MEDEWERKERS", 10), _rij("MEDEWERKERS_VOLTIJD", 4), _rij("MEDEWERKERS_DEELTIJD", 7)], ["delen_geen_totaal"]),
    ([_rij("MEDEWERKERS", 10), _rij("MEDEWERKERS_VOLTIJD", 4), _rij("MEDEWERKERS_DEELTIJD", 6), _rij("MEDEWERKERS_VROUW", 10)], []),
    ([_rij("MEDEWERKERS", 10), _rij("FTE", 10)], []),
    ([_rij("MEDEWERKERS", 10), _rij("FTE", 10.25)], ["meer_dan_kan"]),
    ([_rij("FTE", 10)], []),
    ([_rij("IDO_VRAGEN", 5, locatie="NL-1"), _rij("IDO_VRAGEN", 5, locatie="NL-2"), _rij("IDO_BEZOEKERS", 9, locatie="NL-1")], []),
    ([_rij("BEZOEKEN", 10)], ["locatie_gevraagd"]),
    ([_rij("BEZOEKEN", 10, locatie="NL-1")], []),
    ([_rij("FTE", 3, locatie="NL-1")], []),
]  # fmt: skip


@pytest.mark.parametrize(("rijen", "codes"), TABEL)
def test_what_does_not_fit_is_a_finding(rijen: list[Rij], codes: list[str]) -> None:
    assert _codes(*rijen) == codes


@pytest.mark.parametrize("item", ["BEZOEKEN", "SUBSIDIE_GEMEENTEN", "FTE"])
def test_what_would_count_double_is_refused(item: str) -> None:
    with pytest.raises(Weigering) as fout:
        _codes(_rij(item, 10, locatie="NL-1"), _rij(item, 10))
    assert fout.value.melding.code == "item_op_twee_niveaus"
    assert ITEMS[item]["naam"] in fout.value.melding.uitleg


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.sampled_from(LASTEN), st.integers(0, 10**7), min_size=1), st.integers(-40, 40),
)  # fmt: skip
def test_parts_make_their_total_within_its_margin(delen: dict[str, int], verschil: int) -> None:
    rijen = [_rij(item, waarde) for item, waarde in delen.items()] + [
        _rij("LASTEN_TOTAAL", sum(delen.values()) + verschil)
    ]
    marge = int(ITEMS["LASTEN_TOTAAL"]["marge"])
    assert _codes(*rijen) == (["delen_geen_totaal"] if abs(verschil) > marge else [])


def test_the_list_of_items_holds_together() -> None:
    for code, rij in ITEMS.items():
        assert rij["uitleg"].endswith("."), code
        assert rij["indicator"], code
        assert rij["niveau"] in ("ORGANISATIE", "LOCATIE", "GEMEENTE"), code
        assert float(rij["minimum"]) < float(rij["maximum"]), code
        assert int(rij["decimalen"]) in (0, 2), code
        if rij["deel_van"]:
            assert ITEMS[rij["deel_van"]]["marge"], "a total says how far its parts may be off"
            assert rij["verdeling"] or rij["indicator"] != ITEMS[rij["deel_van"]]["indicator"], (
                "or it would count twice"
            )
