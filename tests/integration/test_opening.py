"""The workbench without a browser: what it refuses, what it remembers, what it tells."""

from pathlib import Path

import pytest
from consenting import GIVEN

from vknz_research import create_study
from vknz_research.coding.session import Session
from vknz_research.errors import UnknownThingError
from vknz_research.project import Study
from vknz_research.project.importing import import_files


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A study of one short talk."""
    file = tmp_path / "Gesprek.txt"
    file.write_text("Anna: ja, ik luisterde.\n\nBert: nee toch.\n", encoding="utf-8")
    made = create_study(tmp_path / "studie", "Klein")
    import_files(made, [file], consent=GIVEN)
    return made


def test_a_source_that_is_not_there_is_told_in_the_notebook(study: Study) -> None:
    with pytest.raises(UnknownThingError, match="Elders"):
        study.workbench("OE", "Elders")


def test_opening_the_workbench_changes_nothing(study: Study) -> None:
    before = study.store.state_hash()

    widget = study.workbench("OE")
    Session(study.store, "OE").handle({"id": "1", "act": "open", "args": {}})

    assert study.store.state_hash() == before
    assert "nee toch" not in str(widget.get_state())


def test_the_codes_used_last_and_the_last_act_are_remembered(study: Study) -> None:
    turn = study.turns(study.sources[0].id)[0]
    me = study.coder("OE")
    for path in ("4r/richting", "4r/routine", "4r/richting/focus"):
        me.code(study.sources[0].id, path, turn.start, turn.end)
    study.undo("OE")

    opening = Session(study.store, "OE").handle({"id": "1", "act": "open", "args": {}})

    paths = {c["id"]: c["path"] for c in opening["result"]["codes"]}
    recent = [paths[i] for i in opening["result"]["recent"]]
    assert recent[-2:] == ["4r/routine", "4r/richting"]
    assert "‘Routine’ gezet bij Anna" in opening["result"]["last"]["words"]


@pytest.mark.parametrize(
    "message",
    [
        {"id": "1"},
        {"id": "1", "act": "code", "args": {"source": 3}},
        {"id": "1", "act": "code", "args": {"source": "x", "revision": "y", "spans": [[0]], "codes": []}},
        {"id": "1", "act": "drop-everything", "args": {}},
        {"id": "1", "act": "search", "args": {"query": "x", "mode": "word"}},
    ],
)  # fmt: skip
def test_a_message_that_makes_no_sense_is_refused_and_changes_nothing(
    study: Study, message: dict[str, object]
) -> None:
    before = study.store.state_hash()

    answer = Session(study.store, "OE").handle(message)

    assert answer["ok"] is False
    assert answer["error"]["kind"] == "BadMessageError"
    assert study.store.state_hash() == before


def test_all_forms_of_a_word_are_found(study: Study) -> None:
    args = {"query": "luisteren", "mode": "lemma", "scope": "all"}

    answer = Session(study.store, "OE").handle(
        {"id": "1", "act": "search", "args": args}
    )

    assert [hit["text"] for hit in answer["result"]["hits"]] == ["luisterde"]
