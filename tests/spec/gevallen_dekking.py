"""The cases of what may be compared with a year before: organisatie-months that both have, and nothing else.

Not here: running them (`test_indicatoren.py`), and how anything is counted (`gevallen.py`).
"""

from __future__ import annotations

from tests.spec.gevallen import Geval

# Of the first, february and march are in both years; the second delivered this year alone.
TWEE_JAREN, EEN_JAAR = "NL-0971000", "NL-0972000"
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
        "digitaal: wat de KB landelijk geeft geldt, wat niet bij een gemeente hoort staat apart",
        "NETWERK", (),
        {
            "2024": {"digitaal": "jaar | gebied | digitaalitem | drager | waarde\n2024 | GM0014 | UITLENINGEN | EBOOK | 40"},
            "2025": {"digitaal": """
                jaar | gebied | digitaalitem | drager      | doelgroep | herkomst_account | actief | waarde
                2025 | NL01   | UITLENINGEN | EBOOK       | ONBEKEND  | NVT              | ONBEKEND | 5000
                2025 | NL01   | UITLENINGEN | LUISTERBOEK | ONBEKEND  | NVT              | ONBEKEND | 2000
                2025 | GM0014 | UITLENINGEN | EBOOK       | ONBEKEND  | NVT              | ONBEKEND | 70
                2025 | GM0034 | UITLENINGEN | EBOOK       | ONBEKEND  | NVT              | ONBEKEND | 30
                2025 | NL01   | ACCOUNTS    | NVT         | JEUGD     | LOKAAL           | J        | 10
                2025 | NL01   | ACCOUNTS    | NVT         | VOLW      | LOKAAL           | N        | 25
                2025 | NL01   | ACCOUNTS    | NVT         | VOLW      | ALLEEN_DIGITAAL  | J        | 5
                2025 | NL01   | TITELS      | EBOOK       | ONBEKEND  | NVT              | ONBEKEND | 33000
                2025 | NL01   | TITELS      | LUISTERBOEK | ONBEKEND  | NVT              | ONBEKEND | 8000
                """},
        },
        """
        indicator | niveau   | gebied   | periode | uitsplitsing     | klasse          | waarde | dekking
        DIG-01    | land     | NL01     | 2025    | totaal           | totaal          | 7000   | 1
        DIG-01    | land     | NL01     | 2025    | drager           | LUISTERBOEK     | 2000   | 1
        DIG-01    | gemeente | GM0014   | 2025    | totaal           | totaal          | 70     | 1
        DIG-01    | gemeente | ONBEKEND | 2025    | totaal           | totaal          | 6900   | 1
        DIG-01    | land     | NL01     | 2024    | totaal           | totaal          | 40     | 1
        DIG-02    | land     | NL01     | 2025    | totaal           | totaal          | 40     | 1
        DIG-02    | land     | NL01     | 2025    | doelgroep        | JEUGD           | 10     | 1
        DIG-02    | land     | NL01     | 2025    | herkomst_account | ALLEEN_DIGITAAL | 5      | 1
        DIG-02    | land     | NL01     | 2025    | actief           | J               | 15     | 1
        DIG-03    | land     | NL01     | 2025    | totaal           | totaal          | 41000  | 1
        DIG-03    | land     | NL01     | 2025    | drager           | EBOOK           | 33000  | 1
        """,
    ),
    Geval(
        "geschat: wat de bibliotheek schatte blijft gemerkt, wat zij telde niet",
        "NL-0973000", ("GM0164",),
        {
            "2025": {"jaarcijfers": """
                jaar | item        | waarde | herkomst
                2025 | BEZOEKEN    | 900    | DEELS
                2025 | MEDEWERKERS | 12     | GETELD
                """},
            "2025-04": {"activiteiten": """
                activiteit | deelnemers | telling
                1          | 30         | GESCHAT
                2          | 12         | GETELD
                """},
        },
        """
        indicator | periode | uitsplitsing | klasse | waarde | markeringen
        BEZ-01    | 2025    | totaal       | totaal | 900    | geschat
        BEZ-01    | 2025    | herkomst     | GETELD | 0      |
        BEZ-02    | 2025    | totaal       | totaal | 0      |
        PER-01    | 2025    | totaal       | totaal | 12     |
        ACT-01    | 2025    | totaal       | totaal | 2      |
        DLN-00    | 2025    | totaal       | totaal | 42     | geschat
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
