"""A table in HTML: caption, column and row headings with scope, numbers to the right.

Not here: what stands in the cells. `st.dataframe` draws on a canvas that no screen reader sees; this is the alternative.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

Cel = str | tuple[str, str]
"""A cell's text, or the text shown and the words read aloud in its place (`x` and `geblokkeerd`)."""


def table(titel: str, koppen: Sequence[str], rijen: Sequence[Sequence[Cel]], getallen: Sequence[int] = ()) -> str:
    """The HTML of a table; the first cell of a row is its heading, columns in `getallen` (from 0) hold numbers."""
    kop = "".join(f'<th scope="col"{_right(nr, getallen)}>{escape(tekst)}</th>' for nr, tekst in enumerate(koppen))
    lijf = "".join("<tr>" + "".join(_cell(nr, cel, getallen) for nr, cel in enumerate(rij)) + "</tr>" for rij in rijen)
    # Focusable, so that a table wider than the screen can be moved by keyboard; a region needs a name for that.
    return (
        f'<div class="dk-tabel" role="region" tabindex="0" aria-label="{escape(titel)}"><table>'
        f"<caption>{escape(titel)}</caption><thead><tr>{kop}</tr></thead><tbody>{lijf}</tbody></table></div>"
    )


def show_table(titel: str, koppen: Sequence[str], rijen: Sequence[Sequence[Cel]], getallen: Sequence[int] = ()) -> None:
    """Put a table on the page."""
    st.html(table(titel, koppen, rijen, getallen))


def _right(nr: int, getallen: Sequence[int]) -> str:
    return ' class="dk-getal"' if nr in getallen else ""


def _cell(nr: int, cel: Cel, getallen: Sequence[int]) -> str:
    inhoud = escape(cel) if isinstance(cel, str) else spoken(*cel)
    return f'<th scope="row">{inhoud}</th>' if nr == 0 else f"<td{_right(nr, getallen)}>{inhoud}</td>"


def spoken(getoond: str, gezegd: str) -> str:
    """`getoond` for the eye, `gezegd` for the ear."""
    if not gezegd or getoond == gezegd:
        return escape(getoond)
    return f'<span aria-hidden="true">{escape(getoond)}</span><span class="dk-oor">{escape(gezegd)}</span>'
