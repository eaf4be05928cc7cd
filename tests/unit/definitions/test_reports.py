"""The questionnaires, reports and tables: a new verslagjaar is a copy with its differences, and nothing is asked without a reason.

Not here: what a wrong one leads to (`test_wrong_definitions.py`).
"""

from __future__ import annotations

import pytest

from definitions import NietNul, Som, Verandering, Vragenlijst, difference, load_definities, named_questions

DEFINITIES = load_definities()
LIJSTEN = DEFINITIES.vragenlijsten
OUD, NIEUW = LIJSTEN["wsob-2024"], LIJSTEN["wsob-2025"]


def test_a_new_year_is_a_copy_with_its_differences() -> None:
    verschil = difference(OUD, NIEUW)
    assert verschil.nieuw == ("A7", "B6.niet_eigen", "E1.belasting")
    assert verschil.gewijzigd == ("B1",)
    assert verschil.vervallen == ("B8",)
    assert "niet_eigen" in NIEUW.vragen["B1"].toelichting
    gelijk = [code for code in OUD.vragen if code in NIEUW.vragen and code != "B1"]
    assert len(gelijk) == len(OUD.vragen) - 2
    assert {code: NIEUW.vragen[code] for code in gelijk} == {code: OUD.vragen[code] for code in gelijk}
    assert NIEUW.controles == OUD.controles


def test_a_new_question_stands_where_it_belongs_and_dates_are_the_years_own() -> None:
    volgorde = list(NIEUW.vragen)
    for eerst, dan in (("A6", "A7"), ("B6", "B6.niet_eigen"), ("E1.leesbevordering", "E1.belasting")):
        assert volgorde.index(dan) == volgorde.index(eerst) + 1
    for code, deel in NIEUW.delen.items():
        assert deel.naam == OUD.delen[code].naam
        assert (deel.opent.year, OUD.delen[code].opent.year) == (2026, 2025)


@pytest.mark.parametrize("lijst", LIJSTEN.values(), ids=lambda lijst: lijst.code)
def test_every_total_and_every_change_is_checked(lijst: Vragenlijst) -> None:
    genoemd = {code for c in lijst.controles.values() for code in named_questions(c)}
    totalen = {c.totaal for c in lijst.controles.values() if isinstance(c, Som)}
    # A question with sub-questions in numbers of its own unit is their total, and a check says so.
    delen = {code.partition(".")[0] for code in lijst.vragen if "." in code}
    zelf = {code for code in delen if code in lijst.vragen} - {"A4", "B6", "D4", "E2"}
    assert zelf <= totalen
    assert {"E2", "D4"} & set(lijst.vragen) <= genoemd
    assert any(isinstance(c, Verandering) for c in lijst.controles.values())


@pytest.mark.parametrize("lijst", [OUD, NIEUW], ids=lambda lijst: lijst.code)
def test_what_a_library_can_deliver_as_jaarcijfer_is_asked_once(lijst: Vragenlijst) -> None:
    gevraagd = [v.jaarcijfer for v in lijst.vragen.values() if v.jaarcijfer]
    assert sorted(gevraagd) == sorted(DEFINITIES.codelijsten["jaarcijferitem"].codes)


def test_most_of_the_wsob_questionnaire_is_already_known() -> None:
    """The product's reason: nine of ten items of bezit and kernfuncties start from a figure."""
    for deel in ("bezit", "kernfuncties"):
        vragen = NIEUW.van_deel(deel)
        assert sum(v.voorinvulling is not None for v in vragen) / len(vragen) >= 0.85, deel
    assert all(len(v.niet_voorgevuld or "x" * 20) >= 20 for v in NIEUW.vragen.values())


def test_what_may_not_be_0_without_a_word_may_not_be_left_empty() -> None:
    nul = next(c for c in NIEUW.controles.values() if isinstance(c, NietNul))
    assert [code for code in nul.vragen if NIEUW.vragen[code].leeg_toegestaan] == []


def test_the_reports_of_the_yearly_cycle_are_there() -> None:
    assert DEFINITIES.rapporten["monitor"].niveaus == ("organisatie", "provincie", "land")
    assert DEFINITIES.rapporten["gemeenteraad"].hoogstens_bladzijden == 2
    assert {t.voor for t in DEFINITIES.uittabellen.values()} == {"CBS", "OCW"}
    assert DEFINITIES.leenrecht.categorie("DAISY") == "LUISTERBOEK"
    assert DEFINITIES.leenrecht.categorie("SPEELMATERIAAL") is None
