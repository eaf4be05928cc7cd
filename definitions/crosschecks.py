"""What definition files must have in common, checked on every load."""

from __future__ import annotations

from .load import Geladen


def check_references(geladen: Geladen) -> None:
    """Placeholder."""
