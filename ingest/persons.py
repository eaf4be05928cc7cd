"""What makes an organisatie's pseudonyms: its keys in their order, its systems' numbers, and who was forgotten.

Not here: the hashing itself (`pseudonym.py`), how keys are kept (`vault.py`), and changing them (`rotate.py`, `forget.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

from definitions import Omgeving

from . import vault
from .changeover import pairs
from .pseudonym import Pseudonimiseerder, Vergeten
from .records import Afspraak, changeovers

# Agreements: the version of the newest key, and one per forgotten member, whose sleutel is a token.
SLEUTEL, VERGETEN_LID = "sleutel", "vergeten_lid"


def key_version(afspraken: Sequence[Afspraak], organisatie: str) -> int:
    """The version of the organisatie's newest pseudonym key, 1 where it never changed."""
    eigen = [a for a in afspraken if (a.soort, a.organisatie) == (SLEUTEL, organisatie)]
    return int((eigen[-1].inhoud or {})["versie"]) if eigen else 1


def later_keys(omgeving: Omgeving, afspraken: Sequence[Afspraak], organisatie: str) -> list[bytes]:
    """The keys after the first, in their order."""
    versies = range(2, key_version(afspraken, organisatie) + 1)
    return [vault.pseudonym_key(omgeving, organisatie, versie) for versie in versies]


def pseudonymiser(
    omgeving: Omgeving, afspraken: Sequence[Afspraak], organisatie: str, bronsysteem: str, *, merken: bool = False
) -> Pseudonimiseerder:
    """How member numbers of a source system of an organisatie become pseudonyms, by its agreements.

    Numbers of a system it changed to are a series of their own unless they stayed the same. With `merken` it can make the
    token of a member also where nobody was forgotten yet.
    """
    overstap = changeovers(afspraken).to(organisatie, bronsysteem)
    tokens = frozenset(
        bytes.fromhex(a.sleutel) for a in afspraken if (a.soort, a.organisatie) == (VERGETEN_LID, organisatie)
    )
    return Pseudonimiseerder(
        vault.pseudonym_key(omgeving, organisatie),
        reeks=bronsysteem if overstap and overstap.nummers != "zelfde" else "",
        gelijk=pairs(omgeving, overstap),
        keten=later_keys(omgeving, afspraken, organisatie),
        vergeten=Vergeten(vault.block_key(omgeving, organisatie), tokens) if tokens or merken else None,
    )
