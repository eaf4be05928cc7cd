"""More cases of how indicators count: the rest of the catalogue, what was not filled in, and jaarcijfers.

Not here: the first cases and what a case is (`gevallen.py`), and running them (`test_indicatoren.py`).
"""

from __future__ import annotations

from tests.spec.gevallen import Geval

GEVALLEN_CATALOGUS = (
    Geval(
        "uitleningen: soorten materiaal, school, andermans exemplaren en wat onbekend is",
        "NL-0920000", ("GM0153",),
        {
            "2025-12-31": {
                "locaties": """
                locatie    | vestiging | naam   | subsoort | gemeente | uitleenverantwoordelijke
                NL-0920001 | 1         | Hoofd  | HV       | GM0153   |
                NL-0920002 | 2         | School | DBOS     | GM0153   | SCHOOL
                NL-0920003 | 3         | Klas   | DBOS     | GM0153   |
                """,
                "leden": """
                lid | lidsoort | leeftijdsband | gemeente
                a   | JEUGD    | 4-11          | GM0153
                b   | VOLW     | 18-20         | GM0153
                c   | VOLW     | 21-24         | GM0153
                d   | ONBEKEND | ONBEKEND      | GM0153
                """,
            },
            "2025-03": {
                "uitleningen": """
                locatie    | soort      | materiaalsoort | doelgroep | genre    | lidsoort | eigen    | aantal
                NL-0920001 | UITLENING  | BOEK           | VOLW      | FICTIE   | VOLW     | J        | 50
                NL-0920001 | UITLENING  | BLADMUZIEK     | VOLW      | NVT      | VOLW     | J        | 3
                NL-0920001 | UITLENING  | GAME           | JEUGD     | NVT      | JEUGD    | N        | 4
                NL-0920001 | UITLENING  | DAISY          | VOLW      | NVT      | VOLW     | ONBEKEND | 2
                NL-0920001 | UITLENING  | ONBEKEND       | VOLW      | NVT      | VOLW     | J        | 1
                NL-0920001 | UITLENING  | BOEK           | VOLW      | FICTIE   | IBL      | J        | 6
                NL-0920001 | UITLENING  | TIJDSCHRIFT    | VOLW      | NVT      | VOLW     | N        | 5
                NL-0920001 | VERLENGING | BLADMUZIEK     | VOLW      | NVT      | VOLW     | N        | 9
                NL-0920002 | UITLENING  | BOEK           | JEUGD     | FICTIE   | KLAS     | J        | 20
                NL-0920003 | UITLENING  | BOEK           | JEUGD     | ONBEKEND | JEUGD    | J        | 20
                """,
                "leners": "lid | locatie | uitleningen\na | NL-0920001 | 55\nb | NL-0920001 | 55",
            },
        },
        """
        indicator | periode    | uitsplitsing             | klasse     | waarde
        UIT-01    | 2025       | totaal                   | totaal     | 100
        UIT-03    | 2025-03    | totaal                   | totaal     | 3
        UIT-04    | 2025-03    | totaal                   | totaal     | 6
        UIT-04    | 2025-03    | materiaalsoort           | GAME       | 4
        UIT-08    | 2025       | totaal                   | totaal     | {100/GM0153}
        UIT-09    | 2025       | totaal                   | totaal     | 50
        UIT-10    | 2025       | totaal                   | totaal     | 40
        UIT-10    | 2025       | uitleenverantwoordelijke | SCHOOL     | 20
        UIT-10    | 2025       | uitleenverantwoordelijke | ONBEKEND   | 20
        UIT-11    | 2025-Q1    | totaal                   | totaal     | 15
        UIT-11    | 2025       | ibl                      | GELEVERD   | 6
        UIT-11    | 2025       | ibl                      | ONTVANGEN  | 9
        UIT-12    | 2025       | totaal                   | totaal     | 95.918367
        KWA-04    | 2025       | totaal                   | totaal     | 21
        LED-04    | 2025-12-31 | totaal                   | totaal     | 1
        LED-11    | 2025-12-31 | totaal                   | totaal     | 25
        LED-13    | 2025-12-31 | totaal                   | totaal     | 50
        """,
    ),
    Geval(
        "leden: wie kwam en wie ging, waar de maanden bekend zijn; bereik naar leeftijd is geschat",
        "NL-0914000", ("GM0150",),
        {
            "2025-12-31": {"leden": """
                lid | lidsoort | leeftijdsband | gemeente | geldig | inschrijfmaand | eindmaand
                1   | JEUGD    | 4-11          | GM0150   | J      | 2025-01        |
                2   | VOLW     | 25-44         | GM0150   | J      | 2024-12        | 2026-12
                3   | VOLW     | 25-44         | GM0150   | N      | 2025-02        | 2025-11
                4   | VOLW     | 65+           | GM0150   | N      | 2020-01        | 2024-06
                5   | GAST     | 25-44         | GM0150   | J      | 2025-05        |
                """},
        },
        """
        indicator | periode    | waarde       | dekking | status        | markeringen
        LED-06    | 2025       | 2            | 1       | definitief    |
        LED-07    | 2025       | 1            | 1       | definitief    |
        LED-09    | 2025-12-31 | {100*1/jeugd:GM0150} | 1 | definitief  | geschat, inwoners_2023
        LED-10    | 2025-12-31 | {100*1/volw:GM0150}  | 1 | definitief  | geschat, inwoners_2023
        """,
    ),
    Geval(
        "zonder inschrijfmaanden, uren of aanschafmaanden is er geen cijfer, ook geen 0",
        "NL-0915000", ("GM0109",),
        {
            "2025-12-31": {
                "leden": "lid | gemeente\n1 | GM0109",
                "collectie": "exemplaar\n1",
                "locaties": "locatie | naam | gemeente | uren_open | uren_bemand\nNL-0915001 | A | GM0109 | |",
            },
            "2025": {"jaarcijfers": "item | waarde\nIDO_BEZOEKERS | 5\nFTE_INGEHUURD | 2\nVRIJWILLIGERS | 0"},
        },
        """
        indicator | periode | waarde | dekking | status
        LED-06    | 2025    |        | 0       | niet_geleverd
        LED-07    | 2025    |        | 0       | niet_geleverd
        COL-07    | 2025    |        | 0       | niet_geleverd
        COL-09    | 2025    |        | 0       | niet_geleverd
        COL-11    | 2025    |        | 0       | niet_geleverd
        LOC-06    | 2025    |        | 0       | niet_geleverd
        LOC-07    | 2025    |        | 0       | niet_geleverd
        LOC-08    | 2025    |        | 1       | definitief
        IDO-02    | 2025    |        | 0       | niet_geleverd
        PER-02    | 2025    |        | 0       | niet_geleverd
        FIN-01    | 2025    |        | 0       | niet_geleverd
        PER-03    | 2025    | 0      | 1       | definitief
        """,
    ),
    Geval(
        "collectie: muziek, beeld en geluid, school, aanwinsten en wat blijft staan",
        "NL-0916000", ("GM0114",),
        {
            "2025-12-31": {
                "locaties": "locatie | naam | subsoort | gemeente\nNL-0916001 | A | V | GM0114\nNL-0916002 | S | DBOS | GM0114",
                "collectie": """
                exemplaar | locatie    | materiaalsoort | status       | eigendom       | uitleenbaar | aanschafmaand
                1         | NL-0916001 | BOEK           | AANWEZIG     | EIGEN          | J           | 2025-01
                2         | NL-0916001 | BLADMUZIEK     | AANWEZIG     | EIGEN          | J           | 2024-12
                3         | NL-0916001 | CD_MUZIEK      | AANWEZIG     | EIGEN          | J           | 2019-01
                4         | NL-0916002 | BOEK           | AANWEZIG     | EIGEN_VERHUURD | J           | 2025-12
                5         | NL-0916002 | BOEK           | AANWEZIG     | GEHUURD        | J           | 2025-03
                6         | NL-0916001 | BOEK           | AANWEZIG     | SCHOOL         | J           | 2025-03
                7         | NL-0916001 | BOEK           | AFGESCHREVEN | EIGEN          | J           | 2025-03
                8         | NL-0916001 | BOEK           | BESTELD      | EIGEN          | J           | 2025-12
                9         | NL-0916001 | BOEK           | AANWEZIG     | EIGEN          | N           | 2010-01
                """,
            },
            "2024-01": {"uitleningen": "locatie | aantal\nNL-0916001 | 1", "exemplaargebruik": "exemplaar | laatste_maand\n1 | 2024-01"},
            "2023-12": {"uitleningen": "locatie | aantal\nNL-0916001 | 1", "exemplaargebruik": "exemplaar | laatste_maand\n2 | 2023-12"},
            "2026-01": {"uitleningen": "locatie | aantal\nNL-0916001 | 1", "exemplaargebruik": "exemplaar | laatste_maand\n3 | 2026-01"},
        },
        """
        indicator | periode    | uitsplitsing | klasse    | waarde
        COL-01    | 2025       | totaal       | totaal    | 5
        COL-03    | 2025       | totaal       | totaal    | 1
        COL-04    | 2025       | totaal       | totaal    | 1
        COL-05    | 2025       | totaal       | totaal    | 1
        COL-06    | 2025       | totaal       | totaal    | 2
        COL-06    | 2025       | eigendom     | SCHOOL    | 1
        COL-07    | 2025       | totaal       | totaal    | 3
        COL-09    | 2025       | totaal       | totaal    | 60
        COL-11    | 2025-12-31 | totaal       | totaal    | 75
        """,
    ),
    Geval(
        "locaties: soorten, uren, gedeeld gebouw, de zetel en de norm voor belasting en toeslagen",
        "NL-0917000", ("GM0119", "GM0141"),
        {
            "2025-12-31": {"locaties": """
                locatie    | naam   | subsoort | gemeente | uren_open | uren_bemand | multifunctioneel | belasting_toeslagen | zichtbaar
                NL-0917001 | Wijk   | V        | GM0119   | 40        | 20.25       | J                | J                   | J
                NL-0917002 | Hoofd  | HV       | GM0119   | 60        | 50          | N                | J                   | J
                NL-0917003 | Punt   | SP       | GM0141   | 20        |             |                  | N                   | J
                NL-0917004 | Klein  | MSP      | GM0141   | 10        | 3           | J                |                     | J
                NL-0917005 | Halte  | HALTE    | GM0141   | 1         | 1           |                  |                     | J
                NL-0917006 | Bus    | BUS      | GM0119   | 30        | 30          | N                |                     | J
                NL-0917007 | School | DBOS     | GM0141   | 30        | 30          | J                |                     | J
                NL-0917008 | Dicht  | V        | GM0141   | 30        | 30          | J                | J                   | N
                """},
            "2025-02": {"activiteiten": """
                activiteit | locatie    | thema              | status      | deelnemers | telling      | bibliotheekfunctie | bronsysteem
                1          | NL-0917001 | BELASTING_TOESLAGEN | DOORGEGAAN | 10         | GETELD       | J                  | wijzer
                2          | NL-0917001 | BELASTING_TOESLAGEN | DOORGEGAAN | 20         | AANMELDINGEN | J                  | wijzer
                3          | NL-0917001 | BELASTING_TOESLAGEN | DOORGEGAAN |            | GESCHAT      | J                  | wijzer
                4          | NL-0917001 | BELASTING_TOESLAGEN | DOORGEGAAN | 6          | ONBEKEND     | J                  | wijzer
                5          | NL-0917002 | BELASTING_TOESLAGEN | DOORGEGAAN | 6          | GETELD       | J                  | wijzer
                6          | NL-0917002 | BELASTING_TOESLAGEN | GEANNULEERD | 6         | GETELD       | J                  | wijzer
                7          | NL-0917002 | OVERIG             | DOORGEGAAN  | 900        | GETELD       | N                  | wijzer
                """},
        },
        """
        indicator | niveau    | gebied     | periode    | uitsplitsing   | klasse       | waarde
        LOC-01    |           |            | 2025       | totaal         | totaal       | 1
        LOC-01    | gemeente  | GM0119     | 2025       | totaal         | totaal       | 1
        LOC-02    |           |            | 2025       | totaal         | totaal       | 5
        LOC-03    |           |            | 2025       | totaal         | totaal       | 2
        LOC-03    |           |            | 2025       | subsoort       | HV           | 1
        LOC-04    |           |            | 2025       | totaal         | totaal       | 1
        LOC-05    |           |            | 2025       | totaal         | totaal       | 2
        LOC-06    |           |            | 2025       | totaal         | totaal       | 160
        LOC-07    |           |            | 2025       | totaal         | totaal       | 103.25
        LOC-08    |           |            | 2025       | totaal         | totaal       | 50
        LOC-09    | gemeente  | GM0119     | 2025       | totaal         | totaal       | {GM0119/2}
        LOC-10    |           |            | 2025       | totaal         | totaal       | 1
        LOC-10    | gemeente  | GM0141     | 2025       | totaal         | totaal       | 1
        ACT-01    |           |            | 2025       | totaal         | totaal       | 5
        ACT-01    |           |            | 2025       | plaatstype     | BIBLIOTHEEK  | 5
        LOC-02    |           |            | 2025       | partner        | ONBEKEND     | 5
        ACT-03    |           |            | 2025       | totaal         | totaal       | 10.5
        ACT-04    |           |            | 2025       | totaal         | totaal       | {1000*42/GM0119+GM0141}
        ACT-05    |           |            | 2025       | totaal         | totaal       | 60
        ACT-06    |           |            | 2025       | totaal         | totaal       | 1
        ACT-07    |           |            | 2025       | totaal         | totaal       | 3
        ACT-07    |           |            | 2025       | norm_belasting | GEHAALD      | 1
        ACT-07    | locatie   | NL-0917001 | 2025       | norm_belasting | GEHAALD      | 1
        """,
    ),
    Geval(
        "jaarcijfers: het opgegeven totaal, de delen, per plaats; wat ernaast staat telt niet mee",
        "NL-0918000", ("GM0147", "GM0148"),
        {
            "2025-12-31": {"locaties": "locatie | naam | gemeente\nNL-0918001 | A | GM0147\nNL-0918002 | B | GM0148"},
            "2025": {"jaarcijfers": """
                item                  | locatie    | gemeente | waarde | herkomst
                BEZOEKEN              | NL-0918001 |          | 3000   | GETELD
                BEZOEKEN              | NL-0918002 |          | 1000   | GESCHAT
                BEZOEKEN_GEBOUW       | NL-0918002 |          | 5000   | GESCHAT
                MEDEWERKERS           |            |          | 12     | GETELD
                MEDEWERKERS_MAN       |            |          | 4      | GETELD
                MEDEWERKERS_VROUW     |            |          | 8      | GETELD
                FTE                   |            |          | 7.5    | GETELD
                FTE_INGEHUURD         |            |          | 1.5    | GETELD
                VRIJWILLIGERS         |            |          | 14     | GETELD
                BATEN_TOTAAL          |            |          | 1000   | GETELD
                SUBSIDIE_GEMEENTEN    |            | GM0147   | 500    | GETELD
                SUBSIDIE_GEMEENTEN    |            | GM0148   | 200    | GETELD
                SUBSIDIE_PROVINCIE    |            |          | 40     | GETELD
                SUBSIDIE_OVERIG       |            |          | 10     | GETELD
                INKOMSTEN_GEBRUIKERS  |            |          | 150    | GETELD
                BATEN_MOBIEL          |            |          | 60     | GETELD
                BATEN_DIVERS          |            |          | 40     | GETELD
                LASTEN_TOTAAL         |            |          | 900    | GETELD
                LASTEN_PERSONEEL      |            |          | 500    | GETELD
                LASTEN_HUISVESTING    |            |          | 300    | GETELD
                LASTEN_OVERIG         |            |          | 100    | GETELD
                BATEN_BUITEN_FUNCTIE  |            |          | 70     | GETELD
                LASTEN_BUITEN_FUNCTIE |            |          | 80     | GETELD
                SCHOLEN_PO            |            |          | 9      | GETELD
                SCHOLEN_VO            |            |          | 2      | GETELD
                OVEREENKOMSTEN_PO     |            |          | 8      | GETELD
                LEERLINGEN_PO         |            |          | 1800   | GETELD
                IDO_LOCATIES          |            |          | 2      | GETELD
                IDO_LOCATIES_BUITEN   |            |          | 1      | GETELD
                IDO_VRAGEN            | NL-0918001 |          | 33     | GETELD
                IDO_BEZOEKERS         | NL-0918001 |          | 30     | GETELD
                """},
        },
        """
        indicator | niveau   | gebied     | periode | uitsplitsing | klasse             | waarde
        BEZ-01    |          |            | 2025    | totaal       | totaal             | 4000
        BEZ-01    | gemeente | GM0148     | 2025    | totaal       | totaal             | 1000
        BEZ-01    | locatie  | NL-0918001 | 2025    | totaal       | totaal             | 3000
        BEZ-01    |          |            | 2025    | herkomst     | GESCHAT            | 1000
        BEZ-01    |          |            | 2025    | variant      | HELE_GEBOUW        | 5000
        BEZ-02    |          |            | 2025    | totaal       | totaal             | 75
        PER-01    |          |            | 2025    | variant      | VROUW              | 8
        BEZ-03    |          |            | 2025    | totaal       | totaal             | {4000/GM0147+GM0148}
        PER-01    |          |            | 2025    | totaal       | totaal             | 12
        PER-02    |          |            | 2025    | totaal       | totaal             | 7.5
        PER-03    |          |            | 2025    | totaal       | totaal             | 14
        PER-04    |          |            | 2025    | totaal       | totaal             | {75000/GM0147+GM0148}
        FIN-01    |          |            | 2025    | totaal       | totaal             | 1000
        FIN-02    |          |            | 2025    | totaal       | totaal             | 700
        FIN-02    | gemeente | GM0147     | 2025    | totaal       | totaal             | 500
        FIN-03    |          |            | 2025    | totaal       | totaal             | 50
        FIN-03    |          |            | 2025    | item         | SUBSIDIE_PROVINCIE | 40
        FIN-04    |          |            | 2025    | totaal       | totaal             | 150
        FIN-05    |          |            | 2025    | totaal       | totaal             | 100
        FIN-05    |          |            | 2025    | item         | BATEN_DOORBEREKENING | 0
        FIN-06    |          |            | 2025    | totaal       | totaal             | 900
        FIN-07    |          |            | 2025    | totaal       | totaal             | 500
        FIN-08    |          |            | 2025    | totaal       | totaal             | 400
        FIN-08    |          |            | 2025    | item         | LASTEN_HUISVESTING | 300
        FIN-09    |          |            | 2025    | totaal       | totaal             | 70
        FIN-10    | gemeente | GM0148     | 2025    | totaal       | totaal             | {200/GM0148}
        EDU-01    |          |            | 2025    | totaal       | totaal             | 11
        EDU-01    |          |            | 2025    | item         | SCHOLEN_VO         | 2
        EDU-02    |          |            | 2025    | totaal       | totaal             | 1800
        IDO-01    |          |            | 2025    | totaal       | totaal             | 3
        IDO-02    |          |            | 2025    | totaal       | totaal             | 33
        """,
    ),
)  # fmt: skip
