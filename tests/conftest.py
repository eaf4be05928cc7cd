"""Fixtures every test may use: the shared exports, an empty environment, a browser.

Not here: fixtures of one room; those stand in a conftest.py beside its tests.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from definitions import Omgeving

WORTEL = Path(__file__).resolve().parent.parent
# After every period in the shared exports, so that nothing in them is in the future by accident.
NU = datetime(2026, 6, 1, 12, 0)


@pytest.fixture(scope="session")
def wortel() -> Path:
    """The project's root folder."""
    return WORTEL


@pytest.fixture(scope="session")
def gedeeld() -> Path:
    """The folder with exports, reference data and truth: `DAADKRACHT_GEDEELD`, or `shared` beside the project."""
    pad = Path(os.environ.get("DAADKRACHT_GEDEELD") or WORTEL.parent / "shared")
    if not (pad / "exports").is_dir():
        pytest.skip("De gedeelde exports staan niet naast het project; wijs ze aan met DAADKRACHT_GEDEELD.")
    return pad


@pytest.fixture(scope="session")
def maak_omgeving(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Omgeving]:
    """Makes an `Omgeving` with an empty work folder and keys outside it, for fixtures that outlive one test."""
    from definitions import Omgeving

    def maak(naam: str = "omgeving", **instellingen: object) -> Omgeving:
        map_ = tmp_path_factory.mktemp(naam)
        waarden: dict[str, object] = {
            "werk": map_ / "werk", "sleutels": map_ / "sleutels", "vast_nu": NU, "afzender": "toets",
        }  # fmt: skip
        return Omgeving(**(waarden | instellingen))  # type: ignore[arg-type]

    return maak


@pytest.fixture
def omgeving(maak_omgeving: Callable[..., Omgeving]) -> Omgeving:
    """An `Omgeving` of this test's own; its clock stands at 1 June 2026."""
    return maak_omgeving()


@pytest.fixture(scope="session")
def chromium() -> str | None:
    """Path of a Chromium to hand to playwright as `executable_path`; None is the one playwright brought itself."""
    for naam in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if pad := shutil.which(naam):
            return pad
    from playwright.sync_api import sync_playwright

    with sync_playwright() as speler:
        if Path(speler.chromium.executable_path).exists():
            return None
    pytest.skip("Er is geen Chromium; installeer het pakket chromium om de browsertests te draaien.")
