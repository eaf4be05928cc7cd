"""The story as Evergreen's tables: a renewal is a row of its own, old loans have lost their borrower, accounts of all kinds.

Written after the schema (Open-ILS/src/sql/Pg: 005, 006, 010, 040, 090), not after our profile. Not here: the story.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from .verhaal import NEDERLAND, Lening, Verhaal, Waarheid, add_stocks, truth_of_loans

LOCATIES = {1: "BR1", 2: "BR2"}
_OU = {1: "4", 2: "5"}
_SUBLIB = "8"

CIRCULATION = [
    "id",
    "usr",
    "xact_start",
    "xact_finish",
    "unrecovered",
    "target_copy",
    "circ_lib",
    "circ_staff",
    "checkin_staff",
    "checkin_lib",
    "renewal_remaining",
    "grace_period",
    "due_date",
    "stop_fines_time",
    "checkin_time",
    "create_time",
    "duration",
    "fine_interval",
    "recurring_fine",
    "max_fine",
    "phone_renewal",
    "desk_renewal",
    "opac_renewal",
    "duration_rule",
    "recurring_fine_rule",
    "max_fine_rule",
    "stop_fines",
    "workstation",
    "checkin_workstation",
    "copy_location",
    "checkin_scan_time",
    "auto_renewal",
    "auto_renewal_remaining",
    "parent_circ",
]
AGED = [
    "usr_post_code",
    "usr_home_ou",
    "usr_profile",
    "usr_birth_year",
    "copy_call_number",
    "copy_owning_lib",
    "copy_circ_lib",
    "copy_bib_record",
] + [k for k in CIRCULATION if k != "usr"]
USR = [
    "id",
    "card",
    "profile",
    "usrname",
    "email",
    "passwd",
    "standing",
    "ident_type",
    "first_given_name",
    "family_name",
    "day_phone",
    "mailing_address",
    "billing_address",
    "home_ou",
    "dob",
    "active",
    "master_account",
    "super_user",
    "barred",
    "deleted",
    "juvenile",
    "usrgroup",
    "create_date",
    "expire_date",
]
COPY = [
    "id",
    "circ_lib",
    "creator",
    "call_number",
    "editor",
    "create_date",
    "edit_date",
    "copy_number",
    "status",
    "location",
    "loan_duration",
    "fine_level",
    "circulate",
    "deposit",
    "ref",
    "holdable",
    "price",
    "barcode",
    "circ_modifier",
    "opac_visible",
    "deleted",
    "active_date",
]
_LEADER = {"BOEK": "am", "DVD_BLURAY": "gm", "CD_MUZIEK": "jm", "TIJDSCHRIFT": "as"}
# Half of the items say what they are by their modifier, the others by their record alone.
_MODIFIER = {"BOEK": "book", "DVD_BLURAY": "dvd", "CD_MUZIEK": "music", "TIJDSCHRIFT": "magazine"}


def stamp(moment: datetime) -> str:
    """As PostgreSQL writes a timestamptz: the offset of that day, no minutes in it."""
    plek = moment.replace(tzinfo=NEDERLAND)
    uren = int((plek.utcoffset() or timedelta()).total_seconds() // 3600)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.minute:03d}+{uren:02d}"


def write_table(pad: Path, kolommen: Sequence[str], rijen: Sequence[dict[str, Any]]) -> Path:
    """A CSV as psql writes it with `csv header`: empty for NULL, quotes only where they are needed."""
    pad.parent.mkdir(parents=True, exist_ok=True)
    with pad.open("w", newline="", encoding="utf-8") as bestand:
        schrijver = csv.DictWriter(bestand, kolommen, restval="", lineterminator="\n")
        schrijver.writeheader()
        schrijver.writerows(rijen)
    return pad


def chain(lening: Lening, nummer: int) -> list[dict[str, Any]]:
    """The rows of one loan: each but the last is ended by the renewal after it."""
    momenten = [lening.moment, *lening.verlengd]
    rijen = []
    for i, moment in enumerate(momenten):
        laatste = i == len(momenten) - 1
        einde = lening.inname if laatste else momenten[i + 1]
        rijen.append({
            "id": nummer + i, "parent_circ": nummer + i - 1 if i else "", "usr": lening.persoon.nummer if lening.persoon else "",
            "xact_start": stamp(moment), "create_time": stamp(moment), "target_copy": lening.exemplaar.nummer,
            "circ_lib": _SUBLIB if lening.plek == 1 and lening.nummer % 5 == 0 else _OU[lening.plek], "unrecovered": "",
            "circ_staff": 1, "renewal_remaining": 3 - i, "grace_period": "00:00:00", "due_date": stamp(moment + timedelta(days=21)),
            "checkin_time": stamp(einde) if einde else "", "phone_renewal": "f", "desk_renewal": "f",
            "opac_renewal": "t" if i and i % 2 else "f", "auto_renewal": "t" if i and not i % 2 else "f",
            # Fines that had stopped before the renewal keep their reason.
            "stop_fines": ("CHECKIN" if einde else "") if laatste else ("MAXFINES" if lening.nummer % 7 == 0 else "RENEW"),
            "workstation": 3 if lening.nummer % 2 else "", "copy_location": 1, "duration_rule": "default",
        })  # fmt: skip
    return rijen


def rows(verhaal: Verhaal) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """(action.circulation, action.aged_circulation): the loans without a borrower have been aged."""
    nieuw: list[dict[str, Any]] = []
    oud: list[dict[str, Any]] = []
    nummer = 1000
    for lening in verhaal.leningen:
        keten = chain(lening, nummer)
        nummer += len(keten)
        if lening.persoon:
            nieuw += keten
            continue
        extra = {"usr_home_ou": 4, "usr_profile": 2, "usr_birth_year": 1980, "copy_bib_record": lening.exemplaar.titel,
                 "copy_call_number": 1, "copy_owning_lib": 4, "copy_circ_lib": 4}  # fmt: skip
        oud += [{k: v for k, v in rij.items() if k != "usr"} | extra for rij in keten]
    return nieuw, oud


def _accounts(verhaal: Verhaal) -> list[dict[str, Any]]:
    def account(nummer: int, **anders: Any) -> dict[str, Any]:
        return {
            "id": nummer, "profile": 2, "usrname": f"gebruiker{nummer}", "passwd": "geheim", "standing": 1, "ident_type": 3,
            "first_given_name": "Kees", "family_name": "Kanarie", "mailing_address": nummer, "home_ou": 4, "active": "t",
            "master_account": "f", "super_user": "f", "barred": "f", "deleted": "f", "juvenile": "f", "usrgroup": nummer,
            "create_date": stamp(datetime(2020, 5, 1, 12)), "expire_date": stamp(datetime(2026, 12, 31)), "dob": "",
        } | anders  # fmt: skip

    uit = [account(-1, profile=1), account(0, profile=1), account(1, profile=1, super_user="t", dob="1979-01-22")]
    for p in verhaal.personen:
        groep = 5 if p.soort == "PERSONEEL" else 2
        uit.append(account(p.nummer, profile=groep, juvenile="t" if p.soort == "JEUGD" else "f", home_ou=_OU[p.plek],
                           dob=p.geboren or ""))  # fmt: skip
    uit += [account(901, dob=date(1784, 3, 3)), account(902, dob=date(2031, 3, 3))]
    uit += [account(903, deleted="t"), account(904, active="f")]
    return uit


def _marc(materiaal: str, jeugd: bool, fictie: bool) -> str:
    veld008 = f"250101s2025    nl {' ' * 7}{'j' if jeugd else 'e'}{' ' * 10}{'1' if fictie else '0'} dut d"
    return (
        '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00714c'
        f'{_LEADER[materiaal]} a2200205 a 4500</leader><controlfield tag="001">1</controlfield>'
        f'<controlfield tag="008">{veld008}</controlfield><datafield tag="245" ind1="0" ind2="0">'
        '<subfield code="a">Titel, met "aanhaling"\n</subfield></datafield></record>'
    )


def write(verhaal: Verhaal, map_: Path) -> tuple[list[Path], Waarheid]:
    """All files of a delivery of the whole story, and the truth of it."""
    nieuw, oud = rows(verhaal)
    accounts = _accounts(verhaal)
    exemplaren = [
        {
            "id": e.nummer, "circ_lib": _OU[e.plek], "call_number": e.nummer, "status": e.nummer % 2, "loan_duration": 2,
            "fine_level": 2, "circulate": "t", "ref": "f", "deleted": "f", "barcode": f"b{e.nummer}", "location": 1,
            "circ_modifier": _MODIFIER[e.materiaal] if e.nummer % 2 else "", "create_date": stamp(datetime(2020, 1, 1, 9)),
        }
        for e in verhaal.exemplaren
    ]  # fmt: skip
    exemplaren += [dict(exemplaren[0], id=9999, deleted="t"), dict(exemplaren[0], id=-1, call_number=-1)]
    eenheden = [(1, "", 1, "CONS"), (2, 1, 2, "SYS1"), (4, 2, 3, "BR1"), (5, 2, 3, "BR2"), (8, 4, 4, "SL1")]
    groepen = [(1, "Users", ""), (2, "Patrons", 1), (3, "Staff", 1), (5, "Circulators", 3)]
    paden = [
        write_table(map_ / "circulation.csv", CIRCULATION, nieuw),
        write_table(map_ / "aged_circulation.csv", AGED, oud),
        write_table(map_ / "usr.csv", USR, accounts),
        write_table(map_ / "copy.csv", COPY, exemplaren),
        write_table(map_ / "call_number.csv", ["id", "creator", "record", "owning_lib", "label", "deleted"],
                    [{"id": e.nummer, "creator": 1, "record": _record(e), "owning_lib": 4, "label": "X"}
                     for e in verhaal.exemplaren]),
        write_table(map_ / "record_entry.csv", ["id", "creator", "tcn_value", "marc", "deleted"],
                    [{"id": _record(e), "creator": 1, "tcn_value": e.nummer, "deleted": "f",
                      "marc": _marc(e.materiaal, e.nummer % 3 == 0, e.nummer % 2 == 0)} for e in verhaal.exemplaren]),
        write_table(map_ / "org_unit.csv", ["id", "parent_ou", "ou_type", "shortname", "name"],
                    [dict(zip(("id", "parent_ou", "ou_type", "shortname"), e, strict=True)) | {"name": "x"} for e in eenheden]),
        write_table(map_ / "grp_tree.csv", ["id", "name", "parent", "usergroup", "perm_interval"],
                    [dict(zip(("id", "name", "parent"), g, strict=True)) | {"perm_interval": "3 years"} for g in groepen]),
        write_table(map_ / "usr_address.csv", ["id", "usr", "post_code", "city"],
                    [{"id": a["id"], "usr": a["id"], "post_code": "9711AB", "city": "Demodorp"} for a in accounts]),
    ]  # fmt: skip
    waarheid = truth_of_loans(verhaal, lambda _, moment: moment)
    add_stocks(waarheid, verhaal)
    for soort in ("ADMIN", "VOLW", "VOLW"):
        waarheid.stock("LED-00", "lidsoort", soort)
    waarheid.gelezen |= {"uitleningen": len(nieuw) + len(oud), "leden": len(accounts), "collectie": len(exemplaren)}
    waarheid.overgeslagen |= {"leden": 4, "collectie": 2}
    return paden, waarheid


def _record(exemplaar: Any) -> int:
    return 100_000 + exemplaar.nummer


def write_without_headers(verhaal: Verhaal, map_: Path) -> tuple[list[Path], Waarheid]:
    r"""The same delivery by somebody who asked psql for no names: circulations as COPY text (tabs, `\N` for NULL), old ones as
    CSV."""
    paden, waarheid = write(verhaal, map_)
    for pad in paden[:2]:
        with pad.open(newline="", encoding="utf-8") as bestand:
            _, *rijen = csv.reader(bestand)
        if pad.stem == "circulation":
            pad.write_text("".join("\t".join(cel or "\\N" for cel in rij) + "\n" for rij in rijen), encoding="utf-8")
        else:
            pad.write_text("".join(",".join(rij) + "\n" for rij in rijen), encoding="utf-8")
    return paden, waarheid
