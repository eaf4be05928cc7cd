"""Repairs of dates: one possible meaning is read, two or none are left unread.

Not here: that they are counted on the receipt (tests/features/test_rommel).
"""

from __future__ import annotations

from datetime import datetime

import polars as pl
import pytest

from ingest.repair import repaired

NU = datetime(2026, 6, 1)


@pytest.mark.parametrize(
    ("tekst", "waarde", "dag"),
    [
        ("45658", "datum", "2025-01-01 00:00"),
        ("45658,5", "tijdstip", "2025-01-01 12:00"),
        ("45658.427083333", "tijdstip", "2025-01-01 10:15"),
        ("03-04-25", "datum", "2025-04-03 00:00"),
        ("3/4/25 9:05", "tijdstip", "2025-04-03 09:05"),
        ("03-04-98", "datum", "1998-04-03 00:00"),
        ("03-04-60", "geboortedatum", "1960-04-03 00:00"),
        ("03-04-25", "geboortedatum", None),  # 1925 or 2025
        ("03-04-50", "datum", None),  # neither 1950 nor 2050 is within reach
        ("31-02-25", "datum", None),
        ("2025", "datum", None),
        ("99999", "datum", None),
        ("60000", "geboortedatum", None),
        ("gisteren", "datum", None),
        ("03-04-2025x", "datum", None),
    ],
)
def test_a_date_is_repaired_only_where_it_is_certain(tekst: str, waarde: str, dag: str | None) -> None:
    (gevonden,) = repaired(pl.Series([tekst]), waarde, True, NU).to_list()
    assert (gevonden and f"{gevonden:%Y-%m-%d %H:%M}") == dag


def test_where_the_month_comes_first_a_short_year_is_left_alone() -> None:
    assert repaired(pl.Series(["03-04-25", "45658"]), "datum", False, NU).to_list() == [None, datetime(2025, 1, 1)]
