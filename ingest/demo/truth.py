"""The known totals of a demo, counted from what the generator made up: what the finished line must come out at.

Not here, and never used here: any code that reads, checks or counts a delivered file. The counting rules are those of
`TELREGELS`; they are the rules of the control totals (UIT-00, VER-00, INN-00, LEN-00, LED-00, COL-00, ACT-00, DLN-00).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from .collection import MATERIALEN
from .dirt import UITVAL
from .network import MAANDEN, NETWERK, Venster
from .people import SOORTEN

TELREGELS = (
    "uitleningen = actie 1 (Wise) or issue rows (Koha, sjabloon) by month of the loan date; verlengingen apart",
    "verlengingen: Wise = actie 3 rows by their own month; Koha/sjabloon = sum of the counter by month of the loan",
    "innames: Wise = actie 2 rows by month; Koha/sjabloon = rows with a return date, by month of the return",
    "actieve_leners = distinct members with at least one counted loan; empty and 0 are no member; a negative id is its absolute value",
    "a member whose number changed with the source system counts twice in the year of the change",
    "leeftijdsgroep of a loan is that at the loan date; empty and impossible birth dates are onbekend",
    "Koha: materiaalsoort comes from items, lidsoort and birth date from borrowers of the same delivery; unknown where not there",
    "leden and exemplaren: what is in the file of the peildatum; leeftijd at the peildatum; geldig = not expired on it",
    "activiteiten: status DOORGEGAAN only; an empty aantal_deelnemers adds 0 participants and 1 activity",
    "a month that was delivered twice counts as delivered last",
)

GROEPEN = ("0-3", "4-11", "12-17", "18-24", "25-44", "45-64", "65+", "onbekend")
_GRENZEN = (4, 12, 18, 25, 45, 65)
_LIDSOORTEN = (*dict.fromkeys(s[0] for s in SOORTEN), "ONBEKEND")
_MATERIALEN = (*(m[0] for m in MATERIALEN), "ONBEKEND")
_SOORTEN = {"UITLENING": "uitleningen", "VERLENGING": "verlengingen", "INNAME": "innames"}


def age_group(geboren: pl.Expr, op: pl.Expr) -> pl.Expr:
    """The age group on a date; `onbekend` without a birth date."""
    jarig = (op.dt.month() > geboren.dt.month()) | (
        (op.dt.month() == geboren.dt.month()) & (op.dt.day() >= geboren.dt.day())
    )
    jaren = op.dt.year() - geboren.dt.year() - (~jarig).cast(pl.Int32)
    groep: pl.Expr = pl.lit(GROEPEN[6])
    for grens, naam in zip(reversed(_GRENZEN), reversed(GROEPEN[:6]), strict=True):
        groep = pl.when(jaren < grens).then(pl.lit(naam)).otherwise(groep)
    return pl.when(geboren.is_null()).then(pl.lit("onbekend")).otherwise(groep)


def accepted(frame: pl.DataFrame, merken: pl.Series | None = None) -> pl.DataFrame:
    """The rows that count, given the kind of error in each: rejected ones gone, doubtful attributes unknown."""
    if merken is None:
        return frame
    frame = frame.with_columns(merken.alias("merk")).filter(~pl.col("merk").is_in(list(UITVAL)))
    for code, kolom, onbekend in (
        ("materiaal_onbekend", "materiaalsoort", "ONBEKEND"), ("abonnement_onbekend", "lidsoort", "ONBEKEND"),
        ("geboortedatum_onmogelijk", "leeftijdsgroep", "onbekend"),
    ):  # fmt: skip
        if kolom in frame.columns:
            fout = pl.col("merk") == code
            frame = frame.with_columns(pl.when(fout).then(pl.lit(onbekend)).otherwise(pl.col(kolom)).alias(kolom))
    return frame.drop("merk")


@dataclass
class Grootboek:
    """What counts, per library; a part that is put in again replaces the earlier one.

    `transacties`: soort, maand (date), aantal, lid, lidsoort, leeftijdsgroep, materiaalsoort. `leden`: lidsoort,
    leeftijdsgroep, geldig. `exemplaren`: materiaalsoort. `activiteiten`: maand, kernfunctie, deelnemers, status.
    """

    transacties: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)
    leden: dict[tuple[str, date], pl.DataFrame] = field(default_factory=dict)
    exemplaren: dict[tuple[str, date], pl.DataFrame] = field(default_factory=dict)
    activiteiten: dict[tuple[str, str], pl.DataFrame] = field(default_factory=dict)
    vuil: dict[str, dict[str, Counter[str]]] = field(default_factory=dict)

    def note_dirt(self, isil: str, tabel: str, merken: pl.Series, dubbel: int) -> None:
        """Count the wrong rows of an export by kind."""
        telling = self.vuil.setdefault(isil, {}).setdefault(tabel, Counter())
        telling.update(m for m in merken.to_list() if m)
        telling["dubbele_regel"] += dubbel

    def totals(self, venster: Venster) -> dict[str, Any]:
        """All known totals, in the shape of a truth file."""
        maanden = [venster.maand(i) for i in range(MAANDEN)]
        per_isil = {bib.isil: self._library(bib.isil, maanden) for bib in NETWERK}
        for bib in NETWERK:
            per_isil[bib.isil] = {
                "naam": bib.naam, "bronsysteem": bib.systeem, "bronsysteem_na": bib.systeem_na,
                "werkgebied": list(bib.gemeenten), **per_isil[bib.isil],
            }  # fmt: skip
        return {
            "telregels": list(TELREGELS),
            "maanden": [f"{m:%Y-%m}" for m in maanden],
            "landelijk": {"per_maand": _national(per_isil, maanden)},
            "organisaties": per_isil,
        }

    def _library(self, isil: str, maanden: list[date]) -> dict[str, Any]:
        transacties = _together(self.transacties, isil)
        activiteiten = _together(self.activiteiten, isil).filter(pl.col("status") == "DOORGEGAAN")
        per_maand = dict(transacties.partition_by("maand", as_dict=True).items())
        act_per_maand = dict(activiteiten.partition_by("maand", as_dict=True).items())
        jaren = sorted({m.year for m in maanden})
        return {
            "leden": {str(d): _members(f) for (i, d), f in self.leden.items() if i == isil},
            "exemplaren": {str(d): _items(f) for (i, d), f in self.exemplaren.items() if i == isil},
            "maanden": {
                f"{m:%Y-%m}": _flows(per_maand.get((m,), transacties.clear()))
                | {"activiteiten": _activities(act_per_maand.get((m,), activiteiten.clear()))}
                for m in maanden
            },
            "jaar": {
                str(jaar): _flows(transacties.filter(pl.col("maand").dt.year() == jaar))
                | {"activiteiten": _activities(activiteiten.filter(pl.col("maand").dt.year() == jaar))}
                for jaar in jaren
            },
            "vuil": {t: dict(sorted((+c).items())) for t, c in sorted(self.vuil.get(isil, {}).items())},
        }


def _together(delen: dict[tuple[str, str], pl.DataFrame], isil: str) -> pl.DataFrame:
    return pl.concat([frame for (wie, _), frame in delen.items() if wie == isil])


def _per(frame: pl.DataFrame, kolom: str, namen: tuple[str, ...], waarde: pl.Expr) -> dict[str, int]:
    telling = dict(frame.group_by(kolom).agg(waarde.alias("n")).iter_rows())
    return {naam: int(telling.get(naam, 0)) for naam in namen}


def _flows(transacties: pl.DataFrame) -> dict[str, Any]:
    aantallen = _per(transacties, "soort", tuple(_SOORTEN), pl.col("aantal").sum())
    uitgeleend = transacties.filter(pl.col("soort") == "UITLENING")
    return {_SOORTEN[soort]: n for soort, n in aantallen.items()} | {
        "actieve_leners": uitgeleend["lid"].drop_nulls().n_unique(),
        "uitleningen_per_leeftijdsgroep": _per(uitgeleend, "leeftijdsgroep", GROEPEN, pl.len()),
        "uitleningen_per_materiaalsoort": _per(uitgeleend, "materiaalsoort", _MATERIALEN, pl.len()),
        "uitleningen_per_lidsoort": _per(uitgeleend, "lidsoort", _LIDSOORTEN, pl.len()),
    }


def _activities(activiteiten: pl.DataFrame) -> dict[str, dict[str, int]]:
    som = {
        k: (n, d)
        for k, n, d in activiteiten.group_by("kernfunctie").agg(pl.len(), pl.col("deelnemers").sum()).iter_rows()
    }
    return {
        str(k): {"activiteiten": int(som.get(k, (0, 0))[0]), "deelnemers": int(som.get(k, (0, 0))[1])}
        for k in range(1, 6)
    }


def _members(leden: pl.DataFrame) -> dict[str, Any]:
    return {
        "totaal": leden.height,
        "geldig": int(leden["geldig"].sum()),
        "per_leeftijdsgroep": _per(leden, "leeftijdsgroep", GROEPEN, pl.len()),
        "per_lidsoort": _per(leden, "lidsoort", _LIDSOORTEN, pl.len()),
        "geldig_per_lidsoort": _per(leden.filter("geldig"), "lidsoort", _LIDSOORTEN, pl.len()),
    }


def _items(exemplaren: pl.DataFrame) -> dict[str, Any]:
    return {
        "totaal": exemplaren.height,
        "per_materiaalsoort": _per(exemplaren, "materiaalsoort", _MATERIALEN, pl.len()),
    }


def _national(per_isil: dict[str, dict[str, Any]], maanden: list[date]) -> dict[str, dict[str, int]]:
    return {
        f"{m:%Y-%m}": {
            naam: sum(o["maanden"][f"{m:%Y-%m}"][naam] for o in per_isil.values()) for naam in _SOORTEN.values()
        }
        for m in maanden
    }
