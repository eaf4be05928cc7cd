"""The app aanleveren in a real browser: coming in, sending a file, the verdict, delivering, looking back, confirming.

Not here: the address for programs (tests/features/test_api).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from definitions import Omgeving
from ingest import open_ends, receipts
from ingest.register import Register
from tests.browser.conftest import Blik, look
from tests.browser.test_overzicht import _axe, _english
from tests.features.bibliotheek import ANDER, ISIL, LOCATIES, Bibliotheek, loan
from tests.features.canary import found_below
from tests.features.dienst import Dienst, run_service
from tests.features.test_aanvullen import deliver_activities

pytestmark = pytest.mark.browser


def _month(maand: int, aantal: int, **anders: str) -> list[str]:
    """Loans spread over a month and over members, as a library has them."""
    return [
        loan(i, f"{1 + i % 28:02d}-{maand:02d}-2025", lid=str(100_000 + i), exemplaar=str(7_000 + i), **anders)
        for i in range(aantal)
    ]


@pytest.fixture(scope="module")
def dienst(tmp_path_factory: pytest.TempPathFactory, wortel: Path) -> Iterator[Dienst]:
    """A running service for a library of which a month counts and a much smaller one waits for a yes."""
    plek = tmp_path_factory.mktemp("aanleveren")
    bibliotheek = Bibliotheek(
        Omgeving(werk=plek / "werk", sleutels=plek / "sleutels", vast_nu=datetime(2026, 6, 1)), plek / "exports"
    )
    bibliotheek.start()
    bibliotheek.deliver(bibliotheek.log(_month(3, 40, abonnement="150"), "heel.csv"))
    bibliotheek.deliver(bibliotheek.log(_month(3, 4), "te klein.csv"))
    deliver_activities(bibliotheek)
    with run_service(bibliotheek, wortel, plek / "tijdelijk") as draait:
        yield draait


@pytest.fixture
def loket(context: BrowserContext, dienst: Dienst) -> Blik:
    """The page before anyone came in."""
    blik = look(context, dienst.adres)
    blik.open()
    return blik


def _enter(blik: Blik, code: str) -> Page:
    blik.page.get_by_label("Toegangscode").fill(code)
    blik.page.get_by_role("button", name="Naar binnen").click()
    expect(blik.page.get_by_role("heading", name="Aanleveren", level=1)).to_be_visible()
    blik.ready()
    return blik.page


def _send(page: Page, *paden: Path) -> None:
    page.locator("#dk-bestanden").set_input_files([str(p) for p in paden])
    expect(page.get_by_text("U kunt nu controleren")).to_be_visible()


def _check(blik: Blik) -> None:
    blik.page.get_by_role("button", name="Controleren").click()
    expect(blik.page.get_by_role("heading", name="4. Aanleveren")).to_be_visible()
    blik.ready()


def _status(dienst: Dienst) -> dict[str | None, str]:
    return {b.levering: b.status for b in receipts(dienst.bibliotheek.omgeving)}


def _open(dienst: Dienst) -> set[str]:
    """Sluizen with files of visits that have not ended."""
    return {p.name for p in dienst.bibliotheek.omgeving.kluis.iterdir() if p.name.startswith(".nieuw-")}


def test_a_wrong_code_does_not_get_in_and_is_told_in_dutch(loket: Blik) -> None:
    page = loket.page
    page.get_by_role("button", name="Naar binnen").click()
    expect(page.get_by_text("Vul de toegangscode in.")).to_be_visible()
    page.get_by_label("Toegangscode").fill("dk_verzonnen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Deze toegangscode is niet (meer) geldig")).to_be_visible()
    assert (_english(page), _axe(page), loket.vreemd, loket.klachten) == ([], [], [], [])
    page.goto(loket.adres + "/leveringen")
    expect(page.get_by_label("Toegangscode")).to_be_visible()


def test_a_good_file_is_checked_and_then_delivered(loket: Blik, dienst: Dienst) -> None:
    page = _enter(loket, dienst.codes["eigen"])
    assert (_english(page), _axe(page)) == ([], [])
    voor, al_open = _status(dienst), _open(dienst)
    _send(page, dienst.bibliotheek.log(_month(4, 42), "april.csv"))
    _check(loket)
    expect(page.get_by_text("Dit bestand is in orde. Alle 42 rijen tellen mee.")).to_be_visible()
    expect(page.locator(".dk-bron")).to_contain_text("Uitleningen, april 2025")
    page.get_by_label("Uw totaal: alles bij elkaar").fill("42")
    page.get_by_role("button", name="Naast elkaar zetten").click()
    expect(page.get_by_text("Ja, dit klopt")).to_be_visible()
    assert (_english(page), _axe(page)) == ([], [])
    assert _status(dienst) == voor, "een controle levert niets aan"
    page.get_by_role("button", name="Aanleveren", exact=True).click()
    expect(page.get_by_role("button", name="Nog iets aanleveren")).to_be_visible()
    nieuw = _status(dienst).items() - voor.items()
    assert [staat for _, staat in nieuw] == ["ontvangen"]
    levering = next(iter(nieuw))[0]
    expect(page.get_by_text(f"{levering} is ontvangen")).to_be_visible()
    assert (_axe(page), loket.vreemd, loket.klachten) == ([], [], [])
    assert _open(dienst) <= al_open
    with closing(Register(dienst.bibliotheek.omgeving)) as register:
        (afspraak,) = register.agreements("eigen_totaal", ISIL, levering)
    assert afspraak.inhoud == {"totalen": [["", "", 42]]}


def test_a_bad_file_gives_findings_with_rows_and_a_workbook(loket: Blik, dienst: Dienst) -> None:
    page = _enter(loket, dienst.codes["eigen"])
    regels = [
        loan(i, "31-02-2025" if i in (3, 9) else "05-05-2025", vestiging="777" if i == 5 else "9001") for i in range(50)
    ]
    _send(page, dienst.bibliotheek.log(regels, "mei.csv"))
    _check(loket)
    expect(page.get_by_text("maar van de 50 rijen tellen 3 rijen niet mee")).to_be_visible()
    blok = page.locator(".dk-bevinding", has_text="De datum is leeg of bestaat niet.")
    expect(blok).to_contain_text("2 keer in de kolom")
    expect(blok).to_contain_text("Zo herstelt u dit:")
    expect(blok).to_contain_text("Regels in mei.csv (de kopregel is regel 1): 5, 11.")
    assert (_english(page), _axe(page)) == ([], [])
    with page.expect_download() as bezig:
        page.get_by_role("button", name="Download als Excel (XLSX)").click()
    with zipfile.ZipFile(io.BytesIO(Path(bezig.value.path()).read_bytes())) as boek:
        assert {"Samenvatting", "Bevindingen", "Regels"} <= set(boek.read("xl/workbook.xml").decode().split('"'))
        tekst = boek.read("xl/sharedStrings.xml").decode()
    assert "foute_datum" in tekst
    assert "vestiging_onbekend" in tekst


def test_another_organisations_file_and_an_unknown_one_are_refused(loket: Blik, dienst: Dienst) -> None:
    page = _enter(loket, dienst.codes["eigen"])
    vreemd = dienst.bibliotheek.write(
        "locaties ander.csv", LOCATIES, [f"NL-0899981001;{ANDER};8001;Ander;V;GM0034;40;30"]
    )
    _send(page, vreemd)
    page.get_by_role("combobox", name="Jaar").click()
    page.get_by_role("option", name="2025", exact=True).click()
    loket.ready()
    _check(loket)
    expect(page.get_by_text("Dit bestand zou worden geweigerd.")).to_be_visible()
    expect(page.locator(".dk-bevinding").first).to_contain_text(ISIL)
    page.get_by_role("button", name="Bestanden weghalen").click()
    expect(page.locator(".dk-inzending li")).to_have_count(0)
    expect(page.get_by_role("heading", name="4. Aanleveren")).to_have_count(0)
    assert _axe(page) == []


def test_the_columns_of_an_unknown_file_are_told_once(loket: Blik, dienst: Dienst) -> None:
    page = _enter(loket, dienst.codes["eigen"])
    kop = "uitleendatum;filiaal;exemplaarnr;soort boek"
    _send(
        page,
        dienst.bibliotheek.write(
            "eigen.csv", kop, [f"{1 + i % 28:02d}-04-2025 10:10;9001;{5000 + i};BOE" for i in range(40)]
        ),
    )
    _check(loket)
    expect(page.get_by_text("passen bij geen bekende export")).to_be_visible()
    expect(page.get_by_role("heading", name="Zelf zeggen wat de kolommen zijn")).to_be_visible()
    expect(page.get_by_text("Dit lijkt te gaan over uitleningen, op grond van 40 rijen.")).to_be_visible()
    assert (_english(page), _axe(page)) == ([], [])
    page.get_by_role("button", name="Kolommen bevestigen").click()
    expect(page.get_by_text("Bewaard als eigen-export")).to_be_visible()
    loket.ready()
    _check(loket)
    expect(page.locator(".dk-bron")).to_contain_text("bronsysteem eigen-export")


def test_files_that_are_not_delivered_leave_nothing(loket: Blik, dienst: Dienst, context: BrowserContext) -> None:
    page = _enter(loket, dienst.codes["eigen"])
    voor, al_open = _status(dienst), _open(dienst)
    _send(
        page,
        dienst.bibliotheek.log([loan(1, lid="918273645")], "een.csv"),
        dienst.bibliotheek.log([loan(2)], "twee.csv"),
    )
    expect(page.get_by_text("Alle 2 bestanden zijn ontvangen")).to_be_visible()
    assert len(_open(dienst) - al_open) == 1
    assert found_below(dienst.bibliotheek.omgeving.werk, {"lid": "918273645"}) == {}
    assert found_below(dienst.tijdelijk, {"lid": "918273645"}) == {}
    page.get_by_role("button", name="Afmelden").click()
    expect(page.get_by_label("Toegangscode")).to_be_visible()
    assert _open(dienst) <= al_open
    assert _status(dienst) == voor


def test_checking_needs_a_file_and_again_when_the_choice_changes(loket: Blik, dienst: Dienst) -> None:
    page = _enter(loket, dienst.codes["eigen"])
    page.get_by_role("button", name="Controleren").click()
    expect(page.get_by_text("Kies eerst een bestand.")).to_be_visible()
    _send(page, dienst.bibliotheek.log([loan(i, "06-06-2025") for i in range(7)], "juni.csv"))
    _check(loket)
    page.get_by_role("combobox", name="Gegevens").click()
    page.get_by_role("option", name="Leden", exact=True).click()
    expect(page.get_by_text("Controleer opnieuw.")).to_be_visible()
    expect(page.get_by_role("button", name="Aanleveren", exact=True)).to_have_count(0)


def test_by_keyboard_alone(loket: Blik, dienst: Dienst) -> None:
    page = loket.page
    page.get_by_label("Toegangscode").focus()
    page.keyboard.type(dienst.codes["eigen"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Aanleveren", level=1)).to_be_visible()
    loket.ready()
    gezien = []
    for _ in range(25):
        page.keyboard.press("Tab")
        gezien.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
        if gezien[-1] == "Controleren":
            break
    assert "dk-bestanden" in gezien
    assert gezien[-1] == "Controleren"
    assert gezien.index("dk-bestanden") < len(gezien) - 1


def test_history_shows_ones_own_and_takes_back_with_a_reason(loket: Blik, dienst: Dienst) -> None:
    status, (bewijs,), _ = dienst.ask("/api/leveringen", b"a;b\n9;8\n", naam="weg.csv")
    assert status == 422
    page = _enter(loket, dienst.codes["eigen"])
    page.get_by_role("link", name="Leveringen").click()
    tabel = page.get_by_role("table").first
    expect(tabel).to_contain_text(bewijs["levering"])
    expect(tabel).not_to_contain_text("L000001")  # the network's list is not this sender's
    loket.ready()
    assert (_english(page), _axe(page)) == ([], [])
    page.get_by_role("combobox", name="Levering").click()
    page.get_by_role("option", name="L000002: Locaties").click()
    knop = page.get_by_role("button", name="L000002 intrekken")
    knop.click()
    expect(page.get_by_text("Zeg waarom u deze levering intrekt")).to_be_visible()
    assert _status(dienst)["L000002"] == "verwerkt"


def test_what_waits_is_confirmed_by_who_delivered_it(loket: Blik, dienst: Dienst, browser: Browser) -> None:
    page = _enter(loket, dienst.codes["eigen"])
    (wachtend,) = [nummer for nummer, staat in _status(dienst).items() if staat == "te_bevestigen"]
    page.get_by_role("link", name="Bevestigen").click()
    expect(page.get_by_role("heading", name=f"{wachtend}: Uitleningen, maart 2025")).to_be_visible()
    loket.ready()
    assert (_english(page), _axe(page)) == ([], [])
    expect(page.get_by_role("heading", name="Uitleningen: lidsoort, uit wise")).to_be_visible()
    page.get_by_role("button", name="Vertaling bevestigen").click()
    expect(page.get_by_text("Opnieuw verwerkt worden: L000003.")).to_be_visible()
    expect(page.get_by_text("Van al uw codes is bekend wat zij betekenen.")).to_be_visible()
    page.get_by_role("button", name=f"Klopt: {wachtend} telt mee").click()
    expect(page.get_by_text("is bevestigd en telt mee")).to_be_visible()
    assert _status(dienst)[wachtend] == "verwerkt"


def test_what_is_open_of_activities_is_answered_and_goes_back_to_wijzer(loket: Blik, dienst: Dienst) -> None:
    page = _enter(loket, dienst.codes["eigen"])
    page.get_by_role("link", name="Activiteiten").click()
    expect(page.get_by_role("heading", name="Wat nog openstaat")).to_be_visible()
    loket.ready()
    assert (_english(page), _axe(page)) == ([], [])
    page.get_by_role("button", name="Bestand voor Wijzer maken").click()
    expect(page.get_by_text("Over 2026 telt er")).to_have_count(0)
    page.get_by_role("button", name="Ja, dat is dezelfde").click()
    expect(page.get_by_text("Van 1 paar is vastgelegd")).to_be_visible()
    loket.ready()
    # A list at the very edge of the screen closes as it opens.
    page.set_viewport_size({"width": 1280, "height": 2000})
    page.get_by_role("combobox", name="Waar was W3 (wijzer)?").click()
    page.get_by_role("option", name="niet in de bibliotheek: elders").click()
    page.get_by_label("Deelnemers van =E2 (netwerk)").fill("veel")
    page.get_by_role("button", name="Antwoorden opslaan").click()
    expect(page.get_by_text("geen heel getal")).to_be_visible()
    page.get_by_label("Deelnemers van =E2 (netwerk)").fill("9")
    page.get_by_role("button", name="Antwoorden opslaan").click()
    expect(page.get_by_text("Van 2 activiteiten is bewaard")).to_be_visible()
    assert [(o.plek, o.open) for o in open_ends(dienst.bibliotheek.omgeving, ISIL)] == [
        ("wijzer:W2", ("status", "deelnemers", "thema"))
    ]
    page.get_by_role("combobox", name="Jaar", exact=True).click()
    page.get_by_role("option", name="2025", exact=True).click()
    loket.ready()
    page.get_by_role("button", name="Bestand voor Wijzer maken").click()
    with page.expect_download() as bezig:
        page.get_by_role("button", name="Activiteiten 2025 voor Wijzer (XLSX)").click()
    with zipfile.ZipFile(io.BytesIO(Path(bezig.value.path()).read_bytes())) as boek:
        tekst = boek.read("xl/sharedStrings.xml").decode()
    assert {"isil_organisatie", "netwerk:=E2", "EXTERN"} <= set(tekst.replace("<", ">").split(">"))
    assert (_axe(page), loket.vreemd, loket.klachten) == ([], [], [])


def test_calendar_workbooks_and_the_yearly_form_on_a_small_screen(loket: Blik, dienst: Dienst) -> None:
    loket.page.set_viewport_size({"width": 390, "height": 844})
    page = _enter(loket, dienst.codes["eigen"])
    _go(loket, "Kalender")
    expect(page.get_by_role("table", name="Te laat of ontbreekt")).to_contain_text("tot en met maart 2026")
    assert (_english(page), _axe(page)) == ([], [])
    _go(loket, "Sjablonen")
    assert (_english(page), _axe(page)) == ([], [])
    with page.expect_download() as bezig:
        page.get_by_role("button", name="Werkboek leden (XLSX)").click()
    with zipfile.ZipFile(io.BytesIO(Path(bezig.value.path()).read_bytes())) as boek:
        assert "Gegevens" in boek.read("xl/workbook.xml").decode()
    _go(loket, "Jaarcijfers")
    assert (_english(page), _axe(page)) == ([], [])
    page.get_by_label("Bezoeken, Proef (bezoeken)").fill("12345")
    page.get_by_role("button", name="Bezoek opslaan").click()
    expect(page.get_by_text("Opgeslagen als levering")).to_be_visible()
    nieuwste = receipts(dienst.bibliotheek.omgeving)[-1]
    assert (nieuwste.dataset, nieuwste.periode, nieuwste.status) == ("jaarcijfers", "2025", "ontvangen")
    page.get_by_label("Bezoeken, Proef (bezoeken)").fill("12346")
    page.get_by_role("button", name="Bezoek opslaan").click()
    expect(page.get_by_text("is nog niet verwerkt of bevestigd")).to_be_visible()
    assert (loket.vreemd, loket.klachten) == ([], [])


def _go(blik: Blik, naam: str) -> None:
    """To another page by the menu of a small screen."""
    blik.page.get_by_test_id("stExpandSidebarButton").click()
    blik.page.get_by_test_id("stSidebarNavLink").filter(has_text=naam).click()
    expect(blik.page.get_by_role("heading", name=naam, level=1)).to_be_visible()
    expect(blik.page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
    blik.ready()
