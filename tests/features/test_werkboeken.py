"""A template workbook says what the contract says, its example passes without a finding, and filled in it is recognised.

Not here: the reading of xlsx files in general.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from definitions import DRAIN_ORDER, Dataset, VerkeerdeAanroep, load_definities
from ingest import Ontvangstbewijs, check, process, receive, template
from ingest.dialect import VERPLICHT, names
from ingest.templates import PROFIEL, columns
from tests.unit.ingest.werkboek import as_csv, fill_in, rows, sheet_names, validations

from .bibliotheek import ISIL, Bibliotheek

DEFINITIES = load_definities()


@pytest.fixture(scope="module")
def werkboeken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    from definitions import Omgeving

    map_ = tmp_path_factory.mktemp("leeg")
    return {d: template(Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels"), d) for d in DRAIN_ORDER}


@pytest.mark.parametrize("dataset", DRAIN_ORDER)
def test_the_profile_knows_the_columns_of_the_contract(dataset: Dataset) -> None:
    """The workbook's profile names every column of the contract as the contract does, unless the source could not have it."""
    levering = DEFINITIES.bronsystemen[PROFIEL].datasets[dataset]
    contract = DEFINITIES.contracten[dataset].levering
    # Counters of loans are for sources with a row per loan, a band for who may not send a birth date (gbs, sjabloon).
    elders = {"inname_datumtijd", "verlengingen", "leeftijdsband"}
    assert set(contract.namen) - set(levering.kolommen) <= elders
    anders = {naam: b.van for naam, b in levering.kolommen.items() if b.van[0] != naam}
    assert anders == ({"organisatie": ("isil",)} if dataset == "organisaties" else {})


@pytest.mark.parametrize("dataset", DRAIN_ORDER)
def test_sheets_headers_and_lists(werkboeken: dict[str, bytes], dataset: Dataset) -> None:
    inhoud = werkboeken[dataset]
    assert sheet_names(inhoud) == ["Gegevens", "Uitleg", "Voorbeeld", "Codes"]
    kop = rows(inhoud, "Gegevens")[0]
    velden = columns(DEFINITIES, dataset)
    assert names(kop) == tuple(v.naam for v in velden)
    verplicht = {v.naam for v in velden if v.kolom is not None and v.kolom.verplicht}
    assert set(names([k for k in kop if k.endswith(VERPLICHT)])) == verplicht
    codes = rows(inhoud, "Codes")
    keuzes = validations(inhoud, "Gegevens")
    for j, veld in enumerate(velden):
        if veld.kolom is None or veld.kolom.codelijst is None:
            assert j not in keuzes
            continue
        kolom, van, tot = _range(keuzes[j])
        assert codes[0][kolom] == veld.kolom.codelijst
        assert [codes[i][kolom] for i in range(van - 1, tot)] == list(
            DEFINITIES.codelijsten[veld.kolom.codelijst].codes
        )


def _range(bron: str) -> tuple[int, int, int]:
    m = re.fullmatch(r"Codes!\$([A-Z]+)\$(\d+):\$\1\$(\d+)", bron)
    assert m
    kolom = 0
    for letter in m[1]:
        kolom = 26 * kolom + ord(letter) - 64
    return kolom - 1, int(m[2]), int(m[3])


@pytest.mark.parametrize("dataset", DRAIN_ORDER)
def test_the_explanation_names_every_column_and_nothing_is_a_formula(
    werkboeken: dict[str, bytes], dataset: Dataset
) -> None:
    inhoud = werkboeken[dataset]
    uitleg = {rij[0]: rij for rij in rows(inhoud, "Uitleg")}
    for veld in columns(DEFINITIES, dataset):
        assert uitleg[veld.naam][2] == veld.omschrijving
        assert uitleg[veld.naam][1] == ("ja" if veld.kolom is not None and veld.kolom.verplicht else "nee")
        if veld.kolom is not None:
            assert uitleg[veld.naam][3], veld.naam
            assert any(veld.voorbeelden) == bool(uitleg[veld.naam][4])
    with zipfile.ZipFile(BytesIO(inhoud)) as zip_:
        bladen = [zip_.read(n).decode() for n in zip_.namelist() if n.startswith("xl/worksheets/")]
    assert not any("<f>" in blad or "hyperlink" in blad for blad in bladen)


@pytest.mark.parametrize("dataset", DRAIN_ORDER)
def test_the_example_passes_without_a_finding(
    bibliotheek: Bibliotheek, werkboeken: dict[str, bytes], dataset: Dataset
) -> None:
    process(bibliotheek.omgeving)
    bewijs = _checked(bibliotheek, as_csv(rows(werkboeken[dataset], "Voorbeeld")), dataset)
    assert (bewijs.dataset, bewijs.bronsysteem, bewijs.status) == (dataset, PROFIEL, "verwerkt")
    assert bewijs.bevindingen == ()
    assert bewijs.rijen is not None
    assert bewijs.rijen.geaccepteerd == bewijs.rijen.gelezen == len(rows(werkboeken[dataset], "Voorbeeld")) - 1


def _checked(bib: Bibliotheek, tekst: str, dataset: str) -> Ontvangstbewijs:
    pad = bib.map / f"{dataset}.csv"
    pad.write_text(tekst, encoding="utf-8")
    (bewijs,) = check(bib.omgeving, [pad], organisatie=None if load_definities().contracten[dataset].netwerk else ISIL)
    return bewijs


def test_jaarcijfers_has_a_row_per_question_and_last_years_answer(bibliotheek: Bibliotheek) -> None:
    vorig = bibliotheek.write(
        "jc.csv", "jaar;locatie;item;waarde;herkomst", ["2024;9001;BEZOEKEN;31.500;GETELD", "2024;;FTE;9,25;"]
    )
    bibliotheek.deliver(vorig)
    inhoud = template(bibliotheek.omgeving, "jaarcijfers", organisatie=ISIL, jaar=2025)
    kop, *rijen = rows(inhoud, "Gegevens")
    tabel = [dict(zip(names(kop), rij, strict=True)) for rij in rijen]
    assert {r["item"] for r in tabel} == set(DEFINITIES.codelijsten["jaarcijferitem"].codes)
    bezoek = next(r for r in tabel if r["item"] == "BEZOEKEN")
    assert (bezoek["locatie"], bezoek["locatienaam"], bezoek["vorig_jaar"]) == ("NL-0899991001", "Proef", "31500")
    assert next(r["vorig_jaar"] for r in tabel if r["item"] == "FTE") == "9,25"
    assert next(r["gemeente"] for r in tabel if r["item"] == "SUBSIDIE_GEMEENTEN") == "GM0014"
    assert {r["waarde"] for r in tabel} == {""}
    assert {(r["organisatie"], r["jaar"]) for r in tabel} == {(ISIL, "2025")}

    # Filled in for a part: what was left empty is passed over, what was filled in counts.
    j = names(kop).index("waarde")
    for rij in rijen:
        if rij[kop.index("item (verplicht)")] in ("BEZOEKEN", "MEDEWERKERS"):
            rij[j] = "1.234"
    ingevuld = bibliotheek.map / "ingevuld.csv"
    ingevuld.write_text(as_csv([kop, *rijen]), encoding="utf-8")
    bewijs = bibliotheek.deliver(ingevuld)
    assert bewijs.rijen is not None
    assert bewijs.periode == "2025"
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.uitval, bewijs.rijen.overgeslagen) == (2, 0, len(rijen) - 2)
    assert {m.code: m.aantal for m in bewijs.bevindingen} == {
        "waarde_leeg": len(rijen) - 2, "decimaal_hersteld": 2, "waarde_buiten_grenzen": 1,
    }  # fmt: skip


def test_an_unknown_organisatie_gets_no_workbook(bibliotheek: Bibliotheek) -> None:
    process(bibliotheek.omgeving)
    with pytest.raises(VerkeerdeAanroep, match="NL-0800000000"):
        template(bibliotheek.omgeving, "jaarcijfers", organisatie="NL-0800000000", jaar=2025)


def test_a_filled_in_workbook_is_read_and_its_other_sheets_are_not(
    bibliotheek: Bibliotheek, werkboeken: dict[str, bytes]
) -> None:
    """The example rows are filled in on the sheet of the data itself; those of the sheet Voorbeeld stay where they are."""
    process(bibliotheek.omgeving)
    for dataset in ("uitleningen", "leden", "collectie", "activiteiten", "jaarcijfers"):
        inhoud = werkboeken[dataset]
        voorbeeld = rows(inhoud, "Voorbeeld")
        pad = bibliotheek.map / f"werkboek_{dataset}.xlsx"
        pad.write_bytes(fill_in(inhoud, voorbeeld[:-1]))
        bewijs = bibliotheek.deliver(pad)
        assert bewijs.rijen is not None, bewijs
        assert (bewijs.dataset, bewijs.bronsysteem, bewijs.status) == (dataset, PROFIEL, "verwerkt")
        assert bewijs.rijen.geaccepteerd == bewijs.rijen.gelezen == len(voorbeeld) - 2
        assert {m.code for m in bewijs.bevindingen} <= {"delen_geen_totaal"}


def test_an_empty_workbook_is_refused_with_one_sentence(bibliotheek: Bibliotheek, werkboeken: dict[str, bytes]) -> None:
    process(bibliotheek.omgeving)
    pad = bibliotheek.map / "leeg.xlsx"
    pad.write_bytes(werkboeken["leden"])
    bewijs = bibliotheek.deliver(pad, periode="2025")
    assert (bewijs.status, [m.code for m in bewijs.bevindingen]) == ("geweigerd", ["bestand_leeg"])


def test_a_workbook_of_somebody_else_may_call_its_sheets_as_it_likes(bibliotheek: Bibliotheek) -> None:
    import xlsxwriter

    process(bibliotheek.omgeving)
    pad = bibliotheek.map / "eigen.xlsx"
    with xlsxwriter.Workbook(pad) as boek:
        blad = boek.add_worksheet("Voorbeeld")
        for i, rij in enumerate([["jaar", "item", "waarde"], ["2025", "FTE", "5"]]):
            blad.write_row(i, 0, rij)
    bewijs = bibliotheek.deliver(pad)
    assert (bewijs.dataset, bewijs.status) == ("jaarcijfers", "verwerkt")


def test_a_filled_in_list_of_locations_counts(leeg: Bibliotheek, werkboeken: dict[str, bytes]) -> None:
    lijst = leeg.map / "organisaties.csv"
    lijst.parent.mkdir(parents=True)
    lijst.write_text(as_csv(rows(werkboeken["organisaties"], "Voorbeeld")), encoding="utf-8")
    receive(leeg.omgeving, [lijst])
    locaties = Path(leeg.map / "locaties.csv")
    locaties.write_text(as_csv(rows(werkboeken["locaties"], "Voorbeeld")), encoding="utf-8")
    bewijs = leeg.deliver(locaties)
    assert bewijs.rijen is not None
    assert (bewijs.status, bewijs.periode, bewijs.rijen.geaccepteerd) == ("verwerkt", "2025-12-31", 3)
