"""A small publicatie for the tests of the pages: 6 libraries, 24 months, every status and mark, figures that follow a rule.

Not here: how a publicatie is made (publishing's own tests); this writes the tables that the pages read, and nothing else.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

MAANDEN = tuple(f"{jaar}-{maand:02d}" for jaar in (2024, 2025) for maand in range(1, 13))
PEILDATA = ("2024-12-31", "2025-12-31")


@dataclass(frozen=True)
class Soort:
    """An indicator of the small network: per inhabitant and month (or peildatum, or year) `maat` of them."""

    code: str
    naam: str
    eenheid: str
    soort: str
    dataset: str
    maat: float
    ritme: str
    decimalen: int = 0


SOORTEN = (
    Soort("LED-01", "Leden", "personen", "stand", "leden", 0.21, "peildatum"),
    Soort("LED-12", "Actieve leners", "personen", "uniek", "leden", 0.11, "peildatum"),
    Soort("LED-08", "Ledenbereik", "%", "verhouding", "leden", 21.0, "peildatum", 1),
    Soort("UIT-01", "Uitleningen", "uitleningen", "optelbaar", "uitleningen", 0.24, "maand"),
    Soort("UIT-05", "Verlengingen", "verlengingen", "optelbaar", "uitleningen", 0.08, "maand"),
    Soort("UIT-07", "Uitleningen per lid", "uitleningen per lid", "verhouding", "uitleningen", 14.0, "jaar", 1),
    Soort("COL-01", "Collectie", "exemplaren", "stand", "collectie", 1.4, "peildatum"),
    Soort("COL-10", "Omloopsnelheid", "uitleningen per exemplaar", "verhouding", "collectie", 2.0, "jaar", 2),
    Soort("ACT-01", "Activiteiten", "activiteiten", "optelbaar", "activiteiten", 0.0009, "maand"),
    Soort("ACT-02", "Deelnames", "deelnames", "optelbaar", "activiteiten", 0.014, "maand"),
    Soort("LOC-02", "Locaties", "locaties", "stand", "locaties", 0.00007, "peildatum"),
)
BIBLIOTHEKEN = (
    ("NL-0900010000", "Bibliotheek Aarle-Oost", 41_200, 1.00),
    ("NL-0900020000", "Bibliotheek De Brug", 67_900, 0.93),
    ("NL-0900030000", "Bibliotheek Duinstreek", 88_400, 1.12),
    ("NL-0900040000", "Bibliotheek Hogeveld", 103_500, 0.88),
    ("NL-0900050000", "Bibliotheek Merenland", 131_000, 1.04),
    ("NL-0900060000", "Bibliotheek Zuiderstad", 214_700, 0.79),
)
# The library with every mark: January zero, February missing, March suppressed, April blocked, the last two provisional.
MET_TEKENS = "NL-0900050000"
# The library of which a definition changed in the middle of 2025.
MET_TREND = "NL-0900060000"
# The library that delivered nothing of activiteiten.
ZONDER_ACTIVITEITEN = "NL-0900040000"


def value(soort: Soort, isil: str, periode: str) -> float:
    """The figure of one library: its size, its own level, the season and a little growth."""
    _, _, inwoners, niveau = next(rij for rij in BIBLIOTHEKEN if rij[0] == isil)
    jaar = int(periode[:4])
    seizoen = 1 + 0.15 * math.sin(int(periode[5:7]) / 12 * 2 * math.pi) if soort.ritme == "maand" else 1.0
    eigen = 1 + (sum(map(ord, soort.code + isil)) % 17 - 8) / 60
    getal = soort.maat * niveau * eigen * seizoen * (1 + 0.03 * (jaar - 2024) * (1 if ord(isil[5]) % 2 else -1))
    if soort.soort == "verhouding":
        return round(getal, 4)
    return float(round(getal * inwoners))


def rows(soort: Soort, isil: str) -> list[tuple[object, ...]]:
    """The rows of indicatorwaarde of one indicator and library."""
    perioden = {"maand": MAANDEN, "peildatum": PEILDATA, "jaar": ("2024", "2025")}[soort.ritme]
    gemaakt = []
    for periode in perioden:
        if soort.dataset == "activiteiten" and isil == ZONDER_ACTIVITEITEN:
            continue
        waarde: float | None = value(soort, isil, periode)
        status, markeringen, versie = "definitief", [], 1
        if isil == MET_TEKENS and soort.code == "UIT-01":
            waarde, status = _marked(periode, waarde)
        if isil == MET_TREND and soort.code == "UIT-01" and periode >= "2025-07":
            versie = 2
            markeringen = ["trendbreuk"] if periode == "2025-07" else []
        gemaakt.append(
            (soort.code, versie, "organisatie", isil, soort.ritme, periode, "totaal", "totaal", waarde, None, waarde,
             soort.eenheid, 1.0 if waarde is not None else 0.0, status, markeringen, "vestiging")
        )  # fmt: skip
    return gemaakt


def _marked(periode: str, waarde: float | None) -> tuple[float | None, str]:
    if periode == "2025-01":
        return 0.0, "definitief"
    zonder = {"2025-02": "ontbreekt", "2025-03": "onderdrukt"}
    if periode in zonder:
        return None, zonder[periode]
    if periode == "2025-04":
        return waarde, "geblokkeerd"
    return waarde, "voorlopig" if periode >= "2025-11" else "definitief"


def write_publicatie(publicaties: Path, identiteit: str, gemaakt_op: str = "2026-02-03 09:30:00") -> Path:
    """A publicatie's folder with manifest and the file of audience netwerk; the pointer then stands on it."""
    map_ = publicaties / identiteit
    write_database(map_ / "netwerk.duckdb", identiteit, gemaakt_op)
    manifest = {
        "id": identiteit, "gemaakt_op": gemaakt_op.replace(" ", "T"), "stand": "stand",
        "definities_versie": "abc123", "code_versie": "def456",
    }  # fmt: skip
    for naam in ("manifest.json", "publicatie.json"):
        (map_ / naam).write_text(json.dumps(manifest), encoding="utf-8")
    wijzer = publicaties / "actueel"
    wijzer.unlink(missing_ok=True)
    wijzer.symlink_to(identiteit)
    return map_


# Everything is whole in this network, so a change is between the figures themselves; not across the break of MET_TREND.
_VERANDERING = """
CREATE TABLE verandering AS
SELECT n.indicator, n.niveau, n.gebied, n.periodesoort, n.periode, n.periode_toen, n.teller, n.noemer, n.waarde,
    t.teller AS teller_toen, t.noemer AS noemer_toen, t.waarde AS waarde_toen,
    CASE WHEN n.definitieversie <> t.definitieversie THEN NULL WHEN n.eenheid = '%' THEN n.waarde - t.waarde
        ELSE (n.waarde - t.waarde) / nullif(t.waarde, 0) * 100 END AS verandering,
    n.eenheid = '%' AS procentpunt, 1.0 AS geteld, 1.0 AS verwacht, 1.0 AS dekking,
    CASE WHEN n.definitieversie <> t.definitieversie THEN 'trendbreuk' WHEN t.waarde IS NULL THEN 'geen_vorig'
        WHEN t.waarde = 0 THEN 'vorig_nul' ELSE '' END AS reden
FROM (SELECT *, (periode[1:4]::INTEGER - 1)::VARCHAR || periode[5:] AS periode_toen FROM indicatorwaarde) AS n
LEFT JOIN indicatorwaarde AS t ON t.indicator = n.indicator AND t.gebied = n.gebied AND t.periode = n.periode_toen
WHERE n.waarde IS NOT NULL AND n.uitsplitsing = 'totaal'
"""


def write_database(pad: Path, identiteit: str, gemaakt_op: str = "2026-02-03 09:30:00") -> None:
    """Write the DuckDB file of audience netwerk."""
    pad.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(pad)) as verbinding:
        verbinding.execute(
            "CREATE TABLE indicatorwaarde (indicator VARCHAR, definitieversie INTEGER, niveau VARCHAR, gebied VARCHAR, "
            "periodesoort VARCHAR, periode VARCHAR, uitsplitsing VARCHAR, klasse VARCHAR, teller DOUBLE, noemer DOUBLE, "
            "waarde DOUBLE, eenheid VARCHAR, dekking DOUBLE, status VARCHAR, markeringen VARCHAR[], gebiedsbegrip VARCHAR)"
        )
        verbinding.execute(
            "CREATE TABLE indicator (code VARCHAR, naam VARCHAR, definitie VARCHAR, eenheid VARCHAR, soort VARCHAR, "
            "decimalen INTEGER, begrip VARCHAR, begrip_definitie VARCHAR, definitieversie INTEGER, gebiedsbegrip VARCHAR, "
            "wsob VARCHAR, dataset VARCHAR, trendbreuken VARCHAR[])"
        )
        verbinding.execute(
            "CREATE TABLE gebied (niveau VARCHAR, gebied VARCHAR, naam VARCHAR, organisatie VARCHAR, provincie VARCHAR, "
            "inwoners INTEGER)"
        )
        verbinding.execute("CREATE TABLE codelijst (lijst VARCHAR, code VARCHAR, naam VARCHAR, volgorde INTEGER)")
        verbinding.execute(
            "CREATE TABLE publicatie (id VARCHAR, gemaakt_op TIMESTAMP, definities_versie VARCHAR, code_versie VARCHAR, "
            "stand VARCHAR)"
        )
        verbinding.execute(
            "CREATE TABLE levering (organisatie VARCHAR, dataset VARCHAR, periode VARCHAR, levering VARCHAR, "
            "ontvangen_op TIMESTAMP, bestanden JSON)"
        )
        verbinding.execute("CREATE VIEW totaal AS SELECT * FROM indicatorwaarde WHERE uitsplitsing = 'totaal'")
        waarden = [rij for soort in SOORTEN for isil, *_ in BIBLIOTHEKEN for rij in rows(soort, isil)]
        kolommen = [kolom[0] for kolom in verbinding.execute("SELECT * FROM indicatorwaarde").description]
        rijen = pa.Table.from_pylist([dict(zip(kolommen, rij, strict=True)) for rij in waarden])
        verbinding.register("rijen", rijen)
        verbinding.execute("INSERT INTO indicatorwaarde SELECT * FROM rijen")
        verbinding.unregister("rijen")
        verbinding.execute(_VERANDERING)
        verbinding.executemany(
            f"INSERT INTO indicator VALUES ({', '.join('?' * 13)})", [_indicator(s) for s in SOORTEN]
        )
        verbinding.executemany(
            "INSERT INTO gebied VALUES ('organisatie', ?, ?, ?, 'PV30', ?)",
            [(isil, naam, isil, inwoners) for isil, naam, inwoners, _ in BIBLIOTHEKEN],
        )
        verbinding.execute(
            "INSERT INTO publicatie VALUES (?, ?, 'abc123', 'def456', 'stand')", [identiteit, gemaakt_op]
        )
        namen = ("organisatie", "dataset", "periode", "levering", "ontvangen_op", "bestanden")
        verbinding.register(
            "rijen", pa.Table.from_pylist([dict(zip(namen, rij, strict=True)) for rij in _leveringen()])
        )
        verbinding.execute("INSERT INTO levering SELECT * FROM rijen")
        verbinding.unregister("rijen")


def _indicator(soort: Soort) -> tuple[object, ...]:
    return (
        soort.code, soort.naam, f"{soort.naam} volgens de afspraken van het netwerk.", soort.eenheid, soort.soort,
        soort.decimalen, soort.naam.lower(), f"Wat het netwerk onder {soort.naam.lower()} verstaat.", 1, "vestiging",
        None, soort.dataset, [],
    )  # fmt: skip


def _leveringen() -> list[tuple[object, ...]]:
    bestand = json.dumps([{"naam": "export.csv", "sha256": "0" * 64}])
    gemaakt: list[tuple[object, ...]] = []
    for isil, *_ in BIBLIOTHEKEN:
        for maand in MAANDEN:
            if not (isil == MET_TEKENS and maand == "2025-02"):
                gemaakt.append((isil, "uitleningen", maand, f"L-{isil}-{maand}", "2026-01-20 14:05:00", bestand))
            if isil != ZONDER_ACTIVITEITEN:
                gemaakt.append((isil, "activiteiten", maand, f"A-{isil}", "2026-01-21 10:00:00", bestand))
        for dataset in ("leden", "collectie", "locaties"):
            for peildatum in PEILDATA:
                gemaakt.append(
                    (isil, dataset, peildatum, f"{dataset}-{isil}-{peildatum}", "2026-01-22 08:00:00", bestand)
                )
    return gemaakt
