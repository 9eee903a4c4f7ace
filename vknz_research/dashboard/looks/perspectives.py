"""The page *Perspectieven*: who says what, side by side, and who is not heard."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from vknz_research.dashboard.looks.frames import Looked
from vknz_research.dashboard.looks.passages import read_excerpts
from vknz_research.dashboard.looks.shapes import (
    HEARD,
    Shape,
    shape_passages,
)

if TYPE_CHECKING:
    import pandas as pd

    from vknz_research.analysis.view import Choice, View

SHOWN: Final = 3  # quotations at once, of as many sources as there are
MANAGEMENT: Final = ("leidinggevende", "beleid")


def describe_perspectives(looked: Looked, choice: "Choice", code: str) -> Shape:
    """Return codes against perspectives, and one code from each of them."""
    view = looked.view(choice)
    spoken = count_sources(view)
    columns = [name for name in HEARD if spoken[name]]
    # A code only: any other question is for the page of passages, which guards words.
    is_known = code in set(view.codes["code"].astype(str))
    return {
        "columns": [{"perspective": n, "sources": spoken[n]} for n in columns],
        "rows": looked.keep(("rows", choice), lambda: _list_rows(view, columns)),
        "sections": _list_sections(looked, view),
        "chosen": contrast(looked, choice, code, columns) if is_known else None,
    }


def count_sources(view: "View") -> Counter[str]:
    """Count the sources in which each perspective speaks."""
    return Counter(view.pairs["perspective"].astype(str))


def _list_rows(view: "View", columns: Sequence[str]) -> list[Shape]:
    """Return each code that is used, with what lies below it, per perspective."""
    from vknz_research.analysis.crosstab import (  # noqa: PLC0415 - pandas
        crosstab,
        sort_codes,
    )

    counts = crosstab(view.codings, "perspective")
    rows = []
    for code in sort_codes(view.codes)["code"]:
        if code not in counts.index:
            continue
        found = {
            name: int(counts.loc[code, name]) if name in counts.columns else 0
            for name in columns
        }
        rows.append(
            {"code": str(code), "cells": list(found.values()), "only": rest_on(found)}
        )
    return rows


def _list_sections(looked: Looked, view: "View") -> list[Shape]:
    """Return the sections of the report by who is quoted in them."""
    excerpts = read_excerpts(looked, view)
    if excerpts.empty:
        return []
    sections = list(dict.fromkeys(excerpts["section"].dropna().astype(str)))
    rows = []
    for section in sections:
        own = excerpts[(excerpts["section"] == section).to_numpy(dtype=bool)]
        found = Counter(own["perspective"].dropna().astype(str))
        cells = {name: found[name] for name in HEARD}
        rows.append(
            {
                "section": section,
                "cells": list(cells.values()),
                "unknown": len(own) - sum(cells.values()),
                "only": rest_on(cells) if sum(cells.values()) == len(own) else [],
            }
        )
    return rows


def rest_on(counts: Mapping[str, int]) -> list[str]:
    """Return on whom alone this rests: one perspective, or management; else nobody.

    >>> rest_on({"klant": 0, "klantmanager": 3}), rest_on({"klant": 1, "beleid": 2})
    (['klantmanager'], [])
    >>> rest_on({"klant": 0, "leidinggevende": 1, "beleid": 2})
    ['leidinggevende', 'beleid']
    """
    heard = [name for name in HEARD if counts.get(name)]
    return heard if len(heard) == 1 or tuple(heard) == MANAGEMENT else []


def contrast(
    looked: Looked, choice: "Choice", code: str, columns: Iterable[str]
) -> Shape:
    """Return what each perspective says of one code, with some of its words."""
    from vknz_research.analysis.query import write_code  # noqa: PLC0415 - pandas

    view = looked.view(choice)
    spoken = count_sources(view)
    sides = []
    for name in columns:
        query = f"{write_code(code)} EN perspectief:{name}"
        found = looked.find(choice, query)
        sides.append(
            {
                "perspective": name,
                "n": len(found),
                "q": query,
                "sources": int(found["source_id"].nunique()),
                "of": spoken[name],
                "quotes": choose_quotes(looked, choice, found),
            }
        )
    return {"code": code, "sides": sides}


def choose_quotes(
    looked: Looked, choice: "Choice", found: "pd.DataFrame", most: int = SHOWN
) -> list[dict[str, Any]]:
    """Return the words of some passages: first one of each source, in reading order."""
    quotable = found[found["is_quotable"].to_numpy(dtype=bool)]
    turn = quotable.groupby("source_id", observed=True).cumcount()
    chosen = quotable.loc[turn.sort_values(kind="stable").index[:most]]
    return shape_passages(looked, choice, chosen.sort_index())
