"""A tiny library whose exports tests write line by line, in the shape of a Wise selection and Wijzer's lists.

Not here: tests. Names and numbers are made up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from definitions import Omgeving
from ingest import Ontvangstbewijs, process, receive

ISIL = "NL-0899990000"
ANDER = "NL-0899980000"
LOG = "logregel;datum;tijd;actie;bron;vestiging;exemplaarnummer;titelnummer;ppn;materiaal;leeftijdcategorie;klantnummer;abonnement;geboortedatum;postcode"
LEDEN = "klantnummer;pasnummer;naam;voorletters;straat;huisnummer;postcode;plaats;e-mail;geboortedatum;geslacht;abonnement;vestiging;inschrijfdatum;einddatum"
LOCATIES = "isil_locatie;isil_organisatie;vestiging;naam;subsoort;gemeente_code;uren_open_pw;uren_bemand_pw"
ACTIVITEITEN = "activiteit_id;isil_organisatie;isil_locatie;naam;start;eind;kernfunctie;activiteitsoort;doelgroep;plaats;vorm;aantal_deelnemers;telling;status"


def loan(
    nummer: int, datum: str = "03-03-2025", *, actie: str = "1", vestiging: str = "9001", lid: str = "100001",
    materiaal: str = "BOE", abonnement: str = "60", geboren: str = "01-02-1980", exemplaar: str = "7001", tijd: str = "10:15",
) -> str:  # fmt: skip
    """One line of the log."""
    return f"{nummer};{datum};{tijd};{actie};B;{vestiging};{exemplaar};55;300000103;{materiaal};;{lid};{abonnement};{geboren};9711AA"


def member(
    lid: str, *, abonnement: str = "60", geboren: str = "01-02-1980", eind: str = "31-12-2026", postcode: str = "9711AA",
    naam: str = "Jansen",
) -> str:  # fmt: skip
    """One line of the member list."""
    return f"{lid};29{lid};{naam};A;Dorpsstraat;1;{postcode};Demodorp;a{lid}@voorbeeld.nl;{geboren};V;{abonnement};9001;01-01-2020;{eind}"


@dataclass(frozen=True)
class Bibliotheek:
    """A work folder with one organisatie of one location on the list."""

    omgeving: Omgeving
    map: Path

    def write(self, naam: str, kop: str, regels: Iterable[str], codering: str = "utf-8") -> Path:
        pad = self.map / naam
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.write_bytes("\n".join([kop, *regels, ""]).encode(codering))
        return pad

    def start(self) -> None:
        """Deliver the network's list and the organisatie's locations."""
        lijst = self.write(
            "organisaties.csv", "isil;naam;bronsysteem;werkgebied",
            [f"{ISIL};Bibliotheek Proef;wise;GM0014", f"{ANDER};Bibliotheek Ander;koha;GM0034"],
        )  # fmt: skip
        receive(self.omgeving, [lijst])
        self.deliver(self.locations(), periode="2025")

    def locations(self) -> Path:
        return self.write("locaties.csv", LOCATIES, [f"NL-0899991001;{ISIL};9001;Proef;V;GM0014;40;30"])

    def log(self, regels: Iterable[str], naam: str = "log.csv") -> Path:
        return self.write(naam, LOG, regels)

    def members(self, regels: Iterable[str], naam: str = "leden.csv") -> Path:
        return self.write(naam, LEDEN, regels)

    def deliver(self, *paden: Path, periode: str | None = None, dataset: str | None = None) -> Ontvangstbewijs:
        """Receive and process one levering; its receipt."""
        (ontvangen,) = receive(self.omgeving, paden, organisatie=ISIL, periode=periode, dataset=dataset)
        klaar = {b.levering: b for b in process(self.omgeving)}
        return klaar.get(ontvangen.levering, ontvangen)
