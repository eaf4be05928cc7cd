"""Inhabitants by year and age from the CBS's own table, when the operator delivers it: read, checked, and kept by their hash.

Not here: which figures divide by them (dbt), and the inhabitants that come with the definitions (definitions/referentie).
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from definitions import Inwonertabel, Omgeving, VerkeerdeAanroep, load_definities

from .network import NETWERK, open_existing
from .records import INWONERS
from .register import Register

if TYPE_CHECKING:
    import polars as pl

_KOLOMMEN = ("gemeente", "jaar", "inwoners", "inwoners_0_17")


@dataclass(frozen=True)
class Inwonerstand:
    """What is known of inhabitants from delivered tables: a CSV in the work folder, its hash, and the years it holds."""

    pad: str
    sha256: str
    rijen: int
    jaren: tuple[str, ...]


def receive_inhabitants(omgeving: Omgeving, bestand: Path) -> Inwonerstand:
    """Read a CSV of the CBS's table (definitions/inwonertabel.yaml) and let its years count from the next build on; years of
    tables before it stay.

    Raises `VerkeerdeAanroep` where it is another table, has no gemeenten, or lacks an age of a gemeente that it names.
    """
    tabel = load_definities().inwonertabel
    nieuw = _read(bestand, tabel)
    with Register(omgeving) as register:
        stand = _keep(omgeving, _with_earlier(omgeving, register, nieuw))
        register.agree(INWONERS, NETWERK, tabel.tabel, {**stand.__dict__, "bestand": bestand.name})
    return stand


def delivered_inhabitants(omgeving: Omgeving) -> Inwonerstand | None:
    """What was delivered of inhabitants; None where nothing was."""
    register = open_existing(omgeving)
    if register is None:
        return None
    with register:
        return _current(register)


def _current(register: Register) -> Inwonerstand | None:
    afspraken = register.agreements(INWONERS, NETWERK)
    if not afspraken or afspraken[-1].inhoud is None:
        return None
    inhoud: Mapping[str, Any] = afspraken[-1].inhoud
    return Inwonerstand(inhoud["pad"], inhoud["sha256"], inhoud["rijen"], tuple(inhoud["jaren"]))


def _read(bestand: Path, tabel: Inwonertabel) -> pl.DataFrame:
    """Gemeente, year, inhabitants and those under 18, of the rows that are totals in all but age."""
    import polars as pl

    try:
        rijen = pl.scan_csv(bestand, separator=";", infer_schema=False)
        kop = set(rijen.collect_schema().names())
    except (OSError, pl.exceptions.PolarsError):
        raise VerkeerdeAanroep(
            f"{bestand.name} is niet te lezen; lever tabel {tabel.tabel} van het CBS als CSV met puntkomma's."
        ) from None
    if weg := sorted(set(tabel.kolommen) - kop):
        raise VerkeerdeAanroep(
            f"{bestand.name} mist de kolommen {', '.join(weg)}; lever tabel {tabel.tabel} van het CBS als CSV"
            " (TypedDataSet) met alle kolommen."
        )
    schoon = rijen.select(pl.col(tabel.kolommen).str.strip_chars())
    regels = schoon.filter(
        pl.col(tabel.geslacht.kolom) == tabel.geslacht.totaal,
        pl.col(tabel.burgerlijke_staat.kolom) == tabel.burgerlijke_staat.totaal,
        pl.col(tabel.regio).str.contains(r"^GM[0-9]{4}$"),
        pl.col(tabel.periode).str.contains(r"^[0-9]{4}JJ00$"),
        pl.col(tabel.leeftijd.kolom).is_in([tabel.leeftijd.totaal, *tabel.jeugd]),
        # A gemeente that did not exist on that day has no number.
        pl.col(tabel.inwoners).str.contains(r"^[0-9]+$"),
    ).select(
        gemeente=pl.col(tabel.regio), jaar=pl.col(tabel.periode).str.slice(0, 4),
        leeftijd=pl.col(tabel.leeftijd.kolom), aantal=pl.col(tabel.inwoners).cast(pl.Int64),
    ).unique()  # fmt: skip
    heel = pl.col("leeftijd") == tabel.leeftijd.totaal
    per_gemeente = regels.group_by("gemeente", "jaar").agg(
        pl.col("aantal").filter(heel).first().alias("inwoners"),
        pl.col("aantal").filter(~heel).sum().alias("inwoners_0_17"),
        pl.col("leeftijd").filter(heel).len().alias("totalen"), pl.col("leeftijd").filter(~heel).len().alias("jaren"),
    ).sort("jaar", "gemeente").collect()  # fmt: skip
    _check(bestand, tabel, per_gemeente)
    return per_gemeente.select(_KOLOMMEN)


def _check(bestand: Path, tabel: Inwonertabel, rijen: pl.DataFrame) -> None:
    import polars as pl

    if rijen.is_empty():
        raise VerkeerdeAanroep(
            f"{bestand.name} heeft geen gemeenten met totalen naar geslacht en burgerlijke staat; kies in tabel"
            f" {tabel.tabel} die totalen, alle gemeenten en de jaren die nodig zijn."
        )
    heel = rijen.filter(pl.col("totalen") == 1, pl.col("jaren") == len(tabel.jeugd)).height
    if heel < rijen.height:
        raise VerkeerdeAanroep(
            f"{bestand.name} mist bij {rijen.height - heel} gemeenten en jaren een leeftijd van 0 tot en met 17 jaar of het"
            " totaal; kies alle leeftijden per jaar en het totaal."
        )


def _with_earlier(omgeving: Omgeving, register: Register, nieuw: pl.DataFrame) -> pl.DataFrame:
    """The years of this table, and of earlier ones those that it does not have."""
    import polars as pl

    eerder = _current(register)
    if eerder is None:
        return nieuw
    oud = pl.read_csv(omgeving.werk / eerder.pad, separator=";", schema=nieuw.schema)
    return pl.concat([oud.filter(~pl.col("jaar").is_in(nieuw["jaar"].unique().to_list())), nieuw]).sort(
        "jaar", "gemeente"
    )


def _keep(omgeving: Omgeving, rijen: pl.DataFrame) -> Inwonerstand:
    """Written under another name, fsynced, renamed; the name is its hash, so that it never changes."""
    inhoud = rijen.write_csv(separator=";").encode()
    som = hashlib.sha256(inhoud).hexdigest()
    map_ = omgeving.werk / "referentie"
    map_.mkdir(parents=True, exist_ok=True, mode=0o700)
    pad, tijdelijk = map_ / f"inwoners-{som[:16]}.csv", map_ / f".{secrets.token_hex(8)}"
    with tijdelijk.open("wb") as bestand:
        bestand.write(inhoud)
        bestand.flush()
        os.fsync(bestand.fileno())
    tijdelijk.rename(pad)
    jaren = tuple(sorted(rijen["jaar"].unique().to_list()))
    return Inwonerstand(str(pad.relative_to(omgeving.werk)), som, rijen.height, jaren)
