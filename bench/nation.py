"""The brons of a national year, as ingest would have stored it: one file per organisatie, dataset and month or peildatum.

Not here: measuring (`national.py`), and known totals. Organisaties differ in size as libraries do, a few large and many small;
kinds of material, ages and kinds of members are drawn with the shares that the network publishes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

import duckdb

from definitions import DEFINITIES_MAP, Omgeving, load_definities
from ingest import Bestand, Bronsbestand, Dekking

JAAR = 2025
PEILDATUM = f"{JAAR}-12-31"


@dataclass(frozen=True)
class Omvang:
    """How much a year of the network is; `deel` of it is made."""

    deel: float = 1.0
    organisaties: int = 140
    uitleningen: int = 60_000_000
    verlengingen: int = 22_000_000
    innames: int = 60_000_000
    leden: int = 3_600_000
    exemplaren: int = 24_000_000
    activiteiten: int = 300_000
    locaties: int = 1_270


_DATASET = {"leners": "uitleningen", "exemplaargebruik": "uitleningen", "werkgebied": "organisaties"}
_MAAND = f"make_date({JAAR}, {{m}}, 1)"
_LOCATIE = "'NL-08' || lpad(cast({o} as varchar), 4, '0') || lpad(cast(cast(floor(pow(random(), 2) * {n}) as integer) as varchar), 3, '0')"
_LIDSOORT = (
    "case when r < 0.56 then 'JEUGD' when r < 0.97 then 'VOLW' when r < 0.99 then 'INSTELLING' else 'ONBEKEND' end"
)
_BAND = """case
    when r < 0.10 then '0-3' when r < 0.40 then '4-11' when r < 0.56 then '12-17' when r < 0.59 then '18-20'
    when r < 0.62 then '21-24' when r < 0.74 then '25-44' when r < 0.86 then '45-64' when r < 0.97 then '65+' else 'ONBEKEND'
end"""
_MATERIAAL = """case
    when q < 0.96 then 'BOEK' when q < 0.972 then 'GROTELETTER' when q < 0.983 then 'DVD_BLURAY' when q < 0.987 then 'CD_MUZIEK'
    when q < 0.991 then 'LUISTERBOEK' when q < 0.994 then 'TIJDSCHRIFT' when q < 0.996 then 'GAME' when q < 0.998 then 'BLADMUZIEK'
    else 'ONBEKEND'
end"""
_DOELGROEP = "case when r < 0.55 then 'JEUGD' when r < 0.995 then 'VOLW' else 'ONBEKEND' end"
_GENRE = "case when s < 0.68 then 'FICTIE' when s < 0.99 then 'NONFICTIE' else 'ONBEKEND' end"

# Transactions are counts per month and attributes; with so many attributes three rows hold four transactions.
_PER_RIJ = 4 / 3
_TRANSACTIES = f"""
select
    {_MAAND.format(m="1 + cast(floor(random() * 12) as integer)")} as maand,
    cast(1 + floor(d * 6.2) as utinyint) as weekdag,
    case when e < 0.25 then 'OCHTEND' when e < 0.85 then 'MIDDAG' else 'AVOND' end as dagdeel,
    {_LOCATIE} as locatie, '{{soort}}' as soort, {_MATERIAAL} as materiaalsoort, {_DOELGROEP} as doelgroep, {_GENRE} as genre,
    case when d < 0.8 then 'ZELFSERVICE' when d < 0.9 then 'BALIE' else 'ONLINE' end as kanaal,
    case when e < 0.95 then 'J' else 'N' end as eigen,
    {_LIDSOORT} as lidsoort, {_BAND} as leeftijdsband, cast(1 + cast(random() < {_PER_RIJ - 1} as integer) as uinteger) as aantal
from (select random() as r, random() as q, random() as s, random() as e, random() as d from range({{rijen}}))
"""
_LID = "unhex(md5('{o}-' || i))"
_LEDEN = f"""
select
    date '{PEILDATUM}' as peildatum, {_LID} as lid, {_LIDSOORT} as lidsoort, {_BAND} as leeftijdsband,
    cast(1000 + cast(floor(random() * 8999) as integer) as varchar) as postcode4,
    list_extract({{gemeenten}}, 1 + cast(floor(random() * len({{gemeenten}})) as integer)) as gemeente, {_LOCATIE} as locatie,
    {_MAAND.format(m="1")} - to_months(cast(floor(random() * 120) as integer)) as inschrijfmaand,
    case when random() < 0.5 then {_MAAND.format(m="1")} + to_months(cast(floor(random() * 24) as integer)) end as eindmaand,
    random() < 0.9 as geldig
from (select range as i, random() as r from range({{rijen}}))
"""
# Somewhat under half of the members borrow; who does, does so in most months and mostly in one place.
_LENERS = f"""
select
    {_MAAND.format(m="m")} as maand, {_LID} as lid, {_LOCATIE} as locatie, {_LIDSOORT} as lidsoort, {_BAND} as leeftijdsband,
    true as telt, cast(1 + floor(random() * 7) as uinteger) as uitleningen
from (select range as i, random() as r from range(cast({{rijen}} * 0.45 as integer))), range(1, 13) as t (m)
where random() < 0.6
"""
_COLLECTIE = f"""
select
    date '{PEILDATUM}' as peildatum, cast({{o}} * 10000000 + i as varchar) as exemplaar, cast(i // 3 as varchar) as titel,
    {_MATERIAAL} as materiaalsoort, {_DOELGROEP} as doelgroep, {_GENRE} as genre,
    case when e < 0.75 then 'AANWEZIG' when e < 0.96 then 'UITGELEEND' else 'VERMIST' end as status,
    case when k < 0.97 then 'EIGEN' else 'GEHUURD' end as eigendom, 'J' as uitleenbaar, {_LOCATIE} as locatie,
    date '{JAAR}-12-01' - to_months(cast(floor(random() * 240) as integer)) as aanschafmaand
from (
    select range as i, random() as r, random() as q, random() as s, random() as k, random() as e from range({{rijen}})
)
"""
_GEBRUIK = f"""
select cast({{o}} * 10000000 + i as varchar) as exemplaar,
    date '{JAAR}-12-01' - to_months(cast(floor(pow(random(), 2) * 48) as integer)) as laatste_maand
from (select range as i from range({{rijen}})) where random() < 0.85
"""
_ACTIVITEITEN = f"""
select
    {_MAAND.format(m="1 + cast(floor(random() * 12) as integer)")} as maand, cast(i as varchar) as activiteit,
    {_LOCATIE} as locatie, cast(1 + cast(floor(r * 5) as integer) as varchar) as kernfunctie, 'VOORLEZEN' as activiteitsoort,
    'ALLEN' as doelgroep, 'BIBLIOTHEEK' as plaats, 'FYSIEK' as vorm, cast(floor(random() * 30) as integer) as deelnemers,
    'GETELD' as telling, case when random() < 0.95 then 'DOORGEGAAN' else 'GEANNULEERD' end as status,
    case when random() < 0.1 then 'BELASTING_TOESLAGEN' else 'LEESBEVORDERING' end as thema, 'J' as bibliotheekfunctie
from (select range as i, random() as r from range({{rijen}}))
"""
_LOCATIES = f"""
select
    'NL-08' || lpad(cast({{o}} as varchar), 4, '0') || lpad(cast(i as varchar), 3, '0') as locatie, cast(i as varchar) as vestiging,
    'Locatie ' || i as naam, 'VES' as soort, case when i = 0 then 'HV' when i % 4 = 3 then 'DBOS' else 'V' end as subsoort,
    list_extract({{gemeenten}}, 1 + i % len({{gemeenten}})) as gemeente, 40.0 as uren_open, 30.0 as uren_bemand, 'J' as zichtbaar,
    'N' as multifunctioneel, 'J' as belasting_toeslagen, date '{PEILDATUM}' as peildatum
from (select range as i from range({{n}}))
"""


@dataclass
class Brons:
    """What was written, as ingest's verbs would say it."""

    omgeving: Omgeving
    bestanden: list[Bronsbestand] = field(default_factory=list)
    dekking: list[Dekking] = field(default_factory=list)

    def write(
        self, con: duckdb.DuckDBPyConnection, tabel: str, organisatie: str, periode: str, bron: str, levering: str
    ) -> None:
        """One brons file with the contract's columns, from a relation `bron` that has those that are filled."""
        dataset = _DATASET.get(tabel, tabel)
        kolommen = load_definities().contracten[dataset].tabel(tabel).kolommen  # type: ignore[index]
        aanwezig = {rij[0] for rij in con.execute(f"describe {bron}").fetchall()}
        vast = {"organisatie": f"'{organisatie}'", "bronsysteem": "'wise'"} if tabel != "werkgebied" else {}
        velden = (
            k.naam if k.naam in aanwezig else f"{vast.get(k.naam, f'cast(null as {k.fysiek})')} as {k.naam}"
            for k in kolommen
        )
        pad = (
            self.omgeving.brons
            / dataset
            / tabel
            / (organisatie or "netwerk")
            / f"{levering}_{periode or 'lijst'}.parquet"
        )
        pad.parent.mkdir(parents=True, exist_ok=True)
        con.execute(f"copy (select {', '.join(velden)} from ({bron})) to '{pad}' (format parquet, compression zstd)")
        with pad.open("rb") as bestand:
            som = hashlib.file_digest(bestand, "sha256").hexdigest()
        plek = str(pad.relative_to(self.omgeving.werk))
        self.bestanden.append(Bronsbestand(dataset, tabel, organisatie, "wise", levering, periode, plek, som, 0))

    def cover(self, organisatie: str, dataset: str, periode: str, levering: str) -> None:
        nu = datetime(JAAR + 1, 1, 5, 9)
        self.dekking.append(
            Dekking(organisatie, dataset, periode, "wise", levering, nu, (Bestand(f"{dataset}.csv", ""),))
        )


def write_nation(omgeving: Omgeving, omvang: Omvang) -> Brons:
    """Write the year; about 3 GB of disk for the whole of it."""
    brons = Brons(omgeving)
    with duckdb.connect() as con:
        con.execute("set threads = 2; set memory_limit = '4GB'; set enable_progress_bar = false")
        con.execute(f"set temp_directory = '{omgeving.werk / 'tijdelijk'}'")
        con.execute("select setseed(0.5)")
        gebieden = _areas(con, omvang)
        _write_lists(con, brons, gebieden)
        for nummer, gemeenten in gebieden.items():
            _write_organisation(con, brons, omvang, nummer, gemeenten)
    return brons


def _isil(nummer: int) -> str:
    return f"NL-08{nummer:04d}000"


def _areas(con: duckdb.DuckDBPyConnection, omvang: Omvang) -> dict[int, list[str]]:
    """The gemeenten of each organisatie's werkgebied, in turn."""
    bestand = DEFINITIES_MAP / "referentie/gemeenten.csv"
    rijen = con.execute(f"select gemeente from read_csv('{bestand}', delim = ';', all_varchar = true)").fetchall()
    return {n: [g for (g,) in rijen[n :: omvang.organisaties]] for n in range(omvang.organisaties)}


def _write_lists(con: duckdb.DuckDBPyConnection, brons: Brons, gebieden: dict[int, list[str]]) -> None:
    con.execute("create temp table organisatie as select '' as organisatie, '' as naam where false")
    con.executemany("insert into organisatie values (?, ?)", [(_isil(n), f"Bibliotheek {n}") for n in gebieden])
    con.execute("create temp table gebied as select '' as organisatie, '' as gemeente where false")
    con.executemany("insert into gebied values (?, ?)", [(_isil(n), g) for n, gs in gebieden.items() for g in gs])
    brons.write(con, "organisaties", "", "", "from organisatie", "L0")
    brons.write(con, "werkgebied", "", "", "from gebied", "L0")
    brons.cover("", "organisaties", "", "L0")


def _write_organisation(
    con: duckdb.DuckDBPyConnection, brons: Brons, omvang: Omvang, nummer: int, gemeenten: list[str]
) -> None:
    """All of one organisatie. Sizes follow 1 / (rank + 5)."""
    som = sum(1 / (k + 5) for k in range(omvang.organisaties))
    deel = omvang.deel / (nummer + 5) / som
    n = max(2, round(omvang.locaties / (nummer + 5) / som))
    waarden = {"o": nummer, "n": n, "gemeenten": repr(gemeenten)}
    transacties = " union all ".join(
        f"({_TRANSACTIES.format(soort=soort, rijen=int(aantal * deel / _PER_RIJ), **waarden)})"
        for soort, aantal in (
            ("UITLENING", omvang.uitleningen),
            ("VERLENGING", omvang.verlengingen),
            ("INNAME", omvang.innames),
        )
    )
    for tabel, sql in _tables(transacties, omvang, deel, waarden):
        con.execute(f"create or replace temp table rij as {sql}")
        dataset = _DATASET.get(tabel, tabel)
        for periode, filter_ in _periods(tabel):
            levering = f"L{nummer}{dataset[:3]}{periode}"
            brons.write(con, tabel, _isil(nummer), periode, f"from rij{filter_}", levering)
            if tabel == dataset:
                brons.cover(_isil(nummer), dataset, periode, levering)


def _tables(transacties: str, omvang: Omvang, deel: float, waarden: dict[str, object]) -> Iterator[tuple[str, str]]:
    yield "uitleningen", transacties
    for tabel, sql, aantal in (
        ("leners", _LENERS, omvang.leden), ("leden", _LEDEN, omvang.leden), ("collectie", _COLLECTIE, omvang.exemplaren),
        ("exemplaargebruik", _GEBRUIK, omvang.exemplaren), ("activiteiten", _ACTIVITEITEN, omvang.activiteiten),
        ("locaties", _LOCATIES, 0),
    ):  # fmt: skip
        yield tabel, sql.format(rijen=int(aantal * deel), **waarden)


def _periods(tabel: str) -> Iterator[tuple[str, str]]:
    if tabel in ("leden", "collectie", "locaties"):
        yield PEILDATUM, ""
    elif tabel == "exemplaargebruik":
        yield f"{JAAR}-12", ""
    else:
        yield from ((f"{JAAR}-{m:02d}", f" where month(maand) = {m}") for m in range(1, 13))
