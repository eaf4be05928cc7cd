"""The errors a person can mend, each with the exit code the command ends with.

Not here: findings about rows, files and leveringen. Those are data (`bevindingen.yaml`), never exceptions.
"""

from __future__ import annotations

import errno


class GebruikersFout(Exception):
    """A mistake a person can mend: one Dutch sentence that says what, where and how."""

    exit_code = 2


class VerkeerdeAanroep(GebruikersFout):
    """The command was called with words or values that do not exist."""

    exit_code = 2


class DefinitieFout(GebruikersFout):
    """One or more definitions are wrong; the message lists every one with file and line."""

    exit_code = 2


class LeveringGeweigerd(GebruikersFout):
    """A delivered file was refused; what stood before still stands."""

    exit_code = 10


class PoortGesloten(GebruikersFout):
    """The quality gate blocked the publication."""

    exit_code = 12


class NietToegestaan(GebruikersFout):
    """The sender or reader may not do this."""

    exit_code = 13


class WerkmapFout(GebruikersFout):
    """The work folder is busy, damaged, or its keys are missing."""

    exit_code = 14


_SCHIJF = {
    errno.ENOSPC: "De schijf is vol; maak ruimte en doe het opnieuw.",
    errno.EDQUOT: "De schijfruimte van deze gebruiker is op; maak ruimte en doe het opnieuw.",
    errno.EFBIG: "Een bestand mag voor deze gebruiker niet groter worden; verruim de grens en doe het opnieuw.",
    errno.EROFS: "De werkmap staat op een schijf die alleen gelezen mag worden; maak haar beschrijfbaar.",
    errno.EACCES: "Deze gebruiker mag niet in de werkmap schrijven; geef rechten op de werkmap en de sleutelmap.",
}


def disk_error(fout: BaseException) -> WerkmapFout | None:
    """The sentence for a disk or folder that takes no more, None for any other error. What stood there still stands."""
    zin = _SCHIJF.get(fout.errno or 0) if isinstance(fout, OSError) else None
    return WerkmapFout(f"{zin} Er is niets verloren.") if zin else None


class InterneFout(Exception):
    """A bug. Names the type, module and line of what went wrong, never its message: messages quote values."""

    exit_code = 1

    @classmethod
    def van(cls, fout: BaseException, waar: str) -> InterneFout:
        """Describe `fout` without its message or locals; raise the result `from None`."""
        spoor = fout.__traceback__
        while spoor is not None and spoor.tb_next is not None:
            spoor = spoor.tb_next
        plaats = f"{spoor.tb_frame.f_globals.get('__name__', '?')}:{spoor.tb_lineno}" if spoor else "onbekend"
        return cls(f"Interne fout ({type(fout).__name__} in {plaats}) bij {waar}. Meld dit aan het beheer.")
