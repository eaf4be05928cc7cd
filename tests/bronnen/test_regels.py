"""Single promises about sources: chains however they are cut, other spellings, cancellations, what rests on what.

Not here: whole stories (test_bronnen).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions import Omgeving, load_definities
from ingest import Ontvangstbewijs, check
from ingest.formats import Inhoud
from ingest.minimise import Pseudonimiseerder
from ingest.opened import Bronbestand
from ingest.pipeline import Opdracht, Verwerking
from publishing.provisional import provisional, renewal_methods

from . import evergreen, koha, wise
from .bibliotheken import isil, start
from .verhaal import Exemplaar, Lening, Persoon, tell

_PERSOON = Persoon(501, "VOLW", None, 1, "9711AB", date(2020, 1, 1), date(2026, 1, 1))
_EXEMPLAAR = Exemplaar(9001, 3001, "BOEK", 1)
_BEGIN = datetime(2025, 1, 10, 10, 15)


@pytest.fixture(scope="module")
def netwerk(maak_omgeving: Callable[..., Omgeving], tmp_path_factory: pytest.TempPathFactory) -> Omgeving:
    """A library per source that delivers nothing: `check` is enough for what is found in a file."""
    omgeving = maak_omgeving("regels")
    start(omgeving, tmp_path_factory.mktemp("regels"), {2: ("koha", koha.LOCATIES), 3: ("wise", wise.LOCATIES)})
    return omgeving


# -- chains of renewals ------------------------------------------------------------------------------------------------


def _counted(omgeving: Omgeving, rijen: list[dict[str, Any]]) -> Counter[str]:
    """What one file of circulations adds to each kind of transaction."""
    regels = [",".join(str(rij.get(k, "")) for k in evergreen.CIRCULATION) for rij in rijen]
    inhoud = "\n".join([",".join(evergreen.CIRCULATION), *regels, ""]).encode()
    bestand = Bronbestand(
        "c.csv", "circulation", len(inhoud), lambda: Inhoud("c.csv", "", len(inhoud), lambda: BytesIO(inhoud))
    )
    opdracht = Opdracht(
        isil(1), "uitleningen", "evergreen", (bestand,), (), None, None, {"4": isil(1, 1), "8": isil(1, 1)},
        Pseudonimiseerder(b"x"),
    )  # fmt: skip
    uit: Counter[str] = Counter()
    for frame in Verwerking(omgeving, load_definities(), opdracht, {}).run().tabellen.take("uitleningen"):
        uit.update(dict(frame.group_by("soort").sum().select("soort", "aantal").iter_rows()))
    return uit


@settings(max_examples=25, deadline=None)
@given(
    ketens=st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(1, 6)), min_size=1, max_size=6),
    snede=st.lists(st.integers(0, 2), min_size=30, max_size=30),
)
def test_a_chain_cut_at_any_edge_counts_once(ketens: list[tuple[int, bool, int]], snede: list[int]) -> None:
    """Each row in one of three files, wherever the cut falls: loans, renewals and returns are those of the chains."""
    omgeving = Omgeving.from_environ({})
    rijen: list[dict[str, Any]] = []
    for verlengingen, terug, factor in ketens:
        verlengd = tuple(_BEGIN + timedelta(days=9 * (i + 1)) for i in range(verlengingen))
        inname = (verlengd[-1] if verlengd else _BEGIN) + timedelta(days=3) if terug else None
        # No multiple of 7: the reason that fines stopped is that of the renewal.
        lening = Lening(7 * factor + 1, _PERSOON, _EXEMPLAAR, 1, _BEGIN, verlengd, inname)
        rijen += evergreen.chain(lening, 1000 + len(rijen))
    geteld: Counter[str] = Counter()
    for deel in range(3):
        stuk = [rij for i, rij in enumerate(rijen) if snede[i] == deel]
        if stuk:
            geteld += _counted(omgeving, stuk)
    verwacht = Counter(
        UITLENING=len(ketens), VERLENGING=sum(n for n, *_ in ketens), INNAME=sum(t for _, t, _ in ketens)
    )
    assert geteld == +verwacht


def test_a_renewal_after_fines_had_stopped_is_no_return() -> None:
    """Within one levering the chain itself tells, whatever the row says of its fines."""
    lening = Lening(7, _PERSOON, _EXEMPLAAR, 1, _BEGIN, (_BEGIN + timedelta(days=30),), None)
    keten = evergreen.chain(lening, 1)
    assert keten[0]["stop_fines"] == "MAXFINES"
    assert _counted(Omgeving.from_environ({}), keten) == Counter(UITLENING=1, VERLENGING=1)


# -- Wise --------------------------------------------------------------------------------------------------------------


def _check(omgeving: Omgeving, map_: Path, nummer: int, kop: str, regels: list[str], naam: str) -> Ontvangstbewijs:
    pad = map_ / naam
    pad.write_text("\n".join([kop, *regels, ""]), encoding="utf-8")
    (bewijs,) = check(omgeving, [pad], organisatie=isil(nummer), periode="2025")
    return bewijs


def _found(bewijs: Ontvangstbewijs) -> dict[str, int]:
    return {m.code: m.aantal for m in bewijs.bevindingen}


_KOP = "Datum;Tijd;Actie;Bron;Vestigingsnummer;Exemplaar id;Actor-id;RMT;Abonnementcode"


def _line(actie: str, tijd: str, exemplaar: int = 1, klant: int = 7) -> str:
    return f"03-02-2025;{tijd};{actie};B;2001;{exemplaar};{klant};BOE;60"


@pytest.mark.parametrize(
    ("acties", "geaccepteerd", "los"),
    [
        (["1", "Annulering"], 0, 0),
        (["1", "1", "ANNULERING"], 1, 0),
        (["1", "1", "annulering", "annulering"], 0, 0),
        (["1", "annulering", "annulering"], 0, 1),
        (["annulering", "1"], 1, 1),
        (["1", "2", "1", "geannuleerd"], 2, 0),
    ],
)
def test_a_cancellation_takes_the_last_loan_before_it(
    netwerk: Omgeving, tmp_path: Path, acties: list[str], geaccepteerd: int, los: int
) -> None:
    regels = [_line(actie, f"10:{10 + i}", klant=-7 if i % 2 else 7) for i, actie in enumerate(acties)]
    bewijs = _check(netwerk, tmp_path, 3, _KOP, regels, "log.csv")
    assert bewijs.bronsysteem == "wise"
    assert bewijs.rijen is not None
    assert bewijs.rijen.geaccepteerd == geaccepteerd
    assert _found(bewijs).get("annulering_zonder_uitlening", 0) == los


def test_second_loans_of_a_day_are_told_and_counted_as_they_stand(netwerk: Omgeving, tmp_path: Path) -> None:
    regels = [_line("1", "10:10", exemplaar=i, klant=7) for i in range(100)] + [_line("1", "15:00", exemplaar=3)]
    regels += [_line("1", "15:00", exemplaar=4, klant=8), _line("1", "15:00", exemplaar=5, klant=0)]
    bewijs = _check(netwerk, tmp_path, 3, _KOP, regels, "log.csv")
    assert bewijs.rijen is not None
    assert bewijs.rijen.geaccepteerd == 103
    assert _found(bewijs)["tweede_lening_zelfde_dag"] == 1


@pytest.mark.parametrize(("op_een_dag", "gevonden"), [(60, True), (5, False)])
def test_enrolments_of_a_migration_are_told(netwerk: Omgeving, tmp_path: Path, op_een_dag: int, gevonden: bool) -> None:
    dagen = ["01-07-2019"] * op_een_dag
    dagen += [f"{1 + i % 28:02d}-{1 + i // 28 % 12:02d}-2021" for i in range(130)]
    regels = [f"{1000 + i};60;2001;01-01-1980;{dag};9711AB" for i, dag in enumerate(dagen)]
    kop = "Klantnummer;Abonnement;Vestiging;Geboortedatum;Datum inschrijving;Postcode"
    bewijs = _check(netwerk, tmp_path, 3, kop, regels, "klanten.csv")
    assert ("inschrijvingen_op_een_dag" in _found(bewijs)) is gevonden


# -- Koha --------------------------------------------------------------------------------------------------------------


def test_the_event_log_does_not_count_beside_the_loans(netwerk: Omgeving, tmp_path: Path) -> None:
    verhaal = tell(5, 40)
    paden, waarheid = koha.write(verhaal, tmp_path)
    logboek, _ = koha.write_statistics(verhaal, tmp_path / "log")
    bewijzen = {b.dataset: b for b in check(netwerk, [*paden, logboek[-1]], organisatie=isil(2), periode="2025")}
    bewijs = bewijzen["uitleningen"]
    assert bewijs.rijen is not None
    assert bewijs.rijen.gelezen == waarheid.gelezen["uitleningen"]
    assert "statistics.csv telt niet mee" in bewijs.herkenning["bronsysteem"]


def test_the_reports_ask_for_no_name_and_no_address() -> None:
    verboden = {
        naam.strip('"')
        for tabel in ("borrowers",)
        for naam in ("surname", "firstname", "address", "city", "email", "phone", "cardnumber", "sex", tabel + ".*")
    }
    for naam, sql in load_definities().bronsystemen["koha"].rapporten.items():
        woorden = set(sql.replace(",", " ").replace("(", " ").replace(")", " ").replace(".", " ").split())
        assert not woorden & verboden, naam
        assert "*" not in woorden, naam


# -- moments and status ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tekst", "maand"),
    [
        ("2025-01-31 23:30:00+01", "2025-01"), ("2025-01-31 23:30:00+00", "2025-02"), ("2025-07-01 00:10:00.123+02", "2025-07"),
        ("2025-06-30 22:10:00.5Z", "2025-07"), ("2025-06-30T21:50:00.000+0000", "2025-06"), ("2025-06-30T20:50:00-02:00", "2025-07"),
    ],
)  # fmt: skip
def test_an_offset_becomes_dutch_local_time(tekst: str, maand: str) -> None:
    rij = evergreen.chain(Lening(1, _PERSOON, _EXEMPLAAR, 1, _BEGIN, (), None), 1)[0] | {"xact_start": tekst}
    regels = [",".join(str(rij.get(k, "")) for k in evergreen.CIRCULATION)]
    inhoud = "\n".join([",".join(evergreen.CIRCULATION), *regels, ""]).encode()
    bestand = Bronbestand("c.csv", "circulation", 1, lambda: Inhoud("c.csv", "", 1, lambda: BytesIO(inhoud)))
    opdracht = Opdracht(isil(1), "uitleningen", "evergreen", (bestand,), (), None, None, {"4": isil(1, 1)},
                        Pseudonimiseerder(b"x"))  # fmt: skip
    assert set(Verwerking(Omgeving.from_environ({}), load_definities(), opdracht, {}).run().maanden) == {maand}


def _coverage(bronsysteem: str, periode: str, ontvangen: str, dataset: str = "uitleningen") -> dict[str, str]:
    return {
        "organisatie": "NL-1",
        "dataset": dataset,
        "periode": periode,
        "bronsysteem": bronsysteem,
        "ontvangen_op": ontvangen,
    }


@pytest.mark.parametrize(
    ("rij", "bevestigd", "redenen"),
    [
        (_coverage("wise", "2025-03", "2025-04-01T09:00:00"), (), {("", "bron_onbevestigd")}),
        (_coverage("wise", "2025-03", "2025-04-01T09:00:00"), ("wise/uitleningen",), set()),
        (_coverage("wise", "2025-03", "2025-04-01T09:00:00"), ("wise/leden",), {("", "bron_onbevestigd")}),
        (_coverage("koha", "2025-03", "2025-04-01T09:00:00"), (), {("VERLENGING", "verlengingen_lopen")}),
        # March to September is seven months: from 1 October on the last of them is in.
        (_coverage("koha", "2025-03", "2025-09-30T23:00:00"), ("koha/uitleningen",), {("VERLENGING", "verlengingen_lopen")}),
        (_coverage("koha", "2025-03", "2025-10-01T00:00:00"), (), set()),
        (_coverage("folio", "2025-03", "2025-04-01T09:00:00"), (), {("", "bron_onbevestigd"), ("VERLENGING", "verlengingen_lopen")}),
        (_coverage("koha", "2025-12-31", "2026-01-05T09:00:00", "leden"), (), set()),
        (_coverage("eigen_kaart", "2025-03", "2025-04-01T09:00:00"), (), {("", "bron_onbevestigd")}),
        (_coverage("netwerk", "", "2025-04-01T09:00:00", "organisaties"), (), set()),
    ],
)  # fmt: skip
def test_why_a_figure_is_provisional(
    rij: dict[str, str], bevestigd: tuple[str, ...], redenen: set[tuple[str, str]]
) -> None:
    gegeven = provisional([rij], load_definities(), frozenset(bevestigd))
    assert {(r["soort"], r["reden"]) for r in gegeven} == redenen
    assert {(r["organisatie"], r["dataset"], r["periode"]) for r in gegeven} <= {
        ("NL-1", rij["dataset"], rij["periode"])
    }


def test_a_change_of_how_renewals_are_counted_breaks_the_series() -> None:
    def maand(periode: str, bronsysteem: str) -> dict[str, str]:
        return {"organisatie": "NL-1", "dataset": "uitleningen", "periode": periode, "bronsysteem": bronsysteem}

    dekking = [maand("2025-01", "wise"), maand("2025-03", "koha"), maand("2025-04", "koha"), maand("2025-05", "eigen")]
    gezegd = [(r["periode"], r["soort"], r["reden"]) for r in renewal_methods(dekking, load_definities())]
    assert gezegd == [
        ("2025-01", "VERLENGING", "verlenging_in_eigen_maand"),
        ("2025-03", "VERLENGING", "trendbreuk"),
        ("2025-03", "VERLENGING", "verlenging_bij_uitlening"),
        ("2025-04", "VERLENGING", "verlenging_bij_uitlening"),
    ]
