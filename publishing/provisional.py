"""Which figures may still change although their period is over, and why: what they rest on, or renewals to come.

Not here: that a month was not delivered; that is coverage (`dbt_project`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from definitions import Definities

# The reasons, as they stand beside a figure (markering).
ONBEVESTIGD, VERLENGINGEN = "bron_onbevestigd", "verlengingen_lopen"
# The list of organisaties is no figure.
_GEEN_CIJFER = frozenset({"organisaties", "aansluitcijfers", "onderzoek"})


def provisional(
    dekking: Iterable[Mapping[str, Any]], definities: Definities, bevestigd: frozenset[str]
) -> list[dict[str, Any]]:
    """Rows (as `ingest.Voorbehoud`) of what is provisional, of the coverage rows of a stand.

    `bevestigd` are the source systems and datasets (`wise/uitleningen`) of which a library confirmed its totals. `soort` is the kind of transaction that may
    still change, empty where all of the dataset may.
    """
    rijen = {
        (rij["organisatie"], rij["dataset"], rij["periode"], soort, reden)
        for rij in dekking
        if rij["dataset"] not in _GEEN_CIJFER
        for soort, reden in _reasons(rij, definities, bevestigd)
    }
    namen = ("organisatie", "dataset", "periode", "soort", "reden")
    return [{**dict(zip(namen, rij, strict=True)), "voorlopig": True} for rij in sorted(rijen)]


def _reasons(rij: Mapping[str, Any], definities: Definities, bevestigd: frozenset[str]) -> Iterator[tuple[str, str]]:
    profiel = definities.bronsystemen.get(rij["bronsysteem"])
    # An organisatie's own mapping is no better known than what was read from documentation.
    if (
        profiel is None or profiel.bewijs == "documentatie"
    ) and f"{rij['bronsysteem']}/{rij['dataset']}" not in bevestigd:
        yield "", ONBEVESTIGD
    levering = profiel.datasets.get(rij["dataset"]) if profiel else None
    if levering is None or levering.venster_maanden is None:
        return
    if datetime.fromisoformat(rij["ontvangen_op"]).date() < _window_end(rij["periode"], levering.venster_maanden):
        yield "VERLENGING", VERLENGINGEN


def _window_end(maand: str, maanden: int) -> date:
    """The first day after a window of months that begins with this one: from then on a levering has the last of it."""
    jaar, nummer = int(maand[:4]), int(maand[5:]) - 1 + maanden
    return date(jaar + nummer // 12, nummer % 12 + 1, 1)
