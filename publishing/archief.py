"""The archive: what figures of persons rest on is frozen per organisatie before brons is shredded, and every build takes it up.

Not here: shredding (`ingest`), and how archived contributions become figures (dbt_project). What is frozen are the organisatie's
contributions to each figure, so that sums over a gebied stay right when another organisatie corrects its own.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from definitions import Omgeving, VerkeerdeAanroep

from .bouw import Bouw, build, build_of
from .engine import Tabel, connect, make_table, quote
from .publicatie import Publicatie, current, sha256_of, sync
from .stand import archive_manifests, archived, freeze

if TYPE_CHECKING:
    from ingest import Bronspost

Sleutel = tuple[str, str, str]


def archive(omgeving: Omgeving, posten: Sequence[Bronspost], *, proef: bool = False) -> set[Sleutel]:
    """Freeze the figures of the current publicatie that rest on these brons files; which (organisatie, tabel, periode) may
    go now. What the current publicatie was not made of is left out: publish first. A figure is frozen once and stays so.
    With `proef` nothing is written: which would be."""
    from ingest import work_lock

    gevraagd = {(b.organisatie, b.tabel, b.periode): b for b in posten if b.telt}
    if proef:
        vast = _published(omgeving, list(gevraagd.values()))
        return set(gevraagd) & (archived(omgeving) | {(b.organisatie, b.tabel, b.periode) for b in vast})
    with work_lock(omgeving, omgeving.wacht_seconden):
        al = archived(omgeving)
        vast = _published(omgeving, [b for sleutel, b in gevraagd.items() if sleutel not in al])
        if vast:
            publicatie = current(omgeving)
            bouw = _build_of(omgeving, publicatie)
            if bouw is not None:
                _write(omgeving, publicatie, bouw, vast)
    return set(gevraagd) & archived(omgeving)


def _published(omgeving: Omgeving, posten: Sequence[Bronspost]) -> list[Bronspost]:
    """Those of the files that the current publicatie was made of."""
    if not posten:
        return []
    try:
        stand = json.loads((current(omgeving).map / "stand.json").read_text())
    except VerkeerdeAanroep:  # nothing was published yet, so there is nothing to freeze
        return []
    gebruikt = {(rij["pad"], rij["sha256"]) for rij in stand["bestanden"]}
    return [b for b in posten if (b.pad, b.sha256) in gebruikt]


def _build_of(omgeving: Omgeving, publicatie: Publicatie) -> Bouw | None:
    """The build of a publicatie, made again where it is gone and would be the same."""
    bouw = build_of(omgeving, publicatie.manifest()["bouw"])
    if bouw is None and freeze(omgeving).id == publicatie.stand:
        bouw = build(omgeving)
    return bouw


def _write(omgeving: Omgeving, publicatie: Publicatie, bouw: Bouw, posten: Sequence[Bronspost]) -> None:
    """Write the contributions, and then the manifest that makes them part of every stand."""
    omgeving.archief.mkdir(parents=True, exist_ok=True, mode=0o700)
    bekend = {rij["bestand"] for rij in archive_manifests(omgeving)}
    for rest in omgeving.archief.iterdir():
        if rest.suffix != ".json" and rest.name not in bekend:
            rest.unlink()
    weg = sorted((b.organisatie, b.tabel, b.periode) for b in posten)
    id_ = f"{omgeving.nu:%Y%m%dT%H%M%S}-{hashlib.sha256(repr((publicatie.id, weg)).encode()).hexdigest()[:8]}"
    pad = omgeving.archief / f"{id_}.parquet"
    rijen = _copy(omgeving, bouw, posten, pad)
    manifest = {
        "id": id_, "gemaakt_op": omgeving.nu.isoformat(timespec="seconds"), "publicatie": publicatie.id,
        "stand": publicatie.stand, "definities_versie": publicatie.definities_versie, "bestand": pad.name,
        "sha256": sha256_of(pad), "rijen": rijen,
        "weg": [{"organisatie": o, "tabel": t, "periode": p} for o, t, p in weg],
    }  # fmt: skip
    tijdelijk = omgeving.archief / f".{id_}.{secrets.token_hex(4)}"
    tijdelijk.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
    tijdelijk.chmod(0o600)
    sync(tijdelijk)
    tijdelijk.rename(omgeving.archief / f"{id_}.json")
    sync(omgeving.archief)


def _copy(omgeving: Omgeving, bouw: Bouw, posten: Iterable[Bronspost], pad: Path) -> int:
    with connect(None, geheugen_mb=bouw.geheugen_mb, threads=bouw.threads, tijdelijk=bouw.tijdelijk) as con:
        con.execute(f"attach {quote(bouw.database)} as bouw (read_only)")
        typen = {"organisatie": "varchar", "tabel": "varchar", "dag": "date"}
        make_table(con, "weg", Tabel("weg", typen, [(b.organisatie, b.tabel, _day(b.periode)) for b in posten]))
        con.execute(_KEYS)
        con.execute(_ROWS)
        con.execute(f"copy (from rij order by all) to {quote(pad)} (format parquet, compression zstd)")
        aantal: Any = con.execute("select count(*) from rij").fetchone()
    pad.chmod(0o600)
    sync(pad)
    return int(aantal[0])


def _day(periode: str) -> date:
    return date.fromisoformat(periode if len(periode) == 10 else f"{periode}-01")


# Which parts of which figures rest on what goes: members of a peildatum, borrowers of a month in the period, and what asks
# whether a member borrowed in the 12 months up to the peildatum. What was frozen before stays as it is.
_KEYS = """
create temp table sleutel as
select distinct o.indicator, o.rol, o.maat, o.variant, d.organisatie, d.periodesoort, d.periode
from bouw.definities.onderdeel as o
join bouw.definities.maat as m on m.maat = o.maat
join bouw.presentatie.dekking as d on d.bron = o.bron and d.geteld > 0
join bouw.presentatie.periode as p on p.periodesoort = d.periodesoort and p.periode = d.periode
join weg as w on w.organisatie = d.organisatie
where
    (m.feit = 'leden' and w.tabel = 'leden' and d.peildatum = w.dag)
    or (m.feit = 'leners' and w.tabel = 'leners' and d.periodesoort <> 'peildatum' and w.dag between p.begin and p.einde)
    or (
        o.bron = 'leden+uitleningen' and w.tabel = 'leners'
        and w.dag between date_trunc('month', d.peildatum) - interval 11 month and d.peildatum
    )
except
select a.indicator, a.rol, o.maat, o.variant, a.organisatie, a.periodesoort, a.periode
from bouw.archief.bijdrage as a
join bouw.definities.onderdeel as o on o.indicator = a.indicator and o.rol = a.rol
"""
# A part without anything to count is a zero of the organisatie: it says that the part is frozen.
_ROWS = """
create temp table rij as
with versie as (
    select distinct indicator, periodesoort, periode, definitieversie as versie from bouw.presentatie.indicatorwaarde
)
select
    s.indicator, s.rol, v.versie, s.organisatie, s.periodesoort, s.periode, b.niveau, b.gebied,
    case when s.variant = '' then b.uitsplitsing else 'variant' end as uitsplitsing,
    case when s.variant = '' then b.klasse else s.variant end as klasse,
    b.waarde, b.gemarkeerd
from sleutel as s
join bouw.presentatie.bijdrage as b
    on b.maat = s.maat and (s.variant = '' or b.uitsplitsing = 'totaal') and b.organisatie = s.organisatie and b.periodesoort = s.periodesoort and b.periode = s.periode
join versie as v on v.indicator = s.indicator and v.periodesoort = s.periodesoort and v.periode = s.periode
union all
select
    s.indicator, s.rol, v.versie, s.organisatie, s.periodesoort, s.periode, 'organisatie', s.organisatie, 'totaal',
    'totaal', 0.0, false
from sleutel as s
join versie as v on v.indicator = s.indicator and v.periodesoort = s.periodesoort and v.periode = s.periode
where s.variant = '' and not exists (
    select 1 from bouw.presentatie.bijdrage as b
    where
        b.maat = s.maat and b.organisatie = s.organisatie and b.periodesoort = s.periodesoort and b.periode = s.periode
        and b.niveau = 'organisatie' and b.uitsplitsing = 'totaal'
)
"""
