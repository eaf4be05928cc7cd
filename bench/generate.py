"""The benchmarks' input: a Wise-shaped log of any number of rows, with the lists of organisations and locations it needs.

Not here: known totals (that is the demo's generator), and any seed or size that a test uses. Rows are made and written in
parts, so that the generator's memory does not grow with the file.

    python -m bench.generate MAP 2000000
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

import numpy as np
import polars as pl

ISIL = "NL-0898770000"
JAAR = 2025
SEED = 770_077
LOCATIES = 20
_LEDEN, _EXEMPLAREN, _TITELS = 25_000, 90_000, 40_000
_DEEL = 250_000
_VUIL = 0.01
_GEMEENTEN = ("GM0344", "GM0310", "GM0321")
_POSTCODES = np.array(["3511", "3512", "3521", "3523", "3526", "3527", "3531", "3541", "3551", "3561", "3571", "3581"])
_MATERIALEN = np.array(["BOE", "GRL", "LUI", "CDM", "DVD", "GAM", "BLM", "TYD", "KRT", "SPE", "DAI", "OVE"])
_MATERIAAL_KANS = np.array([0.77, 0.03, 0.03, 0.03, 0.05, 0.03, 0.005, 0.03, 0.005, 0.01, 0.005, 0.005])
_LEEFTIJDEN = np.array(["", "AB", "AP", "AK", "E", "A", "B", "C", "D", "AJ", "J", "DJ"])
_ABONNEMENTEN = np.array(["1", "60", "80", "160", "180", "100", "210"])
_ABONNEMENT_KANS = np.array([0.57, 0.24, 0.11, 0.035, 0.03, 0.01, 0.005])
_SEIZOEN = np.array([1.1, 0.95, 1.04, 0.97, 0.97, 0.9, 0.98, 0.86, 0.99, 1.12, 1.03, 1.0])
_WEEKDAG = np.array([0.75, 0.95, 1.45, 0.95, 1.1, 1.35, 0.15])
_UUR = np.array([1, 1, 1, 1, 1, 1, 1, 2, 3, 8, 16, 15, 12, 16, 24, 30, 28, 18, 12, 8, 4, 3, 2, 1], dtype=float)


def _ppn(rng: np.random.Generator, aantal: int) -> np.ndarray:
    """Eight digits and the check character of modulus 11, weights 9 down to 2."""
    basis = np.sort(rng.choice(60_000_000, aantal, replace=False)) + 30_000_000
    som = sum((basis // 10 ** (8 - i) % 10) * (10 - i) for i in range(1, 9))
    controle = np.array([*"0123456789X"])[(11 - som % 11) % 11]
    return np.char.add(basis.astype(str), controle)


def _members(rng: np.random.Generator) -> pl.DataFrame:
    abonnement = rng.choice(len(_ABONNEMENTEN), _LEDEN, p=_ABONNEMENT_KANS)
    jaren = np.where(abonnement == 0, rng.integers(1, 18, _LEDEN), rng.integers(18, 92, _LEDEN))
    geboren = np.datetime64(f"{JAAR}-01-01") - (jaren * 365.25 + rng.integers(0, 365, _LEDEN)).astype("timedelta64[D]")
    zonder = (rng.random(_LEDEN) < 0.05) | (abonnement == 4)
    letters = rng.integers(65, 91, (2, _LEDEN)).astype("uint8")
    return pl.DataFrame(
        {
            "klantnummer": (200_003 + 7 * np.arange(_LEDEN)).astype(str),
            "abonnement": _ABONNEMENTEN[abonnement],
            "geboortedatum": pl.Series(geboren).cast(pl.Date).dt.strftime("%d-%m-%Y"),
            "postcode": np.char.add(_POSTCODES[rng.integers(0, len(_POSTCODES), _LEDEN)], letters.T.copy().view("S2").ravel().astype(str)),
            "zonder": zonder,
        }
    ).select(
        "klantnummer", "abonnement", pl.when(~pl.col("zonder")).then("geboortedatum").alias("geboortedatum"), "postcode"
    )  # fmt: skip


def _items(rng: np.random.Generator) -> pl.DataFrame:
    ppn, titel = _ppn(rng, _TITELS), rng.integers(0, _TITELS, _EXEMPLAREN)
    leeftijd = rng.choice(_LEEFTIJDEN, _TITELS, p=np.array([0.44, *[0.56 / 11] * 11]))
    return pl.DataFrame(
        {
            "exemplaarnummer": (7_010_000_000 + 3 * np.arange(_EXEMPLAREN)).astype(str),
            "titelnummer": titel.astype(str),
            "ppn": ppn[titel],
            "materiaal": rng.choice(_MATERIALEN, _EXEMPLAREN, p=_MATERIAAL_KANS),
            "leeftijdcategorie": leeftijd[titel],
        }
    )


def _moments(rng: np.random.Generator, rijen: int) -> np.ndarray:
    """Minutes of the year in order of time, with a season, a week and a day in them."""
    dagen = (date(JAAR + 1, 1, 1) - date(JAAR, 1, 1)).days
    kans = np.array(
        [_SEIZOEN[d.month - 1] * _WEEKDAG[d.weekday()] for d in (date(JAAR, 1, 1) + timedelta(i) for i in range(dagen))]
    )
    dag = np.repeat(np.arange(dagen), rng.multinomial(rijen, kans / kans.sum()))
    minuut = rng.choice(24, rijen, p=_UUR / _UUR.sum()) * 60 + rng.integers(0, 60, rijen)
    return np.sort(dag * 1440 + minuut)


def _skewed(rng: np.random.Generator, bereik: int, rijen: int) -> np.ndarray:
    """Indexes of which a small part occurs very often."""
    return (bereik * rng.random(rijen) ** 2.2).astype("int64")


def _part(
    rng: np.random.Generator, minuten: np.ndarray, eerste: int, leden: pl.DataFrame, exemplaren: pl.DataFrame
) -> pl.DataFrame:
    n = len(minuten)
    moment = pl.Series(
        (np.datetime64(f"{JAAR}-01-01", "m") + minuten * np.timedelta64(1, "m")).astype("datetime64[us]")
    )
    actie = rng.choice(np.array(["1", "2", "3"]), n, p=[0.4, 0.37, 0.23])
    balie = np.where(rng.random(n) < 0.74, "S", "B")
    lid = leden[_skewed(rng, _LEDEN, n)]
    deel = pl.concat([lid, exemplaren[_skewed(rng, _EXEMPLAREN, n)]], how="horizontal").with_columns(
        pl.int_range(eerste, eerste + n).cast(pl.String).alias("logregel"),
        moment.dt.strftime("%d-%m-%Y").alias("datum"),
        moment.dt.strftime("%H:%M").alias("tijd"),
        pl.Series("actie", actie),
        pl.Series("bron", np.where((actie == "3") & (rng.random(n) < 0.8), "I", balie)),
        pl.Series("vestiging", (7701 + _skewed(rng, LOCATIES, n)).astype(str)),
        pl.Series("lot", rng.random(n)),
    )
    weg, min_ = pl.col("lot") < 0.07, pl.col("lot").is_between(0.07, 0.085)
    deel = deel.with_columns(
        pl.when(weg)
        .then(pl.lit("0"))
        .when(min_)
        .then("-" + pl.col("klantnummer"))
        .otherwise("klantnummer")
        .alias("klantnummer"),
        pl.when(~weg).then("geboortedatum").alias("geboortedatum"),
        pl.when(~weg).then("postcode").alias("postcode"),
    ).select(_KOP)
    return _soiled(rng, deel)


_KOP = (
    "logregel", "datum", "tijd", "actie", "bron", "vestiging", "exemplaarnummer", "titelnummer", "ppn", "materiaal",
    "leeftijdcategorie", "klantnummer", "abonnement", "geboortedatum", "postcode",
)  # fmt: skip
_FOUTEN: tuple[tuple[str, pl.Expr], ...] = (
    ("datum", pl.lit("31-02-2025")), ("datum", pl.lit("31-12-2099")), ("vestiging", pl.lit("9999")),
    ("exemplaarnummer", pl.lit(None, dtype=pl.String)), ("actie", pl.lit("9")), ("materiaal", pl.lit("ZZZ")),
    ("ppn", pl.col("ppn").str.head(8) + "?"), ("postcode", pl.lit("AA%")), ("geboortedatum", pl.lit("01-01-1850")),
)  # fmt: skip


def _soiled(rng: np.random.Generator, deel: pl.DataFrame) -> pl.DataFrame:
    """One row in a hundred wrong, every kind as often; the last kind is a row that occurs twice."""
    n, soorten = deel.height, len(_FOUTEN) + 1
    fout = pl.Series("fout", np.where(rng.random(n) < _VUIL, rng.integers(0, soorten, n), -1))
    deel = deel.with_columns(fout)
    for nummer, (kolom, waarde) in enumerate(_FOUTEN):
        deel = deel.with_columns(pl.when(pl.col("fout") == nummer).then(waarde).otherwise(pl.col(kolom)).alias(kolom))
    keer = np.where((fout == soorten - 1).to_numpy(), 2, 1)
    return deel.drop("fout")[np.repeat(np.arange(n), keer)][:n]


def write_log(pad: Path, rijen: int, seed: int = SEED) -> Path:
    """Write a log of `rijen` rows over one year: semicolons, dd-mm-jjjj, UTF-8, no quotes."""
    rng = np.random.default_rng(seed)
    leden, exemplaren = _members(rng), _items(rng)
    minuten = _moments(rng, rijen)
    with pad.open("wb") as bestand:
        for begin in range(0, rijen, _DEEL):
            deel = _part(rng, minuten[begin : begin + _DEEL], begin + 1, leden, exemplaren)
            _append(deel, bestand, kop=begin == 0)
    return pad


def _append(deel: pl.DataFrame, bestand: BinaryIO, *, kop: bool) -> None:
    deel.with_columns(pl.all().replace("", None)).write_csv(
        bestand, separator=";", include_header=kop, quote_style="never"
    )


def write_network(map_: Path) -> tuple[Path, Path]:
    """The list of organisations and that of locations, without which the log cannot be delivered."""
    organisaties, locaties = map_ / "organisaties.csv", map_ / "locaties.csv"
    organisaties.write_text(
        f"isil;naam;bronsysteem;werkgebied\n{ISIL};Bibliotheek Meetlat;wise;{'|'.join(_GEMEENTEN)}\n", encoding="utf-8"
    )
    regels = [
        f"{ISIL[:-4]}{1001 + i};{ISIL};{7701 + i};Meetlat locatie {i + 1};{('V', 'V', 'SP', 'ZB')[i % 4]};"
        f"{_GEMEENTEN[i % len(_GEMEENTEN)]};{(45.5, 32.0, 12.25, 60.0)[i % 4]};{(40.0, 18.5, 8.0, 0.0)[i % 4]}"
        for i in range(LOCATIES)
    ]
    kop = "isil_locatie;isil_organisatie;vestiging;naam;subsoort;gemeente_code;uren_open_pw;uren_bemand_pw"
    locaties.write_text("\n".join([kop, *regels]) + "\n", encoding="utf-8")
    return organisaties, locaties


if __name__ == "__main__":
    doel, aantal = Path(sys.argv[1]), int(sys.argv[2])
    doel.mkdir(parents=True, exist_ok=True)
    write_network(doel)
    write_log(doel / f"uitleningen_{JAAR}.csv", aantal)
