"""Small multiples: the same table for each group, side by side on one scale."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from vknz_research.analysis.figures.drawn import Drawn
from vknz_research.analysis.figures.heatmap import ROW_PX, make_ramp, write_numbers
from vknz_research.analysis.figures.marks import (
    Book,
    dress_names,
    label_codes,
    order_codes,
)
from vknz_research.analysis.figures.style import (
    PLAIN,
    Style,
    make_safe,
    make_template,
)
from vknz_research.analysis.figures.words import (
    WHOLE,
    Ask,
    ask_both,
    label_columns,
    name_group,
    tell_most,
)
from vknz_research.analysis.query import write_value

ABREAST: Final = 4
WIDE: Final = 6  # columns; of wider tables two stand abreast
SHORT: Final = 24  # signs of a name below a column
HEAD_PX: Final = 66


def draw_multiples(
    tables: Mapping[object, pd.DataFrame],
    book: Book | None = None,
    style: Style = PLAIN,
    *,
    by: str = "perspective",
    ask: Ask = ask_both,
) -> Drawn:
    """Return a small heat map for each group, all with one scale, rows and columns.

    `tables` has for each group (of `by`) a table of codes against codes or other
    groups. What one table lacks counts as nothing. The query of a cell is that of
    `ask`, limited to the group.
    """
    from plotly.subplots import make_subplots  # noqa: PLC0415 - a third of a second

    known = book or {}
    alike = _make_alike(tables, known)
    groups = [name_group(group, by, style) for group in alike]
    wide = max((table.shape[1] for table in alike.values()), default=0) > WIDE
    across = min(len(alike), 2 if wide else ABREAST) or 1
    down = -(-len(alike) // across) or 1
    figure = make_subplots(
        rows=down,
        cols=across,
        shared_yaxes=True,
        horizontal_spacing=0.03,
        vertical_spacing=min(0.3, 0.9 / down) if down > 1 else 0,
        subplot_titles=[make_safe(name) for name in groups],
    )
    top = max((int(t.to_numpy().max(initial=0)) for t in alike.values()), default=0)
    for number, (group, table) in enumerate(alike.items()):
        limit = write_value(by, group)
        queries = [
            [f"{ask(str(r), c)} EN {limit}" for c in table.columns] for r in table.index
        ]
        place = (number // across + 1, number % across + 1)
        _draw_panel(figure, table, (known, style), queries, top, place)
    _dress(figure, alike, style, down)
    return Drawn(figure, *_tell(alike, groups, (known, style, by), ask))


def _make_alike(
    tables: Mapping[object, pd.DataFrame], book: Book
) -> dict[object, pd.DataFrame]:
    """Give all tables the same rows and columns, in the order of the codebook."""
    rows = list(dict.fromkeys(row for table in tables.values() for row in table.index))
    columns = list(dict.fromkeys(c for table in tables.values() for c in table.columns))
    names = {table.columns.name for table in tables.values()}
    made = {}
    for group, table in tables.items():
        alike = table.reindex(index=rows, columns=columns).fillna(0).astype(int)
        alike.columns.name = next(iter(names)) if len(names) == 1 else None
        made[group] = order_codes(alike, book)
    return made


def _draw_panel(
    figure: Any,
    table: pd.DataFrame,
    looks: tuple[Book, Style],
    queries: list[list[str]],
    top: int,
    place: tuple[int, int],
) -> None:
    import plotly.graph_objects as go  # noqa: PLC0415 - a third of a second

    book, style = looks
    values = table.to_numpy()
    row, col = place
    figure.add_trace(
        go.Heatmap(
            z=values,
            zmin=0,
            zmax=max(top, 1),
            customdata=queries,
            colorscale=make_ramp(style),
            showscale=False,
            xgap=2,
            ygap=2,
            hovertemplate="%{customdata}<br>%{z}<extra></extra>",
        ),
        row=row,
        col=col,
    )
    panel = figure.get_subplot(row, col)
    across, down = panel.xaxis.plotly_name, panel.yaxis.plotly_name
    axes = (across.replace("axis", ""), down.replace("axis", ""))
    write_numbers(figure, values, style, top, axes)
    heads = label_columns(table, book, style, SHORT)
    names = [make_safe(name) for name in heads]
    rows = dress_names(list(table.index), label_codes(table.index, book, style))
    axis = {"showgrid": False, "zeroline": False}
    ticks = {
        "tickvals": list(range(len(names))),
        "ticktext": names,
        "tickangle": -50 if len(names) > 2 else 0,
    }
    figure.update_xaxes(**axis, **ticks, row=row, col=col)
    down = {"tickvals": list(range(len(rows))), "ticktext": rows}
    figure.update_yaxes(**axis, **down, autorange="reversed", row=row, col=col)


def _dress(
    figure: Any, alike: Mapping[object, pd.DataFrame], style: Style, down: int
) -> None:
    rows = max((len(table) for table in alike.values()), default=1)
    figure.update_layout(
        template=make_template(style),
        height=down * (HEAD_PX + 90 + ROW_PX * rows),
        margin={"t": HEAD_PX // 2 + 8},
    )
    # Titles of panels are the annotations without an axis.
    figure.for_each_annotation(
        lambda note: note.update(font={"size": 13, "color": style.colour("ink")}),
        selector={"xref": "paper"},
    )


def _tell(
    alike: Mapping[object, pd.DataFrame],
    groups: list[str],
    looks: tuple[Book, Style, str],
    ask: Ask,
) -> tuple[str, pd.DataFrame, pd.DataFrame]:
    """Return the words, the table and the queries: panels below each other."""
    book, style, by = looks
    numbers, asked, cells = [], [], []
    for name, (group, table) in zip(groups, alike.items(), strict=True):
        rows = label_codes(table.index, book, style, WHOLE)
        columns = label_columns(table, book, style, WHOLE)
        index = pd.MultiIndex.from_product([[name], rows], names=[by, "code"])
        limit = write_value(by, group)
        queries = [
            [f"{ask(str(r), c)} EN {limit}" for c in table.columns] for r in table.index
        ]
        numbers.append(pd.DataFrame(table.to_numpy(), index, columns))
        asked.append(pd.DataFrame(queries, index, columns))
        cells += [
            (int(table.to_numpy()[r, c]), f"{name}: {row} × {column}")
            for r, row in enumerate(rows)
            for c, column in enumerate(columns)
        ]
    head = style.say(
        f"{len(groups)} tabellen naast elkaar: {', '.join(groups)}.",
        f"{len(groups)} tables side by side: {', '.join(groups)}.",
    )
    if not numbers:
        return head, pd.DataFrame(), pd.DataFrame()
    return f"{head} {tell_most(cells, style)}", pd.concat(numbers), pd.concat(asked)
