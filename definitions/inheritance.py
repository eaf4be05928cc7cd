"""Makes each questionnaire whole: a new verslagjaar is a file that says `zoals: <code>` and only what differs.

Not here: the shape of a questionnaire (`reportmodels.py`) and whether what it names exists (`reportchecks.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .loaded import Geladen
from .reportmodels import Vragenlijst
from .yaml_lines import Document, Pad, Plaats, build

FOLDER = "rapporten/vragenlijsten"
_KEYED = ("delen", "vragen", "controles")


@dataclass(frozen=True)
class _Afgeleid(Document):
    """A file on top of another: a place is that of the file that says it."""

    basis: Document

    def plaats(self, *pad: str | int) -> Plaats:
        eigen = super().diepte(*pad) >= self.basis.diepte(*pad)
        return super().plaats(*pad) if eigen else self.basis.plaats(*pad)

    def diepte(self, *pad: str | int) -> int:
        return max(super().diepte(*pad), self.basis.diepte(*pad))


def make_whole(geladen: Geladen, documenten: dict[str, Document]) -> dict[str, Vragenlijst]:
    """The questionnaires by code. `documenten`: the files by name; every mistake goes to `geladen.fouten`."""
    heel: dict[str, Document] = {}
    uit: dict[str, Vragenlijst] = {}
    for naam in documenten:
        document = _resolve(geladen, documenten, heel, naam, ())
        if document is None:
            continue
        geladen.documenten[FOLDER, naam] = document
        lijst = build(Vragenlijst, document.data, document, geladen.fouten)
        if lijst is not None:
            uit[naam] = lijst
    return uit


def _resolve(
    geladen: Geladen, bestanden: dict[str, Document], heel: dict[str, Document], naam: str, weg: tuple[str, ...]
) -> Document | None:
    """The file `naam` with everything it leaves to the one it is like; None where that one cannot be had."""
    if naam in heel:
        return heel[naam]
    eigen = bestanden[naam]
    zoals = eigen.data.get("zoals")
    if zoals is None:
        heel[naam] = Document(eigen.bestand, _with_codes(eigen.data), eigen.knoop)
        return heel[naam]
    if zoals not in geladen.namen[FOLDER] or zoals in (*weg, naam):
        zin = "verwijst in een kring" if zoals in (*weg, naam) else "bestaat niet"
        geladen.fouten.meld(eigen.plaats("zoals"), f"de vragenlijst {zoals} bij zoals {zin}.")
        return None
    basis = _resolve(geladen, bestanden, heel, zoals, (*weg, naam)) if zoals in bestanden else None
    if basis is None:
        return None
    heel[naam] = _Afgeleid(eigen.bestand, _on_top(geladen, basis.data, eigen), eigen.knoop, basis)
    return heel[naam]


def _with_codes(data: dict[str, Any]) -> dict[str, Any]:
    """What stands under a code gets it as a field."""
    uit = dict(data)
    for groep in _KEYED:
        if isinstance(uit.get(groep), dict):
            uit[groep] = {c: {**v, "code": c} if isinstance(v, dict) else v for c, v in uit[groep].items()}
    return uit


def _on_top(geladen: Geladen, basis: dict[str, Any], eigen: Document) -> dict[str, Any]:
    """The base with this file's differences: fields changed (empty: taken away), codes added (`na` says after which) and dropped."""
    verschil = dict(eigen.data)
    vervallen = verschil.pop("vervallen", ())
    uit = {**basis, **{k: v for k, v in verschil.items() if k not in _KEYED}}
    for groep in _KEYED:
        posten = dict(basis.get(groep) or {})
        for code, velden in (verschil.get(groep) or {}).items():
            posten = _with_difference(geladen, posten, str(code), velden, eigen, (groep, code))
        uit[groep] = {c: v for c, v in posten.items() if c not in vervallen}
    for i, code in enumerate(vervallen):
        if not any(code in (basis.get(groep) or {}) for groep in _KEYED):
            geladen.fouten.meld(eigen.plaats("vervallen", i), f"{code} vervalt, maar stond er niet in.")
    return uit


def _with_difference(
    geladen: Geladen, posten: dict[str, Any], code: str, velden: Any, eigen: Document, pad: Pad
) -> dict[str, Any]:
    if not isinstance(velden, dict):
        geladen.fouten.meld(eigen.plaats(*pad), f"{code} hoort sleutels met waarden te hebben.")
        return posten
    nieuw = {**posten.get(code, {}), **velden, "code": code}
    na = nieuw.pop("na", None)
    nieuw = {k: v for k, v in nieuw.items() if v is not None}
    if na is None:
        return {**posten, code: nieuw}
    if na not in posten:
        geladen.fouten.meld(eigen.plaats(*pad, "na"), f"{code} staat na {na}, maar dat is er niet.")
        return {**posten, code: nieuw}
    uit: dict[str, Any] = {}
    for bestaand, waarde in posten.items():
        if bestaand != code:
            uit[bestaand] = waarde
        if bestaand == na:
            uit[code] = nieuw
    return uit
