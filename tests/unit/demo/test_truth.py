"""The known totals against a recount of the written files, with nothing but the csv module and plain rules.

The recount follows the counting rules that `truth.json` itself states, also for the rows with errors.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.demo import Demo, Drop
from ingest.demo.network import NETWERK

_NU = datetime(2026, 11, 1)
_MATERIAAL = {
    "BOE": "BOEK", "GRL": "GROTELETTER", "LUI": "LUISTERBOEK", "CDM": "CD_MUZIEK", "DVD": "DVD_BLURAY", "GAM": "GAME",
    "BLM": "BLADMUZIEK", "TYD": "TIJDSCHRIFT", "KRT": "KAART", "SPE": "SPEELMATERIAAL", "DAI": "DAISY", "OVE": "OVERIG",
    "BK": "BOEK", "GL": "GROTELETTER", "LB": "LUISTERBOEK", "GAME": "GAME", "MUZ": "BLADMUZIEK", "TS": "TIJDSCHRIFT",
    "SPEEL": "SPEELMATERIAAL", "DAISY": "DAISY", "OV": "OVERIG",
}  # fmt: skip
_LIDSOORT = {
    "1": "JEUGD", "60": "VOLW", "80": "VOLW", "160": "PROEF_GAST", "180": "INSTELLING", "100": "PERSONEEL", "210": "ADMIN",
    "JEUGD": "JEUGD", "VOLW": "VOLW", "SEN": "VOLW", "PROEF": "PROEF_GAST", "INST": "INSTELLING", "PERS": "PERSONEEL",
    "ADM": "ADMIN",
}  # fmt: skip
_VORMEN = ("%d-%m-%Y", "%d-%m-%Y %H:%M", "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S")


def _moment(tekst: str) -> datetime | None:
    for vorm in _VORMEN:
        try:
            return datetime.strptime(tekst, vorm)
        except ValueError:
            continue
    return None


def _group(geboren: str, op: date) -> str:
    datum = _moment(geboren)
    if datum is None or datum.year < 1900:
        return "onbekend"
    jaren = op.year - datum.year - ((op.month, op.day) < (datum.month, datum.day))
    grenzen = ((4, "0-3"), (12, "4-11"), (18, "12-17"), (25, "18-24"), (45, "25-44"), (65, "45-64"))
    return next((naam for grens, naam in grenzen if jaren < grens), "65+")


def _read(pad: Path) -> list[dict[str, str]]:
    """The rows of a file, those that are equal as a whole once."""
    ruw = pad.read_bytes()
    try:
        tekst = ruw.decode("utf-8-sig")
    except UnicodeDecodeError:
        tekst = ruw.decode("cp1252")
    regels = tekst.splitlines()
    scheiding = ";" if ";" in regels[0] else ","
    return list(csv.DictReader(dict.fromkeys(regels), delimiter=scheiding))


class Recount:
    """Everything counted from the files of one library, drop by drop; a later drop replaces a month as a whole."""

    def __init__(self, demo: Demo, isil: str) -> None:
        self.plekken: set[str] = set()
        self.transacties: dict[str, list[tuple[str, str, int, str, str, str, str]]] = {}
        self.leden: dict[str, list[tuple[str, str]]] = {}
        self.exemplaren: dict[str, list[str]] = {}
        self.activiteiten: list[tuple[str, str, int]] = []
        drops = [d for d in demo.drops if d.organisatie == isil]
        for drop in drops:
            for pad in drop.bestanden:
                if pad.name.startswith("locaties"):
                    self.plekken |= {r["vestiging"] for r in _read(pad)}
        for drop in drops:
            self._take(drop)

    def _take(self, drop: Drop) -> None:
        tabellen = {pad.name: _read(pad) for pad in drop.bestanden}
        for naam, rijen in tabellen.items():
            if naam.startswith("uitleningen") and "logregel" in rijen[0]:
                self._wise(rijen)
            elif naam.startswith("uitleningen"):
                self._loans(drop, [self._template(r) for r in rijen])
            elif naam.startswith("activiteiten"):
                self._activities(rijen)
            elif naam == "leden.csv":
                self._members(drop, rijen, "klantnummer", "abonnement", "geboortedatum")
            elif naam == "borrowers.csv":
                self._members(drop, rijen, "borrowernumber", "categorycode", "dateofbirth")
            elif naam in ("exemplaren.csv", "items.csv"):
                self._items(drop, rijen)
        if "issues.csv" in tabellen:
            self._koha(drop, tabellen)

    def _peildatum(self, drop: Drop) -> str:
        return f"{drop.periode}-12-31" if len(drop.periode or "") == 4 else str(drop.periode).split("..")[1]

    def _wise(self, rijen: list[dict[str, str]]) -> None:
        goed = [
            (m, r) for r in rijen
            if (m := _moment(r["datum"])) and m < _NU and r["exemplaarnummer"] and r["vestiging"] in self.plekken and r["actie"] in "123"
        ]  # fmt: skip
        maand = Counter(f"{m:%Y-%m}" for m, _ in goed).most_common(1)[0][0]
        soorten = {"1": "UITLENING", "2": "INNAME", "3": "VERLENGING"}
        self.transacties[maand] = [
            (f"{m:%Y-%m}", soorten[r["actie"]], 1, r["klantnummer"].lstrip("-0"), _LIDSOORT.get(r["abonnement"], "ONBEKEND"),
             _group(r["geboortedatum"], m.date()), _MATERIAAL.get(r["materiaal"], "ONBEKEND"))
            for m, r in goed
        ]  # fmt: skip

    def _template(self, r: dict[str, str]) -> dict[str, str]:
        return {
            "moment": r["uitleen_datumtijd"], "inname": r["inname_datumtijd"], "verlengingen": r["verlengingen"],
            "plek": r["vestiging"], "exemplaar": r["exemplaarnummer"], "lid": r["lener"].lstrip("-0"),
            "lidsoort": r["abonnement"], "geboren": r["geboortedatum"], "materiaal": r["materiaal"],
        }  # fmt: skip

    def _koha(self, drop: Drop, tabellen: dict[str, list[dict[str, str]]]) -> None:
        leden = {r["borrowernumber"]: r for r in tabellen["borrowers.csv"]}
        exemplaren = {r["itemnumber"]: r["itype"] for r in tabellen["items.csv"]}
        uitgeleend = [r for naam, rijen in tabellen.items() if "issues" in naam for r in rijen]
        self._loans(
            drop,
            [
                {
                    "moment": r["issuedate"], "inname": r["returndate"], "verlengingen": r["renewals_count"],
                    "plek": r["branchcode"], "exemplaar": r["itemnumber"], "lid": r["borrowernumber"],
                    "lidsoort": leden.get(r["borrowernumber"], {}).get("categorycode", ""),
                    "geboren": leden.get(r["borrowernumber"], {}).get("dateofbirth", ""),
                    "materiaal": exemplaren.get(r["itemnumber"], ""),
                }
                for r in uitgeleend
            ],
        )  # fmt: skip

    def _loans(self, drop: Drop, rijen: list[dict[str, str]]) -> None:
        uit = []
        for r in rijen:
            moment, inname = _moment(r["moment"]), _moment(r["inname"])
            if not moment or moment > _NU or r["plek"] not in self.plekken or not r["exemplaar"]:
                continue
            if (inname and inname < moment) or not 0 <= int(r["verlengingen"]) <= 20:
                continue
            rest = (
                r["lid"], _LIDSOORT.get(r["lidsoort"], "ONBEKEND"), _group(r["geboren"], moment.date()),
                _MATERIAAL.get(r["materiaal"], "ONBEKEND"),
            )  # fmt: skip
            uit.append((f"{moment:%Y-%m}", "UITLENING", 1, *rest))
            uit.append((f"{moment:%Y-%m}", "VERLENGING", int(r["verlengingen"]), *rest))
            if inname:
                uit.append((f"{inname:%Y-%m}", "INNAME", 1, *rest))
        self.transacties[str(drop.periode)] = uit

    def _members(self, drop: Drop, rijen: list[dict[str, str]], sleutel: str, soort: str, geboren: str) -> None:
        peildatum = date.fromisoformat(self._peildatum(drop))
        self.leden[str(peildatum)] = [
            (_group(r[geboren], peildatum), _LIDSOORT.get(r[soort], "ONBEKEND")) for r in rijen if r[sleutel]
        ]

    def _items(self, drop: Drop, rijen: list[dict[str, str]]) -> None:
        self.exemplaren[self._peildatum(drop)] = [
            _MATERIAAL.get(r.get("materiaal", r.get("itype", "")), "ONBEKEND")
            for r in rijen
            if r.get("exemplaarnummer", r.get("itemnumber")) and r.get("vestiging", r.get("homebranch")) in self.plekken
        ]

    def _activities(self, rijen: list[dict[str, str]]) -> None:
        for r in rijen:
            if (
                r["status"] == "DOORGEGAAN"
                and r["kernfunctie"] in "12345"
                and not r["aantal_deelnemers"].startswith("-")
            ):
                moment = _moment(r["start"])
                assert moment
                self.activiteiten.append((f"{moment:%Y-%m}", r["kernfunctie"], int(r["aantal_deelnemers"] or 0)))

    def flows(self) -> dict[str, dict[str, Any]]:
        uit: dict[str, dict[str, Any]] = defaultdict(lambda: defaultdict(Counter))
        leners: dict[str, set[str]] = defaultdict(set)
        for rijen in self.transacties.values():
            for maand, soort, aantal, lid, lidsoort, groep, materiaal in rijen:
                for periode in (maand, maand[:4]):
                    uit[periode]["soort"][soort] += aantal
                    if soort == "UITLENING":
                        uit[periode]["leeftijdsgroep"][groep] += 1
                        uit[periode]["materiaalsoort"][materiaal] += 1
                        uit[periode]["lidsoort"][lidsoort] += 1
                        leners[periode] |= {lid} - {""}
        for periode, leden in leners.items():
            uit[periode]["leners"] = len(leden)
        return uit


@pytest.mark.parametrize("isil", [b.isil for b in NETWERK])
def test_the_truth_equals_a_recount_of_the_files(demo: Demo, isil: str) -> None:
    waarheid, geteld = demo.truth["organisaties"][isil], Recount(demo, isil)
    stromen = geteld.flows()
    for periode, verwacht in {**waarheid["maanden"], **waarheid["jaar"]}.items():
        kreeg = stromen[periode]
        soorten = (("uitleningen", "UITLENING"), ("verlengingen", "VERLENGING"), ("innames", "INNAME"))
        assert {n: kreeg["soort"][s] for n, s in soorten} == {n: verwacht[n] for n, _ in soorten}, periode
        assert kreeg["leners"] == verwacht["actieve_leners"], periode
        for per in ("leeftijdsgroep", "materiaalsoort", "lidsoort"):
            bekend = {k: v for k, v in verwacht[f"uitleningen_per_{per}"].items() if v}
            assert dict(kreeg[per]) == bekend, (periode, per)
        for kernfunctie, cijfers in verwacht["activiteiten"].items():
            rijen = [d for m, k, d in geteld.activiteiten if m.startswith(periode) and k == kernfunctie]
            assert {"activiteiten": len(rijen), "deelnemers": sum(rijen)} == cijfers, (periode, kernfunctie)
    assert set(geteld.leden) == set(waarheid["leden"])
    for peildatum, verwacht in waarheid["leden"].items():
        groepen, soorten_ = (
            Counter(g for g, _ in geteld.leden[peildatum]),
            Counter(s for _, s in geteld.leden[peildatum]),
        )
        assert len(geteld.leden[peildatum]) == verwacht["totaal"]
        assert dict(groepen) == {k: v for k, v in verwacht["per_leeftijdsgroep"].items() if v}
        assert dict(soorten_) == {k: v for k, v in verwacht["per_lidsoort"].items() if v}
    for peildatum, verwacht in waarheid["exemplaren"].items():
        materialen = Counter(geteld.exemplaren[peildatum])
        assert dict(materialen) == {k: v for k, v in verwacht["per_materiaalsoort"].items() if v}


def test_errors_stand_in_the_files_as_often_as_the_truth_says(demo: Demo) -> None:
    zuid = NETWERK[2].isil
    log = (demo.map / zuid / "2025" / "uitleningen_2025-10.csv").read_text(encoding="utf-8-sig").splitlines()
    vuil = demo.truth["organisaties"][zuid]["vuil"]["uitleningen"]
    velden = [r.split(";") for r in log[1:]]
    assert vuil == {
        "foute_datum": sum(v[1].startswith("31-02") for v in velden),
        "datum_toekomst": sum(v[1].endswith("2099") for v in velden),
        "vestiging_onbekend": sum(v[5] == "9999" for v in velden),
        "lege_sleutel": sum(v[6] == "" for v in velden),
        "actie_onbekend": sum(v[3] == "9" for v in velden),
        "materiaal_onbekend": sum(v[9] == "ZZZ" for v in velden),
        "ppn_controlegetal": vuil["ppn_controlegetal"],
        "postcode_ongeldig": sum(v[14] == "AA%" for v in velden),
        "geboortedatum_onmogelijk": sum(v[13].endswith("1850") for v in velden),
        "dubbele_regel": len(log) - len(set(log)),
    }
    assert all(aantal > 0 for aantal in vuil.values())
    soorten = {s for o in demo.truth["organisaties"].values() for per in o["vuil"].values() for s in per}
    assert soorten == {
        "foute_datum", "datum_toekomst", "vestiging_onbekend", "lege_sleutel", "actie_onbekend", "inname_voor_uitleen",
        "verlengingen_boven_max", "kernfunctie_onbekend", "deelnemers_negatief", "materiaal_onbekend", "ppn_controlegetal",
        "postcode_ongeldig", "geboortedatum_onmogelijk", "abonnement_onbekend", "dubbele_regel",
    }  # fmt: skip


def test_the_clean_libraries_have_no_errors(demo: Demo) -> None:
    for bib in NETWERK:
        assert bool(demo.truth["organisaties"][bib.isil]["vuil"]) == bib.vuil
