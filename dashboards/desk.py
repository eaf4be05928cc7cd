"""The desk of `aanleveren`: what a sender may do here, as the verbs of ingest called in its name.

Not here: pages (`views/`) and the address for programs (`api.py`). It holds no key that opens what is stored, and opens no
brons and no publicatie.
"""

from __future__ import annotations

import secrets
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import ingest
from definitions import NietToegestaan, Omgeving, VerkeerdeAanroep, WerkmapFout
from ingest import Afzender, Ontvangstbewijs, Sluis

# Bytes that one file may have here: what a browser and a proxy carry in one go.
MAX_BYTES = 2 * 1024**3
_MAX_BESTANDEN = 100
# Files being read at once; each takes a block's memory and a core.
_LEZERS = threading.BoundedSemaphore(2)


@dataclass
class _Proces:
    omgeving: Omgeving | None = field(default=None)


_PROCES = _Proces()


def use(omgeving: Omgeving) -> None:
    """Say which work folder this process serves. Wherever its keys are, the process lets go of them here."""
    grens = min(omgeving.max_bestand_bytes, MAX_BYTES)
    _PROCES.omgeving = replace(omgeving.zonder_sleutels(), max_bestand_bytes=grens)


def omgeving(afzender: Afzender | None = None) -> Omgeving:
    """The `Omgeving` this process serves; what is done in it is done by `afzender`."""
    if _PROCES.omgeving is None:
        raise WerkmapFout("De app is niet via haar eigen opdracht gestart; start haar met `daadkracht aanleveren`.")
    return replace(_PROCES.omgeving, afzender=afzender.naam) if afzender else _PROCES.omgeving


def enter(token: str) -> Afzender:
    """The sender with this token. Raises `NietToegestaan`."""
    return ingest.sender_of(omgeving(), token.strip())


def organisation_names(afzender: Afzender) -> dict[str, str]:
    """The organisaties this sender may deliver for, isil -> name; '' stands for the lists of the network."""
    namen = {o.isil: o.naam for o in ingest.known_organisations(omgeving())}
    if afzender.netwerk:
        return {"": "Het netwerk: een lijst, of een bestand van meer organisaties"} | dict(
            sorted(namen.items(), key=lambda n: n[1])
        )
    return {isil: namen.get(isil, isil) for isil in afzender.organisaties}


# -- delivering ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Claims:
    """What a sender says of its files; None is for the files to show."""

    organisatie: str | None
    dataset: str | None = None
    periode: str | None = None
    bronsysteem: str | None = None

    def as_words(self) -> dict[str, Any]:
        return {
            "organisatie": self.organisatie, "dataset": self.dataset, "periode": self.periode, "bronsysteem": self.bronsysteem,
        }  # fmt: skip


def own_organisation(afzender: Afzender, gevraagd: str | None) -> str | None:
    """The organisatie a call is about: the one it names, or the only one the sender has. None is the network itself.

    Raises `NietToegestaan` for another's, and `VerkeerdeAanroep` where the sender has several and names none.
    """
    if gevraagd is None and not afzender.netwerk:
        if len(afzender.organisaties) > 1:
            raise VerkeerdeAanroep(
                f"Noem de organisatie van deze gegevens; kies uit {', '.join(afzender.organisaties)}."
            )
        gevraagd = afzender.organisaties[0]
    ingest.may_deliver(afzender, gevraagd)
    return gevraagd


def check(
    afzender: Afzender, sluis: Sluis, claims: Claims, tell: Callable[[int, int], None] = lambda *_: None
) -> list[Ontvangstbewijs]:
    """The verdict on what waits in the sluis, as a real delivery would get; nothing is stored."""
    with _reading():
        return ingest.check(omgeving(afzender), sluis.bronnen, **claims.as_words(), via=afzender.via, tell=tell)


def deliver(afzender: Afzender, sluis: Sluis, claims: Claims) -> list[Ontvangstbewijs]:
    """Deliver what waits in the sluis."""
    with _reading():
        return ingest.receive(
            omgeving(afzender), sluis.bronnen, **claims.as_words(), afzender=afzender.naam, via=afzender.via
        )


@contextmanager
def _reading() -> Iterator[None]:
    with _LEZERS:
        yield


# -- what a sender delivered ---------------------------------------------------------------------------------------------


def receipts(afzender: Afzender) -> list[Ontvangstbewijs]:
    """The receipts of the sender's own organisaties, the newest first."""
    alle = ingest.receipts(omgeving(afzender))
    return [b for b in reversed(alle) if afzender.netwerk or b.organisatie in afzender.organisaties]


def receipt(afzender: Afzender, levering: str) -> Ontvangstbewijs:
    """One receipt. Raises `NietToegestaan` where it is not the sender's own, or not there: which of the two is not told."""
    for bewijs in receipts(afzender):
        if bewijs.levering == levering.upper():
            return bewijs
    raise NietToegestaan("Deze levering is er niet, of is niet van u.")


def withdraw(afzender: Afzender, levering: str, reden: str) -> Ontvangstbewijs:
    """Withdraw one of the sender's own leveringen."""
    if not reden.strip():
        raise VerkeerdeAanroep("Zeg waarom u deze levering intrekt; de reden komt in het register.")
    return ingest.withdraw(omgeving(afzender), str(receipt(afzender, levering).levering), reden.strip())


def confirm(afzender: Afzender, levering: str) -> Ontvangstbewijs:
    """Confirm one of the sender's own leveringen that waits for it."""
    return ingest.confirm(omgeving(afzender), str(receipt(afzender, levering).levering))


# -- a visitor's upload --------------------------------------------------------------------------------------------------


class Inzending:
    """Files that a visitor of the app is sending: they wait in a sluis until it says what to do with them. `sleutel` opens
    this inzending alone and for as long as the visit lasts; the page uses it to send."""

    def __init__(self, afzender: Afzender) -> None:
        self.afzender = afzender
        self.sleutel = secrets.token_urlsafe(32)
        self.onderweg = 0
        self._sluis: Sluis | None = None
        _INZENDINGEN[self.sleutel] = self

    @property
    def sluis(self) -> Sluis:
        """The sluis, made when the first file comes."""
        if self._sluis is None:
            self._sluis = Sluis(omgeving(self.afzender))
        return self._sluis

    @property
    def bestanden(self) -> Sequence[ingest.Bron]:
        return self._sluis.bronnen if self._sluis else ()

    @property
    def bytes(self) -> int:
        """How much there is of it."""
        return sum(b.bytes for b in self.bestanden)

    def add(self, naam: str, stroom: Any) -> ingest.Bron:
        """Let a file in. Raises `VerkeerdeAanroep` where there are too many."""
        if len(self.bestanden) + self.onderweg >= _MAX_BESTANDEN:
            raise VerkeerdeAanroep(
                f"Meer dan {_MAX_BESTANDEN} bestanden tegelijk kan niet; lever ze in delen of als zip."
            )
        self.onderweg += 1
        try:
            return self.sluis.add(naam, stroom)
        finally:
            self.onderweg -= 1

    def discard(self) -> None:
        """Throw away what waits; the visitor starts anew with a new one."""
        _INZENDINGEN.pop(self.sleutel, None)
        if self._sluis is not None:
            self._sluis.discard()


_INZENDINGEN: weakref.WeakValueDictionary[str, Inzending] = weakref.WeakValueDictionary()


def inzending(sleutel: str) -> Inzending:
    """The inzending that this key opens. Raises `NietToegestaan` where there is none, or its visitor has left."""
    gevonden = _INZENDINGEN.get(sleutel)
    if gevonden is None:
        raise NietToegestaan("Deze pagina is verlopen; ververs haar en kies de bestanden opnieuw.")
    return gevonden
