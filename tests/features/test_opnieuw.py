"""A confirmed translation reaches what was delivered before it: the levering is processed again from the vault, and until
that is done its earlier figures count.

Not here: how translations are proposed.
"""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from ingest import confirm_codes, open_codes, process, receipts, reprocess
from ingest.profiles import VERTALING, translation_key
from ingest.register import Register
from ingest.stand import counting_files
from tests.features.bibliotheek import ISIL, Bibliotheek, loan


def _codes(bibliotheek: Bibliotheek, kolom: str) -> dict[str, int]:
    """What the counting brons files hold: rows per code of one column."""
    werk = bibliotheek.omgeving.werk
    paden = [b.pad for b in counting_files(bibliotheek.omgeving) if b.tabel == "uitleningen"]
    frame = pl.concat([pl.read_parquet(werk / pad) for pad in paden])
    geteld = frame.group_by(pl.col(kolom).cast(pl.String)).agg(pl.col("aantal").sum())
    return dict(geteld.iter_rows())


def _agree(bibliotheek: Bibliotheek, kolom: str, codes: dict[str, str]) -> None:
    register = Register(bibliotheek.omgeving)
    register.agree(VERTALING, ISIL, translation_key("wise", kolom), {"codes": codes})
    register.close()


def test_a_confirmed_translation_is_applied_to_what_was_delivered_before(bibliotheek: Bibliotheek) -> None:
    bibliotheek.start()
    bibliotheek.deliver(bibliotheek.log([loan(1), loan(2, materiaal="XYZ"), loan(3, materiaal="XYZ")]))
    assert _codes(bibliotheek, "materiaalsoort") == {"BOEK": 1, "ONBEKEND": 2}

    _agree(bibliotheek, "materiaalsoort", {"XYZ": "GAME"})
    (geraakt,) = reprocess(bibliotheek.omgeving, ISIL, "wise", "materiaalsoort", "vertaling bevestigd")
    assert _codes(bibliotheek, "materiaalsoort") == {"BOEK": 1, "ONBEKEND": 2}, "counts until processed again"

    (klaar,) = process(bibliotheek.omgeving)
    assert klaar.levering == geraakt.levering
    assert _codes(bibliotheek, "materiaalsoort") == {"BOEK": 1, "GAME": 2}
    assert process(bibliotheek.omgeving) == [], "nothing is left in the queue"


def test_what_has_no_unknown_code_is_left_alone(bibliotheek: Bibliotheek) -> None:
    bibliotheek.start()
    bibliotheek.deliver(bibliotheek.log([loan(1)]))
    assert reprocess(bibliotheek.omgeving, ISIL, "wise", "materiaalsoort", "vertaling bevestigd") == []


def test_a_confirmed_branch_code_brings_rejected_rows_back(bibliotheek: Bibliotheek) -> None:
    bibliotheek.start()
    eerst = bibliotheek.deliver(bibliotheek.log([loan(1), loan(2, vestiging="8888")]))
    assert eerst.rijen is not None
    assert eerst.rijen.uitval == 1

    _agree(bibliotheek, "locatie", {"8888": "NL-0899991001"})
    assert reprocess(bibliotheek.omgeving, ISIL, "wise", "locatie", "vestiging bevestigd")
    (klaar,) = process(bibliotheek.omgeving)
    assert klaar.rijen is not None
    assert (klaar.rijen.geaccepteerd, klaar.rijen.uitval) == (2, 0)


def test_agreements_are_versions_and_can_be_ended(bibliotheek: Bibliotheek) -> None:
    bibliotheek.start()
    register = Register(bibliotheek.omgeving)
    register.agree(VERTALING, ISIL, "wise/lidsoort", {"codes": {"7": "VOLW"}})
    nieuwste = register.agree(VERTALING, ISIL, "wise/lidsoort", {"codes": {"7": "JEUGD"}})
    assert nieuwste.versie == 2
    assert [a.inhoud for a in register.agreements(VERTALING, ISIL)] == [{"codes": {"7": "JEUGD"}}]
    register.agree(VERTALING, ISIL, "wise/lidsoort", None)
    assert register.agreements(VERTALING, ISIL) == []
    assert isinstance(register.agreements(ended=True)[0].tijdstip, datetime)
    register.close()
    assert receipts(bibliotheek.omgeving), "the register goes on"


def test_what_was_refused_for_unknown_codes_is_taken_once_they_are_translated(bibliotheek: Bibliotheek) -> None:
    """Half of the rows are of an unknown branch: too many to take, until somebody says which branch it is."""
    regels = [loan(i, exemplaar=str(i), vestiging="8888" if i % 2 else "9001") for i in range(400)]
    eerst = bibliotheek.deliver(bibliotheek.log(regels))
    assert (eerst.status, eerst.bevindingen[0].code) == ("geweigerd", "drempel_overschreden")
    assert [(o.levering, o.kolom) for o in open_codes(bibliotheek.omgeving, ISIL)] == [(eerst.levering, "locatie")]

    anders = confirm_codes(bibliotheek.omgeving, ISIL, "locatie", {"7777": "NL-0899991001"}, "wise")
    assert [b.levering for b in anders.opnieuw] == [eerst.levering]
    (nog,) = process(bibliotheek.omgeving)
    assert (nog.levering, nog.status, nog.rijen) == (eerst.levering, "geweigerd", eerst.rijen)

    bevestigd = confirm_codes(bibliotheek.omgeving, ISIL, "locatie", {"8888": "NL-0899991001"})
    assert [b.levering for b in bevestigd.opnieuw] == [eerst.levering]
    (klaar,) = process(bibliotheek.omgeving)
    assert klaar.rijen is not None
    assert (klaar.levering, klaar.status, klaar.rijen.geaccepteerd) == (eerst.levering, "verwerkt", 400)
    assert _codes(bibliotheek, "soort") == {"UITLENING": 400}


def test_a_code_that_changed_its_meaning_on_a_day_means_each_in_its_time(bibliotheek: Bibliotheek) -> None:
    """BOE is a book until the first of April and a game from then on; what was delivered before is processed again."""
    regels = [
        loan(i, d, exemplaar=str(i)) for i, d in enumerate(["31-03-2025", "01-04-2025", "02-04-2025", "03-03-2025"])
    ]
    eerst = bibliotheek.deliver(bibliotheek.log(regels), periode="2025")
    februari = bibliotheek.deliver(
        bibliotheek.log([loan(9, "03-02-2024", exemplaar="9")], "oud.csv"), periode="2024-02"
    )
    assert _codes(bibliotheek, "materiaalsoort") == {"BOEK": 5}

    bevestigd = confirm_codes(
        bibliotheek.omgeving, ISIL, "materiaalsoort", {"BOE": "GAME"}, "wise", vanaf=date(2025, 4, 1)
    )
    assert [b.levering for b in bevestigd.opnieuw] == [eerst.levering] != [februari.levering]
    process(bibliotheek.omgeving)
    assert _codes(bibliotheek, "materiaalsoort") == {"BOEK": 3, "GAME": 2}

    confirm_codes(bibliotheek.omgeving, ISIL, "materiaalsoort", {"BOE": "GROTELETTER"}, "wise", vanaf=date(2025, 4, 2))
    process(bibliotheek.omgeving)
    assert _codes(bibliotheek, "materiaalsoort") == {"BOEK": 3, "GAME": 1, "GROTELETTER": 1}

    for dag in (1, 2):
        confirm_codes(bibliotheek.omgeving, ISIL, "materiaalsoort", {"BOE": ""}, "wise", vanaf=date(2025, 4, dag))
    process(bibliotheek.omgeving)
    assert _codes(bibliotheek, "materiaalsoort") == {"BOEK": 5}
