"""What an organisatie confirms of its own exports: a mapping as its own source system, translations of its own codes.

Not here: proposing them (`propose.py`), and how files are read by them (`profiles.py`). What is confirmed is kept in the
register with its version; what was processed before with the unknown codes is processed again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from definitions import Omgeving, VerkeerdeAanroep, load_definities

from .acts import reprocess
from .network import known_locations, known_organisations
from .profiles import LOCATIE, PROFIEL, VERTALING, for_organisation, translation_key
from .proposal import EIGEN, Voorstel
from .receipt import Ontvangstbewijs
from .records import GEWEIGERD, MET_UITVAL, VERWERKT, Afspraak, Levering
from .register import Register

if TYPE_CHECKING:
    from definitions import Bronsysteem, Definities

_NAAM = re.compile(r"^[a-z0-9][a-z0-9-]{0,30}$")
_STANDAARD = "export"


@dataclass(frozen=True)
class Openstaand:
    """Codes of one column of one source system that were not translated: the newest levering that had them, how many rows,
    the translations proposed (of codes that may be shown) and the sentence of its receipt."""

    bronsysteem: str
    dataset: str
    kolom: str
    levering: str
    rijen: int
    codes: tuple[Mapping[str, Any], ...]
    uitleg: str


@dataclass(frozen=True)
class Bevestigd:
    """A confirmation: what holds from now on, and the receipts of what will be processed again for it."""

    afspraak: Afspraak
    opnieuw: tuple[Ontvangstbewijs, ...] = ()


def confirm_profile(omgeving: Omgeving, voorstel: Voorstel, organisatie: str, naam: str | None = None) -> Bevestigd:
    """Keep a proposal as the organisatie's own source system `eigen-<naam>`; a next version where there was one, with the
    datasets it had besides this one. Proposed branch codes become confirmed translations.

    Raises `VerkeerdeAanroep` where the organisatie is not on the list, the name is no name, or a required column has no source.
    """
    _require(omgeving, organisatie)
    naam = (naam or _STANDAARD).lower()
    if not _NAAM.match(naam):
        raise VerkeerdeAanroep(
            "Geef het profiel een korte naam van kleine letters, cijfers en streepjes, zoals bicat-2025."
        )
    if voorstel.ontbreekt:
        raise VerkeerdeAanroep(
            f"Voor {' en '.join(voorstel.ontbreekt)} is geen kolom gevonden, en {voorstel.dataset} kan niet zonder. "
            "Wijs de kolom aan met --kolom KOLOM=KOP, of maak een export waarin hij staat."
        )
    with Register(omgeving) as register:
        eerder = register.agreements(PROFIEL, organisatie, EIGEN + naam)
        profiel = voorstel.profile(naam, _profile(eerder[0]) if eerder else None)
        afspraak = register.agree(PROFIEL, organisatie, profiel.id, profiel.model_dump(mode="json"))
        filialen = voorstel.branch_codes()
        if filialen:
            _extend(register, organisatie, translation_key(profiel.id, LOCATIE), filialen)
    return Bevestigd(afspraak)


def confirm_codes(
    omgeving: Omgeving, organisatie: str, kolom: str, codes: Mapping[str, str], bronsysteem: str | None = None,
    vanaf: date | None = None,
) -> Bevestigd:  # fmt: skip
    """Confirm translations of an organisatie's own codes in one column of one source system; '' as translation ends one. With
    `vanaf` they hold for rows of that day and later: before it a code means what it meant.

    `bronsysteem` may be left out where only one has open codes in that column. What was processed with unknown codes in it
    waits to be processed again. Raises `VerkeerdeAanroep` where a code is not of the list, or a location not of the organisatie.
    """
    _require(omgeving, organisatie)
    with Register(omgeving) as register:
        definities = for_organisation(load_definities(), register.agreements(organisatie=organisatie))
        bron = _source_system(omgeving, definities, organisatie, kolom, bronsysteem)
        _check_codes(omgeving, definities.bronsystemen[bron], definities, organisatie, kolom, codes)
        afspraak = _extend(register, organisatie, translation_key(bron, kolom), codes, vanaf)
    opnieuw = reprocess(
        omgeving, organisatie, bron, kolom, f"vertaling van {kolom} bevestigd (versie {afspraak.versie})", vanaf
    )
    return Bevestigd(afspraak, tuple(opnieuw))


def open_codes(omgeving: Omgeving, organisatie: str) -> list[Openstaand]:
    """What waits for a translation: per source system and column the newest levering with untranslated codes
    that was processed, or refused because of them."""
    _require(omgeving, organisatie)
    with Register(omgeving) as register:
        leveringen = register.leveringen(staten=[VERWERKT, MET_UITVAL, GEWEIGERD])
        afspraken = register.agreements(VERTALING, organisatie)
    bevestigd = {a.sleutel: set((a.inhoud or {})["codes"]) for a in afspraken}
    nieuwste: dict[tuple[str, str], list[Openstaand]] = {}
    for lev in leveringen:
        # One that waits for a confirmation was processed too, but says nothing of what counts.
        if lev.organisatie == organisatie and (lev.staat in (VERWERKT, MET_UITVAL) or lev.over_threshold):
            nieuwste[lev.bronsysteem, lev.dataset] = list(_untranslated(lev, bevestigd))
    return [o for deel in nieuwste.values() for o in deel]


def _untranslated(levering: Levering, bevestigd: Mapping[str, set[str]]) -> Iterator[Openstaand]:
    """The untranslated codes of one levering, but for columns of which all that were shown have been confirmed since."""
    for b in levering.uitkomst.get("bevindingen", ()):
        if b["code"] != "voorstel_vertaling":
            continue
        codes = tuple(b.get("vertalingen", ()))
        klaar = bevestigd.get(translation_key(levering.bronsysteem, b["kolom"]), set())
        if not codes or not {c["code"] for c in codes} <= klaar:
            yield Openstaand(
                levering.bronsysteem, levering.dataset, b["kolom"], levering.code, b["aantal"], codes, b["uitleg"]
            )


# -- checks --------------------------------------------------------------------------------------------------------------


def _require(omgeving: Omgeving, organisatie: str) -> None:
    if organisatie not in {o.isil for o in known_organisations(omgeving)}:
        raise VerkeerdeAanroep(f"De organisatie {organisatie} staat niet op de lijst van het netwerk.")


def _profile(afspraak: Afspraak) -> Bronsysteem:
    from definitions import Bronsysteem

    return Bronsysteem.model_validate(afspraak.inhoud)


def _extend(
    register: Register, organisatie: str, sleutel: str, codes: Mapping[str, str], vanaf: date | None = None
) -> Afspraak:
    """A next version of a translation: what held with what is new over it."""
    eerder = register.agreements(VERTALING, organisatie, sleutel)
    inhoud = {"codes": {}, "vanaf": {}, **((eerder[0].inhoud if eerder else None) or {})}
    later = dict(inhoud["vanaf"])
    if vanaf is None:
        altijd = _over(inhoud["codes"], codes)
    else:
        altijd = inhoud["codes"]
        later[str(vanaf)] = _over(later.get(str(vanaf), {}), codes)
    later = {dag: c for dag, c in sorted(later.items()) if c}
    return register.agree(VERTALING, organisatie, sleutel, {"codes": altijd} | ({"vanaf": later} if later else {}))


def _over(eerder: Mapping[str, str], codes: Mapping[str, str]) -> dict[str, str]:
    return {c: naar for c, naar in {**eerder, **codes}.items() if naar}


def _source_system(
    omgeving: Omgeving, definities: Definities, organisatie: str, kolom: str, bronsysteem: str | None
) -> str:
    if bronsysteem is not None:
        if bronsysteem not in definities.bronsystemen:
            raise VerkeerdeAanroep(f"Dit bronsysteem bestaat niet; kies uit {', '.join(definities.bronsystemen)}.")
        return bronsysteem
    systemen = list(dict.fromkeys(o.bronsysteem for o in open_codes(omgeving, organisatie) if o.kolom == kolom))
    if len(systemen) != 1:
        wat = (
            "Geen levering van deze organisatie heeft"
            if not systemen
            else f"Leveringen uit {' en '.join(systemen)} hebben"
        )
        raise VerkeerdeAanroep(f"{wat} onbekende codes in {kolom}; noem het systeem met --bronsysteem.")
    return systemen[0]


def _check_codes(
    omgeving: Omgeving, profiel: Bronsysteem, definities: Definities, organisatie: str, kolom: str, codes: Mapping[str, str]
) -> None:  # fmt: skip
    keuzes = _choices(omgeving, profiel, definities, organisatie, kolom)
    if keuzes is None:
        raise VerkeerdeAanroep(f"{profiel.naam} heeft geen kolom {kolom} met codes om te vertalen.")
    if fout := sorted({naar for naar in codes.values() if naar and naar not in keuzes}):
        raise VerkeerdeAanroep(f"{', '.join(fout)} bestaat niet voor {kolom}; kies uit {', '.join(sorted(keuzes))}.")


def _choices(
    omgeving: Omgeving, profiel: Bronsysteem, definities: Definities, organisatie: str, kolom: str
) -> set[str] | None:
    """What a code of a column may be translated to: a code of its list in every dataset of the system, or a location."""
    kolommen = [
        k for d in profiel.datasets for k in definities.contracten[d].levering.kolommen
        if k.naam == kolom and (k.waarde == "vestiging" or (k.codelijst and k.waarde in ("code", "janee")))
    ]  # fmt: skip
    if not kolommen:
        return None
    if kolommen[0].waarde == "vestiging":
        return set(known_locations(omgeving, organisatie).values())
    return set.intersection(*(set(definities.codelijsten[k.codelijst or ""].codes) for k in kolommen))
