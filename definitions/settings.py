"""The one frozen `Omgeving`: where the work folder and the keys are, what time it is, how much memory may be used.

Not here: anything about the data itself (contracts, code lists), and no reading of `os.environ`: entry points pass it in.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from .errors import VerkeerdeAanroep


def _systeemgebruiker() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "beheer"


@dataclass(frozen=True)
class Omgeving:
    """Everything outside the data that a run depends on. `nu` is the clock; tests fix it.

    `alleen_ontvangen`: this process takes files in and answers about them, and has no key that opens what is stored.
    `groep`: who takes files in and who processes them are two system users of one group, which own the work folder together.
    `wacht_seconden`: how long a register or work folder that another process holds is waited for.
    """

    werk: Path
    sleutels: Path
    register_url: str | None = None
    afzender: str = field(default_factory=_systeemgebruiker)
    vast_nu: datetime | None = None
    geheugen_mb: int = 1024
    threads: int = 2
    blok_bytes: int = 16 * 1024 * 1024
    max_bestand_bytes: int = 8 * 1024**3
    max_regel_bytes: int = 1024 * 1024
    max_kolommen: int = 1000
    # What may come out of one delivered file: a zip of a few kilobytes can hold terabytes of zeros.
    max_uitgepakt_bytes: int = 16 * 1024**3
    max_uitpakverhouding: int = 200
    max_delen: int = 1000
    # A workbook or Parquet file is read in a process of its own, which the system stops above these.
    max_werkmap_bytes: int = 256 * 1024**2
    max_werkmap_uitgepakt_bytes: int = 1024**3
    max_cellen: int = 16_000_000
    lezer_geheugen_mb: int = 2048
    lezer_seconden: int = 120
    stilte_seconden: int = 15 * 60
    alleen_ontvangen: bool = False
    groep: bool = False
    wacht_seconden: float = 20

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Omgeving:
        """Read the `DAADKRACHT_*` variables; raises `VerkeerdeAanroep` where a value cannot be read."""
        vast = environ.get("DAADKRACHT_NU")
        try:
            nu = datetime.fromisoformat(vast) if vast else None
        except ValueError:
            raise VerkeerdeAanroep("DAADKRACHT_NU is geen tijdstip; schrijf het als 2026-01-31T12:00:00.") from None
        wacht = environ.get("DAADKRACHT_WACHT", "20")
        if not wacht.isdigit():
            raise VerkeerdeAanroep(
                "DAADKRACHT_WACHT is geen heel getal; schrijf hoeveel seconden er gewacht mag worden."
            )
        return cls(
            werk=Path(environ.get("DAADKRACHT_WERK", "./werk")).absolute(),
            sleutels=Path(environ.get("DAADKRACHT_SLEUTELS", Path.home() / ".daadkracht" / "sleutels")).absolute(),
            register_url=environ.get("DAADKRACHT_REGISTER"),
            vast_nu=nu,
            wacht_seconden=int(wacht),
            groep=environ.get("DAADKRACHT_GROEP", "0") not in ("", "0"),
            afzender=environ.get("DAADKRACHT_AFZENDER") or _systeemgebruiker(),
        )

    def zonder_sleutels(self) -> Omgeving:
        """The same for a process that only receives: wherever the keys are, it does not know of them."""
        return replace(self, sleutels=Path("/dev/null/sleutels"), alleen_ontvangen=True)

    def set_umask(self) -> None:
        """Of a process that starts: what it makes is for the group too where two users share the work folder, and never for
        others. Files that are nobody else's are made with rights of their own."""
        if self.groep:
            os.umask(0o007)

    @property
    def kluisrechten(self) -> int:
        """The rights of what one user puts in the vault and the other opens and destroys."""
        return 0o660 if self.groep else 0o600

    @property
    def nu(self) -> datetime:
        """Now, local time without zone."""
        return self.vast_nu or datetime.now()

    @property
    def inbox(self) -> Path:
        return self.werk / "inbox"

    @property
    def kluis(self) -> Path:
        return self.werk / "kluis"

    @property
    def brons(self) -> Path:
        return self.werk / "brons"

    @property
    def archief(self) -> Path:
        return self.werk / "archief"

    @property
    def bouw(self) -> Path:
        return self.werk / "bouw"

    @property
    def publicaties(self) -> Path:
        return self.werk / "publicaties"

    @property
    def dagster(self) -> Path:
        return self.werk / "dagster"
