"""The commands that hold figures against other figures: `watals`, `aansluiting` and `vergelijk`, and their lines.

Not here: the counting (`publishing`).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from definitions import Begrip, Omgeving, VerkeerdeAanroep, load_definities

from .output import Uitvoer, align, dutch_number


def watals(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """What an indicator, or all that a begrip names, would be if it were counted otherwise. JSON: a list of `{indicator, variant,
    gebied, periode, oud, nieuw, verschil, procent}`."""
    from publishing import watals as reken

    gevraagd = [(keuze.code, keuze.variant, keuze.filter)]
    if keuze.begrip:
        if keuze.code or keuze.variant or keuze.filter:
            raise VerkeerdeAanroep("Geef een begrip, of een indicator met een variant of filter; niet allebei.")
        gevraagd = [
            (code, variant, None) for code, _, variant in (n.partition(".") for n in _begrip(keuze.begrip).telvarianten)
        ]
    elif not keuze.code:
        raise VerkeerdeAanroep("Noem een indicator, zoals LED-01, of met --begrip een begrip.")
    uitkomst = [
        rij
        for code, variant, filter_ in gevraagd
        for rij in reken(omgeving, code, variant=variant, telregel=filter_, periode=keuze.periode)
    ]
    uit.document(uitkomst)
    if not uit.json:
        uit.zeg(*_what_if_lines(uitkomst))
    return 0


def _begrip(code: str) -> Begrip:
    begrip = load_definities().begrippen.get(code)
    if begrip is None:
        raise VerkeerdeAanroep(f"Het begrip {code} bestaat niet.")
    if not begrip.telvarianten:
        raise VerkeerdeAanroep(f"Bij het begrip {code} staat niet hoe het anders geteld kan worden.")
    return begrip


def _what_if_lines(uitkomst: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for naam in dict.fromkeys((r["indicator"], r["variant"], r["periode"]) for r in uitkomst):
        code, variant, periode = naam
        yield f"{code} als: {variant.replace('_', ' ')} ({periode})"
        rijen = [
            (
                r["gebied"],
                dutch_number(r["oud"]),
                dutch_number(r["nieuw"]),
                _signed(r["verschil"]),
                _percentage(r["procent"]),
            )
            for r in uitkomst
            if (r["indicator"], r["variant"], r["periode"]) == naam
        ]
        yield from align(("gebied", "nu", "dan", "verschil", "%"), rijen, frozenset({1, 2, 3, 4}))
        yield ""
    yield "Geteld over de laatste bouw; er is niets veranderd. NL01 is de som over de organisaties die leverden."


def aansluiting(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Our figures beside those of KB and CBS, and which counting rule makes what difference. JSON: the list of
    `publishing.aansluiting`."""
    from publishing import aansluiting as naast_elkaar

    gevonden = naast_elkaar(omgeving, keuze.codes, keuze.gebied, keuze.periode)
    uit.document(gevonden)
    if not uit.json:
        uit.zeg(*_reconciled_lines(gevonden))
    return 0


def _reconciled_lines(gevonden: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if not gevonden:
        yield "Er zijn geen cijfers van de KB of het CBS over een jaar en gebied waarvan wij er ook een hebben."
        return
    koppen = ("indicator", "gebied", "jaar", "bron", "versie", "ons", "hun", "verschil", "onverklaard")
    yield from align(koppen, [_pair_row(r) for r in gevonden], frozenset({5, 6, 7, 8}))
    for r in gevonden:
        if r["regels"]:
            yield ""
            yield f"{r['indicator']} {r['gebied']} {r['periode']}, {r['bron']}: wat elke telregel zou schelen"
            rijen = [
                (
                    "→" if regel["past"] else "",
                    regel["variant"].replace("_", " "),
                    _signed(regel["effect"]),
                    regel["omschrijving"],
                )
                for regel in r["regels"]
            ]
            yield from (f"  {regel}" for regel in align(("", "telregel", "scheelt", "uitleg"), rijen, frozenset({2})))
    yield ""
    yield "Met → verklaren de telvarianten samen het meest van het verschil: een aanwijzing, geen bewijs."


def _pair_row(r: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        r["indicator"], r["gebied"], r["periode"], r["bron"], r["versie"],
        *(dutch_number(r[k]) for k in ("onze", "hunne")), _signed(r["verschil"]), _signed(r["onverklaard"]),
    )  # fmt: skip


def _signed(getal: float | None) -> str:
    if getal is None:
        return "–"
    return f"{'+' if getal > 0 else ''}{dutch_number(getal)}"


def _percentage(getal: float | None) -> str:
    return "–" if getal is None else f"{'+' if getal > 0 else ''}{dutch_number(getal, 1)}%"


def vergelijk(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """What differs between two publicaties. JSON: a list of `{indicator, nieuw, weg, anders, status, definitieversie, land}`."""
    from publishing import vergelijk as verschillen

    gevonden = verschillen(omgeving, keuze.a, keuze.b)
    uit.document(gevonden)
    if not uit.json:
        uit.zeg(*_difference_lines(gevonden))
    return 0


def _difference_lines(gevonden: Sequence[Mapping[str, Any]]) -> list[str]:
    if not gevonden:
        return ["De twee publicaties hebben dezelfde cijfers."]
    koppen = ("indicator", "nieuw", "weg", "andere waarde", "andere status", "definitie", "landelijk")
    rijen = [
        (
            r["indicator"], *(dutch_number(r[k]) for k in ("nieuw", "weg", "anders", "status")),
            "–" if r["definitieversie"] is None else " → ".join("–" if v is None else str(v) for v in r["definitieversie"]),
            "–" if r["land"] is None else _national(r["land"]),
        )
        for r in gevonden
    ]  # fmt: skip
    return align(koppen, rijen, frozenset({1, 2, 3, 4}))


def _national(land: Mapping[str, Any]) -> str:
    oud, nieuw = ("–" if land[k] is None else dutch_number(land[k], 1) for k in ("oud", "nieuw"))
    return f"{land['periode']}: {oud} → {nieuw}"
