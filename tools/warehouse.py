"""The tables described: fills the columns of each dbt model into its properties file, and makes the dbt docs as one page.

Not here: what a column means (`dbt_project/kolommen.yaml`) and what a model is (its properties file, written by hand).

    python -m tools.warehouse kolommen    writes missing columns, types and descriptions into dbt_project/models/*/_*.yml
    python -m tools.warehouse docs        writes dist/dbt/index.html (part of `make docs`)
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import yaml

from definitions import Omgeving, load_definities
from publishing import DBT_PROJECT, Bouw, dbt_arguments, prepare_build, run_dbt

LAGEN = ("staging", "integratie", "presentatie")
DOCS = DBT_PROJECT.parent / "dist" / "dbt" / "index.html"
# The page is one file that needs nobody: whatever its libraries would like to fetch, the browser does not.
_NIETS_VAN_BUITEN = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval';"
    " style-src 'unsafe-inline'; img-src data:; font-src data:\">"
)


@contextmanager
def empty_build() -> Iterator[Bouw]:
    """A build of nothing: every model with its columns, no rows."""
    with tempfile.TemporaryDirectory(prefix="daadkracht-") as naam:
        map_ = Path(naam)
        omgeving = Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels", vast_nu=datetime(2026, 1, 1))
        bouw = prepare_build(omgeving, [], [])
        run_dbt(bouw, argumenten=["run", *_settings(bouw)])
        yield bouw


def _settings(bouw: Bouw) -> list[str]:
    """What a build passes to dbt, without the contracts: they are what is being written."""
    argumenten = dbt_arguments(bouw)
    _, vars_, *rest = argumenten[argumenten.index("--vars") :]
    return ["--vars", json.dumps({**json.loads(vars_), "contract": False}), *rest]


def columns_of(database: Path) -> dict[str, dict[str, dict[str, str]]]:
    """Layer -> model -> column -> DuckDB type, of a built database."""
    uit: dict[str, dict[str, dict[str, str]]] = {laag: {} for laag in LAGEN}
    with duckdb.connect(str(database), read_only=True) as con:
        for laag, model, kolom, type_ in con.execute(
            "select schema_name, table_name, column_name, lower(data_type) from duckdb_columns()"
            " where list_contains(?, schema_name) order by schema_name, table_name, column_index", [list(LAGEN)],
        ).fetchall():  # fmt: skip
            uit[laag].setdefault(model, {})[kolom] = type_
    return uit


def described_columns() -> dict[str, str]:
    """`kolom`, or `model.kolom` where it means something else there -> what it is: a contract's words, else those of
    kolommen.yaml."""
    eigen = yaml.safe_load((DBT_PROJECT / "kolommen.yaml").read_text(encoding="utf-8"))
    contracten = load_definities().contracten.values()
    return {k.naam: k.omschrijving for c in contracten for t in c.brons for k in t.kolommen} | eigen


def fill_columns(tekst: str, modellen: dict[str, dict[str, str]], uitleg: dict[str, str]) -> str:
    """A properties file with every column of its models, in the table's order; what stood with a column stays."""
    bekend = {m["name"]: {k["name"]: k for k in m.get("columns", ())} for m in yaml.safe_load(tekst)["models"]}
    for model, kolommen in modellen.items():
        if model not in bekend:
            continue
        regels = ["    columns:"]
        for kolom, type_ in kolommen.items():
            betekenis = uitleg.get(f"{model}.{kolom}") or uitleg[kolom]
            regels += [
                f"      - name: {kolom}",
                f"        data_type: {type_}",
                f"        description: {json.dumps(betekenis, ensure_ascii=False)}",
            ]
            toetsen = bekend[model].get(kolom, {}).get("data_tests")
            if toetsen:
                blok = yaml.safe_dump({"data_tests": toetsen}, allow_unicode=True, sort_keys=False, width=1000)
                regels += [f"        {regel}" for regel in blok.splitlines()]
        tekst = _replace_columns(tekst, model, "\n".join(regels))
    return tekst


def _replace_columns(tekst: str, model: str, blok: str) -> str:
    """The text with `blok` as the columns of a model: behind its other properties, in place of the columns it had."""
    begin = re.search(rf"^  - name: {model}\n", tekst, re.MULTILINE)
    assert begin is not None, model
    einde = re.compile(r"^(?:  - name: |\S)", re.MULTILINE).search(tekst, begin.end())
    deel = tekst[begin.start() : einde.start() if einde else len(tekst)]
    zonder = re.split(r"^    columns:\n", deel, maxsplit=1, flags=re.MULTILINE)[0].rstrip("\n")
    rest = tekst[begin.start() + len(deel) :]
    return f"{tekst[: begin.start()]}{zonder}\n{blok}\n{chr(10) if rest[:1].strip() else ''}{rest}"


def write_columns() -> None:
    """Bring the properties files up to date with an empty build."""
    with empty_build() as bouw:
        lagen = columns_of(bouw.database)
    for laag, modellen in lagen.items():
        pad = DBT_PROJECT / "models" / laag / f"_{laag}.yml"
        pad.write_text(fill_columns(pad.read_text(encoding="utf-8"), modellen, described_columns()), encoding="utf-8")


def write_docs() -> None:
    """The documentation that dbt makes, as one page, of an empty build, without asking anything of any host."""
    with empty_build() as bouw:
        run_dbt(bouw, argumenten=["docs", "generate", "--static", *_settings(bouw)])
        tekst = (bouw.doelmap / "static_index.html").read_text(encoding="utf-8")
    DOCS.parent.mkdir(parents=True, exist_ok=True)
    DOCS.write_text(offline(tekst), encoding="utf-8")
    print(DOCS.relative_to(DBT_PROJECT.parent))


def offline(tekst: str) -> str:
    """The page with a policy that lets it fetch nothing."""
    return re.sub(r"<head>", f"<head>{_NIETS_VAN_BUITEN}", tekst, count=1)


if __name__ == "__main__":
    {"kolommen": write_columns, "docs": write_docs}[sys.argv[1]]()
