"""Senders that deliver by themselves: what each is called, for which organisaties it may deliver, and the token it shows.

Not here: the token itself. It is said once, when it is given; the register keeps its hash alone.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from definitions import NietToegestaan, Omgeving, VerkeerdeAanroep

from . import vault
from .network import NETWERK, known_organisations
from .records import EIGEN, NETWERKBREED, Afspraak
from .register import Register

# An agreement of this soort: sleutel is the sender's name, inhoud `{"sha256": ..., "organisaties": [ISIL], "netwerk": bool}`.
TOKEN = "token"  # noqa: S105 - the word for it, not one
_PREFIX = "dk_"
_BYTES = 32
_NAME = re.compile(r"[\w][\w .,&()'/-]{0,59}")


@dataclass(frozen=True)
class Afzender:
    """A sender: it may deliver for the organisaties it names, or for every one where `netwerk`."""

    naam: str
    organisaties: tuple[str, ...]
    netwerk: bool
    sinds: datetime

    @property
    def via(self) -> str:
        """Whether what it delivers is an organisatie's own, or stands behind that as the network's."""
        return NETWERKBREED if self.netwerk else EIGEN

    def as_json(self) -> dict[str, object]:
        """For the command: never the token or its hash."""
        return {
            "afzender": self.naam, "organisaties": list(self.organisaties), "netwerk": self.netwerk,
            "sinds": self.sinds.isoformat(timespec="seconds"),
        }  # fmt: skip


def grant(omgeving: Omgeving, naam: str, organisaties: Sequence[str] = (), *, netwerk: bool = False) -> str:
    """Give a sender a token of 256 random bits and return it: the only time it is seen. An earlier one ends.

    Makes the keys of the work folder where there are none, so that who receives with this token finds the public one.
    Raises `VerkeerdeAanroep` for a name, or organisaties, that cannot be.
    """
    if not _NAME.fullmatch(naam):
        raise VerkeerdeAanroep("Een afzender heeft een naam van ten hoogste 60 letters, cijfers en spaties.")
    if bool(organisaties) == netwerk:
        raise VerkeerdeAanroep("Zeg voor wie deze afzender aanlevert: --organisatie ISIL (een of meer) of --netwerk.")
    onbekend = sorted(set(organisaties) - {o.isil for o in known_organisations(omgeving)})
    if onbekend:
        raise VerkeerdeAanroep(f"Niet op de lijst van het netwerk: {', '.join(onbekend)}; lever die lijst eerst aan.")
    vault.ensure_keys(omgeving)
    token = _PREFIX + secrets.token_urlsafe(_BYTES)
    inhoud = {"sha256": _hash(token), "organisaties": sorted(set(organisaties)), "netwerk": netwerk}
    _agree(omgeving, naam, inhoud)
    return token


def revoke(omgeving: Omgeving, naam: str) -> None:
    """End a sender's token at once. Raises `VerkeerdeAanroep` where it has none."""
    if naam not in {a.naam for a in known_senders(omgeving)}:
        raise VerkeerdeAanroep(f"De afzender {naam!r} heeft geen toegang; zie `daadkracht toegang toon`.")
    _agree(omgeving, naam, None)


def known_senders(omgeving: Omgeving) -> list[Afzender]:
    """Who has a token now, by name."""
    return sorted((_sender(a) for a in _tokens(omgeving)), key=lambda a: a.naam.lower())


def sender_of(omgeving: Omgeving, token: str) -> Afzender:
    """The sender that shows this token. Raises `NietToegestaan` (exit 13) where nobody has it."""
    getoond = _hash(token)
    # All are compared, each in the same time: how long this takes tells nothing of how near a guess is.
    passend = [a for a in _tokens(omgeving) if hmac.compare_digest(str((a.inhoud or {})["sha256"]), getoond)]
    if not passend:
        raise NietToegestaan("Deze toegangscode is niet (meer) geldig; vraag het beheer om een nieuwe.")
    return _sender(passend[0])


def may_deliver(afzender: Afzender, organisatie: str | None) -> None:
    """Raises `NietToegestaan` where the sender may not deliver for this organisatie (None: lists of the network)."""
    if not afzender.netwerk and organisatie not in afzender.organisaties:
        wie = organisatie or "het hele netwerk"
        raise NietToegestaan(f"Deze toegangscode geldt niet voor {wie}; kies uit {', '.join(afzender.organisaties)}.")


def _hash(token: str) -> str:
    # Of 256 random bits a plain hash cannot be guessed back; a slow one would only cost the server.
    return hashlib.sha256(token.encode()).hexdigest()


def _sender(afspraak: Afspraak) -> Afzender:
    inhoud = afspraak.inhoud or {}
    return Afzender(afspraak.sleutel, tuple(inhoud["organisaties"]), bool(inhoud["netwerk"]), afspraak.tijdstip)


def _tokens(omgeving: Omgeving) -> list[Afspraak]:
    if not (omgeving.werk / "register.sqlite").exists() and omgeving.register_url is None:
        return []
    with Register(omgeving) as register:
        return register.agreements(TOKEN)


def _agree(omgeving: Omgeving, naam: str, inhoud: dict[str, object] | None) -> None:
    with Register(omgeving) as register:
        register.agree(TOKEN, NETWERK, naam, inhoud)
