"""What must go together in a list of locaties, organisaties and in jaarcijfers: small text tables in, findings out.

Not here: rules on one value alone. Every table starts from a right row; a case changes some of its columns.
"""

from __future__ import annotations

from datetime import datetime

import pytest

from definitions import Omgeving
from ingest import check, process
from tests.features.bibliotheek import ANDER, ISIL, Bibliotheek

# subsoort | open | bemand | the findings
UREN = """
V    | 40    | 15    |
V    | 40    | 14,75 | uren_passen_niet
HV   | 40    | 14.5  | uren_passen_niet
SP   | 20    | 4     |
SP   | 20    | 14,75 |
SP   | 20    | 15    | uren_passen_niet
SP   | 20    | 3.75  | uren_passen_niet
MSP  | 20    | 3,75  |
MSP  | 20    | 0     |
MSP  | 20    | 4     | uren_passen_niet
ZB   | 60    | 0     |
ZB   | 60    | 0,25  | uren_passen_niet
AH   | 60    | 2     |
BUS  | 30    | 30    |
V    | 40.25 | 40,25 |
V    | 40    | 40.5  | bemand_boven_open
SP   | 4     | 4,5   | bemand_boven_open
V    | 40,3  | 30    | uren_geen_kwartier
V    | 40    | 30,33 | uren_geen_kwartier
V    |       | 30    |
V    | 40    |       |
V    | 200   | 30    | uren_buiten_bereik
"""
# column=value ... | the findings
LOCATIE = """
                                                             |
soort=GES                                                    | onzichtbaar
soort=ADM zichtbaar=N                                        |
soort=DIR                                                    |
soort=IETS                                                   | locatiesoort_onbekend voorstel_vertaling
subsoort=DBOS uitleenverantwoordelijke=SCHOOL                |
subsoort=DBOS                                                | uitleenverantwoordelijke_ontbreekt
multifunctioneel=N partner=ZORG                              | partner_zonder_delen
multifunctioneel=J partner=ZORG                              |
multifunctioneel=N partner=GEEN                              |
geldig_van=2025-01-01 geldig_tot=31-12-2025                  |
geldig_van=2025-01-01 geldig_tot=2024-12-31                  | geldig_omgekeerd
opgevolgd_door=NL-0899991009                                 |
opgevolgd_door=9009                                          | opvolger_onleesbaar
ido=misschien                                                | ido_onbekend voorstel_vertaling
"""
# item | locatie | gemeente | waarde | accepted | the findings
JAARCIJFER = """
BEZOEKEN           | 9001 |        | 31500    | 1 |
BEZOEKEN           | 9001 |        | 31.500   | 1 | decimaal_hersteld
BEZOEKEN           | 9001 |        | 0        | 1 | waarde_buiten_grenzen
BEZOEKEN           | 9001 |        |          | 0 | waarde_leeg
BEZOEKEN           |      |        | 31500    | 1 | locatie_gevraagd
BEZOEKEN           | 9999 |        | 31500    | 0 | locatie_onbekend voorstel_vertaling
FTE                |      |        | 13,25    | 1 |
FTE                |      |        | 13.25    | 1 |
FTE                |      |        | 0        | 1 | waarde_buiten_grenzen
VRIJWILLIGERS      |      |        | 0        | 1 |
VRIJWILLIGERS      |      |        | -1       | 0 | waarde_negatief
VRIJWILLIGERS      |      |        | tien     | 0 | waarde_onleesbaar
SUBSIDIE_GEMEENTEN |      | GM0014 | 1.250.000 | 1 | decimaal_hersteld
SUBSIDIE_GEMEENTEN |      |        | 1250000,50 | 1 |
SUBSIDIE_GEMEENTEN |      | Groningen | 1250000 | 0 | subsidiegemeente_onleesbaar
IETS_ANDERS        |      |        | 5        | 0 | item_onbekend voorstel_vertaling
"""
_KOP = ("isil_locatie", "vestiging", "naam", "soort", "subsoort", "gemeente_code", "uren_open_pw", "uren_bemand_pw", "zichtbaar",
        "multifunctioneel", "partner", "uitleenverantwoordelijke", "belasting_toeslagen", "ido", "geldig_van", "geldig_tot",
        "opgevolgd_door")  # fmt: skip
_GOED = {
    "isil_locatie": "NL-0899991001", "vestiging": "9001", "naam": "Proef", "soort": "VES", "subsoort": "V", "gemeente_code": "GM0014",
    "uren_open_pw": "40", "uren_bemand_pw": "30", "zichtbaar": "J",
}  # fmt: skip


@pytest.fixture(scope="module")
def bibliotheek(tmp_path_factory: pytest.TempPathFactory) -> Bibliotheek:
    """A library on the list with one location; checking stores nothing, so all cases share it."""
    map_ = tmp_path_factory.mktemp("samenhang")
    omgeving = Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels", vast_nu=datetime(2026, 6, 1))
    bib = Bibliotheek(omgeving, map_ / "exports")
    bib.start()
    process(omgeving)
    return bib


def _cases(tabel: str) -> list[tuple[str, ...]]:
    return [tuple(cel.strip() for cel in regel.split("|")) for regel in tabel.strip("\n").splitlines()]


def _location_findings(bib: Bibliotheek, **anders: str) -> set[str]:
    rij = {**_GOED, **anders}
    pad = bib.write("locaties_2025-12-31.csv", ";".join(_KOP), [";".join(rij.get(k, "") for k in _KOP)])
    (bewijs,) = check(bib.omgeving, [pad], organisatie=ISIL)
    assert bewijs.rijen is not None
    assert bewijs.rijen.geaccepteerd == 1, "what does not go together still counts"
    return {m.code for m in bewijs.bevindingen}


@pytest.mark.parametrize(("subsoort", "open_", "bemand", "codes"), _cases(UREN))
def test_hours_go_with_the_kind_of_location(
    bibliotheek: Bibliotheek,
    subsoort: str, open_: str, bemand: str, codes: str,
) -> None:  # fmt: skip
    gevonden = _location_findings(bibliotheek, subsoort=subsoort, uren_open_pw=open_, uren_bemand_pw=bemand)
    assert gevonden == set(codes.split())


@pytest.mark.parametrize(("anders", "codes"), _cases(LOCATIE))
def test_what_is_said_of_a_location_goes_together(
    bibliotheek: Bibliotheek,
    anders: str, codes: str,
) -> None:  # fmt: skip
    gevonden = _location_findings(bibliotheek, **dict(paar.split("=") for paar in anders.split()))
    assert gevonden == set(codes.split())


@pytest.mark.parametrize(("item", "locatie", "gemeente", "waarde", "telt", "codes"), _cases(JAARCIJFER))
def test_a_figure_goes_with_its_item(
    bibliotheek: Bibliotheek,
    item: str, locatie: str, gemeente: str, waarde: str, telt: str, codes: str,
) -> None:  # fmt: skip
    pad = bibliotheek.write(
        "jc.csv", "jaar;locatie;gemeente;item;waarde;herkomst", [f"2025;{locatie};{gemeente};{item};{waarde};GETELD"]
    )
    (bewijs,) = check(bibliotheek.omgeving, [pad], organisatie=ISIL)
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, {m.code for m in bewijs.bevindingen}) == (int(telt), set(codes.split()))


@pytest.mark.parametrize(("tot", "codes"), [("2024-12-31", set()), ("", {"fusiedatum_ontbreekt"})])
def test_a_successor_comes_with_the_date_of_the_merger(bibliotheek: Bibliotheek, tot: str, codes: set[str]) -> None:
    pad = bibliotheek.write("organisaties.csv", "isil;naam;bronsysteem;werkgebied;geldig_tot;opgevolgd_door",
                     [f"{ISIL};Oud;wise;GM0014;{tot};NL-0899980000", f"{ANDER};Bibliotheek Ander;koha;GM0034;;"])  # fmt: skip
    (bewijs,) = check(bibliotheek.omgeving, [pad])
    assert {m.code for m in bewijs.bevindingen} == codes


@pytest.mark.parametrize(
    ("start", "status", "codes"),
    [
        ("2026-05-01 10:00", "GEPLAND", {"gepland_voorbij"}),
        ("2026-05-01 10:00", "DOORGEGAAN", set()),
        ("2026-07-01 10:00", "GEPLAND", set()),
    ],
)
def test_what_is_over_is_no_longer_planned(bibliotheek: Bibliotheek, start: str, status: str, codes: set[str]) -> None:
    """It stays as it was and does not count; the library is told to say how it ended."""
    pad = bibliotheek.write(
        "activiteiten.csv", "activiteit;start;kernfunctie;status;deelnemers", [f"1;{start};3;{status};5"]
    )
    (bewijs,) = check(bibliotheek.omgeving, [pad], organisatie=ISIL, periode=start[:7])
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, {m.code for m in bewijs.bevindingen}) == (1, codes)


def test_an_organisatie_may_have_a_row_per_stretch_of_time_and_no_two_of_the_same(bibliotheek: Bibliotheek) -> None:
    kop = "isil;naam;bronsysteem;werkgebied;geldig_van;geldig_tot;opgevolgd_door"
    oud, nieuw = f"{ISIL};Proef;wise;GM0014;;2025-12-31;", f"{ISIL};Proef;wise;GM0014|GM0034;2026-01-01;;"
    for rijen, telt, codes in (
        ([oud, nieuw], 2, set()),
        ([oud, nieuw, nieuw.replace("wise", "koha")], 2, {"sleutel_dubbel"}),
    ):
        (bewijs,) = check(bibliotheek.omgeving, [bibliotheek.write("organisaties.csv", kop, rijen)])
        assert bewijs.rijen is not None
        assert (bewijs.rijen.geaccepteerd, {m.code for m in bewijs.bevindingen}) == (telt, codes)
