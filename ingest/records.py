"""What the register keeps, as plain records: leveringen with their state, what they cover, and which of it counts.

Not here: where it is kept (`register.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

ONTVANGEN, WACHT, VERWERKT, MET_UITVAL, GEWEIGERD, INGETROKKEN, TE_BEVESTIGEN, VERVANGEN = (
    "ontvangen", "wacht", "verwerkt", "verwerkt_met_uitval", "geweigerd", "ingetrokken", "te_bevestigen", "vervangen",
)  # fmt: skip
BEVESTIGD, OPNIEUW = "bevestigd", "opnieuw"
TOESTANDEN = (ONTVANGEN, WACHT, VERWERKT, MET_UITVAL, GEWEIGERD, INGETROKKEN)


def code_of(nummer: int) -> str:
    """The name people use for a levering: L000123."""
    return f"L{nummer:06d}"


@dataclass(frozen=True)
class Bestand:
    """A delivered file as its sender knows it."""

    naam: str
    sha256: str


@dataclass(frozen=True)
class Bestandspost(Bestand):
    """A delivered file as the register knows it: its place in the vault and its part in the levering. `deel` names what
    it is of that file: a member of a zip or a sheet of a workbook; '' is the file itself."""

    bytes: int
    tabel: str
    rol: str
    kluis: str
    deel: str = ""


@dataclass(frozen=True)
class Levering:
    """A levering and its present state. `uitkomst` is what the latest state event said (rows, findings).

    `dataset` is '' where a file was refused before it was known of which dataset it is. `opnieuw` says that it waits to be
    processed again while what it gave before still counts; `verwerkingen` how often it was processed.
    """

    nummer: int
    organisatie: str
    dataset: Any
    bronsysteem: str
    periode: str | None
    gevraagd: str | None
    afzender: str
    ontvangen_op: datetime
    staat: str
    uitkomst: dict[str, Any]
    bestanden: tuple[Bestandspost, ...]
    herkenning: dict[str, Any]
    opnieuw: bool = False
    verwerkingen: int = 0

    @property
    def code(self) -> str:
        return code_of(self.nummer)


@dataclass(frozen=True)
class Afspraak:
    """What was agreed with an organisatie or sender and holds from then on: a confirmed translation, an own profile, the date
    of a change of system, a token. `versie` counts the agreements with the same soort, organisatie and sleutel; `inhoud` is
    None where it was ended. It never holds a value that says something of a person."""

    nummer: int
    soort: str
    organisatie: str
    sleutel: str
    versie: int
    inhoud: dict[str, Any] | None
    door: str
    tijdstip: datetime


@dataclass(frozen=True)
class Deklaag:
    """A period a levering covers. `deel` is '' for the whole period, else `2025-03-01..2025-03-07`."""

    periode: str
    deel: str
    rijen: int
    te_bevestigen: bool = False


@dataclass(frozen=True)
class Bronsbestand:
    """A brons file that counts. `pad` is relative to the work folder; `periode` is a month, a peildatum, or ''."""

    dataset: str
    tabel: str
    organisatie: str
    bronsysteem: str
    levering: str
    periode: str
    pad: str
    sha256: str
    rijen: int


@dataclass(frozen=True)
class Dekking:
    """A period of an organisatie and dataset that is covered, by which levering and which files."""

    organisatie: str
    dataset: str
    periode: str
    bronsysteem: str
    levering: str
    ontvangen_op: datetime
    bestanden: tuple[Bestand, ...]


@dataclass
class Laag:
    """A period of a processed levering among all others: `wacht` until it is confirmed, `telt` once decided."""

    levering: int
    organisatie: str
    dataset: str
    bronsysteem: str
    periode: str
    deel: str
    rijen: int
    wacht: bool
    verwerking: int = 0
    telt: bool = False


def decide(lagen: list[Laag]) -> None:
    """Per organisatie, dataset, bronsysteem and period: the newest levering of the whole counts, plus the newest of each
    part that came later. `lagen` are in order of receipt. Source systems do not replace each other: a change of system is
    refused at the door unless its date is declared."""
    groepen: dict[tuple[str, str, str, str], list[Laag]] = {}
    for laag in lagen:
        if not laag.wacht:
            groepen.setdefault((laag.organisatie, laag.dataset, laag.bronsysteem, laag.periode), []).append(laag)
    for groep in groepen.values():
        heel = max((laag.levering for laag in groep if not laag.deel), default=0)
        nieuwste = {laag.deel: laag for laag in groep if laag.levering >= heel}
        for laag in nieuwste.values():
            laag.telt = True
