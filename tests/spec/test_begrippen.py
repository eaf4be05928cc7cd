"""The begrippen as linked data: what the Dutch profile requires is there, both forms say the same, and nothing is lost.

Not here: whether a definition is right; people decide that.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import Graph, Literal
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SKOS

from definitions import Definities, export_begrippen, load_definities, standing

VORMEN = Path(__file__).with_name("nl_sbb.shapes.ttl")


@pytest.fixture(scope="module")
def definities() -> Definities:
    return load_definities()


@pytest.fixture(scope="module")
def turtle(definities: Definities) -> Graph:
    return Graph().parse(data=export_begrippen(definities, "turtle"), format="turtle")


def test_there_are_at_least_fifty(definities: Definities) -> None:
    assert len(definities.begrippen) >= 50


def test_the_profile_is_obeyed(turtle: Graph) -> None:
    goed, _, uitleg = validate(turtle, shacl_graph=Graph().parse(VORMEN), advanced=True)
    assert goed, uitleg


@pytest.mark.parametrize("eigenschap", [SKOS.prefLabel, SKOS.definition, SKOS.inScheme])
def test_the_shapes_notice_what_is_missing(turtle: Graph, eigenschap: object) -> None:
    kaal = Graph()
    for drietal in turtle:
        if drietal[1] != eigenschap:
            kaal.add(drietal)
    goed, _, _ = validate(kaal, shacl_graph=Graph().parse(VORMEN), advanced=True)
    assert not goed


def test_both_forms_say_the_same(definities: Definities, turtle: Graph) -> None:
    json_ld = Graph().parse(data=export_begrippen(definities, "json-ld"), format="json-ld")
    assert isomorphic(turtle, json_ld)


def test_every_begrip_is_in_it_with_its_words(definities: Definities, turtle: Graph) -> None:
    for begrip in definities.begrippen.values():
        (iri,) = turtle.subjects(SKOS.notation, Literal(begrip.code))
        assert (iri, RDF.type, SKOS.Concept) in turtle
        assert turtle.value(iri, SKOS.prefLabel) == Literal(begrip.naam, lang="nl")
        assert len(list(turtle.objects(iri, SKOS.historyNote))) == len(begrip.trendbreuken), begrip.code
        assert len(list(turtle.objects(iri, SKOS.broader))) == len(begrip.breder), begrip.code


def test_related_begrippen_know_each_other_or_one_of_them_does(definities: Definities) -> None:
    """A begrip is never both broader and related (SKOS, S27)."""
    for begrip in definities.begrippen.values():
        assert not set(begrip.breder) & set(begrip.verwant), begrip.code


@pytest.mark.parametrize(
    ("verandering", "zin"),
    [
        ({"status": "voorstel", "voorgesteld_op": date(2026, 1, 1)}, "Voorstel van 01-01-2026; bibliotheken kunnen tot en met 01-04-2026 reageren."),
        ({"status": "vastgesteld", "vastgesteld_door": "De commissie", "vastgesteld_op": date(2026, 5, 6)}, "Vastgesteld door De commissie op 06-05-2026."),
        ({"status": "vervallen", "geldig_tot": date(2025, 12, 31)}, "Vervallen op 31-12-2025."),
    ],
)  # fmt: skip
def test_how_a_begrip_stands(definities: Definities, verandering: dict[str, object], zin: str) -> None:
    begrip = definities.begrippen["lid"].model_copy(update=verandering)
    assert standing(begrip, definities) == zin


def test_the_trend_breaks_that_are_known_are_told(definities: Definities) -> None:
    """The years of kennis/verantwoording.md 2, each on a begrip it touches."""
    verteld = {breuk[:4] for b in definities.begrippen.values() for breuk in b.trendbreuken}
    assert {"2006", "2008", "2017", "2020", "2021", "2022", "2023"} <= verteld
