"""The page Overzicht as it is run, without a browser: choices, states and figures; how it looks is tests/browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards import data
from definitions import Omgeving
from tests.browser.network import BIBLIOTHEKEN, MET_TREND, SOORTEN, ZONDER_ACTIVITEITEN, value, write_publicatie

OUD, NIEUW = "20260101T100000-aaaa", "20260203T093000-bbbb"


@pytest.fixture(scope="module")
def werk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    map_ = tmp_path_factory.mktemp("inzien") / "werk"
    write_publicatie(map_ / "publicaties", OUD, "2026-01-01 10:00:00")
    write_publicatie(map_ / "publicaties", NIEUW)
    return map_


@pytest.fixture
def pagina(werk: Path, wortel: Path) -> Iterator[Callable[..., AppTest]]:
    """Runs the page with these parameters in its address."""

    def draai(_werk: Path = werk, **vraag: str) -> AppTest:
        data.use(Omgeving(werk=_werk, sleutels=_werk / "sleutels"))
        app = AppTest.from_file(str(wortel / "dashboards" / "inzien_pages.py"), default_timeout=30)
        for naam, waarde in vraag.items():
            app.query_params[naam] = waarde
        return app.run()

    yield draai
    data.use(Omgeving(werk=werk, sleutels=werk / "sleutels"))


def _html(app: AppTest) -> str:
    return "".join(deel.proto.body for deel in app.get("html"))


def _address(app: AppTest) -> dict[str, str]:
    return {naam: waarde if isinstance(waarde, str) else waarde[0] for naam, waarde in app.query_params.items()}


def _text(app: AppTest) -> str:
    return re.sub(r"<[^>]+>", " ", _html(app)) + " ".join(
        d.value for d in (*app.warning, *app.info, *app.header, *app.title)
    )


def test_all_choices_stand_in_the_address_as_codes(pagina: Callable[..., AppTest]) -> None:
    app = pagina()
    assert not app.exception
    assert _address(app) == {"bibliotheek": "NL-0900010000", "jaar": "2025", "indicator": "UIT-01"}


@pytest.mark.parametrize(("isil", "naam"), [(isil, naam) for isil, naam, *_ in BIBLIOTHEKEN])
def test_every_library_has_its_own_figures(pagina: Callable[..., AppTest], isil: str, naam: str) -> None:
    app = pagina(bibliotheek=isil, jaar="2025")
    assert not app.exception
    tekst = _text(app)
    assert naam in tekst
    collectie = next(soort for soort in SOORTEN if soort.code == "COL-01")
    assert f"{value(collectie, isil, '2025-12-31'):,.0f}".replace(",", ".") in tekst


def test_the_address_restores_the_view(pagina: Callable[..., AppTest]) -> None:
    app = pagina(bibliotheek="NL-0900020000", jaar="2024", indicator="COL-01")
    assert [keuze.value for keuze in app.selectbox] == ["NL-0900020000", "2024", "COL-01"]
    assert "Collectie per peildatum, 2024" in [kop.value for kop in app.header]


def test_a_choice_is_written_to_the_address(pagina: Callable[..., AppTest]) -> None:
    app = pagina(bibliotheek="NL-0900020000")
    app.selectbox[0].select("NL-0900030000").run()
    assert _address(app)["bibliotheek"] == "NL-0900030000"
    assert "Bibliotheek Duinstreek" in _text(app)


def test_an_unknown_code_is_said_and_never_answered_in_silence(pagina: Callable[..., AppTest]) -> None:
    app = pagina(bibliotheek="NL-9999**<b>", jaar="2025")
    assert len(app.warning) == 1
    assert "bibliotheek" in app.warning[0].value
    assert "<b>" not in app.warning[0].value


def test_an_older_publicatie_is_said_and_can_be_left(pagina: Callable[..., AppTest]) -> None:
    app = pagina(publicatie=OUD)
    assert "nieuwere publicatie" in app.warning[0].value
    assert "1 januari 2026" in app.warning[0].value
    app.button(key="laatste").click().run()
    assert "publicatie" not in app.query_params
    assert not app.warning


def test_a_publicatie_that_does_not_exist(pagina: Callable[..., AppTest]) -> None:
    app = pagina(publicatie="../../etc")
    assert not app.exception
    assert "bestaat niet" in app.warning[0].value
    app.button(key="laatste").click().run()
    assert "Uitleningen per maand, 2025" in [kop.value for kop in app.header]


def test_nothing_was_published_yet(pagina: Callable[..., AppTest], tmp_path: Path) -> None:
    app = pagina(tmp_path)
    assert not app.exception
    assert "nog geen publicatie" in app.warning[0].value


def test_the_permanent_link_holds_the_publicatie(pagina: Callable[..., AppTest]) -> None:
    app = pagina(bibliotheek="NL-0900020000")
    assert f"publicatie={NIEUW}" in _html(app)
    app.button(key="kopieer").click().run()
    assert _address(app)["publicatie"] == NIEUW
    assert not app.warning


def test_an_indicator_without_figures_is_empty_with_a_way_back(pagina: Callable[..., AppTest]) -> None:
    app = pagina(bibliotheek=ZONDER_ACTIVITEITEN, indicator="ACT-01")
    assert "geen cijfers" in app.info[0].value
    app.button(key="keuze_ongedaan").click().run()
    assert _address(app)["indicator"] == "UIT-01"
    assert not app.info


def test_a_break_in_the_definition_is_not_compared(pagina: Callable[..., AppTest]) -> None:
    app = pagina(bibliotheek=MET_TREND)
    assert "trendbreuk: niet te vergelijken met vorig jaar" in _text(app).lower()
    assert "Vorig jaar staat er niet bij" in _text(app)


def test_deliveries_say_what_lacks(pagina: Callable[..., AppTest]) -> None:
    tekst = _text(pagina(bibliotheek="NL-0900050000"))
    assert "feb 2025" in tekst
    assert "niets geleverd" in tekst


def test_a_warm_page_costs_little(pagina: Callable[..., AppTest]) -> None:
    """Seconds of CPU a run, the best of five: one process serves everyone (kennis/dashboard.md section 3)."""
    app = pagina()

    def cpu() -> float:
        voor = time.process_time()
        app.run()
        return time.process_time() - voor

    assert min(cpu() for _ in range(5)) < 0.1


def test_three_deviations(pagina: Callable[..., AppTest]) -> None:
    opvallend = re.search(r'<ol class="dk-opvallend">.*?</ol>', _html(pagina()), re.DOTALL)
    assert opvallend
    assert opvallend.group().count("<li>") == 3
    assert "mediaan van vergelijkbare bibliotheken" in opvallend.group()
