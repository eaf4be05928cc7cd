"""One file of many organisaties, as a sender for the whole network delivers it: whose rows are in it, and which are whose.

Not here: receiving a levering for each (`deliver.py`), and which of two senders counts (`records.py`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from definitions import Bronsysteem, Dataset, Definities, Omgeving, VerkeerdeAanroep

from .network import known_organisations
from .recognise import Plan
from .refusal import Weigering

if TYPE_CHECKING:
    from .read import Blok

# How many ISIL's that nobody knows a refusal names.
_SHOWN = 10
_ISIL = r"^NL-[0-9]{10}$"


@dataclass(frozen=True)
class Verdeling:
    """Rows per organisatie (ISIL), and the number of rows in which no ISIL can be read."""

    per: Counter[str] = field(default_factory=Counter)
    zonder: int = 0

    def known(self, bekend: frozenset[str]) -> list[str]:
        """The organisaties of the file that are on the network's list, in order."""
        return sorted(set(self.per) & bekend)

    def lost(self, bekend: frozenset[str]) -> tuple[int, list[str]]:
        """Rows that belong to no organisatie on the list, and the ISIL's that are not on it."""
        vreemd = sorted(set(self.per) - bekend)
        return self.zonder + sum(self.per[isil] for isil in vreemd), vreemd


def owner_column(profiel: Bronsysteem, dataset: Dataset, kop: tuple[str, ...]) -> str | None:
    """The delivered column that says of which organisatie a row is; None where the file has none."""
    bron = profiel.datasets[dataset].kolommen.get("organisatie")
    return next((naam for naam in bron.van if naam in kop), None) if bron else None


def is_shared(definities: Definities, plan: Plan) -> bool:
    """Whether every main file says of each row of which organisatie it is."""
    profiel = definities.bronsystemen[plan.bronsysteem]
    return all(owner_column(profiel, plan.dataset, v.vorm.kop) for v in plan.hoofd)


def divide(omgeving: Omgeving, definities: Definities, plan: Plan) -> Verdeling:
    """Whose rows are in the main files of a plan; they are read once, that one column only."""
    from .read import read_blocks

    per: Counter[str] = Counter()
    zonder = 0
    profiel = definities.bronsystemen[plan.bronsysteem]
    for vorm in plan.hoofd:
        kolom = owner_column(profiel, plan.dataset, vorm.vorm.kop)
        assert kolom is not None
        with vorm.inhoud.open() as stroom:
            for blok in read_blocks(stroom, vorm.vorm, omgeving, vorm.naam, [kolom]):
                isil = blok.frame[kolom].str.strip_chars()
                goed = isil.str.contains(_ISIL).fill_null(value=False)
                per.update(dict(isil.filter(goed).value_counts().iter_rows()))
                zonder += int((~goed).sum()) + len(blok.scheef)
    return Verdeling(per, zonder)


def owners(omgeving: Omgeving, definities: Definities, plan: Plan) -> tuple[list[str], Weigering | None]:
    """The organisaties on the network's list of which rows are in the files of a plan, and the refusal of rows that are of
    none of them. Raises `VerkeerdeAanroep` where the files do not say of each row of which organisatie it is."""
    if not is_shared(definities, plan):
        raise VerkeerdeAanroep(f"Noem de organisatie van deze bestanden ({plan.dataset}) met --organisatie ISIL.")
    verdeling = divide(omgeving, definities, plan)
    bekend = frozenset(o.isil for o in known_organisations(omgeving))
    aantal, vreemd = verdeling.lost(bekend)
    namen = ", ".join(vreemd[:_SHOWN]) or "geen ISIL"
    fout = Weigering("organisaties_onbekend", aantal=aantal, organisaties=namen) if aantal else None
    return verdeling.known(bekend), fout


def own_rows(blok: Blok, kolom: str, organisatie: str) -> Blok:
    """The rows of a block that are of one organisatie. Rows of another width are nobody's: `divide` counted them."""
    import polars as pl

    return replace(blok, frame=blok.frame.filter(pl.col(kolom).str.strip_chars() == organisatie), scheef=[])
