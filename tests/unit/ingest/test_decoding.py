"""Bytes of text files, good and bad."""

import codecs

import pytest

from vknz_research.errors import EmptyFileError, UnreadableFileError
from vknz_research.ingest import read_bytes


@pytest.mark.parametrize(
    "data",
    [
        "é 👩‍👩‍👧 ש".encode(),
        "é 👩‍👩‍👧 ש".encode("utf-8-sig"),
        codecs.BOM_UTF8 + "é 👩‍👩‍👧 ש".encode("utf-8-sig"),
        "é 👩‍👩‍👧 ש".encode("utf-16"),
        codecs.BOM_UTF16_BE + "é 👩‍👩‍👧 ש".encode("utf-16-be"),
        "é 👩‍👩‍👧 ש".encode("utf-32"),
    ],
)
def test_unicode_is_read_whole_and_without_marks(data: bytes) -> None:
    reading = read_bytes("a.txt", data)[0]

    assert (reading.text, reading.warnings) == ("é 👩‍👩‍👧 ש", ())


def test_windows_text_is_read_with_a_warning() -> None:
    reading = read_bytes("a.txt", "“één” – €5".encode("cp1252"))[0]

    assert reading.text == "“één” – €5"
    assert "Windows-1252" in reading.warnings[0]


def test_utf8_with_one_windows_byte_keeps_its_other_accents() -> None:
    assert read_bytes("a.txt", "één ".encode() + b"caf\xe9")[0].text == "één café"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16])
def test_a_file_without_words_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyFileError):
        read_bytes("a.txt", data)


@pytest.mark.parametrize(
    "data",
    [
        b"Ja\x00nee",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        bytes(range(1, 32)) * 4,
        codecs.BOM_UTF16_LE + "ja".encode("utf-16-le") + b"\x3d\xd8",
        codecs.BOM_UTF16_LE + b"\x3d\xd8" + "ja".encode("utf-16-le"),
        codecs.BOM_UTF16_LE + b"odd",
        b"ja \xed\xa0\x80 nee",
        "ja\x00".encode("utf-16"),
        b"\x81\x8d\xff not text",
    ],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        read_bytes("a.txt", data)

    assert "a.txt" in str(refused.value)
