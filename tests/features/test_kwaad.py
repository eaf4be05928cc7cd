"""What should not come in: each is refused within the limits, with one sentence, and nothing of it is read as rows.

Not here: the fuzzing (test_fuzz), and mess that is mended (test_rommel).
"""

from __future__ import annotations

import gzip
import io
import json
import os
import resource
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO

import pytest

from definitions import load_definities
from ingest import check, process, receive
from ingest.sources import Padbron

from .bibliotheek import ISIL, LOG, Bibliotheek, loan
from .vormen import packed, workbook, xlsx

_MB = 1024 * 1024
# What one refusal may take: memory above that of a process that does nothing, and seconds of the processor.
_MEER_MB, _SECONDEN = 250, 5

_REGELS = [LOG.split(";"), loan(1).split(";")]


def _bomb(naam: str, grootte: int = 400 * _MB) -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as archief, archief.open(naam, "w", force_zip64=True) as lid:
        for _ in range(grootte // (4 * _MB)):
            lid.write(b"a;b;c\n" * (4 * _MB // 6))
    return uit.getvalue()


def _link() -> bytes:
    uit = io.BytesIO()
    with zipfile.ZipFile(uit, "w") as archief:
        lid = zipfile.ZipInfo("log.csv")
        lid.external_attr = (stat.S_IFLNK | 0o777) << 16
        archief.writestr(lid, "/etc/passwd")
    return uit.getvalue()


def _encrypted() -> bytes:
    inhoud = bytearray(packed({"log.csv": b"a;b\n1;2\n"}))
    for teken, plek in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        inhoud[inhoud.index(teken) + plek] |= 1
    return bytes(inhoud)


def _xml_bomb() -> bytes:
    """A workbook whose XML defines an entity of entities."""
    met = io.BytesIO(xlsx(_REGELS, "log"))
    uit = io.BytesIO()
    with zipfile.ZipFile(met) as oud, zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as nieuw:
        for lid in oud.namelist():
            inhoud = oud.read(lid)
            if lid == "xl/sharedStrings.xml":
                entiteiten = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10 if i else "lol"}">' for i in range(12))
                inhoud = f"<!DOCTYPE x [{entiteiten}]><sst><si><t>&e11;</t></si></sst>".encode()
            nieuw.writestr(lid, inhoud)
    return uit.getvalue()


def _far_cell() -> bytes:
    """A workbook of two cells, in opposite corners of the largest sheet there can be."""
    import xlsxwriter

    uit = io.BytesIO()
    with xlsxwriter.Workbook(uit) as boek:
        blad = boek.add_worksheet()
        blad.write(0, 0, "a")
        blad.write(1_048_575, 16_383, "b")
    return uit.getvalue()


def _swollen_sheet() -> bytes:
    met = io.BytesIO(xlsx(_REGELS, "log"))
    uit = io.BytesIO()
    with zipfile.ZipFile(met) as oud, zipfile.ZipFile(uit, "w", zipfile.ZIP_DEFLATED) as nieuw:
        for lid in oud.namelist():
            nieuw.writestr(lid, oud.read(lid) + (b" " * (1200 * _MB) if lid == "xl/sharedStrings.xml" else b""))
    return uit.getvalue()


def _gz_bomb() -> bytes:
    uit = io.BytesIO()
    with gzip.GzipFile(fileobj=uit, mode="wb", mtime=0) as los:
        los.write((LOG + "\n").encode())
        for _ in range(100):
            los.write(b"1;01-01-2025;10:00;1;B;9001;7;;;;;;;;\n" * 11_000)
    return uit.getvalue()


KWAAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "uitgepakt_te_groot": ("bom.zip", lambda: _bomb("log.csv")),
    "te_diep_ingepakt": ("diep.zip", lambda: packed({"a.zip": packed({"b.zip": packed({"c.csv": b"a;b\n"})})})),
    "naam_onveilig": ("pad.zip", lambda: packed({"../../log.csv": b"a;b\n1;2\n"})),
    "verwijzing_in_zip": ("link.zip", _link),
    "versleuteld": ("slot.zip", _encrypted),
    "te_veel_delen": ("veel.zip", lambda: packed({f"{i}.csv": b"" for i in range(1001)})),
    "bestand_leeg": ("leeg.csv", lambda: b""),
    "te_veel_kolommen": ("breed.csv", lambda: ";".join(f"k{i}" for i in range(100_000)).encode() + b"\n"),
    "kop_onleesbaar": ("woorden.csv", lambda: b"dit is een brief\nen geen tabel\n"),
    "bestand_onleesbaar": ("stuk.xlsx", lambda: xlsx(_REGELS, "log")[:-900]),
    "json_zonder_lijst": ("leeg.json", lambda: b'{"a": 1,\n "b": {"c": 2}}\n'),
    "afdrukrapport": ("druk.csv", lambda: b"\x0c".join(b"Rapport\n\n- 1 -\n" for _ in range(4))),
}  # fmt: skip
GEEN_TABEL = {
    "pdf.csv": b"%PDF-1.7\n", "foto.csv": b"\x89PNG\r\n\x1a\n" + bytes(100), "nul.csv": b"a;b\n1;\x00\n",
    "brief.docx": packed({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
    "brief.odt": packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}),
}  # fmt: skip


def _refusal(bibliotheek: Bibliotheek, naam: str, inhoud: bytes) -> tuple[str, str]:
    """The finding and sentence of what is checked in a process of its own, within the limits."""
    pad = bibliotheek.map / naam
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(inhoud)
    return _checked(bibliotheek, pad)


def _checked(bibliotheek: Bibliotheek, pad: Path) -> tuple[str, str]:
    omgeving = bibliotheek.omgeving
    voor = resource.getrusage(resource.RUSAGE_CHILDREN)
    klaar = subprocess.run(
        [sys.executable, "-m", "tests.features.meet", str(omgeving.werk), str(omgeving.sleutels), ISIL, str(pad)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    na = resource.getrusage(resource.RUSAGE_CHILDREN)
    antwoord = json.loads(klaar.stdout)
    assert antwoord["meer_mb"] < _MEER_MB, antwoord
    assert na.ru_utime + na.ru_stime - voor.ru_utime - voor.ru_stime - antwoord["start"] < _SECONDEN
    (bewijs,) = antwoord["bewijzen"]
    assert bewijs["status"] == "geweigerd"
    (bevinding,) = bewijs["bevindingen"]
    return bevinding["code"], bevinding["uitleg"]


@pytest.mark.parametrize("code", KWAAD)
def test_it_is_refused_within_the_limits(bibliotheek: Bibliotheek, code: str) -> None:
    naam, maak = KWAAD[code]
    gevonden, zin = _refusal(bibliotheek, naam, maak())
    assert gevonden == code
    assert naam.partition(".")[0] in zin
    assert load_definities().bevindingen[code].herstel in zin


@pytest.mark.parametrize("naam", GEEN_TABEL)
def test_a_name_proves_nothing(bibliotheek: Bibliotheek, naam: str) -> None:
    assert _refusal(bibliotheek, naam, GEEN_TABEL[naam])[0] == "geen_tabel"


@pytest.mark.parametrize(
    ("naam", "maak"),
    [
        ("ver.xlsx", _far_cell),
        ("xml.xlsx", _xml_bomb),
        ("bom.csv.gz", _gz_bomb),
        pytest.param("dik.xlsx", _swollen_sheet, marks=pytest.mark.lang),
        pytest.param("lang.csv", lambda: (LOG + "\n").encode() + b"x" * (1024 * _MB), marks=pytest.mark.lang),
        pytest.param("lang.json", lambda: b'[{"a": "' + b"x" * (600 * _MB), marks=pytest.mark.lang),
    ],
)
def test_what_swells_stops_at_the_limits(bibliotheek: Bibliotheek, naam: str, maak: Callable[[], bytes]) -> None:
    assert _refusal(bibliotheek, naam, maak())[0] in (
        "werkmap_te_groot", "bestand_onleesbaar", "bestand_onherkend", "uitgepakt_te_groot", "regel_te_lang", "bestand_leeg",
    )  # fmt: skip


def test_what_is_no_file_is_refused(bibliotheek: Bibliotheek) -> None:
    bibliotheek.map.mkdir(parents=True, exist_ok=True)
    pijp = bibliotheek.map / "pijp.csv"
    os.mkfifo(pijp)
    for pad in (pijp, Path("/dev/zero"), bibliotheek.map):
        assert _checked(bibliotheek, pad)[0] in ("geen_gewoon_bestand", "bestand_onleesbaar")


@pytest.mark.parametrize("groter", [False, True])
def test_a_file_that_changes_while_it_is_read_is_refused_whole(bibliotheek: Bibliotheek, groter: bool) -> None:
    """It changes after its first look, as by an export that is still being written: nothing of it is taken."""
    regels = [loan(i, exemplaar=str(7000 + i)) for i in range(2000)]
    for lever in (receive, check):
        pad = bibliotheek.log(regels)
        heel = pad.read_bytes()
        bron = _Groeit(Padbron(pad), heel + heel[-500:] if groter else heel[: len(heel) // 2])
        (bewijs,) = lever(bibliotheek.omgeving, [bron], organisatie=ISIL)
        assert (bewijs.status, [m.code for m in bewijs.bevindingen]) == ("geweigerd", ["bestand_veranderd"])
        assert bewijs.rijen is None
    assert process(bibliotheek.omgeving) == []
    assert not [p for p in bibliotheek.omgeving.brons.rglob("*.parquet") if "uitleningen" in p.parts]
    assert receive(bibliotheek.omgeving, [pad], organisatie=ISIL)[0].status == "ontvangen"


class _Groeit:
    """A file that becomes another after its hash was taken."""

    def __init__(self, bron: Padbron, later: bytes) -> None:
        self._bron, self._later = bron, later
        self.naam, self.leesbaar = bron.naam, True
        self.bytes = bron.bytes

    def open(self) -> AbstractContextManager[BinaryIO]:
        return self._bron.open()

    def sha256(self) -> str:
        uit = self._bron.sha256()
        self._bron.pad.write_bytes(self._later)
        return uit


def test_a_formula_is_never_evaluated_nor_repeated(bibliotheek: Bibliotheek) -> None:
    """A cell that would start a program in a spreadsheet is text like any other: an unknown branch, counted and not shown."""
    gevaar = "=cmd|' /C calc'!A0"
    rijen = [LOG.split(";"), *(loan(i, vestiging=gevaar if i < 3 else "9001").split(";") for i in range(1, 40))]
    pad = bibliotheek.map / "log.xlsx"
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_bytes(workbook({"log": rijen}))
    bewijs = bibliotheek.deliver(pad)
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.uitval) == (37, 2)
    assert "cmd" not in json.dumps(bewijs.as_json())
