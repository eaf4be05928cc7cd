"""Retention: raw files past their contract's term lose their key, brons with persons past its term is shredded, and the
register says what went.

Not here: freezing figures before brons goes (`publishing`), and forgetting one person (`forget.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from definitions import Definities, Omgeving, load_definities

from . import brons, vault
from .lock import work_lock
from .period import parse
from .receipt import Melding, Rijen, melding, outcome, state_of
from .records import (
    GEWEIGERD,
    INGETROKKEN,
    ONTVANGEN,
    OPGESCHOOND,
    VERGETEN,
    WACHT,
    Bronspost,
    Levering,
)  # fmt: skip
from .register import Register

# How long a file that nobody recognised is kept to be looked into.
_REFUSED_DAYS = 90
# A box being filled at this moment is left alone.
_STRAY_SECONDS = 24 * 3600
_TERMIJN, _VERZOEK = "bewaartermijn", "verzoek van een persoon"


@dataclass(frozen=True)
class Opgeruimd:
    """What went, or with a rehearsal would go: of a levering its delivered files (`tabel` '') or a table of a period."""

    levering: str
    organisatie: str
    dataset: str
    tabel: str
    periode: str
    reden: str


@dataclass(frozen=True)
class Opgeschoond:
    """What `clean_up` did. `wacht` is past its term but stays until its figures are archived."""

    proef: bool
    bestanden: tuple[Opgeruimd, ...]
    brons: tuple[Opgeruimd, ...]
    wacht: tuple[Opgeruimd, ...]

    def as_json(self) -> dict[str, Any]:
        """The document of the command."""
        lijsten = {naam: [dict(vars(o)) for o in getattr(self, naam)] for naam in ("bestanden", "brons", "wacht")}
        return {"proef": self.proef, **lijsten}


def tables_of_persons(definities: Definities) -> dict[str, int]:
    """The brons tables that hold a pseudonym, each with its term in months."""
    return {
        tabel.naam: contract.bewaartermijn_brons_maanden
        for contract in definities.contracten.values()
        for tabel in contract.brons
        if any(k.waarde == "pseudoniem" for k in tabel.kolommen)
    }


@contextmanager
def opened(omgeving: Omgeving) -> Iterator[Register]:
    """The register, with the work folder to oneself; a process that is at work there is waited for."""
    with work_lock(omgeving, omgeving.wacht_seconden), Register(omgeving) as register:
        yield register


# -- brons ---------------------------------------------------------------------------------------------------------------


def expired(omgeving: Omgeving) -> list[Bronspost]:
    """The brons files with persons that are past their term and still there."""
    with Register(omgeving) as register:
        return _expired(omgeving, load_definities(), register)


def _expired(omgeving: Omgeving, definities: Definities, register: Register) -> list[Bronspost]:
    termijnen = tables_of_persons(definities)
    return [
        b
        for b in register.brons_files(termijnen)
        if b.periode and _months_later(parse(b.periode).tot, termijnen[b.tabel]) < omgeving.nu.date()
    ]


def _months_later(dag: date, maanden: int) -> date:
    """The last day of the month that many months after that of `dag`."""
    nummer = dag.year * 12 + dag.month - 1 + maanden
    return parse(f"{nummer // 12}-{nummer % 12 + 1:02d}").tot


def clean_up(
    omgeving: Omgeving, gearchiveerd: Collection[tuple[str, str, str]] = (), *, proef: bool = False
) -> Opgeschoond:
    """Shred what is past its term: delivered files, and brons with persons.

    Brons that counts goes only where its (organisatie, tabel, periode) is in `gearchiveerd`: its figures are frozen then. An
    event on each levering says what went and why. With `proef` nothing changes. Killed at any moment, the next run (or the
    next drain of the queue) finishes it.
    """
    definities = load_definities()
    if not omgeving.werk.exists():
        return Opgeschoond(proef, (), (), ())
    with opened(omgeving) as register:
        if not proef:
            sweep_strays(omgeving, register)
        bestanden = shred_raw(omgeving, definities, register, proef=proef)
        posten = _expired(omgeving, definities, register)
        weg = [b for b in posten if not b.telt or (b.organisatie, b.tabel, b.periode) in gearchiveerd]
        if weg and not proef:
            register.replace_brons(OPGESCHOOND, _reasons(weg), {b.pad: None for b in weg})
            for b in weg:
                vault.shred_file(omgeving.werk / b.pad)
    paden = {b.pad for b in weg}
    return Opgeschoond(proef, bestanden, _went(weg), _went(b for b in posten if b.pad not in paden))


def _reasons(posten: Iterable[Bronspost]) -> dict[int, dict[str, Any]]:
    uit: dict[int, dict[str, Any]] = {}
    for b in posten:
        inhoud = uit.setdefault(b.nummer, {"reden": _TERMIJN, "brons": []})
        inhoud["brons"].append({"tabel": b.tabel, "periode": b.periode, "pad": b.pad, "rijen": b.rijen})
    return uit


def _went(posten: Iterable[Bronspost]) -> tuple[Opgeruimd, ...]:
    return tuple(Opgeruimd(b.levering, b.organisatie, b.dataset, b.tabel, b.periode, _TERMIJN) for b in posten)


def sweep_strays(omgeving: Omgeving, register: Register) -> None:
    """Remove what a process left that died before its files counted, or before it removed what no longer counts."""
    paden, dozen = register.known_paths()
    brons.remove_strays(omgeving, paden)
    vault.remove_strays(omgeving, dozen, omgeving.nu.timestamp() - _STRAY_SECONDS)


# -- delivered files -----------------------------------------------------------------------------------------------------


def shred_raw(
    omgeving: Omgeving, definities: Definities, register: Register, *, proef: bool = False
) -> tuple[Opgeruimd, ...]:
    """Shred the delivered files of leveringen that are past their term, or that hold a person who was forgotten.

    What was received and not yet processed stays, and with it what other leveringen took from the same file; what waited for
    its locaties all that time is refused first.
    """
    leveringen = register.leveringen()
    verzocht = _forgotten(register)
    vergeten = _boxes(lev for lev in leveringen if lev.code in verzocht)
    nodig = _boxes(lev for lev in leveringen if lev.staat == ONTVANGEN or lev.opnieuw)
    nodig |= _boxes(lev for lev in leveringen if lev.staat == WACHT and not _past(omgeving, definities, lev))
    uit = []
    for levering in leveringen:
        dozen = {d for d in _boxes([levering]) - nodig if vault.stored(omgeving, d)}
        reden = _VERZOEK if dozen & vergeten else _TERMIJN if _past(omgeving, definities, levering) else None
        if reden is None or not dozen:
            continue
        uit.append(
            (Opgeruimd(levering.code, levering.organisatie, levering.dataset, "", levering.periode or "", reden), dozen)
        )
        if not proef:
            _record(definities, register, levering, reden)
    if not proef:
        for doos in {d for _, dozen in uit for d in dozen}:
            vault.shred(omgeving, doos)
    return tuple(o for o, _ in uit)


def _boxes(leveringen: Iterable[Levering]) -> set[str]:
    return {b.kluis.partition("/")[0] for lev in leveringen for b in lev.bestanden}


def _forgotten(register: Register) -> set[str]:
    return {g.levering for g in register.events(VERGETEN) if g.inhoud.get("bestanden")}


def _past(omgeving: Omgeving, definities: Definities, levering: Levering) -> bool:
    contract = definities.contracten.get(levering.dataset)
    dagen = contract.bewaartermijn_ruw_dagen if contract else _REFUSED_DAYS
    return (omgeving.nu - levering.ontvangen_op).days > dagen


def _record(definities: Definities, register: Register, levering: Levering, reden: str) -> None:
    """Say on the levering that its files are gone, before they go; once."""
    if levering.staat == WACHT:
        zin = melding(definities.bevindingen["termijn_verstreken"])
        register.record(levering.nummer, GEWEIGERD, outcome(None, [zin], levering.periode))
    elif reden == _VERZOEK:
        _add_finding(register, levering, melding(definities.bevindingen["bestand_vernietigd"]))
    if not any(g.levering == levering.code and g.inhoud.get("bestanden") for g in register.events(OPGESCHOOND)):
        paden = [b.kluis for b in levering.bestanden]
        register.record(levering.nummer, OPGESCHOOND, {"reden": reden, "bestanden": paden})


def _add_finding(register: Register, levering: Levering, zin: Melding) -> None:
    bevindingen = list(levering.uitkomst.get("bevindingen", ()))
    if any(b["code"] == zin.code for b in bevindingen):
        return
    staat = levering.staat
    if staat not in (GEWEIGERD, INGETROKKEN):
        staat = state_of(Rijen(**levering.uitkomst["rijen"]))
    register.record(levering.nummer, staat, {**levering.uitkomst, "bevindingen": [*bevindingen, dict(vars(zin))]})
