"""The begrippen as linked data: SKOS in the Dutch profile NL-SBB, as Turtle or JSON-LD.

Not here: the begrippen themselves (`begrippen/`), and what the profile requires of them (a test holds the export against it).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from .models import Begrip, Definities

if TYPE_CHECKING:
    from rdflib import Graph, URIRef

Vorm = Literal["turtle", "json-ld"]


def export_begrippen(definities: Definities, vorm: Vorm = "turtle") -> str:
    """All begrippen and the scheme they are in, as text.

    Source of the profile: NL-SBB (Geonovum, 2024): every begrip has a preferred term, a definition, a scheme, and a language
    with each of its texts.
    """
    return as_graph(definities).serialize(format=vorm)


def as_graph(definities: Definities) -> Graph:
    """The begrippen as RDF."""
    from rdflib import Graph, Literal, Namespace
    from rdflib.namespace import DCTERMS, RDF, SKOS

    beheer = definities.beheer
    ruimte = Namespace(beheer.naamruimte)
    kader = ruimte["begrippenkader"]
    graaf = Graph()
    for voorvoegsel, naamruimte in (("skos", SKOS), ("dct", DCTERMS), ("begrip", ruimte)):
        graaf.bind(voorvoegsel, naamruimte)
    graaf.add((kader, RDF.type, SKOS.ConceptScheme))
    graaf.add((kader, SKOS.prefLabel, Literal(beheer.titel, lang="nl")))
    graaf.add((kader, DCTERMS.title, Literal(beheer.titel, lang="nl")))
    graaf.add((kader, DCTERMS.publisher, Literal(beheer.beheerder, lang="nl")))
    for begrip in definities.begrippen.values():
        _add(graaf, ruimte[begrip.code], kader, begrip, definities)
        for soort, codes in ((SKOS.broader, begrip.breder), (SKOS.related, begrip.verwant)):
            for code in codes:
                graaf.add((ruimte[begrip.code], soort, ruimte[code]))
    return graaf


def _add(graaf: Graph, iri: URIRef, kader: URIRef, begrip: Begrip, definities: Definities) -> None:
    from rdflib import Literal
    from rdflib.namespace import DCTERMS, OWL, RDF, SKOS

    graaf.add((iri, RDF.type, SKOS.Concept))
    graaf.add((iri, SKOS.inScheme, kader))
    if not begrip.breder:
        graaf.add((iri, SKOS.topConceptOf, kader))
    graaf.add((iri, SKOS.notation, Literal(begrip.code)))
    for eigenschap, tekst in (
        (SKOS.prefLabel, begrip.naam), (SKOS.definition, begrip.definitie), (DCTERMS.source, begrip.bron),
        (SKOS.editorialNote, standing(begrip, definities)),
        *((SKOS.historyNote, breuk) for breuk in begrip.trendbreuken),
    ):  # fmt: skip
        graaf.add((iri, eigenschap, Literal(tekst, lang="nl")))
    graaf.add((iri, OWL.versionInfo, Literal(str(begrip.versie))))
    graaf.add((iri, DCTERMS.issued, Literal(begrip.vastgesteld_op or begrip.voorgesteld_op)))


def standing(begrip: Begrip, definities: Definities) -> str:
    """How a begrip stands, in a Dutch sentence: a proposal open to comments, agreed by whom and when, or no longer in use."""
    if begrip.status == "vastgesteld":
        return f"Vastgesteld door {begrip.vastgesteld_door} op {begrip.vastgesteld_op:%d-%m-%Y}."
    if begrip.status == "vervallen":
        return f"Vervallen op {begrip.geldig_tot:%d-%m-%Y}."
    termijn = begrip.voorgesteld_op + timedelta(days=definities.beheer.reactietermijn_dagen)
    return f"Voorstel van {begrip.voorgesteld_op:%d-%m-%Y}; bibliotheken kunnen tot en met {termijn:%d-%m-%Y} reageren."
