"""Which measures have to be counted for the indicators: what the dbt macro turns into one scan per fact.

Not here: the counting itself (dbt_project/macros) and how sides of a ratio are divided.
"""

from __future__ import annotations

from collections.abc import Iterator

from .models import Deel, Definities, Indicator, Maat

# What a ratio may have on one side instead of an indicator: inhabitants, all or by age.
INWONERS = ("inwoners", "inwoners_0_17", "inwoners_18_plus")


def maten(definities: Definities) -> list[Maat]:
    """The measures to count, in the order of the indicators' codes; a ratio is none itself.

    A side of a ratio that narrows its indicator with a filter of its own is a measure `<code>#teller` or `<code>#noemer`,
    with the breakdowns that its indicator and the ratio share.
    """
    return [
        maat for _, indicator in sorted(definities.indicatoren.items()) for maat in _measures(indicator, definities)
    ]


def maat_van(indicator: Indicator, kant: str) -> str:
    """The name of the measure on one side (`teller` or `noemer`) of a ratio; one of `INWONERS` where that side is inhabitants."""
    deel = _side(indicator, kant)
    if deel is None:
        raise KeyError(f"{indicator.code} has no {kant}")
    return f"{indicator.code}#{kant}" if deel.filter else deel.indicator


def _side(indicator: Indicator, kant: str) -> Deel | None:
    return indicator.teller if kant == "teller" else indicator.noemer


def _measures(indicator: Indicator, definities: Definities) -> Iterator[Maat]:
    if indicator.bron_ontbreekt:
        return
    if indicator.soort != "verhouding":
        yield _measure(indicator, indicator.code, None, indicator.uitsplitsingen)
        return
    for kant in ("teller", "noemer"):
        deel = _side(indicator, kant)
        if deel is None or not deel.filter:
            continue
        basis = definities.indicatoren[deel.indicator]
        gedeeld = tuple(u for u in basis.uitsplitsingen if u in indicator.uitsplitsingen)
        yield _measure(basis, maat_van(indicator, kant), deel.filter, gedeeld)


def _measure(indicator: Indicator, naam: str, extra: str | None, uitsplitsingen: tuple[str, ...]) -> Maat:
    assert indicator.feit is not None
    assert indicator.uitdrukking is not None
    assert indicator.soort != "verhouding"
    delen = [f"({f})" for f in (indicator.filter, extra) if f]
    return Maat(
        maat=naam,
        feit=indicator.feit,
        uitdrukking=indicator.uitdrukking,
        filter=" and ".join(delen) or "true",
        uitsplitsingen=uitsplitsingen,
        soort=indicator.soort,
    )
