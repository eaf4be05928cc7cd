"""The contract's row rules as polars expressions: text becomes typed values, rows are accepted or rejected, findings counted.

Not here: the sentences of findings (`bevindingen.yaml`), and what is stored of an accepted row (`minimise.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from definitions import ONBEKEND, Bronsysteem, Contract, Definities, Kolom, Regel

from .damage import is_scientific, municipality, whole
from .minimise import LEEFTIJD, age_years
from .moments import MOMENTEN, Momenten
from .ppn import wrong_ppns
from .pseudonym import member_number
from .reference import municipality_names
from .translate import BRON, VANAF

_AFGEKEURD = "afgekeurd"
# Beside a column that was read: its text, for rules that must know whether there was any.
_TEKST = "__tekst"
# Dutch thousands marks: `1.234`, `12.345.678,50`.
_DUIZENDTAL = r"^-?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?$"
_POSTCODE = r"^[1-9][0-9]{3} ?[A-Za-z]{2}$|^[1-9][0-9]{3}$"
_GEMEENTE = r"^GM[0-9]{4}$"
_OUDSTE = 120


@dataclass
class Telling:
    """What a run of rows gave: findings per (code, kolom), and per code the untranslated source codes with counts."""

    bevindingen: Counter[tuple[str, str]] = field(default_factory=Counter)
    onvertaald: dict[str, Counter[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Gekeurd:
    """A block after the rules: typed accepted rows; of the rejected ones file, row number, column and rule; `anders`, typed, the
    rows that are not accepted; the numbers of the accepted rows in which a value was repaired; and how many rows were passed
    over because they say nothing."""

    goed: pl.DataFrame
    uitval: pl.DataFrame
    anders: pl.DataFrame
    hersteld: pl.Series
    overgeslagen: int = 0


class Keurder:
    """The rules of one contract, compiled once and applied block by block."""

    def __init__(
        self, contract: Contract, profiel: Bronsysteem, definities: Definities, nu: datetime,
        volgorden: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """`volgorden` are the columns of dates in which an earlier reading found the month before the day (`Momenten`)."""
        self._contract, self._nu = contract, nu
        self._momenten = Momenten(profiel, nu, volgorden or {})
        self._bevindingen = definities.bevindingen
        self._regels = [
            regel for kolom in contract.levering.kolommen for regel in kolom.regels if regel.soort != "uniek"
        ]
        self._codelijsten = definities.codelijsten
        gevolgen = {r.code: definities.bevindingen[r.code].gevolg for r in self._regels}
        self._afkeurend = [r for r in self._regels if gevolgen[r.code] in ("uitval", "overgeslagen")]
        self._waarschuwend = [r for r in self._regels if gevolgen[r.code] not in ("uitval", "overgeslagen")]
        self._overslaand = [i for i, r in enumerate(self._afkeurend) if gevolgen[r.code] == "overgeslagen"]
        # Per finding and column the places in the block that was read last where a value was repaired.
        self._hersteld: dict[tuple[str, str], pl.Series] = {}
        # The keys of which digits were lost, in that block.
        self._afgerond: dict[str, pl.Series] = {}
        # The dates in it that may be either of two days.
        self._gemengd: dict[str, pl.Series] = {}
        self._sleutels = [
            k.naam
            for k in contract.levering.kolommen
            if k.waarde == "ppn" or any(r.soort == "afgerond" for r in k.regels)
        ]
        self.telling = Telling()

    def judge(
        self, tekst: pl.DataFrame, peildatum: datetime | None = None, overslaan: pl.Series | None = None,
        hersteld: Mapping[tuple[str, str], pl.Series] | None = None, *, met_plus: bool = True,
    ) -> Gekeurd:  # fmt: skip
        """Judge one translated block. A row has at most one rejecting rule: the first in the contract's order.

        Rows where `overslaan` is True are neither accepted nor rejected, and nothing of them is counted. `hersteld` are the
        places where the translation restored a value, per finding and column; `met_plus` is false where no value
        of the block can hold a `+`. Raises `moments.AndereVolgorde`.
        """
        self._hersteld = dict(hersteld or {})
        frame = self._typed(self._restored(tekst, met_plus), peildatum)
        if later := sorted(c for c in frame.columns if VANAF in c):
            frame = self._dated(frame, later, peildatum)
            tekst = tekst.with_columns(frame[c] for c in {naam.partition(VANAF)[0] for naam in later})
        vlaggen = frame.lazy().select(
            "bestand", "rij",
            pl.coalesce(
                *(pl.when(self._broken(r, frame)).then(pl.lit(i, dtype=pl.UInt8)) for i, r in enumerate(self._afkeurend)),
                pl.lit(None, dtype=pl.UInt8),
            ).alias(_AFGEKEURD),
            *(self._broken(r, frame).fill_null(False).alias(f"w{i}") for i, r in enumerate(self._waarschuwend)),
        ).collect()  # fmt: skip
        telt = pl.repeat(True, tekst.height, eager=True) if overslaan is None else ~overslaan
        goed = vlaggen[_AFGEKEURD].is_null() & telt
        self._count(vlaggen, tekst, goed, telt)
        waarden = frame.select(c for c in frame.columns if not c.endswith((BRON, _TEKST)))
        schoon = self._cleaned(waarden, vlaggen)
        geraakt = self._count_repairs(frame["rij"], goed)
        if goed.all():
            return Gekeurd(schoon, self._uitval(vlaggen.clear()), schoon.clear(), geraakt)
        leeg = vlaggen[_AFGEKEURD].is_in(self._overslaand).fill_null(False) & telt
        uitval = self._uitval(vlaggen.filter(~goed & ~leeg & telt))
        return Gekeurd(schoon.filter(goed), uitval, schoon.filter(~goed), geraakt, int(leeg.sum()))

    def _typed(self, tekst: pl.DataFrame, peildatum: datetime | None) -> pl.DataFrame:
        """The text columns under `<kolom>__tekst` where a rule needs them, the typed ones under their own names."""
        kolommen = self._contract.levering.kolommen
        gelezen = [
            expr
            for kolom in kolommen
            if kolom.waarde in _GELEZEN
            for expr in (pl.col(kolom.naam).alias(kolom.naam + _TEKST), self._read(kolom, tekst[kolom.naam]))
        ]
        overig = [
            c for c in tekst.columns if not (c in self._contract.levering.namen and self._kolom(c).waarde in _GELEZEN)
        ]
        frame = tekst.select(*overig, *gelezen)
        if "geboortedatum" not in frame.columns:
            return frame
        op = pl.col("datumtijd").dt.date() if "datumtijd" in frame.columns else pl.lit(peildatum or self._nu).dt.date()
        return frame.with_columns(age_years(pl.col("geboortedatum"), op).alias(LEEFTIJD))

    def _dated(self, frame: pl.DataFrame, later: list[str], peildatum: datetime | None) -> pl.DataFrame:
        """Codes as what they mean on the day of their row, of a stock on its peildatum; `later` in the order of the days."""
        moment = next((n for n in ("datumtijd", "start") if n in frame.columns), None)
        dag = pl.col(moment).dt.date() if moment else pl.lit((peildatum or self._nu).date())
        for kolom in later:
            naam, _, vanaf = kolom.partition(VANAF)
            geldt = (dag >= pl.lit(date.fromisoformat(vanaf))) & pl.col(kolom).is_not_null()
            frame = frame.with_columns(pl.when(geldt).then(pl.col(kolom)).otherwise(pl.col(naam)).alias(naam))
        return frame.drop(later)

    def _kolom(self, naam: str) -> Kolom:
        return self._contract.levering.kolom(naam)

    def _read(self, kolom: Kolom, waarden: pl.Series) -> pl.Expr:
        if kolom.waarde in MOMENTEN:
            gelezen = self._momenten.read(kolom, waarden)
            self._hersteld |= {(code, kolom.naam): plekken for code, plekken in gelezen.hersteld.items()}
            if len(gelezen.dubbelzinnig):
                self._gemengd[kolom.naam] = gelezen.dubbelzinnig
            return pl.lit(gelezen.waarden).alias(kolom.naam)
        return _LEZERS[kolom.waarde](pl.col(kolom.naam)).alias(kolom.naam)

    def _restored(self, tekst: pl.DataFrame, met_plus: bool) -> pl.DataFrame:
        """The block with keys and gemeenten as they were before a spreadsheet had them; the places are kept."""
        self._afgerond.clear()
        self._gemengd.clear()
        for naam in self._sleutels if met_plus else ():
            if (geraakt := is_scientific(tekst[naam])).any():
                plekken = geraakt.arg_true()
                heel = whole(tekst[naam].gather(plekken))
                tekst = self._put(tekst, naam, "sleutel_hersteld", plekken, heel)
                self._afgerond[naam] = pl.repeat(False, tekst.height, eager=True).scatter(plekken, heel.is_null())
        for kolom in self._contract.levering.kolommen:
            if kolom.waarde == "gemeente":
                vreemd = (~tekst[kolom.naam].str.contains(_GEMEENTE)).arg_true()
                codes = municipality(tekst[kolom.naam].gather(vreemd), municipality_names())
                tekst = self._put(tekst, kolom.naam, "voorloopnul_hersteld", vreemd, codes)
        return tekst

    def _put(self, tekst: pl.DataFrame, naam: str, code: str, plekken: pl.Series, waarden: pl.Series) -> pl.DataFrame:
        plekken = plekken.filter(waarden.is_not_null())
        if plekken.is_empty():
            return tekst
        self._hersteld[code, naam] = plekken
        return tekst.with_columns(tekst[naam].scatter(plekken, waarden.drop_nulls()))

    def _count_repairs(self, rijen: pl.Series, goed: pl.Series) -> pl.Series:
        """Count the repairs in accepted rows per finding and column; the numbers of those rows."""
        geraakt = []
        for (code, kolom), alle in self._hersteld.items():
            plekken = alle.filter(goed.gather(alle))
            self.telling.bevindingen[code, kolom] += len(plekken)
            geraakt.append(rijen.gather(plekken))
        self._hersteld.clear()
        return pl.concat(geraakt).unique() if geraakt else rijen.clear()

    def _broken(self, regel: Regel, frame: pl.DataFrame) -> pl.Expr:
        """True where a row breaks the rule. Relation rules are null, so not broken, where an operand is not valid."""
        kolom = pl.col(regel.kolom)
        match regel.soort:
            case "leeg":
                if self._kolom(regel.kolom).waarde in _GELEZEN and self._kolom(regel.kolom).waarde != "lidnummer":
                    return pl.col(regel.kolom + _TEKST).is_null()
                leeg_in_bron = pl.col(regel.kolom + BRON).is_null() if self._has_source(regel.kolom) else pl.lit(True)
                return kolom.is_null() & leeg_in_bron
            case "onleesbaar":
                return pl.col(regel.kolom + _TEKST).is_not_null() & kolom.is_null()
            case "onbekend":
                return pl.col(regel.kolom + BRON).is_not_null() & kolom.is_null()
            case "bereik":
                laag = kolom < regel.minimum if regel.minimum is not None else pl.lit(False)
                return laag | (kolom > regel.maximum) if regel.maximum is not None else laag
            case "toekomst":
                return kolom > pl.lit(self._nu if self._kolom(regel.kolom).waarde == "tijdstip" else self._nu.date())
            case "controlegetal":
                return kolom.is_in(wrong_ppns(frame[regel.kolom]).implode())
            case "afgerond":
                return pl.lit(self._afgerond.get(regel.kolom, False))
            case "leeftijd":
                onleesbaar = pl.col(regel.kolom + _TEKST).is_not_null() & kolom.is_null()
                return onleesbaar | ~pl.col(LEEFTIJD).is_between(0, _OUDSTE)
        return self._unrelated(regel)

    def _unrelated(self, regel: Regel) -> pl.Expr:
        """True where a value does not go with how it is written or with the column `ander`; null where one is not valid."""
        kolom, ander = pl.col(regel.kolom), pl.col(regel.ander or regel.kolom)
        match regel.soort:
            case "voor":
                return (ander <= pl.lit(self._nu)) & (kolom < ander)
            case "hoogstens":
                return kolom > ander
            case "grens":
                return self._outside(regel)
            case "veelvoud":
                return (kolom / (regel.stap or 1)).round() * (regel.stap or 1) != kolom
            case "duizendtal":
                return pl.col(regel.kolom + _TEKST).str.contains(_DUIZENDTAL)
            case "nodig":
                geldt = ander.cast(pl.String).is_in(regel.bij) if regel.bij else ander.is_not_null()
                return geldt & (kolom.is_null() | (kolom.cast(pl.String) == ONBEKEND))
            case "strijdig":
                return kolom.cast(pl.String).is_in(regel.waarden) & ander.cast(pl.String).is_in(regel.bij)
            case "voorbij":
                return (kolom < pl.lit(self._nu)) & ander.cast(pl.String).is_in(regel.bij)
        raise AssertionError(regel.soort)

    def _outside(self, regel: Regel) -> pl.Expr:
        """Whether a number is outside the bounds that the code list gives for the code beside it."""
        ander = self._kolom(regel.ander or "")
        rijen = self._codelijsten[ander.codelijst or ""].codes
        buiten = pl.lit(False)
        for naam, onder in ((regel.laag, True), (regel.hoog, False)):
            grenzen = {code: float(rij[naam]) for code, rij in rijen.items() if naam and rij[naam]}
            grens = pl.col(ander.naam).cast(pl.String).replace_strict(grenzen, default=None, return_dtype=pl.Float64)
            buiten |= (pl.col(regel.kolom) < grens if onder else pl.col(regel.kolom) > grens).fill_null(False)
        return buiten

    def _has_source(self, kolom: str) -> bool:
        k = self._kolom(kolom)
        return k.waarde == "vestiging" or (k.codelijst is not None and k.waarde in ("code", "janee"))

    def _cleaned(self, frame: pl.DataFrame, vlaggen: pl.DataFrame) -> pl.DataFrame:
        """Values that a warning rule found impossible are empty from here on; unknown codes become ONBEKEND."""
        leeg = {
            r.kolom: vlaggen[f"w{i}"]
            for i, r in enumerate(self._waarschuwend)
            if r.soort in ("leeftijd", "toekomst", "bereik", "voor", "controlegetal", "afgerond")
            and vlaggen[f"w{i}"].any()
        }
        if "geboortedatum" in leeg:
            leeg[LEEFTIJD] = leeg["geboortedatum"]
        frame = frame.with_columns(pl.when(~vlag).then(pl.col(naam)).alias(naam) for naam, vlag in leeg.items())
        onbekend = [
            pl.col(k.naam).fill_null(ONBEKEND)
            for k in self._contract.levering.kolommen
            if isinstance(soort := frame.schema.get(k.naam), pl.Enum)
            and ONBEKEND in soort.categories
            and frame[k.naam].null_count()
        ]
        return frame.with_columns(onbekend)

    def _count(self, vlaggen: pl.DataFrame, tekst: pl.DataFrame, goed: pl.Series, telt: pl.Series) -> None:
        for i, aantal in vlaggen[_AFGEKEURD].filter(telt).drop_nulls().value_counts().iter_rows():
            regel = self._afkeurend[i]
            self.telling.bevindingen[regel.code, regel.kolom] += aantal
        for i, regel in enumerate(self._waarschuwend):
            geraakt = vlaggen[f"w{i}"] & goed
            if aantal := int(geraakt.sum()):
                self.telling.bevindingen[regel.code, regel.kolom] += aantal
        for kolom, plekken in self._gemengd.items():
            self.telling.bevindingen["datum_volgorde_gemengd", kolom] += int(telt.gather(plekken).sum())
        self._count_untranslated(tekst, telt)

    def _count_untranslated(self, tekst: pl.DataFrame, telt: pl.Series) -> None:
        """Which source codes were not translated: the ground for a proposal, never shown as they are (`receipt.py`)."""
        for regel in self._regels:
            if regel.soort != "onbekend" or self._kolom(regel.kolom).waarde not in ("code", "janee", "vestiging"):
                continue
            bron = tekst[regel.kolom + BRON]
            bron = bron.filter(tekst[regel.kolom].is_null() & bron.is_not_null() & telt)
            if len(bron):
                teller = self.telling.onvertaald.setdefault(regel.kolom, Counter())
                teller.update(dict(bron.value_counts().iter_rows()))

    def forget(self, tekst: pl.DataFrame | None, uitval: pl.DataFrame) -> None:
        """Take back what was counted of rejected rows (`tekst`, where they were judged) that turned out to be no rows."""
        for code, kolom in uitval.select("code", "kolom").iter_rows():
            self.telling.bevindingen[code, kolom] -= 1
        if tekst is None:
            return
        for kolom, teller in self.telling.onvertaald.items():
            rijen = tekst.filter(pl.col("rij").is_in(uitval["rij"].implode()) & pl.col(kolom).is_null())
            teller.subtract(rijen[kolom + BRON].drop_nulls().to_list())
        self.telling.onvertaald = {k: +t for k, t in self.telling.onvertaald.items() if +t}

    def _uitval(self, vlaggen: pl.DataFrame) -> pl.DataFrame:
        codes = {i: r.code for i, r in enumerate(self._afkeurend)}
        kolommen = {i: r.kolom for i, r in enumerate(self._afkeurend)}
        return vlaggen.select(
            "bestand", "rij",
            pl.col(_AFGEKEURD).replace_strict(kolommen, return_dtype=pl.String, default=None).alias("kolom"),
            pl.col(_AFGEKEURD).replace_strict(codes, return_dtype=pl.String, default=None).alias("code"),
        )  # fmt: skip


def _integers(kolom: pl.Expr) -> pl.Expr:
    return kolom.cast(pl.Int32, strict=False)


def _decimals(kolom: pl.Expr) -> pl.Expr:
    """Decimal point or comma; the last of the two is the decimal one, the other a thousands mark."""
    nederlands = kolom.str.contains(r",[0-9]+$")
    tekst = (
        pl.when(nederlands)
        .then(kolom.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True))
        .otherwise(kolom.str.replace_all(",", "", literal=True))
    )
    return tekst.cast(pl.Float64, strict=False)


def count_or_amount(kolom: pl.Expr) -> pl.Expr:
    """As `_decimals`, but `1.234` is a thousand and more: no count or amount of ours has three decimals."""
    zonder = (
        pl.when(kolom.str.contains(_DUIZENDTAL)).then(kolom.str.replace_all(".", "", literal=True)).otherwise(kolom)
    )
    return _decimals(zonder)


def _postcodes(kolom: pl.Expr) -> pl.Expr:
    """Only the four digits of a Dutch postcode; the letters go no further than this line."""
    return pl.when(kolom.str.contains(_POSTCODE)).then(kolom.str.slice(0, 4))


def _ppns(kolom: pl.Expr) -> pl.Expr:
    return kolom.str.to_uppercase()


def _members(kolom: pl.Expr) -> pl.Expr:
    return member_number(kolom)


def _isils(kolom: pl.Expr) -> pl.Expr:
    return pl.when(kolom.str.contains(r"^NL-[0-9]{10}$")).then(kolom)


def _municipalities(kolom: pl.Expr) -> pl.Expr:
    return pl.when(kolom.str.contains(_GEMEENTE)).then(kolom)


def _areas(kolom: pl.Expr) -> pl.Expr:
    return pl.when(kolom.str.contains(r"^(NL-[0-9]{10}|GM[0-9]{4}|PV[0-9]{2}|NL01)$")).then(kolom)


_LEZERS: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "geheel": _integers, "decimaal": _decimals, "postcode": _postcodes, "ppn": _ppns, "isil": _isils,
    "gemeente": _municipalities, "lidnummer": _members, "telgetal": count_or_amount,
    "gebied": _areas,
}  # fmt: skip
_GELEZEN = MOMENTEN | set(_LEZERS)
