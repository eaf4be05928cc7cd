"""The Dagster code location (`orchestration.defs`), for the work folder that the environment names.

Not here: what is in it (`code_location.py`). The only module of this package, with the command, that reads the environment.
"""

from __future__ import annotations

import os

from definitions import Omgeving

from .code_location import build_defs

_OMGEVING = Omgeving.from_environ(os.environ)
_OMGEVING.set_umask()
defs = build_defs(_OMGEVING)
