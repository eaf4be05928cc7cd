"""The shapes of what is asked and reported: questionnaires, reports, tables for CBS and OCW, and the leenrechtopgave.

Not here: how a questionnaire is made from last year's (`inheritance.py`), whether codes exist (`reportchecks.py`), and any figure.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from .shape import Model, Niveau

TOTAAL, VARIANT = "totaal", "variant"


class Vindplaats(Model):
    """Where a value stands in indicatorwaarde: `klassen` of one uitsplitsing, added up where there are several.

    Without klassen the klasse that has a teller is itself the value: the answer to a question that chooses from a code list."""

    indicator: str
    uitsplitsing: str = TOTAAL
    klassen: tuple[str, ...] = (TOTAAL,)
    periode: Literal["jaar", "peildatum"] = "jaar"


class Vraag(Model):
    """One item of a questionnaire, asked once per `per`.

    `voorinvulling` says which published figure it starts from; where there is none `niet_voorgevuld` says why. `jaarcijfer` is
    the item of the dataset jaarcijfers with which the same answer can be delivered. Empty is allowed only where `leeg_toegestaan`, and 0 is
    never empty.
    """

    code: str
    deel: str
    rubriek: str
    vraag: str
    antwoord: Literal["getal", "decimaal", "euro", "percentage", "keuze", "janee", "tekst"]
    eenheid: str = ""
    codelijst: str | None = None
    per: Literal["organisatie", "locatie", "gemeente", "provincie"] = "organisatie"
    toelichting: str
    begrip: str | None = None
    voorinvulling: Vindplaats | None = None
    niet_voorgevuld: str | None = None
    jaarcijfer: str | None = None
    leeg_toegestaan: bool = False


class _Controle(Model):
    """What every check has: `fout` must be mended, `uitleg` may also be explained. `zin` is what the library reads."""

    code: str
    ernst: Literal["fout", "uitleg"]
    zin: str


class Som(_Controle):
    """The parts are the whole, but for `marge` in the question's own unit."""

    soort: Literal["som"]
    totaal: str
    delen: tuple[str, ...] = Field(min_length=2)
    marge: float = Field(default=0, ge=0)


class Hoogstens(_Controle):
    """`klein` is at most `groot`, where both were answered; per locatie where both are asked there."""

    soort: Literal["hoogstens"]
    klein: str
    groot: str


class PerInwoner(_Controle):
    """The answer (of all places together) per inhabitant of the werkgebied lies within minimum..maximum."""

    soort: Literal["per_inwoner"]
    vragen: tuple[str, ...] = Field(min_length=1)
    minimum: float | None = Field(default=None, ge=0)
    maximum: float | None = Field(default=None, gt=0)


class Verandering(_Controle):
    """Against last year: a change of more than the share for the organisatie's size class and of more than `vanaf`, both.

    `drempels`: size class (code of grootteklasse) -> share (0.15 is 15 %). `vanaf` is in the question's own unit: the small-base
    rule, below which no change says anything."""

    soort: Literal["verandering"]
    vragen: tuple[str, ...] = Field(min_length=1)
    drempels: dict[str, Annotated[float, Field(gt=0)]]
    vanaf: float = Field(gt=0)


class NietNul(_Controle):
    """0 is an answer that asks for an explanation: there is nearly always some. Empty is another matter (`leeg_toegestaan`)."""

    soort: Literal["niet_nul"]
    vragen: tuple[str, ...] = Field(min_length=1)


Controle = Annotated[Som | Hoogstens | PerInwoner | Verandering | NietNul, Field(discriminator="soort")]


def named_questions(controle: Controle) -> tuple[str, ...]:
    """The codes of the questions a check is about."""
    if isinstance(controle, Som):
        return (controle.totaal, *controle.delen)
    if isinstance(controle, Hoogstens):
        return (controle.klein, controle.groot)
    return controle.vragen


class Vragenlijstdeel(Model):
    """A part of a questionnaire that is filled in and signed by itself, open from `opent` to `sluit` (both included)."""

    code: str
    naam: str
    opent: date
    sluit: date
    toelichting: str = ""


class Vragenlijst(Model):
    """What is asked about one verslagjaar, whole: what a file leaves to `zoals` has been filled in here.

    `delen`, `vragen` and `controles` by code, in the order in which they are asked."""

    code: str
    naam: str
    voor: Literal["bibliotheek", "poi"]
    verslagjaar: int = Field(ge=2015)
    zoals: str | None = None
    bron: str
    delen: dict[str, Vragenlijstdeel] = Field(min_length=1)
    vragen: dict[str, Vraag] = Field(min_length=1)
    controles: dict[str, Controle] = Field(default_factory=dict)

    def van_deel(self, deel: str) -> tuple[Vraag, ...]:
        """The questions of one part, in order."""
        return tuple(v for v in self.vragen.values() if v.deel == deel)


class Verschil(Model):
    """What a questionnaire asks otherwise than another, by code of the question."""

    nieuw: tuple[str, ...]
    gewijzigd: tuple[str, ...]
    vervallen: tuple[str, ...]


def difference(oud: Vragenlijst, nieuw: Vragenlijst) -> Verschil:
    """Which questions are new, asked otherwise, or no longer asked."""
    return Verschil(
        nieuw=tuple(c for c in nieuw.vragen if c not in oud.vragen),
        gewijzigd=tuple(c for c, v in nieuw.vragen.items() if c in oud.vragen and v != oud.vragen[c]),
        vervallen=tuple(c for c in oud.vragen if c not in nieuw.vragen),
    )


class Thema(Model):
    """A chapter of a report: its indicators in the order in which they are read."""

    code: str
    naam: str
    toelichting: str = ""
    indicatoren: tuple[str, ...] = Field(min_length=1)


class Rapport(Model):
    """Which indicators in which order make up a report or a page's scorecard.

    `indicatoren` are the figures of the front page; `themas` the chapters after it. `niveaus`: of what there is one report each;
    `vergelijking`: with what its figures are compared; `hoogstens_bladzijden`: what it must fit on; `eigen_woorden`: whether the
    library may add its own text."""

    code: str
    naam: str
    toelichting: str = ""
    indicatoren: tuple[str, ...] = Field(min_length=1)
    themas: tuple[Thema, ...] = ()
    niveaus: tuple[Niveau, ...] = ("organisatie",)
    vergelijking: tuple[Literal["vorig_jaar", "grootteklasse", "provincie", "land"], ...] = ()
    hoogstens_bladzijden: int | None = Field(default=None, gt=0)
    eigen_woorden: bool = False

    @property
    def alle_indicatoren(self) -> tuple[str, ...]:
        """Front page first, then the themes; each once."""
        return tuple(dict.fromkeys((*self.indicatoren, *(i for t in self.themas for i in t.indicatoren))))


class Tabelkolom(Model):
    """A column of a table for CBS or OCW: a value of indicatorwaarde under the name the receiver knows."""

    code: str
    naam: str
    vindplaats: Vindplaats


class Uittabel(Model):
    """A table as CBS or OCW receives it: a row per gebied of `niveaus`, a column per value. `bron` says whose form it follows."""

    code: str
    naam: str
    voor: Literal["CBS", "OCW"]
    bron: str
    niveaus: tuple[Niveau, ...] = Field(min_length=1)
    kolommen: tuple[Tabelkolom, ...] = Field(min_length=1)


class Leenrechtregel(Model):
    """A kind of lending the opgave asks for per category: from which indicator, or why it cannot be prefilled."""

    code: str
    naam: str
    toelichting: str
    indicator: str | None = None
    niet_voorgevuld: str | None = None

    @model_validator(mode="after")
    def _has_a_source_or_says_why(self) -> Leenrechtregel:
        if (self.indicator is None) == (self.niet_voorgevuld is None):
            raise ValueError("either")
        return self


class Leenrechtcategorie(Model):
    """A category of Stichting Leenrecht and the materiaalsoorten that fall in it."""

    code: str
    naam: str
    materiaalsoorten: tuple[str, ...] = Field(min_length=1)
    toelichting: str = ""


class Leenrecht(Model):
    """The yearly opgave to Stichting Leenrecht: categories x kinds of lending.

    `buiten`: materiaalsoorten outside every category, with the reason. `vrijgesteld`: codes of uitleenverantwoordelijke of which loans
    owe nothing. `uiterlijk` (MM-DD) is the last day in the year after the verslagjaar; without an opgave last year's counts again,
    raised by `opslag_zonder_opgave`."""

    naam: str
    bron: str
    uiterlijk: str = Field(pattern=r"^\d{2}-\d{2}$")
    opslag_zonder_opgave: float
    categorieen: tuple[Leenrechtcategorie, ...]
    regels: tuple[Leenrechtregel, ...]
    buiten: dict[str, str]
    vrijgesteld: tuple[str, ...]
    vrijstelling: str

    def categorie(self, materiaalsoort: str) -> str | None:
        """The category's code of a materiaalsoort; None where it falls outside all."""
        return next((c.code for c in self.categorieen if materiaalsoort in c.materiaalsoorten), None)
