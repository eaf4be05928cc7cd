"""What must be said beside figures because of the source system: that they may still change, and how renewals are counted.

Not here: that a month was not delivered; that is coverage (`dbt_project`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from definitions import Definities

# The reasons, as they stand beside a figure (markering).
ONBEVESTIGD, VERLENGINGEN, TRENDBREUK = "bron_onbevestigd", "verlengingen_lopen", "trendbreuk"
# How a source counts renewals, by the form of its rows: on the loan, so in the loan's month, or in their own.
_WIJZE = {"lening": "verlenging_bij_uitlening", "gebeurtenis": "verlenging_in_eigen_maand"}
_NAMEN = ("organisatie", "dataset", "periode", "soort", "reden", "voorlopig")
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
    return [dict(zip(_NAMEN, (*rij, True), strict=True)) for rij in sorted(rijen)]


def renewal_methods(dekking: Iterable[Mapping[str, Any]], definities: Definities) -> list[dict[str, Any]]:
    """Rows (as `ingest.Voorbehoud`) that say of every month of loans how its renewals were counted, and `trendbreuk` in the first
    month that an organisatie counts them otherwise than in the last month before it. An organisatie's own mapping says nothing."""
    wijzen: dict[str, dict[str, set[str]]] = {}
    for rij in dekking:
        profiel = definities.bronsystemen.get(rij["bronsysteem"])
        levering = profiel.datasets.get(rij["dataset"]) if profiel else None
        if rij["dataset"] == "uitleningen" and levering is not None and levering.vorm in _WIJZE:
            maanden = wijzen.setdefault(rij["organisatie"], {})
            maanden.setdefault(rij["periode"][:7], set()).add(_WIJZE[levering.vorm])
    uit = []
    for organisatie, maanden in sorted(wijzen.items()):
        vorige: set[str] | None = None
        for maand, hoe in sorted(maanden.items()):
            breuk = {TRENDBREUK} if vorige not in (None, hoe) else set()
            uit += [(organisatie, "uitleningen", maand, "VERLENGING", reden, False) for reden in sorted(hoe | breuk)]
            vorige = hoe
    return [dict(zip(_NAMEN, rij, strict=True)) for rij in uit]


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
