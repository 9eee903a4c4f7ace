"""The verb agreement, through codings that came in as a table."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from consenting import CONSENT

from vknz_research.cli.agreement import tell_number

Vknz = Callable[..., Any]
Row = tuple[str, str, str, int, int]  # coder, source, code, start, end
# The worked example of the unitizing family: three coders on 60 characters.
UNITS: Sequence[Row] = [
    ("A", "tekst", "k/a", 2, 5),
    ("B", "tekst", "k/a", 2, 5),
    ("B", "tekst", "k/b", 10, 20),
    ("C", "tekst", "k/b", 2, 5),
    ("C", "tekst", "k/b", 15, 20),
]


@pytest.fixture
def study(vknz: Vknz, tmp_path: Path) -> Callable[..., Path]:
    """Make a study with texts of so many characters, and codings from a table."""

    def make(rows: Sequence[Row], **texts: int) -> Path:
        folder = tmp_path / "studie"
        assert vknz("init", folder, "--plain").status == 0
        for name, size in texts.items():
            path = tmp_path / "in" / f"{name}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text("x" * size, encoding="utf-8")
        assert vknz("import", folder, tmp_path / "in", *CONSENT).status == 0
        for code in sorted({row[2] for row in rows}):
            vknz("add-code", folder, code, "--coder", "A")
        table = tmp_path / "codings.csv"
        with table.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["coder", "source", "code", "start", "end"])
            writer.writerows(rows)
        assert vknz("import-codings", folder, table, "--json").status == 0
        return folder

    return make


def by_name(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {row["coefficient"]: row["value"] for row in rows}


def test_the_worked_example_comes_out_of_the_command(
    vknz: Vknz, study: Callable[..., Path]
) -> None:
    folder = study(UNITS, tekst=60)

    found = vknz("agreement", folder, "--json").facts

    assert found["coders"] == ["A", "B", "C"]
    assert found["unit"] == "character"
    overall = by_name(found["overall"])
    assert overall["u_alpha"] == pytest.approx(0.3983, abs=5e-5)
    assert overall["u_alpha_binary"] == pytest.approx(0.5238, abs=5e-5)
    assert overall["cu_alpha"] == pytest.approx(0.3571, abs=5e-5)
    assert by_name(found["by_code"]["k/a"])["ku_alpha"] == pytest.approx(0.3125)
    assert by_name(found["by_code"]["k/b"])["ku_alpha"] == pytest.approx(0.390625)
    assert list(found["by_source"]) == ["tekst"]
    assert list(found["by_pair"]) == ["A · B", "A · C", "B · C"]
    assert all(row["value"] is not None or row["reason"] for row in found["overall"])


def test_chosen_coders_are_compared_and_no_others(
    vknz: Vknz, study: Callable[..., Path]
) -> None:
    folder = study(UNITS, tekst=60)
    found = vknz("agreement", folder, "--coders", "A,B", "--json").facts

    assert found["coders"] == ["A", "B"]
    assert by_name(found["overall"])["percent"] == pytest.approx(5 / 6)
    assert vknz("agreement", folder, "--coders", "A,Niemand").status == 1


def test_half_a_text_coded_alike_is_said_in_words(
    vknz: Vknz, study: Callable[..., Path]
) -> None:
    folder = study(
        [("A", "tekst", "k/a", 0, 50), ("B", "tekst", "k/a", 0, 50)], tekst=100
    )

    said = vknz("agreement", folder)
    assert said.status == 0
    lines = {line.split()[0]: line for line in said.out.splitlines() if line.strip()}
    assert "1,000" in lines["alpha_nominal"]
    assert "maar één code" in lines["cu_alpha"]
    assert "2 codeurs (A, B), 1 bron." in said.out
    english = vknz("agreement", folder, "--by", "code", language="en").out
    assert "1.000" in english
    assert "conventions" in english


def test_a_study_with_one_coder_says_that_there_is_nothing_to_compare(
    vknz: Vknz, study: Callable[..., Path]
) -> None:
    folder = study([("A", "tekst", "k/a", 0, 9)], tekst=60)
    found = vknz("agreement", folder, "--json")

    assert found.status == 0
    assert {row["value"] for row in found.facts["overall"]} == {None}
    assert found.facts["left_out"][0]["reason"] == "one_coder"
    assert "geen twee codeurs" in found.facts["sentences"][0]


def test_a_snapshot_says_the_same_as_the_study_it_was_frozen_from(
    vknz: Vknz, study: Callable[..., Path]
) -> None:
    rows = [
        (coder, f"s{n}", f"k/{'ab'[n % 2]}", n + shift, n + shift + 20)
        for n in range(6)
        for shift, coder in enumerate("AB")
    ]
    folder = study(rows, **{f"s{n}": 60 + n for n in range(6)})
    frozen = vknz("freeze", folder, "v1", "--json").facts["snapshot"]

    now = vknz("agreement", folder, "--json").facts
    then = vknz("agreement", frozen, "--json").facts
    assert now == then
    assert now["interval"]["method"] == "sources"
    assert all(
        row["low"] <= row["value"] <= row["high"]
        for row in now["overall"]
        if row["low"] is not None
    )


def test_an_unknown_unit_or_part_is_refused(
    vknz: Vknz, study: Callable[..., Path]
) -> None:
    folder = study(UNITS, tekst=60)
    assert vknz("agreement", folder, "--unit", "alinea").status == 1
    assert vknz("agreement", folder, "--by", "maand").status == 2


def test_a_round_or_a_code_that_is_not_there_is_refused(
    vknz: Vknz, study: Callable[..., Path]
) -> None:
    folder = study(UNITS, tekst=60)
    assert vknz("round", folder, "--coder", "A", "--coder", "B").status == 0

    said = vknz("agreement", folder, "--round", "9")
    assert (said.status, "ronde 9" in said.err) == (1, True)
    said = vknz("agreement", folder, "--code", "k/abc")
    assert (said.status, "k/abc" in said.err) == (1, True)
    assert vknz("agreement", folder, "--code", "k").status == 0


def test_a_round_names_the_sources_that_were_not_handed_in(
    vknz: Vknz, study: Callable[..., Path]
) -> None:
    folder = study(UNITS, tekst=60)
    assert vknz("round", folder, "--coder", "A", "--coder", "B").status == 0

    left = vknz("agreement", folder, "--round", "1", "--json").facts["left_out"]

    assert [(row["name"], row["reason"]) for row in left] == [("tekst", "not_done")]


def test_below_nothing_is_written_with_a_minus_and_nothing_without() -> None:
    assert tell_number(-0.007) == "\N{MINUS SIGN}0,007"
    assert tell_number(-0.0002) == "0,000"
