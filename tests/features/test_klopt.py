"""Klopt dit? The promise: what a library's own system says, what was counted and what the difference comes from stand side by
side per location and month, and add up.

The truth is made here, row by row, beside the rows. Not here: that the bridge adds up whatever it is given
(`tests/unit/ingest/test_compare.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from definitions import VerkeerdeAanroep
from ingest import (
    Ontvangstbewijs,
    check,
    confirm_totals,
    confirmed_systems,
    give_totals,
    own_bridge,
    own_totals,
    process,
    receipts,
    receive,
    with_totals,
)
from ingest.records import BEVESTIGD_TOTAAL
from ingest.register import Register
from tests.features.bibliotheek import ISIL, LOCATIES, Bibliotheek, loan, member

HOOFD, WIJK = "NL-0899991001", "NL-0899991002"
CODE = {HOOFD: "9001", WIJK: "9002"}


@pytest.fixture
def twee(bibliotheek: Bibliotheek) -> Bibliotheek:
    regels = [f"{isil};{ISIL};{code};Plek {code};V;GM0014;40;30" for isil, code in CODE.items()]
    bibliotheek.deliver(bibliotheek.write("locaties.csv", LOCATIES, regels), periode="2025-01-31")
    return bibliotheek


def _loans() -> Iterator[tuple[str, str, str, str]]:
    """Lines of the log with their truth: locatie, month, and what becomes of it (none: no loan at all)."""
    nummer = iter(range(1, 10_000))
    for isil, code in CODE.items():
        for maand in ("01", "02"):
            dag = f"05-{maand}-2025"
            for _ in range(20 if isil == HOOFD else 7):
                yield loan(next(nummer), dag, vestiging=code), isil, f"2025-{maand}", "telt"
            for _ in range(6):
                yield loan(next(nummer), dag, vestiging=code, actie="3"), isil, f"2025-{maand}", "verlenging"
            yield loan(next(nummer), dag, vestiging=code, actie="2"), isil, f"2025-{maand}", ""
            yield loan(next(nummer), dag, vestiging=code, materiaal="TYD"), isil, f"2025-{maand}", "materiaal_telt_niet"
            regel = loan(next(nummer), dag, vestiging=code)
            yield regel, isil, f"2025-{maand}", "telt"
            yield regel, isil, f"2025-{maand}", "dubbel"
    yield loan(next(nummer), "31-02-2025", vestiging="9001"), HOOFD, "ONBEKEND", "uitval:foute_datum"
    yield loan(next(nummer), "06-02-2025", vestiging="7777"), "ONBEKEND", "2025-02", "uitval:vestiging_onbekend"


REGELS = list(_loans())
WAARHEID = Counter((locatie, maand, reden) for _, locatie, maand, reden in REGELS if reden)


@pytest.fixture
def geleverd(twee: Bibliotheek) -> tuple[Bibliotheek, Ontvangstbewijs]:
    return twee, twee.deliver(twee.log([regel for regel, *_ in REGELS]))


def _lines(brug: dict) -> dict[tuple[str, str], dict]:
    return {(r["locatie"], r["periode"]): r for r in brug["regels"]}


def test_every_line_says_what_became_of_its_rows(geleverd: tuple[Bibliotheek, Ontvangstbewijs]) -> None:
    bibliotheek, bewijs = geleverd
    _, brug = own_bridge(bibliotheek.omgeving, bewijs.levering or "")
    regels = _lines(brug)
    for (locatie, maand, reden), aantal in WAARHEID.items():
        if reden == "verlenging":
            continue
        regel = regels[locatie, maand]
        verschil = {v["reden"]: v["aantal"] for v in regel["verschil"]}
        assert (regel["geteld"] if reden == "telt" else verschil[reden]) == aantal, (locatie, maand, reden)
    assert sum(r["geteld"] + sum(v["aantal"] for v in r["verschil"]) for r in brug["regels"]) == sum(
        n for (_, _, reden), n in WAARHEID.items() if reden != "verlenging"
    )
    assert brug["klopt"] is None


def test_the_receipt_holds_the_totals_we_counted(geleverd: tuple[Bibliotheek, Ontvangstbewijs]) -> None:
    _, bewijs = geleverd
    totalen = {(t["periode"], t["soort"]): t for t in bewijs.as_json()["totalen"]}
    for maand in ("2025-01", "2025-02"):
        telt = sum(n for (_, m, r), n in WAARHEID.items() if m == maand and r == "telt")
        materiaal = sum(n for (_, m, r), n in WAARHEID.items() if m == maand and r == "materiaal_telt_niet")
        assert totalen[maand, "UITLENING"] == {
            "periode": maand, "soort": "UITLENING", "aantal": telt + materiaal, "telt_mee": telt,
        }  # fmt: skip
        assert totalen[maand, "VERLENGING"]["aantal"] == 12
        assert totalen[maand, "INNAME"]["aantal"] == 2
    niet = {r["reden"]: r["aantal"] for r in bewijs.as_json()["niet_geteld"]}
    for reden in ("dubbel", "materiaal_telt_niet", "uitval:foute_datum", "uitval:vestiging_onbekend"):
        assert niet[reden] == sum(n for (_, _, r), n in WAARHEID.items() if r == reden)


def _own(met: set[str]) -> list[str]:
    """What a system would say that counts these kinds, per location and month and of what can be placed."""
    per = Counter[tuple[str, str]]()
    for (locatie, maand, reden), n in WAARHEID.items():
        if reden in met and "ONBEKEND" not in (locatie, maand):
            per[locatie, maand] += n
    return [f"{CODE[locatie]}:{maand}={n}" for (locatie, maand), n in per.items()]


@pytest.mark.parametrize(
    ("met", "buiten"),
    [({"telt", "materiaal_telt_niet"}, 2), ({"telt", "materiaal_telt_niet", "dubbel", "verlenging"}, 0)],
    ids=["without renewals and doubles", "with them"],
)  # fmt: skip
def test_an_own_total_is_explained_to_the_last_loan(
    geleverd: tuple[Bibliotheek, Ontvangstbewijs], met: set[str], buiten: int
) -> None:
    bibliotheek, bewijs = geleverd
    totalen = own_totals(bibliotheek.omgeving, ISIL, _own(met))
    na = give_totals(bibliotheek.omgeving, bewijs.levering or "", totalen)
    assert na.eigen_totaal is not None
    assert na.eigen_totaal["klopt"] is True
    assert len(na.eigen_totaal["systeem_telt_niet"]) == buiten
    assert len(totalen) == 4
    regels = _lines(dict(na.eigen_totaal))
    assert [regels[t.locatie, t.periode]["onverklaard"] for t in totalen] == [0] * 4
    assert "wise/uitleningen" not in confirmed_systems(bibliotheek.omgeving)
    afspraak = confirm_totals(bibliotheek.omgeving, bewijs.levering or "")
    assert (afspraak.soort, afspraak.sleutel) == (BEVESTIGD_TOTAAL, "wise/uitleningen")
    assert "wise/uitleningen" in confirmed_systems(bibliotheek.omgeving), "what the stand lifts its caveat by"


def test_what_stays_unexplained_is_a_finding_and_cannot_be_confirmed(
    geleverd: tuple[Bibliotheek, Ontvangstbewijs],
) -> None:
    bibliotheek, bewijs = geleverd
    na = give_totals(
        bibliotheek.omgeving, bewijs.levering or "", own_totals(bibliotheek.omgeving, ISIL, ["2025-01=90"])
    )
    geteld = sum(
        n for (_, m, r), n in WAARHEID.items() if m == "2025-01" and r in ("telt", "materiaal_telt_niet", "dubbel")
    )
    (bevinding,) = [m for m in na.bevindingen if m.code == "eigen_totaal_onverklaard"]
    # 12 renewals explain more than nothing does: that reading is taken.
    assert bevinding.aantal == 90 - geteld - 12
    with pytest.raises(VerkeerdeAanroep, match="onverklaarde verschil"):
        confirm_totals(bibliotheek.omgeving, bewijs.levering or "")
    register = Register(bibliotheek.omgeving)
    assert register.agreements(BEVESTIGD_TOTAAL) == []
    register.close()


def test_totals_given_with_the_file_are_on_its_receipt_and_in_the_test_service(
    twee: Bibliotheek, tmp_path: Path
) -> None:
    pad = twee.log([regel for regel, *_ in REGELS])
    bestand = tmp_path / "totalen.csv"
    bestand.write_text("vestiging;maand;uitleningen\n9001;2025-01;24\n9002;2025-02;1.000\n", encoding="cp1252")
    totalen = own_totals(twee.omgeving, ISIL, [str(bestand)])
    werkboek = bestand.with_suffix(".xlsx")
    pl.read_csv(bestand, separator=";", infer_schema=False).write_excel(werkboek)
    assert own_totals(twee.omgeving, ISIL, [str(werkboek)]) == totalen
    (proef,) = check(twee.omgeving, [pad], organisatie=ISIL)
    from definitions import load_definities

    proef = with_totals(load_definities(), proef, totalen)
    (ontvangen,) = receive(twee.omgeving, [pad], organisatie=ISIL)
    give_totals(twee.omgeving, ontvangen.levering or "", totalen)
    (echt,) = process(twee.omgeving)
    assert echt.eigen_totaal is not None
    assert echt.eigen_totaal == proef.eigen_totaal == receipts(twee.omgeving, echt.levering)[0].eigen_totaal
    assert {m.code for m in echt.bevindingen} == {m.code for m in proef.bevindingen} >= {"eigen_totaal_onverklaard"}


def test_members_are_compared_per_location(twee: Bibliotheek) -> None:
    leden = [member(str(i)) for i in range(1, 31)] + [member(str(100 + i), eind="01-01-2025") for i in range(5)]
    bewijs = twee.deliver(twee.members(leden, "leden_2025-12-31.csv"))
    totalen = own_totals(twee.omgeving, ISIL, ["9001=35"])
    na = give_totals(twee.omgeving, bewijs.levering or "", totalen)
    assert na.eigen_totaal is not None
    (regel,) = na.eigen_totaal["regels"]
    assert (regel["systeem"], regel["geteld"], regel["onverklaard"]) == (35, 30, 0)
    assert {v["reden"]: v["aantal"] for v in regel["verschil"]} == {"niet_geldig": 5}


@pytest.mark.parametrize("fout", ["9001:2025-03=veel", "8888:2025-03=5", "9001:maart=5", "zomaar"])
def test_an_own_total_that_cannot_be_read_is_refused_in_one_sentence(twee: Bibliotheek, fout: str) -> None:
    with pytest.raises(VerkeerdeAanroep) as gezegd:
        own_totals(twee.omgeving, ISIL, [fout])
    assert str(gezegd.value).endswith(".")


def test_a_cancelled_loan_is_a_difference_and_not_among_our_totals(twee: Bibliotheek) -> None:
    regels = [loan(i, "05-03-2025", exemplaar=str(7000 + i)) for i in range(1, 13)]
    regels.append(loan(13, "05-03-2025", tijd="11:30", exemplaar="7012", actie="annulering"))
    bewijs = twee.deliver(twee.log(regels))
    (totaal,) = bewijs.as_json()["totalen"]
    assert (totaal["soort"], totaal["aantal"], totaal["telt_mee"]) == ("UITLENING", 11, 11)
    na = give_totals(twee.omgeving, bewijs.levering or "", own_totals(twee.omgeving, ISIL, ["9001:2025-03=12"]))
    assert na.eigen_totaal is not None
    regel = _lines(dict(na.eigen_totaal))[HOOFD, "2025-03"]
    assert (regel["geteld"], regel["onverklaard"]) == (11, 0)
    assert [(v["reden"], v["aantal"]) for v in regel["verschil"]] == [("weg:uitlening_geannuleerd", 1)]
