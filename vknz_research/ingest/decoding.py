"""Bytes become text: which encoding a file has, and which bytes are no text."""

import codecs
import re
from dataclasses import dataclass

from vknz_research.errors import EmptyFileError, TextError
from vknz_research.ingest import refusal
from vknz_research.language import say
from vknz_research.model.text import make_canonical

_BOMS = (  # UTF-32 first: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b") | {127})
_FEW_CONTROLS = 4
_CONTROL_SHARE = 0.01
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MENDING = "vknz-cp1252"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Canonical text of a file, and what a person should know of its encoding."""

    text: str
    warnings: tuple[str, ...] = ()


def decode_text(name: str, data: bytes) -> Decoded:
    """Return the canonical text of a file that should be text.

    UTF-8, UTF-16 and UTF-32 with a mark, and else Windows-1252 with a warning.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _finish(name, _decode_strictly(name, data, encoding))
    _refuse_binary(name, data)
    try:
        return _finish(name, data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _decode_windows(name, data)


def clean_text(text: str) -> str:
    r"""Return text that came out of a document in a form that can be kept.

    Halves of a character are joined or replaced, NUL becomes a blank, marks of byte
    order at the beginning go.

    >>> clean_text("\ufeff\ufeffja\x00nee")
    'ja nee'
    """
    if _SURROGATE.search(text):
        whole = text.encode("utf-16-le", "surrogatepass")
        text = whole.decode("utf-16-le", "replace")
    return make_canonical(text.replace("\x00", " ").lstrip("\ufeff"))


def _decode_strictly(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refusal.HALF_CHARACTER.of(name) from error


def _refuse_binary(name: str, data: bytes) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    allowed = max(_FEW_CONTROLS, len(data) * _CONTROL_SHARE)
    if b"\x00" in data or controls > allowed:
        raise refusal.BINARY.of(name)


def _decode_windows(name: str, data: bytes) -> Decoded:
    """Read as Windows-1252 the bytes that are not UTF-8, which may be all or a few."""
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        pass
    else:  # the only fault is half a character: that is no Windows text
        raise refusal.HALF_CHARACTER.of(name)
    is_mixed = _MULTIBYTE.search(data)
    try:
        text = data.decode("utf-8", _MENDING) if is_mixed else data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise refusal.UNKNOWN_ENCODING.of(name) from error
    warning = say(
        nl=f"{name}: geen UTF-8, gelezen als Windows-1252: kijk leestekens en "
        "letters met accent na.",
        en=f"{name}: not UTF-8, read as Windows-1252: check punctuation and letters "
        "with accents.",
    )
    return _finish(name, text, (warning,))


def _finish(name: str, text: str, warnings: tuple[str, ...] = ()) -> Decoded:
    try:
        canonical = make_canonical(text.lstrip("\ufeff"))
    except TextError as error:
        raise refusal.BINARY.of(name) from error
    if not canonical.strip():
        raise EmptyFileError(file=name)
    return Decoded(canonical, warnings)


def _mend(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    try:
        wrong = error.object[error.start : error.end].decode("cp1252")
    except UnicodeDecodeError:
        raise error from None
    return wrong, error.end


codecs.register_error(_MENDING, _mend)
