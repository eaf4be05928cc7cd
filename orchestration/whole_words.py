"""The Dutch lines in which a verdict, totals, the bridge to a library's own totals and the calendar are shown.

Not here: what is true of them (`ingest`), and the other lines of the command (`words.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .output import align, dutch_number

OORDELEN = {
    "ontvangen": "Ontvangen; de regels worden bij de verwerking nagekeken.",
    "wacht": "Ontvangen; wacht op het bestand met locaties en gaat daarna vanzelf verder.",
    "te_bevestigen": "Nagekeken, maar nog niet meegeteld: kijk naar de opmerkingen en bevestig of lever opnieuw.",
    "verwerkt": "Goed: alles is verwerkt en telt mee.",
    "verwerkt_met_uitval": "Verwerkt en meegeteld, behalve de regels die uitvielen.",
    "geweigerd": "Geweigerd: er is niets veranderd aan wat meetelt.",
    "vervangen": "Telt niet meer mee: een latere levering is ervoor in de plaats gekomen.",
    "ingetrokken": "Ingetrokken: telt niet meer mee.",
}
SOORTEN = {
    "UITLENING": "uitleningen", "VERLENGING": "verlengingen", "INNAME": "innames", "TER_PLAATSE": "gebruik ter plaatse",
    "ACTIVITEIT": "activiteiten", "DEELNEMERS": "deelnemers",
}  # fmt: skip
KALENDERWOORDEN = {
    "binnen": "binnen", "voorlopig": "binnen, nog voorlopig", "te_laat": "te laat", "ontbreekt": "ontbreekt",
    "komt_nog": "komt nog",
}  # fmt: skip
# So many of what is late or missing are named in the short part of `status`.
_GENOEMD = 10


def verdict(bewijs: Mapping[str, Any]) -> str:
    """What became of a levering, in one sentence: the first thing its sender reads."""
    if bewijs["levering"] is None and bewijs["status"] == "wacht":
        return "Dit bestand kan geleverd worden; het wacht dan tot de locaties van de organisatie er zijn."
    if bewijs["levering"] is None and bewijs["status"].startswith("verwerkt"):
        return "Goed: dit bestand kan zo geleverd worden." if not bewijs["rijen"]["uitval"] else (
            "Dit bestand kan geleverd worden; sommige regels vallen uit."
        )  # fmt: skip
    return OORDELEN.get(bewijs["status"], bewijs["status"])


def total_lines(bewijs: Mapping[str, Any]) -> list[str]:
    """What was counted, a line per period: `2025-03: 1.234 uitleningen (1.200 tellen mee), 300 verlengingen`."""
    per: dict[str, list[str]] = {}
    for t in bewijs.get("totalen") or ():
        tekst = f"{dutch_number(t['aantal'])} {SOORTEN.get(t['soort'], t['soort'])}"
        if t["telt_mee"] != t["aantal"] and t["soort"] not in ("VERLENGING", "INNAME", "TER_PLAATSE"):
            tekst += f" ({dutch_number(t['telt_mee'])} tellen mee)"
        per.setdefault(t["periode"], []).append(tekst)
    return [f"{periode}: {', '.join(delen)}" for periode, delen in per.items()]


def bridge_lines(bewijs: Mapping[str, Any], brug: Mapping[str, Any]) -> list[str]:
    """The bridge as a table: uw systeem = geteld + verschil + onverklaard."""
    regels = [_answer(brug)]
    if brug["systeem_telt_niet"]:
        regels.append(f"Uw totaal telt zo te zien niet mee: {', '.join(brug['systeem_telt_niet'])}.")
    koppen = ("locatie", "periode", "uw systeem zegt", "wij tellen", "verschil", "onverklaard")
    rijen = [
        (r["locatie"] or "alle", r["periode"] or "alles", dutch_number(r["systeem"]), dutch_number(r["geteld"]),
         dutch_number(sum(v["aantal"] for v in r["verschil"])), dutch_number(r["onverklaard"]))
        for r in brug["regels"]
    ]  # fmt: skip
    regels += ["", *align(koppen, rijen, frozenset({2, 3, 4, 5}))]
    redenen: dict[str, int] = {}
    for r in brug["regels"]:
        for v in r["verschil"]:
            redenen[v["omschrijving"]] = redenen.get(v["omschrijving"], 0) + v["aantal"]
    if redenen:
        regels += ["", "Het verschil komt door:"]
        regels += [f"  {dutch_number(n)}  {zin}" for zin, n in sorted(redenen.items(), key=lambda r: -r[1])]
    return [f"Levering {bewijs['levering']}: klopt dit?", *regels]


def _answer(brug: Mapping[str, Any]) -> str:
    if brug["klopt"] is None:
        return "Geef met --eigen-totaal wat uw eigen systeem zegt, dan staat het ernaast."
    rest = sum(abs(r["onverklaard"] or 0) for r in brug["regels"])
    if brug["klopt"] and rest:
        return f"Dit klopt op {dutch_number(rest)} na; zo'n klein verschil blijft onverklaard en telt niet als fout."
    if brug["klopt"]:
        return "Ja: elk verschil met uw eigen totalen is te verklaren."
    return "Nee: er blijft meer onverklaard dan mag."


def calendar_lines(verwacht: Sequence[Mapping[str, Any]]) -> list[str]:
    """The calendar: a line of counts, then a row per expected levering."""
    if not verwacht:
        return ["Er wordt niets verwacht: er staat geen organisatie op de lijst, of niemand leverde nog iets."]
    koppen = ("organisatie", "naam", "dataset", "periode", "uiterlijk", "status", "levering")
    rijen = [
        (v["organisatie"], v["naam"], v["dataset"], v["periode"], v["uiterlijk"], KALENDERWOORDEN[v["status"]], v["levering"] or "")
        for v in verwacht
    ]  # fmt: skip
    return [f"Verwacht: {_tally(verwacht)}.", "", *align(koppen, rijen)]


def overdue_lines(verwacht: Mapping[str, Any]) -> list[str]:
    """The short part of `status`: how much is late or missing, and the longest overdue of it."""
    weg = verwacht["te_laat"]
    if not weg:
        return ["Kalender: niets te laat."]
    regels = [f"Kalender: {_tally(weg)}; zie `daadkracht kalender`."]
    regels += [
        f"  {v['organisatie']} {v['dataset']} {v['periode']}, uiterlijk {v['uiterlijk']}" for v in weg[:_GENOEMD]
    ]
    return regels + ([f"  en nog {len(weg) - _GENOEMD}"] if len(weg) > _GENOEMD else [])


def _tally(verwacht: Sequence[Mapping[str, Any]]) -> str:
    soorten = [v["status"] for v in verwacht]
    return ", ".join(f"{dutch_number(soorten.count(s))} {w}" for s, w in KALENDERWOORDEN.items() if s in soorten)
