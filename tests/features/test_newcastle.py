"""Files of a foreign library as they were found: each is read or refused with a sentence, and no value of it is repeated.

Not here: their figures. They are no export of a system that has a profile; a print report and a licence are among them.
"""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest

from definitions import GebruikersFout
from ingest import check

from .bibliotheek import ISIL, Bibliotheek

# What a processor may need for a file; the clock of a busy machine says nothing.
_SECONDEN = 5
_GETAL = re.compile(r"^[\d\W]*$")


def _values(pad: Path) -> set[str]:
    """The cells of a file that could be recognised in a sentence: not in its first line, of some length, no mere number."""
    regels = pad.read_bytes().decode("utf-8", errors="replace").splitlines()
    kop = regels[0].lower()
    cellen = {cel.strip(' "') for regel in regels[1:2000] for cel in regel.split(",")}
    return {c for c in cellen if len(c) >= 8 and not _GETAL.match(c) and c.lower() not in kop}


def test_what_was_found_elsewhere_gets_an_answer(bibliotheek: Bibliotheek, gedeeld: Path) -> None:
    paden = sorted((gedeeld / "exports" / "newcastle").iterdir())
    assert paden
    for pad in paden:
        begin = time.process_time()
        try:
            bewijzen = check(bibliotheek.omgeving, [pad], organisatie=ISIL, periode="2025")
        except GebruikersFout as fout:
            antwoord = str(fout)
        else:
            assert bewijzen, pad.name
            for bewijs in bewijzen:
                assert bewijs.rijen is not None or bewijs.bevindingen, pad.name
            antwoord = json.dumps([b.as_json() for b in bewijzen], ensure_ascii=False)
        assert time.process_time() - begin < _SECONDEN, pad.name
        assert antwoord.strip()
        for waarde in _values(pad):
            if waarde in antwoord:
                pytest.fail(f"a value of {pad.name} stands in its answer")
