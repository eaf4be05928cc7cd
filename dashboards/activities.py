"""What a library says of its own activities in `aanleveren`: which are the same, what was still open, and the file for Wijzer.

Not here: delivering (`desk.py`) and the page (`views/activiteiten.py`). Every verb first sees that the organisatie is the
sender's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ingest
from dashboards import desk, periods
from ingest import Afzender, Dubbel, OpenEinde

# How many activities one form asks of.
PER_KEER = 20


def doubles(afzender: Afzender, organisatie: str) -> list[Dubbel]:
    """The pairs that stand in two systems and of which the library has not said yet whether they are one."""
    ingest.may_deliver(afzender, organisatie)
    gevonden = ingest.recognise_activities(desk.omgeving(afzender), organisatie).dubbelen
    return [d for d in gevonden if d.zekerheid in ("zeker", "waarschijnlijk")]


def settle(afzender: Afzender, organisatie: str, zelfde: Sequence[str], anders: Sequence[str]) -> int:
    """Keep what the library says of pairs; how many."""
    ingest.may_deliver(afzender, organisatie)
    # An empty list would mean every pair that is certain.
    besloten = ingest.settle_activities(desk.omgeving(afzender), organisatie, zelfde=zelfde or None, anders=anders)
    return len(besloten)


def open_ends(afzender: Afzender, organisatie: str) -> list[OpenEinde]:
    """The activities of which something is open."""
    ingest.may_deliver(afzender, organisatie)
    return ingest.open_ends(desk.omgeving(afzender), organisatie)


@dataclass(frozen=True)
class Deel:
    """Open ends as one form can hold them, and which they are of all."""

    eindes: tuple[OpenEinde, ...]
    titel: str


def pages(eindes: Sequence[OpenEinde]) -> list[Deel]:
    """Open ends in parts of `PER_KEER`."""
    uit = []
    for begin in range(0, len(eindes), PER_KEER):
        deel = tuple(eindes[begin : begin + PER_KEER])
        maanden = " tot ".join(dict.fromkeys(periods.name(deel[i].maand) for i in (0, -1)))
        uit.append(Deel(deel, f"{begin + 1} tot en met {begin + len(deel)} ({maanden})"))
    return uit


def choices(afzender: Afzender, organisatie: str) -> dict[str, dict[str, str]]:
    """What may be answered, per column code -> name."""
    ingest.may_deliver(afzender, organisatie)
    return ingest.answer_choices(desk.omgeving(afzender), organisatie)


def answer(afzender: Afzender, organisatie: str, antwoorden: Mapping[str, Mapping[str, str]]) -> int:
    """Keep answers; of how many activities. Raises `VerkeerdeAanroep` where one cannot be."""
    ingest.may_deliver(afzender, organisatie)
    return ingest.answer_open_ends(desk.omgeving(afzender), organisatie, antwoorden)


def workbook(afzender: Afzender, organisatie: str) -> bytes:
    """What is open as a workbook."""
    ingest.may_deliver(afzender, organisatie)
    return ingest.open_ends_workbook(desk.omgeving(afzender), organisatie)


def wijzer_file(afzender: Afzender, organisatie: str, periode: str) -> bytes:
    """The activities of a periode as they count, for Wijzer. Raises `VerkeerdeAanroep` where doubles wait for an answer."""
    ingest.may_deliver(afzender, organisatie)
    return ingest.wijzer_file(desk.omgeving(afzender), organisatie, periode)
