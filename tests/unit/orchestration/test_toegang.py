"""The commands around delivering by others: a token for a sender, a receipt as a workbook.

Not here: what a token opens (tests/unit/ingest/test_senders) and what the workbook says (test_workbook).
"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

from definitions import Omgeving
from ingest import sender_of
from tests.features.bibliotheek import ISIL, Bibliotheek

from .conftest import Roep


def test_a_sender_gets_a_token_once(roep: Roep, bekend: Bibliotheek) -> None:
    gegeven = roep("toegang", "geef", "Leverancier", "--organisatie", ISIL, "--json")
    assert gegeven.code == 0
    assert sender_of(Omgeving.from_environ(os.environ), gegeven.json["token"]).organisaties == (ISIL,)
    (getoond,) = roep("toegang", "toon", "--json").json
    assert (getoond["afzender"], getoond["organisaties"], getoond["netwerk"]) == ("Leverancier", [ISIL], False)
    assert gegeven.json["token"] not in roep("toegang", "toon").out
    assert roep("toegang", "intrek", "Leverancier").code == 0
    assert roep("toegang", "toon", "--json").json == []
    assert roep("toegang", "intrek", "Leverancier").code == 2
    assert roep("toegang", "geef").code == 2


def test_a_receipt_as_a_workbook(roep: Roep, bekend: Bibliotheek, tmp_path: Path) -> None:
    (bewijs,) = roep("lever", bekend.map / "log.csv", "--organisatie", ISIL, "--json").json
    assert roep("bewijs", bewijs["levering"], "--naar", tmp_path / "bewijs.xlsx").code == 0
    assert zipfile.is_zipfile(tmp_path / "bewijs.xlsx")
    assert roep("bewijs", bewijs["levering"], "--naar", tmp_path / "bewijs.pdf").code == 2
    assert roep("bewijs", bewijs["levering"], "--naar", tmp_path / "nergens" / "bewijs.xlsx").code == 2
