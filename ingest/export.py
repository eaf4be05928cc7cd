"""Minimising at the library itself: the same reading, translating and checking, into files of the network's delivery format
without names, birth dates, addresses or usable member numbers.

Not here: delivering them. What comes out counts the same as the full file would.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_hex

import polars as pl

from definitions import Definities, Omgeving, VerkeerdeAanroep

from . import vault
from .minimise import band_of
from .pipeline import Opdracht, Uitkomst, Verwerking
from .pseudonym import Pseudonimiseerder, member_text
from .receipt import Ontvangstbewijs
from .rehearse import check

# The datasets with persons, and the collection whose copies loans name; the table of the delivery format each becomes.
_TABELLEN = {"uitleningen": "uitlening", "leden": "lid", "collectie": "exemplaar"}
# When a part of the day begins: what is left of a time. Midnight sharp means that no time is known, and stays so.
_BEGIN = {**dict.fromkeys(range(6), "00:01"), **dict.fromkeys(range(6, 12), "06:00"),
          **dict.fromkeys(range(12, 18), "12:00"), **dict.fromkeys(range(18, 24), "18:00")}  # fmt: skip
# What a spreadsheet would take for a formula.
_FORMULE = r"^[=+\-@\t\r]"


@dataclass(frozen=True)
class Uitgevoerd:
    """One minimised file, or none where the levering would be refused or needs no minimising; and the receipt it would get."""

    bewijs: Ontvangstbewijs
    pad: Path | None


def minimise_files(
    omgeving: Omgeving, paden: Sequence[Path], naar: Path, *, organisatie: str, dataset: str | None = None,
    periode: str | None = None, bronsysteem: str | None = None, tell: Callable[[str], None] = lambda _: None,
) -> list[Uitgevoerd]:  # fmt: skip
    """Write the accepted rows of these files to `naar`, minimised: a file per dataset in the network's delivery format.

    Member numbers become HMAC's under the library's own key, birth dates age bands, postcodes four digits, times parts of the
    day. Raises `VerkeerdeAanroep` where a file of that name is already there.
    """
    sleutel = vault.own_key(omgeving, organisatie, tell)
    naar.mkdir(parents=True, exist_ok=True, mode=0o700)
    gemaakt: dict[str, Path] = {}

    def recept(
        omgeving: Omgeving, definities: Definities, opdracht: Opdracht, gemeenten: Mapping[str, str],
        gelezen: Callable[[int], None],
    ) -> Verwerking:  # fmt: skip
        if opdracht.dataset not in _TABELLEN:
            return Verwerking(omgeving, definities, opdracht, gemeenten, gelezen)
        peil = f"_{opdracht.peildatum}" if opdracht.peildatum else ""
        doel = gemaakt[opdracht.dataset] = naar / f"{_TABELLEN[opdracht.dataset]}{peil}.csv"
        if doel.exists():
            raise VerkeerdeAanroep(f"{doel} bestaat al; kies een lege map of haal het bestand weg.")
        return _Uitvoer(omgeving, definities, opdracht, gemeenten, gelezen, doel=doel, sleutel=sleutel)

    bewijzen = check(
        omgeving, paden, organisatie=organisatie, dataset=dataset, periode=periode, bronsysteem=bronsysteem,
        recept=recept, op_de_lijst=False,
    )  # fmt: skip
    paden_ = {d: p for d, p in gemaakt.items() if p.exists()}
    return [Uitgevoerd(b, paden_.get(b.dataset or "")) for b in bewijzen]


def number_at_home(omgeving: Omgeving, organisatie: str, nummer: str) -> str:
    """What stands in the minimised files for a member number: what the network is asked to forget. Raises
    `VerkeerdeAanroep` where this is no member number."""
    if not member_text(nummer):
        raise VerkeerdeAanroep("Dit is geen lidnummer; geef het zoals het in de bestanden van de bibliotheek staat.")
    return Pseudonimiseerder(vault.own_key(omgeving, organisatie)).pseudonym(member_text(nummer)).hex()


class _Uitvoer(Verwerking):
    """A levering whose accepted rows are also written, minimised, to a file that is there whole or not at all."""

    def __init__(
        self, omgeving: Omgeving, definities: Definities, opdracht: Opdracht, gemeenten: Mapping[str, str],
        gelezen: Callable[[int], None], *, doel: Path, sleutel: bytes,
    ) -> None:  # fmt: skip
        super().__init__(omgeving, definities, opdracht, gemeenten, gelezen)
        self._doel, self._tijdelijk = doel, doel.with_name(f".{doel.name}.{token_hex(4)}")
        self._thuis = Pseudonimiseerder(sleutel)

    def _begin(self) -> None:
        super()._begin()
        self._geschreven = 0
        self._tijdelijk.unlink(missing_ok=True)

    def run(self) -> Uitkomst:
        try:
            uitkomst = super().run()
            if self._geschreven:
                self._tijdelijk.rename(self._doel)
        finally:
            self._tijdelijk.unlink(missing_ok=True)
        return uitkomst

    def _accept(self, goed: pl.DataFrame) -> None:
        super()._accept(goed)
        if goed.is_empty():
            return
        if "lid" in goed.columns:
            goed = self._thuis.apply(goed).with_columns(pl.col("lid").bin.encode("hex"))
        nummer = pl.int_range(self._geschreven + 1, self._geschreven + goed.height + 1).cast(pl.String)
        frame = goed.select(nummer.alias("nummer"), *self._columns()).select(_FORMATEN[self._opdracht.dataset](self))
        if not self._geschreven:
            self._tijdelijk.touch(0o600, exist_ok=False)
        with self._tijdelijk.open("ab") as uit:
            frame.write_csv(uit, separator=";", include_header=not self._geschreven)
        self._geschreven += goed.height

    @property
    def vorm(self) -> str:
        """How the source writes loans: `lening` is one row per loan with a counter."""
        return self._levering.vorm

    def whose(self) -> list[pl.Expr]:
        """Of when and of whom a stock is, on every row."""
        peil = pl.lit(str(self._opdracht.peildatum)).alias("peildatum")
        return [peil, pl.lit(self._opdracht.organisatie).alias("isil_organisatie")]

    def _columns(self) -> list[pl.Expr]:
        """The columns of the contract as text, with of every moment, date and age no more than is counted."""
        uit = []
        for kolom in self._contract.levering.kolommen:
            waarde = pl.col(kolom.naam)
            if kolom.naam == "leeftijdsband":
                waarde = band_of(self._context).cast(pl.String)
            elif kolom.waarde == "tijdstip":
                waarde = _day_and_part(waarde)
            elif kolom.naam in ("inschrijfdatum", "einddatum") and self._opdracht.peildatum:
                waarde = _month_beside(waarde, self._opdracht.peildatum, begin=kolom.naam == "inschrijfdatum")
            elif kolom.waarde == "tekst":
                tekst = waarde.cast(pl.String)
                waarde = pl.when(tekst.str.contains(_FORMULE)).then(pl.lit("'") + tekst).otherwise(tekst)
            uit.append(waarde.alias(kolom.naam) if kolom.naam != "geboortedatum" else pl.lit(None).alias(kolom.naam))
        return uit


def _day_and_part(moment: pl.Expr) -> pl.Expr:
    dag = moment.dt.strftime("%Y-%m-%d")
    begin = moment.dt.hour().replace_strict(_BEGIN, return_dtype=pl.String)
    return pl.when(moment == moment.dt.truncate("1d")).then(dag).otherwise(dag + " " + begin)


def _month_beside(dag: pl.Expr, peildatum: date, *, begin: bool) -> pl.Expr:
    """A date as the first or last day of its month, whichever leaves a membership as valid on the peildatum as it was."""
    peil = pl.lit(peildatum)
    vroeg = dag <= peil if begin else dag < peil
    return pl.when(vroeg).then(dag.dt.month_start()).otherwise(dag.dt.month_end())


def _loans(uitvoer: _Uitvoer) -> list[pl.Expr]:
    """A loan with a counter is one row (vorm L), any other transaction a row of its own (vorm T)."""
    lening = (pl.col("soort") == "UITLENING") & pl.lit(uitvoer.vorm == "lening")
    return [
        pl.when(lening).then(pl.lit("L")).otherwise(pl.lit("T")).alias("vorm"), pl.col("nummer").alias("uitlening_id"),
        pl.when(~lening).then(pl.col("soort").cast(pl.String)).alias("transactiesoort"),
        *_renamed(
            uitleen_datumtijd="datumtijd", inname_datumtijd="inname_datumtijd", aantal_verlengingen="verlengingen",
            locatie_isil="locatie", kanaal="kanaal",
        ),
        pl.col("eigen").cast(pl.String).replace_strict({"J": "N", "N": "J"}, default=None).alias("is_ibl"),
        *_renamed(
            is_ter_plaatse="ter_plaatse", exemplaar_id="exemplaar", titel_id="titel", ppn="ppn", materiaalsoort="materiaalsoort",
            doelgroep="doelgroep", genre_soort="genre", lid_pseudoniem="lid", lidsoort_op_moment="lidsoort",
            leeftijdsgroep_op_moment="leeftijdsband",
        ),
    ]  # fmt: skip


def _members(uitvoer: _Uitvoer) -> list[pl.Expr]:
    return [
        *uitvoer.whose(),
        *_renamed(
            lid_pseudoniem="lid", thuislocatie_isil="locatie", lidsoort="lidsoort", leeftijdsgroep="leeftijdsband",
            postcode4="postcode", inschrijfdatum="inschrijfdatum", einddatum="einddatum",
        ),
    ]  # fmt: skip


def _copies(uitvoer: _Uitvoer) -> list[pl.Expr]:
    return [
        *uitvoer.whose()[:1],
        *_renamed(
            exemplaar_id="exemplaar", titel_id="titel", ppn="ppn", plaats_isil="locatie", eigendom="eigendom",
            materiaalsoort="materiaalsoort", doelgroep="doelgroep", genre_soort="genre", status="status",
            uitleenbaar="uitleenbaar", aanschafdatum="aanschafdatum",
        ),
    ]  # fmt: skip


def _renamed(**namen: str) -> list[pl.Expr]:
    return [pl.col(oud).alias(nieuw) for nieuw, oud in namen.items()]


# The columns of the network's delivery format (the profile gbs) of each dataset, in its order.
_FORMATEN: dict[str, Callable[[_Uitvoer], list[pl.Expr]]] = {
    "uitleningen": _loans, "leden": _members, "collectie": _copies,
}  # fmt: skip
