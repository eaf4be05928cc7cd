"""A list of organisaties on which a werkgebied changed: one organisatie, its gemeenten with their days.

Not here: what such a list may not say (tests/spec/test_samenhang.py) and what figures become of it (tests/spec).
"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

import polars as pl

from ingest.minimise import _organisations


def test_rows_of_one_organisatie_become_one_with_its_gemeenten_by_day() -> None:
    rijen = pl.DataFrame({
        "organisatie": ["NL-2", "NL-1", "NL-1"],
        "naam": ["Twee", "Nieuw", "Oud"],
        "bronsysteem": ["koha", "koha", "wise"],
        "werkgebied": ["GM0037", "GM0014 | GM0034", "GM0014"],
        "geldig_van": [None, date(2026, 1, 1), None],
        "geldig_tot": [None, None, date(2025, 12, 31)],
        "opgevolgd_door": [None, None, None],
    }, schema_overrides={"geldig_van": pl.Date, "geldig_tot": pl.Date, "opgevolgd_door": pl.String})  # fmt: skip
    uit = _organisations(cast("Any", None), rijen)
    assert uit["organisaties"].rows() == [
        ("NL-2", "Twee", "koha", None, None, None),
        ("NL-1", "Nieuw", "koha", None, None, None),
    ]
    assert uit["werkgebied"].rows() == [
        ("NL-2", "GM0037", None, None),
        ("NL-1", "GM0014", date(2026, 1, 1), None),
        ("NL-1", "GM0034", date(2026, 1, 1), None),
        ("NL-1", "GM0014", None, date(2025, 12, 31)),
    ]
