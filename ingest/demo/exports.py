"""The text of every export: the columns of Wise selections, Koha tables, the own template and Wijzer, and the files.

Not here: what is in them (`people.py`, `collection.py`, `lending.py`, `activities.py`) and errors in them (`dirt.py`).
The headers are our best reading of public documentation (kennis/bronsystemen.md 2, 3 and 5).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from .network import NETWERK, Bibliotheek, Schrijfwijze, Systeem

_EERSTE_LID = {"wise": 100_000, "sjabloon": 100_000, "koha": 700_001}


def member_number(systeem: Systeem) -> pl.Expr:
    """The number of a member (`lid`) in a system; after a change of system everyone has another."""
    return (pl.col("lid") + _EERSTE_LID[systeem]).cast(pl.String)


def _item_number(bib: Bibliotheek, kolom: str) -> pl.Expr:
    return (pl.col(kolom) + 4_000_000_000 + 10_000_000 * NETWERK.index(bib)).cast(pl.String)


def _branch(bib: Bibliotheek, systeem: Systeem) -> pl.Expr:
    codes = {i: bib.vestiging(i, systeem) for i in range(len(bib.plekken))}
    return pl.col("locatie").replace_strict(codes, return_dtype=pl.String)


def _date(kolom: str, schrijfwijze: Schrijfwijze) -> pl.Expr:
    return pl.col(kolom).dt.strftime(schrijfwijze.datum).fill_null("")


def _moment(kolom: str, schrijfwijze: Schrijfwijze, vorm: str = "%H:%M") -> pl.Expr:
    return pl.col(kolom).dt.strftime(f"{schrijfwijze.datum} {vorm}").fill_null("")


def _decimal(kolom: pl.Expr, schrijfwijze: Schrijfwijze) -> pl.Expr:
    tekst = kolom.cast(pl.String)
    return tekst.str.replace(".", ",", literal=True) if schrijfwijze.komma else tekst


def _street_name() -> pl.Expr:
    return pl.format("{} {}", "straat", "huisnummer")


def _email(lid: pl.Expr) -> pl.Expr:
    return pl.format("{}.{}@voorbeeld.nl", pl.col("voornaam").str.to_lowercase(), lid)


def _price(schrijfwijze: Schrijfwijze) -> pl.Expr:
    return _decimal(pl.col("prijs"), schrijfwijze).alias("prijs")


# -- Wise -----------------------------------------------------------------------------------------------------------


def wise_log(bib: Bibliotheek, gebeurtenissen: pl.DataFrame) -> pl.DataFrame:
    """The logfile: one row per loan (1), return (2) or renewal (3)."""
    s = bib.export
    weg = pl.col("anoniem") == "0"
    return gebeurtenissen.select(
        pl.col("logregel").cast(pl.String),
        pl.col("moment").dt.strftime(s.datum).alias("datum"),
        pl.col("moment").dt.strftime("%H:%M").alias("tijd"),
        pl.col("actie").cast(pl.String),
        pl.col("kanaal").alias("bron"),
        _branch(bib, "wise").alias("vestiging"),
        _item_number(bib, "exemplaar").alias("exemplaarnummer"),
        pl.col("titelnummer").cast(pl.String),
        "ppn",
        pl.col("rmt").alias("materiaal"),
        "leeftijdcategorie",
        _log_member("wise").alias("klantnummer"),
        "abonnement",
        pl.when(weg).then(pl.lit("")).otherwise(_date("geboortedatum", s)).alias("geboortedatum"),
        pl.when(weg).then(pl.lit("")).otherwise("postcode").alias("postcode"),
    )


def _log_member(systeem: Systeem) -> pl.Expr:
    """Anonymised members: 0, or the number with a minus sign (kennis/bronsystemen.md 0.3)."""
    nummer = member_number(systeem)
    return (
        pl.when(pl.col("anoniem") == "0").then(pl.lit("0"))
        .when(pl.col("anoniem") == "-").then("-" + nummer)
        .otherwise(nummer)
    )  # fmt: skip


def wise_members(bib: Bibliotheek, leden: pl.DataFrame) -> pl.DataFrame:
    """The selection of customers; also the own template's member file."""
    s = bib.export
    leden = leden.with_columns(pl.col("nr").alias("lid"))
    nummer = member_number("wise")
    return leden.select(
        nummer.alias("klantnummer"),
        pl.format("29{}", (pl.col("lid") * 7 + 700_000).cast(pl.String).str.zfill(12)).alias("pasnummer"),
        "naam",
        pl.col("voornaam").str.head(1).alias("voorletters"),
        "straat",
        pl.col("huisnummer").cast(pl.String),
        "postcode",
        pl.lit("Demoland").alias("plaats"),
        _email(nummer).alias("e-mail"),
        _date("geboortedatum", s).alias("geboortedatum"),
        "geslacht",
        "abonnement",
        _branch(bib, "wise").alias("vestiging"),
        _date("inschrijfdatum", s).alias("inschrijfdatum"),
        _date("einddatum", s).alias("einddatum"),
    )


def wise_items(bib: Bibliotheek, exemplaren: pl.DataFrame) -> pl.DataFrame:
    """The selection of items; also the own template's item file."""
    s = bib.export
    return exemplaren.select(
        _item_number(bib, "nr").alias("exemplaarnummer"),
        pl.col("titelnummer").cast(pl.String),
        "ppn",
        "titel",
        pl.col("rmt").alias("materiaal"),
        "leeftijdcategorie",
        "nbd_categorie",
        _branch(bib, "wise").alias("vestiging"),
        "status",
        _date("aanschafdatum", s).alias("ontvangstdatum"),
        _price(s),
    )


# -- the own template -----------------------------------------------------------------------------------------------


def template_loans(bib: Bibliotheek, leningen: pl.DataFrame) -> pl.DataFrame:
    """One row per loan with its return and the number of renewals."""
    s = bib.export
    weg = pl.col("anoniem") == "0"
    return leningen.select(
        pl.col("uitlening").cast(pl.String).alias("uitlening_id"),
        _log_member("sjabloon").alias("lener"),
        _moment("moment", s).alias("uitleen_datumtijd"),
        _due().dt.strftime(s.datum).alias("verwachte_inleverdatum"),
        _moment("inname", s).alias("inname_datumtijd"),
        pl.col("verlengingen").cast(pl.String),
        _branch(bib, "sjabloon").alias("vestiging"),
        _item_number(bib, "exemplaar").alias("exemplaarnummer"),
        pl.col("rmt").alias("materiaal"),
        "ppn",
        "abonnement",
        pl.when(weg).then(pl.lit("")).otherwise(_date("geboortedatum", s)).alias("geboortedatum"),
        pl.when(weg).then(pl.lit("")).otherwise("postcode").alias("postcode"),
    )


def _due() -> pl.Expr:
    return pl.col("moment") + pl.duration(days=28 * (pl.col("verlengingen") + 1))


# -- Koha -----------------------------------------------------------------------------------------------------------


def koha_issues(bib: Bibliotheek, leningen: pl.DataFrame) -> pl.DataFrame:
    """`issues` and `old_issues` in one: those without `returndate` are still out."""
    moment = "%Y-%m-%d %H:%M:%S"
    seconden = pl.duration(seconds=pl.col("seconde"))
    return leningen.select(
        pl.col("uitlening").cast(pl.String).alias("issue_id"),
        pl.when(pl.col("anoniem") == "0").then(pl.lit("")).otherwise(member_number("koha")).alias("borrowernumber"),
        (pl.col("exemplaar") + 1).cast(pl.String).alias("itemnumber"),
        _due().dt.strftime("%Y-%m-%d 23:59:00").alias("date_due"),
        _branch(bib, "koha").alias("branchcode"),
        (pl.col("inname") + seconden).dt.strftime(moment).fill_null("").alias("returndate"),
        pl.col("verlengingen").cast(pl.String).alias("renewals_count"),
        pl.lit("0").alias("auto_renew"),
        (pl.col("moment") + seconden).dt.strftime(moment).alias("issuedate"),
        pl.lit("0").alias("onsite_checkout"),
    )


def koha_borrowers(bib: Bibliotheek, leden: pl.DataFrame, schrijfwijze: Schrijfwijze) -> pl.DataFrame:
    """The table `borrowers`, the columns that a report over it usually has."""
    leden = leden.with_columns(pl.col("nr").alias("lid"))
    nummer = member_number("koha")
    return leden.select(
        nummer.alias("borrowernumber"),
        pl.format("29{}", (pl.col("lid") * 7 + 900_000).cast(pl.String).str.zfill(12)).alias("cardnumber"),
        pl.col("naam").alias("surname"),
        pl.col("voornaam").alias("firstname"),
        _street_name().alias("address"),
        pl.lit("Demoland").alias("city"),
        pl.col("postcode").alias("zipcode"),
        _email(nummer).alias("email"),
        _date("geboortedatum", schrijfwijze).alias("dateofbirth"),
        _branch(bib, "koha").alias("branchcode"),
        pl.col("categorie").alias("categorycode"),
        _date("inschrijfdatum", schrijfwijze).alias("dateenrolled"),
        _date("einddatum", schrijfwijze).alias("dateexpiry"),
        pl.col("geslacht").alias("sex"),
    )


def koha_items(bib: Bibliotheek, exemplaren: pl.DataFrame, schrijfwijze: Schrijfwijze) -> pl.DataFrame:
    """The table `items`."""
    plek = _branch(bib, "koha")
    return exemplaren.select(
        (pl.col("nr") + 1).cast(pl.String).alias("itemnumber"),
        pl.col("titelnummer").cast(pl.String).alias("biblionumber"),
        pl.format("3{}", _item_number(bib, "nr")).alias("barcode"),
        _date("aanschafdatum", schrijfwijze).alias("dateaccessioned"),
        plek.alias("homebranch"),
        _price(schrijfwijze).alias("price"),
        "notforloan", "itemlost", "withdrawn",
        plek.alias("holdingbranch"),
        pl.lit("GEN").alias("location"),
        pl.col("leeftijdcategorie").alias("ccode"),
        "itype",
    )  # fmt: skip


def koha_biblio(exemplaren: pl.DataFrame) -> pl.DataFrame:
    """The table `biblio`: the titles of which there are items."""
    return (
        exemplaren.unique("titelnummer", keep="first", maintain_order=True)
        .sort("titelnummer")
        .select(
            pl.col("titelnummer").cast(pl.String).alias("biblionumber"),
            pl.col("auteur").alias("author"),
            pl.col("titel").alias("title"),
            pl.col("jaar").cast(pl.String).alias("copyrightdate"),
            "ppn",
            pl.when("fictie").then(pl.lit("1")).otherwise(pl.lit("0")).alias("fictie"),
        )
    )


def koha_branches(bib: Bibliotheek) -> pl.DataFrame:
    """The table `branches`; the ISIL stands in `marcorgcode`."""
    return pl.DataFrame(
        [
            {"branchcode": bib.vestiging(i, "koha"), "branchname": plek.naam, "marcorgcode": bib.locatie(i)}
            for i, plek in enumerate(bib.plekken)
        ]
    )


# -- Wijzer and the network -----------------------------------------------------------------------------------------


def organisations(systemen: dict[str, Systeem]) -> pl.DataFrame:
    """The network's list of organisations; `systemen` has the source system of each."""
    return pl.DataFrame(
        [
            {"isil": b.isil, "naam": b.naam, "bronsysteem": systemen[b.isil], "werkgebied": "|".join(b.gemeenten)}
            for b in NETWERK
        ]
    )


def locations(bib: Bibliotheek, systeem: Systeem) -> pl.DataFrame:
    """The locations with the branch code of the source system in use."""
    plekken = pl.DataFrame(
        [
            {
                "isil_locatie": bib.locatie(i), "isil_organisatie": bib.isil, "vestiging": bib.vestiging(i, systeem),
                "naam": plek.naam, "subsoort": plek.subsoort, "gemeente_code": plek.gemeente,
                "uren_open_pw": plek.uren_open, "uren_bemand_pw": plek.uren_bemand,
            }
            for i, plek in enumerate(bib.plekken)
        ]
    )  # fmt: skip
    return plekken.with_columns(
        _decimal(pl.col("uren_open_pw", "uren_bemand_pw"), bib.wijzer),
    )


def activity_list(bib: Bibliotheek, activiteiten: pl.DataFrame) -> pl.DataFrame:
    """The activities, one row per meeting."""
    s = bib.wijzer
    locaties = {i: bib.locatie(i) for i in range(len(bib.plekken))}
    return activiteiten.select(
        pl.col("activiteit").alias("activiteit_id"),
        pl.lit(bib.isil).alias("isil_organisatie"),
        pl.col("locatie").replace_strict(locaties, return_dtype=pl.String).fill_null("").alias("isil_locatie"),
        "naam",
        _moment("start", s).alias("start"),
        _moment("eind", s).alias("eind"),
        pl.col("kernfunctie").cast(pl.String),
        "activiteitsoort", "doelgroep", "plaats", "vorm",
        pl.col("deelnemers").cast(pl.String).fill_null("").alias("aantal_deelnemers"),
        "telling", "status",
    )  # fmt: skip


def write(tekst: pl.DataFrame, pad: Path, schrijfwijze: Schrijfwijze) -> Path:
    """Write a frame of text as CSV in the export's own way."""
    zonder_leeg = tekst.with_columns(pl.all().replace("", None))  # an empty field is written as nothing, not as ""
    csv = zonder_leeg.write_csv(separator=schrijfwijze.scheiding, line_terminator=schrijfwijze.regeleinde)
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(csv.encode(schrijfwijze.codering))
    return pad
