"""Freezes what a build is made of: the exact brons files with their hashes, who delivered what, definitions and code.

Not here: which files count (`ingest`), and what is made of them (`bouw.py`).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from definitions import Omgeving, WerkmapFout, load_definities

from .provisional import provisional, renewal_methods

if TYPE_CHECKING:
    from ingest import Aanvulling, Bronsbestand, Dekking, Voorbehoud, Zelfde

HUIS = Path(__file__).resolve().parent.parent
# The network's list is one: of several that count (of different senders), the newest.
_LIJSTEN = frozenset({"organisaties"})
# Figures of others, with the day they were published: they cover no period of ours.
GEEN_DEKKING = frozenset({"aansluitcijfers", "onderzoek"})
# The code that figures depend on; brons itself is in the stand by its hashes.
_BRONCODE = ("definitions", "publishing", "dbt_project")
_ACHTERVOEGSELS = frozenset({".py", ".sql", ".yml"})


@dataclass(frozen=True)
class Stand:
    """A frozen stand. `id` follows from all the rest; `inhoud` is what `stand.json` holds."""

    id: str
    inhoud: dict[str, Any]

    def as_json(self) -> str:
        return json.dumps({"id": self.id, **self.inhoud}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def freeze(
    omgeving: Omgeving, bestanden: Sequence[Bronsbestand] | None = None, dekking: Sequence[Dekking] | None = None,
    bevestigd: frozenset[str] = frozenset(), voorbehouden: Sequence[Voorbehoud] = (),
    zelfde: Sequence[Zelfde] = (), aanvullingen: Sequence[Aanvulling] = (),
) -> Stand:  # fmt: skip
    """The stand of this moment; without lists what `ingest` says counts, which source systems (`bevestigd`) are confirmed,
    what must be said beside figures, which activities are one and the same, and what libraries answered of what was open. Of
    brons only activities that several systems have or that were answered are read.

    Of a period whose figures of persons are archived no brons with persons is taken, whatever came in since.
    """
    from ingest import delivered_inhabitants

    if bestanden is None or dekking is None:
        from ingest import answers_that_count, caveats, confirmed_systems, counting_files, coverage, same_activities

        bevestigd = confirmed_systems(omgeving)
        voorbehouden = voorbehouden or caveats(omgeving)
        zelfde = zelfde or same_activities(omgeving)
        aanvullingen = aanvullingen or answers_that_count(omgeving)
        bestanden = counting_files(omgeving) if bestanden is None else bestanden
        dekking = coverage(omgeving) if dekking is None else dekking
    nieuwste = _newest_lists(dekking)
    weg = archived(omgeving)
    bestand_rijen = [
        _file_row(b)
        for b in bestanden
        if nieuwste.get(b.dataset, b.levering) == b.levering and (b.organisatie, b.tabel, b.periode) not in weg
    ]
    per_laag = Counter((a.organisatie, a.bronsysteem, a.maand) for a in aanvullingen)
    dekking_rijen = [
        _coverage_row(d, per_laag[d.organisatie, d.bronsysteem, d.periode] if d.dataset == "activiteiten" else 0)
        for d in dekking
        if nieuwste.get(d.dataset, d.levering) == d.levering
    ]
    definities = load_definities()
    voorbehoud_rijen = [
        *map(asdict, voorbehouden),
        *provisional(dekking_rijen, definities, bevestigd),
        *renewal_methods(dekking_rijen, definities),
    ]
    inhoud = {
        "definities_versie": load_definities().versie,
        "code_versie": code_version(),
        "organisaties": sorted({r["organisatie"] for r in dekking_rijen if r["dataset"] not in _LIJSTEN}),
        "tot_en_met": _last_month(
            omgeving.nu.date(), (r["periode"] for r in dekking_rijen if r["dataset"] not in GEEN_DEKKING)
        ),
        "bestanden": sorted(bestand_rijen, key=lambda r: (r["dataset"], r["tabel"], r["pad"])),
        "referentie": [{"pad": i.pad, "sha256": i.sha256, "rijen": i.rijen}]
        if (i := delivered_inhabitants(omgeving))
        else [],
        "archief": [
            {
                "pad": str((omgeving.archief / m["bestand"]).relative_to(omgeving.werk)),
                "sha256": m["sha256"],
                "rijen": m["rijen"],
            }
            for m in archive_manifests(omgeving)
        ],
        "dekking": sorted(dekking_rijen, key=lambda r: (r["dataset"], r["organisatie"], r["periode"], r["levering"])),
        "zelfde_activiteiten": [
            asdict(z) for z in sorted(zelfde, key=lambda z: (z.organisatie, z.maand, z.groep, z.rang))
        ],
        "aanvullingen": [
            asdict(a) for a in sorted(aanvullingen, key=lambda a: (a.organisatie, a.maand, a.bronsysteem, a.activiteit))
        ],
        "voorbehouden": sorted(voorbehoud_rijen, key=lambda r: tuple(map(str, r.values()))),
    }
    tekst = json.dumps(inhoud, ensure_ascii=False, sort_keys=True)
    return Stand(hashlib.sha256(tekst.encode()).hexdigest()[:16], inhoud)


def archive_manifests(omgeving: Omgeving) -> list[dict[str, Any]]:
    """The manifests of the archive, oldest first: what each holds, its hash, and what brons it stands for."""
    if not omgeving.archief.is_dir():
        return []
    return [json.loads(p.read_text()) for p in sorted(omgeving.archief.glob("*.json")) if not p.name.startswith(".")]


def archived(omgeving: Omgeving) -> set[tuple[str, str, str]]:
    """Each (organisatie, tabel, periode) of brons whose figures of persons are archived."""
    return {(w["organisatie"], w["tabel"], w["periode"]) for m in archive_manifests(omgeving) for w in m["weg"]}


def _newest_lists(dekking: Iterable[Dekking]) -> dict[str, str]:
    uit: dict[str, str] = {}
    for d in sorted(dekking, key=lambda d: (d.ontvangen_op, d.levering)):
        if d.dataset in _LIJSTEN:
            uit[d.dataset] = d.levering
    return uit


def _file_row(b: Bronsbestand) -> dict[str, Any]:
    return {
        "dataset": b.dataset, "tabel": b.tabel, "organisatie": b.organisatie, "bronsysteem": b.bronsysteem,
        "levering": b.levering, "periode": b.periode or "", "pad": str(b.pad), "sha256": b.sha256, "rijen": b.rijen,
    }  # fmt: skip


def _coverage_row(d: Dekking, aanvullingen: int) -> dict[str, Any]:
    """`aanvullingen` is how many of its activities were answered by the library afterwards."""
    return {
        "organisatie": d.organisatie, "dataset": d.dataset, "periode": d.periode or "", "bronsysteem": d.bronsysteem,
        "levering": d.levering, "ontvangen_op": d.ontvangen_op.isoformat(timespec="seconds"),
        "bestanden": [{"naam": b.naam, "sha256": b.sha256} for b in d.bestanden],
        "aanvullingen": aanvullingen,
    }  # fmt: skip


def _last_month(vandaag: date, perioden: Iterable[str]) -> str:
    """The last month that is over, of those in years that were delivered: the only thing of the clock that figures show."""
    jaren = [p[:4] for p in perioden if p[:4].isdigit()]
    voorbij = (vandaag.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
    return min(voorbij, f"{max(jaren)}-12") if jaren else ""


@cache
def code_version() -> str:
    """SHA-256 (12 hex digits) over the source files that figures depend on: it also sees what was not committed."""
    som = hashlib.sha256()
    for map_ in _BRONCODE:
        for pad in sorted((HUIS / map_).rglob("*")):
            if pad.suffix in _ACHTERVOEGSELS and "target" not in pad.parts:
                som.update(f"{pad.relative_to(HUIS)}\0".encode() + pad.read_bytes() + b"\0")
    return som.hexdigest()[:12]


def code_commit() -> str | None:
    """The git commit the house stands at, read from the files of git; none outside a repository."""
    git = HUIS / ".git"
    try:
        hoofd = (git / "HEAD").read_text().strip()
        if not hoofd.startswith("ref: "):
            return hoofd
        los = git / hoofd.removeprefix("ref: ")
        if los.exists():
            return los.read_text().strip()
        regels = (git / "packed-refs").read_text().splitlines()
        return next((r.split()[0] for r in regels if r.endswith(" " + hoofd.removeprefix("ref: "))), None)
    except OSError:
        return None


def check_files(omgeving: Omgeving, stand: Stand) -> None:
    """Hold every brons file, reference table and archive of the stand against its hash; raises `WerkmapFout` where one is missing or changed."""
    for rij in (*stand.inhoud["bestanden"], *stand.inhoud["referentie"], *stand.inhoud["archief"]):
        pad = omgeving.werk / rij["pad"]
        try:
            with pad.open("rb") as bestand:
                heel = hashlib.file_digest(bestand, "sha256").hexdigest() == rij["sha256"]
        except OSError:
            heel = False
        if not heel:
            anders = f" of trek levering {rij['levering']} in en lever opnieuw" if "levering" in rij else ""
            raise WerkmapFout(
                f"Het bestand {rij['pad']} in de werkmap ontbreekt of is veranderd; zet de reservekopie terug{anders}."
            )
