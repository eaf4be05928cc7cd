"""Made-up titles and items of one library.

Not here: which of them are lent (`lending.py`) and how an export shows them (`exports.py`).
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from .network import Bibliotheek, Venster

# materiaalsoort, Wise code, Koha itype, share of the collection.
MATERIALEN: tuple[tuple[str, str, str, float], ...] = (
    ("BOEK", "BOE", "BK", 0.785), ("GROTELETTER", "GRL", "GL", 0.028), ("LUISTERBOEK", "LUI", "LB", 0.025),
    ("CD_MUZIEK", "CDM", "CDM", 0.02), ("DVD_BLURAY", "DVD", "DVD", 0.04), ("GAME", "GAM", "GAME", 0.018),
    ("BLADMUZIEK", "BLM", "MUZ", 0.008), ("TIJDSCHRIFT", "TYD", "TS", 0.045), ("KAART", "KRT", "KRT", 0.005),
    ("SPEELMATERIAAL", "SPE", "SPEEL", 0.016), ("DAISY", "DAI", "DAISY", 0.004), ("OVERIG", "OVE", "OV", 0.006),
)  # fmt: skip

_LEEFTIJDEN = np.array(["AB", "AP", "AK", "E", "A", "B", "C", "D", "AJ", "J", "DJ"])
_FICTIE_LEEFTIJDEN = 8
_PER_LID = 2.6


def ppn(basis: np.ndarray) -> np.ndarray:
    """PPNs of eight digits with their check character (modulus 11, weights 9..2; kennis/bronsystemen.md 4)."""
    cijfers = basis[:, None] // 10 ** np.arange(7, -1, -1) % 10
    rest = (11 - (cijfers * np.arange(9, 1, -1)).sum(axis=1) % 11) % 11
    controle = np.array([*"0123456789X"])[rest]
    return np.char.add(basis.astype(str), controle)


def draw_titles(rng: np.random.Generator, aantal: int, eerste: int) -> pl.DataFrame:
    """Titles with a PPN, an audience and fiction or not. `eerste` keeps the PPNs of libraries apart."""
    jeugd = rng.random(aantal) < 0.56
    fictie = rng.random(aantal) < 0.63
    leeftijd = np.where(
        fictie, _LEEFTIJDEN[rng.integers(0, _FICTIE_LEEFTIJDEN, aantal)],
        _LEEFTIJDEN[rng.integers(_FICTIE_LEEFTIJDEN, len(_LEEFTIJDEN), aantal)],
    )  # fmt: skip
    nummer = np.arange(1, aantal + 1)
    return pl.DataFrame(
        {
            "titelnummer": nummer,
            "titel": np.char.add("Verzonnen titel ", nummer.astype(str)),
            "auteur": np.char.add("Auteur ", rng.integers(1, 900, aantal).astype(str)),
            "jaar": 2024 - rng.geometric(0.09, aantal).clip(1, 60),
            "ppn": ppn(40_000_000 + eerste + nummer),
            "jeugd": jeugd,
            "fictie": fictie,
            "leeftijdcategorie": np.where(jeugd, leeftijd, ""),
            "nbd_categorie": np.where(jeugd, np.where(fictie, "4", "5"), np.where(fictie, "2", "3")),
        }
    )


def draw_items(rng: np.random.Generator, bib: Bibliotheek, venster: Venster, eerste: int) -> pl.DataFrame:
    """All items of the window with their title. `afgevoerd` is the day one leaves the file (null: stays), `gewicht` the
    chance to be lent: some titles are lent all the time, most hardly ever."""
    n = int(bib.leden * _PER_LID)
    duur = (venster.einde - venster.begin).days
    titels = draw_titles(rng, max(n * 3 // 5, 1), eerste)
    aandeel = np.array([plek.aandeel for plek in bib.plekken])
    aanschaf = np.where(rng.random(n) < 0.2, rng.integers(0, duur, n), -rng.integers(130, 9 * 365, n))
    afvoer = np.where(rng.random(n) < 0.09, rng.integers(60, duur, n), 10 * duur)
    soort = rng.choice(len(MATERIALEN), n, p=[m[3] for m in MATERIALEN])
    begin = np.datetime64(venster.begin, "D")
    items = pl.DataFrame(
        {
            "nr": np.arange(n),
            "titelnummer": rng.integers(1, titels.height + 1, n),
            "soort": soort,
            "locatie": rng.choice(len(bib.plekken), n, p=aandeel / aandeel.sum()),
            "status": rng.choice(np.array(["B", "U", "T", "R", "D"]), n, p=[0.79, 0.16, 0.02, 0.02, 0.01]),
            "notforloan": rng.choice(np.array(["0", "1"]), n, p=[0.98, 0.02]),
            "itemlost": rng.choice(np.array(["0", "1"]), n, p=[0.995, 0.005]),
            "withdrawn": rng.choice(np.array(["0", "1"]), n, p=[0.993, 0.007]),
            "prijs": rng.integers(495, 4500, n) / 100,
            "aanschafdatum": pl.Series(begin + aanschaf.astype("timedelta64[D]")).cast(pl.Date),
            "afgevoerd": pl.Series(begin + np.maximum(afvoer, aanschaf + 40).astype("timedelta64[D]")).cast(pl.Date),
            "gewicht": 1.0 / (rng.permutation(n) + 15) ** 0.55,
        }
    )
    return (
        items.with_columns(
            pl.col("soort")
            .replace_strict({i: m[k] for i, m in enumerate(MATERIALEN)}, return_dtype=pl.String)
            .alias(naam)
            for k, naam in enumerate(("materiaalsoort", "rmt", "itype"))
        )
        .with_columns(pl.when(pl.col("afgevoerd") < venster.einde).then("afgevoerd").alias("afgevoerd"))
        .drop("soort")
        .join(titels, on="titelnummer", maintain_order="left")
    )


def items_on(exemplaren: pl.DataFrame, peildatum: date) -> pl.DataFrame:
    """The items in the file on a date."""
    weg = pl.col("afgevoerd").is_not_null() & (pl.col("afgevoerd") <= peildatum)
    return exemplaren.filter((pl.col("aanschafdatum") <= peildatum) & ~weg)
