"""Whether the aliases name columns, code lists and codes that exist, and none of them two things at once.

Not here: how a mapping is proposed from them (`ingest/propose.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .loaded import Geladen
from .models import Aliassen, Definities
from .names import compact
from .yaml_lines import Pad

Mistake = tuple[Pad, str]


def check_aliases(geladen: Geladen, definities: Definities) -> None:
    """Check `aliassen.yaml`; every mistake goes to `geladen.fouten`."""
    if ("aliassen", "aliassen") not in geladen.documenten:
        return
    aliassen = definities.aliassen
    for pad, zin in (*_column_mistakes(definities, aliassen), *_code_mistakes(definities, aliassen)):
        geladen.meld("aliassen", "aliassen", pad, zin)


def _column_mistakes(definities: Definities, aliassen: Aliassen) -> Iterator[Mistake]:
    for dataset, kolommen in aliassen.datasets.items():
        contract = definities.contracten.get(dataset)
        for kolom in kolommen:
            if contract is not None and kolom not in contract.levering.namen:
                yield ("datasets", dataset, kolom), f"het contract {dataset} kent de kolom {kolom} niet."
        lijsten = [(("datasets", dataset, kolom), namen) for kolom, namen in kolommen.items()]
        yield from _twice([*lijsten, (("overig", dataset), aliassen.overig.get(dataset, ()))])


def _code_mistakes(definities: Definities, aliassen: Aliassen) -> Iterator[Mistake]:
    for lijst, codes in aliassen.codes.items():
        bekend = definities.codelijsten.get(lijst)
        if bekend is None:
            yield ("codes", lijst), f"de codelijst {lijst} bestaat niet."
            continue
        for code in codes:
            if code not in bekend:
                yield ("codes", lijst, code), f"{code} staat niet in de codelijst {lijst}."
        yield from _twice([(("codes", lijst, code), namen) for code, namen in codes.items()])


def _twice(lijsten: Iterable[tuple[Pad, Iterable[str]]]) -> Iterator[Mistake]:
    """A name may stand for one thing only, or a proposal from it would be a guess."""
    eerder: dict[str, Pad] = {}
    for pad, namen in lijsten:
        for i, naam in enumerate(namen):
            if not compact(naam):
                yield (*pad, i), f"de alias {naam!r} heeft geen letters of cijfers."
            elif eerder.setdefault(compact(naam), pad) != pad:
                yield (*pad, i), f"de alias {naam} staat ook bij {eerder[compact(naam)][-1]}."
