"""One reader per format: bytes of a file become values of the model; no store.

`read_file` reads a source, `read_inventory` and `read_design` the tables that a
researcher makes about the sources. Heavy libraries are loaded by the reader that
needs them, so that this package is light to import.
"""

from vknz_research.ingest.formats import KNOWN_SUFFIXES, read_bytes, read_file
from vknz_research.ingest.inventory import read_design, read_inventory

__all__ = [
    "KNOWN_SUFFIXES",
    "read_bytes",
    "read_design",
    "read_file",
    "read_inventory",
]
