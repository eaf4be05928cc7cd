"""The only door out: from brons to indicatorwaarde, and from there to an immutable publicatie that everyone reads.

Not here: how files are received (`ingest`) and shown (`dashboards`). Names load when they are first used, so that
importing this package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .archief import archive
    from .bouw import Bouw, build, dbt_arguments, dbt_environ, discard_builds, finish_build, latest_build, prepare_build
    from .change import veranderingen
    from .compare import vergelijk
    from .press import publish
    from .publicatie import Publicatie, current, is_current, publicaties, rollback
    from .published import NOOIT_EFFECT, historie, onderzoek
    from .read import cijfers, herkomst, open_publicatie
    from .reconciliation import aansluiting
    from .variants import watals

_WAAR = {
    "Bouw": "bouw", "build": "bouw", "dbt_arguments": "bouw", "dbt_environ": "bouw", "finish_build": "bouw",
    "archive": "archief", "discard_builds": "bouw", "latest_build": "bouw", "prepare_build": "bouw",
    "cijfers": "read", "veranderingen": "change", "vergelijk": "compare", "watals": "variants",
    "NOOIT_EFFECT": "published", "historie": "published", "onderzoek": "published", "aansluiting": "reconciliation", "herkomst": "read", "open_publicatie": "read",
    "Publicatie": "publicatie", "current": "publicatie", "is_current": "publicatie", "publicaties": "publicatie",
    "publish": "press", "rollback": "publicatie",
}  # fmt: skip

__all__ = [
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
    "veranderingen",
    "vergelijk",
    "watals",
]


def __getattr__(naam: str) -> Any:
    if naam not in _WAAR:
        raise AttributeError(f"module {__name__!r} has no attribute {naam!r}")
    waarde = globals()[naam] = getattr(import_module(f".{_WAAR[naam]}", __name__), naam)
    return waarde
