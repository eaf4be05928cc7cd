"""The only door out: from brons to indicatorwaarde, and from there to an immutable publicatie that everyone reads.

Not here: how files are received (`ingest`) and shown (`dashboards`). Names load when they are first used, so that
importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .archief import archive
    from .bouw import (
        DBT_PROJECT,
        Bouw,
        build,
        dbt_arguments,
        dbt_environ,
        discard_builds,
        finish_build,
        latest_build,
        prepare_build,
        run_dbt,
    )
    from .change import veranderingen
    from .compare import vergelijk
    from .press import publish
    from .publicatie import Publicatie, current, is_current, publicaties, rollback
    from .published import NOOIT_EFFECT, historie, onderzoek
    from .read import cijfers, herkomst, open_publicatie
    from .reconciliation import aansluiting
    from .variants import watals

# One line per module, so that two people who add a verb seldom touch the same line.
_MODULES = {
    "archief": "archive",
    "bouw": "DBT_PROJECT Bouw build dbt_arguments dbt_environ discard_builds finish_build latest_build prepare_build run_dbt",
    "change": "veranderingen",
    "compare": "vergelijk",
    "press": "publish",
    "publicatie": "current is_current Publicatie publicaties rollback",
    "published": "historie NOOIT_EFFECT onderzoek",
    "read": "cijfers herkomst open_publicatie",
    "reconciliation": "aansluiting",
    "variants": "watals",
}
_PLACES = {naam: module for module, namen in _MODULES.items() for naam in namen.split()}

__all__ = [
    "DBT_PROJECT",
    "NOOIT_EFFECT",
    "Bouw",
    "Publicatie",
    "aansluiting",
    "archive",
    "build",
    "cijfers",
    "current",
    "dbt_arguments",
    "dbt_environ",
    "discard_builds",
    "finish_build",
    "herkomst",
    "historie",
    "is_current",
    "latest_build",
    "onderzoek",
    "open_publicatie",
    "prepare_build",
    "publicaties",
    "publish",
    "rollback",
    "run_dbt",
    "veranderingen",
    "vergelijk",
    "watals",
]


def __getattr__(naam: str) -> Any:
    if naam not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {naam!r}")
    waarde = globals()[naam] = getattr(import_module(f".{_PLACES[naam]}", __name__), naam)
    return waarde
