"""What the player gets besides the cycle: recordings, typed transcripts, its page."""

from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from cyclestudy import Asker, begin, fill_cycle, set_consent
from mediafiles import make_recording

from vknz_research.errors import UnknownThingError
from vknz_research.project import Study
from vknz_research.project.player import show_player
from vknz_research.project.recordings import link_recording, sealed_path


@pytest.fixture
def cycle(study: Study, tmp_path: Path) -> Study:
    fill_cycle(study, tmp_path)
    film = make_recording(tmp_path / "film.mp4", "libx264", "aac")
    link_recording(study, "gesprek", film)
    return study


def open_first(asker: Asker) -> dict:
    return asker.ask("open", trajectory="Traject 7", round=1)


def test_a_recording_says_where_it_plays(cycle: Study) -> None:
    asker, _ = begin(cycle)
    asker.desk.url = lambda key: f"/media/x/{key}"
    shown = open_first(asker)["recordings"][0]
    assert shown["state"] == "ok"
    assert shown["url"] == f"/media/x/{shown['id']}"
    assert shown["hasPicture"]
    assert shown["strip"]["levels"]
    assert open_first(asker)["steps"][0]["missing"] == []


def test_a_lost_recording_says_so(cycle: Study) -> None:
    asker, _ = begin(cycle)
    with cycle.store.read() as reader:
        from vknz_research.model.recordings import Recording

        kept = reader.all(Recording)[0]
    sealed_path(cycle, kept).unlink()
    shown = open_first(asker)["recordings"][0]
    assert (shown["state"], shown["url"], shown["strip"]) == ("missing", None, None)


def test_a_recording_without_consent_is_closed_with_the_reason(cycle: Study) -> None:
    asker, _ = begin(cycle)
    asker.desk.url = lambda key: key
    set_consent(cycle, "Klant", "recording", "withdrawn")
    shown = open_first(asker)["recordings"][0]
    assert (shown["state"], shown["url"], shown["strip"]) == ("closed", None, None)
    assert "ingetrokken" in shown["reason"]


def test_a_typed_transcript_is_closed_until_consent(cycle: Study) -> None:
    asker, _ = begin(cycle)
    asker.ask("newRound")
    turns = [
        {"speaker": "Marit", "begin": 0, "finish": 900, "text": "Dag."},
        {"speaker": "Klant", "begin": 900, "finish": 2000, "text": "Hallo."},
    ]
    state = asker.ask("write", name="gesprek 2", turns=turns)
    assert state["source"]["name"] == "gesprek 2"
    assert state["turns"] == []
    again = asker.ask("write", source=state["source"]["id"], turns=turns[:1])
    assert again["source"]["id"] == state["source"]["id"]
    closed = asker.ask("open", trajectory="Traject 7", round=2)
    assert closed["source"] is None


def test_the_page_of_an_agenda_is_written_beside_the_study(cycle: Study) -> None:
    asker, _ = begin(cycle)
    asker.ask("goal", kind="goal", body="Hoe houd ik een stilte uit?")
    assert asker.refused("print") == "EmptyAgendaError"
    asker.ask("makeAgenda")
    made = asker.ask("print")
    assert {Path(p).name for p in made["paths"]} == {
        "traject-7-1.html",
        "traject-7-1.docx",
        "traject-7-1.pdf",
    }
    assert Path(made["path"]).is_relative_to(cycle.path)


def test_the_widget_opens_on_a_conversation_and_its_door_gives_bytes(
    cycle: Study,
) -> None:
    begin(cycle)
    shown = cycle.player("LvH", "Traject 7")
    asked = {"trajectory": shown.trajectory, "round": 1}
    answer = shown._handle({"id": "1", "act": "open", "args": asked})
    url = answer["result"]["recordings"][0]["url"]
    with urlopen(Request(url, headers={"Range": "bytes=4-7"})) as got:
        assert (got.status, got.read()) == (206, b"ftyp")
    with pytest.raises(UnknownThingError):
        show_player(cycle, "LvH", "Niets")
