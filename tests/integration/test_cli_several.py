"""Several coders from the shell: a round, handing in, comparing, deciding, settling."""

from pathlib import Path

import pytest
from conftest import Vknz
from consenting import CONSENT

TEXT = "An: een twee drie vier vijf zes\nBo: zeven acht negen tien\n"


@pytest.fixture
def folder(vknz: Vknz, tmp_path: Path) -> Path:
    """A study with one source that LvH and TK coded."""
    path = tmp_path / "studie"
    (tmp_path / "gesprek.txt").write_text(TEXT, encoding="utf-8")
    rows = ["coder,source,code,start,end"]
    rows += ["LvH,gesprek,x/aap,4,12", "TK,gesprek,x/aap,4,12"]
    rows += ["LvH,gesprek,x/aap,13,22", "TK,gesprek,x/beer,13,22"]
    (tmp_path / "codings.csv").write_text("\n".join(rows), encoding="utf-8")
    assert vknz("init", path, "--plain").status == 0
    assert vknz("import", path, tmp_path / "gesprek.txt", *CONSENT).status == 0
    for code in ("x/aap", "x/beer"):
        assert vknz("add-code", path, code, "--coder", "LvH").status == 0
    assert vknz("import-codings", path, tmp_path / "codings.csv").status == 0
    return path


def test_a_round_from_beginning_to_consensus(vknz: Vknz, folder: Path) -> None:
    begun = vknz("round", folder, "--coder", "LvH", "--coder", "TK", "--json")
    assert begun.facts == {"round": 1, "title": "Ronde 1", "sources": 1}
    at = ("--source", "gesprek")
    assert vknz("hand-in", folder, *at, "--coder", "LvH").status == 0
    closed = vknz("compare", folder, *at)
    assert (closed.status, "TK" in closed.err) == (1, True)
    assert vknz("hand-in", folder, *at, "--coder", "TK").status == 0
    states = [
        (one["coder_name"], one["state"], one["open"])
        for one in vknz("progress", folder, "--json").facts["assignments"]
    ]
    assert states == [("LvH", "done", True), ("TK", "done", True)]

    assert "te bespreken  " in vknz("compare", folder, *at).out
    compared = vknz("compare", folder, *at, "--json").facts
    assert compared["counts"]["agreed"] == compared["counts"]["undecided"] == 1
    case = compared["cases"][0]
    by = ("--actor", "LvH", "--by", "LvH", "--by", "TK")
    early = vknz("consensus", folder, *at, *by)
    assert (early.status, "1" in early.err) == (1, True)
    settle = ("--case", case["case"], "--side", "TK", "--why", "past beter")
    assert vknz("decide", folder, *at, *by, *settle).status == 0
    settled = vknz("consensus", folder, *at, *by, "--json").facts
    assert (settled["agreed"], settled["decided"]) == (1, 1)
    codings = vknz("codings", folder, "--coder", "Consensus", "--json").facts
    assert [(c["code"], c["start"]) for c in codings] == [("x/aap", 4), ("x/beer", 13)]
    before = vknz("check", folder, "--json").facts["findings"]
    assert [f["id"] for f in before] == ["I18"]
    vknz(
        "code",
        folder,
        *at,
        "--code",
        "x/aap",
        "--coder",
        "LvH",
        *("--start", 38, "--end", 43),
    )
    looked = vknz("check", folder, "--json")
    assert looked.status == 0
    found = [f for f in looked.facts["findings"] if f not in before]
    assert [(f["id"], f["where"]) for f in found] == [("W2", "adjudication (gesprek)")]


def test_other_code_reopening_and_a_comparison_opened_early(
    vknz: Vknz, folder: Path
) -> None:
    at = ("--source", "gesprek")
    case = vknz("compare", folder, *at, "--json").facts["cases"][0]["case"]
    by = ("--actor", "OE", "--by", "OE")
    other = ("--outcome", "other", "--code", "x/beer", "--start", 13, "--end", 17)
    done = vknz("decide", folder, *at, *by, "--case", case, *other, "--why", "korter")
    assert done.status == 0, done.err
    made = vknz("compare", folder, *at, "--json").facts["cases"][0]["decision"]
    assert (made["outcome"], made["by"], made["reason"]) == ("other", ["OE"], "korter")
    again = ("--actor", "OE", "--why", "toch niet")
    assert vknz("reopen", folder, *again, "--decision", made["id"]).status == 0
    assert vknz("reopen", folder, *again, "--source", "gesprek").status == 0
    assert vknz("reopen", folder, *again).status == 2

    for who in ("LvH", "TK"):
        one = ("--source", "gesprek", "--coder", who)
        assert vknz("round", folder, *one).status == 0
    assert vknz("assign", folder, *at, "--coder", "OE", "--round", 2).status == 0
    assert vknz("compare", folder, *at).status == 1
    for number in (1, 2):
        opened = ("--coder", "OE", "--why", "ziek", "--round", number)
        assert vknz("open-comparison", folder, *at, *opened).status == 0
    assert vknz("compare", folder, *at).status == 0


def test_taking_back_and_a_round_on_stale_codings(vknz: Vknz, folder: Path) -> None:
    for who in ("LvH", "TK"):
        stale = ("--coder", who, "--stale")
        refused = vknz("round", folder, *stale)
        assert (refused.status, "bronnen" in refused.err) == (1, True)
    vknz("round", folder, "--coder", "LvH", "--coder", "TK", "--title", "Proef")
    one = ("--source", "gesprek", "--coder", "LvH")
    vknz("hand-in", folder, *one)
    assert vknz("take-back", folder, *one, "--why", "te vroeg").status == 0
    table = vknz("progress", folder).out
    assert "1 Proef" in table
    assert table.count("bezig") == 2
