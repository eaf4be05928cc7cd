"""Writes brons files from small text tables, as ingest would, and says which leveringen they belong to.

Not here: ingest itself, and any expected figure.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl

from definitions import Kolom, Omgeving, load_definities
from ingest import Bestand, Bronsbestand, Dekking

# What a text table leaves out. Columns that are not named here are empty.
GEWOON: dict[str, dict[str, Any]] = {
    "uitleningen": {
        "bronsysteem": "sjabloon", "weekdag": "1", "dagdeel": "MIDDAG", "soort": "UITLENING", "materiaalsoort": "BOEK",
        "doelgroep": "VOLW", "genre": "FICTIE", "kanaal": "BALIE", "eigen": "J", "lidsoort": "VOLW",
        "leeftijdsband": "25-44", "aantal": "1",
    },
    "leners": {
        "bronsysteem": "sjabloon", "lidsoort": "VOLW", "leeftijdsband": "25-44", "telt": "J", "uitleningen": "1",
    },
    "leden": {"bronsysteem": "sjabloon", "lidsoort": "VOLW", "leeftijdsband": "25-44", "geldig": "J"},
    "collectie": {
        "bronsysteem": "sjabloon", "materiaalsoort": "BOEK", "doelgroep": "VOLW", "genre": "FICTIE",
        "status": "AANWEZIG", "eigendom": "EIGEN", "uitleenbaar": "J",
    },
    "activiteiten": {
        "bronsysteem": "sjabloon", "kernfunctie": "3", "activiteitsoort": "VOORLEZEN", "doelgroep": "ALLEN",
        "plaats": "BIBLIOTHEEK", "vorm": "FYSIEK", "telling": "GETELD", "status": "DOORGEGAAN",
    },
    "organisaties": {"bronsysteem": "sjabloon"},
    "jaarcijfers": {"herkomst": "GETELD"},
    "digitaal": {"drager": "NVT", "doelgroep": "ONBEKEND", "herkomst_account": "NVT", "actief": "ONBEKEND"},
    "aansluitcijfers": {"bron": "CBS", "status": "DEFINITIEF", "herkomst": "GETELD"},
    "locaties": {"subsoort": "V", "uren_open": "40", "uren_bemand": "30", "zichtbaar": "J"},
}  # fmt: skip
DATASET = {
    "leners": "uitleningen", "titelgebruik": "uitleningen", "exemplaargebruik": "uitleningen", "werkgebied": "organisaties",
}  # fmt: skip
_TYPEN: dict[str, pl.DataType] = {
    "maand": pl.Date(), "datum": pl.Date(), "pseudoniem": pl.Binary(), "decimaal": pl.Float64(), "geheel": pl.UInt32(),
    "vlag": pl.Boolean(), "tijdstip": pl.Datetime("us"),
}  # fmt: skip


def lees_tabel(tekst: str) -> list[dict[str, str]]:
    """The rows of a text table: a header, then a line per row, columns apart by `|`."""
    regels = [[cel.strip() for cel in regel.split("|")] for regel in tekst.strip().splitlines()]
    return [dict(zip(regels[0], rij, strict=True)) for rij in regels[1:]]


def _waarde(kolom: Kolom, tekst: str | None) -> Any:
    if tekst is None or tekst == "":
        return None
    if kolom.waarde in ("maand", "datum"):
        return date.fromisoformat(tekst if len(tekst) == 10 else f"{tekst}-01")
    if kolom.waarde == "pseudoniem":
        return hashlib.md5(tekst.encode(), usedforsecurity=False).digest()
    if kolom.waarde == "geheel":
        return int(tekst)
    if kolom.waarde == "decimaal":
        return float(tekst)
    return tekst == "J" if kolom.waarde == "vlag" else tekst


@dataclass
class Bronsmaker:
    """Collects what was delivered; `bestanden` and `dekking` are what ingest's verbs would say."""

    omgeving: Omgeving
    bestanden: list[Bronsbestand] = field(default_factory=list)
    dekking: list[Dekking] = field(default_factory=list)

    def lever(
        self, organisatie: str, periode: str, levering: str | None = None, **tabellen: str | list[dict[str, Any]]
    ) -> None:
        """Write the tables of one dataset for one period; a table is text or rows. Without rows it covers nothing but
        the period."""
        dataset = DATASET.get(next(iter(tabellen)), next(iter(tabellen)))
        levering = levering or f"L{len(self.dekking) + 1:06d}"
        for tabel, inhoud in tabellen.items():
            rijen = lees_tabel(inhoud) if isinstance(inhoud, str) else inhoud
            self._schrijf(dataset, tabel, organisatie, periode, levering, rijen)
        self.dekking.append(
            Dekking(
                organisatie,
                dataset,
                periode,
                "sjabloon",
                levering,
                datetime(2026, 1, 5, 9, len(self.dekking) % 60),
                (Bestand(f"{dataset}_{periode}.csv", hashlib.sha256(levering.encode()).hexdigest()),),
            )
        )

    def _schrijf(
        self, dataset: str, tabel: str, organisatie: str, periode: str, levering: str, rijen: list[dict[str, Any]]
    ) -> None:
        kolommen = load_definities().contracten[dataset].tabel(tabel).kolommen  # type: ignore[index]
        vast = {**GEWOON.get(tabel, {}), "organisatie": organisatie}
        if dataset == "organisaties":
            vast.pop("organisatie")
        soort = "peildatum" if len(periode) == 10 else "maand"
        frame = pl.DataFrame(
            {
                k.naam: [_waarde(k, {**vast, soort: periode, "jaar": periode, **rij}.get(k.naam)) for rij in rijen]
                for k in kolommen
            },
            schema={k.naam: _TYPEN.get(k.waarde, pl.String()) for k in kolommen},
        )
        pad = self.omgeving.brons / dataset / tabel / organisatie / f"{levering}_{periode or 'lijst'}.parquet"
        pad.parent.mkdir(parents=True, exist_ok=True)
        frame.write_parquet(pad)
        self.bestanden.append(
            Bronsbestand(
                dataset,
                tabel,
                organisatie,
                "sjabloon",
                levering,
                periode,
                str(pad.relative_to(self.omgeving.werk)),
                hashlib.sha256(pad.read_bytes()).hexdigest(),
                frame.height,
            )
        )
