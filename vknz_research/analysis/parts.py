"""Counting what does not fit in memory at once: part by part, and added up."""

from collections.abc import Iterable
from functools import reduce

import pandas as pd


def add_tables(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Add up tables of counts of parts that share no source.

    Crosstabs and co-occurrence of whole sources add up to those of all together;
    counts of groups that a part does not have are nothing.

    >>> one = pd.DataFrame({"klant": [1]}, index=["x/p"])
    >>> other = pd.DataFrame({"klant": [2], "beleid": [3]}, index=["x/q"])
    >>> add_tables([one, other]).to_dict("index")
    {'x/p': {'beleid': 0, 'klant': 1}, 'x/q': {'beleid': 3, 'klant': 2}}
    """
    return reduce(_add, tables, pd.DataFrame())


def _add(total: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    if total.empty:
        return part.copy()
    if total.index.equals(part.index) and total.columns.equals(part.columns):
        return total + part
    added = total.add(part, fill_value=0).fillna(0).astype("int64")
    added.index.name, added.columns.name = part.index.name, part.columns.name
    return added
