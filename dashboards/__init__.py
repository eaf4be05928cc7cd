"""The apps people see: `inzien` opens the current publicatie, read-only; `aanleveren` takes files in and answers about them.

Not here: counting, checking or publishing anything. Importing this package imports no Streamlit; starting an app does.
"""

from .launch import run_aanleveren, run_inzien

__all__ = ["run_aanleveren", "run_inzien"]
