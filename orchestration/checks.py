"""Row rules as Dagster asset checks: per rule how many rows it put aside, from the receipts. Counts only, never values.

Not here: the rules themselves (`definitions/contracten`) and dbt's tests, which dagster-dbt makes into checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

import dagster as dg

from definitions import Dataset, Definities

if TYPE_CHECKING:
    from ingest import Ontvangstbewijs

# Leveringen whose rows are in brons; the others have been refused, replaced whole, or are not processed yet.
_COUNTING = frozenset({"verwerkt", "verwerkt_met_uitval"})


def rule_codes(definities: Definities, dataset: Dataset) -> tuple[str, ...]:
    """The findings the rules of a dataset's contract can make, in the contract's order, each once."""
    kolommen = definities.contracten[dataset].levering.kolommen
    return tuple(dict.fromkeys(regel.code for kolom in kolommen for regel in kolom.regels))


def rule_specs(definities: Definities, dataset: Dataset, sleutel: dg.AssetKey) -> list[dg.AssetCheckSpec]:
    """A check per finding of the dataset's rules. None blocks: the contract's thresholds do, when a levering comes in."""
    return [
        dg.AssetCheckSpec(name=code, asset=sleutel, description=definities.bevindingen[code].tekst, blocking=False)
        for code in rule_codes(definities, dataset)
    ]


def rule_results(
    codes: Iterable[str], bewijzen: Iterable[Ontvangstbewijs], dataset: Dataset, sleutel: dg.AssetKey
) -> list[dg.AssetCheckResult]:
    """How often each finding was made in the leveringen of `dataset` that count; a check passes where it never was."""
    tellend = [bewijs for bewijs in bewijzen if bewijs.dataset == dataset and bewijs.status in _COUNTING]
    rijen: Counter[str] = Counter()
    leveringen: Counter[str] = Counter()
    for bewijs in tellend:
        for bevinding in bewijs.bevindingen:
            rijen[bevinding.code] += bevinding.aantal
            leveringen[bevinding.code] += 1
    return [
        dg.AssetCheckResult(
            check_name=code, asset_key=sleutel, passed=rijen[code] == 0, severity=dg.AssetCheckSeverity.WARN,
            metadata={"rijen": rijen[code], "leveringen": leveringen[code], "leveringen_totaal": len(tellend)},
        )
        for code in codes
    ]  # fmt: skip
