"""The same activity in several systems, recognised: what is one and the same for certain, what probably is, what was agreed.

Not here: how one row is made of several (`dbt_project`), and the keys of names (`pseudonym.py`). Names are not kept, so names
that are nearly equal are not seen as equal; an activity of another name at the same moment and place is proposed, no more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import polars as pl

from definitions import Omgeving, VerkeerdeAanroep, WerkmapFout, load_definities

from .network import known_organisations, open_existing
from .records import Afspraak, Bronsbestand, Voorbehoud
from .register import Register

# An agreement per organisatie and month: the pairs that are the same and those that are not.
ZELFDE_ACTIVITEIT = "zelfde_activiteit"
BEVESTIGD, ZEKER, WAARSCHIJNLIJK, ANDERS = "bevestigd", "zeker", "waarschijnlijk", "anders"
MOGELIJK_DUBBEL = "mogelijk_dubbel"
_TABEL: Final = "activiteiten"
_MINUTEN = 30
# Of one activity the row of this system counts; of the others in alphabetical order, each filling what is still empty.
WIJZER = "wijzer"
_KOLOMMEN = ("bronsysteem", "activiteit", "start", "naamsleutel", "locatie")
_SOORTEN = {"maand": pl.Date(), "start": pl.Datetime("us"), "deelnemers": pl.Int32()}
_Plek = tuple[str, str]


@dataclass(frozen=True)
class Activiteit:
    """An activity as one system has it."""

    bronsysteem: str
    activiteit: str
    start: datetime | None
    locatie: str | None

    @property
    def plek(self) -> _Plek:
        return self.bronsysteem, self.activiteit

    def __str__(self) -> str:
        return f"{self.bronsysteem}:{self.activiteit}"


@dataclass(frozen=True)
class Dubbel:
    """Two activities that are one (`bevestigd`, `zeker`), may be (`waarschijnlijk`) or are not by agreement (`anders`). Only
    the first two count once."""

    organisatie: str
    maand: str
    een: Activiteit
    ander: Activiteit
    zekerheid: str

    @property
    def paar(self) -> str:
        return f"{self.een}={self.ander}"

    def as_json(self) -> dict[str, Any]:
        zijden = [{**vars(a), "start": a.start.isoformat(timespec="minutes") if a.start else None}
                  for a in (self.een, self.ander)]  # fmt: skip
        return {"paar": self.paar, "maand": self.maand, "zekerheid": self.zekerheid, "activiteiten": zijden}


@dataclass(frozen=True)
class Zelfde:
    """An activity that is one with the others of its `groep`; of those the one with the lowest `rang` counts."""

    organisatie: str
    maand: str
    bronsysteem: str
    activiteit: str
    groep: int
    rang: int


@dataclass(frozen=True)
class Agenda:
    """What was recognised. `ongezien` are the (organisatie, maand) of which a system's activities were stored before their
    start was kept, so that doubles cannot be seen."""

    dubbelen: tuple[Dubbel, ...] = ()
    zelfde: tuple[Zelfde, ...] = ()
    ongezien: frozenset[tuple[str, str]] = frozenset()

    def caveats(self) -> list[Voorbehoud]:
        """The months that are voorlopig until every proposal in them is answered."""
        open_ = {(d.organisatie, d.maand) for d in self.dubbelen if d.zekerheid in (ZEKER, WAARSCHIJNLIJK)}
        return [Voorbehoud(o, _TABEL, maand, MOGELIJK_DUBBEL, True) for o, maand in sorted(open_ | self.ongezien)]


def recognise_activities(omgeving: Omgeving, organisatie: str | None = None) -> Agenda:
    """Recognise what counts now, of one organisatie or of all; reads only months that several systems delivered.

    Raises `VerkeerdeAanroep` where the organisatie is not on the network's list.
    """
    if organisatie is not None and organisatie not in {o.isil for o in known_organisations(omgeving)}:
        raise VerkeerdeAanroep(f"De organisatie {organisatie} staat niet op de lijst van het netwerk.")
    register = open_existing(omgeving)
    if register is None:
        return Agenda()
    try:
        bestanden = [b for b in register.counting_files() if b.tabel == _TABEL]
        afspraken = register.agreements(ZELFDE_ACTIVITEIT, organisatie)
    finally:
        register.close()
    besloten = {(a.organisatie, a.sleutel): _Besloten.of(a) for a in afspraken}
    maanden: dict[tuple[str, str], list[Bronsbestand]] = defaultdict(list)
    for b in bestanden:
        if organisatie in (None, b.organisatie):
            maanden[b.organisatie, b.periode].append(b)
    dubbelen: list[Dubbel] = []
    zelfde: list[Zelfde] = []
    ongezien = set()
    for (isil, maand), delen in sorted(maanden.items()):
        if len({b.bronsysteem for b in delen}) < 2:
            continue
        frame = pl.concat([read_activities(omgeving, b).select(_KOLOMMEN) for b in delen])
        herkend = _Maand(isil, maand, frame, besloten.get((isil, maand), _Besloten())).recognise()
        dubbelen += herkend.dubbelen
        zelfde += herkend.same()
        if frame["start"].has_nulls():
            ongezien.add((isil, maand))
    return Agenda(tuple(dubbelen), tuple(zelfde), frozenset(ongezien))


def settle_activities(
    omgeving: Omgeving, organisatie: str, *, zelfde: Sequence[str] | None = None, anders: Sequence[str] = ()
) -> list[Dubbel]:  # fmt: skip
    """Confirm that pairs are the same activity (an empty list: every certain one), or that they are not; what was settled.

    A pair is written as the list shows it. Raises `VerkeerdeAanroep` where a pair is not in the list or the organisatie is not
    known.
    """
    lijst = recognise_activities(omgeving, organisatie).dubbelen
    ja = (
        [d for d in lijst if d.zekerheid == ZEKER]
        if zelfde is not None and not zelfde
        else _listed(lijst, zelfde or ())
    )
    nee = _listed(lijst, anders)
    if {d.paar for d in ja} & {d.paar for d in nee}:
        raise VerkeerdeAanroep("Een paar kan niet tegelijk hetzelfde en anders zijn; noem het één keer.")
    with Register(omgeving) as register:
        for maand in sorted({d.maand for d in (*ja, *nee)}):
            eerder = register.agreements(ZELFDE_ACTIVITEIT, organisatie, maand)
            besloten = _Besloten.of(eerder[0]) if eerder else _Besloten()
            besloten.add([d for d in ja if d.maand == maand], [d for d in nee if d.maand == maand])
            register.agree(ZELFDE_ACTIVITEIT, organisatie, maand, besloten.as_json())
    return [*ja, *nee]


def _listed(lijst: Iterable[Dubbel], paren: Sequence[str]) -> list[Dubbel]:
    bekend = {d.paar: d for d in lijst}
    if any(paar not in bekend for paar in paren):
        raise VerkeerdeAanroep(
            "Een van de paren staat niet in de lijst; neem het over uit `daadkracht agenda`, zoals wijzer:A1=netwerk:B2."
        )
    return [bekend[paar] for paar in paren]


def read_activities(omgeving: Omgeving, bestand: Bronsbestand) -> pl.DataFrame:
    """A brons file of activities with all columns of the contract, codes as text; what it was made without is empty."""
    try:
        frame = pl.read_parquet(omgeving.werk / bestand.pad)
    except OSError:
        raise WerkmapFout(
            f"Het bestand {bestand.pad} in de werkmap ontbreekt; zet de reservekopie terug of trek levering {bestand.levering} in."
        ) from None
    return frame.select(
        (pl.col(naam) if naam in frame.columns else pl.lit(None)).cast(_SOORTEN.get(naam, pl.String())).alias(naam)
        for naam in load_definities().contracten[_TABEL].tabel(_TABEL).namen
    )


@dataclass
class _Besloten:
    """What an organisatie agreed of a month: pairs that are the same activity and pairs that are not."""

    zelfde: set[frozenset[_Plek]] = field(default_factory=set)
    anders: set[frozenset[_Plek]] = field(default_factory=set)

    @classmethod
    def of(cls, afspraak: Afspraak) -> _Besloten:
        inhoud = afspraak.inhoud or {}
        zelfde, anders = (
            {frozenset((p[0], p[1]) for p in paar) for paar in inhoud.get(soort, ())} for soort in ("zelfde", "anders")
        )
        return cls(zelfde, anders)

    def add(self, ja: Iterable[Dubbel], nee: Iterable[Dubbel]) -> None:
        for paren, naar, uit in ((ja, self.zelfde, self.anders), (nee, self.anders, self.zelfde)):
            for d in paren:
                paar = frozenset((d.een.plek, d.ander.plek))
                naar.add(paar)
                uit.discard(paar)

    def as_json(self) -> dict[str, Any]:
        return {
            soort: sorted(sorted(map(list, paar)) for paar in getattr(self, soort)) for soort in ("zelfde", "anders")
        }


class _Maand:
    """One month of an organisatie in several systems. A group never holds two activities of one system: what a system lists
    twice it means twice."""

    def __init__(self, organisatie: str, maand: str, frame: pl.DataFrame, besloten: _Besloten) -> None:
        self._organisatie, self._maand, self._besloten = organisatie, maand, besloten
        volgorde = sorted(frame["bronsysteem"].unique(), key=lambda b: (b != WIJZER, b))
        self._rang = {b: i for i, b in enumerate(volgorde)}
        self._frame = frame.with_columns(rang=pl.col("bronsysteem").replace_strict(self._rang, return_dtype=pl.Int64))
        self._activiteit = {(rij[0], rij[1]): Activiteit(rij[0], rij[1], rij[2], rij[4]) for rij in frame.iter_rows()}
        self._groep: dict[_Plek, set[_Plek]] = {plek: {plek} for plek in self._activiteit}
        self.dubbelen: list[Dubbel] = []

    def recognise(self) -> _Maand:
        """Agreed pairs first, then the best candidates first."""
        zelfde = self._besloten.zelfde | (self._named() - self._besloten.anders)
        for paren, zekerheid in ((zelfde, BEVESTIGD), (self._besloten.anders, ANDERS)):
            for een, ander in sorted(self._in_order(paar) for paar in paren if paar <= self._activiteit.keys()):
                if zekerheid == ANDERS or self._join(een, ander):
                    self._note(een, ander, zekerheid)
        kandidaten = list(_candidates(self._frame))
        for een, ander, zekerheid in kandidaten:
            if zekerheid == ZEKER and self._join(een, ander):
                self._note(een, ander, ZEKER)
        voorgesteld: set[tuple[_Plek, str]] = set()
        for een, ander, zekerheid in kandidaten:
            plekken = {(een, ander[0]), (ander, een[0])}
            if zekerheid == WAARSCHIJNLIJK and self._may_join(een, ander) and not plekken & voorgesteld:
                voorgesteld |= plekken
                self._note(een, ander, WAARSCHIJNLIJK)
        return self

    def _named(self) -> set[frozenset[_Plek]]:
        """Activities of Wijzer whose number is that of another system's, as the file that goes to Wijzer writes it."""
        bekend = {f"{bron}:{activiteit}": (bron, activiteit) for bron, activiteit in self._activiteit if bron != WIJZER}
        eigen = (plek for plek in self._activiteit if plek[0] == WIJZER and plek[1] in bekend)
        return {frozenset((plek, bekend[plek[1]])) for plek in eigen}

    def same(self) -> Iterator[Zelfde]:
        groepen = {id(g): g for g in self._groep.values() if len(g) > 1}
        for nummer, groep in enumerate(sorted(map(sorted, groepen.values())), start=1):
            for bronsysteem, activiteit in groep:
                yield Zelfde(
                    self._organisatie, self._maand, bronsysteem, activiteit, nummer, self._rang[bronsysteem] + 1
                )

    def _in_order(self, paar: Iterable[_Plek]) -> tuple[_Plek, _Plek]:
        een, ander = sorted(paar, key=lambda plek: (self._rang[plek[0]], plek[1]))
        return een, ander

    def _may_join(self, een: _Plek, ander: _Plek) -> bool:
        a, b = self._groep[een], self._groep[ander]
        if a is b or {p[0] for p in a} & {p[0] for p in b}:
            return False
        return not any(frozenset((x, y)) in self._besloten.anders for x in a for y in b)

    def _join(self, een: _Plek, ander: _Plek) -> bool:
        if not self._may_join(een, ander):
            return False
        samen = self._groep[een] | self._groep[ander]
        for plek in samen:
            self._groep[plek] = samen
        return True

    def _note(self, een: _Plek, ander: _Plek, zekerheid: str) -> None:
        self.dubbelen.append(
            Dubbel(self._organisatie, self._maand, self._activiteit[een], self._activiteit[ander], zekerheid)
        )


def _candidates(frame: pl.DataFrame) -> Iterator[tuple[_Plek, _Plek, str]]:
    """Pairs of activities of two systems, the best first: of the same name at about the same moment, then of any name at the
    same moment and place. Where one has no place it is certain only if nothing else fits either."""
    verschil = (pl.col("start") - pl.col("start_b")).abs().dt.total_minutes()
    plaats = pl.col("locatie").is_null().cast(pl.Int8) + pl.col("locatie_b").is_null().cast(pl.Int8)
    op_naam = _pairs(frame.drop_nulls(["naamsleutel", "start"]), ["naamsleutel"]).with_columns(
        verschil=verschil, plaats=pl.when(pl.col("locatie").eq_missing(pl.col("locatie_b"))).then(0).otherwise(plaats),
    ).filter(
        (pl.col("verschil") <= _MINUTEN) & ((pl.col("plaats") > 0) | pl.col("locatie").eq_missing(pl.col("locatie_b")))
    )  # fmt: skip
    enige = pl.all_horizontal(
        pl.len().over("bronsysteem", "activiteit", "bronsysteem_b") == 1,
        pl.len().over("bronsysteem_b", "activiteit_b", "bronsysteem") == 1,
    )
    op_naam = op_naam.with_columns(zeker=(pl.col("plaats") == 0) | enige)
    op_plek = _pairs(frame.drop_nulls(["locatie", "start"]), ["locatie", "start"]).with_columns(
        verschil=pl.lit(0, dtype=pl.Int64), plaats=pl.lit(0), zeker=pl.lit(False)
    )  # fmt: skip
    plekken = ["bronsysteem", "activiteit", "bronsysteem_b", "activiteit_b"]
    beste = [~pl.col("zeker"), "plaats", "verschil", "rang", "rang_b", "activiteit", "activiteit_b"]
    namen = [*plekken, "zeker", pl.col("plaats").cast(pl.Int32), "verschil", "rang", "rang_b"]
    for rij in pl.concat([deel.select(namen) for deel in (op_naam, op_plek)]).sort(beste).iter_rows():
        yield (rij[0], rij[1]), (rij[2], rij[3]), ZEKER if rij[4] else WAARSCHIJNLIJK


def _pairs(frame: pl.DataFrame, op: list[str]) -> pl.DataFrame:
    """Rows of an earlier system beside those of a later one that are equal in `op`."""
    ander = frame.rename({k: f"{k}_b" for k in frame.columns})
    return frame.join(ander, left_on=op, right_on=[f"{k}_b" for k in op], coalesce=False).filter(
        pl.col("rang") < pl.col("rang_b")
    )
