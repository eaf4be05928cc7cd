"""The pages people see: the app `inzien` opens the current publicatie, read-only.

Not here: counting, checking or publishing anything. Importing this package imports no Streamlit; starting the app does.
"""

from .launch import run_inzien

__all__ = ["run_inzien"]
