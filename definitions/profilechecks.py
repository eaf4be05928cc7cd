"""Whether the profile of a source system fits the contracts and code lists it makes deliveries for.

Not here: its SQL (`sqlchecks.py`), and whether a real export looks like the profile says.
"""

from __future__ import annotations

from collections.abc import Iterator

from .loaded import Geladen
from .models import Bronkolom, Bronlevering, Bronsysteem, Contract, Definities, Kolom
from .yaml_lines import Pad

Mistake = tuple[Pad, str]


def check_profile(geladen: Geladen, definities: Definities, profiel: Bronsysteem) -> None:
    """Check one profile; every mistake goes to `geladen.fouten`."""
    fouten = [*_table_mistakes(profiel)]
    for dataset, levering in profiel.datasets.items():
        plek: Pad = ("datasets", dataset)
        fouten += [((*plek, *pad), zin) for pad, zin in _role_mistakes(profiel, levering)]
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
        for kolom in tabel.kolommen:
            if kolom != kolom.lower().strip():
                yield ("tabellen", naam, "kolommen"), f"schrijf de kolom {kolom} in kleine letters."
        yield from _indistinct(profiel, naam)


def _indistinct(profiel: Bronsysteem, naam: str) -> Iterator[Mistake]:
    """A table's distinguishing columns may not all occur in another table of the system, or a file fits both."""
    tabel = profiel.tabellen[naam]
    for ander, andere in profiel.tabellen.items():
        past = ander != naam and set(tabel.kenmerk) <= set(andere.kolommen)
        if past and not (tabel.bestandsnaam and andere.bestandsnaam):
            zin = f"het kenmerk van {naam} past ook op {ander}; kies andere kolommen of geef beide een bestandsnaam."
            yield ("tabellen", naam, "kenmerk"), zin


def _role_mistakes(profiel: Bronsysteem, levering: Bronlevering) -> Iterator[Mistake]:
    for rol in ("hoofd", "hulp"):
        for i, naam in enumerate(getattr(levering, rol)):
            if naam not in profiel.tabellen:
                yield (rol, i), f"de tabel {naam} bestaat niet."
    if levering.hulp and levering.sql is None:
        yield ("hulp",), "zonder sql doen hulptabellen niets."


def _mapping_mistakes(
    definities: Definities, profiel: Bronsysteem, contract: Contract, levering: Bronlevering
) -> Iterator[Mistake]:
    bekend = {k for naam in levering.hoofd if naam in profiel.tabellen for k in profiel.tabellen[naam].kolommen}
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
