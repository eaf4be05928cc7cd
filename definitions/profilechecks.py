"""Whether the profile of a source system fits the contracts and code lists it makes deliveries for.

Not here: its SQL (`sqlchecks.py`), and whether a real export looks like the profile says.
"""

from __future__ import annotations

from collections.abc import Iterator

from .loaded import Geladen
from .models import Contract, Definities, Kolom
from .sourcemodels import Bronkolom, Bronlevering, Bronsysteem, Brontabel
from .yaml_lines import Pad

Mistake = tuple[Pad, str]


def check_profile(geladen: Geladen, definities: Definities, profiel: Bronsysteem) -> None:
    """Check one profile; every mistake goes to `geladen.fouten`."""
    fouten = [*_table_mistakes(profiel)]
    for dataset, levering in profiel.datasets.items():
        plek: Pad = ("datasets", dataset)
        fouten += [((*plek, *pad), zin) for pad, zin in _role_mistakes(profiel, levering)]
        fouten += [((*plek, *pad), zin) for pad, zin in _finding_mistakes(definities, levering)]
        if dataset in definities.contracten:
            contract = definities.contracten[dataset]
            fouten += [((*plek, *pad), zin) for pad, zin in _mapping_mistakes(definities, profiel, contract, levering)]
        elif dataset not in geladen.namen["contracten"]:
            fouten.append((plek, f"er is geen contract voor {dataset}."))
    for pad, zin in fouten:
        geladen.meld("bronsystemen", profiel.id, pad, zin)


def _table_mistakes(profiel: Bronsysteem) -> Iterator[Mistake]:
    for naam, tabel in profiel.tabellen.items():
        for kolom in tabel.kenmerk:
            if kolom not in tabel.kolommen:
                yield ("tabellen", naam, "kenmerk"), f"de kenmerkende kolom {kolom} staat niet in kolommen."
        for kolom in (*tabel.kolommen, *(n for namen in tabel.andere_namen.values() for n in namen)):
            if kolom != kolom.lower().strip():
                yield ("tabellen", naam, "kolommen"), f"schrijf de kolom {kolom} in kleine letters."
        for kolom in (*tabel.andere_namen, *tabel.uittreksel):
            if kolom not in tabel.kolommen:
                yield ("tabellen", naam), f"de kolom {kolom} staat niet in kolommen."
        yield from _ambiguous_names(naam, tabel)
        yield from _indistinct(profiel, naam)


def _ambiguous_names(naam: str, tabel: Brontabel) -> Iterator[Mistake]:
    """Another name may stand for one column only, and not be the name of a column itself."""
    gezien = set(tabel.kolommen)
    for kolom, namen in tabel.andere_namen.items():
        for ander in namen:
            if ander in gezien:
                yield ("tabellen", naam, "andere_namen", kolom), f"de naam {ander} is al van een andere kolom."
            gezien.add(ander)


def _indistinct(profiel: Bronsysteem, naam: str) -> Iterator[Mistake]:
    """A table's distinguishing columns may not all occur in another table of the system, or a file fits both."""
    tabel = profiel.tabellen[naam]
    for kolom in set(tabel.zonder_kop) - set(tabel.kolommen):
        yield ("tabellen", naam, "zonder_kop"), f"{naam} heeft geen kolom {kolom}."
    for ander, andere in profiel.tabellen.items():
        # A wide table is told apart by the names of the columns that hold its values.
        past = ander != naam and tabel.breed is None and set(tabel.kenmerk) <= set(andere.kolommen)
        if past and not (tabel.bestandsnaam and andere.bestandsnaam):
            zin = f"het kenmerk van {naam} past ook op {ander}; kies andere kolommen of geef beide een bestandsnaam."
            yield ("tabellen", naam, "kenmerk"), zin


def _role_mistakes(profiel: Bronsysteem, levering: Bronlevering) -> Iterator[Mistake]:
    for rol in ("hoofd", "reserve", "hulp"):
        for i, naam in enumerate(getattr(levering, rol)):
            if naam not in profiel.tabellen:
                yield (rol, i), f"de tabel {naam} bestaat niet."
    for rol in ("hulp", "vooruitblik", "voorbereid", "bevindingen"):
        if getattr(levering, rol) and levering.sql is None:
            yield (rol,), f"zonder sql doet {rol} niets."
    bekend = {k for t in levering.hoofdtabellen if t in profiel.tabellen for k in profiel.tabellen[t].kolommen}
    if levering.nummer is not None and levering.nummer not in bekend:
        yield ("nummer",), f"de hoofdtabellen hebben geen kolom {levering.nummer}."
    yield from _ahead_mistakes(profiel, levering)


def _ahead_mistakes(profiel: Bronsysteem, levering: Bronlevering) -> Iterator[Mistake]:
    """What is looked at ahead takes columns of the main tables, and looks back at an earlier one only."""
    eerder: set[str] = set()
    for naam, blik in levering.vooruitblik.items():
        if naam in levering.hulp or naam in ("hoofd", "bekend"):
            yield ("vooruitblik", naam), f"de naam {naam} is al van een andere tabel."
        bekend = {k for t in levering.hoofdtabellen if t in profiel.tabellen for k in profiel.tabellen[t].kolommen}
        for kolom in blik.kolommen:
            if kolom not in bekend:
                yield ("vooruitblik", naam, "kolommen"), f"de hoofdtabellen hebben geen kolom {kolom}."
        if blik.na is not None and blik.na not in eerder:
            yield ("vooruitblik", naam, "na"), f"{blik.na} staat niet eerder in vooruitblik."
        eerder.add(naam)


def _finding_mistakes(definities: Definities, levering: Bronlevering) -> Iterator[Mistake]:
    """A profile may leave rows out or warn of them; rejecting is the contract's."""
    for kolom, code in levering.bevindingen.items():
        bevinding = definities.bevindingen.get(code)
        if bevinding is None:
            yield ("bevindingen", kolom), f"de bevinding {code} bestaat niet."
        elif bevinding.gevolg not in ("overgeslagen", "waarschuwing"):
            yield ("bevindingen", kolom), f"de bevinding {code} hoort een rij over te slaan of alleen te waarschuwen."


def _mapping_mistakes(
    definities: Definities, profiel: Bronsysteem, contract: Contract, levering: Bronlevering
) -> Iterator[Mistake]:
    bekend = {k for naam in levering.hoofdtabellen if naam in profiel.tabellen for k in profiel.tabellen[naam].kolommen}
    for naam, bron in levering.kolommen.items():
        plek: Pad = ("kolommen", naam)
        if naam not in contract.levering.namen:
            yield plek, f"het contract {contract.dataset} kent de kolom {naam} niet."
            continue
        if not bron.van and bron.vast is None:
            yield plek, f"kolom {naam}: van of vast ontbreekt."
        # With SQL the names are those of its result, which only binding it can tell: `sqlchecks.py`.
        gevraagd = () if levering.sql else (*bron.van, *((bron.samen,) if bron.samen else ()))
        for kolom in gevraagd:
            if kolom not in bekend:
                yield (*plek, "van"), f"kolom {naam}: de bron heeft geen kolom {kolom}."
        for pad, zin in _code_mistakes(definities, contract.levering.kolom(naam), bron):
            yield (*plek, *pad), zin
    for eis in contract.levering.kolommen:
        if eis.verplicht and eis.naam not in levering.kolommen:
            yield ("kolommen",), f"de verplichte kolom {eis.naam} van {contract.dataset} heeft geen bron."


def _code_mistakes(definities: Definities, kolom: Kolom, bron: Bronkolom) -> Iterator[Mistake]:
    """What a code is translated to must be a code of the list."""
    gebruikt: list[tuple[Pad, str]] = [(("codes", code), doel) for code, doel in (bron.codes or {}).items()]
    gebruikt += [(("voorstel", code), doel) for code, doel in (bron.voorstel or {}).items()]
    if bron.leeg is not None:
        gebruikt.append((("leeg",), bron.leeg))
    if kolom.codelijst is None:
        if gebruikt:
            yield (), f"kolom {kolom.naam} heeft geen codelijst om naar te vertalen."
        return
    if bron.vast is not None:
        gebruikt.append((("vast",), bron.vast))
    lijst = definities.codelijsten.get(kolom.codelijst)
    for pad, doel in gebruikt:
        if lijst is not None and doel not in lijst:
            yield pad, f"kolom {kolom.naam}: {doel} staat niet in de codelijst {lijst.naam}."
