"""What differs between two publicaties: per indicator the figures that are new, gone or changed.

Not here: making and choosing publicaties (`press.py`, `publicatie.py`), and change from year to year (`change.py`).
"""

from __future__ import annotations

from typing import Any

from definitions import Omgeving, VerkeerdeAanroep, WerkmapFout

from .engine import connect, quote
from .publicatie import Publicatie, publicaties

# A figure is the same where the number, its status and its markeringen are; rounding below this is none of ours.
_GELIJK = 1e-9


def vergelijk(omgeving: Omgeving, a: str, b: str) -> list[dict[str, Any]]:
    """The differences from publicatie `a` to `b` (ids, or beginnings of one): per indicator that differs `{indicator, nieuw,
    weg, anders, status, definitieversie, land}`.

    `anders` counts figures with another value, `status` those with the same value and another status or markering;
    `definitieversie` is [old, new] where it differs, None else. `land` is the newest national total that changed: `{periode, oud,
    nieuw}`, or None. Raises `VerkeerdeAanroep` where there is no such publicatie, `WerkmapFout` where its file is gone.
    """
    bestanden = [_file(_find(omgeving, id_)) for id_ in (a, b)]
    with connect(None, geheugen_mb=omgeving.geheugen_mb, threads=omgeving.threads) as con:
        for naam, pad in zip(("oud", "nieuw"), bestanden, strict=True):
            con.execute(f"attach {quote(pad)} as {naam} (read_only)")
        rijen = con.execute(_SQL).fetchall()
    return [
        {
            "indicator": code, "nieuw": nieuw, "weg": weg, "anders": anders, "status": status,
            "definitieversie": None if van == naar else [van, naar],
            "land": None if periode is None else {"periode": periode, "oud": was, "nieuw": wordt},
        }
        for code, nieuw, weg, anders, status, van, naar, periode, was, wordt in rijen
    ]  # fmt: skip


def _find(omgeving: Omgeving, id_: str) -> Publicatie:
    alle = publicaties(omgeving)
    gevonden = [p for p in alle if p.id.startswith(id_)]
    if len(gevonden) != 1:
        keuze = f"; kies uit: {', '.join(p.id for p in alle)}." if alle else "."
        raise VerkeerdeAanroep(f"Er is niet één publicatie die {id_} heet of zo begint{keuze}")
    return gevonden[0]


def _file(publicatie: Publicatie) -> Any:
    pad = publicatie.map / "beheer.duckdb"
    if not pad.is_file():
        raise WerkmapFout(
            f"Publicatie {publicatie.id} is beschadigd: {pad.name} is er niet; zet de reservekopie terug."
        )
    return pad


_SLEUTEL = ("indicator", "niveau", "gebied", "periodesoort", "periode", "uitsplitsing", "klasse")
_SQL = f"""
with paar as (
    select
        {", ".join(f"coalesce(o.{k}, n.{k}) as {k}" for k in _SLEUTEL)},
        o.indicator is null as nieuw,
        n.indicator is null as weg,
        o.indicator is not null and n.indicator is not null as beide,
        o.waarde is distinct from n.waarde
            and not coalesce(abs(o.waarde - n.waarde) <= {_GELIJK} * greatest(abs(o.waarde), abs(n.waarde)), false) as ongelijk,
        o.status is distinct from n.status or o.markeringen is distinct from n.markeringen as gemerkt,
        o.definitieversie as van, n.definitieversie as naar, o.waarde as was, n.waarde as wordt
    from oud.indicatorwaarde as o
    full join nieuw.indicatorwaarde as n on {" and ".join(f"n.{k} = o.{k}" for k in _SLEUTEL)}
)
select
    indicator,
    count(*) filter (where nieuw), count(*) filter (where weg), count(*) filter (where beide and ongelijk),
    count(*) filter (where beide and not ongelijk and gemerkt),
    max(van), max(naar),
    arg_max(periode, periode) filter (where hoofd), arg_max(was, periode) filter (where hoofd),
    arg_max(wordt, periode) filter (where hoofd)
from (select *, beide and ongelijk and niveau = 'land' and uitsplitsing = 'totaal' and periodesoort = 'jaar' as hoofd from paar)
group by indicator
having count(*) filter (where nieuw or weg or ongelijk or gemerkt or van is distinct from naar) > 0
order by indicator
"""
