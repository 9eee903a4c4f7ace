"""All the bytes of a finished file: as they lie there, and everything unpacked.

Who searches a file for words searches its parts. A name of a file or member is a part
too. Nothing is raised for what a file holds: what cannot be unpacked gives its raw
bytes and a part named `unread`, of which the bytes say where it stands.
"""

import codecs
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vknz_research.privacy import unpack

UNREAD: Final = "unread"
DEEPEST: Final = 6
MOST_BYTES: Final = 2_000_000_000  # of one file, with all that is in it
_PIECE = 256_000_000
_OVERLAP = 4_096
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # also wraps encrypted documents
_MARKUP_SUFFIXES = (".html", ".htm", ".xml", ".xhtml", ".svg", ".rels", ".qde", ".qdc")
_JSON_SUFFIXES = (".json", ".ipynb", ".jsonl", ".ndjson", ".jsonld", ".geojson")
_LINE_SUFFIXES = (".jsonl", ".ndjson")
_ZIP_SUFFIXES = (".zip", ".docx", ".xlsx", ".pptx", ".odt", ".ods", ".qdpx", ".epub")
_READERS: Final[tuple[tuple[bytes, Callable[[bytes], Iterator[unpack.Piece]]], ...]] = (
    (b"PK\x03\x04", unpack.unpack_zip),
    (b"PK\x05\x06", unpack.unpack_zip),
    (b"\x1f\x8b", unpack.unpack_stream),
    (b"BZh", unpack.unpack_stream),
    (b"\xfd7zXZ\x00", unpack.unpack_stream),
    (b"%PDF-", unpack.unpack_pdf),
    (b"\x89PNG\r\n\x1a\n", unpack.unpack_png),
    (b"PAR1", unpack.unpack_parquet),
)
_DONE = ("!text", "!values", "!strings")
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a file; `name` says where it stands, with `!` before each level."""

    name: str
    data: bytes


class _Budget:
    """Counts what was unpacked, so that a bomb ends early."""

    def __init__(self) -> None:
        self.left = MOST_BYTES

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise unpack.TooLargeError


def list_parts(path: Path) -> Iterator[Part]:
    """Give the name and raw bytes of a file, then all that can be unpacked from it."""
    yield Part("name", path.name.encode("utf-8", "surrogateescape"))
    with path.open("rb") as stream:
        data = stream.read(_PIECE)
        if len(data) < _PIECE:
            yield Part(path.name, data)
            yield from list_inner(path.name, data)
            return
        yield from _list_pieces(path.name, data, stream.read)


def _list_pieces(
    name: str, data: bytes, read: Callable[[int], bytes]
) -> Iterator[Part]:
    """Give a file that is too large to unpack in overlapping pieces."""
    at = 0
    while data:
        yield Part(f"{name}@{at}", data)
        at += len(data)
        following = read(_PIECE)
        at -= _OVERLAP if following else 0
        data = data[-_OVERLAP:] + following if following else b""
    yield Part(UNREAD, name.encode("utf-8", "surrogateescape"))


def list_inner(name: str, data: bytes) -> Iterator[Part]:
    """Give all that can be unpacked from bytes that have this name."""
    yield from _unpack(name, data, 1, _Budget())


def _unpack(name: str, data: bytes, depth: int, budget: _Budget) -> Iterator[Part]:
    """Give what is one level deeper, and below that; texts end it."""
    try:
        for inner, content in _find_reader(name, data):
            budget.take(len(content))
            where = f"{name}!{inner}"
            yield Part(f"{where}!name", inner.encode("utf-8", "surrogateescape"))
            yield Part(where, content)
            if depth == DEEPEST:
                if _looks_packed(content):
                    yield _unread(where)
                continue
            yield from _unpack(where, content, depth + 1, budget)
    except unpack.DAMAGE as error:
        yield _unread(name)
        if isinstance(error, unpack.TooLargeError) and depth > 1:
            raise  # nothing more of this file is unpacked
    except Exception as error:
        # pypdf and pyarrow have trees of errors of their own, all of them: damaged
        if type(error).__module__.partition(".")[0] not in {"pypdf", "pyarrow"}:
            raise
        yield _unread(name)


def _unread(name: str) -> Part:
    return Part(UNREAD, name.encode("utf-8", "surrogateescape"))


def _looks_packed(data: bytes) -> bool:
    return any(data.startswith(magic) for magic, _ in _READERS)


def _find_reader(name: str, data: bytes) -> Iterator[unpack.Piece]:
    """Choose by what the bytes are; the name only helps."""
    lower = name.lower()
    for magic, reader in _READERS:
        if data.startswith(magic):
            return reader(data)
    if data.startswith(_OLD_OFFICE):
        raise ValueError
    if data[257:262] == b"ustar":
        return unpack.unpack_tar(data)
    if lower.endswith(_ZIP_SUFFIXES):
        return unpack.unpack_zip(data)
    return _read_text(lower, data)


def _read_text(name: str, data: bytes) -> Iterator[unpack.Piece]:
    """Give a text as UTF-8 where it is not, and the words in its mark-up."""
    text, is_plain = decode(data)
    head = text.lstrip("\ufeff \t\r\n")
    if not is_plain:
        yield "utf-8", text.encode("utf-8", "replace")
    elif name.endswith(_DONE):
        return
    elif name.endswith(_LINE_SUFFIXES):
        for line in filter(str.strip, text.splitlines()):
            yield from unpack.unpack_json(line)
    elif name.endswith(_JSON_SUFFIXES) or (
        head.startswith(("{", "[")) and _is_json(head)
    ):
        yield from unpack.unpack_json(head)
    elif head.startswith("<") or name.endswith(_MARKUP_SUFFIXES) or ";base64," in text:
        yield from unpack.unpack_markup(text)


def decode(data: bytes) -> tuple[str, bool]:
    """Return bytes as text, and whether they were UTF-8 as they lay.

    Bytes that are no text come back as if they were UTF-8 with damage.
    """
    if data.startswith(_UTF32):
        return data.decode("utf-32", "replace"), False
    if data.startswith(_UTF16):
        return data.decode("utf-16", "replace"), False
    try:
        return data.decode(), True
    except UnicodeDecodeError:
        pass
    if b"\x00" in data[:4096]:
        return data.decode("utf-8", "replace"), True
    return data.decode("cp1252", "replace"), False


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
