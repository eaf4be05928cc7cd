"""The sequence of deliveries: per library and year what it hands over, the correction, the errors, the change of system.

Not here: what the records are, and the columns of a file. Each delivery also enters what counts in the ledger of totals.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np
import polars as pl

from . import dirt, exports
from .activities import draw_activities
from .collection import draw_items, items_on
from .lending import draw_loans, draw_renewals
from .network import CORRECTIE, MAANDEN, NETWERK, OVERSTAP, VUILE_MAAND, Bibliotheek, Demo, Drop, Systeem, Venster
from .people import draw_members, members_on
from .truth import Grootboek, accepted, age_group

_JAAR = 12
_VUIL_AANDEEL = 0.013
_DUBBEL_AANDEEL = 0.002
# An export by loan date is made two weeks after its last month, so that most of its returns are known.
_NALOOP = timedelta(days=14)


def generate(map_: Path, seed: int, begin: date) -> Demo:
    """See `ingest.demo.generate_demo`."""
    venster = Venster(begin)
    boek = Grootboek()
    bezorger = _Bezorger(map_)
    for nummer, bib in enumerate(NETWERK):
        _Levering(bib, nummer, np.random.default_rng([seed, nummer]), venster, boek, bezorger).deliver()
    bezorger.network_list(0, {b.isil: b.systeem for b in NETWERK})
    bezorger.network_list(OVERSTAP, {b.isil: b.systeem_in(OVERSTAP) for b in NETWERK})
    waarheid = boek.totals(venster)
    (map_ / "truth.json").write_text(json.dumps(waarheid, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return Demo(map_, bezorger.drops(), waarheid)


@dataclass
class _Bezorger:
    """Gathers the drops. `wanneer` is the month after which one is made, and so its place in the order."""

    map: Path
    _drops: list[tuple[int, Drop]] = field(default_factory=list)

    def folder(self, isil: str, naam: str) -> Path:
        return self.map / isil / naam

    def add(self, wanneer: int, isil: str | None, periode: str | None, bestanden: Iterable[Path]) -> None:
        paden = tuple(bestanden)
        self._drops.append((wanneer, Drop(isil, paden[0].parent, paden, periode)))

    def network_list(self, wanneer: int, systemen: dict[str, Systeem]) -> None:
        pad = self.folder("netwerk", f"lijst-{wanneer + 1:02d}") / "organisaties.csv"
        self.add(wanneer, None, None, [exports.write(exports.organisations(systemen), pad, NETWERK[0].wijzer)])

    def drops(self) -> tuple[Drop, ...]:
        """In the order of delivery; in a month the network's list comes first."""
        return tuple(drop for _, drop in sorted(self._drops, key=lambda d: (d[0], d[1].organisatie or "")))


@dataclass
class _Levering:
    """One library's deliveries. The records are drawn once; every export is a view of them."""

    bib: Bibliotheek
    nummer: int
    rng: np.random.Generator
    venster: Venster
    boek: Grootboek
    bezorger: _Bezorger

    def __post_init__(self) -> None:
        self.leden = draw_members(self.rng, self.bib, self.venster)
        self.exemplaren = draw_items(self.rng, self.bib, self.venster, 1_000_000 * self.nummer)
        self.leningen = draw_loans(self.rng, self.bib, self.venster, self.leden, self.exemplaren)
        self.verlengingen = draw_renewals(self.rng, self.leningen)
        self.activiteiten = draw_activities(self.rng, self.bib, self.venster)

    def deliver(self) -> None:
        """All drops of the library: the first year whole, the second as its source system allows."""
        eerste = range(_JAAR)
        self._drop(eerste, [*self._flows(eerste), *self._stocks(_JAAR), *self._wijzer(eerste)])
        tweede = range(_JAAR, MAANDEN)
        if self.bib.systeem_na:
            self._change_of_system()
        elif self.nummer == 0:
            self._month_by_month()
        else:
            self._drop(tweede, [*self._flows(tweede), *self._stocks(MAANDEN), *self._wijzer(tweede)])

    # -- the shapes of the second year ---------------------------------------------------------------------------------

    def _month_by_month(self) -> None:
        """A log per month; one month came out too small and comes again; the stocks at the end."""
        for maand in range(_JAAR, MAANDEN):
            self._drop(range(maand, maand + 1), [self._wise_log(maand, te_klein=maand == CORRECTIE)])
        herstel = self._wise_log(CORRECTIE, map_naam=f"{self._month(CORRECTIE)}-hersteld")
        self.bezorger.add(CORRECTIE + 4, self.bib.isil, self._month(CORRECTIE), [herstel])
        jaar = range(_JAAR, MAANDEN)
        self._drop(jaar, [*self._stocks(MAANDEN), *self._wijzer(jaar)])

    def _change_of_system(self) -> None:
        """The old system's last months, then the new one's; what Wijzer holds is one year as before.

        The old logs have no declared period: their content says which months they are.
        """
        oud, nieuw, jaar = range(_JAAR, OVERSTAP), range(OVERSTAP, MAANDEN), range(_JAAR, MAANDEN)
        self.bezorger.add(OVERSTAP, self.bib.isil, None, list(self._flows(oud)))
        self._drop(jaar, self._wijzer(jaar))
        self._drop(nieuw, [*self._flows(nieuw), *self._stocks(MAANDEN)])

    # -- drops and their names ---------------------------------------------------------------------------------------

    def _drop(self, maanden: range, bestanden: list[Path]) -> None:
        self.bezorger.add(maanden.stop, self.bib.isil, self._period(maanden), bestanden)

    def _month(self, nummer: int) -> str:
        return f"{self.venster.maand(nummer):%Y-%m}"

    def _last_day(self, nummer: int) -> date:
        """The last day before month `nummer`."""
        return self.venster.maand(nummer) - timedelta(days=1)

    def _period(self, maanden: range) -> str:
        """As a person would declare it: a month, a calendar year, or two days with everything between."""
        eerste = self.venster.maand(maanden.start)
        if len(maanden) == 1:
            return f"{eerste:%Y-%m}"
        if len(maanden) == _JAAR and eerste.month == 1:
            return str(eerste.year)
        return f"{eerste}..{self._last_day(maanden.stop)}"

    def _path(self, map_naam: str, naam: str) -> Path:
        return self.bezorger.folder(self.bib.isil, map_naam.replace("..", "_")) / naam

    def _system(self, maand: int) -> Systeem:
        return self.bib.systeem_in(maand)

    def _is_dirty_year(self, tot: int) -> bool:
        return self.bib.vuil and tot == MAANDEN

    # -- flows -------------------------------------------------------------------------------------------------------

    def _flows(self, maanden: range) -> Iterable[Path]:
        systeem = self._system(maanden.start)
        if systeem == "wise":
            return [self._wise_log(maand, map_naam=self._period(maanden)) for maand in maanden]
        if systeem == "koha":
            return self._koha(maanden)
        return [self._template(maanden)]

    @cached_property
    def _log(self) -> pl.DataFrame:
        """Every event of the Wise log, numbered in order of time; the log ends where the system does."""
        einde = OVERSTAP if self.bib.systeem_na else MAANDEN
        uit = self.leningen.select("uitlening", "moment", "kanaal", actie=pl.lit(1))
        terug = self.leningen.filter(pl.col("inname").is_not_null())
        inname = terug.select("uitlening", pl.col("inname").alias("moment"), "kanaal", actie=pl.lit(2))
        verlengd = self.verlengingen.select("uitlening", "moment", "kanaal", actie=pl.lit(3))
        binnen = pl.col("moment").is_between(self.venster.maand(0), self.venster.maand(einde), closed="left")
        rest = self._with_attributes(self.leningen.drop("moment", "kanaal", "inname"))
        return (
            pl.concat([uit, inname, verlengd])
            .filter(binnen)
            .sort("moment", "uitlening", "actie")
            .with_row_index("logregel", 1)
            .join(rest, on="uitlening", maintain_order="left")
            .with_columns(pl.col("moment").dt.truncate("1mo").cast(pl.Date).alias("maand"))
        )

    def _with_attributes(self, leningen: pl.DataFrame) -> pl.DataFrame:
        leden = self.leden.select(
            pl.col("nr").alias("lid"), "geboortedatum", "postcode", "lidsoort", "abonnement"
        )  # fmt: skip
        exemplaren = self.exemplaren.select(
            pl.col("nr").alias("exemplaar"), "titelnummer", "ppn", "rmt", "materiaalsoort", "leeftijdcategorie"
        )
        return leningen.join(leden, on="lid", maintain_order="left").join(
            exemplaren, on="exemplaar", maintain_order="left"
        )

    def _wise_log(self, maand: int, map_naam: str = "", te_klein: bool = False) -> Path:
        """The log of one month. `te_klein`: an export that broke off, with one branch's loans on another."""
        rijen = self._log.filter(pl.col("maand") == self.venster.maand(maand))
        if te_klein:
            rijen = rijen.filter(pl.col("moment").dt.day() <= 23).with_columns(
                pl.when(pl.col("locatie") == 1).then(0).otherwise("locatie").alias("locatie")
            )
        tekst = exports.wise_log(self.bib, rijen)
        merken = None
        if self.bib.vuil and maand == VUILE_MAAND:
            tekst, merken = self._soiled(tekst, "uitleningen", dirt.WISE_LOG)
        self.boek.transacties[self.bib.isil, self._month(maand)] = accepted(
            rijen.select(
                pl.col("actie").replace_strict({1: "UITLENING", 2: "INNAME", 3: "VERLENGING"}).alias("soort"),
                "maand", pl.lit(1).alias("aantal"), _counted_member("wise").alias("lid"), "lidsoort",
                _known_age().alias("leeftijdsgroep"), "materiaalsoort",
            ),
            merken,
        )  # fmt: skip
        pad = self._path(map_naam or self._month(maand), f"uitleningen_{self._month(maand)}.csv")
        return exports.write(tekst, pad, self.bib.export)

    def _soiled(
        self, tekst: pl.DataFrame, tabel: str, soorten: dict[str, tuple[str, pl.Expr]]
    ) -> tuple[pl.DataFrame, pl.Series]:
        """The text with errors and repeated rows, and the kind of error in each row as it was."""
        tekst, merken = dirt.soil(self.rng, tekst, soorten, _VUIL_AANDEEL)
        tekst, dubbel = dirt.double(self.rng, tekst, merken, _DUBBEL_AANDEEL)
        self.boek.note_dirt(self.bib.isil, tabel, merken, dubbel)
        return tekst, merken

    def _loans_of(self, maanden: range) -> pl.DataFrame:
        """The loans of these months as an export by loan date knows them two weeks later (never after the window)."""
        tot = self.venster.maand(maanden.stop)
        gemaakt = datetime.combine(min(tot + _NALOOP, self.venster.einde), time.min)
        bekend = (
            self.verlengingen.filter(pl.col("moment") < gemaakt)
            .group_by("uitlening")
            .agg(pl.len().alias("verlengingen"))
        )
        in_periode = pl.col("moment").is_between(self.venster.maand(maanden.start), tot, closed="left")
        return (
            self._with_attributes(self.leningen.filter(in_periode))
            .join(bekend, on="uitlening", how="left", maintain_order="left")
            .with_columns(
                pl.col("verlengingen").fill_null(0).cast(pl.Int64),
                pl.when(pl.col("inname") < gemaakt).then("inname").alias("inname"),
            )
        )

    def _enter_loans(self, naam: str, rijen: pl.DataFrame, systeem: Systeem, merken: pl.Series | None) -> None:
        """Into the ledger: a loan with a counter is a loan, its renewals in the same month, a return in its own."""
        maand = pl.col("moment").dt.truncate("1mo").cast(pl.Date)
        rijen = accepted(
            rijen.select(
                maand.alias("maand"), pl.col("inname").dt.truncate("1mo").cast(pl.Date).alias("inname"), "verlengingen",
                _counted_member(systeem).alias("lid"), "lidsoort", _known_age().alias("leeftijdsgroep"), "materiaalsoort",
            ),
            merken,
        )  # fmt: skip
        kolommen = ("soort", "maand", "aantal", "lid", "lidsoort", "leeftijdsgroep", "materiaalsoort")
        uit = rijen.with_columns(soort=pl.lit("UITLENING"), aantal=pl.lit(1, dtype=pl.Int64))
        verlengd = rijen.filter(pl.col("verlengingen") > 0).with_columns(
            soort=pl.lit("VERLENGING"), aantal="verlengingen"
        )
        terug = rijen.filter(pl.col("inname").is_not_null()).with_columns(
            soort=pl.lit("INNAME"), aantal=pl.lit(1, dtype=pl.Int64), maand="inname"
        )
        delen = [deel.select(kolommen).with_columns(pl.col("aantal").cast(pl.Int32)) for deel in (uit, verlengd, terug)]
        self.boek.transacties[self.bib.isil, naam] = pl.concat(delen)

    def _template(self, maanden: range) -> Path:
        rijen = self._loans_of(maanden)
        tekst = exports.template_loans(self.bib, rijen)
        merken = None
        if self._is_dirty_year(maanden.stop):
            tekst, merken = self._soiled(tekst, "uitleningen", dirt.SJABLOON)
        self._enter_loans(self._period(maanden), rijen, "sjabloon", merken)
        pad = self._path(self._period(maanden), f"uitleningen_{self._label(maanden)}.csv")
        return exports.write(tekst, pad, self.bib.export)

    def _koha(self, maanden: range) -> list[Path]:
        """Koha keeps what is out and what came back in two tables. Member and item are looked up as they are now."""
        peildatum = self._last_day(maanden.stop)
        rijen = self._loans_of(maanden)
        tekst = exports.koha_issues(self.bib, rijen)
        lid_weg = ~pl.col("lid").is_in(members_on(self.leden, peildatum)["nr"].to_list()) | (pl.col("anoniem") == "0")
        exemplaar_weg = ~pl.col("exemplaar").is_in(items_on(self.exemplaren, peildatum)["nr"].to_list())
        rijen = rijen.with_columns(
            pl.when(lid_weg).then(pl.lit("ONBEKEND")).otherwise("lidsoort").alias("lidsoort"),
            pl.when(~lid_weg).then("geboortedatum").alias("geboortedatum"),
            pl.when(exemplaar_weg).then(pl.lit("ONBEKEND")).otherwise("materiaalsoort").alias("materiaalsoort"),
        )
        self._enter_loans(self._period(maanden), rijen, "koha", None)
        map_naam, wijze = self._period(maanden), self.bib.export_na or self.bib.export
        uit = pl.col("returndate") == ""
        return [
            exports.write(tekst.filter(uit), self._path(map_naam, "issues.csv"), wijze),
            exports.write(tekst.filter(~uit), self._path(map_naam, f"old_issues_{self._label(maanden)}.csv"), wijze),
        ]

    def _label(self, maanden: range) -> str:
        """A period in a file's name."""
        return self._period(maanden).replace("..", "_")

    # -- stocks ------------------------------------------------------------------------------------------------------

    def _stocks(self, tot: int) -> list[Path]:
        """Members and items as they are on the last day before month `tot`."""
        systeem, peildatum = self._system(tot - 1), self._last_day(tot)
        begin = OVERSTAP if self.bib.systeem_na and tot == MAANDEN else tot - _JAAR
        map_naam = self._period(range(begin, tot))
        leden, exemplaren = members_on(self.leden, peildatum), items_on(self.exemplaren, peildatum)
        teksten = self._stock_texts(systeem, leden, exemplaren)
        merken: dict[str, pl.Series] = {}
        if self._is_dirty_year(tot):
            for tabel, soorten in (("leden", dirt.LEDEN), ("exemplaren", dirt.EXEMPLAREN)):
                teksten[tabel], merken[tabel] = self._soiled(teksten[tabel], tabel, soorten)
        sleutel = (self.bib.isil, peildatum)
        self.boek.leden[sleutel] = accepted(
            leden.select(
                "lidsoort", age_group(pl.col("geboortedatum"), pl.lit(peildatum)).alias("leeftijdsgroep"),
                (pl.col("einddatum") >= peildatum).alias("geldig"),
            ),
            merken.get("leden"),
        )  # fmt: skip
        self.boek.exemplaren[sleutel] = accepted(exemplaren.select("materiaalsoort"), merken.get("exemplaren"))
        wijze = (self.bib.export_na or self.bib.export) if systeem == "koha" else self.bib.export
        return [exports.write(tekst, self._path(map_naam, f"{naam}.csv"), wijze) for naam, tekst in teksten.items()]

    def _stock_texts(self, systeem: Systeem, leden: pl.DataFrame, exemplaren: pl.DataFrame) -> dict[str, pl.DataFrame]:
        if systeem != "koha":
            return {
                "leden": exports.wise_members(self.bib, leden),
                "exemplaren": exports.wise_items(self.bib, exemplaren),
            }
        wijze = self.bib.export_na or self.bib.export
        return {
            "borrowers": exports.koha_borrowers(self.bib, leden, wijze),
            "items": exports.koha_items(self.bib, exemplaren, wijze),
            "biblio": exports.koha_biblio(exemplaren),
            "branches": exports.koha_branches(self.bib),
        }

    # -- Wijzer ------------------------------------------------------------------------------------------------------

    def _wijzer(self, maanden: range) -> list[Path]:
        """The locations as they are at the end, and the activities of these months."""
        rijen = self.activiteiten.filter(
            pl.col("start").is_between(
                self.venster.maand(maanden.start), self.venster.maand(maanden.stop), closed="left"
            )
        )
        tekst = exports.activity_list(self.bib, rijen)
        merken = None
        if self._is_dirty_year(maanden.stop):
            tekst, merken = self._soiled(tekst, "activiteiten", dirt.ACTIVITEITEN)
        self.boek.activiteiten[self.bib.isil, self._period(maanden)] = accepted(
            rijen.select(
                pl.col("start").dt.truncate("1mo").cast(pl.Date).alias("maand"), "kernfunctie", "deelnemers", "status"
            ),
            merken,
        )
        map_naam, systeem = self._period(maanden), self._system(maanden.stop - 1)
        activiteiten = self._path(map_naam, f"activiteiten_{self._label(maanden)}.csv")
        return [
            exports.write(exports.locations(self.bib, systeem), self._path(map_naam, "locaties.csv"), self.bib.wijzer),
            exports.write(tekst, activiteiten, self.bib.wijzer),
        ]


def _counted_member(systeem: Systeem) -> pl.Expr:
    """Who counts as a borrower; nobody where the source has anonymised the member."""
    return pl.when(pl.col("anoniem") != "0").then(exports.member_number(systeem))


def _known_age() -> pl.Expr:
    """The age group at the moment itself, as far as the row still says who it was."""
    geboren = pl.when(pl.col("anoniem") != "0").then("geboortedatum")
    return age_group(geboren, pl.col("moment"))
