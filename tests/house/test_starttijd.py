"""What the command costs before it does anything: asking for help or the state loads no heavy library.

Not here: how long anything else takes; that is `make bench`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.bomen import WORTEL

ZWAAR = {
    "dagster", "dagster_dbt", "dbt", "duckdb", "polars", "pandas", "numpy", "pyarrow", "pandera", "streamlit", "altair",
    "open_data_contract_standard", "playwright",
}  # fmt: skip
NAKIJKEN = """
import json, sys
from orchestration.cli import main
sys.argv = ["daadkracht", *json.loads(sys.argv[1])]
try:
    main()
except SystemExit:
    pass
print(json.dumps(sorted({naam.partition(".")[0] for naam in sys.modules})), file=sys.stderr)
"""


def _omgeving(map_: Path) -> dict[str, str]:
    eigen = {"DAADKRACHT_WERK": str(map_ / "werk"), "DAADKRACHT_SLEUTELS": str(map_ / "sleutels")}
    return {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("DAADKRACHT_")} | eigen


@pytest.mark.parametrize("aanroep", [["--help"], ["status"], ["status", "--json"]], ids=" ".join)
def test_loads_no_heavy_library(aanroep: list[str], tmp_path: Path) -> None:
    proces = subprocess.run(
        [sys.executable, "-c", NAKIJKEN, json.dumps(aanroep)],
        cwd=WORTEL, env=_omgeving(tmp_path), capture_output=True, text=True, check=True,
    )  # fmt: skip
    geladen = set(json.loads(proces.stderr.splitlines()[-1]))
    assert geladen & ZWAAR == set()
    assert "argparse" in geladen
