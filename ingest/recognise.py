"""Which export of which source system a file is, and which files together make a levering of one dataset.

Not here: reading rows. Only a file's first bytes are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from definitions import DRAIN_ORDER, Bronsysteem, Dataset, Definities

from .dialect import Vorm, sniff
from .refusal import Weigering
from .sources import Bron

_SAMPLE_BYTES = 256 * 1024


@dataclass(frozen=True)
class Bestandsvorm:
    """A delivered file: how it is opened, what it is called, its dialect, and the table of the profile it is."""

    bron: Bron
    naam: str
    vorm: Vorm
    tabel: str


@dataclass(frozen=True)
class Herkend:
    """A file with every (bronsysteem, tabel) its header fits equally well."""

    bron: Bron
    vorm: Vorm
    kandidaten: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Plan:
    """One levering to be made: the dataset, the source system, its main files and the files that help."""

    dataset: Dataset
    bronsysteem: str
    hoofd: tuple[Bestandsvorm, ...]
    hulp: tuple[Bestandsvorm, ...]
    grond: str


def look_at(bron: Bron) -> Vorm:
    """The dialect of a file. Raises `Weigering` where it cannot be read or is no delimited text."""
    with bron.open() as bestand:
        begin = bestand.read(_SAMPLE_BYTES)
    return sniff(begin, bron.naam)


def _lower(namen: Sequence[str]) -> set[str]:
    return {n.lower() for n in namen}


def _scores(vorm: Vorm, definities: Definities) -> dict[tuple[str, str], float]:
    """Per table of each profile whose distinguishing columns are all there: the share of columns in common."""
    kop = set(vorm.kop)
    return {
        (profiel.id, naam): len(kop & _lower(tabel.kolommen)) / len(kop | _lower(tabel.kolommen))
        for profiel in definities.bronsystemen.values()
        for naam, tabel in profiel.tabellen.items()
        if _lower(tabel.kenmerk) <= kop
    }


def recognise(bron: Bron, definities: Definities, bronsysteem: str | None = None) -> Herkend:
    """Recognise one file. Raises `Weigering` where no profile knows its columns."""
    vorm = look_at(bron)
    scores = _scores(vorm, definities)
    if bronsysteem and any(p == bronsysteem for p, _ in scores):
        scores = {k: v for k, v in scores.items() if k[0] == bronsysteem}
    if not scores:
        raise Weigering("bestand_onherkend", bestand=bron.naam)
    beste = max(scores.values())
    kandidaten = tuple(k for k, v in scores.items() if v >= beste - 0.001)
    return Herkend(bron, vorm, _by_name(bron.naam, kandidaten, definities) or kandidaten)


def _by_name(naam: str, kandidaten: tuple[tuple[str, str], ...], definities: Definities) -> tuple[tuple[str, str], ...]:
    """The candidates whose pattern fits the file's name: how tables with the same columns are told apart."""
    patronen = {(p, t): definities.bronsystemen[p].tabellen[t].bestandsnaam for p, t in kandidaten}
    return tuple(k for k, patroon in patronen.items() if patroon and re.search(patroon, naam.lower()))


def _choose(bestand: Herkend, voorkeur: Sequence[str]) -> tuple[str, str]:
    """Of equally good candidates the one of the preferred source system."""
    return min(bestand.kandidaten, key=lambda k: voorkeur.index(k[0]) if k[0] in voorkeur else len(voorkeur))


def _preference(bestanden: Sequence[Herkend], eigen: str | None) -> list[str]:
    """The organisatie's own system first, then the systems of the files that leave no doubt."""
    zeker = [b.kandidaten[0][0] for b in bestanden if len({p for p, _ in b.kandidaten}) == 1]
    return ([eigen] if eigen else []) + sorted(set(zeker), key=zeker.count, reverse=True)


def plan(
    bestanden: Sequence[Herkend], definities: Definities, eigen_systeem: str | None, dataset: str | None
) -> list[Plan]:
    """Group recognised files into leveringen, in the order in which the queue drains.

    Raises `Weigering` where a file is of another dataset than was said, or only helps and there is nothing to help.
    """
    voorkeur = _preference(bestanden, eigen_systeem)
    gekozen: list[tuple[str, Bestandsvorm]] = []
    for b in bestanden:
        profiel, tabel = _choose(b, voorkeur)
        gekozen.append((profiel, Bestandsvorm(b.bron, b.bron.naam, b.vorm, tabel)))
    plannen = [
        p
        for naam in DRAIN_ORDER
        for profiel in definities.bronsystemen.values()
        if naam in profiel.datasets and (dataset is None or naam == dataset)
        if (p := _plan_one(naam, profiel, [v for s, v in gekozen if s == profiel.id], eigen_systeem)) is not None
    ]
    _refuse_unused(gekozen, plannen, definities, dataset)
    return plannen


def _plan_one(naam: Dataset, profiel: Bronsysteem, vormen: list[Bestandsvorm], eigen: str | None) -> Plan | None:
    levering = profiel.datasets[naam]
    hoofd = tuple(v for v in vormen if v.tabel in levering.hoofd)
    if not hoofd:
        return None
    hulp = tuple(v for v in vormen if v.tabel in levering.hulp and v not in hoofd)
    grond = f"de kolommen passen bij {profiel.naam}" + (
        ", het systeem van de organisatie" if profiel.id == eigen else ""
    )
    return Plan(naam, profiel.id, hoofd, hulp, grond)


def _refuse_unused(
    gekozen: list[tuple[str, Bestandsvorm]], plannen: list[Plan], definities: Definities, dataset: str | None
) -> None:
    gebruikt = {v.bron for p in plannen for v in (*p.hoofd, *p.hulp)}
    for profiel, vorm in gekozen:
        if vorm.bron in gebruikt:
            continue
        omschrijving = definities.bronsystemen[profiel].tabellen[vorm.tabel].omschrijving
        if dataset is not None:
            raise Weigering("verkeerde_dataset", bestand=vorm.naam, dataset=dataset, herkend=omschrijving)
        if not plannen:
            raise Weigering("alleen_hulptabel", bestand=vorm.naam, herkend=omschrijving)
