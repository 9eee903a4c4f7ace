"""The desk of the player: the cycle as researchers do it, one message at a time."""

from pathlib import Path

import pytest
from cyclestudy import Asker, begin, fill_cycle, set_consent

from vknz_research.coding.feedback import Answer, Note
from vknz_research.coding.feedback import permit as permit_of_few
from vknz_research.model.people import Participant
from vknz_research.model.privacy import FeedbackPermission
from vknz_research.project import Study
from vknz_research.project.feedback import (
    add_feedback,
    edit_feedback,
    permit_feedback,
    take_back_feedback,
)

STEPS = ["recording", "analysis", "interview", "agenda", "reflection", "points"]


@pytest.fixture
def cycle(study: Study, tmp_path: Path) -> Study:
    return fill_cycle(study, tmp_path)


def label(study: Study, role: str) -> str:
    return next(p.label for p in study.participants if p.role == role)


def permit(study: Study, wording: str, mode: str = "named") -> str:
    note = Note("gesprek", label(study, "klant"), label(study, "klantmanager"), wording)
    item = add_feedback(study, "LvH", note)
    permit_feedback(study, "LvH", item, Answer(mode))
    return item


def state_of(study: Study, item: str) -> str:
    with study.store.read() as reader:
        return reader.all(FeedbackPermission, item_id=item)[0].state


def fragment(source: str, begin_ms: int = 20_000, finish: int = 40_000) -> dict:
    return {"source": source, "recording": 1, "begin": begin_ms, "finish": finish}


def test_a_trajectory_begins_with_six_open_steps(cycle: Study) -> None:
    asker, source = begin(cycle)
    state = asker.ask("open", trajectory="Traject 7", round=1)
    assert [step["kind"] for step in state["steps"]] == STEPS
    assert state["steps"][0]["sourceName"] == "gesprek"
    assert state["source"]["id"] == source
    assert len(state["turns"]) == 6
    assert next(share["ms"] for share in state["shares"]) == 30_000
    assert state["steps"][1]["missing"]
    assert asker.ask("board")["trajectories"][0]["next"].startswith("Analyse")


def test_a_second_conversation_looks_back(cycle: Study) -> None:
    asker, _ = begin(cycle)
    state = asker.ask("newRound", trajectory="Traject 7")
    assert state["round"] == 2
    assert state["rounds"] == [1, 2]
    assert "lookback" in [step["kind"] for step in state["steps"]]


def test_a_step_is_skipped_or_moved_with_a_reason_only(cycle: Study) -> None:
    asker, _ = begin(cycle)
    assert asker.refused("step", kind="agenda", state="skipped") == "StepReasonError"
    assert asker.refused("step", kind="points", position=2) == "StepReasonError"
    state = asker.ask("step", kind="points", position=2, reason="Marit wilde dat.")
    assert [s["kind"] for s in state["steps"]][1] == "points"
    back = asker.ask("undo")
    assert [s["kind"] for s in back["steps"]] == STEPS


def test_a_step_is_not_done_before_an_open_one_without_a_reason(cycle: Study) -> None:
    asker, _ = begin(cycle)
    assert asker.refused("step", kind="agenda", state="done") == "StepReasonError"
    assert asker.ask("step", kind="agenda", state="done", reason="Al besproken.")


def test_no_interview_without_consent_and_skipping_says_so(cycle: Study) -> None:
    asker, _ = begin(cycle)
    set_consent(cycle, "Klant", "interview", "refused")
    refused = asker.refused("step", kind="interview", state="busy")
    assert refused == "NoInterviewConsentError"
    state = asker.ask("step", kind="interview", state="skipped")
    assert "Geen toestemming" in state["steps"][2]["reason"]


def test_two_researchers_answer_alone_then_side_by_side(cycle: Study) -> None:
    one, source = begin(cycle)
    two = Asker(cycle, "MdB")
    two.ask("open", trajectory="Traject 7", round=1)
    one.ask("answer", source=source, question="stroef", body="na de stilte")
    two.ask("answer", question="stroef", body="bij het voorstel", **fragment(source))
    seen = one.ask("handIn", source=source)["viewing"]
    assert seen["others"] is None
    assert seen["waiting"] == ["MdB"]
    agreed = {"source": source, "question": "stroef", "body": "samen"}
    assert one.refused("agree", **agreed) == "NotComparableError"
    assert one.refused("answer", **agreed) == "ViewingHandedInError"
    seen = two.ask("handIn", source=source)
    assert seen["viewing"]["others"] == [
        {"coder": "LvH", "answers": seen["viewing"]["others"][0]["answers"]}
    ]
    assert seen["viewing"]["others"][0]["answers"][0]["body"] == "na de stilte"
    assert seen["steps"][1]["state"] == "done"
    agreed_now = one.ask("agree", **agreed)["viewing"]["agreed"]
    assert [(a["question"], a["body"]) for a in agreed_now] == [("stroef", "samen")]


def test_who_is_on_the_analysis_is_waited_for(cycle: Study) -> None:
    one, source = begin(cycle)
    one.ask("step", kind="analysis", coders=["LvH", "MdB", "Derde"])
    for name in ("LvH", "MdB"):
        asker = Asker(cycle, name)
        asker.ask("open", trajectory="Traject 7", round=1)
        asker.ask("answer", source=source, question="vanzelf", body="begin")
        seen = asker.ask("handIn", source=source)["viewing"]
    assert seen["others"] is None
    assert seen["waiting"] == ["Derde"]


def test_a_skipped_analysis_is_waited_for_by_nobody(cycle: Study) -> None:
    one, source = begin(cycle)
    skipped = {"state": "skipped", "reason": "Twee keken al."}
    one.ask("step", kind="analysis", coders=["LvH", "MdB", "Derde"], **skipped)
    for name in ("LvH", "MdB"):
        asker = Asker(cycle, name)
        asker.ask("open", trajectory="Traject 7", round=1)
        asker.ask("answer", source=source, question="vanzelf", body="begin")
        seen = asker.ask("handIn", source=source)["viewing"]
    assert [other["coder"] for other in seen["others"]] == ["LvH"]
    assert seen["waiting"] == []


def test_a_step_that_is_done_stays_done_when_somebody_begins(cycle: Study) -> None:
    asker, source = begin(cycle)
    asker.ask("step", kind="analysis", state="done")
    state = asker.ask("answer", source=source, question="stroef", body="later gezien")
    assert state["steps"][1]["state"] == "done"


def test_nobody_changes_an_answer_of_another(cycle: Study) -> None:
    one, source = begin(cycle)
    said = {"source": source, "question": "stroef", "body": "na de stilte"}
    made = one.ask("answer", **said)["viewing"]["mine"][0]
    two = Asker(cycle, "MdB")
    two.ask("open", trajectory="Traject 7", round=1)

    other = {**said, "body": "anders", "id": made["id"]}
    assert two.refused("answer", **other) == "NotYoursError"

    kept = one.ask("open", trajectory="Traject 7", round=1)["viewing"]["mine"]
    assert [answer["body"] for answer in kept] == ["na de stilte"]


def test_an_observation_has_both_places(cycle: Study) -> None:
    asker, source = begin(cycle)
    seen = {"kind": "falter", "body": "Na de stilte komt een voorstel."}
    state = asker.ask("observe", part="unintended", **seen, **fragment(source))
    made = state["observations"][0]
    words = cycle.text("gesprek")[made["start"] : made["end"]]
    assert "iets in de ochtend" in words
    assert "zoveel gedacht" in words
    turn = state["turns"][4]
    where = {"source": source, "start": turn["start"], "end": turn["end"]}
    state = asker.ask("observe", **{**seen, "kind": "flow"}, **where)
    other = next(o for o in state["observations"] if o["kind"] == "flow")
    assert (other["begin"], other["finish"]) == (40_000, 50_000)
    changed = asker.ask(
        "observe", source=source, id=made["id"], **{**seen, "body": "Anders."}
    )
    kept = next(o for o in changed["observations"] if o["id"] == made["id"])
    assert (kept["body"], kept["begin"]) == ("Anders.", 20_000)
    assert len(asker.ask("unobserve", id=made["id"])["observations"]) == 1


def test_observations_of_a_colleague_are_hidden_until_both_handed_in(
    cycle: Study,
) -> None:
    one, source = begin(cycle)
    one.ask("observe", kind="flow", body="Hij lacht.", **fragment(source))
    two = Asker(cycle, "MdB")
    assert two.ask("open", trajectory="Traject 7", round=1)["observations"] == []
    for asker in (one, two):
        asker.ask("answer", source=source, question="stap", body="geen")
        state = asker.ask("handIn", source=source)
    assert [o["body"] for o in state["observations"]] == ["Hij lacht."]
    assert not state["observations"][0]["mine"]
    key = state["observations"][0]["id"]
    assert two.refused("unobserve", id=key) == "NotYoursError"


def test_a_fragment_is_coded_by_time_and_by_text(cycle: Study) -> None:
    asker, source = begin(cycle)
    state = asker.ask("code", code="4r/responsiviteit", **fragment(source))
    assert (state["codings"][0]["begin"], state["codings"][0]["finish"]) == (
        20_000,
        40_000,
    )
    turn = state["turns"][0]
    where = {"source": source, "start": turn["start"], "end": turn["end"]}
    state = asker.ask("codeText", code="4r/richting", **where)
    assert [c["begin"] for c in state["codings"]] == [0, 20_000]
    assert len(asker.ask("uncode", coding=state["codings"][0]["id"])["codings"]) == 1
    moved = asker.ask(
        "nudge",
        source=source,
        revision=state["source"]["revision"],
        recording=1,
        shift=500,
        turn=1,
    )
    assert moved["turns"][0]["begin"] == 500


def make_pillars(study: Study) -> tuple[Asker, str, str]:
    asker, source = begin(study)
    asker.ask("goal", kind="doubt", body="Praat ik te veel?")
    asker.ask("goal", kind="goal", body="Hoe houd ik een stilte uit?")
    asker.ask(
        "observe",
        kind="flow",
        part="went_well",
        theme="themas/echtheid",
        body="Je vraagt door en hij vertelt.",
        **fragment(source),
    )
    item = permit(study, "Dat zij vroeg wat ik wil, deed mij goed.")
    return asker, source, item


def test_an_agenda_joins_three_pillars_in_their_order(cycle: Study) -> None:
    asker, _, _ = make_pillars(cycle)
    agenda = asker.ask("makeAgenda")["agenda"]
    assert [(i["part"], i["pillar"]) for i in agenda] == [
        ("went_well", "observation"),
        ("unintended", "own"),
        ("unintended", "klant"),
        ("alternative", "own"),
    ]
    assert (agenda[0]["begin"], agenda[0]["finish"]) == (20_000, 40_000)


def test_an_agenda_made_again_keeps_what_was_edited(cycle: Study) -> None:
    asker, _, _ = make_pillars(cycle)
    items = asker.ask("makeAgenda")["agenda"]
    items[0]["body"] = "Waarom vroeg je door?"
    items[2]["part"] = "went_well"
    edited = asker.ask("agenda", items=[items[2], *items[:2]])["agenda"]
    assert [i["pillar"] for i in edited] == ["klant", "observation", "own"]
    asker.ask("goal", kind="goal", body="Een nieuwe vraag")
    again = asker.ask("makeAgenda")["agenda"]
    assert again[1]["body"] == "Waarom vroeg je door?"
    assert "Een nieuwe vraag" in [i["body"] for i in again]


def test_an_agenda_of_nothing_is_refused(cycle: Study) -> None:
    asker, _ = begin(cycle)
    assert asker.refused("makeAgenda") == "EmptyAgendaError"


def test_i09_feedback_without_permission_is_on_no_agenda(cycle: Study) -> None:
    asker, _, item = make_pillars(cycle)
    items = asker.ask("makeAgenda")["agenda"]
    typed = {"pillar": "klant", "part": "went_well", "body": "Zij luistert nooit."}
    assert asker.refused("agenda", items=[typed]) == "NoPermissionError"
    told = next(i for i in items if i["pillar"] == "klant")
    other = {**told, "body": told["body"] + " Echt."}
    assert asker.refused("agenda", items=[other]) == "NoPermissionError"
    edit_feedback(cycle, "LvH", item, "Andere woorden.")
    state = asker.ask("open", trajectory="Traject 7", round=1)
    assert "klant" not in [i["pillar"] for i in state["agenda"]]
    assert state["feedback"] == []


def test_i09_a_withdrawn_consent_takes_feedback_off_the_agenda(cycle: Study) -> None:
    asker, _, item = make_pillars(cycle)
    asker.ask("makeAgenda")
    set_consent(cycle, "Klant", "feedback", "withdrawn")
    state = asker.ask("open", trajectory="Traject 7", round=1)
    assert "klant" not in [i["pillar"] for i in state["agenda"]]
    set_consent(cycle, "Klant", "feedback", "given")
    take_back_feedback(cycle, "LvH", item)
    state = asker.ask("open", trajectory="Traject 7", round=1)
    assert "klant" not in [i["pillar"] for i in state["agenda"]]


def test_i09_a_reflection_that_is_held_uses_the_permission_up(cycle: Study) -> None:
    asker, _, item = make_pillars(cycle)
    asker.ask("makeAgenda")

    assert state_of(cycle, item) == "open"
    asker.ask("step", kind="reflection", state="busy")
    assert state_of(cycle, item) == "used"
    assert asker.ask("open", trajectory="Traject 7", round=1)["feedback"]
    assert asker.ask("newRound", trajectory="Traject 7")["feedback"] == []


def test_i09_what_is_not_on_the_agenda_is_not_used_up(cycle: Study) -> None:
    asker, _, item = make_pillars(cycle)
    items = asker.ask("makeAgenda")["agenda"]
    asker.ask("agenda", items=[i for i in items if i["pillar"] != "klant"])

    asker.ask("step", kind="reflection", state="busy")

    assert state_of(cycle, item) == "open"


def test_i09_anonymous_feedback_of_one_klant_stays_out(cycle: Study) -> None:
    asker, _ = begin(cycle)
    note = Note("gesprek", label(cycle, "klant"), label(cycle, "klantmanager"), "Goed.")
    item = add_feedback(cycle, "LvH", note)
    permit_of_few(cycle.store, "LvH", item, Answer("anonymous"), 1)

    state = asker.ask("open", trajectory="Traject 7", round=1)

    assert state["feedback"] == []


def test_points_of_one_part_stand_by_pillar_theme_and_time(cycle: Study) -> None:
    asker, source, _ = make_pillars(cycle)
    seen = {"kind": "flow", "part": "unintended"}
    for theme, body, at in (
        (None, "zonder thema", 0),
        ("themas/echtheid", "echt later", 30_000),
        ("themas/echtheid", "echt eerder", 10_000),
    ):
        place = fragment(source, at, at + 10_000)
        asker.ask("observe", theme=theme, body=body, **seen, **place)
    agenda = asker.ask("makeAgenda")["agenda"]
    part = [i for i in agenda if i["part"] == "unintended"]
    assert [i["pillar"] for i in part] == ["own", *["observation"] * 3, "klant"]
    bodies = [i["body"] for i in part[1:4]]
    assert bodies == ["echt eerder", "echt later", "zonder thema"]


def test_i09_named_feedback_of_another_klant_stays_out(cycle: Study) -> None:
    asker, _, _ = make_pillars(cycle)
    with cycle.store.begin("vknz", "import-participants") as work:
        klant = next(p for p in work.all(Participant) if p.role == "klant")
        other = Participant("k9", "Ander", "klant")
        work.add(other)
    board = asker.ask("board")
    manager = board["participants"]["klantmanagers"][0]["id"]
    state = asker.ask(
        "newTrajectory", name="Ander traject", klantmanager=manager, klant=other.id
    )
    assert klant.id != other.id
    assert state["feedback"] == []


def test_a_fragment_without_consent_to_the_recording_is_refused(cycle: Study) -> None:
    asker, source, _ = make_pillars(cycle)
    asker.ask("makeAgenda")
    set_consent(cycle, "Klant", "recording", "withdrawn")
    seen = {"kind": "flow", "body": "x"}
    refused = "RecordingConsentError"
    assert asker.refused("observe", **seen, **fragment(source)) == refused
    said = {"question": "stap", "body": "x"}
    assert asker.refused("answer", **said, **fragment(source)) == refused
    item = {"pillar": "own", "part": "went_well", "body": "x", **fragment(source)}
    assert asker.refused("agenda", items=[item]) == refused
    coded = asker.refused("code", code="4r/routine", **fragment(source))
    assert coded == refused
    shown = asker.ask("open", trajectory="Traject 7", round=1)["agenda"]
    assert [i["begin"] for i in shown if i["pillar"] == "observation"] == [None]


def test_points_are_looked_back_on_and_the_line_shows_it(cycle: Study) -> None:
    asker, source = begin(cycle)
    state = asker.ask(
        "point", body="Stilte laten duren", kind="room", code="4r/reflectie"
    )
    key = state["points"][0]["id"]
    look = {"point": key, "tried": "yes", "effect": "Hij praat door."}
    assert asker.refused("look", **look) == "NoRoundError"
    state = asker.ask("newRound")
    lookback = next(s for s in state["steps"] if s["kind"] == "lookback")
    assert lookback["missing"]
    state = asker.ask(
        "look", outcome="changed", wording="Tot vier tellen", **look, **fragment(source)
    )
    seen = state["points"][0]["looks"][0]
    assert (seen["round"], seen["outcome"], seen["begin"]) == (2, "changed", 20_000)
    lookback = next(s for s in state["steps"] if s["kind"] == "lookback")
    assert lookback["state"] == "done"
    gone = asker.ask("point", id=key, body="")
    assert gone["points"] == []


def test_an_undone_trajectory_leads_back_to_the_board(cycle: Study) -> None:
    asker = Asker(cycle, "LvH")
    manager = asker.ask("board")["participants"]["klantmanagers"][0]["id"]
    asker.ask("newTrajectory", name="Kort", klantmanager=manager)
    assert asker.ask("undo")["trajectories"] == []


def test_what_is_not_there_is_refused_in_words(cycle: Study) -> None:
    asker, source = begin(cycle)
    assert asker.refused("open", trajectory="Niets", round=1) == "UnknownThingError"
    assert asker.refused("open", trajectory="Traject 7", round=4) == "NoRoundError"
    asker.ask("open", trajectory="Traject 7", round=1)
    unknown = {"source": source, "question": "raar", "body": "x"}
    assert asker.refused("answer", **unknown) == "UnknownValueError"
    assert asker.refused("vliegen") == "BadMessageError"
    same = {"name": "Traject 7", "klantmanager": label(cycle, "klantmanager")}
    assert asker.refused("newTrajectory", **same) == "TrajectoryExistsError"
    klant = {"name": "Nieuw", "klantmanager": label(cycle, "klant")}
    assert asker.refused("newTrajectory", **klant) == "WrongParticipantError"


def test_i11_a_snapshot_holds_the_cycle_and_not_whose_it_is(cycle: Study) -> None:
    from vknz_research.snapshot.live import read_live

    asker, _, _ = make_pillars(cycle)
    state = asker.ask("point", body="Stilte laten duren", kind="room")
    asker.ask("newRound")
    asker.ask("look", point=state["points"][0]["id"], tried="yes", outcome="kept")
    live = read_live(cycle.store, cycle.path, cycle.title)
    assert len(live.read("steps")) == 13
    assert live.read("observations")["kind"].tolist() == ["flow"]
    assert live.attention_points["kind"].tolist() == ["room"]
    assert live.attention_looks["outcome"].tolist() == ["kept"]
    for name in ("steps", "attention_points", "attention_looks"):
        columns = set(live.read(name).columns)
        assert not columns & {"klantmanager_id", "participant_id"}
