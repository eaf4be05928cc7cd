"""The form of a file does not change the figures: every sample file in every form counts what the plain file counts.

Not here: each form by itself (tests/unit/ingest/formats), and what is refused (test_kwaad).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from definitions import Omgeving
from ingest import Ontvangstbewijs, check, process, receive

from .bibliotheek import ISIL, LOCATIES, Bibliotheek
from .vormen import VORMEN, as_csv, read_csv

# Findings that only say how a file was read.
_OVER_DE_VORM = {
    "codering_hersteld", "databasetekst", "kop_lager", "lege_regel", "totaalregel", "kop_herhaald", "voetregel",
    "kolom_overbodig",
}  # fmt: skip


def _counts(bewijs: Ontvangstbewijs) -> tuple[object, ...]:
    """What a receipt counts, without what says how the file was read."""
    r = bewijs.rijen
    rijen = (r.gelezen - r.overgeslagen, r.geaccepteerd, r.hersteld, r.uitval, r.dubbel) if r else None
    bevindingen = sorted((m.code, m.kolom, m.aantal) for m in bewijs.bevindingen if m.code not in _OVER_DE_VORM)
    return bewijs.dataset, bewijs.periode, bewijs.bronsysteem, bewijs.status, rijen, bevindingen


@pytest.fixture(scope="module")
def netwerk(gedeeld: Path, tmp_path_factory: pytest.TempPathFactory) -> Omgeving:
    """The small network's list and locations, and those of Koha's sample."""
    map_ = tmp_path_factory.mktemp("vormen")
    omgeving = Omgeving(werk=map_ / "werk", sleutels=map_ / "sleutels")
    klein = gedeeld / "exports" / "netwerk-klein"
    bib = Bibliotheek(omgeving, map_ / "exports")
    lijst = (klein / "organisaties.csv").read_text(encoding="utf-8") + f"{ISIL};Koha;koha;GM0014\n"
    pad = map_ / "organisaties.csv"
    pad.write_text(lijst, encoding="utf-8")
    receive(omgeving, [pad])
    for organisatie in sorted(p for p in klein.iterdir() if p.is_dir()):
        receive(omgeving, [organisatie / "locaties.csv"], organisatie=organisatie.name, periode="2025")
    codes = [rij[0] for rij in read_csv(gedeeld / "exports" / "koha" / "branches.csv")[1:]]
    locaties = [f"NL-089999{1001 + i};{ISIL};{code};{code};V;GM0014;40;30" for i, code in enumerate(codes)]
    receive(omgeving, [bib.write("locaties.csv", LOCATIES, locaties)], organisatie=ISIL, periode="2025")
    process(omgeving)
    return omgeving


@dataclass(frozen=True)
class Proef:
    """A sample file: whose it is, its rows, and what the plain file counts."""

    naam: str
    organisatie: str
    rijen: list[list[str]]
    telling: tuple[object, ...]


@pytest.fixture(scope="module")
def proeven(gedeeld: Path, netwerk: Omgeving, tmp_path_factory: pytest.TempPathFactory) -> list[Proef]:
    exports = gedeeld / "exports"
    klein = [
        p for isil in ("NL-0800100000", "NL-0800380000") for p in sorted(exports.glob(f"netwerk-klein/{isil}/*.csv"))
    ]
    paden = [p for p in klein if not p.stem[-2:].isdigit() or p.stem[-5:] in ("_2025", "25-01")]
    paden += [*sorted(exports.glob("koha/*.csv")), *sorted(exports.glob("newcastle/top*.csv"))]
    uit = []
    for pad in paden:
        organisatie = pad.parent.name if pad.parent.name.startswith("NL-") else ISIL
        rijen = read_csv(pad)
        gewoon = tmp_path_factory.mktemp("gewoon") / pad.name
        gewoon.write_text(as_csv(rijen), encoding="utf-8")
        (bewijs,) = check(netwerk, [gewoon], organisatie=organisatie, periode="2025")
        uit.append(Proef(pad.stem, organisatie, rijen, _counts(bewijs)))
    return uit


@pytest.mark.parametrize("vorm", VORMEN)
def test_the_form_of_a_file_does_not_change_the_figures(
    vorm: str, proeven: list[Proef], netwerk: Omgeving, tmp_path: Path
) -> None:
    einde, schrijf = VORMEN[vorm]
    gelezen = 0
    for proef in proeven:
        pad = tmp_path / f"{proef.naam}{einde}"
        pad.write_bytes(schrijf(proef.rijen, proef.naam.replace("-", "_")))
        (bewijs,) = check(netwerk, [pad], organisatie=proef.organisatie, periode="2025")
        assert _counts(bewijs) == proef.telling, proef.naam
        gelezen += bewijs.rijen is not None
    assert gelezen >= 8
