"""What counts at this moment: the brons files and the periods they cover, as the register says.

Not here: freezing that into a stand for a build (`publishing/stand.py`).
"""

from __future__ import annotations

from definitions import Omgeving

from .records import Bronsbestand, Dekking, Voorbehoud
from .register import Register


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


def caveats(omgeving: Omgeving) -> list[Voorbehoud]:
    """Why figures of what counts are marked or voorlopig: stocks that were taken after their peildatum."""
    register = Register(omgeving)
    try:
        achteraf = {lev.code: lev.uitkomst.get("achteraf") for lev in register.leveringen()}
        return [
            Voorbehoud(d.organisatie, d.dataset, d.periode, "stand_achteraf", bool(gegevens["voorlopig"]))
            for d in register.coverage()
            if (gegevens := achteraf.get(d.levering))
        ]
    finally:
        register.close()
