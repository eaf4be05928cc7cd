"""The same activity in three systems counts once, what only looks like it counts twice, and the library has the last word.

Not here: how one row is made of several (`tests/spec`). The truth is the story below, told per activity as it really was.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions import Omgeving, VerkeerdeAanroep
from ingest import caveats, counting_files, recognise_activities, same_activities, settle_activities
from ingest.pseudonym import name_words
from tests.features.bibliotheek import ACTIVITEITEN, ISIL, Bibliotheek

PLEK = "NL-0899991001"
WISE = "activiteitnummer;omschrijving;begindatum;begintijd;vestiging;kernfunctie;activiteitsoort;doelgroep;aantal deelnemers;status"
EIGEN = "activiteit;naam;organisatie;locatie;start;kernfunctie;status;deelnemers"

# What really happened: each activity as each system wrote it down (id, name, start, place).
VERHAAL: dict[str, dict[str, tuple[str, str, str, str]]] = {
    "voorlezen": {
        "wijzer": ("W1", "Voorlezen met Élise", "2025-03-05 10:00", PLEK),
        "wise": ("101", "voorlezen: met elise", "2025-03-05 10:15", PLEK),
        "netwerk": ("E1", "Met Elise voorlezen!", "2025-03-05 10:00", PLEK),
    },
    "twee rondes na elkaar, een": {
        "wijzer": ("W2", "Makersplaats", "2025-03-06 10:00", PLEK),
        "netwerk": ("E2", "Makersplaats", "2025-03-06 10:00", PLEK),
    },
    "twee rondes na elkaar, twee": {
        "wijzer": ("W3", "Makersplaats", "2025-03-06 10:20", PLEK),
        "netwerk": ("E3", "Makersplaats", "2025-03-06 10:20", PLEK),
    },
    "zonder plek in een systeem": {
        "wijzer": ("W4", "Lezing", "2025-03-07 20:00", ""),
        "wise": ("104", "Lezing", "2025-03-07 20:00", PLEK),
    },
    "dezelfde naam, een uur later": {"wijzer": ("W5", "Inloop", "2025-03-08 10:00", PLEK)},
    "een uur later": {"netwerk": ("E5", "Inloop", "2025-03-08 11:00", PLEK)},
    "anders genoemd": {
        "wijzer": ("W6", "Klik en tik", "2025-03-09 14:00", PLEK),
        "netwerk": ("E6", "Computercursus", "2025-03-09 14:00", PLEK),
    },
    "alleen in Wise": {"wise": ("107", "Taalcafé", "2025-03-10 14:00", PLEK)},
}  # fmt: skip
ZEKER = {
    "wijzer:W1=netwerk:E1",
    "wijzer:W1=wise:101",
    "wijzer:W2=netwerk:E2",
    "wijzer:W3=netwerk:E3",
    "wijzer:W4=wise:104",
}
WAARSCHIJNLIJK = {"wijzer:W6=netwerk:E6"}
RIJEN = sum(len(systemen) for systemen in VERHAAL.values())


def _of(systeem: str) -> Iterable[tuple[str, str, str, str]]:
    return [systemen[systeem] for systemen in VERHAAL.values() if systeem in systemen]


def _deliver(bibliotheek: Bibliotheek, *systemen: str) -> None:
    bibliotheek.start()
    vestiging = {PLEK: "9001", "": ""}
    bestanden = {
        "wijzer": (ACTIVITEITEN, [f"{i};{ISIL};{plek};{naam};{start};;3;;;;;4;;DOORGEGAAN" for i, naam, start, plek in _of("wijzer")]),
        "wise": (WISE, [
            f"{i};{naam};{start[8:10]}-{start[5:7]}-{start[:4]};{start[11:]};{vestiging[plek]};3;;;7;Doorgegaan"
            for i, naam, start, plek in _of("wise")
        ]),
        "netwerk": (EIGEN, [f"{i};{naam};{ISIL};{plek};{start};3;DOORGEGAAN;5" for i, naam, start, plek in _of("netwerk")]),
    }  # fmt: skip
    for systeem in systemen:
        kop, regels = bestanden[systeem]
        bewijs = bibliotheek.deliver(bibliotheek.write(f"{systeem}.csv", kop, regels), periode="2025-03")
        assert (bewijs.bronsysteem, bewijs.status) == (systeem, "verwerkt"), bewijs


def _found(omgeving: Omgeving) -> dict[str, set[str]]:
    uit: dict[str, set[str]] = {}
    for d in recognise_activities(omgeving, ISIL).dubbelen:
        uit.setdefault(d.zekerheid, set()).add(d.paar)
    return uit


def _counted(omgeving: Omgeving) -> int:
    """How many activities count: what is stored, and of each group one."""
    opgeslagen = sum(b.rijen for b in counting_files(omgeving) if b.tabel == "activiteiten")
    zelfde = same_activities(omgeving)
    return opgeslagen - len(zelfde) + len({(z.maand, z.groep) for z in zelfde})


def _marks(omgeving: Omgeving) -> list[tuple[str, str, bool]]:
    return [(v.dataset, v.periode, v.voorlopig) for v in caveats(omgeving) if v.reden == "mogelijk_dubbel"]


@pytest.mark.parametrize("volgorde", [("wijzer", "wise", "netwerk"), ("netwerk", "wise", "wijzer")], ids=" ".join)
def test_what_three_systems_have_counts_once_and_the_library_decides(
    bibliotheek: Bibliotheek, volgorde: tuple[str, ...]
) -> None:
    omgeving = bibliotheek.omgeving
    _deliver(bibliotheek, *volgorde)
    assert _found(omgeving) == {"zeker": ZEKER, "waarschijnlijk": WAARSCHIJNLIJK}
    assert _counted(omgeving) == len(VERHAAL) + len(WAARSCHIJNLIJK) == RIJEN - len(ZEKER)
    assert _marks(omgeving) == [("activiteiten", "2025-03", True)]

    assert {d.paar for d in settle_activities(omgeving, ISIL, zelfde=[])} == ZEKER
    assert _found(omgeving) == {"bevestigd": ZEKER, "waarschijnlijk": WAARSCHIJNLIJK}
    assert _marks(omgeving), "one proposal is still open"
    settle_activities(omgeving, ISIL, zelfde=sorted(WAARSCHIJNLIJK))
    assert (_counted(omgeving), _marks(omgeving)) == (len(VERHAAL), [])

    settle_activities(omgeving, ISIL, anders=["wijzer:W4=wise:104", *WAARSCHIJNLIJK])
    assert _found(omgeving)["anders"] == {"wijzer:W4=wise:104", *WAARSCHIJNLIJK}
    assert (_counted(omgeving), _marks(omgeving)) == (len(VERHAAL) + 2, [])


def test_of_each_group_wijzer_goes_first(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek, "netwerk", "wise", "wijzer")
    eerste = {z.activiteit for z in same_activities(bibliotheek.omgeving) if z.rang == 1}
    assert eerste == {"W1", "W2", "W3", "W4"}


def test_one_system_alone_has_no_doubles(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek, "wijzer")
    assert (_found(bibliotheek.omgeving), _marks(bibliotheek.omgeving)) == ({}, [])


def test_a_pair_that_is_not_in_the_list_is_refused(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek, "wijzer", "netwerk")
    with pytest.raises(VerkeerdeAanroep, match="niet in de lijst"):
        settle_activities(bibliotheek.omgeving, ISIL, zelfde=["wijzer:W1=netwerk:E2"])
    with pytest.raises(VerkeerdeAanroep, match="één keer"):
        settle_activities(bibliotheek.omgeving, ISIL, zelfde=["wijzer:W2=netwerk:E2"], anders=["wijzer:W2=netwerk:E2"])


def test_names_are_nowhere(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek, "wijzer", "wise", "netwerk")
    for pad in bibliotheek.omgeving.werk.rglob("*"):
        if pad.is_file():
            inhoud = pad.read_bytes().lower()
            assert b"makersplaats" not in inhoud, pad
            assert b"elise" not in inhoud, pad


WOORD = st.text(st.characters(categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1)


@given(
    st.lists(WOORD, min_size=1), st.randoms(use_true_random=False), st.sampled_from([" ", " - ", ": ", ", ", "_", "/"])
)
def test_a_name_is_its_words_in_any_order_case_and_punctuation(woorden: list[str], toeval: object, tussen: str) -> None:
    geschud = list(woorden)
    toeval.shuffle(geschud)  # type: ignore[attr-defined]
    assert name_words(tussen.join(geschud)) == name_words(" ".join(woorden))
    assert name_words(name_words(" ".join(woorden))) == name_words(" ".join(woorden))


@pytest.mark.parametrize(
    ("een", "ander", "gelijk"),
    [("Café Élise", "cafe elise", True), ("Straße", "STRASSE", True), ("Lezing 1", "Lezing 2", False), ("Voorlezen", "Voorlees", False),
     ("Voor lezen", "Voorlezen", False), ("...", "", True)],
)  # fmt: skip
def test_accents_and_capitals_are_nothing_and_letters_and_digits_are_all(een: str, ander: str, gelijk: bool) -> None:
    assert (name_words(een) == name_words(ander)) is gelijk
