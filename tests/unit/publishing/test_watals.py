"""What the network would be otherwise, and what differs between two publicaties; on the network of `conftest.py`."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from definitions import Omgeving, VerkeerdeAanroep
from publishing import vergelijk, watals

from .conftest import NOORD, ZUID

if TYPE_CHECKING:
    from .conftest import Netwerk


def test_every_organisatie_and_the_country_stand_in_it(netwerk: Netwerk) -> None:
    rijen = watals(netwerk.omgeving, "uit-01", telregel="soort = 'UITLENING' and leeftijdsband = '65+'", periode="2025")
    assert [(r["gebied"], r["oud"], r["nieuw"], r["verschil"]) for r in rijen] == [
        (NOORD, 24, 14, -10), (ZUID, 5, 0, -5), ("NL01", 29, 14, -15),
    ]  # fmt: skip
    assert rijen[-1]["procent"] == pytest.approx(-15 / 29 * 100)


@pytest.mark.parametrize(
    ("woorden", "zin"),
    [
        ({"code": "UIT-07", "variant": "x"}, "is een verhouding; vraag het van"),
        ({"code": "ZZZ-01", "variant": "x"}, "bestaat niet"),
        ({"code": "LED-01", "variant": "x"}, "kies uit met_coulance"),
        ({"code": "LED-01"}, "Geef één van beide"),
        ({"code": "LED-01", "variant": "met_coulance", "periode": "2019"}, "Over 2019 is voor LED-01 niets geleverd"),
    ],
)
def test_a_wrong_question_is_answered_with_the_way_out(netwerk: Netwerk, woorden: dict[str, Any], zin: str) -> None:
    with pytest.raises(VerkeerdeAanroep, match=zin):
        watals(netwerk.omgeving, **woorden)


def _publicatie(omgeving: Omgeving, id_: str, waarden: dict[str, float]) -> None:
    """A publicatie of national UIT-01 by year, in the file of the operator."""
    import duckdb

    map_ = omgeving.publicaties / id_
    map_.mkdir(parents=True)
    kern = {"id": id_, "gemaakt_op": "2026-01-01T00:00:00", "stand": "s", "definities_versie": "d", "code_versie": "c"}
    for naam in ("manifest.json", "publicatie.json"):
        (map_ / naam).write_text(json.dumps(kern))
    rijen = ", ".join(f"('{jaar}', {waarde})" for jaar, waarde in waarden.items())
    with duckdb.connect(str(map_ / "beheer.duckdb")) as con:
        con.execute(f"""
            create table indicatorwaarde as
            select 'UIT-01' as indicator, 'land' as niveau, 'NL01' as gebied, 'jaar' as periodesoort, periode,
                'totaal' as uitsplitsing, 'totaal' as klasse, cast(waarde as double) as waarde, 'definitief' as status,
                cast([] as varchar[]) as markeringen, 1 as definitieversie
            from (values {rijen}) as t (periode, waarde)""")


def test_what_is_new_gone_and_changed(maak_omgeving: Callable[..., Omgeving]) -> None:
    omgeving = maak_omgeving("vergelijken")
    _publicatie(omgeving, "20260101T000000-aaaaaaaa", {"2022": 1.0, "2023": 2.0, "2024": 3.0})
    _publicatie(omgeving, "20260201T000000-bbbbbbbb", {"2023": 2.0, "2024": 4.0, "2025": 5.0})
    assert vergelijk(omgeving, "20260101", "20260201") == [
        {
            "indicator": "UIT-01", "nieuw": 1, "weg": 1, "anders": 1, "status": 0, "definitieversie": None,
            "land": {"periode": "2024", "oud": 3.0, "nieuw": 4.0},
        }
    ]  # fmt: skip
    assert vergelijk(omgeving, "20260101", "20260101") == []
    with pytest.raises(VerkeerdeAanroep, match="kies uit"):
        vergelijk(omgeving, "2026", "20260101")
