"""Edited quotations out of which words were cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.privacy.lightedits import GONE, SKIPPED, close_cut

NL, EN = GONE


@pytest.mark.parametrize(
    ("cut", "closed"),
    [
        ("niets is weg", "niets is weg"),
        (f"een [woord {NL} erbij] hier", "een [...] hier"),
        (f"een mini-[{NL}eerwijzer] voor haar", "een [...] voor haar"),
        (f"zij zei {NL} en toen", "zij zei [...] en toen"),
        (f"zij ze{NL} {EN}n toen", "zij [...] toen"),
        (f"de [een {NL}", "[...]"),
        (f"[T]oen zij {EN}] ging", "[T]oen zij [...] ging"),
        (f"[T]oen {NL}", "[T]oen [...]"),
    ],
)
def test_a_cut_is_a_skipped_part(cut: str, closed: str) -> None:
    assert close_cut(cut) == closed


@given(st.lists(st.sampled_from(["[", "]", NL, EN, "woord", " ", "a", "."])))
def test_brackets_stand_in_pairs_and_no_mark_is_left(parts: list[str]) -> None:
    text = "".join(parts)
    closed = close_cut(text)

    if NL not in text and EN not in text:
        assert closed == text
        return
    assert NL not in closed
    assert EN not in closed
    assert SKIPPED in closed
    depth = 0
    for sign in closed:
        depth += {"[": 1, "]": -1}.get(sign, 0)
        assert depth in {0, 1}
    assert depth == 0
