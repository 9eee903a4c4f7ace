"""Where coders differ: shaky codes, codes that are confused, and the passages behind.

Everything rests on the selection of `agreement`: the same sources and coders count, and
nothing of a source whose comparison is still closed is shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.agreement.layout import Sheet, lay_sheets
from vknz_research.analysis.agreement.measuring import Agreement
from vknz_research.analysis.agreement.outcomes import Coefficient, explain
from vknz_research.analysis.agreement.selection import Part, Wanted, select_parts
from vknz_research.language import Language, current_language

NOTHING: Final = "—"
WEAK: Final = 0.667
FIRM: Final = 0.8
FEW: Final = 0.005  # share of the text under which a code counts as rare
COLUMNS: Final = (
    "source_id",
    "source",
    "speaker",
    "start",
    "end",
    "text",
    "given",
    "by_coder",
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of one source and what each coder gave it (sorted code paths)."""

    part: Part
    start: int
    end: int
    given: tuple[tuple[str, tuple[str, ...]], ...]


def rank_shaky(found: Agreement) -> pd.DataFrame:
    """Return the codes of a measurement, the shakiest first, undefined ones last.

    Columns: code, value, low, high (alpha of given or not), n (units), prevalence,
    where (alpha of the place, u_alpha), which (ku_alpha) and sentence.
    """
    rows = []
    for code, listed in found.by_code.items():
        by_name = {row.coefficient: row for row in listed}
        row = by_name["alpha_binary"]
        rows.append(
            {
                "code": code,
                "value": row.value,
                "low": row.low,
                "high": row.high,
                "n": row.n,
                "prevalence": row.prevalence,
                "where": by_name["u_alpha"].value,
                "which": by_name["ku_alpha"].value,
                "sentence": tell_code(row),
            }
        )
    names = ["code", "value", "low", "high", "n", "prevalence", "where", "which"]
    frame = pd.DataFrame(rows, columns=[*names, "sentence"])
    return frame.sort_values(["value", "code"], na_position="last", ignore_index=True)


def tell_code(row: Coefficient, language: Language | None = None) -> str:
    """Say in one sentence what the coefficient of a code means, and how sure it is."""
    if row.value is None:
        return row.note if row.reason is None else explain(row.reason, language)
    pairs = [_tell_height(row.value)]
    if row.low is not None and row.high is not None and row.low < WEAK <= row.high:
        pairs.append(
            (
                "Het interval is zo breed dat het ook anders kan liggen.",
                "The interval is so wide that it may well be otherwise.",
            )
        )
    if row.prevalence is not None and row.prevalence < FEW:
        pairs.append(
            (
                "Zeldzame code: één fragment verandert dit getal veel.",
                "Rare code: one passage changes this number a lot.",
            )
        )
    is_english = (language or current_language()) == "en"
    return " ".join(en if is_english else nl for nl, en in pairs)


def _tell_height(value: float) -> tuple[str, str]:
    if value <= 0:
        return "Niet gelijker dan bij toeval.", "No more alike than by chance."
    if value < WEAK:
        return (
            "Vaker gelijk dan bij toeval, maar deze code wordt verschillend gelezen.",
            "More alike than by chance, but this code is read differently.",
        )
    if value < FIRM:
        return (
            "Redelijk gelijk; voor voorzichtige conclusies.",
            "Fairly alike; for tentative conclusions.",
        )
    return "Deze code wordt gelijk gelezen.", "This code is read alike."


def count_confusion(frames: Any, wanted: Wanted | None = None) -> pd.DataFrame:
    """Count characters on which one coder of a pair has one code and the other another.

    Rows and columns are codes, with `NOTHING` for no code; symmetric, because people
    are not compared here. What both gave stands on the diagonal, once. Codes that only
    one of the two gave are set against each code that only the other gave, or against
    `NOTHING` where the other gave nothing more.
    """
    counts: dict[tuple[str, str], int] = {}
    for stretch in list_stretches(frames, wanted or Wanted()):
        size = stretch.end - stretch.start
        for (_, one), (_, other) in combinations(stretch.given, 2):
            for pair in _pair_codes(set(one), set(other)):
                counts[pair] = counts.get(pair, 0) + size
    names = sorted({name for pair in counts for name in pair} - {NOTHING})
    names += [NOTHING] if counts else []
    place = {name: at for at, name in enumerate(names)}
    table = np.zeros((len(names), len(names)), dtype=np.int64)
    for pair, size in counts.items():
        row, column = place[pair[0]], place[pair[1]]
        table[row, column] += size
        if row != column:
            table[column, row] += size
    return pd.DataFrame(table, index=pd.Index(names, name="code"), columns=names)


def _pair_codes(one: set[str], other: set[str]) -> Iterator[tuple[str, str]]:
    for code in sorted(one & other):
        yield code, code
    first, second = sorted(one - other), sorted(other - one)
    for code in first or ([NOTHING] if second else []):
        for against in second or [NOTHING]:
            yield code, against


def list_confused(table: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of different codes that were confused, most characters first.

    Columns: code, other, characters. `NOTHING` is not a confusion of codes and is left
    out; see the column of that name in the table itself.
    """
    codes = [str(name) for name in table.index if name != NOTHING]
    values = table.to_numpy()
    rows = [
        {
            "code": codes[one],
            "other": codes[other],
            "characters": int(values[one, other]),
        }
        for one, other in combinations(range(len(codes)), 2)
        if values[one, other]
    ]
    frame = pd.DataFrame(rows, columns=["code", "other", "characters"])
    return frame.sort_values(
        ["characters", "code", "other"], ascending=[False, True, True]
    ).reset_index(drop=True)


def list_passages_behind(  # noqa: PLR0913 - each narrows the passages down
    frames: Any,
    *,
    code: str | None = None,
    other: str | None = None,
    source: str | None = None,
    coders: Sequence[str] = (),
    round: int | None = None,
    level: int | None = None,
    by: str | None = None,
    differ_only: bool = True,
) -> pd.DataFrame:
    """Return the passages on which a number rests: where coders differ, by default.

    Parameters
    ----------
    code
        Passages where some coders gave this code and others did not.
    other
        With `code`: passages where one coder has `code` and another has `other`
        instead (`NOTHING`: no code at all).
    source
        Name or id of one source.
    coders, round, level
        As in `measure`.
    by
        Only passages to which this coder gave a code (or `code`).
    differ_only
        False: also passages on which all agree that the code applies.

    Returns
    -------
    pandas.DataFrame
        source_id, source, speaker, start, end (code points, half-open), text, given
        (who had which code, as a sentence), by_coder (the same as a mapping of coder to
        code paths), begin_ms (of the turn, or None) and is_quotable; in reading order.
    """
    wanted = Wanted(tuple(coders), (), level, round)
    rows = [
        stretch
        for stretch in list_stretches(frames, wanted)
        if source in (None, stretch.part.source_id, stretch.part.name)
        and _is_meant(stretch, code, other, differ_only=differ_only)
        and (by is None or _has_given(stretch, by, code))
    ]
    return _as_frame(frames, _join(rows, code, other))


def _has_given(stretch: Stretch, coder: str, code: str | None) -> bool:
    codes = dict(stretch.given).get(coder, ())
    return code in codes if code is not None else bool(codes)


def _is_meant(
    stretch: Stretch, code: str | None, other: str | None, *, differ_only: bool
) -> bool:
    sets = [set(codes) for _, codes in stretch.given]
    if code is not None and other is not None and code != other:
        return any(
            {code, other} == set(pair)
            for one, two in combinations(sets, 2)
            for pair in _pair_codes(one, two)
        )
    if code is None:
        is_there, is_same = any(sets), all(one == sets[0] for one in sets)
    else:
        is_there = any(code in one for one in sets)
        is_same = all(code in one for one in sets)
    return is_there and not (differ_only and is_same)


def list_stretches(frames: Any, wanted: Wanted) -> Iterator[Stretch]:
    """Cut the compared sources at every border of a coding; say who gave what.

    Only stretches that somebody coded; masked ones are left out.
    """
    selection = select_parts(frames, wanted)
    sheets, _ = lay_sheets(frames, selection.parts, "character")
    for sheet in sheets:
        yield from _cut_sheet(sheet)


def _cut_sheet(sheet: Sheet) -> Iterator[Stretch]:
    marks = sheet.part.marks
    edges = sorted({edge for m in marks for edge in (m.start, m.end)})
    place = {edge: at for at, edge in enumerate(edges)}
    cells: list[dict[str, set[str]]] = [{} for _ in edges]
    for mark in marks:
        for at in range(place[mark.start], place[mark.end]):
            cells[at].setdefault(mark.coder, set()).add(mark.code)
    for at, given in enumerate(cells):
        if given:
            both = ((c, tuple(sorted(given.get(c, ())))) for c in sheet.part.coders)
            yield Stretch(sheet.part, edges[at], edges[at + 1], tuple(both))


def _join(
    rows: Iterable[Stretch], code: str | None, other: str | None
) -> list[Stretch]:
    """Join stretches that touch and say the same about the codes asked for."""
    meant = {code, other} - {None}
    joined: list[Stretch] = []
    for row in rows:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.part is row.part
            and last.end == row.start
            and _keep(last.given, meant) == _keep(row.given, meant)
        ):
            joined[-1] = Stretch(row.part, last.start, row.end, last.given)
        else:
            joined.append(row)
    return joined


def _keep(
    given: tuple[tuple[str, tuple[str, ...]], ...], meant: set[str | None]
) -> list[tuple[str, tuple[str, ...]]]:
    if not meant:
        return list(given)
    return [(who, tuple(c for c in codes if c in meant)) for who, codes in given]


def _as_frame(frames: Any, rows: Sequence[Stretch]) -> pd.DataFrame:
    texts, speaking = frames.texts, _read_speakers(frames)
    listed = []
    for row in rows:
        turns = speaking.get(row.part.source_id, [])
        inside = [t for t in turns if t[0] < row.end and t[1] > row.start]
        words = texts[row.part.source_id] if row.part.is_now else ""
        if words and not any(map(str.isalnum, words[row.start : row.end])):
            continue  # a full stop on which borders differ says nothing
        listed.append(
            {
                "source_id": row.part.source_id,
                "source": row.part.name,
                "speaker": ", ".join(dict.fromkeys(t[2] for t in inside if t[2])),
                "start": row.start,
                "end": row.end,
                "text": words[row.start : row.end],
                "given": tell_given(row),
                "by_coder": {who: list(codes) for who, codes in row.given},
                "begin_ms": next((t[4] for t in inside if t[4] is not None), None),
                "is_quotable": all(t[3] for t in inside),
            }
        )
    return pd.DataFrame(listed, columns=[*COLUMNS, "begin_ms", "is_quotable"])


Voiced = tuple[int, int, str, bool, int | None]


def _read_speakers(frames: Any) -> dict[str, list[Voiced]]:
    """Return per source its turns: start, end, speaker, may be quoted, begin (ms)."""
    people = getattr(frames, "participants", None)
    silent = set()
    if people is not None:
        allowed = people["is_quotable"].to_numpy(dtype=bool)
        silent = {str(one) for one in people["participant_id"][~allowed]}
    table = frames.turns
    names = ["source_id", "start", "end", "speaker", "participant_id"]
    found: dict[str, list[Voiced]] = {}
    columns = [table[name].astype(object) for name in names if name in table.columns]
    times = table["begin_ms"].astype(object) if "begin_ms" in table.columns else ()
    begins = [None if pd.isna(ms) else int(ms) for ms in times] or [None] * len(table)
    for begin, source, start, end, *rest in zip(begins, *columns, strict=True):
        speaker = str(rest[0]) if rest and not pd.isna(rest[0]) else ""
        is_free = not rest[1:] or str(rest[1]) not in silent
        found.setdefault(str(source), []).append(
            (int(start), int(end), speaker, is_free, begin)
        )
    return found


def tell_given(stretch: Stretch) -> str:
    """Say who had which code: 'AB: een, twee · CD: —'."""
    return " · ".join(
        f"{coder}: {', '.join(codes) or NOTHING}" for coder, codes in stretch.given
    )


def count_share(table: pd.DataFrame) -> pd.DataFrame:
    """Return a confusion table as shares of each row, for a heat map; 0 to 1."""
    values = table.to_numpy(dtype=float)
    totals = values.sum(axis=1, keepdims=True)
    shares = np.divide(values, totals, out=np.zeros_like(values), where=totals > 0)
    return pd.DataFrame(shares, index=table.index, columns=table.columns)
