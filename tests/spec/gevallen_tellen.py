"""Cases of what must be known for a figure to count: members of loans, material, participants; and figures counted otherwise.

Not here: the first cases and what a case is (`gevallen.py`), and changes of the map (`gevallen_kaart.py`).
"""

from __future__ import annotations

from tests.spec.gevallen import Geval

GEVALLEN_TELLEN = (
    Geval(
        "leners: is van meer dan 10 % van de uitleningen onbekend wie leende, dan is er geen cijfer, behalve het controletotaal",
        "NL-0980000", ("GM1942",),
        {
            "2025-09-30": {"leden": "lid\na\nb"},
            "2025-03": {
                "uitleningen": "locatie | aantal\n | 100",
                "leners": "lid | locatie | uitleningen\na | | 89",
            },
        },
        """
        indicator | periode    | waarde | status        | markeringen
        LED-01    | 2025-09-30 | 2      | definitief    |
        LED-12    | 2025-09-30 |        | niet_geleverd | uitleningen_zonder_lid
        LED-13    | 2025-09-30 |        | niet_geleverd | uitleningen_zonder_lid
        UIT-09    | 2025       |        | niet_geleverd | uitleningen_zonder_lid
        LEN-00    | 2025-03    | 1      | definitief    |
        UIT-01    | 2025-03    | 100    | definitief    |
        """,
    ),
    Geval(
        "leners: precies 10 % zonder lid mag nog",
        "NL-0981000", ("GM1945",),
        {
            "2025-09-30": {"leden": "lid\na\nb"},
            "2025-03": {
                "uitleningen": "locatie | soort | aantal\n | UITLENING | 90\n | TER_PLAATSE | 10\n | VERLENGING | 40",
                "leners": "lid | locatie | uitleningen\na | | 90",
            },
        },
        """
        indicator | periode    | waarde | status
        LED-12    | 2025-09-30 | 1      | voorlopig
        LED-13    | 2025-09-30 | 50     | voorlopig
        UIT-09    | 2025       | 90     | voorlopig
        """,
    ),
    Geval(
        "onbekend materiaal: meer dan 1 % maakt het totaal voorlopig, en wat ernaar gerekend is; het krijgt een eigen regel",
        "NL-0982000", ("GM1948",),
        {
            "2025-09-30": {"collectie": "exemplaar | materiaalsoort\n1 | BOEK\n2 | ONBEKEND\n3 | BOEK"},
            "2025-03": {"uitleningen": """
                locatie | soort      | materiaalsoort | doelgroep | genre    | aantal
                        | UITLENING  | BOEK           | VOLW      | FICTIE   | 90
                        | UITLENING  | BOEK           | ONBEKEND  | ONBEKEND | 7
                        | UITLENING  | ONBEKEND       | ONBEKEND  | ONBEKEND | 2
                        | UITLENING  | TIJDSCHRIFT    | VOLW      | NVT      | 50
                        | UITLENING  | EBOEK          | VOLW      | FICTIE   | 12
                        | VERLENGING | BOEK           | VOLW      | FICTIE   | 33
                """},
            "2025-04": {"uitleningen": "locatie | materiaalsoort | aantal\n | BOEK | 99\n | ONBEKEND | 1"},
        },
        """
        indicator | periode    | uitsplitsing    | klasse            | waarde   | status     | markeringen
        UIT-01    | 2025-03    | totaal          | totaal            | 99       | voorlopig  | materiaal_bekend_97
        UIT-01    | 2025-03    | materiaalsoort  | ONBEKEND          | 2        | voorlopig  | materiaal_bekend_97
        UIT-01    | 2025-03    | materiaalsoort  | EBOEK             | 0        | voorlopig  | materiaal_bekend_97
        UIT-00    | 2025-03    | materiaalsoort  | EBOEK             | 12       | definitief |
        UIT-06    | 2025-03    | totaal          | totaal            | 0.33333333 | voorlopig  | materiaal_bekend_97, verlenging_bij_uitlening
        UIT-02    | 2025-03    | totaal          | totaal            | 97       | definitief |
        UIT-02    | 2025-03    | doelgroep*genre | ONBEKEND*ONBEKEND | 7        | definitief |
        UIT-01    | 2025-04    | totaal          | totaal            | 100      | definitief |
        COL-01    | 2025-09-30 | totaal          | totaal            | 3        | voorlopig  | materiaal_bekend_66
        COL-02    | 2025-09-30 | totaal          | totaal            | 2        | definitief |
        """,
    ),
    Geval(
        "deelnames: van welk deel van de activiteiten het aantal is ingevuld staat erbij; onder 90 % voorlopig",
        "NL-0983000", ("GM0166",),
        {
            "2025-03": {"activiteiten": """
                activiteit | deelnemers
                1 | 1
                2 | 1
                3 | 1
                4 | 1
                5 | 1
                6 | 1
                7 | 1
                8 | 1
                9 | 0
                10 |
                """},
            "2025-04": {"activiteiten": "activiteit | deelnemers | status\n1 | 5 | DOORGEGAAN\n2 | | DOORGEGAAN\n3 | | GEANNULEERD"},
        },
        """
        indicator | periode | waarde | status     | markeringen
        ACT-02    | 2025-03 | 8      | definitief | deelnemers_bekend_90
        ACT-01    | 2025-03 | 10     | definitief |
        ACT-02    | 2025-04 | 5      | voorlopig  | deelnemers_bekend_50
        ACT-03    | 2025-04 | 5      | voorlopig  | deelnemers_bekend_50
        ACT-02    | 2025-Q1 | 8      | voorlopig  | deelnemers_bekend_90
        """,
        {"geldig_tot": "2025-12-31"},
    ),
    Geval(
        "leden: proef, gast en klas apart, en hoeveel leden er anders waren; waar een lid woont; leners van elders tellen waar ze lenen",
        "NL-0984000", ("GM0168", "GM0171"),
        {
            "2025-09-30": {"leden": """
                lid | lidsoort   | leeftijdsband | gemeente | geldig
                1   | VOLW       | 25-44         | GM0168   | J
                2   | JEUGD      | 4-11          | GM0171   | J
                3   | VOLW       | 25-44         | GM0363   | J
                4   | VOLW       | 65+           |          | J
                5   | PROEF      | 25-44         | GM0168   | J
                6   | GAST       | 25-44         | GM0363   | J
                7   | PROEF_GAST | 25-44         | GM0363   | N
                8   | KLAS       | ONBEKEND      | GM0168   | J
                9   | INSTELLING | ONBEKEND      | GM0168   | J
                """},
            "2025-03": {
                "uitleningen": """
                locatie | lidsoort   | leeftijdsband | aantal
                        | VOLW       | 25-44         | 20
                        | JEUGD      | 4-11          | 10
                        | GAST       | 25-44         | 6
                        | KLAS       | ONBEKEND      | 4
                """,
                "leners": "lid | locatie | uitleningen\n1 | | 20\n2 | | 10\n6 | | 6\n8 | | 4",
            },
        },
        """
        indicator | niveau   | gebied | periode    | uitsplitsing   | klasse            | waarde
        LED-01    |          |        | 2025-09-30 | totaal         | totaal            | 4
        LED-01    |          |        | 2025-09-30 | variant        | MET_PROEF_EN_GAST | 6
        LED-01    |          |        | 2025-09-30 | variant        | MET_KLAS          | 5
        LED-05    |          |        | 2025-09-30 | totaal         | totaal            | 4
        LED-05    |          |        | 2025-09-30 | lidsoort       | GAST              | 1
        LED-01    |          |        | 2025-09-30 | woonplaats     | WERKGEBIED        | 2
        LED-01    |          |        | 2025-09-30 | woonplaats     | ELDERS            | 1
        LED-01    |          |        | 2025-09-30 | woonplaats     | ONBEKEND          | 1
        LED-02    |          |        | 2025-09-30 | woonplaats     | WERKGEBIED        | 1
        LED-01    | gemeente | GM0168 | 2025-09-30 | totaal         | totaal            | 1
        UIT-01    |          |        | 2025-03    | lidsoort       | GAST              | 6
        UIT-07    |          |        | 2025       | totaal         | totaal            | 10
        UIT-07    |          |        | 2025       | variant        | ALLEEN_LEDEN      | 7.5
        UIT-07    |          |        | 2025       | leeftijdsgroep | 4-11              | 10
        UIT-09    |          |        | 2025       | totaal         | totaal            | 20
        UIT-09    |          |        | 2025       | variant        | ALLEEN_LEDEN      | 15
        UIT-09    |          |        | 2025       | leeftijdsgroep | 25-44             | 26
        """,
    ),
    Geval(
        "een eerdere stand spreekt voor een peildatum waarop niets geleverd is, hoogstens 62 dagen, en dat staat erbij",
        "NL-0985000", ("GM0175",),
        {"2025-07-31": {"leden": "lid\n1\n2"}},
        """
        indicator | periode    | waarde | status        | markeringen
        LED-01    | 2025-07-31 | 2      | definitief    |
        LED-01    | 2025-09-30 | 2      | definitief    | ouder_peildatum, peildatum_2025-07-31
        LED-01    | 2025-12-31 |        | niet_geleverd |
        LED-01    | 2025       | 2      | definitief    | ouder_peildatum, peildatum_2025-07-31
        """,
    ),
    Geval(
        "plaatsing: wat aan de school zelf is geleend telt niet waar de uitleningen van leerlingen geleverd zijn, en staat ernaast",
        "NL-0986000", ("GM0189",),
        {
            "2025-06-30": {"locaties": """
                locatie    | naam  | subsoort | gemeente | uitleenverantwoordelijke
                NL-0986001 | Klas  | DBOS     | GM0189   | BIBLIOTHEEK
                NL-0986002 | Kist  | DBOS     | GM0189   | SCHOOL
                NL-0986003 | Hoofd | HV       | GM0189   |
                """},
            "2025-03": {"uitleningen": """
                locatie    | soort      | lidsoort   | aantal
                NL-0986001 | UITLENING  | INSTELLING | 40
                NL-0986001 | VERLENGING | INSTELLING | 4
                NL-0986002 | UITLENING  | INSTELLING | 30
                NL-0986003 | UITLENING  | INSTELLING | 2
                """},
            "2025-11": {"uitleningen": "locatie | lidsoort | aantal\nNL-0986001 | JEUGD | 9"},
        },
        """
        indicator | periode | uitsplitsing             | klasse      | waarde
        UIT-00    | 2025-03 | totaal                   | totaal      | 72
        UIT-01    | 2025-03 | totaal                   | totaal      | 32
        UIT-02    | 2025-03 | totaal                   | totaal      | 32
        UIT-05    | 2025-03 | totaal                   | totaal      | 0
        UIT-10    | 2025-03 | totaal                   | totaal      | 30
        UIT-10    | 2025-03 | variant                  | PLAATSINGEN | 70
        UIT-10    | 2025    | uitleenverantwoordelijke | BIBLIOTHEEK | 9
        """,
    ),
    Geval(
        "activiteiten: klassikaal lenen telt niet, een cursus per bijeenkomst; wat samen is gedaan telt bij elk",
        "NL-0987000", ("GM0193",),
        {"2025-10": {"activiteiten": """
            activiteit | reeks  | activiteitsoort  | deelnemers | status      | gezamenlijk
            1          | CURSUS | DIGITAALCURSUS   | 6          | DOORGEGAAN  |
            2          | CURSUS | DIGITAALCURSUS   | 5          | DOORGEGAAN  |
            3          |        | KLASSIKAAL_LENEN | 30         | DOORGEGAAN  |
            4          |        | LEZING_AUTEUR    |            | DOORGEGAAN  | BOEKENWEEK-1
            5          |        | LEZING_AUTEUR    | 9          | DOORGEGAAN  | BOEKENWEEK-2
            6          |        | LEZING_AUTEUR    | 9          | GEANNULEERD | BOEKENWEEK-3
            """}},
        """
        indicator | periode | waarde
        ACT-00    | 2025-10 | 5
        ACT-01    | 2025-10 | 4
        ACT-02    | 2025-10 | 20
        """,
    ),
    Geval(
        "activiteiten van meer bibliotheken: voor het land één keer, die met de getelde deelnemers",
        "NL-0988000", ("GM0197",),
        {"2025-10": {"activiteiten": """
            activiteit | deelnemers | status     | gezamenlijk
            a          | 70         | DOORGEGAAN | BOEKENWEEK-1
            b          | 9          | DOORGEGAAN | BOEKENWEEK-2
            c          | 8          | DOORGEGAAN | BOEKENWEEK-3
            """}},
        """
        indicator | niveau | gebied | periode | waarde
        ACT-01    |        |        | 2025-10 | 3
        ACT-02    |        |        | 2025-10 | 87
        ACT-01    | land   | NL01   | 2025-10 | 5
        ACT-02    | land   | NL01   | 2025-10 | 98
        """,
    ),
    Geval(
        "collectie: per organisatie wat van haar is, per locatie wat er staat, en wat elders geplaatst is",
        "NL-0989000", ("GM0200",),
        {
            "2025-06-30": {
                "locaties": "locatie | naam | gemeente\nNL-0989001 | A | GM0200",
                "collectie": """
                exemplaar | locatie    | eigendom
                1         | NL-0989001 | EIGEN
                2         | NL-0986003 | EIGEN
                3         | NL-0986003 | EIGEN
                4         | NL-0986003 | BRUIKLEEN
                5         |            | EIGEN
                """,
            },
        },
        """
        indicator | niveau  | gebied     | periode    | uitsplitsing | klasse           | waarde
        COL-01    |         |            | 2025-06-30 | totaal       | totaal           | 4
        COL-01    |         |            | 2025-06-30 | standplaats  | EIGEN            | 1
        COL-01    |         |            | 2025-06-30 | standplaats  | ELDERS           | 2
        COL-01    |         |            | 2025-06-30 | standplaats  | ONBEKEND         | 1
        COL-01    | locatie | NL-0989001 | 2025-06-30 | totaal       | totaal           | 1
        COL-01    | locatie | NL-0989000 | 2025-06-30 | plaats       | BUITEN_VESTIGING | 3
        """,
    ),
    Geval(
        "belasting en toeslagen: wat niet in Wijzer staat is gehouden en telt nog niet; na de regeling is er geen norm",
        "NL-0929000", ("GM0202",),
        {
            "2025-12-31": {"locaties": """
                locatie    | naam | gemeente | belasting_toeslagen
                NL-0929001 | A    | GM0202   | J
                NL-0929002 | B    | GM0202   | J
                NL-0929003 | C    | GM0202   | N
                """},
            "2025-02": {"activiteiten": """
                activiteit | locatie    | thema               | bronsysteem
                1          | NL-0929001 | BELASTING_TOESLAGEN | wijzer
                2          | NL-0929001 | BELASTING_TOESLAGEN | wijzer
                3          | NL-0929001 | BELASTING_TOESLAGEN | wijzer
                4          | NL-0929001 | BELASTING_TOESLAGEN | wise
                5          | NL-0929002 | BELASTING_TOESLAGEN | wijzer
                6          | NL-0929002 | BELASTING_TOESLAGEN | wise
                7          | NL-0929002 | BELASTING_TOESLAGEN | wise
                """},
            "2023-12-31": {"locaties": "locatie | naam | gemeente | belasting_toeslagen\nNL-0929001 | A | GM0202 | J"},
        },
        """
        indicator | niveau  | gebied     | periode | uitsplitsing   | klasse               | waarde
        ACT-07    |         |            | 2025    | totaal         | totaal               | 2
        ACT-07    |         |            | 2025    | norm_belasting | GEHAALD              | 0
        ACT-07    |         |            | 2025    | norm_belasting | NOG_NIET_IN_REGISTER | 1
        ACT-07    |         |            | 2025    | norm_belasting | NIET_GEHAALD         | 1
        ACT-07    | locatie | NL-0929001 | 2025    | norm_belasting | NOG_NIET_IN_REGISTER | 1
        ACT-01    |         |            | 2025-02 | thema          | BELASTING_TOESLAGEN  | 7
        """,
    ),
)  # fmt: skip
