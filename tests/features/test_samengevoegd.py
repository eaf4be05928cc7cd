"""Merged cells: the value counts for every row they cover, it is counted per column, and a number is never counted twice.

Not here: workbooks in general (test_vormen, test_werkboeken).
"""

from __future__ import annotations

import io
from datetime import datetime

import pytest
import xlwt

from definitions import Omgeving
from ingest import Ontvangstbewijs, check

from .bibliotheek import ISIL, LOG, Bibliotheek, loan
from .vormen import Rijen, merged_xlsx, ods

# First row and column, last row and column, from 0.
Vlakken = list[tuple[int, int, int, int]]


def _xls(rijen: Rijen, vlakken: Vlakken) -> bytes:
    boek = xlwt.Workbook()
    blad = boek.add_sheet("Blad1", cell_overwrite_ok=True)
    for r, rij in enumerate(rijen):
        for k, cel in enumerate(rij):
            if cel:
                blad.write(r, k, cel)
    for r, k, tr, tk in vlakken:
        blad.write_merge(r, tr, k, tk, rijen[r][k])
    uit = io.BytesIO()
    boek.save(uit)
    return uit.getvalue()


@pytest.fixture(scope="module")
def bibliotheek(tmp_path_factory: pytest.TempPathFactory) -> Bibliotheek:
    """Nothing is delivered here: one library will do for all."""
    map_ = tmp_path_factory.mktemp("samengevoegd")
    bib = Bibliotheek(
        Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels", vast_nu=datetime(2026, 6, 1)), map_ / "exports"
    )
    bib.start()
    return bib


_VORMEN = {".xlsx": merged_xlsx, ".xls": _xls, ".ods": lambda rijen, vlakken: ods(rijen, "", vlakken)}


def _check(bibliotheek: Bibliotheek, einde: str, rijen: Rijen, vlakken: Vlakken) -> Ontvangstbewijs:
    pad = bibliotheek.map / f"log{einde}"
    pad.write_bytes(_VORMEN[einde](rijen, vlakken))
    (bewijs,) = check(bibliotheek.omgeving, [pad], organisatie=ISIL, periode="2025")
    return bewijs


def _log(aantal: int) -> Rijen:
    """A log that begins at the second column and the third row, under a heading."""
    kop, *rijen = [LOG.split(";"), *(loan(i).split(";") for i in range(1, aantal + 1))]
    return [["", "Uitleningen van het jaar"], [], *([["", *rij] for rij in (kop, *rijen)])]


@pytest.mark.parametrize("einde", _VORMEN)
def test_a_merged_value_counts_for_every_row_it_covers(bibliotheek: Bibliotheek, einde: str) -> None:
    rijen = _log(6)
    vestiging, actie, datum = (LOG.split(";").index(n) + 1 for n in ("vestiging", "actie", "datum"))
    vlakken = [(0, 1, 0, len(rijen[2]) - 1), (3, vestiging, 5, vestiging), (6, actie, 7, actie), (6, datum, 7, datum)]
    for r, k, tr, _ in vlakken[1:]:
        for rij in range(r + 1, tr + 1):
            rijen[rij][k] = ""
    rijen += [[]] * 2
    bewijs = _check(bibliotheek, einde, rijen, vlakken)
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.uitval, bewijs.rijen.dubbel) == (6, 0, 0)
    gevuld = {m.kolom: m.aantal for m in bewijs.bevindingen if m.code == "cel_samengevoegd"}
    assert gevuld == {"vestiging": 2, "actie": 1, "datum": 1}


def test_a_heading_merged_over_two_lines_or_columns_is_a_name(bibliotheek: Bibliotheek) -> None:
    """Merged downwards it is itself; over two columns it names the first alone, as it stands in the sheet."""
    kop, *rijen = [LOG.split(";"), *(loan(i).split(";") for i in range(1, 4))]
    boven = [naam if i % 2 else "" for i, naam in enumerate(kop)]
    onder = ["" if i % 2 else naam for i, naam in enumerate(kop)]
    vlakken = [(0, i, 1, i) for i in range(1, len(kop), 2)]
    bewijs = _check(bibliotheek, ".xlsx", [boven, onder, *rijen], vlakken)
    assert bewijs.rijen is not None
    assert bewijs.rijen.geaccepteerd == 3
    assert {"kop_twee_regels"} == {"kop_twee_regels", "cel_samengevoegd"} & {m.code for m in bewijs.bevindingen}
    breed = [[*r[:2], "", *r[2:]] for r in (kop, *rijen)]
    bewijs = _check(bibliotheek, ".xlsx", breed, [(0, 1, 0, 2)])
    assert bewijs.rijen is not None
    assert bewijs.rijen.geaccepteerd == 3


def test_one_number_over_several_rows_is_refused(bibliotheek: Bibliotheek) -> None:
    kop = ["jaar", "item", "locatie", "waarde"]
    rijen = [kop, ["2025", "BEZOEKEN", "9001", "120"], ["", "FTE", "", ""]]
    bewijs = _check(bibliotheek, ".xlsx", rijen, [(1, 0, 2, 0), (1, 3, 2, 3)])
    assert [(m.code, "waarde" in m.uitleg) for m in bewijs.bevindingen] == [("getal_samengevoegd", True)]
