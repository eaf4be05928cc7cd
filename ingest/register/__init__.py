"""The register of leveringen, and the only place that knows SQLAlchemy.

Not here: files (`vault.py`, `brons.py`), and what its records are (`records.py`).
"""

from .store import Register

__all__ = ["Register"]
