"""Reads the definition files into frozen models and reports every mistake at once, with file and line.

Not here: the shapes (`models.py`), what the files must have in common (`crosschecks.py`), and SQL (`sqlchecks.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from .loaded import Geladen
from .models import (
    Aliassen,
    Begrip,
    Bevinding,
    Cataloguspost,
    Codelijst,
    Definities,
    Feit,
    Indicator,
)
from .reportmodels import Leenrecht, Rapport, Uittabel, Vragenlijst
from .setmodels import Beheer, Inwonertabel, Telregel
from .sourcemodels import Bronsysteem
from .yaml_lines import Csvrij, Document, build, read_csv, read_yaml

DEFINITIES_MAP = Path(__file__).parent
_CODE_COLUMNS = ("code", "naam", "geldig_van", "geldig_tot")


@cache
def _load_default() -> Definities:
    return _load(DEFINITIES_MAP)


def load_definities(folder: Path | None = None) -> Definities:
    """Load all definitions of `folder` (default: this package's own folder, once per process).

    Raises `DefinitieFout` that lists every mistake as `bestand:regel: zin`. SQL is not looked at: that is `check_definities`.
    """
    return _load_default() if folder is None else _load(folder)


def _load(folder: Path) -> Definities:
    geladen = read_all(folder)
    geladen.fouten.raise_if_any()
    assert geladen.definities is not None
    return geladen.definities


def check_definities(folder: Path | None = None) -> list[str]:
    """Everything that is wrong with the definitions of `folder`, as `bestand:regel: zin`; also SQL."""
    from .sqlchecks import check_sql

    geladen = read_all(folder or DEFINITIES_MAP)
    if geladen.definities is not None:
        check_sql(geladen)
    return geladen.fouten.regels()


def read_all(folder: Path) -> Geladen:
    """Read every file and hold them against each other. Never raises for a mistake in a definition."""
    from .crosschecks import check_references
    from .odcs import read_contract

    geladen = Geladen(folder)
    delen: dict[str, Any] = {
        "beheer": _single_file(geladen, "beheer", Beheer),
        "inwonertabel": _single_file(geladen, "inwonertabel", Inwonertabel),
        "codelijsten": dict(_code_lists(geladen)),
        "catalogus": _catalogue(geladen),
        "bevindingen": _keyed_file(geladen, "bevindingen", Bevinding, met_code=True),
        "feiten": _keyed_file(geladen, "feiten", Feit, met_code=False),
        "telregels": _keyed_file(geladen, "telregels", Telregel, met_code=True),
        "begrippen": _folder(geladen, "begrippen", lambda d: build(Begrip, d.data, d, geladen.fouten), "code"),
        "contracten": _folder(geladen, "contracten", lambda d: read_contract(d, geladen.fouten), "dataset"),
        "bronsystemen": _folder(geladen, "bronsystemen", lambda d: build(Bronsysteem, d.data, d, geladen.fouten), "id"),
        "indicatoren": _folder(geladen, "indicatoren", lambda d: build(Indicator, d.data, d, geladen.fouten), "code"),
        "rapporten": _folder(geladen, "rapporten", lambda d: build(Rapport, d.data, d, geladen.fouten), "code"),
        "vragenlijsten": _questionnaires(geladen),
        "uittabellen": _folder(
            geladen, "rapporten/tabellen", lambda d: build(Uittabel, d.data, d, geladen.fouten), "code"
        ),
        "leenrecht": _single_file(geladen, "leenrecht", Leenrecht),
        "aliassen": _aliases(geladen),
    }
    geladen.definities = Definities.model_construct(**delen, versie=_version(folder))
    check_references(geladen)
    return geladen


def _version(folder: Path) -> str:
    """The first 12 hex digits of SHA-256 over the paths and bytes of all definition files."""
    som = hashlib.sha256()
    for pad in sorted(p for p in folder.rglob("*") if p.suffix in (".yaml", ".csv") and p.is_file()):
        som.update(str(pad.relative_to(folder)).encode() + b"\0" + pad.read_bytes() + b"\0")
    return som.hexdigest()[:12]


def _files(geladen: Geladen, onderdeel: str, achtervoegsel: str) -> list[str]:
    namen = sorted(p.stem for p in (geladen.folder / onderdeel).glob(f"*{achtervoegsel}"))
    geladen.namen[onderdeel] = set(namen)
    return namen


def _folder(
    geladen: Geladen, onderdeel: str, lees: Callable[[Document], BaseModel | None], sleutel: str
) -> dict[str, Any]:
    """The models of a folder of YAML files by name; the file's name must be what it defines."""
    uit: dict[str, Any] = {}
    for naam in _files(geladen, onderdeel, ".yaml"):
        document = read_yaml(geladen.folder, f"{onderdeel}/{naam}.yaml", geladen.fouten)
        if document is None:
            continue
        geladen.documenten[onderdeel, naam] = document
        model = lees(document)
        if model is None:
            continue
        if getattr(model, sleutel) != naam:
            geladen.fouten.meld(document.plaats(sleutel), f"{sleutel} en de naam van het bestand ({naam}) verschillen.")
        uit[naam] = model
    return uit


def _single_file(geladen: Geladen, naam: str, model: type[BaseModel]) -> BaseModel | None:
    """One YAML file that is one thing."""
    document = read_yaml(geladen.folder, f"{naam}.yaml", geladen.fouten)
    if document is None:
        return None
    geladen.documenten[naam, naam] = document
    return build(model, document.data, document, geladen.fouten)


def _questionnaires(geladen: Geladen) -> dict[str, Vragenlijst]:
    """Every questionnaire whole, also where its file only says what differs from an earlier one."""
    from .inheritance import FOLDER, make_whole

    documenten = {}
    for naam in _files(geladen, FOLDER, ".yaml"):
        document = read_yaml(geladen.folder, f"{FOLDER}/{naam}.yaml", geladen.fouten)
        if document is None:
            continue
        documenten[naam] = document
        if document.data.get("code") != naam:
            geladen.fouten.meld(document.plaats("code"), f"code en de naam van het bestand ({naam}) verschillen.")
    return make_whole(geladen, documenten)


def _keyed_file(geladen: Geladen, naam: str, model: type[BaseModel], *, met_code: bool) -> dict[str, Any]:
    """One YAML file of many things: each key is a name."""
    document = read_yaml(geladen.folder, f"{naam}.yaml", geladen.fouten)
    if document is None:
        geladen.namen[naam] = set()
        return {}
    geladen.documenten[naam, naam] = document
    geladen.namen[naam] = {str(k) for k in document.data}
    uit: dict[str, Any] = {}
    for code, gegevens in document.data.items():
        if not isinstance(gegevens, dict):
            geladen.fouten.meld(document.plaats(code), f"{code} hoort sleutels met waarden te hebben.")
            continue
        gemaakt = build(model, {**gegevens, "code": code} if met_code else gegevens, document, geladen.fouten, (code,))
        if gemaakt is not None:
            uit[str(code)] = gemaakt
    return uit


def _aliases(geladen: Geladen) -> Aliassen:
    document = read_yaml(geladen.folder, "aliassen.yaml", geladen.fouten)
    if document is None:
        return Aliassen()
    geladen.documenten["aliassen", "aliassen"] = document
    return build(Aliassen, document.data, document, geladen.fouten) or Aliassen()


def _code_lists(geladen: Geladen) -> Iterator[tuple[str, Codelijst]]:
    for naam in _files(geladen, "codelijsten", ".csv"):
        kop, rijen = read_csv(geladen.folder, f"codelijsten/{naam}.csv", _CODE_COLUMNS, geladen.fouten)
        if not set(_CODE_COLUMNS) <= set(kop):
            continue
        codes: dict[str, dict[str, str]] = {}
        for rij in rijen:
            code = rij.waarden["code"]
            _check_code_row(geladen, naam, code, rij, codes)
            codes[code] = {k: v for k, v in rij.waarden.items() if k != "code"}
            geladen.rijen[naam, code] = rij.plaats
        yield naam, Codelijst(naam=naam, kolommen=kop, codes=codes)


def _check_code_row(geladen: Geladen, lijst: str, code: str, rij: Csvrij, codes: dict[str, dict[str, str]]) -> None:
    if not code or code != code.strip():
        geladen.fouten.meld(rij.plaats, f"codelijst {lijst}: de code is leeg of heeft spaties eromheen.")
    if code in codes:
        geladen.fouten.meld(rij.plaats, f"codelijst {lijst}: de code {code} staat er twee keer.")
    for kolom in ("geldig_van", "geldig_tot"):
        if rij.waarden[kolom] and not _is_date(rij.waarden[kolom]):
            geladen.fouten.meld(rij.plaats, f"codelijst {lijst}: {kolom} is geen datum zoals 2025-01-31.")


def _is_date(tekst: str) -> bool:
    try:
        date.fromisoformat(tekst)
    except ValueError:
        return False
    return True


def _catalogue(geladen: Geladen) -> dict[str, Cataloguspost]:
    _, rijen = read_csv(geladen.folder, "indicatoren/catalogus.csv", ("code", "naam", "controletotaal"), geladen.fouten)
    uit: dict[str, Cataloguspost] = {}
    for rij in rijen:
        code, naam = rij.waarden.get("code", ""), rij.waarden.get("naam", "")
        if code in uit:
            geladen.fouten.meld(rij.plaats, f"catalogus: de code {code} staat er twee keer.")
        uit[code] = Cataloguspost(code=code, naam=naam, controletotaal=rij.waarden.get("controletotaal") == "J")
    geladen.namen["catalogus"] = set(uit)
    return uit
