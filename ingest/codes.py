"""Which code of our list a library's own code probably means, and why: by name, by other words, by what other systems mean.

Not here: storing a translation (`agree.py`). A proposal never translates; only what the organisatie confirms does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from definitions import ONBEKEND, Bronsysteem, Codelijst, Contract, Definities, Kolom, compact

from .likeness import words

if TYPE_CHECKING:
    import polars as pl

# A code of a library's own list is shown only where it says nothing of one person (ontwerp, section 4).
MIN_OCCURRENCES = 10
MAX_LENGTH = 20
# From here on a translation is confirmed with the mapping; below it somebody has to choose it.
STERK = 0.75
_LIKE = 86
_WORD = 3
# A helping table describes codes where it has a column of such a name and is no longer than a list of codes.
_BESCHRIJVING = frozenset({"description", "omschrijving", "naam", "name", "label", "bezeichnung"})
_MAX_DESCRIBED = 2_000
_ZEKERHEID = {"gelijk": 0.95, "omschrijving": 0.85, "systemen": 0.75, "getal": 0.4, "woord": 0.7, "begin": 0.6}


@dataclass(frozen=True)
class Codevoorstel:
    """A proposed translation of one code: `naar` None where nothing was found. `zekerheid` 0..1, `grond` in words."""

    code: str
    aantal: int
    naar: str | None = None
    zekerheid: float = 0.0
    grond: str = "geen overeenkomst gevonden"


def may_be_shown(code: str, aantal: int) -> bool:
    """Whether a code of a column of no privacy class may be shown."""
    return aantal >= MIN_OCCURRENCES and len(code) <= MAX_LENGTH


def shown(codes: Mapping[str, int]) -> list[tuple[str, int]]:
    """The codes that may be shown with their counts, the most frequent first."""
    return [(c, n) for c, n in sorted(codes.items(), key=lambda cn: (-cn[1], cn[0])) if may_be_shown(c, n)]


class Codekenner:
    """Proposes translations for the codes of one column of a contract."""

    def __init__(self, definities: Definities, lijst: Codelijst, kolom: str) -> None:
        self._lijst = lijst
        andere = definities.aliassen.codes.get(lijst.naam, {})
        self._woorden = {
            code: [code, rij["naam"], *andere.get(code, ())]
            for code, rij in lijst.codes.items()
            if not rij["geldig_tot"]
        }
        self._gelijk = {compact(w): code for code, ws in reversed(self._woorden.items()) for w in reversed(ws)}
        self._systemen = _known_codes(definities, lijst.naam, kolom)

    def propose(self, code: str, aantal: int, omschrijving: str | None = None) -> Codevoorstel:
        """The best translation of a code; `omschrijving` is its description in a helping table, where there is one."""
        gevonden = [
            *self._by_name(code, "de code", 0.0),
            *(self._by_name(omschrijving, "de omschrijving", 0.1) if omschrijving else ()),
            *self._by_systems(code),
        ]
        if not gevonden:
            return Codevoorstel(code, aantal)
        zekerheid, naar, grond = max(gevonden, key=lambda g: g[0])
        return Codevoorstel(code, aantal, naar, round(zekerheid, 2), grond)

    def knows(self, code: str) -> bool:
        """Whether a code is one of the list or another word for one."""
        return compact(code) in self._gelijk

    def word(self, code: str) -> str:
        """The code of the list that a known word stands for."""
        return self._gelijk[compact(code)]

    def share_known(self, codes: Mapping[str, int]) -> float:
        """The share of rows (0..1) whose code is of the list, another word for one, or a code other systems agree on."""
        bekend = sum(n for code, n in codes.items() if self.knows(code) or self._agreed(code))
        return bekend / max(1, sum(codes.values()))

    def _agreed(self, code: str) -> bool:
        return len(self._systemen.get(code, ())) == 1 and not code.isdigit()

    def _by_name(self, tekst: str, wat: str, aftrek: float) -> Iterable[tuple[float, str, str]]:
        if (dicht := compact(tekst)) in self._gelijk:
            naar = self._gelijk[dicht]
            yield _ZEKERHEID["gelijk"] - aftrek, naar, f"{wat} is een ander woord voor {self._naam(naar)}"
            return
        if woord := self._by_word(words(tekst)):
            yield _ZEKERHEID["woord"] - aftrek, woord, f"{wat} bevat een woord voor {self._naam(woord)}"
        elif " " not in tekst.strip() and (begin := self._by_begin(dicht)):
            yield _ZEKERHEID["begin"] - aftrek, begin, f"{wat} begint als een woord voor {self._naam(begin)}"
        yield from self._by_likeness(dicht, wat, aftrek)

    def _by_word(self, tekst: str) -> str | None:
        """The one code of which a word occurs in the text as a word; None where several do."""
        delen = {d for d in re.findall(r"[^\W\d_]+", tekst) if len(d) > 1}
        codes = {self._gelijk[compact(d)] for d in delen if compact(d) in self._gelijk} - {ONBEKEND}
        return codes.pop() if len(codes) == 1 else None

    def _by_begin(self, dicht: str) -> str | None:
        letters = dicht.rstrip("0123456789")
        if len(letters) < _WORD:
            return None
        codes = {
            c for w, c in self._gelijk.items() if len(w) >= _WORD and (w.startswith(letters) or letters.startswith(w))
        }
        return codes.pop() if len(codes) == 1 else None

    def _by_likeness(self, dicht: str, wat: str, aftrek: float) -> Iterable[tuple[float, str, str]]:
        from rapidfuzz import fuzz, process

        if len(dicht) <= _WORD:
            return
        lijkt = process.extractOne(dicht, list(self._gelijk), scorer=fuzz.ratio, score_cutoff=_LIKE)
        if lijkt:
            naar = self._gelijk[lijkt[0]]
            yield (
                0.8 * lijkt[1] / 100 - aftrek,
                naar,
                f"{wat} lijkt op een woord voor {self._naam(naar)} ({lijkt[1]:.0f} van 100)",
            )

    def _by_systems(self, code: str) -> Iterable[tuple[float, str, str]]:
        doelen = self._systemen.get(code, {})
        if not doelen:
            return
        naar, aantal = max(doelen.items(), key=lambda item: len(item[1]))
        zekerheid = _ZEKERHEID["getal" if code.isdigit() else "systemen"] / len(doelen)
        yield zekerheid, naar, f"zo vertaalt {' en '.join(sorted(aantal))} deze code"

    def _naam(self, code: str) -> str:
        return self._lijst.codes[code]["naam"] or code


def _known_codes(definities: Definities, lijst: str, kolom: str) -> dict[str, dict[str, set[str]]]:
    """Per source code what the known systems translate it to, each with the systems' names."""
    uit: dict[str, dict[str, set[str]]] = {}
    for profiel in definities.bronsystemen.values():
        for dataset, levering in profiel.datasets.items():
            bron = levering.kolommen.get(kolom)
            contract = definities.contracten[dataset].levering
            if bron is None or kolom not in contract.namen or contract.kolom(kolom).codelijst != lijst:
                continue
            for code, naar in {**(bron.voorstel or {}), **(bron.codes or {})}.items():
                uit.setdefault(code, {}).setdefault(naar, set()).add(profiel.naam)
    return uit


def propose_all(
    kenner: Codekenner, codes: Counter[str], omschrijvingen: Mapping[str, str] | None = None
) -> list[Codevoorstel]:
    """A proposal for each code that may be shown, the most frequent first."""
    teksten = omschrijvingen or {}
    return [kenner.propose(code, aantal, teksten.get(code)) for code, aantal in shown(codes)]


def translations(
    definities: Definities, contract: Contract, profiel: Bronsysteem, kolom: Kolom, codes: Counter[str],
    omschrijvingen: Mapping[str, str],
) -> list[Codevoorstel]:  # fmt: skip
    """Proposals for the untranslated codes of one column of a levering: what its profile proposes, else what is found."""
    if kolom.privacy != "geen":
        return []
    bron = profiel.datasets[contract.dataset].kolommen.get(kolom.naam)
    vast = (bron.voorstel if bron else None) or {}
    if kolom.codelijst is None:
        return [Codevoorstel(code, aantal) for code, aantal in shown(codes)]
    kenner = Codekenner(definities, definities.codelijsten[kolom.codelijst], kolom.naam)
    return [
        Codevoorstel(v.code, v.aantal, vast[v.code], STERK, f"zo stelt het profiel van {profiel.naam} het voor")
        if v.code in vast else v
        for v in propose_all(kenner, codes, omschrijvingen)
    ]  # fmt: skip


def descriptions(hulptabellen: Iterable[pl.DataFrame], codes: Iterable[str]) -> dict[str, str]:
    """The descriptions of codes in small helping tables that have a column with them and one with a description."""
    gezocht = list(codes)
    uit: dict[str, str] = {}
    for tabel in hulptabellen:
        beschrijving = next((k for k in tabel.columns if compact(k) in _BESCHRIJVING), None)
        if beschrijving is None or tabel.height > _MAX_DESCRIBED:
            continue
        for kolom in (k for k in tabel.columns if k != beschrijving):
            raak = tabel.filter(tabel[kolom].is_in(gezocht)).select(kolom, beschrijving).drop_nulls()
            uit |= {code: tekst for code, tekst in raak.iter_rows() if code not in uit}
    return uit
