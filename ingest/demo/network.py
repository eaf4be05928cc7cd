"""The six fictitious libraries: where they are, how big, which source system they have and how its exports are written.

Not here: chance. What differs from run to run is drawn in `people.py`, `collection.py`, `lending.py`, `activities.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

Systeem = Literal["wise", "koha", "sjabloon"]


@dataclass(frozen=True)
class Drop:
    """One delivery: the files a library hands over together. `organisatie` is None for the network's own list."""

    organisatie: str | None
    map: Path
    bestanden: tuple[Path, ...]
    periode: str | None


@dataclass(frozen=True)
class Demo:
    """Everything `generate_demo` made: the drops in the order of delivery, and the known totals."""

    map: Path
    drops: tuple[Drop, ...]
    truth: dict[str, Any]


@dataclass(frozen=True)
class Schrijfwijze:
    """How an export writes its text: encoding, delimiter, dates, decimals, line ends."""

    codering: str = "utf-8"
    scheiding: str = ";"
    iso: bool = False
    komma: bool = True
    regeleinde: str = "\n"

    @property
    def datum(self) -> str:
        return "%Y-%m-%d" if self.iso else "%d-%m-%Y"


@dataclass(frozen=True)
class Plek:
    """A location: what Wijzer says of it, and `aandeel`, its share of members and loans before normalising."""

    naam: str
    subsoort: str
    gemeente: str
    uren_open: float
    uren_bemand: float
    aandeel: float


@dataclass(frozen=True)
class Bibliotheek:
    """A library. `systeem` is its source system, `systeem_na` the one it has from the sixteenth month on.

    `uitleningen` is the number of loans in the first year; `groei` the ratio of the second year to the first.
    `export`, `export_na` and `wijzer` are the ways the files of its systems and of Wijzer are written.
    """

    isil: str
    naam: str
    systeem: Systeem
    gemeenten: dict[str, tuple[str, ...]]
    leden: int
    uitleningen: int
    groei: float
    plekken: tuple[Plek, ...]
    export: Schrijfwijze
    wijzer: Schrijfwijze
    systeem_na: Systeem | None = None
    export_na: Schrijfwijze | None = None
    vuil: bool = False
    vestiging_vanaf: int = 0

    def locatie(self, nummer: int) -> str:
        """The ISIL of the location with this index (G!DS: 1xxx are branches)."""
        return f"{self.isil[:-4]}{1001 + nummer}"

    def vestiging(self, nummer: int, systeem: Systeem) -> str:
        """The branch code that a source system knows the location by."""
        return f"B{nummer + 1:02d}" if systeem == "koha" else str(self.vestiging_vanaf + nummer)

    def systeem_in(self, maand: int) -> Systeem:
        """The source system in month `maand` (0 is the first of the 24)."""
        return self.systeem_na if self.systeem_na and maand >= OVERSTAP else self.systeem


MAANDEN = 24
# The month (0 is the first) in which the library that changes system works with the new one.
OVERSTAP = 15
# The month that is delivered too small at first, and again later; and the month with errors.
CORRECTIE = 16
VUILE_MAAND = 21

_WISE = Schrijfwijze()
_WISE_BOM = Schrijfwijze(codering="utf-8-sig", regeleinde="\r\n")
_KOHA = Schrijfwijze(iso=True, komma=False)
_KOHA_KOMMA = Schrijfwijze(iso=True, komma=False, scheiding=",")
_KOHA_WINDOWS = Schrijfwijze(iso=True, komma=False, codering="cp1252")
_WINDOWS = Schrijfwijze(codering="cp1252", regeleinde="\r\n")

# The gemeenten and their postcodes are real (CBS, PC4 to gemeente 2025), the libraries are not.
NETWERK: tuple[Bibliotheek, ...] = (
    Bibliotheek(
        isil="NL-0899010000", naam="Bibliotheek Demoland-Noord", systeem="wise",
        gemeenten={
            "GM0060": ("9161", "9162", "9163", "9164"), "GM0088": ("9166",),
            "GM0093": ("8881", "8891", "8894", "8896"), "GM0096": ("8899",),
        },
        leden=950, uitleningen=6800, groei=1.06,
        plekken=(
            Plek("Noorderhaven", "HV", "GM0060", 38.5, 32.0, 5), Plek("De Vuurboet", "V", "GM0093", 30.0, 18.5, 4),
            Plek("Duinrand", "SP", "GM0096", 18.0, 8.0, 1.5), Plek("Het Wad", "ZB", "GM0088", 60.0, 0.0, 1),
        ),
        export=_WISE, wijzer=_KOHA, vestiging_vanaf=2101,
    ),
    Bibliotheek(
        isil="NL-0899020000", naam="Bibliotheek Demoland-Oost", systeem="koha",
        gemeenten={"GM0279": ("3925",), "GM0339": ("3927",)},
        leden=1350, uitleningen=9900, groei=1.03,
        plekken=(
            Plek("Marktplein", "HV", "GM0279", 45.5, 40.0, 6), Plek("De Dennen", "V", "GM0339", 26.0, 20.0, 3),
            Plek("Basisschool De Esdoorn", "DBOS", "GM0279", 12.0, 6.0, 1.5),
        ),
        export=_KOHA_KOMMA, wijzer=_KOHA,
    ),
    Bibliotheek(
        isil="NL-0899030000", naam="Bibliotheek Demoland-Zuid", systeem="wise",
        gemeenten={"GM0744": ("5111", "5113"), "GM1723": ("4855", "4861", "5131")},
        leden=1500, uitleningen=11200, groei=0.97,
        plekken=(
            Plek("De Grenspaal", "HV", "GM0744", 42.0, 35.25, 5), Plek("Kerkstraat", "V", "GM1723", 32.0, 18.5, 4),
            Plek("De Beemd", "SP", "GM1723", 24.25, 8.0, 2), Plek("Buurthuis Zuidrand", "MSP", "GM0744", 4.0, 3.5, 0.7),
            Plek("Bibliobus Demoland", "BUS", "GM1723", 14.5, 14.5, 1.2),
        ),
        export=_WISE_BOM, wijzer=_WINDOWS, vestiging_vanaf=3301, vuil=True,
    ),
    Bibliotheek(
        isil="NL-0899040000", naam="Bibliotheek Demoland-West", systeem="sjabloon",
        gemeenten={"GM0638": ("2381", "2382")},
        leden=700, uitleningen=5200, groei=1.09,
        plekken=(
            Plek("Dorpshart", "HV", "GM0638", 34.75, 28.0, 6), Plek("Weipoort", "SP", "GM0638", 16.0, 6.5, 2),
        ),
        export=_WISE, wijzer=_WISE, vestiging_vanaf=4501, vuil=True,
    ),
    Bibliotheek(
        isil="NL-0899050000", naam="Bibliotheek De Bedachte Delta", systeem="wise", systeem_na="koha",
        gemeenten={"GM1695": ("4484", "4486", "4491", "4493"), "GM0678": ("4421", "4424")},
        leden=2050, uitleningen=15400, groei=1.02,
        plekken=(
            Plek("Stadsplein", "HV", "GM0678", 48.0, 44.0, 6), Plek("Havenkwartier", "V", "GM1695", 36.0, 24.0, 4),
            Plek("De Dijk", "V", "GM1695", 28.5, 16.0, 2.5), Plek("Zeezicht", "ZB", "GM1695", 70.0, 0.0, 1.5),
            Plek("Ritthem Noord", "SP", "GM0678", 15.0, 7.5, 1), Plek("De Kreek", "AH", "GM0678", 40.0, 0.0, 0.5),
        ),
        export=_WINDOWS, wijzer=_WISE_BOM, export_na=_KOHA, vestiging_vanaf=5601,
    ),
    Bibliotheek(
        isil="NL-0899060000", naam="Bibliotheek Verzonnen Veluwezoom", systeem="koha",
        gemeenten={"GM0244": ("8051", "8052"), "GM0277": ("6891",)},
        leden=1450, uitleningen=11000, groei=1.05,
        plekken=(
            Plek("Café 't Boek", "HV", "GM0244", 44.0, 36.5, 6), Plek("Kasteellaan", "V", "GM0277", 30.5, 21.0, 2.5),
            Plek("Molenwijk", "SP", "GM0244", 20.0, 9.5, 2),
        ),
        export=_KOHA_WINDOWS, wijzer=_KOHA_WINDOWS,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Venster:
    """The 24 months of a demo, the first of which begins on `begin`."""

    begin: date

    def __post_init__(self) -> None:
        if self.begin.day != 1:
            raise ValueError("a demo begins on the first day of a month")

    def maand(self, nummer: int) -> date:
        """The first day of month `nummer`; it may be before or after the window."""
        jaar, maand = divmod(self.begin.year * 12 + self.begin.month - 1 + nummer, 12)
        return date(jaar, maand + 1, 1)

    @property
    def einde(self) -> date:
        """The first day after the window."""
        return self.maand(MAANDEN)
