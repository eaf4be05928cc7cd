"""Exports of systems that no profile knows, made up from one list of loans, each with the mapping and totals that are true.

Not here: tests. Names, numbers and codes are made up; nothing here was made with a profile or with the aliases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

AANTAL = 400
# Local code -> what it means, per list: the truth of every export.
MATERIAAL = ("BOEK", "DVD_BLURAY", "LUISTERBOEK", "GAME")
LIDSOORT = ("VOLW", "JEUGD", "INSTELLING")
VESTIGING = ("NL-0899991001", "NL-0899991002")


@dataclass(frozen=True)
class Lening:
    """One loan as it really was."""

    nummer: int
    uit: datetime
    terug: datetime | None
    verlengd: int
    exemplaar: str
    lid: str
    materiaal: str
    lidsoort: str
    vestiging: str
    geboren: datetime


def _loan(i: int) -> Lening:
    uit = datetime(2025, 3, 1 + i % 28, 9 + i % 9, i % 60)
    terug = uit + timedelta(days=1 + i % 25, minutes=7) if i % 5 else None
    return Lening(
        i, uit, terug, i % 3 if i % 4 == 0 else 0, f"E{70000 + i % 190}", f"{810000 + i % 120}", MATERIAAL[(i // 3) % 4],
        LIDSOORT[0 if i % 10 < 6 else 1 if i % 10 < 9 else 2], VESTIGING[i % 3 == 0], datetime(1950 + i % 70, 1 + i % 12, 1 + i % 28),
    )  # fmt: skip


LENINGEN = [_loan(i) for i in range(AANTAL)]


@dataclass(frozen=True)
class Export:
    """A file no profile knows. `kolommen` is its true mapping; `codes` the translations that nobody can know without the
    library, per column; `soorten` the transactions that are in it."""

    naam: str
    dataset: str
    inhoud: bytes
    kolommen: Mapping[str, str]
    samen: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    persoonlijk: frozenset[str] = frozenset()
    soorten: Mapping[str, int] = field(default_factory=dict)


def _file(kop: list[str], rijen: list[list[str]], scheiding: str, codering: str = "utf-8") -> bytes:
    return (
        "\r\n".join(scheiding.join(rij) for rij in [kop, *rijen, [""]]).removesuffix("\r\n").encode(codering) + b"\r\n"
    )


def _day(moment: datetime | None, vorm: str) -> str:
    return moment.strftime(vorm) if moment else ""


def _counter_totals() -> dict[str, int]:
    return {
        "UITLENING": AANTAL, "INNAME": sum(1 for lening in LENINGEN if lening.terug),
        "VERLENGING": sum(lening.verlengd for lening in LENINGEN),
    }  # fmt: skip


def german() -> Export:
    """Headers as a German Koha library publishes them; two codes of its own."""
    materiaal = dict(zip(MATERIAAL, ("Buch", "DVD", "Hörbuch", "SW-K"), strict=True))
    lidsoort = dict(zip(LIDSOORT, ("Erwachsene", "Kinder", "KORP"), strict=True))
    filiaal = dict(zip(VESTIGING, ("HB", "Z2"), strict=True))
    kop = ["Ausleihdatum/Uhrzeit", "Leihfristende", "Rückgabedatum/Uhrzeit", "Exemplar-Systemnummer", "Medientyp", "Zweigstelle",
           "Benutzer-Systemnummer", "Benutzerkategorie", "Anzahl_Verlängerungen", "Nachname", "Vorname"]  # fmt: skip
    vorm = "%d.%m.%Y %H:%M"
    rijen = [
        [_day(x.uit, vorm), _day(x.uit + timedelta(days=28), "%d.%m.%Y"), _day(x.terug, vorm), x.exemplaar, materiaal[x.materiaal],
         filiaal[x.vestiging], x.lid, lidsoort[x.lidsoort], str(x.verlengd), f"Muster{x.nummer}", "Erika"]
        for x in LENINGEN
    ]  # fmt: skip
    return Export(
        "ausleihen_2025.csv", "uitleningen", _file(kop, rijen, ";"),
        {"datumtijd": "ausleihdatum/uhrzeit", "inname_datumtijd": "rückgabedatum/uhrzeit", "exemplaar": "exemplar-systemnummer",
         "materiaalsoort": "medientyp", "locatie": "zweigstelle", "lid": "benutzer-systemnummer",
         "lidsoort": "benutzerkategorie", "verlengingen": "anzahl_verlängerungen"},
        codes={"locatie": {c: i for i, c in filiaal.items()}, "materiaalsoort": {"SW-K": "GAME"}, "lidsoort": {"KORP": "INSTELLING"}},
        persoonlijk=frozenset({"nachname", "vorname"}), soorten=_counter_totals(),
    )  # fmt: skip


def events() -> Export:
    """A log of events with the time in a column of its own, as V-smart might write it; renewals under a code of its own."""
    materiaal = dict(zip(MATERIAAL, ("BOE", "DVD", "Luisterboeken", "M44"), strict=True))
    lidsoort = dict(zip(LIDSOORT, ("Volwassenen", "Jeugd", "School"), strict=True))
    filiaal = dict(zip(VESTIGING, ("9001", "9002"), strict=True))
    kop = [
        "Datum",
        "Uur",
        "Actie",
        "Filiaal",
        "Objectnummer",
        "Lenernummer",
        "Lenerscategorie",
        "Materiaalsoort",
        "Pasnummer",
        "Opmerking",
    ]
    gebeurtenissen = [("Uitgeleend", x.uit, x) for x in LENINGEN]
    gebeurtenissen += [("Ingeleverd", x.terug, x) for x in LENINGEN if x.terug]
    gebeurtenissen += [("X3", x.uit + timedelta(hours=k), x) for x in LENINGEN for k in range(1, x.verlengd + 1)]
    rijen = [
        [_day(moment, "%d/%m/%Y"), _day(moment, "%H:%M:%S"), actie, filiaal[x.vestiging], x.exemplaar, x.lid, lidsoort[x.lidsoort],
         materiaal[x.materiaal], f"2{x.lid}00", ""]
        for actie, moment, x in gebeurtenissen
    ]  # fmt: skip
    return Export(
        "transacties maart.txt", "uitleningen", _file(kop, rijen, "|"),
        {"datumtijd": "datum", "soort": "actie", "locatie": "filiaal", "exemplaar": "objectnummer", "lid": "lenernummer",
         "lidsoort": "lenerscategorie", "materiaalsoort": "materiaalsoort"},
        samen={"datumtijd": "uur"}, codes={"soort": {"X3": "VERLENGING"}, "materiaalsoort": {"M44": "GAME"}},
        persoonlijk=frozenset({"pasnummer", "opmerking"}), soorten=_counter_totals(),
    )  # fmt: skip


def quoted() -> Export:
    """Comma's, quotes and Windows-1252, with what no export should hold, as Bicat might write it."""
    materiaal = dict(zip(MATERIAAL, ("Boeken", "DVD's", "Gesproken boek", "Spellen PS5"), strict=True))
    lidsoort = dict(zip(LIDSOORT, ("Volw. basis", "Jeugdabonnement", "Instelling"), strict=True))
    filiaal = dict(zip(VESTIGING, ("9001", "9002"), strict=True))
    kop = ["Uitleen-ID", "Uitleendatum", "Inleverdatum", "Exemplaarcode", "Vestigingscode", "Lener-id", "Soort lener", "Mediumsoort",
           "Aantal verlengingen", "Voorletters", "Achternaam", "E-mailadres", "Geboortedatum", "Café"]  # fmt: skip
    rijen = [
        [f'"{cel}"' for cel in (
            str(x.nummer), _day(x.uit, "%Y-%m-%d"), _day(x.terug, "%Y-%m-%d"), x.exemplaar, filiaal[x.vestiging], x.lid,
            lidsoort[x.lidsoort], materiaal[x.materiaal], str(x.verlengd), "J.", "de Vriès", f"lid{x.lid}@voorbeeld.nl",
            _day(x.geboren, "%Y-%m-%d"), "",
        )]
        for x in LENINGEN
    ]  # fmt: skip
    return Export(
        "uitleen_bicat.csv", "uitleningen", _file(kop, rijen, ",", "cp1252"),
        {"uitlening": "uitleen-id", "datumtijd": "uitleendatum", "inname_datumtijd": "inleverdatum", "exemplaar": "exemplaarcode",
         "locatie": "vestigingscode", "lid": "lener-id", "lidsoort": "soort lener", "materiaalsoort": "mediumsoort",
         "verlengingen": "aantal verlengingen", "geboortedatum": "geboortedatum"},
        codes={"materiaalsoort": {"Spellen PS5": "GAME"}, "lidsoort": {"Volw. basis": "VOLW"}}, persoonlijk=frozenset({"voorletters", "achternaam", "e-mailadres"}), soorten=_counter_totals(),
    )  # fmt: skip


def spreadsheet() -> Export:
    """What a colleague saved from a spreadsheet: tabs, headers with a typing error, codes of the library's own."""
    materiaal = dict(zip(MATERIAAL, ("BKV", "BEELD", "GELUID", "GAME"), strict=True))
    lidsoort = dict(zip(LIDSOORT, ("A2", "J1", "Z9"), strict=True))
    filiaal = dict(zip(VESTIGING, ("9001", "9002"), strict=True))
    kop = ["Regel", "Datum van uitleening", "Datum ingeleverd", "Barcode exemplaar", "Vestiging", "Klantnr.", "Abonement",
           "Materiaal soort", "Aantal x verlengd", "Naam klant"]  # fmt: skip
    rijen = [
        [str(x.nummer), _day(x.uit, "%d-%m-%Y %H:%M"), _day(x.terug, "%d-%m-%Y %H:%M"), x.exemplaar, filiaal[x.vestiging], x.lid,
         lidsoort[x.lidsoort], materiaal[x.materiaal], str(x.verlengd), f"Bakker, P.{x.nummer}"]
        for x in LENINGEN
    ]  # fmt: skip
    return Export(
        "map1.tsv", "uitleningen", _file(kop, rijen, "\t"),
        {"datumtijd": "datum van uitleening", "inname_datumtijd": "datum ingeleverd", "exemplaar": "barcode exemplaar",
         "locatie": "vestiging", "lid": "klantnr.", "lidsoort": "abonement", "materiaalsoort": "materiaal soort",
         "verlengingen": "aantal x verlengd"},
        codes={"materiaalsoort": {"BKV": "BOEK", "BEELD": "DVD_BLURAY", "GELUID": "LUISTERBOEK"},
               "lidsoort": {"A2": "VOLW", "J1": "JEUGD", "Z9": "INSTELLING"}},
        persoonlijk=frozenset({"naam klant"}), soorten=_counter_totals(),
    )  # fmt: skip


def abbreviated() -> Export:
    """Headers cut to a few letters, as a database view has them: most say nothing by themselves."""
    kop = ["uitl_dt", "uitl_tijd", "ret_dt", "ex_nr", "fil", "klant_nr", "kl_cat", "mat_srt", "verl", "ppn_nr"]
    rijen = [
        [_day(x.uit, "%Y%m%d"), _day(x.uit, "%H:%M"), _day(x.terug, "%Y%m%d"), x.exemplaar, ("9001", "9002")[x.nummer % 3 == 0],
         x.lid, x.lidsoort, x.materiaal, str(x.verlengd), "300000103"]
        for x in LENINGEN
    ]  # fmt: skip
    return Export(
        "v_uitleen.csv", "uitleningen", _file(kop, rijen, ";"),
        {"datumtijd": "uitl_dt", "inname_datumtijd": "ret_dt", "exemplaar": "ex_nr", "locatie": "fil", "lid": "klant_nr",
         "lidsoort": "kl_cat", "materiaalsoort": "mat_srt", "verlengingen": "verl", "ppn": "ppn_nr"},
        samen={"datumtijd": "uitl_tijd"}, soorten=_counter_totals(),
    )  # fmt: skip


def members() -> Export:
    """Members as a list out of a customer screen."""
    kop = [
        "Lidnr",
        "Achternaam",
        "Woonplaats",
        "Postcode",
        "Geb.datum",
        "Type lid",
        "Ingeschreven op",
        "Geldig t/m",
        "Thuisvestiging",
        "Mobiel",
    ]
    rijen = [
        [x.lid, "Jansen", "Demodorp", f"97{11 + x.nummer % 30} AB", _day(x.geboren, "%d-%m-%Y"), x.lidsoort.capitalize(),
         "01-02-2020", "31-12-2026", "9001", f"06-{12345678 + x.nummer}"]
        for x in LENINGEN[:120]
    ]  # fmt: skip
    return Export(
        "ledenlijst 2025-12-31.csv", "leden", _file(kop, rijen, ";"),
        {"lid": "lidnr", "postcode": "postcode", "geboortedatum": "geb.datum", "lidsoort": "type lid", "inschrijfdatum": "ingeschreven op",
         "einddatum": "geldig t/m", "locatie": "thuisvestiging"},
        persoonlijk=frozenset({"achternaam", "woonplaats", "mobiel"}),
    )  # fmt: skip


def stock() -> Export:
    """Items out of a catalogue module, in English."""
    kop = [
        "Item number",
        "Barcode",
        "Title",
        "Author",
        "Material type",
        "Home branch",
        "Item status",
        "Date accessioned",
        "Price",
    ]
    rijen = [
        [f"E{70000 + i}", f"3100{i:05d}", f"A book, part {i}".replace(",", ""), "Lovelace", ("Book", "DVD", "Audiobook")[i % 3],
         ("9001", "9002")[i % 2], ("Available", "Checked out", "In transit")[i % 3], _day(datetime(2020, 1 + i % 12, 1), "%Y-%m-%d"), "12.50"]
        for i in range(190)
    ]  # fmt: skip
    return Export(
        "items 2025-12-31.csv", "collectie", _file(kop, rijen, ","),
        {"exemplaar": "item number", "materiaalsoort": "material type", "locatie": "home branch", "status": "item status",
         "aanschafdatum": "date accessioned"},
    )  # fmt: skip


MAKERS: dict[str, Callable[[], Export]] = {
    m.__name__: m for m in (german, events, quoted, spreadsheet, abbreviated, members, stock)
}


def true_counts(kolom: str) -> Counter[str]:
    """Transactions per code of `materiaal` or `lidsoort`: loan, renewals and return together."""
    uit: Counter[str] = Counter()
    for lening in LENINGEN:
        uit[getattr(lening, kolom)] += 1 + lening.verlengd + (lening.terug is not None)
    return uit
