"""What a library asks and settles about its own data in `aanleveren`: own totals, codes, columns, calendar, jaarcijfers.

Not here: delivering (`desk.py`) and pages (`views/`). Every verb first sees that the organisatie is the sender's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ingest
from dashboards import desk
from definitions import Dataset, load_definities
from ingest import (
    Afzender,
    Antwoord,
    Bron,
    EigenTotaal,
    Formulier,
    Ontvangstbewijs,
    Openstaand,
    Sleutel,
    Verwacht,
    Voorstel,
)

# -- klopt dit? ----------------------------------------------------------------------------------------------------------


def bridge(bewijs: Ontvangstbewijs, totalen: Sequence[EigenTotaal]) -> dict[str, Any] | None:
    """What the library's own system says beside what was counted, as data; None where nothing of it has totals."""
    if not bewijs.telling.get("cellen"):
        return None
    definities = load_definities()
    return ingest.bridge_of(definities, bewijs, totalen).as_json(definities)


def stored_bridge(afzender: Afzender, levering: str) -> dict[str, Any] | None:
    """The bridge of one of the sender's leveringen, with the totals that were given before."""
    if not desk.receipt(afzender, levering).telling.get("cellen"):
        return None
    return ingest.own_bridge(desk.omgeving(afzender), levering)[1]


def location_names(afzender: Afzender, organisatie: str) -> dict[str, str]:
    """The library's locations by ISIL."""
    ingest.may_deliver(afzender, organisatie)
    lijst = ingest.location_list(desk.omgeving(afzender), organisatie)
    return {isil: rij["naam"] for isil, rij in lijst.codes.items()}


def totals(afzender: Afzender, organisatie: str, getypt: Mapping[tuple[str, str], str]) -> list[EigenTotaal]:
    """Typed totals per (locatie, periode), '' is all; empty ones are none. Raises `VerkeerdeAanroep` for no number."""
    woorden = [f"{locatie}:{periode}={tekst.strip()}" for (locatie, periode), tekst in getypt.items() if tekst.strip()]
    return ingest.own_totals(desk.omgeving(afzender), organisatie, woorden)


def give_totals(afzender: Afzender, levering: str, totalen: Sequence[EigenTotaal]) -> None:
    """Keep what the library's own system says of one of its leveringen."""
    desk.receipt(afzender, levering)
    ingest.give_totals(desk.omgeving(afzender), levering, totalen)


def confirm_totals(afzender: Afzender, levering: str) -> None:
    """Keep that those totals and what was counted agree. Raises `VerkeerdeAanroep` where they do not."""
    desk.receipt(afzender, levering)
    ingest.confirm_totals(desk.omgeving(afzender), levering)


# -- codes and columns ---------------------------------------------------------------------------------------------------


def open_codes(afzender: Afzender, organisatie: str) -> list[Openstaand]:
    """Codes of the library that nobody translated yet."""
    ingest.may_deliver(afzender, organisatie)
    return ingest.open_codes(desk.omgeving(afzender), organisatie)


def choices(afzender: Afzender, organisatie: str, wat: Openstaand) -> dict[str, str]:
    """What the codes of a column can be translated to: code -> name. Of a location those of the library itself."""
    ingest.may_deliver(afzender, organisatie)
    definities = load_definities()
    kolom = definities.contracten[wat.dataset].levering.kolom(wat.kolom)  # type: ignore[index]
    if kolom.codelijst is None:
        lijst = ingest.location_list(desk.omgeving(afzender), organisatie)
    else:
        lijst = definities.codelijsten[kolom.codelijst]
    return {code: rij["naam"] for code, rij in lijst.codes.items() if not rij["geldig_tot"]}


def confirm_codes(afzender: Afzender, organisatie: str, wat: Openstaand, codes: Mapping[str, str]) -> list[str]:
    """Confirm translations; the leveringen that will be processed again for it."""
    ingest.may_deliver(afzender, organisatie)
    bevestigd = ingest.confirm_codes(desk.omgeving(afzender), organisatie, wat.kolom, codes, wat.bronsysteem)
    return [str(b.levering) for b in bevestigd.opnieuw]


def propose(
    afzender: Afzender, organisatie: str, bron: Bron, dataset: str | None = None, kolommen: Mapping[str, str] | None = None
) -> Voorstel:  # fmt: skip
    """How an unknown file may be read; `kolommen` are the choices of a person. Raises `GebruikersFout` where it cannot be."""
    ingest.may_deliver(afzender, organisatie)
    return ingest.propose_mapping(desk.omgeving(afzender), bron, organisatie, dataset, kolommen)


def confirm_columns(afzender: Afzender, organisatie: str, voorstel: Voorstel, naam: str | None) -> str:
    """Keep a proposal as the library's own source system; its id."""
    ingest.may_deliver(afzender, organisatie)
    return ingest.confirm_profile(desk.omgeving(afzender), voorstel, organisatie, naam).afspraak.sleutel


# -- calendar, workbooks, jaarcijfers ------------------------------------------------------------------------------------


def calendar(afzender: Afzender, organisatie: str, jaar: int | None = None) -> list[Verwacht]:
    """What is expected of the library in a year; without one from last year up to now."""
    ingest.may_deliver(afzender, organisatie)
    return ingest.expected(desk.omgeving(afzender), organisatie, jaar)


def template(afzender: Afzender, organisatie: str | None, dataset: Dataset, jaar: int | None) -> bytes:
    """The workbook to fill in, with the library's own locations."""
    ingest.may_deliver(afzender, organisatie)
    return ingest.template(desk.omgeving(afzender), dataset, organisatie=organisatie, jaar=jaar)


def year_form(afzender: Afzender, organisatie: str, jaar: int) -> Formulier:
    """The questions over a year, with the answers of last year and of now."""
    ingest.may_deliver(afzender, organisatie)
    return ingest.year_form(desk.omgeving(afzender), organisatie, jaar)


def save_year_form(
    afzender: Afzender, organisatie: str, jaar: int, waarden: Mapping[Sleutel, Antwoord]
) -> Ontvangstbewijs:
    """Save answers as a levering. Raises `GebruikersFout` where that cannot be now."""
    ingest.may_deliver(afzender, organisatie)
    return ingest.save_year_form(desk.omgeving(afzender), organisatie, jaar, waarden, afzender.naam)
