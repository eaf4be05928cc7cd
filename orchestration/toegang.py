"""The command `toegang`: give a sender a token, take it back, or show who has one.

Not here: what a token is and what it opens (`ingest`).
"""

from __future__ import annotations

import argparse

from definitions import Omgeving, VerkeerdeAanroep

from .output import Uitvoer, align


def toegang(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    """Do what `keuze.handeling` says. JSON: `{afzender, token}`, `{afzender}`, or a list of senders without their tokens."""
    if keuze.handeling == "toon":
        return _show(omgeving, keuze.naam, uit)
    if not keuze.naam:
        raise VerkeerdeAanroep(f"Noem de afzender: daadkracht toegang {keuze.handeling} NAAM.")
    return (_give if keuze.handeling == "geef" else _take)(omgeving, keuze, uit)


def _give(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    from ingest import grant

    token = grant(omgeving, keuze.naam, keuze.organisatie, netwerk=keuze.netwerk)
    uit.document({"afzender": keuze.naam, "token": token})
    if not uit.json:
        uit.zeg(f"Toegangscode van {keuze.naam}: {token}")
    uit.meld("Geef hem door langs een veilige weg; hij wordt nergens bewaard en hierna niet meer getoond.")
    return 0


def _take(omgeving: Omgeving, keuze: argparse.Namespace, uit: Uitvoer) -> int:
    from ingest import revoke

    revoke(omgeving, keuze.naam)
    uit.document({"afzender": keuze.naam})
    uit.zeg(f"De toegangscode van {keuze.naam} geldt niet meer.")
    return 0


def _show(omgeving: Omgeving, naam: str | None, uit: Uitvoer) -> int:
    from ingest import known_senders

    gevonden = [a for a in known_senders(omgeving) if naam in (None, a.naam)]
    uit.document([a.as_json() for a in gevonden])
    if not gevonden:
        uit.zeg("Niemand heeft een toegangscode.")
    elif not uit.json:
        rijen = [
            (a.naam, "het netwerk" if a.netwerk else ", ".join(a.organisaties), f"{a.sinds:%d-%m-%Y}") for a in gevonden
        ]
        uit.zeg(*align(("afzender", "levert aan voor", "sinds"), rijen))
    return 0
