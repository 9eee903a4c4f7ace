"""The two trajectories of the demo study, complete through the second reflection."""

from pathlib import Path

import pytest

from vknz_research.coding.timing import is_in_step, read_units
from vknz_research.demo.recordings import (
    FOLDER,
    draw_pictures,
    list_conversations,
    make_sound,
    write_recording,
    write_vtt,
)
from vknz_research.model.cycles import AgendaItem, AttentionLook, Step, Trajectory
from vknz_research.model.recordings import Recording
from vknz_research.project import Study
from vknz_research.project.recordings import open_recording
from vknz_research.store.verify import verify_store


def test_each_trajectory_is_complete_through_the_second_reflection(
    cycled: Study,
) -> None:
    with cycled.store.read() as reader:
        steps = reader.all(Step)
        names = [t.name for t in reader.all(Trajectory)]

    assert sorted(names) == ["Traject 1", "Traject 2"]
    assert {step.state for step in steps} == {"done", "skipped"}
    assert all(step.reason for step in steps if step.state == "skipped")
    second = [s for s in steps if s.kind == "reflection" and s.round == 2]
    assert [s.state for s in second] == ["done", "done"]
    assert all(s.source_id and s.date for s in second)


def test_each_point_of_attention_was_looked_back_on(cycled: Study) -> None:
    with cycled.store.read() as reader:
        looks = reader.all(AttentionLook)

    assert len(looks) == 4
    assert all(look.begin_ms is not None and look.effect for look in looks)


def test_what_a_klant_did_not_permit_is_on_no_agenda(cycled: Study) -> None:
    with cycled.store.read() as reader:
        bodies = [item.body for item in reader.all(AgendaItem)]

    assert any("moestuin" in b or "tuin" in b for b in bodies)
    assert not any("op slot" in b for b in bodies)


def test_what_went_well_comes_first(cycled: Study) -> None:
    with cycled.store.read() as reader:
        items = reader.all(AgendaItem)

    told = [i for i in items if i.body.startswith("Over de tuin")]
    assert [(i.round, i.part) for i in told] == [(1, "went_well")]
    order = [
        i.part
        for i in sorted(items, key=lambda i: (i.trajectory_id, i.round, i.position))
    ]
    assert order[0] == "went_well"


def test_recordings_can_be_read_and_are_sealed(cycled: Study) -> None:
    with cycled.store.read() as reader:
        recordings = reader.all(Recording)

    assert len(recordings) == 4
    for one in recordings:
        opened = open_recording(cycled, one.id)
        assert opened.read(0, 4) == b"\x1aE\xdf\xa3"
        assert opened.size == one.size
        assert one.duration_ms is not None
        sealed = cycled.path / "media" / one.source_id / f"{one.id}.sealed"
        assert b"\x1aE\xdf\xa3" not in sealed.read_bytes()[:64]


def test_codings_of_fragments_have_both_anchors_in_step(cycled: Study) -> None:
    timed = [c for c in cycled.codings() if c.anchor == "time"]

    assert len(timed) == 13
    with cycled.store.read() as reader:
        for coding in timed:
            assert is_in_step(coding, read_units(reader, coding.revision_id))


def test_the_store_is_as_it_should_be(cycled: Study) -> None:
    assert verify_store(cycled.store) == []


def test_transcripts_that_come_along_are_those_of_the_script() -> None:
    for name, lines in list_conversations():
        shipped = (FOLDER / f"{name}.vtt").read_text(encoding="utf-8")
        assert write_vtt(lines) == shipped


def test_recordings_that_come_along_are_as_long_as_their_transcripts() -> None:
    import av

    for name, lines in list_conversations():
        with av.open(str(FOLDER / f"{name}.webm")) as container:
            assert {s.type for s in container.streams} == {"audio", "video"}
            assert container.duration is not None
            length = container.duration / 1_000
        assert lines[-1].end_ms <= length <= lines[-1].end_ms + 2_000


def test_there_is_sound_where_somebody_speaks_and_none_elsewhere() -> None:
    _, lines = next(list_conversations())
    sound = make_sound(lines, lines[-1].end_ms + 1_000)
    first = lines[0]

    assert abs(sound[: first.begin_ms * 48]).max() == 0
    assert abs(sound[first.begin_ms * 48 : first.end_ms * 48]).max() > 0.05


@pytest.mark.no_cover
def test_a_recording_can_be_made_anew(tmp_path: Path) -> None:
    _, lines = next(list_conversations())

    made = write_recording(lines[:1], tmp_path / "kort.webm")

    assert made.stat().st_size > 10_000
    assert len(list(draw_pictures(lines[:1], 1_000))) == 10
