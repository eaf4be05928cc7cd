"""What the network itself delivers: figures of KB and CBS, research and the digital library, from file to the build.

Not here: what is counted from it (`tests/spec`, `tests/unit/publishing/test_aansluiting.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from definitions import Omgeving
from ingest import check, process, receive
from publishing import prepare_build

from .bibliotheek import ISIL, Bibliotheek

DIGITAAL = "jaar;gebied;digitaalitem;drager;doelgroep;herkomst_account;actief;waarde"
CIJFERS = "bron;cijferitem;gebied;jaar;waarde;status;herkomst;peildatum"
ONDERZOEK = "instrument;vraag;gebied;jaar;n;waarde;marge;eenheid;opgave;peildatum"


@pytest.fixture
def bib(maak_omgeving: Callable[..., Omgeving], tmp_path: Path) -> Bibliotheek:
    bibliotheek = Bibliotheek(maak_omgeving("netwerkcijfers"), tmp_path)
    bibliotheek.start()
    process(bibliotheek.omgeving)
    return bibliotheek


def test_figures_of_others_come_in_whole_and_by_version(bib: Bibliotheek) -> None:
    """Two versions of one figure stay beside each other; the day of publication covers no period of ours."""
    for dag, waarde in (("2025-07-01", "3.382.000"), ("2026-07-01", "3390000")):
        receive(
            bib.omgeving,
            [bib.write(f"cbs_{dag}.csv", CIJFERS, [f"CBS;LEDEN;NL01;2021;{waarde};DEFINITIEF;GETELD;{dag}"])],
        )
    receive(
        bib.omgeving,
        [
            bib.write(
                "kb.csv", DIGITAAL, ["2025;NL01;UITLENINGEN;EBOOK;;;;5800000", "2025;GM0014;UITLENINGEN;EBOOK;;;;70"]
            )
        ],
    )
    bewijzen = process(bib.omgeving)
    assert [(b.organisatie, b.dataset, b.periode, b.status) for b in bewijzen] == [
        ("NETWERK", "digitaal", "2025", "verwerkt"),
        ("NETWERK", "aansluitcijfers", "2025-07-01", "verwerkt"),
        ("NETWERK", "aansluitcijfers", "2026-07-01", "verwerkt"),
    ]
    import duckdb

    with duckdb.connect(str(prepare_build(bib.omgeving).database), read_only=True) as con:
        cijfers = con.sql(
            "select cast(peildatum as varchar), waarde, status from brons.aansluitcijfers order by 1"
        ).fetchall()
        digitaal = con.sql("select gebied, drager, doelgroep, waarde from brons.digitaal order by 1").fetchall()
        dekking = con.sql(
            "select organisatie, dataset, periode from stand.dekking where organisatie = 'NETWERK' and dataset <> 'organisaties'"
        ).fetchall()
    assert cijfers == [("2025-07-01", 3_382_000, "DEFINITIEF"), ("2026-07-01", 3_390_000, "DEFINITIEF")]
    assert digitaal == [("GM0014", "EBOOK", "ONBEKEND", 70), ("NL01", "EBOOK", "ONBEKEND", 5_800_000)]
    assert dekking == [("NETWERK", "digitaal", "2025")]


def test_an_outcome_of_fewer_than_ten_is_refused_by_row(bib: Bibliotheek) -> None:
    regels = [
        "Impactmonitor;Lees;NL01;2025;84;62;9,5;%;geletterde_samenleving;2026-03-01",
        "Impactmonitor;Lees;GM0014;2025;9;62;;%;geletterde_samenleving;2026-03-01",
        "Impactmonitor;Durf;GM0014;2025;;62;;%;geletterde_samenleving;2026-03-01",
    ]
    (ontvangen,) = receive(bib.omgeving, [bib.write("onderzoek.csv", ONDERZOEK, regels)])
    (bewijs,) = process(bib.omgeving)
    assert (ontvangen.organisatie, bewijs.status) == ("NETWERK", "verwerkt_met_uitval")
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.uitval) == (1, 2)
    (bevinding,) = bewijs.bevindingen
    assert (bevinding.code, bevinding.aantal) == ("onderzoek_te_klein", 2)
    assert bevinding.regels == {"onderzoek.csv": [3, 4]}


@pytest.mark.parametrize(
    ("kop", "regel"),
    [
        (CIJFERS, f"CBS;LEDEN;{ISIL};2025;1;DEFINITIEF;GETELD;2026-07-01"),
        (DIGITAAL, "2025;NL01;UITLENINGEN;EBOOK;;;;5800000"),
        ("isil;naam;bronsysteem;werkgebied;geldig_van;geldig_tot;opgevolgd_door", f"{ISIL};Alleen ik;;GM0014;;;"),
    ],
)
def test_one_organisatie_cannot_deliver_what_is_of_the_network(bib: Bibliotheek, kop: str, regel: str) -> None:
    """Not the list of organisaties either: whoever stands on it could take the others off."""
    pad = bib.write("net.csv", kop, [regel])
    for bewijzen in (check(bib.omgeving, [pad], organisatie=ISIL), receive(bib.omgeving, [pad], organisatie=ISIL)):
        assert [b.status for b in bewijzen] == ["geweigerd"]
        assert [m.code for b in bewijzen for m in b.bevindingen] == ["van_het_netwerk"]
