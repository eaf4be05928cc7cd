"""The edge at which a foreign exception becomes an `InterneFout`, before anything can write its message down.

Not here: mistakes a person can mend; those pass as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from definitions import GebruikersFout, InterneFout


@contextmanager
def edge(waar: str) -> Iterator[None]:
    """Let through `GebruikersFout` and `InterneFout`; turn every other exception into an `InterneFout`, from None.

    Messages and locals of libraries quote values of rows (ontwerp, section 7), and Dagster stores what an asset raises.
    """
    try:
        yield
    except (GebruikersFout, InterneFout):
        raise
    except Exception as fout:  # noqa: BLE001 - the edge: whatever it is, it is a bug
        raise InterneFout.van(fout, waar) from None
