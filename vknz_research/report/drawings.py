"""A figure of the analyses as a block of the report: same alt, same table."""

import json
from typing import Any

import pandas as pd

from vknz_research.analysis.figures import Drawn
from vknz_research.report.blocks import Column, Figure, Table


def make_block(drawn: Drawn, number: str, caption: str) -> Figure:
    """Return a drawn figure with its number; its own title is the caption here."""
    anchor = f"f-{number.lower()}"
    plain: dict[str, Any] = json.loads(drawn.figure.to_json())
    plain["layout"].pop("title", None)
    return Figure(
        number=number,
        caption=caption,
        alt=drawn.alt,
        figure={"data": plain["data"], "layout": plain["layout"]},
        table=make_table(drawn.table, f"{anchor}-tabel"),
        anchor=anchor,
        height_px=drawn.height_px,
    )


def make_table(frame: pd.DataFrame, anchor: str) -> Table:
    """Return a frame as a table: its index first, numbers to the right."""
    whole = (
        frame.reset_index() if frame.index.nlevels > 1 or frame.index.name else frame
    )
    if whole is frame:
        whole = frame.reset_index(names="")
    columns = tuple(
        Column(str(name), is_number=pd.api.types.is_numeric_dtype(whole[name]))
        for name in whole.columns
    )
    rows = tuple(
        tuple("" if pd.isna(cell) else str(cell) for cell in row)
        for row in whole.astype(object).itertuples(index=False)
    )
    return Table(None, "", columns, rows, anchor)
