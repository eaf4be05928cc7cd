"""The receipt: what a levering is, what became of it and what its sender can do, as data and in plain Dutch.

Not here: the sentences themselves (`definitions/bevindingen.yaml`) and how the command prints them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .records import GEWEIGERD, MET_UITVAL, TE_BEVESTIGEN, VERWERKT, Bestand, Levering

if TYPE_CHECKING:
    from definitions import Bevinding, Bronsysteem, Contract, Definities

# A code of a library's own list is shown only where it says nothing of one person (ontwerp, section 4).
_MIN_OCCURRENCES = 10
_MAX_LENGTH = 20


@dataclass(frozen=True)
class Rijen:
    """Counts in source rows of the main tables: gelezen = geaccepteerd + uitval + dubbel + overgeslagen."""

    gelezen: int = 0
    geaccepteerd: int = 0
    hersteld: int = 0
    uitval: int = 0
    dubbel: int = 0
    overgeslagen: int = 0


@dataclass(frozen=True)
class Melding:
    """A finding on a receipt, with its sentence filled in."""

    code: str
    ernst: str
    gevolg: str
    kolom: str | None
    aantal: int
    uitleg: str


@dataclass(frozen=True)
class Ontvangstbewijs:
    """What the sender gets back, at receipt (`rijen` None) and after processing. `telt` are the periods of it that count now:
    a later levering, or for a sender of the whole network one of the library itself, may stand in place of the others."""

    levering: str | None
    organisatie: str
    dataset: str | None
    periode: str | None
    bronsysteem: str | None
    bestanden: tuple[Bestand, ...]
    status: str
    rijen: Rijen | None = None
    bevindingen: tuple[Melding, ...] = ()
    herkenning: Mapping[str, Any] = field(default_factory=dict)
    telt: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """10 where refused, 11 where rows fell out or something waits for confirmation, else 0."""
        if self.status == GEWEIGERD:
            return 10
        return 11 if self.status in (MET_UITVAL, TE_BEVESTIGEN) or (self.rijen and self.rijen.uitval) else 0

    def as_json(self) -> dict[str, Any]:
        """The document of the command (ontwerp, section 7)."""
        return {
            "levering": self.levering, "organisatie": self.organisatie, "dataset": self.dataset, "periode": self.periode,
            "bronsysteem": self.bronsysteem,
            "bestanden": [{"naam": b.naam, "sha256": b.sha256} for b in self.bestanden],
            "status": self.status,
            "rijen": None if self.rijen is None else dict(vars(self.rijen)),
            "bevindingen": [dict(vars(m)) for m in self.bevindingen],
            "herkenning": dict(self.herkenning), "telt": list(self.telt),
        }  # fmt: skip


def melding(bevinding: Bevinding, *, kolom: str | None = None, aantal: int = 1, **gegevens: Any) -> Melding:
    """Fill in a finding's sentence: what was found and how to mend it."""
    invullen = {"kolom": kolom or "", "aantal": f"{aantal:,}".replace(",", "."), **gegevens}
    zin = f"{bevinding.tekst} {bevinding.herstel}".format_map(_Leeg(invullen)).strip()
    return Melding(bevinding.code, bevinding.ernst, bevinding.gevolg, kolom, aantal, zin)


class _Leeg(dict):
    def __missing__(self, sleutel: str) -> str:
        return ""


def findings(definities: Definities, tellingen: Mapping[tuple[str, str], int]) -> list[Melding]:
    """Sentences for counted row findings, the most frequent first."""
    volgorde = sorted(tellingen.items(), key=lambda item: (-item[1], item[0]))
    return [melding(definities.bevindingen[code], kolom=kolom or None, aantal=n) for (code, kolom), n in volgorde]


def proposals(
    definities: Definities, contract: Contract, profiel: Bronsysteem, onvertaald: Mapping[str, Counter[str]]
) -> list[Melding]:
    """A proposed translation per column with unknown codes. Codes are named only where they are frequent enough, short
    enough, and of a column of no privacy class; the others are counted."""
    uit = []
    for naam, tellingen in onvertaald.items():
        kolom = contract.levering.kolom(naam)
        voorstel = getattr(profiel.datasets[contract.dataset].kolommen.get(naam), "voorstel", None) or {}
        toonbaar = kolom.privacy == "geen"
        regels = [
            f"{code} ({n} keer): {voorstel.get(code, 'nog te kiezen')}"
            for code, n in tellingen.most_common()
            if toonbaar and n >= _MIN_OCCURRENCES and len(code) <= _MAX_LENGTH
        ]
        rest = len(tellingen) - len(regels)
        if rest:
            zeldzaam = f"1 code die minder dan {_MIN_OCCURRENCES} keer voorkomt"
            if rest > 1:
                zeldzaam = f"{rest} codes die elk minder dan {_MIN_OCCURRENCES} keer voorkomen"
            regels.append(f"en {zeldzaam}" if regels else zeldzaam)
        uit.append(
            melding(definities.bevindingen["voorstel_vertaling"], kolom=naam, aantal=sum(tellingen.values()),
                    voorstel="; ".join(regels))
        )  # fmt: skip
    return uit


def state_of(rijen: Rijen) -> str:
    """The state a processed levering gets."""
    return MET_UITVAL if rijen.uitval else VERWERKT


def from_register(levering: Levering) -> Ontvangstbewijs:
    """The receipt of a registered levering in its present state."""
    rijen = levering.uitkomst.get("rijen")
    return Ontvangstbewijs(
        levering=levering.code, organisatie=levering.organisatie, dataset=levering.dataset or None,
        periode=levering.periode, bronsysteem=levering.bronsysteem or None, bestanden=tuple(Bestand(b.naam, b.sha256) for b in levering.bestanden),
        status=levering.staat, rijen=Rijen(**rijen) if rijen else None,
        bevindingen=tuple(Melding(**m) for m in levering.uitkomst.get("bevindingen", ())), herkenning=levering.herkenning,
        telt=levering.telt,
    )  # fmt: skip


def outcome(rijen: Rijen | None, meldingen: Iterable[Melding], periode: str | None) -> dict[str, Any]:
    """What a state event keeps of a receipt."""
    return {
        "rijen": None if rijen is None else dict(vars(rijen)), "periode": periode,
        "bevindingen": [dict(vars(m)) for m in meldingen],
    }  # fmt: skip
