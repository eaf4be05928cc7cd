"""What a library's own system says, as people give it: a small file, or typed as `9001:2025-03=1234`.

Not here: what is made of it (`compare.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from definitions import Omgeving, VerkeerdeAanroep

from . import period
from .compare import EigenTotaal
from .network import known_locations
from .smalltable import read_small

_KOPPEN = {
    "locatie": ("locatie", "vestiging", "isil", "isil_locatie"),
    "periode": ("periode", "maand", "jaar", "peildatum"),
    "aantal": ("aantal", "totaal", "uitleningen", "leden", "exemplaren", "activiteiten"),
}
_GETAL = re.compile(r"^\d{1,3}(\.\d{3})*$|^\d+$")
_UITLEG = "schrijf LOCATIE:PERIODE=AANTAL, zoals 9001:2025-03=1234; de locatie of de periode mag weg"
# An own total is a row per location and month: more than this is another file.
_MEEST_MB = 4


def own_totals(omgeving: Omgeving, organisatie: str | None, gegeven: Sequence[str]) -> list[EigenTotaal]:
    """Read own totals, each the name of a file or typed. Branch codes become ISIL's.

    Raises `VerkeerdeAanroep` where one cannot be read or its location is not one of the organisatie's.
    """
    if not gegeven:
        return []
    locaties = known_locations(omgeving, organisatie) if organisatie else {}
    uit = []
    for tekst in gegeven:
        pad = Path(tekst)
        uit += _from_file(omgeving, pad, locaties) if "=" not in tekst and pad.is_file() else [_typed(tekst, locaties)]
    dubbel = len(uit) - len({(t.locatie, t.periode) for t in uit})
    if dubbel:
        raise VerkeerdeAanroep("Van een locatie en periode staat er meer dan één eigen totaal; laat er één staan.")
    return uit


def _typed(tekst: str, locaties: Mapping[str, str]) -> EigenTotaal:
    plek, is_teken, aantal = tekst.rpartition("=")
    locatie, dubbele_punt, periode = plek.strip().partition(":")
    if is_teken and not dubbele_punt and locatie not in locaties and re.match(r"20\d\d", locatie):
        locatie, periode = "", locatie
    return _total(locatie, periode, aantal, locaties)


def _total(locatie: str, periode: str, aantal: str, locaties: Mapping[str, str]) -> EigenTotaal:
    locatie, periode, aantal = locatie.strip(), periode.strip(), aantal.strip()
    if not _GETAL.match(aantal):
        raise VerkeerdeAanroep(f"Een eigen totaal is geen geheel getal; {_UITLEG}.")
    if locatie and locaties and locatie not in locaties:
        raise VerkeerdeAanroep(
            "Een locatie in de eigen totalen staat niet in de lijst met locaties van deze organisatie; gebruik de code van de"
            " vestiging of haar ISIL."
        )
    if periode:
        periode = str(period.parse(periode))
    return EigenTotaal(locaties.get(locatie, locatie), periode, int(aantal.replace(".", "")))


def _from_file(omgeving: Omgeving, pad: Path, locaties: Mapping[str, str]) -> list[EigenTotaal]:
    frame = read_small(omgeving, pad, meest_mb=_MEEST_MB, wat="lijst met eigen totalen")
    plek = {naam: next((k for k in koppen if k in frame.columns), None) for naam, koppen in _KOPPEN.items()}
    if plek["aantal"] is None:
        raise VerkeerdeAanroep(
            f"In {pad.name} ontbreekt een kolom aantal; de eerste regel hoort locatie;periode;aantal te zijn."
        )
    locatie, periode, aantal = (frame[k].to_list() if k else [""] * frame.height for k in plek.values())
    return [_total(*rij, locaties) for rij in zip(locatie, periode, aantal, strict=True) if any(rij)]
