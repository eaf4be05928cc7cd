"""Holds our figures against those that KB and CBS published of the same, and says what part of a difference which counting
rule would make.

Not here: counting by another rule (`variants.py`), and years before ours (`published.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from definitions import Indicator, Omgeving, VerkeerdeAanroep, load_definities, telvarianten_van

from .engine import execute
from .variants import Uitkomst, count_variants, open_build

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Regel:
    """What one counting rule would make of our figure: `effect` is what it adds; `past` whether it is part of the explanation."""

    variant: str
    omschrijving: str
    effect: float
    past: bool


def aansluiting(
    omgeving: Omgeving, codes: Sequence[str] = (), gebieden: Sequence[str] = (), periode: str | None = None
) -> list[dict[str, Any]]:
    """Per figure of KB or CBS of which we have one too, the newest version: `{bron, item, indicator, gebied, periode, onze,
    hunne, verschil, regels: [{variant, omschrijving, effect, past}], onverklaard, status, herkomst, versie, vindplaats}`.

    `verschil` is theirs less ours. Of the rules those that `past` together leave the smallest rest: a lead, no proof, since two
    rules may make the same difference. A rule counts members or loans that another does too, so together they may add less.
    Empty filters are no filter. Raises `VerkeerdeAanroep` where there is no build, or no such indicator.
    """
    indicatoren = load_definities().indicatoren
    for code in codes:
        if code.upper() not in indicatoren:
            raise VerkeerdeAanroep(f"De indicator {code} bestaat niet.")
    with open_build(omgeving) as con:
        paren = _pairs(con, [c.upper() for c in codes], gebieden, periode)
        geteld: dict[tuple[str, str], dict[str, Uitkomst]] = {}
        for code, jaar in dict.fromkeys((p["indicator"], p["periode"]) for p in paren if p["onze"] is not None):
            geteld[code, jaar] = _by_rule(con, indicatoren[code], jaar)
    return [_explained(p, indicatoren[p["indicator"]], geteld.get((p["indicator"], p["periode"]), {})) for p in paren]


def _pairs(
    con: DuckDBPyConnection, codes: Sequence[str], gebieden: Sequence[str], periode: str | None
) -> list[dict[str, Any]]:
    waar, waarden = ["a.nieuwste"], list[str]()
    for kolom, gevraagd in (
        ("a.indicator", codes),
        ("a.gebied", gebieden),
        ("w.periode", [periode] if periode else []),
    ):
        if gevraagd:
            waar.append(f"{kolom} in ({', '.join('?' * len(gevraagd))})")
            waarden += gevraagd
    antwoord = execute(
        con, f"{_PAREN} where {' and '.join(waar)} order by a.indicator, a.gebied, w.periode, a.bron", waarden
    )
    kolommen = [k[0] for k in antwoord.description]
    return [dict(zip(kolommen, rij, strict=True)) for rij in antwoord.fetchall()]


_PAREN = """
select
    a.bron, a.item, a.indicator, a.gebied, w.periode, w.waarde as onze, a.waarde as hunne, a.status, a.herkomst,
    cast(a.peildatum as varchar) as versie, a.vindplaats
from integratie.feit_aansluitcijfers as a
join presentatie.indicatorwaarde as w
    on w.indicator = a.indicator and w.gebied = a.gebied and w.niveau = a.niveau and w.periodesoort = 'jaar'
    and w.periode = cast(a.jaar as varchar) and w.uitsplitsing = 'totaal'
"""


def _by_rule(con: DuckDBPyConnection, indicator: Indicator, jaar: str) -> dict[str, Uitkomst]:
    """Our figure by every variant, by gebied; none where it has no variants or its facts are archived."""
    if not telvarianten_van(indicator):
        return {}
    try:
        return {u.gebied: u for u in count_variants(con, indicator, telvarianten_van(indicator), jaar)}
    except VerkeerdeAanroep:
        return {}


def _explained(paar: dict[str, Any], indicator: Indicator, geteld: dict[str, Uitkomst]) -> dict[str, Any]:
    volgorde = ("bron", "item", "indicator", "gebied", "periode", "onze", "hunne")
    uit = {k: paar[k] for k in volgorde}
    verschil = None if paar["onze"] is None else paar["hunne"] - paar["onze"]
    uitkomst = geteld.get(paar["gebied"])
    effecten = [] if uitkomst is None else [anders - uitkomst.oud for anders in uitkomst.anders]
    passend = set() if verschil is None else fitting(verschil, effecten)
    regels = [
        Regel(v.naam, v.omschrijving, effect, i in passend)
        for i, (v, effect) in enumerate(zip(telvarianten_van(indicator), effecten, strict=False))
        if effect
    ]
    uit["verschil"] = verschil
    uit["regels"] = [vars(r) for r in regels]
    uit["onverklaard"] = None if verschil is None else verschil - sum(r.effect for r in regels if r.past)
    return uit | {k: paar[k] for k in ("status", "herkomst", "versie", "vindplaats")}


def fitting(verschil: float, effecten: Sequence[float]) -> set[int]:
    """The places of the effects that together come nearest to `verschil`; of equally near ones the fewest, and none where
    that is nearer than any."""
    beste: tuple[float, int, set[int]] = (abs(verschil), 0, set())
    for nummer in range(1, 1 << len(effecten)):
        keuze = {i for i in range(len(effecten)) if nummer >> i & 1 and effecten[i]}
        kandidaat = (abs(verschil - sum(effecten[i] for i in keuze)), len(keuze), keuze)
        if kandidaat[:2] < beste[:2]:
            beste = kandidaat
    return beste[2]
