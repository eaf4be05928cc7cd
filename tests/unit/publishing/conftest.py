"""One small network, built and published once, for all tests of publishing.

Not here: what indicators count (`tests/spec`).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from definitions import Omgeving
from publishing import Bouw, Publicatie, finish_build, prepare_build, publish
from publishing.bouw import run_dbt
from tests.unit.publishing.bronsmaker import Bronsmaker

NOORD, ZUID = "NL-0700010000", "NL-0700020000"


# What others published, by the day of publication: of years we have too, and of years before.
ANDEREN = {
    "2026-02-01": f"""
        bron   | cijferitem  | gebied  | jaar | waarde | status     | herkomst
        CBS    | LEDEN       | {NOORD} | 2025 | 9      | VOORLOPIG  | GETELD
        CBS    | LEDEN       | {NOORD} | 2024 | 5      | DEFINITIEF | GESCHAT
        CBS    | LEDEN       | {NOORD} | 2023 | 7      | DEFINITIEF | GETELD
        KB_DWH | UITLENINGEN | {NOORD} | 2024 | 88     | PREFILL    | GETELD
        """,
    "2026-03-01": f"""
        bron   | cijferitem  | gebied  | jaar | waarde | status     | herkomst
        CBS    | LEDEN       | {NOORD} | 2025 | 2      | VOORLOPIG  | GETELD
        KB_DWH | UITLENINGEN | {NOORD} | 2025 | 30     | PREFILL    | GETELD
        """,
}
ONDERZOEK = f"""
    instrument    | vraag | gebied  | jaar | n  | waarde | marge | eenheid | opgave
    Impactmonitor | Lees  | NL01    | 2025 | 84 | 62     | 9.5   | %       | geletterde_samenleving
    Impactmonitor | Lees  | {ZUID}  | 2025 | 12 | 50     |       | %       | geletterde_samenleving
"""


@dataclass(frozen=True)
class Netwerk:
    """What was delivered, built and published. `uitgaand` are dbt's own words while it built."""

    omgeving: Omgeving
    maker: Bronsmaker
    bouw: Bouw
    publicatie: Publicatie


def lever_netwerk(omgeving: Omgeving) -> Bronsmaker:
    """Two libraries; Noord delivers everything, Zuid no members and one month less, of a locatie its list lacks."""
    maker = Bronsmaker(omgeving)
    maker.lever(
        "netwerk", "",
        organisaties=f"organisatie | naam\n{NOORD} | Noord\n{ZUID} | Zuid",
        werkgebied=f"organisatie | gemeente\n{NOORD} | GM0014\n{NOORD} | GM0037\n{ZUID} | GM0034",
    )  # fmt: skip
    maker.lever(
        NOORD, "2025-12-31", locaties="locatie | vestiging | naam | gemeente\nNL-0700011001 | 1 | Hoofd | GM0014"
    )
    maker.lever(
        ZUID, "2025-12-31", locaties="locatie | vestiging | naam | gemeente\nNL-0700021001 | 1 | Hoofd | GM0034"
    )
    for maand in ("2025-11", "2025-12"):
        maker.lever(
            NOORD, maand,
            uitleningen="locatie | leeftijdsband | aantal\nNL-0700011001 | 4-11 | 5\nNL-0700011001 | 65+ | 7",
            leners="lid | locatie\n1 | NL-0700011001\n2 | NL-0700011001",
        )  # fmt: skip
        maker.lever(NOORD, maand, activiteiten="activiteit | locatie | deelnemers\n1 | NL-0700011001 | 9\n2 | | 4")
    maker.lever(ZUID, "2025-12", uitleningen="locatie | aantal\nNL-0700021001 | 3\nNL-0700021009 | 2")
    maker.lever(
        NOORD, "2025-12-31", leden="lid | lidsoort | gemeente\n1 | VOLW | GM0014\n2 | JEUGD | GM0037\n3 | VOLW | GM0034"
    )
    maker.lever(NOORD, "2025-12-31", collectie="exemplaar | locatie\n1 | NL-0700011001\n2 |")
    for dag, tekst in ANDEREN.items():
        maker.lever("NETWERK", dag, aansluitcijfers=tekst)
    maker.lever("NETWERK", "2026-03-01", onderzoek=ONDERZOEK)
    return maker


@pytest.fixture(scope="session")
def netwerk(maak_omgeving: Callable[..., Omgeving]) -> Netwerk:
    """The network as it stands published: read only, for tests that change nothing."""
    omgeving = maak_omgeving("publiceren")
    maker = lever_netwerk(omgeving)
    bouw = prepare_build(omgeving, maker.bestanden, maker.dekking)
    run_dbt(bouw)
    finish_build(omgeving, bouw)
    return Netwerk(omgeving, maker, bouw, publish(omgeving, bouw))


@pytest.fixture
def eigen_bouw(netwerk: Netwerk, maak_omgeving: Callable[..., Omgeving]) -> tuple[Omgeving, Bouw]:
    """A copy of the build in a work folder of this test's own, to publish and damage."""
    from dataclasses import replace

    omgeving = maak_omgeving("eigen")
    shutil.copytree(netwerk.omgeving.bouw, omgeving.bouw)
    map_: Path = omgeving.bouw / netwerk.bouw.id
    return omgeving, replace(netwerk.bouw, map=map_, database=map_ / "bouw.duckdb", stand=map_ / "stand.json")
