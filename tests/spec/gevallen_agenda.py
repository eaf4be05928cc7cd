"""The case of how activities that several systems delivered count: small tables of brons in, figures out.

Not here: running it (`test_indicatoren.py`), and how the same activity is recognised (`tests/features/test_agenda.py`).
"""

from __future__ import annotations

from tests.spec.gevallen import Geval

AGENDA = (
    Geval(
        "een activiteit in twee systemen telt één keer: wat het eerste openlaat komt uit het tweede; de maand is voorlopig",
        "NL-0913000", ("GM0059",),
        {"2025-07": {"activiteiten": """
            bronsysteem | activiteit | kernfunctie | deelnemers | status      | thema               | telling  | activiteitsoort
            wijzer      | 1          | 2           |            | GEPLAND     |                     | ONBEKEND | VOORLEZEN
            netwerk     | 1          | 5           | 12         | DOORGEGAAN  | BELASTING_TOESLAGEN | GESCHAT  | IDO
            wise        | 9          | 4           | 40         | GEANNULEERD |                     | GETELD   | IDO
            wijzer      | 2          | 1           | 3          | DOORGEGAAN  |                     | GETELD   | VOORLEZEN
            netwerk     | 2          | 1           | 7          | DOORGEGAAN  |                     | GETELD   | VOORLEZEN
            netwerk     | 3          | 1           | 20         | DOORGEGAAN  |                     | GETELD   | VOORLEZEN
            """},
         "2025-08": {"activiteiten": """
            bronsysteem | activiteit | kernfunctie | deelnemers
            wijzer      | 1          | 2           | 5
            netwerk     | 1          | 2           | 5
            """},
         "2025-09": {"activiteiten": """
            bronsysteem | activiteit | kernfunctie | deelnemers | status  | thema | telling
            wijzer      | 1          | 2           |            | GEPLAND |       | ONBEKEND
            netwerk     | 1          | 2           |            | GEPLAND |       | ONBEKEND
            netwerk     | 4          | 2           | 6          | GEPLAND |       | GETELD
            """}},
        """
        indicator | periode | uitsplitsing | klasse | waarde | status     | markeringen
        ACT-00    | 2025-07 | totaal       | totaal | 4      | voorlopig  | mogelijk_dubbel
        ACT-01    | 2025-07 | kernfunctie  | 2      | 1      | voorlopig  | mogelijk_dubbel
        ACT-01    | 2025-07 | kernfunctie  | 5      | 0      | voorlopig  | mogelijk_dubbel
        ACT-01    | 2025-07 | kernfunctie  | 1      | 3      | voorlopig  | mogelijk_dubbel
        DLN-00    | 2025-07 | kernfunctie  | 2      | 12     | voorlopig  | geschat, mogelijk_dubbel
        DLN-00    | 2025-07 | totaal       | totaal | 42     | voorlopig  | geschat, mogelijk_dubbel
        ACT-00    | 2025-08 | totaal       | totaal | 2      | definitief |
        ACT-00    | 2025-09 | totaal       | totaal | 2      | definitief |
        DLN-00    | 2025-09 | totaal       | totaal | 15     | definitief | geschat
        """,
        {"geldig_van": "2025-07-01", "geldig_tot": "2025-09-30"},
        """
        dataset      | periode | reden           | voorlopig | soort
        activiteiten | 2025-07 | mogelijk_dubbel | J         |
        """,
        """
        maand   | bronsysteem | activiteit | groep | rang
        2025-07 | wijzer      | 1          | 1     | 1
        2025-07 | netwerk     | 1          | 1     | 2
        2025-07 | wise        | 9          | 1     | 3
        2025-09 | wijzer      | 1          | 1     | 1
        2025-09 | netwerk     | 1          | 1     | 2
        """,
        aanvullingen="""
        maand   | bronsysteem | activiteit | status     | deelnemers | telling | thema               | locatie | plaats
        2025-09 | wijzer      | 1          | DOORGEGAAN |            |         | BELASTING_TOESLAGEN |         |
        2025-09 | netwerk     | 1          |            | 9          | GESCHAT |                     |         |
        2025-09 | netwerk     | 4          | DOORGEGAAN |            |         |                     |         |
        """,
    ),
)  # fmt: skip
