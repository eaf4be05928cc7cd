"""The form for jaarcijfers: which questions a library gets, what it answered last year, and its answers as a levering.

Not here: how it looks on a screen, and what is wrong with an answer; saved answers go the way of every other file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from definitions import Omgeving, VerkeerdeAanroep, WerkmapFout, load_definities

from .deliver import receive
from .network import newest_locations
from .receipt import Ontvangstbewijs, from_register
from .records import ONTVANGEN, TE_BEVESTIGEN, WACHT, Bronsbestand, Levering
from .reference import municipality_names
from .register import Register
from .sources import Sluis

_KOP = ("organisatie", "jaar", "locatie", "gemeente", "item", "waarde", "herkomst", "toelichting")
_DATASET = "jaarcijfers"


@dataclass(frozen=True)
class Sleutel:
    """What an answer is about: an item of the code list and, where it is asked per place, the place."""

    item: str
    locatie: str | None = None
    gemeente: str | None = None


@dataclass(frozen=True)
class Antwoord:
    """An answer as people write it ('1.234,5'; '' is not known), with a code of the list `herkomst`."""

    waarde: str
    herkomst: str = ""


@dataclass(frozen=True)
class Vraag:
    """One question. `plek` is the name of its locatie or gemeente; `minimum` and `maximum` are what is usual."""

    sleutel: Sleutel
    naam: str
    plek: str | None
    eenheid: str
    uitleg: str
    decimalen: int
    minimum: float | None
    maximum: float | None
    vorig_jaar: Antwoord | None
    antwoord: Antwoord | None


@dataclass(frozen=True)
class Onderdeel:
    """A section of the form, of one of the questionnaires."""

    code: str
    naam: str
    vragenlijst: str
    uitleg: str
    vragen: tuple[Vraag, ...]


@dataclass(frozen=True)
class Formulier:
    """The form of one organisatie over one year."""

    organisatie: str
    jaar: int
    onderdelen: tuple[Onderdeel, ...]

    @property
    def vragen(self) -> tuple[Vraag, ...]:
        return tuple(v for o in self.onderdelen for v in o.vragen)


def year_form(omgeving: Omgeving, organisatie: str | None, jaar: int) -> Formulier:
    """The questions over `jaar`, each with last year's answer and the one that counts now. Without an organisatie the bare
    questions, without places or answers."""
    definities = load_definities()
    items, onderdelen = (definities.codelijsten[n].codes for n in ("jaarcijferitem", "jaarcijferonderdeel"))
    register = Register(omgeving) if organisatie else None
    try:
        bekend = _Bekend(omgeving, register.counting_files() if register else [], organisatie or "")
        vorig, nu = bekend.answers(jaar - 1), bekend.answers(jaar)
        plekken = {"LOCATIE": bekend.locations(jaar), "GEMEENTE": bekend.municipalities()}
    finally:
        if register:
            register.close()
    vragen: dict[str, list[Vraag]] = {code: [] for code in onderdelen}
    for item, rij in items.items():
        for sleutel, plek in _places(item, rij["niveau"], plekken, nu):
            vragen[rij["onderdeel"]].append(
                Vraag(
                    sleutel, rij["naam"], plek, rij["eenheid"], rij["uitleg"], int(rij["decimalen"]),
                    _number(rij["minimum"]), _number(rij["maximum"]), vorig.get(sleutel), nu.get(sleutel),
                )
            )  # fmt: skip
    return Formulier(
        organisatie or "", jaar,
        tuple(
            Onderdeel(code, rij["naam"], rij["vragenlijst"], rij["uitleg"], tuple(vragen[code]))
            for code, rij in onderdelen.items()
        ),
    )  # fmt: skip


def save_year_form(
    omgeving: Omgeving, organisatie: str, jaar: int, waarden: Mapping[Sleutel, Antwoord], afzender: str
) -> Ontvangstbewijs:
    """Save answers as a levering over the year; its receipt. What `waarden` does not name stays as it was, so that who fills
    in one section does not empty another; an empty `waarde` takes an answer back. Nothing changed: the receipt that counts.

    Raises `WerkmapFout` while earlier answers are not processed yet: they would be lost, for nobody can read them here;
    `VerkeerdeAanroep` where no answer is left.
    """
    with Register(omgeving) as register:
        eerder = [b for b in register.leveringen(dataset=_DATASET) if b.organisatie == organisatie]
        _refuse_while_waiting(eerder, organisatie)
        bestanden = [b for b in register.counting_files() if _is_answer(b, organisatie, jaar)]
        nu = _Bekend(omgeving, bestanden, organisatie).answers(jaar)
    nieuw = {s: a for s, a in {**nu, **waarden}.items() if a.waarde.strip()}
    if not nieuw:
        raise VerkeerdeAanroep(f"Er is geen enkel antwoord ingevuld over {jaar}; vul er ten minste één in.")
    if nieuw == nu:
        return from_register(next(b for b in eerder if b.code == bestanden[-1].levering))
    inhoud = _as_csv(organisatie, jaar, nieuw, len(eerder) + 1)
    with Sluis(omgeving) as sluis:
        bron = sluis.add(f"formulier_jaarcijfers_{jaar}.csv", io.BytesIO(inhoud))
        (bewijs,) = receive(
            omgeving, [bron], organisatie=organisatie, dataset=_DATASET, periode=str(jaar), bronsysteem="netwerk",
            afzender=afzender,
        )  # fmt: skip
    return bewijs


def _refuse_while_waiting(eerder: list[Levering], organisatie: str) -> None:
    wachtend = [b for b in eerder if b.staat in (ONTVANGEN, WACHT, TE_BEVESTIGEN)]
    if wachtend:
        raise WerkmapFout(
            f"Levering {wachtend[-1].code} met jaarcijfers van {organisatie} is nog niet verwerkt of bevestigd; sla op als dat"
            " is gebeurd."
        )


def _is_answer(bestand: Bronsbestand, organisatie: str, jaar: int) -> bool:
    return (bestand.tabel, bestand.organisatie, bestand.periode) == (_DATASET, organisatie, str(jaar))


def _as_csv(organisatie: str, jaar: int, antwoorden: Mapping[Sleutel, Antwoord], versie: int) -> bytes:
    """The answers as a file. Its version makes it another file than an earlier one with the same answers: who goes back to
    what stood there delivers that anew."""
    tekst = io.StringIO()
    schrijver = csv.writer(tekst, delimiter=";", lineterminator="\n")
    schrijver.writerow(_KOP)
    for s, a in antwoorden.items():
        schrijver.writerow(
            [
                organisatie,
                jaar,
                s.locatie or "",
                s.gemeente or "",
                s.item,
                a.waarde.strip(),
                a.herkomst,
                f"versie {versie}",
            ]
        )
    return tekst.getvalue().encode()


def _places(
    item: str, niveau: str, plekken: Mapping[str, Mapping[str, str]], nu: Mapping[Sleutel, Antwoord]
) -> Iterator[tuple[Sleutel, str | None]]:
    """Where an item is asked: at every place of its kind (without any, once as a whole), and where it was answered."""
    gevraagd: dict[Sleutel, str | None] = {
        Sleutel(item, **{niveau.lower(): code}): naam for code, naam in plekken.get(niveau, {}).items()
    }
    beantwoord = {s: s.locatie or s.gemeente for s in nu if s.item == item and s not in gevraagd}
    yield from ({**gevraagd, **beantwoord} or {Sleutel(item): None}).items()


def _number(tekst: str) -> float | None:
    return float(tekst) if tekst else None


def _written(waarde: float) -> str:
    """A number as people write it here: a decimal comma, so that three decimals are never taken for thousands."""
    return f"{waarde:.6f}".rstrip("0").rstrip(".").replace(".", ",")


class _Bekend:
    """What counts of an organisatie: its answers, its locaties and the gemeenten of its werkgebied."""

    def __init__(self, omgeving: Omgeving, bestanden: list[Bronsbestand], organisatie: str) -> None:
        self._omgeving, self._bestanden, self._organisatie = omgeving, bestanden, organisatie

    def _rows(self, bestanden: list[Bronsbestand]) -> Iterator[dict[str, Any]]:
        import polars as pl

        for bestand in bestanden:
            yield from pl.read_parquet(self._omgeving.werk / bestand.pad).iter_rows(named=True)

    def answers(self, jaar: int) -> dict[Sleutel, Antwoord]:
        """The answers over a year that count."""
        bestanden = [b for b in self._bestanden if _is_answer(b, self._organisatie, jaar)]
        return {
            Sleutel(r["item"], r["locatie"], r.get("gemeente")): Antwoord(_written(r["waarde"]), r["herkomst"])
            for r in self._rows(bestanden)
        }

    def locations(self, jaar: int) -> dict[str, str]:
        """ISIL and name of the locaties on the newest list that exist in the year and that people visit."""
        bezoekbaar = load_definities().codelijsten["locatiesubsoort"].met("fysiek_te_bezoeken")
        van, tot = date(jaar, 1, 1), date(jaar, 12, 31)
        return {
            r["locatie"]: r["naam"]
            for r in newest_locations(self._omgeving, self._organisatie)
            if r["zichtbaar"] == "J"
            and r["subsoort"] in bezoekbaar
            and (r["geldig_van"] or van) <= tot
            and (r["geldig_tot"] or tot) >= van
        }

    def municipalities(self) -> dict[str, str]:
        """Code and name of the gemeenten of the werkgebied on the network's newest list."""
        lijsten = [b for b in self._bestanden if b.tabel == "werkgebied"]
        nieuwste = max((b.levering for b in lijsten), default="")
        namen = municipality_names()
        return {
            r["gemeente"]: namen.get(r["gemeente"], r["gemeente"])
            for r in self._rows([b for b in lijsten if b.levering == nieuwste])
            if r["organisatie"] == self._organisatie
        }
