"""A declared change of source system: which days of which system count, and which numbers are the same person in both.

Not here: the filtering of rows (`pipeline.py`), what replaces what within a system (`records.py`), and hashing (`minimise.py`).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Literal

from definitions import Omgeving, VerkeerdeAanroep, load_definities

from . import period, vault
from .call import check_source_system
from .network import agreements_of
from .profiles import for_organisation
from .records import MET_UITVAL, OVERSTAP, VERWERKT, Levering, Overstap, code_of
from .register import Register
from .smalltable import read_small

Nummers = Literal["los", "zelfde", "tabel"]
_KOPPELING = "koppelingen"
_MEEST_MB = 64


def declare_changeover(
    omgeving: Omgeving, organisatie: str, van: str, naar: str, datum: date, *, nummers: Nummers = "los",
    tabel: Path | None = None, tell: Callable[[str], None] = lambda _: None,
) -> list[str]:  # fmt: skip
    """Declare that `organisatie` works with `naar` from `datum` on and with `van` until the day before.

    `nummers` says whether member numbers stayed the same (`zelfde`), are new (`los`: persons cannot be followed across the
    change), or are paired in the file `tabel` (`tabel`: two columns, old and new). That file is hashed at once and not
    kept. Leveringen that lie across the change are queued to be processed again; their codes are returned.

    Raises `VerkeerdeAanroep` where a word does not fit, the table cannot be read, or a levering that must be split can no
    longer be read.
    """
    if van == naar:
        raise VerkeerdeAanroep("Het oude en het nieuwe systeem zijn hetzelfde; noem er twee.")
    definities = for_organisation(load_definities(), agreements_of(omgeving, organisatie))
    for systeem in (van, naar):
        check_source_system(definities, systeem)
    vault.ensure_keys(omgeving, tell)
    koppeling = _keep_pairs(omgeving, organisatie, naar, tabel) if tabel else None
    inhoud = {
        "van": van,
        "naar": naar,
        "datum": str(datum),
        "nummers": "tabel" if tabel else nummers,
        "koppeling": koppeling,
    }
    with Register(omgeving) as register:
        geraakt = _across(register, organisatie, van, naar, datum)
        weg = [code_of(lev.nummer) for lev in geraakt if not _readable(omgeving, lev)]
        if weg:
            raise VerkeerdeAanroep(
                f"De bestanden van {', '.join(weg)} zijn na hun termijn vernietigd en niet meer te splitsen; lever de dagen voor "
                "en na de overstap opnieuw, of trek ze in."
            )
        register.agree(OVERSTAP, organisatie, f"{van}>{naar}", inhoud)
        register.requeue([lev.nummer for lev in geraakt], "overstap opgegeven")
    return [code_of(lev.nummer) for lev in geraakt]


def _across(register: Register, organisatie: str, van: str, naar: str, datum: date) -> list[Levering]:
    """What was processed of either system with days on the other side of the change, or with members of the new one: their
    numbers are hashed differently from now on."""
    uit = []
    for lev in register.leveringen(staten=[VERWERKT, MET_UITVAL]):
        if lev.organisatie != organisatie or lev.bronsysteem not in (van, naar) or not lev.periode:
            continue
        geleverd = period.parse(lev.periode)
        if lev.bronsysteem == naar or geleverd.tot >= datum:
            uit.append(lev)
    return uit


def _readable(omgeving: Omgeving, levering: Levering) -> bool:
    return all((omgeving.kluis / b.kluis).exists() for b in levering.bestanden)


# -- persons -------------------------------------------------------------------------------------------------------------


def _keep_pairs(omgeving: Omgeving, organisatie: str, naar: str, tabel: Path) -> str:
    """Hash the pairs and keep them encrypted; the path below the vault."""
    from .pseudonym import Pseudonimiseerder, member_text

    sleutel = vault.pseudonym_key(omgeving, organisatie)
    oud, nieuw = Pseudonimiseerder(sleutel), Pseudonimiseerder(sleutel, reeks=naar)
    paren = {
        nieuw.pseudonym(member_text(b)).hex(): oud.pseudonym(member_text(a)).hex()
        for a, b in _read_pairs(omgeving, tabel)
        if member_text(a) and member_text(b)
    }
    if not paren:
        raise VerkeerdeAanroep(
            f"In {tabel.name} staan geen paren van een oud en een nieuw nummer; zet ze in twee kolommen."
        )
    return vault.keep_secret(omgeving, f"{_KOPPELING}/{organisatie}-{naar}", json.dumps(paren).encode())


def _read_pairs(omgeving: Omgeving, tabel: Path) -> list[tuple[str, str]]:
    frame = read_small(omgeving, tabel, meest_mb=_MEEST_MB, wat="tabel met oude en nieuwe nummers")
    return [(rij[0], rij[1]) for rij in frame.iter_rows()]


def pairs(omgeving: Omgeving, overstap: Overstap | None) -> dict[bytes, bytes]:
    """New pseudonym -> the one of the same person in the old system; empty where no table was given."""
    if overstap is None or overstap.koppeling is None:
        return {}
    gelezen = json.loads(vault.read_secret(omgeving, overstap.koppeling))
    return {bytes.fromhex(nieuw): bytes.fromhex(oud) for nieuw, oud in gelezen.items()}
