"""Periods: the one a year before, the months in between, and how a Dutch reader writes them; nothing is read from data."""

from __future__ import annotations

import pytest

from dashboards import periods


@pytest.mark.parametrize(
    ("periode", "eerder", "naam", "kort", "compact"),
    [
        ("2025", "2024", "2025", "2025", "2025"),
        ("2025-Q1", "2024-Q1", "1e kwartaal 2025", "Q1", "Q1 2025"),
        ("2025-03", "2024-03", "maart 2025", "mrt", "mrt 2025"),
        ("2025-12-31", "2024-12-31", "31 december 2025", "31 dec", "31-12-2025"),
        ("2025-02-28", "2024-02-29", "28 februari 2025", "28 feb", "28-02-2025"),
        ("2024-02-29", "2023-02-28", "29 februari 2024", "29 feb", "29-02-2024"),
        ("2025-01-01", "2024-01-01", "1 januari 2025", "1 jan", "01-01-2025"),
    ],
)
def test_names_and_the_year_before(periode: str, eerder: str, naam: str, kort: str, compact: str) -> None:
    assert periods.year_before(periode) == eerder
    assert (periods.name(periode), periods.short(periode), periods.compact(periode)) == (naam, kort, compact)


def test_a_sentence_says_its_periods_in_words() -> None:
    zin = "Over 2025-03 kwamen er 4; van 2025-05-06 tot en met 2025-05-31 geen. leden_2025-12-31.csv, 2025-03..2025-05, x/2025-01 in 2025-04."
    assert periods.in_words(zin) == (
        "Over maart 2025 kwamen er 4; van 6 mei 2025 tot en met 31 mei 2025 geen. leden_2025-12-31.csv, 2025-03..2025-05, x/2025-01 in "
        "april 2025."
    )


def test_months_cross_the_year() -> None:
    assert periods.months_to("2025-02", 4) == ("2024-11", "2024-12", "2025-01", "2025-02")
    assert len(periods.months_to("2025-12", 13)) == 13
    assert periods.months_to("2025-12", 13)[0] == "2024-12"
    assert periods.months_between("2024-12", "2025-01") == ("2024-12", "2025-01")
    assert periods.months_between("2025-02", "2025-01") == ()
    assert periods.follows("2024-12", "2025-01")
    assert not periods.follows("2025-01", "2025-03")
    assert not periods.follows("2024", "2025")


def test_periods_of_a_year() -> None:
    assert periods.periods_of_year("maand", 2025)[::11] == ("2025-01", "2025-12")
    assert periods.periods_of_year("kwartaal", 2025) == ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
    assert periods.periods_of_year("peildatum", 2025) == ()
