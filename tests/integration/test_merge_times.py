"""Two copies, of which one shifts time codes while the other codes: both places agree."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from consenting import GIVEN
from copying import copy_store
from merge_acts import join

from vknz_research.coding.acts import Request, code_passage
from vknz_research.coding.anchors import Shift, code_moment, nudge
from vknz_research.coding.merging import merge_stores
from vknz_research.coding.textedit import edit_text
from vknz_research.coding.timing import is_in_step, read_units, time_seen
from vknz_research.model.codings import Coding
from vknz_research.model.cycles import Observation
from vknz_research.model.recordings import Moment
from vknz_research.model.sources import Source, Span
from vknz_research.project import Study
from vknz_research.project.importing import import_files
from vknz_research.reflection.observations import Seen, observe
from vknz_research.store import Store, open_store
from vknz_research.store.verify import verify_store

A, B = "x/ruimte", "x/stilte"
SUBTITLES = """WEBVTT

00:00:01.000 --> 00:00:03.000
<v Samira>Hoe is het gegaan?</v>

00:00:03.000 --> 00:00:04.500
<v Bo>Goed, denk ik.</v>

00:00:08.000 --> 00:00:09.000
<v Samira>Mooi.</v>
"""


@pytest.fixture
def two(study: Study, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    path = tmp_path / "gesprek.vtt"
    path.write_text(SUBTITLES, encoding="utf-8")
    import_files(study, [path], consent=GIVEN)
    for code in (A, B):
        study.coder("LvH").add_code(code)
    copy_store(study.store, tmp_path / "kopie.sqlite")
    other = open_store(tmp_path / "kopie.sqlite")
    yield study.store, other
    other.close()


def source_of(store: Store) -> Source:
    with store.read() as reader:
        return reader.all(Source)[0]


def need_agreement(store: Store, codings: int) -> None:
    with store.read() as reader:
        found = reader.all(Coding)
        seen = reader.all(Observation)
        assert len(found) == codings
        for coding in found:
            assert is_in_step(coding, read_units(reader, coding.revision_id))
        for one in seen:
            assert time_seen(one, read_units(reader, one.revision_id)) == one
    assert verify_store(store) == []


def code_there(store: Store) -> None:
    """Code on text and on time, and observe, in the copy that did not shift."""
    source = source_of(store)
    code_passage(store, Request("TK", source.id, A, Span(0, 5)))
    code_moment(store, "TK", source.id, Moment(1, 8_100, 8_900), B)
    observe(store, "TK", source.id, Seen("flow", "Het stroomt.", Span(0, 5)))


def test_codings_of_one_copy_get_the_times_of_the_other(
    two: tuple[Store, Store],
) -> None:
    here, there = two
    source = source_of(here)
    nudge(here, "LvH", source.id, source.revision_id, Shift(1, 250))
    code_there(there)

    join(here, there)
    join(there, here)

    need_agreement(here, 2)
    need_agreement(there, 2)
    assert here.state_hash() == there.state_hash()
    with here.read() as reader:
        begins = {c.anchor: c.begin_ms for c in reader.all(Coding)}
    assert begins == {"text": 1_250, "time": 8_100}


def test_a_correction_of_words_takes_observations_along(
    two: tuple[Store, Store],
) -> None:
    here, there = two
    source = source_of(here)
    edit_text(here, "LvH", source.id, source.revision_id, (0, 3), "En hoe")
    code_there(there)

    join(here, there)
    join(there, here)

    need_agreement(here, 2)
    assert here.state_hash() == there.state_hash()


def test_time_codes_that_both_shifted_are_asked_about(two: tuple[Store, Store]) -> None:
    here, there = two
    source = source_of(here)
    for store, shift in ((here, 250), (there, -250)):
        nudge(store, "LvH", source.id, source.revision_id, Shift(1, shift))

    outcome, _ = merge_stores(here, there, "vknz", lambda _: None)

    assert [clash.facet for clash in outcome.clashes] == ["revision_id"]
    join(here, there)
    join(there, here)
    assert here.state_hash() == there.state_hash()
    need_agreement(here, 0)
