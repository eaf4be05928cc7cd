"""Reads a publicatie: the one verb behind the command, the pages and the API, and the leveringen behind a figure.

Not here: making publicaties (`publicatie.py`). Imports DuckDB only where a file is opened, so that the command is quick.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from definitions import Omgeving, VerkeerdeAanroep

from .engine import connect, execute

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from .publicatie import Publicatie

NIVEAUS = ("locatie", "organisatie", "gemeente", "provincie", "land")
PERIODESOORTEN = ("maand", "kwartaal", "jaar", "lopend_jaar", "peildatum")
_KOLOMMEN = (
    "indicator", "definitieversie", "niveau", "gebied", "periodesoort", "periode", "uitsplitsing", "klasse", "teller",
    "noemer", "waarde", "eenheid", "dekking", "status", "markeringen", "gebiedsbegrip",
)  # fmt: skip
_PERIODE = re.compile(r"\d{4}(-Q[1-4]|-(0[1-9]|1[0-2])(-\d{2})?)?|(\d{4})-01/\4-(0[1-9]|1[0-2])")


def open_publicatie(
    omgeving: Omgeving, publiek: str = "beheer", publicatie: Publicatie | None = None
) -> DuckDBPyConnection:
    """A read-only connection to one audience's file of a publicatie (default: the current one).

    `publiek` is beheer, netwerk or eigen/<isil>; raises `VerkeerdeAanroep` where the publicatie has no such file.
    """
    from .publicatie import current

    publicatie = publicatie or current(omgeving)
    bestanden = {str(p.relative_to(publicatie.map).with_suffix("")): p for p in publicatie.map.rglob("*.duckdb")}
    if publiek not in bestanden:
        raise VerkeerdeAanroep(
            f"De publicatie {publicatie.id} heeft niets voor {publiek!r}; kies beheer, netwerk of eigen/ISIL."
        )
    return connect(bestanden[publiek], geheugen_mb=omgeving.geheugen_mb, threads=omgeving.threads, read_only=True)


def cijfers(
    verbinding: DuckDBPyConnection,
    *,
    codes: Sequence[str] = (),
    gebieden: Sequence[str] = (),
    niveaus: Sequence[str] = (),
    perioden: Sequence[str] = (),
    periodesoorten: Sequence[str] = (),
    uitsplitsingen: Sequence[str] = (),
) -> list[dict[str, Any]]:
    """The figures that meet every filter; an empty filter is no filter. Each is a dict with the keys of `_KOLOMMEN`.

    A code may name a klasse: `UIT-02.volw.fictie` is UIT-02 by doelgroep*genre, klasse VOLW*FICTIE; `ACT-01.kf3` is
    kernfunctie 3. Totals have uitsplitsing and klasse `totaal`. Raises `VerkeerdeAanroep` for a code, gebied, niveau,
    periodesoort or uitsplitsing that the publicatie does not have, for what is no period, and for one indicator of which
    the source is not delivered.
    """
    _check_choice("niveau", niveaus, NIVEAUS)
    _check_choice("periodesoort", periodesoorten, PERIODESOORTEN)
    for periode in perioden:
        _check_period(periode)
    keuzes = [_choice(verbinding, code) for code in codes]
    waar, waarden = [], []
    if keuzes:
        delen = [" and ".join(f"{kolom} = ?" for kolom in keuze) for keuze in keuzes]
        waar.append(f"({' or '.join(f'({d})' for d in delen)})")
        waarden += [waarde for keuze in keuzes for waarde in keuze.values()]
    for kolom, filter_ in (
        ("gebied", gebieden), ("niveau", niveaus), ("periode", perioden), ("periodesoort", periodesoorten),
        ("uitsplitsing", uitsplitsingen),
    ):  # fmt: skip
        if filter_:
            waar.append(f"{kolom} in ({', '.join('?' * len(filter_))})")
            waarden += filter_
    # The second order of the same figures, for all indicators of a gebied.
    tabel = "totaal" if gebieden and not codes and list(uitsplitsingen) == ["totaal"] else "indicatorwaarde"
    rijen = execute(
        verbinding,
        f"select {', '.join(_KOLOMMEN)} from {tabel} {'where ' + ' and '.join(waar) if waar else ''}"
        " order by indicator, niveau, gebied, periodesoort, periode, uitsplitsing, klasse",
        waarden,
    ).fetchall()
    uit = [dict(zip(_KOLOMMEN, rij, strict=True)) for rij in rijen]
    _check_known(verbinding, uit, [k["indicator"] for k in keuzes], gebieden, uitsplitsingen)
    if not uit and len(keuzes) == 1:
        _check_source(keuzes[0]["indicator"])
    return uit


def _check_source(code: str) -> None:
    """An indicator of which nobody delivers the source has no figure anywhere, and says why."""
    from definitions import load_definities

    indicator = load_definities().indicatoren.get(code)
    if indicator is not None and indicator.bron_ontbreekt:
        raise VerkeerdeAanroep(f"De indicator {code} heeft nog geen cijfer. {indicator.bron_ontbreekt}")


def _check_choice(wat: str, gevraagd: Sequence[str], keuzes: Sequence[str]) -> None:
    for waarde in gevraagd:
        if waarde not in keuzes:
            raise VerkeerdeAanroep(f"{wat[:1].upper()}{wat[1:]} {waarde!r} bestaat niet; kies uit {', '.join(keuzes)}.")


def _check_period(periode: str) -> None:
    if not _PERIODE.fullmatch(periode):
        raise VerkeerdeAanroep(
            f"{periode!r} is geen periode; schrijf een jaar als 2025, een kwartaal als 2025-Q1, een maand als 2025-01,"
            " het jaar tot en met een maand als 2025-01/2025-03 en een peildatum als 2025-12-31."
        )


def _choice(verbinding: DuckDBPyConnection, code: str) -> dict[str, str]:
    """What a code asks for: an indicator, and by an alias also a uitsplitsing and klasse."""
    indicator, *delen = code.split(".")
    indicator = indicator.upper()
    if not delen:
        return {"indicator": indicator}
    klasse = "*".join(re.sub(r"^KF(?=[0-9])", "", deel.upper()) for deel in delen)
    rijen = execute(
        verbinding,
        "select distinct uitsplitsing, klasse from klasse where indicator = ? and upper(klasse) = ? order by 1",
        [indicator, klasse],
    ).fetchall()
    if len(rijen) != 1:
        waarom = "bestaat niet" if not rijen else f"kan van alles zijn: {', '.join(u for u, _ in rijen)}"
        raise VerkeerdeAanroep(f"De code {code} {waarom}; geef de indicator en kies met --per een uitsplitsing.")
    return {"indicator": indicator, "uitsplitsing": rijen[0][0], "klasse": rijen[0][1]}


def _check_known(
    verbinding: DuckDBPyConnection, gevonden: list[dict[str, Any]], codes: Sequence[str], gebieden: Sequence[str],
    uitsplitsingen: Sequence[str],
) -> None:  # fmt: skip
    """Only what gave no figure at all is looked up: nothing found is an answer, an unknown name is a mistake."""
    vragen = (
        ("De indicator", "indicator", codes, "select code from indicator where code = ?"),
        ("Het gebied", "gebied", gebieden, "select gebied from gebied where gebied = ? limit 1"),
        (
            "De uitsplitsing",
            "uitsplitsing",
            uitsplitsingen,
            "select 1 from indicatorwaarde where uitsplitsing = ? limit 1",
        ),
    )
    for wat, kolom, gevraagd, sql in vragen:
        for waarde in set(gevraagd) - {rij[kolom] for rij in gevonden}:
            if not execute(verbinding, sql, [waarde]).fetchall():
                raise VerkeerdeAanroep(f"{wat} {waarde} bestaat niet in deze publicatie.")


# -- where a figure comes from ---------------------------------------------------------------------------------------


def herkomst(verbinding: DuckDBPyConnection, code: str, gebied: str, periode: str) -> list[dict[str, Any]]:
    """The leveringen behind the figure of an indicator for a gebied and period, by organisatie, dataset and period.

    Each is `{levering, organisatie, dataset, periode, bestanden: [{naam, sha256}], ontvangen_op, aanvullingen}`, the last being
    how many of its activities the library answered afterwards. Of a stock it is the last peildatum within the period. Raises `VerkeerdeAanroep` for an unknown indicator, gebied or period.
    """
    from definitions import DRAIN_ORDER, load_definities

    _check_period(periode)
    indicator = _choice(verbinding, code)["indicator"]
    _check_known(verbinding, [], [indicator], [gebied], [])
    begin, einde = _days(periode)
    if begin == einde == _month_end(einde.year, einde.month):
        # Who has nothing of a month's last day is spoken for by its last stock (as `dekking` in dbt has it).
        begin -= timedelta(days=int(load_definities().telregels["peildatum_hoogstens"].waarde))
    bronnen = execute(verbinding, "select unnest(bronnen) from indicator where code = ?", [indicator]).fetchall()
    rijen: set[tuple[Any, ...]] = set()
    vraag = _HERKOMST.replace("{aanvullingen}", _answers_column(verbinding))
    for (bron,) in bronnen:
        dataset, _, tweede = bron.partition("+")
        gevonden = execute(verbinding, vraag, [dataset, gebied, begin.isoformat(), einde.isoformat()]).fetchall()
        rijen |= set(gevonden)
        if tweede and tweede in DRAIN_ORDER:
            for peildatum in {date.fromisoformat(rij[3]) for rij in gevonden}:
                dagen = [_first_day_back(bron, peildatum).isoformat(), peildatum.isoformat()]
                rijen |= set(execute(verbinding, vraag, [tweede, gebied, *dagen]).fetchall())
    return [
        {"levering": levering, "organisatie": organisatie, "dataset": dataset, "periode": per,
         "bestanden": json.loads(bestanden), "ontvangen_op": ontvangen_op.isoformat(), "aanvullingen": aanvullingen}
        for organisatie, dataset, levering, per, bestanden, ontvangen_op, aanvullingen in sorted(rijen)
    ]  # fmt: skip


# A month counts where it lies in the period, a year where it is the period; of the peildata of an organisatie only the last.
_HERKOMST = """
select l.organisatie, l.dataset, l.levering, l.periode, cast(l.bestanden as varchar), l.ontvangen_op, {aanvullingen}
from levering as l
where l.dataset = $1
    and l.organisatie in (select organisatie from gebied_organisatie where gebied = $2)
    and case length(l.periode)
        when 7 then l.periode between $3[:7] and $4[:7]
        when 10 then l.periode between $3 and $4
        when 4 then l.periode = $4[:4] and $3[5:] = '01-01'
    end
qualify length(l.periode) <> 10 or l.periode = max(l.periode) over (partition by l.organisatie)
"""


def _answers_column(verbinding: DuckDBPyConnection) -> str:
    """A publicatie from before answers were asked has none."""
    vraag = "select 1 from duckdb_columns() where table_name = 'levering' and column_name = 'aanvullingen'"
    return "l.aanvullingen" if execute(verbinding, vraag).fetchone() else "0"


def _first_day_back(bron: str, peildatum: date) -> date:
    """Where what a source of two datasets looks back on begins (macro eerste_maand_terug in dbt)."""
    if bron == "locaties+activiteiten":
        return date(peildatum.year, 1, 1)
    terug = 23 if bron == "collectie+uitleningen" else 11
    maand = peildatum.year * 12 + peildatum.month - 1 - terug
    return date(maand // 12, maand % 12 + 1, 1)


def _days(periode: str) -> tuple[date, date]:
    """The first and last day of a period."""
    jaar = int(periode[:4])
    if "/" in periode:
        return date(jaar, 1, 1), _month_end(jaar, int(periode[-2:]))
    if len(periode) == 4:
        return date(jaar, 1, 1), date(jaar, 12, 31)
    if "Q" in periode:
        kwartaal = int(periode[-1])
        return date(jaar, kwartaal * 3 - 2, 1), _month_end(jaar, kwartaal * 3)
    maand = int(periode[5:7])
    if len(periode) == 7:
        return date(jaar, maand, 1), _month_end(jaar, maand)
    try:
        dag = date.fromisoformat(periode)
    except ValueError:
        raise VerkeerdeAanroep(f"{periode!r} is geen bestaande datum.") from None
    return dag, dag


def _month_end(jaar: int, maand: int) -> date:
    return date.fromordinal(date(jaar + maand // 12, maand % 12 + 1, 1).toordinal() - 1)
