"""Tokens of senders: who has one, what it opens, what the register keeps of it.

Not here: showing one over HTTP (tests/features/test_api).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from definitions import NietToegestaan, Omgeving, VerkeerdeAanroep
from ingest import grant, known_senders, may_deliver, receive, revoke, sender_of

EEN, TWEE = "NL-0899990000", "NL-0899980000"


@pytest.fixture(scope="module")
def netwerk(maak_omgeving, tmp_path_factory) -> Omgeving:
    """A work folder with a list of two organisaties."""
    from ingest import process

    omgeving = maak_omgeving("senders")
    lijst = tmp_path_factory.mktemp("lijst") / "organisaties.csv"
    lijst.write_text(f"isil;naam;bronsysteem;werkgebied\n{EEN};Een;wise;GM0014\n{TWEE};Twee;koha;GM0034\n")
    receive(omgeving, [lijst])
    process(omgeving)
    return omgeving


def test_a_token_opens_what_was_granted_and_nothing_else(netwerk: Omgeving) -> None:
    token = grant(netwerk, "Leverancier", [EEN])
    afzender = sender_of(netwerk, token)
    assert (afzender.naam, afzender.organisaties, afzender.netwerk) == ("Leverancier", (EEN,), False)
    may_deliver(afzender, EEN)
    for ander in (TWEE, None):
        with pytest.raises(NietToegestaan):
            may_deliver(afzender, ander)


def test_the_network_may_deliver_for_all(netwerk: Omgeving) -> None:
    afzender = sender_of(netwerk, grant(netwerk, "KB", netwerk=True))
    for organisatie in (EEN, TWEE, None):
        may_deliver(afzender, organisatie)


def test_the_token_itself_is_kept_nowhere(netwerk: Omgeving) -> None:
    tokens = [grant(netwerk, f"Afzender {n}", [EEN]) for n in range(3)]
    assert len(set(tokens)) == 3
    inhoud = b"".join(p.read_bytes() for p in Path(netwerk.werk).rglob("*") if p.is_file())
    assert [t for t in tokens if t.encode() in inhoud or t[3:].encode() in inhoud] == []


def test_a_new_token_or_a_revoked_one_ends_the_old(netwerk: Omgeving) -> None:
    eerste = grant(netwerk, "Wissel", [EEN])
    tweede = grant(netwerk, "Wissel", [EEN, TWEE])
    with pytest.raises(NietToegestaan) as fout:
        sender_of(netwerk, eerste)
    assert fout.value.exit_code == 13
    assert sender_of(netwerk, tweede).organisaties == (TWEE, EEN)
    revoke(netwerk, "Wissel")
    with pytest.raises(NietToegestaan):
        sender_of(netwerk, tweede)
    assert "Wissel" not in {a.naam for a in known_senders(netwerk)}
    with pytest.raises(VerkeerdeAanroep):
        revoke(netwerk, "Wissel")


@pytest.mark.parametrize(
    ("naam", "organisaties", "breed"),
    [("", [EEN], False), ("a\nb", [EEN], False), ("x" * 61, [EEN], False), ("Goed", [], False), ("Goed", [EEN], True),
     ("Goed", ["NL-0800000000"], False), ("Goed", ["onzin"], False)],
)  # fmt: skip
def test_what_cannot_be_granted_is_told(netwerk: Omgeving, naam: str, organisaties: list[str], breed: bool) -> None:
    with pytest.raises(VerkeerdeAanroep):
        grant(netwerk, naam, organisaties, netwerk=breed)


@pytest.mark.parametrize("token", ["", "dk_", "dk_" + "A" * 43, "é", "x" * 10_000])
def test_a_made_up_token_opens_nothing(netwerk: Omgeving, token: str) -> None:
    with pytest.raises(NietToegestaan):
        sender_of(netwerk, token)
    with pytest.raises(NietToegestaan):
        sender_of(Omgeving(werk=netwerk.werk / "nergens", sleutels=netwerk.sleutels), token)
