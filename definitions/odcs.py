"""A data contract in ODCS v3 (Open Data Contract Standard) to our own frozen `Contract`.

Not here: whether the codes, columns and indicators that a contract names exist (`crosschecks.py`). What ODCS has no word for
stands in its `customProperties` (dataset, waarde, codelijst, doel, grondslag, bewaartermijn, gebruik, drempels) and in its
`quality` rules of type `custom`, engine `daadkracht`, whose `name` is the finding they lead to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from open_data_contract_standard.model import (
    CustomProperty,
    DataQuality,
    OpenDataContractStandard,
    SchemaObject,
    SchemaProperty,
)

from .models import Contract, Kolom, Leveringsregel, Regel, Tabel
from .yaml_lines import Document, Fouten, Pad, build

_LEVERING = "levering"
_RULE_ENGINE = "daadkracht"
# What a column takes over from its table where it says nothing itself.
_INHERITED = ("grondslag", "bewaartermijn")
_COLUMN_FACTS = frozenset({"waarde", "codelijst", "nauwkeurigheid", "doel", "gebruik", *_INHERITED})


def read_contract(document: Document, fouten: Fouten) -> Contract | None:
    """Convert one contract; what does not fit ODCS or our own facts goes to `fouten`, then None comes back."""
    odcs = build(OpenDataContractStandard, document.data, document, fouten)
    if odcs is None:
        return None
    aantal = len(fouten.lijst)
    for plek, naam in _unknown(document.data, odcs.model_dump(by_alias=True, exclude_unset=True), ()):
        fouten.meld(document.plaats(*plek, naam), f"ODCS kent de sleutel {naam} hier niet.")
    tabellen = [_table(tabel, document, ("schema", i), fouten) for i, tabel in enumerate(odcs.schema_ or [])]
    levering = next((t for t in tabellen if t is not None and t.naam == _LEVERING), None)
    if levering is None:
        fouten.meld(document.plaats("schema"), "de tabel levering ontbreekt.")
    if len(fouten.lijst) > aantal:
        return None
    feiten = _facts(odcs.customProperties)
    gegevens = {
        "dataset": feiten.pop("dataset", None),
        "soort": feiten.pop("soort", None),
        "drempel_uitval": feiten.pop("drempel_uitval", None),
        "drempel_rijen": feiten.pop("drempel_rijen", None),
        **feiten,
        "versie": odcs.version,
        "naam": odcs.name,
        "omschrijving": odcs.description.purpose if odcs.description else None,
        "eigenaar": getattr(odcs.team, "name", None),
        "bewaartermijn_ruw_dagen": _sla(odcs, "retention", _LEVERING, "d"),
        "bewaartermijn_brons_maanden": _sla(odcs, "retention", "brons", "m"),
        "frequentie_maanden": _months(odcs),
        "levertermijn_dagen": _sla(odcs, "latency", _LEVERING, "d"),
        "levering": levering,
        "brons": tuple(t for t in tabellen if t is not None and t.naam != _LEVERING),
        "leveringsregels": _delivery_rules(odcs.schema_ or [], document, fouten),
    }
    return build(Contract, gegevens, document, fouten)


def _unknown(geschreven: Any, gelezen: Any, pad: Pad) -> Iterator[tuple[Pad, str]]:
    """The keys that were written and not read: ODCS's models pass over a misspelt key in silence."""
    if isinstance(geschreven, dict) and isinstance(gelezen, dict):
        for naam, waarde in geschreven.items():
            if naam not in gelezen:
                yield pad, str(naam)
            else:
                yield from _unknown(waarde, gelezen[naam], (*pad, str(naam)))
    elif isinstance(geschreven, list) and isinstance(gelezen, list):
        for i, (een, ander) in enumerate(zip(geschreven, gelezen, strict=False)):
            yield from _unknown(een, ander, (*pad, i))


def _facts(eigenschappen: Iterable[CustomProperty] | None) -> dict[str, Any]:
    return {str(e.property): e.value for e in eigenschappen or ()}


def _sla(odcs: OpenDataContractStandard, eigenschap: str, element: str, eenheid: str) -> Any:
    return next(
        (
            s.value
            for s in odcs.slaProperties or ()
            if s.property == eigenschap and s.element == element and s.unit == eenheid
        ),
        None,
    )


def _months(odcs: OpenDataContractStandard) -> Any:
    """The frequency of delivery in months: every so many months, or years."""
    maanden, jaren = (_sla(odcs, "frequency", _LEVERING, eenheid) for eenheid in ("m", "y"))
    return maanden if jaren is None else 12 * jaren


def _table(tabel: SchemaObject, document: Document, pad: Pad, fouten: Fouten) -> Tabel | None:
    erfenis = _facts(tabel.customProperties)
    for naam in erfenis.keys() - set(_INHERITED):
        fouten.meld(
            document.plaats(*pad, "customProperties"), f"tabel {tabel.name}: de eigenschap {naam} bestaat niet."
        )
        del erfenis[naam]
    kolommen = [
        _column(kolom, erfenis, document, (*pad, "properties", i), fouten)
        for i, kolom in enumerate(tabel.properties or [])
    ]
    gegevens = {
        "naam": tabel.name,
        "omschrijving": tabel.description,
        "kolommen": tuple(k for k in kolommen if k is not None),
    }
    return build(Tabel, gegevens, document, fouten, pad)


def _column(
    kolom: SchemaProperty, erfenis: dict[str, Any], document: Document, pad: Pad, fouten: Fouten
) -> Kolom | None:
    feiten = _facts(kolom.customProperties)
    for naam in feiten.keys() - _COLUMN_FACTS:
        fouten.meld(
            document.plaats(*pad, "customProperties"), f"kolom {kolom.name}: de eigenschap {naam} bestaat niet."
        )
    grenzen = kolom.logicalTypeOptions or {}
    gegevens = {
        **erfenis,
        **{k: v for k, v in feiten.items() if k in _COLUMN_FACTS},
        "naam": kolom.name,
        "omschrijving": kolom.description,
        "fysiek": kolom.physicalType,
        "verplicht": bool(kolom.required),
        "sleutel": bool(kolom.primaryKey),
        "privacy": kolom.classification,
        "regels": _row_rules(kolom, document, pad, fouten),
        "minimum": grenzen.get("minimum"),
        "maximum": grenzen.get("maximum"),
        "voorbeelden": tuple(str(v) for v in kolom.examples or ()),
    }
    return build(Kolom, gegevens, document, fouten, pad)


def _own(
    kwaliteit: list[DataQuality] | None, document: Document, pad: Pad, fouten: Fouten
) -> Iterable[tuple[Pad, dict]]:
    """The `quality` rules that are ours, as the fields of a rule; another type or engine is a mistake here."""
    for i, regel in enumerate(kwaliteit or ()):
        plek = (*pad, "quality", i)
        if regel.type != "custom" or regel.engine != _RULE_ENGINE or not isinstance(regel.implementation, dict):
            fouten.meld(
                document.plaats(*plek),
                "een regel hoort type custom, engine daadkracht en een implementation te hebben.",
            )
            continue
        yield plek, {**regel.implementation, "code": regel.name}


def _row_rules(kolom: SchemaProperty, document: Document, pad: Pad, fouten: Fouten) -> tuple[Regel, ...]:
    regels = (
        build(Regel, {**gegevens, "kolom": kolom.name}, document, fouten, plek)
        for plek, gegevens in _own(kolom.quality, document, pad, fouten)
    )
    return tuple(r for r in regels if r is not None)


def _delivery_rules(tabellen: list[SchemaObject], document: Document, fouten: Fouten) -> tuple[Leveringsregel, ...]:
    regels = (
        build(Leveringsregel, gegevens, document, fouten, plek)
        for i, tabel in enumerate(tabellen)
        for plek, gegevens in _own(tabel.quality, document, ("schema", i), fouten)
    )
    return tuple(r for r in regels if r is not None)
