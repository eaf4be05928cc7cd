"""How every indicator counts: small tables of brons in, figures out, through the real dbt build.

Each case is an organisatie of its own in one network, so that one build answers all of them. Not here: how brons comes
about (`tests/unit/ingest`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from definitions import Omgeving, load_definities
from publishing import Bouw, finish_build, prepare_build
from publishing.bouw import run_dbt
from tests.unit.publishing.bronsmaker import Bronsmaker, lees_tabel

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class Geval:
    """One case: an organisatie, what it delivered ({period: {table: text}}), and the figures that must come of it.

    `verwacht` is a text table; columns it leaves out: niveau organisatie, gebied the organisatie, uitsplitsing and klasse
    totaal.
    """

    naam: str
    organisatie: str
    gemeenten: tuple[str, ...]
    geleverd: dict[str, dict[str, str]]
    verwacht: str
    lijst: dict[str, str] = field(default_factory=dict)


LOCATIES = """
locatie      | vestiging | naam  | gemeente
NL-090{n}001 | 1         | Hoofd | {a}
NL-090{n}002 | 2         | Wijk  | {b}
"""


def _locaties(n: int, a: str, b: str) -> str:
    return LOCATIES.format(n=n, a=a, b=b)


GEVALLEN = (
    Geval(
        "uitleningen: wat telt in UIT-01 en wat alleen in het controletotaal",
        "NL-0901000", ("GM0014",),
        {
            "2025-12-31": {"locaties": _locaties(1, "GM0014", "GM0014")},
            "2025-01": {"uitleningen": """
                locatie    | soort       | materiaalsoort | doelgroep | genre      | lidsoort  | leeftijdsband | aantal
                NL-0901001 | UITLENING   | BOEK           | VOLW      | FICTIE     | VOLW      | 18-20         | 10
                NL-0901001 | UITLENING   | GROTELETTER    | VOLW      | NONFICTIE  | VOLW      | 21-24         | 4
                NL-0901002 | UITLENING   | BOEK           | JEUGD     | FICTIE     | JEUGD     | 4-11          | 6
                NL-0901002 | UITLENING   | DVD_BLURAY     | VOLW      | NVT        | PERSONEEL | 45-64         | 3
                NL-0901002 | UITLENING   | ONBEKEND       | ONBEKEND  | ONBEKEND   | VOLW      | ONBEKEND      | 2
                NL-0901001 | UITLENING   | TIJDSCHRIFT    | VOLW      | NVT        | VOLW      | 65+           | 7
                NL-0901001 | UITLENING   | BOEK           | VOLW      | FICTIE     | IBL       | ONBEKEND      | 5
                NL-0901001 | UITLENING   | BOEK           | VOLW      | FICTIE     | ADMIN     | ONBEKEND      | 1
                NL-0901001 | TER_PLAATSE | BOEK           | VOLW      | FICTIE     | VOLW      | 25-44         | 9
                NL-0901001 | VERLENGING  | BOEK           | VOLW      | FICTIE     | VOLW      | 25-44         | 8
                NL-0901001 | VERLENGING  | TIJDSCHRIFT    | VOLW      | NVT        | VOLW      | 25-44         | 2
                NL-0901001 | INNAME      | BOEK           | VOLW      | FICTIE     | VOLW      | 25-44         | 11
                """},
            "2025-02": {"uitleningen": """
                locatie    | maand      | soort     | aantal
                NL-0901001 | 2025-02-01 | UITLENING | 100
                NL-0901001 | 2025-09-01 | INNAME    | 90
                """},
        },
        """
        indicator | periode | uitsplitsing    | klasse         | waarde
        UIT-00    | 2025-01 | totaal          | totaal         | 47
        UIT-00    | 2025-01 | materiaalsoort  | BOEK           | 31
        UIT-00    | 2025-01 | materiaalsoort  | KAART          | 0
        UIT-00    | 2025-01 | leeftijdsgroep  | 18-24          | 14
        UIT-00    | 2025-01 | lidsoort        | IBL            | 5
        VER-00    | 2025-01 | totaal          | totaal         | 10
        INN-00    | 2025-01 | totaal          | totaal         | 11
        INN-00    | 2025    | totaal          | totaal         | 11
        UIT-01    | 2025-01 | totaal          | totaal         | 25
        UIT-01    | 2025-01 | materiaalsoort  | TIJDSCHRIFT    | 0
        UIT-01    | 2025-01 | materiaalsoort  | DVD_BLURAY     | 3
        UIT-01    | 2025-01 | materiaalsoort  | ONBEKEND       | 2
        UIT-01    | 2025-Q1 | totaal          | totaal         | 125
        UIT-01    | 2025    | totaal          | totaal         | 125
        UIT-02    | 2025-01 | totaal          | totaal         | 20
        UIT-02    | 2025-01 | doelgroep*genre | VOLW*FICTIE    | 10
        UIT-02    | 2025-01 | doelgroep*genre | VOLW*NONFICTIE | 4
        UIT-02    | 2025-01 | doelgroep*genre | JEUGD*FICTIE   | 6
        UIT-02    | 2025-01 | doelgroep*genre | JEUGD*NVT      | 0
        UIT-05    | 2025-01 | totaal          | totaal         | 8
        UIT-06    | 2025-01 | totaal          | totaal         | 0.32
        UIT-06    | 2025    | totaal          | totaal         | 0.064
        """,
    ),
    Geval(
        "leners: een persoon is één lener van elke periode en elke plaats",
        "NL-0902000", ("GM0034",),
        {
            "2025-12-31": {"locaties": _locaties(2, "GM0034", "GM0034")},
            "2025-01": {
                "uitleningen": "locatie | aantal\nNL-0902001 | 4",
                "leners": """
                lid | locatie    | leeftijdsband
                a   | NL-0902001 | 18-20
                a   | NL-0902002 | 18-20
                b   | NL-0902001 | 65+
                """,
            },
            "2025-04": {
                "uitleningen": "locatie | aantal\nNL-0902001 | 2",
                "leners": """
                lid | locatie    | leeftijdsband
                a   | NL-0902001 | 21-24
                c   | NL-0902002 | ONBEKEND
                """,
            },
        },
        """
        indicator | niveau   | gebied     | periode | uitsplitsing   | klasse | waarde
        LEN-00    |          |            | 2025-01 | totaal         | totaal | 2
        LEN-00    |          |            | 2025-04 | totaal         | totaal | 2
        LEN-00    |          |            | 2025-Q1 | totaal         | totaal | 2
        LEN-00    |          |            | 2025    | totaal         | totaal | 3
        LEN-00    |          |            | 2025    | leeftijdsgroep | 18-24  | 1
        LEN-00    | locatie  | NL-0902001 | 2025    | totaal         | totaal | 2
        LEN-00    | locatie  | NL-0902002 | 2025    | totaal         | totaal | 2
        LEN-00    | gemeente | GM0034     | 2025    | totaal         | totaal | 3
        """,
    ),
    Geval(
        "leden: geldig, verlopen, van andere soort en van onbekende leeftijd",
        "NL-0903000", ("GM0037", "GM0047"),
        {
            "2025-12-31": {"leden": """
                lid | lidsoort   | leeftijdsband | gemeente | geldig
                1   | JEUGD      | 4-11          | GM0037   | J
                2   | JEUGD      | ONBEKEND      | GM0037   | J
                3   | VOLW       | 25-44         | GM0047   | J
                4   | VOLW       | ONBEKEND      |          | J
                5   | ONBEKEND   | ONBEKEND      | GM0047   | J
                6   | ONBEKEND   | 12-17         | GM0106   | J
                7   | VOLW       | 65+           | GM0047   | N
                8   | JEUGD      | 12-17         | GM0037   | N
                9   | PROEF_GAST | 25-44         | GM0037   | J
                10  | INSTELLING | ONBEKEND      | GM0037   | J
                11  | INSTELLING | ONBEKEND      | GM0037   | N
                12  | PERSONEEL  | 25-44         | GM0037   | J
                13  | IBL        | ONBEKEND      |          | J
                14  | ADMIN      | ONBEKEND      |          | J
                """},
            "2025-03": {
                "uitleningen": "locatie | aantal\nNL-0903001 | 40",
                "leners": """
                lid | locatie    | telt
                1   | NL-0903001 | J
                3   | NL-0903001 | J
                7   | NL-0903001 | J
                9   | NL-0903001 | J
                """,
            },
        },
        """
        indicator | niveau   | gebied   | periode    | uitsplitsing   | klasse    | waarde
        LED-00    |          |          | 2025-12-31 | totaal         | totaal    | 14
        LED-00    |          |          | 2025-12-31 | leeftijdsgroep | ONBEKEND  | 7
        LED-00    |          |          | 2025-12-31 | lidsoort       | INSTELLING| 2
        LED-01    |          |          | 2025-12-31 | totaal         | totaal    | 6
        LED-01    |          |          | 2025       | totaal         | totaal    | 6
        LED-02    |          |          | 2025-12-31 | totaal         | totaal    | 3
        LED-03    |          |          | 2025-12-31 | totaal         | totaal    | 2
        LED-05    |          |          | 2025-12-31 | totaal         | totaal    | 2
        LED-05    |          |          | 2025-12-31 | lidsoort       | PROEF_GAST| 1
        LED-12    |          |          | 2025-12-31 | totaal         | totaal    | 2
        LED-01    | gemeente | GM0037   | 2025-12-31 | totaal         | totaal    | 2
        LED-01    | gemeente | GM0047   | 2025-12-31 | totaal         | totaal    | 2
        LED-01    | gemeente | GM0106   | 2025-12-31 | totaal         | totaal    | 1
        LED-01    | gemeente | ONBEKEND | 2025-12-31 | totaal         | totaal    | 1
        UIT-07    |          |          | 2025       | totaal         | totaal    | 6.666667
        """,
    ),
    Geval(
        "collectie: eigendom, status en materiaal; omloop van het uitleenbare",
        "NL-0904000", ("GM0050",),
        {
            "2025-12-31": {
                "collectie": """
                exemplaar | materiaalsoort | doelgroep | genre     | status       | eigendom       | uitleenbaar
                1         | BOEK           | VOLW      | FICTIE    | AANWEZIG     | EIGEN          | J
                2         | BOEK           | JEUGD     | NONFICTIE | UITGELEEND   | EIGEN_VERHUURD | J
                3         | BOEK           | JEUGD     | FICTIE    | VERMIST      | EIGEN          | N
                4         | BOEK           | JEUGD     | FICTIE    | AFGESCHREVEN | EIGEN          | J
                5         | BOEK           | JEUGD     | FICTIE    | BESTELD      | EIGEN          | J
                6         | BOEK           | JEUGD     | FICTIE    | AANWEZIG     | SCHOOL         | J
                7         | BOEK           | JEUGD     | FICTIE    | AANWEZIG     | BRUIKLEEN      | J
                8         | GAME           | VOLW      | NVT       | ONBEKEND     | EIGEN          | J
                9         | TIJDSCHRIFT    | VOLW      | NVT       | AANWEZIG     | EIGEN          | J
                10        | ONBEKEND       | ONBEKEND  | ONBEKEND  | AANWEZIG     | EIGEN          | ONBEKEND
                """,
            },
            "2025-05": {"uitleningen": """
                locatie    | materiaalsoort | eigen | aantal
                NL-0904001 | BOEK           | J     | 30
                NL-0904001 | BOEK           | N     | 6
                NL-0904001 | GAME           | J     | 2
                """},
        },
        """
        indicator | periode    | uitsplitsing    | klasse          | waarde
        COL-00    | 2025-12-31 | totaal          | totaal          | 10
        COL-00    | 2025-12-31 | materiaalsoort  | BOEK            | 7
        COL-01    | 2025-12-31 | totaal          | totaal          | 5
        COL-01    | 2025       | totaal          | totaal          | 5
        COL-01    | 2025-12-31 | materiaalsoort  | TIJDSCHRIFT     | 0
        COL-02    | 2025-12-31 | totaal          | totaal          | 3
        COL-02    | 2025-12-31 | doelgroep*genre | JEUGD*NONFICTIE | 1
        COL-10    | 2025       | totaal          | totaal          | 8
        COL-10    | 2025       | materiaalsoort  | BOEK            | 15
        COL-10    | 2025       | materiaalsoort  | GAME            | 2
        """,
    ),
    Geval(
        "activiteiten: alleen wat doorging; wat elders was staat buiten de vestigingen",
        "NL-0905000", ("GM0059",),
        {
            "2025-12-31": {"locaties": _locaties(5, "GM0059", "GM0059")},
            "2025-05": {"activiteiten": """
                activiteit | locatie    | kernfunctie | deelnemers | status
                1          | NL-0905001 | 3           | 12         | DOORGEGAAN
                2          | NL-0905001 | 3           |            | DOORGEGAAN
                3          |            | 5           | 30         | DOORGEGAAN
                4          | NL-0905002 | 5           | 50         | GEANNULEERD
                5          | NL-0905002 | 1           | 8          | GEPLAND
                """},
        },
        """
        indicator | niveau   | gebied     | periode | uitsplitsing | klasse           | waarde
        ACT-00    |          |            | 2025-05 | totaal       | totaal           | 3
        ACT-01    |          |            | 2025-05 | totaal       | totaal           | 3
        ACT-01    |          |            | 2025-05 | kernfunctie  | 3                | 2
        ACT-01    |          |            | 2025-05 | kernfunctie  | 1                | 0
        ACT-02    |          |            | 2025-05 | totaal       | totaal           | 42
        DLN-00    |          |            | 2025-05 | kernfunctie  | 5                | 30
        DLN-00    |          |            | 2025    | totaal       | totaal           | 42
        ACT-01    | locatie  | NL-0905001 | 2025-05 | totaal       | totaal           | 2
        ACT-01    | locatie  | NL-0905002 | 2025-05 | totaal       | totaal           | 0
        ACT-01    | locatie  | NL-0905000 | 2025-05 | plaats       | BUITEN_VESTIGING | 1
        ACT-01    | gemeente | GM0059     | 2025-05 | totaal       | totaal           | 2
        ACT-01    | gemeente | ONBEKEND   | 2025-05 | totaal       | totaal           | 1
        """,
    ),
    Geval(
        "locaties: zichtbaar, te bezoeken en nog niet gesloten",
        "NL-0906000", ("GM0060",),
        {
            "2025-12-31": {"locaties": """
                locatie    | vestiging | naam     | subsoort | gemeente | zichtbaar | geldig_van | geldig_tot
                NL-0906001 | 1         | Hoofd    | HV       | GM0060   | J         |            |
                NL-0906002 | 2         | Punt     | SP       | GM0060   | J         | 2020-01-01 |
                NL-0906003 | 3         | Halte    | HALTE    | GM0060   | J         |            |
                NL-0906004 | 4         | School   | DBOS     | GM0060   | J         |            |
                NL-0906005 | 5         | Magazijn | V        | GM0060   | N         |            |
                NL-0906006 | 6         | Gesloten | V        | GM0060   | J         |            | 2025-06-30
                NL-0906007 | 7         | Straks   | V        | GM0060   | J         | 2026-03-01 |
                """},
        },
        """
        indicator | periode    | uitsplitsing | klasse | waarde
        LOC-02    | 2025-12-31 | totaal       | totaal | 2
        LOC-02    | 2025-12-31 | subsoort     | SP     | 1
        LOC-02    | 2025-12-31 | subsoort     | HALTE  | 0
        """,
    ),
    Geval(
        "een eerdere peildatum spreekt voor het jaar, en dat staat erbij",
        "NL-0907000", ("GM0072",),
        {
            "2025-06-30": {"leden": "lid\n1\n2\n3"},
            "2025-09-15": {"leden": "lid\n1\n2\n3\n4"},
        },
        """
        indicator | periode    | waarde | dekking | status        | markeringen
        LED-01    | 2025-06-30 | 3      | 1       | definitief    |
        LED-01    | 2025-09-15 | 4      | 1       | definitief    |
        LED-01    | 2025-09    | 4      | 1       | definitief    | ouder_peildatum
        LED-01    | 2025       | 4      | 1       | definitief    | ouder_peildatum
        LED-01    | 2025-12-31 |        | 0       | niet_geleverd |
        LED-12    | 2025       |        | 0       | niet_geleverd |
        """,
    ),
    Geval(
        "een organisatie die maanden mist is voorlopig; wie niets leverde heeft geen cijfer, ook geen 0",
        "NL-0908000", ("GM0074",),
        {
            "2025-01": {"activiteiten": "activiteit\n1"},
            "2025-02": {"activiteiten": "activiteit\n2\n3"},
            "2025-03": {"activiteiten": "activiteit"},
        },
        """
        indicator | periode | waarde | dekking | status
        ACT-01    | 2025-01 | 1      | 1       | definitief
        ACT-01    | 2025-03 | 0      | 1       | definitief
        ACT-01    | 2025-Q1 | 3      | 1       | definitief
        ACT-01    | 2025    | 3      | 0.25    | voorlopig
        UIT-01    | 2025-01 |        | 0       | niet_geleverd
        UIT-01    | 2025    |        | 0       | niet_geleverd
        UIT-07    | 2025    |        | 0       | niet_geleverd
        LED-01    | 2025    |        | 0       | niet_geleverd
        """,
    ),
    Geval(
        "van een organisatie die opging in een andere wordt na die tijd niets meer verwacht",
        "NL-0909000", ("GM0080",),
        {
            "2025-01": {"activiteiten": "activiteit\n1"},
            "2025-02": {"activiteiten": "activiteit\n1"},
            "2025-06-30": {"leden": "lid\n1\n2"},
        },
        """
        indicator | periode    | waarde | dekking | status
        ACT-01    | 2025       | 2      | 1       | definitief
        LED-01    | 2025-06-30 | 2      | 1       | definitief
        """,
        {"geldig_tot": "2025-02-28"},
    ),
    Geval(
        "een locatie die verhuist naar een andere gemeente telt waar ze toen stond",
        "NL-0910000", ("GM0085", "GM0086"),
        {
            "2024-12-31": {"locaties": "locatie | vestiging | naam | gemeente\nNL-0910001 | 1 | A | GM0085"},
            "2025-12-31": {"locaties": "locatie | vestiging | naam | gemeente\nNL-0910001 | 1 | A | GM0086"},
            "2025-01": {"uitleningen": "locatie | aantal\nNL-0910001 | 5"},
            "2025-12": {"uitleningen": "locatie | aantal\nNL-0910001 | 3"},
        },
        """
        indicator | niveau    | gebied | periode | waarde
        UIT-01    | gemeente  | GM0085 | 2025    | 5
        UIT-01    | gemeente  | GM0086 | 2025    | 3
        UIT-01    | provincie | PV21   | 2025    | 8
        """,
    ),
    Geval(
        "bereik: leden per inwoner van het werkgebied en van de gemeente",
        "NL-0911000", ("GM0090", "GM0093"),
        {"2025-12-31": {"leden": "lid | gemeente\n1 | GM0090\n2 | GM0090\n3 | GM0093\n4 | GM0014"}},
        """
        indicator | niveau   | gebied | periode    | teller | noemer
        LED-08    |          |        | 2025-12-31 | 4      | {GM0090+GM0093}
        LED-08    | gemeente | GM0090 | 2025-12-31 | 2      | {GM0090}
        LED-08    | gemeente | GM0093 | 2025       | 1      | {GM0093}
        """,
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def bouw(maak_omgeving: Callable[..., Omgeving]) -> Bouw:
    """One build of all cases together."""
    omgeving = maak_omgeving("spec", vast_nu=datetime(2026, 6, 1, 12, 0))
    maker = Bronsmaker(omgeving)
    maker.lever(
        "netwerk", "",
        organisaties=[{"organisatie": g.organisatie, "naam": g.naam, **g.lijst} for g in GEVALLEN],
        werkgebied=[{"organisatie": g.organisatie, "gemeente": gm} for g in GEVALLEN for gm in g.gemeenten],
    )  # fmt: skip
    for geval in GEVALLEN:
        for periode, tabellen in geval.geleverd.items():
            stromen = {k: v for k, v in tabellen.items() if k in ("uitleningen", "leners")}
            if stromen:
                maker.lever(geval.organisatie, periode, **stromen)
            for tabel, tekst in tabellen.items():
                if tabel not in stromen:
                    maker.lever(geval.organisatie, periode, **{tabel: tekst})
    gemaakt = prepare_build(omgeving, maker.bestanden, maker.dekking)
    run_dbt(gemaakt)
    finish_build(omgeving, gemaakt)
    return gemaakt


@pytest.fixture(scope="module")
def verbinding(bouw: Bouw) -> Iterator[DuckDBPyConnection]:
    import duckdb

    with duckdb.connect(str(bouw.database), read_only=True) as con:
        yield con


def _inwoners(con: DuckDBPyConnection, tekst: str) -> float:
    gemeenten = tekst.strip("{}").split("+")
    rij = con.execute(
        "select sum(inwoners::int) from definities.inwoners where list_contains(?, gemeente) and jaar = "
        "(select max(jaar) from definities.inwoners)", [gemeenten],
    ).fetchone()  # fmt: skip
    assert rij is not None
    return float(rij[0])


def _gevonden(con: DuckDBPyConnection, rij: dict[str, str], geval: Geval) -> dict[str, Any]:
    sleutel = {
        "indicator": rij["indicator"],
        "niveau": rij.get("niveau") or "organisatie",
        "gebied": rij.get("gebied") or geval.organisatie,
        "periode": rij["periode"],
        "uitsplitsing": rij.get("uitsplitsing", "totaal"),
        "klasse": rij.get("klasse", "totaal"),
    }
    antwoord = con.execute(
        f"select * from presentatie.indicatorwaarde where {' and '.join(f'{k} = ?' for k in sleutel)}", [*sleutel.values()]
    )
    kolommen = [k[0] for k in antwoord.description]
    rijen = antwoord.fetchall()
    assert len(rijen) == 1, f"{len(rijen)} cijfers voor {sleutel}"
    return dict(zip(kolommen, rijen[0], strict=True))


@pytest.mark.parametrize("geval", GEVALLEN, ids=lambda g: g.naam)
def test_counts_as_the_table_says(verbinding: DuckDBPyConnection, geval: Geval) -> None:
    for rij in lees_tabel(geval.verwacht):
        cijfer = _gevonden(verbinding, rij, geval)
        for kolom in ("waarde", "teller", "noemer", "dekking"):
            if kolom in rij:
                tekst = rij[kolom]
                verwacht = None if not tekst else _inwoners(verbinding, tekst) if tekst[0] == "{" else float(tekst)
                assert cijfer[kolom] == (verwacht if verwacht is None else pytest.approx(verwacht, rel=1e-6)), rij
        if "status" in rij:
            assert cijfer["status"] == rij["status"], rij
        if "markeringen" in rij:
            assert ", ".join(cijfer["markeringen"]) == rij["markeringen"], rij


def test_every_indicator_has_a_case() -> None:
    getoond = {rij["indicator"] for geval in GEVALLEN for rij in lees_tabel(geval.verwacht)}
    assert sorted(set(load_definities().indicatoren) - getoond) == []


def test_what_no_one_delivered_is_not_said_of_months_nobody_has(verbinding: DuckDBPyConnection) -> None:
    rijen = verbinding.execute(
        "select count(*) from presentatie.indicatorwaarde where indicator = 'LED-01' and periodesoort = 'maand'"
        " and niveau = 'organisatie' and periode not in ('2025-06', '2025-09', '2025-12')"
    ).fetchone()
    assert rijen == (0,)


def test_the_country_counts_each_gemeente_of_counted_organisaties_once(verbinding: DuckDBPyConnection) -> None:
    rij = verbinding.execute(
        "select noemer, teller, dekking, status, markeringen from presentatie.indicatorwaarde"
        " where indicator = 'LED-08' and niveau = 'land' and periode = '2025-12-31'"
    ).fetchone()
    assert rij is not None
    assert rij[:2] == (_inwoners(verbinding, "{GM0037+GM0047+GM0090+GM0093}"), 10)
    assert (rij[2], rij[3]) == (pytest.approx(2 / 10), "voorlopig")
    assert "inwoners_2023" in rij[4]


def test_persons_of_several_organisaties_are_lidmaatschappen(verbinding: DuckDBPyConnection) -> None:
    rijen = verbinding.execute(
        "select niveau, list_contains(markeringen, 'lidmaatschappen') from presentatie.indicatorwaarde"
        " where indicator = 'LED-01' and periode = '2025-12-31' and uitsplitsing = 'totaal'"
        " and gebied in ('NL01', 'NL-0903000', 'GM0037') order by niveau"
    ).fetchall()
    assert rijen == [("gemeente", False), ("land", True), ("organisatie", False)]


def test_a_derived_age_is_marked(verbinding: DuckDBPyConnection) -> None:
    rijen = verbinding.execute(
        "select indicator, list_contains(markeringen, 'leeftijd_afgeleid') from presentatie.indicatorwaarde"
        " where periode = '2025-12-31' and uitsplitsing = 'totaal' and gebied = 'NL-0903000'"
        " and indicator in ('LED-01', 'LED-02', 'LED-03') order by 1"
    ).fetchall()
    assert rijen == [("LED-01", False), ("LED-02", True), ("LED-03", True)]
