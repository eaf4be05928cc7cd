"""Without pandas: what one thread is told, and that a check at the door of brons does not load it.

Not here: how much time that saves (`bench`).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ELKE_DRAAD = """
import threading
from importlib.util import find_spec
from ingest import without_pandas

def kent():
    try:
        return find_spec("pandas") is not None
    except ModuleNotFoundError as fout:
        return str(fout)

elders = []
with without_pandas():
    hier = kent()
    ander = threading.Thread(target=lambda: elders.append(kent()))
    ander.start(); ander.join()
print(hier, elders[0], kent(), sep="|")
"""

_DEUR = """
import sys
import polars as pl
from definitions import load_definities
from ingest import brons

kolommen = load_definities().contracten["uitleningen"].tabel("leners").kolommen
brons._check(pl.DataFrame(schema={k.naam: brons._dtype(k, load_definities()) for k in kolommen}), "uitleningen", "leners")
print("pandera" in sys.modules, "pandas" in sys.modules)
"""


def _uit(code: str, wortel: Path) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], cwd=wortel, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_only_the_thread_that_asks_is_told_there_is_none(wortel: Path) -> None:
    assert _uit(_ELKE_DRAAD, wortel) == "No module named 'pandas'|True|True"


def test_the_door_of_brons_does_not_load_it(wortel: Path) -> None:
    assert _uit(_DEUR, wortel) == "True False"
