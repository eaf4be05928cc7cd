"""From a source system's columns to the contract's columns, as a profile says. Still all text: nothing is judged here.

Not here: reading dates and numbers, and what a missing or unknown value leads to (`validate.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from definitions import Bronkolom, Bronlevering, Bronsysteem, Brontabel, Contract, Definities, Kolom

from .damage import padded
from .minimise import isil_enum

if TYPE_CHECKING:
    import duckdb

# Beside a code column: the code as it stood in the source, for those that were not translated.
BRON = "__bron"
# Beside a code column whose codes changed their meaning on a day: what they mean from that day on, the day in its name.
VANAF = "__vanaf_"


def _present(bron: Bronkolom, kolommen: Iterable[str]) -> str | None:
    aanwezig = set(kolommen)
    return next((naam for naam in bron.van if naam in aanwezig), None)


def _text(naam: str) -> pl.Expr:
    schoon = pl.col(naam).str.strip_chars()
    return pl.when(schoon != "").then(schoon)


def trimmed(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with its text trimmed, and empty text as empty: what SQL may count on."""
    return frame.with_columns(_text(naam).alias(naam) for naam, soort in frame.schema.items() if soort == pl.String)


def _source(bron: Bronkolom, kolommen: list[str], schoon: bool) -> pl.Expr:
    tekst = pl.col if schoon else _text
    naam = _present(bron, kolommen)
    if bron.vast is not None and naam is None:
        return pl.lit(bron.vast, dtype=pl.String)
    if naam is None:
        return pl.lit(None, dtype=pl.String)
    if bron.samen and bron.samen in kolommen:
        samen = pl.concat_str([tekst(naam), tekst(bron.samen)], separator=" ", ignore_nulls=True)
        return pl.when(samen != "").then(samen)
    return tekst(naam)


@dataclass(frozen=True)
class Vertaling:
    """A translated block, every row of it, and what the profile itself found: per finding in which rows, first those that
    leave a row out, then those that only warn. `hersteld` are the places where a code got its zeros back, per finding and column."""

    frame: pl.DataFrame
    weg: tuple[tuple[str, pl.Series], ...] = ()
    waarschuwing: tuple[tuple[str, pl.Series], ...] = ()
    hersteld: Mapping[tuple[str, str], pl.Series] = field(default_factory=dict)


class Vertaler:
    """Translates blocks of one levering. `locaties` maps the organisatie's branch codes (and ISIL's) to ISIL;
    `hulptabellen` are the helping tables and what was seen ahead of the main ones, by name."""

    def __init__(
        self, contract: Contract, profiel: Bronsysteem, definities: Definities, locaties: Mapping[str, str],
        hulptabellen: Mapping[str, pl.DataFrame],
    ) -> None:  # fmt: skip
        self._contract, self._definities, self._locaties = contract, definities, locaties
        self._levering: Bronlevering = profiel.datasets[contract.dataset]
        self._profiel = profiel
        self._isil = isil_enum(locaties)
        nodig = any(h.height for h in hulptabellen.values()) or not self._levering.alleen_met_hulp
        self._sql = _SqlStap(profiel, self._levering, hulptabellen, locaties) if self._levering.sql and nodig else None

    @property
    def met_hulp(self) -> bool:
        """Whether values may come from other tables than the main one."""
        return self._sql is not None

    def translate(self, frame: pl.DataFrame, *, schoon: bool = False) -> Vertaling:
        """Text columns of the contract, plus `<kolom>__bron` beside every code column, `bestand` and `rij`. `schoon` says
        that nothing needs trimming (`read.Blok`)."""
        if self._sql is None:
            vertaald, hersteld = self._padded(self._translate(frame, schoon))
            return Vertaling(vertaald, hersteld=hersteld)
        return self._found(self._sql.run(frame if schoon else trimmed(frame)))

    def _found(self, frame: pl.DataFrame) -> Vertaling:
        per_gevolg: dict[bool, list[tuple[str, pl.Series]]] = {True: [], False: []}
        for kolom, code in self._levering.bevindingen.items():
            weg = self._definities.bevindingen[code].gevolg == "overgeslagen"
            per_gevolg[weg].append((code, frame[kolom].fill_null(False)))
        vertaald, hersteld = self._padded(self._translate(frame, False))
        return Vertaling(vertaald, tuple(per_gevolg[True]), tuple(per_gevolg[False]), hersteld)

    def _translate(self, frame: pl.DataFrame, schoon: bool) -> pl.DataFrame:
        ruw = frame.select(
            "bestand", "rij",
            *(self._raw(kolom, frame.columns, schoon) for kolom in self._contract.levering.kolommen),
        )  # fmt: skip
        return ruw.with_columns(
            expr for kolom in self._contract.levering.kolommen for expr in self._codes(kolom)
        )  # fmt: skip

    def _bron(self, kolom: Kolom) -> Bronkolom:
        return self._levering.kolommen.get(kolom.naam, Bronkolom())

    def _raw(self, kolom: Kolom, kolommen: list[str], schoon: bool) -> pl.Expr:
        return _source(self._bron(kolom), kolommen, schoon).alias(kolom.naam)

    def _table(self, kolom: Kolom) -> dict[str, str] | None:
        """What the codes of a column mean; None where it holds no codes."""
        if kolom.waarde == "vestiging":
            return dict(self._locaties)
        if kolom.codelijst is None or kolom.waarde not in ("code", "janee"):
            return None
        return {c: c for c in self._definities.codelijsten[kolom.codelijst].codes} | (self._bron(kolom).codes or {})

    def _codes(self, kolom: Kolom) -> list[pl.Expr]:
        """A code column becomes an Enum of its list (null where unknown), beside the code as it was."""
        vertaling = self._table(kolom)
        if vertaling is None:
            return []
        soort = self._isil if kolom.waarde == "vestiging" else self._enum(kolom)
        uit = pl.col(kolom.naam).replace_strict(vertaling, default=None, return_dtype=soort)
        leeg = self._bron(kolom).leeg
        if leeg is not None:
            uit = pl.when(pl.col(kolom.naam).is_null()).then(pl.lit(leeg, dtype=soort)).otherwise(uit)
        later = [
            pl.col(kolom.naam)
            .replace_strict(codes, default=None, return_dtype=soort)
            .alias(f"{kolom.naam}{VANAF}{dag}")
            for dag, alle in sorted(self._bron(kolom).codes_vanaf.items())
            if (codes := {c: naar for c, naar in alle.items() if naar in soort.categories})
        ]
        return [pl.col(kolom.naam).alias(kolom.naam + BRON), uit.alias(kolom.naam), *later]

    def _enum(self, kolom: Kolom) -> pl.Enum:
        return pl.Enum(list(self._definities.codelijsten[kolom.codelijst or ""].codes))

    def _padded(self, frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[tuple[str, str], pl.Series]]:
        """The frame with the codes that are known once their zeros stand before them again, and where those are."""
        hersteld = {}
        for kolom in self._contract.levering.kolommen:
            if kolom.naam + BRON not in frame.columns or not frame[kolom.naam].null_count():
                continue
            bron = frame[kolom.naam + BRON]
            over = (frame[kolom.naam].is_null() & bron.is_not_null()).arg_true()
            tabel = self._table(kolom) or {}
            codes = padded(bron.gather(over), tabel)
            if len(plekken := over.filter(codes.is_not_null())):
                hersteld["voorloopnul_hersteld", kolom.naam] = plekken
                codes = codes.drop_nulls()
                vertaald = codes.replace_strict(tabel, return_dtype=pl.String)
                gevuld = frame[kolom.naam].cast(pl.String).scatter(plekken, vertaald).cast(frame.schema[kolom.naam])
                frame = frame.with_columns(gevuld, bron.scatter(plekken, codes))
        return frame, hersteld


def memory() -> duckdb.DuckDBPyConnection:
    """An empty database in memory, that fetches nothing."""
    import duckdb

    return duckdb.connect(config={"threads": 2, "autoinstall_known_extensions": False})


class _SqlStap:
    """The profile's SQL over all-text tables in an in-memory DuckDB; the main rows come block by block."""

    def __init__(
        self, profiel: Bronsysteem, levering: Bronlevering, hulptabellen: Mapping[str, pl.DataFrame],
        locaties: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._con = memory()
        self._query = levering.sql or ""
        self._kolommen = {k for tabel in levering.hoofdtabellen for k in profiel.tabellen[tabel].kolommen}
        for naam in levering.hulp:
            self._keep(naam, _complete(hulptabellen.get(naam), profiel.tabellen[naam].kept))
        for naam, blik in levering.vooruitblik.items():
            self._keep(naam, _complete(hulptabellen.get(naam), (*blik.kolommen, "bestand", "rij")))
        self._keep("bekend", pl.DataFrame({"vestiging": list(locaties)}, schema={"vestiging": pl.String}))
        for naam, sql in levering.voorbereid.items():
            self._con.execute(f'create table "{naam}" as {sql}')

    def _keep(self, naam: str, frame: pl.DataFrame) -> None:
        self._con.register("hulp_frame", frame)
        self._con.execute(f'create table "{naam}" as select distinct * from hulp_frame')
        self._con.unregister("hulp_frame")

    def run(self, frame: pl.DataFrame) -> pl.DataFrame:
        hoofd = _complete(frame, (*sorted(self._kolommen), "bestand", "rij"))
        self._con.register("hoofd", hoofd)
        uit = self._con.execute(self._query).pl()
        if uit.height != frame.height:
            raise AssertionError("the SQL of a profile must return every main row exactly once")
        return uit.sort("bestand", "rij")


def extract(frame: pl.DataFrame, tabel: Brontabel) -> pl.DataFrame:
    """A block of a helping table with what `uittreksel` makes in the place of the long columns it is made of."""
    lang = [k for k in tabel.uittreksel if k in frame.columns]
    if not lang:
        return frame
    con = memory()
    con.register("blok", frame)
    nieuw = ", ".join(f'{sql} as "{naam}"' for k in lang for naam, sql in tabel.uittreksel[k].items())
    return con.execute(f"select * exclude ({', '.join(lang)}), {nieuw} from blok").pl()


def _complete(frame: pl.DataFrame | None, kolommen: Iterable[str]) -> pl.DataFrame:
    """The frame with all the profile's columns, those not delivered as empty text."""
    if frame is None:
        return pl.DataFrame(schema=dict.fromkeys(kolommen, pl.String))
    ontbreekt = [pl.lit(None, dtype=pl.String).alias(k) for k in kolommen if k not in frame.columns]
    return frame.with_columns(ontbreekt) if ontbreekt else frame
