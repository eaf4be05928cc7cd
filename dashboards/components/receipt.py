"""A receipt on a page: the verdict first, then the counts, the findings with how to mend them, and the workbook.

Not here: what is true of a levering (`ingest`). Row numbers are shown, values of rows never.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

import streamlit as st

import ingest
from dashboards import periods
from dashboards.components import dutch
from dashboards.components.table import show_table
from definitions import load_definities
from ingest import STATE_WORDS, Melding, Ontvangstbewijs

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# On the page; the workbook has all that the receipt names.
_REGELS = 25
_RIJEN = (
    ("gelezen", "gelezen"), ("geaccepteerd", "tellen mee"), ("hersteld", "waarvan hersteld"), ("uitval", "tellen niet mee (uitval)"),
    ("dubbel", "dubbel aangeleverd"), ("overgeslagen", "overgeslagen"),
)  # fmt: skip
# Where the receipt names a command that does something, this app has a place for it.
_HIER = {
    "voorstel_vertaling": "Zeg bij Bevestigen wat deze codes betekenen, zodra de levering is verwerkt. Dan wordt zij opnieuw verwerkt.",
    "bestand_onherkend": "Zeg hieronder zelf wat de kolommen zijn, of vul een werkboek in (zie Sjablonen).",
}  # fmt: skip
_GROEPEN = (
    ("Waarom geweigerd", {"weigering"}),
    ("Wacht op u", {"te_bevestigen", "wacht"}),
    ("Regels die niet meetellen", {"uitval"}),
    ("Telt mee, maar kijk ernaar", {"waarschuwing"}),
    ("Hersteld, dubbel of overgeslagen", {"hersteld", "ontdubbeld", "overgeslagen"}),
)


def dataset_name(dataset: str | None) -> str:
    """A dataset as its contract calls it."""
    return load_definities().contracten[dataset].naam if dataset else "Niet herkend"  # type: ignore[index]


def title(bewijs: Ontvangstbewijs) -> str:
    """What a receipt is about: `Uitleningen, maart 2025`."""
    return (
        f"{dataset_name(bewijs.dataset)}, {period_name(bewijs.periode)}"
        if bewijs.periode
        else dataset_name(bewijs.dataset)
    )


def period_name(periode: str | None) -> str:
    """A period as people say it; a range of them as `januari 2025 tot en met maart 2025`."""
    if not periode:
        return "nog niet bekend"
    delen = periode.split("..")
    return " tot en met ".join(dict.fromkeys(periods.name(deel) for deel in delen))


def show_receipt(bewijs: Ontvangstbewijs, *, sleutel: str) -> None:
    """Verdict, counts and findings; `sleutel` tells this receipt's widgets from another's."""
    _verdict(bewijs)
    st.html(_recognised(bewijs))
    if bewijs.rijen is not None:
        getallen = [(woord, dutch.number(getattr(bewijs.rijen, naam))) for naam, woord in _RIJEN]
        show_table(
            "Tellingen",
            ("rijen", "aantal"),
            [g for g in getallen if g[1] != "0" or g[0] in ("gelezen", "tellen mee")],
            (1,),
        )
    for kop, gevolgen in _GROEPEN:
        if gevonden := [m for m in bewijs.bevindingen if m.gevolg in gevolgen]:
            st.html(f"<h3>{kop}</h3>" + "".join(map(_finding, gevonden)))
    show_workbook([bewijs], f"ontvangstbewijs_{bewijs.levering or 'controle'}", sleutel=sleutel)


def show_workbook(bewijzen: Sequence[Ontvangstbewijs], naam: str, *, sleutel: str) -> None:
    """A button that makes the workbook of these receipts when it is pressed."""
    st.download_button(
        "Download als Excel (XLSX)", data=partial(ingest.receipt_workbook, bewijzen), file_name=f"{naam}.xlsx", mime=_XLSX,
        key=f"xlsx_{sleutel}", on_click="ignore",
    )  # fmt: skip


def _verdict(bewijs: Ontvangstbewijs) -> None:
    if bewijs.eerder:
        st.info(
            f"**Dit is al aangeleverd, als {bewijs.levering}.** Nog eens aanleveren verandert niets; dit is het ontvangstbewijs van toen."
        )
    zin, toon = verdict(bewijs)
    {"goed": st.success, "let op": st.warning, "fout": st.error, "wacht": st.info}[toon](f"**{zin}**")


def verdict(bewijs: Ontvangstbewijs) -> tuple[str, str]:
    """The verdict as a sentence, and its tone: `goed`, `let op`, `fout` or `wacht`."""
    rijen, controle = bewijs.rijen, bewijs.levering is None
    if bewijs.status == "geweigerd":
        return (
            "Dit bestand zou worden geweigerd." if controle else "Deze levering is geweigerd en telt niet mee."
        ), "fout"
    if controle and bewijs.status == "te_bevestigen":
        return "Dit bestand kunt u aanleveren, maar het telt pas mee nadat u hebt bevestigd dat het klopt.", "let op"
    if controle and bewijs.status == "wacht":
        return "Dit bestand kunt u aanleveren; het wacht dan tot de locaties van de bibliotheek er zijn.", "wacht"
    if bewijs.status in ("ontvangen", "wacht", "te_bevestigen", "vervangen", "ingetrokken"):
        return f"{bewijs.levering} is {STATE_WORDS[bewijs.status]}.", "wacht"
    if rijen is None or not rijen.uitval:
        alle = (
            f" Alle {dutch.number(rijen.geaccepteerd)} rijen tellen mee."
            if rijen and rijen.geaccepteerd == rijen.gelezen
            else ""
        )
        return ("Dit bestand is in orde." if controle else "Deze levering is in orde.") + alle, "goed"
    wat = "Dit bestand kunt u aanleveren" if controle else "Deze levering is verwerkt"
    telt = "telt 1 rij" if rijen.uitval == 1 else f"tellen {dutch.number(rijen.uitval)} rijen"
    return f"{wat}, maar van de {dutch.number(rijen.gelezen)} rijen {telt} niet mee.", "let op"


def _recognised(bewijs: Ontvangstbewijs) -> str:
    bestanden = ", ".join(b.naam for b in bewijs.bestanden)
    delen = [f"<strong>{escape(title(bewijs))}</strong>", escape(bewijs.organisatie), escape(bestanden)]
    if bewijs.bronsysteem:
        grond = bewijs.herkenning.get("bronsysteem")
        delen.append(escape(f"bronsysteem {bewijs.bronsysteem}" + (f" ({grond})" if isinstance(grond, str) else "")))
    if bewijs.ontvangen_op:
        delen.append(f"ontvangen op {periods.day(bewijs.ontvangen_op)}")
    return f'<p class="dk-bron">{" · ".join(delen)}</p>'


def _finding(melding: Melding) -> str:
    kolom = f' in de kolom <code translate="no">{escape(melding.kolom)}</code>' if melding.kolom else ""
    zo = _HIER.get(melding.code, melding.herstel)
    herstel = f"<p><strong>Zo herstelt u dit:</strong> {escape(zo)}</p>" if zo else ""
    regels = "".join(f"<p>{escape(_rows(naam, rijen, melding.aantal))}</p>" for naam, rijen in melding.regels.items())
    # Of a finding about a file or the whole the count says nothing to its reader.
    keer = f"{dutch.number(melding.aantal)} keer" if melding.ernst == "rij" else ""
    waar = f"{keer}{kolom}".strip().capitalize() if not keer else f"{keer}{kolom}"
    waar = f'<p class="dk-bij">{waar}</p>' if waar else ""
    return f'<section class="dk-bevinding"><h4>{escape(periods.in_words(melding.wat))}</h4>{waar}{herstel}{regels}</section>'


def _rows(naam: str, rijen: Sequence[int], aantal: int) -> str:
    getoond = ", ".join(map(str, rijen[:_REGELS]))
    meer = f" en verder; in het Excelbestand staan er {len(rijen)}" if len(rijen) > _REGELS else ""
    woord = "Regel" if len(rijen) == 1 and aantal == 1 else "Regels"
    return f"{woord} in {naam} (de kopregel is regel 1): {getoond}{meer}."
