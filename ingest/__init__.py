"""Ingest: one levering at a time from a library's file to brons, nothing lost, nothing leaked. Its verbs are here.

Not here: anything made of brons. Verbs are imported when first used, so that a command that needs one does not pay for all.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .acts import confirm, confirm_totals, give_totals, own_bridge, pending, receipts, reprocess, withdraw
    from .agenda import Agenda, Dubbel, Zelfde, recognise_activities, settle_activities
    from .agree import Openstaand, confirm_codes, confirm_profile, open_codes
    from .calendar import Verwacht, expected, overdue
    from .changeover import declare_changeover
    from .compare import EigenTotaal, bridge_of, with_totals
    from .deliver import receive
    from .demo import Demo, generate_demo
    from .drain import process
    from .export import Uitgevoerd, minimise_files, number_at_home
    from .forget import Vergetelheid, forget_person
    from .inbox import collect_inbox, complete_drops
    from .inhabitants import Inwonerstand, delivered_inhabitants, receive_inhabitants
    from .lean import without_pandas
    from .lock import work_lock
    from .network import known_organisations, location_list
    from .openends import Aanvulling, OpenEinde, answer_choices, answer_open_ends, answers_that_count, open_ends
    from .openfiles import open_ends_workbook, read_answers, wijzer_file
    from .owntotals import own_totals
    from .proposal import Kolomvoorstel, Voorstel
    from .propose import propose_mapping
    from .receipt import STATE_WORDS, Melding, Ontvangstbewijs, Rijen
    from .records import Bestand, Bronsbestand, Bronspost, Dekking, Voorbehoud
    from .rehearse import check
    from .retention import Opgeschoond, clean_up, expired
    from .rotate import rotate_key
    from .senders import Afzender, grant, known_senders, may_deliver, revoke, sender_of
    from .sources import Bron, Sluis
    from .stand import caveats, confirmed_systems, counting_files, coverage, same_activities
    from .templates import template
    from .workbook import receipt_workbook
    from .yearform import Antwoord, Formulier, Onderdeel, Sleutel, Vraag, save_year_form, year_form

# One line per module, so that two people who add a verb seldom touch the same line.
_MODULES = {
    "acts": "confirm confirm_totals give_totals own_bridge pending receipts reprocess withdraw",
    "agenda": "Agenda Dubbel Zelfde recognise_activities settle_activities",
    "agree": "Openstaand confirm_codes confirm_profile open_codes",
    "calendar": "Verwacht expected overdue",
    "changeover": "declare_changeover",
    "compare": "EigenTotaal bridge_of with_totals",
    "deliver": "receive",
    "demo": "Demo generate_demo",
    "drain": "process",
    "export": "Uitgevoerd minimise_files number_at_home",
    "forget": "Vergetelheid forget_person",
    "inbox": "collect_inbox complete_drops",
    "lean": "without_pandas",
    "inhabitants": "Inwonerstand delivered_inhabitants receive_inhabitants",
    "lock": "work_lock",
    "network": "known_organisations location_list",
    "openends": "Aanvulling OpenEinde answer_choices answer_open_ends answers_that_count open_ends",
    "openfiles": "open_ends_workbook read_answers wijzer_file",
    "owntotals": "own_totals",
    "proposal": "Kolomvoorstel Voorstel",
    "propose": "propose_mapping",
    "receipt": "Melding Ontvangstbewijs Rijen STATE_WORDS",
    "records": "Bestand Bronsbestand Bronspost Dekking Voorbehoud",
    "rehearse": "check",
    "retention": "Opgeschoond clean_up expired",
    "rotate": "rotate_key",
    "senders": "Afzender grant known_senders may_deliver revoke sender_of",
    "sources": "Bron Sluis",
    "stand": "caveats confirmed_systems counting_files coverage same_activities",
    "templates": "template",
    "workbook": "receipt_workbook",
    "yearform": "Antwoord Formulier Onderdeel Sleutel Vraag save_year_form year_form",
}
_PLACES = {naam: module for module, namen in _MODULES.items() for naam in namen.split()}

__all__ = [
    "STATE_WORDS",
    "Aanvulling",
    "Afzender",
    "Agenda",
    "Antwoord",
    "Bestand",
    "Bron",
    "Bronsbestand",
    "Bronspost",
    "Dekking",
    "Demo",
    "Dubbel",
    "EigenTotaal",
    "Formulier",
    "Inwonerstand",
    "Kolomvoorstel",
    "Melding",
    "Onderdeel",
    "Ontvangstbewijs",
    "OpenEinde",
    "Openstaand",
    "Opgeschoond",
    "Rijen",
    "Sleutel",
    "Sluis",
    "Uitgevoerd",
    "Vergetelheid",
    "Verwacht",
    "Voorbehoud",
    "Voorstel",
    "Vraag",
    "Zelfde",
    "answer_choices",
    "answer_open_ends",
    "answers_that_count",
    "bridge_of",
    "caveats",
    "check",
    "clean_up",
    "collect_inbox",
    "complete_drops",
    "confirm",
    "confirm_codes",
    "confirm_profile",
    "confirm_totals",
    "confirmed_systems",
    "counting_files",
    "coverage",
    "declare_changeover",
    "delivered_inhabitants",
    "expected",
    "expired",
    "forget_person",
    "generate_demo",
    "give_totals",
    "grant",
    "known_organisations",
    "known_senders",
    "location_list",
    "may_deliver",
    "minimise_files",
    "number_at_home",
    "open_codes",
    "open_ends",
    "open_ends_workbook",
    "overdue",
    "own_bridge",
    "own_totals",
    "pending",
    "process",
    "propose_mapping",
    "read_answers",
    "receipt_workbook",
    "receipts",
    "receive",
    "receive_inhabitants",
    "recognise_activities",
    "reprocess",
    "revoke",
    "rotate_key",
    "same_activities",
    "save_year_form",
    "sender_of",
    "settle_activities",
    "template",
    "wijzer_file",
    "with_totals",
    "withdraw",
    "without_pandas",
    "work_lock",
    "year_form",
]


def __getattr__(naam: str) -> Any:
    if naam not in _PLACES:
        raise AttributeError(naam)
    return getattr(import_module(f".{_PLACES[naam]}", __name__), naam)
