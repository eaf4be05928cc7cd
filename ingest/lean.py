"""Loading libraries as if pandas were not installed, by those that can do without it and load it only because it is there.

Not here: which libraries those are; whoever imports one says so.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType


class _NoPandas(MetaPathFinder):
    """To the thread that made it there is no pandas; every other thread finds it where it is."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def find_spec(
        self, naam: str, pad: Sequence[str] | None = None, doel: ModuleType | None = None, /
    ) -> ModuleSpec | None:
        if naam == "pandas" and threading.get_ident() == self._thread:
            # The words of Python itself: libraries look at them to tell what is absent from what is broken.
            raise ModuleNotFoundError("No module named 'pandas'", name=naam)
        return None


@contextmanager
def without_pandas() -> Iterator[None]:
    """Within it, `import pandas` fails as where it is not installed, unless it was loaded before: a third of a second of
    CPU and 40 MB less for a command that needs none of it."""
    afwezig = _NoPandas()
    sys.meta_path.insert(0, afwezig)
    try:
        yield
    finally:
        sys.meta_path.remove(afwezig)
