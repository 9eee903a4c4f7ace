"""Questionnaires."""

from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import Workbook

from vknz_research.errors import EmptyFileError, UnreadableFileError
from vknz_research.ingest import read_bytes


def test_each_respondent_is_a_source_with_questions_and_answers() -> None:
    table = "nr;datum;Wat ging goed, en wat niet?;Leeftijd\n7;1 mei;Alles, echt;40\n8;;;50\n"
    first, second = read_bytes("a.csv", table.encode())

    assert (first.part, second.part) == ("7", "8")
    assert first.text == "Wat ging goed, en wat niet?\nAlles, echt\n\nLeeftijd\n40"
    assert [(t.kind, t.speaker, first.text[t.start : t.end]) for t in first.turns] == [
        ("heading", None, "Wat ging goed, en wat niet?"),
        ("answer", "7", "Alles, echt"),
        ("heading", None, "Leeftijd"),
        ("answer", "7", "40"),
    ]
    assert second.text == "Leeftijd\n50"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    rows = ["Vraag een,Vraag twee", '"Ja\nnee",5'.replace("\n", " "), "Nee,6"]
    data = "\r\n".join(rows).replace(",", delimiter).encode()

    assert [r.part for r in read_bytes("a.csv", data)] == ["1", "2"]


def test_an_answer_may_take_more_lines() -> None:
    reading = read_bytes("a.csv", b'id,Q\r\nR1,"Ja\r\n\r\nen nee"\r\n')[0]

    assert reading.text == "Q\nJa\n\nen nee"


def test_an_id_that_exists_twice_is_numbered_with_a_warning() -> None:
    readings = read_bytes("a.csv", b"id,Q\nA,1\nA,2\n,3\nA (2),4\n")

    assert [r.part for r in readings] == ["A", "A (3)", "3", "A (2)"]
    assert "1 respondent" in readings[0].warnings[0]


def test_a_formula_in_an_answer_stays_text() -> None:
    assert read_bytes("a.csv", b"id,Q\n1,=1+1\n")[0].text == "Q\n=1+1"


@pytest.mark.parametrize("data", [b"id,Q\n", b"id,Q\n1,\n2,  \n", b"\n\n"])
def test_a_table_without_answers_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyFileError):
        read_bytes("a.csv", data)


def test_a_workbook_is_read_from_its_first_sheet() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Respondent", "Cijfer", "Wanneer", "Toelichting"])
    sheet.append([1, 8.0, datetime(2021, 3, 18), None])
    book.create_sheet("Tweede").append(["x"])
    data = BytesIO()
    book.save(data)

    reading = read_bytes("a.xlsx", data.getvalue())[0]

    assert (reading.part, reading.text) == ("1", "Cijfer\n8\n\nWanneer\n2021-03-18")


def test_a_workbook_that_is_none_is_refused() -> None:
    with pytest.raises(UnreadableFileError):
        read_bytes("a.xlsx", b"geen zip")
