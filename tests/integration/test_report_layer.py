"""Whose codings a report rests on."""

from pathlib import Path

import pytest

from vknz_research.errors import ParameterError
from vknz_research.project.resources import find_resource
from vknz_research.report.appendix import show_method
from vknz_research.report.session import Report, open_report


def open_demo(snapshot: Path, layer: str) -> Report:
    folder = str(find_resource("reports"))
    return open_report(str(snapshot), folder, "procesevaluatie", layer=layer)


def test_a_report_rests_on_the_consensus_where_it_was_settled(
    demo_snapshot: Path,
) -> None:
    code = "alliantie/taak"  # in I1-K-2 one coder gave it, the consensus did not
    frames = {
        layer: open_demo(demo_snapshot, layer).material.codings
        for layer in ("auto", "coders", "TK")
    }
    taken = {k: set(f[f["source"] == "I1-K-2"]["code"]) for k, f in frames.items()}

    assert code in taken["coders"]
    assert code in taken["TK"]
    assert code not in taken["auto"]
    auto = frames["auto"]
    assert set(auto[auto["source"] == "I1-K-2"]["coder"]) == {"Consensus"}
    # Another source is still being decided about: there the coders count.
    assert set(auto[auto["source"] == "V2-KM R8"]["coder"]) == {"NvD", "TK"}
    assert "Consensus" not in set(frames["coders"]["coder"])


@pytest.mark.parametrize(
    ("layer", "words"),
    [
        ("auto", "de consensus bij 1 van 26 bronnen"),
        ("consensus", "alleen de consensus (1 van 26 bronnen)"),
        ("coders", "de lagen van alle codeurs"),
        ("TK", "alleen de laag van TK"),
    ],
)
def test_the_appendix_says_whose_codings(
    demo_snapshot: Path, layer: str, words: str
) -> None:
    said = "".join(map(str, show_method(open_demo(demo_snapshot, layer))))

    assert words in said


def test_a_layer_that_is_not_there_is_refused(demo_snapshot: Path) -> None:
    with pytest.raises(ParameterError, match="TK"):
        open_demo(demo_snapshot, "niemand")
