"""The line as Dagster assets: the inbox, brons per dataset, dbt's models, the publicatie.

Not here: any work. Each asset calls one verb of ingest or publishing under the `edge`, and reports counts only.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage

from definitions import DRAIN_ORDER, Dataset, Definities, GebruikersFout, InterneFout, Omgeving

from .checks import rule_codes, rule_results, rule_specs
from .edge import edge
from .verloop import Verloop

INBOX = dg.AssetKey("inbox")
PUBLICATIE = dg.AssetKey("publicatie")
_LAYERS = ("staging", "integratie", "presentatie")


def brons_key(dataset: str) -> dg.AssetKey:
    return dg.AssetKey(["brons", dataset])


def inbox_asset(omgeving: Omgeving, verloop: Verloop) -> dg.AssetsDefinition:
    """Complete drops in the inbox become leveringen in the queue."""

    @dg.asset(key=INBOX, group_name="ontvangst", description="Complete leveringen in de inbox, ontvangen in het register.")
    def inbox() -> dg.MaterializeResult:
        from ingest import collect_inbox

        with edge("de inbox"):
            bewijzen = collect_inbox(omgeving) if omgeving.inbox.is_dir() else []
        # What was received comes back as processed; what was refused here will not.
        verloop.bewijzen += [bewijs for bewijs in bewijzen if bewijs.status == "geweigerd"]
        return dg.MaterializeResult(metadata={"leveringen": len(bewijzen)})

    return inbox


def brons_assets(omgeving: Omgeving, definities: Definities, verloop: Verloop) -> list[dg.AssetsDefinition]:
    """One asset per dataset, chained in the order in which datasets need each other."""
    vorige = INBOX
    uit = []
    for dataset in DRAIN_ORDER:
        uit.append(_brons_asset(omgeving, definities, verloop, dataset, vorige))
        vorige = brons_key(dataset)
    return uit


def _brons_asset(
    omgeving: Omgeving, definities: Definities, verloop: Verloop, dataset: Dataset, vorige: dg.AssetKey
) -> dg.AssetsDefinition:
    sleutel = brons_key(dataset)
    codes = rule_codes(definities, dataset)

    @dg.asset(
        key=sleutel, group_name="brons", deps=[vorige], kinds={"parquet"},
        description=definities.contracten[dataset].omschrijving,
        check_specs=rule_specs(definities, dataset, sleutel),
    )  # fmt: skip
    def brons() -> dg.MaterializeResult:
        from ingest import process, receipts

        with edge(f"het verwerken van {dataset}"):
            bewijzen = process(omgeving, datasets=[dataset], voortgang=verloop.voortgang)
            alle = receipts(omgeving)
        verloop.bewijzen += bewijzen
        rijen = [bewijs.rijen for bewijs in bewijzen if bewijs.rijen is not None]
        return dg.MaterializeResult(
            metadata={
                "leveringen": len(bewijzen), "geaccepteerd": sum(r.geaccepteerd for r in rijen),
                "uitval": sum(r.uitval for r in rijen),
            },
            check_results=rule_results(codes, alle, dataset, sleutel),
        )  # fmt: skip

    return brons


class Vertaler(DagsterDbtTranslator):
    """dbt's models as assets `<layer>/<model>` in a group per layer; brons sources as the brons asset of their dataset."""

    def __init__(self, definities: Definities) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))
        self._dataset = {
            tabel.naam: contract.dataset for contract in definities.contracten.values() for tabel in contract.brons
        }

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] != "source":
            return dg.AssetKey([_layer(dbt_resource_props), dbt_resource_props["name"]])
        if dbt_resource_props["source_name"] == "brons":
            return brons_key(self._dataset[dbt_resource_props["name"]])
        return dg.AssetKey(dbt_resource_props["source_name"])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        return None if dbt_resource_props["resource_type"] == "source" else _layer(dbt_resource_props)

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        return str(dbt_resource_props.get("description") or "")


def _layer(eigenschappen: Mapping[str, Any]) -> str:
    laag = eigenschappen["fqn"][1]
    return laag if laag in _LAYERS else "dbt"


def dbt_asset(
    omgeving: Omgeving, definities: Definities, verloop: Verloop, manifest: Path
) -> tuple[dg.AssetsDefinition, Sequence[dg.AssetKey]]:
    """All models and tests as one step, and the keys of those nothing else is made of (what a publicatie needs).

    A build is a fresh database, so it always runs whole, also where a part of it was asked for.
    """
    vertaler = Vertaler(definities)
    inhoud = json.loads(manifest.read_text(encoding="utf-8"))

    @dbt_assets(manifest=inhoud, dagster_dbt_translator=vertaler, name="bouw")
    def bouw(context: dg.AssetExecutionContext) -> Iterator[Any]:
        from publishing import build

        gebeurtenissen: list[dict[str, Any]] = []
        fout: Exception | None = None
        try:
            with edge("het bouwen"):
                build(omgeving, voortgang=verloop.voortgang, gebeurtenis=gebeurtenissen.append)
        except (GebruikersFout, InterneFout) as gevangen:
            fout = gevangen
        # Also of a build that failed: the tests that failed are what one wants to see.
        for gebeurtenis in gebeurtenissen:
            yield from _to_dagster(gebeurtenis, inhoud, vertaler, context)
        if fout is not None:
            raise fout

    sleutels = {spec.key for spec in bouw.specs}
    gebruikt = {dep.asset_key for spec in bouw.specs for dep in spec.deps}
    return bouw, sorted(sleutels - gebruikt)


def _to_dagster(
    gebeurtenis: dict[str, Any], manifest: Mapping[str, Any], vertaler: Vertaler, context: dg.AssetExecutionContext
) -> Iterator[Any]:
    """dagster-dbt's reading of an event of dbt; only of what was asked for."""
    bericht = DbtCoreCliEventMessage(raw_event=gebeurtenis, event_history_metadata={})
    for uit in bericht.to_default_asset_events(manifest, vertaler, context):
        if not isinstance(uit, dg.Output) or uit.output_name in context.selected_output_names:
            yield uit


def publicatie_asset(omgeving: Omgeving, verloop: Verloop, bronnen: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """The newest build, through the gate, as the current publicatie."""

    @dg.asset(key=PUBLICATIE, group_name="publicatie", deps=list(bronnen), description="De huidige publicatie.")
    def publicatie() -> dg.MaterializeResult:
        from publishing import publish

        with edge("het publiceren"):
            verloop.publicatie = publish(omgeving)
        return dg.MaterializeResult(metadata={"publicatie": verloop.publicatie.id})

    return publicatie
