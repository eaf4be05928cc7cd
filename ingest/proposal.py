"""A proposal for reading an unknown export: the dataset, where each column comes from and how its codes translate.

Not here: how it is found (`propose.py`) and keeping it (`agree.py`). It holds names of columns, counts and the codes that may
be shown; no other value of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from definitions import Bronkolom, Bronlevering, Bronsysteem, Brontabel, Dataset

from .codes import STERK, Codevoorstel
from .profiles import LOCATIE

# The id of an organisatie's own source system begins with this, so that it is never taken for one of the network's.
EIGEN = "eigen-"


@dataclass(frozen=True)
class Kolomvoorstel:
    """Where one column of the contract comes from: `van` (with `samen` for the time), or the constant `vast`, or nowhere.
    `zekerheid` 0..1; `alternatieven` other columns of the file with their certainty; `codes` the translations that may be
    shown, `verborgen` how many codes may not; `woorden` translates codes that are known words, however rare."""

    kolom: str
    omschrijving: str
    verplicht: bool
    van: str | None = None
    samen: str | None = None
    vast: str | None = None
    leeg: str | None = None
    zekerheid: float = 0.0
    gronden: tuple[str, ...] = ()
    alternatieven: tuple[tuple[str, float], ...] = ()
    codes: tuple[Codevoorstel, ...] = ()
    verborgen: int = 0
    woorden: Mapping[str, str] = field(default_factory=dict)

    @property
    def vertaling(self) -> dict[str, str]:
        """The translations that are certain enough to confirm with the mapping."""
        zeker = {c.code: c.naar for c in self.codes if c.naar is not None and c.zekerheid >= STERK}
        return {**self.woorden, **zeker}

    def as_json(self) -> dict[str, Any]:
        return {
            "kolom": self.kolom, "verplicht": self.verplicht, "van": self.van, "samen": self.samen, "vast": self.vast,
            "zekerheid": round(self.zekerheid, 2), "gronden": list(self.gronden),
            "alternatieven": [{"van": kop, "zekerheid": round(z, 2)} for kop, z in self.alternatieven],
            "codes": [{**vars(c), "bevestigd": c.code in self.vertaling} for c in self.codes], "codes_verborgen": self.verborgen,
        }  # fmt: skip


@dataclass(frozen=True)
class Voorstel:
    """A proposal for one file. `bekend` names the profile that reads the file already; `datasets` are the other datasets it
    might be, with their score; `persoonlijk` the columns that say directly who someone is, with the ground; `ontbreekt` the
    required columns without a source; `opmerkingen` what a person has to look at."""

    bestand: str
    bekend: str | None
    dataset: Dataset
    zekerheid: float
    datasets: tuple[tuple[str, float], ...]
    scheiding: str
    codering: str
    regels: int
    koppen: tuple[str, ...]
    kolommen: tuple[Kolomvoorstel, ...]
    persoonlijk: Mapping[str, str]
    ongebruikt: tuple[str, ...]
    ontbreekt: tuple[str, ...]
    datumvormen: tuple[str, ...]
    tijdvormen: tuple[str, ...]
    opmerkingen: tuple[str, ...]

    def kolom(self, naam: str) -> Kolomvoorstel:
        return next(k for k in self.kolommen if k.kolom == naam)

    def as_json(self) -> dict[str, Any]:
        """The document of `daadkracht herken --json`."""
        return {
            "bestand": self.bestand, "bekend": self.bekend, "dataset": self.dataset, "zekerheid": round(self.zekerheid, 2),
            "andere_datasets": [{"dataset": d, "zekerheid": round(z, 2)} for d, z in self.datasets],
            "bestandsvorm": {"scheiding": self.scheiding, "codering": self.codering, "bekeken_regels": self.regels,
                             "datumvormen": list(self.datumvormen), "tijdvormen": list(self.tijdvormen)},
            "kolommen": [k.as_json() for k in self.kolommen],
            "persoonlijk": [{"kolom": kop, "grond": grond} for kop, grond in self.persoonlijk.items()],
            "ongebruikt": list(self.ongebruikt), "ontbreekt": list(self.ontbreekt), "opmerkingen": list(self.opmerkingen),
        }  # fmt: skip

    def profile(self, naam: str, eerder: Bronsysteem | None = None) -> Bronsysteem:
        """The proposal as the profile `eigen-<naam>`; other datasets of `eerder`, the profile of that name so far, stay."""
        tabel = Brontabel(
            omschrijving=f"eigen export {naam}, {self.dataset}", kolommen=self.koppen,
            kenmerk=tuple(dict.fromkeys(kop for k in self.kolommen for kop in (k.van, k.samen) if kop)),
        )  # fmt: skip
        levering = Bronlevering(hoofd=(self.dataset,), vorm=self._shape(), kolommen={
            k.kolom: _source(k) for k in self.kolommen if k.van is not None or k.vast is not None
        })  # fmt: skip
        return Bronsysteem(
            id=EIGEN + naam, naam=f"eigen export {naam}", bewijs="voorbeeld",
            toelichting="Voorgesteld op grond van een bestand en bevestigd door de organisatie.",
            datumvormen=_merged(self.datumvormen, eerder.datumvormen if eerder else ()),
            tijdvormen=_merged(self.tijdvormen, eerder.tijdvormen if eerder else ()),
            tabellen={**(eerder.tabellen if eerder else {}), self.dataset: tabel},
            datasets={**(eerder.datasets if eerder else {}), self.dataset: levering},
        )  # fmt: skip

    def branch_codes(self) -> dict[str, str]:
        """The proposed translations of branch codes, each to the ISIL of its location."""
        return {code: isil for k in self.kolommen if k.kolom == LOCATIE for code, isil in k.vertaling.items()}

    def _shape(self) -> Any:
        if self.dataset != "uitleningen":
            return "rij"
        return "lening" if self.kolom("soort").van is None else "gebeurtenis"


def _source(k: Kolomvoorstel) -> Bronkolom:
    return Bronkolom(
        van=(k.van,) if k.van else (), samen=k.samen, vast=k.vast, leeg=k.leeg, codes=(k.vertaling if k.kolom != LOCATIE else {}) or None,
        aanname=k.gronden[-1] if k.vast else None,
    )  # fmt: skip


def _merged(nieuw: tuple[str, ...], eerder: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*nieuw, *eerder)))
