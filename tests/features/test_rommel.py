"""Mess that is mended: it is read, counted and said, and the rows keep the numbers they have in the file.

Not here: whole files in other forms (test_vormen), and what is refused (test_kwaad).
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from definitions import load_definities
from ingest import Ontvangstbewijs, check
from ingest.dialect import sniff

from .bibliotheek import ISIL, LEDEN, LOG, Bibliotheek, loan, member
from .vormen import packed, workbook


def _codes(bewijs: Ontvangstbewijs) -> dict[str, int]:
    return {m.code: m.aantal for m in bewijs.bevindingen}


def _check(bibliotheek: Bibliotheek, naam: str, inhoud: bytes) -> list[Ontvangstbewijs]:
    pad = bibliotheek.map / naam
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(inhoud)
    return check(bibliotheek.omgeving, [pad], organisatie=ISIL, periode="2025")


_LOG = [LOG.replace(";", ","), *(loan(i).replace(";", ",") for i in range(1, 6))]


@pytest.mark.parametrize(
    ("regels", "code", "aantal"),
    [
        (["Uitleningen 2025", "", *_LOG], "kop_lager", 1),
        ([*_LOG[:3], _LOG[0], *_LOG[3:]], "kop_herhaald", 1),
        ([*_LOG[:3], "," * 14, "," * 14, *_LOG[3:]], "lege_regel", 2),
        ([*_LOG, "Totaal,,,,,,,,,,,,,,5"], "totaalregel", 1),
        ([*_LOG[:3], "Subtotaal,2", *_LOG[3:], "TOTAAL: 5"], "totaalregel", 2),
        ([_LOG[0], "Totaal,,,,,,,,,,,,,,5", *_LOG[1:]], "totaalregel", 1),
        ([*_LOG, "Bron: het bronsysteem"], "voetregel", 1),
        ([r + "," for r in _LOG], None, 0),
        ([_LOG[0], *(r + ",," for r in _LOG[1:])], None, 0),
        ([_LOG[0].replace("datum", "  DATUM\u00a0"), *_LOG[1:]], None, 0),
        ([_LOG[0].replace("datum,", ",").replace("tijd", ""), "", *_LOG], "kop_lager", 1),
    ],
)  # fmt: skip
def test_rows_that_are_no_rows_change_no_figure(
    bibliotheek: Bibliotheek, regels: list[str], code: str | None, aantal: int
) -> None:
    (bewijs,) = _check(bibliotheek, "log.csv", "\n".join([*regels, ""]).encode())
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.uitval, bewijs.rijen.dubbel) == (5, 0, 0)
    if code:
        assert _codes(bewijs)[code] == aantal


def test_a_rejected_row_keeps_its_number_in_the_file(bibliotheek: Bibliotheek) -> None:
    regels = ["Overzicht", "", LOG, loan(1), ";" * 14, loan(2), loan(3, datum="31-02-2025"), "Totaal;3", ""]
    pad = bibliotheek.write("log.csv", regels[0], regels[1:])
    vorm = sniff(pad.read_bytes(), "log.csv", lambda kop: "klantnummer" in kop)
    assert (vorm.koprij, vorm.voorwerk) == (3, 1)
    bewijs = bibliotheek.deliver(pad)
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.uitval, bewijs.rijen.overgeslagen) == (2, 1, 1)
    (uitval,) = bibliotheek.omgeving.brons.rglob("*uitval*")
    import polars as pl

    assert pl.read_parquet(uitval)["rij"].to_list() == [7]


def test_a_total_is_no_member(bibliotheek: Bibliotheek) -> None:
    """A member needs no more than a number: there a total could pass for one."""
    (bewijs,) = _check(
        bibliotheek, "leden.csv", "\n".join([LEDEN, member("1"), member("2"), "Totaal;;;;;;;;;;;;;;2", ""]).encode()
    )
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.overgeslagen) == (2, 1)


def test_equal_rows_without_a_number_may_be_two(bibliotheek: Bibliotheek) -> None:
    """They count once. With a number they are one row twice; without it nobody knows, and the receipt says so."""
    regels = [LOG, loan(1), *[loan(2, exemplaar="7002")] * 3]
    zonder = [r.partition(";")[2] for r in regels]
    bewijzen = [_check(bibliotheek, "log.csv", "\n".join([*r, ""]).encode())[0] for r in (regels, zonder)]
    for bewijs, code in zip(bewijzen, ("dubbele_regel", "dubbele_regel_zonder_nummer"), strict=True):
        assert bewijs.rijen is not None
        assert (bewijs.rijen.geaccepteerd, bewijs.rijen.dubbel) == (2, 2)
        gevonden = {m.code: m.aantal for m in bewijs.bevindingen if m.code.startswith("dubbele_regel")}
        assert gevonden == {code: 2}
    sjabloon = ["uitlening_id;lener;uitleen_datumtijd;vestiging;exemplaarnummer"]
    sjabloon += ["5;1;03-03-2025 10:00;9001;7"] * 2 + [";1;03-03-2025 10:00;9001;7"] * 3
    (bewijs,) = _check(bibliotheek, "sjabloon.csv", "\n".join([*sjabloon, ""]).encode())
    assert {c: n for c, n in _codes(bewijs).items() if c.startswith("dubbele_regel")} == {
        "dubbele_regel": 1, "dubbele_regel_zonder_nummer": 2,
    }  # fmt: skip
    assert any("kan ook een echte, aparte regel zijn" in m.uitleg for m in bewijs.bevindingen)


def test_a_header_over_two_lines_is_joined() -> None:
    begin = b"Aantal;Aantal;Naam\nboeken;cd's;vestiging\n1;2;x\n"
    vorm = sniff(begin, "p.csv", lambda kop: "aantal boeken" in kop)
    assert vorm.kop == ("aantal boeken", "aantal cd's", "naam vestiging")
    assert (vorm.koprij, vorm.samengevoegd) == (2, True)


def test_a_column_that_is_used_may_stand_once(bibliotheek: Bibliotheek) -> None:
    dubbel = [LOG + ";vestiging", *(loan(i) + ";9001" for i in range(3))]
    (bewijs,) = _check(bibliotheek, "log.csv", "\n".join(dubbel).encode())
    assert _codes(bewijs) == {"kop_dubbel": 1}
    assert "vestiging" in bewijs.bevindingen[0].uitleg
    onschuldig = [LOG + ";opmerking;opmerking", *(loan(i) + ";a;b" for i in range(3))]
    (bewijs,) = _check(bibliotheek, "log.csv", "\n".join(onschuldig).encode())
    assert bewijs.rijen is not None
    assert bewijs.rijen.geaccepteerd == 3


@pytest.mark.parametrize(
    ("schrijf", "hersteld"),
    [(lambda d: d, 0), (lambda d: "45719", 3), (lambda d: "03-03-25", 3)],
)  # fmt: skip
def test_repaired_dates_are_counted_per_column(
    bibliotheek: Bibliotheek, schrijf: Callable[[str], str], hersteld: int
) -> None:
    regels = [LEDEN, *(member(str(i)).replace("01-01-2020", schrijf("01-01-2020")) for i in range(1, 4))]
    (bewijs,) = _check(bibliotheek, "leden.csv", "\n".join([*regels, ""]).encode())
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.hersteld) == (3, hersteld)
    assert [(m.kolom, m.aantal) for m in bewijs.bevindingen if m.code == "datum_hersteld"] == [("inschrijfdatum", 3)][
        : hersteld // 3
    ]


def test_rows_without_a_header_are_refused_with_how_to_get_one(bibliotheek: Bibliotheek) -> None:
    """Where the order of the columns is not known for certain: fourteen columns may be anything."""
    (bewijs,) = _check(bibliotheek, "log.csv", "\n".join([*(loan(i) for i in range(1, 9)), ""]).encode())
    assert _codes(bewijs) == {"kop_ontbreekt": 1}
    assert "csv, header" in bewijs.bevindingen[0].uitleg


def test_one_zip_of_several_datasets_is_a_levering_each(bibliotheek: Bibliotheek) -> None:
    from ingest import process, receive

    pad = bibliotheek.map / "maand.zip"
    pad.write_bytes(
        packed({
            "log.csv": "\n".join([LOG, loan(1), ""]).encode(),
            "leden.xlsx": workbook({"Leden": [LEDEN.split(";"), member("1").split(";")], "Toelichting": [["Lees dit", "eerst"]]}),
            "brief.txt": b"Beste collega,\n",
        })
    )  # fmt: skip
    ontvangen = receive(bibliotheek.omgeving, [pad], organisatie=ISIL, periode="2025")
    assert sorted((b.dataset or "", b.status) for b in ontvangen) == [
        ("", "geweigerd"), ("leden", "ontvangen"), ("uitleningen", "ontvangen"),
    ]  # fmt: skip
    (leden,) = (b for b in ontvangen if b.dataset == "leden")
    assert "1 andere werkbladen" in leden.herkenning["werkbladen"]
    verwerkt = {b.dataset: b for b in process(bibliotheek.omgeving)}
    assert {d: b.rijen.geaccepteerd for d, b in verwerkt.items() if b.rijen} == {"leden": 1, "uitleningen": 1}
    opnieuw = receive(bibliotheek.omgeving, [pad], organisatie=ISIL, periode="2025")
    assert {b.levering for b in opnieuw if b.dataset} == {b.levering for b in ontvangen if b.dataset}


def test_a_file_in_a_zip_without_a_name_is_refused(bibliotheek: Bibliotheek) -> None:
    """Found by the fuzz run: the name begins with NUL."""
    inhoud = packed({"x.csv": "\n".join([LOG, loan(1), ""]).encode()}).replace(b"x.csv", b"\x00.csv")
    (bewijs,) = _check(bibliotheek, "log.zip", inhoud)
    assert _codes(bewijs) == {"bestand_onleesbaar": 1}


def test_findings_about_forms_have_their_sentence() -> None:
    bevindingen = load_definities().bevindingen
    assert {bevindingen[c].gevolg for c in ("totaalregel", "kop_herhaald", "voetregel")} == {"overgeslagen"}
    assert {bevindingen[c].gevolg for c in ("kop_lager", "lege_regel", "datum_hersteld", "databasetekst")} == {
        "hersteld"
    }
