"""The calendar: what is expected of a library by when, and what of it is in, late, missing or still to come.

Not here: the delivery windows themselves; they stand in the contracts and are read back here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from definitions import load_definities
from ingest import declare_changeover, expected, overdue, receive
from tests.features.bibliotheek import ANDER, ISIL, Bibliotheek, loan, member


def _at(
    bibliotheek: Bibliotheek, dag: str, jaar: int | None = None, dataset: str = "uitleningen", isil: str = ISIL
) -> dict:
    omgeving = replace(bibliotheek.omgeving, vast_nu=datetime.fromisoformat(dag))
    return {v.periode: v for v in expected(omgeving, isil, jaar) if v.dataset == dataset}


def test_the_windows_of_the_contracts() -> None:
    """Of month M by the 10th of M+1, stocks of 31 December by 31 January, yearly figures by 1 March."""
    laatste = {"uitleningen": date(2025, 3, 31), "leden": date(2025, 12, 31), "jaarcijfers": date(2025, 12, 31)}
    uiterlijk = {"uitleningen": date(2025, 4, 10), "leden": date(2026, 1, 31), "jaarcijfers": date(2026, 3, 1)}
    for dataset, einde in laatste.items():
        termijn = load_definities().contracten[dataset].levertermijn_dagen  # type: ignore[index]
        assert (uiterlijk[dataset] - einde).days == termijn


@pytest.fixture
def geleverd(bibliotheek: Bibliotheek) -> Bibliotheek:
    """January, March and half of April 2025 are in, and the members of a day before the end of the year."""
    bibliotheek.deliver(bibliotheek.log([loan(1, "05-01-2025")], "a.csv"))
    bibliotheek.deliver(bibliotheek.log([loan(2, "05-03-2025")], "b.csv"))
    bibliotheek.deliver(bibliotheek.log([loan(3, "05-04-2025")], "c.csv"), periode="2025-04-01..2025-04-15")
    bibliotheek.deliver(bibliotheek.members([member("1")], "leden_2025-12-29.csv"))
    return bibliotheek


@pytest.mark.parametrize(
    ("dag", "verwacht"),
    [
        ("2025-05-05", {"2025-01": "binnen", "2025-02": "ontbreekt", "2025-03": "binnen", "2025-04": "voorlopig", "2025-05": "komt_nog"}),
        ("2025-06-11", {"2025-05": "te_laat", "2025-06": "komt_nog"}),
        ("2025-07-11", {"2025-05": "ontbreekt", "2025-06": "te_laat"}),
    ],
)  # fmt: skip
def test_what_is_in_and_what_is_not(geleverd: Bibliotheek, dag: str, verwacht: dict[str, str]) -> None:
    gevonden = _at(geleverd, dag)
    assert {p: gevonden[p].status for p in verwacht} == verwacht
    assert gevonden["2025-01"].uiterlijk == date(2025, 2, 10)
    assert gevonden["2025-01"].levering is not None
    assert gevonden["2025-02"].levering is None


def test_a_whole_year_can_be_asked(geleverd: Bibliotheek) -> None:
    gevonden = _at(geleverd, "2025-02-01", 2025)
    assert list(gevonden) == [f"2025-{m:02d}" for m in range(1, 13)]
    assert gevonden["2025-12"].uiterlijk == date(2026, 1, 10)
    (stand,) = _at(geleverd, "2026-02-01", 2025, "leden").values()
    assert (stand.periode, stand.status) == ("2025-12-31", "voorlopig")


def test_another_library_that_delivered_nothing_is_late_with_everything(geleverd: Bibliotheek) -> None:
    weg = overdue(expected(replace(geleverd.omgeving, vast_nu=datetime(2025, 3, 15))))
    assert {(v.dataset, v.periode) for v in weg if v.organisatie == ANDER} == {
        (d, p) for d in ("uitleningen", "activiteiten") for p in ("2025-01", "2025-02")
    }
    assert ("uitleningen", "2025-02") in {(v.dataset, v.periode) for v in weg if v.organisatie == ISIL}


def test_after_a_merger_the_successor_delivers(leeg: Bibliotheek) -> None:
    lijst = leeg.write(
        "organisaties.csv", "isil;naam;bronsysteem;werkgebied;geldig_van;geldig_tot;opgevolgd_door",
        [f"{ISIL};Proef;wise;GM0014;;2025-02-28;{ANDER}", f"{ANDER};Ander;wise;GM0034;2025-03-01;;"],
    )  # fmt: skip
    receive(leeg.omgeving, [lijst])
    leeg.deliver(leeg.locations(), periode="2025-01-31")
    assert list(_at(leeg, "2026-01-15", 2025)) == ["2025-01", "2025-02"]
    assert min(_at(leeg, "2026-01-15", 2025, isil=ANDER)) == "2025-03"
    assert _at(leeg, "2026-01-15", 2025, "leden") == {}
    assert list(_at(leeg, "2026-01-15", 2025, "leden", ANDER)) == ["2025-12-31"]


def test_a_month_of_two_systems_is_in_when_both_are(bibliotheek: Bibliotheek) -> None:
    declare_changeover(bibliotheek.omgeving, ISIL, van="wise", naar="sjabloon", datum=date(2025, 3, 16))
    bibliotheek.deliver(bibliotheek.log([loan(1, "05-03-2025")]))
    assert _at(bibliotheek, "2025-05-01")["2025-03"].status == "voorlopig"
    nieuw = bibliotheek.write(
        "uit.csv",
        "uitlening_id;lener;uitleen_datumtijd;verwachte_inleverdatum;inname_datumtijd;verlengingen;vestiging;exemplaarnummer;materiaal;ppn;abonnement;geboortedatum;postcode",
        ["1;100001;25-03-2025 11:26;26-04-2025;;0;9001;8001;BOE;300000103;60;01-02-1980;9711AA"],
    )
    assert bibliotheek.deliver(nieuw).status == "verwerkt"
    assert _at(bibliotheek, "2025-05-01")["2025-03"].status == "binnen"


def test_what_waits_is_not_called_missing(bibliotheek: Bibliotheek) -> None:
    (bewijs,) = receive(bibliotheek.omgeving, [bibliotheek.log([loan(1)])], organisatie=ISIL, periode="2025-03")
    gevonden = _at(bibliotheek, "2025-06-01")["2025-03"]
    assert (gevonden.status, gevonden.levering) == ("voorlopig", bewijs.levering)
