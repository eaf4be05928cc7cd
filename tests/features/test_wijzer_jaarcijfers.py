"""A made-up network of Wijzer files and jaarcijfers: what reaches the staging layer equals the truth written beside it.

Not here: figures of indicators. Loops over the truth, never over what came out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import polars as pl
import pytest

from definitions import Omgeving, load_definities
from ingest import Ontvangstbewijs, process, receive
from publishing import dbt_arguments, prepare_build, run_dbt

from .bibliotheek import Bibliotheek

ORGANISATIES = ("NL-0891010000", "NL-0891020000", "NL-0891030000")
JAREN = (2024, 2025)
_LOCATIES = (
    "isil_locatie", "isil_organisatie", "vestiging", "naam", "soort", "subsoort", "gemeente_code", "uren_open_pw",
    "uren_bemand_pw", "zichtbaar", "multifunctioneel", "partner", "uitleenverantwoordelijke", "belasting_toeslagen", "ido",
    "geldig_van", "geldig_tot", "opgevolgd_door", "straat",
)  # fmt: skip
_ACTIVITEITEN = (
    "activiteit_id", "reeks_id", "isil_organisatie", "isil_locatie", "naam", "start", "kernfunctie", "activiteitsoort", "doelgroep",
    "plaats", "vorm", "aantal_deelnemers", "telling", "status", "thema", "bibliotheekfunctie",
)  # fmt: skip
_JAARCIJFERS = ("organisatie", "jaar", "locatie", "gemeente", "item", "waarde", "herkomst")


@dataclass
class Waarheid:
    """What the files say, counted while they are written."""

    locaties: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    uren: Counter[tuple[str, str]] = field(default_factory=Counter)
    activiteiten: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    deelnemers: Counter[str] = field(default_factory=Counter)
    jaarcijfers: dict[tuple[str, int, str, str, str], float] = field(default_factory=dict)
    bevindingen: Counter[str] = field(default_factory=Counter)


def _codes(lijst: str) -> list[str]:
    return [c for c in load_definities().codelijsten[lijst].codes if c != "ONBEKEND"]


class _Netwerk:
    """Writes the files of one network in two ways of writing: comma or point, Dutch dates or ISO."""

    def __init__(self, map_: Path, zaad: int) -> None:
        self.map, self.r, self.waar = map_, Random(zaad), Waarheid()
        map_.mkdir(parents=True)

    def write(self, naam: str, kop: tuple[str, ...], rijen: list[dict[str, str]]) -> Path:
        pad = self.map / naam
        pad.write_text("\n".join([";".join(kop), *(";".join(r.get(k, "") for k in kop) for r in rijen), ""]))
        return pad

    def locations(self, org: str) -> tuple[Path, list[str]]:
        rijen, isils = [], []
        for i, subsoort in enumerate(["HV", "V", "SP", "MSP", "ZB", "DBOS", "DBOS", "HALTE"]):
            uren = {"HV": 45.25, "V": 22.5, "SP": 7.75, "MSP": 2.0, "ZB": 0.0}.get(subsoort, 5.5)
            isil = f"{org[:-4]}{1001 + i}"
            isils.append(isil)
            rij = {
                "isil_locatie": isil, "isil_organisatie": org, "vestiging": str(9000 + i), "naam": f"Plek {i}", "subsoort": subsoort,
                "soort": "HAL" if subsoort == "HALTE" else "VES", "gemeente_code": "GM0014", "zichtbaar": self.r.choice(["J", "N", ""]),
                "uren_open_pw": self._decimal(uren + 10), "uren_bemand_pw": self._decimal(uren), "straat": "Kade 1",
                "multifunctioneel": "J", "partner": self.r.choice(_codes("gebouwpartner")),
                "belasting_toeslagen": self.r.choice("JN"), "ido": self.r.choice("JN"), "geldig_van": "2015-01-01",
            }  # fmt: skip
            if subsoort == "DBOS":
                rij["uitleenverantwoordelijke"] = self.r.choice(["BIBLIOTHEEK", "SCHOOL", ""])
                self.waar.bevindingen["uitleenverantwoordelijke_ontbreekt"] += not rij["uitleenverantwoordelijke"]
            for kolom in ("soort", "subsoort", "multifunctioneel", "partner", "belasting_toeslagen", "ido"):
                self.waar.locaties[org, kolom, rij[kolom]] += 1
            self.waar.locaties[org, "zichtbaar", rij["zichtbaar"] or "J"] += 1
            self.waar.locaties[org, "uitleenverantwoordelijke", rij.get("uitleenverantwoordelijke") or "ONBEKEND"] += 1
            self.waar.uren[org, "uren_open"] += int(4 * uren + 40)
            self.waar.uren[org, "uren_bemand"] += int(4 * uren)
            rijen.append(rij)
        return self.write(f"locaties_{org}.csv", _LOCATIES, rijen), isils

    def activities(self, org: str, isils: list[str]) -> Path:
        rijen = []
        for i in range(120):
            dag = datetime(2025, self.r.randint(1, 12), self.r.randint(1, 28), 10)
            rij = {
                "activiteit_id": f"{org}-{i}", "reeks_id": self.r.choice(["", f"reeks-{i % 5}"]), "isil_organisatie": org,
                "isil_locatie": self.r.choice([*isils, ""]), "naam": "Bijeenkomst", "kernfunctie": str(self.r.randint(1, 5)),
                "start": f"{dag:%d-%m-%Y %H:%M}" if org == ORGANISATIES[0] else f"{dag:%Y-%m-%d %H:%M}",
                "activiteitsoort": self.r.choice(_codes("activiteitsoort")), "doelgroep": self.r.choice(_codes("activiteitdoelgroep")),
                "plaats": self.r.choice(_codes("plaats")), "vorm": self.r.choice(_codes("vorm")),
                "telling": self.r.choice(_codes("telling")), "status": self.r.choice(_codes("activiteitstatus")),
                "thema": self.r.choice([*_codes("thema"), ""]), "bibliotheekfunctie": self.r.choice(["J", "N", ""]),
                "aantal_deelnemers": self.r.choice(["", str(self.r.randint(0, 40))]),
            }  # fmt: skip
            for kolom in (
                "activiteitsoort",
                "doelgroep",
                "plaats",
                "vorm",
                "telling",
                "status",
                "kernfunctie",
                "thema",
            ):
                self.waar.activiteiten[org, kolom, rij[kolom] or "ONBEKEND"] += 1
            self.waar.activiteiten[org, "reeks", rij["reeks_id"]] += 1
            self.waar.activiteiten[org, "locatie", rij["isil_locatie"]] += 1
            self.waar.activiteiten[org, "bibliotheekfunctie", rij["bibliotheekfunctie"] or "J"] += 1
            self.waar.deelnemers[org] += int(rij["aantal_deelnemers"] or 0)
            rijen.append(rij)
        return self.write(f"activiteiten_{org}.csv", _ACTIVITEITEN, rijen)

    def year_figures(self, org: str, isils: list[str]) -> Path:
        rijen = []
        items = load_definities().codelijsten["jaarcijferitem"].codes
        for jaar in JAREN:
            for item, eigen in items.items():
                plekken = {
                    "LOCATIE": [("locatie", i) for i in isils],
                    "GEMEENTE": [("gemeente", "GM0014"), ("gemeente", "GM0034")],
                }
                for kolom, plek in plekken.get(eigen["niveau"], [("", "")]):
                    rij = {
                        "organisatie": org,
                        "jaar": str(jaar),
                        "item": item,
                        "herkomst": self.r.choice(_codes("herkomst")),
                    }
                    rij |= {kolom: plek} if kolom else {}
                    waarde = float(self.r.randint(1, 900)) if self.r.random() > 0.1 else None
                    rij["waarde"] = "" if waarde is None else self._amount(waarde)
                    if waarde is None:
                        self.waar.bevindingen["waarde_leeg"] += 1
                    else:
                        self.waar.jaarcijfers[org, jaar, item, plek, rij["herkomst"]] = waarde
                    rijen.append(rij)
        return self.write(f"jaarcijfers_{org}.csv", _JAARCIJFERS, rijen)

    def _decimal(self, uren: float) -> str:
        return f"{uren:.2f}".replace(".", self.r.choice(".,"))

    def _amount(self, waarde: float) -> str:
        return self.r.choice([f"{waarde:.0f}", f"{waarde:.2f}", f"{waarde:.1f}".replace(".", ",")])


@dataclass
class Gebouwd:
    waar: Waarheid
    bewijzen: dict[tuple[str, str], Ontvangstbewijs]
    tel: Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def gebouwd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gebouwd]:
    map_ = tmp_path_factory.mktemp("wijzer")
    netwerk = _Netwerk(map_ / "exports", 20260601)
    omgeving = Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels", vast_nu=datetime(2026, 6, 1))
    lijst = [{"isil": o, "naam": f"Bibliotheek {i}", "bronsysteem": "wise", "werkgebied": "GM0014|GM0034"} for i, o in enumerate(ORGANISATIES)]  # fmt: skip
    receive(omgeving, [netwerk.write("organisaties.csv", tuple(lijst[0]), lijst)])
    for org in ORGANISATIES:
        locaties, isils = netwerk.locations(org)
        bestanden = [locaties, netwerk.activities(org, isils), netwerk.year_figures(org, isils)]
        receive(omgeving, [locaties], organisatie=org, periode="2025-12-31")
        receive(omgeving, bestanden[1:], organisatie=org)
    bewijzen = {(b.organisatie, b.dataset or ""): b for b in process(omgeving)}
    bouw = prepare_build(omgeving)
    modellen = ["path:models/staging", "+feit_locaties", "+feit_activiteiten"]
    run_dbt(bouw, argumenten=[*dbt_arguments(bouw), "--select", *modellen])

    with duckdb.connect(str(bouw.database), read_only=True) as con:
        yield Gebouwd(netwerk.waar, bewijzen, lambda vraag: con.execute(vraag).fetchall())


def test_every_row_is_accepted_or_said_to_be_empty(gebouwd: Gebouwd) -> None:
    gevonden: Counter[str] = Counter()
    for org in ORGANISATIES:
        for dataset in ("locaties", "activiteiten", "jaarcijfers"):
            bewijs = gebouwd.bewijzen[org, dataset]
            assert bewijs.status == "verwerkt", bewijs
            for m in bewijs.bevindingen:
                gevonden[m.code] += m.aantal
    for code, aantal in gebouwd.waar.bevindingen.items():
        assert gevonden[code] == aantal, code


def test_locations_arrive(gebouwd: Gebouwd) -> None:
    for (org, kolom, code), aantal in gebouwd.waar.locaties.items():
        vraag = f"select count(*) from staging.stg_locaties where organisatie = '{org}' and {kolom} = '{code}'"
        assert gebouwd.tel(vraag) == [(aantal,)], (org, kolom, code)
        if kolom != "zichtbaar":
            feit = f"select count(*) from integratie.feit_locaties where organisatie = '{org}' and {kolom} = '{code}'"
            assert gebouwd.tel(feit) == [(aantal,)], (org, kolom, code)
    for (org, kolom), kwartieren in gebouwd.waar.uren.items():
        vraag = f"select cast(4 * sum({kolom}) as integer) from staging.stg_locaties where organisatie = '{org}'"
        assert gebouwd.tel(vraag) == [(kwartieren,)]


def test_activities_arrive(gebouwd: Gebouwd) -> None:
    for (org, kolom, code), aantal in gebouwd.waar.activiteiten.items():
        vraag = f"select count(*) from staging.stg_activiteiten where organisatie = '{org}' and coalesce({kolom}, '') = '{code}'"
        assert gebouwd.tel(vraag) == [(aantal,)], (org, kolom, code)
    for org, aantal in gebouwd.waar.deelnemers.items():
        assert gebouwd.tel(f"select sum(deelnemers) from staging.stg_activiteiten where organisatie = '{org}'") == [
            (aantal,)
        ]


def test_year_figures_arrive_with_their_place_and_origin(gebouwd: Gebouwd) -> None:
    rijen = gebouwd.tel(
        "select organisatie, jaar, item, coalesce(locatie, gemeente, ''), herkomst, waarde from staging.stg_jaarcijfers"
    )
    gevonden = {tuple(r[:5]): r[5] for r in rijen}
    assert len(gevonden) == len(rijen)
    for sleutel, waarde in gebouwd.waar.jaarcijfers.items():
        assert gevonden.pop(sleutel, None) == waarde, sleutel
    assert gevonden == {}


_MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def test_a_column_per_year_counts_per_year(bibliotheek: Bibliotheek) -> None:
    """The wide form; an empty cell is no row at all."""
    pad = bibliotheek.write("breed.csv", "cijfer;locatie;herkomst;vraag;2023;Jaar 2024;2025",
                            ["FTE;;GETELD;Fte;4;5,5;6", "BEZOEKEN;9001;DEELS;Bezoek;;12.000;13000"])  # fmt: skip
    bewijs = bibliotheek.deliver(pad)
    assert bewijs.rijen is not None
    assert (bewijs.status, bewijs.periode, bewijs.rijen.geaccepteerd) == ("verwerkt", "2023-01-01..2025-12-31", 5)
    assert {m.code: m.aantal for m in bewijs.bevindingen} == {"decimaal_hersteld": 1, "kolommen_gedraaid": 3}


@pytest.mark.parametrize("namen", [["{m}"], ["2025-{n:02}", "{k}-25", "{m} 2025", "{n:02}-2025"]])
def test_a_column_per_month_adds_up_to_the_year(bibliotheek: Bibliotheek, namen: list[str]) -> None:
    """Only where every month has its number, and only of what adds up."""
    kort = ["mrt" if m == "maart" else m[:3] for m in _MAANDEN]
    maanden = [namen[n % len(namen)].format(n=n + 1, m=_MAANDEN[n], k=kort[n]) for n in range(12)]
    jaar = [] if len(namen) > 1 else ["jaar"]
    kop = ";".join(["cijfer", *jaar, "locatie", *maanden, "totaal"])
    elk = [str(1000 + n) for n in range(11)]
    plus = ["2025"] if jaar else []
    regels = [["BEZOEKEN", *plus, "9001", *elk, "1.011,5", "12.066,5"], ["IDO_VRAGEN", *plus, "9001", *elk, "", "1"],
              ["FTE", *plus, "", *elk, "7", "1"]]  # fmt: skip
    bewijs = bibliotheek.deliver(bibliotheek.write("maanden.csv", kop, [";".join(r) for r in regels]))
    assert bewijs.rijen is not None
    assert (bewijs.periode, bewijs.rijen.geaccepteerd, bewijs.rijen.overgeslagen) == ("2025", 1, 2)
    (pad,) = [p for p in bibliotheek.omgeving.brons.rglob("*.parquet") if "jaarcijfers" in p.parts]
    assert pl.read_parquet(pad)["waarde"].to_list() == [sum(range(1000, 1011)) + 1011.5]
    gevonden = {m.code: m.aantal for m in bewijs.bevindingen}
    assert gevonden == {"kolommen_gedraaid": 12, "maanden_onvolledig": 1, "maanden_geen_som": 1, "waarde_leeg": 2}


def test_the_year_may_stand_in_the_name_of_a_figure(bibliotheek: Bibliotheek) -> None:
    bewijs = bibliotheek.deliver(bibliotheek.write("bezoek.csv", "locatie;bezoeken_2024;bezoeken_2025", ["9001;12;13"]))
    assert bewijs.rijen is not None
    assert (bewijs.periode, bewijs.rijen.geaccepteerd) == ("2024-01-01..2025-12-31", 2)


def test_the_same_figure_twice_counts_once(bibliotheek: Bibliotheek) -> None:
    pad = bibliotheek.write(
        "jc.csv", "jaar;locatie;item;waarde", ["2025;;FTE;5", "2025;;FTE;6", "2025;;FTE;5", "2025;9001;BEZOEKEN;7"]
    )
    bewijs = bibliotheek.deliver(pad)
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.uitval, bewijs.rijen.dubbel) == (2, 1, 1)
    assert {"sleutel_dubbel", "dubbele_regel"} <= {m.code for m in bewijs.bevindingen}
