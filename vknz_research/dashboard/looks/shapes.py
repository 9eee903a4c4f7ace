"""Codes, passages and numbers as the pages draw them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from vknz_research.language import current_language
from vknz_research.model.sources import PERSPECTIVES

if TYPE_CHECKING:
    import pandas as pd

    from vknz_research.analysis.view import Choice, View
    from vknz_research.dashboard.looks.frames import Looked

Shape = dict[str, Any]
# Who is heard: researchers ask.
HEARD: Final = tuple(name for name in PERSPECTIVES if name != "onderzoek")


def shape_codes(codes: "pd.DataFrame") -> list[Shape]:
    """Return the codebook in the order of its tree, each code with its three marks."""
    from vknz_research.analysis.crosstab import sort_codes  # noqa: PLC0415 - pandas

    return [_shape_code(row) for row in sort_codes(codes).itertuples()]


def _shape_code(row: Any) -> Shape:
    language = current_language()
    name = getattr(row, f"name_{language}") or row.name_nl
    text = getattr(row, f"definition_{language}") or row.definition_nl
    return {
        "id": str(row.code),
        "key": str(row.code_id),
        "name": str(name) if isinstance(name, str) else str(row.code),
        "text": str(text) if isinstance(text, str) else "",
        "above": str(row.parent) if isinstance(row.parent, str) else "",
        "letters": str(row.letters) if isinstance(row.letters, str) else "",
        "colour": str(row.colour),
        "stroke": str(row.stroke),
        "form": str(row.form),
        "framework": str(row.framework),
        "level": int(row.level),
    }


def list_values(column: "pd.Series[Any]") -> list[Any]:
    """Return the values that a column has, sorted, as JSON has them."""
    found = column.dropna().unique().tolist()
    return sorted(int(v) if isinstance(v, float) else v for v in found)


def order_heard(found: Iterable[object]) -> list[str]:
    """Return perspectives in their fixed order, without that of researchers.

    >>> order_heard({"beleid", "klant", "onderzoek"})
    ['klant', 'beleid']
    """
    known = set(map(str, found))
    return [name for name in HEARD if name in known]


def list_spoken(view: "View") -> "pd.DataFrame":
    """Return the sources of a view in which one of its perspectives speaks."""
    if not view.choice.perspectives:
        return view.sources
    is_spoken = view.sources["source_id"].isin(view.pairs["source_id"])
    return view.sources[is_spoken.to_numpy(dtype=bool)]


def shape_passages(
    looked: "Looked", choice: "Choice", found: "pd.DataFrame"
) -> list[Shape]:
    """Return passages with their words, where these may be quoted, and their codes."""
    from vknz_research.analysis.query import quote  # noqa: PLC0415 - pandas

    view = looked.view(choice)
    names = looked.keep(
        ("names", choice),
        lambda: dict(
            zip(view.sources["source_id"], view.sources["source"], strict=True)
        ),
    )
    marks = looked.keep(("marks", choice), lambda: _list_marks(view.codings))
    rows = quote(view, found).astype(object)
    rows = rows.where(rows.notna(), None)
    return [
        _shape_passage(
            row, str(names.get(row.source_id, "")), _list_codes_at(marks, row)
        )
        for row in rows.itertuples()
    ]


def _shape_passage(row: Any, name: str, codes: list[str]) -> Shape:
    return {
        "id": str(row.source_id),
        "source": name,
        "label": str(row.source_code or name),
        "phase": row.phase and int(row.phase),
        "perspective": row.perspective and str(row.perspective),
        "role": row.role and str(row.role),
        "start": int(row.start),
        "end": int(row.end),
        "ms": None if row.begin_ms is None else int(row.begin_ms),
        "turn": None if row.turn is None else int(row.turn),
        "text": str(row.text) if row.is_quotable else None,
        "codes": codes,
    }


def _list_marks(codings: "pd.DataFrame") -> dict[str, list[tuple[int, int, str]]]:
    """Return start, end and code of all codings, by source."""
    marks: dict[str, list[tuple[int, int, str]]] = {}
    columns = ("source_id", "start", "end", "code")
    for source, *mark in zip(
        *(codings[name].tolist() for name in columns), strict=True
    ):
        marks.setdefault(str(source), []).append((mark[0], mark[1], str(mark[2])))
    return marks


def _list_codes_at(
    marks: Mapping[str, list[tuple[int, int, str]]], passage: Any
) -> list[str]:
    """Return the codes that stand in a passage, by path."""
    here = marks.get(str(passage.source_id), ())
    start, end = passage.start, passage.end
    return sorted({code for a, b, code in here if a < end and b > start})
