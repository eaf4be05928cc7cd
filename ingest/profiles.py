"""What an organisatie agreed about its own exports, laid over the network's profiles: its own mappings and translations.

Not here: proposing them (`propose.py`), and where agreements are kept (`register/`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from definitions import Bronkolom, Bronlevering, Bronsysteem, Definities

from .records import Afspraak

# `profiel`: sleutel is the id of the own source system, inhoud its whole profile. `vertaling`: sleutel is
# `<bronsysteem>/<kolom>`, inhoud `{"codes": {code of the source: code of the list}, "vanaf": {day: such codes from then on}}`.
PROFIEL, VERTALING = "profiel", "vertaling"
# The column of branch codes: its translations lead to an ISIL and hold beside the list of locations.
LOCATIE = "locatie"


def translation_key(bronsysteem: str, kolom: str) -> str:
    """The sleutel of the translations of one column of one source system."""
    return f"{bronsysteem}/{kolom}"


def for_organisation(definities: Definities, afspraken: Iterable[Afspraak]) -> Definities:
    """The definitions as one organisatie's files are read by: the network's profiles with its own mappings beside them and
    its confirmed translations in them. `afspraken` are that organisatie's agreements that hold."""
    afspraken = list(afspraken)
    eigen = {a.sleutel: _own_profile(a) for a in afspraken if a.soort == PROFIEL}
    codes = {a.sleutel: a.inhoud or {} for a in afspraken if a.soort == VERTALING}
    if not eigen and not codes:
        return definities
    systemen = {naam: _translated(p, codes) for naam, p in {**definities.bronsystemen, **eigen}.items()}
    return definities.model_copy(update={"bronsystemen": systemen})


def branch_codes(afspraken: Iterable[Afspraak]) -> dict[str, str]:
    """Confirmed branch codes of the organisatie, each to the ISIL of its location."""
    return {
        code: isil
        for a in afspraken
        if a.soort == VERTALING and a.sleutel.endswith(f"/{LOCATIE}")
        for code, isil in (a.inhoud or {})["codes"].items()
    }


def _own_profile(afspraak: Afspraak) -> Bronsysteem:
    profiel = Bronsysteem.model_validate(afspraak.inhoud)
    return profiel.model_copy(update={"naam": f"{profiel.naam} (versie {afspraak.versie})"})


def _translated(profiel: Bronsysteem, codes: Mapping[str, Mapping[str, Any]]) -> Bronsysteem:
    datasets = {naam: _translated_dataset(profiel.id, levering, codes) for naam, levering in profiel.datasets.items()}
    return profiel if datasets == profiel.datasets else profiel.model_copy(update={"datasets": datasets})


def _translated_dataset(
    bronsysteem: str, levering: Bronlevering, codes: Mapping[str, Mapping[str, Any]]
) -> Bronlevering:
    kolommen: dict[str, Bronkolom] = {}
    for naam, kolom in levering.kolommen.items():
        eigen = codes.get(translation_key(bronsysteem, naam), {})
        anders: dict[str, Any] = {}
        if eigen.get("codes") and naam != LOCATIE:
            anders["codes"] = {**(kolom.codes or {}), **eigen["codes"]}
        if eigen.get("vanaf"):
            anders["codes_vanaf"] = eigen["vanaf"]
        kolommen[naam] = kolom.model_copy(update=anders) if anders else kolom
    return levering if kolommen == levering.kolommen else levering.model_copy(update={"kolommen": kolommen})
