"""Proposing how an unknown export is read: from a bounded sample to a dataset, a mapping, its certainty and its grounds.

Not here: keeping a proposal (`agree.py`). Nothing is stored, and no value of a row is told but codes that may be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from definitions import (
    DRAIN_ORDER,
    ONBEKEND,
    Codelijst,
    Contract,
    Dataset,
    Definities,
    Kolom,
    Omgeving,
    VerkeerdeAanroep,
    load_definities,
)

from .call import check_call
from .codes import Codekenner, propose_all
from .dialect import Vorm
from .fit import MOGELIJK, Koppen, Paar, Weger, assign, read_names
from .formats import Bezwaar, Inhoud
from .network import agreements_of, known_locations, location_list
from .profiles import for_organisation
from .proposal import Kolomvoorstel, Voorstel
from .read import read_blocks
from .recognise import look_at, recognise
from .refusal import Weigering
from .shapes import Beeld, is_ambiguous, look, looks_like_data, needed_forms
from .sources import Bron, as_sources
from .unpack import package, unpack

_SAMPLE_ROWS = 50_000
_SAMPLE_BLOCK = 256 * 1024
_WEIGHT_REQUIRED = 0.25
_CLOSE = 0.1
_HALF = 0.5
# What a column is where the file does not say it: a constant of its code list, with what that assumes.
_ZONDER_BRON = {
    ("uitleningen", "soort"): ("UITLENING", "geen kolom zegt wat er gebeurde: elke regel telt als één uitlening"),
    ("collectie", "eigendom"): ("EIGEN", "geen kolom zegt van wie een exemplaar is: alles telt als eigen bezit"),
}


def propose_mapping(
    omgeving: Omgeving, bestand: Path | Bron, organisatie: str | None = None, dataset: str | None = None,
    kolommen: Mapping[str, str] | None = None,
) -> Voorstel:  # fmt: skip
    """Propose how a file is read. `kolommen` says of columns of the contract where they come from ('' is nowhere), which is
    then not looked for; it needs `dataset` or a dataset that is recognised.

    Looks at 50,000 rows at most. Raises `Weigering` for a file that cannot be read or has no header, `VerkeerdeAanroep` for
    a column or dataset that does not exist.
    """
    basis = load_definities()
    (bron,) = as_sources([bestand])
    check_call(basis, [bron], organisatie, dataset)
    definities = for_organisation(basis, agreements_of(omgeving, organisatie))
    monster = _sample(omgeving, bron)
    locaties = known_locations(omgeving, organisatie) if organisatie else {}
    filialen = location_list(omgeving, organisatie) if organisatie else None
    beelden = look(monster.frame, *_forms_to_try(definities))
    keuze: Sequence[Dataset] = [d for d in DRAIN_ORDER if dataset in (None, d)]
    ontwerpen = [
        _Ontwerp(definities, definities.contracten[d], beelden, locaties, filialen, kolommen or {}) for d in keuze
    ]
    beste, *andere = sorted(ontwerpen, key=lambda o: -o.score)
    _refuse_unknown_names(beste, monster.vorm, kolommen or {})
    dichtbij = tuple(
        (o.contract.dataset, o.score) for o in andere if beste.score >= MOGELIJK and o.score >= beste.score - _CLOSE
    )
    return beste.proposal(monster, _known(bron, monster.inhoud, definities), dichtbij)


# -- the sample ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Monster:
    """The first rows of a file as text, with its dialect. `tabellen` counts the tables in the file."""

    inhoud: Inhoud
    tabellen: int
    vorm: Vorm
    frame: pl.DataFrame
    codering: str


def _sample(omgeving: Omgeving, bron: Bron) -> _Monster:
    """The first table of a file: of a workbook its first sheet, of a zip its first member."""
    gevonden = list(unpack(package(bron), omgeving))
    tabellen = [d for d in gevonden if isinstance(d, Inhoud)]
    if not tabellen:
        raise next((d.fout for d in gevonden if isinstance(d, Bezwaar)), Weigering("bestand_leeg", bestand=bron.naam))
    inhoud = tabellen[0]
    vorm = look_at(inhoud)
    if looks_like_data(vorm.kop):
        raise Weigering("kop_ontbreekt", bestand=inhoud.waar)
    delen: list[pl.DataFrame] = []
    windows = False
    with inhoud.open() as stroom:
        for blok in read_blocks(stroom, vorm, replace(omgeving, blok_bytes=_SAMPLE_BLOCK), inhoud.waar):
            delen.append(blok.frame.select(vorm.kop))
            windows |= blok.windows_1252
            if sum(d.height for d in delen) >= _SAMPLE_ROWS:
                break
    if not delen:
        raise Weigering("bestand_leeg", bestand=inhoud.waar)
    codering = "Windows-1252" if windows else "UTF-8 met een merkteken vooraan (BOM)" if vorm.bom else "UTF-8"
    return _Monster(inhoud, len(tabellen), vorm, pl.concat(delen).head(_SAMPLE_ROWS), codering)


def _forms_to_try(definities: Definities) -> tuple[list[str], list[str]]:
    """Every way to write a date and a moment: those of the aliases combined, and those of all known systems."""
    datums = dict.fromkeys(definities.aliassen.datumvormen)
    momenten = dict.fromkeys(_moments(datums, definities.aliassen.tijdvormen))
    for profiel in definities.bronsystemen.values():
        datums |= dict.fromkeys(profiel.datumvormen)
        momenten |= dict.fromkeys(profiel.tijdvormen)
    return list(datums), list(momenten)


def _moments(datumvormen: Iterable[str], tijdvormen: Iterable[str]) -> list[str]:
    tijden = list(tijdvormen)
    return [
        f"{d}{tussen}{t}"
        for d in datumvormen
        for tussen in (" ", "T")
        for t in tijden
        if tussen == " " or d == "%Y-%m-%d"
    ]


def _known(bron: Bron, inhoud: Inhoud, definities: Definities) -> str | None:
    """The name of the profile that reads this file already."""
    try:
        kandidaten = recognise(bron, inhoud, definities).kandidaten
    except Weigering:
        return None
    return " of ".join(dict.fromkeys(definities.bronsystemen[profiel].naam for profiel, _ in kandidaten))


def _refuse_unknown_names(ontwerp: _Ontwerp, vorm: Vorm, kolommen: Mapping[str, str]) -> None:
    for kolom, kop in kolommen.items():
        if kolom not in ontwerp.contract.levering.namen:
            raise VerkeerdeAanroep(
                f"{ontwerp.contract.dataset} heeft geen kolom {kolom}; kies uit {', '.join(ontwerp.contract.levering.namen)}."
            )
        if kop and kop.strip().lower() not in vorm.kop:
            raise VerkeerdeAanroep(f"Het bestand heeft geen kolom met de naam die u voor {kolom} opgeeft.")


# -- one dataset -----------------------------------------------------------------------------------------------------------


class _Ontwerp:
    """What the file would be as one dataset; `score` (0..1) says how well it is that."""

    def __init__(
        self, definities: Definities, contract: Contract, beelden: Mapping[str, Beeld], locaties: Mapping[str, str],
        filialen: Codelijst | None, opgegeven: Mapping[str, str],
    ) -> None:  # fmt: skip
        self.contract = contract
        self._definities, self._beelden, self._locaties, self._filialen = definities, beelden, locaties, filialen
        self._koppen: Koppen = read_names(list(beelden), definities, contract)
        weger = Weger(definities, contract, self._koppen, beelden, locaties)
        self.persoonlijk = weger.personal()
        self._paren = _with_given(weger.pairs(), opgegeven)
        self._gekozen = assign(self._paren)
        self._tijden = self._times()
        self.score = self._score()

    def _score(self) -> float:
        """How well the file is this dataset among others: mostly how much of it is explained."""
        return _WEIGHT_REQUIRED * self._certainty() + (1 - _WEIGHT_REQUIRED) * self._explained()

    def _certainty(self) -> float:
        """The mean certainty of the columns without which there is no dataset."""
        eis = [k.naam for k in self.contract.levering.kolommen if k.verplicht and self._constant(k) is None]
        return sum(self._gekozen[k].zekerheid if k in self._gekozen else 0.0 for k in eis) / max(1, len(eis))

    def _explained(self) -> float:
        """The share (0..1) of the columns of the file that are known not to be asked for, or proposed, by their certainty."""
        anders = len([k for k in self._beelden if k not in self.persoonlijk and k not in self._koppen.overig])
        zeker = sum(p.zekerheid for p in self._gekozen.values()) + len(self._tijden)
        return min(1.0, zeker / max(1, anders))

    def _constant(self, kolom: Kolom) -> tuple[str, str] | None:
        """What a column is where the file does not say it, and what that assumes."""
        if gekozen := _ZONDER_BRON.get((self.contract.dataset, kolom.naam)):
            return gekozen
        if (
            kolom.codelijst
            and kolom.waarde in ("code", "janee")
            and ONBEKEND in self._definities.codelijsten[kolom.codelijst]
        ):
            return ONBEKEND, "het bestand zegt dit niet"
        if kolom.waarde == "vestiging" and kolom.verplicht and len(set(self._locaties.values())) == 1:
            return next(iter(self._locaties.values())), "de organisatie heeft maar één locatie"
        return None

    def _times(self) -> dict[str, str]:
        """Per column that wants a moment and got a date alone: the column with its time, the one beside it first."""
        volgorde = list(self._beelden)
        vrij = [
            kop for kop, b in self._beelden.items()
            if b.deel("tijd") >= 0.9 and kop not in {p.kop for p in self._gekozen.values()}
        ]  # fmt: skip
        uit: dict[str, str] = {}
        for kolom in self.contract.levering.kolommen:
            paar = self._gekozen.get(kolom.naam)
            if kolom.waarde != "tijdstip" or paar is None or self._beelden[paar.kop].deel("met_tijd") or not vrij:
                continue
            plek = volgorde.index(paar.kop)
            beste = min(vrij, key=lambda kop: (abs(volgorde.index(kop) - plek - 1), kop not in self._koppen.tijd))
            if volgorde.index(beste) == plek + 1 or beste in self._koppen.tijd:
                uit[kolom.naam] = beste
                vrij.remove(beste)
        return uit

    # -- as a proposal -----------------------------------------------------------------------------------------------

    def proposal(self, monster: _Monster, bekend: str | None, datasets: tuple[tuple[Dataset, float], ...]) -> Voorstel:
        kolommen = tuple(self._column(k) for k in self.contract.levering.kolommen)
        gebruikt = {kop for k in kolommen for kop in (k.van, k.samen) if kop}
        datums, momenten = self._forms(kolommen)
        return Voorstel(
            bestand=monster.inhoud.waar, bekend=bekend, dataset=self.contract.dataset, zekerheid=min(self._certainty(), 0.5 if datasets else 1.0), datasets=datasets,
            scheiding=monster.vorm.scheiding, codering=monster.codering, regels=monster.frame.height, koppen=monster.vorm.kop,
            kolommen=kolommen, persoonlijk=self.persoonlijk, datumvormen=datums, tijdvormen=momenten,
            ongebruikt=tuple(k for k in monster.vorm.kop if k not in gebruikt and k not in self.persoonlijk),
            ontbreekt=tuple(k.kolom for k in kolommen if k.verplicht and k.van is None and k.vast is None),
            opmerkingen=(*_other_tables(monster), *self._remarks(kolommen, datasets)),
        )  # fmt: skip

    def _column(self, kolom: Kolom) -> Kolomvoorstel:
        paar = self._gekozen.get(kolom.naam)
        bezet = {p.kop for p in self._gekozen.values()}
        anders = tuple((p.kop, p.zekerheid) for p in self._paren if p.kolom == kolom.naam and p.kop not in bezet)
        voorstel = Kolomvoorstel(kolom.naam, kolom.omschrijving, kolom.verplicht, alternatieven=anders)
        if paar is None:
            vast = self._constant(kolom)
            return replace(voorstel, vast=vast[0], gronden=(vast[1],)) if vast else voorstel
        return replace(
            voorstel, van=paar.kop, samen=self._tijden.get(kolom.naam), leeg=self._empty(kolom), zekerheid=paar.zekerheid,
            gronden=paar.gronden, **self._translations(kolom, self._beelden[paar.kop].codes or Counter()),
        )  # fmt: skip

    def _empty(self, kolom: Kolom) -> str | None:
        """What an empty value means: unknown, where no rule asks for a value."""
        if not kolom.codelijst or kolom.waarde not in ("code", "janee") or any(r.soort == "leeg" for r in kolom.regels):
            return None
        return ONBEKEND if ONBEKEND in self._definities.codelijsten[kolom.codelijst] else None

    def _translations(self, kolom: Kolom, codes: Counter[str]) -> dict[str, Any]:
        """The codes of a column that need translating: those that may be shown with a proposal, the others counted."""
        lijst = (
            self._filialen if kolom.waarde == "vestiging" else self._definities.codelijsten.get(kolom.codelijst or "")
        )
        if lijst is None:
            return {}
        al_goed = self._locaties if kolom.waarde == "vestiging" else lijst.codes
        nieuw = Counter({code: n for code, n in codes.items() if code not in al_goed})
        kenner = Codekenner(self._definities, lijst, kolom.naam)
        getoond = propose_all(kenner, nieuw)
        verborgen = {code for code in nieuw if code not in {c.code for c in getoond}}
        woorden = {code: kenner.word(code) for code in verborgen if kenner.knows(code)}
        return {"codes": tuple(getoond), "verborgen": len(verborgen) - len(woorden), "woorden": woorden}

    def _forms(self, kolommen: Sequence[Kolomvoorstel]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The forms of dates and of moments that the chosen columns are written in, the most frequent first."""
        datums: dict[str, None] = {}
        momenten: dict[str, None] = {}
        for k in kolommen:
            if k.van is None or self.contract.levering.kolom(k.kolom).waarde not in (
                "datum",
                "geboortedatum",
                "tijdstip",
            ):
                continue
            vormen = needed_forms(self._beelden[k.van].vormen)
            alleen_datum = [v for v in vormen if "%H" not in v]
            datums |= dict.fromkeys(alleen_datum)
            momenten |= dict.fromkeys(v for v in vormen if "%H" in v)
            if k.samen:
                momenten |= dict.fromkeys(_moments(alleen_datum, self._definities.aliassen.tijdvormen))
        return tuple(datums), tuple(momenten)

    def _remarks(self, kolommen: Sequence[Kolomvoorstel], datasets: Sequence[tuple[Dataset, float]]) -> Iterable[str]:
        """What a person has to look at before confirming."""
        if self._certainty() < MOGELIJK:
            yield "Dit bestand lijkt op geen van de datasets die het netwerk vraagt."
        elif self._explained() < _HALF:
            yield "Van meer dan de helft van de kolommen is niet gevonden wat ze zijn; kijk of dit de goede dataset is."
        if datasets:
            yield f"Het bestand kan ook zijn: {', '.join(d for d, _ in datasets)}. Kies met --dataset."
        for k in kolommen:
            if k.van is None:
                continue
            yield from self._unknown_branches(k)
            dichtbij = [kop for kop, z in k.alternatieven if z >= k.zekerheid - _CLOSE]
            if dichtbij:
                yield f"Voor {k.kolom} past {' en '.join(dichtbij)} bijna even goed als {k.van}. Kies met --kolom {k.kolom}=KOP."
            if is_ambiguous(self._beelden[k.van].vormen):
                yield f"In {k.van} kunnen dag en maand verwisseld zijn; gelezen wordt de dag eerst."
            if self._beelden[k.van].deel("jaartal_kort") > 0:
                yield f"In {k.van} staan jaartallen van twee cijfers; die worden niet gelezen, want de eeuw wordt niet geraden."

    def _unknown_branches(self, k: Kolomvoorstel) -> Iterator[str]:
        """Rows of a branch that is not known are rejected: too many, and the levering is refused."""
        kolom = self.contract.levering.kolom(k.kolom)
        codes = self._beelden[k.van or ""].codes or Counter()
        if kolom.waarde != "vestiging" or not kolom.verplicht or not self._locaties or not codes:
            return
        bekend = {**self._locaties, **k.vertaling}
        onbekend = sum(n for code, n in codes.items() if code not in bekend) / sum(codes.values())
        if onbekend > 0:
            yield (
                f"Van {100 * onbekend:.0f} % van de regels is de vestiging niet bekend; die regels tellen niet mee. "
                "Vertaal deze codes na het bevestigen met `daadkracht vertaal --kolom locatie CODE=ISIL`."
            )


def _other_tables(monster: _Monster) -> Iterator[str]:
    if monster.tabellen > 1:
        yield f"Het bestand heeft {monster.tabellen} tabellen; alleen de eerste is bekeken."


def _with_given(paren: Sequence[Paar], opgegeven: Mapping[str, str]) -> list[Paar]:
    """The pairs with what was said by hand instead of what was found."""
    bezet = {kop.strip().lower() for kop in opgegeven.values() if kop}
    zelf = [Paar(k, kop.strip().lower(), 1.0, ("zelf opgegeven",)) for k, kop in opgegeven.items() if kop]
    rest = [p for p in paren if p.kolom not in opgegeven and p.kop not in bezet]
    return [*zelf, *(p for p in rest if p.zekerheid >= MOGELIJK)]
