"""The story in the network's own delivery format (kennis/bronsystemen.md 8), as loans (L) and as transactions (T).

Not here: the story. No name, address or birth date is in this format.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .bibliotheken import isil
from .verhaal import NEDERLAND, Lening, Persoon, Verhaal, Waarheid, add_stocks, truth_of_loans

LOCATIES = {1: "A", 2: "B"}
_GROEPEN = ((3, "0-3"), (11, "4-11"), (17, "12-17"), (24, "18-24"), (44, "25-44"), (64, "45-64"), (200, "65+"))
_UITLENING = [
    "vorm",
    "uitlening_id",
    "oorspronkelijke_uitlening_id",
    "transactiesoort",
    "uitleen_datumtijd",
    "verwachte_inleverdatum",
    "inname_datumtijd",
    "aantal_verlengingen",
    "locatie_isil",
    "inname_locatie_isil",
    "eigenaar_locatie_isil",
    "kanaal",
    "is_ibl",
    "is_ter_plaatse",
    "exemplaar_id",
    "ppn",
    "isbn13",
    "materiaalsoort",
    "materiaalsoort_bron",
    "doelgroep",
    "genre_soort",
    "lid_pseudoniem",
    "lidsoort_op_moment",
    "leeftijdsgroep_op_moment",
    "postcode4_op_moment",
]


def group(persoon: Persoon, op: date) -> str:
    """The age group of a person on a day, as a library would work it out."""
    if persoon.geboren is None:
        return "onbekend"
    jaren = op.year - persoon.geboren.year - ((op.month, op.day) < (persoon.geboren.month, persoon.geboren.day))
    return next(naam for tot, naam in _GROEPEN if jaren <= tot)


def _pseudonym(persoon: Persoon | None) -> str:
    return hashlib.sha256(f"sleutel{persoon.nummer}".encode()).hexdigest() if persoon else ""


def _moment(moment: datetime) -> str:
    return moment.replace(tzinfo=NEDERLAND).isoformat(timespec="seconds")


def _base(lening: Lening, nummer: int) -> dict[str, Any]:
    p = lening.persoon
    return {
        "locatie_isil": isil(nummer, lening.plek), "kanaal": "BALIE", "is_ibl": "N", "is_ter_plaatse": "N",
        "exemplaar_id": lening.exemplaar.nummer, "materiaalsoort": lening.exemplaar.materiaal, "materiaalsoort_bron": "x",
        "doelgroep": "ONB", "genre_soort": "FICTIE", "lid_pseudoniem": _pseudonym(p),
        "lidsoort_op_moment": p.soort if p else "ONBEKEND",
        "leeftijdsgroep_op_moment": group(p, lening.moment.date()) if p else "",
    }  # fmt: skip


def loans(verhaal: Verhaal, nummer: int) -> list[dict[str, Any]]:
    """A row per loan."""
    return [
        {**_base(lening, nummer), "vorm": "L", "uitlening_id": lening.nummer, "uitleen_datumtijd": _moment(lening.moment),
         "inname_datumtijd": _moment(lening.inname) if lening.inname else "", "aantal_verlengingen": len(lening.verlengd)}
        for lening in verhaal.leningen
    ]  # fmt: skip


def transactions(verhaal: Verhaal, nummer: int) -> list[dict[str, Any]]:
    """A row per transaction. Every thirteenth loan is made a second time and cancelled; one cancels what is not here."""
    uit = []

    def rij(lening: Lening, sleutel: str, soort: str, moment: datetime, **anders: Any) -> None:
        vast = {"vorm": "T", "transactiesoort": soort, "uitlening_id": sleutel, "uitleen_datumtijd": _moment(moment)}
        uit.append(_base(lening, nummer) | vast | anders)

    for lening in verhaal.leningen:
        eerste = str(lening.nummer)
        rij(lening, eerste, "UITLENING", lening.moment)
        for i, moment in enumerate(lening.verlengd):
            rij(lening, f"{eerste}v{i}", "VERLENGING", moment, oorspronkelijke_uitlening_id=eerste)
        if lening.inname:
            rij(lening, f"{eerste}i", "INNAME", lening.moment, oorspronkelijke_uitlening_id=eerste,
                inname_datumtijd=_moment(lening.inname))  # fmt: skip
        if lening.nummer % 13 == 0:
            rij(lening, f"{eerste}x", "UITLENING", lening.moment)
            rij(lening, f"{eerste}a", "ANNULERING", lening.moment, oorspronkelijke_uitlening_id=f"{eerste}x")
    rij(verhaal.leningen[0], "los", "ANNULERING", verhaal.leningen[0].moment)
    return uit


def _csv(pad: Path, kolommen: Sequence[str], rijen: Sequence[dict[str, Any]]) -> Path:
    pad.parent.mkdir(parents=True, exist_ok=True)
    with pad.open("w", newline="", encoding="utf-8") as bestand:
        schrijver = csv.DictWriter(bestand, kolommen, restval="", delimiter=";", lineterminator="\n")
        schrijver.writeheader()
        schrijver.writerows(rijen)
    return pad


def write(verhaal: Verhaal, map_: Path, *, nummer: int = 1, vorm: str = "L") -> tuple[list[Path], Waarheid]:
    """Uitleningen in one form, leden and exemplaren on 31 December."""
    peil = date(2025, 12, 31)
    uitleningen = loans(verhaal, nummer) if vorm == "L" else transactions(verhaal, nummer)
    leden = [
        {"peildatum": peil, "lid_pseudoniem": _pseudonym(p), "isil_organisatie": isil(nummer),
         "thuislocatie_isil": isil(nummer, p.plek), "lidsoort": p.soort, "abonnement_code_bron": "1", "is_instelling": "N",
         "geboortejaar": p.geboren.year if p.geboren else "", "leeftijdsgroep": group(p, peil), "postcode4": p.postcode[:4],
         "inschrijfdatum": p.begonnen, "is_geldig_op_peildatum": "J", "is_geanonimiseerd": "N"}
        for p in verhaal.personen
    ]  # fmt: skip
    exemplaren = [
        {"peildatum": peil, "exemplaar_id": e.nummer, "titel_id": e.titel, "eigenaar_isil": isil(nummer),
         "plaats_isil": isil(nummer, e.plek), "materiaalsoort": e.materiaal, "materiaalsoort_bron": "x", "doelgroep": "VOLW",
         "genre_soort": "ONB", "status": "AANWEZIG", "status_bron": "B", "uitleenbaar": "J"}
        for e in verhaal.exemplaren
    ]  # fmt: skip
    paden = [
        _csv(map_ / "uitlening.csv", _UITLENING, uitleningen),
        _csv(map_ / "lid.csv", list(leden[0]), leden),
        _csv(map_ / "exemplaar.csv", list(exemplaren[0]), exemplaren),
    ]
    waarheid = truth_of_loans(verhaal, lambda lening, moment: lening.moment if vorm == "L" else moment)
    add_stocks(waarheid, verhaal)
    for p in verhaal.personen:
        groep = group(p, peil)
        waarheid.cellen["LED-00", 0, str(peil), "leeftijdsgroep", "ONBEKEND" if groep == "onbekend" else groep] += 1
    waarheid.gelezen |= {"uitleningen": len(uitleningen), "leden": len(leden), "collectie": len(exemplaren)}
    dubbel = sum(lening.nummer % 13 == 0 for lening in verhaal.leningen)
    waarheid.overgeslagen["uitleningen"] = 0 if vorm == "L" else 2 * dubbel + 1
    return paden, waarheid
