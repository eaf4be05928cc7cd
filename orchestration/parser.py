"""Which commands and options `daadkracht` has, and their Dutch help.

Not here: what the commands do (`commands.py`). Importing this costs no more than argparse.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from definitions import VerkeerdeAanroep

from . import asking
from .dutch import speak_dutch

DATASETS = (
    "organisaties", "locaties", "collectie", "leden", "uitleningen", "activiteiten", "jaarcijfers", "digitaal", "aansluitcijfers",
    "onderzoek",
)  # fmt: skip
TOEGANG = ("geef", "intrek", "toon")

EXIT_CODES = """\
Een opdracht eindigt met 0 (gedaan), 2 (verkeerde aanroep), 10 (een bestand is geweigerd), 11 (gedaan, met uitval),
12 (de kwaliteitspoort houdt de publicatie tegen), 13 (niet toegestaan), 14 (de werkmap is bezet of beschadigd) of
1 (een fout in het programma zelf). Gelden er meer, dan telt de eerste van 14, 13, 12, 10, 11."""

ENVIRONMENT = """\
DAADKRACHT_WERK is de werkmap (zonder: ./werk), DAADKRACHT_SLEUTELS de map met sleutels daarbuiten
(zonder: ~/.daadkracht/sleutels). Zie "daadkracht OPDRACHT --help" voor een opdracht."""


class Hulpvorm(argparse.RawDescriptionHelpFormatter):
    """Help of one fixed width, so that it reads the same on every screen and in every test."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=110)


class Ontleder(argparse.ArgumentParser):
    """A parser that raises a wrong call as `VerkeerdeAanroep` instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        raise VerkeerdeAanroep(f'{message[:1].upper()}{message[1:]}. Zie "{self.prog} --help".')


@dataclass(frozen=True)
class Opdracht:
    """One command: its line in the overview, and what it takes. `voeg_toe` adds arguments to a fresh parser."""

    naam: str
    kort: str
    gebruik: str
    voeg_toe: Callable[[argparse.ArgumentParser], None]
    json: bool = False


def _bestanden(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("bestanden", nargs="+", metavar="BESTAND", help="bestanden van één levering, of een zip")
    ontleder.add_argument("--organisatie", metavar="ISIL", help="van welke organisatie de gegevens zijn")
    ontleder.add_argument("--dataset", choices=DATASETS, metavar="DATASET", help="zonder: wordt herkend")
    ontleder.add_argument("--periode", metavar="P", help="2025, 2025-Q1, 2025-01 of 2025-12-31; zonder: wordt herkend")
    ontleder.add_argument("--bronsysteem", metavar="ID", help="zonder: wordt herkend")
    ontleder.add_argument("--afzender", metavar="NAAM", help="wie aanlevert; zonder: de gebruiker van dit systeem")
    _eigen_totaal(ontleder)


def _eigen_totaal(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument(
        "--eigen-totaal", action="append", default=[], metavar="TOTAAL",
        help="wat uw eigen systeem zegt: een CSV met locatie;periode;aantal, of 9001:2025-03=1234; mag vaker",
    )  # fmt: skip


def _kalender(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("--organisatie", metavar="ISIL", help="alleen van deze organisatie")
    ontleder.add_argument("--jaar", metavar="J", type=_jaar, help="zonder: vorig jaar tot en met nu")


def _jaar(tekst: str) -> int:
    if not tekst.isdigit() or len(tekst) != 4:
        raise argparse.ArgumentTypeError(f"{tekst!r} is geen jaar van vier cijfers")
    return int(tekst)


def _klopt(ontleder: argparse.ArgumentParser) -> None:
    _levering(ontleder)
    _eigen_totaal(ontleder)
    ontleder.add_argument("--bevestig", action="store_true", help="vastleggen dat de eigen totalen kloppen")


def _herken(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("bestand", metavar="BESTAND", help="een export met kolomnamen op de eerste regel")
    ontleder.add_argument(
        "--organisatie", metavar="ISIL", help="van welke organisatie; dan tellen haar vestigingen mee"
    )
    ontleder.add_argument("--dataset", choices=DATASETS, metavar="DATASET", help="zonder: wordt herkend")
    ontleder.add_argument(
        "--kolom", nargs="+", action="extend", default=[], metavar="KOLOM=KOP",
        help="zelf aanwijzen waar een kolom vandaan komt",
    )  # fmt: skip
    ontleder.add_argument("--bevestig", action="store_true", help="het voorstel bewaren als profiel van de organisatie")
    ontleder.add_argument("--als", metavar="NAAM", help="naam van dat profiel; zonder: export")


def _vertaal(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument(
        "codes", nargs="*", metavar="CODE=VERTALING", help="zoals 150=VOLW; zonder: wat nog open staat"
    )
    ontleder.add_argument("--organisatie", metavar="ISIL", required=True, help="van welke organisatie de codes zijn")
    ontleder.add_argument("--kolom", metavar="KOLOM", help="zoals lidsoort, materiaalsoort of locatie")
    ontleder.add_argument("--bronsysteem", metavar="ID", help="zonder: het systeem met open codes in die kolom")
    ontleder.add_argument(
        "--vanaf", type=_dag, metavar="DATUM", help="de code betekent dit vanaf deze dag, als 2025-07-01"
    )


def _verwerk(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument(
        "--dataset", choices=DATASETS, metavar="DATASET", nargs="+", action="extend", default=[],
        help="alleen deze datasets",
    )  # fmt: skip


def _status(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("--organisatie", metavar="ISIL", help="alleen leveringen van deze organisatie")


def _levering(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("levering", metavar="LEVERING", help="nummer van de levering, zoals L000123")


def _bewijs(ontleder: argparse.ArgumentParser) -> None:
    _levering(ontleder)
    ontleder.add_argument("--naar", metavar="BESTAND.xlsx", help="ook als werkmap voor Excel in dit bestand")


def _intrekken(ontleder: argparse.ArgumentParser) -> None:
    _levering(ontleder)
    ontleder.add_argument("--reden", metavar="TEKST", required=True, help="waarom; komt in het register")


def _opschonen(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("--proef", action="store_true", help="alleen tonen wat er zou gaan; er verandert niets")


def _vergeet(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("--organisatie", required=True, metavar="ISIL", help="van welke organisatie het lid is")
    ontleder.add_argument(
        "--reden", metavar="TEKST", required=True, help="waarom; komt in het register, dus zonder naam of nummer"
    )
    ontleder.add_argument(
        "--bronsysteem", metavar="ID", help="uit welk systeem het nummer is, na een overstap met nieuwe nummers"
    )


def _sleutels(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument(
        "actie", choices=("roteer",), metavar="ACTIE", help="roteer: een nieuwe sleutel, dezelfde personen"
    )
    ontleder.add_argument("--organisatie", required=True, metavar="ISIL", help="van welke organisatie")


def _minimaliseer(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument(
        "bestanden", nargs="*", metavar="BESTAND", help="de volledige bestanden, met de locaties erbij"
    )
    ontleder.add_argument("--organisatie", required=True, metavar="ISIL", help="welke bibliotheek u bent")
    ontleder.add_argument("--naar", metavar="MAP", help="waar de geminimaliseerde bestanden komen")
    ontleder.add_argument("--dataset", choices=DATASETS, metavar="DATASET", help="zonder: wordt herkend")
    ontleder.add_argument("--periode", metavar="P", help="2025, 2025-Q1, 2025-01 of 2025-12-31; zonder: wordt herkend")
    ontleder.add_argument("--bronsysteem", metavar="ID", help="zonder: wordt herkend")
    ontleder.add_argument(
        "--lid", action="store_true",
        help="vraagt een lidnummer en toont hoe het in de geminimaliseerde bestanden heet, om het te laten vergeten",
    )  # fmt: skip


def _overstap(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("--organisatie", required=True, metavar="ISIL", help="welke organisatie van systeem wisselt")
    ontleder.add_argument("--van", required=True, metavar="ID", help="het oude bronsysteem, zoals wise")
    ontleder.add_argument("--naar", required=True, metavar="ID", help="het nieuwe bronsysteem, zoals koha")
    ontleder.add_argument(
        "--datum", required=True, type=_dag, metavar="DATUM", help="de eerste dag van het nieuwe systeem"
    )
    ontleder.add_argument(
        "--nummers", metavar="BESTAND",
        help="CSV met twee kolommen: oud en nieuw lidnummer; wordt gehasht en niet bewaard",
    )  # fmt: skip
    ontleder.add_argument("--zelfde-nummers", action="store_true", help="de lidnummers zijn dezelfde gebleven")


def _inwoners(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("bestand", metavar="BESTAND", help="tabel 03759ned van het CBS als CSV (TypedDataSet)")


def _agenda(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("--organisatie", required=True, metavar="ISIL", help="van welke organisatie")
    ontleder.add_argument(
        "--bevestig", nargs="*", action="extend", metavar="PAAR",
        help="deze paren zijn dezelfde activiteit, zoals wijzer:A1=netwerk:B2; zonder paar: alle die zeker zijn",
    )  # fmt: skip
    ontleder.add_argument(
        "--anders", nargs="+", action="extend", default=[], metavar="PAAR", help="deze paren zijn twee activiteiten"
    )


def _aanvullen(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("--organisatie", required=True, metavar="ISIL", help="van welke organisatie")
    ontleder.add_argument(
        "--naar", metavar="BESTAND", help="schrijf wat openstaat als werkboek (.xlsx) om in te vullen"
    )
    ontleder.add_argument("--werkboek", metavar="BESTAND", help="het ingevulde werkboek; wat erin staat wordt bewaard")
    ontleder.add_argument(
        "--wijzer", metavar="BESTAND", help="schrijf de activiteiten zoals zij tellen als bestand voor Wijzer (.xlsx)"
    )
    ontleder.add_argument(
        "--periode", metavar="P", help="waarover het bestand voor Wijzer gaat: 2025, 2025-Q1 of 2025-01"
    )


def _dag(tekst: str) -> date:
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        raise argparse.ArgumentTypeError("een datum schrijft u als 2025-04-15") from None


def _sjabloon(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("dataset", choices=DATASETS, metavar="DATASET", help=", ".join(DATASETS))
    ontleder.add_argument("--naar", metavar="BESTAND", help="zonder: sjabloon_DATASET.xlsx in de huidige map")
    ontleder.add_argument("--organisatie", metavar="ISIL", help="met haar locaties en haar cijfers van vorig jaar")
    ontleder.add_argument("--jaar", type=_jaartal, metavar="JAAR", help="bij jaarcijfers: het jaar waarover ze gaan")


def _jaartal(tekst: str) -> int:
    if not tekst.isdigit() or not 2000 <= int(tekst) <= 2100:
        raise argparse.ArgumentTypeError(f"{tekst!r} is geen jaartal van 2000 tot en met 2100")
    return int(tekst)


def _toegang(ontleder: argparse.ArgumentParser) -> None:
    ontleder.add_argument("handeling", choices=TOEGANG, metavar="HANDELING", help=", ".join(TOEGANG))
    ontleder.add_argument("naam", nargs="?", metavar="NAAM", help="hoe de afzender heet")
    ontleder.add_argument(
        "--organisatie", nargs="+", action="extend", default=[], metavar="ISIL", help="voor wie deze afzender aanlevert"
    )
    ontleder.add_argument(
        "--netwerk", action="store_true", help="voor alle organisaties, en de lijsten van het netwerk"
    )


def _poort(nummer: int) -> Callable[[argparse.ArgumentParser], None]:
    def voeg_toe(ontleder: argparse.ArgumentParser) -> None:
        ontleder.add_argument("--poort", type=_poortnummer, default=nummer, metavar="NUMMER", help=f"zonder: {nummer}")

    return voeg_toe


def _poortnummer(tekst: str) -> int:
    if not tekst.isdigit() or not 0 < int(tekst) < 65536:
        raise argparse.ArgumentTypeError(f"{tekst!r} is geen poortnummer van 1 tot en met 65535")
    return int(tekst)


def _niets(ontleder: argparse.ArgumentParser) -> None:
    del ontleder


COMMANDS: dict[str, Opdracht] = {
    opdracht.naam: opdracht
    for opdracht in (
        Opdracht("lever", "bestanden aanleveren; geeft het ontvangstbewijs", "BESTAND ... --organisatie ISIL", _bestanden, True),
        Opdracht("controleer", "dezelfde controles, zonder aan te leveren", "BESTAND ... --organisatie ISIL", _bestanden, True),
        Opdracht("herken", "voorstellen hoe een onbekende export gelezen wordt", "BESTAND [opties]", _herken, True),
        Opdracht("vertaal", "eigen codes van een organisatie vertalen", "--organisatie ISIL [--kolom KOLOM CODE=VERTALING ...]", _vertaal, True),
        Opdracht("verwerk", "de wachtrij verwerken", "[--dataset DATASET ...]", _verwerk, True),
        Opdracht("bouw", "van brons naar cijfers", "", _niets, True),
        Opdracht("publiceer", "de poort, en dan een publicatie van de laatste bouw", "", _niets, True),
        Opdracht("draai", "alles, van inbox tot publicatie", "", _niets, True),
        Opdracht("status", "wachtrij, leveringen en de huidige publicatie", "[--organisatie ISIL]", _status, True),
        Opdracht("bewijs", "het ontvangstbewijs van een levering", "LEVERING [--naar BESTAND.xlsx]", _bewijs, True),
        Opdracht("intrekken", "een levering intrekken", "LEVERING --reden TEKST", _intrekken, True),
        Opdracht("bevestig", "een levering bevestigen die daarop wacht", "LEVERING", _levering, True),
        Opdracht("toegang", "afzenders een toegangscode geven of ontnemen", "geef|intrek|toon [NAAM] [--organisatie ISIL ... | --netwerk]", _toegang, True),
        Opdracht("overstap", "opgeven vanaf welke dag een ander bronsysteem geldt", "--organisatie ISIL --van ID --naar ID --datum DATUM", _overstap, True),
        Opdracht("inwoners", "inwoners naar jaar en leeftijd inlezen uit de tabel van het CBS", "BESTAND", _inwoners, True),
        Opdracht("agenda", "activiteiten die in twee systemen staan, en of zij dezelfde zijn", "--organisatie ISIL [--bevestig [PAAR ...]] [--anders PAAR ...]", _agenda, True),
        Opdracht("aanvullen", "wat van activiteiten nog openstaat beantwoorden, en terug naar Wijzer", "--organisatie ISIL [--naar BESTAND] [--werkboek BESTAND] [--wijzer BESTAND --periode P]", _aanvullen, True),
        Opdracht("opschonen", "vernietigen wat over zijn bewaartermijn is", "[--proef]", _opschonen, True),
        Opdracht("vergeet", "een lid vergeten; vraagt het lidnummer", "--organisatie ISIL --reden TEKST", _vergeet, True),
        Opdracht("sleutels", "pseudoniemen onder een nieuwe sleutel zetten", "roteer --organisatie ISIL", _sleutels, True),
        Opdracht("sjabloon", "een werkboek om in te vullen", "DATASET [--naar BESTAND] [--organisatie ISIL] [--jaar JAAR]", _sjabloon, True),
        Opdracht("minimaliseer", "bij de bibliotheek zelf: bestanden zonder persoonsgegevens maken", "BESTAND ... --organisatie ISIL --naar MAP", _minimaliseer, True),
        Opdracht("kalender", "wat er wanneer verwacht wordt, en wat binnen, te laat of weg is", "[--organisatie ISIL] [--jaar J]", _kalender, True),
        Opdracht("klopt", "wat uw systeem zegt naast wat wij tellen, en waar het verschil door komt", "LEVERING [--eigen-totaal TOTAAL ...] [--bevestig]", _klopt, True),
        Opdracht("cijfer", "cijfers uit de huidige publicatie", "[CODE ...] [opties]", asking.cijfer, True),
        Opdracht("herkomst", "de leveringen achter een cijfer", "CODE --gebied GEBIED --periode PERIODE", asking.herkomst, True),
        Opdracht("watals", "wat de cijfers zouden zijn als er anders geteld werd", "CODE --variant NAAM | CODE --filter SQL | --begrip BEGRIP [--periode PERIODE]", asking.watals, True),
        Opdracht("aansluiting", "onze cijfers naast die van de KB en het CBS, en waar het verschil door komt", "[CODE ...] [--gebied GEBIED ...] [--periode JAAR]", asking.aansluiting, True),
        Opdracht("vergelijk", "wat er tussen twee publicaties verschilt", "A B", asking.vergelijk, True),
        Opdracht("definities", "de definities nalopen; noemt elke fout met bestand en regel", "", _niets, True),
        Opdracht("begrippen", "de begrippen als linked data: SKOS, profiel NL-SBB", "", _niets, True),
        Opdracht("terug", "terug naar een eerdere publicatie", "[ID]", asking.terug, True),
        Opdracht("demo", "een verzonnen netwerk, van export tot publicatie", "", _niets, True),
        Opdracht("inzien", "het dashboard openen, tot Ctrl-C", "[--poort NUMMER]", _poort(8501)),
        Opdracht("aanleveren", "de app en het adres om aan te leveren openen, tot Ctrl-C", "[--poort NUMMER]", _poort(8502)),
        Opdracht("dagster", "het scherm van Dagster openen, tot Ctrl-C", "[--poort NUMMER]", _poort(3000)),
    )
}  # fmt: skip


def overview() -> str:
    """The text of `daadkracht --help`."""
    breedte = max(map(len, COMMANDS))
    regels = "\n".join(f"  {naam:<{breedte}}  {opdracht.kort}" for naam, opdracht in COMMANDS.items())
    return (
        "Gebruik: daadkracht OPDRACHT ...\n\n"
        "Van bestanden van bibliotheken naar gepubliceerde cijfers.\n\n"
        f"opdrachten:\n{regels}\n\n"
        "opties:\n  -h, --help  toon deze hulp\n\n"
        f"{ENVIRONMENT}\n\n{EXIT_CODES}\n"
    )


def build_parser(opdracht: Opdracht) -> argparse.ArgumentParser:
    """A fresh Dutch parser of one command."""
    speak_dutch()
    prog = f"daadkracht {opdracht.naam}"
    ontleder = Ontleder(
        prog=prog,
        usage=f"{prog} {opdracht.gebruik}{' [--json]' if opdracht.json else ''}".replace("  ", " "),
        description=f"{opdracht.kort[:1].upper()}{opdracht.kort[1:]}.",
        formatter_class=Hulpvorm,
        allow_abbrev=False,
    )
    opdracht.voeg_toe(ontleder)
    if opdracht.json:
        ontleder.add_argument("--json", action="store_true", help="één JSON-document op standaarduitvoer, niets anders")
    return ontleder


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """`argv` (without the program's name) as a namespace whose `opdracht` is the command's name.

    Raises `VerkeerdeAanroep` for a wrong call and `SystemExit` after printing help that was asked for.
    """
    if not argv or argv[0] in ("-h", "--help"):
        print(overview(), end="")
        raise SystemExit(0 if argv else 2)
    if argv[0] not in COMMANDS:
        raise VerkeerdeAanroep(f"De opdracht {argv[0]!r} bestaat niet; kies uit {', '.join(COMMANDS)}.")
    keuze = build_parser(COMMANDS[argv[0]]).parse_intermixed_args(list(argv[1:]))
    keuze.opdracht = argv[0]
    keuze.json = getattr(keuze, "json", False)
    return keuze
