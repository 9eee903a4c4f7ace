from pathlib import Path

import pytest

from vknz_research.errors import InvalidPathError, UnreadableFileError
from vknz_research.exchange.codebook import (
    CodebookFileError,
    read_frameworks,
    write_codebook,
)
from vknz_research.model.codes import Code, make_code_id
from vknz_research.project.resources import find_resource

FRAMEWORK = """
id: eigen
form: outlined
name: {nl: Eigen kader}
codes:
  - id: rust
    letters: Ru
    colour: "#123456"
    name: {nl: Rust, en: Calm}
    definition: {nl: Wat rust geeft.}
    codes:
      - id: stilte
        shortcut: 7
  - id: haast
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "kader.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_framework_gives_codes_that_inherit_their_marks(tmp_path: Path) -> None:
    (found,) = read_frameworks(write(tmp_path, FRAMEWORK))

    assert found.name == {"nl": "Eigen kader"}
    by_path = {code.path: code for code in found.codes}
    assert list(by_path) == ["eigen/rust", "eigen/rust/stilte", "eigen/haast"]
    below = by_path["eigen/rust/stilte"]
    assert (below.letters, below.colour, below.form) == ("Ru", "#123456", "outlined")
    assert below.shortcut == "7"
    assert below.id == make_code_id("eigen/rust/stilte")
    assert by_path["eigen/rust"].name("en") == "Calm"
    assert by_path["eigen/haast"].position == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- los",
        "naam: x",
        "id: 4",
        "id: [a",
        "id: x\ncodes: [los]",
        "id: x\ncodes: [{name: {nl: a}}]",
        "id: x\ncodes: [{id: a}, {id: a}]",
        "id: x\ncodes: [{id: a, name: Rust}]",
        "id: x\ncodes: {id: a}",
        "id: x\ncodes: 5",
        "id: x\ncodes: [{id: a, codes: 5}]",
        "frameworks: [los]",
        "!!python/object/apply:os.system [ls]",
    ],
)
def test_what_is_no_codebook_is_named_as_such(tmp_path: Path, text: str) -> None:
    with pytest.raises(CodebookFileError, match=r"kader\.yml"):
        read_frameworks(write(tmp_path, text))


def test_an_id_that_is_no_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidPathError, match="Met Hoofdletter"):
        read_frameworks(write(tmp_path, "id: x\ncodes: [{id: Met Hoofdletter}]"))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"weg\.yml"):
        read_frameworks(tmp_path / "weg.yml")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "kader.yml"
    path.write_bytes(b"id: \xff\xfe")

    with pytest.raises(CodebookFileError):
        read_frameworks(path)


def codes_of(path: Path) -> list[Code]:
    return [code for framework in read_frameworks(path) for code in framework.codes]


def test_every_framework_comes_back_as_it_was_written(tmp_path: Path) -> None:
    files = sorted(find_resource("data_dictionary/frameworks").glob("*.yml"))
    codes = [code for file in files for code in codes_of(file)]

    again = codes_of(write(tmp_path, write_codebook(codes)))

    assert {code.path: code for code in again} == {code.path: code for code in codes}
    assert len(codes) > 40


def test_codes_that_were_moved_between_frameworks_keep_their_marks(
    tmp_path: Path,
) -> None:
    codes = [
        Code("1", "a/x", form="filled"),
        Code("2", "a/y", form="outlined", position=1),
        Code("3", "a/y/diep/er", form="outlined", letters="Dd", stroke="dotted"),
    ]

    again = codes_of(write(tmp_path, write_codebook(codes)))

    assert sorted(again, key=lambda c: c.path) == codes
