"""Every kind of wrong definition is reported with its file and line, and all of them at once.

Not here: what the present definitions say (`test_definitions.py`, `tests/spec`).
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from definitions import DEFINITIES_MAP, DefinitieFout, check_definities, load_definities
from definitions.load import read_all
from definitions.sqlchecks import check_sql


@dataclass(frozen=True)
class Geval:
    """In `bestand` the text `oud` becomes `nieuw`; then `zin` is reported at the line that holds `bij`."""

    naam: str
    bestand: str
    oud: str
    nieuw: str
    bij: str
    zin: str


UIT = "contracten/uitleningen.yaml"
LED = "contracten/leden.yaml"
WISE = "bronsystemen/wise.yaml"
KOHA = "bronsystemen/koha.yaml"
ALIAS = "aliassen.yaml"
WSOB = "rapporten/vragenlijsten/wsob-2024.yaml"
NIEUW = "rapporten/vragenlijsten/wsob-2025.yaml"

GEVALLEN = [
    Geval("yaml", "begrippen/lid.yaml", "code: lid", "code: [lid", "naam: Lid", "de YAML is niet te lezen"),
    Geval("sleutel dubbel", "begrippen/lid.yaml", "naam: Lid", "naam: Lid\nnaam: Leden", "naam: Leden", "naam staat er twee keer"),
    Geval("veld ontbreekt", "begrippen/lid.yaml", "naam: Lid\n", "", "code: lid", "het veld naam ontbreekt"),
    Geval("veld te veel", "begrippen/lid.yaml", "naam: Lid", "naam: Lid\nkleur: rood", "kleur: rood", "het veld kleur bestaat niet"),
    Geval("getal als tekst", "begrippen/lid.yaml", "naam: Lid", "naam: 12", "naam: 12", "hoort tekst te zijn"),
    Geval("geen datum", "begrippen/lid.yaml", "geldig_van: 2015-01-01", "geldig_van: ooit", "geldig_van: ooit", "geldig_van"),
    Geval("bestandsnaam", "begrippen/lid.yaml", "code: lid", "code: leden", "code: leden", "de naam van het bestand"),
    Geval("begrip vastgesteld", "begrippen/lid.yaml", "status: voorstel", "status: vastgesteld", "status:", "wie het vaststelde"),
    Geval("begrip vervallen", "begrippen/lid.yaml", "status: voorstel", "status: vervallen", "status:", "tot wanneer het gold"),
    Geval("begrip bestaat niet", "begrippen/lid.yaml", "breder: [lidmaatschap]", "breder: [vereniging]", "breder:", "het begrip vereniging bestaat niet"),
    Geval("keuze", "bevindingen.yaml", "gevolg: ontdubbeld", "gevolg: weg", "gevolg: weg", "gevolg kan alleen"),
    Geval("csv breedte", "codelijsten/janee.csv", "J;Ja;;", "J;Ja;;;x", "J;Ja;;;x", "deze regel heeft 5 kolommen, de kop 4"),
    Geval("code dubbel", "codelijsten/janee.csv", "N;Nee;;", "J;Nee;;", "J;Nee;;", "de code J staat er twee keer"),
    Geval("csv datum", "codelijsten/janee.csv", "N;Nee;;", "N;Nee;ooit;", "N;Nee;ooit;", "geldig_van is geen datum"),
    Geval("csv kolom", "codelijsten/janee.csv", "code;naam", "codes;naam", "codes;naam", "de kolom code ontbreekt"),
    Geval("codelijst verwijst", "codelijsten/materiaalsoort.csv", "BOEK;Boek;;;BOEKEN", "BOEK;Boek;;;BOEKJES", "BOEKJES", "groep BOEKJES staat niet in materiaalgroep"),
    Geval("catalogus", "codelijsten/jaarcijferitem.csv", "BEZOEKEN;Bezoeken;;;BEZ-01", "BEZOEKEN;Bezoeken;;;BEZ-99", "BEZ-99", "indicator BEZ-99 staat niet in catalogus"),
    # contracts
    Geval("codelijst onbekend", UIT, "{property: codelijst, value: kanaal}", "{property: codelijst, value: loket}", "name: kanaal", "de codelijst loket bestaat niet"),
    Geval("bevinding onbekend", UIT, "name: lege_sleutel,", "name: geen_sleutel,", "name: exemplaar", "de bevinding geen_sleutel bestaat niet"),
    Geval("bevinding van een levering", UIT, "name: lege_sleutel,", "name: veel_dubbelen,", "name: exemplaar", "gaat niet over een rij"),
    Geval("regel bestaat niet", UIT, "{soort: toekomst}", "{soort: morgen}", "soort: morgen", "soort kan alleen"),
    Geval("regel voor", UIT, "ander: datumtijd", "ander: retour", "name: inname_datumtijd", "wijst naar de kolom retour"),
    Geval("regel bereik", UIT, "{soort: bereik, minimum: 0, maximum: 20}", "{soort: bereik}", "name: verlengingen", "geen minimum en geen maximum"),
    Geval("ongebruikte kolom", UIT, "value: [LEN-00, LED-12]}", "value: []}", "name: lid", "kolom levering.lid: gebruik is leeg"),
    Geval("gebruik bestaat niet", UIT, "value: [LEN-00, LED-12]}", "value: [LEN-99]}", "name: lid", "het gebruik LEN-99 is geen"),
    Geval("doel leeg", UIT, "value: Uitsplitsen naar leeftijd.", 'value: " "', "name: leeftijdsband", "doel ontbreekt"),
    Geval("grondslag weg", LED, "      - property: grondslag\n", "      - property: gronden\n", "customProperties:", "de eigenschap gronden bestaat niet"),
    Geval("grondslag leeg", LED, "      - property: grondslag\n        value: >-\n", "      - property: grondslag\n        value: ' '\n        description: >-\n", "name: lidsoort", "grondslag ontbreekt"),
    Geval("privacy weg", LED, "        classification: direct\n", "", "name: lid", "privacy"),
    Geval("direct in brons", LED, "classification: quasi\n        customProperties:\n          - {property: waarde, value: pseudoniem}", "classification: direct\n        customProperties:\n          - {property: waarde, value: pseudoniem}", "name: lid", "mag niet in brons staan"),
    Geval("ODCS-sleutel", UIT, "        required: true\n", "        requird: true\n", "requird: true", "ODCS kent de sleutel requird hier niet"),
    Geval("eigen feit", UIT, "{property: waarde, value: tijdstip}", "{property: waardes, value: tijdstip}", "customProperties:", "de eigenschap waardes bestaat niet"),
    Geval("geen eigen regel", UIT, "engine: daadkracht, name: foute_datum", "engine: soda, name: foute_datum", "engine: soda", "engine daadkracht"),
    Geval("code zonder lijst", UIT, "          - {property: codelijst, value: kanaal}\n", "", "name: kanaal", "hoort een codelijst"),
    Geval("leveringsregel", UIT, "kolom: lid,", "kolom: lener,", "quality:", "de kolom lener bestaat niet"),
    Geval("levering weg", UIT, "- name: levering", "- name: aanlevering", "schema:", "de tabel levering ontbreekt"),
    Geval("bewaartermijn weg", UIT, "property: retention, value: 90", "property: bewaren, value: 90", "apiVersion", "bewaartermijn_ruw_dagen"),
    # profiles
    Geval("contractkolom onbekend", WISE, "      kanaal:\n", "      loket:\n", "loket:", "het contract uitleningen kent de kolom loket niet"),
    Geval("bronkolom onbekend", WISE, "inschrijfdatum: {van: [inschrijfdatum]}", "inschrijfdatum: {van: [sinds]}", "[sinds]", "de bron heeft geen kolom sinds"),
    Geval("code buiten de lijst", WISE, "S: ZELFSERVICE", "S: AUTOMAAT", "S: AUTOMAAT", "AUTOMAAT staat niet in de codelijst kanaal"),
    Geval("voorstel buiten de lijst", WISE, 'voorstel: {"150": VOLW}', 'voorstel: {"150": SENIOR}', "SENIOR", "SENIOR staat niet in de codelijst lidsoort"),
    Geval("vast buiten de lijst", WISE, "vast: EIGEN", "vast: VAN_ONS", "VAN_ONS", "VAN_ONS staat niet in de codelijst eigendom"),
    Geval("codes zonder lijst", WISE, "ppn: {van: [ppn]}", "ppn: {van: [ppn], leeg: X}", "leeg: X", "geen codelijst om naar te vertalen"),
    Geval("kenmerk", WISE, "kenmerk: [klantnummer, abonnement, inschrijfdatum]", "kenmerk: [klantnr, abonnement]", "klantnr", "de kenmerkende kolom klantnr staat niet in kolommen"),
    Geval("kenmerk past op meer", WISE, "kenmerk: [exemplaarnummer, materiaal, vestiging, status]", "kenmerk: [exemplaarnummer, materiaal, vestiging]", "[exemplaarnummer, materiaal, vestiging]", "past ook op transacties"),
    Geval("hoofdletters", WISE, "[logregel, datum,", "[Logregel, datum,", "kolommen:", "in kleine letters"),
    Geval("tabel onbekend", WISE, "hulp: [exemplaren, titels]", "hulp: [boeken, titels]", "hulp: [boeken", "de tabel boeken bestaat niet"),
    Geval("andere naam dubbel", WISE, "tijd: [tijdstip,", "tijd: [datum,", "tijd: [datum,", "de naam datum is al van een andere kolom"),
    Geval("andere naam van niets", WISE, "      bron: [broncode,", "      brom: [broncode,", "transacties:", "de kolom brom staat niet in kolommen"),
    Geval("bevinding van profiel", WISE, "annulering: annulering_verwerkt", "annulering: verdwenen", "annulering: verdwenen", "de bevinding verdwenen bestaat niet"),
    Geval("profiel keurt niet af", WISE, "annulering: annulering_verwerkt", "annulering: foute_datum", "annulering: foute_datum", "hoort een rij over te slaan of alleen te waarschuwen"),
    Geval("vooruitblik kolom", WISE, "        kolommen: [datum, tijd, actie, exemplaarnummer, klantnummer]", "        kolommen: [datum, lener]", "kolommen: [datum, lener]", "de hoofdtabellen hebben geen kolom lener"),
    Geval("vooruitblik na", WISE, "na: annuleringen", "na: later", "na: later", "later staat niet eerder in vooruitblik"),
    Geval("verplicht zonder bron", WISE, "      exemplaar: {van: [exemplaarnummer]}\n      locatie: {van: [vestiging]}\n      titel", "      locatie: {van: [vestiging]}\n      titel", "kolommen:", "de verplichte kolom exemplaar"),
    # indicators
    Geval("begrip ontbreekt", "indicatoren/UIT-01.yaml", "begrip: uitlening", "begrip: lening", "begrip: lening", "het begrip lening bestaat niet"),
    Geval("niet in catalogus", "indicatoren/catalogus.csv", "UIT-01;", "UIT-91;", "", "de code UIT-01 staat niet in de catalogus"),
    Geval("feit onbekend", "indicatoren/UIT-01.yaml", "feit: uitleningen", "feit: leningen", "feit: leningen", "het feit leningen bestaat niet"),
    Geval("uitsplitsing onbekend", "indicatoren/UIT-02.yaml", '"doelgroep*genre"', '"doelgroep*kleur"', "uitsplitsingen", "geen uitsplitsing kleur"),
    Geval("deel bestaat niet", "indicatoren/UIT-06.yaml", "indicator: UIT-05", "indicator: UIT-55", "UIT-55", "de indicator UIT-55 bestaat niet"),
    Geval("verhouding van verhouding", "indicatoren/UIT-06.yaml", "indicator: UIT-05", "indicator: UIT-07", "UIT-07", "is zelf een verhouding"),
    Geval("uitsplitsing van een deel", "indicatoren/UIT-06.yaml", "uitsplitsingen: [materiaalsoort]", "uitsplitsingen: [genre]", "[genre]", "UIT-05 heeft genre niet"),
    Geval("niveau van een deel", "indicatoren/LOC-02.yaml", "niveaus: [locatie,", "niveaus: [straat,", "niveaus:", "kan alleen"),
    Geval("filter op verhouding", "indicatoren/UIT-06.yaml", "decimalen: 2", "decimalen: 2\nfilter: materiaal_telt", "filter: materiaal_telt", "een verhouding heeft geen filter van zichzelf"),
    Geval("telling zonder uitdrukking", "indicatoren/UIT-01.yaml", "uitdrukking: sum(aantal)\n", "", "soort: optelbaar", "hoort uitdrukking"),
    Geval("peildatum van een stroom", "indicatoren/UIT-01.yaml", "periodesoorten: [maand,", "periodesoorten: [peildatum,", "periodesoorten:", "geen peildatum"),
    Geval("nieuwe versie zonder reden", "indicatoren/UIT-02.yaml", "    geldig_van: 2015-01-01", "    geldig_van: 2015-01-01\n  - versie: 2\n    geldig_van: 2026-01-01", "versie: 2", "waarom de reeks breekt"),
    Geval("eis van een ander dataset", "indicatoren/UIT-01.yaml", "van: {indicator: UIT-01}", "van: {indicator: COL-01}", "van: {indicator", "COL-01 is geen telling uit uitleningen"),
    Geval("eis van een verhouding", "indicatoren/UIT-06.yaml", "versies:", "eisen: [{markering: x, deel: {indicator: UIT-01}, van: {indicator: UIT-01}, minimum: 0.5}]\nversies:", "eisen:", "heeft geen eisen van zichzelf"),
    Geval("variant zonder filter", "indicatoren/LED-01.yaml", "    filter: \"geldig and (rubriek = 'LED-01' or lidsoort = 'KLAS')\"\n", "", "klasse: MET_KLAS", "een variant van soort stand heeft een filter"),
    Geval("variant twee keer", "indicatoren/LED-01.yaml", "klasse: MET_KLAS", "klasse: MET_PROEF_EN_GAST", "klasse: MET_PROEF_EN_GAST", "de variant MET_PROEF_EN_GAST staat er twee keer"),
    Geval("variant van een verhouding", "indicatoren/UIT-07.yaml", "    teller: {indicator: UIT-01, filter: lidsoort_is_lid}", "    filter: lidsoort_is_lid", "klasse: ALLEEN", "heeft een andere teller of noemer"),
    Geval("rapport", "rapporten/overzicht.yaml", "LED-12", "LED-99", "LED-99", "de indicator LED-99 bestaat niet"),
    Geval("alias van geen kolom", ALIAS, "    uitlening:", "    lening:", "    lening:", "het contract uitleningen kent de kolom lening niet"),
    Geval("alias van twee kolommen", ALIAS, "[verlengingen, ", "[verlengingen, uitleendatum, ", "[verlengingen,", "de alias uitleendatum staat ook bij datumtijd"),
    Geval("alias zonder letters", ALIAS, "kanaal: [kanaal,", "kanaal: ['-', kanaal,", "kanaal: ['-'", "heeft geen letters of cijfers"),
    Geval("woord voor geen code", ALIAS, "    GROTELETTER:", "    GROTE_LETTER:", "    GROTE_LETTER:", "GROTE_LETTER staat niet in de codelijst materiaalsoort"),
    Geval("woorden voor geen lijst", ALIAS, "  lidsoort:\n    JEUGD", "  ledensoort:\n    JEUGD", "  ledensoort:", "de codelijst ledensoort bestaat niet"),
]  # fmt: skip

# What is asked and reported. Each group in one copy: a file of the wrong shape is not held against others, so those stand apart.
RAPPORT_GROEPEN = {
    "verwijzingen": [
        Geval("thema van een rapport", "rapporten/monitor.yaml", "IDO-02, ACT-07", "IDO-92, ACT-07", "IDO-92", "de indicator IDO-92 bestaat niet"),
        Geval("kolom van een tabel", "rapporten/tabellen/cbs-bibliotheken.yaml", "klassen: [DVD_BLURAY]", "klassen: [VIDEOBAND]", "VIDEOBAND", "geen klasse VIDEOBAND"),
        Geval("niveau van een tabel", "rapporten/tabellen/cbs-financien.yaml", "niveaus: [organisatie, land]", "niveaus: [gemeente, land]", "code: arbeidsjaren", "PER-02 heeft het niveau gemeente niet"),
        Geval("materiaal zonder categorie", "leenrecht.yaml", "[BOEK, GROTELETTER, ", "[BOEK, ", "categorieen:", "de materiaalsoort GROTELETTER valt in geen categorie"),
        Geval("materiaal in twee categorieën", "leenrecht.yaml", "[CD_MUZIEK]", "[CD_MUZIEK, GAME]", "[GAME]", "GAME heeft al een plaats"),
        Geval("vraag uit geen indicator", WSOB, "{indicator: LED-02}", "{indicator: LED-92}", "LED-92", "de indicator LED-92 bestaat niet"),
        Geval("vraag naar geen klasse", WSOB, "klassen: [TAALVAARDIGHEID]", "klassen: [TALEN]", "TALEN", "ACT-01 heeft bij thema geen klasse TALEN"),
        Geval("vraag naar geen uitsplitsing", WSOB, "uitsplitsing: vorm,", "uitsplitsing: plaats,", "uitsplitsing: plaats", "ACT-01 heeft geen uitsplitsing plaats"),
        Geval("vraag per plaats zonder cijfer", WSOB, "voorinvulling: {indicator: FIN-06}", "per: locatie\n    voorinvulling: {indicator: FIN-06}", "FIN-06", "FIN-06 heeft het niveau locatie niet"),
        Geval("vraag zonder reden", WSOB, "    voorinvulling: {indicator: PER-03}\n", "", "  F3:", "waarom niet (niet_voorgevuld)"),
        Geval("vraag zonder begrip", WSOB, "begrip: vrijwilliger", "begrip: hobbyist", "begrip: hobbyist", "het begrip hobbyist bestaat niet"),
        Geval("vraag zonder deel", WSOB, "    deel: personeel\n    rubriek: Vrijwilligers", "    deel: mensen\n    rubriek: Vrijwilligers", "deel: mensen", "het deel mensen bestaat niet"),
        Geval("jaarcijfer van een ander nummer", WSOB, "jaarcijfer: VRIJWILLIGERS", "jaarcijfer: MEDEWERKERS", "jaarcijfer: MEDEWERKERS", "MEDEWERKERS hoort volgens de codelijst bij F1"),
        Geval("controle van geen vraag", WSOB, "klein: F2", "klein: F9", "F-fte:", "F-fte noemt de vraag F9, die niet bestaat"),
        Geval("controle van tekst", "rapporten/vragenlijsten/poi-2024.yaml", "klein: I2", "klein: I3", "I-agenda:", "die geen getal als antwoord heeft"),
        Geval("drempel per grootte", WSOB, "{KLEIN: 0.4, MIDDEN: 0.3, GROOT: 0.25}", "{KLEIN: 0.4}", "{KLEIN: 0.4}", "voor elke grootteklasse één drempel"),
        Geval("termijn in het jaar zelf", WSOB, "    opent: 2025-03-24", "    opent: 2024-12-24", "opent: 2024-12-24", "wordt pas gevraagd als dat jaar voorbij is"),
        Geval("verschil met een fout", NIEUW, "  B1:\n", "  B1:\n    begrip: bezit\n", "begrip: bezit", "het begrip bezit bestaat niet"),
    ],
    "vormen": [
        Geval("leenrecht zonder bron", "leenrecht.yaml", "    indicator: UIT-13\n", "", "code: PRIMAIR", "klopt niet"),
        Geval("controle van geen soort", WSOB, "    soort: niet_nul", "    soort: product", "  nul:", "de soort bestaat niet"),
        Geval("vervalt wat er niet was", NIEUW, "vervallen: [B8]", "vervallen: [B9]", "vervallen: [B9]", "B9 vervalt, maar stond er niet in"),
        Geval("vraag na niets", NIEUW, "    na: B6", "    na: B66", "na: B66", "staat na B66, maar dat is er niet"),
        Geval("nieuwe vraag niet heel", NIEUW, "    rubriek: Activiteiten\n", "", "  E1.belasting:", "het veld rubriek ontbreekt"),
    ],
    "kring": [
        Geval("zoals zichzelf", NIEUW, "zoals: wsob-2024", "zoals: wsob-2025", "zoals: wsob-2025", "verwijst in een kring"),
    ],
    "geen lijst": [
        Geval("zoals geen lijst", NIEUW, "zoals: wsob-2024", "zoals: wsob-2023", "zoals: wsob-2023", "de vragenlijst wsob-2023 bij zoals bestaat niet"),
    ],
}  # fmt: skip

SQL_GEVALLEN = [
    Geval("kolom in uitdrukking", "indicatoren/UIT-01.yaml", "sum(aantal)", "sum(stuks)", "sum(stuks)", "uitdrukking: de kolom stuks bestaat niet"),
    Geval("kolom in filter", "indicatoren/UIT-01.yaml", "materiaal_telt", "materiaal_goed", "materiaal_goed", "filter: de kolom materiaal_goed bestaat niet"),
    Geval("sql in filter", "indicatoren/UIT-01.yaml", "soort = 'UITLENING' and", "soort = = 'UITLENING' and", "= =", "filter is geen geldige SQL"),
    Geval("geen telling", "indicatoren/UIT-01.yaml", "sum(aantal)", "1 + sum(aantal)", "1 + sum", "hoort één telling te zijn"),
    Geval("filter van een eis", "indicatoren/UIT-01.yaml", "filter: \"materiaalsoort <>", "filter: \"materiaal <>", "materiaal <>", "filter van deel: de kolom materiaal bestaat niet"),
    Geval("filter van een variant", "indicatoren/UIT-07.yaml", "filter: lidsoort_is_lid", "filter: lid_is_lid", "lid_is_lid", "filter van variant: de kolom lid_is_lid bestaat niet"),
    Geval("filter van een deel", "indicatoren/COL-10.yaml", "uitleenbaar <>", "leenbaar <>", "leenbaar", "filter van noemer: de kolom leenbaar bestaat niet"),
    Geval("type van een feit", "feiten.yaml", "    aantal: UINTEGER", "    aantal: GETAL", "uitleningen:", "het feit uitleningen"),
    Geval("kolom in profiel", KOHA, "coalesce(h.issue_id,", "coalesce(h.issuenr,", "sql:", "sql van uitleningen: de kolom issuenr bestaat niet"),
    Geval("tabel in profiel", KOHA, "from biblio where", "from boeken where", "titel: &titel", "voorbereid titel: de tabel boeken bestaat niet"),
    Geval("resultaat van de sql", KOHA, "verlengingen: {van: [verlengingen]}", "verlengingen: {van: [renewed]}", "verlengingen:", "het resultaat van de sql heeft geen kolom renewed"),
    Geval("rij in het resultaat", KOHA, "h.bestand, h.rij,\n        coalesce(h.issue_id", "h.bestand,\n        coalesce(h.issue_id", "sql:", "bestand en rij horen in het resultaat"),
    Geval("waar van vooruitblik", WISE, "waar: lower(actie)", "waar: lower(handeling)", "waar: lower(handeling)", "waar van annuleringen: de kolom handeling bestaat niet"),
    Geval("bevinding zonder kolom", KOHA, "{geen_uitlening: geen", "{geen_lening: geen", "geen_lening", "het resultaat van de sql heeft geen kolom geen_lening"),
    Geval("regels verdubbeld", WISE, "select distinct on (e.exemplaarnummer)", "select", "sql:", "precies één keer"),
]  # fmt: skip


@pytest.fixture(scope="session")
def moeder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the definitions without Python."""
    doel = tmp_path_factory.mktemp("definities") / "goed"
    shutil.copytree(DEFINITIES_MAP, doel, ignore=shutil.ignore_patterns("*.py", "__pycache__", "referentie"))
    return doel


@pytest.fixture
def kopie(moeder: Path, tmp_path: Path) -> Path:
    """A copy of this test's own."""
    return Path(shutil.copytree(moeder, tmp_path / "definities"))


def _break(folder: Path, geval: Geval) -> None:
    pad = folder / geval.bestand
    tekst = pad.read_text(encoding="utf-8")
    assert geval.oud in tekst, "the case does not fit the file any more"
    pad.write_text(tekst.replace(geval.oud, geval.nieuw, 1), encoding="utf-8")


def _expect(folder: Path, geval: Geval, regels: list[str]) -> None:
    """The mistake is there, in the file, on a line that holds `bij`."""
    gevonden = [r for r in regels if geval.zin in r]
    assert gevonden, f"not reported; found: {regels}"
    bestand, nummer, _ = gevonden[0].split(":", 2)
    if geval.bij:
        assert bestand == geval.bestand
        regel = (folder / bestand).read_text(encoding="utf-8").splitlines()[int(nummer) - 1]
        assert geval.bij in regel


def _mistakes(folder: Path) -> list[str]:
    with pytest.raises(DefinitieFout) as fout:
        load_definities(folder)
    return str(fout.value).splitlines()


def test_a_copy_without_mistakes_loads(kopie: Path) -> None:
    assert load_definities(kopie).indicatoren.keys() == load_definities().indicatoren.keys()
    assert check_definities(kopie) == []


@pytest.mark.parametrize("geval", GEVALLEN, ids=lambda g: g.naam)
def test_loading_reports_file_and_line(kopie: Path, geval: Geval) -> None:
    _break(kopie, geval)
    _expect(kopie, geval, _mistakes(kopie))


@pytest.mark.parametrize("gevallen", RAPPORT_GROEPEN.values(), ids=RAPPORT_GROEPEN)
def test_what_is_asked_and_reported_names_what_exists(kopie: Path, gevallen: list[Geval]) -> None:
    for geval in gevallen:
        _break(kopie, geval)
    gemeld = _mistakes(kopie)
    for geval in gevallen:
        _expect(kopie, geval, gemeld)


@pytest.mark.parametrize("geval", SQL_GEVALLEN, ids=lambda g: g.naam)
def test_binding_reports_file_and_line(kopie: Path, geval: Geval) -> None:
    _break(kopie, geval)
    geladen = read_all(kopie)
    assert geladen.fouten.regels() == []  # without binding it cannot be seen
    check_sql(geladen)
    _expect(kopie, geval, geladen.fouten.regels())


def test_a_cycle_of_ratios_is_reported_once(kopie: Path) -> None:
    for code, ander in (("UIT-06", "UIT-07"), ("UIT-07", "UIT-06")):
        pad = kopie / f"indicatoren/{code}.yaml"
        tekst = pad.read_text(encoding="utf-8")
        pad.write_text(re.sub(r"(teller:\n  indicator:) \S+", rf"\1 {ander}", tekst), encoding="utf-8")
    assert [r for r in _mistakes(kopie) if "verwijst naar zichzelf" in r] == [
        "indicatoren/UIT-06.yaml:7: de verhouding verwijst naar zichzelf: UIT-06 -> UIT-07 -> UIT-06."
    ]


def test_all_mistakes_come_at_once(kopie: Path) -> None:
    """One case per kind of file, all in one copy: each is still reported at its own place."""
    soorten: dict[str, Geval] = {}
    for geval in GEVALLEN:
        soorten.setdefault(geval.bestand.split("/")[0] + Path(geval.bestand).suffix, geval)
    gekozen = [*soorten.values(), *SQL_GEVALLEN[:1], SQL_GEVALLEN[6]]
    for geval in gekozen:
        _break(kopie, geval)
    gemeld = check_definities(kopie)
    for geval in gekozen:
        _expect(kopie, geval, gemeld)
    assert gemeld == sorted(gemeld, key=lambda r: (r.split(":")[0], int(r.split(":")[1])))


def test_an_unreadable_file_leads_to_no_other_mistakes(kopie: Path) -> None:
    (kopie / "begrippen/uitlening.yaml").write_text("code: [", encoding="utf-8")
    assert [r.split(":")[0] for r in _mistakes(kopie)] == ["begrippen/uitlening.yaml"]


def test_a_missing_or_empty_file_is_reported(kopie: Path) -> None:
    (kopie / "bevindingen.yaml").unlink()
    (kopie / "rapporten/overzicht.yaml").write_text("", encoding="utf-8")
    gemeld = _mistakes(kopie)
    assert any(r.startswith("bevindingen.yaml:1:") for r in gemeld)
    assert any(r.startswith("rapporten/overzicht.yaml:1:") for r in gemeld)


def test_the_version_follows_every_byte(kopie: Path) -> None:
    eerst = load_definities(kopie).versie
    assert load_definities(kopie).versie == eerst
    with (kopie / "codelijsten/thema.csv").open("a", encoding="utf-8") as bestand:
        bestand.write("NATUUR;Natuur;;\n")
    assert load_definities(kopie).versie != eerst
