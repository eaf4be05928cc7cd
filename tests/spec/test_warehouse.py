"""The tables are described and promised: every model and column by name, contracts on presentatie, and how fresh sources should be.

Not here: what the tables hold (`test_indicatoren.py`, `tests/unit/publishing`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from definitions import load_definities
from publishing.bouw import DBT_PROJECT
from tools.warehouse import LAGEN, columns_of, described_columns, empty_build, fill_columns, offline

DEFINITIES = load_definities()


def _models() -> list[tuple[str, str]]:
    return [(laag, p.stem) for laag in LAGEN for p in sorted((DBT_PROJECT / "models" / laag).glob("*.sql"))]


@cache
def _properties(laag: str) -> dict[str, Any]:
    return yaml.safe_load((DBT_PROJECT / "models" / laag / f"_{laag}.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def kolommen() -> Iterator[dict[str, dict[str, dict[str, str]]]]:
    """Layer -> model -> column -> type, as an empty build has them."""
    with empty_build() as bouw:
        yield columns_of(bouw.database)


def test_every_model_is_described() -> None:
    beschreven = {
        (laag, m["name"]) for laag in LAGEN for m in _properties(laag)["models"] if m.get("description", "").strip()
    }
    assert sorted(set(_models()) - beschreven) == []


def test_every_column_is_described_with_its_type(kolommen: dict[str, dict[str, dict[str, str]]]) -> None:
    """`python -m tools.warehouse kolommen` writes them; what it cannot know stands in dbt_project/kolommen.yaml."""
    fouten = []
    for laag, modellen in kolommen.items():
        beschreven = {m["name"]: {k["name"]: k for k in m.get("columns", ())} for m in _properties(laag)["models"]}
        for model, echt in modellen.items():
            gezegd = {k: v.get("data_type") for k, v in beschreven.get(model, {}).items() if v.get("description")}
            fouten += [f"{laag}.{model}.{k}" for k in echt.keys() ^ gezegd.keys()]
            fouten += [f"{laag}.{model}.{k}: {echt[k]}" for k in echt.keys() & gezegd.keys() if echt[k] != gezegd[k]]
    assert fouten == []


def test_filling_columns_in_again_changes_nothing(kolommen: dict[str, dict[str, dict[str, str]]]) -> None:
    for laag in LAGEN:
        tekst = (DBT_PROJECT / "models" / laag / f"_{laag}.yml").read_text(encoding="utf-8")
        assert yaml.safe_load(fill_columns(tekst, kolommen[laag], described_columns())) == yaml.safe_load(tekst)


def test_presentatie_has_contracts() -> None:
    project = yaml.safe_load((DBT_PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    assert (
        project["models"]["daadkracht"]["presentatie"]["+contract"]["enforced"]
        == "{{ var('contract', true) | as_bool }}"
    )


def test_every_report_is_an_exposure() -> None:
    exposures = yaml.safe_load((DBT_PROJECT / "models/_exposures.yml").read_text(encoding="utf-8"))["exposures"]
    assert {e["name"] for e in exposures} >= {
        "dashboard_inzien",
        "verantwoording_wsob",
        "rapport_monitor",
        "extract_cbs_ocw",
    }


@pytest.mark.parametrize("dataset", [d for d, c in DEFINITIES.contracten.items() if c.levertermijn_dagen is not None])
def test_a_source_is_late_when_its_contract_says_so(dataset: str) -> None:
    contract = DEFINITIES.contracten[dataset]  # type: ignore[index]
    bronnen = yaml.safe_load((DBT_PROJECT / "models/staging/_bronnen.yml").read_text(encoding="utf-8"))["sources"]
    (tabel,) = (t for b in bronnen if b["name"] == "brons" for t in b["tables"] if t["name"] == dataset)
    dagen = 31 * contract.frequentie_maanden + (contract.levertermijn_dagen or 0)
    assert tabel["config"]["freshness"]["warn_after"] == {"count": dagen, "period": "day"}
    assert f"dataset = '{dataset}'" in tabel["config"]["loaded_at_query"]


def test_the_documentation_may_fetch_nothing() -> None:
    assert "default-src 'none'" in offline("<html><head><title>x</title></head></html>")
