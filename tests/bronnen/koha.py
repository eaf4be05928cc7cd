"""The story as Koha's tables, as its event log, and as the output of the reports we ship, run over tables of its schema.

Written after installer/data/mysql/kohastructure.sql and C4/Stats.pm, not after our profile; only the text of the reports comes
from the profile, for that is what is tried. Not here: the story.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from definitions import load_definities

from .verhaal import Lening, Verhaal, Waarheid, truth_of_loans

LOCATIES = {1: "CPL", 2: "FPL"}
# The codes of Koha's own sample data; what they mean is for each library to say.
_SOORT = {"JEUGD": "K", "VOLW": "PT", "PERSONEEL": "S"}
_STOF = {"BOEK": "BK", "DVD_BLURAY": "VM", "CD_MUZIEK": "MU", "TIJDSCHRIFT": "CR"}
_WEG_LENER, _WEG_EXEMPLAAR = 505, 9005

_SCHEMA = {
    "issues": "issue_id int, borrowernumber int, issuer_id int, itemnumber int, date_due datetime, branchcode varchar, returndate datetime, "
    "lastreneweddate datetime, renewals_count int, unseen_renewals int, auto_renew int, auto_renew_error varchar, \"timestamp\" datetime, "
    "issuedate datetime, onsite_checkout int, note varchar, notedate datetime, noteseen int",
    "borrowers": "borrowernumber int, cardnumber varchar, surname varchar, firstname varchar, address varchar, city varchar, "
    "zipcode varchar, email varchar, dateofbirth date, branchcode varchar, categorycode varchar, dateenrolled date, dateexpiry date, sex varchar",
    "items": "itemnumber int, biblionumber int, biblioitemnumber int, barcode varchar, dateaccessioned date, homebranch varchar, "
    "notforloan int, damaged int, itemlost int, withdrawn int, holdingbranch varchar, location varchar, onloan date, ccode varchar, itype varchar",
    "biblioitems": "biblioitemnumber int, biblionumber int, itemtype varchar, isbn varchar",
    "branches": "branchcode varchar, branchname varchar, branchzip varchar, marcorgcode varchar",
    "itemtypes": "itemtype varchar, description varchar, notforloan int",
    "categories": "categorycode varchar, description varchar, category_type varchar",
}  # fmt: skip
_SCHEMA |= {"old_issues": _SCHEMA["issues"], "deletedborrowers": _SCHEMA["borrowers"], "deleteditems": _SCHEMA["items"]}


def _stamp(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""


def _issue(lening: Lening) -> dict[str, Any]:
    return {
        "issue_id": lening.nummer, "borrowernumber": lening.persoon.nummer if lening.persoon else "", "issuer_id": 51,
        "itemnumber": lening.exemplaar.nummer, "date_due": _stamp(lening.moment + timedelta(days=21)),
        "branchcode": LOCATIES[lening.plek], "returndate": _stamp(lening.inname),
        "renewals_count": len(lening.verlengd), "issuedate": _stamp(lening.moment), "onsite_checkout": 0,
    }  # fmt: skip


def tables(verhaal: Verhaal) -> dict[str, list[dict[str, Any]]]:
    """The rows of every table. One borrower and one item have been deleted since they were lent."""
    leners = [
        {"borrowernumber": p.nummer, "cardnumber": f"29{p.nummer}", "surname": "Kanarie", "firstname": "Kees",
         "address": "Straat 1", "city": "Demodorp", "zipcode": p.postcode, "email": "kees@voorbeeld.nl",
         "dateofbirth": p.geboren or "", "branchcode": LOCATIES[p.plek], "categorycode": _SOORT[p.soort],
         "dateenrolled": p.begonnen, "dateexpiry": p.eind, "sex": "F"}
        for p in verhaal.personen
    ]  # fmt: skip
    exemplaren = [
        {"itemnumber": e.nummer, "biblionumber": e.titel, "biblioitemnumber": e.titel, "barcode": f"39{e.nummer}",
         "dateaccessioned": date(2020, 3, 3), "homebranch": LOCATIES[e.plek], "notforloan": 0, "damaged": 0, "itemlost": 0,
         "withdrawn": 0, "holdingbranch": LOCATIES[e.plek], "location": "GEN", "onloan": "",
         # Some libraries keep the type with the edition only.
         "itype": _STOF[e.materiaal]}
        for e in verhaal.exemplaren
    ]  # fmt: skip
    return {
        "issues": [_issue(lening) for lening in verhaal.leningen if lening.inname is None],
        "old_issues": [_issue(lening) for lening in verhaal.leningen if lening.inname is not None],
        "borrowers": [rij for rij in leners if rij["borrowernumber"] != _WEG_LENER],
        "deletedborrowers": [rij for rij in leners if rij["borrowernumber"] == _WEG_LENER],
        "items": [rij for rij in exemplaren if rij["itemnumber"] != _WEG_EXEMPLAAR],
        "deleteditems": [rij for rij in exemplaren if rij["itemnumber"] == _WEG_EXEMPLAAR],
        "biblioitems": [{"biblioitemnumber": t, "biblionumber": t, "itemtype": "BK"} for t in {e.titel for e in verhaal.exemplaren}],
        "branches": [{"branchcode": c, "branchname": f"Plek {p}"} for p, c in LOCATIES.items()],
        "itemtypes": [{"itemtype": s, "description": s, "notforloan": 0} for s in _STOF.values()],
        "categories": [{"categorycode": s, "description": s, "category_type": "A"} for s in _SOORT.values()],
    }  # fmt: skip


def statistics(verhaal: Verhaal) -> list[dict[str, Any]]:
    """The event log: each loan, renewal and return a row, and payments between them."""
    uit = []
    for lening in verhaal.leningen:
        momenten = [("issue", lening.moment), *(("renew", m) for m in lening.verlengd)]
        momenten += [("return", lening.inname)] if lening.inname else []
        for soort, moment in momenten:
            uit.append({
                "datetime": _stamp(moment), "branch": LOCATIES[lening.plek], "value": 0, "type": soort, "other": "",
                "itemnumber": lening.exemplaar.nummer, "itemtype": _STOF[lening.exemplaar.materiaal],
                "borrowernumber": lening.persoon.nummer if lening.persoon else "", "ccode": "", "interface": "intranet",
            })  # fmt: skip
        if lening.nummer % 9 == 0:
            uit.append({"datetime": _stamp(lening.moment), "branch": LOCATIES[lening.plek], "value": 2.5, "type": "payment",
                        "borrowernumber": 1})  # fmt: skip
    return uit


def _csv(pad: Path, kolommen: Sequence[str], rijen: Sequence[dict[str, Any]], scheiding: str = ",") -> Path:
    pad.parent.mkdir(parents=True, exist_ok=True)
    with pad.open("w", newline="", encoding="utf-8") as bestand:
        schrijver = csv.DictWriter(bestand, kolommen, restval="", delimiter=scheiding, quoting=csv.QUOTE_ALL)
        schrijver.writeheader()
        schrijver.writerows(rijen)
    return pad


def _columns(tabel: str) -> list[str]:
    return [deel.split()[0].strip('"') for deel in _SCHEMA[tabel].split(", ")]


def write(verhaal: Verhaal, map_: Path, *, oud: bool = False) -> tuple[list[Path], Waarheid]:
    """Tables as CSV; `oud` under the column names of before renewals_count."""
    paden = []
    for tabel, rijen in tables(verhaal).items():
        namen = {
            k: k.replace("renewals_count", "renewals") if oud and "issues" in tabel else k for k in _columns(tabel)
        }
        geschreven = [{namen[k]: w for k, w in rij.items()} for rij in rijen]
        paden.append(_csv(map_ / f"{tabel}.csv", list(namen.values()), geschreven, ";" if oud else ","))
    return paden, truth(verhaal, lambda lening, _: lening.moment)


def write_statistics(verhaal: Verhaal, map_: Path) -> tuple[list[Path], Waarheid]:
    """The event log in the place of the loans, beside the other tables."""
    paden, _ = write(verhaal, map_)
    rijen = statistics(verhaal)
    kolommen = ["datetime", "branch", "value", "type", "other", "itemnumber", "itemtype", "location", "borrowernumber", "ccode", "interface"]  # fmt: skip
    waarheid = truth(verhaal, lambda _, moment: moment)
    waarheid.gelezen["uitleningen"] = len(rijen)
    waarheid.overgeslagen["uitleningen"] = sum(rij["type"] == "payment" for rij in rijen)
    zonder = [p for p in paden if "issues" not in p.name]
    return [*zonder, _csv(map_ / "statistics.csv", kolommen, rijen)], waarheid


def write_reports(verhaal: Verhaal, map_: Path) -> tuple[list[Path], Waarheid]:
    """The output of the reports, run in DuckDB over tables of Koha's schema."""
    import duckdb

    con = duckdb.connect()
    for tabel, rijen in tables(verhaal).items():
        con.execute(f"create table {tabel} ({_SCHEMA[tabel]})")
        kolommen = _columns(tabel)
        if rijen:
            vragen = ", ".join("?" for _ in kolommen)
            waarden = [[rij.get(k) if rij.get(k) != "" else None for k in kolommen] for rij in rijen]
            con.executemany(f"insert into {tabel} values ({vragen})", waarden)
    map_.mkdir(parents=True, exist_ok=True)
    paden = []
    for naam, sql in load_definities().bronsystemen["koha"].rapporten.items():
        vraag = re.sub(r"<<[^>]*van\|date>>", "'2025-01-01'", sql)
        vraag = re.sub(r"<<[^>]*met\|date>>", "'2025-06-30'", vraag)
        paden.append(map_ / f"{naam}.csv")
        con.execute(f"copy ({vraag}) to '{paden[-1]}' (header, delimiter ',')")
    return paden, truth(verhaal, lambda lening, _: lening.moment)


def truth(verhaal: Verhaal, renewal_month: Any) -> Waarheid:
    """Deleted borrowers and items are no part of the stocks; codes nobody explained are ONBEKEND."""
    waarheid = truth_of_loans(verhaal, renewal_month)
    leden = [p for p in verhaal.personen if p.nummer != _WEG_LENER]
    exemplaren = [e for e in verhaal.exemplaren if e.nummer != _WEG_EXEMPLAAR]
    for _ in leden:
        waarheid.stock("LED-00", "lidsoort", "ONBEKEND")
    for exemplaar in exemplaren:
        waarheid.stock("COL-00", "materiaalsoort", "BOEK" if exemplaar.materiaal == "BOEK" else "ONBEKEND")
    waarheid.gelezen |= {"uitleningen": len(verhaal.leningen), "leden": len(leden), "collectie": len(exemplaren)}
    return waarheid
