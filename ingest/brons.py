"""The door of brons: minimised frames are held against the contract with pandera and written as immutable Parquet files.

Not here: which files count (`register.py`), and the row rules that findings come from (`validate.py`).
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from definitions import Contract, Definities, Kolom, Omgeving, Tabel

from .minimise import LEVERINGSMAAND
from .vault import fsync_folder, sha256_of

if TYPE_CHECKING:
    import pandera.polars as pa

# pandera judges eager frames of at most this many rows, so that its memory does not grow with a file.
_CHUNK = 500_000

_DTYPES: dict[str, pl.DataType] = {
    "VARCHAR": pl.String(), "DATE": pl.Date(), "DOUBLE": pl.Float64(), "BOOLEAN": pl.Boolean(), "BLOB": pl.Binary(),
    "UTINYINT": pl.UInt8(), "USMALLINT": pl.UInt16(), "INTEGER": pl.Int32(), "UINTEGER": pl.UInt32(),
}  # fmt: skip


@dataclass(frozen=True)
class Geschreven:
    """A brons file that is on disk: table, period, path below the work folder, SHA-256 and rows."""

    tabel: str
    periode: str
    pad: str
    sha256: str
    rijen: int


def _dtype(kolom: Kolom, definities: Definities) -> pl.DataType:
    if kolom.codelijst is not None:
        return pl.Enum(list(definities.codelijsten[kolom.codelijst].codes))
    return _DTYPES[kolom.fysiek]


def pandera_schema(tabel: Tabel, definities: Definities) -> pa.DataFrameSchema:
    """The pandera schema of a brons table: code lists are Enums, so that the dtype is the domain."""
    import pandera.polars as pa

    def column(kolom: Kolom) -> pa.Column:
        checks = []
        if kolom.minimum is not None:
            checks.append(pa.Check.ge(kolom.minimum))
        if kolom.maximum is not None:
            checks.append(pa.Check.le(kolom.maximum))
        return pa.Column(_dtype(kolom, definities), checks=checks, nullable=not kolom.verplicht)

    return pa.DataFrameSchema({k.naam: column(k) for k in tabel.kolommen}, strict=True, ordered=True)


class BronsFout(AssertionError):
    """What was about to enter brons is not what the contract says: a bug, and nothing was stored."""


def _check(frame: pl.DataFrame, tabel: Tabel, schema: pa.DataFrameSchema) -> None:
    import pandera.errors

    try:
        for begin in range(0, max(frame.height, 1), _CHUNK):
            schema.validate(frame.slice(begin, _CHUNK))
    except (pandera.errors.SchemaError, pandera.errors.SchemaErrors):
        raise BronsFout(f"brons table {tabel.naam} does not obey its contract") from None
    sleutel = [k.naam for k in tabel.kolommen if k.sleutel]
    if sleutel and _has_repeated_key(frame, sleutel):
        raise BronsFout(f"brons table {tabel.naam} has a key twice")


def _has_repeated_key(frame: pl.DataFrame, sleutel: list[str]) -> bool:
    """Whether a key occurs twice, looked at per hash partition so that memory stays flat."""
    delen = max(1, -(-frame.height // _CHUNK))
    hashes = frame.select(sleutel).hash_rows(1)
    return any(
        bool(frame.select(sleutel).filter(hashes % delen == deel).is_duplicated().any()) for deel in range(delen)
    )


class Bronsschrijver:
    """Writes the brons files of one levering. Files exist under their final name only once they are whole."""

    def __init__(self, omgeving: Omgeving, contract: Contract, definities: Definities, organisatie: str, bronsysteem: str) -> None:
        self._omgeving, self._contract, self._definities = omgeving, contract, definities
        self._vast = {"organisatie": organisatie, "bronsysteem": bronsysteem}
        self._schemas = {t.naam: pandera_schema(t, definities) for t in contract.brons}

    def write(self, levering: str, tabel: str, frame: pl.DataFrame, periode: str | None) -> list[Geschreven]:
        """Write one table, per leveringsmaand where it has one, else whole under `periode`."""
        if LEVERINGSMAAND not in frame.columns:
            return [self._write_one(levering, tabel, frame, periode or "")]
        return [
            self._write_one(levering, tabel, deel.drop(LEVERINGSMAAND), _month_code(maand))
            for (maand,), deel in sorted(frame.partition_by(LEVERINGSMAAND, as_dict=True).items())
        ]

    def conform(self, tabel: str, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the contract's columns, types and order; raises `BronsFout` where it does not obey."""
        contract = self._contract.tabel(tabel)
        frame = frame.with_columns(
            pl.lit(waarde).alias(naam)
            for naam, waarde in self._vast.items()
            if naam in contract.namen and naam not in frame.columns
        )
        try:
            frame = frame.select(pl.col(k.naam).cast(_dtype(k, self._definities)) for k in contract.kolommen)
        except pl.exceptions.PolarsError as fout:
            raise BronsFout(f"brons table {tabel} does not obey its contract ({type(fout).__name__})") from None
        _check(frame, contract, self._schemas[tabel])
        return frame

    def _write_one(self, levering: str, tabel: str, frame: pl.DataFrame, periode: str) -> Geschreven:
        frame = self.conform(tabel, frame)
        sleutels = [k.naam for k in self._contract.tabel(tabel).kolommen if k.codelijst or k.waarde in ("maand", "vestiging")]
        map_ = self._omgeving.brons / self._contract.dataset / tabel / self._vast["organisatie"]
        map_.mkdir(parents=True, exist_ok=True)
        doel = map_ / f"{levering}_{periode or 'lijst'}.parquet"
        tijdelijk = map_ / f".{doel.name}.{secrets.token_hex(4)}"
        frame.sort(sleutels or frame.columns[:1]).write_parquet(tijdelijk, compression="zstd")
        _sync(tijdelijk)
        sha = sha256_of(tijdelijk)
        tijdelijk.rename(doel)
        fsync_folder(map_)
        return Geschreven(tabel, periode, str(doel.relative_to(self._omgeving.werk)), sha, frame.height)


def write_rejections(omgeving: Omgeving, levering: str, uitval: pl.DataFrame) -> Geschreven:
    """Keep of every rejected row the file, row number, column and rule; none of its values."""
    map_ = omgeving.brons / "uitval"
    map_.mkdir(parents=True, exist_ok=True)
    doel = map_ / f"{levering}.parquet"
    tijdelijk = map_ / f".{doel.name}.{secrets.token_hex(4)}"
    uitval.sort("bestand", "rij").write_parquet(tijdelijk, compression="zstd")
    _sync(tijdelijk)
    sha = sha256_of(tijdelijk)
    tijdelijk.rename(doel)
    fsync_folder(map_)
    return Geschreven("uitval", "", str(doel.relative_to(omgeving.werk)), sha, uitval.height)


def remove_strays(omgeving: Omgeving, bekend: set[str]) -> None:
    """Remove brons files that no register transaction made count (a process died before it could)."""
    for pad in omgeving.brons.rglob("*.parquet*"):
        if str(pad.relative_to(omgeving.werk)) not in bekend:
            pad.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _month_code(maand: date) -> str:
    return f"{maand:%Y-%m}"
