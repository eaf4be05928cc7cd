"""The words of a call: every command and option there is, all of it in Dutch.

Not here: what a command does with them (test_cli).
"""

from __future__ import annotations

import argparse
import ast
import re
from pathlib import Path

import pytest

from definitions import DRAIN_ORDER, VerkeerdeAanroep
from orchestration.dutch import MESSAGES
from orchestration.parser import COMMANDS, DATASETS, build_parser, overview, parse

ENGLISH = re.compile(
    r"\b(usage|options?|positional|arguments?|optional|required|error|default|show|this|help message|exit|and|the|choose|"
    r"invalid|unrecognized|expected)\b",
    re.IGNORECASE,
)
# Messages only a programmer meets, when a parser is put together wrongly or by means we do not use.
FOR_PROGRAMMERS = re.compile(
    r"__call__|invalid argument for positionals|subparser|subcommands|mode %r|cannot merge|invalid option string|dest= is|"
    r"conflict|mutually exclusive|not callable|cannot have"
)


def _messages_of_argparse() -> set[str]:
    """Every text argparse hands to gettext."""
    boom = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    gevonden = set()
    for knoop in ast.walk(boom):
        if isinstance(knoop, ast.Call) and isinstance(knoop.func, ast.Name) and knoop.func.id in ("_", "ngettext"):
            gevonden |= {a.value for a in knoop.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return gevonden


def test_argparse_says_nothing_we_did_not_translate() -> None:
    over = {m for m in _messages_of_argparse() - MESSAGES.keys() if not FOR_PROGRAMMERS.search(m)}
    assert over == set()


def test_the_commands_are_those_of_the_design() -> None:
    assert {
        "lever", "controleer", "verwerk", "bouw", "publiceer", "draai", "status", "bewijs", "intrekken", "cijfer", "herkomst",
        "terug", "demo", "inzien", "dagster",
    } <= set(COMMANDS)  # fmt: skip


def test_datasets_are_those_of_the_definitions() -> None:
    assert DATASETS == DRAIN_ORDER


@pytest.mark.parametrize("naam", COMMANDS)
def test_help_is_dutch(naam: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as einde:
        parse([naam, "--help"])
    assert einde.value.code == 0
    tekst = capsys.readouterr().out
    assert tekst.startswith(f"Gebruik: daadkracht {naam}")
    assert ENGLISH.findall(tekst) == []


def test_overview_is_dutch_and_names_every_command() -> None:
    tekst = overview()
    assert ENGLISH.findall(tekst) == []
    assert all(re.search(rf"^  {naam} ", tekst, re.MULTILINE) for naam in COMMANDS)
    assert all(f"{code} (" in tekst for code in (0, 2, 10, 11, 12, 13, 14, 1))


@pytest.mark.parametrize("naam", [naam for naam, opdracht in COMMANDS.items() if not opdracht.json])
def test_only_servers_have_no_json(naam: str) -> None:
    assert naam in ("inzien", "aanleveren", "dagster")


def test_filters_take_more_values_and_may_be_repeated() -> None:
    keuze = parse(["cijfer", "UIT-01", "--gebied", "NL01", "PV20", "--periode", "2025", "--gebied", "GM0363"])
    assert keuze.codes == ["UIT-01"]
    assert keuze.gebied == ["NL01", "PV20", "GM0363"]
    assert (keuze.periode, keuze.niveau, keuze.per, keuze.publiek) == (["2025"], [], [], "beheer")


def test_a_second_call_starts_empty() -> None:
    parse(["cijfer", "--gebied", "NL01"])
    assert parse(["cijfer"]).gebied == []


def test_files_may_stand_on_both_sides_of_an_option() -> None:
    assert parse(["lever", "a.csv", "--organisatie", "NL-0800070000", "b.csv"]).bestanden == ["a.csv", "b.csv"]


@pytest.mark.parametrize(
    ("woorden", "zegt"),
    [
        (["lever"], "BESTAND"),
        (["lever", "a.csv", "--dataset", "boeken"], "kies uit"),
        (["bewijs"], "LEVERING"),
        (["herkomst", "UIT-01"], "--gebied"),
        (["intrekken", "L000001"], "--reden"),
        (["cijfer", "--gebied"], "ten minste één waarde"),
        (["cijfer", "--niveau", "wijk"], "kies uit"),
        (["inzien", "--poort", "hoog"], "poortnummer"),
        (["status", "iets"], "niet herkend"),
        (["status", "--jso"], "niet herkend"),
        (["status", "--json=ja"], "geen waarde"),
        (["leveren"], "bestaat niet"),
    ],
)
def test_a_wrong_call_is_one_dutch_sentence(woorden: list[str], zegt: str) -> None:
    with pytest.raises(VerkeerdeAanroep) as fout:
        parse(woorden)
    assert zegt in str(fout.value)
    assert "\n" not in str(fout.value)
    assert ENGLISH.findall(str(fout.value).partition(" Zie ")[0]) == []
    assert fout.value.exit_code == 2


def test_every_command_is_described_as_in_the_overview() -> None:
    for opdracht in COMMANDS.values():
        assert opdracht.kort.lower() in build_parser(opdracht).format_help().lower()
