"""How much the names of a file's columns are like the names we know for columns, and which of those is meant.

Not here: the names themselves (`definitions/aliassen.yaml`), and what the values of a column say (`shapes.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from definitions import compact

# Below this likeness (0..100) two names are different words; a name of fewer letters has to be the same.
_ALIKE = 82
_SHORT = 5
# A header that is much more like one name is not also a bit like another.
_CLEARLY = 0.08
_FUZZY_WEIGHT = 0.9
_PREFERENCE = 0.001


@dataclass(frozen=True)
class Treffer:
    """A header (`kop`) that is like a known name of `doel`. `score`: 1 is the same name, less is a likeness."""

    kop: str
    doel: str
    score: float
    alias: str

    @property
    def gelijk(self) -> bool:
        return compact(self.kop) == compact(self.alias)

    @property
    def grond(self) -> str:
        """The ground in words, without a value."""
        if self.gelijk:
            return f"de kop is een bekende naam ({self.alias})"
        return f"de kop lijkt op {self.alias} ({round(100 * self.score / _FUZZY_WEIGHT)} van 100)"


def words(naam: str) -> str:
    """The words of a name without case and accents, `loanDate` being two."""
    los = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", naam)
    zonder = unicodedata.normalize("NFKD", los.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(t for t in zonder if not unicodedata.combining(t))))


def matches(koppen: Sequence[str], namen: Mapping[str, Sequence[str]]) -> list[Treffer]:
    """Every header with every target it may mean: the best alias per pair, without what is clearly less alike.

    `namen` holds per target its names, the preferred first. Work: one comparison in C per header and alias.
    """
    import numpy as np
    from rapidfuzz import fuzz, process

    paren = [(doel, alias, i) for doel, lijst in namen.items() for i, alias in enumerate(lijst)]
    if not paren or not koppen:
        return []
    dicht_kop, dicht_alias = [compact(k) for k in koppen], [compact(a) for _, a, _ in paren]
    letters = process.cdist(dicht_kop, dicht_alias, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    woorden = process.cdist(
        [words(k) for k in koppen], [words(a) for _, a, _ in paren], scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE
    )
    lijkt = np.maximum(letters, woorden)
    treffers: dict[tuple[str, str], Treffer] = {}
    for k, a in np.argwhere(lijkt > 0):
        doel, alias, plek = paren[a]
        score = _score(dicht_kop[k], dicht_alias[a], float(lijkt[k, a]), plek)
        eerder = treffers.get((koppen[k], doel))
        if score and (eerder is None or score > eerder.score):
            treffers[koppen[k], doel] = Treffer(koppen[k], doel, score, alias)
    return _clearest(treffers)


def _score(kop: str, alias: str, lijkt: float, plek: int) -> float:
    if kop == alias:
        return 1.0 - _PREFERENCE * min(plek, 50)
    if min(len(kop), len(alias)) < _SHORT:
        return 0.0
    return min(lijkt / 100, 0.99) * _FUZZY_WEIGHT


def _clearest(treffers: Mapping[tuple[str, str], Treffer]) -> list[Treffer]:
    beste: dict[str, float] = {}
    for t in treffers.values():
        beste[t.kop] = max(beste.get(t.kop, 0.0), t.score)
    return [t for t in treffers.values() if t.score >= beste[t.kop] - _CLEARLY]
