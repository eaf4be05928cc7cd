"""The story as FOLIO gives it: loans with a counter that is missing until the first renewal, anonymised, in UTC.

Written after the schemas (mod-circulation-storage loan.json, mod-users userdata.json, item.json; folio-analytics loans_items and
users_groups), not after our profile. Not here: the story.
"""

from __future__ import annotations

import csv
import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .verhaal import NEDERLAND, Lening, Verhaal, Waarheid, truth_of_loans

LOCATIES = {1: "cd1", 2: "cd2"}
_STOF = {"BOEK": "book", "DVD_BLURAY": "dvd", "CD_MUZIEK": "sound recording", "TIJDSCHRIFT": "tijdschrift"}
# Groups are of each library itself: only what FOLIO ships is known to anyone else.
_GROEP = {"JEUGD": "jeugdlezers", "VOLW": "lezers", "PERSONEEL": "staff"}


def uid(soort: str, nummer: Any) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{soort}{nummer}"))


def utc(moment: datetime, vorm: str = "%Y-%m-%dT%H:%M:%S.000+00:00") -> str:
    return moment.replace(tzinfo=NEDERLAND).astimezone(UTC).strftime(vorm)


def loan(lening: Lening) -> dict[str, Any]:
    """A loan of circulation storage. The counter and the returned moment are there only where they were ever written."""
    uit: dict[str, Any] = {
        "id": uid("loan", lening.nummer), "itemId": uid("item", lening.exemplaar.nummer),
        "status": {"name": "Closed" if lening.inname else "Open"}, "loanDate": utc(lening.moment), "dueDate": utc(lening.moment),
        "action": "checkedin" if lening.inname else "checkedout",
        "checkoutServicePointId": uid("sp", lening.plek), "metadata": {"createdDate": utc(lening.moment)},
    }  # fmt: skip
    if lening.verlengd:
        uit["renewalCount"] = len(lening.verlengd)
    if lening.persoon:
        uit |= {
            "userId": uid("user", lening.persoon.nummer),
            "patronGroupIdAtCheckout": uid("groep", lening.persoon.soort),
        }
    if lening.inname:
        # Processed days after it was put in the box: not the return itself.
        uit |= {"returnDate": utc(lening.inname), "systemReturnDate": utc(datetime(2025, 12, 1, 9))}
    return uit


def metadb_loan(lening: Lening) -> dict[str, Any]:
    """A row of Metadb's loans_items."""
    vorm = "%Y-%m-%d %H:%M:%S+00"
    return {
        "loan_id": uid("loan", lening.nummer), "item_id": uid("item", lening.exemplaar.nummer), "item_status": "x",
        "loan_status": "Closed" if lening.inname else "Open", "loan_date": utc(lening.moment, vorm), "loan_due_date": "",
        "loan_return_date": utc(lening.inname, vorm) if lening.inname else "", "system_return_date": "",
        "checkout_service_point_id": uid("sp", lening.plek), "checkout_service_point_name": f"Balie {lening.plek}",
        "patron_group_id_at_checkout": uid("groep", lening.persoon.soort) if lening.persoon else "",
        "patron_group_name": _GROEP[lening.persoon.soort] if lening.persoon else "",
        "user_id": uid("user", lening.persoon.nummer) if lening.persoon else "", "barcode": "b",
        "material_type_name": _STOF[lening.exemplaar.materiaal], "renewal_count": len(lening.verlengd) or "",
    }  # fmt: skip


def _users(verhaal: Verhaal) -> list[dict[str, Any]]:
    def user(nummer: Any, soort: str, **anders: Any) -> dict[str, Any]:
        return {
            "id": uid("user", nummer), "username": f"u{nummer}", "active": True, "type": "patron",
            "patronGroup": uid("groep", soort), "enrollmentDate": utc(datetime(2020, 5, 1, 12)),
            "expirationDate": utc(datetime(2026, 12, 31)), "metadata": {"updatedDate": utc(datetime(2025, 1, 1))},
        } | anders  # fmt: skip

    uit = []
    for p in verhaal.personen:
        geboren = {"dateOfBirth": f"{p.geboren}T00:00:00.000+00:00"} if p.geboren else {}
        adressen = [
            {"addressLine1": "Straat 1", "postalCode": "1012AB", "primaryAddress": False},
            {"addressLine1": "Straat 2", "postalCode": p.postcode, "primaryAddress": True},
        ]
        uit.append(user(p.nummer, p.soort, personal={"lastName": "Kanarie", **geboren, "addresses": adressen}))
    uit += [user("systeem", "VOLW", type="system"), user("uit", "VOLW", active=False)]
    verlopen = {"active": False, "expirationDate": utc(datetime(2024, 6, 1))}
    return [*uit, user("verlopen", "VOLW", **verlopen)]


def flat(object_: dict[str, Any], voor: str = "") -> dict[str, Any]:
    """A nested object as one row: keys joined by a dot, places in a list by number, all in lower case."""
    uit: dict[str, Any] = {}
    for sleutel, waarde in object_.items():
        naam = f"{voor}{sleutel.lower()}"
        if isinstance(waarde, dict):
            uit |= flat(waarde, f"{naam}.")
        elif isinstance(waarde, list):
            uit |= flat({str(i): w for i, w in enumerate(waarde)}, f"{naam}.")
        else:
            uit[naam] = str(waarde).lower() if isinstance(waarde, bool) else waarde
    return uit


def _json(pad: Path, sleutel: str, objecten: Sequence[dict[str, Any]]) -> Path:
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text(json.dumps({sleutel: objecten, "totalRecords": len(objecten)}), encoding="utf-8")
    return pad


def _csv(pad: Path, objecten: Sequence[dict[str, Any]]) -> Path:
    rijen = [flat(o) for o in objecten]
    kolommen = list(dict.fromkeys(k for rij in rijen for k in rij))
    pad.parent.mkdir(parents=True, exist_ok=True)
    with pad.open("w", newline="", encoding="utf-8") as bestand:
        schrijver = csv.DictWriter(bestand, kolommen, restval="", lineterminator="\n")
        schrijver.writeheader()
        schrijver.writerows(rijen)
    return pad


def write(verhaal: Verhaal, map_: Path, *, als_json: bool = True) -> tuple[list[Path], Waarheid]:
    """All files of a delivery: the API's documents, as JSON or laid flat, or (the loans of March) Metadb's table."""
    maart = [lening for lening in verhaal.leningen if lening.moment.month == 3]
    eerder = [lening for lening in verhaal.leningen if lening.moment.month < 3]
    documenten: dict[str, list[dict[str, Any]]] = {
        "loans": [loan(lening) for lening in eerder],
        "users": _users(verhaal),
        "usergroups": [{"id": uid("groep", s), "group": g, "desc": g} for s, g in _GROEP.items()],
        "items": [
            {"id": uid("item", e.nummer), "holdingsRecordId": uid("hold", e.nummer), "barcode": f"b{e.nummer}",
             "status": {"name": "Available"}, "materialTypeId": uid("stof", e.materiaal),
             "effectiveLocationId": uid("loc", e.plek), "metadata": {"createdDate": utc(datetime(2021, 2, 2))}}
            for e in verhaal.exemplaren
        ],
        "holdingsRecords": [
            {"id": uid("hold", e.nummer), "instanceId": uid("inst", e.titel), "permanentLocationId": uid("loc", e.plek)}
            for e in verhaal.exemplaren
        ],
        "mtypes": [{"id": uid("stof", s), "name": n, "source": "local"} for s, n in _STOF.items()],
        "servicepoints": [
            {"id": uid("sp", p), "name": f"Balie {p}", "code": c, "discoveryDisplayName": f"Balie {p}", "pickupLocation": True}
            for p, c in LOCATIES.items()
        ],
        "locations": [
            {"id": uid("loc", p), "name": f"Kast {p}", "code": f"kast/{p}", "libraryId": uid("lib", 1), "isActive": True,
             "primaryServicePoint": uid("sp", p)}
            for p in LOCATIES
        ],
    }  # fmt: skip
    if als_json:
        paden = [_json(map_ / f"{naam}.json", naam, objecten) for naam, objecten in documenten.items()]
    else:
        paden = [_csv(map_ / f"{naam}.csv", objecten) for naam, objecten in documenten.items()]
    paden.append(_csv(map_ / "loans_items.csv", [metadb_loan(lening) for lening in maart]))
    return paden, truth(verhaal)


def truth(verhaal: Verhaal) -> Waarheid:
    """A counter tells that a loan was renewed, not when: the renewal counts in the month of the loan."""
    waarheid = truth_of_loans(verhaal, lambda lening, _: lening.moment)
    soort = {"PERSONEEL": "PERSONEEL"}
    for persoon in verhaal.personen:
        waarheid.stock("LED-00", "lidsoort", soort.get(persoon.soort, "ONBEKEND"))
    waarheid.stock("LED-00", "lidsoort", "ONBEKEND")
    for exemplaar in verhaal.exemplaren:
        # tijdschrift is a word of this library itself.
        onbekend = exemplaar.materiaal == "TIJDSCHRIFT"
        waarheid.stock("COL-00", "materiaalsoort", "ONBEKEND" if onbekend else exemplaar.materiaal)
    waarheid.gelezen |= {
        "uitleningen": len(verhaal.leningen), "leden": len(verhaal.personen) + 3, "collectie": len(verhaal.exemplaren)
    }  # fmt: skip
    waarheid.overgeslagen |= {"leden": 2}
    return waarheid
