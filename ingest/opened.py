"""The tables of one levering, opened: their blocks of text, and what was mended to read them.

Not here: what the rows mean and whether they are right (`pipeline.py`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from definitions import Bronlevering, Bronsysteem, Contract, Definities, Omgeving

from .dialect import Vorm
from .formats import Herstel, Inhoud, Leesbaar
from .mess import Rommel
from .read import Blok, read_blocks
from .receipt import Melding, melding
from .recognise import look_as
from .refusal import Weigering
from .translate import extract, trimmed
from .wide import lengthened, wide_columns

_GETALLEN = ("geheel", "decimaal", "telgetal")


@dataclass(frozen=True)
class Bronbestand:
    """A table in a delivered file, as a table of the profile. `inhoud` unpacks it, and may be called more than once; `bytes` is
    only for the progress bar."""

    naam: str
    tabel: str
    bytes: int
    inhoud: Callable[[], Inhoud]


@dataclass
class Geopend:
    """A table that was opened: its bytes, its dialect, which rows in it are no rows, and what was mended."""

    bestand: Bronbestand
    inhoud: Inhoud
    vorm: Vorm
    rommel: Rommel
    windows_1252: bool = False
    lege_regels: int = 0
    maanden: Counter[str] = field(default_factory=Counter)


class Bronnen:
    """The main and helping tables of a levering. `tell` hears the bytes of the main tables that were read so far."""

    def __init__(
        self, omgeving: Omgeving, profiel: Bronsysteem, levering: Bronlevering, hoofd: Sequence[Bronbestand],
        hulp: Sequence[Bronbestand], tell: Callable[[int], None], getallen: Collection[str] = (),
    ) -> None:  # fmt: skip
        """`getallen` are the columns of the main tables whose values are added up. Raises `Weigering` where a file cannot be
        read, or where one number of those stands over several cells."""
        self._omgeving, self._profiel, self._levering, self._tell = omgeving, profiel, levering, tell
        self.hoofd = [self._open(b) for b in hoofd]
        for bron in self.hoofd:
            self._refuse_merged_numbers(bron, getallen)
        self._hulp = [self._open(b) for b in hulp]
        self._bytes = 0

    def _open(self, bestand: Bronbestand) -> Geopend:
        inhoud = bestand.inhoud()
        tabel = self._profiel.tabellen[bestand.tabel]
        vorm = look_as(inhoud, tabel)
        return Geopend(bestand, inhoud, replace(vorm, kop=tabel.canonical(vorm.kop)), Rommel(vorm))

    def _refuse_merged_numbers(self, bron: Geopend, getallen: Collection[str]) -> None:
        """One number over several cells is one number: filled in it would count more than once, and not filled in it is not
        known whose it is."""
        breed = self._profiel.tabellen[bron.bestand.tabel].breed
        for gevuld in bron.inhoud.gevuld:
            naam = bron.vorm.kop[gevuld.kolom] if gevuld.kolom < len(bron.vorm.kop) else ""
            telt = naam in getallen or wide_columns([naam], breed)
            if telt and gevuld.below(bron.vorm.koprij):
                raise Weigering("getal_samengevoegd", bestand=bron.bestand.naam, kolom=naam)

    # -- reading -----------------------------------------------------------------------------------------------------

    def blocks(self, bron: Geopend) -> Iterator[Blok]:
        """The blocks of a main table, only the columns that the profile uses."""
        with bron.inhoud.open() as stroom:
            yield from self._read(bron, _Counted(stroom, self._told), self._needed(bron))

    def look_through(self, bron: Geopend, kolommen: Iterable[str]) -> Iterator[Blok]:
        """The blocks of a main table once more, only these columns; nobody is told."""
        with bron.inhoud.open() as stroom:
            yield from self._read(bron, stroom, set(kolommen))

    def helpers(self) -> dict[str, pl.DataFrame]:
        """The helping tables whole, only the columns the profile knows, without rows that are equal as a whole."""
        tabellen: dict[str, list[pl.DataFrame]] = defaultdict(list)
        for bron in self._hulp:
            with bron.inhoud.open() as stroom:
                for blok in self._read(bron, stroom, self._known(bron)):
                    frame = blok.frame.filter(~blok.frame["regelhash"].is_in(bron.rommel.kop.implode()))
                    eens = frame.unique("regelhash", keep="first").drop("rij", "regelhash")
                    tabel = self._profiel.tabellen[bron.bestand.tabel]
                    tabellen[bron.bestand.tabel].append(extract(eens if blok.schoon else trimmed(eens), tabel))
        return {naam: pl.concat(delen, how="diagonal").unique() for naam, delen in tabellen.items()}

    def _read(self, bron: Geopend, stroom: Leesbaar, nodig: set[str]) -> Iterator[Blok]:
        breed = self._profiel.tabellen[bron.bestand.tabel].breed
        for blok in read_blocks(stroom, bron.vorm, self._omgeving, bron.bestand.naam, nodig):
            bron.windows_1252 |= blok.windows_1252
            leeg = blok.frame["regelhash"].is_in(bron.rommel.leeg.implode())
            frame = blok.frame.filter(~leeg) if leeg.any() else blok.frame
            bron.lege_regels += blok.frame.height - frame.height
            if breed is not None:
                frame, gemist = lengthened(frame, breed)
                bron.maanden += gemist
            yield replace(blok, frame=frame)

    def _told(self, gelezen: int) -> None:
        self._bytes += gelezen
        self._tell(self._bytes)

    def _known(self, bron: Geopend) -> set[str]:
        tabel = self._profiel.tabellen[bron.bestand.tabel]
        return {k.lower() for k in tabel.kolommen} | set(wide_columns(bron.vorm.kop, tabel.breed))

    def _needed(self, bron: Geopend) -> set[str]:
        """The columns of a main table that the profile uses; with SQL all it knows."""
        if self._levering.sql or self._profiel.tabellen[bron.bestand.tabel].breed:
            return self._known(bron)
        return self._used()

    def _used(self) -> set[str]:
        return {k for kolom in self._levering.kolommen.values() for k in (*kolom.van, kolom.samen) if k}

    # -- what was mended ---------------------------------------------------------------------------------------------

    def findings(self, definities: Definities) -> list[Melding]:
        """What was mended to read the files, and which columns of the main tables were not needed and are dropped."""
        gevonden: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
        bestanden: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = defaultdict(list)
        for bron in (*self.hoofd, *self._hulp):
            bekend = {k.lower() for k in self._profiel.tabellen[bron.bestand.tabel].kolommen}
            breed = wide_columns(bron.vorm.kop, self._profiel.tabellen[bron.bestand.tabel].breed)
            gedraaid = [Herstel("kolommen_gedraaid", len(breed))] if breed else []
            for herstel in (*_mended(bron), *gedraaid, *_unmerged(bron, bekend)):
                # Findings that differ in the file alone are one, with the files named together.
                sleutel = (herstel.code, tuple((k, v) for k, v in herstel.gegevens.items() if k != "bestand"))
                gevonden[sleutel] += herstel.aantal
                bestanden[sleutel].append(bron.bestand.naam)
        uit = [
            melding(definities.bevindingen[code], aantal=aantal, bestand=", ".join(dict.fromkeys(bestanden[code, rest])), **dict(rest))
            for (code, rest), aantal in gevonden.items()
        ]  # fmt: skip
        overbodig = self._superfluous()
        if overbodig:
            overbodig_ = definities.bevindingen["kolom_overbodig"]
            uit.append(melding(overbodig_, aantal=len(overbodig), kolommen=", ".join(overbodig)))
        return uit

    def _superfluous(self) -> list[str]:
        """Delivered columns of the main tables that the profile does not use. Only names the profile knows are shown:
        a header that nobody knows could be a value."""
        sql = {k.strip('"') for k in re.findall(r'"[^"]+"|\w+', (self._levering.sql or "").lower())}
        bekend = {k.lower() for b in self.hoofd for k in self._profiel.tabellen[b.bestand.tabel].kolommen}
        breed = {k for b in self.hoofd for k in self._known(b)} - bekend
        bedoeld = {k for b in self.hoofd for k in self._profiel.tabellen[b.bestand.tabel].leeswijzer}
        # Whoever left it out would make rows that are equal as a whole doubtful.
        bedoeld.add(self._levering.nummer or "")
        kop = [k for b in self.hoofd for k in b.vorm.kop if k not in bedoeld]
        over = [k for k in dict.fromkeys(kop) if k not in self._used() and k not in sql and k not in breed]
        onbekend = len([k for k in over if k not in bekend])
        return [k for k in over if k in bekend] + ([f"en {onbekend} onbekende"] if onbekend else [])


def number_columns(contract: Contract, levering: Bronlevering) -> set[str]:
    """The delivered columns whose values are added up: numbers that are no part of a key."""
    getallen = [k.naam for k in contract.levering.kolommen if k.waarde in _GETALLEN and not k.sleutel]
    return {van for naam in getallen if naam in levering.kolommen for van in levering.kolommen[naam].van}


def _mended(bron: Geopend) -> Iterator[Herstel]:
    yield from bron.inhoud.herstel
    if bron.windows_1252:
        yield Herstel("codering_hersteld", 1, {"codering": "Windows-1252"})
    if bron.vorm.bom:
        yield Herstel("codering_hersteld", 1, {"codering": "UTF-8 met een merkteken vooraan (BOM)"})
    if bron.vorm.koprij == 0:
        yield Herstel("kop_naar_volgorde", len(bron.vorm.kop), {"tabel": bron.bestand.tabel})
    if bron.vorm.voorwerk:
        yield Herstel("kop_lager", bron.vorm.voorwerk)
    if bron.vorm.samengevoegd:
        yield Herstel("kop_twee_regels")
    for code, aantal in bron.maanden.items():
        if aantal:
            yield Herstel(code, aantal)
    if bron.lege_regels:
        yield Herstel("lege_regel", bron.lege_regels)


def _unmerged(bron: Geopend, bekend: Collection[str]) -> Iterator[Herstel]:
    """Per column how many merged cells were filled. A header that nobody knows could be a value: it is named by its place."""
    for gevuld in bron.inhoud.gevuld:
        naam = bron.vorm.kop[gevuld.kolom] if gevuld.kolom < len(bron.vorm.kop) else ""
        if onder := gevuld.below(bron.vorm.koprij):
            yield Herstel("cel_samengevoegd", onder, {"kolom": naam if naam in bekend else f"kolom {gevuld.kolom + 1}"})


class _Counted:
    """A stream that tells how many bytes were read of it."""

    def __init__(self, stroom: Leesbaar, tell: Callable[[int], None]) -> None:
        self._stroom, self._tell = stroom, tell

    def read(self, size: int = -1, /) -> bytes:
        blok = self._stroom.read(size)
        self._tell(len(blok))
        return blok
