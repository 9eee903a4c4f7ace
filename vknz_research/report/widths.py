"""How wide the columns of a table on paper should be: by what stands in them."""

from typing import Final

from vknz_research.report.blocks import Table

SHORT: Final = 18  # a column of at most so many characters is not broken
_LINE: Final = 62  # of the hundred characters on a line, what such columns may take
_MOST: Final = 34


def plan_widths(table: Table) -> list[float]:
    """Return the share of each column; 0 for one that takes just what it needs.

    >>> from vknz_research.report.blocks import Column
    >>> columns = (Column("Bron"), Column("n", is_number=True))
    >>> plan_widths(Table(None, "", columns, (("F1/KM", "3"),), "t"))
    [1.0, 0.0]
    """
    longest = [_longest(table, place) for place in range(len(table.columns))]
    is_fixed = _choose_fixed(longest, [c.is_number for c in table.columns])
    shares = [
        0.0 if fixed else _share(table, place) for place, fixed in enumerate(is_fixed)
    ]
    if any(shares) or not shares:
        return shares
    return [1.0, *shares[1:]]


def _longest(table: Table, place: int) -> int:
    cells = (line for row in table.rows for line in row[place].split("\n"))
    return max(len(cell) for cell in (table.columns[place].name, *cells))


def _choose_fixed(longest: list[int], is_number: list[bool]) -> list[bool]:
    """Take short columns whole while the line has room: numbers first, then words."""
    chosen = [False] * len(longest)
    room = _LINE
    for place in sorted(
        range(len(longest)), key=lambda each: (not is_number[each], longest[each])
    ):
        room -= longest[place] + 2
        chosen[place] = longest[place] <= SHORT and room >= 0
    return chosen


def _share(table: Table, place: int) -> float:
    cells = [row[place] for row in table.rows]
    name = table.columns[place].name
    word = max(len(word) for cell in (name, *cells) for word in (cell.split() or [""]))
    mean = sum(map(len, cells)) / len(cells) if cells else 0.0
    longest = _longest(table, place)
    return float(min(max(word, (mean * longest) ** 0.5, 5.0), _MOST))
