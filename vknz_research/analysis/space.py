"""The code space: passages placed by their codes, by correspondence analysis.

Codes lie near each other when the same sources speak of them. A passage lies amid its
own codes, drawn a little to those of the passages round it. The axes mean nothing by
themselves; what lies near what is what there is to see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.passages import mark_within
from vknz_research.analysis.query import find
from vknz_research.analysis.query.relations import Stretches, pair_overlaps
from vknz_research.analysis.view import View
from vknz_research.errors import TooLittleForSpaceError

AXES: Final = ("x", "y", "z")
MINIMUM: Final = 3
ROOT: Final = "4r"
NEAR: Final = 2  # turns: passages this near draw a passage towards their codes
PULL: Final = 0.5  # how much, against the 1 of its own codes
_SPREAD: Final = 0.03  # of the width: how far passages with equal codes lie apart
_GOLDEN: Final = np.pi * (3 - 5**0.5)


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Rows and columns of a table of counts in a space of few axes.

    `rows` and `columns` are principal coordinates (rows × axes); `inertia` is that of
    each axis, `total` that of the whole table.
    """

    rows: Any
    columns: Any
    inertia: Any
    total: float


@dataclass(frozen=True, slots=True)
class CodeSpace:
    """Passages with a place: x, y, z beside their columns, and `group`, an R or none.

    `codes` lists the codes of each passage; `shares` the part of what there is to tell
    that each axis tells; `groups` the codes that give colour, in their order.
    """

    passages: pd.DataFrame
    shares: tuple[float, ...]
    groups: tuple[str, ...]


def analyse_correspondence(counts: Any, axes: int = 3) -> Correspondence:
    """Place the rows and columns of a table of counts (Greenacre 1984; 2017, ch. 8).

    Rows and columns without counts have no place and must not be in the table. The
    sign of each axis is set so that its largest column coordinate is positive. Axes
    that the table does not have are zero.

    >>> round(analyse_correspondence([[9, 1], [1, 9]], 1).total, 2)
    0.64
    """
    table = np.asarray(counts, dtype=float)
    share = table / table.sum()
    row, column = share.sum(axis=1), share.sum(axis=0)
    expected = np.outer(row, column)
    residual = (share - expected) / np.sqrt(expected)
    # The columns are few: their cross product is small, however many rows there are.
    values, vectors = np.linalg.eigh(residual.T @ residual)
    order = np.argsort(values)[::-1][:axes]
    inertia = np.zeros(axes)
    inertia[: len(order)] = np.clip(values[order], 0, None)
    right = np.zeros((len(column), axes))
    right[:, : len(order)] = _set_signs(vectors[:, order])
    is_there = inertia > 1e-12
    inertia[~is_there] = 0
    right[:, ~is_there] = 0
    columns = right * np.sqrt(inertia) / np.sqrt(column)[:, None]
    rows = (residual @ right) / np.sqrt(row)[:, None]
    return Correspondence(rows, columns, inertia, float((residual**2).sum()))


def _set_signs(vectors: Any) -> Any:
    largest = np.abs(vectors).argmax(axis=0)
    signs = np.sign(vectors[largest, np.arange(vectors.shape[1])])
    return vectors * np.where(signs == 0, 1, signs)


def place_passages(view: View, root: str = ROOT) -> CodeSpace:
    """Place all coded passages of a view by the codes they have.

    The table that is analysed counts passages by source and code; the passages are
    supplementary rows in it. Codings that overlap are one passage, whatever their code.
    A passage gets the colour of the first code below `root` that it has, in the order
    of the codebook.
    """
    passages = find(view, "*")
    paths, has = _list_codes(view, passages)
    kinds, source = np.unique(passages["source_id"].astype(str), return_inverse=True)
    counts = np.zeros((len(kinds), len(paths)))
    np.add.at(counts, source, has.astype(float))
    if min(counts.shape) < MINIMUM:
        raise TooLittleForSpaceError(sources=len(kinds), codes=len(paths))
    found = analyse_correspondence(counts)
    groups = _list_groups(view, root)
    placed = _spread(_profile(passages, source, has) @ _standardise(found), has)
    named = [tuple(paths[n] for n in np.flatnonzero(row)) for row in has]
    total = found.total or 1.0
    made = passages.assign(
        group=[_find_group(row, groups) for row in named],
        **{axis: placed[:, n] for n, axis in enumerate(AXES)},
    )
    made["codes"] = pd.Series(named, index=made.index, dtype=object)
    return CodeSpace(
        made, tuple(float(value / total) for value in found.inertia), tuple(groups)
    )


def _standardise(found: Correspondence) -> Any:
    """Return the columns so that a profile of them lies where its row would."""
    scale = np.sqrt(found.inertia)
    return np.divide(
        found.columns, scale, out=np.zeros_like(found.columns), where=scale > 0
    )


def _profile(passages: pd.DataFrame, source: Any, has: Any) -> Any:
    """Return for each passage the share of each code: its own, and those near it."""
    turn = passages["turn"].astype("Int64").fillna(-1).to_numpy(np.int64)
    weights = has.astype(float)
    for step in range(1, len(passages)):
        is_same = source[step:] == source[:-step]
        is_near = is_same & (np.abs(turn[step:] - turn[:-step]) <= NEAR)
        if not is_same.any() or not is_near.any():
            break
        later, earlier = np.flatnonzero(is_near) + step, np.flatnonzero(is_near)
        np.add.at(weights, later, PULL * has[earlier])
        np.add.at(weights, earlier, PULL * has[later])
    return weights / weights.sum(axis=1, keepdims=True)


def _list_codes(view: View, passages: pd.DataFrame) -> tuple[list[str], Any]:
    """Return the codes in use, and which passages have which."""
    codings = view.codings.sort_values(["source_id", "start"], kind="stable")
    used = codings["code"].astype("category").cat.remove_unused_categories()
    paths = [str(path) for path in used.cat.categories]
    ids = codings["source_id"].astype("category").cat.categories
    ranks = {str(name): rank for rank, name in enumerate(ids)}
    has = np.zeros((len(passages), len(paths)), dtype=bool)
    wanted = Stretches.of(passages, ranks)
    order = np.lexsort((wanted.start, wanted.source))
    sorted_passages = Stretches.of(passages.iloc[order], ranks)
    # Each coding lies in one passage: the passages are made of them.
    one, other = pair_overlaps(Stretches.of(codings, ranks), sorted_passages)
    has[order[other], used.cat.codes.to_numpy()[one]] = True
    return paths, has


def _list_groups(view: View, root: str) -> list[str]:
    top = view.codes[view.codes["parent"] == root].sort_values("position")
    return [str(path) for path in top["code"]]


def _find_group(codes: Sequence[str], groups: Sequence[str]) -> str:
    paths = pd.Series(codes, dtype=object)
    return next((g for g in groups if mark_within(paths, g).any()), "")


def _spread(rows: Any, has: Any) -> Any:
    """Lay passages with the very same codes in a wreath, so that each can be seen."""
    width = float(np.ptp(rows, axis=0).max()) or 1.0
    packed = np.packbits(has, axis=1)
    _, kind = np.unique(packed, axis=0, return_inverse=True)
    place = pd.Series(kind.ravel()).groupby(kind.ravel()).cumcount().to_numpy()
    radius = _SPREAD * width * np.sqrt(place)
    radius = np.minimum(radius, _SPREAD * width * 6)
    turn, lift = place * _GOLDEN, np.cos(place * 2.4)
    moved = np.column_stack([np.cos(turn), np.sin(turn), lift]) * radius[:, None]
    return rows + moved
