"""The import law of the house, read from the syntax trees: also what import-linter cannot see.

Not here: the order of the layers and who may use dagster, streamlit or polars at all; that is `lint-imports` in
`make check`, and `test_import_linter_kent_de_lagen` sees that it still says so.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
from importlib.metadata import packages_distributions

import pytest

from tests.house.bomen import LAGEN, WORTEL, Module, imports, modules, pyproject, van_de_lagen

# Which folder or file a library may be imported in; everything not named may be used anywhere.
ALLEEN_IN = {
    "dagster": ("orchestration/",),
    "dagster_dbt": ("orchestration/",),
    "streamlit": ("dashboards/",),
    "altair": ("dashboards/",),
    "sqlalchemy": ("ingest/register/",),
    "polars": ("ingest/", "publishing/", "definitions/", "orchestration/"),
    "pandera": ("ingest/", "publishing/", "definitions/", "orchestration/"),
    "great_expectations": ("publishing/",),
    "typst": ("publishing/",),
    "pyrage": ("ingest/",),
    "dbt": ("publishing/", "orchestration/"),
}
# Where a process starts: only these read the environment, and pass an Omgeving on.
INGANGEN = {
    "orchestration/cli.py", "orchestration/defs.py", "dashboards/inzien.py", "dashboards/aanleveren.py",
}  # fmt: skip


def _plaats(module: Module, regel: int) -> str:
    return f"{module.kort}:{regel}"


def test_imports_only_go_down() -> None:
    fouten = [
        f"{_plaats(module, regel)} importeert {doel}"
        for module in van_de_lagen()
        for doel, _, regel in imports(module)
        if (laag := doel.partition(".")[0]) in LAGEN and LAGEN.index(laag) < LAGEN.index(module.pakket)
    ]
    assert fouten == []


def test_from_another_package_only_its_verbs() -> None:
    fouten = []
    for module in (*van_de_lagen(), *(m for m in modules() if m.pakket in ("tools", "bench"))):
        for doel, namen, regel in imports(module):
            pakket, _, rest = doel.partition(".")
            if pakket not in LAGEN or pakket == module.pakket:
                continue
            if rest:
                fouten.append(f"{_plaats(module, regel)} importeert {doel}; neem de naam uit {pakket}")
                continue
            verboden = set(namen) - set(getattr(importlib.import_module(pakket), "__all__", ()))
            fouten += [f"{_plaats(module, regel)}: {naam} staat niet in {pakket}.__all__" for naam in sorted(verboden)]
    assert fouten == []


@pytest.mark.parametrize("pakket", LAGEN[1:])
def test_every_exported_name_exists(pakket: str) -> None:
    module = importlib.import_module(pakket)
    assert [naam for naam in module.__all__ if not hasattr(module, naam)] == []


def test_libraries_stay_in_their_room() -> None:
    fouten = [
        f"{_plaats(module, regel)} importeert {doel}"
        for module in van_de_lagen()
        for doel, _, regel in imports(module)
        if (plekken := ALLEEN_IN.get(doel.partition(".")[0])) and not module.kort.startswith(plekken)
    ]
    assert fouten == []


def test_the_environment_is_read_at_entry_points_only() -> None:
    fouten = []
    for module in van_de_lagen():
        if module.kort in INGANGEN:
            continue
        for knoop in ast.walk(module.boom):
            gelezen = (
                isinstance(knoop, ast.Attribute) and knoop.attr in ("environ", "environb", "getenv", "putenv")
            ) and (isinstance(knoop.value, ast.Name) and knoop.value.id == "os")
            gehaald = (
                isinstance(knoop, ast.ImportFrom)
                and knoop.module == "os"
                and any(alias.name in ("environ", "getenv") for alias in knoop.names)
            )
            if gelezen or gehaald:
                fouten.append(_plaats(module, knoop.lineno))
    assert fouten == []


def test_no_module_bears_a_package_name() -> None:
    """Streamlit puts the script's folder first on the path: dashboards/ingest.py would hide the package ingest."""
    wortels = {*LAGEN, "tests", "bench", "tools"}
    assert [m.kort for m in van_de_lagen() if m.naam.count(".") and m.naam.rpartition(".")[2] in wortels] == []


def test_what_is_imported_is_declared() -> None:
    """Nothing leans on a package that is only there because another one brought it."""
    verdelingen = packages_distributions()
    project = pyproject()
    genoemd = {_naam(eis) for eis in project["project"]["dependencies"]}
    ontwikkel = genoemd | {_naam(eis) for eis in project["dependency-groups"]["dev"]}
    eigen = {*LAGEN, "tests", "bench", "tools"}
    fouten = set()
    for module in modules():
        toegestaan = genoemd if module.pakket in LAGEN else ontwikkel
        for doel, _, regel in imports(module):
            top = doel.partition(".")[0]
            if top in sys.stdlib_module_names or top in eigen or not top:
                continue
            if not {_naam(v) for v in verdelingen.get(top, ())} & toegestaan:
                fouten.add(f"{_plaats(module, regel)} importeert {top}, dat niet in pyproject.toml staat")
    assert sorted(fouten) == []


def _naam(eis: str) -> str:
    return re.split(r"[\[<>=!~; ]", eis, maxsplit=1)[0].lower().replace("_", "-")


def test_import_linter_kent_de_lagen() -> None:
    contracten = {c["id"]: c for c in pyproject()["tool"]["importlinter"]["contracts"]}
    assert contracten["lagen"]["layers"] == list(LAGEN)
    assert {"dagster", "streamlit", "polars", "sqlalchemy"} <= contracten.keys()


def test_every_package_is_named_in_pyproject() -> None:
    """Explicitly: what is not named does not travel."""
    wiel = pyproject()["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert sorted(wiel["packages"]) == sorted(LAGEN)
    assert all((WORTEL / pakket / "__init__.py").exists() for pakket in LAGEN)
    assert "Private :: Do Not Upload" in pyproject()["project"]["classifiers"]
