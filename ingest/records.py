"""What the register keeps, as plain records: leveringen with their state, what they cover, and which of it counts.

Not here: where it is kept (`register/`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from .period import Periode, parse

ONTVANGEN, WACHT, VERWERKT, MET_UITVAL, GEWEIGERD, INGETROKKEN, TE_BEVESTIGEN, VERVANGEN = (
    "ontvangen", "wacht", "verwerkt", "verwerkt_met_uitval", "geweigerd", "ingetrokken", "te_bevestigen", "vervangen",
)  # fmt: skip
# Who sent a levering: the organisatie itself (or the operator for it), or a sender for the whole network (KB's Datatheek).
EIGEN, NETWERKBREED = "eigen", "netwerk"
# Agreed when a library found its own system's total in ours: sleutel is `<bronsysteem>/<dataset>`.
BEVESTIGD_TOTAAL = "eigen_totaal_bevestigd"
# Datasets that several systems may hold of one month: what they hold double is recognised (`agenda.py`).
NAAST_ELKAAR = frozenset({"activiteiten"})
# What an organisatie answered of one activity that was delivered with something open; sleutel is `<bronsysteem>:<activiteit>`.
AANVULLING = "activiteit_aanvulling"
# An agreement of this soort declares a change of source system.
OVERSTAP = "overstap"
# The table of inhabitants that counts, of the network.
INWONERS = "inwoners"
BEVESTIGD, OPNIEUW = "bevestigd", "opnieuw"
# Events of what is no more: shredded after its term, a person forgotten, pseudonyms made with another key.
OPGESCHOOND, VERGETEN, SLEUTEL_GEWISSELD = "opgeschoond", "vergeten", "sleutel_gewisseld"
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
    processed again while what it gave before still counts; `verwerkingen` how often it was processed; `via` whether its sender
    delivers for this organisatie or for the whole network; `telt` the periods, or parts of months, of it that count now.
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
    via: str = EIGEN
    telt: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return code_of(self.nummer)

    @property
    def over_threshold(self) -> bool:
        """Whether it was refused because too many of its rows were rejected: with other translations it may be taken."""
        bevindingen = self.uitkomst.get("bevindingen", ())
        return self.staat == GEWEIGERD and any(b["code"] == "drempel_overschreden" for b in bevindingen)


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
class Bronspost(Bronsbestand):
    """A brons file that is there, of the levering with this `nummer`; `telt` says whether it counts."""

    nummer: int
    telt: bool


@dataclass(frozen=True)
class Gebeurtenis:
    """What happened to a levering, when and by whom. `inhoud` holds no value of a row."""

    levering: str
    soort: str
    tijdstip: datetime
    door: str
    inhoud: dict[str, Any]


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


@dataclass(frozen=True)
class Voorbehoud:
    """Why figures of a period of an organisatie and dataset carry a mark: `reden` is the markering, and with `voorlopig` they
    are voorlopig too. `soort` narrows it to what counts that kind of transaction; '' is all that is counted from the
    dataset."""

    organisatie: str
    dataset: str
    periode: str
    reden: str
    voorlopig: bool
    soort: str = ""


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
    via: str = EIGEN
    telt: bool = False


@dataclass(frozen=True)
class Overstap:
    """A change of system of an organisatie: `van` counts until the day before `datum`, `naar` from that day on. `nummers` says
    what became of member numbers (`zelfde`, `los`, or `tabel` with the place of the hashed pairs in `koppeling`)."""

    organisatie: str
    van: str
    naar: str
    datum: date
    nummers: str
    koppeling: str | None = None


@dataclass(frozen=True)
class Overstappen:
    """The declared changes of system, and what they leave of a period for a system."""

    alle: tuple[Overstap, ...] = ()

    def to(self, organisatie: str, bronsysteem: str) -> Overstap | None:
        """The change by which the organisatie came to this system."""
        return next((o for o in self.alle if (o.organisatie, o.naar) == (organisatie, bronsysteem)), None)

    def days(self, organisatie: str, bronsysteem: str) -> tuple[date, date]:
        """The first and last day on which the system counts, far away where nothing is declared."""
        eigen = [o for o in self.alle if o.organisatie == organisatie]
        van = max((o.datum for o in eigen if o.naar == bronsysteem), default=date.min)
        tot = min((o.datum - timedelta(days=1) for o in eigen if o.van == bronsysteem), default=date.max)
        return van, tot

    def valid(self, organisatie: str, bronsysteem: str) -> Periode | None:
        """The days on which the system counts, None where nothing is declared."""
        van, tot = self.days(organisatie, bronsysteem)
        return None if (van, tot) == (date.min, date.max) else Periode(van, tot)

    def part(self, organisatie: str, bronsysteem: str, periode: str) -> str | None:
        """What counts of a period of this system: '' all of it, a part as 2025-03-01..2025-03-15, or None: nothing."""
        van, tot = self.days(organisatie, bronsysteem)
        if (van, tot) == (date.min, date.max) or not periode:
            return ""
        heel = parse(periode)
        if heel.tot < van or heel.van > tot:
            return None
        return Periode(max(heel.van, van), min(heel.tot, tot)).part_of(periode) if len(periode) == 7 else ""


def changeovers(afspraken: Iterable[Afspraak]) -> Overstappen:
    """The changes of system that are declared, of every organisatie among `afspraken`."""
    return Overstappen(tuple(_changeover(a) for a in afspraken if a.soort == OVERSTAP))


def _changeover(afspraak: Afspraak) -> Overstap:
    inhoud = afspraak.inhoud or {}
    datum = date.fromisoformat(inhoud["datum"])
    return Overstap(
        afspraak.organisatie, inhoud["van"], inhoud["naar"], datum, inhoud["nummers"], inhoud.get("koppeling")
    )


def decide(lagen: list[Laag], overstappen: Overstappen = Overstappen()) -> None:
    """Per organisatie, dataset, bronsysteem and period: the newest levering of the whole counts, plus the newest of each
    part that came later. `lagen` are in order of receipt. Source systems do not replace each other: of the month in which a
    change of system was declared each has its own days, and what was processed before the declaration and holds other days
    too counts no more until it has been processed again. What a sender for the whole network delivered counts only for
    periods of which the organisatie itself delivered nothing that counts: it stands nearest to its own data."""
    groepen: dict[tuple[str, str, str, str, str], list[Laag]] = {}
    for laag in lagen:
        if not laag.wacht:
            groepen.setdefault((laag.organisatie, laag.dataset, laag.bronsysteem, laag.periode, laag.via), []).append(
                laag
            )
    for (organisatie, _, bronsysteem, periode, _), groep in groepen.items():
        geheel = overstappen.part(organisatie, bronsysteem, periode)
        passend = [laag for laag in groep if geheel == "" or (geheel and laag.deel and inside(laag.deel, geheel))]
        heel = max((laag.levering for laag in passend if laag.deel == geheel), default=0)
        nieuwste = {laag.deel: laag for laag in passend if laag.levering >= heel}
        for laag in nieuwste.values():
            laag.telt = True
    zelf = {(laag.organisatie, laag.dataset, laag.periode) for laag in lagen if laag.telt and laag.via == EIGEN}
    for laag in lagen:
        laag.telt &= laag.via == EIGEN or (laag.organisatie, laag.dataset, laag.periode) not in zelf


def inside(deel: str, geheel: str) -> bool:
    """Whether a part of a month lies within another."""
    a, b = parse(deel), parse(geheel)
    return b.van <= a.van and a.tot <= b.tot
