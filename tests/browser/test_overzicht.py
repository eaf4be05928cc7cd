"""The page Overzicht in a real browser: what loads, what it says, what a link, a key, a table and a download give."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import KAPOT, NIEUW, OUD, Blik, look, serve
from tests.browser.network import MET_TEKENS, MET_TREND, SOORTEN, value, write_publicatie

pytestmark = pytest.mark.browser

UITLENINGEN = next(soort for soort in SOORTEN if soort.code == "UIT-01")
GEWOON = "NL-0900020000"
MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
# What the interface says of its own accord; one of these in sight is a text that nl.js does not know yet.
ENGELS = (
    "Skip to", "Sidebar", "sidebar", "Main menu", "App pages", "Notifications", "Open", "Close", "Clear", "Select",
    "Choose", "No results", "No data", "Show data", "Show chart", "Download as", "Fullscreen", "fullscreen", "Search",
    "Copy", "Copied", "Link to heading", "Scroll", "Running", "Stop", "Rerun", "Print", "Connecting", "Connection",
    "Streamlit", "Page not found", "error", "Previous", "Next", "Loading", "You need to enable", "Deploy", "Settings",
    "visualization", "mark container", "Press", "Made with", "Axis titled", "axis",
)  # fmt: skip
# Every text and every name a reader or a screen reader can meet, with the folded and hidden ones; not scripts and styles.
TEKSTEN = """() => {
  const uit = [];
  const gang = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let k = gang.nextNode(); k; k = gang.nextNode()) {
    if (k.nodeType === Node.TEXT_NODE) {
      // An icon is a ligature of its English name, hidden from screen readers.
      if (!k.parentElement.closest("script, style, [data-testid='stIconMaterial']")) uit.push(k.data.trim());
    } else {
      for (const naam of ["aria-label", "title", "placeholder", "alt", "aria-roledescription", "aria-description"])
        if (k.getAttribute(naam)) uit.push(k.getAttribute(naam));
    }
  }
  return uit.filter(Boolean);
}"""


def _english(page: Page) -> list[str]:
    patroon = re.compile(r"\b(" + "|".join(map(re.escape, ENGELS)) + r")\b")
    return [tekst for tekst in page.evaluate(TEKSTEN) if patroon.search(tekst)]


def _amount(getal: float) -> str:
    return f"{getal:,.0f}".replace(",", ".")


def test_loads_in_dutch_from_its_own_host_alone(blik: Blik) -> None:
    antwoorden = []
    blik.page.on("response", lambda a: antwoorden.append(a) if a.url.split("?")[0] == blik.adres + "/" else None)
    page = blik.open()
    blik.chart()
    expect(page).to_have_title("Daadkracht")
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert "default-src 'self'" in antwoorden[0].headers["content-security-policy"]
    expect(page.locator(".dk-kaart")).to_have_count(8)
    assert blik.vreemd == []
    assert blik.klachten == []


def test_says_nothing_in_english(blik: Blik) -> None:
    page = blik.open(bibliotheek=MET_TEKENS)
    blik.chart()
    assert _english(page) == []
    page.get_by_role("combobox", name="Bibliotheek").click()
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.type("zzzz")
    expect(page.get_by_text("Niets gevonden")).to_be_visible()
    assert _english(page) == []
    page.keyboard.press("Escape")
    page.locator(".stVegaLiteChart").hover()
    page.get_by_role("tab", name="Tabel").click()
    page.get_by_role("button", name="Definitie").first.click()
    expect(page.get_by_text("Wat telt mee").first).to_be_visible()
    assert _english(page) == []


def _axe(page: Page) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is niet geïnstalleerd")
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    uitkomst = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['impact']} {v['id']}: {v['nodes'][0]['html'][:200]}" for v in uitkomst["violations"]]


@pytest.mark.parametrize("breedte", [1440, 390])
def test_has_no_accessibility_violation(blik: Blik, breedte: int) -> None:
    blik.page.set_viewport_size({"width": breedte, "height": 844})
    page = blik.open(bibliotheek=MET_TEKENS)
    blik.chart()
    assert _axe(page) == []
    page.get_by_role("tab", name="Tabel").click()
    expect(page.get_by_role("table").first).to_be_visible()
    assert _axe(page) == []
    page.get_by_role("button", name="Definitie").first.click()
    expect(page.get_by_text("Wat telt mee").first).to_be_visible()
    assert _axe(page) == []


def test_states_have_no_accessibility_violation(blik: Blik) -> None:
    page = blik.open(publicatie=OUD, bibliotheek="NL-0900040000", indicator="ACT-01")
    expect(page.get_by_text("Er is een nieuwere publicatie")).to_be_visible()
    expect(page.get_by_text("geen cijfers").first).to_be_visible()
    assert _axe(page) == []
    assert _english(page) == []


def test_the_first_tab_stop_skips_to_the_content(blik: Blik) -> None:
    page = blik.open()
    page.keyboard.press("Tab")
    sprong = page.get_by_role("link", name="Naar de inhoud").or_(page.get_by_role("button", name="Naar de inhoud"))
    expect(sprong).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('[data-testid=stMain], main') !== null")


def test_a_bare_letter_does_nothing(blik: Blik) -> None:
    verzonden: list[int] = []
    blik.page.on("websocket", lambda w: w.on("framesent", lambda _: verzonden.append(1)))
    page = blik.open()
    blik.chart()
    page.get_by_role("heading", level=1).click()
    eerder = len(verzonden)
    for toets in "rcRC":
        page.keyboard.press(toets)
    # A question that is answered after whatever the keys did.
    assert page.evaluate("new Promise(klaar => requestAnimationFrame(() => setTimeout(klaar, 0, true)))")
    assert len(verzonden) == eerder


def _choose(page: Page, keuze: str, waarde: str) -> None:
    page.get_by_role("combobox", name=keuze).click()
    page.get_by_role("option", name=waarde, exact=True).click()


def test_a_permanent_link_gives_the_same_view(blik: Blik, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=blik.adres)
    page = blik.open()
    _choose(page, "Bibliotheek", "Bibliotheek Duinstreek")
    expect(page.locator(".dk-bron").get_by_text("Bibliotheek Duinstreek")).to_be_visible()
    _choose(page, "Indicator in de grafiek", "Deelnames")
    expect(page.get_by_role("heading", name="Deelnames per maand, 2025")).to_be_visible()
    _choose(page, "Jaar", "2024")
    expect(page.get_by_role("heading", name="Deelnames per maand, 2024")).to_be_visible()
    blik.ready()
    expect(page.locator(".dk-kaart")).to_have_count(8)
    gezien = page.locator(".dk-kaart").all_inner_texts()
    page.get_by_role("button", name="Kopieer vaste link").click()
    expect(page.get_by_text("De vaste link is gekopieerd.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert {naam: deel[0] for naam, deel in parse_qs(urlsplit(link).query).items()} == {
        "bibliotheek": "NL-0900030000", "jaar": "2024", "indicator": "ACT-02", "publicatie": NIEUW,
    }  # fmt: skip
    ander = look(context, blik.adres)
    ander.page.goto(link)
    ander.ready()
    expect(ander.page.get_by_role("heading", name="Deelnames per maand, 2024")).to_be_visible()
    expect(ander.page.locator(".dk-kaart")).to_have_count(8)
    assert ander.page.locator(".dk-kaart").all_inner_texts() == gezien


def test_the_back_button_goes_to_the_choice_before(blik: Blik) -> None:
    page = blik.open(bibliotheek=GEWOON)
    _choose(page, "Bibliotheek", "Bibliotheek Duinstreek")
    expect(page).to_have_url(re.compile("bibliotheek=NL-0900030000"))
    blik.ready()
    page.go_back()
    expect(page.locator(".dk-bron").get_by_text("Bibliotheek De Brug")).to_be_visible()
    expect(page).to_have_url(re.compile(f"bibliotheek={GEWOON}"))


def test_an_older_publicatie_says_so(blik: Blik) -> None:
    page = blik.open(publicatie=OUD)
    expect(page.get_by_text("Er is een nieuwere publicatie")).to_be_visible()
    page.get_by_role("button", name="Toon de laatste publicatie").click()
    expect(page.get_by_text("Er is een nieuwere publicatie")).to_have_count(0)
    assert "publicatie" not in parse_qs(urlsplit(page.url).query)


def test_an_error_is_a_sentence_with_a_code_and_no_more(blik: Blik) -> None:
    page = blik.open(publicatie=KAPOT)
    melding = page.get_by_role("alert").filter(has_text="meld dan code")
    expect(melding).to_be_visible()
    tekst = page.locator("body").inner_text()
    assert re.search(r"code [0-9A-F]{8}", tekst)
    for verraad in ("Traceback", "duckdb", "netwerk", "File ", "geen database"):
        assert verraad not in tekst
    assert _english(page) == []
    assert _axe(page) == []


def test_a_lost_connection_is_told_in_dutch(context: BrowserContext, tmp_path: Path, wortel: Path) -> None:
    write_publicatie(tmp_path / "publicaties", NIEUW)
    with serve(tmp_path, wortel) as server:
        blik = look(context, server.adres)
        page = blik.open()
        server.proces.terminate()
        server.proces.wait()
        melding = page.get_by_role("dialog").filter(has_text="Geen verbinding")
        expect(melding).to_be_visible()
        expect(melding.get_by_text("streamlit run")).to_be_hidden()
        assert "Is Streamlit still" not in melding.inner_text()


def _chart_figures(page: Page) -> dict[str, str]:
    """Period -> figure, from the names of the marks."""
    namen = page.locator(
        ".stVegaLiteChart svg [aria-roledescription=staaf], .stVegaLiteChart svg [aria-roledescription=punt]"
    )
    return dict(naam.split(": ") for naam in namen.evaluate_all("alle => alle.map(e => e.getAttribute('aria-label'))"))


def _table_figures(page: Page) -> dict[str, str]:
    page.get_by_role("tab", name="Tabel").click()
    tabel = page.locator(".dk-tabel table").first
    expect(tabel).to_be_visible()
    koppen = tabel.locator("thead th").all_inner_texts()
    uit = {}
    for rij in tabel.locator("tbody tr").all():
        cellen = rij.locator("th, td").all_inner_texts()
        maand = cellen[0].split()[0]
        uit[f"{maand} {koppen[1]}"] = cellen[1]
        uit[f"{maand} {koppen[3]}"] = cellen[3]
    return uit


@pytest.mark.parametrize("isil", [GEWOON, MET_TEKENS])
def test_the_table_says_what_the_chart_draws(blik: Blik, isil: str) -> None:
    page = blik.open(bibliotheek=isil)
    blik.chart()
    grafiek, tabel = _chart_figures(page), _table_figures(page)
    assert grafiek
    assert {periode: tekst for periode, tekst in tabel.items() if tekst[0].isdigit()} == grafiek
    for jaar in (2024, 2025):
        for nr, maand in enumerate(MAANDEN, start=1):
            if isil == GEWOON or jaar == 2024:
                assert grafiek[f"{maand} {jaar}"] == _amount(value(UITLENINGEN, isil, f"{jaar}-{nr:02d}"))


def test_every_mark_is_said_in_chart_and_table(blik: Blik) -> None:
    page = blik.open(bibliotheek=MET_TEKENS)
    blik.chart()
    woorden = page.locator(".stVegaLiteChart svg text").all_text_contents()
    assert {"onderdrukt", "geblokkeerd", "–", "0"} <= set(woorden)
    page.get_by_role("tab", name="Tabel").click()
    rijen = page.locator(".dk-tabel table").first.locator("tbody tr").all_inner_texts()
    cellen = [re.split(r"\s*\t\s*", rij) for rij in rijen]
    assert cellen[0][1:3] == ["0", "definitief"]
    assert [rij[2] for rij in cellen[1:4]] == ["ontbreekt", "onderdrukt", "geblokkeerd"]
    assert cellen[11][1].endswith("*")
    for uitleg in ("* voorlopig", "x geblokkeerd", ". onderdrukt", "– ontbreekt"):
        expect(page.get_by_text(re.compile("^" + re.escape(uitleg)))).to_be_visible()


def test_a_break_cuts_the_line_of_last_year(blik: Blik) -> None:
    page = blik.open(bibliotheek=MET_TREND)
    blik.chart()
    expect(page.get_by_text("Vorig jaar staat er niet bij")).to_be_visible()
    assert page.locator(".stVegaLiteChart svg [aria-roledescription=punt]").count() == 0


def _download(page: Page, naam: str) -> tuple[str, bytes]:
    with page.expect_download() as wacht:
        page.get_by_role("button", name=naam).click()
    return wacht.value.suggested_filename, Path(wacht.value.path()).read_bytes()


def test_downloads_hold_the_figures_of_the_chart(blik: Blik) -> None:
    page = blik.open(bibliotheek=GEWOON)
    blik.chart()
    naam, inhoud = _download(page, "Download CSV")
    assert naam == f"daadkracht_UIT-01_{GEWOON}_2025.csv"
    assert inhoud.startswith(b"\xef\xbb\xbf")
    rijen = list(csv.DictReader(io.StringIO(inhoud.decode("utf-8-sig")), delimiter=";"))
    assert len(rijen) == 24
    for rij in rijen:
        assert float(rij["waarde"].replace(",", ".")) == value(UITLENINGEN, GEWOON, rij["periode"])
        assert rij["publicatie"] == NIEUW
    naam, inhoud = _download(page, "Download XLSX")
    assert naam.endswith(".xlsx")
    with zipfile.ZipFile(io.BytesIO(inhoud)) as boek:
        blad = boek.read("xl/worksheets/sheet1.xml").decode()
    getallen = [float(g) for g in re.findall(r'<c r="G\d+" s="\d+"><v>([\d.]+)</v>', blad)]
    assert getallen == [value(UITLENINGEN, GEWOON, rij["periode"]) for rij in rijen]


@pytest.mark.parametrize("breedte", [320, 390])
def test_fits_a_small_screen_with_its_filters_folded(blik: Blik, breedte: int) -> None:
    blik.page.set_viewport_size({"width": breedte, "height": 844})
    page = blik.open(bibliotheek=MET_TEKENS)
    blik.chart()
    assert page.evaluate("document.documentElement.scrollWidth") <= breedte
    breder = """breedte => [...document.querySelectorAll('[data-testid=stMain] *')]
        .filter(e => !e.closest('.dk-tabel') && e.getClientRects().length && !e.closest('[role=tabpanel][hidden]'))
        .filter(e => getComputedStyle(e).position !== 'absolute' && e.getBoundingClientRect().right > breedte + 1)
        .map(e => e.outerHTML.slice(0, 120))"""
    assert page.evaluate(breder, breedte) == []
    keuze = page.get_by_role("combobox", name="Bibliotheek")
    expect(keuze).to_be_hidden()
    page.get_by_text("Keuze: bibliotheek, jaar en indicator").click()
    expect(keuze).to_be_visible()
    # A list that opens while the fold still moves closes again.
    page.locator(".st-key-filters").evaluate("e => Promise.all(e.getAnimations({subtree: true}).map(a => a.finished))")
    _choose(page, "Bibliotheek", "Bibliotheek Duinstreek")
    expect(page.locator(".dk-bron").get_by_text("Bibliotheek Duinstreek")).to_be_visible()


@pytest.mark.parametrize(
    "smaak", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=["donker", "eigen kleuren"]
)
def test_stays_readable_in_a_readers_own_colours(browser: Browser, adres: str, smaak: dict[str, str]) -> None:
    eigen = browser.new_context(viewport={"width": 1000, "height": 900}, locale="nl-NL", **smaak)  # type: ignore[arg-type]
    blik = look(eigen, adres)
    page = blik.open(bibliotheek=MET_TEKENS)
    blik.chart()
    stijl = page.evaluate(
        """() => {
        const kleur = (k, wat) => getComputedStyle(document.querySelector(k))[wat];
        return [kleur(".dk-waarde", "color"), kleur("[data-testid=stApp]", "backgroundColor"),
                kleur(".stVegaLiteChart svg", "backgroundColor"), kleur("[role=tab][aria-selected=true]", "textDecorationLine")];
    }"""
    )
    assert stijl[0] != stijl[1]
    assert stijl[2] == "rgb(255, 255, 255)"
    if "forced_colors" in smaak:
        assert stijl[3] == "underline"
    else:
        assert _axe(page) == []
    eigen.close()


def test_cards_say_value_change_and_place(blik: Blik) -> None:
    page = blik.open(bibliotheek=GEWOON)
    kaart = page.locator(".dk-kaart").filter(has=page.get_by_role("heading", name="Uitleningen", exact=True))
    nu, toen = (value(UITLENINGEN, GEWOON, periode) for periode in ("2025-12", "2024-12"))
    expect(kaart.locator(".dk-waarde")).to_have_text(_amount(nu))
    procent = f"{abs(nu / toen - 1) * 100:.1f}".replace(".", ",")
    expect(kaart.locator(".dk-verandering")).to_contain_text(f"{procent}% {'hoger' if nu > toen else 'lager'}")
    expect(kaart.locator(".dk-verandering")).to_contain_text("december 2024")
    expect(kaart.locator("img.dk-lijn")).to_have_attribute("alt", re.compile("december 2024.*december 2025"))
    expect(kaart.locator("img.dk-strook")).to_have_attribute("alt", re.compile("mediaan"))


def test_says_whether_it_is_well(blik: Blik) -> None:
    antwoord = blik.page.request.get(blik.adres + "/gezond")
    assert antwoord.status == 200
    assert antwoord.json() == {"status": "in orde", "publicatie": NIEUW}
    assert blik.page.request.get(blik.adres + "/eigen/..%2finzien.py").status in {400, 404}
    assert blik.page.request.get(blik.adres + "/eigen/inzien.py").status == 404


def test_offers_no_interface_for_programs(blik: Blik) -> None:
    antwoord = blik.page.request.post(blik.adres + "/_stcore/agent/interact", data={})
    assert antwoord.status >= 400
    assert "service-desc" not in blik.page.request.get(blik.adres + "/").text()
