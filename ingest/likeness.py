"""How much the names of a file's columns are like the names we know for columns, and which of those is meant.

Not here: the names themselves (`definitions/aliassen.yaml`), and what the values of a column say (`shapes.py`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from definitions import compact

# Below this likeness (0..100) two names are different words; a name of fewer letters has to be the same.
_ALIKE = 82
_SHORT = 5
# A header that is much more like one name is not also a bit like another.
_CLEARLY = 0.08
_FUZZY_WEIGHT = 0.9
_CUT_SHORT = 0.95
_PREFERENCE = 0.001


@dataclass(frozen=True)
class Treffer:
    """A header (`kop`) that is like a known name of `doel`. `score`: 1 is the same name, less is a likeness. `vorm` is the
    header with its words made whole."""

    kop: str
    doel: str
    score: float
    alias: str
    vorm: str

    @property
    def gelijk(self) -> bool:
        return compact(self.vorm) == compact(self.alias)

    @property
    def grond(self) -> str:
        """The ground in words, without a value."""
        if self.gelijk and self.vorm != self.kop:
            return f"de kop is een afkorting van {self.alias}"
        if self.gelijk:
            return f"de kop is een bekende naam ({self.alias})"
        return f"de kop lijkt op {self.alias} ({round(100 * self.score / _FUZZY_WEIGHT)} van 100)"


def words(naam: str) -> str:
    """The words of a name without case and accents, `loanDate` being two."""
    los = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", naam)
    zonder = unicodedata.normalize("NFKD", los.casefold())
    return " ".join(re.findall(r"[^\W_]+", "".join(t for t in zonder if not unicodedata.combining(t))))


def matches(koppen: Sequence[str], namen: Mapping[str, Sequence[str]], afkortingen: Mapping[str, str]) -> list[Treffer]:
    """Every header with every target it may mean: the best alias per pair, without what is clearly less alike.

    `namen` holds per target its names, the preferred first; `afkortingen` the whole words of words cut short. Work: one
    comparison in C per header and alias.
    """
    import numpy as np

    paren = [(doel, alias, i) for doel, lijst in namen.items() for i, alias in enumerate(lijst)]
    vormen = [(kop, vorm) for kop in koppen for vorm in dict.fromkeys((kop, _whole(kop, afkortingen)))]
    if not paren or not vormen:
        return []
    lijkt = _alike([vorm for _, vorm in vormen], [alias for _, alias, _ in paren])
    treffers: dict[tuple[str, str], Treffer] = {}
    for v, a in np.argwhere(lijkt > 0):
        (kop, vorm), (doel, alias, plek) = vormen[v], paren[a]
        score = _score(compact(vorm), compact(alias), float(lijkt[v, a]), plek) * (1 if vorm == kop else _CUT_SHORT)
        eerder = treffers.get((kop, doel))
        if score and (eerder is None or score > eerder.score):
            treffers[kop, doel] = Treffer(kop, doel, score, alias, vorm)
    return _clearest(treffers)


def _alike(vormen: Sequence[str], aliassen: Sequence[str]) -> Any:
    """Per name and alias the better of two likenesses (0..100): letter by letter, and word by word in any order."""
    import numpy as np
    from rapidfuzz import fuzz, process

    letters = process.cdist(
        [compact(v) for v in vormen], [compact(a) for a in aliassen], scorer=fuzz.ratio, score_cutoff=_ALIKE
    )
    woorden = process.cdist(
        [words(v) for v in vormen], [words(a) for a in aliassen], scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE
    )
    return np.maximum(letters, woorden)


def _whole(kop: str, afkortingen: Mapping[str, str]) -> str:
    """The name with its words cut short made whole; the name itself where there are none."""
    delen = words(kop).split()
    heel = [afkortingen.get(deel, deel) for deel in delen]
    return kop if heel == delen else " ".join(heel)


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
