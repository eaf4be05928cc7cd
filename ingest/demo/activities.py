"""Made-up activities of one library, as they stand in Wijzer.

Not here: how the export is written (`exports.py`).
"""

from __future__ import annotations

import numpy as np
import polars as pl

from .network import MAANDEN, Bibliotheek, Venster

# name, kernfunctie, activiteitsoort, doelgroep, share, mean number of participants
_SOORTEN: tuple[tuple[str, int, str, str, float, float], ...] = (
    ("Voorleesochtend", 3, "VOORLEZEN", "0-3", 0.14, 12), ("Schoolbezoek PO", 3, "SCHOOLBEZOEK_PO", "4-11", 0.13, 24),
    ("Auteurslezing", 3, "LEZING_AUTEUR", "VOLW", 0.06, 35), ("Leeskring", 3, "LEESKRING", "VOLW", 0.07, 9),
    ("Taalcafé", 2, "TAALCAFE", "VOLW", 0.12, 8), ("Klik & Tik", 2, "DIGITAALCURSUS", "SENIOR", 0.10, 7),
    ("Digitaal spreekuur", 2, "DIGITAALSPREEKUUR", "VOLW", 0.12, 4),
    ("Informatiepunt Digitale Overheid", 1, "OVERIG", "VOLW", 0.06, 5), ("Debatavond", 4, "DEBAT_ONTMOETING", "VOLW", 0.05, 38),
    ("Café; ontmoeting", 4, "DEBAT_ONTMOETING", "ALLEN", 0.07, 14), ("Muziekmiddag", 5, "MUZIEK_THEATER", "ALLEN", 0.04, 40),
    ("Tentoonstelling", 5, "TENTOONSTELLING", "ALLEN", 0.04, 60),
)  # fmt: skip

_SEIZOEN = np.array([1.1, 1.0, 1.15, 1.0, 0.95, 0.8, 0.35, 0.4, 1.1, 1.3, 1.2, 0.8])


def draw_activities(rng: np.random.Generator, bib: Bibliotheek, venster: Venster) -> pl.DataFrame:
    """One row per meeting in order of time. `deelnemers` is null where nobody counted, `locatie` where it was elsewhere."""
    n = int(bib.leden * 0.16)
    dagen = np.arange(np.datetime64(venster.begin, "D"), np.datetime64(venster.einde, "D"))
    kans = _SEIZOEN[dagen.astype("datetime64[M]").astype(int) % 12] * ((dagen.astype(int) + 3) % 7 != 6)
    kans *= np.where(dagen >= np.datetime64(venster.maand(MAANDEN // 2), "D"), 1.12, 1.0)
    dag = np.sort(rng.choice(dagen, n, p=kans / kans.sum()))
    soort = rng.choice(len(_SOORTEN), n, p=np.array([s[4] for s in _SOORTEN]) / sum(s[4] for s in _SOORTEN))
    aandeel = np.array([plek.aandeel for plek in bib.plekken])
    extern = rng.random(n) < 0.1
    gemiddeld = np.array([s[5] for s in _SOORTEN])[soort]
    return pl.DataFrame(
        {
            "soort": soort,
            "start": dag.astype("datetime64[us]") + rng.integers(9, 20, n) * np.timedelta64(60, "m"),
            "uren": rng.choice(np.array([1, 2, 2, 3]), n),
            "locatie": np.where(extern, -1, rng.choice(len(bib.plekken), n, p=aandeel / aandeel.sum())),
            "online": rng.random(n) < 0.05,
            "deelnemers": np.maximum(1, rng.lognormal(np.log(gemiddeld), 0.45, n)).astype(int),
            "ongeteld": rng.random(n) < 0.03,
            "telling": rng.choice(np.array(["GETELD", "AANMELDINGEN", "GESCHAT"]), n, p=[0.72, 0.1, 0.18]),
            "status": rng.choice(np.array(["DOORGEGAAN", "GEANNULEERD", "GEPLAND"]), n, p=[0.93, 0.06, 0.01]),
        }
    ).select(
        (pl.lit(f"A{bib.isil[5:9]}") + (pl.int_range(pl.len()) + 1).cast(pl.String).str.zfill(5)).alias("activiteit"),
        "start",
        (pl.col("start") + pl.duration(hours=pl.col("uren"))).alias("eind"),
        pl.when(pl.col("locatie") >= 0).then("locatie").alias("locatie"),
        *(
            pl.col("soort").replace_strict({i: s[k] for i, s in enumerate(_SOORTEN)}, return_dtype=pl.String).alias(naam)
            for k, naam in ((0, "naam"), (2, "activiteitsoort"), (3, "doelgroep"))
        ),
        pl.col("soort").replace_strict({i: s[1] for i, s in enumerate(_SOORTEN)}, return_dtype=pl.Int8).alias("kernfunctie"),
        pl.when(pl.col("locatie") < 0).then(pl.lit("EXTERN")).otherwise(pl.lit("BIBLIOTHEEK")).alias("plaats"),
        pl.when("online").then(pl.lit("ONLINE")).otherwise(pl.lit("FYSIEK")).alias("vorm"),
        pl.when(~pl.col("ongeteld")).then("deelnemers").alias("deelnemers"),
        "telling", "status",
    )  # fmt: skip
