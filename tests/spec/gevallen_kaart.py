"""Cases of a map that changes: gemeenten that merge, werkgebieden that shift, libraries that merge, Caribisch Nederland.

Not here: the first cases and what a case is (`gevallen.py`), and running them (`test_indicatoren.py`).
"""

from __future__ import annotations

from tests.spec.gevallen import Geval

GEVALLEN_KAART = (
    Geval(
        "een herindeling: cijfers van ervoor houden de oude gemeente, erna telt de nieuwe, ook bij een oude lijst",
        "NL-0940000", ("GM0501", "GM0530"),
        {
            "2022-12-31": {"locaties": "locatie | naam | gemeente\nNL-0940001 | A | GM0501\nNL-0940002 | B | GM0530"},
            "2022-12": {"uitleningen": "locatie | aantal\nNL-0940001 | 5\nNL-0940002 | 7"},
            "2023-01": {"uitleningen": "locatie | aantal\nNL-0940001 | 4\nNL-0940002 | 6"},
            "2025-06-30": {"leden": "lid | gemeente\n1 | GM1992\n2 | GM0614\n3 | GM0788"},
        },
        """
        indicator | niveau    | gebied     | periode    | waarde | markeringen
        UIT-01    | gemeente  | GM0501     | 2022-12    | 5      |
        UIT-01    | gemeente  | GM0530     | 2022-12    | 7      |
        UIT-01    | gemeente  | GM1992     | 2023-01    | 10     | trendbreuk
        UIT-01    | gemeente  | GM1992     | 2023       | 10     | trendbreuk
        UIT-01    | provincie | PV28       | 2022-12    | 12     |
        UIT-01    |           |            | 2023-01    | 10     |
        UIT-01    | locatie   | NL-0940001 | 2023-01    | 4      |
        LED-01    | gemeente  | GM1992     | 2025-06-30 | 2      |
        """,
    ),
    Geval(
        "een werkgebied dat op 1 januari verschuift: inwoners van ervoor en van erna, en de reeks zegt waar ze breekt",
        "NL-0941000", (),
        {
            "2024-06-30": {"leden": "lid | gemeente\n1 | GM0177"},
            "2025-06-30": {"leden": "lid | gemeente\n1 | GM0177\n2 | GM0180"},
        },
        """
        indicator | niveau   | gebied | periode    | uitsplitsing | klasse     | teller | noemer        | markeringen
        LED-08    |          |        | 2024-06-30 | totaal       | totaal     | 1      | {GM0177}      | inwoners_2023
        LED-08    |          |        | 2025-06-30 | totaal       | totaal     | 2      | {GM0177+GM0180} | inwoners_2023, trendbreuk
        LED-08    |          |        | 2025       | totaal       | totaal     | 2      | {GM0177+GM0180} | inwoners_2023, ouder_peildatum, peildatum_2025-06-30, trendbreuk
        LED-08    | gemeente | GM0180 | 2025-06-30 | totaal       | totaal     | 1      | {GM0180}      | inwoners_2023, trendbreuk
        LED-01    |          |        | 2024-06-30 | woonplaats   | WERKGEBIED | 1      |               |
        LED-01    |          |        | 2025-06-30 | woonplaats   | WERKGEBIED | 2      |               | trendbreuk
        """,
        werkgebied="""
        gemeente | geldig_van | geldig_tot
        GM0177   |            | 2024-12-31
        GM0177   | 2025-01-01 |
        GM0180   | 2025-01-01 |
        """,
    ),
    Geval(
        "een bibliotheek gaat op in een andere: tot de dag telt de oude",
        "NL-0942000", ("GM0183",),
        {
            "2025-01": {"activiteiten": "activiteit\n1"},
            "2025-02": {"activiteiten": "activiteit\n2"},
        },
        """
        indicator | periode | waarde | dekking | status     | markeringen
        ACT-01    | 2025    | 2      | 1       | definitief |
        """,
        {"geldig_tot": "2025-02-28", "opgevolgd_door": "NL-0943000"},
    ),
    Geval(
        "de bibliotheek waar een andere in opging: haar reeks breekt op de dag van de fusie",
        "NL-0943000", ("GM0184",),
        {
            "2025-02": {"activiteiten": "activiteit\n1"},
            "2025-03": {"activiteiten": "activiteit\n2\n3"},
            "2025-04": {"activiteiten": "activiteit\n4\n5"},
        },
        """
        indicator | periode | waarde | markeringen
        ACT-01    | 2025-02 | 1      |
        ACT-01    | 2025-03 | 2      | trendbreuk
        ACT-01    | 2025-04 | 2      |
        ACT-01    | 2025-Q1 | 3      | trendbreuk
        ACT-01    | 2025    | 5      | trendbreuk
        """,
    ),
    Geval(
        "Caribisch Nederland staat naast het land, op een eigen regel",
        "NL-0944000", ("GM9001",),
        {"2022-12": {"activiteiten": "activiteit | deelnemers\n1 | 8\n2 | 9"}},
        """
        indicator | niveau    | gebied | periode | waarde | dekking
        ACT-01    |           |        | 2022-12 | 2      | 1
        ACT-01    | land      | CN01   | 2022-12 | 2      | 1
        ACT-01    | land      | NL01   | 2022-12 |        | 0
        """,
    ),
)  # fmt: skip
