"""Names as people write them, made comparable: the same column is `Lid nr.`, `lid_nr` and `LIDNR`.

Not here: which names belong to which column (`aliassen.yaml`).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=20_000)
def compact(naam: str) -> str:
    """The letters and digits of a name, without case, accents, spaces and signs."""
    zonder = unicodedata.normalize("NFKD", naam.casefold())
    return "".join(teken for teken in zonder if teken.isalnum())
