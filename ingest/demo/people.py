"""Made-up members of one library: who they are, how they are registered, how eager they borrow.

Not here: their loans (`lending.py`) and how an export shows them (`exports.py`). Nobody in it exists.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl

from .network import Bibliotheek, Venster

# lidsoort, Wise subscription, Koha category, share. 53-60 % youth (kennis/bronsystemen.md 7, bibliotheekinzicht.nl).
SOORTEN: tuple[tuple[str, str, str, float], ...] = (
    ("JEUGD", "1", "JEUGD", 0.585), ("VOLW", "60", "VOLW", 0.225), ("VOLW", "80", "SEN", 0.112),
    ("PROEF_GAST", "160", "PROEF", 0.035), ("INSTELLING", "180", "INST", 0.03), ("PERSONEEL", "100", "PERS", 0.009),
    ("ADMIN", "210", "ADM", 0.004),
)  # fmt: skip

_NAMEN = (
    "de Vries", "Jansen", "van den Berg", "Bakker", "Visser", "Smit", "Özdemir", "El Amrani", "Müller", "de Boer", "Çelik",
    "van 't Hof", "Dijkstra", "Kowalski", "Pietersz",
)  # fmt: skip
_VOORNAMEN = (
    "Anna", "Sem", "Noor", "Daan", "Fatima", "Mohammed", "Zoë", "José", "Renée", "Bram", "Jörg", "Lotte", "Yusuf", "Sanne",
)  # fmt: skip
_STRATEN = ("Verzonnenlaan", "Dorpsstraat", "Bedenkselweg", "Fabelplein", "Nergenspad", "Schijnkade")
# Years of age at the beginning of the window, from -1: the youngest are born in it; the oldest stay under 18 in it.
_JEUGD_LEEFTIJDEN = np.array([1, 2, 3, 4, 6, 8, 9, 9, 8, 8, 7, 6, 5, 4, 4, 3, 3], dtype=float)
_GEEN_GEBOORTEDATUM = 0.04
_NUL_LENERS = 0.40


def _ages(rng: np.random.Generator, soort: np.ndarray) -> np.ndarray:
    """Age in days at the beginning of the window, by lidsoort."""
    n = len(soort)
    jeugd = rng.choice(len(_JEUGD_LEEFTIJDEN), n, p=_JEUGD_LEEFTIJDEN / _JEUGD_LEEFTIJDEN.sum()) - 1
    volwassen = rng.triangular(18, 38, 66, n).astype(int)
    senior = rng.triangular(65, 69, 93, n).astype(int)
    jaren = np.where(soort == 0, jeugd, np.where(soort == 2, senior, volwassen))
    return (jaren * 365.25 + rng.integers(0, 365, n)).astype(int)


def _eagerness(rng: np.random.Generator, soort: np.ndarray) -> np.ndarray:
    """The chance to be the borrower of a loan: skewed, four in ten borrow nothing, institutions borrow much."""
    n = len(soort)
    ijver = rng.lognormal(0, 1.15, n) * (rng.random(n) >= _NUL_LENERS)
    return np.where(soort == 4, 4 + 6 * rng.random(n), np.where(soort == 6, 0.3, ijver))


def _days(begin: date, dagen: np.ndarray) -> pl.Series:
    return pl.Series(np.datetime64(begin, "D") + dagen.astype("timedelta64[D]")).cast(pl.Date)


def draw_members(rng: np.random.Generator, bib: Bibliotheek, venster: Venster) -> pl.DataFrame:
    """All members of the window. `vertrek` is the day one leaves the file (null: stays), `verlopen` those whose
    membership ended but who are still in it, `gewicht` the chance to borrow."""
    n = bib.leden
    duur = (venster.einde - venster.begin).days
    soort = rng.choice(len(SOORTEN), n, p=[s[3] for s in SOORTEN])
    aandeel = np.array([plek.aandeel for plek in bib.plekken])
    postcodes = [(gemeente, pc4) for gemeente, lijst in bib.gemeenten.items() for pc4 in lijst]
    nieuw = rng.random(n) < 0.16
    inschrijving = np.where(nieuw, rng.integers(0, duur, n), -rng.integers(130, 9 * 365, n))
    geboren = -_ages(rng, soort)
    jong = soort == 0
    inschrijving = np.where(jong, np.maximum(inschrijving, geboren + 60), inschrijving)
    vertrek = np.where(rng.random(n) < 0.07, rng.integers(0, duur, n), 10 * duur)
    vertrek = np.maximum(vertrek, inschrijving + 30)
    zonder = (rng.random(n) < _GEEN_GEBOORTEDATUM) | (soort == 4)
    plaats = rng.integers(0, len(postcodes), n)
    letters = rng.integers(0, 26, (2, n))
    leden = pl.DataFrame(
        {
            "nr": np.arange(n),
            "naam": rng.integers(0, len(_NAMEN), n),
            "voornaam": rng.integers(0, len(_VOORNAMEN), n),
            "straat": rng.integers(0, len(_STRATEN), n),
            "huisnummer": rng.integers(1, 250, n),
            "geslacht": rng.choice(np.array(["M", "V", ""]), n, p=[0.47, 0.48, 0.05]),
            "soort": soort,
            "postcode": [
                f"{postcodes[p][1]}{chr(65 + a)}{chr(65 + b)}" for p, a, b in zip(plaats, *letters, strict=True)
            ],
            "gemeente": [postcodes[p][0] for p in plaats],
            "locatie": rng.choice(len(bib.plekken), n, p=aandeel / aandeel.sum()),
            "inschrijfdatum": _days(venster.begin, inschrijving),
            "vertrek": _days(venster.begin, vertrek),
            "geboortedatum": _days(venster.begin, geboren),
            "zonder": zonder,
            "verlopen": rng.random(n) < 0.03,
            "restdagen": rng.integers(1, 365, n),
            "gewicht": _eagerness(rng, soort),
        }
    )
    return leden.with_columns(
        pl.col("naam").replace_strict(dict(enumerate(_NAMEN)), return_dtype=pl.String),
        pl.col("voornaam").replace_strict(dict(enumerate(_VOORNAMEN)), return_dtype=pl.String),
        pl.col("straat").replace_strict(dict(enumerate(_STRATEN)), return_dtype=pl.String),
        *(
            pl.col("soort").replace_strict({i: s[k] for i, s in enumerate(SOORTEN)}, return_dtype=pl.String).alias(naam)
            for k, naam in enumerate(("lidsoort", "abonnement", "categorie"))
        ),
        pl.when(pl.col("vertrek") < venster.einde + timedelta(days=30)).then("vertrek").alias("vertrek"),
        _birth_date().alias("geboortedatum"),
    ).drop("soort", "zonder")


def _birth_date() -> pl.Expr:
    """No birth date for institutions and some others. Nobody is born on 29 February: registers disagree on what age
    that gives on 28 February, and a known total must not depend on it."""
    schrikkel = (pl.col("geboortedatum").dt.month() == 2) & (pl.col("geboortedatum").dt.day() == 29)
    datum = pl.when(schrikkel).then(pl.col("geboortedatum") - pl.duration(days=1)).otherwise("geboortedatum")
    return pl.when(~pl.col("zonder")).then(datum)


def members_on(leden: pl.DataFrame, peildatum: date) -> pl.DataFrame:
    """The members in the file on a date, with the end of their membership as it stands then (`einddatum`)."""
    erin = (pl.col("inschrijfdatum") <= peildatum) & (pl.col("vertrek").is_null() | (pl.col("vertrek") > peildatum))
    dagen = pl.when("verlopen").then(-pl.col("restdagen")).otherwise("restdagen")
    return leden.filter(erin).with_columns(
        pl.max_horizontal(pl.lit(peildatum) + pl.duration(days=dagen), "inschrijfdatum")
        .cast(pl.Date)
        .alias("einddatum")
    )
