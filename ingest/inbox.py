"""The inbox: folders in which libraries drop files; a complete drop is received and only its receipt stays.

Not here: what receiving is (`deliver.py`). The folder's name is the sender: `inbox/<isil>/`, or `inbox/NETWERK/` for the list.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from definitions import Omgeving

from .deliver import receive
from .network import NETWERK
from .receipt import Ontvangstbewijs
from .vault import write_durably

_READY = "_KLAAR"
_RECEIPT = "ontvangstbewijs-"


@dataclass(frozen=True)
class Drop:
    """A complete drop: its folder (or the single file), its files, and the periode that `_KLAAR` may declare."""

    organisatie: str | None
    plek: Path
    bestanden: tuple[Path, ...]
    periode: str | None


def complete_drops(omgeving: Omgeving) -> list[Drop]:
    """Drops with a `_KLAAR`, or unchanged for `omgeving.stilte_seconden`. The lists of the network come first."""
    mappen = sorted((m for m in omgeving.inbox.glob("*") if m.is_dir()), key=lambda m: (m.name != NETWERK, m.name))
    drops = []
    for afzender in mappen:
        organisatie = None if afzender.name == NETWERK else afzender.name
        for plek in sorted(afzender.iterdir()):
            drop = _drop(omgeving, organisatie, plek)
            if drop is not None:
                drops.append(drop)
    return drops


def _drop(omgeving: Omgeving, organisatie: str | None, plek: Path) -> Drop | None:
    gewoon = not plek.is_symlink() and (plek.is_dir() or plek.is_file())
    if plek.name.startswith((_RECEIPT, ".", "_")) or not gewoon:
        return None
    bestanden = (
        tuple(sorted(p for p in plek.rglob("*") if p.is_file() and not p.is_symlink())) if plek.is_dir() else (plek,)
    )
    klaar = next((p for p in bestanden if p.name == _READY), None)
    inhoud = tuple(p for p in bestanden if not p.name.startswith((".", "_")))
    if not inhoud:
        return None
    stil = time.time() - max(p.stat().st_mtime for p in bestanden) >= omgeving.stilte_seconden
    if klaar is None and not stil:
        return None
    return Drop(organisatie, plek, inhoud, _declared(klaar))


def _declared(klaar: Path | None) -> str | None:
    """`_KLAAR` may hold a line `periode=2025`."""
    if klaar is None:
        return None
    regels = dict(r.split("=", 1) for r in klaar.read_text(errors="replace").splitlines() if "=" in r)
    return regels.get("periode", "").strip() or None


def collect_inbox(omgeving: Omgeving, *, tell: Callable[[str], None] = lambda _: None) -> list[Ontvangstbewijs]:
    """Receive every complete drop, then replace it by its receipts. Killed in between, the next run receives the same
    bytes again, gets the first receipts and cleans up."""
    bewijzen: list[Ontvangstbewijs] = []
    for drop in complete_drops(omgeving):
        nieuw = receive(
            omgeving, drop.bestanden, organisatie=drop.organisatie, periode=drop.periode,
            afzender=drop.organisatie or NETWERK, tell=tell,
        )  # fmt: skip
        for bewijs in nieuw:
            _write_receipt(drop.plek.parent, bewijs)
        _remove(drop.plek)
        bewijzen += nieuw
    return bewijzen


def _write_receipt(map_: Path, bewijs: Ontvangstbewijs) -> None:
    naam = f"{_RECEIPT}{bewijs.levering or 'geweigerd'}.json"
    write_durably(map_ / naam, json.dumps(bewijs.as_json(), ensure_ascii=False, indent=2).encode(), 0o644)


def _remove(plek: Path) -> None:
    if plek.is_dir():
        shutil.rmtree(plek)
    else:
        plek.unlink()
