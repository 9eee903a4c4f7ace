"""What the cycle promises for good: told once, of a conversation, and nothing lost."""

import shutil
from pathlib import Path

import pytest
from consenting import GIVEN
from cyclestudy import INTERVIEW, Asker, begin, set_consent
from mediafiles import make_recording
from test_reflection_desk import permit

from vknz_research.coding.anchors import Shift, nudge
from vknz_research.model.cycles import AgendaItem, Observation
from vknz_research.model.people import PURPOSES
from vknz_research.model.recordings import Recording
from vknz_research.model.sources import Source
from vknz_research.project import Study
from vknz_research.project.importing import import_files
from vknz_research.project.merging import merge_study
from vknz_research.project.open import open_study
from vknz_research.project.recordings import (
    check_place,
    link_recording,
    list_recordings,
)
from vknz_research.project.withdrawing import withdraw
from vknz_research.store.unit import Reader


def bodies(state: dict) -> list[str]:
    return [item["body"] for item in state["agenda"]]


def test_i9_words_told_at_one_agenda_stand_on_no_other_that_was_made_before(
    cycle: Study,
) -> None:
    asker, _ = begin(cycle)
    said = "Ik werd gehoord."
    permit(cycle, said)
    asker.ask("makeAgenda")
    trajectory = asker.ask("board")["trajectories"][0]["id"]
    asker.ask("newRound", trajectory=trajectory)
    asker.ask("open", trajectory=trajectory, round=2)
    asker.ask("goal", kind="goal", body="Rustiger")
    assert said in bodies(asker.ask("makeAgenda"))

    asker.ask("open", trajectory=trajectory, round=1)
    asker.ask("print")

    assert said in bodies(asker.ask("open", trajectory=trajectory, round=1))
    assert said not in bodies(asker.ask("open", trajectory=trajectory, round=2))


def test_i9_no_fragment_of_an_interview_is_put_on_an_agenda_by_hand(
    cycle: Study, tmp_path: Path
) -> None:
    asker, _ = begin(cycle)
    path = tmp_path / "interview.vtt"
    path.write_text(INTERVIEW, encoding="utf-8")
    import_files(cycle, [path], consent=GIVEN)
    with cycle.store.read() as reader:
        heard = reader.all(Source, name="interview")[0].id
    asker.ask("step", kind="interview", source=heard, state="done", reason="Eerst.")
    item = {
        "pillar": "observation",
        "part": "went_well",
        "body": "Luister",
        "source": heard,
        "recording": 1,
        "begin": 0,
        "finish": 5_000,
    }

    assert asker.refused("agenda", items=[item]) == "NoConversationError"


def test_a_fragment_that_was_out_of_sight_comes_back(cycle: Study) -> None:
    asker, source = begin(cycle)
    place = {"recording": 1, "begin": 12_345, "finish": 13_456}
    asker.ask(
        "observe", source=source, kind="flow", part="went_well", body="Ja", **place
    )
    asker.ask("makeAgenda")
    set_consent(cycle, "Klant", "recording", "refused")
    hidden = asker.ask("makeAgenda")["agenda"]
    assert [item["begin"] for item in hidden] == [None]

    kept = [{**hidden[0], "body": "Nee"}]
    asker.ask("agenda", items=kept)
    set_consent(cycle, "Klant", "recording", "given")

    shown = asker.ask("makeAgenda")["agenda"]
    assert [(i["body"], i["begin"], i["finish"]) for i in shown] == [
        ("Nee", 12_345, 13_456)
    ]


@pytest.mark.parametrize("is_made_before", [True, False])
def test_what_rests_on_a_source_in_quarantine_is_on_no_agenda(
    cycle: Study, is_made_before: bool
) -> None:
    asker, source = begin(cycle)
    asker.ask("goal", kind="goal", body="Rustiger praten")
    place = {"recording": 1, "begin": 12_345, "finish": 13_456}
    asker.ask(
        "observe", source=source, kind="flow", part="went_well", body="Ja", **place
    )
    if is_made_before:
        assert len(asker.ask("makeAgenda")["agenda"]) == 2

    set_consent(cycle, "Klant", "coding", "refused")
    shown = asker.ask("makeAgenda")["agenda"]
    assert [item["body"] for item in shown] == ["Rustiger praten"]

    set_consent(cycle, "Klant", "coding", "given")
    assert len(asker.ask("makeAgenda")["agenda"]) == 2


def test_an_observation_made_on_time_keeps_it_and_its_agenda_too(cycle: Study) -> None:
    asker, source = begin(cycle)
    for body, place in (
        ("tijd", {"recording": 1, "begin": 12_345, "finish": 13_456}),
        ("tekst", {"start": 0, "end": 10}),
    ):
        asker.ask(
            *("observe",),
            source=source,
            kind="flow",
            part="went_well",
            **{"body": body, **place},
        )
    asker.ask("makeAgenda")
    with cycle.store.read() as reader:
        before = reader.all(Source, id=source)[0]

    nudge(cycle.store, "LvH", source, before.revision_id, Shift(1, 500))

    with cycle.store.read() as reader:
        seen = {o.body: o.begin_ms for o in reader.all(Observation)}
    shown = {i["body"]: i["begin"] for i in asker.ask("makeAgenda")["agenda"]}
    assert seen == shown == {"tijd": 12_345, "tekst": 500}


def test_nobody_begins_alone_when_answers_lie_side_by_side(cycle: Study) -> None:
    asker, source = begin(cycle)
    other, third = Asker(cycle, "MdB"), Asker(cycle, "XyZ")
    trajectory = asker.ask("board")["trajectories"][0]["id"]
    for one in (other, third):
        one.ask("open", trajectory=trajectory, round=1)
    for one in (asker, other):
        one.ask("answer", source=source, question="stroef", body="Hier")
        one.ask("handIn", source=source)

    late = third.refused("answer", source=source, question="stroef", body="Daar")

    assert late == "ViewingOverError"
    state = asker.ask("open", trajectory=trajectory, round=1)
    assert state["viewing"]["others"] is not None


def test_what_is_hidden_of_an_agenda_is_not_lost_by_editing(cycle: Study) -> None:
    asker, _ = begin(cycle)
    item = permit(cycle, "Ik werd gehoord.")
    asker.ask("goal", kind="goal", body="Rustiger")
    asker.ask("makeAgenda")
    set_consent(cycle, "Klant", "feedback", "refused")
    shown = asker.ask("makeAgenda")["agenda"]
    assert [i["body"] for i in shown] == ["Rustiger"]

    asker.ask("agenda", items=shown)

    with cycle.store.read() as reader:
        kept = reader.all(AgendaItem, feedback_id=item)
    assert [one.body for one in kept] == ["Ik werd gehoord."]


def test_recordings_of_the_other_copy_come_along(cycle: Study, tmp_path: Path) -> None:

    there = tmp_path / "kopie"
    cycle.close()
    shutil.copytree(cycle.path, there)
    with open_study(there) as other:
        made = link_recording(
            other, "gesprek", make_recording(tmp_path / "a.wav", audio="pcm_s16le")
        )
    with open_study(cycle.path) as here:
        merge_study(here, there)

        found = list_recordings(here)

        assert [one.id for one in found] == [made.id]
        assert check_place(here, found[0]) == "ok"


def test_i3_a_recording_goes_with_one_of_its_voices_and_so_does_what_plays_it(
    cycle: Study, tmp_path: Path
) -> None:
    asker, source = begin(cycle)
    link_recording(
        cycle, "gesprek", make_recording(tmp_path / "a.wav", audio="pcm_s16le")
    )
    place = {"source": source, "recording": 1, "begin": 0, "finish": 9_000}
    item = {"pillar": "own", "part": "went_well", "body": "Kijk", **place}
    asker.ask("agenda", items=[item])

    klant = next(p.label for p in cycle.participants if p.role == "klant")
    withdraw(cycle, klant, PURPOSES)

    with cycle.store.read() as reader:
        assert reader.all(Recording) == []
        assert reader.all(AgendaItem) == []
        assert any(turn.speaker == "Marit" for turn in reader.turns(revision(reader)))
    assert list((cycle.path / "media").glob("*/*")) == []


def revision(reader: Reader) -> str:
    return reader.all(Source, name="gesprek")[0].revision_id
