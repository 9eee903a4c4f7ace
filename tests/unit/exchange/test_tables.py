from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vknz_research.errors import (
    InvalidRowError,
    MissingColumnsError,
    UnreadableFileError,
)
from vknz_research.exchange.tables import read_rows, write_rows


def write(folder: Path, data: bytes | str) -> Path:
    path = folder / "tabel.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        "id,naam\n1,é\n",
        "id;naam\r\n1;é\r\n",
        "id\tnaam\n1\té\n",
        "\ufeffID , Naam\n1,é\n",
        "id,naam\n1,é\n".encode("cp1252"),
        "id,naam\n\n,\n1,é\n",
        '"id","naam"\n"1","é"\n',
    ],
)
def test_a_table_is_read_however_it_was_saved(
    tmp_path: Path, data: bytes | str
) -> None:
    (row,) = read_rows(write(tmp_path, data), ("id", "naam"))

    assert (row.get("id"), row.get("naam"), row.get("anders")) == ("1", "é", None)


def test_a_row_knows_its_line_also_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    rows = read_rows(write(tmp_path, 'id,naam\n1,"a\nb"\n2,c\n'), ("id",))

    assert [row.line for row in rows] == [3, 4]
    assert rows[0].raw("naam") == "a\nb"


@pytest.mark.parametrize("text", ["", "id\n", "naam,id\n"])
def test_missing_columns_are_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(MissingColumnsError, match="fase"):
        read_rows(write(tmp_path, text), ("id", "fase"))


def test_cells_are_asked_for_in_the_form_that_is_needed(tmp_path: Path) -> None:
    (row,) = read_rows(write(tmp_path, "a,b,c\n 7 ,x, \n"), ("a", "b", "c"))

    assert (row.number("a"), row.need("b"), row.raw("a")) == (7, "x", " 7 ")
    assert row.occurrence() == 1
    with pytest.raises(InvalidRowError, match=r"tabel\.csv, regel 2: c is leeg"):
        row.need("c")
    with pytest.raises(InvalidRowError, match="regel 2: b is geen heel getal"):
        row.number("b")


def test_a_row_that_is_too_long_or_short_is_no_crash(tmp_path: Path) -> None:
    rows = read_rows(write(tmp_path, "a,b\n1,2,3\n4\n"), ("a", "b"))

    assert [(row.get("a"), row.get("b")) for row in rows] == [("1", "2"), ("4", None)]


def test_a_damaged_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"tabel\.csv"):
        read_rows(write(tmp_path, 'a,b\n"1,2\n' + "x" * 200_000), ("a", "b"))


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"weg\.csv"):
        read_rows(tmp_path / "weg.csv", ())


CELL = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=9)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_what_is_written_is_read_back(
    tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    path = tmp_path / "t.csv"

    write_rows(path, ("a", "b"), rows)

    found = [(row.raw("a"), row.raw("b")) for row in read_rows(path, ("a", "b"))]
    assert found == rows
