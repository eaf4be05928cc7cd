"""What the definition files must have in common, checked on every load: names that are used exist, privacy rules hold.

Not here: whether a single file has the right shape (`load.py`), profiles (`profilechecks.py`), indicators
(`indicatorchecks.py`), reports (`reportchecks.py`), aliases (`aliaschecks.py`), and SQL (`sqlchecks.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .aliaschecks import check_aliases
from .indicatorchecks import check_indicators
from .loaded import Geladen
from .measures import telvarianten_van
from .models import Contract, Definities, Kolom, Privacy, Regel, Tabel
from .profilechecks import check_profile
from .reportchecks import check_reports
from .yaml_lines import Plaats

_CODED = ("code", "janee")
_RELATIONS = frozenset({"voor", "hoogstens", "grens", "nodig", "strijdig", "voorbij"})
_JOIN = re.compile(r"koppeling:[a-z0-9_]+")


def check_references(geladen: Geladen) -> None:
    """Hold all files against each other; every mistake goes to `geladen.fouten`."""
    definities = geladen.definities
    assert definities is not None
    for dataset, contract in definities.contracten.items():
        _check_contract(geladen, definities, dataset, contract)
    for profiel in definities.bronsystemen.values():
        check_profile(geladen, definities, profiel)
    check_indicators(geladen, definities)
    check_aliases(geladen, definities)
    check_reports(geladen, definities)
    _check_begrippen(geladen, definities)
    _check_rules_of_concepts(geladen, definities)
    _check_code_list_columns(geladen, definities)


def _check_rules_of_concepts(geladen: Geladen, definities: Definities) -> None:
    """A begrip names counting rules that its indicators have."""
    bekend = {f"{i.code}.{v.naam}" for i in definities.indicatoren.values() for v in telvarianten_van(i)}
    for begrip in definities.begrippen.values():
        for i, naam in enumerate(begrip.telvarianten):
            if naam not in bekend:
                geladen.meld("begrippen", begrip.code, ("telvarianten", i), f"de telregel {naam} bestaat niet.")


def _check_begrippen(geladen: Geladen, definities: Definities) -> None:
    """Begrippen name begrippen, and a standing comes with its proof."""
    for begrip in definities.begrippen.values():
        for veld in ("breder", "verwant"):
            for i, code in enumerate(getattr(begrip, veld)):
                if code not in geladen.namen["begrippen"]:
                    geladen.meld("begrippen", begrip.code, (veld, i), f"het begrip {code} bestaat niet.")
        if begrip.status == "vastgesteld" and not (begrip.vastgesteld_door and begrip.vastgesteld_op):
            zin = "een vastgesteld begrip noemt wie het vaststelde en wanneer (vastgesteld_door, vastgesteld_op)."
            geladen.meld("begrippen", begrip.code, ("status",), zin)
        if begrip.status == "vervallen" and begrip.geldig_tot is None:
            geladen.meld(
                "begrippen", begrip.code, ("status",), "een vervallen begrip noemt tot wanneer het gold (geldig_tot)."
            )


# -- contracts ---------------------------------------------------------------------------------------------------------


def _column_place(geladen: Geladen, dataset: str, tabel: str, kolom: str) -> Plaats:
    document = geladen.documenten["contracten", dataset]
    for i, schema in enumerate(document.data["schema"]):
        if schema["name"] == tabel:
            namen = [k["name"] for k in schema["properties"]]
            return document.plaats("schema", i, "properties", namen.index(kolom), "name")
    return document.plaats("schema")


def _check_contract(geladen: Geladen, definities: Definities, dataset: str, contract: Contract) -> None:
    for tabel in (contract.levering, *contract.brons):
        for kolom in tabel.kolommen:
            for zin in _column_mistakes(geladen, definities, tabel, kolom):
                plaats = _column_place(geladen, dataset, tabel.naam, kolom.naam)
                geladen.fouten.meld(plaats, f"kolom {tabel.naam}.{kolom.naam}: {zin}")
        for naam in _repeated(tabel.namen):
            plaats = _column_place(geladen, dataset, tabel.naam, naam)
            geladen.fouten.meld(plaats, f"kolom {tabel.naam}.{naam} staat er twee keer.")
    for regel in contract.leveringsregels:
        if regel.code not in geladen.namen["bevindingen"]:
            geladen.meld("contracten", dataset, ("schema", 0, "quality"), f"de bevinding {regel.code} bestaat niet.")
        if regel.kolom is not None and regel.kolom not in contract.levering.namen:
            zin = f"{regel.code}: de kolom {regel.kolom} bestaat niet."
            geladen.meld("contracten", dataset, ("schema", 0, "quality"), zin)


def _column_mistakes(geladen: Geladen, definities: Definities, tabel: Tabel, kolom: Kolom) -> Iterator[str]:
    for veld in ("doel", "grondslag", "bewaartermijn"):
        if not getattr(kolom, veld).strip():
            yield f"{veld} ontbreekt."
    yield from _use_mistakes(geladen, kolom)
    if kolom.privacy is Privacy.DIRECT and tabel.naam != "levering":
        yield "een direct herkenbaar gegeven mag niet in brons staan."
    if kolom.codelijst is not None and kolom.codelijst not in geladen.namen["codelijsten"]:
        yield f"de codelijst {kolom.codelijst} bestaat niet."
    if kolom.waarde in _CODED and kolom.codelijst is None:
        yield f"bij waarde {kolom.waarde} hoort een codelijst."
    for regel in kolom.regels:
        yield from _rule_mistakes(geladen, definities, tabel, regel)


def _rule_mistakes(geladen: Geladen, definities: Definities, tabel: Tabel, regel: Regel) -> Iterator[str]:
    if regel.code not in geladen.namen["bevindingen"]:
        yield f"de bevinding {regel.code} bestaat niet."
    elif regel.code in definities.bevindingen and definities.bevindingen[regel.code].ernst != "rij":
        yield f"de bevinding {regel.code} gaat niet over een rij."
    if regel.soort in _RELATIONS and regel.ander not in tabel.namen:
        yield f"de regel {regel.soort} wijst naar de kolom {regel.ander}, die niet bestaat."
    elif regel.soort in _RELATIONS and regel.ander is not None:
        yield from _code_mistakes_of_rule(definities, tabel, regel)
    for naam in regel.samen:
        if naam not in tabel.namen:
            yield f"de regel {regel.soort} wijst naar de kolom {naam}, die niet bestaat."
    if regel.soort == "bereik" and regel.minimum is None and regel.maximum is None:
        yield "de regel bereik heeft geen minimum en geen maximum."


def _code_mistakes_of_rule(definities: Definities, tabel: Tabel, regel: Regel) -> Iterator[str]:
    """The codes and the columns of code lists that a relation rule names must exist."""
    for kolom, codes in ((regel.ander, regel.bij), (regel.kolom, regel.waarden)):
        lijst = definities.codelijsten.get(tabel.kolom(kolom or "").codelijst or "")
        for code in codes:
            if lijst is None or code not in lijst:
                yield f"de regel {regel.soort} noemt {code}, dat niet in de codelijst van {kolom} staat."
    lijst = definities.codelijsten.get(tabel.kolom(regel.ander or "").codelijst or "")
    for grens in filter(None, (regel.laag, regel.hoog)):
        if lijst is None or grens not in lijst.kolommen:
            yield f"de regel {regel.soort} noemt {grens}, geen kolom van de codelijst van {regel.ander}."


def _use_mistakes(geladen: Geladen, kolom: Kolom) -> Iterator[str]:
    """A column that nothing uses may not be asked: every `gebruik` must be something that exists."""
    if not kolom.gebruik:
        yield "gebruik is leeg; een kolom die niets nodig heeft, mag niet worden gevraagd."
    bekend = geladen.namen["catalogus"] | geladen.namen["bevindingen"] | {"sleutel"}
    for gebruik in kolom.gebruik:
        if gebruik not in bekend and not _JOIN.fullmatch(gebruik):
            yield f"het gebruik {gebruik} is geen indicator van de catalogus, bevinding, koppeling of sleutel."


def _repeated(namen: Iterable[str]) -> list[str]:
    lijst = list(namen)
    return sorted({naam for naam in lijst if lijst.count(naam) > 1})


# -- code lists --------------------------------------------------------------------------------------------------------

# Columns of code lists whose values are codes of another list ('' is allowed).
_LINKS = (
    ("materiaalsoort", "groep", "materiaalgroep"),
    ("leeftijdsband", "leeftijdsgroep", "leeftijdsgroep"),
    ("leeftijdsband", "leeftijd", "lidsoort"),
    ("leeftijdsgroep", "leeftijd", "lidsoort"),
    ("lidsoort", "leeftijd", "lidsoort"),
    ("jaarcijferitem", "onderdeel", "jaarcijferonderdeel"),
    ("jaarcijferitem", "deel_van", "jaarcijferitem"),
    ("jaarcijferitem", "hoogstens", "jaarcijferitem"),
)


def _check_code_list_columns(geladen: Geladen, definities: Definities) -> None:
    lijsten = definities.codelijsten
    doelen = {naam: set(lijst.codes) for naam, lijst in lijsten.items()}
    doelen["catalogus"] = geladen.namen["catalogus"]
    for naam, kolom, doel in (*_LINKS, ("jaarcijferitem", "indicator", "catalogus")):
        if naam not in lijsten or doel not in doelen:
            continue
        if kolom not in lijsten[naam].kolommen:
            geladen.fouten.meld(Plaats(f"codelijsten/{naam}.csv", 1), f"de kolom {kolom} ontbreekt.")
            continue
        for code, rij in lijsten[naam].codes.items():
            if rij[kolom] and rij[kolom] not in doelen[doel]:
                geladen.fouten.meld(geladen.rijen[naam, code], f"{kolom} {rij[kolom]} staat niet in {doel}.")
