"""The Dutch sentences and tables in which receipts, figures and states are shown to a reader.

Not here: what is true (the verbs know), and the wording of findings (`definitions/bevindingen.yaml`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ingest import STATE_WORDS

from .output import align, dutch_number
from .whole_words import bridge_lines, overdue_lines, total_lines, verdict

RIJWOORDEN = ("gelezen", "geaccepteerd", "hersteld", "uitval", "dubbel", "overgeslagen")


def receipt_lines(bewijs: Mapping[str, Any]) -> list[str]:
    """An ontvangstbewijs (the JSON of it) for a reader."""
    titel = f"Levering {bewijs['levering']}" if bewijs["levering"] else "Niet aangeleverd"
    regels = [f"{titel}: {_what(bewijs)}", f"  {verdict(bewijs)}", f"  status: {_status(bewijs['status'])}"]
    if waaraan := bewijs.get("herkenning", {}).get("bronsysteem"):
        regels.append(f"  herkend: {waaraan}")
    for bestand in bewijs["bestanden"]:
        regels.append(f"  bestand: {bestand['naam']} (sha256 {bestand['sha256'][:16]})")
    rijen = bewijs["rijen"]
    if rijen:
        regels.append("  rijen: " + ", ".join(f"{dutch_number(rijen[w])} {w}" for w in RIJWOORDEN if w in rijen))
    if bewijs["telt"] and bewijs["telt"] != [""]:
        regels.append("  telt nu voor: " + ", ".join(bewijs["telt"]))
    regels += [f"  geteld {regel}" for regel in total_lines(bewijs)]
    for bevinding in bewijs["bevindingen"]:
        regels.append(f"  {_finding(bevinding)}")
    if bewijs.get("eigen_totaal"):
        regels += [f"  {regel}".rstrip() for regel in bridge_lines(bewijs, bewijs["eigen_totaal"])]
    return regels


def receipt_line(bewijs: Mapping[str, Any]) -> str:
    """One line per levering, as shown while a queue is drained."""
    rijen = bewijs["rijen"] or {}
    tellingen = [f"{dutch_number(rijen[w])} {w}" for w in ("geaccepteerd", "uitval", "dubbel") if rijen.get(w)]
    return f"{bewijs['levering'] or '-'}  {_what(bewijs)}: {', '.join([_status(bewijs['status']), *tellingen])}"


def refusals(bewijs: Mapping[str, Any]) -> list[str]:
    """The sentences that say why a refused levering was refused; none for any other."""
    if bewijs["status"] != "geweigerd":
        return []
    zinnen = [b["uitleg"] for b in bewijs["bevindingen"] if b["ernst"] in ("bestand", "levering")]
    namen = ", ".join(bestand["naam"] for bestand in bewijs["bestanden"])
    return [f"Geweigerd ({namen}): {zin}" for zin in zinnen] or [f"Geweigerd: {namen}."]


def _what(bewijs: Mapping[str, Any]) -> str:
    delen = [bewijs["dataset"] or "onbekende dataset"]
    if bewijs["organisatie"]:
        delen.append(f"van {bewijs['organisatie']}")
    if bewijs["periode"]:
        delen.append(f"over {bewijs['periode']}")
    if bewijs["bronsysteem"]:
        delen.append(f"uit {bewijs['bronsysteem']}")
    return " ".join(delen)


def _status(code: str) -> str:
    woord = STATE_WORDS.get(code, code)
    return f"{woord} (daadkracht bevestig)" if code == "te_bevestigen" else woord


def _finding(bevinding: Mapping[str, Any]) -> str:
    kolom = f" in {bevinding['kolom']}" if bevinding.get("kolom") else ""
    return f"{bevinding['code']}{kolom}, {dutch_number(bevinding['aantal'])} keer: {bevinding['uitleg']}"


def changeover_lines(van: str, naar: str, datum: date, opnieuw: Sequence[str]) -> list[str]:
    """What a declared change of system means, and what is done next."""
    regels = [f"Tot {datum:%d-%m-%Y} telt {van}, vanaf die dag telt {naar}."]
    if opnieuw:
        regels.append(f"Bij de volgende `daadkracht draai` opnieuw verwerkt: {', '.join(opnieuw)}.")
    return regels


def cleaning_lines(gedaan: Mapping[str, Any]) -> list[str]:
    """What `opschonen` did or would do, a line each."""
    zou = "zou worden vernietigd" if gedaan["proef"] else "vernietigd"
    regels = [f"  {_gone(o)}: {zou} ({o['reden']})" for o in (*gedaan["bestanden"], *gedaan["brons"])]
    regels += [
        f"  {_gone(o)}: over de termijn, maar de cijfers zijn nog niet gepubliceerd; doe eerst: daadkracht draai"
        for o in gedaan["wacht"]
    ]
    kop = "Wat opschonen zou doen:" if gedaan["proef"] else "Opgeschoond:"
    return [kop, *regels] if regels else ["Niets is over zijn bewaartermijn."]


def _gone(o: Mapping[str, str]) -> str:
    wat = f"{o['tabel']} over {o['periode']}" if o["tabel"] else f"de bestanden ({o['dataset'] or 'onbekende dataset'})"
    return f"{o['levering']} van {o['organisatie']}, {wat}"


def minimised_line(bewijs: Mapping[str, Any], pad: object) -> str:
    """Where the minimised file is, or why there is none."""
    if pad is not None:
        return f"  geminimaliseerd: {pad}; lever dit bestand, met dezelfde --periode"
    if bewijs["status"] == "geweigerd":
        return "  geen geminimaliseerd bestand: dit zou worden geweigerd"
    if bewijs["status"] == "wacht":
        return "  geen geminimaliseerd bestand: geef het bestand met de locaties erbij"
    return "  geen geminimaliseerd bestand: hierin staan geen gegevens van personen, lever het zoals het is"


def forgetting_lines(gedaan: Mapping[str, Any]) -> list[str]:
    """What forgetting a member did. It says nothing of who it was."""
    rijen = ", ".join(f"{dutch_number(n)} uit {tabel}" for tabel, n in gedaan["rijen"].items())
    regels = [
        f"Het lid is vergeten. Weggehaalde regels: {rijen}. In elke volgende levering telt dit nummer niet als lid.",
        "De cijfers veranderen bij de volgende `daadkracht draai`.",
    ]
    if gedaan["bestanden"]:
        regels.append(
            f"De aangeleverde bestanden van {', '.join(gedaan['bestanden'])} zijn of worden na verwerking vernietigd; "
            "opnieuw verwerken kan daarna niet meer."
        )
    return regels


def figure_lines(cijfers: Sequence[Mapping[str, Any]], decimalen: Mapping[str, int]) -> list[str]:
    """The table of `cijfer`. `decimalen` says per indicator how many decimals its value has."""
    if not cijfers:
        return ["Geen cijfers die hieraan voldoen."]
    koppen = ("indicator", "gebied", "periode", "uitsplitsing", "klasse", "waarde", "eenheid", "dekking", "status")
    rijen = [
        (
            rij["indicator"], rij["gebied"], rij["periode"], rij["uitsplitsing"], rij["klasse"],
            dutch_number(rij["waarde"], decimalen.get(rij["indicator"])), rij["eenheid"] or "",
            "–" if rij["dekking"] is None else f"{dutch_number(rij['dekking'] * 100, 0)}%",
            ", ".join([rij["status"], *rij["markeringen"]]),
        )
        for rij in cijfers
    ]  # fmt: skip
    return align(koppen, rijen, frozenset({5, 7}))


def history_lines(cijfers: Sequence[Mapping[str, Any]], decimalen: Mapping[str, int]) -> list[str]:
    """The table of `cijfer --historie`: figures of others, each with its source."""
    if not cijfers:
        return ["Van jaren voor onze eigen cijfers is hier niets gepubliceerd."]
    koppen = ("indicator", "gebied", "periode", "waarde", "eenheid", "status", "bron", "versie", "vindplaats")
    rijen = [
        (
            rij["indicator"], rij["gebied"], rij["periode"], dutch_number(rij["waarde"], decimalen.get(rij["indicator"])),
            rij["eenheid"], ", ".join([rij["status"], *rij["markeringen"]]), rij["bron_naam"], str(rij["peildatum"]),
            rij["vindplaats"],
        )
        for rij in cijfers
    ]  # fmt: skip
    return align(koppen, rijen, frozenset({3}))


def origin_lines(leveringen: Iterable[Mapping[str, Any]]) -> list[str]:
    """The table of `herkomst`: a line per file behind a figure."""
    rijen = [
        (rij["levering"], rij["organisatie"], rij["dataset"], rij["periode"], str(rij["ontvangen_op"])[:16].replace("T", " "),
         bestand["naam"], bestand["sha256"][:16], str(rij["aanvullingen"] or ""))
        for rij in leveringen
        for bestand in rij["bestanden"]
    ]  # fmt: skip
    if not rijen:
        return ["Achter dit cijfer staat geen levering."]
    return align(
        ("levering", "organisatie", "dataset", "periode", "ontvangen op", "bestand", "sha256", "aangevuld"), rijen
    )


def status_lines(stand: Mapping[str, Any]) -> list[str]:
    """The state of the work folder for a reader; `stand` is the JSON of `status`."""
    publicatie = stand["publicatie"]
    regels = [
        f"Werkmap: {stand['werkmap']}",
        "Wachtrij: " + (", ".join(f"{aantal} {status}" for status, aantal in stand["wachtrij"].items()) or "leeg"),
        f"Publicatie: {publicatie['id']}" if publicatie else "Publicatie: nog geen",
        *overdue_lines(stand["kalender"]),
    ]
    if stand["leveringen"]:
        rijen = [
            (b["levering"], b["organisatie"] or "", b["dataset"] or "", b["periode"] or "", b["bronsysteem"] or "",
             b["status"], *(dutch_number((b["rijen"] or {}).get(w)) for w in ("geaccepteerd", "uitval")))
            for b in stand["leveringen"]
        ]  # fmt: skip
        koppen = (
            "levering", "organisatie", "dataset", "periode", "bronsysteem", "status", "geaccepteerd", "uitval",
        )  # fmt: skip
        regels += ["", *align(koppen, rijen, frozenset({6, 7}))]
    return regels
