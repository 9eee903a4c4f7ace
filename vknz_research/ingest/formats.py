"""Which reader reads which kind of file, and how large a file may be."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from vknz_research.errors import FileTooLargeError, UnknownFormatError
from vknz_research.ingest import refusal
from vknz_research.ingest.elan import read_elan
from vknz_research.ingest.opendocument import read_odt
from vknz_research.ingest.pdf import read_pdf
from vknz_research.ingest.questionnaire import read_csv, read_xlsx
from vknz_research.ingest.subtitles import read_srt, read_vtt
from vknz_research.ingest.text import read_markdown, read_txt
from vknz_research.ingest.textgrid import read_textgrid
from vknz_research.ingest.whisper import read_whisper
from vknz_research.ingest.word import read_docx
from vknz_research.model.sources import Reading

Reader = Callable[[str, bytes], list[Reading]]

_MEGABYTE = 1_000_000
_TEXT_LIMIT_MB = 50
_DOCUMENT_LIMIT_MB = 200
_READERS: Final[Mapping[str, tuple[Reader, int]]] = {
    ".txt": (read_txt, _TEXT_LIMIT_MB),
    ".md": (read_markdown, _TEXT_LIMIT_MB),
    ".docx": (read_docx, _DOCUMENT_LIMIT_MB),
    ".odt": (read_odt, _DOCUMENT_LIMIT_MB),
    ".pdf": (read_pdf, _DOCUMENT_LIMIT_MB),
    ".vtt": (read_vtt, _TEXT_LIMIT_MB),
    ".srt": (read_srt, _TEXT_LIMIT_MB),
    ".json": (read_whisper, _TEXT_LIMIT_MB),
    ".textgrid": (read_textgrid, _TEXT_LIMIT_MB),
    ".eaf": (read_elan, _TEXT_LIMIT_MB),
    ".csv": (read_csv, _TEXT_LIMIT_MB),
    ".xlsx": (read_xlsx, _DOCUMENT_LIMIT_MB),
}
KNOWN_SUFFIXES: Final[tuple[str, ...]] = tuple(_READERS)


def read_file(path: Path) -> list[Reading]:
    """Read a file as sources: one, or one for each respondent of a questionnaire."""
    return read_bytes(path.name, load_bytes(path))


def load_bytes(path: Path) -> bytes:
    """Return the bytes of a file of a known kind that is not too large."""
    _, limit_mb = _find_reader(path.name)
    try:
        size = path.stat().st_size
        if size > limit_mb * _MEGABYTE:
            size_mb = -(-size // _MEGABYTE)
            raise FileTooLargeError(file=path.name, size_mb=size_mb, limit_mb=limit_mb)
        return path.read_bytes()
    except OSError as error:
        raise refusal.ABSENT.of(path.name) from error


def read_bytes(name: str, data: bytes) -> list[Reading]:
    """Read the content of a file as sources; the name tells which kind it is."""
    reader, _ = _find_reader(name)
    return reader(name, data)


def _find_reader(name: str) -> tuple[Reader, int]:
    suffix = Path(name).suffix.lower()
    if suffix not in _READERS:
        known = ", ".join(KNOWN_SUFFIXES)
        raise UnknownFormatError(file=name, suffix=suffix, known=known)
    return _READERS[suffix]
