"""Fixtures of the failure tests: the same small library as the feature tests.

Not here: the general environment (tests/conftest.py).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from definitions import Omgeving
from tests.features.bibliotheek import Bibliotheek


@pytest.fixture
def leeg(tmp_path: Path) -> Bibliotheek:
    """A library before anything was delivered."""
    omgeving = Omgeving(werk=tmp_path / "werk", sleutels=tmp_path / "sleutels", vast_nu=datetime(2026, 6, 1))
    return Bibliotheek(omgeving, tmp_path / "exports")


@pytest.fixture
def bibliotheek(leeg: Bibliotheek) -> Bibliotheek:
    """A library on the list, with one location."""
    leeg.start()
    return leeg
