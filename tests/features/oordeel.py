"""What of a receipt the test service must give as a real delivery does: all but the number and the moment of the levering.

Not here: tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from definitions import Omgeving
from ingest import Ontvangstbewijs, check, process, receive


def verdict(bewijs: Ontvangstbewijs) -> dict[str, Any]:
    """The document of the command, without what only a levering that was received has."""
    inhoud = json.loads(json.dumps(bewijs.as_json()))
    zonder = {naam: waarde for naam, waarde in inhoud.items() if naam not in ("levering", "telt", "ontvangen_op")}
    for m in zonder["bevindingen"]:
        for naam in ("uitleg", "herstel"):
            m[naam] = re.sub(r"levering L\d{6}|na het aanleveren", "deze levering", m[naam])
    return zonder


def rehearsed_and_real(
    omgeving: Omgeving, paden: Sequence[Path], **woorden: Any
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:  # fmt: skip
    """The verdicts of the test service and of delivering the same files after it, in order of organisatie and dataset."""
    geoefend = check(omgeving, paden, **woorden)
    ontvangen = receive(omgeving, paden, **woorden)
    klaar = {b.levering: b for b in process(omgeving)}
    echt = [klaar.get(b.levering, b) for b in ontvangen]
    een, ander = (
        sorted(map(verdict, bewijzen), key=lambda b: (b["organisatie"], b["dataset"] or ""))
        for bewijzen in (geoefend, echt)
    )
    return een, ander
