"""Promises about what is whole: a stock taken after its peildatum says so, and a month that misses a branch, half its rows or
all but one day is held back before it is a figure.

Not here: how the marks reach a published figure (`tests/spec`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from definitions import load_definities
from ingest import Ontvangstbewijs, caveats, check, confirm, coverage, withdraw
from tests.features.bibliotheek import ISIL, LEDEN, LOCATIES, Bibliotheek, loan, member

HOOFD, WIJK = "9001", "9002"


def _codes(bewijs: Ontvangstbewijs) -> dict[str, int]:
    return {m.code: m.aantal for m in bewijs.bevindingen}


def _sentence(bewijs: Ontvangstbewijs, code: str) -> str:
    return next(m.uitleg for m in bewijs.bevindingen if m.code == code)


@pytest.fixture
def twee(bibliotheek: Bibliotheek) -> Bibliotheek:
    """The library with two branches; the second closes at the end of 2025."""
    bibliotheek = replace(bibliotheek, omgeving=replace(bibliotheek.omgeving, vast_nu=datetime(2026, 6, 1)))
    lijst = bibliotheek.write(
        "locaties.csv", LOCATIES + ";geldig_tot",
        [f"NL-0899991001;{ISIL};9001;Proef;V;GM0014;40;30;", f"NL-0899991002;{ISIL};9002;Wijk;V;GM0014;40;30;2025-12-31"],
    )  # fmt: skip
    bibliotheek.deliver(lijst, periode="2025-01-31")
    return bibliotheek


_NUMMER = iter(range(1, 10_000_000))


def _month(maand: str, aantallen: dict[str, int], dagen: int = 28) -> Iterator[str]:
    """So many loans per branch, over the first `dagen` days of a month."""
    for vestiging, aantal in aantallen.items():
        for i in range(aantal):
            yield loan(next(_NUMMER), f"{i % dagen + 1:02d}-{maand[5:]}-{maand[:4]}", vestiging=vestiging)


def _deliver(bibliotheek: Bibliotheek, maand: str, aantallen: dict[str, int], dagen: int = 28) -> Ontvangstbewijs:
    return bibliotheek.deliver(bibliotheek.log(_month(maand, aantallen, dagen), f"log_{maand}.csv"))


def _counts(bibliotheek: Bibliotheek, maand: str) -> bool:
    return any(d.periode == maand and d.dataset == "uitleningen" for d in coverage(bibliotheek.omgeving))


# -- against what was delivered before -----------------------------------------------------------------------------------

USUAL = {HOOFD: 300, WIJK: 120}
# What comes in after two usual months: counts per branch, days, the findings, and whether it waits.
GEVALLEN = {
    "as usual": ({HOOFD: 310, WIJK: 110}, 28, set(), False),
    "a branch is missing": ({HOOFD: 300}, 28, {"vestiging_ontbreekt"}, True),
    "half of all": ({HOOFD: 140, WIJK: 40}, 28, {"regels_wijken_sterk_af", "halve_levering"}, True),
    "twice as much of one": ({HOOFD: 300, WIJK: 260}, 28, {"regels_wijken_sterk_af"}, True),
    "a quarter less": ({HOOFD: 225, WIJK: 120}, 28, {"regels_wijken_af"}, False),
    "all on one day": ({HOOFD: 300, WIJK: 120}, 1, {"alles_op_een_dag", "dagen_zonder_regels"}, True),
    "cut off after two weeks": ({HOOFD: 250, WIJK: 120}, 14, {"dagen_zonder_regels"}, False),
}
EIGEN = {r.code for c in load_definities().contracten.values() for r in c.leveringsregels if r.bevestigen} | {
    "regels_wijken_af", "dagen_zonder_regels",
}  # fmt: skip


@pytest.mark.parametrize("naam", GEVALLEN)
def test_a_month_is_held_against_the_ones_before(twee: Bibliotheek, naam: str) -> None:
    aantallen, dagen, codes, wacht = GEVALLEN[naam]
    for maand in ("2025-01", "2025-02"):
        assert _deliver(twee, maand, USUAL).status == "verwerkt"
    bewijs = _deliver(twee, "2025-03", aantallen, dagen)
    assert set(_codes(bewijs)) & EIGEN == codes
    assert ("eerst_bevestigen" in _codes(bewijs)) is wacht
    assert bewijs.status == ("te_bevestigen" if wacht else "verwerkt")
    assert _counts(twee, "2025-03") is not wacht
    if wacht:
        confirm(twee.omgeving, bewijs.levering or "")
        assert _counts(twee, "2025-03")


def test_the_missing_branch_is_named_and_the_test_service_says_the_same(twee: Bibliotheek) -> None:
    _deliver(twee, "2025-01", USUAL)
    pad = twee.log(_month("2025-02", {HOOFD: 300}), "log_2025-02.csv")
    (proef,) = check(twee.omgeving, [pad], organisatie=ISIL)
    echt = twee.deliver(pad)
    assert "Wijk (NL-0899991002)" in _sentence(echt, "vestiging_ontbreekt")
    assert _sentence(proef, "vestiging_ontbreekt") == _sentence(echt, "vestiging_ontbreekt")
    assert proef.status == echt.status == "te_bevestigen"


def test_a_branch_that_closed_is_not_missed(twee: Bibliotheek) -> None:
    _deliver(twee, "2025-12", USUAL)
    bewijs = _deliver(twee, "2026-01", {HOOFD: 300})
    assert bewijs.status == "verwerkt"
    assert not set(_codes(bewijs)) & EIGEN


def test_without_history_it_only_warns(twee: Bibliotheek) -> None:
    regels = [*_month("2025-01", USUAL), *_month("2025-02", {HOOFD: 300}), *_month("2025-03", USUAL, 1)]
    bewijs = twee.deliver(twee.log(regels, "log.csv"))
    assert bewijs.status == "verwerkt"
    assert {"vestiging_ontbreekt", "alles_op_een_dag"} <= set(_codes(bewijs))
    assert _counts(twee, "2025-02")


def test_a_quiet_month_a_year_ago_makes_this_one_usual(twee: Bibliotheek) -> None:
    for maand in ("2024-08", "2025-05", "2025-06", "2025-07"):
        _deliver(twee, maand, {HOOFD: 300} if maand == "2024-08" else USUAL)
    bewijs = _deliver(twee, "2025-08", {HOOFD: 300})
    assert bewijs.status == "verwerkt"
    assert "vestiging_ontbreekt" not in _codes(bewijs)


def test_half_the_members_wait_for_confirmation(twee: Bibliotheek) -> None:
    lid = [member(str(100_000 + i)) for i in range(300)]
    assert twee.deliver(twee.members(lid), periode="2024-12-31").status == "verwerkt"
    minder = twee.deliver(twee.members(lid[:120], "minder.csv"), periode="2025-12-31")
    assert minder.status == "te_bevestigen"
    assert {"regels_wijken_sterk_af", "halve_levering", "eerst_bevestigen"} <= set(_codes(minder))


# -- a stock that was taken later --------------------------------------------------------------------------------------


def _enrolled(lid: int, dag: str, eind: str = "31-12-2026") -> str:
    return member(str(lid), eind=eind).replace("01-01-2020", dag)


# Name of the file, enrolments after 31-12-2025, days that are proven, and whether the figures stay voorlopig.
STANDEN = {
    "on the day itself": ("leden_2025-12-31.csv", (), 0, False),
    "an end on the peildatum is valid and proves nothing": ("leden_2025-12-31.csv", (), 0, False),
    "who came later proves it": ("leden_2025-12-31.csv", ("05-01-2026", "09-01-2026"), 9, False),
    "fourteen days is not yet too long": ("leden_2025-12-31.csv", ("14-01-2026",), 14, False),
    "fifteen days is": ("leden_2025-12-31.csv", ("15-01-2026",), 15, True),
    "the name says it": ("leden_2025-12-31_gemaakt_20260220.csv", (), 51, True),
    "what lies after the day of receipt is a mistake": ("leden_2025-12-31.csv", ("01-01-2099",), 0, False),
}


@pytest.mark.parametrize("naam", STANDEN)
def test_a_stock_says_how_long_after_its_day_it_was_taken(bibliotheek: Bibliotheek, naam: str) -> None:
    bestand, later, dagen, voorlopig = STANDEN[naam]
    regels = [_enrolled(1, "01-01-2020"), _enrolled(2, "31-12-2025", eind="31-12-2025")]
    regels += [_enrolled(10 + i, dag) for i, dag in enumerate(later)]
    bewijs = bibliotheek.deliver(bibliotheek.members(regels, bestand))
    assert bewijs.periode == "2025-12-31"
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.overgeslagen) == (2, len(later))
    assert _codes(bewijs).get("na_peildatum", 0) == len(later)
    assert _codes(bewijs).get("stand_achteraf", 0) == dagen
    gezegd = [(v.dataset, v.periode, v.reden, v.voorlopig) for v in caveats(bibliotheek.omgeving)]
    assert gezegd == ([("leden", "2025-12-31", "stand_achteraf", voorlopig)] if dagen else [])


def test_a_column_may_say_when_the_export_was_made(bibliotheek: Bibliotheek) -> None:
    pad = bibliotheek.write("leden.csv", LEDEN + ";peildatum;exportdatum", [member("1") + ";2025-12-31;2026-02-01"])
    assert _codes(bibliotheek.deliver(pad))["stand_achteraf"] == 32


def test_a_levering_that_is_withdrawn_takes_its_mark_along(bibliotheek: Bibliotheek) -> None:
    bewijs = bibliotheek.deliver(bibliotheek.members([_enrolled(1, "09-01-2026")], "leden_2025-12-31.csv"))
    assert len(caveats(bibliotheek.omgeving)) == 1
    withdraw(bibliotheek.omgeving, bewijs.levering or "", "verkeerd bestand")
    assert caveats(bibliotheek.omgeving) == []
