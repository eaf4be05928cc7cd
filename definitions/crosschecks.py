"""What the definition files must have in common, checked on every load: names that are used exist, and privacy rules hold.

Not here: whether a single file has the right shape (`load.py`), and SQL (`sqlchecks.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .load import Geladen
from .measures import INWONERS
from .models import Bronkolom, Bronlevering, Bronsysteem, Contract, Definities, Indicator, Kolom, Privacy, Tabel
from .yaml_lines import Plaats

_CODED = ("code", "janee")
# Breakdowns that cross two columns are written with this sign, in this order.
_CROSSING = "*"


def check_references(geladen: Geladen) -> None:
    """Hold all files against each other; every mistake goes to `geladen.fouten`."""
    definities = geladen.definities
    assert definities is not None
    for dataset, contract in definities.contracten.items():
        _check_contract(geladen, definities, dataset, contract)
    for profiel in definities.bronsystemen.values():
        _check_profile(geladen, definities, profiel)
    for indicator in definities.indicatoren.values():
        _check_indicator(geladen, definities, indicator)
    _check_cycles(geladen, definities)
    for begrip in definities.begrippen.values():
        for veld in ("breder", "verwant"):
            for i, code in enumerate(getattr(begrip, veld)):
                if code not in geladen.namen["begrippen"]:
                    _meld(geladen, "begrippen", begrip.code, (veld, i), f"het begrip {code} bestaat niet.")
    for rapport in definities.rapporten.values():
        for i, code in enumerate(rapport.indicatoren):
            if code not in geladen.namen["indicatoren"]:
                _meld(geladen, "rapporten", rapport.code, ("indicatoren", i), f"de indicator {code} bestaat niet.")
    _check_code_list_columns(geladen, definities)


def _meld(geladen: Geladen, map: str, naam: str, pad: tuple[str | int, ...], zin: str) -> None:
    geladen.fouten.meld(geladen.plaats(map, naam, *pad), zin)


# -- contracts ---------------------------------------------------------------------------------------------------------


def column_place(geladen: Geladen, dataset: str, tabel: str, kolom: str) -> Plaats:
    """Where a column of a contract stands."""
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
                plaats = column_place(geladen, dataset, tabel.naam, kolom.naam)
                geladen.fouten.meld(plaats, f"kolom {tabel.naam}.{kolom.naam}: {zin}")
        for naam in _repeated(tabel.namen):
            geladen.fouten.meld(column_place(geladen, dataset, tabel.naam, naam), f"de kolom {naam} staat er twee keer.")
    for regel in contract.leveringsregels:
        if regel.code not in geladen.namen["bevindingen"]:
            _meld(geladen, "contracten", dataset, ("schema",), f"de bevinding {regel.code} bestaat niet.")
        if regel.kolom is not None and regel.kolom not in contract.levering.namen:
            _meld(geladen, "contracten", dataset, ("schema",), f"{regel.code}: de kolom {regel.kolom} bestaat niet.")


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
        if regel.code not in geladen.namen["bevindingen"]:
            yield f"de bevinding {regel.code} bestaat niet."
        elif regel.code in definities.bevindingen and definities.bevindingen[regel.code].ernst != "rij":
            yield f"de bevinding {regel.code} gaat niet over een rij."
        if regel.soort == "voor" and regel.ander not in tabel.namen:
            yield f"de regel voor wijst naar de kolom {regel.ander}, die niet bestaat."
        if regel.soort == "bereik" and regel.minimum is None and regel.maximum is None:
            yield "de regel bereik heeft geen minimum en geen maximum."


def _use_mistakes(geladen: Geladen, kolom: Kolom) -> Iterator[str]:
    """A column that nothing uses may not be asked: every `gebruik` must be something that exists."""
    if not kolom.gebruik:
        yield "gebruik is leeg; een kolom die niets nodig heeft, mag niet worden gevraagd."
    for gebruik in kolom.gebruik:
        bestaat = (
            gebruik == "sleutel"
            or re.fullmatch(r"koppeling:[a-z0-9_]+", gebruik) is not None
            or gebruik in geladen.namen["catalogus"]
            or gebruik in geladen.namen["bevindingen"]
        )
        if not bestaat:
            yield f"het gebruik {gebruik} is geen indicator van de catalogus, bevinding, koppeling of sleutel."


def _repeated(namen: Iterable[str]) -> list[str]:
    gezien: set[str] = set()
    return [n for n in namen if n in gezien or gezien.add(n)]  # type: ignore[func-returns-value]


# -- source systems ----------------------------------------------------------------------------------------------------


def _check_profile(geladen: Geladen, definities: Definities, profiel: Bronsysteem) -> None:
    for naam, tabel in profiel.tabellen.items():
        pad = ("tabellen", naam)
        for kolom in tabel.kenmerk:
            if kolom not in tabel.kolommen:
                _meld(geladen, "bronsystemen", profiel.id, (*pad, "kenmerk"), f"de kenmerkende kolom {kolom} staat niet in kolommen.")
        for kolom in tabel.kolommen:
            if kolom != kolom.lower().strip():
                _meld(geladen, "bronsystemen", profiel.id, (*pad, "kolommen"), f"schrijf de kolom {kolom} in kleine letters.")
        _check_distinct(geladen, profiel, naam)
    for dataset, levering in profiel.datasets.items():
        contract = definities.contracten.get(dataset)
        if contract is None and dataset not in geladen.namen["contracten"]:
            _meld(geladen, "bronsystemen", profiel.id, ("datasets", dataset), f"er is geen contract voor {dataset}.")
        for rol in ("hoofd", "hulp"):
            for i, naam in enumerate(getattr(levering, rol)):
                if naam not in profiel.tabellen:
                    _meld(geladen, "bronsystemen", profiel.id, ("datasets", dataset, rol, i), f"de tabel {naam} bestaat niet.")
        if contract is not None:
            _check_mapping(geladen, definities, profiel, contract, levering)


def _check_distinct(geladen: Geladen, profiel: Bronsysteem, naam: str) -> None:
    """A table's distinguishing columns may not all occur in another table of the system, or a file fits both."""
    tabel = profiel.tabellen[naam]
    for ander, andere in profiel.tabellen.items():
        if ander != naam and set(tabel.kenmerk) <= set(andere.kolommen) and not (tabel.bestandsnaam and andere.bestandsnaam):
            _meld(
                geladen, "bronsystemen", profiel.id, ("tabellen", naam, "kenmerk"),
                f"het kenmerk van {naam} past ook op {ander}; kies andere kolommen of geef beide een bestandsnaam.",
            )  # fmt: skip


def _source_columns(profiel: Bronsysteem, levering: Bronlevering) -> set[str]:
    tabellen = (*levering.hoofd, *(levering.hulp if levering.sql else ()))
    return {k for naam in tabellen if naam in profiel.tabellen for k in profiel.tabellen[naam].kolommen}


def _check_mapping(
    geladen: Geladen, definities: Definities, profiel: Bronsysteem, contract: Contract, levering: Bronlevering
) -> None:  # fmt: skip
    bekend = _source_columns(profiel, levering)
    for naam, bron in levering.kolommen.items():
        pad = ("datasets", contract.dataset, "kolommen", naam)
        if naam not in contract.levering.namen:
            _meld(geladen, "bronsystemen", profiel.id, pad, f"het contract {contract.dataset} kent de kolom {naam} niet.")
            continue
        if not bron.van and bron.vast is None:
            _meld(geladen, "bronsystemen", profiel.id, pad, f"kolom {naam}: van of vast ontbreekt.")
        if levering.sql is None:  # with SQL the names are those of its result: `sqlchecks.py`
            for kolom in (*bron.van, *((bron.samen,) if bron.samen else ())):
                if kolom not in bekend:
                    _meld(geladen, "bronsystemen", profiel.id, (*pad, "van"), f"kolom {naam}: de bron heeft geen kolom {kolom}.")
        _check_codes(geladen, definities, profiel, contract.levering.kolom(naam), bron, pad)
    for kolom in contract.levering.kolommen:
        if kolom.verplicht and kolom.naam not in levering.kolommen:
            _meld(
                geladen, "bronsystemen", profiel.id, ("datasets", contract.dataset, "kolommen"),
                f"de verplichte kolom {kolom.naam} van {contract.dataset} heeft geen bron.",
            )  # fmt: skip


def _check_codes(
    geladen: Geladen, definities: Definities, profiel: Bronsysteem, kolom: Kolom, bron: Bronkolom, pad: tuple[str, ...]
) -> None:  # fmt: skip
    """What a code is translated to must be a code of the list."""
    gebruikt = [("codes", k, v) for k, v in (bron.codes or {}).items()]
    gebruikt += [("voorstel", k, v) for k, v in (bron.voorstel or {}).items()]
    gebruikt += [(veld, veld, v) for veld in ("vast", "leeg") if (v := getattr(bron, veld)) is not None]
    if kolom.codelijst is None:
        if bron.codes or bron.voorstel or bron.leeg is not None:
            _meld(geladen, "bronsystemen", profiel.id, pad, f"kolom {kolom.naam} heeft geen codelijst om naar te vertalen.")
        return
    lijst = definities.codelijsten.get(kolom.codelijst)
    for veld, sleutel, waarde in gebruikt:
        if lijst is not None and waarde not in lijst:
            plek = (*pad, veld) if veld == sleutel else (*pad, veld, sleutel)
            _meld(geladen, "bronsystemen", profiel.id, plek, f"kolom {kolom.naam}: {waarde} staat niet in de codelijst {lijst.naam}.")


# -- indicators --------------------------------------------------------------------------------------------------------


def _check_indicator(geladen: Geladen, definities: Definities, indicator: Indicator) -> None:
    for pad, zin in _indicator_mistakes(geladen, definities, indicator):
        _meld(geladen, "indicatoren", indicator.code, pad, zin)


def _indicator_mistakes(
    geladen: Geladen, definities: Definities, indicator: Indicator
) -> Iterator[tuple[tuple[str | int, ...], str]]:  # fmt: skip
    if indicator.code not in geladen.namen["catalogus"]:
        yield ("code",), f"de code {indicator.code} staat niet in de catalogus."
    if indicator.begrip not in geladen.namen["begrippen"]:
        yield ("begrip",), f"het begrip {indicator.begrip} bestaat niet."
    if indicator.dataset not in geladen.namen["contracten"]:
        yield ("dataset",), f"er is geen contract voor {indicator.dataset}."
    yield from _version_mistakes(indicator)
    if indicator.soort == "verhouding":
        yield from _ratio_mistakes(geladen, definities, indicator)
        return
    for veld in ("feit", "uitdrukking"):
        if not getattr(indicator, veld):
            yield ("soort",), f"bij soort {indicator.soort} hoort {veld}."
    for veld in ("teller", "noemer"):
        if getattr(indicator, veld) is not None:
            yield (veld,), f"bij soort {indicator.soort} hoort geen {veld}."
    if indicator.feit is None:
        return
    if indicator.feit not in geladen.namen["feiten"]:
        yield ("feit",), f"het feit {indicator.feit} bestaat niet."
        return
    yield from _breakdown_mistakes(definities, indicator)


def _breakdown_mistakes(definities: Definities, indicator: Indicator) -> Iterator[tuple[tuple[str | int, ...], str]]:
    feit = definities.feiten.get(indicator.feit or "")
    if feit is None:
        return
    for i, uitsplitsing in enumerate(indicator.uitsplitsingen):
        for deel in uitsplitsing.split(_CROSSING):
            if deel not in feit.kolommen:
                yield ("uitsplitsingen", i), f"het feit {indicator.feit} heeft geen uitsplitsing {deel}."
    if feit.tijd == "maand" and "peildatum" in indicator.periodesoorten:
        yield ("periodesoorten",), f"het feit {indicator.feit} heeft maanden en geen peildatum."


def _ratio_mistakes(
    geladen: Geladen, definities: Definities, indicator: Indicator
) -> Iterator[tuple[tuple[str | int, ...], str]]:  # fmt: skip
    for veld in ("feit", "uitdrukking", "filter"):
        if getattr(indicator, veld) is not None:
            yield (veld,), f"een verhouding heeft geen {veld} van zichzelf; zet het bij teller of noemer."
    for kant in ("teller", "noemer"):
        deel = getattr(indicator, kant)
        if deel is None:
            yield ("soort",), f"bij een verhouding hoort een {kant}."
            continue
        if deel.indicator == INWONERS:
            if deel.filter is not None:
                yield (kant, "filter"), "inwoners hebben geen filter."
            continue
        if deel.indicator not in geladen.namen["indicatoren"]:
            yield (kant, "indicator"), f"de indicator {deel.indicator} bestaat niet."
            continue
        basis = definities.indicatoren.get(deel.indicator)
        if basis is None:
            continue
        if basis.soort == "verhouding":
            if not _cycle(definities, indicator.code, ()):
                yield (kant, "indicator"), f"{deel.indicator} is zelf een verhouding; neem de indicatoren waaruit die bestaat."
            continue
        for i, uitsplitsing in enumerate(indicator.uitsplitsingen):
            if uitsplitsing not in basis.uitsplitsingen:
                yield ("uitsplitsingen", i), f"{deel.indicator} heeft de uitsplitsing {uitsplitsing} niet."
        for veld in ("niveaus", "periodesoorten"):
            for i, waarde in enumerate(getattr(indicator, veld)):
                if waarde not in getattr(basis, veld):
                    yield (veld, i), f"{deel.indicator} heeft {waarde} niet bij {veld}."


def _version_mistakes(indicator: Indicator) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Versions are numbered upward and each starts after the one before; a later one says why the series breaks."""
    for i, (oud, nieuw) in enumerate(zip(indicator.versies, indicator.versies[1:], strict=False), start=1):
        if nieuw.versie <= oud.versie or nieuw.geldig_van <= oud.geldig_van:
            yield ("versies", i), "een nieuwe versie heeft een hoger nummer en een latere datum dan de vorige."
        if not nieuw.trendbreuk:
            yield ("versies", i), "een nieuwe versie zegt bij trendbreuk waarom de reeks breekt."


def _check_cycles(geladen: Geladen, definities: Definities) -> None:
    """Ratios that refer to each other in a ring; reported once, at the first of them."""
    for code in definities.indicatoren:
        kring = _cycle(definities, code, ())
        if kring and min(kring) == code:
            _meld(geladen, "indicatoren", code, ("teller",), f"de verhouding verwijst naar zichzelf: {' -> '.join((*kring, code))}.")


def _cycle(definities: Definities, code: str, weg: tuple[str, ...]) -> tuple[str, ...]:
    if code in weg:
        return weg[weg.index(code) :] if code == weg[0] else ()
    indicator = definities.indicatoren.get(code)
    for deel in (indicator.teller, indicator.noemer) if indicator else ():
        if deel is not None and (kring := _cycle(definities, deel.indicator, (*weg, code))):
            return kring
    return ()


# -- code lists --------------------------------------------------------------------------------------------------------

# Columns of code lists whose values are codes of another list ('' is allowed).
_LINKS = (
    ("materiaalsoort", "groep", "materiaalgroep"),
    ("leeftijdsband", "leeftijdsgroep", "leeftijdsgroep"),
    ("leeftijdsband", "leeftijd", "lidsoort"),
    ("leeftijdsgroep", "leeftijd", "lidsoort"),
    ("lidsoort", "leeftijd", "lidsoort"),
)


def _check_code_list_columns(geladen: Geladen, definities: Definities) -> None:
    lijsten = definities.codelijsten
    for naam, kolom, doel in _LINKS:
        if naam not in lijsten or doel not in lijsten:
            continue
        if kolom not in lijsten[naam].kolommen:
            geladen.fouten.meld(Plaats(f"codelijsten/{naam}.csv", 1), f"de kolom {kolom} ontbreekt.")
            continue
        for code, rij in lijsten[naam].codes.items():
            if rij[kolom] and rij[kolom] not in lijsten[doel]:
                geladen.fouten.meld(geladen.rijen[naam, code], f"{kolom} {rij[kolom]} staat niet in de codelijst {doel}.")
    if "item" in lijsten and "indicator" in lijsten["item"].kolommen:
        for code, rij in lijsten["item"].codes.items():
            if rij["indicator"] not in geladen.namen["catalogus"]:
                geladen.fouten.meld(geladen.rijen["item", code], f"de indicator {rij['indicator']} staat niet in de catalogus.")
