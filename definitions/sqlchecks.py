"""The costly checks of `daadkracht definities`: SQL is bound to empty tables in memory, contracts are held against ODCS.

Not here: the checks of every load (`crosschecks.py`). No data of a library is involved: the tables are made here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from .load import Geladen
from .models import Bronlevering, Bronsysteem, Contract, Definities, Indicator

if TYPE_CHECKING:
    import duckdb

_ROW = ("bestand", "rij")


def check_contract_schemas(geladen: Geladen) -> None:
    """Hold every contract against the JSON schema of the Open Data Contract Standard, which also knows misspelt keys."""
    from jsonschema import Draft201909Validator
    from open_data_contract_standard.model import OpenDataContractStandard

    keurder = Draft201909Validator(json.loads(OpenDataContractStandard.json_schema()))
    for (map, naam), document in geladen.documenten.items():
        if map != "contracten":
            continue
        for fout in keurder.iter_errors(document.data):
            plek = "/".join(str(stap) for stap in fout.absolute_path) or "het begin"
            geladen.fouten.meld(
                document.plaats(*fout.absolute_path), f"contract {naam} voldoet niet aan ODCS bij {plek} ({fout.validator})."
            )


def check_sql(geladen: Geladen) -> None:
    """Bind the SQL of indicators to the facts of `feiten.yaml`, and that of profiles to their tables."""
    import duckdb

    definities = geladen.definities
    assert definities is not None
    verbinding = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
    _make_facts(geladen, definities, verbinding)
    for indicator in definities.indicatoren.values():
        _check_indicator(geladen, definities, indicator, verbinding)
    for profiel in definities.bronsystemen.values():
        for dataset, levering in profiel.datasets.items():
            if levering.sql is not None and dataset in definities.contracten:
                _check_profile(geladen, profiel, definities.contracten[dataset], levering)


def _names(kolommen: Iterable[str]) -> str:
    return ", ".join(f'"{naam}"' for naam in kolommen)


def _sentence(fout: Exception, waarin: str) -> str:
    tekst = str(fout)
    if kolom := re.search(r'Referenced column "([^"]+)" (?:not found|was not found)', tekst):
        return f"{waarin}: de kolom {kolom[1]} bestaat niet."
    if kolom := re.search(r'does not have a column named "([^"]+)"', tekst):
        return f"{waarin}: de kolom {kolom[1]} bestaat niet."
    if tabel := re.search(r"Table with name (\S+) does not exist", tekst):
        return f"{waarin}: de tabel {tabel[1]} bestaat niet."
    return f"{waarin} is geen geldige SQL ({tekst.splitlines()[0]})."


def _bind(verbinding: duckdb.DuckDBPyConnection, sql: str) -> Exception | None:
    """Run a query over empty tables; the error it gives, if any."""
    import duckdb

    try:
        verbinding.execute(sql).fetchall()
    except duckdb.Error as fout:
        return fout
    return None


# -- indicators --------------------------------------------------------------------------------------------------------


def _make_facts(geladen: Geladen, definities: Definities, verbinding: duckdb.DuckDBPyConnection) -> None:
    for naam, feit in definities.feiten.items():
        kolommen = ", ".join(f'"{k}" {soort}' for k, soort in feit.kolommen.items())
        if fout := _bind(verbinding, f'create table "{naam}" ({kolommen})'):
            geladen.fouten.meld(geladen.plaats("feiten", "feiten", naam), _sentence(fout, f"het feit {naam}"))


def _check_indicator(
    geladen: Geladen, definities: Definities, indicator: Indicator, verbinding: duckdb.DuckDBPyConnection
) -> None:  # fmt: skip
    def meld(pad: tuple[str, ...], zin: str) -> None:
        geladen.fouten.meld(geladen.plaats("indicatoren", indicator.code, *pad), zin)

    for kant in ("teller", "noemer"):
        deel = getattr(indicator, kant)
        basis = definities.indicatoren.get(deel.indicator) if deel is not None else None
        if basis is not None and deel.filter and basis.feit in definities.feiten:
            if fout := _bind(verbinding, f'select 1 from "{basis.feit}" where ({deel.filter})'):
                meld((kant, "filter"), _sentence(fout, f"filter van {kant}"))
    if indicator.feit not in definities.feiten or not indicator.uitdrukking:
        return
    if fout := _bind(verbinding, f'select {indicator.uitdrukking} from "{indicator.feit}"'):
        meld(("uitdrukking",), _sentence(fout, "uitdrukking"))
        return
    filter_ = indicator.filter or "true"
    if fout := _bind(verbinding, f'select 1 from "{indicator.feit}" where ({filter_})'):
        meld(("filter",), _sentence(fout, "filter"))
        return
    if _bind(
        verbinding, f'select cast({indicator.uitdrukking} filter (where {filter_}) as double) from "{indicator.feit}"'
    ):
        meld(("uitdrukking",), "uitdrukking hoort één telling te zijn, zoals sum(aantal) of count(*).")


# -- source systems ----------------------------------------------------------------------------------------------------


def _check_profile(geladen: Geladen, profiel: Bronsysteem, contract: Contract, levering: Bronlevering) -> None:
    """The SQL must bind, return the columns that are used, and every main row once, also where helpers have a key twice."""
    import duckdb

    pad = ("datasets", contract.dataset)

    def meld(rest: tuple[str, ...], zin: str) -> None:
        geladen.fouten.meld(geladen.plaats("bronsystemen", profiel.id, *pad, *rest), zin)

    if not all(naam in profiel.tabellen for naam in (*levering.hoofd, *levering.hulp)):
        return
    verbinding = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
    hoofd = dict.fromkeys(k for naam in levering.hoofd for k in profiel.tabellen[naam].kolommen)
    verbinding.execute(f'create table hoofd ({", ".join(f"{n} varchar" for n in _names(hoofd).split(", "))}, bestand integer, rij integer)')
    for naam in levering.hulp:
        kolommen = _names(profiel.tabellen[naam].kolommen).split(", ")
        verbinding.execute(f'create table "{naam}" ({", ".join(f"{n} varchar" for n in kolommen)})')
    try:
        resultaat = verbinding.execute(levering.sql or "")
    except duckdb.Error as fout:
        meld(("sql",), _sentence(fout, f"sql van {contract.dataset}"))
        return
    uit = [kolom[0] for kolom in resultaat.description or ()]
    for naam in _ROW:
        if naam not in uit:
            meld(("sql",), f"sql van {contract.dataset}: de kolom {naam} hoort in het resultaat.")
    for naam, bron in levering.kolommen.items():
        for kolom in (*bron.van, *((bron.samen,) if bron.samen else ())):
            if kolom not in uit:
                meld(("kolommen", naam), f"kolom {naam}: het resultaat van de sql heeft geen kolom {kolom}.")
    if all(naam in uit for naam in _ROW) and not _keeps_rows(verbinding, profiel, levering, len(hoofd)):
        meld(("sql",), f"sql van {contract.dataset}: elke regel van hoofd hoort er precies één keer uit te komen.")


def _keeps_rows(
    verbinding: duckdb.DuckDBPyConnection, profiel: Bronsysteem, levering: Bronlevering, breedte: int
) -> bool:  # fmt: skip
    """Try it on two main rows, with in every helper rows that share each key and differ elsewhere."""
    leeg = ", ".join(["'x'"] * breedte)
    verbinding.execute(f"insert into hoofd values ({leeg}, 1, 2), ({leeg}, 1, 3)")
    for naam in levering.hulp:
        aantal = len(profiel.tabellen[naam].kolommen)
        for anders in range(aantal + 1):
            waarden = ", ".join("'y'" if i == anders else "'x'" for i in range(aantal))
            verbinding.execute(f'insert into "{naam}" values ({waarden})')
    rijen = verbinding.execute(f"select bestand, rij from ({(levering.sql or '').rstrip().rstrip(';')})").fetchall()
    return sorted(rijen) == [(1, 2), (1, 3)]
