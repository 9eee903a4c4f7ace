"""Word, OpenDocument and what is no document."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from odf.opendocument import OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import H, LineBreak, P, S
from openpyxl import Workbook

from vknz_research.errors import (
    EmptyFileError,
    FileTooLargeError,
    UnreadableFileError,
)
from vknz_research.ingest import read_bytes
from vknz_research.model.sources import Reading

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def make_docx(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return save(document.save)


def save(write: Callable[[BytesIO], object]) -> bytes:
    data = BytesIO()
    write(data)
    return data.getvalue()


def replace_member(data: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info, change(content) if info.filename == member else content)
    return out.getvalue()


def spoken(reading: Reading) -> list[tuple[str, str | None, str]]:
    return [(t.kind, t.speaker, reading.text[t.start : t.end]) for t in reading.turns]


def test_a_word_document_is_its_paragraphs_and_cells_in_order() -> None:
    document = Document()
    document.add_heading("Gesprek", 1)
    document.add_paragraph("KM: Hoi")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "K: Dag", "en welkom"
    document.add_paragraph("KM: Ja\nhoor")

    reading = read_bytes("a.docx", save(document.save))[0]

    assert reading.text == "Gesprek\nKM: Hoi\nK: Dag\nen welkom\nKM: Ja\nhoor"
    assert spoken(reading) == [
        ("heading", None, "Gesprek"),
        ("speech", "KM", "Hoi"),
        ("speech", "K", "Dag\nen welkom"),
        ("speech", "KM", "Ja\nhoor"),
    ]


def test_a_teams_document_gives_speakers_and_times() -> None:
    reading = read_bytes(
        "a.docx",
        make_docx("Hurst, Peter   0:03\nHallo daar", "Wright, Steve   1:10\nJa"),
    )[0]

    assert spoken(reading) == [
        ("speech", "Hurst, Peter", "Hallo daar"),
        ("speech", "Wright, Steve", "Ja"),
    ]
    assert [t.begin_ms for t in reading.turns] == [3000, 70_000]


def test_tracked_insertions_count_and_deletions_do_not() -> None:
    document = Document()
    paragraph = document.add_paragraph("Een ")
    paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>twee</w:t></w:r></w:ins>"))
    paragraph._p.append(
        parse_xml(f"<w:del {W}><w:r><w:delText>drie</w:delText></w:r></w:del>")
    )

    assert read_bytes("a.docx", save(document.save))[0].text == "Een twee"


def test_without_speakers_each_word_paragraph_is_narration() -> None:
    reading = read_bytes("a.docx", make_docx("Een.", "", "Twee."))[0]

    assert spoken(reading) == [
        ("narration", None, "Een."),
        ("narration", None, "Twee."),
    ]


@pytest.mark.parametrize("paragraphs", [[], ["", " \t"]])
def test_a_word_document_without_words_is_empty(paragraphs: list[str]) -> None:
    with pytest.raises(EmptyFileError):
        read_bytes("a.docx", make_docx(*paragraphs))


def test_an_open_document_is_its_paragraphs_and_headings_in_order() -> None:
    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Gesprek"))
    paragraph = P(text="KM: Hoi")
    paragraph.addElement(S(c=2))
    paragraph.addText("daar")
    paragraph.addElement(LineBreak())
    paragraph.addText("Piet")
    document.text.addElement(paragraph)
    table, row, cell = Table(), TableRow(), TableCell()
    cell.addElement(P(text="K: Dag"))
    row.addElement(cell)
    table.addElement(row)
    document.text.addElement(table)

    reading = read_bytes("a.odt", save(document.write))[0]

    assert spoken(reading) == [
        ("heading", None, "Gesprek"),
        ("speech", "KM", "Hoi  daar\nPiet"),
        ("speech", "K", "Dag"),
    ]


@pytest.mark.parametrize("suffix", ["docx", "odt", "xlsx", "pdf"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"%PDF-1.4 broken"])
def test_a_broken_document_is_refused(suffix: str, data: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        read_bytes(f"a.{suffix}", data)


@pytest.mark.parametrize("suffix", ["docx", "odt", "xlsx"])
def test_an_office_document_with_a_password_says_so(suffix: str) -> None:
    with pytest.raises(UnreadableFileError, match="wachtwoord"):
        read_bytes(f"a.{suffix}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_a_zip_that_is_no_document_is_refused() -> None:
    data = save(lambda out: ZipFile(out, "w").writestr("x.txt", "ja"))

    for suffix in ("docx", "odt", "xlsx"):
        with pytest.raises(UnreadableFileError):
            read_bytes(f"a.{suffix}", data)


def test_a_workbook_with_broken_xml_is_refused() -> None:
    book = save(Workbook().save)

    for member in (
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "[Content_Types].xml",
    ):
        with pytest.raises((UnreadableFileError, EmptyFileError)):
            read_bytes("a.xlsx", replace_member(book, member, lambda _: b"<x><y>"))


def test_xml_that_is_nested_too_deep_is_refused() -> None:
    deep = b"<w:p>" * 100_000 + b"</w:p>" * 100_000
    data = replace_member(
        make_docx("Ja"),
        "word/document.xml",
        lambda xml: xml.replace(b"<w:sectPr", deep + b"<w:sectPr", 1),
    )

    with pytest.raises(UnreadableFileError):
        read_bytes("a.docx", data)


def test_a_case_report_in_word_has_its_recordings() -> None:
    lines = [f"00.{n} De klant knikt. Hij wacht." for n in range(10, 20)]
    data = make_docx("(18 maart 2021)", *lines, "De klant lijkt moe. Is dat zo?")

    reading = read_bytes("a.docx", data)[0]

    assert reading.recordings == ("18 maart 2021",)
    assert [kind for kind, *_ in spoken(reading)][-2:] == ["observation", "question"]


def test_a_truncated_document_is_refused() -> None:
    data = make_docx("Ja")

    with pytest.raises(UnreadableFileError):
        read_bytes("a.docx", data[: len(data) // 2])


def test_a_member_that_is_damaged_is_refused() -> None:
    data = bytearray(make_docx("Ja" * 5000))
    place = data.find(b"word/document.xml") + 60
    data[place : place + 20] = bytes(20)

    with pytest.raises(UnreadableFileError):
        read_bytes("a.docx", bytes(data))


def test_a_zip_bomb_is_refused_unopened() -> None:
    data = replace_member(
        make_docx("Ja"), "word/document.xml", lambda xml: xml + b" " * 50_000_000
    )

    with pytest.raises(UnreadableFileError, match="zipbom"):
        read_bytes("a.docx", data)


def test_a_document_that_unpacks_too_far_is_too_large() -> None:
    block = bytes(range(256)) * 3906
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for number in range(210):
            archive.writestr(f"{number}.bin", bytes([number]) * 4000 + block)

    with pytest.raises((FileTooLargeError, UnreadableFileError)):
        read_bytes("a.docx", data.getvalue())


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(
            b"<w:document", b'<!DOCTYPE d [<!ENTITY e "x">]><w:document', 1
        ),
        lambda xml: xml.replace(b"UTF-8", b"UTF-7", 1),
        lambda xml: (
            xml.decode()
            .replace("<w:document", "<!DOCTYPE d><w:document", 1)
            .replace("UTF-8", "UTF-16", 1)
            .encode("utf-16")
        ),
        lambda xml: xml.decode().encode("cp037"),
    ],
)
def test_xml_that_declares_entities_is_refused(
    change: Callable[[bytes], bytes],
) -> None:
    data = replace_member(make_docx("Ja"), "word/document.xml", change)

    with pytest.raises(UnreadableFileError, match="DTD"):
        read_bytes("a.docx", data)


def test_members_with_the_same_name_are_refused() -> None:
    data = BytesIO(make_docx("Ja"))
    with ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<x/>")

    with pytest.raises(UnreadableFileError):
        read_bytes("a.docx", data.getvalue())
