"""The test service gives the verdict of a real delivery, in the cases where what was delivered before or beside it matters.

Not here: each source's sample files (tests/bronnen). What is real is delivered right after the rehearsal.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ingest import check, declare_changeover, forget_person
from tests.features.bibliotheek import ACTIVITEITEN, ANDER, ISIL, Bibliotheek, loan, member
from tests.features.oordeel import rehearsed_and_real

Geval = Callable[[Bibliotheek], tuple[list[Path], dict[str, Any]]]
KOHA = "issue_id;borrowernumber;itemnumber;issuedate;date_due;returndate;branchcode;renewals_count;onsite_checkout"


def _part_in_the_name(bib: Bibliotheek) -> tuple[list[Path], dict[str, Any]]:
    regels = [loan(1), loan(2, "20-03-2025")]
    return [bib.log(regels, "log_2025-03-01_2025-03-07.csv")], {}


def _stock_beside_flow(bib: Bibliotheek) -> tuple[list[Path], dict[str, Any]]:
    return [bib.members([member("5")]), bib.log([loan(1), loan(2, "20-04-2025")])], {}


def _stock_of_no_date(bib: Bibliotheek) -> tuple[list[Path], dict[str, Any]]:
    return [bib.members([member("5")])], {}


def _far_fewer_rows(bib: Bibliotheek) -> tuple[list[Path], dict[str, Any]]:
    bib.deliver(bib.log([loan(i) for i in range(10)], "eerst.csv"))
    return [bib.log([loan(1)])], {}


def _second_system(bib: Bibliotheek) -> tuple[list[Path], dict[str, Any]]:
    bib.deliver(bib.log([loan(i) for i in range(10)], "eerst.csv"))
    return [bib.write("issues.csv", KOHA, ["1;5;7;2025-03-05 10:00;2025-03-26;;9001;0;0"])], {"bronsysteem": "koha"}


def _day_of_the_other_system(bib: Bibliotheek) -> tuple[list[Path], dict[str, Any]]:
    declare_changeover(bib.omgeving, ISIL, "koha", "wise", "2025-05-01", nummers="zelfde")
    return [bib.log([loan(1)])], {}


def _overlapping_part(bib: Bibliotheek) -> tuple[list[Path], dict[str, Any]]:
    bib.deliver(bib.log([loan(1)], "eerst.csv"), periode="2025-03-01..2025-03-07")
    return [bib.log([loan(2)])], {"periode": "2025-03-03..2025-03-09"}


def _the_same_again(bib: Bibliotheek) -> tuple[list[Path], dict[str, Any]]:
    pad = bib.log([loan(1)])
    bib.deliver(pad)
    return [pad], {}


def _forgotten(bib: Bibliotheek) -> tuple[list[Path], dict[str, Any]]:
    bib.deliver(bib.members([member("918273645"), member("5")], "eerst.csv"), periode="2025-03-31")
    forget_person(bib.omgeving, ISIL, "918273645", "verzoek")
    return [bib.members([member("918273645"), member("5"), member("6")])], {"periode": "2025-03-31"}


def _network_names_one(bib: Bibliotheek) -> tuple[list[Path], dict[str, Any]]:
    rij = "{};{};{};Voorlezen;2025-03-11 10:00;;3;VOORLEZEN;4-11;BIBLIOTHEEK;FYSIEK;12;GETELD;DOORGEGAAN"
    regels = [rij.format(1, ISIL, "NL-0899991001"), rij.format(2, ANDER, "NL-0899981001")]
    return [bib.write("datatheek.csv", ACTIVITEITEN, regels)], {"via": "netwerk"}


def _other_sheets(bib: Bibliotheek) -> tuple[list[Path], dict[str, Any]]:
    import xlsxwriter

    pad = bib.map / "werkboek.xlsx"
    with xlsxwriter.Workbook(pad) as boek:
        for naam, regels in (("Uit Wijzer", [ACTIVITEITEN.split(";")]), ("Planning", [["wie", "wat"], ["x", "y"]])):
            blad = boek.add_worksheet(naam)
            rij = f"1;{ISIL};;Lezing;2025-03-11 10:00;;3;;;;;4;;DOORGEGAAN".split(";")
            for i, cellen in enumerate([*regels, rij] if naam == "Uit Wijzer" else regels):
                blad.write_row(i, 0, cellen)
    return [pad], {}


def _rejected_and_refused(bib: Bibliotheek) -> tuple[list[Path], dict[str, Any]]:
    return [bib.log([loan(i, "99-99-2025") for i in range(120)])], {}


GEVALLEN = [
    _part_in_the_name, _stock_beside_flow, _stock_of_no_date, _far_fewer_rows, _second_system, _day_of_the_other_system,
    _overlapping_part, _the_same_again, _forgotten, _network_names_one, _other_sheets, _rejected_and_refused,
]  # fmt: skip


@pytest.mark.parametrize("geval", GEVALLEN, ids=lambda g: g.__name__.strip("_"))
def test_the_rehearsal_is_the_delivery(bibliotheek: Bibliotheek, geval: Geval) -> None:
    paden, woorden = geval(bibliotheek)
    geoefend, echt = rehearsed_and_real(bibliotheek.omgeving, paden, organisatie=ISIL, **woorden)
    assert geoefend == echt


def test_without_locations_it_waits(leeg: Bibliotheek) -> None:
    lijst = leeg.write("organisaties.csv", "isil;naam;bronsysteem;werkgebied", [f"{ISIL};Proef;wise;GM0014"])
    geoefend, echt = rehearsed_and_real(leeg.omgeving, [lijst])
    assert geoefend == echt
    geoefend, echt = rehearsed_and_real(leeg.omgeving, [leeg.log([loan(1)])], organisatie=ISIL)
    assert geoefend == echt
    assert [b["status"] for b in geoefend] == ["wacht"]


def test_who_has_no_keys_says_that_forgotten_members_cannot_be_seen(bibliotheek: Bibliotheek) -> None:
    """The app and the endpoint hold no key; with one, whoever holds the app could ask of any number whether it was forgotten."""
    paden, woorden = _forgotten(bibliotheek)
    zonder = bibliotheek.omgeving.zonder_sleutels()
    (bewijs,) = check(zonder, paden, organisatie=ISIL, **woorden)
    assert {m.code: m.aantal for m in bewijs.bevindingen}["vergeten_niet_gezien"] == 1
    assert bewijs.rijen is not None
    assert bewijs.rijen.geaccepteerd == 3
