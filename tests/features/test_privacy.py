"""Privacy as a property of what is stored: unique values of a person are delivered and must be found nowhere afterwards.

Not here: what pages may show (later issues), and that killed runs leave nothing either (tests/failure).
"""

from __future__ import annotations

import polars as pl
import pytest

from ingest import collect_inbox, counting_files, process, receipts, receive

from .bibliotheek import ISIL, LEDEN, LOG, Bibliotheek, loan, member
from .canary import found_below

# Values that occur nowhere else; the check would find them in plain text, Parquet, DuckDB and SQLite.
KANARIE = {
    "lidnummer": "918273645",
    "pasnummer": "2977665544331",
    "naam": "Kanariewilg",
    "straat": "Vinkenzanglaan",
    "e-mail": "kanarie.piet@voorbeeld.nl",
    "geboortedatum": "17-08-1957",
    "geboortedatum als ISO": "1957-08-17",
    "postcode": "9718ZX",
    "plaats": "Kanariedorp",
}


def _personal_line() -> str:
    k = KANARIE
    return (
        f"{k['lidnummer']};{k['pasnummer']};{k['naam']};Q;{k['straat']};77;{k['postcode']};{k['plaats']};{k['e-mail']};"
        f"{k['geboortedatum']};V;60;9001;01-01-2020;31-12-2026"
    )


def _personal_loan(nummer: int, datum: str = "03-03-2025") -> str:
    k = KANARIE
    return f"{nummer};{datum};10:15;1;B;9001;7001;55;300000103;BOE;;{k['lidnummer']};60;{k['geboortedatum']};{k['postcode']}"


@pytest.fixture
def met_persoon(bibliotheek: Bibliotheek) -> Bibliotheek:
    """One person delivered through the inbox: as a member, as a borrower, in accepted, rejected and refused rows."""
    drop = bibliotheek.omgeving.inbox / ISIL / "alles"
    slecht = bibliotheek.omgeving.inbox / ISIL / "slecht"
    onherkend = bibliotheek.omgeving.inbox / ISIL / "onherkend"
    leden = bibliotheek.members([_personal_line(), _personal_line(), member("5")])
    log = bibliotheek.log(
        [_personal_loan(1), _personal_loan(2, "31-02-2025"), _personal_loan(3, "31-12-2099"), loan(4)]
    )
    fout = bibliotheek.log([_personal_loan(i, "99-99-2025") for i in range(300)], "fout.csv")
    raar = bibliotheek.write("raar.csv", f"naam;{KANARIE['naam']}", [f"{KANARIE['lidnummer']};{KANARIE['e-mail']}"])
    for map_, paden in ((drop, (leden, log)), (slecht, (fout,)), (onherkend, (raar,))):
        map_.mkdir(parents=True)
        for pad in paden:
            (map_ / pad.name).write_bytes(pad.read_bytes())
        (map_ / "_KLAAR").write_text("periode=2025-03")
    collect_inbox(bibliotheek.omgeving)
    process(bibliotheek.omgeving)
    return bibliotheek


def test_the_check_itself_finds_what_is_there(bibliotheek: Bibliotheek) -> None:
    bibliotheek.members([_personal_line()])
    pl.DataFrame({"x": [KANARIE["naam"]]}).write_parquet(bibliotheek.map / "een.parquet")
    gevonden = found_below(bibliotheek.map, KANARIE)
    assert set(gevonden) == set(KANARIE) - {"geboortedatum als ISO"}
    assert "een.parquet" in gevonden["naam"]


def test_no_personal_value_stays_in_the_work_folder(met_persoon: Bibliotheek) -> None:
    soorten = {b.status for b in receipts(met_persoon.omgeving)}
    assert {"verwerkt", "verwerkt_met_uitval", "geweigerd"} <= soorten
    assert found_below(met_persoon.omgeving.werk, KANARIE) == {}


def test_no_date_in_brons_is_a_birth_date(met_persoon: Bibliotheek) -> None:
    for bestand in counting_files(met_persoon.omgeving):
        frame = pl.read_parquet(met_persoon.omgeving.werk / bestand.pad)
        datums = [c for c, soort in frame.schema.items() if soort == pl.Date]
        assert all(frame[c].drop_nulls().is_between(pl.date(2019, 1, 1), pl.date(2027, 1, 1)).all() for c in datums), (
            bestand
        )


def test_who_read_what_cannot_be_rebuilt(met_persoon: Bibliotheek) -> None:
    kolommen = {
        b.tabel: set(pl.read_parquet(met_persoon.omgeving.werk / b.pad).columns)
        for b in counting_files(met_persoon.omgeving)
    }
    assert not kolommen["uitleningen"] & {"lid", "titel", "exemplaar", "datum", "datumtijd", "postcode4"}
    assert not kolommen["leners"] & {"titel", "exemplaar", "materiaalsoort", "weekdag", "dagdeel"}
    for tabel in ("titelgebruik", "exemplaargebruik"):
        assert not kolommen[tabel] & {"lid", "locatie", "leeftijdsband", "lidsoort"}


def test_a_pseudonym_is_stable_within_an_organisation(bibliotheek: Bibliotheek) -> None:
    bibliotheek.deliver(bibliotheek.members([member("5"), member("-6"), member("7")]), periode="2025-03-31")
    bibliotheek.deliver(bibliotheek.log([loan(1, lid="-5"), loan(2, lid="6"), loan(3, lid="0"), loan(4, lid="")]))
    tabellen = {
        b.tabel: pl.read_parquet(bibliotheek.omgeving.werk / b.pad) for b in counting_files(bibliotheek.omgeving)
    }
    leden, leners = set(tabellen["leden"]["lid"]), set(tabellen["leners"]["lid"])
    assert len(leden) == 3
    assert len(leners) == 2
    assert leners < leden
    assert all(len(p) == 16 for p in leden)


def test_columns_that_are_not_needed_are_dropped_and_named(bibliotheek: Bibliotheek) -> None:
    bewijs = bibliotheek.deliver(bibliotheek.members([member("5")]), periode="2025")
    zin = next(m.uitleg for m in bewijs.bevindingen if m.code == "kolom_overbodig")
    for kolom in ("naam", "straat", "e-mail", "pasnummer"):
        assert kolom in zin


def test_a_header_that_is_a_value_is_not_repeated(bibliotheek: Bibliotheek) -> None:
    pad = bibliotheek.write("leden.csv", LEDEN + ";Kanariewilg", [member("5") + ";x"])
    bewijs = bibliotheek.deliver(pad, periode="2025")
    assert "anariewilg" not in str(bewijs.as_json())


def test_refusals_say_no_value(bibliotheek: Bibliotheek) -> None:
    pad = bibliotheek.write("log.csv", LOG, [_personal_loan(1, "niet-een-datum")] * 3)
    (bewijs,) = receive(bibliotheek.omgeving, [pad], organisatie=ISIL)
    process(bibliotheek.omgeving)
    tekst = str([b.as_json() for b in receipts(bibliotheek.omgeving, bewijs.levering)])
    assert not [naam for naam, waarde in KANARIE.items() if waarde in tekst]
    assert "niet-een-datum" not in tekst
