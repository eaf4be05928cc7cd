"""The desk: what a sender may do at it, in a work folder without keys.

Not here: pages and the address for programs (tests/browser, tests/features/test_api).
"""

from __future__ import annotations

import io
import zipfile

import pytest

from dashboards import desk
from definitions import NietToegestaan, Omgeving
from ingest import coverage, grant, process
from tests.features.bibliotheek import ANDER, ISIL, LEDEN, LOG, Bibliotheek, loan, member


@pytest.fixture
def bibliotheek(omgeving: Omgeving, tmp_path) -> Bibliotheek:
    """A library on the list; the desk serves its work folder and does not know of its keys."""
    gemaakt = Bibliotheek(omgeving, tmp_path / "exports")
    gemaakt.start()
    desk.use(omgeving)
    return gemaakt


def _deliver(bibliotheek: Bibliotheek, naam: str, inhoud: bytes, *, netwerk: bool = False) -> list:
    organisaties = () if netwerk else (ISIL,)
    afzender = desk.enter(
        grant(bibliotheek.omgeving, "KB" if netwerk else "Leverancier", organisaties, netwerk=netwerk)
    )
    with desk.Sluis(desk.omgeving(afzender)) as sluis:
        sluis.add(naam, io.BytesIO(inhoud))
        return desk.deliver(afzender, sluis, desk.Claims(ISIL))


def _text(kop: str, *regels: str) -> bytes:
    return "\n".join([kop, *regels, ""]).encode()


def _counts(bibliotheek: Bibliotheek) -> dict[str, str]:
    process(bibliotheek.omgeving)
    return {d.periode: d.levering for d in coverage(bibliotheek.omgeving) if d.dataset == "uitleningen"}


def test_what_the_network_delivers_stands_behind_the_librarys_own(bibliotheek: Bibliotheek) -> None:
    regels = [loan(i) for i in range(5)]
    (eigen,) = _deliver(bibliotheek, "eigen.csv", _text(LOG, *regels))
    (van_kb,) = _deliver(bibliotheek, "kb.csv", _text(LOG, *regels, loan(9)), netwerk=True)
    assert (eigen.organisatie, van_kb.organisatie) == (ISIL, ISIL)
    assert _counts(bibliotheek) == {"2025-03": eigen.levering}


def test_a_zip_that_came_over_the_line_is_one_call(bibliotheek: Bibliotheek) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as pak:
        pak.writestr("log.csv", _text(LOG, loan(1), loan(2)))
        pak.writestr("leden 2025-12-31.csv", _text(LEDEN, member("71")))
    bewijzen = _deliver(bibliotheek, "levering.zip", buffer.getvalue())
    assert {b.dataset for b in bewijzen} == {"uitleningen", "leden"}


def test_one_is_told_nothing_of_anothers_levering(bibliotheek: Bibliotheek) -> None:
    (bewijs,) = _deliver(bibliotheek, "eigen.csv", _text(LOG, loan(1)))
    ander = desk.enter(grant(bibliotheek.omgeving, "Ander", [ANDER]))
    assert desk.receipts(ander) == []
    for doen in (desk.receipt, desk.confirm, lambda a, n: desk.withdraw(a, n, "zomaar")):
        with pytest.raises(NietToegestaan):
            doen(ander, bewijs.levering)
