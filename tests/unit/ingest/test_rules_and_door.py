"""The row rules and the door of brons agree: what the rules accept, pandera accepts; what pandera refuses, a rule refused.

Not here: each rule's own cases (test_validate).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions import Omgeving, load_definities
from ingest.brons import BronsFout, Bronsschrijver
from ingest.minimise import LEVERINGSMAAND, Context, finish, minimise
from ingest.pseudonym import Pseudonimiseerder
from ingest.translate import Vertaler
from ingest.validate import Keurder

DEFINITIES = load_definities()
NU = datetime(2026, 6, 1)
LOCATIES = {"9001": "NL-0899991001", "NL-0899991001": "NL-0899991001"}

# Values as they stand in real files: right ones, wrong ones and rubbish, for every kind of column.
_TEKST = st.one_of(
    st.none(),
    st.sampled_from(
        ["1", "2", "3", "9", "BOE", "ZZ9", "9001", "0000", "60", "01-02-2025", "2025-02-31", "31-12-2099", "10:15", "99",
         "-5", "0", "-100001", "100001", "300000103", "30000010X", "9711AA", "AA%", "B", "S", "01-01-1850", "NL-0899991001",
         "DOORGEGAAN", "2025-03-01 10:00", "GM0014", "12,5", "12.5", "J", "N", ""]
    ),
    st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=8),
)  # fmt: skip


def _tables() -> Iterator[tuple[str, str]]:
    for profiel in DEFINITIES.bronsystemen.values():
        for dataset in profiel.datasets:
            yield profiel.id, dataset


@pytest.mark.parametrize(("systeem", "dataset"), list(_tables()))
def test_what_the_rules_accept_the_door_accepts(systeem: str, dataset: str) -> None:
    profiel, contract = DEFINITIES.bronsystemen[systeem], DEFINITIES.contracten[dataset]
    levering = profiel.datasets[dataset]
    kolommen = sorted({k.lower() for t in levering.hoofd for k in profiel.tabellen[t].kolommen})
    peil = date(2025, 12, 31) if contract.soort == "stand" else None
    context = Context(levering.vorm, peil, DEFINITIES, Pseudonimiseerder(b"x"), {"9711": "GM0014"}, LOCATIES)
    schrijver = Bronsschrijver(Omgeving.from_environ({}), contract, DEFINITIES, "NL-0899990000", systeem)

    vertaler = Vertaler(contract, profiel, DEFINITIES, LOCATIES, {})

    @settings(max_examples=25, deadline=None)
    @given(rijen=st.lists(st.lists(_TEKST, min_size=len(kolommen), max_size=len(kolommen)), min_size=1, max_size=8))
    def check(rijen: list[list[str | None]]) -> None:
        frame = pl.DataFrame(rijen, schema=dict.fromkeys(kolommen, pl.String), orient="row").with_columns(
            rij=pl.int_range(2, len(rijen) + 2, dtype=pl.UInt32), bestand=pl.lit(0, dtype=pl.UInt16)
        )
        keurder = Keurder(contract, profiel, DEFINITIES, NU)
        vertaling = vertaler.translate(frame)
        gekeurd = keurder.judge(vertaling.frame, datetime(2025, 12, 31) if peil else None)
        assert gekeurd.goed.height + gekeurd.uitval.height + gekeurd.overgeslagen == len(rijen)
        assert gekeurd.uitval["rij"].is_unique().all()
        goed = gekeurd.goed
        for kolom in contract.levering.kolommen:
            for regel in kolom.regels:
                if regel.soort == "uniek":
                    goed = goed.unique(regel.samen or [kolom.naam], keep="first")
        if goed.is_empty():
            return
        for naam, tabel in minimise(context, dataset, goed).items():
            schoon = finish(context, naam, tabel).drop(LEVERINGSMAAND, strict=False)
            schrijver.conform(naam, schoon.unique() if naam == "werkgebied" else schoon)

    check()


def test_the_door_refuses_what_no_rule_would_let_through() -> None:
    contract = DEFINITIES.contracten["leden"]
    schrijver = Bronsschrijver(Omgeving.from_environ({}), contract, DEFINITIES, "NL-0899990000", "wise")
    goed = pl.DataFrame(
        {
            "peildatum": [date(2025, 12, 31)], "lid": [b"x" * 16], "lidsoort": ["VOLW"], "leeftijdsband": ["25-44"],
            "postcode4": ["9711"], "gemeente": ["GM0014"], "locatie": [None], "inschrijfmaand": [None], "eindmaand": [None],
            "geldig": [True],
        },
        schema_overrides={"locatie": pl.String, "inschrijfmaand": pl.Date, "eindmaand": pl.Date},
    )  # fmt: skip
    assert schrijver.conform("leden", goed).height == 1
    for fout in (
        goed.with_columns(lidsoort=pl.lit("XQ7")),
        goed.with_columns(lid=pl.lit(None, dtype=pl.Binary)),
        goed.drop("geldig"),
        pl.concat([goed, goed]),
    ):
        with pytest.raises(BronsFout):
            schrijver.conform("leden", fout)
