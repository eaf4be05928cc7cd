"""Small pictures as SVG in an `<img>` with a sentence as alternative: the line of a card, the strip of peers, legend keys.

Not here: the large chart (`chart.py`). Inline SVG would be stripped by `st.html`; a picture keeps its own white ground, so
it stays readable where a reader's own colours are in force.
"""

from __future__ import annotations

import base64
from html import escape

from dashboards.data import Waarde
from dashboards.figures import Vergelijking

BLUE = "#00527A"
ORANGE = "#A35000"
GREY = "#4F5B66"
INK = "#1A1A1A"
LIGHT = "#D3DDE3"
_WIDTH = 240


def sparkline(lijn: tuple[Waarde, ...], alt: str) -> str:
    """The line of the last periods; a period without a number cuts it. Its scale is its own, so its shape alone counts."""
    hoogte, rand = 46, 6
    getallen = [waarde.waarde if waarde.telt else None for waarde in lijn]
    bekend = [getal for getal in getallen if getal is not None]
    if len(bekend) < 2:
        return ""
    midden, helft = (max(bekend) + min(bekend)) / 2, (max(bekend) - min(bekend)) / 2
    # A series that hardly moves is drawn nearly flat, not blown up to the full height.
    helft = max(helft, abs(midden) * 0.025) or 1.0
    stap = (_WIDTH - 2 * rand) / (len(getallen) - 1)
    punten = [
        None if getal is None else (rand + nr * stap, hoogte / 2 - (getal - midden) / helft * (hoogte / 2 - rand))
        for nr, getal in enumerate(getallen)
    ]
    delen = [f'<path d="{_path(punten)}" fill="none" stroke="{BLUE}" stroke-width="2" stroke-linejoin="round"/>']
    x, y = next(punt for punt in reversed(punten) if punt is not None)
    delen.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{BLUE}" stroke="#fff" stroke-width="1"/>')
    return image("".join(delen), _WIDTH, hoogte, alt, "dk-lijn")


def _path(punten: list[tuple[float, float] | None]) -> str:
    stukken, pen_op = [], True
    for punt in punten:
        if punt is not None:
            stukken.append(f"{'M' if pen_op else 'L'}{punt[0]:.1f} {punt[1]:.1f}")
        pen_op = punt is None
    return "".join(stukken)


def strip(vergelijking: Vergelijking, alt: str) -> str:
    """Lowest to highest as a line, the middle half as a block, the median as a bar, one's own place as a diamond."""
    hoogte, rand = 26, 9
    breedte = (vergelijking.hoogste - vergelijking.laagste) or 1.0

    def plek(getal: float) -> float:
        return rand + (getal - vergelijking.laagste) / breedte * (_WIDTH - 2 * rand)

    y = hoogte / 2
    p25, p75 = plek(vergelijking.p25), plek(vergelijking.p75)
    mediaan, eigen = plek(vergelijking.mediaan), plek(vergelijking.eigen)
    delen = (
        f'<path d="M{rand} {y}H{_WIDTH - rand}" stroke="{GREY}" stroke-width="1"/>'
        f'<rect x="{p25:.1f}" y="{y - 6}" width="{max(p75 - p25, 2):.1f}" height="12" fill="{LIGHT}" stroke="{GREY}"/>'
        f'<path d="M{mediaan:.1f} {y - 9}V{y + 9}" stroke="{INK}" stroke-width="2.5"/>'
        f'<path d="M{eigen:.1f} {y - 9}l8.5 9l-8.5 9l-8.5 -9z" fill="{BLUE}" stroke="#fff" stroke-width="2"/>'
    )
    return image(delen, _WIDTH, hoogte, alt, "dk-strook")


def legend_key(soort: str) -> str:
    """The sample before a word of a legend; decorative, so its alternative is empty."""
    delen = {
        "balk": f'<rect x="5" y="2" width="14" height="12" fill="{BLUE}"/>',
        "voorlopig": f'<rect x="6" y="3" width="12" height="10" fill="{LIGHT}" stroke="{BLUE}" stroke-width="2"/>',
        "lijn": (
            f'<path d="M0 8H24" stroke="{ORANGE}" stroke-width="2.5" stroke-dasharray="6 3"/>'
            f'<circle cx="12" cy="8" r="3.5" fill="#fff" stroke="{ORANGE}" stroke-width="2"/>'
        ),
        "helft": f'<rect x="2" y="3" width="20" height="10" fill="{LIGHT}" stroke="{GREY}"/>',
        "mediaan": f'<path d="M12 0V16" stroke="{INK}" stroke-width="2.5"/>',
        "eigen": f'<path d="M12 1l7 7l-7 7l-7 -7z" fill="{BLUE}"/>',
    }
    return image(delen[soort], 24, 16, "", "dk-sleutel")


def image(delen: str, breedte: int, hoogte: int, alt: str, klasse: str) -> str:
    """An `<img>` of SVG parts on white."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {breedte} {hoogte}" width="{breedte}" height="{hoogte}">'
        f'<rect width="100%" height="100%" fill="#fff"/>{delen}</svg>'
    )
    inhoud = base64.b64encode(svg.encode()).decode()
    return (
        f'<img class="{klasse}" alt="{escape(alt)}" width="{breedte}" height="{hoogte}" '
        f'src="data:image/svg+xml;base64,{inhoud}">'
    )
