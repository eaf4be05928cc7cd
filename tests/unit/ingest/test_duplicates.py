"""Rows that are equal as a whole: the first stands, every later one is known, however the levering is cut into blocks.

Not here: what is equal (`test_read.py`), and the finding (tests/features).
"""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest import duplicates
from ingest.duplicates import Dubbelen


@settings(max_examples=100, deadline=None)
@given(blokken=st.lists(st.lists(st.integers(0, 12) | st.integers(2**64 - 3, 2**64 - 1), max_size=12), max_size=8))
def test_only_the_first_of_equal_rows_is_new(blokken: list[list[int]]) -> None:
    with pytest.MonkeyPatch.context() as weinig:
        # So that a few rows make several runs, in the file and growing, and share their bits.
        for naam, waarde in {"_RUN": 5, "_JOIN": 3, "_BITS": 4}.items():
            weinig.setattr(duplicates, naam, waarde)
        with Dubbelen() as dubbelen:
            gevonden = [dubbelen.mark(pl.Series(blok, dtype=pl.UInt64)).to_list() for blok in blokken]
    gezien: set[int] = set()
    for blok, dubbel in zip(blokken, gevonden, strict=True):
        assert dubbel == [waarde in gezien or waarde in blok[:plek] for plek, waarde in enumerate(blok)]
        gezien.update(blok)
