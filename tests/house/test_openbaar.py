"""What this repository says to the outside: nothing of a machine, nothing to a vendor, and what it is.

Not here: what the program writes or sends while it runs; the privacy tests and the browser tests look at that.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

from tests.house.bomen import WORTEL, bestanden, pyproject

TEKST = {
    ".py", ".md", ".toml", ".yml", ".yaml", ".sql", ".csv", ".json", ".txt", ".sh", ".lock", ".cfg", ".css", ".js", ".html",
    "",
}  # fmt: skip


def _teksten() -> list[tuple[str, str]]:
    return [
        (pad.relative_to(WORTEL).as_posix(), pad.read_text(encoding="utf-8", errors="replace"))
        for pad in bestanden()
        if pad.suffix in TEKST
    ]


def test_no_place_on_this_machine_is_named() -> None:
    """Neither where this checkout stands, nor the home of whoever runs the tests."""
    plekken = {f"{WORTEL}/", f"{WORTEL.parent}/", f"{Path.home()}/"} - {"//"}
    assert [(naam, plek) for naam, tekst in _teksten() for plek in plekken if plek in tekst] == []


def test_no_package_index_is_named() -> None:
    """Where packages come from is the business of who installs; an option that names an index would stand here."""
    optie = re.compile(r"--(?:extra-)?index-url[ =]\S|--find-links[ =]\S|--registry[ =]\S")
    assert [naam for naam, tekst in _teksten() if optie.search(tekst)] == []


def test_no_file_is_larger_than_a_megabyte() -> None:
    assert [p.relative_to(WORTEL).as_posix() for p in bestanden() if p.stat().st_size > 1_000_000] == []


def test_the_lock_pins_every_package_with_hashes_and_no_address() -> None:
    tekst = (WORTEL / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--(index|extra|find|trusted)", tekst)
    blokken = re.split(r"\n(?=\S)", tekst.strip())
    assert len(blokken) > 50
    assert [blok for blok in blokken if not re.match(r"[a-z0-9.-]+==\S+", blok) or "--hash=sha256:" not in blok] == []


def test_the_lock_holds_every_dependency() -> None:
    vast = set(
        re.findall(r"^([a-z0-9.-]+)==", (WORTEL / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    )
    eisen = [*pyproject()["project"]["dependencies"], *pyproject()["dependency-groups"]["dev"]]
    namen = {re.split(r"[\[<>=]", eis)[0].lower() for eis in eisen}
    assert namen - vast == set()


def test_every_dependency_has_its_reason() -> None:
    tekst = (WORTEL / "docs/besluiten/0001-afhankelijkheden.md").read_text(encoding="utf-8")
    beschreven = {rij[0]: rij[1] for rij in re.findall(r"^\| `([a-z0-9-]+)` \| (.{20,}) \|$", tekst, re.MULTILINE)}
    eisen = [*pyproject()["project"]["dependencies"], *pyproject()["dependency-groups"]["dev"]]
    assert sorted(beschreven) == sorted({re.split(r"[\[<>=]", eis)[0].lower() for eis in eisen})


def test_dagster_reports_nothing() -> None:
    instellingen = [yaml.safe_load(p.read_text(encoding="utf-8")) for p in bestanden() if p.name == "dagster.yaml"]
    assert instellingen
    assert all(i["telemetry"]["enabled"] is False for i in instellingen)


def test_dbt_reports_nothing() -> None:
    project = yaml.safe_load((WORTEL / "dbt_project/dbt_project.yml").read_text(encoding="utf-8"))
    assert project["flags"]["send_anonymous_usage_stats"] is False
    assert not (WORTEL / "dbt_project/packages.yml").exists()


def test_streamlit_reports_nothing() -> None:
    bladen = [p for p in bestanden() if p.name == "config.toml" and p.parent.name == ".streamlit"]
    assert bladen
    for blad in bladen:
        assert tomllib.loads(blad.read_text(encoding="utf-8"))["browser"]["gatherUsageStats"] is False


def test_publiccode_follows_the_standard() -> None:
    """The mandatory keys of the standard, version 0, and its limits on length."""
    kaart = yaml.safe_load((WORTEL / "publiccode.yml").read_text(encoding="utf-8"))
    assert kaart.keys() >= {
        "publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus", "softwareType",
        "description", "legal", "maintenance", "localisation",
    }  # fmt: skip
    assert kaart["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert kaart["maintenance"]["type"] in {"internal", "contract", "community", "none"}
    assert kaart["legal"]["license"] == pyproject()["project"]["license"] == "EUPL-1.2"
    assert kaart["softwareVersion"] == pyproject()["project"]["version"]
    assert kaart["description"].keys() == {"nl", "en"}
    for taal in kaart["description"].values():
        assert len(taal["shortDescription"].strip()) <= 150
        assert 150 <= len(taal["longDescription"]) <= 10_000
        assert taal["features"]
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in (WORTEL / "LICENSE").read_text(encoding="utf-8")


def test_the_changelog_knows_this_version() -> None:
    assert f"## {pyproject()['project']['version']}" in (WORTEL / "CHANGELOG.md").read_text(encoding="utf-8")
