"""Whether there is anything to do, asked of the inbox, the register and the current publicatie.

Not here: Dagster. `draai` asks this before it imports anything heavy; the sensor and the schedule ask the same.
"""

from __future__ import annotations

from definitions import Omgeving


def has_drops(omgeving: Omgeving) -> bool:
    """Whether a complete drop lies in the inbox."""
    if not omgeving.inbox.is_dir():
        return False
    from ingest import complete_drops

    return bool(complete_drops(omgeving))


def has_deliveries(omgeving: Omgeving) -> bool:
    """Whether anything was ever received: without that there is nothing to build from."""
    from ingest import receipts

    return bool(receipts(omgeving))


def has_queue(omgeving: Omgeving) -> bool:
    """Whether a levering was received and not looked at. One that waits for its locaties waits for a next levering."""
    from ingest import receipts

    return any(bewijs.status == "ontvangen" for bewijs in receipts(omgeving))


def has_work(omgeving: Omgeving) -> bool:
    """Whether a run would change anything: a drop, a queue, or a publicatie that is not of the present stand."""
    if has_drops(omgeving) or has_queue(omgeving):
        return True
    from publishing import is_current

    return has_deliveries(omgeving) and not is_current(omgeving)
