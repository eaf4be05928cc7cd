"""The shapes of the shared language: frozen pydantic models, one per kind of definition file.

Not here: those of a source system (`sourcemodels.py`) and of what is asked and reported (`reportmodels.py`), reading the files
and holding them against each other (`load.py`), and anything that touches data.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from .reportmodels import Leenrecht, Rapport, Uittabel, Vragenlijst
from .setmodels import Beheer, Inwonertabel, Telregel
from .shape import Dataset, Model, Niveau
from .sourcemodels import Bronsysteem


class Privacy(StrEnum):
    """What a column says about a person (kennis/bronsystemen.md 8.1). DIRECT never enters brons."""

    GEEN = "geen"
    QUASI = "quasi"
    DIRECT = "direct"


class Begrip(Model):
    """One concept of the network's language, and its standing: `voorstel` since `voorgesteld_op`, `vastgesteld` by a body on a
    date, or `vervallen` at `geldig_tot`. `telvarianten` names what it would be otherwise (`LED-01.met_coulance`), for `watals`."""

    code: str
    naam: str
    definitie: str
    bron: str
    versie: int = 1
    geldig_van: date
    geldig_tot: date | None = None
    status: Literal["voorstel", "vastgesteld", "vervallen"] = "voorstel"
    voorgesteld_op: date
    vastgesteld_door: str | None = None
    vastgesteld_op: date | None = None
    breder: tuple[str, ...] = ()
    verwant: tuple[str, ...] = ()
    trendbreuken: tuple[str, ...] = ()
    telvarianten: tuple[str, ...] = ()


class Codelijst(Model):
    """A code list: `codes` maps each code to the row's other columns, all text, in file order."""

    naam: str
    kolommen: tuple[str, ...]
    codes: dict[str, dict[str, str]]

    def __contains__(self, code: str) -> bool:
        return code in self.codes

    def met(self, kolom: str, waarde: str = "J") -> tuple[str, ...]:
        """The codes whose `kolom` is `waarde`."""
        return tuple(code for code, rij in self.codes.items() if rij[kolom] == waarde)


class Bevinding(Model):
    """One kind of finding. `tekst` and `herstel` are Dutch, with `{placeholders}` that never hold a row's value."""

    code: str
    ernst: Literal["rij", "levering", "bestand"]
    gevolg: Literal[
        "uitval", "waarschuwing", "ontdubbeld", "overgeslagen", "hersteld", "weigering", "te_bevestigen", "wacht"
    ]  # fmt: skip
    tekst: str
    herstel: str


class Regel(Model):
    """A rule on a delivered column; when a row breaks it the finding `code` is made. soort: `leeg` (must not be empty),
    `onleesbaar` (text cannot be read as the column's waarde), `onbekend` (not in the code list or no known vestiging), `bereik`
    (outside minimum..maximum), `toekomst` (after now), `voor` (before the column `ander`), `hoogstens` (more or later than it),
    `controlegetal` (PPN modulus 11), `leeftijd` (no possible birth date at the event's date), `uniek` (the same key again in the
    levering; of several columns where `samen` names them), `grens` (outside what the code list of `ander` says of its code: its
    columns `laag` and `hoog` included), `veelvoud` (no multiple of `stap`), `duizendtal` (written with thousands marks), `nodig`
    (empty or ONBEKEND where `ander` is in `bij`, or filled where that is empty), `strijdig` (in `waarden`, `ander` in `bij`),
    `voorbij` (before now, `ander` in `bij`), `afgerond` (a key in scientific notation of which digits were lost)."""

    soort: Literal[
        "leeg", "onleesbaar", "onbekend", "bereik", "toekomst", "voor", "controlegetal", "leeftijd", "uniek", "hoogstens",
        "grens", "veelvoud", "duizendtal", "nodig", "strijdig", "voorbij", "afgerond",
    ]  # fmt: skip
    code: str
    kolom: str
    ander: str | None = None
    minimum: float | None = None
    maximum: float | None = None
    samen: tuple[str, ...] = ()
    laag: str | None = None
    hoog: str | None = None
    stap: float | None = None
    waarden: tuple[str, ...] = ()
    bij: tuple[str, ...] = ()


class Kolom(Model):
    """One column of a contract's table. `waarde` says how the text of a delivered column is read; `fysiek` is the DuckDB
    type in brons (delivered columns are text). `gebruik` names what needs it: an indicator of the catalogue, a finding,
    `koppeling:<naam>` for a join, or `sleutel`. `voorbeelden` are the values of the template's example rows, made up."""

    naam: str
    omschrijving: str
    waarde: Literal[
        "tekst", "code", "datum", "tijdstip", "geheel", "decimaal", "lidnummer", "geboortedatum", "postcode",
        "vestiging", "isil", "gemeente", "janee", "ppn", "lijst", "maand", "pseudoniem", "vlag", "telgetal", "gebied",
    ]  # fmt: skip
    fysiek: str = "VARCHAR"
    verplicht: bool = False
    sleutel: bool = False
    codelijst: str | None = None
    nauwkeurigheid: Literal["dag", "maand"] = "dag"
    privacy: Privacy = Privacy.GEEN
    doel: str = ""
    grondslag: str = ""
    bewaartermijn: str = ""
    gebruik: tuple[str, ...] = ()
    regels: tuple[Regel, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    voorbeelden: tuple[str, ...] = ()


class Tabel(Model):
    """A table of a contract: the delivered rows (`levering`) or one table of brons."""

    naam: str
    omschrijving: str
    kolommen: tuple[Kolom, ...]

    def kolom(self, naam: str) -> Kolom:
        return next(k for k in self.kolommen if k.naam == naam)

    @property
    def namen(self) -> tuple[str, ...]:
        return tuple(k.naam for k in self.kolommen)

    @property
    def nummer(self) -> str | None:
        """The column that numbers a row, where there is one: no two rows may share it."""
        regels = (r for k in self.kolommen for r in k.regels)
        return next((r.kolom for r in regels if r.soort == "uniek" and not r.samen), None)


class Leveringsregel(Model):
    """A plausibility rule on a whole levering; outside minimum..maximum the finding `code` is made (it warns).

    soort says what is measured: `dubbel` rows equal as a whole / rows read; `onbekend` accepted rows with ONBEKEND in
    `kolom` / accepted rows; `leeg` accepted rows with an empty `kolom` / accepted rows; `jeugd_volwassen` rows of lidsoort
    JEUGD with an age of 18 or over, or VOLW under 18 / rows with a known age and lidsoort JEUGD or VOLW; `verlengratio`
    renewals / loans; `lange_lening` loans returned after more than `dagen` days / returned loans; `tweede_lening` loans of an
    item that the same member had lent that day before / loans to a member. Those of jaarcijfers per year (`yearchecks.py`):
    `delen` (parts of a total are not the total), `meer` (more than it can be), `niveaus` (one item both per place and as a
    whole: refuses), `plaats` (asked per locatie, stands without one). Against its own history and days (`completeness.py`, with
    `bevestigen` waiting where history says so): `vestiging_ontbreekt`, `regelaantal` per location, `regelaantal_geheel`,
    `een_dag`, `dagen_leeg`. `piekdag`: rows on the busiest day of `kolom` / an ordinary day. `stand_achteraf`: dates in `kolom` prove a later export, voorlopig above `dagen`.
    `eigen_totaal`: unexplained / own total. Not measured under `vanaf_rijen` rows. Bounds: kennis 8.12.
    """

    soort: Literal[
        "dubbel", "onbekend", "leeg", "jeugd_volwassen", "verlengratio", "lange_lening", "tweede_lening", "delen", "meer",
        "niveaus", "plaats", "vestiging_ontbreekt", "regelaantal", "regelaantal_geheel", "een_dag", "dagen_leeg", "piekdag",
        "stand_achteraf", "eigen_totaal",
    ]  # fmt: skip
    code: str
    bevestigen: bool = False
    kolom: str | None = None
    dagen: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    vanaf_rijen: int = 100


class Contract(Model):
    """The data contract of one dataset, read from ODCS v3. `netwerk`: it is of the network itself, not of an organisatie.

    `soort`: `stroom` has months (jaarcijfers: years), `stand` has a peildatum, `lijst` is replaced whole by each newer levering.
    `drempel_uitval` is the share of rows (0..1) above which the levering is refused, from `drempel_rijen` rows on.
    A levering is expected every `frequentie_maanden`, at the latest `levertermijn_dagen` after the period's last day; where
    that is None it is not expected.
    """

    dataset: Dataset
    versie: str
    naam: str
    omschrijving: str
    soort: Literal["stroom", "stand", "lijst"]
    eigenaar: str
    drempel_uitval: float
    drempel_rijen: int
    bewaartermijn_ruw_dagen: int
    bewaartermijn_brons_maanden: int
    frequentie_maanden: int
    levertermijn_dagen: int | None = None
    levering: Tabel
    brons: tuple[Tabel, ...]
    leveringsregels: tuple[Leveringsregel, ...] = ()
    netwerk: bool = False

    def tabel(self, naam: str) -> Tabel:
        return next(t for t in self.brons if t.naam == naam)


class Aliassen(Model):
    """Under which names other systems know our columns and codes, to propose a mapping from; a proposal reads nothing.

    `datasets`: per dataset and column the header names, the preferred first. `overig`: per dataset headers that are known and not
    asked for. `tijd`: headers of a time beside a date. `persoonlijk`: per kind the headers that say directly who someone is.
    `afkortingen`: words cut short, whole. `codes`: per code list and code other words for it. `datumvormen` and `tijdvormen` (of a time alone): forms to try.
    """

    datasets: dict[Dataset, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    overig: dict[Dataset, tuple[str, ...]] = Field(default_factory=dict)
    tijd: tuple[str, ...] = ()
    afkortingen: dict[str, str] = Field(default_factory=dict)
    persoonlijk: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    codes: dict[str, dict[str, tuple[str, ...]]] = Field(default_factory=dict)
    datumvormen: tuple[str, ...] = ()
    tijdvormen: tuple[str, ...] = ()


class Versie(Model):
    """A version of an indicator's definition. A later version cuts the series: `trendbreuk` says why."""

    versie: int
    geldig_van: date
    geldig_tot: date | None = None
    trendbreuk: str | None = None
    toelichting: str | None = None


class Deel(Model):
    """One side of a ratio: an indicator, inhabitants (`INWONERS`), or an indicator narrowed by a filter of its own."""

    indicator: str
    filter: str | None = None


class Telvariant(Model):
    """Another way to count an indicator: its own `filter` or `uitdrukking` instead of the indicator's. It makes no figure; it
    says what one would be (`watals`) and how one differs from that of others (`aansluiting`)."""

    naam: str = Field(min_length=1)
    omschrijving: str
    filter: str | None = None
    uitdrukking: str | None = None


class Eis(Model):
    """What must be known of what a figure counts: the share of `van` that `deel` is. Under `minimum` the figure is voorlopig
    and `markering` with the share stands beside it; with `altijd` that is said of every share."""

    markering: str
    deel: Deel
    van: Deel
    minimum: float = Field(gt=0, le=1)
    altijd: bool = False


class Variant(Model):
    """The same figure counted otherwise, or a part that is delivered apart, shown beside it (uitsplitsing `variant`) and never
    added to it: a count with another `filter`, a ratio with another `teller` or `noemer`."""

    klasse: str
    naam: str
    filter: str | None = None
    teller: Deel | None = None
    noemer: Deel | None = None


Periodesoort = Literal["maand", "kwartaal", "jaar", "peildatum"]


class Indicator(Model):
    """One indicator of the catalogue. `optelbaar`, `stand` and `uniek` are counted from `feit` with `uitdrukking` and
    `filter` (SQL over the integratie fact); `verhouding` divides `teller` by `noemer` and multiplies by `factor`.

    optelbaar: sums over time and place. stand: sums over places; over time the last peildatum counts. uniek: distinct
    persons within an organisatie and period; over organisaties summed and marked lidmaatschappen.

    `bron_ontbreekt` says why there can be no figure yet; such an indicator is not counted. `kernfuncties` and `opgaven` (codes
    of those lists) say which of the Wsob's functions and of the network's societal tasks it is read by. `dekking_landelijk` is
    its own bound for a national figure, where the one for all (`Beheer`) does not fit it.
    """

    code: str
    naam: str
    definitie: str
    begrip: str
    eenheid: str
    soort: Literal["optelbaar", "stand", "uniek", "verhouding"]
    feit: str | None = None
    uitdrukking: str | None = None
    filter: str | None = None
    teller: Deel | None = None
    noemer: Deel | None = None
    bron_ontbreekt: str | None = None
    factor: float = 1.0
    decimalen: int = 0
    uitsplitsingen: tuple[str, ...] = ()
    niveaus: tuple[Niveau, ...] = ("locatie", "organisatie", "gemeente", "provincie", "land")
    periodesoorten: tuple[Periodesoort, ...]
    gebiedsbegrip: str
    dataset: Dataset
    wsob: str | None = None
    iso: str | None = None
    kernfuncties: tuple[int, ...] = ()
    opgaven: tuple[str, ...] = ()
    onthulling: Literal["geen", "personen"]
    openbaar: bool
    eigenaar: str
    controletotaal: bool = False
    dekking_landelijk: float | None = Field(default=None, ge=0, le=1)
    eisen: tuple[Eis, ...] = ()
    telvarianten: tuple[Telvariant, ...] = ()
    varianten: tuple[Variant, ...] = ()
    versies: tuple[Versie, ...] = Field(min_length=1)

    @property
    def versie(self) -> int:
        """The newest version's number."""
        return self.versies[-1].versie


class Feit(Model):
    """A fact of the integratie layer: its columns with their DuckDB types. Indicators may use these and no others.

    What is given once a year (`tijd: jaar`) stands at the year's last day, in the column `peildatum`."""

    omschrijving: str
    tijd: Literal["maand", "peildatum", "jaar"]
    kolommen: dict[str, str]


class Maat(Model):
    """What the dbt macro counts in one scan of `feit`: an indicator, or one side of a ratio that has a filter of its own
    (`COL-10#teller`), a variant (`LED-01~MET_GAST`) or a side of an eis (`ACT-02!deelnemers_bekend#deel`). `filter` already holds the indicator's own filter."""

    maat: str
    feit: str
    uitdrukking: str
    filter: str
    uitsplitsingen: tuple[str, ...]
    soort: Literal["optelbaar", "stand", "uniek"]


class Cataloguspost(Model):
    """A row of the catalogue of indicators (kennis/verantwoording.md 4), also of those not yet built."""

    code: str
    naam: str
    controletotaal: bool = False


class Definities(Model):
    """Everything that was loaded. Keys are codes or names."""

    beheer: Beheer
    inwonertabel: Inwonertabel
    begrippen: dict[str, Begrip]
    codelijsten: dict[str, Codelijst]
    bevindingen: dict[str, Bevinding]
    contracten: dict[Dataset, Contract]
    bronsystemen: dict[str, Bronsysteem]
    indicatoren: dict[str, Indicator]
    rapporten: dict[str, Rapport]
    vragenlijsten: dict[str, Vragenlijst]
    uittabellen: dict[str, Uittabel]
    leenrecht: Leenrecht
    catalogus: dict[str, Cataloguspost]
    feiten: dict[str, Feit]
    telregels: dict[str, Telregel]
    aliassen: Aliassen
    versie: str
