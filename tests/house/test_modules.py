"""How a module reads: it says what it holds and what it does not, and it is no longer than one thing needs.

Not here: style that ruff holds (`make check`).
"""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.bomen import Module, modules, van_de_lagen

MEEST = 400
# A sentence that says what is not here.
ONTKENNING = re.compile(r"\b(not|no|nothing|never|none|nor|neither|without|only)\b", re.IGNORECASE)
ZINSEINDE = re.compile(r"[.!?:](?=\s|$)")


def _naam(module: Module) -> str:
    return module.kort


@pytest.mark.parametrize("module", van_de_lagen(), ids=_naam)
def test_opens_with_what_it_holds_and_what_it_does_not(module: Module) -> None:
    tekst = ast.get_docstring(module.boom)
    assert tekst, f"{module.kort} heeft geen openingszin"
    assert len(ZINSEINDE.findall(tekst)) >= 2, f"{module.kort} zegt niet wat er niet in staat"
    assert ONTKENNING.search(tekst), f"{module.kort} zegt niet wat er niet in staat"


@pytest.mark.parametrize("module", [m for m in modules() if m.pakket in ("tools", "bench", "tests")], ids=_naam)
def test_tools_and_tests_say_what_they_are_for(module: Module) -> None:
    leeg = module.pad.name == "__init__.py" and not module.boom.body
    assert leeg or ast.get_docstring(module.boom), f"{module.kort} heeft geen openingszin"


@pytest.mark.parametrize("module", modules(), ids=_naam)
def test_is_short_enough_to_hold_one_thing(module: Module) -> None:
    assert len(module.pad.read_text(encoding="utf-8").splitlines()) <= MEEST


def test_nothing_is_left_for_later() -> None:
    later = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "Not" + "ImplementedError")))
    assert [m.kort for m in modules() if later.search(m.pad.read_text(encoding="utf-8"))] == []
