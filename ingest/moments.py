"""How the columns of dates of one levering are read: the forms of the profile, and which of day and month stands first.

Not here: dates that no form reads (`repair.py`), and what an unreadable one leads to (`validate.py`). A clean column is read by
one form; the order of day and month is only looked into where a value is left that the profile's order does not read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from definitions import Bronsysteem, Kolom

from .repair import partial, repaired

_SAMPLE = 1000
_EERSTE_JAAR = 1000
_TIJDZONE = "Europe/Amsterdam"
MOMENTEN = frozenset({"datum", "geboortedatum", "tijdstip"})
# Month first in the whole column, or in a part of it; what a column is that is in neither is the profile's own order.
MAAND_EERST, GEMENGD = "maand_eerst", "gemengd"
# Fewer of the values that fit one order only, and they are slips of the pen: unreadable, as any other.
_SLIPS = 0.01

DATUM, VOLGORDE, ONVOLLEDIG = "datum_hersteld", "datum_volgorde_hersteld", "datum_onvolledig"

_Lezer = Callable[[pl.Series, str], pl.Series]
_Vormen = list[tuple[_Lezer, str]]


class AndereVolgorde(Exception):
    """The column turns out to have another order of day and month than it was read with: the levering must be read again."""

    def __init__(self, kolom: str, volgorde: str) -> None:
        super().__init__(kolom, volgorde)
        self.kolom, self.volgorde = kolom, volgorde


@dataclass(frozen=True)
class Gelezen:
    """A column read: its moments, per finding the places where one was repaired, and how many could be either of two days."""

    waarden: pl.Series
    hersteld: Mapping[str, pl.Series] = field(default_factory=dict)
    dubbelzinnig: pl.Series = field(default_factory=lambda: pl.Series(dtype=pl.UInt32))


class Momenten:
    """Reads the columns of dates of one levering block by block. `volgorden` says of a column what an earlier reading found."""

    def __init__(self, profiel: Bronsysteem, nu: datetime, volgorden: Mapping[str, str]) -> None:
        self._profiel, self._nu, self._volgorden = profiel, nu, volgorden
        # Per column its forms, the one that reads most first: found in the first block, used for all.
        self._vormen: dict[str, _Vormen] = {}

    def read(self, kolom: Kolom, waarden: pl.Series) -> Gelezen:
        """Read one column of a block. Raises `AndereVolgorde` where the order of day and month is not what it was taken for."""
        if kolom.naam in self._volgorden:
            return self._in_order(kolom, waarden)
        vormen = self._vormen.get(kolom.naam) or _forms(kolom.waarde, self._profiel)
        if kolom.naam not in self._vormen and waarden.null_count() < len(waarden):
            vormen = self._vormen[kolom.naam] = _best_first(waarden, vormen)
        gelezen = _read_moments(waarden, vormen)
        over = (gelezen.is_null() & waarden.is_not_null()).arg_true()
        if over.is_empty():
            return Gelezen(gelezen)
        self._check_order(kolom, waarden, over)
        return self._repaired(kolom, waarden, gelezen, over)

    # -- day and month -----------------------------------------------------------------------------------------------

    def _check_order(self, kolom: Kolom, waarden: pl.Series, over: pl.Series) -> None:
        """Raise where values are left that only fit with the month first."""
        _, verwisseld, _ = _orders(kolom.waarde, self._profiel)
        if verwisseld and (_read_moments(waarden.gather(over), verwisseld)).is_not_null().any():
            eerst, ander = self._both(kolom, waarden)
            dag, maand = _certain(eerst, ander), _certain(ander, eerst)
            if maand > _SLIPS * (dag + maand):
                raise AndereVolgorde(kolom.naam, GEMENGD if dag > _SLIPS * (dag + maand) else MAAND_EERST)

    def _in_order(self, kolom: Kolom, waarden: pl.Series) -> Gelezen:
        """Read a column with the month first, wholly or in part; there, what fits both orders is read in neither."""
        eerst, ander = self._both(kolom, waarden)
        gemengd = self._volgorden[kolom.naam] == GEMENGD
        dag, maand = _certain(eerst, ander), _certain(ander, eerst)
        if not gemengd and dag > _SLIPS * (dag + maand):
            raise AndereVolgorde(kolom.naam, GEMENGD)
        twee = (eerst.is_not_null() & ander.is_not_null() & (eerst != ander)).fill_null(False)
        gelezen = ander.fill_null(eerst).set(twee, None) if gemengd else ander
        rest = _read_moments(waarden, _orders(kolom.waarde, self._profiel)[2])
        herlezen = ander.is_not_null() & (eerst.is_null() | twee) & gelezen.is_not_null()
        return Gelezen(gelezen.fill_null(rest), {VOLGORDE: herlezen.arg_true()},
                       twee.arg_true() if gemengd else twee.clear().arg_true())  # fmt: skip

    def _both(self, kolom: Kolom, waarden: pl.Series) -> tuple[pl.Series, pl.Series]:
        dag, maand, _ = _orders(kolom.waarde, self._profiel)
        return _read_moments(waarden, dag), _read_moments(waarden, maand)

    # -- what no form reads ------------------------------------------------------------------------------------------

    def _repaired(self, kolom: Kolom, waarden: pl.Series, gelezen: pl.Series, over: pl.Series) -> Gelezen:
        """What no form reads, read where only one date, or month where that will do, can have been meant."""
        rest = waarden.gather(over)
        dag_eerst = all(v.startswith("%d") for v in self._profiel.datumvormen if not v.startswith("%Y"))
        gevonden = {DATUM: repaired(rest, kolom.waarde, dag_eerst, self._nu)}
        if kolom.nauwkeurigheid == "maand":
            gevonden[ONVOLLEDIG] = partial(rest)
        hersteld = {}
        for code, momenten in gevonden.items():
            if (plekken := over.filter(momenten.is_not_null())).len():
                gelezen = gelezen.scatter(plekken, momenten.drop_nulls().cast(gelezen.dtype))
                hersteld[code] = plekken
        return Gelezen(gelezen, hersteld)


def _certain(deze: pl.Series, andere: pl.Series) -> int:
    """How many values this order reads and the other does not."""
    return int((deze.is_not_null() & andere.is_null()).sum())


def _orders(waarde: str, profiel: Bronsysteem) -> tuple[_Vormen, _Vormen, _Vormen]:
    """The forms with the day first, the same with the month first, and those in which they cannot be exchanged."""
    vormen = _forms(waarde, profiel)
    dag = [(lees, v) for lees, v in vormen if v.startswith("%d") and "%m" in v]
    maand = [(lees, v.replace("%d", "%~").replace("%m", "%d").replace("%~", "%m")) for lees, v in dag]
    return dag, maand, [v for v in vormen if v not in dag]


def _date(waarden: pl.Series, vorm: str) -> pl.Series:
    return _this_era(waarden.str.to_date(vorm, strict=False))


def _moment(waarden: pl.Series, vorm: str) -> pl.Series:
    """A form with an offset gives Dutch local time: that is what decides the month, the day and the part of the day."""
    gelezen = waarden.str.to_datetime(vorm, strict=False, time_unit="us")
    if vorm.endswith("z"):
        gelezen = gelezen.dt.convert_time_zone(_TIJDZONE).dt.replace_time_zone(None)
    return _this_era(gelezen)


def _day_as_moment(waarden: pl.Series, vorm: str) -> pl.Series:
    """A date alone is a moment without a time: midnight."""
    return _date(waarden, vorm).cast(pl.Datetime("us"))


def _date_of_moment(waarden: pl.Series, vorm: str) -> pl.Series:
    return _moment(waarden, vorm).dt.date()


def _this_era(momenten: pl.Series) -> pl.Series:
    """Empty where the year has fewer than four digits: `01-01-25` is not the year 25, and which century is not guessed."""
    begin = date(_EERSTE_JAAR, 1, 1) if momenten.dtype == pl.Date else datetime(_EERSTE_JAAR, 1, 1)
    return momenten.set(momenten < begin, None)


def _forms(waarde: str, profiel: Bronsysteem) -> _Vormen:
    """Every way the profile writes a date or moment, for a column in which either may stand."""
    # Workbooks and Parquet hold dates as such: they come out in ISO form, whatever the system writes in its text exports.
    datums = dict.fromkeys((*profiel.datumvormen, "%Y-%m-%d"))
    tijden = dict.fromkeys((*profiel.tijdvormen, "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"))
    if waarde == "tijdstip":
        return [*((_moment, v) for v in tijden), *((_day_as_moment, v) for v in datums)]
    return [*((_date, v) for v in datums), *((_date_of_moment, v) for v in tijden)]


def _best_first(waarden: pl.Series, vormen: _Vormen) -> _Vormen:
    monster = waarden.drop_nulls().head(_SAMPLE)
    return sorted(vormen, key=lambda v: v[0](monster, v[1]).null_count())


def _read_moments(waarden: pl.Series, vormen: _Vormen) -> pl.Series:
    """Read by the first form; what it leaves is tried with the others, only on those values."""
    (lees, vorm), *andere = vormen
    uit = lees(waarden, vorm)
    for lees, vorm in andere:
        over = (uit.is_null() & waarden.is_not_null()).arg_true()
        if over.is_empty():
            break
        uit = uit.scatter(over, lees(waarden.gather(over), vorm))
    return uit
