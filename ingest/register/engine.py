"""How the register's database is opened, how its transactions begin, and what its errors ask of a person.

Not here: the tables (`schema.py`) and what is asked of them (`store.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from definitions import Omgeving, WerkmapFout

_BESCHADIGD = "is beschadigd of niet te bereiken; zet zo nodig de reservekopie terug"
# What SQLite says is wrong, as a person can mend it.
_OORZAKEN = {
    "BUSY": "is bezet; probeer het over een minuut opnieuw",
    "LOCKED": "is bezet; probeer het over een minuut opnieuw",
    "FULL": "kan niet groeien: de schijf is vol; maak ruimte en probeer het opnieuw",
    "IOERR": "kan niet groeien: de schijf is vol of stuk; maak ruimte en probeer het opnieuw",
    "READONLY": "mag niet beschreven worden; geef deze gebruiker rechten op de werkmap",
    "CANTOPEN": "is niet te openen; geef deze gebruiker rechten op de werkmap",
}


def open_engine(omgeving: Omgeving) -> sa.Engine:
    """The connection pool of a work folder's register. A transaction of an engine with the execution option `schrijft` holds
    the database from its beginning, so that what it read still stands when it writes."""
    pad = omgeving.werk / "register.sqlite"
    if omgeving.groep and omgeving.register_url is None and not pad.exists():
        # SQLite makes its file for nobody but its maker to write; what it makes beside it has the rights of this one.
        pad.touch(0o660)
    engine = sa.create_engine(omgeving.register_url or f"sqlite:///{pad}")
    if engine.dialect.name == "sqlite":
        sa.event.listen(engine, "connect", _sqlite_settings(omgeving.wacht_seconden))
        sa.event.listen(engine, "begin", _begin)
    return engine


def unusable(omgeving: Omgeving, fout: sa.exc.DatabaseError) -> WerkmapFout:
    """What keeps the register from being used, in words of what to do about it."""
    soort = str(getattr(fout.orig, "sqlite_errorname", "")).removeprefix("SQLITE_").partition("_")[0]
    return WerkmapFout(f"Het register in {omgeving.werk} {_OORZAKEN.get(soort, _BESCHADIGD)}.")


def _sqlite_settings(wacht_seconden: float) -> Callable[[Any, Any], None]:
    def instellen(verbinding: Any, _: Any) -> None:
        verbinding.isolation_level = None  # `_begin` says how a transaction starts
        cursor = verbinding.cursor()
        cursor.execute(f"pragma busy_timeout = {int(1000 * wacht_seconden)}")
        cursor.execute("pragma journal_mode = wal")
        cursor.execute("pragma synchronous = full")
        cursor.execute("pragma foreign_keys = on")
        cursor.close()

    return instellen


def _begin(con: sa.Connection) -> None:
    con.exec_driver_sql("begin immediate" if con.get_execution_options().get("schrijft") else "begin")
