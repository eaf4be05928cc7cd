"""Whether questionnaires, reports, tables and the leenrechtopgave name what exists: indicators, klassen, questions, code lists.

Not here: the inheritance between questionnaires (`inheritance.py`) and the indicators themselves (`indicatorchecks.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from .inheritance import FOLDER
from .loaded import Geladen
from .models import Definities, Indicator
from .reportmodels import (
    TOTAAL,
    VARIANT,
    Leenrecht,
    Rapport,
    Uittabel,
    Verandering,
    Vindplaats,
    Vraag,
    Vragenlijst,
    named_questions,
)
from .yaml_lines import Pad

Mistake = tuple[Pad, str]

TABLES = "rapporten/tabellen"
_CROSSING = "*"
_CHOICE = "keuze"


def code_list_of(definities: Definities, indicator: Indicator, kolom: str) -> str | None:
    """The code list of which the klassen of a breakdown are: that of the contract's column, else the list of that name."""
    eigen = definities.contracten.get(indicator.dataset)
    anderen = (c for c in definities.contracten.values() if c is not eigen)
    for contract in filter(None, (eigen, *anderen)):
        for tabel in (*contract.brons, contract.levering):
            for k in tabel.kolommen:
                if k.naam == kolom and k.codelijst:
                    return k.codelijst
        if kolom in definities.codelijsten:
            return kolom
    return None


def check_reports(geladen: Geladen, definities: Definities) -> None:
    """Check everything that is asked and reported; every mistake goes to `geladen.fouten`."""
    for lijst in definities.vragenlijsten.values():
        for pad, zin in _questionnaire_mistakes(geladen, definities, lijst):
            geladen.meld(FOLDER, lijst.code, pad, zin)
    for rapport in definities.rapporten.values():
        for pad, zin in _report_mistakes(geladen, rapport):
            geladen.meld("rapporten", rapport.code, pad, zin)
    for tabel in definities.uittabellen.values():
        for pad, zin in _table_mistakes(geladen, definities, tabel):
            geladen.meld(TABLES, tabel.code, pad, zin)
    if definities.leenrecht is not None:
        for pad, zin in _leenrecht_mistakes(geladen, definities, definities.leenrecht):
            geladen.meld("leenrecht", "leenrecht", pad, zin)


# -- questionnaires ----------------------------------------------------------------------------------------------------


def _questionnaire_mistakes(geladen: Geladen, definities: Definities, lijst: Vragenlijst) -> Iterator[Mistake]:
    basis = definities.vragenlijsten.get(lijst.zoals or "")
    if basis is not None and basis.verslagjaar >= lijst.verslagjaar:
        yield ("zoals",), f"{basis.code} gaat over een later of hetzelfde verslagjaar; neem een eerder jaar."
    for deel in lijst.delen.values():
        if deel.sluit <= deel.opent:
            yield ("delen", deel.code, "sluit"), "een deel sluit na de dag waarop het opent."
        if deel.opent.year <= lijst.verslagjaar:
            yield ("delen", deel.code, "opent"), f"over {lijst.verslagjaar} wordt pas gevraagd als dat jaar voorbij is."
        if not lijst.van_deel(deel.code):
            yield ("delen", deel.code), f"het deel {deel.code} heeft geen vragen."
    for vraag in lijst.vragen.values():
        for pad, zin in _question_mistakes(geladen, definities, lijst, vraag):
            yield ("vragen", vraag.code, *pad), zin
    yield from _check_mistakes(definities, lijst)


def _question_mistakes(geladen: Geladen, definities: Definities, lijst: Vragenlijst, vraag: Vraag) -> Iterator[Mistake]:
    if vraag.deel not in lijst.delen:
        yield ("deel",), f"het deel {vraag.deel} bestaat niet."
    if vraag.begrip is not None and vraag.begrip not in geladen.namen["begrippen"]:
        yield ("begrip",), f"het begrip {vraag.begrip} bestaat niet."
    if (vraag.voorinvulling is None) == (vraag.niet_voorgevuld is None):
        yield (
            (),
            f"{vraag.code} zegt waaruit hij wordt voorgevuld (voorinvulling) of waarom niet (niet_voorgevuld), en niet beide.",
        )
    if (vraag.antwoord == _CHOICE) != (vraag.codelijst is not None):
        yield ("antwoord",), "bij een keuze hoort een codelijst, en alleen daarbij."
    if vraag.codelijst is not None and vraag.codelijst not in geladen.namen["codelijsten"]:
        yield ("codelijst",), f"de codelijst {vraag.codelijst} bestaat niet."
    if vraag.antwoord in ("getal", "decimaal") and not vraag.eenheid:
        yield ("antwoord",), "bij een getal hoort een eenheid."
    if vraag.voorinvulling is not None:
        for pad, zin in _place_mistakes(
            geladen, definities, vraag.voorinvulling, (vraag.per,), keuze=vraag.antwoord == _CHOICE
        ):
            yield ("voorinvulling", *pad), zin
    yield from _year_item_mistakes(definities, vraag)


def _year_item_mistakes(definities: Definities, vraag: Vraag) -> Iterator[Mistake]:
    """The item with which the same can be delivered is of the same unit, and stands under this question's number."""
    if vraag.jaarcijfer is None:
        return
    item = definities.codelijsten["jaarcijferitem"].codes.get(vraag.jaarcijfer)
    if item is None:
        yield ("jaarcijfer",), f"{vraag.jaarcijfer} staat niet in de codelijst jaarcijferitem."
        return
    if item["eenheid"] != vraag.eenheid:
        yield ("eenheid",), f"{vraag.jaarcijfer} is in {item['eenheid']}."
    if item["wsob"] != vraag.code.partition(".")[0]:
        yield ("jaarcijfer",), f"{vraag.jaarcijfer} hoort volgens de codelijst bij {item['wsob']}."


def _check_mistakes(definities: Definities, lijst: Vragenlijst) -> Iterator[Mistake]:
    klassen = definities.codelijsten["grootteklasse"].codes
    for controle in lijst.controles.values():
        pad = ("controles", controle.code)
        for code in named_questions(controle):
            vraag = lijst.vragen.get(code)
            if vraag is None:
                yield pad, f"{controle.code} noemt de vraag {code}, die niet bestaat."
            elif vraag.antwoord not in ("getal", "decimaal", "euro", "percentage"):
                yield pad, f"{controle.code} rekent met {code}, die geen getal als antwoord heeft."
        if isinstance(controle, Verandering) and set(controle.drempels) != set(klassen):
            yield (
                (*pad, "drempels"),
                f"{controle.code} heeft voor elke grootteklasse één drempel ({', '.join(klassen)}).",
            )


# -- where a value stands ----------------------------------------------------------------------------------------------


def _place_mistakes(
    geladen: Geladen, definities: Definities, plaats: Vindplaats, niveaus: tuple[str, ...], *, keuze: bool = False
) -> Iterator[Mistake]:
    """A value must be one that indicatorwaarde can have, at each of these niveaus."""
    if plaats.indicator not in geladen.namen["indicatoren"]:
        yield ("indicator",), f"de indicator {plaats.indicator} bestaat niet."
        return
    indicator = definities.indicatoren.get(plaats.indicator)
    if indicator is None:
        return
    if indicator.bron_ontbreekt:
        yield ("indicator",), f"van {indicator.code} ontbreekt de bron; zeg dat bij niet_voorgevuld."
    if plaats.periode not in indicator.periodesoorten:
        yield ("periode",), f"{indicator.code} heeft geen {plaats.periode}."
    for niveau in niveaus:
        if niveau not in indicator.niveaus:
            yield ("indicator",), f"{indicator.code} heeft het niveau {niveau} niet."
    yield from _class_mistakes(definities, indicator, plaats, keuze=keuze)


def _class_mistakes(
    definities: Definities, indicator: Indicator, plaats: Vindplaats, *, keuze: bool
) -> Iterator[Mistake]:
    if keuze != (not plaats.klassen):
        yield ("klassen",), "bij een keuze is de klasse zelf het antwoord (klassen: []), en alleen daarbij."
    if len(plaats.klassen) > 1 and indicator.soort in ("verhouding", "uniek"):
        yield ("klassen",), f"klassen van {indicator.code} zijn niet op te tellen."
    if plaats.uitsplitsing == TOTAAL:
        if plaats.klassen != (TOTAAL,):
            yield ("klassen",), "zonder uitsplitsing is er alleen het totaal."
        return
    if plaats.uitsplitsing == VARIANT:
        varianten = {v.klasse for v in indicator.varianten}
        anders = [i for i, klasse in enumerate(plaats.klassen) if klasse not in varianten]
        yield from ((("klassen", i), f"{indicator.code} heeft geen variant {plaats.klassen[i]}.") for i in anders)
    elif plaats.uitsplitsing not in indicator.uitsplitsingen:
        yield ("uitsplitsing",), f"{indicator.code} heeft geen uitsplitsing {plaats.uitsplitsing}."
    else:
        yield from _code_mistakes(definities, indicator, plaats)


def _code_mistakes(definities: Definities, indicator: Indicator, plaats: Vindplaats) -> Iterator[Mistake]:
    """Each klasse is a code of the list of its column, of a crossing one of each."""
    kolommen = plaats.uitsplitsing.split(_CROSSING)
    for i, klasse in enumerate(plaats.klassen):
        codes = klasse.split(_CROSSING)
        lijsten = [code_list_of(definities, indicator, kolom) for kolom in kolommen]
        bekend = len(codes) == len(kolommen) and all(
            lijst is None or code in definities.codelijsten.get(lijst, ())
            for lijst, code in zip(lijsten, codes, strict=True)
        )
        if not bekend:
            yield ("klassen", i), f"{indicator.code} heeft bij {plaats.uitsplitsing} geen klasse {klasse}."


# -- reports, tables, leenrecht ----------------------------------------------------------------------------------------


def _report_mistakes(geladen: Geladen, rapport: Rapport) -> Iterator[Mistake]:
    plaatsen: list[tuple[Pad, str]] = [(("indicatoren", i), c) for i, c in enumerate(rapport.indicatoren)]
    for t, thema in enumerate(rapport.themas):
        plaatsen += [(("themas", t, "indicatoren", i), c) for i, c in enumerate(thema.indicatoren)]
    for pad, code in plaatsen:
        if code not in geladen.namen["indicatoren"]:
            yield pad, f"de indicator {code} bestaat niet."


def _table_mistakes(geladen: Geladen, definities: Definities, tabel: Uittabel) -> Iterator[Mistake]:
    for i, kolom in enumerate(tabel.kolommen):
        if kolom.code in {k.code for k in tabel.kolommen[:i]}:
            yield ("kolommen", i, "code"), f"de kolom {kolom.code} staat er twee keer."
        for pad, zin in _place_mistakes(geladen, definities, kolom.vindplaats, tabel.niveaus):
            yield ("kolommen", i, "vindplaats", *pad), zin


def _leenrecht_mistakes(geladen: Geladen, definities: Definities, leenrecht: Leenrecht) -> Iterator[Mistake]:
    """What is exempt and what is counted exist; the materiaalsoorten are all given a place."""
    yield from _category_mistakes(tuple(definities.codelijsten["materiaalsoort"].codes), leenrecht)
    for i, code in enumerate(leenrecht.vrijgesteld):
        if code not in definities.codelijsten["uitleenverantwoordelijke"]:
            yield ("vrijgesteld", i), f"{code} staat niet in de codelijst uitleenverantwoordelijke."
    for i, regel in enumerate(leenrecht.regels):
        if regel.indicator is not None and regel.indicator not in geladen.namen["indicatoren"]:
            yield ("regels", i, "indicator"), f"de indicator {regel.indicator} bestaat niet."


def _category_mistakes(soorten: tuple[str, ...], leenrecht: Leenrecht) -> Iterator[Mistake]:
    """Every materiaalsoort stands in one category, or is named outside them."""
    plaatsen: list[tuple[Pad, str]] = [
        (("categorieen", c, "materiaalsoorten", i), code)
        for c, categorie in enumerate(leenrecht.categorieen)
        for i, code in enumerate(categorie.materiaalsoorten)
    ] + [(("buiten", code), code) for code in leenrecht.buiten]
    gezien: set[str] = set()
    for pad, code in plaatsen:
        if code not in soorten:
            yield pad, f"{code} staat niet in de codelijst materiaalsoort."
        if code in gezien:
            yield pad, f"{code} heeft al een plaats."
        gezien.add(code)
    for code in soorten:
        if code not in gezien:
            yield ("categorieen",), f"de materiaalsoort {code} valt in geen categorie en niet erbuiten."
