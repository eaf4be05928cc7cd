"""A library that changes systems in the middle of a month: each system counts its own days, nothing counts twice, and a
table of numbers keeps persons the same persons.

Not here: which exports there are. The truth is counted here from the made-up loans themselves.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

import polars as pl
import pytest

from definitions import VerkeerdeAanroep
from ingest import Ontvangstbewijs, declare_changeover, process, receive
from ingest.stand import counting_files
from tests.features.bibliotheek import ISIL, Bibliotheek, loan

OUD = ["05-03-2025", "02-04-2025", "14-04-2025", "15-04-2025", "20-04-2025"]
NIEUW = ["2025-04-10", "2025-04-15", "2025-04-30", "2025-05-02"]
DAG = date(2025, 4, 15)
WAARHEID = {"2025-03": 1, "2025-04": 2 + 2, "2025-05": 1}
ISSUES = "issue_id;borrowernumber;itemnumber;issuedate;date_due;returndate;branchcode;renewals_count;onsite_checkout"


def _old(bibliotheek: Bibliotheek, *, leden: tuple[str, ...] = ("101", "102", "103", "104", "105")) -> Ontvangstbewijs:
    regels = [loan(i, datum, lid=lid) for i, (datum, lid) in enumerate(zip(OUD, leden, strict=True))]
    return bibliotheek.deliver(bibliotheek.log(regels))


def _new(bibliotheek: Bibliotheek, *, leden: tuple[str, ...] = ("7", "8", "9", "7")) -> Ontvangstbewijs:
    regels = [
        f"{i};{lid};{i};{datum} 10:00:00;{datum} 23:59:00;;9001;0;0"
        for i, (datum, lid) in enumerate(zip(NIEUW, leden, strict=True))
    ]
    pad = bibliotheek.write("old_issues.csv", ISSUES, regels)
    (ontvangen,) = receive(bibliotheek.omgeving, [pad], organisatie=ISIL)
    return {b.levering: b for b in process(bibliotheek.omgeving)}.get(ontvangen.levering, ontvangen)


def _frames(bibliotheek: Bibliotheek, tabel: str) -> pl.DataFrame:
    paden = [b.pad for b in counting_files(bibliotheek.omgeving) if b.tabel == tabel]
    return pl.concat([pl.read_parquet(bibliotheek.omgeving.werk / pad) for pad in paden])


def _loans(bibliotheek: Bibliotheek) -> dict[str, int]:
    frame = _frames(bibliotheek, "uitleningen").filter(pl.col("soort").cast(pl.String) == "UITLENING")
    return dict(
        Counter(
            {f"{maand:%Y-%m}": int(n) for maand, n in frame.group_by("maand").agg(pl.col("aantal").sum()).iter_rows()}
        )
    )


def _people(bibliotheek: Bibliotheek) -> int:
    return _frames(bibliotheek, "leners")["lid"].n_unique()


def test_without_the_day_of_the_change_the_second_system_is_refused(bibliotheek: Bibliotheek) -> None:
    bibliotheek.start()
    _old(bibliotheek)
    geweigerd = _new(bibliotheek)
    assert geweigerd.status == "geweigerd"
    assert "daadkracht overstap" in geweigerd.bevindingen[0].uitleg


@pytest.mark.parametrize("eerst_opgeven", [True, False], ids=["eerst opgeven", "eerst leveren"])
def test_each_system_counts_its_own_days(bibliotheek: Bibliotheek, eerst_opgeven: bool) -> None:
    bibliotheek.start()
    if eerst_opgeven:
        assert declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koha", DAG) == []
        _old(bibliotheek)
    else:
        oud = _old(bibliotheek)
        assert declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koha", DAG) == [oud.levering]
        process(bibliotheek.omgeving)
    nieuw = _new(bibliotheek)
    assert nieuw.rijen is not None
    assert (nieuw.rijen.geaccepteerd, nieuw.rijen.overgeslagen) == (3, 1)
    assert _loans(bibliotheek) == WAARHEID


def test_a_correction_of_the_old_system_replaces_only_its_own_days(bibliotheek: Bibliotheek) -> None:
    bibliotheek.start()
    declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koha", DAG)
    _old(bibliotheek)
    _new(bibliotheek)
    verbeterd = [loan(9, datum) for datum in ("03-04-2025", "04-04-2025", "05-04-2025", "28-04-2025")]
    bibliotheek.deliver(bibliotheek.log(verbeterd, "april.csv"))
    assert _loans(bibliotheek) == {**WAARHEID, "2025-04": 3 + 2}


def test_a_part_of_the_month_on_days_of_the_other_system_is_refused_alone(bibliotheek: Bibliotheek) -> None:
    bibliotheek.start()
    declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koha", DAG)
    laat = bibliotheek.deliver(bibliotheek.log([loan(1, "21-04-2025")], "laat.csv"), periode="2025-04-20..2025-04-26")
    assert laat.bevindingen[0].code == "buiten_systeem"
    goed = bibliotheek.deliver(bibliotheek.log([loan(2, "08-04-2025")], "week.csv"), periode="2025-04-07..2025-04-13")
    assert goed.telt == ("2025-04-07..2025-04-13",)


def test_what_was_delivered_before_the_declaration_counts_no_more_until_split(bibliotheek: Bibliotheek) -> None:
    bibliotheek.start()
    _old(bibliotheek)
    declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koha", DAG)
    assert _loans(bibliotheek) == {"2025-03": 1}, "the month of the change waits, nothing counts twice"
    process(bibliotheek.omgeving)
    assert _loans(bibliotheek) == {"2025-03": 1, "2025-04": 2}


def test_the_same_number_in_two_systems_is_not_the_same_person(bibliotheek: Bibliotheek) -> None:
    bibliotheek.start()
    declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koha", DAG)
    _old(bibliotheek, leden=("7", "7", "8", "1", "1"))
    _new(bibliotheek)
    assert _people(bibliotheek) == 2 + 3


def test_same_numbers_are_the_same_persons_where_that_is_said(bibliotheek: Bibliotheek) -> None:
    bibliotheek.start()
    declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koha", DAG, nummers="zelfde")
    _old(bibliotheek, leden=("7", "7", "8", "1", "1"))
    _new(bibliotheek)
    assert _people(bibliotheek) == 3


@pytest.mark.parametrize("als_werkboek", [False, True], ids=["csv", "xlsx"])
def test_a_table_of_numbers_keeps_persons_the_same(bibliotheek: Bibliotheek, als_werkboek: bool) -> None:
    bibliotheek.start()
    regels = [("101", "7"), ("-102", "8"), ("0", "9")]
    tabel = bibliotheek.write("nummers.csv", "oud;nieuw", map(";".join, regels))
    if als_werkboek:
        tabel = tabel.with_suffix(".xlsx")
        pl.DataFrame(regels, schema=["oud", "nieuw"], orient="row").write_excel(tabel)
    declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koha", DAG, tabel=tabel)
    _old(bibliotheek, leden=("101", "102", "103", "1", "1"))
    _new(bibliotheek)
    # 101 = 7, 102 = 8, and 103 and 9 stand alone
    assert _people(bibliotheek) == 4


def test_a_declaration_that_cannot_be_right_is_refused(bibliotheek: Bibliotheek) -> None:
    bibliotheek.start()
    with pytest.raises(VerkeerdeAanroep, match="hetzelfde"):
        declare_changeover(bibliotheek.omgeving, ISIL, "wise", "wise", DAG)
    with pytest.raises(VerkeerdeAanroep, match="bronsysteem bestaat niet"):
        declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koala", DAG)
    leeg = bibliotheek.write("nummers.csv", "oud;nieuw", [])
    with pytest.raises(VerkeerdeAanroep, match="geen paren"):
        declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koha", DAG, tabel=leeg)
