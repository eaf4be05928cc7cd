"""Fixtures of the failure tests: the same small library as the feature tests.

Not here: what is killed and when (test_kill, test_kill_publicatie).
"""

from __future__ import annotations

from tests.features.conftest import bibliotheek, leeg

__all__ = ["bibliotheek", "leeg"]
