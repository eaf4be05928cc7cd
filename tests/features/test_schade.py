"""What a spreadsheet does to keys, codes and dates: restored where one thing can have stood there, else rejected; always counted.

Not here: rows that are no rows (test_rommel).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from ingest import Ontvangstbewijs, check

from .bibliotheek import ISIL, LEDEN, LOCATIES, LOG, Bibliotheek, loan, member


def _check(bibliotheek: Bibliotheek, naam: str, regels: list[str]) -> Ontvangstbewijs:
    pad = bibliotheek.map / naam
    pad.write_text("\n".join([*regels, ""]), encoding="utf-8")
    (bewijs,) = check(bibliotheek.omgeving, [pad], organisatie=ISIL, periode="2025")
    return bewijs


def _found(bewijs: Ontvangstbewijs, *codes: str) -> dict[tuple[str, str], int]:
    return {(m.code, m.kolom): m.aantal for m in bewijs.bevindingen if m.code in codes}


def _numbers(bewijs: Ontvangstbewijs) -> tuple[int, int, int]:
    assert bewijs.rijen is not None
    return bewijs.rijen.geaccepteerd, bewijs.rijen.hersteld, bewijs.rijen.uitval


def test_a_number_in_scientific_notation_is_restored_only_with_all_its_digits(bibliotheek: Bibliotheek) -> None:
    regels = [LOG, loan(1, exemplaar="123457"), loan(2, exemplaar="1,23458E+05"), loan(3, exemplaar="1.234590E+05"),
              loan(4, exemplaar="1,2346E+11"), loan(5, lid="1,00002E+05"), loan(6, lid="1E+05")]  # fmt: skip
    bewijs = _check(bibliotheek, "log.csv", regels)
    assert _numbers(bewijs) == (4, 3, 2)
    assert _found(bewijs, "sleutel_hersteld", "sleutel_afgerond") == {
        ("sleutel_hersteld", "exemplaar"): 2, ("sleutel_hersteld", "lid"): 1,
        ("sleutel_afgerond", "exemplaar"): 1, ("sleutel_afgerond", "lid"): 1,
    }  # fmt: skip
    assert "1,2346E" not in str(bewijs.as_json())


def test_a_restored_member_is_the_member_it_was(bibliotheek: Bibliotheek) -> None:
    log = bibliotheek.log([loan(1, lid="123457"), loan(2, lid="1,23457E+05"), loan(3, lid="7")])
    bibliotheek.deliver(log, periode="2025-03")
    (leners,) = (p for p in bibliotheek.omgeving.brons.rglob("*.parquet") if "leners" in p.parts)
    assert pl.read_parquet(leners)["lid"].n_unique() == 2


def test_a_title_of_which_digits_were_lost_is_left_out(bibliotheek: Bibliotheek) -> None:
    regels = [LOG, loan(1), loan(2).replace(";55;", ";5,5123E+11;")]
    bewijs = _check(bibliotheek, "log.csv", regels)
    assert _numbers(bewijs) == (2, 0, 0)
    assert _found(bewijs, "titel_afgerond") == {("titel_afgerond", "titel"): 1}


def test_a_code_gets_its_zeros_back_where_one_known_code_fits(bibliotheek: Bibliotheek) -> None:
    plekken = [("NL-0899991001", "0012"), ("NL-0899991002", "0700"), ("NL-0899991003", "07"), ("NL-0899991004", "007")]
    locaties = [f"{isil};{ISIL};{code};Proef {code};V;GM0014;40;30" for isil, code in plekken]
    bibliotheek.deliver(bibliotheek.write("locaties.csv", LOCATIES, locaties), periode="2025")
    goed = [loan(i, vestiging=v) for i, v in enumerate(["0012", "12", "012", "700", "07"])]
    fout = [loan(i, vestiging=v) for i, v in enumerate(["7", "1", "00012"], start=10)]
    bewijs = _check(bibliotheek, "log.csv", [LOG, *goed, *fout])
    assert _numbers(bewijs) == (5, 3, 3)
    assert _found(bewijs, "voorloopnul_hersteld", "vestiging_onbekend") == {
        ("voorloopnul_hersteld", "locatie"): 3, ("vestiging_onbekend", "locatie"): 3,
    }  # fmt: skip


def test_a_gemeente_gets_its_zeros_and_letters_back(bibliotheek: Bibliotheek) -> None:
    codes = ["GM0014", "14", "0014", "GM14", "363", "9999", "Groningen"]
    regels = [f"NL-089999100{i};{ISIL};900{i};Plek {i};V;{code};40;30" for i, code in enumerate(codes)]
    bewijs = _check(bibliotheek, "locaties.csv", [LOCATIES, *regels])
    assert _found(bewijs, "voorloopnul_hersteld", "gemeente_onbekend") == {
        ("voorloopnul_hersteld", "gemeente"): 4, ("gemeente_onbekend", "gemeente"): 2,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("datums", "aantallen", "bevindingen"),
    [
        (["03-04-2025", "25-04-2025"], (2, 0, 0), {}),
        # One of them only fits with the month first, and none with the day first: all have the month first.
        (["03-04-2025", "04-25-2025", "05-05-2025"], (3, 2, 0), {"datum_volgorde_hersteld": 2}),
        # Both orders are certain: what fits both is neither.
        (["03-04-2025", "04-25-2025", "25-04-2025", "05-05-2025", "2025-06-07"], (4, 1, 1),
         {"datum_volgorde_hersteld": 1, "datum_volgorde_gemengd": 1, "foute_datum": 1}),
        (["03-04-2025", "31-02-2025"], (1, 0, 1), {"foute_datum": 1}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("blok", [200, 2**20])
def test_the_order_of_day_and_month_is_that_of_the_certain_dates(
    bibliotheek: Bibliotheek, datums: list[str], aantallen: tuple[int, ...], bevindingen: dict[str, int], blok: int
) -> None:
    """Whatever the size of a block: what a later block tells is also true of the rows before it."""
    klein = Bibliotheek(replace(bibliotheek.omgeving, blok_bytes=blok), bibliotheek.map)
    bewijs = _check(klein, "log.csv", [LOG, *(loan(i, datum) for i, datum in enumerate(datums))])
    assert _numbers(bewijs) == aantallen
    codes = ("datum_volgorde_hersteld", "datum_volgorde_gemengd", "foute_datum")
    assert _found(bewijs, *codes) == {(code, "datumtijd"): n for code, n in bevindingen.items()}


def test_the_month_of_a_date_with_the_month_first(bibliotheek: Bibliotheek) -> None:
    bewijs = bibliotheek.deliver(bibliotheek.log([loan(1, "03-04-2025"), loan(2, "03-25-2025")]), periode="2025")
    assert bewijs.status == "verwerkt"
    (uitleningen,) = (bibliotheek.omgeving.brons / "uitleningen" / "uitleningen").rglob("*.parquet")
    assert pl.read_parquet(uitleningen)["maand"].unique().to_list() == [date(2025, 3, 1)]


def test_one_slip_of_the_pen_does_not_turn_a_column(bibliotheek: Bibliotheek) -> None:
    regels = [
        LOG,
        *(loan(i, f"{13 + i % 15}-04-2025") for i in range(150)),
        loan(200, "03-04-2025"),
        loan(201, "04-25-2025"),
    ]
    bewijs = _check(bibliotheek, "log.csv", regels)
    assert _numbers(bewijs) == (151, 0, 1)


@pytest.mark.parametrize(
    ("tekst", "code"),
    [("2025-05", "datum_onvolledig"), ("05-2025", "datum_onvolledig"), ("mei 2025", "datum_onvolledig"),
     ("2025-13", "inschrijfdatum_onleesbaar"), ("c1999.", "inschrijfdatum_onleesbaar"),
     ("[1985]-", "inschrijfdatum_onleesbaar"), ("1999", "inschrijfdatum_onleesbaar")],
)  # fmt: skip
def test_a_month_is_a_date_where_no_day_is_needed(bibliotheek: Bibliotheek, tekst: str, code: str) -> None:
    bewijs = _check(bibliotheek, "leden.csv", [LEDEN, member("1").replace("01-01-2020", tekst)])
    assert _found(bewijs, "datum_onvolledig", "inschrijfdatum_onleesbaar") == {(code, "inschrijfdatum"): 1}
    bewijs = _check(bibliotheek, "log.csv", [LOG, loan(1), loan(2, tekst)])
    assert _found(bewijs, "foute_datum") == {("foute_datum", "datumtijd"): 1}


def test_nothing_of_this_is_said_of_a_clean_file(bibliotheek: Bibliotheek) -> None:
    bewijs = _check(bibliotheek, "log.csv", [LOG, *(loan(i) for i in range(5))])
    assert not [m.code for m in bewijs.bevindingen if m.gevolg == "hersteld"]
