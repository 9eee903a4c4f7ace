import json
from typing import Any

import pytest
from report_sample import META, NASTY, as_notebook, make_blocks

from vknz_research.errors import NotebookError, UnknownValueError
from vknz_research.report.blocks import (
    BLOCK_MIME,
    KINDS,
    PLOTLY_MIME,
    Block,
    Column,
    Figure,
    Heading,
    Notice,
    Part,
    Quotation,
    Table,
    collect_blocks,
    from_json,
    to_json,
)
from vknz_research.report.outline import find_anchors, find_origins, list_contents


@pytest.mark.parametrize("block", make_blocks(), ids=lambda b: b.kind)
def test_a_block_becomes_json_and_back_without_loss(block: Block) -> None:
    assert from_json(json.loads(json.dumps(to_json(block)))) == block


def test_the_sample_has_every_kind() -> None:
    assert {block.kind for block in make_blocks()} == set(KINDS)


@pytest.mark.parametrize("block", make_blocks(), ids=lambda b: b.kind)
def test_a_block_shows_itself_in_a_notebook_as_json_and_html(block: Block) -> None:
    shown = block._repr_mimebundle_()

    assert shown[BLOCK_MIME] == to_json(block)
    assert "<script" not in shown["text/html"]
    assert (PLOTLY_MIME in shown) == isinstance(block, Figure)


def test_text_of_people_is_escaped() -> None:
    block = Quotation("k", (Part(NASTY), Part("[x]", "edit", '"><b>')), "F1", None, "a")

    html = block._repr_mimebundle_()["text/html"]

    assert "&lt;script&gt;" in html
    assert 'title="Oorspronkelijk: &quot;&gt;&lt;b&gt;"' in html


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownValueError, match="poster"):
        from_json({"kind": "poster"})


def test_a_row_that_does_not_fit_is_refused() -> None:
    with pytest.raises(UnknownValueError):
        Table(None, "", (Column("a"), Column("b")), (("1",),), "t")


def test_a_table_without_columns_is_refused() -> None:
    with pytest.raises(UnknownValueError):
        Table(None, "", (), (), "t")


def test_a_heading_has_one_of_three_levels() -> None:
    with pytest.raises(UnknownValueError):
        Heading(4, "x", None, "x")


def test_blocks_are_collected_from_all_notebooks_in_order() -> None:
    blocks = make_blocks()

    found = collect_blocks([as_notebook(blocks[:7]), as_notebook(blocks[7:])])

    assert found == blocks


def test_a_failed_cell_stops_the_report_and_names_notebook_and_cell() -> None:
    notebook = as_notebook([Notice("a"), Notice("b")], "40_richting")
    failure: Any = {"output_type": "error", "ename": "KeyError", "evalue": "geheim"}
    notebook["cells"][1]["outputs"].append(failure)

    with pytest.raises(NotebookError, match="40_richting, cel 2: KeyError") as caught:
        collect_blocks([notebook])

    assert "geheim" not in str(caught.value)


def test_links_know_where_they_can_lead() -> None:
    blocks = make_blocks()

    assert {"figuur-3", "par-4-2", "plaats-f2-1", "tabel-e1"} <= find_anchors(blocks)
    assert find_origins(blocks)["plaats-f2-1"] == "citaat-f2-1"


def test_contents_list_chapters_and_sections_only() -> None:
    assert [head.number for head in list_contents(make_blocks())] == [
        "4",
        "4.1",
        "4.2",
        "5",
        "5.1",
        "B",
        "E",
        None,
    ]


def test_meta_refuses_a_language_no_report_has() -> None:
    with pytest.raises(UnknownValueError):
        type(META)(
            **{name: getattr(META, name) for name in META.__slots__}
            | {"language": "de"}
        )
