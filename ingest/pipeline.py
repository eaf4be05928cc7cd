"""The recipe for one levering: its files, block by block, through duplicates, translation, rules and minimising.

Not here: the queue and what replaces what (`drain.py`), and the writing of files (`brons.py`). Nothing here is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

import polars as pl

from definitions import Bronlevering, Bronsysteem, Contract, Dataset, Definities, Omgeving

from .ahead import look_ahead, must_look_ahead
from .asof import Peiling
from .cells import DUBBEL, NA_PEILDATUM, UITVAL, VERGETEN, WEG
from .codes import descriptions
from .duplicates import Dubbelen
from .gather import Verzameling
from .mess import Rommel
from .minimise import Context, minimise
from .moments import AndereVolgorde
from .opened import Bronbestand, Bronnen, Geopend, number_columns
from .period import Periode
from .places import with_rows
from .plausibility import Plausibiliteit
from .pseudonym import Pseudonimiseerder
from .read import Blok
from .receipt import Melding, Rijen, findings, proposals
from .refusal import Weigering
from .split import own_rows, owner_column
from .tally import Telstaat
from .translate import Vertaler, Vertaling
from .unique import UITVAL_SCHEMA, Uniek
from .validate import Keurder, Telling
from .yearchecks import Jaartoets


@dataclass(frozen=True)
class Opdracht:
    """What is to be processed. `periode` is the declared one (flows), `peildatum` that of stocks; `locaties` maps branch
    codes and ISIL's of the organisatie to ISIL; `geldig` are the days on which the source system counts, where a change of
    system was declared; `gedeeld` that the files hold rows of other organisaties too. Of stocks `geexporteerd` is the day of
    the export where that is known, and `ontvangen` (else today) the last day it can be."""

    organisatie: str
    dataset: Dataset
    bronsysteem: str
    hoofd: tuple[Bronbestand, ...]
    hulp: tuple[Bronbestand, ...]
    periode: Periode | None
    peildatum: date | None
    locaties: Mapping[str, str]
    pseudonimiseerder: Pseudonimiseerder
    geldig: Periode | None = None
    gedeeld: bool = False
    geexporteerd: date | None = None
    ontvangen: date | None = None


@dataclass
class Uitkomst:
    """What came out: counts, rejected rows, accepted rows per month, findings, the brons tables, what became of every row, and
    when a stock was taken."""

    rijen: Rijen
    uitval: pl.DataFrame
    maanden: Counter[str]
    meldingen: list[Melding]
    tabellen: Verzameling
    telstaat: Telstaat
    peiling: Peiling
    jaarlijks: bool = False


class _Vooruitkijken(Exception):
    """A row came by that says something of rows before it."""


class Verwerking:
    """One levering being processed; `run` gives its outcome. Memory is bounded by the block size and the result."""

    def __init__(
        self, omgeving: Omgeving, definities: Definities, opdracht: Opdracht, gemeenten: Mapping[str, str],
        tell: Callable[[int], None] = lambda _: None,
    ) -> None:  # fmt: skip
        """`tell` hears the bytes of the main files read so far."""
        self._omgeving, self._definities, self._opdracht, self._tell = omgeving, definities, opdracht, tell
        self._contract: Contract = definities.contracten[opdracht.dataset]
        self._profiel: Bronsysteem = definities.bronsystemen[opdracht.bronsysteem]
        self._levering: Bronlevering = self._profiel.datasets[opdracht.dataset]
        self._gemeenten = gemeenten
        # Found while reading: whether later rows must be known, and the columns of dates that do not write the day first.
        self._vooruit = False
        self._volgorden: dict[str, str] = {}

    def _begin(self) -> None:
        """Nothing was read yet."""
        omgeving, definities, opdracht = self._omgeving, self._definities, self._opdracht
        self._context = Context(
            self._levering.vorm, opdracht.peildatum, definities, opdracht.pseudonimiseerder, self._gemeenten,
            opdracht.locaties,
        )  # fmt: skip
        self._keurder = Keurder(self._contract, self._profiel, definities, omgeving.nu, self._volgorden)
        self._telstaat = Telstaat(definities, opdracht.dataset, self._levering.vorm, opdracht.peildatum)
        self._peiling = Peiling(
            self._contract, opdracht.peildatum, opdracht.geexporteerd, opdracht.ontvangen or omgeving.nu.date()
        )
        self._plausibel = Plausibiliteit(self._contract, definities, self._levering.vorm)
        self._jaartoets = Jaartoets(self._contract, definities)
        self._tabellen = Verzameling(self._context)
        self._uitval: list[pl.DataFrame] = []
        self._uniek = Uniek([r for k in self._contract.levering.kolommen for r in k.regels if r.soort == "uniek"])
        self._sleutels = [
            k.naam for k in self._contract.levering.kolommen if any(r.soort in ("uniek", "leeg") for r in k.regels)
        ]
        # What a row is numbered by: where that is not delivered, rows that are equal may still be two.
        self._nummer, self._genummerd = self._contract.levering.nummer, False
        self._gelezen = self._dubbel = self._ongenummerd = self._leeg = self._goed = self._hersteld = 0
        self._overgeslagen: Counter[tuple[str, str]] = Counter()
        self._maanden: Counter[str] = Counter()

    def run(self) -> Uitkomst:
        """Process all files. Raises `Weigering` where the levering as a whole cannot be taken.

        What a profile must know of later rows is seldom there, and the order of day and month is seldom another than the
        profile's: so the files are read as if it were not so, and where it turns out to be they are read again.
        """
        while True:
            self._begin()
            try:
                return self._run()
            except _Vooruitkijken:
                self._vooruit = True
            except AndereVolgorde as ander:
                self._volgorden[ander.kolom] = ander.volgorde

    def _run(self) -> Uitkomst:
        bronnen = Bronnen(
            self._omgeving, self._profiel, self._levering, self._opdracht.hoofd, self._opdracht.hulp, self._tell,
            number_columns(self._contract, self._levering),
        )  # fmt: skip
        hulp = bronnen.helpers()
        tabellen = hulp | look_ahead(self._levering, bronnen, ook_met_woord=self._vooruit)
        vertaler = Vertaler(self._contract, self._profiel, self._definities, self._opdracht.locaties, tabellen)
        with Dubbelen() as dubbelen, self._uniek:
            for index, bron in enumerate(bronnen.hoofd):
                self._genummerd = self._levering.nummer in bron.vorm.kop
                for blok in bronnen.blocks(bron):
                    if not self._vooruit and must_look_ahead(self._levering, blok.frame):
                        raise _Vooruitkijken
                    self._take(self._own(blok, bron), index, bron.rommel, dubbelen, vertaler)
        self._refuse_if_empty()
        return self._outcome(bronnen, hulp)

    def _own(self, blok: Blok, bron: Geopend) -> Blok:
        """Of a file of many organisaties only the rows of this one."""
        if not self._opdracht.gedeeld:
            return blok
        kolom = owner_column(self._profiel, self._opdracht.dataset, bron.vorm.kop)
        return own_rows(blok, kolom, self._opdracht.organisatie) if kolom else blok

    # -- one block -------------------------------------------------------------------------------------------------

    def _take(self, blok: Blok, bestand: int, rommel: Rommel, dubbelen: Dubbelen, vertaler: Vertaler) -> None:
        self._gelezen += blok.frame.height + len(blok.scheef)
        if blok.scheef:
            over = self._reject(self._skewed(bestand, blok.scheef), None, blok, rommel)
            self._telstaat.unread(over.height, "kolommen_verschoven")
        dubbel = dubbelen.mark(blok.frame["regelhash"])
        kop = blok.frame["regelhash"].is_in(rommel.kop.implode())
        self._overgeslagen["kop_herhaald", ""] += int(kop.sum())
        self._dubbel += int((dubbel & ~kop).sum())
        if kop.all():
            return
        frame = blok.frame.drop("regelhash").with_columns(pl.lit(bestand, dtype=pl.UInt16).alias("bestand"))
        vertaling = vertaler.translate(frame, schoon=blok.schoon)
        tekst = vertaling.frame
        if self._nummer and not self._genummerd and dubbel.any():
            self._ongenummerd += int((dubbel & ~kop & tekst[self._nummer].is_null()).sum())
        # Why a row is set aside, the first reason first; headers and totals are no rows and have none.
        apart = [(DUBBEL, dubbel & ~kop), *self._left_out(vertaling, ~(dubbel | kop))]
        weg = kop
        for _, geraakt in apart:
            weg |= geraakt
        weg |= self._totals(tekst, weg, blok, rommel)
        self._refuse_other_organisation(tekst, weg, blok, rommel)
        uitval, anders = self._judge(vertaling, weg, blok.met_plus or vertaler.met_hulp)
        uitval = self._reject(uitval, tekst, blok, rommel)
        if anders.height:
            for reden, geraakt in apart:
                rijen = tekst["rij"].filter(geraakt)
                self._telstaat.set_aside(anders.filter(anders["rij"].is_in(rijen.implode())), reden)
            met_code = anders.join(uitval.select("bestand", "rij", "code"), on=["bestand", "rij"])
            self._telstaat.set_aside(met_code, pl.lit(UITVAL) + pl.col("code"))

    def _left_out(self, vertaling: Vertaling, telt: pl.Series) -> list[tuple[str, pl.Series]]:
        """The rows that the profile leaves out, each for its first reason; what only warns is counted of the rest."""
        uit = []
        for code, geraakt in vertaling.weg:
            uit.append((WEG + code, geraakt & telt))
            self._overgeslagen[code, ""] += int((geraakt & telt).sum())
            telt &= ~geraakt
        for code, geraakt in vertaling.waarschuwing:
            self._keurder.telling.bevindingen[code, ""] += int((geraakt & telt).sum())
        return uit

    def _totals(self, tekst: pl.DataFrame, weg: pl.Series, blok: Blok, rommel: Rommel) -> pl.Series:
        """Totals in a table of which a row needs no date: there they could pass for a row."""
        if self._moment() is not None:
            return pl.repeat(False, tekst.height, eager=True)
        rijen, tekst = tekst["rij"], tekst.filter(~weg)
        sleutels = [k for k in self._sleutels if tekst.schema[k] == pl.String]
        verdacht = sorted({r for k in sleutels for r in tekst["rij"].filter(rommel.totals(tekst[k]))})
        soorten = dict(zip(verdacht, rommel.kinds(blok.regels(verdacht)), strict=True)) if verdacht else {}
        self._overgeslagen.update((soort, "") for soort in soorten.values() if soort)
        return rijen.is_in([r for r, soort in soorten.items() if soort])

    def _judge(self, vertaling: Vertaling, weg: pl.Series, met_plus: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Take the good rows in; of the others the rule they break, and the rows themselves. What is `weg` (doubles, repeated
        headers) breaks none."""
        peil = self._opdracht.peildatum
        moment = datetime.combine(peil, time.min) if peil else None
        gekeurd = self._keurder.judge(vertaling.frame, moment, weg, vertaling.hersteld, met_plus=met_plus)
        self._leeg += gekeurd.overgeslagen
        goed, dubbele_sleutel = self._uniek.split(gekeurd.goed)
        for code, kolom in dubbele_sleutel.select("code", "kolom").iter_rows():
            self._keurder.telling.bevindingen[code, kolom] += 1
        goed = self._without_forgotten(self._on_reference_date(self._within_period(goed)))
        self._hersteld += int(goed["rij"].is_in(gekeurd.hersteld.implode()).sum()) if len(gekeurd.hersteld) else 0
        self._accept(goed)
        if dubbele_sleutel.is_empty():
            return gekeurd.uitval, gekeurd.anders
        nog_eens = gekeurd.goed.join(dubbele_sleutel, on=["bestand", "rij"], how="semi")
        return pl.concat([gekeurd.uitval, dubbele_sleutel]), pl.concat([gekeurd.anders, nog_eens])

    def _accept(self, goed: pl.DataFrame) -> None:
        self._goed += goed.height
        if goed.is_empty():
            return
        for naam, frame in minimise(self._context, self._opdracht.dataset, goed).items():
            self._tabellen.add(naam, frame)
        self._count_months(goed)
        self._plausibel.add(goed)
        self._jaartoets.add(goed)
        self._telstaat.days(goed)

    def _skewed(self, bestand: int, rijen: list[int]) -> pl.DataFrame:
        self._keurder.telling.bevindingen["kolommen_verschoven", ""] += len(rijen)
        return pl.DataFrame(
            {"bestand": [bestand] * len(rijen), "rij": rijen}, schema={"bestand": pl.UInt16, "rij": pl.UInt32}
        ).with_columns(kolom=pl.lit(""), code=pl.lit("kolommen_verschoven"))

    def _reject(self, uitval: pl.DataFrame, tekst: pl.DataFrame | None, blok: Blok, rommel: Rommel) -> pl.DataFrame:
        """Keep and give which rows were rejected; those that are no rows at all (totals, footers) are passed over instead."""
        if uitval.is_empty():
            return uitval
        soorten = rommel.kinds(blok.regels(uitval["rij"].to_list()))
        geen_rij = soorten.is_not_null()
        if geen_rij.any():
            self._keurder.forget(tekst, uitval.filter(geen_rij))
            self._overgeslagen.update((soort, "") for soort in soorten.drop_nulls())
        uitval = uitval.filter(~geen_rij)
        self._uitval.append(uitval)
        return uitval

    @property
    def _yearly(self) -> bool:
        """Whether the periods of this flow are years."""
        return self._contract.soort == "stroom" and self._moment() is None

    def _moment(self) -> str | None:
        """The column that says when: what the month and the declared period are held against."""
        return next((n for n in ("datumtijd", "start") if n in self._contract.levering.namen), None)

    def _within_period(self, goed: pl.DataFrame) -> pl.DataFrame:
        """Without the rows outside the declared periode, and outside the days on which the source system counts."""
        if self._contract.soort != "stroom":
            return goed
        grenzen = ((self._opdracht.periode, "buiten_periode"), (self._opdracht.geldig, "buiten_overstap"))
        for periode, code in grenzen:
            if periode is not None and (code == "buiten_periode" or not self._yearly):
                binnen = goed.select(self._within(periode)).to_series()
                if binnen.all():
                    continue
                self._overgeslagen[code, self._moment() or "jaar"] += goed.height - int(binnen.sum())
                self._telstaat.set_aside(goed.filter(~binnen), code)
                goed = goed.filter(binnen)
        return goed

    def _within(self, periode: Periode) -> pl.Expr:
        moment = self._moment()
        if moment is None:
            return pl.col("jaar").is_between(periode.van.year, periode.tot.year)
        return pl.col(moment).dt.date().is_between(periode.van, periode.tot)

    def _without_forgotten(self, goed: pl.DataFrame) -> pl.DataFrame:
        """Who was forgotten at their request is no member: a loan of theirs stays without one, a member is left out."""
        wie = self._opdracht.pseudonimiseerder.forgotten(goed)
        if wie is None or not wie.any():
            return goed
        if self._contract.soort == "stand":
            self._overgeslagen[VERGETEN, "lid"] += int(wie.sum())
            self._telstaat.set_aside(goed.filter(wie), VERGETEN)
            return goed.filter(~wie)
        return goed.with_columns(pl.when(~wie).then(pl.col("lid")).alias("lid"))

    def _on_reference_date(self, goed: pl.DataFrame) -> pl.DataFrame:
        """Of a stock without the rows that began after its peildatum."""
        goed, later = self._peiling.split(goed)
        self._overgeslagen[NA_PEILDATUM, self._peiling.kolom] += later.height
        self._telstaat.set_aside(later, NA_PEILDATUM)
        return goed

    def _count_months(self, goed: pl.DataFrame) -> None:
        if self._contract.soort != "stroom":
            return
        moment = self._moment()
        if moment is None:
            self._maanden.update({str(jaar): n for jaar, n in goed["jaar"].value_counts().iter_rows()})
            return
        for dag, aantal in goed[moment].dt.date().value_counts().iter_rows():
            self._maanden[f"{dag:%Y-%m}"] += aantal

    # -- the whole -------------------------------------------------------------------------------------------------

    def _refuse_other_organisation(self, tekst: pl.DataFrame, weg: pl.Series, blok: Blok, rommel: Rommel) -> None:
        if self._contract.netwerk or "organisatie" not in tekst.columns:
            return
        ander = tekst["rij"].filter((tekst["organisatie"] != self._opdracht.organisatie) & ~weg).to_list()
        if ander and rommel.kinds(blok.regels(ander)).null_count():
            raise Weigering("organisatie_anders", organisatie=self._opdracht.organisatie)

    def _refuse_if_empty(self) -> None:
        if self._gelezen == 0:
            raise Weigering("bestand_leeg", bestand=", ".join(b.naam for b in self._opdracht.hoofd))

    def _outcome(self, bronnen: Bronnen, hulp: Mapping[str, pl.DataFrame]) -> Uitkomst:
        uitval = pl.concat(self._uitval) if self._uitval else pl.DataFrame(schema=UITVAL_SCHEMA)
        overgeslagen = self._overgeslagen.total() + self._leeg
        rijen = Rijen(self._gelezen, self._goed, self._hersteld, uitval.height, self._dubbel, overgeslagen)
        telling = self._keurder.telling
        telling.bevindingen["dubbele_regel", ""] += self._dubbel - self._ongenummerd
        telling.bevindingen["dubbele_regel_zonder_nummer", self._nummer or ""] += self._ongenummerd
        telling.bevindingen += self._overgeslagen
        namen = [b.naam for b in self._opdracht.hoofd]
        meldingen = with_rows(findings(self._definities, +telling.bevindingen), uitval, namen)
        meldingen += self._proposals(telling, hulp)
        meldingen += bronnen.findings(self._definities)
        uitkomst = Uitkomst(
            rijen, uitval, self._maanden, meldingen, self._tabellen, self._telstaat, self._peiling, self._yearly
        )
        self._refuse_over_threshold(uitkomst, telling)
        uitkomst.meldingen += (
            self._plausibel.findings(rijen)
            + self._plausibel.peaks()
            + self._jaartoets.findings()
            + self._peiling.findings(self._definities)
        )
        return uitkomst

    def _proposals(self, telling: Telling, hulp: Mapping[str, pl.DataFrame]) -> list[Melding]:
        """What untranslated codes may mean, also by their descriptions in the helping tables."""
        omschrijvingen = (
            {k: descriptions(hulp.values(), codes) for k, codes in telling.onvertaald.items()} if hulp else {}
        )
        return proposals(
            self._definities, self._contract, self._profiel, self._opdracht.organisatie, telling.onvertaald, omschrijvingen
        )  # fmt: skip

    def _refuse_over_threshold(self, uitkomst: Uitkomst, telling: Telling) -> None:
        rijen, contract = uitkomst.rijen, self._contract
        beoordeeld = rijen.gelezen - rijen.dubbel
        if rijen.gelezen >= contract.drempel_rijen and rijen.uitval > contract.drempel_uitval * beoordeeld:
            raise Weigering(
                "drempel_overschreden", uitkomst=uitkomst, aandeel=f"{100 * rijen.uitval / beoordeeld:.0f}",
                drempel=f"{100 * contract.drempel_uitval:.0f}",
            )  # fmt: skip


def covered_months(uitkomst: Uitkomst, periode: Periode | None) -> list[str]:
    """The months a flow covers: those declared, else every month from the first to the last with accepted rows. A flow of
    years covers the years declared, else those with accepted rows."""
    if uitkomst.jaarlijks:
        jaren = range(periode.van.year, periode.tot.year + 1) if periode else sorted(uitkomst.maanden)
        return [str(jaar) for jaar in jaren]
    if periode is not None:
        return periode.months()
    if not uitkomst.maanden:
        return []
    eerste, laatste = min(uitkomst.maanden), max(uitkomst.maanden)
    van, tot = date.fromisoformat(eerste + "-01"), date.fromisoformat(laatste + "-01")
    return Periode(van, tot).months()
