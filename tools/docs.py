"""Writes the generated pages of docs/ from the definitions and the spec cases (`make docs`).

Not here: what a column, code, finding or indicator means (that stands in `definitions/` alone), and the pages on counting
(`counting.py`) and on what is asked (`asking.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from definitions import (
    DRAIN_ORDER,
    Bronsysteem,
    Codelijst,
    Contract,
    Definities,
    Indicator,
    Kolom,
    load_definities,
    standing,
    telvarianten_van,
)

from .markdown import KOP, table

DOCS = Path(__file__).resolve().parent.parent / "docs"

SOORT_CONTRACT = {
    "stroom": "gebeurtenissen, per maand",
    "stand": "een stand op een peildatum",
    "lijst": "een lijst; een nieuwere levering vervangt de hele vorige",
}
SOORT_INDICATOR = {
    "optelbaar": "telt op over tijd en plaats",
    "stand": "telt op over plaatsen; over de tijd telt de laatste peildatum",
    "uniek": "verschillende personen per organisatie en periode; nooit opgeteld over de tijd",
    "verhouding": "een verhouding: deel de som van de tellers door de som van de noemers",
}
WAARDEN = {
    "tekst": "tekst",
    "code": "code",
    "datum": "datum",
    "tijdstip": "datum en tijd",
    "geheel": "geheel getal",
    "decimaal": "getal",
    "telgetal": "getal; 1.234 en 1234 zijn hetzelfde, de komma is voor decimalen",
    "lidnummer": "lidnummer (wordt een pseudoniem)",
    "geboortedatum": "geboortedatum (wordt een leeftijdsband)",
    "postcode": "postcode",
    "vestiging": "code van de vestiging in het bronsysteem, of ISIL",
    "isil": "ISIL",
    "gemeente": "gemeentecode (GM0363)",
    "gebied": "NL01, PV20, GM0363 of een ISIL",
    "janee": "J of N",
    "ppn": "PPN",
    "lijst": "codes, gescheiden door een |",
    "maand": "maand",
    "pseudoniem": "pseudoniem",
}
BEWIJZEN = {
    "documentatie": (
        "openbare documentatie; er is geen echte export gezien. Cijfers blijven voorlopig tot één bibliotheek haar eigen totalen "
        "heeft bevestigd"
    ),
    "voorbeeld": "voorbeelden van bestanden in deze vorm",
    "praktijk": "exports van bibliotheken die het gebruiken",
}
GEVOLGEN = {
    "uitval": "de rij telt niet mee",
    "waarschuwing": "de rij telt mee, de waarde wordt ONBEKEND of blijft leeg",
    "ontdubbeld": "de rij telt één keer",
    "overgeslagen": "de rij of kolom wordt overgeslagen",
    "hersteld": "de waarde is hersteld",
    "wacht": "de levering wacht en gaat vanzelf verder",
    "weigering": "de levering wordt geweigerd; wat er stond blijft gelden",
    "te_bevestigen": "de levering wacht op bevestiging",
}


def _number(waarde: float) -> str:
    return f"{waarde:g}".replace(".", ",")


def _kolom(kolom: Kolom) -> tuple[str, ...]:
    waarde = WAARDEN[kolom.waarde]
    if kolom.codelijst:
        waarde += f" uit [{kolom.codelijst}](#codelijst-{kolom.codelijst})"
    return (
        f"`{kolom.naam}`",
        kolom.omschrijving,
        waarde,
        "ja" if kolom.verplicht else "nee",
        kolom.privacy.value,
        kolom.doel,
        kolom.grondslag,
        kolom.bewaartermijn,
    )


def _contract(contract: Contract, definities: Definities) -> Iterator[str]:
    yield from (f"## {contract.dataset}: {contract.naam}", "", contract.omschrijving, "")
    yield f"- Soort: {SOORT_CONTRACT[contract.soort]}."
    yield f"- Versie {contract.versie}; eigenaar: {contract.eigenaar}."
    if contract.drempel_uitval < 1:
        yield (
            f"- Vanaf {contract.drempel_rijen} rijen wordt een levering met meer dan "
            f"{_number(contract.drempel_uitval * 100)} % uitval geweigerd."
        )
    yield (
        f"- Het bestand zelf wordt versleuteld bewaard en na {contract.bewaartermijn_ruw_dagen} dagen vernietigd; "
        f"wat ervan overblijft na {contract.bewaartermijn_brons_maanden} maanden."
    )
    systemen = [s.naam for s in definities.bronsystemen.values() if contract.dataset in s.datasets]
    if systemen:
        yield f"- Wordt herkend uit: {', '.join(systemen)}."
    yield ""
    koppen = ("kolom", "betekenis", "waarde", "verplicht", "privacy", "doel", "grondslag", "bewaard")
    yield from table(koppen, map(_kolom, contract.levering.kolommen))
    regels = [(regel.code, kolom.naam) for kolom in contract.levering.kolommen for regel in kolom.regels]
    if regels:
        yield from ("Waarop elke rij wordt nagekeken:", "")
        yield from table(
            ("bevinding", "kolom", "gevolg"),
            (
                (f"[{code}](#bevindingen)", f"`{kolom}`", GEVOLGEN[definities.bevindingen[code].gevolg])
                for code, kolom in regels
            ),
        )
    tabellen = ", ".join(f"`{tabel.naam}` ({tabel.omschrijving.rstrip('.')})" for tabel in contract.brons)
    yield from (f"Wat ervan bewaard blijft (brons): {tabellen}.", "")


def _codelijst(lijst: Codelijst) -> Iterator[str]:
    yield from (f'### <a id="codelijst-{lijst.naam}"></a>{lijst.naam}', "")
    kolommen = [kolom for kolom in lijst.kolommen if kolom not in ("code", "geldig_van", "geldig_tot")]
    yield from table(
        ("code", *kolommen),
        ((f"`{code}`", *(rij[kolom] for kolom in kolommen)) for code, rij in lijst.codes.items()),
    )


def _bronsysteem(systeem: Bronsysteem) -> Iterator[str]:
    yield from (f"### {systeem.naam} (`{systeem.id}`)", "", systeem.toelichting, "")
    yield f"Waarop dit profiel steunt: {BEWIJZEN[systeem.bewijs]}."
    venster = max((levering.venster_maanden or 0 for levering in systeem.datasets.values()), default=0)
    if venster:
        yield (
            f"Verlengingen zijn een teller bij de uitlening: lever steeds de laatste {venster} maanden. Zo lang blijven de "
            "verlengingen van een maand voorlopig."
        )
    yield ""
    for kop, regels in (("Wat u aanlevert:", systeem.aanleveren), ("Waar u op let:", systeem.valkuilen)):
        if regels:
            yield from (kop, "", *(f"- {regel}" for regel in regels), "")
    for dataset, sql in systeem.rapporten.items():
        yield from (
            f"Rapport {dataset}, om in {systeem.naam} te plakken:",
            "",
            "```sql",
            *sql.rstrip().splitlines(),
            "```",
            "",
        )
    yield from table(
        ("export", "wat het is", "herkend aan", "andere kolomnamen"),
        (
            (
                f"`{naam}`", tabel.omschrijving, ", ".join(f"`{kolom}`" for kolom in tabel.kenmerk),
                "; ".join(f"`{kolom}`: {', '.join(namen)}" for kolom, namen in tabel.andere_namen.items()),
            )
            for naam, tabel in systeem.tabellen.items()
        ),
    )  # fmt: skip
    yield from table(
        ("dataset", "uit", "of anders uit", "aangevuld met"),
        (
            (dataset, ", ".join(levering.hoofd), ", ".join(levering.reserve), ", ".join(levering.hulp) or "niets")
            for dataset, levering in systeem.datasets.items()
        ),
    )
    aannames = [
        (dataset, naam, kolom.aanname)
        for dataset, levering in systeem.datasets.items()
        for naam, kolom in levering.kolommen.items()
        if kolom.aanname
    ]
    if aannames:
        yield from ("Aannames, na te gaan bij de bibliotheek:", "")
        yield from table(("dataset", "kolom", "aanname"), aannames)


# What `ingest.unpack` and `ingest.dialect` read; the numbers are those of `Omgeving`.
VORMEN = (
    (
        "- **Wat uw systeem geeft.** CSV met puntkomma, komma, tab of | (UTF-8, UTF-16 of Windows-1252), Excel (xlsx, xls), ODS, "
        "Parquet, JSON of een databasedump met `COPY`; ook ingepakt als zip of gz. Een zip of werkboek mag meer tabellen bevatten: "
        "elke herkende tabel telt mee, een verborgen werkblad niet."
    ),
    ("- **Datums** als 2025-12-31 of 31-12-2025, getallen met punt of komma. Leeg is onbekend."),
    (
        "- **Wat er omheen staat mag blijven staan.** Regels boven de kop, herhaalde koppen, totalen, lege regels en een "
        "bronvermelding slaan wij over; het ontvangstbewijs zegt hoeveel het er waren. Ook wat wij in waarden herstellen, zoals een "
        "datum die Excel als getal opsloeg, staat er per kolom op."
    ),
    ("- **Formules** worden nooit uitgerekend: alleen de waarde in de cel telt."),
    (
        "- **Niet gelezen** worden een bestand met een wachtwoord, een zip die dieper dan één keer is ingepakt, meer dan 1.000 kolommen, "
        "een bestand boven 8 GB en een werkboek boven 16 miljoen cellen; exporteer die als CSV."
    ),
    "",
)


def leveren(definities: Definities) -> str:
    """The page for who delivers data: per dataset its columns and rules, then code lists, systems and findings."""
    regels = [
        "# Gegevens aanleveren",
        "",
        KOP,
        "",
        (
            "Een levering is een set bestanden van één dataset: `daadkracht lever BESTAND ... --organisatie ISIL`. De dataset, "
            "de periode en het bronsysteem worden herkend; wat herkend is en waaraan staat in het ontvangstbewijs. "
            "`daadkracht controleer` doet dezelfde controles zonder aan te leveren. Kolommen die hieronder niet staan, worden "
            "weggelaten voordat er iets wordt bewaard; lever ze niet aan."
        ),
        "",
        "Weet u niet of uw export bekend is, vraag het dan: `daadkracht herken BESTAND` stelt voor wat elke kolom is en waarom.",
        "",
        "## In welke vorm",
        "",
        *VORMEN,
        "",
    ]
    for dataset in DRAIN_ORDER:
        regels += _contract(definities.contracten[dataset], definities)
    regels += ["## Bronsystemen", ""]
    for systeem in definities.bronsystemen.values():
        regels += _bronsysteem(systeem)
    regels += ["## Bevindingen", "", "Wat een controle kan melden, wat er dan gebeurt en wat u kunt doen.", ""]
    regels += table(
        ("code", "wat er aan de hand is", "gevolg", "wat u kunt doen"),
        ((f"`{b.code}`", b.tekst, GEVOLGEN[b.gevolg], b.herstel) for b in definities.bevindingen.values()),
    )
    regels += ["## Codelijsten", ""]
    for lijst in definities.codelijsten.values():
        regels += _codelijst(lijst)
    return "\n".join(regels).rstrip() + "\n"


def _indicator(indicator: Indicator, definities: Definities) -> Iterator[str]:
    yield from (f"### {indicator.code} {indicator.naam}", "", indicator.definitie, "")
    yield f"- Begrip: {definities.begrippen[indicator.begrip].naam}. Eenheid: {indicator.eenheid}."
    yield f"- Soort: {SOORT_INDICATOR[indicator.soort]}."
    if indicator.bron_ontbreekt:
        yield f"- Nog geen cijfer: {indicator.bron_ontbreekt}"
    if indicator.teller and indicator.noemer:
        yield f"- Teller: {indicator.teller.indicator}; noemer: {indicator.noemer.indicator}."
    if indicator.uitsplitsingen:
        yield f"- Uitsplitsingen: {', '.join(indicator.uitsplitsingen)}."
    yield f"- Perioden: {', '.join(indicator.periodesoorten)}. Niveaus: {', '.join(indicator.niveaus)}."
    yield f"- Gebied: {indicator.gebiedsbegrip}."
    for woord, lijst, codes in (
        ("Kernfuncties", "kernfunctie", indicator.kernfuncties),
        ("Maatschappelijke opgaven", "opgave", indicator.opgaven),
    ):
        if codes:
            namen = (definities.codelijsten[lijst].codes[str(code)]["naam"] for code in codes)
            yield f"- {woord}: {'; '.join(namen)}."
    verwijzingen = [f"{naam} {code}" for naam, code in (("Wsob", indicator.wsob), ("ISO", indicator.iso)) if code]
    if verwijzingen:
        yield f"- Verwijzing: {'; '.join(verwijzingen)}."
    yield f"- Eigenaar: {indicator.eigenaar}. {'Openbaar' if indicator.openbaar else 'Niet openbaar'}."
    if indicator.controletotaal:
        yield "- Controletotaal: telt alles wat is geregistreerd, om naast het eigen systeem te leggen."
    for versie in indicator.versies:
        uitleg = " ".join(deel for deel in (versie.trendbreuk, versie.toelichting) if deel)
        yield f"- Versie {versie.versie} geldt vanaf {versie.geldig_van:%d-%m-%Y}.{' ' + uitleg if uitleg else ''}"
    yield ""


def _otherwise(definities: Definities, naam: str) -> str:
    """A variant of an indicator in words, with the command that shows what it would make of the figures."""
    code, _, variant = naam.partition(".")
    (gevonden,) = (v for v in telvarianten_van(definities.indicatoren[code]) if v.naam == variant)
    return f"{gevonden.omschrijving} Wat dat scheelt: `daadkracht watals {code} --variant {variant}`."


def begrippen(definities: Definities) -> str:
    """The glossary and the catalogue of indicators."""
    regels = ["# Begrippen en indicatoren", "", KOP, "", "## Begrippen", ""]
    for begrip in sorted(definities.begrippen.values(), key=lambda b: b.naam.casefold()):
        regels += [f"### {begrip.naam}", "", begrip.definitie, ""]
        regels += [f"- Bron: {begrip.bron}. Versie {begrip.versie}. {standing(begrip, definities)}"]
        for woord, codes in (("Valt onder", begrip.breder), ("Zie ook", begrip.verwant)):
            if codes:
                regels += [f"- {woord}: {', '.join(definities.begrippen[code].naam for code in codes)}."]
        regels += [f"- Trendbreuk: {trendbreuk}" for trendbreuk in begrip.trendbreuken]
        regels += [f"- Anders geteld: {_otherwise(definities, naam)}" for naam in begrip.telvarianten]
        regels += [""]
    regels += ["## Indicatoren", ""]
    for indicator in sorted(definities.indicatoren.values(), key=lambda i: (i.controletotaal, i.code)):
        regels += _indicator(indicator, definities)
    return "\n".join(regels).rstrip() + "\n"


def pages(definities: Definities) -> dict[str, str]:
    """File name below docs/ -> its text."""
    from .asking import vragenlijsten
    from .counting import zo_wordt_geteld

    return {
        "leveren.md": leveren(definities),
        "begrippen.md": begrippen(definities),
        "vragenlijsten.md": vragenlijsten(definities),
        "zo-wordt-geteld.md": zo_wordt_geteld(definities),
    }


def main() -> None:
    """Write the pages."""
    for naam, tekst in pages(load_definities()).items():
        (DOCS / naam).write_text(tekst, encoding="utf-8")
        print(f"docs/{naam}")


if __name__ == "__main__":
    main()
