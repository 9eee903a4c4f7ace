"""What the cycle keeps to itself, and odd messages that it does not fall over."""

from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN
from cyclestudy import INTERVIEW, Asker, begin, set_consent
from mediafiles import make_recording
from test_reflection_desk import permit

from vknz_research.errors import RecordingConsentError
from vknz_research.model.people import PURPOSES
from vknz_research.model.sources import Source
from vknz_research.project import Study
from vknz_research.project.importing import import_files
from vknz_research.project.recordings import (
    link_recording,
    relink,
    sealed_path,
    strip_path,
)


def see(asker: Asker, source: str, body: str) -> None:
    place = {"start": 0, "end": 10, "kind": "flow", "part": "went_well"}
    asker.ask("observe", source=source, body=body, **place)


def test_an_agenda_tells_nothing_of_who_looks_alone(cycle: Study) -> None:
    asker, source = begin(cycle)
    asker.ask("step", kind="analysis", coders=["LvH", "MdB"])
    asker.ask("goal", kind="goal", body="Rustiger praten")
    see(asker, source, "Alleen van LvH")
    state = asker.ask("makeAgenda")
    assert [item["body"] for item in state["agenda"]] == ["Rustiger praten"]
    assert len(cycle.freeze("v1").observations) == 0


@pytest.mark.parametrize("who", ["Marit", "Klant"])
def test_i3_what_somebody_who_withdrew_wanted_to_learn_is_not_frozen(
    cycle: Study, who: str
) -> None:
    asker, _ = begin(cycle)
    asker.ask("goal", kind="goal", body="Rustiger praten")
    assert cycle.freeze("v1").learning_goals["body"].tolist() == ["Rustiger praten"]
    for purpose in PURPOSES:
        set_consent(cycle, who, purpose, "withdrawn")

    goals = cycle.freeze("v2").learning_goals

    assert goals["kind"].tolist() == ["goal"]
    assert goals["body"].isna().all()


def test_who_looks_with_nobody_else_has_an_agenda(cycle: Study) -> None:
    asker, source = begin(cycle)
    see(asker, source, "Alleen")
    assert [i["body"] for i in asker.ask("makeAgenda")["agenda"]] == ["Alleen"]
    assert len(cycle.freeze("v1").observations) == 1


def test_what_is_seen_in_an_interview_stays_off_the_agenda(
    cycle: Study, tmp_path: Path
) -> None:
    asker, _ = begin(cycle)
    path = tmp_path / "interview.vtt"
    path.write_text(INTERVIEW, encoding="utf-8")
    import_files(cycle, [path], consent=GIVEN)
    with cycle.store.read() as reader:
        heard = reader.all(Source, name="interview")[0].id
    asker.ask("step", kind="interview", source=heard, state="done", reason="Eerst.")
    see(asker, heard, "Zij luistert nooit")
    assert asker.refused("makeAgenda") == "EmptyAgendaError"


def test_words_of_a_klant_stay_words_of_the_klant(cycle: Study) -> None:
    asker, _ = begin(cycle)
    permit(cycle, "Ik werd niet gehoord.")
    item = asker.ask("makeAgenda")["agenda"][0]
    other = {**item, "pillar": "own"}
    assert asker.refused("agenda", items=[other]) == "NoPermissionError"


@pytest.mark.parametrize(
    "odd",
    [
        {"turns": [1]},
        {"turns": [{"text": "hoi", "begin": 2**70}]},
        {"turns": [{"text": "hoi"}], "recording": -4},
    ],
)
def test_an_odd_transcript_is_refused(cycle: Study, odd: dict[str, Any]) -> None:
    asker, _ = begin(cycle)
    refused = asker.refused("write", name="nieuw", **odd)
    assert refused in {"TranscriptError", "BadMessageError"}


def test_a_damaged_recording_does_not_close_the_page(
    cycle: Study, tmp_path: Path
) -> None:
    asker, source = begin(cycle)
    path = make_recording(tmp_path / "x.wav", audio="pcm_s16le")
    made = link_recording(cycle, source, path)
    strip_path(cycle, made).unlink()
    sealed = sealed_path(cycle, made)
    sealed.write_bytes(bytes(sealed.stat().st_size))
    state = asker.ask("open", trajectory="Traject 7", round=1)
    assert state["recordings"][0]["strip"] is None


def test_a_recording_that_somebody_withdrew_from_is_not_linked_again(
    cycle: Study, tmp_path: Path
) -> None:
    _, source = begin(cycle)
    path = make_recording(tmp_path / "x.wav", audio="pcm_s16le")
    made = link_recording(cycle, source, path)
    set_consent(cycle, "Klant", "recording", "withdrawn")
    with pytest.raises(RecordingConsentError):
        relink(cycle, made.id, path)


def test_i28_a_printed_agenda_is_for_this_account_only(cycle: Study) -> None:
    asker, _ = begin(cycle)
    asker.ask("goal", kind="goal", body="Rustiger praten")
    asker.ask("makeAgenda")
    paths = [Path(one) for one in asker.ask("print")["paths"]]
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert paths[0].parent.stat().st_mode & 0o777 == 0o700
