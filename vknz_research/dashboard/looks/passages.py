"""The page *Passages*: what a query finds, with the words and their place."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from vknz_research.dashboard.looks.frames import Looked
from vknz_research.dashboard.looks.shapes import Shape, shape_passages

if TYPE_CHECKING:
    import pandas as pd

    from vknz_research.analysis.query.tree import Part
    from vknz_research.analysis.view import Choice, View

AT_ONCE: Final = 50


def list_passages(
    looked: Looked, choice: "Choice", query: str, offset: int, *, guarded: bool
) -> Shape:
    """Return a part of the passages that a query finds, and how many there are.

    `guarded` is for who may not read the sources: a search for words then finds only
    what may be quoted, or its count would tell what somebody said.
    """
    found = find_allowed(looked, choice, query, guarded=guarded)
    part = found.iloc[offset : offset + AT_ONCE]
    return {
        "query": query,
        "total": len(found),
        "hidden": int((~found["is_quotable"].astype(bool)).sum()),
        "sources": int(found["source_id"].nunique()),
        "offset": offset,
        "passages": shape_passages(looked, choice, part),
    }


def find_allowed(
    looked: Looked, choice: "Choice", query: str, *, guarded: bool
) -> "pd.DataFrame":
    """Return the passages of a query that somebody may know of."""
    view = looked.view(choice)
    if not (guarded and asks_words(view, query)):
        return looked.find(choice, query)
    found = looked.keep(("guarded", choice, query), lambda: _find_guarded(view, query))
    return found[found["is_quotable"].to_numpy(dtype=bool)]


def _find_guarded(view: "View", query: str) -> "pd.DataFrame":
    """Search words only where these may be quoted, also behind VOOR and the like."""
    from vknz_research.analysis.query import find  # noqa: PLC0415 - pandas

    people = view.participants
    closed = people["participant_id"][~people["is_quotable"].astype(bool)]
    is_open = ~view.turns["participant_id"].isin(closed)
    return find(replace(view, turns=view.turns[is_open.to_numpy(dtype=bool)]), query)


def asks_words(view: "View", query: str) -> bool:
    """Say whether a query, or a smart code in it, searches what people said."""
    from vknz_research.analysis.query import (  # noqa: PLC0415 - pandas
        Vocabulary,
        parse,
    )

    return _has_words(parse(query, Vocabulary.of(view.codes, view.smart)).root)


def _has_words(part: "Part") -> bool:
    from vknz_research.analysis.query.tree import (  # noqa: PLC0415 - pandas
        Both,
        Either,
        Linked,
        Negated,
        Worded,
    )

    if isinstance(part, Both | Either):
        return any(_has_words(one) for one in part.parts)
    if isinstance(part, Linked):
        return _has_words(part.left) or _has_words(part.right)
    if isinstance(part, Negated):
        return _has_words(part.part)
    return isinstance(part, Worded)


def list_excerpts(
    looked: Looked, choice: "Choice", section: str, perspective: str, offset: int
) -> Shape:
    """Return the quotations of a section of the report, of one perspective or all."""
    view = looked.view(choice)
    found = read_excerpts(looked, view)
    found = found[(found["section"] == section).to_numpy(dtype=bool)]
    if perspective:
        found = found[(found["perspective"] == perspective).to_numpy(dtype=bool)]
    part = found.iloc[offset : offset + AT_ONCE]
    return {
        "query": "",
        "total": len(found),
        "hidden": int((~found["is_allowed"].astype(bool)).sum()),
        "sources": int(found["source_id"].nunique()),
        "offset": offset,
        "passages": shape_passages(looked, choice, _as_passages(part, view)),
    }


def read_excerpts(looked: Looked, view: "View") -> "pd.DataFrame":
    """Return the quotations chosen for the report, in the sources of a view."""
    found = looked.snapshot.excerpts
    is_here = found["source_id"].isin(view.sources["source_id"])
    wanted = view.choice.perspectives
    if wanted:
        is_here &= found["perspective"].isin(list(wanted))
    return found[is_here.to_numpy(dtype=bool)]


def _as_passages(excerpts: "pd.DataFrame", view: "View") -> "pd.DataFrame":
    facts = view.sources.set_index("source_id")
    return excerpts.assign(
        is_quotable=excerpts["is_allowed"].astype(bool),
        role=excerpts["speaker_role"],
        phase=excerpts["source_id"].map(facts["phase"]),
        turn=None,
        codings=1,
    )
