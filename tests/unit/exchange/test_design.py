"""Inventories and designs."""

from pathlib import Path

import pytest

from vknz_research.errors import (
    InvalidRowError,
    MissingColumnsError,
    UnreadableFileError,
)
from vknz_research.exchange.design import read_design, read_inventory
from vknz_research.model.codes import make_code_id
from vknz_research.model.design import DesignEntry
from vknz_research.model.sources import InventoryEntry

HEADER = "file;source_code;kind;phase;perspective;date;participants\r\n"


def write(path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "cp1252"])
def test_an_inventory_is_read_whichever_spreadsheet_wrote_it(
    tmp_path: Path, encoding: str
) -> None:
    row = 'a.txt;F3/K;interview;3;klant;2021-03-18;"José=klant; An=klantmanager"\r\n'
    path = write(tmp_path / "i.csv", HEADER + row + "b.txt;;;;;;\r\n", encoding)

    assert read_inventory(path) == [
        InventoryEntry(
            "a.txt",
            "F3/K",
            "interview",
            3,
            "klant",
            "2021-03-18",
            {"José": "klant", "An": "klantmanager"},
        ),
        InventoryEntry("b.txt"),
    ]


def test_only_the_file_is_needed(tmp_path: Path) -> None:
    path = write(tmp_path / "i.csv", "File\na.txt\n\nb.txt\n")

    assert [entry.file for entry in read_inventory(path)] == ["a.txt", "b.txt"]


def test_an_inventory_without_files_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingColumnsError):
        read_inventory(write(tmp_path / "i.csv", "bestand,phase\na.txt,1\n"))


@pytest.mark.parametrize(
    "row",
    [
        "a.txt;;;drie;;;",
        "a.txt;;;-1;;;",
        ";F3/K;;3;;;",
        'a.txt;;;1;;;"Geheim"',
        'a.txt;;;1;;;"Geheim="',
        'a.txt;;;1;;;"=klant"',
        'a.txt;;;1;;;"Geheim=klant;Geheim=klant"',
        "B.txt;;;;;;",
    ],
)
def test_a_row_that_cannot_be_is_named_by_line_and_without_names(
    tmp_path: Path, row: str
) -> None:
    path = write(tmp_path / "i.csv", HEADER + "b.txt;;;;;;\r\n" + row + "\r\n")

    with pytest.raises(InvalidRowError) as refused:
        read_inventory(path)

    assert refused.value.facts["line"] == 3
    assert "Geheim" not in str(refused.value)


def test_a_design_is_read_with_lasting_ids(tmp_path: Path) -> None:
    path = write(
        tmp_path / "d.csv",
        "source_code,kind,phase,role,participants,sources\nF3/MT,groep,3,leiding,6,1\n",
    )

    entry = DesignEntry(
        make_code_id("design/F3/MT"), "F3/MT", "groep", 3, "leiding", 6, 1
    )
    assert read_design(path) == [entry]


def test_a_design_needs_all_its_columns(tmp_path: Path) -> None:
    with pytest.raises(MissingColumnsError, match="sources"):
        read_design(write(tmp_path / "d.csv", "source_code,kind,phase,role\nF,g,1,k\n"))


def test_a_code_that_stands_twice_in_a_design_is_refused(tmp_path: Path) -> None:
    row = "F3/MT,groep,3,leiding,6,1\n"
    header = "source_code,kind,phase,role,participants,sources\n"

    with pytest.raises(InvalidRowError):
        read_design(write(tmp_path / "d.csv", header + row + row))


def test_a_table_that_is_not_there_or_empty_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        read_inventory(tmp_path / "i.csv")
    with pytest.raises(MissingColumnsError):
        read_design(write(tmp_path / "d.csv", ""))
