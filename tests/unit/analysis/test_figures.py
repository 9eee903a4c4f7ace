"""Figures: their words, their tables, and queries that count what they show."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from analysis_sample import CODES, Row, make_view

from vknz_research.analysis import figures
from vknz_research.analysis.cooccurrence import count_together
from vknz_research.analysis.crosstab import crosstab
from vknz_research.analysis.figures import Drawn, Style, read_book
from vknz_research.analysis.figures.marks import label_codes
from vknz_research.analysis.figures.palette import DARK, LIGHT
from vknz_research.analysis.figures.style import ink_on, measure_contrast, shade
from vknz_research.analysis.passages import select_codings
from vknz_research.analysis.query import find
from vknz_research.analysis.saturation import trace_saturation
from vknz_research.analysis.sequence import count_following

ROWS: list[Row] = [
    *[("a", n, n + 6, "4r/reflectie/steun", "klant") for n in range(0, 60, 10)],
    ("a", 3, 30, "kernelementen/vreemde-ogen/drempel", "klant"),
    ("a", 45, 58, "kernelementen/vreemde-ogen/opbrengst", "klantmanager"),
    ("b", 40, 58, "4r/routine", "klantmanager"),
    ("b", 41, 50, "kernelementen/vreemde-ogen/drempel", "klantmanager"),
    ("b", 70, 75, "4r/reflectie", "beleid"),
]
VIEW = make_view(ROWS)
THEMES = pytest.mark.parametrize("style", [Style("light"), Style("dark", "en")])


def check_queries(drawn: Drawn) -> None:
    """Every number is that of the passages of its query."""
    assert drawn.table.shape == drawn.queries.shape
    assert drawn.table.index.equals(drawn.queries.index)
    for number, asked in zip(
        drawn.table.to_numpy().ravel(), drawn.queries.to_numpy().ravel(), strict=True
    ):
        assert len(find(VIEW, asked)) == number, asked


def list_colours(figure: Any) -> set[str]:
    """List the hexes that a figure draws with, apart from its template."""
    plain = str(figure.to_plotly_json()["data"])
    return {plain[at : at + 7] for at in range(len(plain)) if plain[at] == "#"}


@THEMES
def test_a_heat_map_opens_exactly_what_it_counts(style: Style) -> None:
    table = crosstab(VIEW.codings, "perspective")
    drawn = figures.draw_heatmap(table, read_book(VIEW.codes, style), style)

    check_queries(drawn)
    assert drawn.figure.data[0].customdata[0][0] == drawn.queries.iloc[0, 0]
    numbers = [note.text for note in drawn.figure.layout.annotations]
    assert {"<b>6</b>", "1", "·"} <= set(numbers)
    ramp = {colour for _, colour in drawn.figure.data[0].colorscale}
    assert ramp >= {style.colour("paper"), style.colour("accent")}


def test_a_heat_map_of_codes_and_of_what_follows_open_theirs() -> None:
    book = read_book(VIEW.codes, Style())
    check_queries(figures.draw_heatmap(count_together(VIEW.codings), book))
    check_queries(
        figures.draw_heatmap(
            count_together(VIEW.codings, "turn"), book, ask=figures.ask_turn
        )
    )
    check_queries(
        figures.draw_heatmap(
            count_following(VIEW.codings, 2), book, ask=figures.ask_following(2)
        )
    )


def test_codes_stand_in_the_order_of_the_codebook() -> None:
    codes = VIEW.codes.assign(position=range(len(CODES), 0, -1))
    drawn = figures.draw_heatmap(
        crosstab(VIEW.codings, "perspective"), read_book(codes, Style())
    )
    assert [name.split()[-1] for name in drawn.table.index[:3]] == [
        "routine",
        "reflectie",
        "steun",
    ]
    assert drawn.figure.layout.yaxis.ticktext[1].startswith("<b>")


def test_the_words_of_a_heat_map_name_what_is_most_and_what_is_empty() -> None:
    table = crosstab(VIEW.codings, "perspective", with_below=False)
    drawn = figures.draw_heatmap(table, read_book(VIEW.codes, Style()))

    assert drawn.alt == (
        "Heatmap van 5 codes tegen 3 kolommen. De meeste: Rf · steun × Klanten (6), "
        "Rf · drempel × Klanten (1), Rf · drempel × Klantmanagers (1), "
        "Rf · opbrengst × Klantmanagers (1). Lege cellen: 9."
    )


def test_that_a_code_goes_with_itself_is_no_news() -> None:
    drawn = figures.draw_heatmap(count_together(VIEW.codings, with_below=False))

    pairs = drawn.alt.split("De meeste: ")[1].split(" (")[0]
    assert len(set(pairs.split(" × "))) == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_numbers_read_on_every_shade(theme: Any) -> None:
    for number in range(1, 41):
        shown = shade(number, 40, Style(theme))
        assert measure_contrast(ink_on(shown), shown) >= 4.5
    colours = DARK if theme == "dark" else LIGHT
    assert measure_contrast(colours["ink3"], colours["paper"]) >= 4.5


@THEMES
def test_a_margin_has_a_stripe_for_each_passage(style: Style) -> None:
    drawn = figures.draw_margin(VIEW, "a", style)

    check_queries(drawn)
    stripes = [trace for trace in drawn.figure.data if trace.name]
    assert sum(len(trace.x) for trace in stripes) == int(drawn.table.to_numpy().sum())
    place = stripes[0].customdata[0]
    assert (place[1], place[2], place[3]) == ("a", 0, 6)
    assert "Rf" in drawn.figure.layout.yaxis.ticktext[-1]


def test_a_lane_of_a_margin_has_what_lies_below_its_code_too() -> None:
    view = make_view([*ROWS, ("a", 70, 80, "4r/reflectie", "klant")])

    drawn = figures.draw_margin(view, "a")

    numbers, asked = drawn.table.iloc[:, 0], drawn.queries.iloc[:, 0]
    assert numbers.iloc[:2].tolist() == [7, 6]
    assert [len(find(view, query)) for query in asked] == numbers.tolist()


def test_a_source_without_codings_says_so() -> None:
    view = make_view(ROWS, texts={"c": "Er is hier nog niets gecodeerd."})

    assert figures.draw_margin(view, "c").alt.endswith("Nog niets gecodeerd.")


@THEMES
def test_a_network_and_its_streams_open_what_they_count(style: Style) -> None:
    book = read_book(VIEW.codes, style)
    together = count_together(VIEW.codings)
    for drawn in (
        figures.draw_network(together, book, style, at_least=1),
        figures.draw_sankey(together, book, style),
    ):
        check_queries(drawn)
        assert len(drawn.table)
        assert drawn.table.to_numpy().min() >= 1


def test_pairs_that_are_rare_are_left_out_of_a_network() -> None:
    together = count_together(VIEW.codings)
    all_pairs = figures.draw_network(together, at_least=1)
    some = figures.draw_network(together, at_least=3)
    few = figures.draw_network(together, at_least=1, most=2)

    assert len(some.table) < len(all_pairs.table)
    assert len(few.table) == 2
    assert len(few.figure.data) == 3  # two chords and the codes


@THEMES
def test_small_multiples_have_one_scale_and_open_what_they_count(style: Style) -> None:
    tables = {}
    for voice in ("klant", "klantmanager", "leidinggevende"):
        own = count_together(select_codings(VIEW.codings, perspectives=[voice]))
        ends = [c for c in own.index if c.endswith(("drempel", "opbrengst"))]
        tables[voice] = own.reindex(columns=ends).rename_axis(columns="code")
    drawn = figures.draw_multiples(tables, read_book(VIEW.codes, style), style)

    check_queries(drawn)
    assert len({(panel.zmin, panel.zmax) for panel in drawn.figure.data}) == 1
    assert len({tuple(np.shape(panel.z)) for panel in drawn.figure.data}) == 1
    titles = [n.text for n in drawn.figure.layout.annotations if n.xref == "paper"]
    assert len(titles) == 3


def test_saturation_is_told_in_words() -> None:
    drawn = figures.draw_saturation(trace_saturation(VIEW))

    assert drawn.alt == (
        "Na 2 bronnen zijn er 5 codes. De laatste nieuwe code kwam in Bron b; daarna "
        "volgden nog 0 bronnen."
    )
    assert list(drawn.figure.data[0].y) == [3, 5]
    assert drawn.queries.empty


@THEMES
def test_nothing_is_a_figure_too(style: Style) -> None:
    empty = VIEW.codings.iloc[:0]
    none = count_together(empty)
    for drawn in (
        figures.draw_heatmap(crosstab(empty, "phase"), style=style),
        figures.draw_network(none, style=style),
        figures.draw_sankey(none, style=style),
        figures.draw_multiples({}, style=style),
        figures.draw_saturation(trace_saturation(make_view(ROWS)).iloc[:0], style),
    ):
        assert drawn.alt
        assert drawn.height_px > 0


def test_colours_are_of_codes_and_of_the_house_only() -> None:
    book = read_book(VIEW.codes, Style())
    known = {mark.colour for mark in book.values()} | set(LIGHT.values())
    drawn = figures.draw_network(count_together(VIEW.codings), book, at_least=1)

    assert list_colours(drawn.figure) <= known


def test_names_that_would_be_alike_carry_their_path_and_no_markup() -> None:
    codes = VIEW.codes.assign(name_nl="<b>Wat het brengt</b> & meer")
    style = Style()
    book = read_book(codes, style)
    labels = label_codes(["4r/routine", "4r/reflectie"], book, style)
    drawn = figures.draw_heatmap(crosstab(VIEW.codings, "perspective"), book)

    assert len(set(labels)) == 2
    assert "&lt;b&gt;Wat" in drawn.figure.layout.yaxis.ticktext[0]


def test_a_notebook_gets_the_figure_and_its_words() -> None:
    drawn = figures.draw_heatmap(crosstab(VIEW.codings, "phase"))
    bundle = drawn._repr_mimebundle_()

    assert bundle["text/plain"] == drawn.alt
    assert isinstance(bundle["application/vnd.plotly.v1+json"], dict)
    assert pd.DataFrame(drawn.table).columns.tolist() == ["Fase 1"]


def test_streams_of_nothing_say_so_and_can_be_drawn() -> None:
    empty = pd.DataFrame(index=pd.Index([], name="code"), dtype="int64")

    drawn = figures.draw_sankey(empty)

    assert not drawn.figure.data
    assert "Niets om te laten zien" in drawn.figure.layout.annotations[0].text
