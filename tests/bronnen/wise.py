"""The story as selections from Wise: a log with actions 1, 2 and 3, ids with a minus or 0, cancelled loans.

Written after the public help pages (kennis/bronsystemen.md 2.1), not after our profile. Not here: the story.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from .verhaal import Lening, Verhaal, Waarheid, add_stocks, truth_of_loans

LOCATIES = {1: "2001", 2: "2002"}
_ABONNEMENT = {"JEUGD": "1", "VOLW": "60", "PERSONEEL": "100"}
_RMT = {"BOEK": "BOE", "DVD_BLURAY": "DVD", "CD_MUZIEK": "CDM", "TIJDSCHRIFT": "TYD"}
# A library writes its selection with the names of the rubrieken as Wise shows them.
LOG = ["Datum", "Tijd", "Actie", "Bron", "Vestigingsnummer", "Exemplaarnummer", "Titelnummer", "RMT", "Leeftijdcategorie",
       "Actor id", "Abonnementcode", "Geboortedatum"]  # fmt: skip


def _row(lening: Lening, actie: str, moment: datetime, bron: str = "B") -> dict[str, Any]:
    p = lening.persoon
    # Customers that keep no history carry a minus before they are anonymised.
    klant = 0 if p is None else -p.nummer if p.nummer % 4 == 0 else p.nummer
    return {
        "Datum": f"{moment:%d-%m-%Y}", "Tijd": f"{moment:%H:%M}", "Actie": actie, "Bron": bron,
        "Vestigingsnummer": LOCATIES[lening.plek], "Exemplaarnummer": lening.exemplaar.nummer, "Titelnummer": lening.exemplaar.titel,
        "RMT": _RMT[lening.exemplaar.materiaal], "Leeftijdcategorie": "", "Actor id": klant,
        "Abonnementcode": _ABONNEMENT[p.soort] if p else "", "Geboortedatum": f"{p.geboren:%d-%m-%Y}" if p and p.geboren else "",
    }  # fmt: skip


def log(verhaal: Verhaal) -> list[tuple[datetime, dict[str, Any]]]:
    """The lines that count, with their moments."""
    uit = []
    for lening in verhaal.leningen:
        uit.append((lening.moment, _row(lening, "1", lening.moment, "S" if lening.nummer % 2 else "B")))
        uit += [(m, _row(lening, "3", m, "I")) for m in lening.verlengd]
        uit += [(lening.inname, _row(lening, "2", lening.inname))] if lening.inname else []
    return uit


def cancelled(verhaal: Verhaal) -> list[tuple[datetime, dict[str, Any]]]:
    """Lines that must not count: loans with their cancellation, and cancellations of what is not here.

    Of the last a loan stands before it that does count: the same item to the same customer, earlier that day.
    """
    met_lid = [lening for lening in verhaal.leningen if lening.persoon and lening.moment.month == 2][:5]
    uit = []
    for lening in met_lid:
        later = lening.moment + timedelta(minutes=9)
        uit += [(later, _row(lening, "1", later)), (later + timedelta(minutes=2), _row(lening, "Annulering", later + timedelta(minutes=2)))]  # fmt: skip
    vreemd = met_lid[0].moment - timedelta(days=20)
    return [*uit, (vreemd, _row(met_lid[0], "Annulering", vreemd))]


def _csv(pad: Path, kolommen: Sequence[str], rijen: Sequence[dict[str, Any]], scheiding: str) -> Path:
    pad.parent.mkdir(parents=True, exist_ok=True)
    with pad.open("w", newline="", encoding="cp1252") as bestand:
        schrijver = csv.DictWriter(bestand, kolommen, restval="", delimiter=scheiding, lineterminator="\r\n")
        schrijver.writeheader()
        schrijver.writerows(rijen)
    return pad


def write(verhaal: Verhaal, map_: Path) -> tuple[list[Path], Waarheid]:
    """A log per two months with a comma, klanten with a tab, exemplaren with a semicolon."""
    regels = sorted([*log(verhaal), *cancelled(verhaal)], key=lambda r: r[0])
    eind = datetime(2025, 3, 1)
    klanten = [
        {"Klantnummer": p.nummer, "Pasnummer": f"29{p.nummer}", "Naam": "Kanarie", "Postcode": p.postcode,
         "Geboortedatum": f"{p.geboren:%d-%m-%Y}" if p.geboren else "", "Abonnement": _ABONNEMENT[p.soort],
         "Vestiging": LOCATIES[p.plek], "Inschrijfdatum": f"{p.begonnen:%d-%m-%Y}", "Einddatum abonnement": f"{p.eind:%d-%m-%Y}"}
        for p in verhaal.personen
    ]  # fmt: skip
    exemplaren = [
        {"Exemplaarnummer": e.nummer, "Titelnummer": e.titel, "Materiaal": _RMT[e.materiaal], "Vestiging": LOCATIES[e.plek],
         "Exemplaarstatus": "B", "NBD-categorie": "2", "Inleverdatum": f"{date(2024, 5, 5):%d-%m-%Y}"}
        for e in verhaal.exemplaren
    ]  # fmt: skip
    paden = [
        _csv(map_ / "log_1.csv", LOG, [r for m, r in regels if m < eind], ","),
        _csv(map_ / "log_2.csv", LOG, [r for m, r in regels if m >= eind], ","),
        _csv(map_ / "klanten.csv", list(klanten[0]), klanten, "\t"),
        _csv(map_ / "exemplaren.csv", list(exemplaren[0]), exemplaren, ";"),
    ]
    waarheid = truth_of_loans(verhaal, lambda _, moment: moment)
    add_stocks(waarheid, verhaal)
    waarheid.gelezen |= {"uitleningen": len(regels), "leden": len(klanten), "collectie": len(exemplaren)}
    waarheid.overgeslagen |= {"uitleningen": len(cancelled(verhaal))}
    return paden, waarheid
