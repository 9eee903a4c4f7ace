"""The demo study as several coded it: rounds, and what two coders decided."""

from pathlib import Path
from typing import Final

from vknz_research.coding.adjudicate import Ruling, decide, finish
from vknz_research.coding.comparing import Comparison, read_comparison
from vknz_research.coding.find import find_coder
from vknz_research.coding.rounds import Plan, find_assignment, hand_in, start_round
from vknz_research.exchange.tables import Row, read_rows
from vknz_research.project import Study

SETTLED: Final = "I1-K-2"


def add_rounds(study: Study, path: Path) -> int:
    """Begin the rounds of a file and let all coders hand in; return their number."""
    rows = read_rows(path, ("title", "sources", "coders"))
    for row in rows:
        sources, coders = row.need("sources").split("|"), row.need("coders").split("|")
        start_round(study.store, coders[0], Plan(row.need("title"), sources, coders))
        for coder in coders:
            for source in sources:
                with study.store.read() as reader:
                    given = find_assignment(reader, source, coder)
                hand_in(study.store, coder, given.id)
    return len(rows)


def add_decisions(study: Study, path: Path) -> int:
    """Take the decisions of a file, settle one source; return their number."""
    rows = read_rows(path, ("source", "coder", "code", "outcome", "by", "reason"))
    for row in rows:
        found = _compare(study, row.need("source"))
        by = row.need("by").split("|")
        ruling = Ruling(
            row.need("outcome"),
            by,
            row.need("reason"),
            _find_id(study, row.get("side")),
        )
        decide(study.store, by[0], _where(found), _find_key(study, found, row), ruling)
    settled = _compare(study, SETTLED)
    finish(study.store, "NvD", _where(settled), ["NvD", "TK"])
    return len(rows)


def _compare(study: Study, source: str) -> Comparison:
    found = study.source(source)
    with study.store.read() as reader:
        return read_comparison(reader, found)


def _where(found: Comparison) -> tuple[str, list[str]]:
    return found.source.id, [coder.id for coder in found.coders]


def _find_id(study: Study, name: str | None) -> str | None:
    if name is None:
        return None
    with study.store.read() as reader:
        return find_coder(reader, name).id


def _find_key(study: Study, found: Comparison, row: Row) -> str:
    """Return the difference in which a coder gave this code."""
    code_id = next(code.id for code in study.codebook if code.path == row.need("code"))
    who = _find_id(study, row.need("coder"))
    return next(
        case.key
        for case in found.differences
        if any((m.coder_id, m.code_id) == (who, code_id) for m in case.marks)
    )
