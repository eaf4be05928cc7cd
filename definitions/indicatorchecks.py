"""Whether the indicators fit the catalogue, the begrippen, the facts, and each other.

Not here: the SQL of their expressions and filters (`sqlchecks.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from .loaded import Geladen
from .measures import INWONERS
from .models import Deel, Definities, Feit, Indicator
from .yaml_lines import Pad

Mistake = tuple[Pad, str]

# Breakdowns that cross two columns are written with this sign.
_CROSSING = "*"


def check_indicators(geladen: Geladen, definities: Definities) -> None:
    """Check every indicator; every mistake goes to `geladen.fouten`."""
    for indicator in definities.indicatoren.values():
        fouten = [*_reference_mistakes(geladen, definities, indicator), *_version_mistakes(indicator)]
        if indicator.bron_ontbreekt:
            fouten += _missing_source_mistakes(indicator)
        elif indicator.soort == "verhouding":
            fouten += _ratio_mistakes(geladen, definities, indicator)
        else:
            fouten += _count_mistakes(geladen, definities, indicator)
        fouten += [
            *_demand_mistakes(definities, indicator),
            *_variant_mistakes(definities, indicator),
            *_rule_mistakes(indicator),
        ]
        for pad, zin in fouten:
            geladen.meld("indicatoren", indicator.code, pad, zin)


def _reference_mistakes(geladen: Geladen, definities: Definities, indicator: Indicator) -> Iterator[Mistake]:
    if indicator.code not in geladen.namen["catalogus"]:
        yield ("code",), f"de code {indicator.code} staat niet in de catalogus."
    if indicator.begrip not in geladen.namen["begrippen"]:
        yield ("begrip",), f"het begrip {indicator.begrip} bestaat niet."
    if indicator.dataset not in geladen.namen["contracten"]:
        yield ("dataset",), f"er is geen contract voor {indicator.dataset}."

    for veld, lijst in (("kernfuncties", "kernfunctie"), ("opgaven", "opgave")):
        for i, waarde in enumerate(getattr(indicator, veld)):
            if str(waarde) not in definities.codelijsten.get(lijst, ()):
                yield (veld, i), f"de code {waarde} staat niet in de codelijst {lijst}."


def _rule_mistakes(indicator: Indicator) -> Iterator[Mistake]:
    """A counting rule has a name of its own, and something to be different in; a ratio varies by its sides."""
    namen = [v.naam for v in indicator.telvarianten]
    for i, variant in enumerate(indicator.telvarianten):
        if indicator.soort == "verhouding":
            yield ("telvarianten", i), "een verhouding heeft geen telvarianten; zet ze bij teller of noemer."
        if namen.index(variant.naam) != i:
            yield ("telvarianten", i, "naam"), f"de telregel {variant.naam} staat er al."
        if (variant.filter, variant.uitdrukking) in ((None, None), (indicator.filter, indicator.uitdrukking)):
            yield ("telvarianten", i), f"de telregel {variant.naam} telt niets anders: geef een filter of uitdrukking."


def _missing_source_mistakes(indicator: Indicator) -> Iterator[Mistake]:
    """What has no source cannot be counted either."""
    for veld in ("feit", "uitdrukking", "filter", "teller", "noemer"):
        if getattr(indicator, veld) is not None:
            yield (veld,), f"zonder bron (bron_ontbreekt) is er geen {veld}."


def _version_mistakes(indicator: Indicator) -> Iterator[Mistake]:
    """Versions are numbered upward and each starts after the one before; a later one says why the series breaks."""
    for i, (oud, nieuw) in enumerate(zip(indicator.versies, indicator.versies[1:], strict=False), start=1):
        if nieuw.versie <= oud.versie or nieuw.geldig_van <= oud.geldig_van:
            yield ("versies", i), "een nieuwe versie heeft een hoger nummer en een latere datum dan de vorige."
        if not nieuw.trendbreuk:
            yield ("versies", i), "een nieuwe versie zegt bij trendbreuk waarom de reeks breekt."


def _count_mistakes(geladen: Geladen, definities: Definities, indicator: Indicator) -> Iterator[Mistake]:
    for veld in ("feit", "uitdrukking"):
        if not getattr(indicator, veld):
            yield ("soort",), f"bij soort {indicator.soort} hoort {veld}."
    for veld in ("teller", "noemer"):
        if getattr(indicator, veld) is not None:
            yield (veld,), f"bij soort {indicator.soort} hoort geen {veld}."
    if indicator.feit is not None and indicator.feit not in geladen.namen["feiten"]:
        yield ("feit",), f"het feit {indicator.feit} bestaat niet."
    if indicator.feit in definities.feiten:
        yield from _fact_mistakes(indicator, definities.feiten[indicator.feit])


def _fact_mistakes(indicator: Indicator, feit: Feit) -> Iterator[Mistake]:
    for i, uitsplitsing in enumerate(indicator.uitsplitsingen):
        for deel in uitsplitsing.split(_CROSSING):
            if deel not in feit.kolommen:
                yield ("uitsplitsingen", i), f"het feit {indicator.feit} heeft geen uitsplitsing {deel}."
    if feit.tijd == "maand" and "peildatum" in indicator.periodesoorten:
        yield ("periodesoorten",), f"het feit {indicator.feit} heeft maanden en geen peildatum."
    if feit.tijd == "jaar" and indicator.periodesoorten != ("jaar",):
        yield ("periodesoorten",), f"het feit {indicator.feit} heeft alleen jaren."


def _ratio_mistakes(geladen: Geladen, definities: Definities, indicator: Indicator) -> Iterator[Mistake]:
    for veld in ("feit", "uitdrukking", "filter"):
        if getattr(indicator, veld) is not None:
            yield (veld,), f"een verhouding heeft geen {veld} van zichzelf; zet het bij teller of noemer."
    kring = _cycle(definities, indicator.code, ())
    if kring and min(kring) == indicator.code:
        yield ("teller",), f"de verhouding verwijst naar zichzelf: {' -> '.join((*kring, indicator.code))}."
    for kant in ("teller", "noemer"):
        deel = getattr(indicator, kant)
        if deel is None:
            yield ("soort",), f"bij een verhouding hoort een {kant}."
        elif deel.indicator in INWONERS:
            if deel.filter is not None:
                yield (kant, "filter"), "inwoners hebben geen filter."
        elif deel.indicator not in geladen.namen["indicatoren"]:
            yield (kant, "indicator"), f"de indicator {deel.indicator} bestaat niet."
        elif deel.indicator in definities.indicatoren and not kring:
            yield from _side_mistakes(definities, indicator, kant, deel)


def _side_mistakes(definities: Definities, indicator: Indicator, kant: str, deel: Deel) -> Iterator[Mistake]:
    """A side must be counted itself, in every place, period and breakdown of the ratio."""
    basis = definities.indicatoren[deel.indicator]
    if basis.bron_ontbreekt:
        yield (kant, "indicator"), f"van {deel.indicator} ontbreekt de bron."
        return
    if basis.soort == "verhouding":
        zin = f"{deel.indicator} is zelf een verhouding; neem de indicatoren waaruit die bestaat."
        yield (kant, "indicator"), zin
        return
    for veld in ("uitsplitsingen", "niveaus", "periodesoorten"):
        for i, waarde in enumerate(getattr(indicator, veld)):
            if waarde not in getattr(basis, veld):
                yield (veld, i), f"{deel.indicator} heeft {waarde} niet bij {veld}."


def _demand_mistakes(definities: Definities, indicator: Indicator) -> Iterator[Mistake]:
    """An eis compares two counts of the same dataset; a ratio has none of its own, it asks what its sides ask."""
    if indicator.eisen and indicator.soort == "verhouding":
        yield ("eisen",), "een verhouding heeft geen eisen van zichzelf; zet ze bij de teller of de noemer."
        return
    for i, eis in enumerate(indicator.eisen):
        for kant in ("deel", "van"):
            basis = definities.indicatoren.get(getattr(eis, kant).indicator)
            if basis is None or basis.feit is None or basis.dataset != indicator.dataset:
                zin = f"{getattr(eis, kant).indicator} is geen telling uit {indicator.dataset}."
                yield ("eisen", i, kant, "indicator"), zin


def _variant_mistakes(definities: Definities, indicator: Indicator) -> Iterator[Mistake]:
    """A variant of a count has a filter, one of a ratio another side; that side must be counted itself."""
    klassen = [v.klasse for v in indicator.varianten]
    for i, variant in enumerate(indicator.varianten):
        zijden = [kant for kant in ("teller", "noemer") if getattr(variant, kant) is not None]
        if klassen.index(variant.klasse) != i:
            yield ("varianten", i, "klasse"), f"de variant {variant.klasse} staat er twee keer."
        if indicator.soort == "verhouding" and (variant.filter or not zijden):
            yield ("varianten", i), "een variant van een verhouding heeft een andere teller of noemer, en geen filter."
        if indicator.soort != "verhouding" and (not variant.filter or zijden):
            yield (
                ("varianten", i),
                f"een variant van soort {indicator.soort} heeft een filter, en geen teller of noemer.",
            )
        for kant in zijden:
            code = getattr(variant, kant).indicator
            if code not in INWONERS and (
                code not in definities.indicatoren or definities.indicatoren[code].feit is None
            ):
                yield ("varianten", i, kant, "indicator"), f"{code} is geen telling."


def _cycle(definities: Definities, code: str, weg: tuple[str, ...]) -> tuple[str, ...]:
    """The ring of ratios from `code` back to where the way began, () if there is none."""
    if code in weg:
        return weg if code == weg[0] else ()
    indicator = definities.indicatoren.get(code)
    for deel in (indicator.teller, indicator.noemer) if indicator else ():
        if deel is not None and (kring := _cycle(definities, deel.indicator, (*weg, code))):
            return kring
    return ()
