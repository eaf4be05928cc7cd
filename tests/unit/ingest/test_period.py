"""Periods: what people write is read, and written back the same way.

Not here: which months a levering covers (tests/features).
"""

from __future__ import annotations

from datetime import date

import pytest

from definitions import VerkeerdeAanroep
from ingest.period import parse, part_in_name, reference_date_in_name, span

GESCHREVEN = {
    "2025": ("2025-01-01", "2025-12-31"),
    "2025-Q3": ("2025-07-01", "2025-09-30"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2025-12-31": ("2025-12-31", "2025-12-31"),
    "2025-W01": ("2024-12-30", "2025-01-05"),
    "2025-03-01..2025-03-15": ("2025-03-01", "2025-03-15"),
}


@pytest.mark.parametrize(("tekst", "dagen"), GESCHREVEN.items())
def test_reads_what_people_write(tekst: str, dagen: tuple[str, str]) -> None:
    periode = parse(tekst)
    assert (str(periode.van), str(periode.tot)) == dagen


@pytest.mark.parametrize(
    "tekst", ["", "2025-13", "25", "2025-02-30", "2025-03-15..2025-03-01", "maart 2025", "2025-Q5"]
)
def test_refuses_what_is_no_period(tekst: str) -> None:
    with pytest.raises(VerkeerdeAanroep):
        parse(tekst)


def test_part_of_a_month() -> None:
    periode = parse("2025-03-10..2025-05-05")
    assert periode.months() == ["2025-03", "2025-04", "2025-05"]
    assert [periode.part_of(m) for m in periode.months()] == ["2025-03-10..2025-03-31", "", "2025-05-01..2025-05-05"]


def test_names_of_files() -> None:
    assert part_in_name("uitleningen_2025-03-01_2025-03-07.csv") == parse("2025-03-01..2025-03-07")
    assert part_in_name("uitleningen_2025-03.csv") is None
    assert reference_date_in_name("leden_2025.csv") == date(2025, 12, 31)
    assert reference_date_in_name("leden 2025-06.csv") == date(2025, 6, 30)
    assert reference_date_in_name("leden_2025-12-30.csv") == date(2025, 12, 30)
    assert reference_date_in_name("leden.csv") is None


def test_span() -> None:
    assert span(["2025-01", "2025-12"]) == "2025"
    assert span(["2025-03"]) == "2025-03"
    assert span(["2025-01", "2025-02"]) == "2025-01-01..2025-02-28"
    assert span(["2025-12-31"]) == "2025-12-31"
    assert span([]) is None
