"""Fills the fresh file of a build: brons as views, the archive, the shared language, and the stand as small tables.

Not here: running dbt over it (`bouw.py`), and what is in a stand (`stand.py`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from definitions import DEFINITIES_MAP, Contract, Definities, Kolom, Omgeving

from .catalogus import definitie_tabellen
from .engine import Tabel, make_table, quote
from .stand import GEEN_DEKKING, Stand

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TYPEN = {
    "maand": "date", "datum": "date", "pseudoniem": "blob", "decimaal": "double", "geheel": "bigint", "vlag": "boolean",
    "tijdstip": "timestamp",
}  # fmt: skip


def _duckdb_type(kolom: Kolom) -> str:
    return _TYPEN.get(kolom.waarde, "varchar")


def load_brons(con: DuckDBPyConnection, omgeving: Omgeving, definities: Definities, stand: Stand) -> None:
    """The schema `brons`: views over exactly the files of the stand."""
    paden: dict[str, list[str]] = {}
    for rij in stand.inhoud["bestanden"]:
        paden.setdefault(rij["tabel"], []).append(str((omgeving.werk / rij["pad"]).resolve()))
    con.execute("create schema brons")
    for contract in definities.contracten.values():
        for naam, sql in _brons_views(contract, paden):
            con.execute(f"create view brons.{naam} as {sql}")


def _brons_views(contract: Contract, paden: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """A table without files is empty and typed; a column that a file does not have yet, made before the contract asked for
    it, is empty."""
    for tabel in contract.brons:
        kolommen = ", ".join(f"cast(null as {_duckdb_type(k)}) as {k.naam}" for k in tabel.kolommen)
        sql = f"select {kolommen} where false"
        if tabel.naam in paden:
            lijst = ", ".join(map(quote, paden[tabel.naam]))
            bestanden = f"select * from read_parquet([{lijst}], union_by_name = true)"
            sql = f"select {', '.join(tabel.namen)} from ({sql} union all by name {bestanden})"
        yield tabel.naam, sql


# An archived contribution: of an organisatie to one side of an indicator, as counted by that version of its definition.
_ARCHIEF = {
    **dict.fromkeys(("indicator", "rol"), "varchar"), "versie": "integer",
    **dict.fromkeys(
        ("organisatie", "periodesoort", "periode", "niveau", "gebied", "uitsplitsing", "klasse"), "varchar"
    ),
    "waarde": "double", "gemarkeerd": "boolean",
}  # fmt: skip


def load_archive(con: DuckDBPyConnection, omgeving: Omgeving, stand: Stand) -> None:
    """The schema `archief`: what was frozen before its brons went."""
    con.execute("create schema archief")
    make_table(con, "archief.bijdrage", Tabel("bijdrage", _ARCHIEF, []))
    gelijk = " and ".join(f"a.{k} = n.{k}" for k in ("indicator", "rol", "organisatie", "periodesoort", "periode"))
    for rij in stand.inhoud["archief"]:
        pad = quote((omgeving.werk / rij["pad"]).resolve())
        # What was frozen first stays so, should two archives hold the same.
        con.execute(
            f"insert into archief.bijdrage select {', '.join(_ARCHIEF)} from read_parquet({pad}) as n"
            f" where not exists (select 1 from archief.bijdrage as a where {gelijk})"
        )


def load_language(con: DuckDBPyConnection, definities: Definities) -> None:
    """The schema `definities`: the shared language and the reference files."""
    con.execute("create schema definities")
    for naam in ("gemeente", "caribisch", "herindelingen", "inwoners", "pc4_gemeente", "aansluitcijfers"):
        bestand = DEFINITIES_MAP / "referentie" / f"{'gemeenten' if naam == 'gemeente' else naam}.csv"
        con.execute(
            f"create table definities.{naam} as"
            f" select * from read_csv({quote(bestand)}, delim = ';', header = true, all_varchar = true)"
        )
    for tabel in definitie_tabellen(definities):
        make_table(con, f"definities.{tabel.naam}", tabel)


def load_inhabitants(con: DuckDBPyConnection, omgeving: Omgeving, stand: Stand) -> None:
    """Beside those that come with the definitions, whose ages are an estimate: what was delivered goes before them, per year."""
    con.execute("alter table definities.inwoners add column geschat boolean default true")
    for rij in stand.inhoud["referentie"]:
        pad = quote((omgeving.werk / rij["pad"]).resolve())
        con.execute(
            f"create temp table geleverd as select * from read_csv({pad}, delim = ';', header = true, all_varchar = true)"
        )
        con.execute("delete from definities.inwoners where jaar in (select jaar from geleverd)")
        con.execute(
            "insert into definities.inwoners select gemeente, jaar, inwoners, inwoners_0_17, false from geleverd"
        )


# The columns of the stand that are no text.
_STANDTYPEN = {
    "ontvangen_op": "timestamp", "nu": "timestamp", "voorlopig": "boolean",
    **dict.fromkeys(("aanvullingen", "groep", "rang", "deelnemers"), "integer"),
}  # fmt: skip


def load_stand(con: DuckDBPyConnection, omgeving: Omgeving, id_: str, stand: Stand) -> None:
    """The schema `stand`: who delivered what, what must be known of it, and this build itself (`id`)."""
    con.execute("create schema stand")
    dekking = [
        {**rij, "bestanden": json.dumps(rij["bestanden"], ensure_ascii=False)}
        for rij in stand.inhoud["dekking"]
        if rij["dataset"] not in GEEN_DEKKING
    ]
    zelf = {**stand.inhoud, "id": id_, "nu": omgeving.nu, "stand": stand.id}
    for naam, kolommen, rijen in (
        ("dekking", "organisatie dataset periode bronsysteem levering ontvangen_op bestanden aanvullingen", dekking),
        ("voorbehoud", "organisatie dataset periode soort reden voorlopig", stand.inhoud["voorbehouden"]),
        ("zelfde_activiteit", "organisatie maand bronsysteem activiteit groep rang", stand.inhoud["zelfde_activiteiten"]),
        ("aanvulling", "organisatie maand bronsysteem activiteit status deelnemers telling thema locatie plaats",
         stand.inhoud["aanvullingen"]),
        ("bouw", "id nu stand definities_versie code_versie", [zelf]),
    ):  # fmt: skip
        velden = kolommen.split()
        typen = {veld: _STANDTYPEN.get(veld, "varchar") for veld in velden}
        make_table(con, f"stand.{naam}", Tabel(naam, typen, [tuple(rij[veld] for veld in velden) for rij in rijen]))
