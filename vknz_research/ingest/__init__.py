"""One reader per format: bytes of a file become values of the model; no store.

Heavy libraries are loaded by the reader that
needs them, so that this package is light to import.
"""

from vknz_research.ingest.formats import (
    KNOWN_SUFFIXES,
    load_bytes,
    read_bytes,
    read_file,
)

__all__ = [
    "KNOWN_SUFFIXES",
    "load_bytes",
    "read_bytes",
    "read_file",
]
