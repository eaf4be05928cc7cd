"""A person who asks to be forgotten is gone from the work folder and stays away, whatever is delivered afterwards.

Not here: that a killed run is finished by the next (tests/failure), and builds (tests/features/test_bewaren.py).
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from definitions import VerkeerdeAanroep
from ingest import declare_changeover, forget_person, process, receipts, receive, reprocess, rotate_key
from ingest.network import agreements_of
from ingest.persons import pseudonymiser
from ingest.profiles import VERTALING, translation_key
from ingest.records import VERGETEN
from ingest.register import Register
from ingest.stand import counting_files
from ingest.vault import stored

from .bibliotheek import ISIL, Bibliotheek, loan, member
from .canary import found_below

PERSOON, ANDER = "918273645", "100001"
ISSUES = "issue_id;borrowernumber;itemnumber;issuedate;date_due;returndate;branchcode;renewals_count;onsite_checkout"


def _pseudonym(bibliotheek: Bibliotheek, nummer: str, bronsysteem: str = "") -> bytes:
    afspraken = agreements_of(bibliotheek.omgeving, ISIL)
    return pseudonymiser(bibliotheek.omgeving, afspraken, ISIL, bronsysteem).pseudonym(nummer)


def _deliver(bibliotheek: Bibliotheek) -> None:
    bibliotheek.deliver(bibliotheek.members([member(PERSOON), member(ANDER)]), periode="2025-03-31")
    bibliotheek.deliver(
        bibliotheek.log([loan(i, lid=PERSOON) for i in range(3)] + [loan(9, lid=ANDER), loan(10, lid=f"-{PERSOON}")])
    )


def _frame(bibliotheek: Bibliotheek, tabel: str) -> pl.DataFrame:
    paden = [b.pad for b in counting_files(bibliotheek.omgeving) if b.tabel == tabel]
    return pl.concat([pl.read_parquet(bibliotheek.omgeving.werk / pad) for pad in paden])


def _people(bibliotheek: Bibliotheek) -> dict[str, set[bytes]]:
    return {tabel: set(_frame(bibliotheek, tabel)["lid"]) for tabel in ("leden", "leners")}


def _loans(bibliotheek: Bibliotheek) -> int:
    frame = _frame(bibliotheek, "uitleningen").filter(pl.col("soort").cast(pl.String) == "UITLENING")
    return int(frame["aantal"].sum())


def _canary(pseudoniem: bytes) -> dict[str, str]:
    return {"lidnummer": PERSOON, "pseudoniem": str(pseudoniem), "als hex": pseudoniem.hex()}


def _raw_bytes_below(bibliotheek: Bibliotheek, pseudoniem: bytes) -> list[str]:
    """Files that hold the pseudonym as plain bytes; Parquet is opened, so that compression hides nothing."""
    gevonden = []
    for pad in (p for p in bibliotheek.omgeving.werk.rglob("*") if p.is_file()):
        cellen = pl.read_parquet(pad) if pad.suffix == ".parquet" else None
        binair = [] if cellen is None else [c for c, soort in cellen.schema.items() if soort == pl.Binary]
        if pseudoniem in pad.read_bytes() or any(cellen[c].is_in([pseudoniem]).any() for c in binair):  # type: ignore[index]
            gevonden.append(pad.name)
    return gevonden


def test_the_person_is_gone_and_the_loans_stay(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek)
    pseudoniem, ander = _pseudonym(bibliotheek, PERSOON), _pseudonym(bibliotheek, ANDER)
    assert _people(bibliotheek) == {"leden": {pseudoniem, ander}, "leners": {pseudoniem, ander}}
    assert _raw_bytes_below(bibliotheek, pseudoniem)

    gedaan = forget_person(bibliotheek.omgeving, ISIL, PERSOON, "verzoek")
    assert gedaan.rijen == {"leden": 1, "leners": 1}
    assert _people(bibliotheek) == {"leden": {ander}, "leners": {ander}}
    assert _loans(bibliotheek) == 5
    assert _raw_bytes_below(bibliotheek, pseudoniem) == []
    assert found_below(bibliotheek.omgeving.werk, _canary(pseudoniem)) == {}


def test_delivered_files_with_the_person_are_destroyed_and_the_levering_says_so(bibliotheek: Bibliotheek) -> None:
    zonder = bibliotheek.deliver(bibliotheek.log([loan(1, "05-02-2025")], "februari.csv"))
    _deliver(bibliotheek)
    gedaan = forget_person(bibliotheek.omgeving, ISIL, PERSOON, "verzoek")
    register = Register(bibliotheek.omgeving)
    weg = {lev.code for lev in register.leveringen() if not stored(bibliotheek.omgeving, lev.bestanden[0].kluis)}
    gebeurtenissen = register.events(VERGETEN)
    register.close()
    assert weg == set(gedaan.bestanden)
    assert zonder.levering not in weg
    for code in weg:
        (bewijs,) = receipts(bibliotheek.omgeving, code)
        assert "bestand_vernietigd" in {b.code for b in bewijs.bevindingen}
        assert bewijs.status == "verwerkt"
    assert {g.levering for g in gebeurtenissen} == weg
    assert not any(PERSOON in str(g.inhoud) for g in gebeurtenissen)


def test_a_refused_file_of_a_network_sender_is_destroyed_too(bibliotheek: Bibliotheek) -> None:
    """It is of no organisatie, and nobody can say who is in it; a list that knows no members stays."""
    _deliver(bibliotheek)
    onbekend = bibliotheek.write("datatheek.csv", "wie;wat;waar", [f"{PERSOON};boek;hier"])
    lijst = bibliotheek.write("lijst.csv", "isil;naam;bronsysteem;werkgebied", ["geen-isil;X;wise;GM0014"] * 200)
    (geweigerd,) = receive(bibliotheek.omgeving, [onbekend], via="netwerk")
    receive(bibliotheek.omgeving, [lijst], via="netwerk")
    (fout,) = process(bibliotheek.omgeving)
    assert (geweigerd.status, fout.status) == ("geweigerd", "geweigerd")

    gedaan = forget_person(bibliotheek.omgeving, ISIL, PERSOON, "verzoek")
    assert geweigerd.levering in gedaan.bestanden
    with Register(bibliotheek.omgeving) as register:
        nog = {
            lev.code: any(stored(bibliotheek.omgeving, b.kluis) for b in lev.bestanden) for lev in register.leveringen()
        }
    assert (nog[str(geweigerd.levering)], nog[str(fout.levering)]) == (False, True)


def test_a_later_levering_does_not_bring_the_person_back(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek)
    pseudoniem, ander = _pseudonym(bibliotheek, PERSOON), _pseudonym(bibliotheek, ANDER)
    forget_person(bibliotheek.omgeving, ISIL, PERSOON, "verzoek")

    zelfde = bibliotheek.members([member(PERSOON), member(ANDER)], "opnieuw.csv")
    beter = bibliotheek.members([member(PERSOON, eind="30-11-2027"), member(ANDER), member("5")], "beter.csv")
    for pad in (zelfde, beter):
        bewijs = bibliotheek.deliver(pad, periode="2025-03-31")
        assert pseudoniem not in _people(bibliotheek)["leden"]
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.overgeslagen) == (2, 1)
    assert {b.code: b.aantal for b in bewijs.bevindingen}["vergeten_lid"] == 1
    bibliotheek.deliver(bibliotheek.log([loan(i, lid=PERSOON) for i in range(7)] + [loan(9, lid=ANDER)], "log2.csv"))
    assert _people(bibliotheek)["leners"] == {ander}
    assert _loans(bibliotheek) == 8
    assert _raw_bytes_below(bibliotheek, pseudoniem) == []


def test_another_system_does_not_bring_the_person_back(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek)
    forget_person(bibliotheek.omgeving, ISIL, PERSOON, "verzoek")
    declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koha", date(2025, 4, 1), nummers="zelfde")
    process(bibliotheek.omgeving)
    regels = [
        f"{i};{lid};{i};2025-04-10 10:00:00;2025-05-10 23:59:00;;9001;0;0" for i, lid in enumerate((PERSOON, ANDER))
    ]
    receive(bibliotheek.omgeving, [bibliotheek.write("old_issues.csv", ISSUES, regels)], organisatie=ISIL)
    process(bibliotheek.omgeving)
    assert _people(bibliotheek)["leners"] == {_pseudonym(bibliotheek, ANDER)}
    assert _loans(bibliotheek) == 7


def test_the_new_number_of_a_forgotten_member_is_forgotten_too(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek)
    forget_person(bibliotheek.omgeving, ISIL, PERSOON, "verzoek")
    tabel = bibliotheek.write("nummers.csv", "oud;nieuw", [f"{PERSOON};7", f"{ANDER};8"])
    declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koha", date(2025, 4, 1), tabel=tabel)
    process(bibliotheek.omgeving)
    regels = [f"{i};{lid};{i};2025-04-10 10:00:00;2025-05-10 23:59:00;;9001;0;0" for i, lid in enumerate(("7", "8"))]
    receive(bibliotheek.omgeving, [bibliotheek.write("old_issues.csv", ISSUES, regels)], organisatie=ISIL)
    process(bibliotheek.omgeving)
    assert _people(bibliotheek)["leners"] == {_pseudonym(bibliotheek, ANDER)}


def test_numbers_that_were_given_anew_ask_for_their_system(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek)
    declare_changeover(bibliotheek.omgeving, ISIL, "wise", "koha", date(2025, 4, 1))
    process(bibliotheek.omgeving)
    with pytest.raises(VerkeerdeAanroep, match="--bronsysteem"):
        forget_person(bibliotheek.omgeving, ISIL, PERSOON, "verzoek")
    assert forget_person(bibliotheek.omgeving, ISIL, PERSOON, "verzoek", "koha").rijen == {"leden": 0, "leners": 0}
    assert forget_person(bibliotheek.omgeving, ISIL, PERSOON, "verzoek", "wise").rijen == {"leden": 1, "leners": 1}


def test_what_waits_is_processed_without_the_person_and_then_destroyed(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek)
    pad = bibliotheek.members([member(PERSOON), member("6")], "april.csv")
    (wacht,) = receive(bibliotheek.omgeving, [pad], organisatie=ISIL, periode="2025-04-30")
    pseudoniem = _pseudonym(bibliotheek, PERSOON)
    assert wacht.levering in forget_person(bibliotheek.omgeving, ISIL, PERSOON, "verzoek").bestanden
    (klaar,) = process(bibliotheek.omgeving)
    assert klaar.rijen is not None
    assert klaar.rijen.geaccepteerd == 1
    process(bibliotheek.omgeving)
    register = Register(bibliotheek.omgeving)
    (lev,) = register.leveringen(nummer=int(str(wacht.levering)[1:]))
    register.close()
    assert not stored(bibliotheek.omgeving, lev.bestanden[0].kluis)
    assert _raw_bytes_below(bibliotheek, pseudoniem) == []


def test_processing_again_and_a_new_key_do_not_bring_the_person_back(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek)
    forget_person(bibliotheek.omgeving, ISIL, PERSOON, "verzoek")
    bibliotheek.deliver(bibliotheek.log([loan(1, lid=PERSOON, materiaal="XYZ"), loan(2, lid=ANDER)], "mei.csv"))
    assert rotate_key(bibliotheek.omgeving, ISIL) == 2
    register = Register(bibliotheek.omgeving)
    register.agree(VERTALING, ISIL, translation_key("wise", "materiaalsoort"), {"codes": {"XYZ": "GAME"}})
    register.close()
    assert reprocess(bibliotheek.omgeving, ISIL, "wise", "materiaalsoort", "vertaling bevestigd")
    process(bibliotheek.omgeving)
    bibliotheek.deliver(bibliotheek.members([member(PERSOON), member(ANDER)], "juni.csv"), periode="2025-03-31")
    ander = _pseudonym(bibliotheek, ANDER)
    assert _people(bibliotheek) == {"leden": {ander}, "leners": {ander}}


def test_a_new_key_keeps_persons_and_leaves_no_old_pseudonym(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek)
    oud = {_pseudonym(bibliotheek, n) for n in (PERSOON, ANDER)}
    voor = {
        t: _frame(bibliotheek, t).drop("lid").sort(pl.all())
        for t in ("leden", "leners", "uitleningen")
        if t != "uitleningen"
    }
    for versie in (2, 3):
        assert rotate_key(bibliotheek.omgeving, ISIL) == versie
    nieuw = {_pseudonym(bibliotheek, n) for n in (PERSOON, ANDER)}
    assert not oud & nieuw
    assert _people(bibliotheek) == {"leden": nieuw, "leners": nieuw}
    assert all(_frame(bibliotheek, t).drop("lid").sort(pl.all()).equals(voor[t]) for t in voor)
    assert [p for p in oud if _raw_bytes_below(bibliotheek, p)] == []
    bibliotheek.deliver(bibliotheek.log([loan(1, "04-04-2025", lid=PERSOON)], "april.csv"))
    assert _people(bibliotheek)["leners"] == nieuw


def test_what_cannot_be_asked_is_said(bibliotheek: Bibliotheek) -> None:
    _deliver(bibliotheek)
    with pytest.raises(VerkeerdeAanroep, match="geen lidnummer"):
        forget_person(bibliotheek.omgeving, ISIL, "-000", "verzoek")
    with pytest.raises(VerkeerdeAanroep, match="reden"):
        forget_person(bibliotheek.omgeving, ISIL, PERSOON, f"verzoek van {PERSOON}")
    with pytest.raises(VerkeerdeAanroep, match="lijst"):
        forget_person(bibliotheek.omgeving, "NL-0000000001", PERSOON, "verzoek")
