"""Writes docs/zo-wordt-geteld.md: per indicator what it means, the rule, and small tables in with the figures that come out.

Not here: the cases; they are the tests of the build (`tests/spec`), so what the page shows is what the platform does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from definitions import Definities, Indicator, load_definities
from tests.spec.alle_gevallen import GEVALLEN
from tests.spec.gevallen import Geval
from tests.unit.publishing.bronsmaker import GEWOON, lees_tabel

from .markdown import KOP, table

# Which delivered tables a fact is made of, in the order in which they are read.
TABELLEN = {
    "uitleningen": ("locaties", "uitleningen"),
    "leners": ("leners",),
    "leden": ("leden",),
    "collectie": ("locaties", "collectie"),
    "activiteiten": ("locaties", "activiteiten"),
    "locaties": ("locaties",),
    "gemeenten": ("locaties",),
    "jaarcijfers": ("jaarcijfers",),
    "digitaal": ("digitaal",),
}
# Columns that a fact takes from a second table.
_ERBIJ = {"leende_12m": "leners", "uitgeleend_24m": "exemplaargebruik", "norm_belasting": "activiteiten"}
# So many cases are shown whole; of others the page gives the name.
GETOOND = 2
_LEEFTIJD = {"": "inwoners", "jeugd": "inwoners tot en met 17 jaar", "volw": "inwoners vanaf 18 jaar"}
_VAST = ("niveau", "gebied", "periode", "uitsplitsing", "klasse")
_UIT = ("teller", "noemer", "waarde", "dekking", "status", "markeringen")


def zo_wordt_geteld(definities: Definities) -> str:
    """The page: how to read it, then every indicator in the order of codes."""
    regels = ["# Zo wordt geteld", "", KOP, "", *_uitleg(), ""]
    for indicator in sorted(definities.indicatoren.values(), key=lambda i: (i.controletotaal, i.code)):
        regels += _indicator(definities, indicator)
    return "\n".join(regels).rstrip() + "\n"


def cases_of(code: str) -> list[Geval]:
    """The cases that show a figure of this indicator, those with most figures first."""
    aantal = {g.naam: sum(r["indicator"] == code for r in lees_tabel(g.verwacht)) for g in GEVALLEN}
    return sorted((g for g in GEVALLEN if aantal[g.naam]), key=lambda g: -aantal[g.naam])


def _uitleg() -> Iterator[str]:
    yield (
        "Per indicator: wat hij betekent, de regel, en voorbeelden. Elk voorbeeld is een verzonnen bibliotheek: eerst wat zij levert, "
        "dan de cijfers die eruit komen. Dezelfde voorbeelden zijn de tests van het platform: klopt een tabel niet meer, dan wordt er "
        "niets gepubliceerd."
    )
    yield ""
    yield "Wat in een voorbeeld niet staat, is gewoon:"
    yield ""
    yield from table(
        ("tabel", "gewoon is"),
        (
            (tabel, ", ".join(f"{k} {v}" for k, v in vast.items() if k != "bronsysteem"))
            for tabel, vast in GEWOON.items()
            if set(vast) - {"bronsysteem"}
        ),
    )
    yield (
        "Een cijfer zonder gebied is dat van de hele bibliotheek. Een lege waarde betekent: geen cijfer. Dat is iets anders dan 0."
    )


def _indicator(definities: Definities, indicator: Indicator) -> Iterator[str]:
    yield from (f"## {indicator.code} {indicator.naam}", "", indicator.definitie, "")
    yield from (f"- {regel}" for regel in _rule(indicator))
    yield ""
    gevallen = cases_of(indicator.code)
    for geval in gevallen[:GETOOND]:
        yield from _case(definities, indicator, geval)
    if gevallen[GETOOND:]:
        yield from (f"Ook in: {'; '.join(g.naam for g in gevallen[GETOOND:])}.", "")


def _rule(indicator: Indicator) -> Iterator[str]:
    if indicator.bron_ontbreekt:
        yield f"Nog geen cijfer: {indicator.bron_ontbreekt}"
    elif indicator.soort == "verhouding":
        maal = "" if indicator.factor == 1 else f", maal {indicator.factor:g}"
        yield f"Regel: {_side(indicator.teller)} gedeeld door {_side(indicator.noemer)}{maal}."
        yield "Over plaatsen heen: deel de som van de tellers door de som van de noemers."
    else:
        yield f"Regel: `{indicator.uitdrukking}` over {indicator.feit} waar `{indicator.filter or 'true'}`."
    yield f"Eenheid: {indicator.eenheid}. Gebied: {indicator.gebiedsbegrip}."


def _side(deel: object) -> str:
    code, filter_ = getattr(deel, "indicator", ""), getattr(deel, "filter", None)
    naam = code.replace("_", " ").replace("0 17", "0-17").replace("18 plus", "18+")
    return f"{naam} waar `{filter_}`" if filter_ else naam


# -- one case ----------------------------------------------------------------------------------------------------------


def _case(definities: Definities, indicator: Indicator, geval: Geval) -> Iterator[str]:
    yield from (f"**Voorbeeld: {geval.naam}**", "")
    if geval.gemeenten and (len(geval.gemeenten) > 1 or "gemeente" in geval.verwacht):
        yield from (f"Werkgebied: {', '.join(geval.gemeenten)}.", "")
    nodig = _needed(definities, indicator)
    for periode, tabellen in geval.geleverd.items():
        for naam in (n for n in nodig if n in tabellen):
            yield from _delivered(naam, periode, lees_tabel(tabellen[naam]))
    yield from ("Wat eruit komt:", "")
    yield from _figures(definities, indicator, geval)


def _needed(definities: Definities, indicator: Indicator) -> tuple[str, ...]:
    """The delivered tables an indicator is counted from, both sides of a ratio together."""
    uit: dict[str, None] = {}
    for basis, filter_ in _bases(definities, indicator):
        for tabel in TABELLEN[basis.feit or ""]:
            uit[tabel] = None
        for kolom, tabel in _ERBIJ.items():
            if kolom in f"{basis.uitdrukking} {basis.filter} {filter_}":
                uit[tabel] = None
    return tuple(uit)


def _bases(definities: Definities, indicator: Indicator) -> Iterator[tuple[Indicator, str | None]]:
    if indicator.feit is not None:
        yield indicator, None
    for deel in (indicator.teller, indicator.noemer):
        if deel is not None and deel.indicator in definities.indicatoren:
            yield definities.indicatoren[deel.indicator], deel.filter


def _delivered(naam: str, periode: str, rijen: Sequence[dict[str, str]]) -> Iterator[str]:
    yield from (f"{naam.capitalize()}, {periode}:", "")
    if rijen:
        yield from table(tuple(rijen[0]), (tuple(rij.values()) for rij in rijen))
    else:
        yield from ("geleverd, zonder regels", "")


def _figures(definities: Definities, indicator: Indicator, geval: Geval) -> Iterator[str]:
    alle = lees_tabel(geval.verwacht)
    rijen = [{**r, **_parts(indicator, r, alle)} for r in alle if r["indicator"] == indicator.code]
    kolommen = [k for k in (*_VAST, *_UIT) if any(k in r for r in rijen) and (k in _UIT or _differs(k, rijen))]
    yield from table(kolommen, ([_readable(r.get(k, "")) for k in kolommen] for r in rijen))


def _differs(kolom: str, rijen: Sequence[dict[str, str]]) -> bool:
    """Whether a column says anything: not only the total, not only the library itself."""
    return kolom == "periode" or {r.get(kolom, "") for r in rijen} - {"", "totaal"} != set()


def _parts(indicator: Indicator, rij: dict[str, str], alle: Sequence[dict[str, str]]) -> dict[str, str]:
    """Teller and noemer of a ratio, where the same case says what they are."""
    uit = {}
    for rol, deel in (("teller", indicator.teller), ("noemer", indicator.noemer)):
        if deel is None or deel.filter or rij.get(rol):
            continue
        sleutel = [rij.get(k, "") for k in _VAST]
        gelijk = [r for r in alle if r["indicator"] == deel.indicator and [r.get(k, "") for k in _VAST] == sleutel]
        if gelijk and gelijk[0].get("waarde"):
            uit[rol] = gelijk[0]["waarde"]
    return uit


def _readable(tekst: str) -> str:
    """`{100/jeugd:GM0153}` as words: 100 / inwoners tot en met 17 jaar van GM0153."""
    if not tekst.startswith("{"):
        return tekst.replace(".", ",") if re.fullmatch(r"-?\d+\.\d+", tekst) else tekst
    return " / ".join(_product(deel) for deel in tekst.strip("{}").split("/"))


def _product(tekst: str) -> str:
    if "GM" not in tekst:
        return tekst.replace("*", " x ")
    leeftijd, _, gemeenten = tekst.rpartition(":")
    return f"{_LEEFTIJD[leeftijd]} van {' en '.join(gemeenten.split('+'))}"


if __name__ == "__main__":
    print(zo_wordt_geteld(load_definities()))
