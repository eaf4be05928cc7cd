"""A new pseudonym key for an organisatie: brons is rewritten under it, and a person stays one person.

Not here: how pseudonyms are made (`pseudonym.py`) and which keys hold (`persons.py`). The old key stays: later numbers pass it first.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from definitions import Omgeving, VerkeerdeAanroep, load_definities

from . import brons, vault
from .network import known_organisations
from .persons import SLEUTEL, key_version
from .pseudonym import under_next_key
from .records import SLEUTEL_GEWISSELD
from .retention import opened, sweep_strays, tables_of_persons


def rotate_key(omgeving: Omgeving, organisatie: str) -> int:
    """Give the organisatie a new key and replace every pseudonym in brons by its HMAC under that key; the key's version.

    Figures and block tokens stay what they were. Killed at any moment, the old key or the new one holds, and doing it again
    finishes it. Raises `VerkeerdeAanroep` where the organisatie is unknown.
    """
    if organisatie not in {o.isil for o in known_organisations(omgeving)}:
        raise VerkeerdeAanroep(
            "Deze organisatie staat niet op de lijst van het netwerk; schrijf de ISIL als NL-0800070000."
        )
    vault.ensure_keys(omgeving)
    with opened(omgeving) as register:
        sweep_strays(omgeving, register)
        versie = key_version(register.agreements(SLEUTEL, organisatie), organisatie) + 1
        sleutel = vault.pseudonym_key(omgeving, organisatie, versie)
        posten = [b for b in register.brons_files(tables_of_persons(load_definities())) if b.organisatie == organisatie]
        nieuw = {}
        redenen: dict[int, dict[str, Any]] = {}
        for b in posten:
            frame = under_next_key(pl.read_parquet(omgeving.werk / b.pad), sleutel)
            nieuw[b.pad] = brons.write_replacement(omgeving, b, frame)
            redenen.setdefault(b.nummer, {"versie": versie, "brons": []})["brons"].append(b.pad)
        afspraak = (SLEUTEL, organisatie, "pseudoniem", {"versie": versie})
        register.replace_brons(SLEUTEL_GEWISSELD, redenen, nieuw, [afspraak])
        for b in posten:
            vault.shred_file(omgeving.werk / b.pad)
    return versie
