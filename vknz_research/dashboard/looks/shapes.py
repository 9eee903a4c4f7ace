"""Codes, passages and numbers as the pages draw them."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from vknz_research.language import current_language
from vknz_research.model.sources import PERSPECTIVES

if TYPE_CHECKING:
    import pandas as pd

    from vknz_research.analysis.view import View

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


def shape_passages(view: "View", found: "pd.DataFrame") -> list[Shape]:
    """Return passages with their words, where these may be quoted, and their codes."""
    from vknz_research.analysis.query import quote  # noqa: PLC0415 - pandas

    names = dict(zip(view.sources["source_id"], view.sources["source"], strict=True))
    codes = _list_codes_at(view.codings, found)
    rows = quote(view, found).astype(object)
    rows = rows.where(rows.notna(), None)
    return [
        _shape_passage(row, str(names.get(row.source_id, "")), codes[at])
        for at, row in enumerate(rows.itertuples())
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


def _list_codes_at(codings: "pd.DataFrame", found: "pd.DataFrame") -> list[list[str]]:
    """Return for each passage the codes that stand in it, by path."""
    wanted = set(found["source_id"].astype(object))
    near = codings[codings["source_id"].isin(list(wanted)).to_numpy()]
    by_source: Mapping[Any, pd.DataFrame] = dict(
        iter(near.groupby("source_id", observed=True))
    )
    listed: list[list[str]] = []
    for row in found.itertuples():
        here = by_source.get(row.source_id)
        if here is None:
            listed.append([])
            continue
        meets = (here["start"] < row.end) & (here["end"] > row.start)
        listed.append(sorted(set(here["code"][meets.to_numpy()].astype(str))))
    return listed
