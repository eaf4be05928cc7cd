// The interface's built-in English in Dutch, and three small services: no single-key shortcuts, filters folded on a small
// screen, the permanent link copied. Own texts come from the server in Dutch and are never touched here.
(() => {
  "use strict";

  const TEKSTEN = new Map(Object.entries({
    "Skip to main content": "Naar de inhoud",
    "Skip to content": "Naar de inhoud",
    "Sidebar": "Zijbalk",
    "Expand sidebar": "Zijbalk openen",
    "Collapse sidebar": "Zijbalk sluiten",
    "Open sidebar": "Zijbalk openen",
    "Close sidebar": "Zijbalk sluiten",
    "App pages": "Pagina's",
    "Navigate to home page": "Naar de beginpagina",
    "Main menu": "Menu",
    "Notifications": "Meldingen",
    "Open": "Openen",
    "Close": "Sluiten",
    "Clear value": "Wissen",
    "Clear all": "Alles wissen",
    "Clear selection": "Keuze wissen",
    "Select all": "Alles kiezen",
    "Selected values": "Gekozen",
    "Select...": "Kies…",
    "Choose an option": "Maak een keuze",
    "Choose options": "Maak een keuze",
    "No results": "Niets gevonden",
    "No options to select.": "Niets om te kiezen",
    "No options to select": "Niets om te kiezen",
    "No data": "Geen gegevens",
    "No content": "Geen inhoud",
    "Show data": "Gegevens tonen",
    "Show chart": "Grafiek tonen",
    "Download as CSV": "Download als CSV",
    "Download as PNG": "Download als PNG",
    "Download as SVG": "Download als SVG",
    "Fullscreen": "Volledig scherm",
    "Toggle fullscreen": "Volledig scherm",
    "Close fullscreen": "Volledig scherm sluiten",
    "View fullscreen": "Volledig scherm",
    "Exit fullscreen": "Volledig scherm sluiten",
    "Search": "Zoeken",
    "Copy": "Kopiëren",
    "Copy to clipboard": "Kopiëren",
    "Copied": "Gekopieerd",
    "Link to heading": "Link naar deze kop",
    "Scroll tabs left": "Tabbladen naar links",
    "Scroll tabs right": "Tabbladen naar rechts",
    "Running...": "Bezig…",
    "Running…": "Bezig…",
    "Stop": "Stoppen",
    "Stop script": "Stoppen",
    "Rerun": "Opnieuw laden",
    "Print": "Afdrukken",
    "Connecting": "Verbinden…",
    "CONNECTING": "Verbinden…",
    "Connection error": "Geen verbinding",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:":
      "De verbinding met de cijfers is weg. Zodra de dienst er weer is, gaat deze pagina vanzelf verder.",
    "Page not found": "Pagina niet gevonden",
    "Script execution error": "Er ging iets mis",
    "Previous page": "Vorige pagina",
    "Next page": "Volgende pagina",
    "Markdown content": "Tekst",
    "Press Enter to submit form": "Enter om te versturen",
    "Press Enter to apply": "Enter om toe te passen",
    "Show password": "Code tonen",
    "Hide password": "Code verbergen",
    "Streamlit": "Daadkracht",
  }));
  const PATRONEN = [
    [/^Selected (.*)\. (.*)$/, "Gekozen: $1. $2"],
    [/^Selected (.*)$/, "Gekozen: $1"],
    [/^Show data: (.*)$/s, "Gegevens tonen: $1"],
    [/^Show chart: (.*)$/s, "Grafiek tonen: $1"],
    [/^Download as (CSV|PNG|SVG): (.*)$/s, "Download als $1: $2"],
    [/^Copy Vega-Lite spec: (.*)$/s, "Beschrijving van de grafiek kopiëren: $1"],
    [/^(?:Toggle fullscreen|Fullscreen): (.*)$/s, "Volledig scherm: $1"],
    [/^Close fullscreen: (.*)$/s, "Volledig scherm sluiten: $1"],
    [/^Remove (.*)$/, "$1 verwijderen"],
    [/^Shortcut (.*)$/, "Sneltoets $1"],
    [/^You selected a page that does not exist/, "Deze pagina bestaat niet"],
  ];
  // "graphics-document" parts of a chart carry the description of the drawing library.
  const ROLLEN = new Map(Object.entries({
    "visualization": "grafiek", "group mark container": "groep", "bar": "staaf", "point": "punt", "line mark": "lijn",
    "rule mark": "lijn", "text mark": "tekst", "mark container": "groep", "symbol mark container": "punten",
    "rect mark container": "staven", "line mark container": "lijnen", "text mark container": "teksten",
  }));
  const KENMERKEN = ["aria-label", "title", "placeholder", "alt", "aria-roledescription"];
  // Texts of our own: written by the server in Dutch.
  const EIGEN = "[data-testid='stHtml'], [data-testid='stMarkdownContainer'], .stHtml, script, style, text";

  function vertaling(tekst) {
    const kern = tekst.trim();
    if (!kern || kern.length > 600) return null;
    const vast = TEKSTEN.get(kern);
    if (vast) return tekst.replace(kern, vast);
    for (const [patroon, nieuw] of PATRONEN) if (patroon.test(kern)) return kern.replace(patroon, nieuw);
    return null;
  }

  function vertaalTekst(knoop) {
    const ouder = knoop.parentElement;
    if (!ouder || ouder.closest(EIGEN)) return;
    const nieuw = vertaling(knoop.data);
    if (nieuw !== null && nieuw !== knoop.data) knoop.data = nieuw;
  }

  function vertaalKenmerken(element) {
    for (const kenmerk of KENMERKEN) {
      const oud = element.getAttribute(kenmerk);
      if (!oud) continue;
      const nieuw = kenmerk === "aria-roledescription" ? ROLLEN.get(oud) : vertaling(oud);
      if (nieuw && nieuw !== oud) element.setAttribute(kenmerk, nieuw);
    }
  }

  function vertaal(wortel) {
    if (wortel.nodeType === Node.TEXT_NODE) return vertaalTekst(wortel);
    if (wortel.nodeType !== Node.ELEMENT_NODE) return undefined;
    vertaalKenmerken(wortel);
    const gang = document.createTreeWalker(wortel, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let knoop = gang.nextNode(); knoop; knoop = gang.nextNode()) {
      if (knoop.nodeType === Node.TEXT_NODE) vertaalTekst(knoop);
      else vertaalKenmerken(knoop);
    }
    return undefined;
  }

  // Filters fill a small screen, so there they start folded; once, after that they are the reader's.
  let gevouwen = false;
  function vouwFilters() {
    if (gevouwen) return;
    const details = document.querySelector(".st-key-filters details, details.st-key-filters");
    if (!details) return;
    gevouwen = true;
    if (window.matchMedia("(max-width: 640px)").matches && details.open) details.querySelector("summary").click();
  }

  new MutationObserver((veranderingen) => {
    for (const verandering of veranderingen) {
      if (verandering.type === "characterData") vertaalTekst(verandering.target);
      else if (verandering.type === "attributes") vertaalKenmerken(verandering.target);
      else verandering.addedNodes.forEach(vertaal);
    }
    vouwFilters();
  }).observe(document.documentElement, {
    subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: KENMERKEN,
  });
  vertaal(document.documentElement);

  // A bare letter must not do anything (WCAG 2.1.4): R and C are shortcuts of the interface that cannot be switched off.
  document.addEventListener("keydown", (toets) => {
    if (toets.ctrlKey || toets.metaKey || toets.altKey) return;
    const in_veld = toets.target.closest && toets.target.closest("input, textarea, select, [contenteditable='true']");
    if (!in_veld && /^[rc]$/i.test(toets.key)) toets.stopImmediatePropagation();
  }, true);

  document.addEventListener("click", async (klik) => {
    const knop = klik.target.closest && klik.target.closest(".st-key-kopieer button");
    if (!knop) return;
    const melding = document.querySelector("[data-vaste-link]");
    if (!melding) return;
    const link = new URL(melding.getAttribute("data-vaste-link"), window.location.href).href;
    try {
      await navigator.clipboard.writeText(link);
      zeg("De vaste link is gekopieerd.");
    } catch {
      zeg("Kopiëren lukt hier niet. Neem het adres uit de adresbalk over.");
    }
  });

  // Said in a place of its own: the page is drawn anew after the click, and what stood in it goes.
  function zeg(tekst) {
    let plek = document.getElementById("dk-melding");
    if (!plek) {
      plek = document.createElement("div");
      plek.id = "dk-melding";
      plek.setAttribute("role", "status");
      document.body.append(plek);
    }
    plek.textContent = tekst;
    window.clearTimeout(zeg.wacht);
    zeg.wacht = window.setTimeout(() => { plek.textContent = ""; }, 8000);
  }
})();
