"""Each kind of mess that the knowledge of the house lists (kennis/bronsystemen.md, section 7), as one small file and what becomes of it.

Not here: kinds with a test of their own; where those stand is said beside them, so that no kind is without.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl
import pytest
import xlsxwriter

from definitions import Omgeving
from ingest import Ontvangstbewijs, check

from .bibliotheek import ACTIVITEITEN, ISIL, LEDEN, LOG, Bibliotheek, loan, member
from .vormen import packed

_KOP, _RIJEN = LOG, [loan(i, exemplaar=str(7000 + i)) for i in range(1, 6)]
# Kinds of section 7 that are tested elsewhere, by the file that would fail.
ELDERS = {
    9: "test_wijzer_jaarcijfers.py", 10: "test_samengevoegd.py", 11: "test_rommel.py", 12: "../bronnen/test_bronnen.py",
    14: "test_koha_tabellen.py", 15: "../bronnen/test_bronnen.py", 16: "../spec/test_elke_bevinding.py",
    17: "../bronnen/test_bronnen.py", 18: "test_opnieuw.py", 24: "../bronnen/test_regels.py", 25: "test_fusie.py",
    26: "test_schade.py", 27: "test_leveren.py",
}  # fmt: skip


@dataclass(frozen=True)
class Soort:
    """A file of one kind: how many rows are taken, and the findings that say what was done."""

    nummer: int
    inhoud: bytes
    geaccepteerd: int = 5
    codes: dict[str, int] = field(default_factory=dict)
    naam: str = "log.csv"


def _text(*regels: str, codering: str = "utf-8") -> bytes:
    return "\n".join([*regels, ""]).encode(codering)


def _activity(nummer: int, deelnemers: str) -> str:
    return f"A{nummer};{ISIL};NL-0899991001;Lézing {nummer};2025-03-0{nummer} 10:00;;1;OVERIG;ALLEN;BIBLIOTHEEK;FYSIEK;{deelnemers};;DOORGEGAAN"


def _sheets(maak: Callable[[xlsxwriter.Workbook], object]) -> bytes:
    uit = io.BytesIO()
    with xlsxwriter.Workbook(uit, {"strings_to_numbers": False}) as boek:
        blad = boek.add_worksheet("log")
        for r, rij in enumerate([_KOP, *_RIJEN]):
            blad.write_row(r, 0, rij.split(";"))
        maak(boek)
    return uit.getvalue()


def _print_report() -> bytes:
    """Two pages with a heading, a rule, the header again and a page number."""
    bladzijde = ["Uitleningen per dag   blad {n}", "-" * 40, _KOP]
    delen = [
        "\n".join([*(r.format(n=n) for r in bladzijde), *rijen, f"- {n} -"])
        for n, rijen in ((1, _RIJEN[:3]), (2, _RIJEN[3:]))
    ]
    return ("\n\x0c".join(delen) + "\n").encode()


def _nested() -> bytes:
    uit = io.BytesIO()
    pl.DataFrame({"klantnummer": [["1"]], "actie": [["1"]]}).write_parquet(uit)
    return uit.getvalue()


SOORTEN = {
    "windows-1252 tussen utf-8": Soort(1, _text(_KOP, *_RIJEN, codering="utf-8") + loan(9, exemplaar="é").encode("cp1252") + b"\n", 6,
                                       {"codering_hersteld": 1}),
    "utf-8 met bom": Soort(2, _text(_KOP, *_RIJEN, codering="utf-8-sig"), codes={"codering_hersteld": 1}),
    "komma": Soort(3, _text(_KOP, *_RIJEN).replace(b";", b",")),
    "tab": Soort(3, _text(_KOP, *_RIJEN).replace(b";", b"\t")),
    "streep": Soort(3, _text(_KOP, *_RIJEN).replace(b";", b"|")),
    "twee notaties en een jaar van twee cijfers": Soort(
        4, _text(_KOP, *_RIJEN[:3], _RIJEN[3].replace("03-03-2025", "2025-03-03"), _RIJEN[4].replace("03-03-2025", "03-03-25")),
        codes={"datum_hersteld": 1}),
    "tijd zonder voorloopnul": Soort(5, _text(_KOP, *(r.replace("10:15", "8:45:00") for r in _RIJEN))),
    "datum zonder dag of jaar": Soort(6, _text(_KOP, *_RIJEN[:3], *(r.replace("03-03-2025", d) for r, d in zip(_RIJEN[3:], ("??-??-1882", "c1999."), strict=True))),
                                      3, {"foute_datum": 2}),
    "afgedrukt rapport": Soort(7, _print_report(), codes={"afdruk_hersteld": 1}),
    "totaal en bronvermelding": Soort(8, _text(_KOP, "Totaal;;;;;;;;;;;;;;5", *_RIJEN, "Bron: CBS."), codes={"totaalregel": 1, "voetregel": 1}),
    "punt en sterretje voor onbekend": Soort(
        8, _text(ACTIVITEITEN, *(_activity(i, n) for i, n in enumerate((".", "*", "12"), start=1))), 3, {"deelnemers_onleesbaar": 2}, "activiteiten.csv"),
    "harde spaties": Soort(10, _text(_KOP, *(r.replace(";9001;", ";\u00a09001 ;") for r in _RIJEN))),
    "verborgen werkblad": Soort(10, _sheets(lambda boek: boek.add_worksheet("geheim").very_hidden()), codes={"werkblad_verborgen": 1}, naam="log.xlsx"),
    "fout in een cel": Soort(10, _sheets(lambda boek: boek.get_worksheet_by_name("log").write_formula(3, 14, "=1/0", None, "#DIV/0!")),
                             codes={"cel_fout": 1}, naam="log.xlsx"),
    "lid is nul of negatief": Soort(13, _text(_KOP, *_RIJEN[:3], *(r.replace(";100001;", f";{n};") for r, n in zip(_RIJEN[3:], ("0", "-100001"), strict=True)))),
    "spelling van een woord": Soort(19, _text(_KOP, *(r.replace(f"{i};03-03", f"{i};03-03").replace(";1;B;", f";{w};B;")
                                                     for i, (r, w) in enumerate(zip(_RIJEN, ("1", "Uitlening", "uitlening", "1", "1"), strict=True), start=1)))),
    "geen of onmogelijke geboortedatum": Soort(20, _text(_KOP, *_RIJEN[:3], *(r.replace("01-02-1980", d) for r, d in zip(_RIJEN[3:], ("", "01-02-1784"), strict=True))),
                                               codes={"geboortedatum_onmogelijk": 1}),
    "postcode die er geen is": Soort(21, _text(LEDEN, *(member(str(i), postcode=p) for i, p in enumerate(("ne9", "AA%", "9711 AA", "9711"), start=1))),
                                     4, {"postcode_ongeldig": 2}, "leden.csv"),
    "nul deelnemers of niet geteld": Soort(22, _text(ACTIVITEITEN, *(_activity(i, n) for i, n in enumerate(("0", "", "12"), start=1))), 3, {}, "activiteiten.csv"),
    "meer kolommen dan de kop": Soort(26, _text(_KOP, *_RIJEN[:4], _RIJEN[4].replace(";9001;", ";90;01;")), 4, {"kolommen_verschoven": 1}),
}  # fmt: skip
GEWEIGERD = {
    "twee keer dezelfde naam in een zip": ("naam_dubbel_in_zip", "map.zip", packed({"a.csv": _text(_KOP, *_RIJEN), "b.csv": b"x"}).replace(b"b.csv", b"a.csv")),
    "lijst in een kolom": ("kolom_genest", "log.parquet", _nested()),
}  # fmt: skip


@pytest.fixture(scope="module")
def bibliotheek(tmp_path_factory: pytest.TempPathFactory) -> Bibliotheek:
    """Checking stores nothing: one library will do for all."""
    map_ = tmp_path_factory.mktemp("soorten")
    bib = Bibliotheek(
        Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels", vast_nu=datetime(2026, 6, 1)), map_ / "exports"
    )
    bib.start()
    return bib


def _check(bibliotheek: Bibliotheek, naam: str, inhoud: bytes) -> Ontvangstbewijs:
    pad = bibliotheek.map / naam
    pad.write_bytes(inhoud)
    (bewijs,) = check(bibliotheek.omgeving, [pad], organisatie=ISIL, periode="2025")
    return bewijs


@pytest.mark.parametrize("naam", SOORTEN)
def test_a_kind_of_mess_is_read_and_told(bibliotheek: Bibliotheek, naam: str) -> None:
    soort = SOORTEN[naam]
    bewijs = _check(bibliotheek, soort.naam, soort.inhoud)
    assert bewijs.rijen is not None, bewijs.bevindingen
    gevonden = {m.code: m.aantal for m in bewijs.bevindingen}
    assert (bewijs.rijen.geaccepteerd, {c: gevonden.get(c) for c in soort.codes}) == (soort.geaccepteerd, soort.codes)


@pytest.mark.parametrize("naam", GEWEIGERD)
def test_what_cannot_be_read_is_refused(bibliotheek: Bibliotheek, naam: str) -> None:
    code, bestand, inhoud = GEWEIGERD[naam]
    assert [m.code for m in _check(bibliotheek, bestand, inhoud).bevindingen] == [code]


def test_no_kind_is_without_a_test() -> None:
    """23 (closing before opening) cannot be delivered: the contract asks for hours a week, not for opening times."""
    hier = {s.nummer for s in SOORTEN.values()}
    assert hier | set(ELDERS) == set(range(1, 28)) - {23}
