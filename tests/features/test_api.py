"""Delivering over HTTP, against a running service without keys: who may what, what is answered, what stays behind.

Not here: the pages (tests/browser), and the tokens themselves (tests/unit/ingest/test_senders).
"""

from __future__ import annotations

import http.client
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jsonschema
import pytest

from ingest import process, receipts

from .bibliotheek import ACTIVITEITEN, ANDER, ISIL, LEDEN, LOG, Bibliotheek, loan, member
from .canary import found_below
from .dienst import Dienst, run_service

KANARIE = {"naam": "Kanariewilg", "lidnummer": "918273645", "mail": "a918273645@voorbeeld.nl"}


@pytest.fixture(scope="module")
def dienst(tmp_path_factory: pytest.TempPathFactory, wortel: Path) -> Any:
    from datetime import datetime

    from definitions import Omgeving

    plek = tmp_path_factory.mktemp("api")
    omgeving = Omgeving(werk=plek / "werk", sleutels=plek / "sleutels", vast_nu=datetime(2026, 6, 1))
    bibliotheek = Bibliotheek(omgeving, plek / "exports")
    bibliotheek.start()
    with run_service(bibliotheek, wortel, plek / "tijdelijk") as draait:
        yield draait


def _file(kop: str, *regels: str) -> bytes:
    return "\n".join([kop, *regels, ""]).encode()


def _known(dienst: Dienst) -> set[str | None]:
    return {b.levering for b in receipts(dienst.bibliotheek.omgeving)}


def _left_behind(dienst: Dienst) -> list[str]:
    """Boxes in the vault that no levering knows."""
    return [p.name for p in dienst.bibliotheek.omgeving.kluis.iterdir() if p.name.startswith(".nieuw-")]


# -- what is answered ----------------------------------------------------------------------------------------------------


def test_a_file_becomes_a_levering_and_the_same_file_does_not(dienst: Dienst) -> None:
    bestand = _file(LOG, loan(1), loan(2))
    status, (bewijs,), _ = dienst.ask("/api/leveringen", bestand, naam="log.csv")
    assert (status, bewijs["status"], bewijs["dataset"], bewijs["organisatie"]) == (
        201,
        "ontvangen",
        "uitleningen",
        ISIL,
    )
    status, (opnieuw,), _ = dienst.ask("/api/leveringen", bestand, naam="log nog eens.csv", organisatie=ISIL)
    assert (status, opnieuw["levering"]) == (200, bewijs["levering"])
    status, gelezen, _ = dienst.ask(f"/api/leveringen/{bewijs['levering']}")
    assert (status, gelezen["levering"]) == (200, bewijs["levering"])
    (geregistreerd,) = [b for b in receipts(dienst.bibliotheek.omgeving) if b.levering == bewijs["levering"]]
    assert geregistreerd.bestanden[0].naam == "log.csv"


def test_a_refused_file_is_kept_and_says_why(dienst: Dienst) -> None:
    status, (bewijs,), _ = dienst.ask("/api/leveringen", b"geen;idee\n1;2\n", naam="raar.csv")
    assert (status, bewijs["status"]) == (422, "geweigerd")
    assert [b["code"] for b in bewijs["bevindingen"]] == ["bestand_onherkend"]
    assert bewijs["levering"] in _known(dienst)


def test_a_check_gives_the_verdict_and_stores_nothing(dienst: Dienst) -> None:
    voor = _known(dienst)
    bestand = _file(LOG, loan(11), loan(12, "31-02-2025"), loan(13, vestiging="777"), loan(14, vestiging="777"))
    status, (bewijs,), _ = dienst.ask("/api/controleer", bestand, naam="log.csv")
    assert (status, bewijs["levering"], bewijs["status"]) == (200, None, "verwerkt_met_uitval")
    assert bewijs["rijen"]["uitval"] == 3
    plaatsen = {b["code"]: b["regels"] for b in bewijs["bevindingen"] if b["regels"]}
    assert plaatsen == {"foute_datum": {"log.csv": [3]}, "vestiging_onbekend": {"log.csv": [4, 5]}}
    assert _known(dienst) == voor
    assert _left_behind(dienst) == []
    status, (bewijs,), _ = dienst.ask("/api/controleer", b"", naam="leeg.csv")
    assert (status, bewijs["status"]) == (422, "geweigerd")


def test_who_shows_no_token_or_anothers_gets_nothing(dienst: Dienst) -> None:
    bestand = _file(LOG, loan(21))
    voor = _known(dienst)
    for code in (None, "dk_verzonnen", ""):
        status, probleem, koppen = dienst.ask("/api/leveringen", bestand, code=code, naam="log.csv")
        assert status == 401
        assert koppen["WWW-Authenticate"].startswith("Bearer")
        assert koppen["Content-Type"] == "application/problem+json"
        assert probleem["detail"].endswith(".")
    for weg in ("/api/leveringen", "/api/controleer"):
        status, probleem, _ = dienst.ask(weg, bestand, code="ander", naam="log.csv", organisatie=ISIL)
        assert (status, ISIL in probleem["detail"]) == (403, True)
    assert _known(dienst) == voor


def test_one_sees_only_ones_own(dienst: Dienst) -> None:
    _, (bewijs,), _ = dienst.ask("/api/leveringen", _file(LOG, loan(31)), naam="log.csv")
    assert dienst.ask(f"/api/leveringen/{bewijs['levering']}", code="ander")[0] == 404
    assert dienst.ask("/api/leveringen/L999999")[0] == 404
    _, eigen, _ = dienst.ask("/api/leveringen")
    assert {b["organisatie"] for b in eigen} == {ISIL}
    _, ander, _ = dienst.ask("/api/leveringen", code="ander")
    assert ander == []
    _, alles, _ = dienst.ask("/api/leveringen", code="kb")
    assert {b["organisatie"] for b in alles} == {ISIL, "NETWERK"}


@pytest.mark.parametrize(
    ("status", "vraag", "soort", "code"),
    [
        (400, {}, "application/octet-stream", "eigen"),
        (400, {"naam": "log.csv", "isil": ISIL}, "application/octet-stream", "eigen"),
        (400, {"naam": "log.csv", "dataset": "boeken"}, "application/octet-stream", "eigen"),
        (400, {"naam": "log.csv", "periode": "gisteren"}, "application/octet-stream", "eigen"),
        (400, {"naam": "log.csv", "bronsysteem": "onzin"}, "application/octet-stream", "eigen"),
        (400, {"naam": "log.csv"}, "application/octet-stream", "beide"),
        (415, {"naam": "log.csv"}, "multipart/form-data; boundary=x", "eigen"),
    ],
)
def test_a_wrong_call_is_told_in_one_dutch_sentence(
    dienst: Dienst, status: int, vraag: dict[str, str], soort: str, code: str
) -> None:
    voor = _known(dienst)
    kreeg, probleem, _ = dienst.ask("/api/leveringen", _file(LOG, loan(41)), code=code, soort=soort, **vraag)
    assert kreeg == status == probleem["status"]
    assert probleem["detail"].endswith(".")
    assert _known(dienst) == voor


def test_a_file_above_the_limit_is_refused_before_it_is_read(dienst: Dienst) -> None:
    lijn = dienst.connection()
    lijn.putrequest("POST", "/api/leveringen?naam=groot.csv")
    lijn.putheader("Authorization", f"Bearer {dienst.codes['eigen']}")
    lijn.putheader("Content-Type", "application/octet-stream")
    lijn.putheader("Content-Length", str(2 * 1024**3 + 1))
    lijn.endheaders()
    antwoord = lijn.getresponse()
    assert antwoord.status == 413
    lijn.close()


def test_a_member_name_with_folders_and_hidden_characters_is_cleaned(dienst: Dienst) -> None:
    _, (bewijs,), _ = dienst.ask("/api/leveringen", _file(LOG, loan(51)), naam="..\\..//etc/\u202elog\x00.csv")
    assert bewijs["bestanden"][0]["naam"] == "log.csv"


def test_no_other_site_may_ask_from_a_browser(dienst: Dienst) -> None:
    _, _, koppen = dienst.ask("/api/openapi.json", code=None)
    assert [k for k in koppen if k.lower().startswith("access-control")] == []


# -- the description -----------------------------------------------------------------------------------------------------


def test_the_description_is_whole_and_answers_obey_it(dienst: Dienst) -> None:
    status, document, _ = dienst.ask("/api/openapi.json", code=None)
    assert (status, document["openapi"]) == (200, "3.1.0")
    namen = [h["operationId"] for pad in document["paths"].values() for h in pad.values()]
    assert len(namen) == len(set(namen)) == 5
    for verwijzing in _references(document):
        deel: Any = document
        for stap in verwijzing.removeprefix("#/").split("/"):
            deel = deel[stap]
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)

    def holds(antwoord: Any, weg: str, methode: str, status: int) -> None:
        (inhoud,) = document["paths"][weg][methode]["responses"][str(status)]["content"].values()
        jsonschema.Draft202012Validator({**inhoud["schema"], "components": document["components"]}).validate(antwoord)

    bestand = _file(LOG, loan(61), loan(62, "31-02-2025"))
    for weg, inhoud, vraag in (
        ("/api/controleer", bestand, {"naam": "log.csv"}), ("/api/leveringen", bestand, {"naam": "log.csv"}),
        ("/api/leveringen", bestand, {"naam": "log.csv"}), ("/api/leveringen", b"x", {"naam": "x"}), ("/api/leveringen", b"x", {}),
    ):  # fmt: skip
        status, antwoord, _ = dienst.ask(weg, inhoud, **vraag)
        holds(antwoord, weg, "post", status)
    status, antwoord, _ = dienst.ask("/api/leveringen")
    holds(antwoord, "/api/leveringen", "get", status)


def _references(deel: Any) -> list[str]:
    if isinstance(deel, dict):
        eigen = [deel["$ref"]] if isinstance(deel.get("$ref"), str) else []
        return eigen + [r for d in deel.values() for r in _references(d)]
    return [r for d in deel for r in _references(d)] if isinstance(deel, list) else []


# -- many at once, and what stays behind ---------------------------------------------------------------------------------


def test_the_same_file_at_the_same_moment_is_one_levering(dienst: Dienst) -> None:
    bestand = _file(LOG, *(loan(i) for i in range(100, 2100)))
    start = threading.Barrier(8)

    def send(nummer: int) -> tuple[int, str]:
        start.wait()
        status, (bewijs,), _ = dienst.ask("/api/leveringen", bestand, naam=f"log {nummer}.csv")
        return status, bewijs["levering"]

    voor = _known(dienst)
    with ThreadPoolExecutor(8) as draden:
        antwoorden = list(draden.map(send, range(8)))
    assert Counter(status for status, _ in antwoorden) == {201: 1, 200: 7}
    assert len({levering for _, levering in antwoorden}) == 1
    assert len(_known(dienst) - voor) == 1
    assert _left_behind(dienst) == []


def test_senders_at_once_do_not_meet(dienst: Dienst) -> None:
    def send(nummer: int) -> tuple[str, int, str, str]:
        organisatie = (ISIL, ANDER)[nummer % 2]
        bestand = _file(LOG, loan(9000 + nummer))
        code = ("eigen", "ander", "kb")[2 if nummer > 7 else nummer % 2]
        status, (bewijs,), _ = dienst.ask(
            "/api/leveringen", bestand, code=code, naam="log.csv", organisatie=organisatie
        )
        return organisatie, status, bewijs["organisatie"], bewijs["levering"]

    with ThreadPoolExecutor(10) as draden:
        antwoorden = list(draden.map(send, range(10)))
    assert {(status, organisatie == van) for organisatie, status, van, _ in antwoorden} == {(201, True)}
    assert len({levering for *_, levering in antwoorden}) == 10


def test_a_connection_that_breaks_halfway_leaves_nothing(dienst: Dienst) -> None:
    voor, brokken = _known(dienst), len(list(dienst.bibliotheek.omgeving.kluis.rglob("*")))
    lijn = dienst.connection()
    _begin(lijn, dienst, 50_000_000, "half.csv")
    lijn.send(_file(LOG, *(loan(i) for i in range(20_000))))
    _until(dienst, lambda: _left_behind(dienst))
    lijn.close()
    _until(dienst, lambda: not _left_behind(dienst))
    assert _left_behind(dienst) == []
    assert _known(dienst) == voor
    assert len(list(dienst.bibliotheek.omgeving.kluis.rglob("*"))) == brokken


def _until(dienst: Dienst, waar: Callable[[], object]) -> None:
    """Ask the service something small until what it is doing beside that has come so far."""
    for _ in range(500):
        if waar():
            return
        dienst.ask("/gezond")


def _begin(lijn: http.client.HTTPConnection, dienst: Dienst, lengte: int, naam: str) -> None:
    lijn.putrequest("POST", "/api/leveringen?" + urlencode({"naam": naam}))
    lijn.putheader("Authorization", f"Bearer {dienst.codes['eigen']}")
    lijn.putheader("Content-Type", "application/octet-stream")
    lijn.putheader("Content-Length", str(lengte))
    lijn.endheaders()


def test_a_large_file_streams_through_in_bounded_memory_and_never_plain(dienst: Dienst) -> None:
    """50 MB of members with names, while which and after which no plain text of them is on disk."""
    blok = _file("", *(member(KANARIE["lidnummer"], naam=KANARIE["naam"]) for _ in range(5_000)))[1:]
    keren = 50_000_000 // len(blok)
    dienst.ask("/api/controleer", _file(LEDEN, member("1")), naam="leden.csv", periode="2025")
    rust = dienst.memory_mb()
    lijn = dienst.connection()
    _begin(lijn, dienst, len(LEDEN) + 1 + keren * len(blok), "leden.csv")
    lijn.send(LEDEN.encode() + b"\n")
    gezien: dict[str, list[str]] = {}
    for nummer in range(keren):
        lijn.send(blok)
        if nummer % 10 == 5:
            gezien |= _plain(dienst)
    antwoord = lijn.getresponse()
    assert antwoord.status == 422  # without a peildatum a stock is refused, and kept
    lijn.close()
    assert gezien == {}
    assert _plain(dienst) == {}
    # The file is 50 MB; what it cost is a few blocks of it.
    gebruikt = dienst.memory_mb("VmHWM") - rust
    print(f"{gebruikt:.1f} MB boven rust")
    assert gebruikt < 40


def _plain(dienst: Dienst) -> dict[str, list[str]]:
    return found_below(dienst.bibliotheek.omgeving.werk, KANARIE) | found_below(dienst.tijdelijk, KANARIE)


# -- without keys --------------------------------------------------------------------------------------------------------


def test_what_the_service_holds_cannot_process(dienst: Dienst) -> None:
    from definitions import WerkmapFout

    dienst.ask("/api/leveringen", _file(LOG, loan(81)), naam="log.csv")
    with pytest.raises(WerkmapFout, match="hoofdsleutel"):
        process(dienst.bibliotheek.omgeving.zonder_sleutels())


def test_a_file_of_the_whole_network_is_split(dienst: Dienst) -> None:
    """A sender for the network names no organisatie: each one in the file gets a levering of its own, what is strange a refusal."""
    regels = [
        f"{i};{wie};{wie[:-4]}1001;Voorlezen;2025-02-11 10:00;;3;VOORLEZEN;4-11;BIBLIOTHEEK;FYSIEK;12;GETELD;DOORGEGAAN"
        for i, wie in enumerate((ISIL, ISIL, ANDER))
    ]
    bestand = _file(ACTIVITEITEN, *regels)
    status, bewijzen, _ = dienst.ask("/api/leveringen", bestand, code="kb", naam="datatheek.csv")
    assert (status, {b["organisatie"] for b in bewijzen}) == (201, {ISIL, ANDER})
    assert len({b["levering"] for b in bewijzen}) == 2
    status, _, _ = dienst.ask("/api/leveringen", bestand, code="kb", naam="datatheek.csv")
    assert status == 200
    status, probleem, _ = dienst.ask("/api/leveringen", _file(LOG, loan(91)), code="kb", naam="log.csv")
    assert (status, "organisatie" in probleem["detail"]) == (400, True)
