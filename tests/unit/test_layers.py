"""An analysis rests on the consensus where it was settled, and else on the coders."""

import pandas as pd
import pytest

from vknz_research.analysis.layers import choose_layer, list_layers
from vknz_research.errors import UnknownValueError

CODERS = pd.DataFrame(
    {
        "name": ["LvH", "TK", "Consensus", "Suggesties"],
        "kind": ["person", "person", "consensus", "suggestion"],
    }
)
SOURCES = pd.DataFrame({"source_id": ["s", "t"], "is_adjudicated": [True, False]})
CODINGS = pd.DataFrame(
    [
        (source, coder)
        for source in "st"
        for coder in ("LvH", "TK", "Consensus", "Suggesties")
    ],
    columns=["source_id", "coder"],
)


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        ("auto", ["s Consensus", "t LvH", "t TK"]),
        ("coders", ["s LvH", "s TK", "t LvH", "t TK"]),
        ("consensus", ["s Consensus"]),
        ("TK", ["s TK", "t TK"]),
    ],
)
@pytest.mark.parametrize("kind", ["object", "category"])
def test_each_layer(layer: str, expected: list[str], kind: str) -> None:
    chosen = choose_layer(CODINGS.astype(kind), SOURCES, CODERS, layer)

    found = chosen["source_id"].astype(str) + " " + chosen["coder"].astype(str)
    assert found.tolist() == expected


@pytest.mark.parametrize("layer", ["Suggesties", "niemand", ""])
def test_a_layer_that_is_none_is_refused(layer: str) -> None:
    with pytest.raises(UnknownValueError, match="TK"):
        choose_layer(CODINGS, SOURCES, CODERS, layer)


def test_what_may_be_chosen() -> None:
    assert list_layers(CODERS) == ["auto", "coders", "consensus", "LvH", "TK"]


def test_nothing_coded_gives_nothing() -> None:
    assert choose_layer(CODINGS[:0], SOURCES, CODERS).empty
