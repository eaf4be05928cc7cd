"""The commands that ask whether what was delivered is whole and right: `klopt` and `kalender`.

Not here: the comparing itself (`ingest`), and receiving (`commands.py`).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from definitions import Omgeving

from .output import Uitvoer
from .whole_words import bridge_lines, calendar_lines

if TYPE_CHECKING:
    from ingest import EigenTotaal, Ontvangstbewijs

# Of several leveringen in one call own totals are of the first of these.
_MET_TOTALEN = ("uitleningen", "leden", "collectie", "activiteiten")


def klopt(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """The bridge of a levering, with own totals where they are given; `--bevestig` keeps that they are right.

    JSON: `{levering, organisatie, dataset, periode, klopt, systeem_telt_niet, regels}`.
    """
    from ingest import confirm_totals, give_totals, own_bridge, own_totals, receipts

    (bewijs,) = receipts(omgeving, keuze.levering)
    totalen = own_totals(omgeving, bewijs.organisatie, keuze.eigen_totaal)
    if totalen:
        give_totals(omgeving, keuze.levering, totalen)
    bewijs, brug = own_bridge(omgeving, keuze.levering)
    uit.document(
        {"levering": bewijs.levering, "organisatie": bewijs.organisatie, "dataset": bewijs.dataset, "periode": bewijs.periode, **brug}
    )  # fmt: skip
    uit.zeg(*bridge_lines(bewijs.as_json(), brug))
    if keuze.bevestig:
        confirm_totals(omgeving, keuze.levering)
        uit.zeg("Bevestigd: uw eigen totalen en onze telling komen overeen.")
    return 0


def kalender(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """What is expected by when. JSON: a list of `{organisatie, naam, dataset, periode, uiterlijk, status, levering}`."""
    from ingest import expected

    verwacht = [v.as_json() for v in expected(omgeving, keuze.organisatie, keuze.jaar)]
    uit.document(verwacht)
    uit.zeg(*calendar_lines(verwacht))
    return 0


def beside_totals(bewijzen: Sequence[Ontvangstbewijs], totalen: Sequence[EigenTotaal]) -> int | None:
    """Which of the receipts own totals are of: its place, or None where there are none."""
    if not totalen:
        return None
    soorten = [b.dataset for b in bewijzen]
    return next((soorten.index(dataset) for dataset in _MET_TOTALEN if dataset in soorten), None)
