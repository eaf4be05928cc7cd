"""The costly checks of `daadkracht definities`: the SQL of indicators and profiles is bound to empty tables in memory.

Not here: the checks of every load (`crosschecks.py`). No data of a library is involved: the tables are made here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .loaded import Geladen
from .models import Deel, Definities, Indicator
from .sourcemodels import Bronlevering, Bronsysteem
from .yaml_lines import Pad

if TYPE_CHECKING:
    import duckdb

_ROW = ("bestand", "rij")


def check_sql(geladen: Geladen) -> None:
    """Bind the SQL of indicators to the facts of `feiten.yaml`, and that of profiles to their tables."""
    import duckdb

    definities = geladen.definities
    assert definities is not None
    verbinding = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
    _make_facts(geladen, definities, verbinding)
    for indicator in definities.indicatoren.values():
        for pad, zin in _indicator_mistakes(definities, indicator, verbinding):
            geladen.meld("indicatoren", indicator.code, pad, zin)
    for profiel in definities.bronsystemen.values():
        for pad, zin in _extract_mistakes(profiel):
            geladen.meld("bronsystemen", profiel.id, pad, zin)
        for dataset, levering in profiel.datasets.items():
            if levering.sql is None:
                continue
            for pad, zin in _profile_mistakes(profiel, dataset, levering):
                geladen.meld("bronsystemen", profiel.id, ("datasets", dataset, *pad), zin)


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
            geladen.meld("feiten", "feiten", (naam,), _sentence(fout, f"het feit {naam}"))


def _indicator_mistakes(
    definities: Definities, indicator: Indicator, verbinding: duckdb.DuckDBPyConnection
) -> Iterator[tuple[Pad, str]]:
    for plaats, feit, filter_ in _filters(definities, indicator):
        if feit in definities.feiten and (fout := _bind(verbinding, f'select 1 from "{feit}" where ({filter_})')):
            yield (
                (*plaats, "filter"),
                _sentence(fout, f"filter van {'variant' if plaats[0] == 'varianten' else plaats[-1]}"),
            )
    if indicator.feit not in definities.feiten or not indicator.uitdrukking:
        return
    uitdrukking, filter_, feit = indicator.uitdrukking, indicator.filter or "true", indicator.feit
    fout_in_telling = _bind(verbinding, f'select {uitdrukking} from "{feit}"')
    fout_in_filter = _bind(verbinding, f'select 1 from "{feit}" where ({filter_})')
    if fout_in_telling:
        yield ("uitdrukking",), _sentence(fout_in_telling, "uitdrukking")
    if fout_in_filter:
        yield ("filter",), _sentence(fout_in_filter, "filter")
    yield from _rule_mistakes(indicator, verbinding)
    samen = f'select cast({uitdrukking} filter (where {filter_}) as double) from "{feit}"'
    if fout_in_telling or fout_in_filter:
        return
    if not _is_one_call(verbinding, uitdrukking) or _bind(verbinding, samen):
        yield ("uitdrukking",), "uitdrukking hoort één telling te zijn, zoals sum(aantal) of count(*)."


def _rule_mistakes(indicator: Indicator, verbinding: duckdb.DuckDBPyConnection) -> Iterator[tuple[Pad, str]]:
    for i, variant in enumerate(indicator.telvarianten):
        telling = f"{variant.uitdrukking or indicator.uitdrukking} filter (where {variant.filter or indicator.filter or 'true'})"
        if fout := _bind(verbinding, f'select {telling} from "{indicator.feit}"'):
            yield ("telvarianten", i), _sentence(fout, f"telregel {variant.naam}")


def _filters(definities: Definities, indicator: Indicator) -> Iterator[tuple[Pad, str | None, str]]:
    """(where it stands, fact, filter) of every side, eis and variant that narrows."""
    zijden: list[tuple[Pad, Deel | None]] = [(("teller",), indicator.teller), (("noemer",), indicator.noemer)]
    zijden += [(("eisen", i, k), getattr(e, k)) for i, e in enumerate(indicator.eisen) for k in ("deel", "van")]
    zijden += [
        (("varianten", i, k), getattr(v, k)) for i, v in enumerate(indicator.varianten) for k in ("teller", "noemer")
    ]
    for plaats, deel in zijden:
        if deel is not None and deel.filter and deel.indicator in definities.indicatoren:
            yield plaats, definities.indicatoren[deel.indicator].feit, deel.filter
    for i, variant in enumerate(indicator.varianten):
        if variant.filter:
            yield ("varianten", i), indicator.feit, variant.filter


def _is_one_call(verbinding: duckdb.DuckDBPyConnection, uitdrukking: str) -> bool:
    """Whether it is one function call: sums over sums would be wrong for `1 + sum(aantal)`."""
    gelezen = verbinding.execute("select json_serialize_sql(?)", [f"select {uitdrukking}"]).fetchone()
    assert gelezen is not None
    kolommen = json.loads(gelezen[0])["statements"][0]["node"]["select_list"]
    return len(kolommen) == 1 and kolommen[0]["class"] == "FUNCTION" and not kolommen[0]["is_operator"]


# -- source systems ----------------------------------------------------------------------------------------------------


def _profile_mistakes(profiel: Bronsysteem, dataset: str, levering: Bronlevering) -> Iterator[tuple[Pad, str]]:
    """The SQL must bind, return the columns that are used, and every main row once, also where a helper has a key twice."""
    import duckdb

    if not all(naam in profiel.tabellen for naam in (*levering.hoofdtabellen, *levering.hulp)):
        return
    verbinding = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
    breedte = _make_tables(verbinding, profiel, levering)
    yield from _prepared_mistakes(verbinding, levering)
    try:
        resultaat = verbinding.execute(levering.sql or "")
    except duckdb.Error as fout:
        yield ("sql",), _sentence(fout, f"sql van {dataset}")
        return
    uit = [kolom[0] for kolom in resultaat.description or ()]
    yield from _missing_in_result(levering, uit)
    if not set(_ROW) <= set(uit):
        yield ("sql",), f"sql van {dataset}: bestand en rij horen in het resultaat."
    elif not _keeps_rows(verbinding, profiel, levering, breedte):
        yield ("sql",), f"sql van {dataset}: elke regel van hoofd hoort er precies één keer uit te komen."


def _prepared_mistakes(verbinding: duckdb.DuckDBPyConnection, levering: Bronlevering) -> Iterator[tuple[Pad, str]]:
    """What is looked at ahead and made ready must bind; the latter stands as a view, so that it follows its tables."""
    for naam, sql in levering.voorbereid.items():
        if fout := _bind(verbinding, f'create view "{naam}" as {sql}'):
            yield ("voorbereid", naam), _sentence(fout, f"voorbereid {naam}")
    for naam, blik in levering.vooruitblik.items():
        if fout := _bind(verbinding, f"select 1 from hoofd where {blik.waar}"):
            yield ("vooruitblik", naam, "waar"), _sentence(fout, f"waar van {naam}")


def _missing_in_result(levering: Bronlevering, uit: list[str]) -> Iterator[tuple[Pad, str]]:
    for naam, bron in levering.kolommen.items():
        for kolom in (*bron.van, *((bron.samen,) if bron.samen else ())):
            if kolom not in uit:
                yield ("kolommen", naam), f"kolom {naam}: het resultaat van de sql heeft geen kolom {kolom}."
    for kolom in levering.bevindingen:
        if kolom not in uit:
            yield ("bevindingen", kolom), f"het resultaat van de sql heeft geen kolom {kolom}."


def _extract_mistakes(profiel: Bronsysteem) -> Iterator[tuple[Pad, str]]:
    """The expressions of `uittreksel` must bind to their table."""
    import duckdb

    for naam, tabel in profiel.tabellen.items():
        verbinding = duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False})
        verbinding.execute(f"create table blok ({_text_columns(tabel.kolommen)})")
        for lang, uitdrukkingen in tabel.uittreksel.items():
            for kolom, uitdrukking in uitdrukkingen.items():
                if fout := _bind(verbinding, f"select {uitdrukking} from blok"):
                    plek: Pad = ("tabellen", naam, "uittreksel", lang, kolom)
                    yield plek, _sentence(fout, f"uittreksel {kolom}")


def _make_tables(verbinding: duckdb.DuckDBPyConnection, profiel: Bronsysteem, levering: Bronlevering) -> int:
    """Empty tables as `ingest` will make them; the number of columns of `hoofd` without the place of the row."""
    hoofd = list(dict.fromkeys(k for naam in levering.hoofdtabellen for k in profiel.tabellen[naam].kolommen))
    verbinding.execute(f"create table hoofd ({_text_columns(hoofd)}, bestand integer, rij integer)")
    verbinding.execute("create table bekend (vestiging varchar)")
    for naam in levering.hulp:
        verbinding.execute(f'create table "{naam}" ({_text_columns(profiel.tabellen[naam].kept)})')
    for naam, blik in levering.vooruitblik.items():
        verbinding.execute(f'create table "{naam}" ({_text_columns(blik.kolommen)}, bestand integer, rij integer)')
    return len(hoofd)


def _text_columns(kolommen: Iterable[str]) -> str:
    return ", ".join(f'"{naam}" varchar' for naam in kolommen)


def _keeps_rows(
    verbinding: duckdb.DuckDBPyConnection, profiel: Bronsysteem, levering: Bronlevering, breedte: int
) -> bool:
    """Try it on two main rows, with in every helper rows that share each key and differ elsewhere."""
    waarden = ", ".join(["'x'"] * breedte)
    verbinding.execute(f"insert into hoofd values ({waarden}, 1, 2), ({waarden}, 1, 3)")
    breedtes = {naam: len(profiel.tabellen[naam].kept) for naam in levering.hulp}
    for naam, aantal in breedtes.items():
        for anders in range(aantal + 1):
            rij = ", ".join("'y'" if i == anders else "'x'" for i in range(aantal))
            verbinding.execute(f'insert into "{naam}" values ({rij})')
    verbinding.execute("insert into bekend values ('x'), ('y')")
    for naam, blik in levering.vooruitblik.items():
        rij = ", ".join(["'x'"] * len(blik.kolommen))
        verbinding.execute(f'insert into "{naam}" values ({rij}, 1, 2), ({rij}, 1, 3)')
    sql = (levering.sql or "").rstrip().rstrip(";")
    rijen = verbinding.execute(f"select bestand, rij from ({sql})").fetchall()
    return sorted(rijen) == [(1, 2), (1, 3)]
