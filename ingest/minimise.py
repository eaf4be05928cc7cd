"""Accepted rows become what brons may hold, and no more.

Not here: how brons is written (`brons.py`) and how a pseudonym is made (`pseudonym.py`). What is not needed is not carried on: a date becomes a month, a weekday and a
part of the day; a birth date an age band; a postcode four digits and a gemeente; a member number a pseudonym.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from definitions import ONBEKEND, Dataset, Definities

from .pack import Pak, month_number
from .pseudonym import Pseudonimiseerder

# The age in years at the date that counts; `validate.py` works it out once for its rule and for the band.
LEEFTIJD = "leeftijd"
# The coverage month a row belongs to; for one row per loan the month of the loan, whatever the transaction's own month.
LEVERINGSMAAND = "leveringsmaand"

_DAGDELEN = ((6, "NACHT"), (12, "OCHTEND"), (18, "MIDDAG"), (24, "AVOND"))
_GROEP = ("maand", "weekdag", "dagdeel", "locatie", "soort", "materiaalsoort", "doelgroep", "genre", "kanaal", "eigen",
          "lidsoort", "leeftijdsband")  # fmt: skip
_LENER = ("locatie", "lidsoort", "leeftijdsband", "telt", "lid")
# Of the partial tables of loans, what a row is counted by besides its leveringsmaand: while reading, one number per row.
_GEPAKT = {"uitleningen": _GROEP, "leners": _LENER, "titelgebruik": ("titel",), "exemplaargebruik": ("exemplaar",)}
# How many different texts of one column a levering may have: more than memory holds, few enough to pack beside the rest.
_TEKSTEN = 2**28
_SOORTEN: dict[str, pl.DataType | int] = {
    LEVERINGSMAAND: pl.Date(), "maand": pl.Date(), "weekdag": 8, "telt": pl.Boolean(),
    "lid": _TEKSTEN, "titel": _TEKSTEN, "exemplaar": _TEKSTEN,
}  # fmt: skip
_LIJSTEN = {"soort": "transactiesoort", "eigen": "janee"}
_MICROSECONDS_AN_HOUR = 3_600_000_000
_MICROSECONDS_A_DAY = 24 * _MICROSECONDS_AN_HOUR


def age_years(geboren: pl.Expr, op: pl.Expr) -> pl.Expr:
    """Whole years between two dates, as on a birthday card."""

    def getal(datum: pl.Expr) -> pl.Expr:
        return datum.dt.year().cast(pl.Int32) * 10000 + datum.dt.month().cast(pl.Int32) * 100 + datum.dt.day()

    return (getal(op) - getal(geboren)) // 10000


@dataclass(frozen=True)
class Context:
    """What minimising needs besides the rows. `gemeenten` maps PC4 to gemeente code, `locaties` branch codes to ISIL."""

    vorm: str
    peildatum: date | None
    definities: Definities
    pseudonimiseerder: Pseudonimiseerder
    gemeenten: Mapping[str, str]
    locaties: Mapping[str, str]

    @cached_property
    def pakken(self) -> dict[str, Pak]:
        """Per partial table of loans how its rows are counted: by the leveringsmaand, then by what `_GEPAKT` says."""
        return {
            tabel: Pak({naam: self._soort(naam) for naam in (LEVERINGSMAAND, *kolommen)})
            for tabel, kolommen in _GEPAKT.items()
        }

    @cached_property
    def nummers(self) -> dict[str, pl.Series]:
        """The texts of this levering that are numbered as they come by, per column: an empty series of the Categorical. Polars
        forgets the numbers with the last series of it."""
        return {k: pl.Series(k, dtype=pl.Categorical(pl.Categories.random())) for k in ("lid", "titel", "exemplaar")}

    def number(self, teksten: pl.Series) -> pl.Series:
        """A number (UInt32) for every text of a column, empty where there is none."""
        nummers = teksten.cast(self.nummers[teksten.name].dtype).to_physical()
        if (nummers >= _TEKSTEN).any():
            raise AssertionError(f"more different texts in {teksten.name} than can be numbered")
        return nummers

    def _soort(self, kolom: str) -> pl.DataType | int:
        if kolom in _SOORTEN:
            return _SOORTEN[kolom]
        if kolom == "locatie":
            return isil_enum(self.locaties)
        return _enum(self, _LIJSTEN.get(kolom, kolom))


def isil_enum(locaties: Mapping[str, str]) -> pl.Enum:
    """The organisatie's locations as a closed list."""
    return pl.Enum(sorted(set(locaties.values())))


def _enum(context: Context, lijst: str) -> pl.Enum:
    return pl.Enum(list(context.definities.codelijsten[lijst].codes))


def age_band(context: Context, leeftijd: pl.Expr) -> pl.Expr:
    """The band of the code list `leeftijdsband` of an age in years; ONBEKEND where it is empty."""
    banden = context.definities.codelijsten["leeftijdsband"].codes
    grenzen = [(code, int(rij["van"]), int(rij["tot"] or 150)) for code, rij in banden.items() if rij["van"]]
    tabel = {jaar: code for code, van, tot in grenzen for jaar in range(van, tot + 1)}
    return leeftijd.replace_strict(
        list(tabel), list(tabel.values()), default=ONBEKEND, return_dtype=_enum(context, "leeftijdsband")
    )


def band_of(context: Context) -> pl.Expr:
    """The band of the age; where there is no birth date, the band that was delivered in its place."""
    return (
        pl.when(pl.col(LEEFTIJD).is_null()).then(pl.col("leeftijdsband")).otherwise(age_band(context, pl.col(LEEFTIJD)))
    )


def _month(kolom: pl.Expr) -> pl.Expr:
    return kolom.dt.truncate("1mo").cast(pl.Date)


def _day_part(context: Context, moment: pl.Expr) -> pl.Expr:
    """Night to 6, morning to 12, afternoon to 18, evening; ONBEKEND where the source has no time (midnight sharp)."""
    sinds_middernacht = moment.cast(pl.Datetime("us")).to_physical() % _MICROSECONDS_A_DAY
    uur = pl.when(sinds_middernacht > 0).then((sinds_middernacht // _MICROSECONDS_AN_HOUR).cast(pl.UInt8))
    tabel = {uur: deel for van, (tot, deel) in zip((0, 6, 12, 18), _DAGDELEN, strict=True) for uur in range(van, tot)}
    return uur.replace_strict(
        list(tabel), list(tabel.values()), default=ONBEKEND, return_dtype=_enum(context, "dagdeel")
    )


def _transactions(context: Context, rijen: pl.DataFrame) -> pl.DataFrame:
    """One row per counted event: a loan with a counter gives a loan, its renewals and its return."""
    soort = _enum(context, "transactiesoort")
    ter_plaatse = (pl.col("ter_plaatse") == "J") & (pl.col("soort") == "UITLENING")
    lening = rijen.with_columns(
        soort=pl.when(ter_plaatse).then(pl.lit("TER_PLAATSE", dtype=soort)).otherwise(pl.col("soort").cast(soort)),
        aantal=pl.lit(1, dtype=pl.UInt32),
    )
    if context.vorm != "lening":
        return lening
    verlengd = rijen.filter(pl.col("verlengingen") > 0).with_columns(
        soort=pl.lit("VERLENGING", dtype=soort), aantal=pl.col("verlengingen").cast(pl.UInt32),
        kanaal=pl.lit(ONBEKEND, dtype=rijen["kanaal"].dtype), weekdag=pl.lit(0, dtype=pl.UInt8),
        dagdeel=pl.lit(ONBEKEND, dtype=rijen["dagdeel"].dtype),
    )  # fmt: skip
    inname = rijen.filter(pl.col("inname_datumtijd").is_not_null()).with_columns(
        soort=pl.lit("INNAME", dtype=soort), aantal=pl.lit(1, dtype=pl.UInt32),
        kanaal=pl.lit(ONBEKEND, dtype=rijen["kanaal"].dtype),
        maand=month_number(pl.col("inname_datumtijd")), weekdag=pl.col("inname_datumtijd").dt.weekday().cast(pl.UInt8),
        dagdeel=_day_part(context, pl.col("inname_datumtijd")),
    )  # fmt: skip
    return pl.concat([lening, verlengd, inname])


def _loans(context: Context, rijen: pl.DataFrame) -> dict[str, pl.DataFrame]:
    lijsten = context.definities.codelijsten
    maand = month_number(pl.col("datumtijd"))
    rijen = rijen.with_columns(maand.alias("maand")).with_columns(
        pl.col("maand").alias(LEVERINGSMAAND),
        pl.col("datumtijd").dt.weekday().cast(pl.UInt8).alias("weekdag"),
        _day_part(context, pl.col("datumtijd")).alias("dagdeel"),
        band_of(context).alias("leeftijdsband"),
        pl.coalesce("titel", "ppn").alias("titel"),
    )
    telt = (
        (pl.col("ter_plaatse") != "J")
        & pl.col("materiaalsoort").is_in(lijsten["materiaalsoort"].met("telt"))
        & pl.col("lidsoort").is_in(lijsten["lidsoort"].met("telt_uitlening"))
    )
    uitgeleend = rijen.lazy().filter(pl.col("soort") == "UITLENING").select(
        LEVERINGSMAAND, "locatie", "lidsoort", "leeftijdsband", "lid", "titel", "exemplaar", telt=telt
    ).collect()  # fmt: skip
    uitgeleend = uitgeleend.with_columns(context.number(uitgeleend[kolom]) for kolom in context.nummers)
    transacties = _transactions(context, rijen).select(context.pakken["uitleningen"].pack(), "aantal")
    return {"uitleningen": combine("uitleningen", [transacties])} | {
        tabel: uitgeleend.select(pak.pack()).drop_nulls().group_by("sleutel").agg(uitleningen=pl.len().cast(pl.UInt32))
        for tabel, pak in context.pakken.items()
        if tabel != "uitleningen"
    }


def _members(context: Context, rijen: pl.DataFrame) -> dict[str, pl.DataFrame]:
    peil = pl.lit(context.peildatum, dtype=pl.Date)
    begonnen = pl.col("inschrijfdatum").is_null() | (pl.col("inschrijfdatum") <= peil)
    niet_verlopen = pl.col("einddatum").is_null() | (pl.col("einddatum") >= peil)
    leden = rijen.select(
        peil.alias("peildatum"),
        "lid",
        "lidsoort",
        band_of(context).alias("leeftijdsband"),
        pl.col("postcode").alias("postcode4"),
        pl.col("postcode")
        .replace_strict(dict(context.gemeenten), default=None, return_dtype=pl.String)
        .alias("gemeente"),
        "locatie",
        _month(pl.col("inschrijfdatum")).alias("inschrijfmaand"),
        _month(pl.col("einddatum")).alias("eindmaand"),
        (begonnen & niet_verlopen).alias("geldig"),
    )
    return {"leden": leden}


def _items(context: Context, rijen: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {
        "collectie": rijen.select(
            pl.lit(context.peildatum, dtype=pl.Date).alias("peildatum"), "exemplaar", pl.coalesce("titel", "ppn").alias("titel"),
            "materiaalsoort", "doelgroep", "genre", "status", "eigendom", "uitleenbaar", "locatie",
            _month(pl.col("aanschafdatum")).alias("aanschafmaand"),
        )
    }  # fmt: skip


def _activities(context: Context, rijen: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {
        "activiteiten": rijen.select(
            _month(pl.col("start")).alias(LEVERINGSMAAND), _month(pl.col("start")).alias("maand"), "activiteit", "reeks",
            pl.col("start").cast(pl.Datetime("us")).dt.truncate("1m"), context.pseudonimiseerder.name_keys(rijen["naam"]), "locatie",
            "kernfunctie", "activiteitsoort", "doelgroep", "plaats", "vorm", "deelnemers", "telling", "status", "thema",
            "bibliotheekfunctie", "gezamenlijk",
        )
    }  # fmt: skip


def _organisations(context: Context, rijen: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """An organisatie whose werkgebied changed has a row per stretch of time: it is one organisatie from its first day to its last."""
    tijd = ("geldig_van", "geldig_tot")
    op_tijd = rijen.sort("geldig_van", nulls_last=False, maintain_order=True).group_by("organisatie").agg(
        pl.col("naam", "bronsysteem", "geldig_tot", "opgevolgd_door").last(), pl.col("geldig_van").first()
    )  # fmt: skip
    lijst = rijen.select("organisatie").unique(maintain_order=True).join(
        op_tijd, on="organisatie", how="left", maintain_order="left"
    ).select("organisatie", "naam", "bronsysteem", *tijd, "opgevolgd_door")  # fmt: skip
    gebied = rijen.select("organisatie", pl.col("werkgebied").str.split("|").alias("gemeente"), *tijd).explode(
        "gemeente"
    )
    schoon = gebied.with_columns(pl.col("gemeente").str.strip_chars()).filter(
        pl.col("gemeente").str.contains(r"^GM[0-9]{4}$")
    )
    return {"organisaties": lijst, "werkgebied": schoon.unique(maintain_order=True)}


def _locations(context: Context, rijen: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """What is closed or administrative is never visible, whatever the row says (kennis/bronsystemen.md 3)."""
    nooit = context.definities.codelijsten["locatiesoort"].met("zichtbaar", "N")
    zichtbaar = pl.when(pl.col("soort").cast(pl.String).is_in(nooit)).then(pl.lit("N")).when(
        pl.col("zichtbaar") == ONBEKEND
    ).then(pl.lit("J")).otherwise(pl.col("zichtbaar").cast(pl.String))  # fmt: skip
    return {
        "locaties": rijen.select(
            "locatie", "vestiging", "naam", "soort", "subsoort", "gemeente", "uren_open", "uren_bemand",
            zichtbaar.alias("zichtbaar"), "multifunctioneel", "partner", "uitleenverantwoordelijke", "belasting_toeslagen", "ido",
            "geldig_van", "geldig_tot", "opgevolgd_door", pl.lit(context.peildatum, dtype=pl.Date).alias("peildatum"),
        )
    }  # fmt: skip


def _year_figures(context: Context, rijen: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {
        "jaarcijfers": rijen.select(pl.col("jaar").cast(pl.UInt16), "locatie", "gemeente", "item", "waarde", "herkomst")
    }


def _digital(context: Context, rijen: pl.DataFrame) -> dict[str, pl.DataFrame]:
    jaar = pl.col("jaar").cast(pl.UInt16)
    return {
        "digitaal": rijen.select(
            jaar, "gebied", "digitaalitem", "drager", "doelgroep", "herkomst_account", "actief", "waarde"
        )
    }


def _published_figures(context: Context, rijen: pl.DataFrame) -> dict[str, pl.DataFrame]:
    peildatum, jaar = pl.lit(context.peildatum, dtype=pl.Date).alias("peildatum"), pl.col("jaar").cast(pl.UInt16)
    return {
        "aansluitcijfers": rijen.select(peildatum, "bron", "cijferitem", "gebied", jaar, "waarde", "status", "herkomst")
    }


def _research(context: Context, rijen: pl.DataFrame) -> dict[str, pl.DataFrame]:
    peildatum, jaar = pl.lit(context.peildatum, dtype=pl.Date).alias("peildatum"), pl.col("jaar").cast(pl.UInt16)
    return {
        "onderzoek": rijen.select(
            peildatum,
            "instrument",
            "vraag",
            "gebied",
            jaar,
            pl.col("n").cast(pl.UInt32),
            "waarde",
            "marge",
            "eenheid",
            "opgave",
        )
    }


_MINIMISERS: dict[Dataset, Callable[[Context, pl.DataFrame], dict[str, pl.DataFrame]]] = {
    "uitleningen": _loans, "leden": _members, "collectie": _items, "activiteiten": _activities,
    "organisaties": _organisations, "locaties": _locations, "jaarcijfers": _year_figures,
    "digitaal": _digital, "aansluitcijfers": _published_figures, "onderzoek": _research,
}  # fmt: skip

_ORDER = {"collectie": "exemplaar", "activiteiten": "activiteit"}


def month_of(context: Context, tabel: str, frame: pl.DataFrame) -> pl.Series | None:
    """The leveringsmaand of the rows of a partial table as a whole number, or None where it has none."""
    if tabel in _GEPAKT:
        return context.pakken[tabel].first(frame)
    if LEVERINGSMAAND in frame.columns:
        return frame[LEVERINGSMAAND].to_physical()
    return None


def minimise(context: Context, dataset: Dataset, rijen: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The partial brons tables of one block of accepted rows: `combine` joins those of many blocks, `finish` ends it."""
    return _MINIMISERS[dataset](context, rijen)


def combine(tabel: str, delen: list[pl.DataFrame]) -> pl.DataFrame:
    """One frame of the partial results of many blocks: what is counted is summed, the others are only stacked."""
    samen = pl.concat(delen) if len(delen) > 1 else delen[0]
    if tabel not in _GEPAKT:
        return samen
    return samen.group_by("sleutel").agg(pl.all().sum())


def finish(context: Context, tabel: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The last step: packed columns come apart, member numbers become pseudonyms (once per member of the levering).

    The rows are put in an order of their own, so that the order of the delivered file tells nothing.
    """
    if tabel in _GEPAKT:
        return _unpacked(context, tabel, frame)
    if "lid" in frame.columns:
        return context.pseudonimiseerder.apply(frame).sort("lid")
    return frame.sort(_ORDER.get(tabel, frame.columns[0]))


def _unpacked(context: Context, tabel: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A partial table of loans with its columns back; all months but those in `_GROEP` are the leveringsmaand."""
    if tabel == "uitleningen":
        return context.pakken[tabel].unpack(frame.sort("sleutel"))
    uit = _with_texts(context, tabel, frame)
    if tabel == "exemplaargebruik":
        return uit.drop("uitleningen").with_columns(pl.col(LEVERINGSMAAND).alias("laatste_maand"))
    return uit.with_columns(pl.col(LEVERINGSMAAND).alias("maand"))


def _with_texts(context: Context, tabel: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Unpacked, with texts (of members: pseudonyms) for their numbers. A number tells when its text first came by, so the
    rows are put in order of the texts themselves."""
    pak, kolom = context.pakken[tabel], _GEPAKT[tabel][-1]
    nummers = pak.last(frame).alias("nummer")
    teksten = nummers.unique().to_frame()
    teksten = teksten.with_columns(
        pl.col("nummer").cast(pl.UInt32).cat.to(context.nummers[kolom].dtype).cast(pl.String).alias(kolom)
    )
    if kolom == "lid":
        teksten = context.pseudonimiseerder.apply(teksten)
    teksten = teksten.sort(kolom).with_row_index("plek")
    op_volgorde = frame.with_columns(nummers).join(teksten.select("nummer", "plek"), on="nummer").select(
        pl.col("sleutel") - pl.col("nummer") + pl.col("plek"), pl.exclude("sleutel", "nummer", "plek")
    ).sort("sleutel")  # fmt: skip
    uit = pak.unpack(op_volgorde)
    return uit.with_columns(teksten[kolom].gather(uit[kolom]))
