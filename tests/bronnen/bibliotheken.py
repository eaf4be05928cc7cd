"""A network of libraries, each with a source system of its own, that deliver their story.

Not here: the stories and their truth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from definitions import Omgeving
from ingest import Ontvangstbewijs, process, receive


def isil(nummer: int, locatie: int = 0) -> str:
    """The ISIL of library `nummer`, or of one of its locations."""
    return f"NL-0899{nummer:02d}{1000 + locatie if locatie else 0:04d}"


def start(omgeving: Omgeving, map_: Path, bibliotheken: Mapping[int, tuple[str, Mapping[int, str]]]) -> None:
    """Deliver the list of organisaties and the locations: per library its system and its branch codes by place."""
    map_.mkdir(parents=True, exist_ok=True)
    lijst = map_ / "organisaties.csv"
    regels = [f"{isil(n)};Bibliotheek {n};{systeem};GM0014" for n, (systeem, _) in bibliotheken.items()]
    lijst.write_text("\n".join(["isil;naam;bronsysteem;werkgebied", *regels, ""]))
    receive(omgeving, [lijst])
    for n, (_, codes) in bibliotheken.items():
        pad = map_ / f"locaties_{n}.csv"
        kop = "isil_locatie;isil_organisatie;vestiging;naam;subsoort;gemeente_code;uren_open_pw;uren_bemand_pw"
        regels = [f"{isil(n, plek)};{isil(n)};{code};Plek {plek};V;GM0014;40;30" for plek, code in codes.items()]
        pad.write_text("\n".join([kop, *regels, ""]))
        receive(omgeving, [pad], organisatie=isil(n), periode="2025")
    process(omgeving)


def deliver(
    omgeving: Omgeving, paden: Sequence[Path], nummer: int = 1, periode: str | None = "2025"
) -> dict[str, Ontvangstbewijs]:
    """Deliver and process; the receipt per dataset."""
    gegeven = {b.levering for b in receive(omgeving, paden, organisatie=isil(nummer), periode=periode)}
    return {b.dataset or "": b for b in process(omgeving) if b.levering in gegeven}
