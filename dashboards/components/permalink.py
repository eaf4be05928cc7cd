"""The button that gives a link to exactly this view of exactly this publicatie.

Not here: the filters in the address (`choice.py`); without this button a link means the newest publicatie.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboards.data import Publicatie


def show_permalink(publicatie: Publicatie, keuzes: Mapping[str, str]) -> None:
    """A button; pressed, the address holds the publicatie too, and `nl.js` copies it and says so."""
    vraag = urlencode({**keuzes, "publicatie": publicatie.id})
    with st.container(key="vaste_link", horizontal=True, vertical_alignment="center"):
        st.button("Kopieer vaste link", key="kopieer", on_click=_pin, args=(publicatie.id,))
        st.html(f'<p class="dk-gekopieerd" role="status" data-vaste-link="?{escape(vraag)}"></p>')
    if st.query_params.get("publicatie") == publicatie.id:
        st.html('<p class="dk-noot">Het adres in de browser is nu de vaste link: het blijft bij deze publicatie.</p>')


def _pin(identiteit: str) -> None:
    st.query_params["publicatie"] = identiteit
