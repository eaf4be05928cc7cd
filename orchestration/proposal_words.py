"""The Dutch sentences and tables in which a proposed mapping and open translations are shown to a reader.

Not here: what is proposed (`ingest.propose`) and the wording of findings (`definitions/bevindingen.yaml`).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .output import align, dutch_number

_SCHEIDINGEN = {";": "puntkomma's", ",": "komma's", "\t": "tabs", "|": "rechte strepen"}
_DATUMDELEN = {"%d": "dd", "%m": "mm", "%Y": "jjjj", "%y": "jj", "%H": "uu", "%M": "mm", "%S": "ss", "%z": "zone"}
# A name of a column is shown no longer than this.
_BREED = 40


def proposal_lines(voorstel: Mapping[str, Any]) -> list[str]:
    """A proposal (the JSON of `herken`) for a reader: what the file is, where each column comes from, and why."""
    vorm = voorstel["bestandsvorm"]
    vormen = [_date_form(v) for v in (*vorm["tijdvormen"], *vorm["datumvormen"])]
    regels = [
        f"{voorstel['bestand']}: {voorstel['dataset']} (zekerheid {_percent(voorstel['zekerheid'])})",
        f"  gescheiden door {_SCHEIDINGEN.get(vorm['scheiding'], vorm['scheiding'])}, {vorm['codering']}, "
        f"{dutch_number(vorm['bekeken_regels'])} regels bekeken" + (f"; datums als {', '.join(vormen)}" if vormen else ""),
    ]  # fmt: skip
    if voorstel["bekend"]:
        regels.append(f"  Dit bestand wordt al gelezen als {voorstel['bekend']}; een eigen profiel is niet nodig.")
    regels += ["", *_columns(voorstel["kolommen"]), *_codes(voorstel["kolommen"]), *_not_taken(voorstel)]
    if voorstel["opmerkingen"]:
        regels += ["", "Kijk hier goed naar:", *(f"  - {zin}" for zin in voorstel["opmerkingen"])]
    return regels


def _columns(kolommen: Sequence[Mapping[str, Any]]) -> list[str]:
    rijen = [
        (k["kolom"] + (" *" if k["verplicht"] else ""), _origin(k), _percent(k["zekerheid"]) if k["van"] else "–",
         "; ".join(k["gronden"]) or "niet gevonden")
        for k in kolommen
    ]  # fmt: skip
    return [*align(("kolom", "komt uit", "zekerheid", "waarom"), rijen, frozenset({2})), "* verplicht"]


def _origin(k: Mapping[str, Any]) -> str:
    if k["van"]:
        return _short(k["van"]) + (f" met {_short(k['samen'])}" if k["samen"] else "")
    return f"altijd {k['vast']}" if k["vast"] else "–"


def _codes(kolommen: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    rijen = [
        (k["kolom"], c["code"], dutch_number(c["aantal"]), _translation(c), _percent(c["zekerheid"]) if c["naar"] else "–", c["grond"])
        for k in kolommen
        for c in k["codes"]
    ]  # fmt: skip
    if rijen:
        yield from ("", "Codes die vertaald moeten worden:")
        yield from align(("kolom", "code", "aantal", "wordt", "zekerheid", "waarom"), rijen, frozenset({2, 4}))
    verborgen = {k["kolom"]: k["codes_verborgen"] for k in kolommen if k["codes_verborgen"]}
    if verborgen:
        delen = ", ".join(f"{aantal} in {kolom}" for kolom, aantal in verborgen.items())
        yield f"Niet getoond, want zeldzaam of lang: {delen}. Die blijven ONBEKEND of vallen uit."


def _translation(code: Mapping[str, Any]) -> str:
    if not code["naar"]:
        return "nog te kiezen"
    return code["naar"] if code["bevestigd"] else f"{code['naar']}? (nog te kiezen)"


def _not_taken(voorstel: Mapping[str, Any]) -> Iterator[str]:
    if voorstel["persoonlijk"]:
        yield from (
            "",
            "Zegt direct wie iemand is en wordt nooit overgenomen; laat deze kolommen liever uit de export:",
        )
        yield from (f"  {_short(p['kolom'])}: {p['grond']}" for p in voorstel["persoonlijk"])
    if voorstel["ongebruikt"]:
        yield from ("", f"Niet nodig: {', '.join(_short(k) for k in voorstel['ongebruikt'])}.")
    if voorstel["ontbreekt"]:
        yield from ("", f"Niet gevonden en wel verplicht: {', '.join(voorstel['ontbreekt'])}.")


def next_lines(voorstel: Mapping[str, Any], bestand: str, organisatie: str | None) -> list[str]:
    """What to do after a proposal."""
    isil, pad = organisatie or "ISIL", shlex.quote(bestand)
    bevestigd = voorstel["bevestigd"]
    if bevestigd:
        return [
            f"Bewaard als {bevestigd['bronsysteem']}, versie {bevestigd['versie']}, alleen voor {isil}.",
            f"Lever nu met: daadkracht lever {pad} --organisatie {isil}",
        ]
    if voorstel["ontbreekt"]:
        zin = (
            "Zo wordt dit bestand nog niet gelezen. Wijs aan welke kolom het is, bijvoorbeeld met "
            f"--kolom {voorstel['ontbreekt'][0]}=KOP, of maak een export waarin hij staat."
        )
        return [zin]
    if voorstel["bekend"]:
        return [f"Lever met: daadkracht lever {pad} --organisatie {isil}"]
    return [
        "Klopt dit? Bewaar het dan als profiel van uw organisatie met:",
        f"  daadkracht herken {pad} --organisatie {isil} --dataset {voorstel['dataset']} --bevestig",
        "Een kolom die anders moet geeft u erbij met --kolom KOLOM=KOP (of KOLOM= voor geen).",
    ]


def open_lines(openstaand: Sequence[Mapping[str, Any]]) -> list[str]:
    """The codes that wait for a translation, each with the command that confirms it."""
    if not openstaand:
        return ["Alle codes van deze organisatie zijn vertaald."]
    regels: list[str] = []
    for o in openstaand:
        regels.append(
            f"{o['kolom']} uit {o['bronsysteem']} ({o['dataset']}, {o['levering']}, {dutch_number(o['rijen'])} regels)"
        )
        regels.append(f"  {o['uitleg']}")
    return regels


def _date_form(vorm: str) -> str:
    for teken, woord in _DATUMDELEN.items():
        vorm = vorm.replace(teken, woord)
    return vorm


def _percent(deel: float) -> str:
    return f"{100 * deel:.0f} %"


def _short(naam: str) -> str:
    return naam if len(naam) <= _BREED else naam[: _BREED - 1] + "…"
