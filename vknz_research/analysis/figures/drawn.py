"""A figure with all that belongs to it: its words, its table, and what opens it."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure, in words too, with the table behind it.

    `queries` has the rows and columns of the numbers in `table`: each is the query
    whose passages the number counts. In the figure they stand in `customdata`, so that
    a click can open them. Numbers that count no passages have none.
    """

    figure: "go.Figure"
    alt: str
    table: pd.DataFrame
    queries: pd.DataFrame

    @property
    def height_px(self) -> int:
        """Return how high the figure is."""
        return int(self.figure.layout.height or 320)

    def _repr_mimebundle_(self, **_options: object) -> dict[str, object]:
        """Show the figure in a notebook; its words stand where it cannot be drawn."""
        plain = json.loads(self.figure.to_json())
        return {"application/vnd.plotly.v1+json": plain, "text/plain": self.alt}
