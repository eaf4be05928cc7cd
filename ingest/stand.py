"""What counts at this moment: the brons files and the periods they cover, as the register says.

Not here: freezing that into a stand for a build (`publishing/stand.py`).
"""

from __future__ import annotations

from definitions import Omgeving

from .records import Bronsbestand, Dekking
from .register import Register

# Agreed when a library found its own system's total in ours: sleutel is the bronsysteem.
TOTAAL_BEVESTIGD = "eigen_totaal_bevestigd"


def confirmed_systems(omgeving: Omgeving) -> frozenset[str]:
    """The source systems of which at least one library confirmed that our totals are those of its own system."""
    register = Register(omgeving)
    try:
        return frozenset(a.sleutel for a in register.agreements(TOTAAL_BEVESTIGD))
    finally:
        register.close()


def counting_files(omgeving: Omgeving) -> list[Bronsbestand]:
    """Every brons file that counts, ordered by path."""
    register = Register(omgeving)
    try:
        return register.counting_files()
    finally:
        register.close()


def coverage(omgeving: Omgeving) -> list[Dekking]:
    """Every period of every organisatie and dataset that is covered, with the levering and files behind it."""
    register = Register(omgeving)
    try:
        return register.coverage()
    finally:
        register.close()
