"""Ingest: one levering at a time from a library's file to brons, nothing lost, nothing leaked. Its verbs are here.

Not here: anything made of brons. Verbs are imported when first used, so that a command that needs one does not pay for all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .acts import confirm, pending, receipts, reprocess, withdraw
    from .changeover import declare_changeover
    from .deliver import receive
    from .demo import Demo, generate_demo
    from .drain import process
    from .forget import Vergetelheid, forget_person
    from .inbox import collect_inbox, complete_drops
    from .lock import work_lock
    from .receipt import Melding, Ontvangstbewijs, Rijen
    from .records import Bestand, Bronsbestand, Bronspost, Dekking
    from .rehearse import check
    from .retention import Opgeschoond, clean_up, expired
    from .rotate import rotate_key
    from .stand import counting_files, coverage

_PLACES = {
    "check": "rehearse", "declare_changeover": "changeover", "receive": "deliver", "collect_inbox": "inbox", "complete_drops": "inbox", "confirm": "acts",
    "pending": "acts", "process": "drain", "receipts": "acts", "reprocess": "acts", "withdraw": "acts", "work_lock": "lock", "clean_up": "retention", "expired": "retention", "Opgeschoond": "retention", "Bronspost": "records",
    "forget_person": "forget", "Vergetelheid": "forget", "rotate_key": "rotate",
    "counting_files": "stand", "coverage": "stand", "Melding": "receipt", "Ontvangstbewijs": "receipt", "Rijen": "receipt",
    "Bestand": "records", "Bronsbestand": "records", "Dekking": "records", "Demo": "demo", "generate_demo": "demo",
}  # fmt: skip

__all__ = [
    "Bestand",
    "Bronsbestand",
    "Bronspost",
    "Dekking",
    "Demo",
    "Melding",
    "Ontvangstbewijs",
    "Opgeschoond",
    "Rijen",
    "Vergetelheid",
    "check",
    "clean_up",
    "collect_inbox",
    "complete_drops",
    "confirm",
    "counting_files",
    "coverage",
    "declare_changeover",
    "expired",
    "forget_person",
    "generate_demo",
    "pending",
    "process",
    "receipts",
    "receive",
    "reprocess",
    "rotate_key",
    "withdraw",
    "work_lock",
]  # fmt: skip


def __getattr__(naam: str) -> Any:
    if naam not in _PLACES:
        raise AttributeError(naam)
    return getattr(import_module(f".{_PLACES[naam]}", __name__), naam)
