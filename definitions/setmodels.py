"""The shapes of what the network sets and takes from others: its caretaker, the numbers counting goes by, the CBS's table.

Not here: concepts, contracts and indicators (`models.py`).
"""

from __future__ import annotations

from datetime import date

from pydantic import Field

from .shape import Model


class Beheer(Model):
    """Who keeps the language, how long a proposal is open to comments, where begrippen have their address, and in which source
    system activities must stand to count for a norm."""

    beheerder: str
    reactietermijn_dagen: int = Field(gt=0)
    dekking_landelijk: float = Field(ge=0, le=1)
    naamruimte: str
    activiteitenregister: str
    titel: str


class Totaalkolom(Model):
    """A column of a foreign table and the code in it that stands for all."""

    kolom: str
    totaal: str


class Inwonertabel(Model):
    """How the CBS's table of inhabitants is read: its columns, its totals, and the codes of the ages under 18."""

    tabel: str
    geslacht: Totaalkolom
    burgerlijke_staat: Totaalkolom
    leeftijd: Totaalkolom
    jeugd: tuple[str, ...] = Field(min_length=18, max_length=18)
    regio: str
    periode: str
    inwoners: str
    bron: str

    @property
    def kolommen(self) -> tuple[str, ...]:
        totalen = (self.geslacht.kolom, self.burgerlijke_staat.kolom, self.leeftijd.kolom)
        return (*totalen, self.regio, self.periode, self.inwoners)


class Telregel(Model):
    """A number that counting goes by: a norm, or a bound on what may be missing. It holds from `geldig_van` up to and not
    including `geldig_tot`."""

    code: str
    omschrijving: str
    waarde: float
    eenheid: str
    geldig_van: date | None = None
    geldig_tot: date | None = None
    bron: str
