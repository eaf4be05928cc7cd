"""Cases of how the leenrechtopgave is counted: what is exempt, and what it counts that UIT-01 does not.

Not here: what a case is (`gevallen.py`) and running them (`test_indicatoren.py`).
"""

from __future__ import annotations

from tests.spec.gevallen import Geval

GEVALLEN_LEENRECHT = (
    Geval(
        "leenrecht: ook tijdschriften tellen, school is vrijgesteld, onbekende verantwoordelijkheid niet",
        "NL-0960000", ("GM0362",),
        {
            "2025-12-31": {
                "locaties": """
                locatie    | vestiging | naam   | subsoort | gemeente | uitleenverantwoordelijke
                NL-0960001 | 1         | Hoofd  | HV       | GM0362   |
                NL-0960002 | 2         | School | DBOS     | GM0362   | SCHOOL
                NL-0960003 | 3         | Klas   | DBOS     | GM0362   | BIBLIOTHEEK
                """,
            },
            "2025-03": {
                "uitleningen": """
                locatie    | soort       | materiaalsoort | lidsoort | aantal
                NL-0960001 | UITLENING   | BOEK           | VOLW     | 50
                NL-0960001 | UITLENING   | TIJDSCHRIFT    | VOLW     | 5
                NL-0960001 | UITLENING   | BOEK           | IBL      | 6
                NL-0960001 | TER_PLAATSE | BOEK           | VOLW     | 7
                NL-0960001 | VERLENGING  | BOEK           | VOLW     | 9
                NL-0960002 | UITLENING   | BOEK           | KLAS     | 20
                NL-0960002 | VERLENGING  | BOEK           | KLAS     | 2
                NL-0960003 | UITLENING   | BOEK           | JEUGD    | 30
                """,
            },
        },
        """
        indicator | periode | uitsplitsing   | klasse      | waarde
        UIT-01    | 2025    | totaal         | totaal      | 100
        UIT-13    | 2025    | totaal         | totaal      | 85
        UIT-13    | 2025    | materiaalsoort | BOEK        | 80
        UIT-13    | 2025    | materiaalsoort | TIJDSCHRIFT | 5
        UIT-14    | 2025    | totaal         | totaal      | 9
        """,
    ),
)  # fmt: skip
