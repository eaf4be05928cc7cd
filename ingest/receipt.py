"""The receipt: what a levering is, what became of it and what its sender can do, as data and in plain Dutch.

Not here: the sentences themselves (`definitions/bevindingen.yaml`) and how the command prints them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .cells import DEELNEMERS, TELT, read_cells
from .records import GEWEIGERD, MET_UITVAL, TE_BEVESTIGEN, VERWERKT, Bestand, Levering

if TYPE_CHECKING:
    from definitions import Bevinding, Bronsysteem, Contract, Definities

    from .codes import Codevoorstel

# What a state is called, to be read after "is" or alone.
STATE_WORDS: Mapping[str, str] = {
    "ontvangen": "ontvangen, nog niet verwerkt",
    "wacht": "in afwachting van de locaties van de organisatie",
    "te_bevestigen": "in afwachting van bevestiging",
    "verwerkt": "verwerkt",
    "verwerkt_met_uitval": "verwerkt, met uitval",
    "geweigerd": "geweigerd",
    "vervangen": "vervangen door een latere levering",
    "ingetrokken": "ingetrokken",
}


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
    """A finding on a receipt, with its sentence filled in. `uitleg` ends with `herstel`, how to mend it. `vertalingen` are the
    codes without translation that may be shown, each with what is proposed for it (`codes.Codevoorstel`); `regels` names per
    file the first row numbers (the heading is row 1) where rows were rejected for it."""

    code: str
    ernst: str
    gevolg: str
    kolom: str | None
    aantal: int
    uitleg: str
    vertalingen: tuple[Mapping[str, Any], ...] = ()
    herstel: str = ""
    regels: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @property
    def wat(self) -> str:
        """What was found, without how to mend it."""
        return self.uitleg.removesuffix(self.herstel).strip()

    def as_json(self) -> dict[str, Any]:
        """The finding as data; `vertalingen` only where there are any."""
        return {naam: waarde for naam, waarde in vars(self).items() if naam != "vertalingen" or waarde}


@dataclass(frozen=True)
class Ontvangstbewijs:
    """What the sender gets back, at receipt (`rijen` None) and after processing. `telt` are the periods of it that count now:
    a later levering, or for a sender of the whole network one of the library itself, may stand in place of the others.
    `eerder` says that the same was delivered before: this is its first receipt."""

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
    telling: Mapping[str, Any] = field(default_factory=dict)
    eigen_totaal: Mapping[str, Any] | None = None
    ontvangen_op: datetime | None = None
    eerder: bool = False

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
            "bevindingen": [m.as_json() for m in self.bevindingen],
            "totalen": totals(self.telling), "niet_geteld": not_counted(self.telling), "eigen_totaal": self.eigen_totaal,
            "herkenning": dict(self.herkenning), "telt": list(self.telt),
            "ontvangen_op": self.ontvangen_op.isoformat(timespec="seconds") if self.ontvangen_op else None,
        }  # fmt: skip


def totals(telling: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was accepted as we counted it: per period and kind (transactiesoort, lidsoort, materiaalsoort) the number, and how
    much of it counts in the first indicator of the dataset."""
    geteld: dict[tuple[str, str], list[int]] = {}
    for cel in read_cells(telling):
        if cel.geaccepteerd:
            paar = geteld.setdefault((cel.periode, cel.soort), [0, 0])
            paar[0] += cel.aantal
            paar[1] += cel.aantal if cel.reden == TELT else 0
    return [
        {"periode": periode, "soort": soort, "aantal": aantal, "telt_mee": telt}
        for (periode, soort), (aantal, telt) in sorted(geteld.items())
    ]


def not_counted(telling: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Why rows that were read do not count, with the number per reason; renewals and returns are no such rows."""
    redenen: Counter[str] = Counter()
    for cel in read_cells(telling):
        if cel.reden != TELT and cel.soort not in ("VERLENGING", "INNAME", DEELNEMERS):
            redenen[cel.reden] += cel.aantal
    return [{"reden": reden, "aantal": aantal} for reden, aantal in sorted(redenen.items())]


def melding(bevinding: Bevinding, *, kolom: str | None = None, aantal: int = 1, **gegevens: Any) -> Melding:
    """Fill in a finding's sentence: what was found and how to mend it."""
    invullen = {"kolom": kolom or "", "aantal": f"{aantal:,}".replace(",", "."), **gegevens}
    tekst, herstel = (zin.format_map(_Leeg(invullen)).strip() for zin in (bevinding.tekst, bevinding.herstel))
    uitleg = f"{tekst} {herstel}".strip()
    return Melding(bevinding.code, bevinding.ernst, bevinding.gevolg, kolom, aantal, uitleg, herstel=herstel)


class _Leeg(dict):
    def __missing__(self, sleutel: str) -> str:
        return ""


def findings(definities: Definities, tellingen: Mapping[tuple[str, str], int]) -> list[Melding]:
    """Sentences for counted row findings, the most frequent first."""
    volgorde = sorted(tellingen.items(), key=lambda item: (-item[1], item[0]))
    return [melding(definities.bevindingen[code], kolom=kolom or None, aantal=n) for (code, kolom), n in volgorde]


def proposals(
    definities: Definities, contract: Contract, profiel: Bronsysteem, organisatie: str, onvertaald: Mapping[str, Counter[str]],
    omschrijvingen: Mapping[str, Mapping[str, str]],
) -> list[Melding]:  # fmt: skip
    """A proposed translation per column with unknown codes. Codes are named only where they are frequent enough, short
    enough, and of a column of no privacy class; the others are counted. `omschrijvingen` holds per column the descriptions
    of codes that were delivered with them."""
    from .codes import translations

    uit = []
    for naam, tellingen in onvertaald.items():
        kolom = contract.levering.kolom(naam)
        voorstellen = translations(definities, contract, profiel, kolom, tellingen, omschrijvingen.get(naam, {}))
        keuzes = [f"{v.code}={v.naar or 'KEUZE'}" for v in voorstellen] or ["CODE=KEUZE"]
        opdracht = f"daadkracht vertaal --organisatie {organisatie} --bronsysteem {profiel.id} --kolom {naam} {' '.join(keuzes)}"
        vorm = melding(
            definities.bevindingen["voorstel_vertaling"], kolom=naam, aantal=sum(tellingen.values()),
            voorstel=_named(voorstellen, len(tellingen) - len(voorstellen)), opdracht=opdracht,
        )  # fmt: skip
        uit.append(replace(vorm, vertalingen=tuple(dict(vars(v)) for v in voorstellen)))
    return uit


def _named(voorstellen: Iterable[Codevoorstel], rest: int) -> str:
    """The proposals in words, and how many codes may not be shown."""
    regels = [f"{v.code} ({v.aantal} keer): {v.naar or 'nog te kiezen'}" for v in voorstellen]
    if rest:
        zeldzaam = "1 code die zelden voorkomt of lang is"
        if rest > 1:
            zeldzaam = f"{rest} codes die zelden voorkomen of lang zijn"
        regels.append(f"en {zeldzaam}" if regels else zeldzaam)
    return "; ".join(regels)


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
        telt=levering.telt, telling=levering.uitkomst.get("telling") or {},
        ontvangen_op=levering.ontvangen_op,
    )  # fmt: skip


def outcome(
    rijen: Rijen | None, meldingen: Iterable[Melding], periode: str | None, **meer: Mapping[str, Any] | int
) -> dict[str, Any]:
    """What a state event keeps of a receipt; `meer` is what was counted and found beside it, where there is anything."""
    return {
        "rijen": None if rijen is None else dict(vars(rijen)), "periode": periode,
        "bevindingen": [m.as_json() for m in meldingen], **{naam: waarde for naam, waarde in meer.items() if waarde},
    }  # fmt: skip
