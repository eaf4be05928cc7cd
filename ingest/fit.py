"""How well each column of a file fits each column of a contract, and which goes with which: names and values together.

Not here: reading the file and choosing the dataset (`propose.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from definitions import Contract, Definities, Kolom, compact

from .codes import Codekenner
from .likeness import Treffer, matches
from .shapes import Beeld

# From this certainty on a column is proposed; from `MOGELIJK` on it is named as a possibility.
VOORSTEL, MOGELIJK = 0.5, 0.3
# The share of a certainty that rests on the name alone, and the certainty of a name without any value to look at.
_NAAM, _ZONDER_WAARDEN = 0.55, 0.8
# Below this share of fitting values a name alone does not convince.
_WEERSPROKEN = 0.5
# How certain fitting values make without a name: only patterns that hardly anything else has.
_ZONDER_NAAM = {
    "ppn": 0.7,
    "gemeente": 0.7,
    "vestiging": 0.65,
    "isil": 0.6,
    "postcode": 0.6,
    "code": 0.55,
    "tijdstip": 0.4,
}
_BIJNA_ALLES = 0.9
OVERIG, TIJD = "overig", "tijd"
_PERSOONLIJK = "persoonlijk:"

_ZINNEN = {
    "datum": "is als datum te lezen", "geboortedatum": "is als datum te lezen", "tijdstip": "is als datum of tijdstip te lezen",
    "geheel": "is een geheel getal", "decimaal": "is een getal", "telgetal": "is een getal", "lidnummer": "kan een nummer zijn",
    "tekst": "kan een nummer of sleutel zijn", "postcode": "is een postcode", "isil": "is een ISIL", "gemeente": "is een gemeentecode", "gebied": "is een gebied",
    "ppn": "is een PPN met een kloppend controlegetal",
}  # fmt: skip


@dataclass(frozen=True)
class Paar:
    """A column of the contract with a column of the file that may be it. `zekerheid` 0..1, `gronden` in words."""

    kolom: str
    kop: str
    zekerheid: float
    gronden: tuple[str, ...]


@dataclass(frozen=True)
class Koppen:
    """What the names of a file's columns say for one dataset."""

    treffers: Mapping[tuple[str, str], Treffer]
    overig: frozenset[str]
    tijd: frozenset[str]
    persoonlijk: Mapping[str, str]


def read_names(koppen: Sequence[str], definities: Definities, contract: Contract) -> Koppen:
    """Hold the names against all known names at once, so that each goes to what it is most like."""
    aliassen = definities.aliassen
    bekend = aliassen.datasets.get(contract.dataset, {})
    overig = {compact(naam) for naam in aliassen.overig.get(contract.dataset, ())}
    # A column's own name is an alias too, unless it is said to mean something else in other systems.
    namen: dict[str, Sequence[str]] = {
        k.naam: (*bekend.get(k.naam, ()), *(n for n in (k.naam,) if compact(n) not in overig))
        for k in contract.levering.kolommen
    }
    anders: dict[str, Sequence[str]] = {
        OVERIG: aliassen.overig.get(contract.dataset, ()), TIJD: aliassen.tijd,
        **{_PERSOONLIJK + soort: lijst for soort, lijst in aliassen.persoonlijk.items()},
    }  # fmt: skip
    gevonden = matches(koppen, {**namen, **anders}, aliassen.afkortingen)
    eigen = {(t.doel, t.kop): t for t in gevonden if t.doel in namen}
    precies = {kop for (_, kop), t in eigen.items() if t.gelijk}
    gedekt = {t.kop for t in gevonden if t.doel == OVERIG and t.gelijk} | precies
    vreemd = [t for t in gevonden if t.doel == OVERIG or (t.doel not in namen and t.kop not in gedekt)]
    bezet = {t.kop for t in vreemd if t.gelijk} - precies
    return Koppen(
        {sleutel: t for sleutel, t in eigen.items() if sleutel[1] not in bezet},
        frozenset(t.kop for t in vreemd if t.doel == OVERIG),
        frozenset(t.kop for t in vreemd if t.doel == TIJD),
        {t.kop: t.doel.removeprefix(_PERSOONLIJK) for t in sorted(vreemd, key=lambda t: t.score) if t.doel.startswith(_PERSOONLIJK)},
    )  # fmt: skip


class Weger:
    """Weighs every pair of a contract's column and a file's column."""

    def __init__(
        self, definities: Definities, contract: Contract, koppen: Koppen, beelden: Mapping[str, Beeld],
        locaties: Mapping[str, str],
    ) -> None:  # fmt: skip
        self._contract, self._koppen, self._beelden, self._locaties = contract, koppen, beelden, locaties
        self._kenners = {
            k.naam: Codekenner(definities, definities.codelijsten[k.codelijst], k.naam)
            for k in contract.levering.kolommen
            if k.codelijst is not None
        }

    def personal(self) -> dict[str, str]:
        """The columns that say directly who someone is, by name or by the pattern of their values, with the ground."""
        uit: dict[str, str] = {}
        eigen = {kop for _, kop in self._koppen.treffers}
        for kop, beeld in self._beelden.items():
            bekend = kop in eigen or kop in self._koppen.overig
            if soort := beeld.persoonlijk or (None if bekend else beeld.misschien_persoonlijk):
                uit[kop] = f"de waarden hebben de vorm van {soort}"
            elif kop in self._koppen.persoonlijk and kop not in eigen:
                uit[kop] = f"de kop noemt {self._koppen.persoonlijk[kop]}"
        return uit

    def pairs(self) -> list[Paar]:
        """Every pair that is possible at all, the most certain first."""
        persoonlijk = self.personal()
        paren = [
            paar
            for kolom in self._contract.levering.kolommen
            for kop, beeld in self._beelden.items()
            if kop not in persoonlijk and (paar := self._pair(kolom, beeld)) is not None
        ]
        return sorted((p for p in paren if p.zekerheid >= MOGELIJK), key=lambda p: (-p.zekerheid, p.kolom, p.kop))

    def _pair(self, kolom: Kolom, beeld: Beeld) -> Paar | None:
        treffer = self._koppen.treffers.get((kolom.naam, beeld.naam))
        if treffer is None and beeld.naam in self._koppen.overig:
            return None
        past, grond = self._values_fit(kolom, beeld) if beeld.gevuld else (None, "er staan geen waarden in")
        if treffer is None:
            zekerheid = self._without_name(kolom, beeld, past)
            return Paar(kolom.naam, beeld.naam, zekerheid, ("de kop zegt niets", grond)) if zekerheid else None
        if past is None:
            zekerheid = treffer.score * _ZONDER_WAARDEN
        elif past < _WEERSPROKEN:
            zekerheid = treffer.score * past
        else:
            zekerheid = treffer.score * (_NAAM + (1 - _NAAM) * past)
        return Paar(kolom.naam, beeld.naam, round(zekerheid, 3), (treffer.grond, grond))

    # -- the values ------------------------------------------------------------------------------------------------

    def _values_fit(self, kolom: Kolom, beeld: Beeld) -> tuple[float, str]:
        """The share (0..1) of the filled values that fit the column, and that in words."""
        match kolom.waarde:
            case "datum" | "geboortedatum" | "tijdstip":
                past = beeld.datum
            case "code" | "janee":
                return self._codes_fit(kolom, beeld)
            case "vestiging":
                return self._branches_fit(beeld)
            case "lijst":
                return 1.0, "elke tekst mag"
            case "tekst" if kolom.naam == "naam":
                return 1.0, "elke tekst mag"
            case "tekst" | "lidnummer":
                past = 0.0 if beeld.deel("met_tijd") else beeld.deel("sleutel")
            case _:
                past = beeld.deel(kolom.waarde)
        return past, f"{100 * past:.0f} % van de waarden {_ZINNEN[kolom.waarde]}"

    def _codes_fit(self, kolom: Kolom, beeld: Beeld) -> tuple[float, str]:
        """Few different values make codes, known or not; that they are known makes it more certain."""
        if beeld.codes is None:
            return 0.0, "er staan te veel verschillende waarden in voor een code"
        weinig = beeld.verschillend <= max(12, beeld.gevuld // 5)
        bekend = self._share_known(kolom, beeld)
        grond = f"{beeld.verschillend} verschillende codes; {100 * bekend:.0f} % van de regels heeft een bekende"
        return (0.6 + 0.4 * bekend if weinig else 0.3 + 0.7 * bekend), grond

    def _share_known(self, kolom: Kolom, beeld: Beeld) -> float:
        return self._kenners[kolom.naam].share_known(beeld.codes or {}) if kolom.codelijst else 0.0

    def _branches_fit(self, beeld: Beeld) -> tuple[float, str]:
        isil, bekend = beeld.deel("isil"), self._share_of_branches(beeld)
        if isil >= _BIJNA_ALLES:
            return isil, f"{100 * isil:.0f} % van de waarden is een ISIL"
        if beeld.codes is None:
            return 0.2, "er staan te veel verschillende waarden in voor vestigingen"
        if not self._locaties:
            return 0.7, f"{beeld.verschillend} verschillende codes; van deze organisatie zijn geen locaties bekend"
        return (
            0.5 + 0.5 * bekend,
            f"{beeld.verschillend} verschillende codes; {100 * bekend:.0f} % van de regels heeft een bekende",
        )

    def _share_of_branches(self, beeld: Beeld) -> float:
        if not self._locaties or not beeld.codes:
            return 0.0
        return sum(n for code, n in beeld.codes.items() if code in self._locaties) / sum(beeld.codes.values())

    def _without_name(self, kolom: Kolom, beeld: Beeld, past: float | None) -> float:
        """The certainty that fitting values give without a name that fits."""
        gewicht = _ZONDER_NAAM.get(kolom.waarde, 0.0)
        if past is None or not gewicht:
            return 0.0
        if kolom.waarde == "vestiging":
            past = self._share_of_branches(beeld)
        if kolom.waarde == "postcode":
            past = beeld.deel("postcode_vol")
        if kolom.waarde == "code":
            woorden = beeld.codes is not None and beeld.verschillend > 1 and not all(c.isdigit() for c in beeld.codes)
            past = self._share_known(kolom, beeld) if woorden else 0.0
        return round(gewicht * past, 3) if past >= _BIJNA_ALLES else 0.0


def assign(paren: Sequence[Paar]) -> dict[str, Paar]:
    """The most certain pair first, each column of contract and file at most once; only what is certain enough."""
    gekozen: dict[str, Paar] = {}
    bezet: set[str] = set()
    for paar in paren:
        if paar.zekerheid >= VOORSTEL and paar.kolom not in gekozen and paar.kop not in bezet:
            gekozen[paar.kolom] = paar
            bezet.add(paar.kop)
    return gekozen
