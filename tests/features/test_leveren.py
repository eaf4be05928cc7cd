"""Promises about delivering, one per test, read off the receipt and the register.

Not here: the figures that come of it (test_waarheid) and privacy (test_privacy).
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from definitions import VerkeerdeAanroep, WerkmapFout
from ingest import collect_inbox, confirm, counting_files, coverage, process, receipts, receive, withdraw, work_lock

from .bibliotheek import ACTIVITEITEN, ISIL, LEDEN, LOCATIES, Bibliotheek, loan, member


def _codes(bewijs) -> dict[str, int]:
    return {m.code: m.aantal for m in bewijs.bevindingen}


def _months(bibliotheek: Bibliotheek) -> dict[str, str]:
    return {d.periode: d.levering for d in coverage(bibliotheek.omgeving) if d.dataset == "uitleningen"}


def _loans(bibliotheek: Bibliotheek) -> dict[str, int]:
    """Loans that count, per month."""
    import polars as pl

    paden = [
        bibliotheek.omgeving.werk / b.pad for b in counting_files(bibliotheek.omgeving) if b.tabel == "uitleningen"
    ]
    if not paden:
        return {}
    frame = pl.read_parquet(paden).filter(pl.col("soort") == "UITLENING")
    return dict(
        frame.group_by(pl.col("maand").dt.strftime("%Y-%m")).agg(pl.col("aantal").sum()).sort("maand").iter_rows()
    )


def test_unknown_organisation_is_refused(leeg: Bibliotheek) -> None:
    (bewijs,) = receive(leeg.omgeving, [leeg.log([loan(1)])], organisatie=ISIL)
    assert bewijs.status == "geweigerd"
    assert bewijs.exit_code == 10
    assert list(_codes(bewijs)) == ["organisatie_onbekend"]


def test_the_list_may_wait_in_the_queue(leeg: Bibliotheek) -> None:
    lijst = leeg.write("organisaties.csv", "isil;naam;bronsysteem;werkgebied", [f"{ISIL};Proef;wise;GM0014"])
    receive(leeg.omgeving, [lijst])
    (bewijs,) = receive(leeg.omgeving, [leeg.log([loan(1)])], organisatie=ISIL)
    assert bewijs.status == "ontvangen"
    assert bewijs.rijen is None


def test_without_locations_a_levering_waits_and_then_goes_on(leeg: Bibliotheek) -> None:
    lijst = leeg.write("organisaties.csv", "isil;naam;bronsysteem;werkgebied", [f"{ISIL};Proef;wise;GM0014"])
    receive(leeg.omgeving, [lijst])
    assert leeg.deliver(leeg.log([loan(1)])).status == "wacht"
    leeg.deliver(leeg.locations(), periode="2025")
    assert [b.status for b in receipts(leeg.omgeving) if b.dataset == "uitleningen"] == ["verwerkt"]
    assert _loans(leeg) == {"2025-03": 1}


def test_same_bytes_twice_give_the_first_receipt(bibliotheek: Bibliotheek) -> None:
    pad = bibliotheek.log([loan(1), loan(2)])
    eerste = bibliotheek.deliver(pad)
    tweede = bibliotheek.deliver(bibliotheek.write("andere naam.csv", *_split(pad)))
    assert tweede.levering == eerste.levering
    assert len(receipts(bibliotheek.omgeving)) == 3


def _split(pad: Path) -> tuple[str, list[str]]:
    kop, *regels = pad.read_text().splitlines()
    return kop, regels


def test_a_refused_file_may_be_delivered_again(bibliotheek: Bibliotheek) -> None:
    pad = bibliotheek.write("raar.csv", "x;y", ["1;2"])
    eerste = bibliotheek.deliver(pad)
    tweede = bibliotheek.deliver(pad)
    assert eerste.status == tweede.status == "geweigerd"
    assert eerste.levering != tweede.levering


def test_a_correction_replaces_exactly_its_own_months(bibliotheek: Bibliotheek) -> None:
    bibliotheek.deliver(bibliotheek.log([loan(1, "03-02-2025"), loan(2), loan(3), loan(4, "03-04-2025")]))
    nieuw = bibliotheek.deliver(bibliotheek.log([loan(i) for i in range(5)], "correctie.csv"))
    assert _loans(bibliotheek) == {"2025-02": 1, "2025-03": 5, "2025-04": 1}
    assert _months(bibliotheek)["2025-03"] == nieuw.levering


def test_a_refused_correction_changes_nothing(bibliotheek: Bibliotheek) -> None:
    bibliotheek.deliver(bibliotheek.log([loan(i) for i in range(5)]))
    fout = [loan(i, vestiging="0000") for i in range(200)]
    bewijs = bibliotheek.deliver(bibliotheek.log(fout, "fout.csv"))
    assert bewijs.status == "geweigerd"
    assert "drempel_overschreden" in _codes(bewijs)
    assert bewijs.rijen is not None
    assert bewijs.rijen.uitval == 200
    assert _loans(bibliotheek) == {"2025-03": 5}


def test_far_fewer_rows_wait_for_confirmation(bibliotheek: Bibliotheek) -> None:
    bibliotheek.deliver(bibliotheek.log([loan(i) for i in range(20)]))
    minder = bibliotheek.deliver(bibliotheek.log([loan(i) for i in range(3)], "minder.csv"))
    assert minder.status == "te_bevestigen"
    assert minder.exit_code == 11
    zin = next(m.uitleg for m in minder.bevindingen if m.code == "te_bevestigen")
    assert "20" in zin
    assert "3" in zin
    assert _loans(bibliotheek) == {"2025-03": 20}
    assert confirm(bibliotheek.omgeving, minder.levering).status == "verwerkt"
    assert _loans(bibliotheek) == {"2025-03": 3}


def test_a_declared_period_replaces_and_leaves_out_what_lies_outside(bibliotheek: Bibliotheek) -> None:
    bibliotheek.deliver(bibliotheek.log([loan(i) for i in range(20)]))
    bewijs = bibliotheek.deliver(bibliotheek.log([loan(1), loan(2, "01-04-2025")], "maart.csv"), periode="2025-03")
    assert bewijs.rijen is not None
    assert bewijs.rijen.overgeslagen == 1
    assert _codes(bewijs)["buiten_periode"] == 1
    assert _loans(bibliotheek) == {"2025-03": 1}


def test_a_declared_month_without_rows_waits(bibliotheek: Bibliotheek) -> None:
    bibliotheek.deliver(bibliotheek.log([loan(1, "03-02-2025"), loan(2)]))
    bewijs = bibliotheek.deliver(bibliotheek.log([loan(9)], "q1.csv"), periode="2025-02-01..2025-03-31")
    assert bewijs.status == "te_bevestigen"
    assert _loans(bibliotheek) == {"2025-02": 1, "2025-03": 1}
    assert _months(bibliotheek)["2025-03"] == bewijs.levering


def test_parts_of_a_month_add_up_and_replace_themselves(bibliotheek: Bibliotheek) -> None:
    bibliotheek.deliver(bibliotheek.log([loan(1, "01-03-2025")], "a.csv"), periode="2025-03-01..2025-03-15")
    bibliotheek.deliver(
        bibliotheek.log([loan(2, "20-03-2025"), loan(3, "21-03-2025")], "b.csv"), periode="2025-03-16..2025-03-31"
    )
    assert _loans(bibliotheek) == {"2025-03": 3}
    bibliotheek.deliver(
        bibliotheek.log([loan(4, "02-03-2025"), loan(5, "03-03-2025")], "c.csv"), periode="2025-03-01..2025-03-15"
    )
    assert _loans(bibliotheek) == {"2025-03": 4}
    schuin = bibliotheek.deliver(bibliotheek.log([loan(6, "14-03-2025")], "d.csv"), periode="2025-03-10..2025-03-20")
    assert list(_codes(schuin)) == ["deel_overlapt"]
    assert _loans(bibliotheek) == {"2025-03": 4}
    heel = bibliotheek.deliver(bibliotheek.log([loan(i) for i in range(7)], "heel.csv"), periode="2025-03")
    assert heel.status == "verwerkt"
    assert _loans(bibliotheek) == {"2025-03": 7}


def test_two_source_systems_in_one_month_are_refused(bibliotheek: Bibliotheek) -> None:
    bibliotheek.deliver(bibliotheek.log([loan(1)]))
    sjabloon = bibliotheek.write(
        "uit.csv",
        "uitlening_id;lener;uitleen_datumtijd;verwachte_inleverdatum;inname_datumtijd;verlengingen;vestiging;exemplaarnummer;materiaal;ppn;abonnement;geboortedatum;postcode",
        ["1;100001;05-03-2025 11:26;26-03-2025;;0;9001;8001;BOE;300000103;60;01-02-1980;9711AA"],
    )
    bewijs = bibliotheek.deliver(sjabloon)
    assert list(_codes(bewijs)) == ["twee_systemen"]
    assert _loans(bibliotheek) == {"2025-03": 1}


def test_withdrawing_lets_what_was_replaced_count_again(bibliotheek: Bibliotheek) -> None:
    bibliotheek.deliver(bibliotheek.log([loan(1)]))
    nieuw = bibliotheek.deliver(bibliotheek.log([loan(1), loan(2)], "nieuw.csv"))
    assert _loans(bibliotheek) == {"2025-03": 2}
    assert withdraw(bibliotheek.omgeving, nieuw.levering, "verkeerd bestand").status == "ingetrokken"
    assert _loans(bibliotheek) == {"2025-03": 1}
    with pytest.raises(VerkeerdeAanroep):
        withdraw(bibliotheek.omgeving, nieuw.levering, "nog eens")


def test_a_stock_without_a_date_is_refused_with_the_question(bibliotheek: Bibliotheek) -> None:
    bewijs = bibliotheek.deliver(bibliotheek.members([member("1")]))
    assert list(_codes(bewijs)) == ["peildatum_ontbreekt"]
    assert "--periode" in bewijs.bevindingen[0].uitleg


def test_a_stock_takes_its_date_from_its_name_or_the_flows_beside_it(bibliotheek: Bibliotheek) -> None:
    naam = bibliotheek.deliver(bibliotheek.members([member("1")], "leden_2025-06-30.csv"))
    assert naam.periode == "2025-06-30"
    bewijzen = receive(
        bibliotheek.omgeving,
        [bibliotheek.members([member("1"), member("2")]), bibliotheek.log([loan(1)])],
        organisatie=ISIL,
    )
    assert {b.dataset: b.periode for b in bewijzen}["leden"] == "2025-03-31"


def test_a_file_of_another_organisation_is_refused_whole(bibliotheek: Bibliotheek) -> None:
    pad = bibliotheek.write("locaties2.csv", LOCATIES, ["NL-0899981001;NL-0899980000;9002;Ander;V;GM0034;40;30"])
    bewijs = bibliotheek.deliver(pad, periode="2025")
    assert list(_codes(bewijs)) == ["organisatie_anders"]


def test_wrong_dataset_is_refused(bibliotheek: Bibliotheek) -> None:
    bewijs = bibliotheek.deliver(bibliotheek.log([loan(1)]), dataset="leden")
    assert bewijs.status == "geweigerd"
    assert _loans(bibliotheek) == {}


def test_activities_without_a_place_and_without_a_count(bibliotheek: Bibliotheek) -> None:
    regels = [
        f"A1;{ISIL};NL-0899991001;Leeskring;2025-03-01 10:00;;3;LEESKRING;VOLW;BIBLIOTHEEK;FYSIEK;12;GETELD;DOORGEGAAN",
        f"A2;{ISIL};;Schoolbezoek;2025-03-02 10:00;;2;SCHOOLBEZOEK_PO;4-11;EXTERN;FYSIEK;;GETELD;DOORGEGAAN",
        f"A2;{ISIL};;Schoolbezoek;2025-03-02 10:00;;2;SCHOOLBEZOEK_PO;4-11;EXTERN;FYSIEK;9;GETELD;DOORGEGAAN",
    ]
    bewijs = bibliotheek.deliver(bibliotheek.write("activiteiten.csv", ACTIVITEITEN, regels))
    assert bewijs.rijen is not None
    assert (bewijs.rijen.geaccepteerd, bewijs.rijen.uitval) == (2, 1)
    assert _codes(bewijs)["sleutel_dubbel"] == 1


def test_an_inbox_drop_leaves_only_its_receipt(bibliotheek: Bibliotheek) -> None:
    drop = bibliotheek.omgeving.inbox / ISIL / "maart"
    drop.mkdir(parents=True)
    (drop / "log.csv").write_bytes(bibliotheek.log([loan(1)]).read_bytes())
    assert collect_inbox(bibliotheek.omgeving) == []
    (drop / "_KLAAR").write_text("periode=2025-03\n")
    (bewijs,) = collect_inbox(bibliotheek.omgeving)
    assert (bewijs.dataset, bewijs.periode) == ("uitleningen", "2025-03")
    process(bibliotheek.omgeving)
    over = [p.relative_to(bibliotheek.omgeving.inbox) for p in bibliotheek.omgeving.inbox.rglob("*") if p.is_file()]
    assert [str(p) for p in over] == [f"{ISIL}/ontvangstbewijs-{bewijs.levering}.json"]
    assert _loans(bibliotheek) == {"2025-03": 1}


def test_a_busy_work_folder_is_said(bibliotheek: Bibliotheek) -> None:
    receive(bibliotheek.omgeving, [bibliotheek.log([loan(1)])], organisatie=ISIL)
    with work_lock(bibliotheek.omgeving):
        pid = os.fork()
        if pid == 0:  # flock is per open file, so the other process must be a real one
            try:
                process(bibliotheek.omgeving)
            except WerkmapFout as fout:
                os._exit(fout.exit_code)
            os._exit(0)
        _, staat = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(staat) == 14


def test_a_lost_master_key_is_never_replaced_in_silence(bibliotheek: Bibliotheek) -> None:
    (bibliotheek.omgeving.sleutels / "meester.age").unlink()
    with pytest.raises(WerkmapFout) as fout:
        receive(bibliotheek.omgeving, [bibliotheek.log([loan(1)])], organisatie=ISIL)
    assert fout.value.exit_code == 14
    assert not (bibliotheek.omgeving.sleutels / "meester.age").exists()


def test_raw_files_are_shredded_after_their_term(bibliotheek: Bibliotheek) -> None:
    bibliotheek.deliver(bibliotheek.log([loan(1)]))
    dozen = [d for d in bibliotheek.omgeving.kluis.iterdir() if (d / "sleutel.age").exists()]
    later = replace(bibliotheek.omgeving, vast_nu=datetime(2036, 6, 1))
    process(later)
    assert len(dozen) == 3
    assert not any(d.exists() for d in dozen)
    assert _loans(bibliotheek) == {"2025-03": 1}


def test_a_stock_may_say_its_date_in_a_column(bibliotheek: Bibliotheek) -> None:
    pad = bibliotheek.write(
        "leden.csv", LEDEN + ";peildatum", [member("1") + ";2025-09-30", member("2") + ";2025-09-30"]
    )
    bewijs = bibliotheek.deliver(pad)
    assert bewijs.periode == "2025-09-30"
    assert bewijs.herkenning["periode"] == "de kolom peildatum"
