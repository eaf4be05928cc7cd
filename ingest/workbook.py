"""A receipt as a workbook: a summary, the findings with how to mend them, the row numbers to look up, and what was counted.

Not here: what a receipt says (`receipt.py`). Every text is written as text: what a sender called its file or column never
becomes a formula or a link.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from .receipt import STATE_WORDS, Melding, Ontvangstbewijs, totals

if TYPE_CHECKING:
    from definitions import Definities

_GEVOLG = {
    "uitval": "telt niet mee", "overgeslagen": "overgeslagen", "ontdubbeld": "telt eenmaal mee", "hersteld": "hersteld, telt mee",
    "waarschuwing": "telt mee", "weigering": "levering geweigerd", "te_bevestigen": "wacht op bevestiging", "wacht": "wacht",
}  # fmt: skip
_RIJEN = {
    "gelezen": "Rijen gelezen", "geaccepteerd": "Rijen geaccepteerd", "hersteld": "waarvan hersteld",
    "uitval": "Rijen uitgevallen", "dubbel": "Rijen dubbel", "overgeslagen": "Rijen overgeslagen",
}  # fmt: skip
# What the kinds of a dataset are called (`tally.py`).
_LIJSTEN = {"uitleningen": "transactiesoort", "leden": "lidsoort", "collectie": "materiaalsoort"}
_OPTIES = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def receipt_workbook(bewijzen: Sequence[Ontvangstbewijs]) -> bytes:
    """Receipts (one call may give several) as the bytes of an XLSX file with the sheets Samenvatting, Bevindingen and Regels;
    where something was counted also Totalen and Niet geteld (per locatie and period) and Soorten (per period and kind)."""
    import xlsxwriter

    from definitions import load_definities

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _OPTIES) as boek:
        boek.set_properties({"title": "Ontvangstbewijs", "author": "Daadkracht"})
        _sheet(boek, "Samenvatting", (28, 70), None, [r for b in bewijzen for r in _summary(b)])
        _sheet(
            boek, "Bevindingen", (14, 26, 22, 10, 24, 60, 60),
            ("levering", "bevinding", "kolom", "aantal", "gevolg", "wat er is", "zo herstelt u dit"),
            [(_name(b), m.code, m.kolom or "", m.aantal, _GEVOLG.get(m.gevolg, m.gevolg), m.wat, m.herstel)
             for b in bewijzen for m in b.bevindingen],
        )  # fmt: skip
        _sheet(
            boek, "Regels", (14, 26, 22, 40, 10), ("levering", "bevinding", "kolom", "bestand", "regel"),
            [(_name(b), m.code, m.kolom or "", naam, rij) for b in bewijzen for m in b.bevindingen for naam, rij in _rows(m)],
        )  # fmt: skip
        if geteld := [b for b in bewijzen if b.telling.get("cellen")]:
            _counted(boek, load_definities(), geteld)
    return buffer.getvalue()


def _counted(boek: Any, definities: Definities, bewijzen: Sequence[Ontvangstbewijs]) -> None:
    """What was counted of the receipts, as on the page: beside the library's own totals where it gave those."""
    from .compare import bridge_of

    bruggen = [(_name(b), b.eigen_totaal or bridge_of(definities, b, ()).as_json(definities)) for b in bewijzen]
    regels = [(naam, regel) for naam, brug in bruggen for regel in brug["regels"]]
    _sheet(
        boek, "Totalen", (14, 18, 12, 18, 14, 14, 14),
        ("levering", "locatie", "periode", "uw systeem zegt", "wij tellen", "niet geteld", "onverklaard"),
        [(naam, _place(r["locatie"]), _place(r["periode"]), _number(r["systeem"]), r["geteld"],
          sum(v["aantal"] for v in r["verschil"]), _number(r["onverklaard"])) for naam, r in regels],
    )  # fmt: skip
    _sheet(
        boek, "Niet geteld", (14, 18, 12, 70, 12), ("levering", "locatie", "periode", "waarom niet", "aantal"),
        [(naam, _place(r["locatie"]), _place(r["periode"]), v["omschrijving"], v["aantal"]) for naam, r in regels for v in r["verschil"]],
    )  # fmt: skip
    _sheet(
        boek, "Soorten", (14, 12, 40, 12, 14), ("levering", "periode", "soort", "geaccepteerd", "waarvan telt mee"),
        [(_name(b), _place(t["periode"]), _kind(definities, b, t["soort"]), t["aantal"], t["telt_mee"])
         for b in bewijzen for t in totals(b.telling)],
    )  # fmt: skip


def _place(waar: str) -> str:
    """A location or period; '' is a total of all."""
    return {"": "alles", "ONBEKEND": "niet te zien"}.get(waar, waar)


def _number(aantal: int | None) -> int | str:
    return "" if aantal is None else aantal


def _kind(definities: Definities, bewijs: Ontvangstbewijs, soort: str) -> str:
    """A kind by the name it has on its code list."""
    lijst = definities.codelijsten.get(_LIJSTEN.get(bewijs.dataset or "", ""))
    rij = lijst.codes.get(soort) if lijst else None
    return rij["naam"] if rij and rij["naam"] else soort.lower()


def _summary(bewijs: Ontvangstbewijs) -> Iterator[tuple[str, str | int]]:
    yield "Levering", _name(bewijs)
    yield "Organisatie", bewijs.organisatie
    yield "Dataset", bewijs.dataset or "niet herkend"
    yield "Periode", bewijs.periode or "nog niet bekend"
    yield "Bronsysteem", bewijs.bronsysteem or "niet herkend"
    if bewijs.ontvangen_op is not None:
        yield "Ontvangen op", f"{bewijs.ontvangen_op:%d-%m-%Y %H:%M}"
    yield "Status", STATE_WORDS[bewijs.status]
    for bestand in bewijs.bestanden:
        yield "Bestand", bestand.naam
        yield "SHA-256", bestand.sha256
    for waaraan, grond in bewijs.herkenning.items():
        if isinstance(grond, str):
            yield f"Herkend: {waaraan}", grond
    for naam, woord in _RIJEN.items():
        if bewijs.rijen is not None:
            yield woord, int(getattr(bewijs.rijen, naam))
    yield "Regelnummers", "Blad Regels noemt per bevinding de eerste regels van het bestand; de kopregel is regel 1."
    yield "", ""


def _name(bewijs: Ontvangstbewijs) -> str:
    return bewijs.levering or "niet aangeleverd"


def _rows(melding: Melding) -> Iterator[tuple[str, int]]:
    for naam, rijen in melding.regels.items():
        for rij in rijen:
            yield naam, rij


def _sheet(
    boek: Any, naam: str, breedtes: Sequence[int], koppen: Sequence[str] | None, rijen: Sequence[Sequence[str | int]]
) -> None:
    blad = boek.add_worksheet(naam)
    vet = boek.add_format({"bold": True, "bottom": 1, "valign": "top"})
    tekst = boek.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    getal = boek.add_format({"valign": "top", "num_format": "#,##0"})
    for kolom, breedte in enumerate(breedtes):
        blad.set_column(kolom, kolom, breedte)
    eerste = 0
    if koppen is not None:
        blad.write_row(0, 0, koppen, vet)
        blad.freeze_panes(1, 0)
        blad.autofilter(0, 0, max(len(rijen), 1), len(koppen) - 1)
        eerste = 1
    for nr, rij in enumerate(rijen, eerste):
        for kolom, cel in enumerate(rij):
            if isinstance(cel, int):
                blad.write_number(nr, kolom, cel, getal)
            else:
                blad.write_string(nr, kolom, cel, tekst)
