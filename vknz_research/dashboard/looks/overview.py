"""The page *Overzicht*: what there is, against the design, and what is next to do."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from vknz_research.coding.comparing import read_comparison
from vknz_research.coding.consent import list_closed
from vknz_research.coding.rounds import list_pending
from vknz_research.coding.worklist import list_tasks
from vknz_research.dashboard.looks.frames import Looked
from vknz_research.dashboard.looks.shapes import (
    Shape,
    list_spoken,
    list_values,
    order_heard,
)
from vknz_research.model.adjudication import Adjudication
from vknz_research.model.people import role_perspective
from vknz_research.model.sources import Source
from vknz_research.project import Study

if TYPE_CHECKING:
    import pandas as pd

    from vknz_research.analysis.view import Choice, View


def describe_overview(looked: Looked, choice: "Choice") -> Shape:
    """Return the numbers of a choice, each with what opens it."""
    view, snapshot = looked.view(choice), looked.snapshot
    sources = list_spoken(view)
    coded = set(view.codings["source_id"].astype(object))
    report = snapshot.memos["kind"].astype(object) == "report"
    return {
        **_tabulate(view, snapshot.design),
        "sources": len(sources),
        "words": int(view.turns["words"].sum()),
        "uncoded": [
            str(name)
            for key, name in zip(sources["source_id"], sources["source"], strict=True)
            if key not in coded
        ],
        "passages": {"n": len(looked.find(choice, "*")), "q": "*"},
        "used": int(view.codings["code"].astype(object).nunique()),
        "codes": len(view.codes),
        "coders": _list_coders(looked, view),
        "memos": {"report": int(report.sum()), "other": int((~report).sum())},
        "excerpts": len(snapshot.excerpts),
    }


def _tabulate(view: "View", design: "pd.DataFrame") -> Shape:
    """Count sources per perspective and phase, and what the design wanted there."""
    facts = view.sources.set_index("source_id")["phase"]
    pairs = view.pairs.assign(phase=view.pairs["source_id"].map(facts))
    there: Counter[tuple[str, Any]] = Counter()
    for row in pairs.itertuples():
        there[(str(row.perspective), _whole(row.phase))] += 1
    planned: Counter[tuple[str, Any]] = Counter()
    for row in design.itertuples():
        seat = role_perspective(str(row.role)) or ""
        planned[(seat, _whole(row.phase))] += _whole(row.sources) or 0
    choice = view.choice
    phases = sorted({p for _, p in [*there, *planned] if p is not None})
    phases = [p for p in phases if not choice.phases or p in choice.phases]
    names = order_heard({name for name, _ in [*there, *planned]})
    names = [n for n in names if not choice.perspectives or n in choice.perspectives]
    return {
        "phases": [*phases, *([None] if any(p is None for _, p in there) else [])],
        "table": [
            {
                "perspective": name,
                "cells": [
                    {"n": there[(name, p)], "planned": planned[(name, p)]}
                    for p in phases
                ],
                "loose": there[(name, None)],
            }
            for name in names
        ],
    }


def _whole(value: Any) -> int | None:
    import pandas as pd  # noqa: PLC0415 - pandas

    return None if pd.isna(value) else int(value)


def _list_coders(looked: Looked, view: "View") -> list[Shape]:
    counts = Counter(view.codings["coder"].astype(object))
    coders = looked.snapshot.coders
    kinds = dict(zip(coders["name"], coders["kind"].astype(str), strict=True))
    return [
        {"name": str(name), "kind": kinds.get(name, "person"), "codings": counts[name]}
        for name in sorted(kinds)
        if counts[name]
    ]


def list_next(study: Study) -> Shape:
    """Count what is next to do: places in doubt, consent, differences, no coding."""
    with study.store.read() as reader:
        closed = list_closed(reader)
        open_sources = [s for s in reader.all(Source) if s.id not in closed]
        begun = {one.source_id for one in reader.all(Adjudication)}
        undecided = [
            {"id": source.id, "name": source.name, "n": number}
            for source in open_sources
            if source.id in begun and not list_pending(reader, source.id)
            for number in [read_comparison(reader, source).count()["undecided"]]
            if number
        ]
        return {
            "tasks": len(list_tasks(reader)),
            "closed": len(closed),
            "undecided": undecided,
        }


def describe_sources(looked: Looked, choice: "Choice", framework: str) -> Shape:
    """Return the sources, each with where the codes of a framework stand in it."""
    view = looked.view(choice)
    heard = view.pairs.groupby("source_id")["perspective"].agg(order_heard)
    found = looked.find(choice, "*")
    passages = Counter(found["source_id"].astype(object))
    roots = _list_roots(view, framework)
    lanes = _draw_lanes(view, roots)
    rows = list_spoken(view).astype(object)
    rows = rows.where(rows.notna(), None).sort_values(
        ["phase", "source_code", "source"], key=lambda column: column.map(_rank)
    )
    return {
        "framework": framework,
        "frameworks": list_values(view.codes["framework"]),
        "roots": roots,
        "sources": [
            {
                "id": str(row.source_id),
                "name": str(row.source),
                "label": row.source_code and str(row.source_code),
                "kind": row.kind and str(row.kind),
                "phase": row.phase and int(row.phase),
                "date": row.date and str(row.date),
                "words": int(row.words),
                "characters": int(row.characters),
                "heard": heard.get(row.source_id, []),
                "passages": passages[row.source_id],
                "is_masked": bool(row.is_masked),
                "is_settled": bool(row.is_adjudicated),
                "lanes": lanes.get(str(row.source_id), []),
            }
            for row in _list_rows(rows)
        ],
    }


def _list_rows(frame: "pd.DataFrame") -> list[Any]:
    return list(frame.itertuples())


def _rank(value: Any) -> tuple[bool, str]:
    return (value is None, str(value))


def _list_roots(view: "View", framework: str) -> list[str]:
    from vknz_research.analysis.crosstab import sort_codes  # noqa: PLC0415 - pandas

    codes = sort_codes(view.codes)
    own = codes[(codes["framework"].astype(object) == framework).to_numpy()]
    if own.empty:
        return []
    return [str(c) for c in own["code"][(own["level"] == own["level"].min())]]


def _draw_lanes(view: "View", roots: list[str]) -> dict[str, list[Any]]:
    """Return per source [lane, start, end] of each passage under one of the roots."""
    from vknz_research.analysis.passages import (  # noqa: PLC0415 - pandas
        merge_passages,
        select_codings,
    )

    drawn: dict[str, list[Any]] = {}
    for lane, root in enumerate(roots):
        for row in _list_rows(merge_passages(select_codings(view.codings, code=root))):
            spans = drawn.setdefault(str(row.source_id), [])
            spans.append([lane, int(row.start), int(row.end)])
    return drawn
