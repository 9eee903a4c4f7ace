"""Counting which values coders gave together: the one pass over all units.

Every coefficient that compares unit by unit needs only how often each *pattern* (who
gave which value) occurs. Patterns are few, so all that follows is cheap.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

MISSING: Final = -1
DENSE: Final = 1 << 16  # patterns that are counted in a table instead of sorted
RANGE: Final = 1 << 12  # whole numbers this far apart need no sorting either


@dataclass(frozen=True)
class Patterns:
    """How often each combination of values occurs.

    Attributes
    ----------
    rows
        Patterns x coders: the place of the value in `categories`, -1 where missing.
    weights
        Number of units with that pattern.
    categories
        Every value that was given, in order.
    """

    rows: Ints
    weights: Floats
    categories: tuple[Hashable, ...]

    @property
    def coders(self) -> int:
        """Return the number of coders."""
        return int(self.rows.shape[1])

    @cached_property
    def given(self) -> Floats:
        """Return patterns x categories: how many coders gave that value."""
        count, size = len(self.rows), len(self.categories)
        pattern, coder = np.nonzero(self.rows >= 0)
        flat = pattern * size + self.rows[pattern, coder]
        counts = np.bincount(flat, minlength=count * size).astype(np.float64)
        return counts.reshape(count, size)

    @cached_property
    def values(self) -> Floats:
        """Return per pattern how many coders gave a value."""
        return np.asarray(self.given.sum(axis=1))

    @cached_property
    def agreeing(self) -> Floats:
        """Return per pattern the ordered pairs of coders with the same value."""
        return np.asarray((self.given * (self.given - 1)).sum(axis=1))

    @cached_property
    def is_paired(self) -> npt.NDArray[np.bool_]:
        """Say per pattern whether two coders or more gave a value."""
        return self.values >= 2

    def select(self, coders: Sequence[int]) -> "Patterns":
        """Return the patterns of some of the coders."""
        return Patterns(self.rows[:, list(coders)], self.weights, self.categories)


def count_patterns(values: Any) -> Patterns:
    """Count the patterns in coders x units; NaN and None are missing.

    Values are numbers, booleans, words or frozensets; a sequence of pandas
    categoricals is read by its codes.
    """
    codes, categories = encode_values(values)
    rows, inverse = find_patterns(codes, len(categories))
    return Patterns(rows, inverse.astype(np.float64), categories)


def find_patterns(codes: Ints, size: int) -> tuple[Ints, Ints]:
    """Return the different columns of coders x units, and how often each occurs."""
    low = MISSING if codes.size and codes.min() < 0 else 0
    base = size - low
    if base ** len(codes) <= DENSE:
        return _count_dense(codes, base, low)
    index, _ = number_columns(codes, size)
    _, first, counts = np.unique(index, return_index=True, return_counts=True)
    return codes[:, first].T, counts.astype(np.int64)


def _count_dense(codes: Ints, base: int, low: int) -> tuple[Ints, Ints]:
    index = codes[0] - low if low else codes[0]
    for row in codes[1:]:
        index = index * base
        index += row
        if low:
            index -= low
    counts = np.bincount(index, minlength=base ** len(codes))
    found = np.flatnonzero(counts)
    shape = (base,) * len(codes)
    rows = np.stack(np.unravel_index(found, shape), axis=1).astype(np.int64) + low
    return rows, counts[found]


def number_columns(codes: Ints, size: int) -> tuple[Ints, int]:
    """Give each different column of coders x units a number; also return how many."""
    if not len(codes):
        return np.zeros(codes.shape[1], dtype=np.int64), min(codes.shape[1], 1)
    base = size + 1
    index = codes[0] + 1
    top = base
    for row in codes[1:]:
        if top > (1 << 62) // base:
            found, index = np.unique(index, return_inverse=True)
            top = len(found)
        index = index * base + (row + 1)
        top *= base
    found, index = np.unique(index, return_inverse=True)
    return index.astype(np.int64), len(found)


def encode_values(values: Any) -> tuple[Ints, tuple[Hashable, ...]]:
    """Return coders x units as places in the list of categories, and that list."""
    if _is_categorical(values):
        return _encode_categorical(values)
    array = values if isinstance(values, np.ndarray) else _as_array(values)
    if array.ndim != 2:
        raise ValueError("values must be coders x units")
    if array.dtype.kind in "biu":
        return _encode_whole(array)
    if array.dtype.kind == "f":
        return _encode_numbers(array)
    return _encode_objects(array.astype(object))


def _as_array(values: Any) -> npt.NDArray[Any]:
    rows = [list(row) for row in values]
    flat = [value for row in rows for value in row]
    if all(isinstance(v, int | float | np.number) for v in flat):
        return np.array(rows, dtype=np.float64)
    array = np.empty((len(rows), len(rows[0]) if rows else 0), dtype=object)
    for at, row in enumerate(rows):
        for place, value in enumerate(row):
            array[at, place] = value
    return array


def _encode_whole(array: npt.NDArray[Any]) -> tuple[Ints, tuple[Hashable, ...]]:
    whole = array.astype(np.int64, copy=False)
    if not whole.size:
        return whole, ()
    low, high = int(whole.min()), int(whole.max())
    if high - low < RANGE:
        codes = whole - low if low else whole
        return codes, tuple(range(low, high + 1))
    found, codes = np.unique(whole, return_inverse=True)
    return codes.reshape(whole.shape).astype(np.int64), tuple(found.tolist())


def _encode_numbers(array: npt.NDArray[Any]) -> tuple[Ints, tuple[Hashable, ...]]:
    is_missing = np.isnan(array)
    if not is_missing.any():
        whole = array.astype(np.int64)
        if np.array_equal(whole, array):
            return _encode_whole(whole)
    present = array[~is_missing]
    found, inverse = np.unique(present, return_inverse=True)
    codes = np.full(array.shape, MISSING, dtype=np.int64)
    codes[~is_missing] = inverse
    return codes, tuple(found.tolist())


def _encode_objects(array: npt.NDArray[Any]) -> tuple[Ints, tuple[Hashable, ...]]:
    places: dict[Hashable, int] = {}
    codes = np.full(array.shape, MISSING, dtype=np.int64)
    for at, value in np.ndenumerate(array):
        if not _is_missing(value):
            key = frozenset(value) if isinstance(value, set) else value
            codes[at] = places.setdefault(key, len(places))
    return codes, tuple(places)


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and bool(np.isnan(value)))


def _is_categorical(values: Any) -> bool:
    return not isinstance(values, np.ndarray) and all(
        str(getattr(row, "dtype", "")) == "category" for row in values
    )


def _encode_categorical(values: Any) -> tuple[Ints, tuple[Hashable, ...]]:
    import pandas as pd  # noqa: PLC0415 - only for who has it already

    rows = [pd.Categorical(row) for row in values]
    names = list(dict.fromkeys(name for row in rows for name in row.categories))
    place = {name: at for at, name in enumerate(names)}
    codes = []
    for row in rows:
        moved = np.array([place[n] for n in row.categories] + [MISSING], dtype=np.int64)
        codes.append(moved[row.codes])
    return np.stack(codes), tuple(names)
