"""Checks the answers to the exercises of a release, from its own data.

A release takes this file along; it uses the standard library only. The right answer is
never printed: a wrong one gets a hint to look again.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from pathlib import Path

Row = Mapping[str, str]
Passage = tuple[str, int, int]
KLANT = "klant"
SPOKEN = frozenset({"speech", "answer"})
CLOSE = 0.005  # how near a share must be


def read_table(release: Path, name: str) -> list[Row]:
    """Return the rows of a table of the release."""
    path = Path(release) / "data" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def choose_codings(rows: Iterable[Row], code: str, **equal: str) -> list[Row]:
    """Return the codings of a code and all below it, and of the groups given.

    >>> rows = [{"code": "4r/routine/klantrelatie"}, {"code": "4r/reflectie"}]
    >>> len(choose_codings(rows, "4r/routine"))
    1
    """
    return [
        row
        for row in rows
        if f"{row['code']}/".startswith(f"{code}/")
        and all(row[column] == value for column, value in equal.items())
    ]


def join_passages(rows: Iterable[Row]) -> list[Passage]:
    """Join codings that overlap in one source: who marked it does not matter.

    >>> rows = [{"source": "a", "start": "0", "end": "9"},
    ...         {"source": "a", "start": "5", "end": "12"}]
    >>> join_passages(rows)
    [('a', 0, 12)]
    """
    found: list[Passage] = []
    spans = sorted((r["source"], int(r["start"]), int(r["end"])) for r in rows)
    for source, start, end in spans:
        if found and found[-1][0] == source and start < found[-1][2]:
            found[-1] = (source, found[-1][1], max(found[-1][2], end))
        else:
            found.append((source, start, end))
    return found


def count_shared(one: Iterable[Passage], other: Sequence[Passage]) -> int:
    """Count pairs of passages that share words."""
    return sum(a[0] == b[0] and a[1] < b[2] and b[1] < a[2] for a in one for b in other)


def list_themes(rows: Iterable[Row], framework: str = "4r") -> list[str]:
    """List the codes right below a framework."""
    paths = {row["code"] for row in rows if row["code"].startswith(framework + "/")}
    return sorted({"/".join(path.split("/")[:2]) for path in paths})


def _count_codings(release: Path, code: str) -> int:
    return len(choose_codings(read_table(release, "codings"), code))


def _count_passages(release: Path, code: str) -> int:
    return len(join_passages(choose_codings(read_table(release, "codings"), code)))


def _count_sources(release: Path, code: str) -> int:
    rows = choose_codings(read_table(release, "codings"), code)
    return len({row["source"] for row in rows})


def _count_by_perspective(release: Path, code: str) -> dict[str, int]:
    rows = choose_codings(read_table(release, "codings"), code)
    names = sorted({row["perspective"] for row in rows if row["perspective"]})
    return {
        name: len(join_passages(choose_codings(rows, code, perspective=name)))
        for name in names
    }


def _list_silent(release: Path, _code: str) -> list[str]:
    rows = read_table(release, "codings")
    themes = list_themes(read_table(release, "codes"))
    return [
        theme for theme in themes if not choose_codings(rows, theme, perspective=KLANT)
    ]


def _count_pairs(release: Path, _code: str) -> dict[tuple[str, str], int]:
    rows = read_table(release, "codings")
    joined = {
        theme: join_passages(choose_codings(rows, theme)) for theme in list_themes(rows)
    }
    return {
        (one, other): count_shared(joined[one], joined[other])
        for one, other in combinations(sorted(joined), 2)
    }


def _list_closest(release: Path, code: str) -> list[tuple[str, ...]]:
    pairs = _count_pairs(release, code)
    most = max(pairs.values(), default=0)
    return [pair for pair, number in pairs.items() if number == most]


def _compare_turns(release: Path, code: str) -> tuple[int, int, int, int]:
    """Count turns that both, only A, only B, and neither gave the code.

    Of sources in which both coded; a coding counts in the turn in which it begins.
    """
    rows = read_table(release, "codings")
    layers = [[r for r in rows if r["coder"] == name] for name in ("A", "B")]
    shared = set.intersection(*({r["source_id"] for r in own} for own in layers))
    turns = {
        (row["source_id"], row["turn"])
        for row in read_table(release, "turns")
        if row["source_id"] in shared and row["kind"] in SPOKEN
    }
    a, b = (
        {(r["source_id"], r["turn"]) for r in choose_codings(own, code)} & turns
        for own in layers
    )
    return len(a & b), len(a - b), len(b - a), len(turns - a - b)


def _share_alike(release: Path, code: str) -> float:
    both, one, other, none = _compare_turns(release, code)
    return (both + none) / max(both + one + other + none, 1)


def _measure_kappa(release: Path, code: str) -> float:
    both, one, other, none = _compare_turns(release, code)
    total = max(both + one + other + none, 1)
    alike = (both + none) / total
    a, b = (both + one) / total, (both + other) / total
    chance = a * b + (1 - a) * (1 - b)
    return (alike - chance) / (1 - chance) if chance < 1 else 1.0


ANSWERS: Mapping[str, tuple[Callable[[Path, str], object], str]] = {
    "codings": (_count_codings, "Telt wat onder de code ligt mee? En alle lagen?"),
    "passages": (_count_passages, "Coderingen die overlappen zijn één passage."),
    "sources": (_count_sources, "Tel elke bron één keer."),
    "by_perspective": (
        _count_by_perspective,
        "Voeg overlappende coderingen per perspectief samen, en tel dan.",
    ),
    "silent": (_list_silent, "Kijk naar alle vier de R's, ook wat eronder ligt."),
    "closest": (_list_closest, "Welk paar R's deelt de meeste passages?"),
    "alike": (_share_alike, "Tel ook de beurten die geen van beiden codeerde."),
    "kappa": (_measure_kappa, "Hoe vaak zouden ze het bij toeval eens zijn?"),
}
EMPTY = "Nog geen antwoord: vul het in waar `None` staat en draai de cel opnieuw."


def check(exercise: str, answer: object, release: Path, code: str) -> str:
    """Say whether an answer is right; where it is not, give a hint."""
    if answer is None:
        return EMPTY
    compute, hint = ANSWERS[exercise]
    right = compute(Path(release), code)
    return "Klopt." if _is_right(right, answer) else f"Nog niet. {hint}"


def _is_right(right: object, answer: object) -> bool:
    """Compare as people answer: in any order, and shares to two decimals.

    >>> _is_right(0.7512, 0.75), _is_right([("a", "b")], ("b", "a"))
    (True, True)
    """
    if isinstance(right, float):
        return isinstance(answer, int | float) and abs(right - answer) <= CLOSE
    if isinstance(right, list) and right and isinstance(right[0], tuple):
        return isinstance(answer, Iterable) and set(answer) in map(set, right)
    if isinstance(right, list):
        return isinstance(answer, Iterable) and set(answer) == set(right)
    if isinstance(right, dict):
        return isinstance(answer, Mapping) and dict(answer) == right
    return right == answer
