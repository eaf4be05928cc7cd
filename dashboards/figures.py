"""The arithmetic of the pages: change on last year, place among comparable libraries, the rows of a chart.

Not here: reading (`data.py`), and words or pictures for what comes out (`components/`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import quantiles
from types import MappingProxyType

from dashboards import periods
from dashboards.data import Bibliotheek, Eerder, Indicator, Levering, Reeks, Verschil, Verschillen, Waarde

# The finest rhythm first: a month tells more than a year.
_RITME = ("maand", "peildatum", "kwartaal", "jaar")
_RITMISCH = 3
# How long a month is written: `2025-03`. Others publish years.
_MAAND = 7
_LIJN = {"maand": 13, "peildatum": 13, "kwartaal": 5, "jaar": 5}
# Groups by inhabitants of the werkgebied, as the network groups libraries in its own reports.
_KLASSEN = ((60_000, "klein (tot 60.000 inwoners)"), (150_000, "middelgroot (60.000 tot 150.000 inwoners)"))
_GROOT = "groot (vanaf 150.000 inwoners)"
# With fewer others a quartile is one library's figure with another name.
_MINSTENS = 4
_PER = (1_000, 10_000, 100_000)


@dataclass(frozen=True)
class Verandering:
    """Against the same period last year. `procent` is None where it cannot be given; `reden` then says why.

    `procentpunt` is True for an indicator in percents: the difference itself, not a percentage of a percentage. Where not all
    of the `verwacht` months are in both periods, both were counted on the `geteld` that are. `vorig` is what another published
    of last year, where we have nothing: counted otherwise, so no change.
    """

    periode: str
    procent: float | None
    procentpunt: bool = False
    reden: str = ""
    geteld: float = 1.0
    verwacht: float = 1.0
    vorig: Eerder | None = None

    @property
    def heel(self) -> bool:
        """Whether everything expected is in both periods."""
        return self.geteld >= self.verwacht


@dataclass(frozen=True)
class Groep:
    """The libraries that one is compared with, itself not among them; `klasse` is None where that is all others."""

    klasse: str | None
    isils: tuple[str, ...]


@dataclass(frozen=True)
class Vergelijking:
    """One's place among others, in the measure that can be compared: per `per` inwoners, or the value where `per` is 0."""

    groep: Groep
    aantal: int
    per: int
    eigen: float
    p25: float
    mediaan: float
    p75: float
    laagste: float
    hoogste: float
    decimalen: int

    @property
    def oordeel(self) -> str:
        """`hoger`, `lager` or `binnen` (the middle half)."""
        if self.eigen > self.p75:
            return "hoger"
        return "lager" if self.eigen < self.p25 else "binnen"

    @property
    def verschil(self) -> float | None:
        """Own value against the median, in percents; None where the median is 0."""
        return (self.eigen - self.mediaan) / self.mediaan * 100 if self.mediaan else None

    @property
    def afstand(self) -> float:
        """Distance to the median, in widths of the middle half: what makes indicators comparable with each other."""
        breedte = self.p75 - self.p25
        verschil = abs(self.eigen - self.mediaan)
        return verschil / breedte if breedte else (float("inf") if verschil else 0.0)


@dataclass(frozen=True)
class Kerncijfer:
    """What a card of the scorecard shows. `later` is a period of the chosen year after `punt` that lacks a number."""

    indicator: Indicator
    periodesoort: str
    punt: Waarde
    verandering: Verandering
    lijn: tuple[Waarde, ...]
    vergelijking: Vergelijking | None
    later: Waarde | None


@dataclass(frozen=True)
class Balk:
    """One slot of the chart and one row of its table: a period, and the same one a year before (None: not shown)."""

    label: str
    nu: Waarde
    toen: Waarde | None


@dataclass(frozen=True)
class Grafiek:
    """The rows of the chart. `jaar_toen` is None where no series of last year is drawn; `reden` then may say why."""

    indicator: Indicator
    periodesoort: str
    jaar: int
    jaar_toen: int | None
    balken: tuple[Balk, ...]
    reden: str = ""


@dataclass(frozen=True)
class Leveringstatus:
    """A dataset's deliveries: first and last period, the months missing in between, when the last one came."""

    levering: Levering
    eerste: str | None
    laatste: str | None
    ontbreekt: tuple[str, ...]


def rhythm(reeks: Reeks) -> str | None:
    """The finest kind of period in which a series has values; a stock counted once or twice a year has no months."""
    maanden = sum(waarde.waarde is not None for waarde in reeks.get("maand", {}).values())
    return next((soort for soort in _RITME if reeks.get(soort) and (soort != "maand" or maanden >= _RITMISCH)), None)


def first_rhythmic(reeksen: Mapping[str, Reeks], codes: Iterable[str]) -> str:
    """The first of `codes` that has a figure every month, or simply the first: what a chart says most about."""
    codes = tuple(codes)
    return next((code for code in codes if rhythm(reeksen.get(code, {})) == "maand"), codes[0])


def years(reeksen: Iterable[Reeks]) -> tuple[int, ...]:
    """The years in which any of these series has a number, newest first."""
    gevonden = {
        periods.year(waarde.periode)
        for reeks in reeksen
        for perioden in reeks.values()
        for waarde in perioden.values()
        if waarde.waarde is not None
    }
    return tuple(sorted(gevonden, reverse=True))


def comparable(eigen: Bibliotheek, alle: Mapping[str, Bibliotheek]) -> Groep:
    """The libraries of the same size class; all others where those are too few to compare with."""
    anderen = [bibliotheek for isil, bibliotheek in alle.items() if isil != eigen.isil]
    klasse = _size(eigen.inwoners)
    zelfde = tuple(bibliotheek.isil for bibliotheek in anderen if klasse and _size(bibliotheek.inwoners) == klasse)
    if klasse and len(zelfde) >= _MINSTENS:
        return Groep(klasse, zelfde)
    return Groep(None, tuple(bibliotheek.isil for bibliotheek in anderen))


def _size(inwoners: int | None) -> str | None:
    if inwoners is None:
        return None
    return next((naam for grens, naam in _KLASSEN if inwoners < grens), _GROOT)


def key_figure(
    indicator: Indicator,
    reeks: Reeks,
    jaar: int,
    eigen: Bibliotheek,
    groep: Groep,
    alle: Mapping[str, Bibliotheek],
    of_all: Callable[[str, str, str], Mapping[str, Waarde]],
    verschillen: Verschillen,
    eerder: Mapping[str, Eerder] = MappingProxyType({}),
) -> Kerncijfer | None:
    """The card of one indicator: the last period of `jaar` that tells something; None where there is none at all.

    `of_all(code, periode, periodesoort)` gives the same figure of every organisatie.
    """
    soort = rhythm(reeks)
    if soort is None:
        return None
    waarden = reeks[soort]
    van_jaar = [waarden[periode] for periode in sorted(waarden) if periods.year(periode) == jaar]
    if not van_jaar:
        return None
    punt = next((waarde for waarde in reversed(van_jaar) if waarde.waarde is not None), van_jaar[-1])
    later = van_jaar[-1] if van_jaar[-1].periode != punt.periode else None
    return Kerncijfer(
        indicator=indicator,
        periodesoort=soort,
        punt=punt,
        verandering=change(punt, verschillen.get(soort, {}).get(punt.periode), eerder),
        lijn=line(waarden, punt.periode, soort),
        vergelijking=_compare(indicator, punt, eigen, groep, alle, of_all(indicator.code, punt.periode, soort)),
        later=later,
    )


# Why there is no change, by what the publicatie says; `{toen}` is last year's period.
_GEEN_VERANDERING = {
    "trendbreuk": "trendbreuk: niet te vergelijken met vorig jaar",
    "geen_overlap": "geen maanden die er ook in {toen} zijn",
    "dekking_te_laag": "te weinig geleverd om te vergelijken met {toen}",
    "andere_organisaties": "niet dezelfde bibliotheken als in {toen}",
    "vorig_nul": "in {toen} was het 0",
}


def change(punt: Waarde, verschil: Verschil | None, eerder: Mapping[str, Eerder] = MappingProxyType({})) -> Verandering:
    """`punt` against the same period last year, as the publicatie counted it on the months that are in both.

    In our first year another's figure of the year before is named with its source: counted otherwise, so there is no change.
    """
    toen = verschil.periode if verschil else periods.year_before(punt.periode)
    if not punt.telt:
        return Verandering(toen, None, reden="geen vergelijking")
    if verschil is None or verschil.procent is None:
        waarom = _GEEN_VERANDERING.get(verschil.reden if verschil else "", "geen cijfer over {toen}")
        if (
            (vorig := eerder.get(toen[:4]))
            and (verschil is None or verschil.reden == "geen_vorig")
            and len(toen) != _MAAND
        ):
            return Verandering(toen, None, vorig=vorig)
        return Verandering(toen, None, reden=waarom.format(toen=periods.name(toen)))
    return Verandering(toen, verschil.procent, verschil.procentpunt, geteld=verschil.geteld, verwacht=verschil.verwacht)


def is_broken(waarden: Mapping[str, Waarde], eerste: str, laatste: str) -> bool:
    """Whether the definition changed after `eerste`, up to and including `laatste`."""
    stuk = [waarde for periode, waarde in sorted(waarden.items()) if eerste <= periode <= laatste]
    if len({waarde.versie for waarde in stuk}) > 1:
        return True
    return any("trendbreuk" in waarde.markeringen for waarde in stuk[1:])


def line(waarden: Mapping[str, Waarde], laatste: str, soort: str) -> tuple[Waarde, ...]:
    """The last 13 months (peildata: 13, quarters and years: 5) up to `laatste`; a month without a value is a gap."""
    aantal = _LIJN[soort]
    if soort == "maand":
        perioden: Iterable[str] = periods.months_to(laatste, aantal)
    else:
        perioden = [periode for periode in sorted(waarden) if periode <= laatste][-aantal:]
    return tuple(waarden.get(periode) or Waarde(periode, None, "ontbreekt") for periode in perioden)


def _compare(
    indicator: Indicator,
    punt: Waarde,
    eigen: Bibliotheek,
    groep: Groep,
    alle: Mapping[str, Bibliotheek],
    waarden: Mapping[str, Waarde],
) -> Vergelijking | None:
    verhouding = indicator.soort == "verhouding"

    def maat(waarde: Waarde | None, bibliotheek: Bibliotheek) -> float | None:
        if waarde is None or waarde.waarde is None or not waarde.telt:
            return None
        if verhouding:
            return waarde.waarde
        return waarde.waarde / bibliotheek.inwoners if bibliotheek.inwoners else None

    zelf = maat(punt, eigen)
    anderen = [getal for isil in groep.isils if (getal := maat(waarden.get(isil), alle[isil])) is not None]
    if zelf is None or len(anderen) < _MINSTENS:
        return None
    p25, mediaan, p75 = quantiles(anderen, n=4, method="inclusive")
    per = 0 if verhouding else next((per for per in _PER if mediaan * per >= 1), _PER[-1])
    factor = per or 1
    decimalen = _decimals(p25 * factor, p75 * factor, indicator.decimalen if verhouding else 1)
    return Vergelijking(
        groep=groep,
        aantal=len(anderen),
        per=per,
        eigen=zelf * factor,
        p25=p25 * factor,
        mediaan=mediaan * factor,
        p75=p75 * factor,
        laagste=min(zelf, *anderen) * factor,
        hoogste=max(zelf, *anderen) * factor,
        decimalen=decimalen,
    )


def _decimals(p25: float, p75: float, minstens: int) -> int:
    """Enough decimals to tell P25 from P75, at most two more than asked."""
    return next((n for n in range(minstens, minstens + 2) if round(p25, n) != round(p75, n)), minstens + 2)


def deviations(kerncijfers: Iterable[Kerncijfer], aantal: int = 3) -> tuple[Kerncijfer, ...]:
    """The figures furthest from the median of comparable libraries, furthest first; none that equals it.

    Every count is compared per inhabitant, so a ratio per inhabitant of a count that is there too would say it twice.
    """
    alle = tuple(kerncijfers)
    codes = {kerncijfer.indicator.code for kerncijfer in alle}
    gemeten = [
        (kerncijfer.vergelijking.afstand, kerncijfer)
        for kerncijfer in alle
        if kerncijfer.vergelijking is not None
        and kerncijfer.vergelijking.afstand > 0
        and kerncijfer.indicator.per_inwoner_van not in codes
    ]
    return tuple(kerncijfer for _, kerncijfer in sorted(gemeten, key=lambda paar: -paar[0])[:aantal])


def chart(indicator: Indicator, reeks: Reeks, jaar: int) -> Grafiek | None:
    """One year beside the year before, period by period; without a rhythm within the year: the years beside each other."""
    soort = rhythm(reeks)
    if soort is None:
        return None
    waarden = reeks[soort]
    van_jaar = [periode for periode in sorted(waarden) if periods.year(periode) == jaar]
    if soort == "jaar" or (soort == "peildatum" and len(van_jaar) < 3):
        return _years_chart(indicator, waarden, soort, jaar)
    if not any(waarden[periode].status != "ontbreekt" for periode in van_jaar):
        return None
    slots = periods.periods_of_year(soort, jaar) or tuple(van_jaar)
    gebroken = [
        periode for periode in slots if periode in waarden and is_broken(waarden, periods.year_before(periode), periode)
    ]
    balken = []
    for periode in slots:
        vorige = periods.year_before(periode)
        nu = waarden.get(periode) or Waarde(periode, None, "ontbreekt")
        balken.append(Balk(periods.short(periode), nu, None if gebroken else waarden.get(vorige)))
    heeft_toen = any(balk.toen is not None and balk.toen.telt for balk in balken)
    reden = (
        f"Vorig jaar staat er niet bij: er is een trendbreuk vóór of in {periods.name(gebroken[0])}."
        if gebroken
        else ""
    )
    return Grafiek(indicator, soort, jaar, jaar - 1 if heeft_toen else None, tuple(balken), reden)


def _years_chart(indicator: Indicator, waarden: Mapping[str, Waarde], soort: str, jaar: int) -> Grafiek | None:
    perioden = [periode for periode in sorted(waarden) if periods.year(periode) <= jaar][-_LIJN["jaar"] :]
    if not perioden or periods.year(perioden[-1]) != jaar:
        return None
    balken = tuple(Balk(periods.name(periode), waarden[periode], None) for periode in perioden)
    return Grafiek(indicator, soort, jaar, None, balken)


def delivery_status(leveringen: Iterable[Levering]) -> tuple[Leveringstatus, ...]:
    """Per dataset its first and last period, and the months in between that no levering covers."""
    status = []
    for levering in leveringen:
        eerste = levering.perioden[0] if levering.perioden else None
        laatste = levering.perioden[-1] if levering.perioden else None
        ontbreekt: tuple[str, ...] = ()
        if eerste and laatste and periods.sort_of(eerste) == periods.sort_of(laatste) == "maand":
            ontbreekt = tuple(m for m in periods.months_between(eerste, laatste) if m not in levering.perioden)
        status.append(Leveringstatus(levering, eerste, laatste, ontbreekt))
    return tuple(status)
