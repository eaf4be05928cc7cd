"""The door of brons: minimised frames are held against the contract with pandera and written as immutable Parquet files.

Not here: which files count (`register/`), and the row rules that findings come from (`validate.py`).
"""

from __future__ import annotations

import hashlib
import io
import secrets
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from definitions import Contract, Dataset, Definities, Kolom, Omgeving, load_definities

from .lean import without_pandas
from .minimise import LEVERINGSMAAND
from .records import Bronsbestand
from .vault import shred_file, write_durably

if TYPE_CHECKING:
    import pandera.polars as pa

# pandera judges eager frames of at most this many rows, so that its memory does not grow with a file.
_CHUNK = 500_000
# What the app reads of a library's own brons, where it runs under a user of its own; these hold nothing of a person.
_VOOR_DE_APP = frozenset({"locaties", "activiteiten", "jaarcijfers"})

_DTYPES: dict[str, pl.DataType] = {
    "VARCHAR": pl.String(), "DATE": pl.Date(), "DOUBLE": pl.Float64(), "BOOLEAN": pl.Boolean(), "BLOB": pl.Binary(),
    "UTINYINT": pl.UInt8(), "USMALLINT": pl.UInt16(), "INTEGER": pl.Int32(), "UINTEGER": pl.UInt32(),
    "TIMESTAMP": pl.Datetime("us"),
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


@cache
def pandera_schema(dataset: Dataset, tabel: str) -> pa.DataFrameSchema:
    """The pandera schema of a brons table: code lists are Enums, so that the dtype is the domain."""
    import pandera.polars as pa

    definities = load_definities()

    def column(kolom: Kolom) -> pa.Column:
        checks = []
        if kolom.minimum is not None:
            checks.append(pa.Check.ge(kolom.minimum))
        if kolom.maximum is not None:
            checks.append(pa.Check.le(kolom.maximum))
        return pa.Column(_dtype(kolom, definities), checks=checks, nullable=not kolom.verplicht)

    kolommen = definities.contracten[dataset].tabel(tabel).kolommen
    return pa.DataFrameSchema({k.naam: column(k) for k in kolommen}, strict=True, ordered=True)


class BronsFout(AssertionError):
    """What was about to enter brons is not what the contract says: a bug, and nothing was stored."""


def _check(frame: pl.DataFrame, dataset: Dataset, tabel: str) -> None:
    with without_pandas():  # which pandera looks for when it is loaded, and again when it first validates
        import pandera.errors

        schema = pandera_schema(dataset, tabel)
        try:
            for begin in range(0, max(frame.height, 1), _CHUNK):
                schema.validate(frame.slice(begin, _CHUNK))
        except (pandera.errors.SchemaError, pandera.errors.SchemaErrors):
            raise BronsFout(f"brons table {tabel} does not obey its contract") from None


def _has_repeated_key(frame: pl.DataFrame, sleutel: list[str]) -> bool:
    """Whether a key occurs twice: by its hash, and only what shares a hash is looked at whole."""
    hashes = frame.select(sleutel).hash_rows(1)
    if hashes.n_unique() == len(hashes):
        return False
    verdacht = frame.select(sleutel).filter(hashes.is_duplicated())
    return bool(verdacht.is_duplicated().any())


class Bronsschrijver:
    """Writes the brons files of one levering. Files exist under their final name only once they are whole."""

    def __init__(
        self, omgeving: Omgeving, contract: Contract, definities: Definities, organisatie: str, bronsysteem: str
    ) -> None:
        self._omgeving, self._contract, self._definities = omgeving, contract, definities
        self._vast = {"organisatie": organisatie, "bronsysteem": bronsysteem}

    def write(self, levering: str, tabel: str, frame: pl.DataFrame, periode: str | None) -> list[Geschreven]:
        """Write one table, per leveringsmaand where it has one, else whole under `periode`."""
        frame = self.conform(tabel, frame)
        if LEVERINGSMAAND not in frame.columns:
            return [self._write_one(levering, tabel, frame, periode or "")]
        return [
            self._write_one(levering, tabel, deel.drop(LEVERINGSMAAND), _month_code(maand))
            for (maand,), deel in sorted(frame.partition_by(LEVERINGSMAAND, as_dict=True).items())
        ]

    def conform(self, tabel: str, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the contract's columns, types and order (and its leveringsmaand, where it has one).

        Raises `BronsFout` where it does not obey the contract or has a key twice within a leveringsmaand.
        """
        contract = self._contract.tabel(tabel)
        frame = frame.with_columns(
            pl.lit(waarde).alias(naam)
            for naam, waarde in self._vast.items()
            if naam in contract.namen and naam not in frame.columns
        )
        maand = [c for c in frame.columns if c == LEVERINGSMAAND]
        try:
            kolommen = [pl.col(k.naam).cast(_dtype(k, self._definities)) for k in contract.kolommen]
            frame = frame.select(*kolommen, *maand)
        except pl.exceptions.PolarsError as fout:
            raise BronsFout(f"brons table {tabel} does not obey its contract ({type(fout).__name__})") from None
        _check(frame.drop(maand), self._contract.dataset, tabel)
        sleutel = [k.naam for k in contract.kolommen if k.sleutel]
        if sleutel and _has_repeated_key(frame, sleutel + maand):
            raise BronsFout(f"brons table {tabel} has a key twice")
        return frame

    def _write_one(self, levering: str, tabel: str, frame: pl.DataFrame, periode: str) -> Geschreven:
        map_ = self._omgeving.brons / self._contract.dataset / tabel / self._vast["organisatie"]
        doel = map_ / f"{levering}_{periode or 'lijst'}.parquet"
        return _write_parquet(self._omgeving, doel, frame, tabel, periode)


def _write_parquet(omgeving: Omgeving, doel: Path, frame: pl.DataFrame, tabel: str, periode: str) -> Geschreven:
    """Write under a temporary name, fsync, rename: the file is there whole or not at all."""
    doel.parent.mkdir(parents=True, exist_ok=True)
    inhoud = io.BytesIO()
    frame.write_parquet(inhoud, compression="zstd")
    leesbaar = omgeving.groep and tabel in _VOOR_DE_APP
    write_durably(doel, inhoud.getvalue(), 0o640 if leesbaar else 0o600)
    sha = hashlib.sha256(inhoud.getvalue()).hexdigest()
    return Geschreven(tabel, periode, str(doel.relative_to(omgeving.werk)), sha, frame.height)


def write_replacement(omgeving: Omgeving, bestand: Bronsbestand, frame: pl.DataFrame) -> Geschreven:
    """Write what takes the place of a brons file, beside it under a name of its own."""
    oud = omgeving.werk / bestand.pad
    doel = oud.with_name(f"{oud.stem.partition('~')[0]}~{secrets.token_hex(4)}.parquet")
    return _write_parquet(omgeving, doel, frame, bestand.tabel, bestand.periode)


def write_rejections(omgeving: Omgeving, levering: str, uitval: pl.DataFrame) -> Geschreven:
    """Keep of every rejected row the file, row number, column and rule; none of its values."""
    return _write_parquet(
        omgeving, omgeving.brons / "uitval" / f"{levering}.parquet", uitval.sort("bestand", "rij"), "uitval", ""
    )


def remove_strays(omgeving: Omgeving, bekend: set[str]) -> None:
    """Remove brons files that no register transaction made count (a process died before it could)."""
    for pad in omgeving.brons.rglob("*.parquet*"):
        if str(pad.relative_to(omgeving.werk)) not in bekend:
            shred_file(pad)


def _month_code(maand: date) -> str:
    return f"{maand:%Y-%m}"
