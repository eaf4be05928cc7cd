"""Workbooks and Parquet, read in a process of their own with limits on memory and time, to anonymous temporary files.

Not here: the reading itself (`reader.py`). A parser that is made to crash, loop or swell takes its process with it, not ours.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from definitions import Omgeving
from ingest.refusal import Weigering

from . import kind
from .archive import DAMAGE
from .part import Gevuld, Herstel, Inhoud, Pak
from .spill import Spil, as_file, guard

_READER = Path(__file__).with_name("reader.py")
_CHUNK = 1024 * 1024


def workbook(pak: Pak, omgeving: Omgeving) -> Iterator[Inhoud]:
    """The visible sheets of a workbook (xlsx, xlsb, xls, ods), every cell as text, with the sheet's own row numbers."""
    if pak.bytes > omgeving.max_werkmap_bytes:
        raise Weigering("werkmap_te_groot", bestand=pak.waar)
    spil, delen = _read(pak, kind.WERKMAP, omgeving)
    zichtbaar = [d for d in delen if "van" in d]
    verborgen = len([d for d in delen if d.get("verborgen")])
    if not zichtbaar:
        raise Weigering("bestand_leeg", bestand=pak.waar)
    for nummer, deel in enumerate(zichtbaar):
        naam = f"{pak.deel}/{_plain(deel['deel'])}" if pak.deel else _plain(deel["deel"])
        herstel = [Herstel("cel_fout", deel["fouten"], {"bestand": pak.waar})] if deel["fouten"] else []
        if verborgen and nummer == 0:
            herstel.append(Herstel("werkblad_verborgen", verborgen, {"bestand": pak.waar}))
        gevuld = tuple(Gevuld(g["kolom"], g["aantal"], tuple(g["rijen"])) for g in deel["gevuld"])
        yield Inhoud(pak.naam, naam, deel["tot"] - deel["van"], spil.opener(deel["van"], deel["tot"]), tuple(herstel),
                     werkblad=len(zichtbaar) > 1, gevuld=gevuld)  # fmt: skip


def parquet(pak: Pak, omgeving: Omgeving) -> Iterator[Inhoud]:
    """A Parquet file as text."""
    spil, delen = _read(pak, kind.PARQUET, omgeving)
    if "genest" in delen[0]:
        raise Weigering("kolom_genest", bestand=pak.waar)
    yield Inhoud(pak.naam, pak.deel, delen[0]["tot"], spil.opener())


def check_workbook(pak: Pak, zip_: zipfile.ZipFile, omgeving: Omgeving) -> None:
    """Raises `Weigering` where the XML of a workbook is too large, as its directory says and as it turns out."""
    leden = zip_.infolist()
    if sum(i.file_size for i in leden) > omgeving.max_werkmap_uitgepakt_bytes:
        raise Weigering("werkmap_te_groot", bestand=pak.waar)
    try:
        for lid in leden:
            # Reading stops at the size the directory gives and then holds the check sum against it.
            with zip_.open(lid) as stroom:
                while stroom.read(_CHUNK):
                    pass
    except DAMAGE:
        raise Weigering("bestand_onleesbaar", bestand=pak.waar) from None


def zip_kind(pak: Pak, zip_: zipfile.ZipFile) -> str:
    """Whether a zip is a workbook, or simply a zip. Raises `Weigering` for a document or presentation."""
    namen = set(zip_.namelist())
    if namen & {"xl/workbook.xml", "xl/workbook.bin"}:
        return kind.WERKMAP
    if "[Content_Types].xml" in namen:
        raise Weigering("geen_tabel", bestand=pak.waar, soort="een document")
    if "mimetype" in namen and "content.xml" in namen:
        if _mimetype(zip_).strip() == b"application/vnd.oasis.opendocument.spreadsheet":
            return kind.WERKMAP
        raise Weigering("geen_tabel", bestand=pak.waar, soort="een document")
    return kind.ZIP


def _mimetype(zip_: zipfile.ZipFile) -> bytes:
    lid = zip_.getinfo("mimetype")
    try:
        return zip_.read(lid) if lid.file_size < 200 else b""
    except DAMAGE:
        return b""


def _read(pak: Pak, soort: str, omgeving: Omgeving) -> tuple[Spil, list[dict[str, Any]]]:
    spil = Spil()
    grens = min(omgeving.max_uitgepakt_bytes, max(64 * 1024**2, omgeving.max_uitpakverhouding * pak.bytes))
    maten = (omgeving.lezer_geheugen_mb, omgeving.lezer_seconden, omgeving.max_cellen, omgeving.max_kolommen, grens)
    bestand = as_file(pak, omgeving)
    # The reader gets the descriptor: where our own buffer holds the beginning, going back to it would not move that.
    os.lseek(bestand.fileno(), 0, os.SEEK_SET)
    antwoord = _ask([soort, *map(str, maten)], bestand.fileno(), spil.bestand.fileno(), omgeving.lezer_seconden)
    match antwoord.get("fout"):
        case None:
            spil.bytes = os.fstat(spil.bestand.fileno()).st_size
            guard(omgeving, spil.bytes, pak)
            return spil, antwoord["delen"]
        case "versleuteld":
            raise Weigering("versleuteld", bestand=pak.waar)
        case "te_groot":
            raise Weigering("werkmap_te_groot", bestand=pak.waar)
    raise Weigering("bestand_onleesbaar", bestand=pak.waar)


def _ask(vraag: list[str], van: int, naar: int, seconden: int) -> dict[str, Any]:
    """Run the reader; where it is stopped by its limits the file is too large for it."""
    opdracht = [sys.executable, "-I", str(_READER), *vraag, str(naar)]
    try:
        klaar = subprocess.run(  # noqa: S603  our own program, arguments of our own
            opdracht, stdin=van, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=2 * seconden, check=False,
            pass_fds=(naar,), env={"POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"},
        )  # fmt: skip
        return json.loads(klaar.stdout) if klaar.returncode == 0 else {"fout": "te_groot"}
    except (subprocess.TimeoutExpired, ValueError):
        return {"fout": "te_groot"}


def _plain(naam: str) -> str:
    """A sheet's name without what could not stand on a receipt."""
    return "".join(c if c.isprintable() and c != "/" else "_" for c in naam)[:60]
