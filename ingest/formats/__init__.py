"""The forms in which tables are delivered, each turned into parts that open as plain delimited text.

Not here: what the columns mean. `ingest/unpack.py` chooses among these by a file's own bytes.
"""

from . import kind
from .part import SAMPLE_BYTES, Bezwaar, Gevuld, Herstel, Inhoud, Leesbaar, Opener, Pak, read_full

__all__ = ["SAMPLE_BYTES", "Bezwaar", "Gevuld", "Herstel", "Inhoud", "Leesbaar", "Opener", "Pak", "kind", "read_full"]
