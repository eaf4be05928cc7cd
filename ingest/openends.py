"""What is still open of activities that took place: planned in the past, no participants, no theme, no location; and the answers
a library gives, kept beside what it delivered.

Not here: which activities are the same (`agenda.py`), and the workbook and the file for Wijzer (`openfiles.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from definitions import ONBEKEND, Definities, Omgeving, VerkeerdeAanroep, load_definities

from .agenda import Zelfde, read_activities, recognise_activities
from .network import known_organisations, location_list, open_existing
from .records import AANVULLING, Afspraak, Bronsbestand
from .register import Register

GEPLAND, GEANNULEERD, BIBLIOTHEEK = "GEPLAND", "GEANNULEERD", "BIBLIOTHEEK"
# What is asked, in this order; each with the columns that answer it.
VRAGEN: dict[str, tuple[str, ...]] = {
    "status": ("status",), "deelnemers": ("deelnemers", "telling"), "thema": ("thema",), "locatie": ("locatie", "plaats"),
}  # fmt: skip
KOLOMMEN = tuple(kolom for kolommen in VRAGEN.values() for kolom in kolommen)
_TABEL = "activiteiten"
_MEEST = 1_000_000
# The value of a column that tells nothing, so that the next system of the same activity is asked.
_LEEG = {"status": GEPLAND, **dict.fromkeys(("activiteitsoort", "doelgroep", "plaats", "vorm", "thema"), ONBEKEND)}


@dataclass(frozen=True)
class OpenEinde:
    """An activity of which something is open. `open` names the questions of `VRAGEN`, `antwoord` what was answered before (of
    any of them); a name is not kept, so it is known by its number, moment, place and kernfunctie."""

    bronsysteem: str
    activiteit: str
    maand: str
    start: datetime | None
    kernfunctie: str
    status: str
    deelnemers: int | None
    thema: str | None
    locatie: str | None
    plaats: str
    open: tuple[str, ...]
    antwoord: Mapping[str, Any]

    @property
    def plek(self) -> str:
        """Its name in lists: the system and its number there."""
        return f"{self.bronsysteem}:{self.activiteit}"

    def as_json(self) -> dict[str, Any]:
        start = self.start.isoformat(timespec="minutes") if self.start else None
        return {
            "plek": self.plek,
            **vars(self),
            "start": start,
            "open": list(self.open),
            "antwoord": dict(self.antwoord),
        }


@dataclass(frozen=True)
class Aanvulling:
    """What answers add to one delivered activity; a column that is None is as it was delivered."""

    organisatie: str
    maand: str
    bronsysteem: str
    activiteit: str
    status: str | None
    deelnemers: int | None
    telling: str | None
    thema: str | None
    locatie: str | None
    plaats: str | None


def open_ends(omgeving: Omgeving, organisatie: str, *, ook_beantwoord: bool = False) -> list[OpenEinde]:
    """The activities up to now of which something is open, the oldest first; with `ook_beantwoord` those too of which all
    that was open has been answered. Each activity once, whatever systems have it.

    Raises `VerkeerdeAanroep` where the organisatie is not on the network's list.
    """
    _require(omgeving, organisatie)
    antwoorden = answers_of(omgeving, organisatie)
    frame = counting_activities(omgeving, organisatie, antwoorden)
    if frame.is_empty():
        return []
    voorbij = pl.coalesce("start", pl.col("maand").dt.month_end().cast(pl.Datetime("us"))) < omgeving.nu
    telt = voorbij & (pl.col("status") != GEANNULEERD)
    open_ = frame.filter(telt).with_columns(
        open=pl.concat_list(
            pl.when(is_open).then(pl.lit(vraag)) for vraag, is_open in _questions().items()
        ).list.drop_nulls()
    )  # fmt: skip
    gegeven = {a.sleutel: a.inhoud or {} for a in antwoorden}
    uit = []
    for rij in open_.sort("maand", "start", "bronsysteem", "activiteit").iter_rows(named=True):
        antwoord = {
            k: v for k, v in gegeven.get(f"{rij['bronsysteem']}:{rij['activiteit']}", {}).items() if k in KOLOMMEN
        }
        if rij["open"] or (ook_beantwoord and antwoord):
            uit.append(_open_end(rij, antwoord))
    return uit


def answer_open_ends(omgeving: Omgeving, organisatie: str, antwoorden: Mapping[str, Mapping[str, str]]) -> int:
    """Keep what the library answers: per activity (as `OpenEinde.plek`) its answers by column of `KOLOMMEN`, '' is none. How
    many activities were answered; an earlier answer to the same column is replaced, and stays in the register as it was.

    Raises `VerkeerdeAanroep`, and keeps nothing, where an activity is not in the list or an answer is none of its column.
    """
    bekend = {o.plek: o for o in open_ends(omgeving, organisatie, ook_beantwoord=True)}
    controle = _Controle(omgeving, load_definities(), organisatie)
    nieuw: dict[str, dict[str, Any]] = {}
    for plek, gegeven in antwoorden.items():
        waarden = {k: v.strip() for k, v in gegeven.items() if v.strip()}
        if not waarden:
            continue
        if plek not in bekend:
            raise VerkeerdeAanroep("Een van de activiteiten staat niet in de lijst; vraag de lijst opnieuw op.")
        einde = bekend[plek]
        nieuw[plek] = {**einde.antwoord, **controle.checked(einde, waarden), "maand": einde.maand}
    veranderd = {p: inhoud for p, inhoud in nieuw.items() if inhoud != {**bekend[p].antwoord, "maand": inhoud["maand"]}}
    if veranderd:
        with Register(omgeving) as register:
            register.agree_all(AANVULLING, organisatie, veranderd)
    return len(veranderd)


def answers_that_count(omgeving: Omgeving) -> tuple[Aanvulling, ...]:
    """What answers add to what counts now, of every organisatie: only where the delivered row is still open. Reads only
    months with answers."""
    register = open_existing(omgeving)
    if register is None:
        return ()
    with register:
        afspraken = register.agreements(AANVULLING)
        bestanden = [b for b in register.counting_files() if b.tabel == _TABEL]
    per: dict[str, list[Afspraak]] = {}
    for a in afspraken:
        per.setdefault(a.organisatie, []).append(a)
    uit: list[Aanvulling] = []
    for isil, eigen in sorted(per.items()):
        systemen = {a.sleutel.partition(":")[0] for a in eigen}
        frame = _read(omgeving, [b for b in bestanden if b.organisatie == isil and b.bronsysteem in systemen])
        if not frame.is_empty():
            uit += _added(isil, frame, eigen)
    return tuple(uit)


# -- rows ----------------------------------------------------------------------------------------------------------------


def answers_of(omgeving: Omgeving, organisatie: str) -> list[Afspraak]:
    """The answers an organisatie gave, one agreement per activity."""
    register = open_existing(omgeving)
    if register is None:
        return []
    with register:
        return register.agreements(AANVULLING, organisatie)


def counting_activities(
    omgeving: Omgeving, organisatie: str, antwoorden: Iterable[Afspraak], maanden: frozenset[str] | None = None
) -> pl.DataFrame:
    """The activities of an organisatie that count, each once with its answers in it, as the build makes them
    (`dbt_project`, feit_activiteiten): of the same in several systems the first row, filled from the next. All text, but
    `maand`, `start` and `deelnemers`."""
    register = open_existing(omgeving)
    if register is None:
        return pl.DataFrame()
    with register:
        bestanden = [
            b for b in register.counting_files()
            if (b.tabel, b.organisatie) == (_TABEL, organisatie) and (maanden is None or b.periode in maanden)
        ]  # fmt: skip
    frame = _read(omgeving, bestanden)
    if frame.is_empty():
        return frame
    return _once(_filled(frame, antwoorden), recognise_activities(omgeving, organisatie).zelfde)


def _read(omgeving: Omgeving, bestanden: Iterable[Bronsbestand]) -> pl.DataFrame:
    delen = [read_activities(omgeving, b) for b in bestanden]
    return pl.concat(delen) if delen else pl.DataFrame()


def _questions() -> dict[str, pl.Expr]:
    """Of a whole activity what is open. Who answered that participants were never counted is not asked again."""
    return {
        "status": pl.col("status") == GEPLAND,
        "deelnemers": pl.col("deelnemers").is_null()
        & (pl.col("a_telling").is_null() | (pl.col("a_telling") != ONBEKEND)),
        "thema": pl.col("thema").fill_null(ONBEKEND) == ONBEKEND,
        "locatie": _placeless(),
    }


def _placeless() -> pl.Expr:
    """What was held at school, elsewhere or online needs no location of the library."""
    return pl.col("locatie").is_null() & pl.col("plaats").is_in([BIBLIOTHEEK, ONBEKEND])


def _with_answers(frame: pl.DataFrame, antwoorden: Iterable[Afspraak]) -> pl.DataFrame:
    """Beside each delivered column (`status`) what is added to it (`a_status`), empty where nothing is or it is not open."""
    rijen = [(*a.sleutel.split(":", 1), *((a.inhoud or {}).get(k) for k in KOLOMMEN)) for a in antwoorden]
    soorten = {k: pl.Int32() if k == "deelnemers" else pl.String() for k in KOLOMMEN}
    tabel = pl.DataFrame(
        rijen, orient="row",
        schema={"bronsysteem": pl.String(), "activiteit": pl.String(), **{f"a_{k}": s for k, s in soorten.items()}},
    )  # fmt: skip
    open_ = {
        "status": pl.col("status") == GEPLAND,
        **dict.fromkeys(("deelnemers", "telling"), pl.col("deelnemers").is_null()),
        "thema": pl.col("thema").fill_null(ONBEKEND) == ONBEKEND,
        **dict.fromkeys(("locatie", "plaats"), _placeless()),
    }
    samen = frame.join(tabel, on=["bronsysteem", "activiteit"], how="left", maintain_order="left")
    return samen.with_columns(pl.when(open_[k]).then(pl.col(f"a_{k}")).alias(f"a_{k}") for k in KOLOMMEN)


def _filled(frame: pl.DataFrame, antwoorden: Iterable[Afspraak]) -> pl.DataFrame:
    return _with_answers(frame, antwoorden).with_columns(pl.coalesce(f"a_{k}", k).alias(k) for k in KOLOMMEN)


def _added(organisatie: str, frame: pl.DataFrame, antwoorden: Iterable[Afspraak]) -> list[Aanvulling]:
    namen = [f"a_{k}" for k in KOLOMMEN]
    met = _with_answers(frame, antwoorden).filter(pl.any_horizontal(pl.col(n).is_not_null() for n in namen))
    rijen = met.sort("maand", "bronsysteem", "activiteit").select(
        pl.col("maand").dt.strftime("%Y-%m"), "bronsysteem", "activiteit", *namen
    )
    volgorde = ("status", "deelnemers", "telling", "thema", "locatie", "plaats")
    assert volgorde == KOLOMMEN
    return [Aanvulling(organisatie, *rij) for rij in rijen.iter_rows()]


def _once(frame: pl.DataFrame, zelfde: Iterable[Zelfde]) -> pl.DataFrame:
    groepen = pl.DataFrame(
        [(z.maand, z.bronsysteem, z.activiteit, z.groep, z.rang) for z in zelfde], orient="row",
        schema={"m": pl.String(), "bronsysteem": pl.String(), "activiteit": pl.String(), "groep": pl.Int64(), "rang": pl.Int64()},
    )  # fmt: skip
    gemerkt = frame.with_columns(m=pl.col("maand").dt.strftime("%Y-%m")).join(
        groepen, on=["m", "bronsysteem", "activiteit"], how="left"
    )  # fmt: skip
    gemerkt = gemerkt.with_row_index("_rij").with_columns(
        groep=pl.coalesce(pl.col("groep"), -1 - pl.col("_rij").cast(pl.Int64)), rang=pl.col("rang").fill_null(1)
    )
    # How was counted belongs to the count that is taken.
    gemerkt = gemerkt.sort("rang").with_columns(
        telling_erbij=pl.when(pl.col("deelnemers").is_not_null()).then("telling")
    )

    def first(kolom: str) -> pl.Expr:
        leeg = _LEEG.get(kolom)
        waarde = pl.col(kolom) if leeg is None else pl.col(kolom).filter(pl.col(kolom) != leeg)
        eerste = waarde.drop_nulls().first()
        return pl.coalesce(eerste, pl.col(kolom).drop_nulls().first()).alias(kolom)

    kolommen = [k for k in gemerkt.columns if k not in ("_rij", "m", "groep", "rang", "telling_erbij", "maand")]
    samen = gemerkt.group_by("maand", "groep", maintain_order=True).agg(
        *(first(k) for k in kolommen if k != "telling"),
        pl.coalesce(pl.col("telling_erbij").drop_nulls().first(), pl.col("telling").first()).alias("telling"),
    )
    return samen.drop("groep")


def _open_end(rij: Mapping[str, Any], antwoord: Mapping[str, Any]) -> OpenEinde:
    namen = ("bronsysteem", "activiteit", "start", "kernfunctie", "status", "deelnemers", "thema", "locatie", "plaats")
    velden = {naam: rij[naam] for naam in namen}
    return OpenEinde(**velden, maand=f"{rij['maand']:%Y-%m}", open=tuple(rij["open"]), antwoord=antwoord)


# -- answers -------------------------------------------------------------------------------------------------------------


def _require(omgeving: Omgeving, organisatie: str) -> None:
    if organisatie not in {o.isil for o in known_organisations(omgeving)}:
        raise VerkeerdeAanroep(f"De organisatie {organisatie} staat niet op de lijst van het netwerk.")


def answer_choices(omgeving: Omgeving, organisatie: str) -> dict[str, dict[str, str]]:
    """What may be answered, per column code -> name; participants are a number and have no list."""
    lijsten = load_definities().codelijsten
    return {
        "status": {c: r["naam"] for c, r in lijsten["activiteitstatus"].codes.items() if c != GEPLAND},
        "telling": {c: r["naam"] for c, r in lijsten["telling"].codes.items()} | {ONBEKEND: "Niet geteld"},
        "thema": {c: r["naam"] for c, r in lijsten["thema"].codes.items() if c != ONBEKEND},
        "locatie": {c: r["naam"] for c, r in location_list(omgeving, organisatie).codes.items()},
        "plaats": {c: r["naam"] for c, r in lijsten["plaats"].codes.items() if c not in (BIBLIOTHEEK, ONBEKEND)},
    }  # fmt: skip


class _Controle:
    """Whether answers are of their column."""

    def __init__(self, omgeving: Omgeving, definities: Definities, organisatie: str) -> None:
        self._keuzes = answer_choices(omgeving, organisatie)
        self._minimum = definities.contracten["activiteiten"].levering.kolom("deelnemers").minimum or 0

    def checked(self, einde: OpenEinde, waarden: Mapping[str, str]) -> dict[str, Any]:
        """The answers as they are kept. A location stands at the library; elsewhere there is none."""
        mag = {k for vraag, kolommen in VRAGEN.items() for k in kolommen
               if vraag in einde.open or any(k in einde.antwoord for k in kolommen)}  # fmt: skip
        if vreemd := sorted(set(waarden) - mag):
            raise VerkeerdeAanroep(f"Van {einde.plek} staat {vreemd[0]} niet open; vraag de lijst opnieuw op.")
        uit: dict[str, Any] = {k: self._one(einde, k, v) for k, v in waarden.items()}
        if "deelnemers" in uit:
            uit.setdefault("telling", einde.antwoord.get("telling", ONBEKEND))
        if {"locatie", "plaats"} <= uit.keys():
            raise VerkeerdeAanroep(f"Van {einde.plek} zijn een locatie en een plaats ingevuld; kies een van de twee.")
        if "locatie" in uit:
            uit["plaats"] = BIBLIOTHEEK
        elif "plaats" in uit:
            uit["locatie"] = None
        return uit

    def _one(self, einde: OpenEinde, kolom: str, waarde: str) -> Any:
        if kolom == "deelnemers":
            if not waarde.isascii() or not waarde.isdigit() or not self._minimum <= int(waarde) <= _MEEST:
                raise VerkeerdeAanroep(f"Bij {einde.plek} is het aantal deelnemers geen heel getal.")
            return int(waarde)
        if waarde not in self._keuzes[kolom]:
            raise VerkeerdeAanroep(f"Bij {einde.plek} staat voor {kolom} geen code uit de lijst.")
        return waarde
