"""The line as Dagster assets: the inbox, brons per dataset, dbt's models, the publicatie.

Not here: any work. Each asset calls one verb of ingest or publishing under the `edge`, and reports counts only.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from definitions import DRAIN_ORDER, Dataset, Definities, Omgeving, PoortGesloten

from .checks import rule_codes, rule_results, rule_specs
from .edge import edge
from .verloop import Verloop

INBOX = dg.AssetKey("inbox")
PUBLICATIE = dg.AssetKey("publicatie")
_TEST_STATUSES = frozenset({"pass", "warn", "fail"})
_LAYERS = ("staging", "integratie", "presentatie")


def brons_key(dataset: str) -> dg.AssetKey:
    """`brons/<dataset>`."""
    return dg.AssetKey(["brons", dataset])


def inbox_asset(omgeving: Omgeving, verloop: Verloop) -> dg.AssetsDefinition:
    """Complete drops in the inbox become leveringen in the queue."""

    @dg.asset(
        key=INBOX, group_name="ontvangst", description="Complete leveringen in de inbox, ontvangen in het register."
    )
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
    return str(eigenschappen["fqn"][1])


def attach_tests(manifest: dict[str, Any]) -> dict[str, Any]:
    """Hang every test that looks at several things on one model, the last one made, and describe tests by their `naam`;
    without that dagster-dbt does not know where to show the one and what to say of the other. Changes `manifest`."""
    for naam, knoop in manifest["nodes"].items():
        if not naam.startswith("test."):
            continue
        meta = knoop["config"].setdefault("meta", {})
        if "naam" in meta:
            knoop.setdefault("meta", {})["description"] = meta["naam"]
        bronnen = knoop["depends_on"]["nodes"]
        modellen = [manifest["nodes"][bron] for bron in bronnen if bron.startswith("model.")]
        if not knoop.get("attached_node") and len(bronnen) > 1 and modellen:
            laatste = max(modellen, key=lambda model: (_LAYERS.index(_layer(model)), model["name"]))
            meta["dagster"] = {"ref": {"name": laatste["name"]}}
    return manifest


def dbt_asset(
    omgeving: Omgeving, definities: Definities, verloop: Verloop, manifest: Path
) -> tuple[dg.AssetsDefinition, Sequence[dg.AssetKey]]:
    """All models and tests as one step, and the keys of those nothing else is made of (what a publicatie needs).

    A build is a fresh database, so it always runs whole, also where a part of it was asked for.
    """
    vertaler = Vertaler(definities)
    inhoud = attach_tests(json.loads(manifest.read_text(encoding="utf-8")))

    @dbt_assets(manifest=inhoud, dagster_dbt_translator=vertaler, name="bouw")
    def bouw(context: dg.AssetExecutionContext) -> Iterator[Any]:
        from publishing import Bouw, build, latest_build

        gezakt: PoortGesloten | None = None
        gebouwd: Bouw | None
        with edge("het bouwen"):
            try:
                gebouwd = build(omgeving, voortgang=verloop.voortgang)
            except PoortGesloten as fout:
                gezakt, gebouwd = fout, latest_build(omgeving)
        # Also of a build that was stopped at the gate: the tests that failed are what one wants to see.
        if gebouwd is not None:
            yield from _outcomes(gebouwd.doelmap / "run_results.json", inhoud, vertaler, context)
        if gezakt is not None:
            raise gezakt

    sleutels = {spec.key for spec in bouw.specs}
    gebruikt = {dep.asset_key for spec in bouw.specs for dep in spec.deps}
    return bouw, sorted(sleutels - gebruikt)


def _outcomes(
    pad: Path, manifest: Mapping[str, Any], vertaler: Vertaler, context: dg.AssetExecutionContext
) -> Iterator[dg.Output | dg.AssetCheckResult]:
    """What dbt did, as Dagster knows it: a model that was made, a test that was run. Durations and counts only.

    Of a step of which a part was asked for, only that part is reported.
    """
    for uitkomst in json.loads(pad.read_text(encoding="utf-8"))["results"]:
        knoop, status = uitkomst["unique_id"], uitkomst["status"]
        if knoop.startswith("model.") and status == "success":
            uitvoer = vertaler.get_asset_spec(manifest, knoop, None).key.to_python_identifier()
            if uitvoer in context.selected_output_names:
                yield dg.Output(None, uitvoer, metadata={"seconden": float(uitkomst["execution_time"])})
        elif knoop.startswith("test.") and status in _TEST_STATUSES:
            toets = get_asset_check_key_for_test(manifest, vertaler, knoop, project=None)
            if toets is not None and toets in context.selected_asset_check_keys:
                yield dg.AssetCheckResult(
                    asset_key=toets.asset_key, check_name=toets.name, passed=status == "pass",
                    severity=dg.AssetCheckSeverity.WARN if status == "warn" else dg.AssetCheckSeverity.ERROR,
                    metadata={"aantal": int(uitkomst["failures"] or 0)},
                )  # fmt: skip


def publicatie_asset(omgeving: Omgeving, verloop: Verloop, bronnen: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """The newest build, through the gate, as the current publicatie."""

    @dg.asset(key=PUBLICATIE, group_name="publicatie", deps=list(bronnen), description="De huidige publicatie.")
    def publicatie() -> dg.MaterializeResult:
        from publishing import publish

        with edge("het publiceren"):
            verloop.publicatie = publish(omgeving)
        return dg.MaterializeResult(metadata={"publicatie": verloop.publicatie.id})

    return publicatie
