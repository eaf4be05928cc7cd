"""All cases of how indicators count, together: what the build of the tests holds and docs/zo-wordt-geteld.md shows.

Not here: the cases, and what one is (`gevallen.py`).
"""

from __future__ import annotations

from tests.spec.gevallen import GEVALLEN as KERN
from tests.spec.gevallen_agenda import AGENDA
from tests.spec.gevallen_catalogus import GEVALLEN_CATALOGUS
from tests.spec.gevallen_dekking import GEVALLEN_DEKKING
from tests.spec.gevallen_kaart import GEVALLEN_KAART
from tests.spec.gevallen_leenrecht import GEVALLEN_LEENRECHT
from tests.spec.gevallen_tellen import GEVALLEN_TELLEN

GEVALLEN = (
    *KERN,
    *AGENDA,
    *GEVALLEN_CATALOGUS,
    *GEVALLEN_DEKKING,
    *GEVALLEN_LEENRECHT,
    *GEVALLEN_TELLEN,
    *GEVALLEN_KAART,
)
