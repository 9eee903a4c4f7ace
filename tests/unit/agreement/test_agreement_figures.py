"""Figures of agreement: what they draw, and what they leave blank."""

import numpy as np
from agreement_sample import TEXT, A, B, Fake, Row

from vknz_research.analysis.agreement import figures, measure
from vknz_research.analysis.agreement.selection import Wanted, select_parts
from vknz_research.analysis.coderstyle import measure_rounds
from vknz_research.analysis.confusion import count_confusion, rank_shaky

ROWS: list[Row] = [
    ("s", "AA", A, 0, 10),
    ("s", "BB", B, 4, 10),
    ("s", "BB", A, 30, 40),
]


def test_codes_stand_in_the_order_in_which_they_are_shaky() -> None:
    ranked = rank_shaky(measure(Fake(ROWS)))
    drawn = figures.draw_codes(ranked)
    assert list(drawn.data[0].y) == ranked["code"].tolist()


def test_what_both_gave_is_left_blank_in_the_confusion() -> None:
    table = count_confusion(Fake(ROWS))
    drawn = figures.draw_confusion(table)
    values = np.array(drawn.data[0].z, dtype=float)
    assert np.isnan(np.diag(values)).all()
    assert np.isfinite(values).sum() == (table.to_numpy() > 0).sum()


def test_each_coding_is_drawn_in_the_strip_of_its_coder() -> None:
    part = select_parts(Fake(ROWS), Wanted()).parts[0]
    drawn = figures.draw_overlap(part, {A: "#123456"}, text="<b>" + TEXT)
    assert [list(trace.base) for trace in drawn.data] == [[0, 30], [4]]
    assert [list(trace.y) for trace in drawn.data] == [[0, 1], [3]]
    assert drawn.data[0].customdata[0][3].startswith("&lt;b>")


def test_rounds_are_drawn_in_order_and_none_is_no_error() -> None:
    handed_in = [(n, "s", c, A, 0, 9, 60, n) for n in (2, 1) for c in ("AA", "BB")]
    rounds = measure_rounds(Fake(ROWS, handed_in=handed_in), replicates=0)
    drawn = figures.draw_rounds(rounds)
    assert [name[0] for name in drawn.data[0].x] == ["1", "2"]
    assert len(figures.draw_rounds(measure_rounds(Fake(ROWS))).data[0].x) == 0
