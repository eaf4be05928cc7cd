"""Reading: whatever text a table holds and however it is written, the same text comes back with the right row numbers.

Not here: what the columns mean (test_translate, test_validate).
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions import LeveringGeweigerd, Omgeving
from ingest.dialect import Vorm, sniff
from ingest.read import read_blocks

OMGEVING = Omgeving(werk=Path("werk"), sleutels=Path("sleutels"), blok_bytes=64)

# Anything a cell may hold but NUL, the byte order mark, and what only stands for itself (a lone carriage return).
_CEL = st.text(st.characters(blacklist_characters="\x00\x01\x02\r\ufeff", blacklist_categories=("Cs",)), max_size=12)


def _write(kop: list[str], rijen: list[list[str]], scheiding: str, alles_tussen_aanhalingstekens: bool) -> bytes:
    uit = io.StringIO(newline="")
    stijl = csv.QUOTE_ALL if alles_tussen_aanhalingstekens else csv.QUOTE_MINIMAL
    schrijver = csv.writer(uit, delimiter=scheiding, quoting=stijl, lineterminator="\n")
    schrijver.writerow(kop)
    schrijver.writerows(rijen)
    return uit.getvalue().encode()


def _read(inhoud: bytes, omgeving: Omgeving = OMGEVING) -> tuple[Vorm, pl.DataFrame, list[int]]:
    vorm = sniff(inhoud, "proef.csv")
    blokken = list(read_blocks(io.BytesIO(inhoud), vorm, omgeving, "proef.csv"))
    frame = pl.concat([b.frame for b in blokken]) if blokken else pl.DataFrame()
    return vorm, frame, [rij for b in blokken for rij in b.scheef]


@settings(max_examples=200, deadline=None)
@given(
    rijen=st.lists(st.tuples(_CEL, _CEL, _CEL), min_size=1, max_size=20),
    scheiding=st.sampled_from(";,\t|"),
    alles=st.booleans(),
)
def test_what_was_written_is_read(rijen: list[tuple[str, str, str]], scheiding: str, alles: bool) -> None:
    inhoud = _write(["a", "b", "c"], [list(r) for r in rijen], scheiding, alles)
    vorm, frame, scheef = _read(inhoud)
    assert vorm.scheiding == scheiding
    assert not scheef
    gelezen = [tuple(c or "" for c in r) for r in frame.select("a", "b", "c").iter_rows()]
    assert gelezen == rijen
    assert frame["rij"].to_list() == list(range(2, len(rijen) + 2))


def test_rows_of_another_width_are_numbered_and_lose_nothing_else() -> None:
    inhoud = b"a;b;c\n1;2;3\n1;2\n\n4;5;6\n1;2;3;4\n7;8;9\n"
    _, frame, scheef = _read(inhoud)
    assert frame["a"].to_list() == ["1", "4", "7"]
    assert frame["rij"].to_list() == [2, 5, 7]
    assert scheef == [3, 6]


def test_too_many_and_too_few_columns_that_add_up_are_both_found() -> None:
    _, frame, scheef = _read(b"a;b;c\n1;2\n1;2;3;4\n5;6;7\n")
    assert scheef == [2, 3]
    assert frame["rij"].to_list() == [4]


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(codering: str) -> None:
    inhoud = "naam;plaats\nRenée;Groesbeek\nÖzdemir;Café\n".encode(codering)
    vorm = sniff(inhoud, "proef.csv")
    (blok,) = read_blocks(io.BytesIO(inhoud), vorm, replace(OMGEVING, blok_bytes=4096), "proef.csv")
    assert blok.frame["naam"].to_list() == ["Renée", "Özdemir"]
    assert (vorm.bom, blok.windows_1252) == (codering == "utf-8-sig", codering == "cp1252")


def test_equal_rows_have_equal_hashes_across_blocks() -> None:
    rijen = ["1;x", '2;"y;z"', "3;w"] * 40
    inhoud = ("a;b\n" + "\n".join(rijen) + "\n").encode()
    vorm = sniff(inhoud, "p")
    blokken = list(read_blocks(io.BytesIO(inhoud), vorm, OMGEVING, "p"))
    hashes = pl.concat([b.frame for b in blokken])["regelhash"].to_list()
    assert len(blokken) > 1
    assert len(set(hashes)) == 3
    assert hashes == hashes[:3] * 40


@pytest.mark.parametrize(
    "inhoud",
    [
        b"",
        b"   \n",
        b"%PDF-1.7 x;y\n",
        b"a;b\x00;c\n",
        b"PK\x03\x04;;",
        b"een regel zonder kolommen\n",
    ],
)
def test_what_is_no_table_is_refused_with_one_sentence(inhoud: bytes) -> None:
    with pytest.raises(LeveringGeweigerd) as fout:
        sniff(inhoud, "proef.csv")
    assert "proef.csv" in str(fout.value)
    assert str(fout.value).endswith(".")


def test_an_unclosed_quote_is_refused_with_bounded_memory() -> None:
    omgeving = replace(OMGEVING, max_regel_bytes=1000)
    inhoud = b'a;b\n1;"' + b"x" * 5000 + b"\n" * 200
    with pytest.raises(LeveringGeweigerd):
        _read(inhoud, omgeving)


def test_quotes_inside_a_value_lose_no_row() -> None:
    _, frame, scheef = _read(b'a;b;c\n1;""02-1980;x\n2;y;z\n3;"p;q"r;s\n')
    assert frame["a"].to_list() == ["1", "2", "3"]
    assert frame["rij"].to_list() == [2, 3, 4]
    assert not scheef


def test_a_control_character_does_not_make_rows_equal() -> None:
    _, frame, _ = _read(b"a;b\n1;x\x01y\n1;x\x01z\n")
    assert frame["regelhash"].n_unique() == 2


def test_a_quote_that_stays_open_to_the_end_is_refused() -> None:
    with pytest.raises(LeveringGeweigerd):
        _read(b'a;b\n1;2\n3;"4\n5;6\n')
