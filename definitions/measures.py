"""Which measures have to be counted for the indicators: what the dbt macro turns into one scan per fact.

Not here: the counting itself (dbt_project/macros) and how sides of a ratio are divided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .errors import DefinitieFout
from .models import Deel, Definities, Indicator, Maat, Telvariant, Variant

# What a ratio may have on one side instead of an indicator: inhabitants, all or by age.
INWONERS = ("inwoners", "inwoners_0_17", "inwoners_18_plus")


@dataclass(frozen=True)
class Onderdeel:
    """A measure that an indicator is made of: as `teller` or `noemer`, of the figure itself or of one of its varianten."""

    rol: str
    maat: str
    variant: str = ""


def maten(definities: Definities) -> list[Maat]:
    """The measures to count, in the order of the indicators' codes; a ratio is none itself.

    A side of a ratio that narrows its indicator with a filter of its own is a measure `<code>#teller` or `<code>#noemer`,
    with the breakdowns that its indicator and the ratio share. A variant is `<code>~<klasse>` and counts totals alone, as
    both sides of an eis do (`<code>!<markering>#deel`).
    """
    return [
        maat for _, indicator in sorted(definities.indicatoren.items()) for maat in _measures(indicator, definities)
    ]


def onderdelen(definities: Definities, indicator: Indicator) -> list[Onderdeel]:
    """What an indicator and its varianten are made of: itself as teller, or both sides of a ratio; inhabitants are no measure.

    Raises `DefinitieFout` for a ratio without a side, or with a ratio as a side.
    """
    if indicator.bron_ontbreekt:
        return []
    if indicator.soort != "verhouding":
        eigen = [Onderdeel("teller", indicator.code)]
        return eigen + [Onderdeel("teller", f"{indicator.code}~{v.klasse}", v.klasse) for v in indicator.varianten]
    return [
        Onderdeel(rol, _side_name(f"{indicator.code}~{v.klasse}" if v else indicator.code, rol, deel), v.klasse if v else "")
        for v in (None, *indicator.varianten)
        for rol, deel in _sides(definities, indicator, v)
        if deel.indicator not in INWONERS
    ]  # fmt: skip


def eisen_van(definities: Definities, indicator: Indicator) -> Iterator[tuple[str, str, str, float, bool]]:
    """(markering, measure of the part, measure of the whole, minimum, altijd) of an indicator; a ratio asks what its sides ask."""
    if indicator.bron_ontbreekt:
        return
    wie = {indicator.code}
    if indicator.soort == "verhouding":
        wie = {deel.indicator for _, deel in _sides(definities, indicator) if deel.indicator not in INWONERS}
    for code in sorted(wie):
        for eis in definities.indicatoren[code].eisen:
            naam = f"{code}!{eis.markering}"
            yield (
                eis.markering, _side_name(naam, "deel", eis.deel), _side_name(naam, "van", eis.van), eis.minimum,
                eis.altijd,
            )  # fmt: skip


def _sides(definities: Definities, indicator: Indicator, variant: Variant | None = None) -> list[tuple[str, Deel]]:
    """(rol, side) of a ratio, or of a variant of it, which says only what is different."""
    uit = []
    for rol in ("teller", "noemer"):
        deel = getattr(variant, rol, None) or getattr(indicator, rol)
        if deel is None:
            raise DefinitieFout(f"De verhouding {indicator.code} mist een {rol}.")
        if deel.indicator not in INWONERS and definities.indicatoren[deel.indicator].soort == "verhouding":
            raise DefinitieFout(
                f"De verhouding {indicator.code} heeft {deel.indicator} als {rol}, en dat is zelf een verhouding;"
                " neem de indicatoren waaruit die bestaat."
            )
        uit.append((rol, deel))
    return uit


def _side_name(naam: str, rol: str, deel: Deel) -> str:
    return f"{naam}#{rol}" if deel.filter else deel.indicator


def _measures(indicator: Indicator, definities: Definities) -> Iterator[Maat]:
    if indicator.bron_ontbreekt:
        return
    if indicator.soort != "verhouding":
        yield _measure(indicator, indicator.code, (indicator.filter,), indicator.uitsplitsingen)
        for variant in indicator.varianten:
            yield _measure(indicator, f"{indicator.code}~{variant.klasse}", (variant.filter,))
    else:
        for v in (None, *indicator.varianten):
            naam = f"{indicator.code}~{v.klasse}" if v else indicator.code
            zijden = _sides(definities, indicator, v)
            yield from _narrowed(definities, naam, zijden, () if v else indicator.uitsplitsingen)
    for eis in indicator.eisen:
        yield from _narrowed(definities, f"{indicator.code}!{eis.markering}", [("deel", eis.deel), ("van", eis.van)])


def _narrowed(
    definities: Definities, naam: str, zijden: list[tuple[str, Deel]], uitsplitsingen: tuple[str, ...] = ()
) -> Iterator[Maat]:
    for rol, deel in zijden:
        if not deel.filter:
            continue
        basis = definities.indicatoren[deel.indicator]
        gedeeld = tuple(u for u in basis.uitsplitsingen if u in uitsplitsingen)
        yield _measure(basis, _side_name(naam, rol, deel), (basis.filter, deel.filter), gedeeld)


def _measure(
    indicator: Indicator, naam: str, filters: tuple[str | None, ...], uitsplitsingen: tuple[str, ...] = ()
) -> Maat:
    assert indicator.feit is not None
    assert indicator.uitdrukking is not None
    assert indicator.soort != "verhouding"
    return Maat(
        maat=naam,
        feit=indicator.feit,
        uitdrukking=indicator.uitdrukking,
        filter=" and ".join(f"({f})" for f in filters if f) or "true",
        uitsplitsingen=uitsplitsingen,
        soort=indicator.soort,
    )


def telvarianten_van(indicator: Indicator) -> tuple[Telvariant, ...]:
    """Every other way to count an indicator that has a name: its counting rules, and the variants that are published beside it
    (by their klasse in lower case)."""
    gepubliceerd = (
        Telvariant(naam=v.klasse.lower(), omschrijving=v.naam, filter=v.filter) for v in indicator.varianten if v.filter
    )
    return (*indicator.telvarianten, *gepubliceerd)
