"""The arguments of the commands about figures: what may be asked of them, and its Dutch help.

Not here: the other commands, and parsing (`parser.py`).
"""

from __future__ import annotations

import argparse

NIVEAUS = ("locatie", "organisatie", "gemeente", "provincie", "land")
PERIODESOORTEN = ("maand", "kwartaal", "jaar", "lopend_jaar", "peildatum")


def cijfer(ontleder: argparse.ArgumentParser) -> None:
    """Which figures."""
    ontleder.add_argument("codes", nargs="*", metavar="CODE", help="indicatoren, zoals UIT-01; zonder: alle")
    for optie, metavar, keuzes, hulp in (
        ("gebied", "GEBIED", None, "ISIL, GM0363, PV20 of NL01"),
        ("niveau", "NIVEAU", NIVEAUS, ", ".join(NIVEAUS)),
        ("periode", "PERIODE", None, "2025, 2025-Q1, 2025-01 of 2025-12-31"),
        ("periodesoort", "SOORT", PERIODESOORTEN, ", ".join(PERIODESOORTEN)),
        ("per", "UITSPLITSING", None, "zoals leeftijdsgroep of doelgroep*genre; zonder: alle"),
    ):
        ontleder.add_argument(
            f"--{optie}", nargs="+", action="extend", default=[], metavar=metavar, choices=keuzes, help=hulp
        )
    ontleder.add_argument(
        "--historie",
        action="store_true",
        help="de jaren voor onze eigen cijfers, zoals de KB en het CBS ze publiceerden",
    )
    ontleder.add_argument(
        "--publiek", default="beheer", metavar="PUBLIEK", help="beheer (zonder), netwerk of eigen/ISIL"
    )


def herkomst(ontleder: argparse.ArgumentParser) -> None:
    """Which figure to trace."""
    ontleder.add_argument("code", metavar="CODE", help="een indicator, zoals UIT-01")
    ontleder.add_argument("--gebied", required=True, metavar="GEBIED", help="ISIL, GM0363, PV20 of NL01")
    ontleder.add_argument("--periode", required=True, metavar="PERIODE", help="2025, 2025-Q1, 2025-01 of 2025-12-31")


def watals(ontleder: argparse.ArgumentParser) -> None:
    """What to count otherwise, and how."""
    ontleder.add_argument("code", nargs="?", metavar="CODE", help="een indicator, zoals LED-01")
    ontleder.add_argument("--variant", metavar="NAAM", help="een variant uit de definitie van de indicator")
    ontleder.add_argument("--filter", metavar="SQL", help="een eigen telregel over de gegevens achter de indicator")
    ontleder.add_argument("--begrip", metavar="BEGRIP", help="alle varianten die bij een begrip horen, zoals lid")
    ontleder.add_argument("--periode", metavar="PERIODE", help="zonder: het laatste hele jaar")


def aansluiting(ontleder: argparse.ArgumentParser) -> None:
    """Which figures to set beside those of others."""
    ontleder.add_argument("codes", nargs="*", metavar="CODE", help="indicatoren, zoals UIT-01; zonder: alle")
    ontleder.add_argument(
        "--gebied", nargs="+", action="extend", default=[], metavar="GEBIED", help="ISIL, GM0363, PV20 of NL01"
    )
    ontleder.add_argument("--periode", metavar="JAAR", help="zonder: alle jaren")


def vergelijk(ontleder: argparse.ArgumentParser) -> None:
    """Which two publicaties."""
    ontleder.add_argument("a", metavar="A", help="de eerste publicatie, of het begin van haar nummer")
    ontleder.add_argument("b", metavar="B", help="de tweede")


def terug(ontleder: argparse.ArgumentParser) -> None:
    """To which publicatie."""
    ontleder.add_argument("id", nargs="?", metavar="ID", help="naar welke publicatie; zonder: de vorige")
