"""The CBS's table of inhabitants: what is read of it, what is refused, and that a build divides by it.

Not here: which figures need inhabitants (tests/spec).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from definitions import Omgeving, VerkeerdeAanroep, load_definities
from ingest import delivered_inhabitants, receive_inhabitants
from publishing import prepare_build
from publishing.engine import connect

_KOP = (
    '"ID";"Geslacht";"Leeftijd";"BurgerlijkeStaat";"RegioS";"Perioden";"BevolkingOp1Januari_1";"GemiddeldeBevolking_2"'
)


def _rows(gemeente: str, jaar: int, inwoners: int, per_leeftijd: int) -> list[str]:
    """As StatLine writes them: codes padded with spaces; also men, the unmarried, a province, and the average."""
    tabel = load_definities().inwonertabel
    leeftijden = [(tabel.leeftijd.totaal, inwoners), *((code, per_leeftijd) for code in tabel.jeugd), ("11800", 999)]
    cellen = [
        (geslacht, leeftijd, staat, regio, aantal)
        for geslacht in (tabel.geslacht.totaal, "3000")
        for staat in (tabel.burgerlijke_staat.totaal, "1010")
        for regio in (gemeente, "PV20", "NL01")
        for leeftijd, aantal in leeftijden
    ]
    return [
        f'{i};"{g}   ";"{le}  ";"{s}  ";"{r:<6}";"{jaar}JJ00";"{a:>8}";"{a}.5"'
        for i, (g, le, s, r, a) in enumerate(cellen)
    ]


def _write(pad: Path, rijen: list[str], kop: str = _KOP) -> Path:
    pad.write_text("\n".join([kop, *rijen]) + "\n")
    return pad


def test_years_of_the_table_count_with_their_ages(maak_omgeving: Callable[..., Omgeving], tmp_path: Path) -> None:
    omgeving = maak_omgeving("inwoners")
    rijen = _rows("GM0014", 2024, 240_000, 2_000) + _rows("GM0034", 2024, 220_000, 3_000)
    # A gemeente that was gone on that day has a dot.
    rijen += [f'1;"T001038";"10000";"T001019";"GM0501";"2024JJ00";"{"."}";"."']
    stand = receive_inhabitants(omgeving, _write(tmp_path / "03759ned.csv", rijen))
    assert (stand.rijen, stand.jaren) == (2, ("2024",))
    stand = receive_inhabitants(omgeving, _write(tmp_path / "2025.csv", _rows("GM0014", 2025, 241_000, 2_100)))
    assert (stand.rijen, stand.jaren) == (3, ("2024", "2025"))
    assert delivered_inhabitants(omgeving) == stand

    bouw = prepare_build(omgeving, [], [])
    with connect(bouw.database, geheugen_mb=512, threads=1) as con:
        gelezen = con.execute(
            "select gemeente, jaar, inwoners, inwoners_0_17, geschat from definities.inwoners"
            " where jaar > '2023' order by gemeente, jaar"
        ).fetchall()
        geschat = con.execute("select distinct geschat from definities.inwoners where jaar = '2023'").fetchall()
    assert gelezen == [
        ("GM0014", "2024", "240000", "36000", False),
        ("GM0014", "2025", "241000", "37800", False),
        ("GM0034", "2024", "220000", "54000", False),
    ]
    assert geschat == [(True,)]
    assert bouw.read_stand().inhoud["referentie"][0]["sha256"] == stand.sha256


@pytest.mark.parametrize(
    ("rijen", "kop", "zin"),
    [
        (["1;2;3"], '"ID";"Leeftijd";"RegioS"', "mist de kolommen BevolkingOp1Januari_1, BurgerlijkeStaat"),
        ([], _KOP, "heeft geen gemeenten met totalen"),
        (_rows("GM0014", 2024, 9, 1)[:5], _KOP, "mist bij 1 gemeenten en jaren een leeftijd"),
    ],
)
def test_another_table_or_one_without_ages_is_refused(
    maak_omgeving: Callable[..., Omgeving], tmp_path: Path, rijen: list[str], kop: str, zin: str
) -> None:
    omgeving = maak_omgeving("inwoners")
    with pytest.raises(VerkeerdeAanroep, match=zin):
        receive_inhabitants(omgeving, _write(tmp_path / "tabel.csv", rijen, kop))
    assert delivered_inhabitants(omgeving) is None
