"""The form for jaarcijfers: its questions, last year beside them, and answers that come back as they were given.

Not here: what is wrong with an answer (tests/spec/test_samenhang).
"""

from __future__ import annotations

import pytest

from definitions import VerkeerdeAanroep, WerkmapFout, load_definities
from ingest import Antwoord, Formulier, Sleutel, check, process, receipts, save_year_form, withdraw, year_form
from tests.features.bibliotheek import ISIL, Bibliotheek
from tests.features.conftest import bibliotheek, leeg  # noqa: F401 - fixtures

BEZOEK = Sleutel("BEZOEKEN", locatie="NL-0899991001")
SUBSIDIE = Sleutel("SUBSIDIE_GEMEENTEN", gemeente="GM0014")
FTE = Sleutel("FTE")


def _answers(formulier: Formulier) -> dict[Sleutel, Antwoord]:
    return {v.sleutel: v.antwoord for v in formulier.vragen if v.antwoord}


def _save(bib: Bibliotheek, waarden: dict[Sleutel, Antwoord], jaar: int = 2025) -> dict[Sleutel, Antwoord]:
    bewijs = save_year_form(bib.omgeving, ISIL, jaar, waarden, "leesconsulent")
    assert (bewijs.dataset, bewijs.periode, bewijs.bronsysteem) == ("jaarcijfers", str(jaar), "netwerk")
    process(bib.omgeving)
    return _answers(year_form(bib.omgeving, ISIL, jaar))


def test_every_item_is_asked_where_it_is_asked(bibliotheek: Bibliotheek) -> None:  # noqa: F811
    formulier = year_form(bibliotheek.omgeving, ISIL, 2025)
    items = load_definities().codelijsten["jaarcijferitem"].codes
    assert {v.sleutel.item for v in formulier.vragen} == set(items)
    plekken = {"LOCATIE": ("NL-0899991001", None), "GEMEENTE": (None, "GM0014"), "ORGANISATIE": (None, None)}
    for vraag in formulier.vragen:
        assert (vraag.sleutel.locatie, vraag.sleutel.gemeente) == plekken[items[vraag.sleutel.item]["niveau"]]
        assert vraag.vorig_jaar is vraag.antwoord is None
        assert (vraag.naam, vraag.uitleg) == (items[vraag.sleutel.item]["naam"], items[vraag.sleutel.item]["uitleg"])
    assert next(v.plek for v in formulier.vragen if v.sleutel == BEZOEK) == "Proef"
    assert next(v.plek for v in formulier.vragen if v.sleutel == SUBSIDIE) == "Groningen"
    for deel in formulier.onderdelen:
        assert deel.vragen
        assert deel.uitleg.endswith(".")


def test_answers_come_back_as_they_were_given(bibliotheek: Bibliotheek) -> None:  # noqa: F811
    gegeven = {BEZOEK: Antwoord("31.500", "DEELS"), SUBSIDIE: Antwoord("1250000,5"), FTE: Antwoord("13,125", "GETELD")}
    assert _save(bibliotheek, gegeven) == {
        BEZOEK: Antwoord("31500", "DEELS"), SUBSIDIE: Antwoord("1250000,5", "ONBEKEND"), FTE: Antwoord("13,125", "GETELD"),
    }  # fmt: skip
    volgend = {v.sleutel: v.vorig_jaar for v in year_form(bibliotheek.omgeving, ISIL, 2026).vragen if v.vorig_jaar}
    assert volgend == _answers(year_form(bibliotheek.omgeving, ISIL, 2025))


def test_another_section_stays_as_it_was(bibliotheek: Bibliotheek) -> None:  # noqa: F811
    _save(bibliotheek, {BEZOEK: Antwoord("100", "GETELD")})
    assert set(_save(bibliotheek, {FTE: Antwoord("5")})) == {BEZOEK, FTE}
    assert set(_save(bibliotheek, {BEZOEK: Antwoord("")})) == {FTE}


def test_going_back_to_an_earlier_answer_counts(bibliotheek: Bibliotheek) -> None:  # noqa: F811
    for waarde in ("5", "6", "5"):
        assert _save(bibliotheek, {FTE: Antwoord(waarde, "GETELD")}) == {FTE: Antwoord(waarde, "GETELD")}


def test_saving_the_same_gives_the_receipt_that_counts(bibliotheek: Bibliotheek) -> None:  # noqa: F811
    antwoorden = _save(bibliotheek, {FTE: Antwoord("5", "GETELD")})
    voor = len(receipts(bibliotheek.omgeving))
    bewijs = save_year_form(bibliotheek.omgeving, ISIL, 2025, antwoorden, "directie")
    assert bewijs.status == "verwerkt"
    assert len(receipts(bibliotheek.omgeving)) == voor


def test_nothing_is_lost_while_earlier_answers_wait(bibliotheek: Bibliotheek) -> None:  # noqa: F811
    eerste = save_year_form(bibliotheek.omgeving, ISIL, 2025, {FTE: Antwoord("5")}, "a")
    assert eerste.status == "ontvangen"
    with pytest.raises(WerkmapFout, match=eerste.levering or "-"):
        save_year_form(bibliotheek.omgeving, ISIL, 2025, {BEZOEK: Antwoord("9")}, "b")
    process(bibliotheek.omgeving)
    assert set(_save(bibliotheek, {BEZOEK: Antwoord("9")})) == {BEZOEK, FTE}


def test_no_answer_at_all_is_refused(bibliotheek: Bibliotheek) -> None:  # noqa: F811
    with pytest.raises(VerkeerdeAanroep, match="2025"):
        save_year_form(bibliotheek.omgeving, ISIL, 2025, {FTE: Antwoord("  ")}, "a")


def test_withdrawn_answers_are_gone_from_the_form(bibliotheek: Bibliotheek) -> None:  # noqa: F811
    bewijs = save_year_form(bibliotheek.omgeving, ISIL, 2025, {FTE: Antwoord("5")}, "a")
    process(bibliotheek.omgeving)
    withdraw(bibliotheek.omgeving, bewijs.levering or "", "vergissing")
    assert _answers(year_form(bibliotheek.omgeving, ISIL, 2025)) == {}


def test_a_closed_location_is_not_asked(bibliotheek: Bibliotheek) -> None:  # noqa: F811
    kop = "isil_locatie;vestiging;naam;subsoort;gemeente_code;zichtbaar;geldig_van;geldig_tot"
    regels = ["NL-0899991001;9001;Open;V;GM0014;J;;", "NL-0899991002;9002;Dicht;V;GM0014;J;;2024-12-31",
              "NL-0899991003;9003;Later;V;GM0014;J;2026-01-01;", "NL-0899993004;9004;School;DBOS;GM0014;J;;",
              "NL-0899991005;9005;Depot;V;GM0014;N;;", "NL-0899991006;9006;Tot zomer;SP;GM0014;J;;2025-06-30"]  # fmt: skip
    bibliotheek.deliver(bibliotheek.write("locaties_2025-12-31.csv", kop, regels))
    gevraagd = {v.plek for v in year_form(bibliotheek.omgeving, ISIL, 2025).vragen if v.sleutel.item == "BEZOEKEN"}
    assert gevraagd == {"Open", "Tot zomer"}


def test_a_file_for_a_declared_year_counts_for_that_year(bibliotheek: Bibliotheek) -> None:  # noqa: F811
    """Years are the periods of jaarcijfers, declared or not; rows of another year are passed over."""
    pad = bibliotheek.write("jc.csv", "jaar;item;waarde;locatie", ["2025;FTE;5;", "2024;FTE;4;"])
    (bewijs,) = check(bibliotheek.omgeving, [pad], organisatie=ISIL, periode="2025")
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.overgeslagen) == (1, 1)
    assert bibliotheek.deliver(pad, periode="2025").status == "verwerkt"
    assert _answers(year_form(bibliotheek.omgeving, ISIL, 2025)) == {FTE: Antwoord("5", "ONBEKEND")}
    assert _answers(year_form(bibliotheek.omgeving, ISIL, 2024)) == {}
