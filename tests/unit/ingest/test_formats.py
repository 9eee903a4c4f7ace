"""Which files are read at all."""

import subprocess
import sys
from pathlib import Path

import pytest

from vknz_research.errors import (
    FileTooLargeError,
    UnknownFormatError,
    UnreadableFileError,
)
from vknz_research.ingest import KNOWN_SUFFIXES, read_bytes, read_file


def test_known_suffixes_are_those_with_a_reader() -> None:
    assert set(KNOWN_SUFFIXES) == {
        *(".txt", ".md", ".docx", ".odt", ".pdf", ".vtt", ".srt", ".csv", ".xlsx"),
        *(".json", ".textgrid", ".eaf"),
    }


def test_capitals_in_a_suffix_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "Gesprek.TXT"
    path.write_bytes(b"Ja")

    assert read_file(path)[0].format == "txt"


@pytest.mark.parametrize("name", ["a.mp4", "a", ".txt.", "a.doc"])
def test_an_unknown_kind_is_refused_with_what_is_known(name: str) -> None:
    with pytest.raises(UnknownFormatError, match=r"\.vtt"):
        read_bytes(name, b"Ja")


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        read_file(tmp_path / "weg.txt")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "map.txt").mkdir()

    with pytest.raises(UnreadableFileError):
        read_file(tmp_path / "map.txt")


@pytest.mark.parametrize("suffix", [".txt", ".vtt", ".csv", ".docx"])
def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"groot{suffix}"
    with path.open("wb") as file:
        file.truncate(201_000_000)

    with pytest.raises(FileTooLargeError, match="201 MB"):
        read_file(path)


def test_ingest_loads_no_heavy_library_by_itself() -> None:
    heavy = "{'docx', 'pypdf', 'openpyxl', 'lxml', 'odf', 'webvtt', 'pandas'}"
    code = f"import sys, vknz_research.ingest; print({heavy} & set(sys.modules))"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert made.stdout.strip() == b"set()"
