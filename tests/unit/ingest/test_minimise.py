"""Minimising: what a date becomes, at its edges; pseudonyms are HMAC-SHA-256; packing loses nothing.

Not here: whole leveringen (tests/features).
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions import load_definities
from ingest.minimise import Context, _day_part, age_band, age_years
from ingest.pack import Pak, month_number
from ingest.pseudonym import Pseudonimiseerder, member_number

CONTEXT = Context("gebeurtenis", None, load_definities(), Pseudonimiseerder(b"sleutel"), {}, {"1": "NL-0899991001"})
DAGDELEN = {
    "00:00:00": "ONBEKEND", "00:00:01": "NACHT", "05:59:59": "NACHT", "06:00:00": "OCHTEND", "11:59:59": "OCHTEND",
    "12:00:00": "MIDDAG", "17:59:59": "MIDDAG", "18:00:00": "AVOND", "23:59:59": "AVOND",
}  # fmt: skip


@pytest.mark.parametrize(("tijd", "dagdeel"), DAGDELEN.items())
def test_part_of_the_day(tijd: str, dagdeel: str) -> None:
    frame = pl.DataFrame(
        {"m": [datetime.fromisoformat(f"1969-03-01T{tijd}"), datetime.fromisoformat(f"2025-03-01T{tijd}")]}
    )
    assert frame.select(_day_part(CONTEXT, pl.col("m"))).to_series().to_list() == [dagdeel, dagdeel]


BANDEN = {
    ("2025-03-01", "2025-03-01"): "0-3", ("2021-03-02", "2025-03-01"): "0-3", ("2021-03-01", "2025-03-01"): "4-11",
    ("2013-03-01", "2025-03-01"): "12-17", ("2007-03-02", "2025-03-01"): "12-17", ("2007-03-01", "2025-03-01"): "18-20",
    ("2004-03-01", "2025-03-01"): "21-24", ("2000-03-01", "2025-03-01"): "25-44", ("1980-03-01", "2025-03-01"): "45-64",
    ("1960-03-01", "2025-03-01"): "65+", ("2004-02-29", "2025-02-28"): "18-20",
}  # fmt: skip


@pytest.mark.parametrize(("datums", "band"), BANDEN.items())
def test_age_band_at_the_date_of_the_event(datums: tuple[str, str], band: str) -> None:
    frame = pl.DataFrame({"g": [date.fromisoformat(datums[0])], "o": [date.fromisoformat(datums[1])]})
    leeftijd = age_years(pl.col("g"), pl.col("o"))
    assert frame.select(age_band(CONTEXT, leeftijd)).to_series().to_list() == [band]


@settings(max_examples=50, deadline=None)
@given(
    sleutel=st.binary(min_size=1, max_size=64),
    nummers=st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=20),
)
def test_a_pseudonym_is_the_standards_hmac(sleutel: bytes, nummers: list[str]) -> None:
    frame = Pseudonimiseerder(sleutel).apply(pl.DataFrame({"lid": nummers, "n": range(len(nummers))}))
    verwacht = [hmac.new(sleutel, n.encode(), hashlib.sha256).digest()[:16] for n in nummers]
    assert frame.sort("n")["lid"].to_list() == verwacht


def test_who_is_no_member() -> None:
    frame = pl.DataFrame({"lid": ["0", "-0", "000", "0.0", "12", "-12", "120", None]})
    assert frame.select(member_number(pl.col("lid"))).to_series().to_list() == [
        None,
        None,
        None,
        None,
        "12",
        "12",
        "120",
        None,
    ]


_LETTERS = pl.Enum(["a", "b", "c"])


@settings(max_examples=50, deadline=None)
@given(
    rijen=st.lists(
        st.tuples(
            st.dates(date(1, 1, 1), date(4000, 1, 1)), st.sampled_from("abc"), st.booleans(), st.integers(0, 7),
        ),
        min_size=1,
    )
)  # fmt: skip
def test_packing_loses_nothing(rijen: list[tuple[date, str, bool, int]]) -> None:
    frame = pl.DataFrame(
        [(d.replace(day=1), code, vlag, n) for d, code, vlag, n in rijen],
        schema={"maand": pl.Date, "code": _LETTERS, "vlag": pl.Boolean, "n": pl.UInt8}, orient="row",
    )  # fmt: skip
    pak = Pak({"maand": pl.Date(), "code": _LETTERS, "vlag": pl.Boolean(), "n": 8})
    genummerd = frame.with_columns(month_number(pl.col("maand")))
    assert pak.unpack(genummerd.select(pak.pack())).equals(frame)
