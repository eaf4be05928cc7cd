"""The generator: the same seed gives the same bytes, and the drops are what a network would really hand over."""

from __future__ import annotations

import csv
import hashlib
from datetime import date
from pathlib import Path

import pytest

import definitions
from ingest.demo import Demo, Drop, generate_demo
from ingest.demo.network import NETWERK


def _hashes(demo: Demo) -> dict[str, str]:
    return {
        str(p.relative_to(demo.map)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in demo.map.rglob("*.*")
        if p.is_file()
    }


def _of(demo: Demo, isil: str) -> list[Drop]:
    return [d for d in demo.drops if d.organisatie == isil]


def test_the_same_seed_gives_the_same_bytes(demo: Demo, tmp_path: Path) -> None:
    opnieuw = generate_demo(tmp_path / "opnieuw")
    assert _hashes(opnieuw) == _hashes(demo)
    assert opnieuw.truth == demo.truth
    assert [d.periode for d in opnieuw.drops] == [d.periode for d in demo.drops]


def test_another_seed_and_another_first_month_give_other_figures(demo: Demo, tmp_path: Path) -> None:
    ander = generate_demo(tmp_path / "ander", seed=7, begin=date(2023, 7, 1))
    assert ander.truth["maanden"][0] == "2023-07"
    assert ander.truth["maanden"][-1] == "2025-06"
    eerste = next(d for d in ander.drops if d.organisatie == NETWERK[1].isil)
    assert eerste.periode == "2023-07-01..2024-06-30"
    assert list(ander.truth["organisaties"][NETWERK[1].isil]["leden"]) == ["2024-06-30", "2025-06-30"]
    assert ander.truth["landelijk"] != demo.truth["landelijk"]


def test_a_demo_begins_on_the_first_of_a_month(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="first day"):
        generate_demo(tmp_path, begin=date(2024, 1, 2))


def test_its_size_is_that_of_a_small_network(demo: Demo) -> None:
    organisaties = demo.truth["organisaties"]
    assert len(organisaties) == 6
    assert len(demo.truth["maanden"]) == 24
    for jaar in ("2024", "2025"):
        assert 55_000 <= sum(o["jaar"][jaar]["uitleningen"] for o in organisaties.values()) <= 65_000
        assert 6_500 <= sum(o["leden"][f"{jaar}-12-31"]["totaal"] for o in organisaties.values()) <= 8_500


def test_the_distributions_are_those_of_real_libraries(demo: Demo) -> None:
    organisaties = demo.truth["organisaties"].values()
    per_maand = demo.truth["landelijk"]["per_maand"]
    assert per_maand["2025-10"]["uitleningen"] > 1.2 * per_maand["2025-08"]["uitleningen"]
    for o in organisaties:
        for jaar in ("2024", "2025"):
            cijfers, leden = o["jaar"][jaar], o["leden"][f"{jaar}-12-31"]
            assert 0.4 <= cijfers["verlengingen"] / cijfers["uitleningen"] <= 0.6
            assert 0.5 <= leden["per_lidsoort"]["JEUGD"] / leden["totaal"] <= 0.65
            assert leden["geldig"] < leden["totaal"]
            if not o["bronsysteem_na"]:
                assert cijfers["actieve_leners"] < 0.75 * leden["totaal"]


def test_drops_come_with_the_network_list_first_and_every_file_exists(demo: Demo) -> None:
    assert demo.drops[0].organisatie is None
    assert [d.organisatie for d in demo.drops[1:7]] == [b.isil for b in NETWERK]
    assert all(p.is_file() and p.parent == d.map for d in demo.drops for p in d.bestanden)
    geleverd = {p for d in demo.drops for p in d.bestanden}
    assert geleverd == set(demo.map.rglob("*.csv"))


def test_one_month_is_delivered_again_with_more(demo: Demo) -> None:
    keren = [d for d in _of(demo, NETWERK[0].isil) if d.periode == "2025-05"]
    assert len(keren) == 2
    regels = [d.bestanden[0].read_text().count("\n") for d in keren]
    assert regels[1] > 1.2 * regels[0]
    volgorde = [d.periode for d in _of(demo, NETWERK[0].isil)]
    assert volgorde.index("2025-08") < len(volgorde) - 1 - volgorde[::-1].index("2025-05")


def test_the_library_that_changes_system_gives_everyone_another_number(demo: Demo) -> None:
    isil = NETWERK[4].isil
    oud = {r["klantnummer"].lstrip("-") for r in _rows(demo, isil, "uitleningen_*.csv", "cp1252")}
    nieuw = {r["borrowernumber"] for r in _rows(demo, isil, "*issues*.csv", "utf-8")}
    assert not (oud - {"0"}) & (nieuw - {""})
    assert max(p.name for p in demo.map.rglob(f"{isil}/*/uitleningen_*")) == "uitleningen_2025-03.csv"
    assert min(r["issuedate"][:7] for r in _rows(demo, isil, "*issues*.csv", "utf-8")) == "2025-04"


def test_the_dialects_are_mixed(demo: Demo) -> None:
    begin = {p.relative_to(demo.map): p.read_bytes()[:200_000] for d in demo.drops for p in d.bestanden}
    assert any(b.startswith(b"\xef\xbb\xbf") for b in begin.values())
    assert any(b"\xfc" in b and b"M\xfcller" in b for b in begin.values())
    assert any("Müller".encode() in b for b in begin.values())
    assert any(b"\r\n" in b for b in begin.values())
    assert any(b.split(b"\n")[0].count(b",") > 5 for b in begin.values())
    locaties = [b.decode("latin-1") for p, b in begin.items() if p.name == "locaties.csv"]
    assert any(";38,5;" in t or ";42,0;" in t for t in locaties)
    assert any(";38.5;" in t or ";45.5;" in t for t in locaties)


def test_the_gemeenten_and_their_postcodes_are_real() -> None:
    referentie = Path(definitions.__file__).parent / "referentie"
    with (referentie / "gemeenten.csv").open(encoding="utf-8") as bestand:
        gemeenten = {r["gemeente"] for r in csv.DictReader(bestand, delimiter=";")}
    with (referentie / "pc4_gemeente.csv").open(encoding="utf-8") as bestand:
        pc4 = {r["pc4"]: r["gemeente"] for r in csv.DictReader(bestand, delimiter=";")}
    for bib in NETWERK:
        assert set(bib.gemeenten) <= gemeenten
        assert {plek.gemeente for plek in bib.plekken} <= set(bib.gemeenten)
        assert all(pc4[p] == gemeente for gemeente, lijst in bib.gemeenten.items() for p in lijst)


def test_every_header_is_one_that_a_profile_knows(demo: Demo) -> None:
    bronsystemen = definitions.load_definities().bronsystemen
    tabellen = [{k.lower() for k in t.kolommen} for b in bronsystemen.values() for t in b.tabellen.values()]
    for drop in demo.drops:
        for pad in drop.bestanden:
            regel = pad.read_bytes().split(b"\n")[0].decode("utf-8-sig").strip()
            kop = set(regel.split(";" if ";" in regel else ","))
            assert any(kop <= tabel for tabel in tabellen), pad.name


def _rows(demo: Demo, isil: str, patroon: str, codering: str) -> list[dict[str, str]]:
    uit: list[dict[str, str]] = []
    for pad in sorted(demo.map.glob(f"{isil}/*/{patroon}")):
        with pad.open(encoding=codering, newline="") as bestand:
            uit += csv.DictReader(bestand, delimiter=";")
    return uit
