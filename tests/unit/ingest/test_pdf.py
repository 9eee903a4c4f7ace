"""PDF."""

from collections.abc import Callable
from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter

from vknz_research.errors import (
    EmptyFileError,
    UnreadableFileError,
)
from vknz_research.ingest import read_bytes
from vknz_research.ingest.pdf import drop_numbers
from vknz_research.model.sources import Reading


def save(write: Callable[[BytesIO], object]) -> bytes:
    data = BytesIO()
    write(data)
    return data.getvalue()


def make_pdf(*pages: str) -> bytes:
    """Write a PDF by hand: one page for each text, one line for each line."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, page in enumerate(pages):
        shown = "".join(f"({line}) Tj T* " for line in page.split("\n"))
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET"
        objects += [
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R"
            f">>>>/Contents {5 + 2 * number} 0 R>>",
            f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        ]
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer<</Size {size}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode(
        "cp1252"
    )


def spoken(reading: Reading) -> list[tuple[str, str | None, str]]:
    return [(t.kind, t.speaker, reading.text[t.start : t.end]) for t in reading.turns]


def test_a_pdf_is_read_over_its_pages_without_page_numbers() -> None:
    reading = read_bytes("a.pdf", make_pdf("KM: Hoi\nK: Dag en\n1/2", "welkom\n2/2"))[0]

    assert reading.text == "KM: Hoi\nK: Dag en\n\nwelkom"
    assert spoken(reading)[1] == ("speech", "K", "Dag en\n\nwelkom")


def test_numbers_that_do_not_count_up_stay() -> None:
    assert drop_numbers(["12", "12"]) == ["12", "12"]
    assert drop_numbers(["1"]) == ["1"]


def test_pages_with_a_number_only_become_empty() -> None:
    assert drop_numbers(["1", "2"]) == ["", ""]


def test_a_pdf_without_text_is_empty() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)

    with pytest.raises(EmptyFileError):
        read_bytes("a.pdf", save(writer.write))


def test_a_pdf_with_a_password_says_so() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(make_pdf("Ja"))))
    writer.encrypt("geheim", algorithm="AES-256")

    with pytest.raises(UnreadableFileError, match="wachtwoord"):
        read_bytes("a.pdf", save(writer.write))


def test_a_pdf_that_is_only_locked_against_printing_is_read() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(make_pdf("Ja"))))
    writer.encrypt("", owner_password="geheim", algorithm="AES-256")

    assert read_bytes("a.pdf", save(writer.write))[0].text == "Ja"
