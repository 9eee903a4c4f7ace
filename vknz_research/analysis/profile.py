"""How the codes run along the length of one source."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from vknz_research.analysis.crosstab import sort_codes
from vknz_research.analysis.passages import select_codings
from vknz_research.analysis.spans import Spans, join_passages, read_spans
from vknz_research.errors import UnknownThingError

if TYPE_CHECKING:
    from vknz_research.analysis.view import View


def profile_source(
    view: "View", source_id: str, bins: int = 40, *, with_below: bool = False
) -> pd.DataFrame:
    """Say how much of each stretch of a source carries each code.

    Codes in the order of the codebook against `bins` stretches of one length; columns
    are where a stretch begins. A cell is the share of its signs, from 0 to 1; signs
    that two coders marked count once.
    """
    spans = list_spans(view, source_id, with_below=with_below)
    length = len(view.texts[source_id])
    edges = np.linspace(0, length, bins + 1)
    counts = np.zeros((len(spans.names), bins))
    for number, (low, high) in enumerate(pairwise(edges)):
        inside = np.minimum(spans.end, high) - np.maximum(spans.start, low)
        counts[:, number] = np.bincount(
            spans.code, np.maximum(inside, 0), minlength=len(spans.names)
        )
    made = pd.DataFrame(
        counts / max(length / bins, 1e-9),
        index=pd.Index(spans.names, name="code", dtype=object),
        columns=edges[:-1].round().astype(int),
    )
    order = [c for c in sort_codes(view.codes)["code"] if c in set(made.index)]
    made = made.loc[[*order, *sorted(set(made.index) - set(order))]]
    return made[(made.sum(axis=1) > 0).to_numpy()]


def list_spans(view: "View", source_id: str, *, with_below: bool = False) -> Spans:
    """Return the passages of each code in one source."""
    if source_id not in set(view.sources["source_id"]):
        raise UnknownThingError(kind="bron", name=source_id, list="sources")
    codings = select_codings(view.codings, source_id=source_id)
    return join_passages(read_spans(codings, with_below=with_below))
