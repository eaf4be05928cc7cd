"""The cases of what may be compared with a year before: organisatie-months that both have, and nothing else.

Not here: running them (`test_indicatoren.py`), and how anything is counted (`gevallen.py`).
"""

from __future__ import annotations

from tests.spec.gevallen import Geval

# Of the first, february and march are in both years; the second delivered this year alone.
TWEE_JAREN, EEN_JAAR = "NL-0931000", "NL-0932000"
GEVALLEN_DEKKING = (
    Geval(
        "verandering: alleen de maanden die er in beide jaren zijn",
        TWEE_JAREN, ("GM0160",),
        {
            "2023-12-31": {"leden": "lid\n1\n2\n3\n4"},
            "2024-12-31": {"leden": "lid\n1\n2\n3\n4\n5"},
            "2024-01": {"uitleningen": "aantal\n1000", "leners": "lid\na\nb"},
            "2024-02": {"uitleningen": "aantal\n40", "leners": "lid\na"},
            "2024-03": {"uitleningen": "aantal\n60", "leners": "lid\na"},
            "2023-02": {"uitleningen": "aantal\n30", "leners": "lid\na"},
            "2023-03": {"uitleningen": "aantal\n50", "leners": "lid\na"},
            "2023-04": {"uitleningen": "aantal\n900", "leners": "lid\na"},
        },
        """
        indicator | periode | waarde
        UIT-01    | 2024    | 1100
        UIT-01    | 2023    | 980
        LED-01    | 2024    | 5
        """,
    ),
    Geval(
        "verandering: wie er vorig jaar niet bij was, telt er nu niet in mee",
        EEN_JAAR, ("GM0163",),
        {
            "2024-02": {"uitleningen": "aantal\n7000"},
            "2024-12-31": {"leden": "lid\n1\n2\n3\n4\n5\n6"},
        },
        """
        indicator | periode | waarde
        UIT-01    | 2024    | 7000
        """,
    ),
)  # fmt: skip
