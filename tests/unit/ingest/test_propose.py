"""Proposing a mapping: names with errors still find their column, patterns are held to, nobody's data is told.

Not here: whole exports from proposal to totals (`tests/features/test_herken.py`).
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from definitions import Omgeving, compact, load_definities
from ingest import propose_mapping
from ingest.codes import MAX_LENGTH, MIN_OCCURRENCES, STERK, Codekenner, descriptions, propose_all
from ingest.likeness import matches
from ingest.refusal import Weigering
from ingest.shapes import is_ambiguous, look, looks_like_data, needed_forms

DEFINITIES = load_definities()
ALIASSEN = DEFINITIES.aliassen
SLEUTELS = {
    "uitleningen": ("exemplaar", "lid", "uitlening", "titel"),
    "leden": ("lid",),
    "collectie": ("exemplaar", "titel"),
}
LANG = sorted(
    {(d, k, a) for d, ks in ALIASSEN.datasets.items() for k, namen in ks.items() for a in namen if len(compact(a)) >= 9}
)


# -- names ---------------------------------------------------------------------------------------------------------------


@st.composite
def _spelled(draw: st.DrawFn) -> tuple[str, str, str]:
    """A known name in another case and with other signs between its words."""
    dataset, kolom, alias = draw(
        st.sampled_from(sorted({(d, k, a) for d, ks in ALIASSEN.datasets.items() for k, ns in ks.items() for a in ns}))
    )
    teken = draw(st.sampled_from([" ", "_", "-", ".", "  "]))
    anders = "".join(draw(st.sampled_from([t.lower(), t.upper()])) if t != "ß" else t for t in alias)
    return dataset, kolom, anders.replace(" ", teken).replace("_", teken)


@st.composite
def _mistyped(draw: st.DrawFn) -> tuple[str, str, str]:
    """A long known name with one letter left out, doubled, or two exchanged."""
    dataset, kolom, alias = draw(st.sampled_from(LANG))
    plek = draw(st.integers(1, len(alias) - 2))
    fout = draw(st.sampled_from(["weg", "dubbel", "gewisseld"]))
    voor, letter, na = alias[:plek], alias[plek], alias[plek + 1 :]
    nieuw = {"weg": voor + na, "dubbel": voor + letter * 2 + na, "gewisseld": voor + na[:1] + letter + na[1:]}[fout]
    return dataset, kolom, nieuw


def _best(dataset: Any, kop: str) -> set[str]:
    treffers = matches([kop], ALIASSEN.datasets[dataset], ALIASSEN.afkortingen)
    beste = max((t.score for t in treffers), default=0.0)
    return {t.doel for t in treffers if t.score == beste}


@given(_spelled())
def test_case_and_signs_do_not_matter(geval: tuple[str, str, str]) -> None:
    dataset, kolom, kop = geval
    assert kolom in _best(dataset, kop)


@given(_mistyped())
def test_a_typing_error_still_finds_its_column(geval: tuple[str, str, str]) -> None:
    dataset, kolom, kop = geval
    anders = {k for k, namen in ALIASSEN.datasets[dataset].items() for a in namen if compact(a) == compact(kop)}  # type: ignore[index]
    assert anders - {kolom} or kolom in {
        t.doel for t in matches([kop], ALIASSEN.datasets[dataset], ALIASSEN.afkortingen)
    }  # type: ignore[index]


@pytest.mark.parametrize(
    ("kop", "kolom"),
    [
        ("ex_nr", "exemplaar"),
        ("Uitl.dt", "datumtijd"),
        ("aant. verl.", "verlengingen"),
        ("Klant-nr", "lid"),
        ("mat srt", "materiaalsoort"),
    ],
)
def test_words_cut_short_are_read_whole(kop: str, kolom: str) -> None:
    assert _best("uitleningen", kop) == {kolom}


@pytest.mark.parametrize(
    "kop", ["verwachte inleverdatum", "due_date", "titel", "leeftijd", "standplaats", "xyz", "vak", "l"]
)
def test_what_is_not_asked_for_is_not_taken_for_something_else(kop: str, tmp_path: Path, omgeving: Omgeving) -> None:
    rijen = ["01-03-2025;E1;9001;1;01-04-2025"] * 20
    voorstel = propose_mapping(
        omgeving, _csv(tmp_path, f"Uitleendatum;Exemplaarnummer;Vestiging;Lidnummer;{kop}", rijen), None, "uitleningen"
    )
    assert kop in voorstel.ongebruikt


# -- shapes --------------------------------------------------------------------------------------------------------------


def _look(waarden: list[str]) -> Any:
    return look(pl.DataFrame({"k": waarden}), ALIASSEN.datumvormen, [f"{d} %H:%M" for d in ALIASSEN.datumvormen])["k"]


@pytest.mark.parametrize(
    ("soort", "goed", "fout"),
    [
        ("e-mail", "a@b.nl", "a b.nl"), ("telefoon", "06-12345678", "12345678"), ("rekeningnummer", "NL91ABNA0417164300", "NL91"),
        ("BSN", "111222333", "111222334"), ("postcode met huisnummer", "9711AB 12", "9711AB"),
    ],
)  # fmt: skip
def test_personal_patterns(soort: str, goed: str, fout: str) -> None:
    assert _look([goed] * 30).persoonlijk == soort
    assert _look([fout] * 30).persoonlijk is None


def test_names_and_addresses_only_where_there_are_many() -> None:
    assert _look([f"Jansen, P{chr(97 + i % 26)}{i}" for i in range(60)]).misschien_persoonlijk == "naam"
    assert _look([f"Kerkstraat {i}" for i in range(60)]).misschien_persoonlijk == "adres"
    assert _look(["Grote Zaal"] * 60).misschien_persoonlijk is None


def test_day_and_month_that_may_be_exchanged_are_said() -> None:
    dubbelzinnig, zeker = _look(["03/04/2025"] * 9), _look(["03/04/2025", "28/04/2025"])
    assert is_ambiguous(dubbelzinnig.vormen)
    assert needed_forms(dubbelzinnig.vormen) == ["%d/%m/%Y"]
    assert not is_ambiguous(zeker.vormen)
    assert needed_forms(_look(["04/28/2025"] * 3).vormen) == ["%m/%d/%Y"]
    assert set(needed_forms(_look(["28-04-2025", "2025-04-28"] * 3).vormen)) == {"%d-%m-%Y", "%Y-%m-%d"}


def test_years_of_two_digits_are_not_read() -> None:
    beeld = _look(["03-04-25"] * 9)
    assert (beeld.datum, beeld.deel("jaartal_kort")) == (0.0, 1.0)


@pytest.mark.parametrize(
    "kop", [["100001", "Jansen"], ["01-03-2025", "x"], ["a@b.nl", "x"], ["NL-0800170000", "x"], ["9711 AB", "x"]]
)
def test_a_row_of_data_is_no_header(kop: list[str], tmp_path: Path, omgeving: Omgeving) -> None:
    assert looks_like_data(kop)
    with pytest.raises(Weigering, match="kolomnamen"):
        propose_mapping(omgeving, _csv(tmp_path, ";".join(kop), ["1;2"] * 3))


def test_names_of_columns_are_a_header() -> None:
    assert not looks_like_data(["Regel", "2025", "Postcode", "Datum 1", "E-mail", "A1"])


# -- codes ---------------------------------------------------------------------------------------------------------------


def _kenner(lijst: str) -> Codekenner:
    return Codekenner(DEFINITIES, DEFINITIES.codelijsten[lijst], lijst)


@pytest.mark.parametrize(
    ("lijst", "code", "omschrijving", "naar", "zeker"),
    [
        ("materiaalsoort", "Hörbuch", None, "LUISTERBOEK", True), ("materiaalsoort", "luisterboekn", None, "LUISTERBOEK", True),
        ("lidsoort", "J17", "Jeugdlid", "JEUGD", True), ("lidsoort", "Jeugd t/m 17", None, "JEUGD", False),
        ("materiaalsoort", "TYD", None, "TIJDSCHRIFT", True), ("lidsoort", "60", None, "VOLW", False), ("lidsoort", "Q7", None, None, False),
        ("materiaalsoort", "Boek met cd", None, None, False),
    ],
)  # fmt: skip
def test_a_code_is_proposed_by_word_description_and_other_systems(
    lijst: str, code: str, omschrijving: str | None, naar: str | None, zeker: bool
) -> None:
    voorstel = _kenner(lijst).propose(code, 50, omschrijving)
    assert voorstel.naar == naar
    assert (voorstel.zekerheid >= STERK) == zeker


def test_codes_are_described_by_a_helping_table() -> None:
    soorten = pl.DataFrame({"categorycode": ["PT", "J"], "description": ["Adult", "Juvenile"], "fee": ["1", "2"]})
    assert descriptions([soorten, pl.DataFrame({"x": ["PT"]})], ["PT", "Z"]) == {"PT": "Adult"}


@given(st.dictionaries(st.text(min_size=1, max_size=30), st.integers(1, 40), max_size=30))
def test_only_frequent_and_short_codes_are_shown(codes: dict[str, int]) -> None:
    getoond = {v.code for v in propose_all(_kenner("lidsoort"), Counter(codes))}
    assert getoond == {c for c, n in codes.items() if n >= MIN_OCCURRENCES and len(c) <= MAX_LENGTH}


# -- whole files ---------------------------------------------------------------------------------------------------------


def _csv(map_: Path, kop: str, rijen: list[str]) -> Path:
    pad = map_ / "export.csv"
    pad.write_text("\n".join([kop, *rijen, ""]), encoding="utf-8")
    return pad


@st.composite
def _files(draw: st.DrawFn) -> tuple[list[str], list[list[str]], int]:
    """Headers out of all aliases and out of nowhere, over cells that can be told apart from everything else."""
    bekend = sorted(
        {a for ks in ALIASSEN.datasets.values() for namen in ks.values() for a in namen}
        | set(ALIASSEN.persoonlijk["naam"])
    )
    namen = st.one_of(st.sampled_from(bekend), st.text("abcdefgh", min_size=2, max_size=9))
    koppen = draw(st.lists(namen, min_size=2, max_size=12, unique_by=lambda k: k.strip().lower()))
    rijen = draw(st.integers(1, 25))
    herhaald = draw(st.integers(0, len(koppen)))
    return koppen, [[f"§{k}§{r if k >= herhaald else 0}§" for k in range(len(koppen))] for r in range(rijen)], herhaald


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(geval=_files())
def test_no_cell_is_told_and_no_column_used_twice(
    geval: tuple[list[str], list[list[str]], int], tmp_path: Path, omgeving: Omgeving
) -> None:
    koppen, rijen, herhaald = geval
    voorstel = propose_mapping(omgeving, _csv(tmp_path, ";".join(koppen), [";".join(r) for r in rijen]))
    tekst = json.dumps(voorstel.as_json(), ensure_ascii=False)
    mag = {f"§{k}§0§" for k in range(herhaald)} if len(rijen) >= MIN_OCCURRENCES else set()
    assert {cel for rij in rijen for cel in rij if cel in tekst} <= mag
    bronnen = [kop for k in voorstel.kolommen for kop in (k.van, k.samen) if kop]
    assert len(bronnen) == len(set(bronnen))
    assert not set(bronnen) & set(voorstel.persoonlijk)
    assert len(bronnen) + len(voorstel.persoonlijk) + len(voorstel.ongebruikt) == len(koppen)
