"""A merger: the old organisatie's months stay, the successor delivers after it, and every receipt says who that is.

Not here: figures over a merger.
"""

from __future__ import annotations

import pytest

from ingest import check, counting_files, process, receive

from .bibliotheek import ANDER, ISIL, LOCATIES, Bibliotheek, loan

OPVOLGER = "Bibliotheek Samen (NL-0899980000)"


@pytest.fixture
def gefuseerd(leeg: Bibliotheek) -> Bibliotheek:
    """ISIL was succeeded by ANDER on 1 April 2025, having delivered January to March."""
    leeg.start()
    leeg.deliver(leeg.log([loan(1, "15-01-2025"), loan(2, "15-03-2025")], "log_oud.csv"))
    lijst = leeg.write(
        "organisaties_nieuw.csv", "isil;naam;bronsysteem;werkgebied;geldig_tot;opgevolgd_door",
        [f"{ISIL};Bibliotheek Proef;wise;GM0014;2025-03-31;{ANDER}", f"{ANDER};Bibliotheek Samen;wise;GM0014|GM0034;;"],
    )  # fmt: skip
    receive(leeg.omgeving, [lijst])
    receive(leeg.omgeving, [leeg.write("loc2.csv", LOCATIES, [f"NL-0899991001;{ANDER};9001;Proef;V;GM0014;40;30"])],
            organisatie=ANDER, periode="2025")  # fmt: skip
    process(leeg.omgeving)
    return leeg


def _months(bib: Bibliotheek, organisatie: str) -> set[str]:
    return {
        b.periode for b in counting_files(bib.omgeving) if b.tabel == "uitleningen" and b.organisatie == organisatie
    }


def test_months_up_to_the_merger_stay_and_may_be_mended(gefuseerd: Bibliotheek) -> None:
    assert _months(gefuseerd, ISIL) == {"2025-01", "2025-03"}
    pad = gefuseerd.log([loan(i, "20-03-2025") for i in range(3, 6)], "log_maart.csv")
    (gecontroleerd,) = check(gefuseerd.omgeving, [pad], organisatie=ISIL)
    bewijs = gefuseerd.deliver(pad)
    for b in (gecontroleerd, bewijs):
        assert b.status == "verwerkt"
        (zin,) = [m.uitleg for m in b.bevindingen if m.code == "organisatie_opgevolgd"]
        assert OPVOLGER in zin
        assert "31-03-2025" in zin


def test_months_after_the_merger_are_the_successors(gefuseerd: Bibliotheek) -> None:
    pad = gefuseerd.log([loan(1, "15-03-2025"), loan(2, "15-04-2025")], "log_april.csv")
    (gecontroleerd,) = check(gefuseerd.omgeving, [pad], organisatie=ISIL)
    bewijs = gefuseerd.deliver(pad)
    for b in (gecontroleerd, bewijs):
        assert b.status == "geweigerd"
        (m,) = [m for m in b.bevindingen if m.code == "na_fusie"]
        assert OPVOLGER in m.uitleg
        assert "2025-04" in m.uitleg
    assert "2025-04" not in _months(gefuseerd, ISIL)

    april = gefuseerd.log([loan(2, "15-04-2025")], "log_samen.csv")
    receive(gefuseerd.omgeving, [april], organisatie=ANDER)
    (samen,) = process(gefuseerd.omgeving)
    assert samen.status == "verwerkt"
    assert "organisatie_opgevolgd" not in {m.code for m in samen.bevindingen}
    assert _months(gefuseerd, ANDER) == {"2025-04"}


def test_a_stock_of_after_the_merger_is_the_successors(gefuseerd: Bibliotheek) -> None:
    assert gefuseerd.deliver(gefuseerd.locations(), periode="2025-03-31").status == "verwerkt"
    bewijs = gefuseerd.deliver(gefuseerd.locations(), periode="2025-04-30")
    assert [m.code for m in bewijs.bevindingen] == ["na_fusie"]
