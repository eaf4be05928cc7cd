"""Numbers as a Dutch reader writes them, and the marks that stand for what is no plain number.

Not here: any sentence about a figure (`words.py`).
"""

from __future__ import annotations

from dashboards.data import TELT, Waarde

# The marks are the same in chart, table and download (kennis/dashboard.md section 2).
MARKS = {"geblokkeerd": "x", "onderdrukt": ".", "ontbreekt": "–", "niet_geleverd": "–"}
STATUS = {
    "definitief": "definitief",
    "voorlopig": "voorlopig",
    "geblokkeerd": "geblokkeerd",
    "onderdrukt": "onderdrukt",
    "ontbreekt": "ontbreekt",
    "niet_geleverd": "niet geleverd",
}
LEGEND = {
    "voorlopig": "* voorlopig: kan nog veranderen",
    "geblokkeerd": "x geblokkeerd: de controle heeft dit cijfer tegengehouden; het telt nergens mee",
    "onderdrukt": ". onderdrukt: niet getoond, omdat het iets over personen zou kunnen zeggen",
    "ontbreekt": "– ontbreekt: er is geen cijfer",
    "niet_geleverd": "– niet geleverd: er is geen cijfer",
}


def number(waarde: float, decimalen: int = 0) -> str:
    """`12345.6` as `12.345,6`; never `-0`."""
    tekst = f"{waarde:,.{decimalen}f}"
    if float(tekst.replace(",", "")) == 0:
        tekst = tekst.lstrip("-")
    return tekst.translate(str.maketrans(",.", ".,"))


def plain(waarde: float) -> str:
    """For a file a program reads: all digits, decimal comma, no thousands marks."""
    if waarde == int(waarde) and abs(waarde) < 1e15:
        return str(int(waarde))
    return repr(waarde).replace(".", ",")


def value(waarde: Waarde, decimalen: int, eenheid: str = "") -> str:
    """A value with its mark: `1.234`, `1.234*`, `12,3%`, `x`, `.`, `–`."""
    if waarde.status not in TELT or waarde.waarde is None:
        return MARKS.get(waarde.status, "–")
    teken = "%" if eenheid == "%" else ""
    return f"{number(waarde.waarde, decimalen)}{teken}{'*' if waarde.status == 'voorlopig' else ''}"


def status(waarde: Waarde) -> str:
    """The word for a value's status; a value that should be there and is not is `ontbreekt`."""
    if waarde.waarde is None and waarde.status in TELT:
        return "ontbreekt"
    return STATUS.get(waarde.status, waarde.status)


def unit_label(eenheid: str) -> str:
    """The unit as it stands behind a title, `in leden`; nothing where the number carries it."""
    return "in procenten" if eenheid == "%" else eenheid


def file_size(aantal: int) -> str:
    """Bytes in the largest unit that fits, `4,7 kB`."""
    for grens, woord in ((1024**3, "GB"), (1024**2, "MB"), (1024, "kB")):
        if aantal >= grens:
            return f"{number(aantal / grens, 1)} {woord}"
    return f"{aantal} bytes"


def percentage(deel: int, geheel: int) -> int:
    """A part of a whole in whole per cents, from 0 to 100; of nothing 0."""
    return min(100, 100 * deel // max(geheel, 1))
