"""The shapes of a source system's profile: how its exports are known, and how a dataset is made of them.

Not here: the other shapes of the shared language (`models.py`).
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .shape import Dataset, Model


class Bronkolom(Model):
    """How one delivered column is made from the source: `van` (first column that is there; two joined by a space where
    `samen` names the second), or the constant `vast`. `codes` translates; `leeg` is what an empty value means; `aanname`
    says what of this is assumed and not documented; `voorstel` proposes translations that nobody confirmed yet. From each day of
    `codes_vanaf` on (ISO, the day a row is of) its codes mean what stands there instead."""

    van: tuple[str, ...] = ()
    samen: str | None = None
    vast: str | None = None
    codes: dict[str, str] | None = None
    codes_vanaf: dict[str, dict[str, str]] = Field(default_factory=dict)
    leeg: str | None = None
    aanname: str | None = None
    voorstel: dict[str, str] | None = None


class Breed(Model):
    """A table that is wider than it is long: what its column names say becomes columns. `patroon` fits the names of the columns
    that hold values; each of its named groups (a year, an item) becomes a column, beside `waarde` for the value. Of a group `maand`
    the values are added up to their year, where the column `cijfer` holds one of `optelbaar`."""

    patroon: str
    waarde: str
    optelbaar: tuple[str, ...] = ()


class Brontabel(Model):
    """One export of a source system. `kenmerk` are the columns without which it is not this table; `kolommen` all known;
    `bestandsnaam` is a pattern on the lower-case file name that tells apart tables with the same columns. `leeswijzer` are
    columns for whoever fills the table in: never needed, never reported as too much. Where it is `breed` each row is as many as
    it has columns with a value.

    `andere_namen` gives per column the other headers it may have. `uittreksel` makes small what a helping table need not
    keep whole: per long column the columns that take its place, each an SQL expression over the table. `zonder_kop` says that
    `kolommen` stand in the order in which the database gives them, so that a file without a header is known: per column the
    pattern that each of its values has.
    """

    omschrijving: str
    kenmerk: tuple[str, ...]
    kolommen: tuple[str, ...]
    bestandsnaam: str | None = None
    leeswijzer: tuple[str, ...] = ()
    breed: Breed | None = None
    andere_namen: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    uittreksel: dict[str, dict[str, str]] = Field(default_factory=dict)
    zonder_kop: dict[str, str] = Field(default_factory=dict)

    def canonical(self, kop: tuple[str, ...]) -> tuple[str, ...]:
        """A header in this table's own names. A second spelling of a column that is already there keeps its own."""
        eigen = {ander: naam for naam, namen in self.andere_namen.items() for ander in namen}
        bezet, uit = set(kop), []
        for naam in kop:
            vertaald = eigen.get(naam, naam)
            uit.append(naam if vertaald in bezet else vertaald)
            bezet.add(uit[-1])
        return tuple(uit)

    @property
    def kept(self) -> tuple[str, ...]:
        """The columns that SQL sees where the table helps: those of `uittreksel` in the place of what they were made of."""
        nieuw = (naam for uitdrukkingen in self.uittreksel.values() for naam in uitdrukkingen)
        return (*(k for k in self.kolommen if k not in self.uittreksel), *nieuw)


class Vooruitblik(Model):
    """What the SQL must know of all main rows while it sees them block by block: the rows where `waar` holds, with
    `kolommen`, `bestand` and `rij`. `waar` may look into an earlier one, named by `na`: where that is empty this one is
    too. With `woord` the files are only read for it once a row came by with that word, in whatever case, in the first of
    `kolommen`."""

    kolommen: tuple[str, ...]
    waar: str
    na: str | None = None
    woord: str | None = None


class Bronlevering(Model):
    """How a dataset is made from a system's tables. `sql` runs over all-text tables: the rows of `hoofd` stand in the
    table `hoofd`, each of `hulp` and `vooruitblik` under its own name, the known branch codes in `bekend(vestiging)`; it
    returns every row of `hoofd` once, with its `rij` and `bestand`. With `alleen_met_hulp` it only adds columns from
    `hulp`: where none of those was delivered, and nothing was seen ahead, it may be left out. `voorbereid` are tables made
    once, before the first block, of the others and of each other in the order given.

    `nummer` is the delivered column that numbers each row, where no column of the contract is made of it: without it rows that are
    equal as a whole may still be two. `reserve` are main tables for where none of `hoofd` was delivered: the same events in another form. `bevindingen` maps
    boolean columns of the result to the finding made of each row where it is true: one with gevolg `overgeslagen` leaves
    the row out. `venster_maanden` says that renewals are a counter on the loan, so that later leveringen still raise the
    figures of a month: for that many months, its own included.
    """

    hoofd: tuple[str, ...]
    reserve: tuple[str, ...] = ()
    hulp: tuple[str, ...] = ()
    vooruitblik: dict[str, Vooruitblik] = Field(default_factory=dict)
    voorbereid: dict[str, str] = Field(default_factory=dict)
    sql: str | None = None
    alleen_met_hulp: bool = False
    vorm: Literal["gebeurtenis", "lening", "rij"] = "rij"
    bevindingen: dict[str, str] = Field(default_factory=dict)
    venster_maanden: int | None = None
    nummer: str | None = None
    kolommen: dict[str, Bronkolom]

    @property
    def hoofdtabellen(self) -> tuple[str, ...]:
        """Every table whose rows this dataset may be made of."""
        return (*self.hoofd, *self.reserve)


class Bronsysteem(Model):
    """A profile: how the exports of one source system are known and translated. `bewijs` says on what it rests. For who
    makes the exports: `aanleveren` (which files, and how), `valkuilen` (what the figures hide), and `rapporten`, per dataset
    a query to paste into the system itself."""

    id: str
    naam: str
    bewijs: Literal["documentatie", "voorbeeld", "praktijk"]
    toelichting: str
    aanleveren: tuple[str, ...] = ()
    valkuilen: tuple[str, ...] = ()
    rapporten: dict[Dataset, str] = Field(default_factory=dict)
    datumvormen: tuple[str, ...]
    tijdvormen: tuple[str, ...]
    tabellen: dict[str, Brontabel]
    datasets: dict[Dataset, Bronlevering]
