"""The pages say what is so: the generated ones are current, and every command a page names exists.

Not here: whether what a page explains is wise.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from definitions import errors, load_definities
from orchestration.parser import COMMANDS
from tests.house.bomen import WORTEL, bestanden
from tools.docs import pages

README = (WORTEL / "README.md").read_text(encoding="utf-8")
PAGINAS = [p for p in bestanden() if p.suffix == ".md" and p.parent.name != "kennis"]


@pytest.mark.parametrize("naam", pages(load_definities()))
def test_generated_pages_are_current(naam: str) -> None:
    gewenst = pages(load_definities())[naam]
    assert (WORTEL / "docs" / naam).read_text(encoding="utf-8") == gewenst, "doe: make docs"


def _doelen() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (WORTEL / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def test_make_targets_that_pages_name_exist() -> None:
    genoemd = {
        (p.name, doel)
        for p in PAGINAS
        for doel in re.findall(r"(?:`|^|\$ )make ([a-z-]+)", p.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {(naam, doel) for naam, doel in genoemd if doel not in _doelen()} == set()
    assert _doelen() >= {"help", "setup", "check", "test", "demo", "bench", "docs", "clean"}


def test_make_help_names_every_target() -> None:
    uit = subprocess.run(["make", "help"], cwd=WORTEL, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^make ([a-z-]+)", uit, re.MULTILINE)) == _doelen()


def test_ci_runs_the_checks_and_then_the_readmes_test_command() -> None:
    opdrachten = [
        regel.removeprefix("exec ")
        for regel in (WORTEL / ".ci/run").read_text(encoding="utf-8").splitlines()
        if "make " in regel and not regel.startswith("#")
    ]
    assert opdrachten == ["make check", "make test"]
    assert re.search(r"^make test\b", README, re.MULTILINE)


def test_the_command_table_is_the_command() -> None:
    tabel = set(re.findall(r"^\| `daadkracht ([a-z]+)", README, re.MULTILINE))
    assert tabel == set(COMMANDS)


def test_commands_that_pages_name_exist() -> None:
    genoemd = {
        (p.name, woord)
        for p in PAGINAS
        for woord in re.findall(
            r"(?:`|^)(?:\.venv/bin/)?daadkracht ([a-z]+)", p.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert {(naam, woord) for naam, woord in genoemd if woord not in COMMANDS} == set()


def test_options_that_the_readme_names_exist() -> None:
    from orchestration.parser import build_parser

    fouten = []
    for woord, rest in re.findall(r"daadkracht ([a-z]+)([^`\n]*)", README):
        if woord in COMMANDS:
            bekend = set(build_parser(COMMANDS[woord])._option_string_actions)
            fouten += [f"{woord} {optie}" for optie in re.findall(r"--[a-z][a-z-]*", rest) if optie not in bekend]
    assert fouten == []


def test_the_exit_codes_are_those_of_the_errors() -> None:
    tabel = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    fouten = {f.exit_code for f in vars(errors).values() if isinstance(f, type) and issubclass(f, Exception)}
    assert tabel == fouten | {0, 11}


@pytest.mark.parametrize("pagina", PAGINAS, ids=lambda p: p.relative_to(WORTEL).as_posix())
def test_links_between_pages_lead_somewhere(pagina: Path) -> None:
    doelen = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", pagina.read_text(encoding="utf-8"))
    assert [doel for doel in doelen if not (pagina.parent / doel).exists()] == []
    # Files of this repository that a page names in code quotes, such as `definitions/bevindingen.yaml`.
    genoemd = re.findall(r"`((?:definitions|ingest|publishing|dashboards|orchestration|dbt_project|tests|tools|docs)/[\w./-]+)`",
                         pagina.read_text(encoding="utf-8"))  # fmt: skip
    assert [pad for pad in genoemd if not (WORTEL / pad).exists()] == []
