"""Definition files as data that still knows its lines: YAML and CSV read so that a mistake can be named by file and line.

Not here: what the files mean (`load.py`, `odcs.py`) and how they fit each other (`crosschecks.py`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from .errors import DefinitieFout

M = TypeVar("M", bound=BaseModel)

Pad = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Plaats:
    """Where something stands: file (relative to the definitions folder) and line, from 1."""

    bestand: str
    regel: int


@dataclass
class Fouten:
    """Every mistake found so far. Nothing is raised before all files were looked at."""

    lijst: list[tuple[Plaats, str]] = field(default_factory=list)

    def meld(self, plaats: Plaats, zin: str) -> None:
        if (plaats, zin) not in self.lijst:
            self.lijst.append((plaats, zin))

    def regels(self) -> list[str]:
        """`bestand:regel: zin`, in the order of files and lines."""
        return [f"{p.bestand}:{p.regel}: {zin}" for p, zin in sorted(self.lijst)]

    def raise_if_any(self) -> None:
        if self.lijst:
            raise DefinitieFout("\n".join(self.regels()))


@dataclass(frozen=True)
class Document:
    """A YAML file: its data, and the node tree that knows the lines."""

    bestand: str
    data: Any
    knoop: yaml.Node | None

    def plaats(self, *pad: str | int) -> Plaats:
        """The line of the value at `pad`, or of the deepest part of it that is there."""
        knoop, regel = self.knoop, 1
        if knoop is not None:
            regel = knoop.start_mark.line + 1
        for stap in pad:
            sleutel, kind = _child(knoop, stap)
            if kind is None:
                break
            regel = (sleutel or kind).start_mark.line + 1
            knoop = kind
        return Plaats(self.bestand, regel)

    def diepte(self, *pad: str | int) -> int:
        """How many steps of `pad` are there."""
        knoop = self.knoop
        for diepte, stap in enumerate(pad):
            knoop = _child(knoop, stap)[1]
            if knoop is None:
                return diepte
        return len(pad)


def _child(knoop: yaml.Node | None, stap: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    if isinstance(knoop, yaml.MappingNode):
        for sleutel, waarde in knoop.value:
            if str(sleutel.value) == str(stap):
                return sleutel, waarde
    if isinstance(knoop, yaml.SequenceNode) and isinstance(stap, int) and stap < len(knoop.value):
        return None, knoop.value[stap]
    return None, None


_Lezer: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(folder: Path, bestand: str, fouten: Fouten) -> Document | None:
    """Read one YAML file below `folder`; mistakes (unreadable, a key twice) go to `fouten`, then None comes back."""
    try:
        lezer = _Lezer((folder / bestand).read_text(encoding="utf-8"))
        knoop = lezer.get_single_node()
        data = lezer.construct_document(knoop) if knoop is not None else None
    except yaml.MarkedYAMLError as fout:
        merk = fout.problem_mark or fout.context_mark
        regel = merk.line + 1 if merk else 1
        fouten.meld(Plaats(bestand, regel), "de YAML is niet te lezen; kijk naar inspringing en aanhalingstekens.")
        return None
    except (yaml.YAMLError, ValueError, OSError):
        fouten.meld(Plaats(bestand, 1), "het bestand is niet te lezen als YAML in UTF-8.")
        return None
    dubbel = list(_repeated_keys(knoop))
    for sleutel in dubbel:
        fouten.meld(Plaats(bestand, sleutel.start_mark.line + 1), f"de sleutel {sleutel.value} staat er twee keer.")
    if not isinstance(data, dict):
        fouten.meld(Plaats(bestand, 1), "het bestand hoort een lijst van sleutels met waarden te zijn.")
        return None
    return None if dubbel else Document(bestand, data, knoop)


def _repeated_keys(knoop: yaml.Node | None) -> Iterator[yaml.Node]:
    stapel = [knoop]
    while stapel:
        top = stapel.pop()
        if isinstance(top, yaml.MappingNode):
            gezien: set[str] = set()
            for sleutel, waarde in top.value:
                if sleutel.value in gezien and sleutel.tag != "tag:yaml.org,2002:merge":
                    yield sleutel
                if isinstance(sleutel.value, str):
                    gezien.add(sleutel.value)
                if not isinstance(waarde, yaml.ScalarNode):
                    stapel.append(waarde)
        elif isinstance(top, yaml.SequenceNode):
            stapel.extend(k for k in top.value if not isinstance(k, yaml.ScalarNode))


@dataclass(frozen=True)
class Csvrij:
    """A row of a definition CSV with its place."""

    plaats: Plaats
    waarden: dict[str, str]


def read_csv(
    folder: Path, bestand: str, verplicht: Iterable[str], fouten: Fouten
) -> tuple[tuple[str, ...], list[Csvrij]]:
    """Read a CSV (`;`, UTF-8, everything text): its columns and its rows, those of another width left out."""
    try:
        tekst = (folder / bestand).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        fouten.meld(Plaats(bestand, 1), "het bestand is niet te lezen als CSV in UTF-8.")
        return (), []
    lezer = csv.reader(io.StringIO(tekst), delimiter=";")
    kop = tuple(next(lezer, []))
    for naam in verplicht:
        if naam not in kop:
            fouten.meld(Plaats(bestand, 1), f"de kolom {naam} ontbreekt.")
    rijen = []
    for rij in lezer:
        plaats = Plaats(bestand, lezer.line_num)
        if not rij:
            continue
        if len(rij) != len(kop):
            fouten.meld(plaats, f"deze regel heeft {len(rij)} kolommen, de kop {len(kop)}.")
            continue
        rijen.append(Csvrij(plaats, dict(zip(kop, rij, strict=True))))
    return kop, rijen


_ZINNEN = {
    "missing": "het veld {veld} ontbreekt.",
    "extra_forbidden": "het veld {veld} bestaat niet.",
    "string_type": "het veld {veld} hoort tekst te zijn; zet aanhalingstekens om een getal of datum.",
    "too_short": "het veld {veld} is leeg.",
    "date_type": "het veld {veld} hoort een datum te zijn, zoals 2025-01-31.",
    "date_from_datetime_parsing": "het veld {veld} hoort een datum te zijn, zoals 2025-01-31.",
    "literal_error": "het veld {veld} kan alleen {keuze} zijn.",
    "enum": "het veld {veld} kan alleen {keuze} zijn.",
    "union_tag_invalid": "de soort bestaat niet; kies {keuze}.",
    "union_tag_not_found": "het veld soort ontbreekt.",
    "bool_type": "het veld {veld} hoort true of false te zijn.",
    "bool_parsing": "het veld {veld} hoort true of false te zijn.",
    "int_type": "het veld {veld} hoort een geheel getal te zijn.",
    "int_parsing": "het veld {veld} hoort een geheel getal te zijn.",
    "float_type": "het veld {veld} hoort een getal te zijn.",
    "float_parsing": "het veld {veld} hoort een getal te zijn.",
    "dict_type": "het veld {veld} hoort sleutels met waarden te hebben.",
    "tuple_type": "het veld {veld} hoort een lijst te zijn.",
    "list_type": "het veld {veld} hoort een lijst te zijn.",
}


def dutch(fout: Any, veld: str) -> str:
    """A pydantic error as a Dutch sentence without the value."""
    ctx = fout.get("ctx", {})
    keuze = str(ctx.get("expected", ctx.get("expected_tags", ""))).replace(" or ", " of ").replace("'", "")
    return _ZINNEN.get(fout["type"], "het veld {veld} klopt niet.").format(veld=veld, keuze=keuze)


def build(model: type[M], data: Any, document: Document, fouten: Fouten, pad: Pad = ()) -> M | None:
    """Make a model of `data`, which stands at `pad` in the document; what pydantic finds wrong goes to `fouten`."""
    try:
        return model.model_validate(data)
    except ValidationError as fout:
        for een in fout.errors(include_url=False, include_input=False):
            loc = [stap for stap in een["loc"] if stap != "[key]"]
            veld = next((str(stap) for stap in reversed(loc) if isinstance(stap, str)), "?")
            fouten.meld(document.plaats(*pad, *loc), dutch(een, veld))
        return None
