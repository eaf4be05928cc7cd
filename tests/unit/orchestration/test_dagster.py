"""What Dagster shows: the assets, their checks, the job, the sensor and the schedule, evaluated in this process.

Not here: a run of them (test_draai).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import pytest

from definitions import DRAIN_ORDER, Omgeving, load_definities
from orchestration import automation
from orchestration.assets import attach_tests
from orchestration.checks import rule_codes, rule_results
from orchestration.code_location import build_defs
from orchestration.instance import IN_PROCESS, close_broken_runs, open_instance, prune_runs
from orchestration.lock import run_lock
from orchestration.manifest import ensure_manifest, project_hash


@pytest.fixture(scope="module")
def omgeving(maak_omgeving: Callable[..., Omgeving]) -> Omgeving:
    return maak_omgeving("dagster")


@pytest.fixture(scope="module")
def defs(omgeving: Omgeving) -> dg.Definitions:
    return build_defs(omgeving)


@pytest.fixture
def instantie(omgeving: Omgeving) -> Iterator[dg.DagsterInstance]:
    with open_instance(omgeving) as instantie:
        yield instantie


def test_every_dataset_and_every_model_is_an_asset(defs: dg.Definitions, wortel: Path) -> None:
    modellen = {f"{pad.parent.name}/{pad.stem}" for pad in (wortel / "dbt_project" / "models").rglob("*.sql")}
    sleutels = {sleutel.to_user_string() for sleutel in defs.resolve_asset_graph().get_all_asset_keys()}
    assert sleutels == modellen | {f"brons/{dataset}" for dataset in DRAIN_ORDER} | {
        "inbox", "publicatie", "definities", "stand", "archief",
    }  # fmt: skip


def test_assets_are_grouped_by_layer(defs: dg.Definitions) -> None:
    grafiek = defs.resolve_asset_graph()
    groepen = {grafiek.get(sleutel).group_name for sleutel in grafiek.get_all_asset_keys()}
    assert groepen == {"ontvangst", "brons", "grondslag", "staging", "integratie", "presentatie", "publicatie"}
    assert grafiek.get(dg.AssetKey(["presentatie", "indicatorwaarde"])).group_name == "presentatie"


def test_datasets_are_drained_one_after_the_other(defs: dg.Definitions) -> None:
    grafiek = defs.resolve_asset_graph()
    vorige = dg.AssetKey("inbox")
    for dataset in DRAIN_ORDER:
        sleutel = dg.AssetKey(["brons", dataset])
        assert grafiek.get(sleutel).parent_keys == {vorige}
        vorige = sleutel


def test_the_publicatie_comes_after_everything(defs: dg.Definitions) -> None:
    grafiek = defs.resolve_asset_graph()
    voor, open_ = set(), [dg.AssetKey("publicatie")]
    while open_:
        ouders = grafiek.get(open_.pop()).parent_keys - voor
        voor |= ouders
        open_ += ouders
    assert voor == grafiek.get_all_asset_keys() - {dg.AssetKey("publicatie")}


def test_every_row_rule_is_a_check(defs: dg.Definitions) -> None:
    toetsen = {(s.asset_key.to_user_string(), s.name) for s in defs.resolve_asset_graph().asset_check_keys}
    definities = load_definities()
    for dataset in DRAIN_ORDER:
        assert rule_codes(definities, dataset)
        assert {(f"brons/{dataset}", code) for code in rule_codes(definities, dataset)} <= toetsen


def test_every_dbt_test_is_a_check(defs: dg.Definitions, wortel: Path) -> None:
    namen = {s.name for s in defs.resolve_asset_graph().asset_check_keys}
    eigen = {pad.stem for pad in (wortel / "dbt_project" / "tests").rglob("*.sql")}
    assert eigen
    assert eigen - namen == set()


def test_a_test_of_several_models_hangs_on_the_last() -> None:
    def model(laag: str, naam: str) -> dict[str, object]:
        return {"fqn": ["daadkracht", laag, naam], "name": naam}

    def test(*bronnen: str, vast: str | None = None, **meta: str) -> dict[str, object]:
        return {"depends_on": {"nodes": list(bronnen)}, "config": {"meta": meta}, "attached_node": vast}

    manifest = {
        "nodes": {
            "model.a": model("presentatie", "a"), "model.b": model("integratie", "b"), "model.c": model("presentatie", "c"),
            "test.los": test("model.a", "model.c", "model.b", naam="het klopt"), "test.bron": test("source.x", "model.b"),
            "test.vast": test("model.a", "model.b", vast="model.a"), "test.een": test("model.a"),
        }
    }  # fmt: skip
    knopen = attach_tests(manifest)["nodes"]
    hangt_aan = {
        naam: knopen[f"test.{naam}"]["config"]["meta"].get("dagster") for naam in ("los", "bron", "vast", "een")
    }
    assert hangt_aan == {"los": {"ref": {"name": "c"}}, "bron": {"ref": {"name": "b"}}, "vast": None, "een": None}
    assert knopen["test.los"]["meta"]["description"] == "het klopt"


def test_a_rule_counts_in_leveringen_that_count() -> None:
    class Bewijs:
        def __init__(self, dataset: str, status: str, aantal: int) -> None:
            self.dataset, self.status = dataset, status
            self.bevindingen = [type("Melding", (), {"code": "foute_datum", "aantal": aantal})]

    bewijzen = [
        Bewijs("leden", "verwerkt_met_uitval", 3), Bewijs("leden", "verwerkt", 4), Bewijs("leden", "geweigerd", 50),
        Bewijs("collectie", "verwerkt", 7),
    ]  # fmt: skip
    fout, goed = rule_results(["foute_datum", "postcode_ongeldig"], bewijzen, "leden", dg.AssetKey("x"))  # type: ignore[arg-type]
    assert (fout.passed, goed.passed) == (False, True)
    assert {naam: waarde.value for naam, waarde in fout.metadata.items()} == {
        "rijen": 7, "leveringen": 2, "leveringen_totaal": 2,
    }  # fmt: skip


def test_the_job_runs_everything_in_one_process(defs: dg.Definitions) -> None:
    taak = defs.resolve_job_def("draai")
    assert taak.executor_def is dg.in_process_executor
    grondslag = {dg.AssetKey(naam) for naam in ("definities", "stand", "archief")}
    assert taak.asset_layer.executable_asset_keys == defs.resolve_asset_graph().get_all_asset_keys() - grondslag


def test_telemetry_is_off_and_nothing_of_a_run_is_captured(instantie: dg.DagsterInstance) -> None:
    assert instantie.telemetry_enabled is False
    assert instantie.nux_enabled is False
    assert type(instantie.compute_log_manager).__name__ == "NoOpComputeLogManager"
    assert instantie.get_concurrency_config().run_queue_config.max_concurrent_runs == 1


# -- when it runs by itself ------------------------------------------------------------------------------------------------


def _tick(defs: dg.Definitions, instantie: dg.DagsterInstance, naam: str) -> dg.RunRequest | dg.SkipReason:
    repository = defs.get_repository_def()
    if naam == "inbox_sensor":
        sensor = repository.get_sensor_def(naam)
        with dg.build_sensor_context(instance=instantie, repository_def=repository) as omstandigheden:
            uitkomst = sensor.evaluate_tick(omstandigheden)
    else:
        with dg.build_schedule_context(instance=instantie) as omstandigheden:
            uitkomst = repository.get_schedule_def(naam).evaluate_tick(omstandigheden)
    return uitkomst.run_requests[0] if uitkomst.run_requests else dg.SkipReason(uitkomst.skip_message)


def test_the_schedule_is_every_night_in_our_own_time(defs: dg.Definitions) -> None:
    rooster = defs.get_repository_def().get_schedule_def("elke_nacht")
    assert (rooster.cron_schedule, rooster.execution_timezone) == ("0 2 * * *", "Europe/Amsterdam")
    assert rooster.default_status == dg.DefaultScheduleStatus.RUNNING


def test_an_empty_inbox_starts_nothing(defs: dg.Definitions, instantie: dg.DagsterInstance) -> None:
    uitkomst = _tick(defs, instantie, "inbox_sensor")
    assert isinstance(uitkomst, dg.SkipReason)
    assert uitkomst.skip_message == "De inbox en de wachtrij zijn leeg."


def test_a_drop_starts_a_run_again_and_again(
    defs: dg.Definitions, instantie: dg.DagsterInstance, omgeving: Omgeving
) -> None:
    drop = omgeving.inbox / "NL-0899990000" / "maart"
    drop.mkdir(parents=True)
    (drop / "log.csv").write_text("x")
    assert isinstance(_tick(defs, instantie, "inbox_sensor"), dg.SkipReason)
    (drop / "_KLAAR").touch()
    for _ in range(2):
        uitkomst = _tick(defs, instantie, "inbox_sensor")
        assert isinstance(uitkomst, dg.RunRequest)
        assert uitkomst.run_key is None
    assert isinstance(_tick(defs, instantie, "elke_nacht"), dg.RunRequest)


@pytest.mark.parametrize(("nieuw", "soort"), [(True, dg.RunRequest), (False, dg.SkipReason)])
def test_the_night_does_only_what_is_new(
    defs: dg.Definitions, instantie: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch, nieuw: bool, soort: type
) -> None:
    monkeypatch.setattr(automation, "has_work", lambda _: nieuw)
    assert isinstance(_tick(defs, instantie, "elke_nacht"), soort)


@pytest.mark.parametrize("naam", ["inbox_sensor", "elke_nacht"])
def test_nothing_starts_while_something_runs(
    defs: dg.Definitions, instantie: dg.DagsterInstance, omgeving: Omgeving, monkeypatch: pytest.MonkeyPatch, naam: str
) -> None:
    monkeypatch.setattr(automation, "has_work", lambda _: True)
    with run_lock(omgeving):
        uitkomst = _tick(defs, instantie, naam)
    assert isinstance(uitkomst, dg.SkipReason)
    run = instantie.create_run_for_job(defs.resolve_job_def("draai"), status=dg.DagsterRunStatus.STARTED)
    uitkomst = _tick(defs, instantie, naam)
    instantie.delete_run(run.run_id)
    assert isinstance(uitkomst, dg.SkipReason)
    assert uitkomst.skip_message == "Er loopt of wacht al een run."


def test_a_run_that_was_killed_does_not_stay_busy(
    defs: dg.Definitions, instantie: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(automation, "has_work", lambda _: True)
    run = instantie.create_run_for_job(
        defs.resolve_job_def("draai"), status=dg.DagsterRunStatus.STARTED, tags={IN_PROCESS: "ja"}
    )
    assert isinstance(_tick(defs, instantie, "elke_nacht"), dg.RunRequest)
    assert instantie.get_run_by_id(run.run_id).status == dg.DagsterRunStatus.FAILURE  # type: ignore[union-attr]
    assert close_broken_runs(instantie) == 0
    van_dagster = instantie.create_run_for_job(defs.resolve_job_def("draai"), status=dg.DagsterRunStatus.STARTED)
    assert close_broken_runs(instantie) == 0
    assert close_broken_runs(instantie, ook_van_dagster=True) == 1
    assert instantie.get_run_by_id(van_dagster.run_id).status == dg.DagsterRunStatus.FAILURE  # type: ignore[union-attr]


def test_old_runs_are_forgotten(defs: dg.Definitions, instantie: dg.DagsterInstance) -> None:
    runs = [
        instantie.create_run_for_job(defs.resolve_job_def("draai"), status=dg.DagsterRunStatus.SUCCESS)
        for _ in range(2)
    ]
    prune_runs(instantie, houd=1)
    over = {run.run_id for run in instantie.get_runs()}
    assert over == {run.run_id for run in runs[1:]}


# -- dbt's manifest --------------------------------------------------------------------------------------------------------


def test_the_manifest_is_made_once_per_version_of_the_project(
    omgeving: Omgeving, wortel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    eerste = ensure_manifest(omgeving)
    monkeypatch.setattr("orchestration.manifest._parse", lambda *_: pytest.fail("opnieuw gelezen"))
    assert ensure_manifest(omgeving) == eerste
    assert eerste.parent.name == project_hash(wortel / "dbt_project")
    assert [pad.name for pad in eerste.parent.parent.iterdir()] == [eerste.parent.name]


def test_a_changed_project_has_another_hash(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "a.sql").write_text("select 1")
    eerste = project_hash(tmp_path)
    (tmp_path / "target").mkdir()
    (tmp_path / "target" / "b.sql").write_text("select 2")
    assert project_hash(tmp_path) == eerste
    (tmp_path / "models" / "a.sql").write_text("select 2")
    assert project_hash(tmp_path) != eerste
