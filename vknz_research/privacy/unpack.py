"""What is packed in the bytes of one kind of file; nothing is judged or searched here.

Each function takes the bytes of a container or a marked-up text and gives what is in
it, one level deep, as (name, bytes). Texts are given as UTF-8. What cannot be read
raises one of `DAMAGE`.
"""

import base64
import binascii
import bz2
import html
import json
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

Piece = tuple[str, bytes]
MOST_BYTES: Final = 400_000_000  # of one member, unpacked
MOST_MEMBERS: Final = 20_000
_SHORTEST_BASE64 = 64
_LIBRARY = "* plotly.js v"

# What the readers of damaged or hostile files let through; they share no parent.
DAMAGE: Final = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError,
    OSError, EOFError, RecursionError, RuntimeError, TypeError, ValueError,
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, lzma.LZMAError,
    tarfile.TarError, binascii.Error,
)  # fmt: skip

_TAG = re.compile(r"<[^<>]*>")
# Tags that stand within a word in Word, OpenDocument, Excel and HTML.
_INLINE = re.compile(
    r"</?(?:w:(?:r|t|rPr|b|i|u|lang|rFonts|sz|szCs|color|proofErr|noProof|highlight|"
    r"bookmarkStart|bookmarkEnd|hyperlink|ins|smartTag|lastRenderedPageBreak)|"
    r"text:(?:span|a|bookmark|soft-page-break)|r|t|rPr|b|i|em|strong|span|a|mark|u|"
    r"small|code|abbr|ins|del|sub|sup|wbr|tspan)\b[^<>]*>",
)
_COMMENT = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>")
_DATA_URI = re.compile(r"data:[\w.+/-]*(?:;[\w=-]+)*;base64,([A-Za-z0-9+/=_\s-]+)")
_PLAIN_URI = re.compile(r"data:[\w.+/-]*(?:;[\w=-]+)*,([^\"'\s>)]+)")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\([nrt\"'/\\])")
_SHORT = {"n": "\n", "r": "\r", "t": "\t"}
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")
_SURROGATES = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")


class TooLargeError(ValueError):
    """More would be unpacked than a machine can hold; never leaves this package."""


def unpack_zip(data: bytes) -> Iterator[Piece]:
    """Give the members of a zip, and what its directory says besides."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS:
            raise TooLargeError
        notes = b"\n".join([archive.comment, *(m.comment for m in members)])
        if notes.strip():
            yield "comment", notes
        for member in members:
            if not member.is_dir():
                yield member.filename, _read_member(archive, member)


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.file_size > MOST_BYTES:
        raise TooLargeError
    with archive.open(member) as stream:
        return _read_some(stream)


def unpack_tar(data: bytes) -> Iterator[Piece]:
    """Give the files of a tar."""
    with tarfile.open(fileobj=BytesIO(data), mode="r:") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.isfile() else None
            yield member.name, _read_some(stream) if stream else b""


def unpack_stream(data: bytes) -> Iterator[Piece]:
    """Give what one compressed stream holds: gzip, bzip2 or xz."""
    if data.startswith(b"\x1f\x8b"):
        reader = zlib.decompressobj(wbits=31)
        unpacked = reader.decompress(data, MOST_BYTES + 1)
        # The head of a gzip may hold the name of the file that was packed.
        yield "head", data[3:1024]
    elif data.startswith(b"BZh"):
        unpacked = bz2.BZ2Decompressor().decompress(data, MOST_BYTES + 1)
    else:
        unpacked = lzma.LZMADecompressor().decompress(data, MOST_BYTES + 1)
    if len(unpacked) > MOST_BYTES:
        raise TooLargeError
    yield "content", unpacked


def _read_some(stream: Any) -> bytes:
    """Read a stream that may lie about its length."""
    data: bytes = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TooLargeError
    return data


def unpack_pdf(data: bytes) -> Iterator[Piece]:
    """Give the text of the pages, their notes, the properties and what is attached."""
    from pypdf import PdfReader  # noqa: PLC0415 - heavy, and only needed here

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        reader.decrypt("")
    facts = [f"{key}: {value}" for key, value in (reader.metadata or {}).items()]
    yield "properties", "\n".join(facts).encode("utf-8", "replace")
    if reader.xmp_metadata is not None:
        yield "xmp", reader.xmp_metadata.rdf_root.toxml().encode()
    titles = "\n".join(_list_titles(reader.outline))
    yield "outline", titles.encode()
    for number, page in enumerate(reader.pages, 1):
        yield f"page {number}", page.extract_text().encode("utf-8", "replace")
        for note in page.annotations or ():
            found = note.get_object()
            words = [str(found.get(key, "")) for key in ("/Contents", "/T", "/A")]
            yield f"page {number} note", "\n".join(words).encode("utf-8", "replace")
    for name, files in reader.attachments.items():
        for content in files:
            yield name, content


def _list_titles(outline: Any) -> Iterator[str]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _list_titles(entry)
        else:
            yield str(entry.title)


def unpack_png(data: bytes) -> Iterator[Piece]:
    """Give the texts and the camera's facts that a PNG holds beside the picture."""
    at = 8
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += length + 12
        if kind in {b"tEXt", b"eXIf"}:
            yield kind.decode(), body.decode("latin-1").encode()
            yield f"{kind.decode()} raw", body
        elif kind == b"zTXt":
            name, _, packed = body.partition(b"\x00")
            text = _inflate(packed[1:]).decode("latin-1").encode()
            yield "zTXt", name + b"\n" + text
        elif kind == b"iTXt":
            yield "iTXt", _read_itxt(body)


def _read_itxt(body: bytes) -> bytes:
    name, _, rest = body.partition(b"\x00")
    packed, rest = rest[:1] == b"\x01", rest[2:]
    language, translated, text = rest.split(b"\x00", 2)
    return b"\n".join([name, language, translated, _inflate(text) if packed else text])


def _inflate(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, MOST_BYTES)


def unpack_parquet(data: bytes) -> Iterator[Piece]:
    """Give the names and the texts of the columns of a Parquet file."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - heavy, and only needed here

    table = pq.read_table(BytesIO(data))
    facts = [table.schema.to_string(show_field_metadata=True)]
    for key, value in (table.schema.metadata or {}).items():
        facts += [key.decode("utf-8", "replace"), value.decode("utf-8", "replace")]
    yield "schema", "\n".join(facts).encode()
    for name in table.column_names:
        texts = dict.fromkeys(_list_texts(table.column(name).to_pylist()))
        if texts:
            yield f"column {name}", "\n".join(texts).encode("utf-8", "replace")


def _list_texts(value: Any) -> Iterator[str]:
    """Give every text in a nested value, names of fields too; numbers as they print."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _list_texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _list_texts(inner)
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")
    elif value is not None:
        yield str(value)


def unpack_json(text: str) -> Iterator[Piece]:
    """Give the texts of a JSON document, decoded; packed pictures each apart."""
    plain: list[str] = []
    for found in _list_texts(json.loads(text)):
        if len(found) >= _SHORTEST_BASE64 and _BASE64.fullmatch(found):
            packed = read_base64(found)
            if packed is not None:
                yield "base64", packed
        plain.append(found)
    # Pieces of one text stand in lists in notebooks, each with its own line end.
    yield "strings", _join(plain).encode("utf-8", "replace")
    for found in plain:
        if found.lstrip().startswith(("<", "{", "[")) or "data:" in found:
            yield "string", found.encode("utf-8", "replace")


def _join(pieces: list[str]) -> str:
    return "".join(p if p.endswith("\n") else p + "\n" for p in pieces)


def read_base64(text: str) -> bytes | None:
    """Return the bytes that a text stands for in base64, or None."""
    dense = re.sub(r"\s", "", text).replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(dense + "=" * (-len(dense) % 4), validate=True)
    except binascii.Error:
        return None


def unpack_markup(text: str) -> Iterator[Piece]:
    """Give the words of HTML or XML as they are read, and what is packed in it."""
    for found in _DATA_URI.finditer(text):
        packed = read_base64(found[1])
        if packed is not None:
            yield "data", packed
    whole = html.unescape(text)
    for found in _PLAIN_URI.finditer(whole):
        yield "data", unquote(found[1]).encode("utf-8", "replace")
    lean = _DATA_URI.sub(" ", drop_library(text))
    words = html.unescape(_TAG.sub("\n", _INLINE.sub("", _COMMENT.sub("\n", lean))))
    yield "text", words.encode("utf-8", "replace")
    # Words in attributes and scripts, however they are escaped there.
    values = html.unescape(unquote(_unescape(html.unescape(lean))))
    yield "values", values.encode("utf-8", "replace")


def drop_library(text: str) -> str:
    """Return a page without the library that draws its figures, as it is installed.

    It is five million characters in which nobody is named, and many digits.
    """
    if _LIBRARY not in text:
        return text
    found = find_spec("plotly")
    if found is None or found.origin is None:
        return text
    script = Path(found.origin).parent / "package_data" / "plotly.min.js"
    return text.replace(script.read_text(encoding="utf-8").strip(), " ")


def _unescape(text: str) -> str:
    r"""Return a text with the escapes of JSON and JavaScript resolved.

    >>> _unescape(r"Caf\u00e9")
    'Café'
    """
    plain = _ESCAPE.sub(_read_escape, text)
    return _SURROGATES.sub(_join_surrogates, plain)


def _read_escape(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _SHORT.get(found[3], found[3])


def _join_surrogates(found: re.Match[str]) -> str:
    return found[0].encode("utf-16", "surrogatepass").decode("utf-16")
