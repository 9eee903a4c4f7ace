"""Both anchors of a coding, in text and in time, agree whatever happens to either."""

from dataclasses import replace
from pathlib import Path

import pytest
from consenting import GIVEN
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vknz_research.coding.anchors import Shift, code_moment, nudge
from vknz_research.coding.textedit import edit_text
from vknz_research.coding.timing import is_in_step, read_units, time_codings
from vknz_research.errors import (
    EmptyMomentError,
    NudgeError,
    RecordingConsentError,
    SameCodingError,
    UntimedSourceError,
    VknzError,
)
from vknz_research.model.codings import Coding
from vknz_research.model.people import Consent
from vknz_research.model.recordings import Moment
from vknz_research.project import Study
from vknz_research.project.importing import import_files
from vknz_research.project.records import import_codings, write_codings
from vknz_research.project.timecheck import check_times

SUBTITLES = """WEBVTT

00:00:01.000 --> 00:00:03.000
<v Samira>Hoe is het gegaan sinds de vorige keer?</v>

00:00:03.000 --> 00:00:04.500
<v Bo>Goed, denk ik.</v>

00:00:04.500 --> 00:00:07.250
<v Bo>Ik heb twee dagen meegelopen.</v>

00:00:08.000 --> 00:00:09.000
<v Samira>Mooi.</v>
"""
A, B = "x/ruimte", "x/stilte"


@pytest.fixture
def talk(study: Study, tmp_path: Path) -> Study:
    path = tmp_path / "gesprek.vtt"
    path.write_text(SUBTITLES, encoding="utf-8")
    import_files(study, [path], consent=GIVEN)
    for code in (A, B):
        study.coder("LvH").add_code(code)
    return study


def code_words(study: Study, words: str, code: str = A) -> Coding:
    start = study.text("gesprek.vtt").index(words)
    return study.coder("LvH").code("gesprek.vtt", code, start, start + len(words))


def words_of(study: Study, coding: Coding) -> str:
    return study.text("gesprek.vtt")[coding.start : coding.end]


def time_of(coding: Coding) -> tuple[int | None, int | None]:
    return coding.begin_ms, coding.end_ms


def need_agreement(study: Study) -> None:
    with study.store.read() as reader:
        for coding in study.codings():
            assert is_in_step(coding, read_units(reader, coding.revision_id))


def test_a_passage_gets_the_time_of_its_words(talk: Study) -> None:
    made = code_words(talk, "twee dagen")

    assert (made.anchor, made.recording, *time_of(made)) == ("text", 1, 4_500, 7_250)


def test_a_fragment_gets_the_words_that_are_heard_in_it(talk: Study) -> None:
    made = code_moment(talk.store, "LvH", "gesprek.vtt", Moment(1, 3_100, 5_003), A)

    assert words_of(talk, made) == "Goed, denk ik. Ik heb twee dagen meegelopen."
    assert (made.anchor, *time_of(made)) == ("time", 3_100, 5_003)


def test_a_fragment_without_words_is_refused(talk: Study) -> None:
    with pytest.raises(EmptyMomentError):
        code_moment(talk.store, "LvH", "gesprek.vtt", Moment(1, 20_000, 21_000), A)
    code_moment(talk.store, "LvH", "gesprek.vtt", Moment(1, 3_100, 4_000), A)
    with pytest.raises(SameCodingError):
        code_moment(talk.store, "LvH", "gesprek.vtt", Moment(1, 3_100, 4_000), A)


def test_a_source_without_times_is_refused(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "kaal.txt"
    path.write_text("Samira: hoe is het?\n\nBo: goed.\n", encoding="utf-8")
    import_files(study, [path], consent=GIVEN)
    study.coder("LvH").add_code(A)

    with pytest.raises(UntimedSourceError):
        code_moment(study.store, "LvH", "kaal.txt", Moment(1, 0, 1_000), A)


def test_both_anchors_agree_after_an_edit(talk: Study) -> None:
    before = code_words(talk, "twee dagen")
    code_moment(talk.store, "LvH", "gesprek.vtt", Moment(1, 3_100, 5_003), B)
    source = talk.source("gesprek.vtt")
    at = talk.text("gesprek.vtt").index("Goed")
    edit_text(
        talk.store, "LvH", source.id, source.revision_id, (at, at + 4), "Beter dan toen"
    )

    after = next(c for c in talk.codings() if c.id == before.id)

    assert words_of(talk, after) == "twee dagen"
    assert time_of(after) == time_of(before)
    need_agreement(talk)


def test_both_anchors_agree_after_a_nudge(talk: Study) -> None:
    by_text = code_words(talk, "twee dagen")
    by_time = code_moment(talk.store, "LvH", "gesprek.vtt", Moment(1, 8_100, 8_900), B)
    source = talk.source("gesprek.vtt")

    done = nudge(talk.store, "LvH", source.id, source.revision_id, Shift(1, 123, 2))

    found = {c.id: c for c in talk.codings()}
    assert time_of(found[by_text.id]) == (4_623, 7_373)
    assert time_of(found[by_time.id]) == (8_100, 8_900)
    assert (done.retimed, done.reworded) == (1, 0)
    need_agreement(talk)


def test_a_fragment_hears_other_words_after_a_far_nudge(talk: Study) -> None:
    made = code_moment(talk.store, "LvH", "gesprek.vtt", Moment(1, 8_100, 8_900), B)
    source = talk.source("gesprek.vtt")

    nudge(talk.store, "LvH", source.id, source.revision_id, Shift(1, 1_500, 2))

    found = next(c for c in talk.codings() if c.id == made.id)
    assert words_of(talk, found) == "Goed, denk ik. Ik heb twee dagen meegelopen."[15:]
    need_agreement(talk)


def test_a_fragment_does_not_land_on_a_coding_of_the_same_words(talk: Study) -> None:
    made = code_moment(talk.store, "LvH", "gesprek.vtt", Moment(1, 8_100, 8_900), A)
    there = code_words(talk, "Ik heb twee dagen meegelopen.")
    source = talk.source("gesprek.vtt")

    nudge(talk.store, "LvH", source.id, source.revision_id, Shift(1, 1_500, 2))

    found = {c.id: c for c in talk.codings()}
    assert words_of(talk, found[there.id]) == "Ik heb twee dagen meegelopen."
    assert words_of(talk, found[made.id]) == "Mooi."
    assert (found[made.id].anchor, *time_of(found[made.id])) == ("text", 9_500, 10_500)
    need_agreement(talk)


def test_a_fragment_in_which_nothing_is_heard_any_more_keeps_its_words(
    talk: Study,
) -> None:
    made = code_moment(talk.store, "LvH", "gesprek.vtt", Moment(1, 1_000, 2_000), B)
    source = talk.source("gesprek.vtt")

    nudge(talk.store, "LvH", source.id, source.revision_id, Shift(1, 5_000))

    found = next(c for c in talk.codings() if c.id == made.id)
    assert words_of(talk, found) == words_of(talk, made)
    assert (found.anchor, *time_of(found)) == ("text", 6_000, 8_000)


def test_a_nudge_is_taken_back_as_a_whole(talk: Study) -> None:
    code_words(talk, "twee dagen")
    code_moment(talk.store, "LvH", "gesprek.vtt", Moment(1, 8_100, 8_900), B)
    before = talk.store.state_hash()
    source = talk.source("gesprek.vtt")
    nudge(talk.store, "LvH", source.id, source.revision_id, Shift(1, 1_500, 2))

    talk.undo()

    assert talk.store.state_hash() == before
    need_agreement(talk)


def test_a_nudge_before_the_recording_is_refused_and_changes_nothing(
    talk: Study,
) -> None:
    before = talk.store.state_hash()
    source = talk.source("gesprek.vtt")

    with pytest.raises(NudgeError):
        nudge(talk.store, "LvH", source.id, source.revision_id, Shift(1, -1_001))

    assert talk.store.state_hash() == before


def test_both_anchors_come_back_from_a_table(talk: Study, tmp_path: Path) -> None:
    code_words(talk, "twee dagen")
    code_moment(talk.store, "LvH", "gesprek.vtt", Moment(1, 3_100, 5_003), B)
    places = [
        (c.code_id, c.start, c.end, c.anchor, *time_of(c)) for c in talk.codings()
    ]
    table = tmp_path / "coderingen.csv"

    assert write_codings(talk, table) == 2
    for coding in talk.codings():
        talk.coder("LvH").uncode(coding.id)
    assert import_codings(talk, table) == 2

    found = [(c.code_id, c.start, c.end, c.anchor, *time_of(c)) for c in talk.codings()]
    assert found == places
    assert "Goed" not in table.read_text(encoding="utf-8")
    need_agreement(talk)


def test_a_table_may_point_out_time_alone(talk: Study, tmp_path: Path) -> None:
    table = tmp_path / "tijden.csv"
    table.write_text(
        f"coder,source,code,recording,begin_ms,end_ms\nLvH,gesprek.vtt,{A},1,8100,8900\n",
        encoding="utf-8",
    )

    assert import_codings(talk, table) == 1
    assert [words_of(talk, c) for c in talk.codings()] == ["Mooi."]


def test_i11_a_fragment_without_consent_to_the_recording_is_refused(
    study: Study, tmp_path: Path
) -> None:
    path = tmp_path / "gesprek.vtt"
    path.write_text(SUBTITLES, encoding="utf-8")
    import_files(study, [path], consent=GIVEN)
    study.coder("LvH").add_code(A)
    with study.store.begin("vknz", "consent") as work:
        said = work.all(Consent, purpose="recording")
        work.replace(*[replace(c, state="refused") for c in said[:1]])

    with pytest.raises(RecordingConsentError, match=r"geweigerd|refused"):
        code_moment(study.store, "LvH", "gesprek.vtt", Moment(1, 3_100, 5_003), A)


def set_time(study: Study, coding: Coding, begin: int, end: int) -> None:
    with study.store.begin("vknz", "resize") as work:
        work.replace(replace(coding, begin_ms=begin, end_ms=end))


def test_i21_anchors_that_came_apart_are_found(talk: Study) -> None:
    made = code_words(talk, "twee dagen")
    assert list(check_times(talk)) == []

    set_time(talk, made, 1_000, 2_000)

    assert [f.where for f in check_times(talk)] == ["coding (1)"]


def test_a_coding_from_before_times_were_kept_is_no_fault(talk: Study) -> None:
    made = code_words(talk, "twee dagen")
    with talk.store.begin("vknz", "resize") as work:
        bare = replace(made, recording=None, begin_ms=None, end_ms=None, anchor=None)
        work.replace(bare)

    assert list(check_times(talk)) == []


Doing = st.one_of(
    st.tuples(st.just("text"), st.integers(0, 60), st.integers(1, 30)),
    st.tuples(st.just("time"), st.integers(0, 9_500), st.integers(1, 4_000)),
    st.tuples(st.just("nudge"), st.integers(-900, 900), st.integers(1, 3)),
    st.tuples(st.just("edit"), st.integers(0, 80), st.integers(0, 6)),
    st.tuples(st.just("undo"), st.just(0), st.just(0)),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(Doing, max_size=8))
def test_both_anchors_agree_after_any_row_of_acts(
    talk: Study, doings: list[tuple[str, int, int]]
) -> None:
    for kind, one, two in doings:
        source = talk.source("gesprek.vtt")
        try:
            if kind == "text":
                talk.coder("LvH").code("gesprek.vtt", A, one, one + two)
            elif kind == "time":
                moment = Moment(1, one, one + two)
                code_moment(talk.store, "LvH", source.id, moment, B)
            elif kind == "nudge":
                nudge(
                    talk.store, "LvH", source.id, source.revision_id, Shift(1, one, two)
                )
            elif kind == "edit":
                span = (one, one + two)
                edit_text(talk.store, "LvH", source.id, source.revision_id, span, "nu")
            else:
                talk.undo()
        except VknzError:
            continue
        for coding in talk.codings():
            with talk.store.read() as reader:
                units = read_units(reader, coding.revision_id)
            assert is_in_step(coding, units)


@pytest.mark.parametrize("suffix", ["vtt", "txt"])
def test_the_time_of_few_codings_is_that_of_many(
    study: Study, tmp_path: Path, suffix: str
) -> None:
    """Whether all units of a text are read, or those that a passage touches."""
    path = tmp_path / f"gesprek.{suffix}"
    timed = "\n\n".join(
        f"00:{n:02} {'AB'[n % 2]}: woord {n} en meer." for n in range(9)
    )
    path.write_text(SUBTITLES if suffix == "vtt" else timed, encoding="utf-8")
    import_files(study, [path], consent=GIVEN)
    study.coder("LvH").add_code(A)
    length = len(study.text(path.name))
    codings = [
        study.coder("LvH").code(path.name, A, start, min(length, start + size))
        for start in range(0, length - 1, 7)
        for size in (1, 30)
    ]

    with study.store.read() as reader:
        one_by_one = [time_codings(reader, [c])[0] for c in codings]
        together = time_codings(reader, codings)

    assert one_by_one == together
    assert any(c.begin_ms is not None for c in together)
