"""How coders work: how many codings, how long, how much of the text; never a ranking.

Coders stand in the order of their names, and nothing here says who is right: one may
code sentences and another whole turns, and both may see the same.
"""

from typing import Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.agreement.family import merge_codes
from vknz_research.analysis.agreement.layout import lay_sheets
from vknz_research.analysis.agreement.measuring import measure
from vknz_research.analysis.agreement.selection import Wanted, select_parts
from vknz_research.language import say

STYLE: Final = (
    "coder",
    "sources",
    "codings",
    "codes",
    "median_length",
    "share",
    "per_1000",
)
CALIBRATION: Final = (
    "number",
    "title",
    "sources",
    "coders",
    "value",
    "low",
    "high",
    "n",
    "code_revision",
    "note",
)
RATIO: Final = 1.5  # from here on a difference in length is worth a sentence


def describe_style(frames: Any, wanted: Wanted | None = None) -> pd.DataFrame:
    """Return one row per coder, over the sources that are compared.

    Columns: coder, sources, codings, codes (different ones), median_length (characters
    of a coding), share (of the text that has any code, 0 to 1), per_1000 (codings per
    1,000 characters).
    """
    selection = select_parts(frames, wanted or Wanted())
    sheets, _ = lay_sheets(frames, selection.parts, "character")
    rows = []
    for coder in sorted(selection.coders):
        own = [sheet for sheet in sheets if coder in sheet.part.coders]
        marks = [m for sheet in own for m in sheet.part.marks if m.coder == coder]
        length = sum(sheet.ruler.length for sheet in own)
        covered = sum(_count_covered(sheet, coder) for sheet in own)
        sizes = [mark.end - mark.start for mark in marks]
        rows.append(
            {
                "coder": coder,
                "sources": len(own),
                "codings": len(marks),
                "codes": len({mark.code for mark in marks}),
                "median_length": float(np.median(sizes)) if sizes else 0.0,
                "share": covered / length if length else 0.0,
                "per_1000": 1000 * len(marks) / length if length else 0.0,
            }
        )
    return pd.DataFrame(rows, columns=list(STYLE))


def _count_covered(sheet: Any, coder: str) -> int:
    spans = sorted(s for spans in merge_codes(sheet, coder).values() for s in spans)
    covered, reach = 0, 0
    for start, end in spans:
        covered += max(0, end - max(start, reach))
        reach = max(reach, end)
    return covered


def tell_style(style: pd.DataFrame) -> str:
    """Say in a sentence whether coders mark passages of a different length."""
    lengths = style["median_length"]
    known = lengths[lengths > 0]
    if len(known) < 2 or known.max() < RATIO * known.min():
        return say(
            nl="De codeurs markeren ongeveer even lange fragmenten.",
            en="The coders mark passages of about the same length.",
        )
    return say(
        nl="De codeurs markeren fragmenten van verschillende lengte. Per teken "
        "vergeleken zijn ze het dan minder eens dan per beurt, ook waar ze hetzelfde "
        "zien.",
        en="The coders mark passages of different length. By character they then agree "
        "less than by turn, also where they see the same.",
    )


def measure_rounds(
    frames: Any, *, replicates: int = 1_000, coefficient: str = "alpha_binary"
) -> pd.DataFrame:
    """Return the agreement per round of coding, as it was handed in.

    Columns: number, title, sources, coders, value, low, high, n (characters),
    code_revision (the latest definition that was coded with), note.
    """
    rows = []
    for number, title in _list_rounds(frames):
        found = measure(frames, round=number, replicates=replicates, by=())
        row = found.find(coefficient)
        codings = frames.round_codings
        revisions = codings["code_revision"][(codings["number"] == number).to_numpy()]
        rows.append(
            {
                "number": number,
                "title": title,
                "sources": len(found.sources),
                "coders": ", ".join(found.coders),
                "value": row.value,
                "low": row.low,
                "high": row.high,
                "n": row.n,
                "code_revision": int(revisions.max()) if len(revisions) else 0,
                "note": row.note,
            }
        )
    return pd.DataFrame(rows, columns=list(CALIBRATION))


def _list_rounds(frames: Any) -> list[tuple[int, str]]:
    table = getattr(frames, "rounds", None)
    if table is None:
        return []
    pairs = zip(table["number"].astype(int), table["title"].astype(str), strict=True)
    return sorted(pairs)
