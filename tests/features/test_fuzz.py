"""Whatever bytes are delivered: a receipt or one sentence, never a traceback, never a row that disobeys, never a value repeated.

Not here: files made to do harm (test_kwaad). The long run (make test-lang) has 10,000 cases, the one in the suite 150; what
became of them stands in the report of --junitxml.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from definitions import GebruikersFout, InterneFout, Omgeving
from ingest import check, process, receive
from tests.bronnen.evergreen import CIRCULATION

from .bibliotheek import ISIL, LEDEN, LOG, Bibliotheek, loan, member
from .vormen import VORMEN, as_csv, merged_xlsx, ods

# A name that stands in every sample and may stand in no message.
KANARIE = "Quetzalcoatlus"
# Each of these starts a reader of its own: they take their turn, not more than that.
_APART = ("xlsx", "xls", "ods", "parquet")
# Pieces that parsers trip over.
_STUKKEN = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b'"', b'""', b";;;;;;", b"\n\n\n", b"\r\n", b"\r", b"\t", b"\x0c", b"\\N", b"\\.", b"PK\x03\x04",
    b"Totaal;", b"[", b"{", b"}}", b"\x1f\x8b", b"9,78186E+12", b"31-02-2025", b"45658", b"=1+1", b"\xe9", b"-" * 300, b"1e999999",
)  # fmt: skip


def _samples() -> dict[str, list[bytes]]:
    log = [LOG.split(";"), *(loan(i, exemplaar=str(7000 + i)).split(";") for i in range(1, 12))]
    log[5][10] = KANARIE
    leden = [LEDEN.split(";"), *(member(str(100000 + i), naam=KANARIE).split(";") for i in range(8))]
    tabellen = {"log": log, "leden": leden}
    uit = {"gewoon": [as_csv(t).encode() for t in tabellen.values()]}
    for vorm, (_, schrijf) in VORMEN.items():
        uit[vorm] = [schrijf(t, naam) for naam, t in tabellen.items()]
    samengevoegd = [(3, 5, 4, 5), (2, 10, 2, 11)]
    uit["ods"] += [ods(log, "log", samengevoegd)]
    uit["xlsx"] += [merged_xlsx(log, samengevoegd)]
    maanden = [f"2025-{n:02}" for n in range(1, 13)]
    breed = [["cijfer", "locatie", "toelichting", *maanden], ["BEZOEKEN", "9001", KANARIE, *["1.234"] * 12]]
    uit["maanden"] = [as_csv(breed).encode()]
    uit["zonder kop"] = ["".join(_circulation(i) for i in range(1, 9)).encode()]
    return uit


def _circulation(nummer: int) -> str:
    r"""A line of Evergreen's action.circulation as `\copy` gives it: no header, tabs, `\N` for empty."""
    rij = {
        "id": nummer, "usr": 7, "xact_start": f"2024-03-0{nummer} 10:00:00+01", "target_copy": nummer, "circ_lib": 4,
        "create_time": "2024-03-03 10:00:00+01", "desk_renewal": "f", "duration_rule": KANARIE,
    }  # fmt: skip
    return "\t".join(str(rij.get(kolom, "\\N")) for kolom in CIRCULATION) + "\n"


MONSTERS = _samples()


def _mutated(inhoud: bytes, toeval: random.Random) -> bytes:
    """A few random changes: bytes overwritten, pieces cut out, doubled, moved or put in."""
    uit = bytearray(inhoud)
    for _ in range(toeval.randint(1, 6)):
        a = toeval.randint(0, len(uit))
        b = min(len(uit), a + toeval.choice((1, 1, 2, 8, 40, 400)))
        match toeval.randint(0, 5):
            case 0:
                uit[a:b] = toeval.randbytes(b - a)
            case 1:
                del uit[a:b]
            case 2:
                uit[a:a] = uit[a:b]
            case 3:
                uit[a:a] = toeval.choice(_STUKKEN)
            case 4:
                uit[a:b] = toeval.choice(_STUKKEN)
            case _:
                del uit[a + toeval.randint(0, len(uit)) :]
    return bytes(uit)


def _start(map_: Path) -> Omgeving:
    omgeving = Omgeving(
        werk=map_ / "werk", sleutels=map_ / "sleutels", vast_nu=datetime(2026, 6, 1), lezer_seconden=20, blok_bytes=4096,
    )  # fmt: skip
    Bibliotheek(omgeving, map_).start()
    return omgeving


@pytest.fixture(scope="module")
def omgeving(tmp_path_factory: pytest.TempPathFactory) -> Omgeving:
    return _start(tmp_path_factory.mktemp("fuzz"))


_NAMEN = st.sampled_from(["log.csv", "leden_2025.csv", "map.xlsx", "x.zip", "zonder naam"])


@st.composite
def _delivered(draw: st.DrawFn) -> bytes:
    """Random bytes, or a sample in some form with some changes."""
    soort = draw(st.integers(0, 39))
    if soort < 2:
        return draw(st.binary(max_size=3000))
    toeval = random.Random(draw(st.integers(0, 2**40)))
    vormen = _APART if soort == 2 else [v for v in MONSTERS if v not in _APART]
    return _mutated(toeval.choice(MONSTERS[toeval.choice(list(vormen))]), toeval)


def _judge(omgeving: Omgeving, naam: str, inhoud: bytes, lever: bool) -> str:
    """Check one file, and `lever` it where that went well; what became of it. A dump of Evergreen is of the year before: a second
    system in the same months would be refused."""
    jaar = "2024" if b"\t2024-03-0" in inhoud else "2025"
    pad = omgeving.werk.parent / naam
    pad.write_bytes(inhoud)
    try:
        bewijzen = check(omgeving, [pad], organisatie=ISIL, periode=jaar)
        if lever and all(b.status != "geweigerd" for b in bewijzen):
            receive(omgeving, [pad], organisatie=ISIL, periode=jaar)
            bewijzen += process(omgeving)
    except InterneFout:
        raise
    except GebruikersFout as fout:
        return "fout van gebruiker" if KANARIE not in str(fout) else pytest.fail("een waarde in een zin")
    for bewijs in bewijzen:
        assert KANARIE not in json.dumps(bewijs.as_json(), ensure_ascii=False)
        if (r := bewijs.rijen) is not None:
            assert r.gelezen == r.geaccepteerd + r.uitval + r.dubbel + r.overgeslagen
    return bewijzen[-1].status if bewijzen else "niets"


def _many(omgeving: Omgeving, aantal: int, zaad: int) -> Counter[str]:
    """Judge so many made-up files, of which a tenth is delivered too; how many became what."""
    uit: Counter[str] = Counter()

    @seed(zaad)
    @settings(max_examples=aantal, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(naam=_NAMEN, inhoud=_delivered(), lever=st.integers(0, 9).map(lambda i: i == 1))
    def judge(naam: str, inhoud: bytes, lever: bool) -> None:
        uit[_judge(omgeving, naam, inhoud, lever)] += 1

    judge()
    return uit


def test_no_bytes_lead_to_a_traceback(omgeving: Omgeving) -> None:
    assert _many(omgeving, 150, zaad=0).total() >= 150


@pytest.mark.lang
@pytest.mark.parametrize("zaad", range(1, 21))
def test_ten_thousand_times(zaad: int, tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """Twenty times 500, each with a register of its own: one that grew all the while would make the last cases slow."""
    geteld = _many(_start(tmp_path), 500, zaad)
    for uitkomst, aantal in geteld.items():
        record_property(uitkomst, aantal)
    assert geteld.total() >= 500


def test_the_samples_themselves_are_taken(omgeving: Omgeving, tmp_path: Path) -> None:
    """Else the fuzzing would be of files that are refused at the door."""
    for vorm, inhouden in MONSTERS.items():
        assert {_judge(omgeving, "monster.bin", inhoud, True) for inhoud in inhouden} <= {
            "verwerkt",
            "verwerkt_met_uitval",
        }, vorm
