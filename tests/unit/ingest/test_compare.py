"""The bridge between a library's own totals and what was counted always adds up, whatever was counted and given.

Not here: what becomes of a row (`tests/features/test_klopt.py`).
"""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from definitions import load_definities
from ingest.cells import DUBBEL, TELT, Cel
from ingest.compare import VERLENGINGEN, EigenTotaal, bridge, rule_of

DEFINITIES = load_definities()
_PERIODEN = ["2025-01", "2025-02", "2025-12", "ONBEKEND"]
_LOCATIES = ["NL-0899991001", "NL-0899991002", "ONBEKEND"]
_SOORTEN = ["UITLENING", "VERLENGING", "INNAME", "TER_PLAATSE", "ONBEKEND"]
_REDENEN = [TELT, DUBBEL, "ander_account", "materiaal_telt_niet", "ter_plaatse", "uitval:foute_datum", "buiten_periode"]

_CELLEN = st.lists(
    st.builds(
        Cel, st.sampled_from(_LOCATIES), st.sampled_from(_PERIODEN), st.sampled_from(_SOORTEN), st.sampled_from(_REDENEN),
        st.integers(1, 5000),
    ),
    max_size=30,
)  # fmt: skip
_TOTALEN = st.lists(
    st.builds(
        EigenTotaal, st.sampled_from(["", *_LOCATIES[:2]]), st.sampled_from(["", "2025-01", "2025-02", "2025", "2025-Q1"]),
        st.integers(0, 20_000),
    ),
    max_size=5, unique_by=lambda t: (t.locatie, t.periode),
)  # fmt: skip


@given(cellen=_CELLEN, totalen=_TOTALEN)
def test_every_line_adds_up(cellen: list[Cel], totalen: list[EigenTotaal]) -> None:
    brug = bridge(cellen, totalen, rule_of(DEFINITIES, "uitleningen"))
    gegeven = {(t.locatie, t.periode): t.aantal for t in totalen}
    for (locatie, periode), aantal in gegeven.items():
        (regel,) = [r for r in brug.met_totaal if (r.locatie, r.periode) == (locatie, periode)]
        assert regel.onverklaard is not None
        assert aantal == regel.geteld + sum(regel.verschil.values()) + regel.onverklaard
    assert len(brug.met_totaal) == len(gegeven)


@given(cellen=_CELLEN)
def test_without_own_totals_the_lines_are_all_of_it(cellen: list[Cel]) -> None:
    """Every loan stands once in the bridge, counted or with its reason; renewals and returns are no loans."""
    brug = bridge(cellen, [])
    leningen = Counter[str]()
    for cel in cellen:
        if cel.soort not in ("VERLENGING", "INNAME"):
            leningen[cel.reden] += cel.aantal
    gevonden = Counter[str]()
    for regel in brug.regels:
        assert regel.onverklaard is None
        gevonden[TELT] += regel.geteld
        gevonden.update(regel.verschil)
    assert +gevonden == +leningen


@given(cellen=_CELLEN, aantal=st.integers(0, 50_000))
def test_one_total_of_all_holds_every_cell(cellen: list[Cel], aantal: int) -> None:
    brug = bridge(cellen, [EigenTotaal("", "", aantal)])
    (regel,) = brug.regels
    alle = sum(
        c.aantal
        for c in cellen
        if c.soort != "INNAME"
        and not (VERLENGINGEN in brug.buiten and c.soort == "VERLENGING")
        and not (DUBBEL in brug.buiten and c.soort != "VERLENGING" and c.reden == DUBBEL)
    )
    assert regel.geteld + sum(regel.verschil.values()) == alle


def test_the_reading_that_explains_most_is_taken_and_said() -> None:
    cellen = [
        Cel(_LOCATIES[0], "2025-01", "UITLENING", TELT, 1000), Cel(_LOCATIES[0], "2025-01", "VERLENGING", TELT, 400),
        Cel(_LOCATIES[0], "2025-01", "UITLENING", DUBBEL, 30), Cel(_LOCATIES[0], "2025-01", "UITLENING", "ander_account", 20),
    ]  # fmt: skip
    for aantal, buiten in ((1050, {VERLENGINGEN}), (1020, {VERLENGINGEN, DUBBEL}), (1450, set()), (1420, {DUBBEL})):
        brug = bridge(cellen, [EigenTotaal("", "", aantal)], rule_of(DEFINITIES, "uitleningen"))
        assert set(brug.buiten) == buiten, aantal
        assert brug.regels[0].onverklaard == 0
        assert brug.klopt


def test_what_may_stay_unexplained_is_the_contracts() -> None:
    """More than 10, and more than half a percent."""
    for geteld, systeem, klopt in (
        (1000, 1010, True),
        (1000, 1011, False),
        (10_000, 10_050, True),
        (10_000, 10_051, False),
    ):
        cellen = [Cel(_LOCATIES[0], "2025-01", "UITLENING", TELT, geteld)]
        brug = bridge(cellen, [EigenTotaal(_LOCATIES[0], "2025-01", systeem)], rule_of(DEFINITIES, "uitleningen"))
        assert brug.klopt is klopt, (geteld, systeem)
