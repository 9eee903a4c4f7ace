"""Distinctive words: what one group says more than another, with chance taken off.

Log-odds with an informative Dirichlet prior, as Monroe, Colaresi and Quinn (2008) give
it: words that everybody uses pull towards nothing, and rare ones need no list.
"""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.silence import list_perspectives
from vknz_research.analysis.words import find_lemma, list_quotable, split_words
from vknz_research.errors import UnknownValueError
from vknz_research.privacy.assessment import refuse_personal

if TYPE_CHECKING:
    from vknz_research.analysis.view import View

PRIOR: Final = 500.0  # words that the prior weighs as much as
SOURCES: Final = 2  # a word of one conversation says nothing of a group
OF_TURNS: Final = ("perspective", "role")
OF_SOURCES: Final = ("phase", "kind", "source_code", "municipality")
COLUMNS: Final = ("group", "word", "number", "other", "sources", "z")


def rank_words(
    view: "View", by: str, against: str | None = None, *, lemma: bool = False
) -> pd.DataFrame:
    """Rank the words of each group by how much more it says them than the others.

    `by` is perspective, role, phase, kind, source_code or municipality; who somebody is
    cannot be asked. `against` names the one group to compare with, else all others.
    `number` is how often the group says the word, `other` how often the others, `z` the
    log-odds over its standard error: above 2 is hardly chance. Words that a group says
    in one source only are left out, and so is all of who may not be quoted.
    """
    refuse_personal([by])
    if by not in (*OF_TURNS, *OF_SOURCES):
        known = ", ".join((*OF_TURNS, *OF_SOURCES))
        raise UnknownValueError(value=by, field="by", known=known)
    said = _list_words(view, by, lemma=lemma)
    counts = said.groupby(["group", "word"], sort=False)["number"].sum()
    spread = said.groupby(["group", "word"], sort=False)["source_id"].nunique()
    table = counts.unstack("group", fill_value=0)
    groups = [str(name) for name in table.columns]
    if against is not None and against not in groups:
        listed = ", ".join(sorted(groups))
        raise UnknownValueError(value=against, field=by, known=listed)
    ordered = list_perspectives(pd.Series(groups, dtype=object))
    parts = [
        _rank_group(table, spread, name, against)
        for name in ordered
        if name != against and len(groups) > 1
    ]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(parts, ignore_index=True)


def _list_words(view: "View", by: str, *, lemma: bool) -> pd.DataFrame:
    """Return how often each word is said in each source by each group."""
    turns = list_quotable(view)
    if by in OF_SOURCES:
        of_source = dict(zip(view.sources["source_id"], view.sources[by], strict=True))
        groups = turns["source_id"].astype(object).map(of_source)
    else:
        groups = turns[by].astype(object)
    counted: Counter[tuple[str, str, str]] = Counter()
    rows: Any = zip(
        groups, turns["source_id"], turns["start"], turns["end"], strict=True
    )
    for group, source, start, end in rows:
        if pd.isna(group):
            continue
        for word, _, _ in split_words(view.texts[str(source)][start:end]):
            counted[str(group), str(source), word] += 1
    made = [(*key, number) for key, number in counted.items()]
    frame = pd.DataFrame(made, columns=["group", "source_id", "word", "number"])
    if lemma:
        frame["word"] = frame["word"].map(find_lemma)
    return frame


def _rank_group(
    table: pd.DataFrame, spread: "pd.Series[Any]", group: str, against: str | None
) -> pd.DataFrame:
    own = table[group].to_numpy(dtype=float)
    others = [against] if against else [c for c in table.columns if c != group]
    other = table[others].to_numpy(dtype=float).sum(axis=1)
    made = pd.DataFrame(
        {
            "group": group,
            "word": table.index.astype(str),
            "number": own.astype(int),
            "other": other.astype(int),
            "sources": spread.xs(group, level="group")
            .reindex(table.index, fill_value=0)
            .to_numpy(),
            "z": weigh_words(own, other, table.to_numpy(dtype=float).sum(axis=1)),
        }
    )
    kept = made[(made["sources"] >= SOURCES).to_numpy()]
    return kept.sort_values(["z", "word"], ascending=[False, True])


def weigh_words(
    own: "np.ndarray[Any, Any]",
    other: "np.ndarray[Any, Any]",
    everybody: "np.ndarray[Any, Any]",
    prior: float = PRIOR,
) -> "np.ndarray[Any, Any]":
    """Return log-odds of words in two groups over their standard errors.

    The prior has the shape of what `everybody` says, and weighs as `prior` words.

    >>> own, other = np.array([9.0, 91.0]), np.array([1.0, 99.0])
    >>> z = weigh_words(own, other, own + other, prior=10)
    >>> z.round(2).tolist()
    [2.16, -2.16]
    """
    shape = prior * everybody / everybody.sum()
    mine, theirs = own + shape, other + shape
    odds = np.log(mine / (mine.sum() - mine)) - np.log(theirs / (theirs.sum() - theirs))
    variance = 1 / mine + 1 / (mine.sum() - mine)
    variance += 1 / theirs + 1 / (theirs.sum() - theirs)
    z: np.ndarray[Any, Any] = odds / np.sqrt(variance)
    return z


def list_top(ranked: pd.DataFrame, many: int = 10) -> Mapping[str, list[str]]:
    """Return the most distinctive words of each group, only those above chance.

    >>> rows = [("klant", "film", 9, 1, 3, 2.4), ("klant", "de", 40, 41, 3, 0.1)]
    >>> list_top(pd.DataFrame(rows, columns=COLUMNS))
    {'klant': ['film']}
    """
    sure = ranked[(ranked["z"] > 1.96).to_numpy()]
    return {
        str(group): [str(word) for word in rows["word"].head(many)]
        for group, rows in sure.groupby("group", sort=False)
    }
