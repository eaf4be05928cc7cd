"""Forgetting one person (AVG art. 17): out of brons, out of the delivered files, and no member in any later levering.

Not here: retention after a term (`retention.py`), and the builds that hold brons (`publishing`). Loans stay: counts hold no person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

import polars as pl

from definitions import Bronsysteem, Definities, Omgeving, VerkeerdeAanroep, load_definities

from . import brons, vault
from .drain import delivered
from .network import NETWERK, known_organisations
from .opened import Bronnen
from .persons import VERGETEN_LID, pseudonymiser
from .profiles import for_organisation
from .pseudonym import member_number, member_text
from .records import GEWEIGERD, INGETROKKEN, NETWERKBREED, VERGETEN, Afspraak, Bronspost, Levering, changeovers
from .register import Register
from .retention import opened, shred_raw, sweep_strays, tables_of_persons
from .split import owner_column


@dataclass(frozen=True)
class Vergetelheid:
    """What forgetting a person did: rows removed per brons table, and the leveringen whose delivered files are destroyed,
    at once or after they have been processed. It says nothing of who it was."""

    organisatie: str
    rijen: dict[str, int]
    bestanden: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The document of the command."""
        return {"organisatie": self.organisatie, "rijen": self.rijen, "bestanden": list(self.bestanden)}


def forget_person(
    omgeving: Omgeving, organisatie: str, nummer: str, reden: str, bronsysteem: str | None = None
) -> Vergetelheid:
    """Forget the member with this number of this organisatie, as the files of `bronsysteem` name it.

    Brons files with the person are replaced by ones without, and a token makes the number count as no member in every later
    levering, whatever the key or system. Delivered files with the person are destroyed, those that wait to be processed
    after that. Killed at any moment, doing it again (or the next drain) finishes it.

    Raises `VerkeerdeAanroep` where the organisatie is unknown, this is no member number, `reden` holds it, or a change of
    system gave numbers anew and it is not said of which system this one is.
    """
    lid = member_text(nummer)
    _check(omgeving, organisatie, lid, reden)
    vault.ensure_keys(omgeving)
    definities = load_definities()
    with opened(omgeving) as register:
        sweep_strays(omgeving, register)
        afspraken = register.agreements(organisatie=organisatie)
        _check_system(afspraken, bronsysteem)
        hasher = pseudonymiser(omgeving, afspraken, organisatie, bronsysteem or "", merken=True)
        pseudoniem, token = hasher.pseudonym(lid), hasher.token(lid).hex()
        posten = [b for b in register.brons_files(tables_of_persons(definities)) if b.organisatie == organisatie]
        met_persoon = {b: n for b in posten if (n := _rows_of(omgeving, b, pseudoniem))}
        bestanden = _files_with(omgeving, for_organisation(definities, afspraken), register, organisatie, lid)
        redenen = _reasons(reden, met_persoon, bestanden)
        nieuw = {b.pad: brons.write_replacement(omgeving, b, _without(omgeving, b, pseudoniem)) for b in met_persoon}
        register.replace_brons(VERGETEN, redenen, nieuw, [(VERGETEN_LID, organisatie, token, {"reden": reden})])
        for b in met_persoon:
            vault.shred_file(omgeving.werk / b.pad)
        shred_raw(omgeving, definities, register)
    rijen = {
        tabel: sum(n for b, n in met_persoon.items() if b.tabel == tabel) for tabel in tables_of_persons(definities)
    }
    return Vergetelheid(organisatie, rijen, tuple(lev.code for lev in bestanden))


def _check(omgeving: Omgeving, organisatie: str, lid: str, reden: str) -> None:
    if organisatie not in {o.isil for o in known_organisations(omgeving)}:
        raise VerkeerdeAanroep(
            "Deze organisatie staat niet op de lijst van het netwerk; schrijf de ISIL als NL-0800070000."
        )
    if not lid:
        raise VerkeerdeAanroep("Dit is geen lidnummer; geef het zoals het in de bestanden van de bibliotheek staat.")
    if lid in reden:
        raise VerkeerdeAanroep(
            "In de reden staat het lidnummer; schrijf haar zonder, zij blijft in het register staan."
        )


def _check_system(afspraken: Iterable[Afspraak], bronsysteem: str | None) -> None:
    andere = [o for o in changeovers(afspraken).alle if o.nummers != "zelfde"]
    if andere and bronsysteem is None:
        systemen = sorted({s for o in andere for s in (o.van, o.naar)})
        raise VerkeerdeAanroep(
            "Deze bibliotheek kreeg bij een overstap nieuwe lidnummers; noem met --bronsysteem uit welk systeem dit nummer is: "
            f"{', '.join(systemen)}."
        )


# -- brons ---------------------------------------------------------------------------------------------------------------


def _rows_of(omgeving: Omgeving, bestand: Bronspost, pseudoniem: bytes) -> int:
    lid = pl.read_parquet(omgeving.werk / bestand.pad, columns=["lid"])["lid"]
    return int(lid.is_in([pseudoniem]).sum())


def _without(omgeving: Omgeving, bestand: Bronspost, pseudoniem: bytes) -> pl.DataFrame:
    frame = pl.read_parquet(omgeving.werk / bestand.pad)
    return frame.filter(~frame["lid"].is_in([pseudoniem]))


def _reasons(reden: str, met_persoon: dict[Bronspost, int], bestanden: list[Levering]) -> dict[int, dict[str, Any]]:
    """An event per levering that changes: rows removed per table, and whether its delivered files go."""
    uit: dict[int, dict[str, Any]] = {}
    for b, aantal in met_persoon.items():
        inhoud = uit.setdefault(b.nummer, {"reden": reden, "rijen": {}, "bestanden": False})
        inhoud["rijen"][b.tabel] = inhoud["rijen"].get(b.tabel, 0) + aantal
    for lev in bestanden:
        uit.setdefault(lev.nummer, {"reden": reden, "rijen": {}})["bestanden"] = True
    return uit


# -- delivered files -----------------------------------------------------------------------------------------------------


def _files_with(
    omgeving: Omgeving, definities: Definities, register: Register, organisatie: str, lid: str
) -> list[Levering]:
    """The leveringen of which a delivered file holds the member, in whatever part of it: the organisatie's own, and what a
    sender for the whole network delivered. What was refused or withdrawn goes unread: it will never count, and what cannot be
    read cannot be said to be without."""
    aanwezig = [
        lev
        for lev in register.leveringen()
        if _may_hold(definities, lev, organisatie) and any(vault.stored(omgeving, b.kluis) for b in lev.bestanden)
    ]
    raak = {
        b.sha256
        for lev in aanwezig
        if _unread(lev, organisatie) or _holds(omgeving, definities, lev, organisatie, lid)
        for b in lev.bestanden
    }
    return [lev for lev in aanwezig if any(b.sha256 in raak for b in lev.bestanden)]


def _may_hold(definities: Definities, levering: Levering, organisatie: str) -> bool:
    """Whether a levering can hold rows of the organisatie's members: its own, one of a file of many organisaties, or a file of
    the network that was refused, unless it is of a dataset that knows no members."""
    if levering.organisatie == NETWERK:
        contract = definities.contracten.get(levering.dataset)
        return contract is None or "lid" in contract.levering.namen
    return levering.organisatie == organisatie or levering.via == NETWERKBREED


def _unread(levering: Levering, organisatie: str) -> bool:
    return levering.staat in (GEWEIGERD, INGETROKKEN) and levering.organisatie in (organisatie, NETWERK)


def _holds(omgeving: Omgeving, definities: Definities, levering: Levering, organisatie: str, lid: str) -> bool:
    profiel = definities.bronsystemen.get(levering.bronsysteem)
    if profiel is None:
        return True
    tabellen = delivered(omgeving, levering)
    try:
        bronnen = Bronnen(
            omgeving, profiel, profiel.datasets[levering.dataset], tabellen["hoofd"], tabellen["hulp"], lambda _: None
        )
        frames: Iterable[pl.DataFrame] = chain(
            (blok.frame for bron in bronnen.hoofd for blok in bronnen.blocks(bron)), bronnen.helpers().values()
        )
        if levering.organisatie != organisatie:
            frames = (_rows_of_organisation(frame, profiel, levering, organisatie) for frame in frames)
        return any(_in_frame(frame, profiel, lid) for frame in frames)
    except Exception:  # noqa: BLE001  whatever keeps it from being read, it cannot be said to be without the person
        return True


def _rows_of_organisation(
    frame: pl.DataFrame, profiel: Bronsysteem, levering: Levering, organisatie: str
) -> pl.DataFrame:
    """Of a file that is another's the rows of this organisatie: elsewhere the same number is another person."""
    kolom = owner_column(profiel, levering.dataset, tuple(frame.columns))
    return frame.filter(pl.col(kolom).str.strip_chars() == organisatie) if kolom else frame


def _in_frame(frame: pl.DataFrame, profiel: Bronsysteem, lid: str) -> bool:
    """Whether the member stands in a column that holds member numbers; in any column where SQL names them anew."""
    namen = {k for levering in profiel.datasets.values() if (b := levering.kolommen.get("lid")) for k in b.van}
    tekst = {k for k, soort in frame.schema.items() if soort == pl.String}
    kolommen = tekst & namen
    if not kolommen and any(levering.sql for levering in profiel.datasets.values()):
        kolommen = tekst
    return any(bool(frame.select((member_number(pl.col(k).str.strip_chars()) == lid).any()).item()) for k in kolommen)
