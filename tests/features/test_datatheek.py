"""A sender for the whole network delivers one file of many organisaties: each gets a levering of its own rows, and a month
that the library delivered itself counts once, from the library.

Not here: the exports of one library. The truth is counted from the made-up rows.
"""

from __future__ import annotations

from collections import Counter

import polars as pl
import pytest

from definitions import VerkeerdeAanroep
from ingest import Ontvangstbewijs, check, process, receive
from ingest.stand import counting_files
from tests.features.bibliotheek import ACTIVITEITEN, ANDER, ISIL, LOCATIES, Bibliotheek, loan

VREEMD = "NL-0811110000"


def _event(nummer: int, organisatie: str, maand: int) -> str:
    locatie = organisatie[:-4] + "1001"
    return f"{nummer};{organisatie};{locatie};Voorlezen;2025-{maand:02d}-11 10:00;;3;VOORLEZEN;4-11;BIBLIOTHEEK;FYSIEK;12;GETELD;DOORGEGAAN"


REGELS = [
    *(_event(i, ISIL, 1 + i % 3) for i in range(9)),
    *(_event(100 + i, ANDER, 2) for i in range(4)),
    _event(200, VREEMD, 2),
    _event(201, "onbekend", 2),
]


def _network(bibliotheek: Bibliotheek) -> None:
    bibliotheek.start()
    ander = bibliotheek.write("locaties_ander.csv", LOCATIES, [f"NL-0899981001;{ANDER};1;Ander;V;GM0034;40;30"])
    receive(bibliotheek.omgeving, [ander], organisatie=ANDER, periode="2025")
    process(bibliotheek.omgeving)


def _shared(bibliotheek: Bibliotheek) -> dict[str, Ontvangstbewijs]:
    pad = bibliotheek.write("datatheek.csv", ACTIVITEITEN, REGELS)
    ontvangen = receive(bibliotheek.omgeving, [pad], afzender="KB")
    klaar = {b.levering: b for b in process(bibliotheek.omgeving)}
    return {b.organisatie: klaar.get(b.levering, b) for b in ontvangen}


def _counted(bibliotheek: Bibliotheek) -> Counter[tuple[str, str]]:
    """Activities per organisatie and month in what counts."""
    werk = bibliotheek.omgeving.werk
    uit: Counter[tuple[str, str]] = Counter()
    for b in counting_files(bibliotheek.omgeving):
        if b.tabel == "activiteiten":
            uit[b.organisatie, b.periode] += pl.read_parquet(werk / b.pad).height
    return uit


def test_each_organisatie_gets_a_levering_of_its_own_rows(bibliotheek: Bibliotheek) -> None:
    _network(bibliotheek)
    bewijzen = _shared(bibliotheek)
    gelezen = {isil: b.rijen.geaccepteerd for isil, b in bewijzen.items() if b.rijen}
    assert gelezen == {ISIL: 9, ANDER: 4}
    assert bewijzen[ISIL].levering != bewijzen[ANDER].levering
    assert _counted(bibliotheek) == {
        (ISIL, "2025-01"): 3,
        (ISIL, "2025-02"): 3,
        (ISIL, "2025-03"): 3,
        (ANDER, "2025-02"): 4,
    }


def test_rows_of_nobody_on_the_list_are_counted_and_named(bibliotheek: Bibliotheek) -> None:
    _network(bibliotheek)
    geweigerd = _shared(bibliotheek)["NETWERK"]
    assert geweigerd.status == "geweigerd"
    (bevinding,) = geweigerd.bevindingen
    assert "2 regels" in bevinding.uitleg
    assert VREEMD in bevinding.uitleg
    assert "onbekend" not in bevinding.uitleg, "what is no ISIL could be a person's name"


@pytest.mark.parametrize("eigen_eerst", [True, False], ids=["eigen eerst", "netwerk eerst"])
def test_a_month_of_the_library_itself_counts_once_and_is_the_one(bibliotheek: Bibliotheek, eigen_eerst: bool) -> None:
    _network(bibliotheek)
    eigen = bibliotheek.write("eigen.csv", ACTIVITEITEN, [_event(i, ISIL, 2) for i in range(5)])
    if eigen_eerst:
        bibliotheek.deliver(eigen)
    _shared(bibliotheek)
    if not eigen_eerst:
        bibliotheek.deliver(eigen)
    assert _counted(bibliotheek) == {
        (ISIL, "2025-01"): 3,
        (ISIL, "2025-02"): 5,
        (ISIL, "2025-03"): 3,
        (ANDER, "2025-02"): 4,
    }


def test_the_receipt_says_which_months_count(bibliotheek: Bibliotheek) -> None:
    _network(bibliotheek)
    bibliotheek.deliver(bibliotheek.write("eigen.csv", ACTIVITEITEN, [_event(i, ISIL, 2) for i in range(5)]))
    bewijs = _shared(bibliotheek)[ISIL]
    assert bewijs.telt == ("2025-01", "2025-03")


def test_the_same_file_again_gives_the_first_receipts(bibliotheek: Bibliotheek) -> None:
    _network(bibliotheek)
    eerst, weer = _shared(bibliotheek), _shared(bibliotheek)
    assert [eerst[i].levering for i in (ISIL, ANDER)] == [weer[i].levering for i in (ISIL, ANDER)]


def test_a_check_gives_each_organisatie_its_verdict(bibliotheek: Bibliotheek) -> None:
    _network(bibliotheek)
    pad = bibliotheek.write("datatheek.csv", ACTIVITEITEN, REGELS)
    bewijzen = {b.organisatie: b for b in check(bibliotheek.omgeving, [pad])}
    assert {isil: b.rijen.geaccepteerd for isil, b in bewijzen.items() if b.rijen} == {ISIL: 9, ANDER: 4}
    assert [m.code for m in bewijzen["NETWERK"].bevindingen] == ["organisaties_onbekend"]
    with pytest.raises(VerkeerdeAanroep, match="--organisatie"):
        check(bibliotheek.omgeving, [bibliotheek.log([loan(1)])])


def test_a_file_that_does_not_say_whose_it_is_needs_an_organisatie(bibliotheek: Bibliotheek) -> None:
    _network(bibliotheek)
    with pytest.raises(VerkeerdeAanroep, match="--organisatie"):
        receive(bibliotheek.omgeving, [bibliotheek.log([loan(1)])])
