"""The cases of how every indicator counts: small tables of brons in, figures out.

Not here: running them (`test_indicatoren.py`), and activities of several systems (`gevallen_agenda.py`). Each case is an organisatie of its own in one network.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Geval:
    """One case: an organisatie, what it delivered ({period: {table: text}}), and the figures that must come of it.

    `verwacht` is a text table; columns it leaves out: niveau organisatie, gebied the organisatie, uitsplitsing and klasse
    totaal. `voorbehouden` is what ingest says beside periods, and
    `zelfde` which activities it found to be the same, `aanvullingen` what libraries answered, `werkgebied` its gemeenten with
    dates where they are not always the same; all text tables.
    """

    naam: str
    organisatie: str
    gemeenten: tuple[str, ...]
    geleverd: dict[str, dict[str, str]]
    verwacht: str
    lijst: dict[str, str] = field(default_factory=dict)
    voorbehouden: str = ""
    zelfde: str = ""
    werkgebied: str = ""
    aanvullingen: str = ""


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
        UIT-01    | 2025-01/2025-01 | totaal  | totaal         | 25
        UIT-01    | 2025-01/2025-02 | totaal  | totaal         | 125
        UIT-01    | 2025-01/2025-12 | totaal  | totaal         | 125
        UIT-06    | 2025-01/2025-02 | totaal  | totaal         | 0.064
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
                lid | locatie    | telt | uitleningen
                1   | NL-0903001 | J    | 10
                3   | NL-0903001 | J    | 10
                7   | NL-0903001 | J    | 10
                9   | NL-0903001 | J    | 10
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
        LED-01    | 2025-09    | 4      | 1       | definitief    | ouder_peildatum, peildatum_2025-09-15
        LED-01    | 2025       | 4      | 1       | definitief    | ouder_peildatum, peildatum_2025-09-15
        LED-01    | 2025-12-31 |        | 0       | niet_geleverd |
        LED-12    | 2025       |        | 0       | niet_geleverd |
        """,
    ),
    Geval(
        "een stand die achteraf is gemaakt zegt dat, en is voorlopig waar dat lang erna was; een stroom in elke periode",
        "NL-0912000", ("GM0077",),
        {
            "2024-06-30": {"leden": "lid\n1\n2\n3"},
            "2024-09-15": {"leden": "lid\n1\n2\n3\n4"},
            "2024-02": {"uitleningen": "locatie | soort | aantal\n | UITLENING | 5\n | VERLENGING | 2"},
            "2024-03": {"uitleningen": "locatie | soort | aantal\n | UITLENING | 5\n | VERLENGING | 2"},
        },
        """
        indicator | periode    | waarde | status     | markeringen
        LED-01    | 2024-06-30 | 3      | definitief | stand_achteraf
        LED-00    | 2024-06-30 | 3      | definitief | stand_achteraf
        LED-01    | 2024-09-15 | 4      | voorlopig  | stand_achteraf
        LED-01    | 2024       | 4      | voorlopig  | ouder_peildatum, peildatum_2024-09-15, stand_achteraf
        UIT-00    | 2024-02    | 5      | definitief |
        VER-00    | 2024-02    | 2      | definitief | verlenging_bij_uitlening
        VER-00    | 2024-03    | 2      | voorlopig  | verlenging_bij_uitlening, verlengingen_voorlopig
        VER-00    | 2024-Q1    | 4      | voorlopig  | verlenging_bij_uitlening, verlengingen_voorlopig
        UIT-00    | 2024-03    | 5      | definitief |
        """,
        {"geldig_van": "2024-02-01", "geldig_tot": "2024-12-31"},
        """
        dataset     | periode    | reden                  | voorlopig | soort
        leden       | 2024-06-30 | stand_achteraf         | N         |
        leden       | 2024-09-15 | stand_achteraf         | J         |
        uitleningen | 2024-03    | verlengingen_voorlopig | J         | VERLENGING
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
        indicator | niveau    | gebied     | periode | waarde | markeringen
        UIT-01    | gemeente  | GM0085     | 2025    | 5      |
        UIT-01    | gemeente  | GM0086     | 2025    | 3      |
        UIT-01    | provincie | PV21       | 2025    | 8      |
        UIT-01    | locatie   | NL-0910001 | 2025-01 | 5      |
        UIT-01    | locatie   | NL-0910001 | 2025-12 | 3      | trendbreuk
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
