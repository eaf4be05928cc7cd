"""Nothing in the shared language stands alone: every indicator has a case, a begrip, an owner and a report; every code is mapped.

Not here: findings (`test_elke_bevinding.py`), and what a case or a report says.
"""

from __future__ import annotations

from definitions import load_definities
from tests.spec.alle_gevallen import GEVALLEN
from tests.unit.publishing.bronsmaker import lees_tabel

DEFINITIES = load_definities()
# Lists whose codes only the network's own forms and Wijzer deliver, where they are written as they are.
ZOALS_ZE_ZIJN = {
    "kernfunctie", "activiteitsoort", "thema", "jaarcijferitem", "locatiesoort", "locatiesubsoort", "gebouwpartner",
    "uitleenverantwoordelijke", "leeftijdsband", "accountherkomst", "cijferbron", "cijferitem", "digitaalitem", "drager", "opgave",
    "publicatiestatus",
}  # fmt: skip


def test_every_indicator_has_a_case() -> None:
    getoond = {rij["indicator"] for geval in GEVALLEN for rij in lees_tabel(geval.verwacht)}
    geteld = {code for code, i in DEFINITIES.indicatoren.items() if not i.bron_ontbreekt}
    assert sorted(geteld - getoond) == []


def test_every_indicator_has_a_begrip_and_an_owner() -> None:
    zonder = [
        code
        for code, i in DEFINITIES.indicatoren.items()
        if i.begrip not in DEFINITIES.begrippen or not i.eigenaar.strip() or not i.definitie.strip()
    ]
    assert zonder == []


def test_every_indicator_is_in_a_report_a_questionnaire_or_a_table() -> None:
    gebruikt = {code for r in DEFINITIES.rapporten.values() for code in r.alle_indicatoren}
    gebruikt |= {
        v.voorinvulling.indicator
        for lijst in DEFINITIES.vragenlijsten.values()
        for v in lijst.vragen.values()
        if v.voorinvulling
    }
    gebruikt |= {k.vindplaats.indicator for t in DEFINITIES.uittabellen.values() for k in t.kolommen}
    assert sorted(set(DEFINITIES.indicatoren) - gebruikt) == []


def test_every_begrip_is_used_or_belongs_to_one_that_is() -> None:
    gebruikt = {i.begrip for i in DEFINITIES.indicatoren.values()}
    gebruikt |= {v.begrip for lijst in DEFINITIES.vragenlijsten.values() for v in lijst.vragen.values() if v.begrip}
    for _ in DEFINITIES.begrippen:
        gebruikt |= {c for b in DEFINITIES.begrippen.values() if b.code in gebruikt for c in (*b.breder, *b.verwant)}
        gebruikt |= {b.code for b in DEFINITIES.begrippen.values() if {*b.breder, *b.verwant} & gebruikt}
    assert sorted(set(DEFINITIES.begrippen) - gebruikt) == []


def test_every_code_is_mapped_by_a_profile_or_known_by_another_word() -> None:
    gevraagd = {k.codelijst for c in DEFINITIES.contracten.values() for k in c.levering.kolommen if k.codelijst}
    assert gevraagd >= ZOALS_ZE_ZIJN
    vertaald: dict[str, set[str]] = {
        lijst: {"ONBEKEND", *DEFINITIES.aliassen.codes.get(lijst, ())} for lijst in gevraagd
    }
    for systeem in DEFINITIES.bronsystemen.values():
        for dataset, levering in systeem.datasets.items():
            for naam, bron in levering.kolommen.items():
                lijst = DEFINITIES.contracten[dataset].levering.kolom(naam).codelijst
                if lijst:
                    vertaald[lijst] |= {*(bron.codes or {}).values(), *filter(None, (bron.vast, bron.leeg))}
    assert {
        lijst: over
        for lijst in sorted(gevraagd - ZOALS_ZE_ZIJN)
        if (over := sorted(set(DEFINITIES.codelijsten[lijst].codes) - vertaald[lijst]))
    } == {}
