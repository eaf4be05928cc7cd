"""Whether a levering is whole: held against what the organisatie delivered before, and against its own locations and days.

Not here: shares within a levering (`plausibility.py`) and the counting itself (`tally.py`). The bounds stand in the contracts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

import polars as pl

from definitions import ONBEKEND, Contract, Definities, Leveringsregel

from . import period
from .cells import Ritme, read_rhythm
from .network import Locatie
from .receipt import Melding, melding
from .records import MET_UITVAL, NAAST_ELKAAR, VERWERKT, Laag, Levering
from .register import Register
from .tally import Telstaat

# The months before that say what is usual, beside the same month of the year before.
_EERDER = (1, 2, 3, 12)
# Below this many rows on an ordinary day, a week without any proves nothing.
_GEWONE_DAG = 10
_GENOEMD = 8


@dataclass(frozen=True)
class Geschiedenis:
    """What an organisatie delivered of a dataset before and what of it counts: rows per period and locatie."""

    rijen: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    gespreid: bool = False

    @property
    def perioden(self) -> frozenset[str]:
        return frozenset(self.rijen)


@dataclass(frozen=True)
class Compleet:
    """The findings of a levering as a whole, and the periods in which it must be confirmed before it counts."""

    meldingen: tuple[Melding, ...] = ()
    te_bevestigen: frozenset[str] = frozenset()


def known_history(
    register: Register, organisatie: str, dataset: str, bronsysteem: str, behalve: int = 0
) -> Geschiedenis:
    """What counts now of an organisatie and dataset, without the levering `behalve`: what came from another system is its past
    too, except where systems stand side by side."""
    lagen = [
        laag
        for laag in register.counting(organisatie, dataset)
        if laag.levering != behalve and (dataset not in NAAST_ELKAAR or laag.bronsysteem == bronsysteem)
    ]
    nummers = {laag.levering for laag in lagen}
    eerder = register.leveringen(staten=[VERWERKT, MET_UITVAL], dataset=dataset) if nummers else []
    return history(lagen, [lev for lev in eerder if lev.nummer in nummers])


def history(lagen: Iterable[Laag], leveringen: Iterable[Levering]) -> Geschiedenis:
    """The history that the counting layers of one organisatie and dataset tell; leveringen from before this was kept tell
    nothing."""
    telling = {lev.nummer: read_rhythm(lev.uitkomst.get("telling") or {}) for lev in leveringen}
    rijen: dict[str, dict[str, int]] = {}
    drukste = totaal = 0
    for laag in lagen:
        ritme = [r for r in telling.get(laag.levering, ()) if r.periode == laag.periode]
        if not ritme:
            continue
        per = rijen.setdefault(laag.periode, defaultdict(int))
        for r in ritme:
            per[r.locatie] += r.rijen
            drukste, totaal = drukste + r.drukste_dag, totaal + r.rijen
    return Geschiedenis(rijen, totaal > 0 and drukste < 0.9 * totaal)


@dataclass(frozen=True)
class _Afwijking:
    """A location (or the whole, '') that differs in a period from what is usual: `sterk` where only history says so."""

    periode: str
    locatie: str
    nieuw: int
    gewoon: int
    uit_geschiedenis: bool


class Volledigheid:
    """The rules of one contract on the tally of one levering. `perioden` are the whole periods it covers."""

    def __init__(
        self, contract: Contract, definities: Definities, telstaat: Telstaat, geschiedenis: Geschiedenis,
        perioden: Sequence[str], locaties: Mapping[str, Locatie], vandaag: date,
    ) -> None:  # fmt: skip
        self._contract, self._definities, self._eerder, self._locaties = contract, definities, geschiedenis, locaties
        self._stroom = contract.soort == "stroom"
        self._perioden = [p for p in perioden if p and (not self._stroom or period.parse(p).tot < vandaag)]
        self._dagen = telstaat.dagen
        self._nu = _per_period(telstaat.ritme)
        self._gezegd: set[tuple[str, str]] = set()

    def judge(self, naam: str) -> Compleet:
        """All findings. `naam` is what the levering is called, for the sentence that asks to confirm it."""
        meldingen: list[Melding] = []
        wacht: set[str] = set()
        for regel in self._contract.leveringsregels:
            gevonden, perioden = self._rule(regel)
            meldingen += gevonden
            wacht |= perioden if regel.bevestigen else set()
        if wacht:
            bevinding = self._definities.bevindingen["eerst_bevestigen"]
            over = ", ".join(sorted(wacht))
            meldingen.append(melding(bevinding, aantal=len(wacht), periode=over, levering=naam))
        return Compleet(tuple(meldingen), frozenset(wacht))

    def _rule(self, regel: Leveringsregel) -> tuple[list[Melding], set[str]]:
        """What a rule finds, and the periods of it that history calls unusual."""
        match regel.soort:
            case "vestiging_ontbreekt":
                return self._say(regel, [a for a in self._per_location(regel) if a.nieuw == 0 and self._open(a)])
            case "regelaantal":
                return self._say(regel, [a for a in self._per_location(regel) if a.nieuw > 0])
            case "regelaantal_geheel":
                return self._say(regel, self._as_a_whole(regel))
            case "een_dag":
                return self._one_day(regel)
            case "dagen_leeg":
                return self._empty_days(regel), set()
        return [], set()

    # -- against what is usual -----------------------------------------------------------------------------------------

    def _per_location(self, regel: Leveringsregel) -> list[_Afwijking]:
        uit = []
        for periode in self._perioden:
            eerder, eigen = self._references(periode)
            bekend = {loc for per in (*eerder, *eigen, self._nu.get(periode, {})) for loc in per} - {ONBEKEND}
            for locatie in sorted(bekend):
                nieuw = self._nu.get(periode, {}).get(locatie, 0)
                uit += _unusual(regel, periode, locatie, nieuw, [p.get(locatie, 0) for p in eerder],
                                [p.get(locatie, 0) for p in eigen])  # fmt: skip
        return uit

    def _as_a_whole(self, regel: Leveringsregel) -> list[_Afwijking]:
        uit = []
        for periode in self._perioden:
            eerder, eigen = self._references(periode)
            nieuw = sum(self._nu.get(periode, {}).values())
            uit += _unusual(
                regel, periode, "", nieuw, [sum(p.values()) for p in eerder], [sum(p.values()) for p in eigen]
            )
        return uit

    def _references(self, periode: str) -> tuple[list[Mapping[str, int]], list[Mapping[str, int]]]:
        """What is usual for a period: of what was delivered before, and of this levering itself. Of flows the three months
        before and the same month a year ago; of a stock the one nearest in time."""
        andere = {p: rijen for p, rijen in self._eerder.rijen.items() if p not in self._perioden and p != periode}
        if not self._stroom:
            peil = period.parse(periode).tot
            dichtbij = sorted(andere, key=lambda p: abs((period.parse(p).tot - peil).days))[:1]
            return [andere[p] for p in dichtbij], []
        maanden = [_months_before(periode, n) for n in _EERDER]
        return (
            [andere[m] for m in maanden if m in andere],
            [self._nu[m] for m in maanden if m in self._perioden and m in self._nu],
        )

    def _open(self, afwijking: _Afwijking) -> bool:
        """Whether the location was open in the period, as far as the list of locations says."""
        locatie = self._locaties.get(afwijking.locatie)
        if locatie is None:
            return not self._locaties
        over = period.parse(afwijking.periode)
        return (locatie.geldig_van is None or locatie.geldig_van <= over.tot) and (
            locatie.geldig_tot is None or locatie.geldig_tot >= over.van
        )

    def _say(self, regel: Leveringsregel, gevonden: Sequence[_Afwijking]) -> tuple[list[Melding], set[str]]:
        gevonden = [a for a in gevonden if (a.periode, a.locatie) not in self._gezegd]
        self._gezegd |= {(a.periode, a.locatie) for a in gevonden}
        wacht = {a.periode for a in gevonden if a.uit_geschiedenis}
        if not gevonden:
            return [], wacht
        zin = melding(
            self._definities.bevindingen[regel.code], aantal=len(gevonden), locaties=_list(map(self._describe, gevonden)),
            minder=_percent(regel.minimum), meer=_percent(regel.maximum),
        )  # fmt: skip
        return [zin], wacht

    def _describe(self, a: _Afwijking) -> str:
        aantallen = f"{_number(a.nieuw)}, gewoonlijk {_number(a.gewoon)}"
        if not a.locatie:
            return f"{a.periode} ({aantallen})"
        locatie = self._locaties.get(a.locatie)
        naam = f"{locatie.naam} ({a.locatie})" if locatie and locatie.naam else a.locatie
        return f"{naam} in {a.periode} ({aantallen})" if self._stroom else f"{naam} ({aantallen})"

    # -- days ----------------------------------------------------------------------------------------------------------

    def _per_day(self) -> dict[date, int]:
        dagen = self._dagen.filter(pl.col("dag").is_not_null()).group_by("dag").agg(pl.col("rijen").sum())
        return dict(dagen.sort("dag").iter_rows())

    def _one_day(self, regel: Leveringsregel) -> tuple[list[Melding], set[str]]:
        per_maand: dict[str, list[int]] = defaultdict(list)
        for dag, rijen in self._per_day().items():
            per_maand[f"{dag:%Y-%m}"].append(rijen)
        vol = {m: r for m, r in per_maand.items() if m in self._perioden and sum(r) >= regel.vanaf_rijen}
        raak = sorted(m for m, r in vol.items() if max(r) > (regel.maximum or 1) * sum(r))
        if not raak:
            return [], set()
        bevinding = self._definities.bevindingen[regel.code]
        zin = melding(bevinding, aantal=len(raak), periode=_list(raak), grens=_percent(regel.maximum))
        return [zin], set(raak) if self._eerder.gespreid else set()

    def _empty_days(self, regel: Leveringsregel) -> list[Melding]:
        """The longest run of days without a row in the closed whole months, for a library that is busy on an ordinary day."""
        per_dag = self._per_day()
        if not self._perioden or not per_dag or median(per_dag.values()) < _GEWONE_DAG:
            return []
        gat = max(
            (_longest_gap(reeks, per_dag) for reeks in _runs(self._perioden)), key=lambda g: g[0], default=(0, None)
        )
        dagen, vanaf = gat
        if vanaf is None or dagen < (regel.dagen or 7):
            return []
        tot = vanaf + timedelta(days=dagen - 1)
        return [melding(self._definities.bevindingen[regel.code], aantal=dagen, van=str(vanaf), tot=str(tot))]


def _unusual(
    regel: Leveringsregel, periode: str, locatie: str, nieuw: int, eerder: Sequence[int], eigen: Sequence[int]
) -> list[_Afwijking]:
    """A deviation from every reference: one that comes near a single earlier period (a holiday, a growing branch) is usual.
    What history says comes first; without history the levering's own other months speak."""
    for waarden, uit_geschiedenis in ((eerder, True), (eigen, False)):
        if not waarden:
            continue
        if max(waarden) < regel.vanaf_rijen and nieuw < regel.vanaf_rijen:
            return []
        if any(_near(regel, nieuw, gewoon) for gewoon in waarden):
            return []
        dichtst = min(waarden, key=lambda w: abs(w - nieuw))
        return [_Afwijking(periode, locatie, nieuw, dichtst, uit_geschiedenis)]
    return []


def _near(regel: Leveringsregel, nieuw: int, gewoon: int) -> bool:
    """Whether a count is what may be expected beside another. A place that had nothing before has just opened."""
    if gewoon == 0:
        return True
    verhouding = nieuw / gewoon
    return (regel.minimum is None or verhouding >= regel.minimum) and (
        regel.maximum is None or verhouding <= regel.maximum
    )


def _per_period(ritme: Iterable[Ritme]) -> dict[str, dict[str, int]]:
    uit: dict[str, dict[str, int]] = {}
    for r in ritme:
        uit.setdefault(r.periode, {})[r.locatie] = r.rijen
    return uit


def _months_before(maand: str, aantal: int) -> str:
    jaar, nummer = divmod(int(maand[:4]) * 12 + int(maand[5:7]) - 1 - aantal, 12)
    return f"{jaar:04d}-{nummer + 1:02d}"


def _runs(maanden: Iterable[str]) -> list[tuple[date, date]]:
    """Months that follow each other, as first and last day."""
    uit: list[tuple[date, date]] = []
    for maand in sorted(maanden):
        deel = period.parse(maand)
        if uit and uit[-1][1] + timedelta(days=1) == deel.van:
            uit[-1] = (uit[-1][0], deel.tot)
        else:
            uit.append((deel.van, deel.tot))
    return uit


def _longest_gap(reeks: tuple[date, date], per_dag: Mapping[date, int]) -> tuple[int, date | None]:
    """Days of the longest run without rows, its edges included, and its first day."""
    van, tot = reeks
    langste, begin, vorige = 0, None, van - timedelta(days=1)
    for dag in [*sorted(d for d in per_dag if van <= d <= tot), tot + timedelta(days=1)]:
        leeg = (dag - vorige).days - 1
        if leeg > langste:
            langste, begin = leeg, vorige + timedelta(days=1)
        vorige = dag
    return langste, begin


def _list(delen: Iterable[str]) -> str:
    alle = list(delen)
    rest = len(alle) - _GENOEMD
    return "; ".join(alle[:_GENOEMD]) + (f"; en nog {rest}" if rest > 0 else "")


def _number(getal: int) -> str:
    return f"{getal:,}".replace(",", ".")


def _percent(aandeel: float | None) -> str:
    return "" if aandeel is None else f"{100 * aandeel:.0f} %"
