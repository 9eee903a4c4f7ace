import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from report_sample import LONG, META

from vknz_research.report.blocks import Column, Table
from vknz_research.report.colours import DARK, LIGHT, dark_twin
from vknz_research.report.fragments import render_fragment
from vknz_research.report.glyphs import show_missing
from vknz_research.report.labels import front_facts, get_words, name_chapter
from vknz_research.report.markup import Listing, Para, Run, plain_text, read_markdown
from vknz_research.report.meta import ReportMeta, file_date, format_moment
from vknz_research.report.plots import dress_figure
from vknz_research.report.templates import find_templates
from vknz_research.report.widths import plan_widths


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("a **b** c", (Run("a "), Run("b", is_strong=True), Run(" c"))),
        ("[4.2](#par-4-2)", (Run("4.2", target="par-4-2"),)),
        ("[weg](https://example.org)", (Run("weg"),)),
        ("<b>x</b> & y", (Run("<b>x</b> & y"),)),
        ("![beeld](http://x/y.png)", (Run("beeld"),)),
        ("een\ntwee", (Run("een twee"),)),
        ("{{ 7 }} $x$ #y @z", (Run("{{ 7 }} $x$ #y @z"),)),
        ("# kop", (Run("kop", is_strong=True),)),
    ],
)
def test_small_markdown_is_read_and_the_rest_stays_text(
    text: str, runs: tuple[Run, ...]
) -> None:
    assert read_markdown(text) == (Para(runs),)


def test_lists_may_hold_lists() -> None:
    (found,) = read_markdown("- a\n- b\n  1. c")

    inner = Listing(is_ordered=True, items=((Para((Run("c"),)),),))
    assert found == Listing(
        is_ordered=False, items=((Para((Run("a"),)),), (Para((Run("b"),)), inner))
    )


def test_plain_text_has_no_marks() -> None:
    assert plain_text("Een *ding*\n\n- en **nog** een") == "Een ding en nog een"


@pytest.mark.parametrize(
    ("number", "language", "name"),
    [
        ("4", "nl", "Hoofdstuk 4"),
        ("A", "nl", "Bijlage A"),
        ("4", "en", "Chapter 4"),
        ("A", "en", "Appendix A"),
        (None, "nl", ""),
    ],
)
def test_chapters_are_named_in_the_language_of_the_report(
    number: str | None, language: str, name: str
) -> None:
    assert name_chapter(number, get_words("en" if language == "en" else "nl")) == name


def test_the_front_page_names_the_snapshot() -> None:
    assert dict(front_facts(META))["Momentopname"] == "v3 (9f2c 71ab 04de 5c38)"


def test_moments_are_written_in_both_languages() -> None:
    moment = datetime(2026, 3, 14, 9, 5, tzinfo=UTC)

    assert format_moment(moment, "nl") == "14 maart 2026, 09:05"
    assert format_moment(moment, "en") == "14 March 2026, 09:05"


def test_the_date_of_files_is_the_moment_of_freezing_in_utc() -> None:
    moment = datetime(2026, 3, 14, 17, 20, 3, 99, tzinfo=timezone(timedelta(hours=1)))
    meta = ReportMeta("t", "", "s", "v1", "ab", moment)

    assert file_date(meta) == datetime(2026, 3, 14, 16, 20, 3, tzinfo=UTC)


def test_a_letter_without_a_shape_becomes_one_box() -> None:
    shown = show_missing({"a": ["ja 👩🏽‍💻 nee", 3, None], "b": "\x0bx\u0378\u0379"})

    assert shown["a"][1:] == [3, None]
    assert re.fullmatch(r"ja .+ nee", shown["a"][0])
    assert shown["b"] == "x□"


def test_colours_are_those_of_the_tokens_in_the_stylesheet() -> None:
    css = (find_templates() / "rapport" / "tokens.css").read_text("utf-8")

    found = re.findall(r"--vk-([a-z0-9]+): (#[0-9a-f]{6})", css)

    names = {name for name, _ in found}
    assert found == [(n, LIGHT[n]) for n, _ in found[: len(names)]] + [
        (n, DARK[n]) for n, _ in found[len(names) :]
    ]


@pytest.mark.parametrize("colour", ["#2b6cc4", "#123456", "red", "</style>"])
def test_every_colour_has_a_twin_for_dark_paper(colour: str) -> None:
    assert re.fullmatch(r"#[0-9a-f]{6}", dark_twin(colour))


def test_a_code_card_takes_no_style_from_its_data() -> None:
    data = {
        "kind": "code_card",
        "letters": "X",
        "colour": "red;}body{display:none",
        "stroke": '"><i>',
        "form": "?",
        "name": "n",
        "path": "p",
        "definition": "d",
        "when_to_use": "",
        "when_not": "",
        "example": "",
        "level": 9,
    }

    html = render_fragment(data, "nl")

    assert "display:none" not in html
    assert "<i>" not in html


def test_a_figure_keeps_its_own_wishes_but_not_its_title() -> None:
    figure = {
        "data": [],
        "layout": {"title": {"text": "x"}, "width": 99, "showlegend": False},
    }

    layout = dress_figure(figure, 300)["layout"]

    assert (layout["height"], layout["showlegend"], layout["autosize"]) == (
        300,
        False,
        True,
    )
    assert not {"title", "width"} & set(layout)


@pytest.mark.parametrize(
    ("rows", "widths"),
    [
        ((("F1/KM", LONG, "3"),), [0.0, 34.0, 0.0]),
        ((), [1.0, 0.0, 0.0]),
        ((("kort", "kort", "3"),), [1.0, 0.0, 0.0]),
    ],
)
def test_short_columns_are_not_broken(
    rows: tuple[tuple[str, ...], ...], widths: list[float]
) -> None:
    columns = (Column("Bron"), Column("Citaat"), Column("n", is_number=True))

    assert plan_widths(Table(None, "", columns, rows, "t")) == widths
