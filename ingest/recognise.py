"""Which export of which source system a file is, and which files together make a levering of one dataset.

Not here: reading rows. Only a file's first bytes are looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from definitions import DRAIN_ORDER, Bronsysteem, Brontabel, Dataset, Definities, Omgeving

from .dialect import CODES, GEGEVENS, UITLEG, VOORBEELD, Kop, Vorm, sniff
from .formats import SAMPLE_BYTES, Bezwaar, Inhoud, read_full
from .headless import without_header
from .refusal import Weigering
from .sources import Bron
from .unpack import package, unpack


@dataclass(frozen=True)
class Bestandsvorm:
    """A table in a delivered file: where the file is, what is in it, its dialect, and the table of the profile it is."""

    bron: Bron
    inhoud: Inhoud
    vorm: Vorm
    tabel: str

    @property
    def naam(self) -> str:
        return self.inhoud.waar


@dataclass(frozen=True)
class Herkend:
    """A table in a file with every (bronsysteem, tabel) its header fits equally well."""

    bron: Bron
    inhoud: Inhoud
    vorm: Vorm
    kandidaten: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Gevonden:
    """What one delivered file holds: tables that were recognised, parts that are refused, and how many sheets of workbooks were
    passed over because they resemble no known export."""

    herkend: tuple[Herkend, ...]
    bezwaren: tuple[Bezwaar, ...]
    werkbladen: int = 0


@dataclass(frozen=True)
class Plan:
    """One levering to be made: the dataset, the source system, its main files and the files that help."""

    dataset: Dataset
    bronsysteem: str
    hoofd: tuple[Bestandsvorm, ...]
    hulp: tuple[Bestandsvorm, ...]
    grond: str


def look_at(inhoud: Inhoud, bekend: Callable[[Kop], bool] = lambda _: False) -> Vorm:
    """The dialect of a table, with the header looked for among the first lines where one is `bekend`.

    Raises `Weigering` where it cannot be read or is no delimited text.
    """
    with inhoud.open() as stroom:
        begin = read_full(stroom, SAMPLE_BYTES)
    return sniff(begin, inhoud.waar, bekend)


def look_as(inhoud: Inhoud, tabel: Brontabel) -> Vorm:
    """The dialect of a table that was recognised, with its columns under the table's own names. Raises `Weigering`."""
    with inhoud.open() as stroom:
        begin = read_full(stroom, SAMPLE_BYTES)
    (kaal,) = without_header(begin, [tabel])
    return kaal or sniff(begin, inhoud.waar, lambda kop: fits(tabel, kop))


def fits(tabel: Brontabel, kop: Sequence[str]) -> bool:
    """Whether a header has the columns without which it is not this table, under any of their names."""
    return _lower(tabel.kenmerk) <= set(tabel.canonical(tuple(kop))) and (
        tabel.breed is None or any(re.search(tabel.breed.patroon, k) for k in kop)
    )


def _lower(namen: Sequence[str]) -> set[str]:
    return {n.lower() for n in namen}


def _scores(vorm: Vorm, definities: Definities) -> dict[tuple[str, str], float]:
    """Per table of each profile whose distinguishing columns are all there: the share of columns in common."""
    return {
        (profiel.id, naam): len(kop & _lower(tabel.kolommen)) / len(kop | _lower(tabel.kolommen))
        for profiel in definities.bronsystemen.values()
        for naam, tabel in profiel.tabellen.items()
        if fits(tabel, vorm.kop) and (kop := set(tabel.canonical(vorm.kop)))
    }


def examine(bron: Bron, definities: Definities, omgeving: Omgeving, bronsysteem: str | None = None) -> Gevonden:
    """Unpack a delivered file and recognise what is in it. Nothing is raised for what is in it: that is a `Bezwaar`."""
    herkend: list[Herkend] = []
    bezwaren: list[Bezwaar] = []
    bladen: list[Bezwaar] = []
    try:
        delen = _without_explanation(list(unpack(package(bron), omgeving)))
    except Weigering as fout:
        return Gevonden((), (Bezwaar(bron.naam, "", fout),))
    for deel in delen:
        if isinstance(deel, Bezwaar):
            bezwaren.append(deel)
            continue
        try:
            herkend.append(recognise(bron, deel, definities, bronsysteem))
        except Weigering as fout:
            (bladen if deel.werkblad else bezwaren).append(Bezwaar(deel.naam, deel.deel, fout))
    mappen = {_book(h.inhoud.deel) for h in herkend if h.inhoud.werkblad}
    # A workbook may explain itself on a sheet of its own; one of which no sheet is known is refused by its first.
    toelichting = [b for b in bladen if _book(b.deel) in mappen]
    onbekend = {_book(b.deel): b for b in reversed(bladen) if _book(b.deel) not in mappen}
    return Gevonden(tuple(herkend), (*bezwaren, *onbekend.values()), len(toelichting))


def _without_explanation(delen: list[Inhoud | Bezwaar]) -> list[Inhoud | Bezwaar]:
    """Without the sheets of a template that explain: its example rows look like data. A workbook of somebody else, without
    the sheet that is to be filled in, may call its sheets as it likes."""
    sjablonen = {_book(d.deel) for d in delen if isinstance(d, Inhoud) and d.werkblad and _sheet(d.deel) == GEGEVENS}
    uitleg = (UITLEG, VOORBEELD, CODES)
    return [d for d in delen if not (_book(d.deel) in sjablonen and _sheet(d.deel) in uitleg)]


def _sheet(deel: str) -> str:
    return deel.rpartition("/")[2]


def _book(deel: str) -> str:
    return deel.rpartition("/")[0]


def recognise(bron: Bron, inhoud: Inhoud, definities: Definities, bronsysteem: str | None = None) -> Herkend:
    """Recognise one table. Raises `Weigering` where no profile knows its columns."""
    tabellen = [t for p in definities.bronsystemen.values() for t in p.tabellen.values()]
    try:
        vorm = look_at(inhoud, lambda kop: any(fits(t, kop) for t in tabellen))
        if not any(fits(t, vorm.kop) for t in tabellen) and (kaal := _by_order(bron, inhoud, definities)):
            return kaal
    except Weigering:
        if kaal := _by_order(bron, inhoud, definities):
            return kaal
        if _is_print(inhoud):
            raise Weigering("afdrukrapport", bestand=inhoud.waar) from None
        raise
    scores = _scores(vorm, definities)
    if bronsysteem and any(p == bronsysteem for p, _ in scores):
        scores = {k: v for k, v in scores.items() if k[0] == bronsysteem}
    if not scores:
        raise Weigering(_why_unknown(inhoud, vorm), bestand=inhoud.waar)
    beste = max(scores.values())
    kandidaten = tuple(k for k, v in scores.items() if v >= beste - 0.001)
    kandidaten = _by_name(inhoud, kandidaten, definities) or kandidaten
    _refuse_ambiguous(inhoud, vorm, kandidaten[0], definities)
    return Herkend(bron, inhoud, vorm, kandidaten)


def _by_order(bron: Bron, inhoud: Inhoud, definities: Definities) -> Herkend | None:
    """A table without a header, by the order of its columns: where the rows fit one table alone."""
    tabellen = {
        (p.id, naam): t for p in definities.bronsystemen.values() for naam, t in p.tabellen.items() if t.zonder_kop
    }
    with inhoud.open() as stroom:
        begin = read_full(stroom, SAMPLE_BYTES)
    passend = {sleutel: v for sleutel, v in zip(tabellen, without_header(begin, tabellen.values()), strict=True) if v}
    if len(passend) != 1:
        return None
    ((sleutel, vorm),) = passend.items()
    return Herkend(bron, inhoud, vorm, (sleutel,))


def _why_unknown(inhoud: Inhoud, vorm: Vorm) -> str:
    """What is wrong with a table that no profile knows."""
    from .shapes import looks_like_data

    if _is_print(inhoud):
        return "afdrukrapport"
    return "kop_ontbreekt" if looks_like_data(vorm.kop) else "bestand_onherkend"


def _is_print(inhoud: Inhoud) -> bool:
    return any(h.code == "afdruk_hersteld" for h in inhoud.herstel)


def _by_name(
    inhoud: Inhoud, kandidaten: tuple[tuple[str, str], ...], definities: Definities
) -> tuple[tuple[str, str], ...]:
    """The candidates whose pattern fits the name of the sheet, member or file: how tables with the same columns are told
    apart."""
    patronen = {(p, t): definities.bronsystemen[p].tabellen[t].bestandsnaam for p, t in kandidaten}
    for naam in inhoud.noemers:
        passend = tuple(k for k, patroon in patronen.items() if patroon and re.search(patroon, naam.lower()))
        if passend:
            return passend
    return ()


def _refuse_ambiguous(inhoud: Inhoud, vorm: Vorm, tabel: tuple[str, str], definities: Definities) -> None:
    """Raises `Weigering` where a column that is used stands in the header twice."""
    profiel = definities.bronsystemen[tabel[0]]
    gebruikt: set[str] = set()
    for levering in profiel.datasets.values():
        if tabel[1] in (*levering.hoofd, *levering.hulp):
            gebruikt |= {k for kolom in levering.kolommen.values() for k in (*kolom.van, kolom.samen) if k}
            gebruikt |= set(re.findall(r"\w+", (levering.sql or "").lower()))
    for kolom in sorted(vorm.dubbel & gebruikt):
        raise Weigering("kop_dubbel", bestand=inhoud.waar, kolom=kolom)


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
        kop = definities.bronsystemen[profiel].tabellen[tabel].canonical(b.vorm.kop)
        gekozen.append((profiel, Bestandsvorm(b.bron, b.inhoud, replace(b.vorm, kop=kop), tabel)))
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
    reserve = tuple(v for v in vormen if v.tabel in levering.reserve)
    if not hoofd and not reserve:
        return None
    overtollig = ", ".join(v.naam for v in reserve) if hoofd else ""
    hoofd = hoofd or reserve
    hulp = tuple(v for v in vormen if v.tabel in levering.hulp and v not in hoofd)
    grond = f"de kolommen passen bij {profiel.naam}" + (
        ", het systeem van de organisatie" if profiel.id == eigen else ""
    )
    if overtollig:
        grond += (
            f"; {overtollig} telt niet mee, want dezelfde gebeurtenissen staan in {', '.join(v.naam for v in hoofd)}"
        )
    return Plan(naam, profiel.id, hoofd, hulp, grond)


def _refuse_unused(
    gekozen: list[tuple[str, Bestandsvorm]], plannen: list[Plan], definities: Definities, dataset: str | None
) -> None:
    gebruikt = {(v.bron, v.inhoud.deel) for p in plannen for v in (*p.hoofd, *p.hulp)}
    for profiel, vorm in gekozen:
        if (vorm.bron, vorm.inhoud.deel) in gebruikt:
            continue
        omschrijving = definities.bronsystemen[profiel].tabellen[vorm.tabel].omschrijving
        if dataset is not None:
            raise Weigering("verkeerde_dataset", bestand=vorm.naam, dataset=dataset, herkend=omschrijving)
        if not plannen:
            raise Weigering("alleen_hulptabel", bestand=vorm.naam, herkend=omschrijving)
