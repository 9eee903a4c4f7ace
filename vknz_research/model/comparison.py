"""Comparing layers: where coders agree, and each place where they do not.

Passages are compared code by code. What overlaps, directly or through one another, is
about the same words and makes one case.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

AGREED: Final = "agreed"
HALF: Final = 0.5


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One coding in a comparison: who gave which code to which words of one source."""

    start: int
    end: int
    code_id: str
    coder_id: str
    id: str
    text_hash: str = ""

    @property
    def place(self) -> tuple[str, int, int]:
        """Return code and borders."""
        return self.code_id, self.start, self.end


@dataclass(frozen=True, slots=True)
class Case:
    """Codings that are about the same words.

    `kind` is `agreed`, or a difference: `missing` (not all gave the code), `borders`
    (all did, with other borders), `code` (the same words, another code from each).
    """

    kind: str
    marks: tuple[Mark, ...]

    @property
    def start(self) -> int:
        """Return where the first of the codings begins."""
        return min(mark.start for mark in self.marks)

    @property
    def end(self) -> int:
        """Return where the last of the codings ends."""
        return max(mark.end for mark in self.marks)

    @property
    def key(self) -> str:
        """Return a mark of the case, which changes when one of its codings does."""
        said = sorted(f"{m.id}|{m.code_id}|{m.text_hash}" for m in self.marks)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    @property
    def coders(self) -> set[str]:
        """Return the ids of the coders who have a coding in it."""
        return {mark.coder_id for mark in self.marks}


def compare(marks: Iterable[Mark], coder_ids: Sequence[str]) -> list[Case]:
    """Compare the layers of two or more coders in one source; return cases by place.

    >>> a, b = Mark(0, 5, "x", "A", "1"), Mark(0, 5, "x", "B", "2")
    >>> [case.kind for case in compare([a, b], ["A", "B"])]
    ['agreed']
    >>> [case.kind for case in compare([a, Mark(1, 5, "y", "B", "2")], ["A", "B"])]
    ['code']
    """
    wanted = set(coder_ids)
    ordered = sorted(
        (mark for mark in marks if mark.coder_id in wanted),
        key=lambda mark: (mark.code_id, mark),
    )
    cases = [
        _judge(cluster, wanted)
        for _, of_code in groupby(ordered, key=lambda mark: mark.code_id)
        for cluster in _cluster(of_code)
    ]
    return sorted(_pair(cases), key=lambda case: (case.start, case.end, case.key))


def _cluster(marks: Iterable[Mark]) -> Iterable[list[Mark]]:
    """Group marks, sorted by place, that overlap directly or through one another."""
    cluster: list[Mark] = []
    reach = 0
    for mark in marks:
        if cluster and mark.start >= reach:
            yield cluster
            cluster = []
        reach = max(reach, mark.end) if cluster else mark.end
        cluster.append(mark)
    if cluster:
        yield cluster


def _judge(cluster: Sequence[Mark], wanted: set[str]) -> Case:
    coders = [mark.coder_id for mark in cluster]
    if set(coders) != wanted:
        return Case("missing", tuple(cluster))
    is_once = len(coders) == len(wanted)
    is_same = len({mark.place for mark in cluster}) == 1
    return Case(AGREED if is_once and is_same else "borders", tuple(cluster))


def _pair(cases: Sequence[Case]) -> list[Case]:
    """Join a code that only some gave with another code that only the others gave.

    They must share at least half of the shorter; those that share most go first.
    """
    missing = sorted(
        (case for case in cases if case.kind == "missing"), key=lambda case: case.start
    )
    found: list[tuple[int, int, int]] = []
    for at, one in enumerate(missing):
        for other_at in range(at + 1, len(missing)):
            other = missing[other_at]
            if other.start >= one.end:
                break
            shared = _measure_shared(one, other)
            if shared and not one.coders & other.coders:
                found.append((-shared, at, other_at))
    joined: dict[int, int] = {}
    for _, at, other_at in sorted(found):
        if at not in joined and other_at not in joined:
            joined[at], joined[other_at] = other_at, at
    pairs = [
        Case("code", tuple(sorted((*missing[at].marks, *missing[other].marks))))
        for at, other in joined.items()
        if at < other
    ]
    alone = [case for at, case in enumerate(missing) if at not in joined]
    return [*(case for case in cases if case.kind != "missing"), *pairs, *alone]


def _measure_shared(one: Case, other: Case) -> int:
    """Return how many characters two cases share, or 0 when it is less than half."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    return shared if shared >= HALF * shorter else 0
