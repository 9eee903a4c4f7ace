"""The tables and figures of a release, from its data and nothing else.

A release takes this file along and makes everything again with it: it uses the standard
library only, so that one command works on any machine, without a network.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from vknz_research.privacy.disclosure import plan_suppression

Row = Mapping[str, str]
Counts = dict[str, dict[str, int]]
# As statistical offices write it: may not be told, and none.
HIDDEN: Final = "x"
NONE: Final = "-"
TOTAL: Final = "totaal"
UNKNOWN: Final = "onbekend"
INK: Final = "#1c1e21"
SCALE: Final = [[0, "#ffffff"], [1, "#1f3a5f"]]


def read_table(path: Path) -> list[Row]:
    """Read a table of a release."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def make_outputs(data: Path, k: int) -> dict[str, str]:
    """Return every table and figure as the text of its file, by its path."""
    codings = read_table(data / "codings.csv")
    people = read_table(data / "people.csv")
    sources = read_table(data / "sources.csv")
    pairs = {
        ("codes_perspective", "codes_phase"): list(_list_passages(codings)),
        ("people_phase", "people_gender"): [
            (row["role"], row["phase"] or UNKNOWN, row["gender"] or UNKNOWN)
            for row in people
        ],
        ("sources_phase", "sources_setting"): [
            (row["perspective"] or UNKNOWN, row["phase"] or UNKNOWN, row["setting"])
            for row in sources
        ],
    }
    made: dict[str, str] = {}
    for names, units in pairs.items():
        tables = {
            names[0]: _count((row, first) for row, first, _ in units),
            names[1]: _count((row, second) for row, _, second in units),
        }
        made |= _write_pair(tables, k)
    return made


def _write_pair(tables: Mapping[str, Counts], k: int) -> dict[str, str]:
    hidden = plan_suppression(tables, k)
    made: dict[str, str] = {}
    for name, counts in tables.items():
        grid = _make_grid(counts, hidden[name])
        made[f"tables/{name}.csv"] = _write_csv(grid)
        made[f"figures/{name}.json"] = _write_figure(name, grid)
    return made


def _list_passages(codings: Iterable[Row]) -> Iterable[tuple[str, str, str]]:
    """List passages as (main code, perspective, phase).

    Codings of one code that overlap in a source are one passage, whoever coded; what
    lies below a main code counts with it.
    """
    spans: dict[tuple[str, str, str, str], list[tuple[int, int]]] = {}
    for row in codings:
        main = "/".join(row["code"].split("/")[:2])
        view, phase = row["perspective"] or UNKNOWN, row["phase"] or UNKNOWN
        place = spans.setdefault((main, row["source_id"], view, phase), [])
        place.append((int(row["start"]), int(row["end"])))
    for (main, _, view, phase), found in spans.items():
        reach = -1
        for start, end in sorted(found):
            if start >= reach:
                yield main, view, phase
            reach = max(reach, end)


def _count(pairs: Iterable[tuple[str, str]]) -> Counts:
    listed = sorted(pairs)
    rows = dict.fromkeys(row for row, _ in listed)
    columns = sorted({column for _, column in listed})
    counts: Counts = {row: dict.fromkeys(columns, 0) for row in rows}
    for row, column in listed:
        counts[row][column] += 1
    return counts


def _make_grid(
    counts: Counts, hidden: set[tuple[str | None, str | None]]
) -> list[list[str]]:
    """Return a table with its totals; a number that may not be told is an x."""
    columns = list(next(iter(counts.values()), {}))

    def tell(row: str | None, column: str | None) -> str:
        if (row, column) in hidden:
            return HIDDEN
        rows = counts if row is None else {row: counts[row]}
        cells = [cell for r in rows.values() for cell in r.items()]
        number = sum(n for name, n in cells if column in (None, name))
        return str(number) if number else NONE

    head = ["", *columns, TOTAL]
    body = [
        [row or TOTAL, *(tell(row, column) for column in [*columns, None])]
        for row in [*counts, None]
    ]
    return [head, *body]


def _write_csv(grid: Sequence[Sequence[str]]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(grid)
    return stream.getvalue()


def _write_figure(name: str, grid: Sequence[Sequence[str]]) -> str:
    """Return a heat map as plotly reads it, without the totals; x is left open."""
    columns = list(grid[0][1:-1])
    rows = [row[0] for row in grid[1:-1]]
    cells = [list(row[1:-1]) for row in grid[1:-1]]
    figure: dict[str, Any] = {
        "data": [
            {
                "type": "heatmap",
                "x": columns,
                "y": rows,
                "z": [[_read_cell(cell) for cell in row] for row in cells],
                "text": cells,
                "texttemplate": "%{text}",
                "hoverongaps": False,
                "colorscale": SCALE,
                "showscale": False,
                "xgap": 2,
                "ygap": 2,
            }
        ],
        "layout": {
            "title": {"text": name.replace("_", " × ")},
            "font": {"color": INK},
            "yaxis": {"autorange": "reversed", "automargin": True, "type": "category"},
            "xaxis": {"side": "top", "type": "category"},
        },
    }
    text = json.dumps(figure, ensure_ascii=False, sort_keys=True, indent=1)
    return text + "\n"


def _read_cell(cell: str) -> int | None:
    return {HIDDEN: None, NONE: 0}[cell] if cell in {HIDDEN, NONE} else int(cell)
