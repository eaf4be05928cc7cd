"""`daadkracht`: from the words of a call to one command, and from what went wrong to one sentence and an exit code.

Not here: what commands do (`commands.py`, `draai.py`, `demo.py`, `apps.py`, `toegang.py`). The only module of this package, with the
Dagster code location, that reads the environment.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from definitions import GebruikersFout, InterneFout, Omgeving, disk_error

from .output import Uitvoer, own_stdout
from .parser import parse

# Which module holds a command; the others are in `commands`.
_PLACES = {
    "herken": "herken",
    "vertaal": "herken",
    "kalender": "whole",
    "klopt": "whole",
    "draai": "draai",
    "demo": "demo",
    "definities": "definities",
    "begrippen": "definities",
    "inzien": "apps",
    "aanleveren": "apps",
    "dagster": "apps",
    "opschonen": "bewaren",
    "vergeet": "bewaren",
    "sleutels": "bewaren",
    "minimaliseer": "bewaren",
    "agenda": "agenda",
    "aanvullen": "aanvullen",
    "toegang": "toegang",
    "watals": "watals",
    "aansluiting": "watals",
    "vergelijk": "watals",
}
_GARBAGE_AFTER = 50_000
_BROKEN_PIPE = 141
_INTERRUPTED = 130

Handeling = Callable[[Omgeving, argparse.Namespace, Uitvoer], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code (design, section 7). The entry point of the script `daadkracht`."""
    # Libraries make hundreds of thousands of objects that stay: looking for garbage among them at every 700th is a tenth
    # of a command's start.
    gc.set_threshold(_GARBAGE_AFTER, *gc.get_threshold()[1:])
    # A levering goes through in blocks, too small to share out: more threads are a fifth more work and save no time.
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    woorden = list(sys.argv[1:] if argv is None else argv)
    try:
        return _run(woorden, os.environ)
    except SystemExit as einde:
        return einde.code if isinstance(einde.code, int) else 1
    except BrokenPipeError:
        # Whoever read our output stopped reading; without this Python would complain when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except KeyboardInterrupt:
        Uitvoer().meld("Onderbroken.")
        return _INTERRUPTED
    except (GebruikersFout, InterneFout) as fout:
        Uitvoer().meld(str(fout))
        return fout.exit_code
    except OSError as fout:
        bekend = disk_error(fout) or InterneFout.van(fout, f"daadkracht {woorden[0]}")
        Uitvoer().meld(str(bekend))
        return bekend.exit_code
    except Exception as fout:  # noqa: BLE001 - the edge: no traceback and no message, both quote values of rows
        Uitvoer().meld(str(InterneFout.van(fout, f"daadkracht {woorden[0]}")))
        return InterneFout.exit_code


def _run(woorden: Sequence[str], environ: Mapping[str, str]) -> int:
    keuze = parse(woorden)
    keuze.environ = dict(environ)  # what a command that starts a server hands on to it
    omgeving = _environment(keuze.opdracht, environ)
    omgeving.set_umask()
    with own_stdout() as stroom:
        return _handler(keuze.opdracht)(omgeving, keuze, Uitvoer(keuze.json, stroom))


def _handler(opdracht: str) -> Handeling:
    handeling: Handeling = getattr(import_module(f".{_PLACES.get(opdracht, 'commands')}", __package__), opdracht)
    return handeling


def _environment(opdracht: str, environ: Mapping[str, str]) -> Omgeving:
    """The `Omgeving` of this call. The demo has a work folder of its own, so that it never mixes with real data."""
    if opdracht == "demo":
        werk = environ.get("DAADKRACHT_WERK", "./werk/demo")
        environ = {"DAADKRACHT_SLEUTELS": f"{werk.rstrip('/')}-sleutels", **environ, "DAADKRACHT_WERK": werk}
    return Omgeving.from_environ(environ)


if __name__ == "__main__":
    sys.exit(main())
