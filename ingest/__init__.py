"""Ingest: one levering at a time from a library's file to brons, nothing lost, nothing leaked. Its verbs are here.

Not here: anything made of brons. Verbs are imported when first used, so that a command that needs one does not pay for all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .acts import confirm, pending, receipts, reprocess, withdraw
    from .agree import confirm_codes, confirm_profile, open_codes
    from .changeover import declare_changeover
    from .deliver import receive
    from .demo import Demo, generate_demo
    from .drain import process, work_lock
    from .inbox import collect_inbox, complete_drops
    from .proposal import Voorstel
    from .propose import propose_mapping
    from .receipt import Melding, Ontvangstbewijs, Rijen
    from .records import Bestand, Bronsbestand, Dekking
    from .rehearse import check
    from .stand import counting_files, coverage
    from .templates import template
    from .yearform import Antwoord, Formulier, Onderdeel, Sleutel, Vraag, save_year_form, year_form

_PLACES = {
    "check": "rehearse", "declare_changeover": "changeover", "receive": "deliver", "collect_inbox": "inbox", "complete_drops": "inbox", "confirm": "acts",
    "pending": "acts", "process": "drain", "receipts": "acts", "reprocess": "acts", "withdraw": "acts", "work_lock": "drain",
    "counting_files": "stand", "coverage": "stand", "Melding": "receipt", "Ontvangstbewijs": "receipt", "Rijen": "receipt",
    "confirm_codes": "agree", "confirm_profile": "agree", "open_codes": "agree", "propose_mapping": "propose", "Voorstel": "proposal",
    "Bestand": "records", "Bronsbestand": "records", "Dekking": "records", "Demo": "demo", "generate_demo": "demo",
    "template": "templates",
    **dict.fromkeys(
        ("Antwoord", "Formulier", "Onderdeel", "Sleutel", "Vraag", "save_year_form", "year_form"), "yearform"
    ),
}  # fmt: skip

__all__ = [
    "Antwoord", "Bestand", "Bronsbestand", "Dekking", "Demo", "Formulier", "Melding", "Onderdeel", "Ontvangstbewijs", "Rijen",
    "Sleutel", "Voorstel", "Vraag", "check", "collect_inbox", "complete_drops", "confirm", "confirm_codes", "confirm_profile",
    "counting_files", "coverage", "declare_changeover", "generate_demo", "open_codes", "pending", "process", "propose_mapping",
    "receipts", "receive", "reprocess", "save_year_form", "template", "withdraw", "work_lock", "year_form",
]  # fmt: skip


def __getattr__(naam: str) -> Any:
    if naam not in _PLACES:
        raise AttributeError(naam)
    return getattr(import_module(f".{_PLACES[naam]}", __name__), naam)
