"""Searching in a study, and coding what was found."""

import pytest
from consenting import GIVEN

from vknz_research.coding import acts
from vknz_research.coding.acts import code_hits, code_spans
from vknz_research.coding.codebook import add_code
from vknz_research.coding.search import MOST_HITS, search
from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.errors import (
    NotYoursError,
    SameCodingError,
    StaleTextError,
    UnknownThingError,
    UnknownValueError,
)
from vknz_research.model.codings import Coding
from vknz_research.model.sources import Reading, Source, Span, Turn
from vknz_research.store import Store

FIRST = "An: Ja, zij luisterde.\nBo: 👨‍👩‍👧 goed geluisterd, ja.\n"
SECOND = "ja\n"


def add(store: Store, name: str, text: str, turns: list[Turn]) -> Source:
    arrival = Arrival(
        f"{name}.txt", name.encode(), [Reading("txt", text, turns)], consent=GIVEN
    )
    return add_sources(store, "vknz", arrival)[0]


@pytest.fixture
def sources(store: Store) -> list[Source]:
    at = FIRST.index("Bo: ") + 4
    first = add(
        store,
        "een",
        FIRST,
        [Turn(4, at - 5, speaker="An"), Turn(at, len(FIRST) - 1, speaker="Bo")],
    )
    second = add(store, "twee", SECOND, [Turn(0, 2, "narration")])
    for path in ("x/aap", "x/beer"):
        add_code(store, "vknz", path)
    return [first, second]


def found(store: Store, query: str, mode: str, *names: str) -> list[tuple[str, ...]]:
    with store.read() as reader:
        hits = search(reader, query, mode, list(names) or None)
    return [(hit.before, hit.text, hit.after) for hit in hits]


def test_words_are_found_in_all_sources_with_their_turn_around_them(
    store: Store, sources: list[Source]
) -> None:
    assert found(store, "ja", "word") == [
        ("", "Ja", ", zij luisterde."),
        ("👨‍👩‍👧 goed geluisterd, ", "ja", "."),
        ("", "ja", ""),
    ]
    assert len(found(store, "ja", "word", "twee")) == 1


def test_labels_of_speakers_and_what_crosses_turns_is_not_found(
    store: Store, sources: list[Source]
) -> None:
    assert found(store, "Bo", "word") == []
    assert found(store, r"luisterde.\s+Bo", "regex") == []
    assert found(store, "Bo", "regex") == []


def test_lemmas_and_patterns_find_their_places(
    store: Store, sources: list[Source]
) -> None:
    assert [hit[1] for hit in found(store, "luisteren", "lemma")] == [
        "luisterde",
        "geluisterd",
    ]
    assert [hit[1] for hit in found(store, r"\w*luister\w+", "regex", "een")] == [
        "luisterde",
        "geluisterd",
    ]


def test_places_count_in_the_whole_text(store: Store, sources: list[Source]) -> None:
    with store.read() as reader:
        hits = [
            hit
            for query, mode in (
                ("geluisterd", "word"),
                ("luisteren", "lemma"),
                ("ja", "regex"),
            )
            for hit in search(reader, query, mode, ["een"])
        ]

    assert all(FIRST[hit.start : hit.end] == hit.text for hit in hits)
    assert len(hits) == 5


def test_nothing_asked_is_nothing_found(store: Store, sources: list[Source]) -> None:
    assert found(store, "  ", "word") == []
    with pytest.raises(UnknownValueError):
        found(store, "ja", "fuzzy")
    with pytest.raises(UnknownThingError):
        found(store, "ja", "word", "drie")


def test_a_search_stops_after_its_most_hits(store: Store) -> None:
    text = "ja " * (MOST_HITS + 9)
    add(store, "veel", text, [Turn(0, len(text))])

    for mode in ("word", "lemma", "regex"):
        assert len(found(store, "ja", mode)) == MOST_HITS


def codings(store: Store) -> list[Coding]:
    with store.read() as reader:
        return reader.all(Coding)


def test_hits_are_coded_in_one_act_and_taken_back_as_one(
    store: Store, sources: list[Source]
) -> None:
    with store.read() as reader:
        hits = search(reader, "ja", "word")
    items = [(h.source_id, h.revision_id, Span(h.start, h.end)) for h in hits]

    made = code_hits(store, "LvH", items, ["x/aap", "x/beer"])

    assert len(made) == len(codings(store)) == 6
    assert [e.event.act for e in store.log()][-1] == "code-hits"
    store.undo("LvH", of="LvH")
    assert codings(store) == []


def test_what_has_the_code_already_is_passed_over(
    store: Store, sources: list[Source]
) -> None:
    source = sources[0]
    where = (source.id, source.revision_id)
    code_spans(store, "LvH", *where, [Span(4, 6)], ["x/aap"])

    made = code_spans(store, "LvH", *where, [Span(4, 6), Span(8, 11)], ["x/aap"])

    assert [(c.start, c.end) for c in made] == [(8, 11)]
    with pytest.raises(SameCodingError):
        code_spans(store, "LvH", *where, [Span(4, 6), Span(8, 11)], ["x/aap"])
    code_spans(store, "TK", *where, [Span(4, 6)], ["x/aap"])
    assert len(codings(store)) == 3


def test_many_passages_are_proved_like_one(store: Store, sources: list[Source]) -> None:
    source = sources[0]
    where = (source.id, source.revision_id)
    spans = [Span(n, n + 2) for n in range(4, 14)]

    many = code_spans(store, "LvH", *where, spans, ["x/aap"])
    single = [code_spans(store, "TK", *where, [s], ["x/aap"])[0] for s in spans]

    assert [c.text_hash for c in many] == [c.text_hash for c in single]


def test_a_passage_in_another_revision_is_refused(
    store: Store, sources: list[Source]
) -> None:
    before = store.state_hash()

    with pytest.raises(StaleTextError) as caught:
        code_spans(store, "LvH", sources[0].id, "oud", [Span(4, 6)], ["x/aap"])

    assert caught.value.facts == {
        "source": sources[0].id,
        "seen": "oud",
        "current": sources[0].revision_id,
    }
    assert store.state_hash() == before


def test_a_coder_changes_their_own_layer_only(
    store: Store, sources: list[Source]
) -> None:
    source = sources[0]
    theirs = code_spans(
        store, "TK", source.id, source.revision_id, [Span(4, 6)], ["x/aap"]
    )[0]

    for act in (
        lambda: acts.uncode_many(store, "LvH", [theirs.id], own=True),
        lambda: acts.recode(store, "LvH", theirs.id, "x/beer", own=True),
        lambda: acts.resize(store, "LvH", theirs.id, Span(4, 7), own=True),
    ):
        with pytest.raises(NotYoursError):
            act()
    assert codings(store) == [theirs]


def test_a_coding_gets_other_edges(store: Store, sources: list[Source]) -> None:
    source = sources[0]
    where = (source.id, source.revision_id)
    one, two = code_spans(store, "LvH", *where, [Span(4, 6), Span(8, 11)], ["x/aap"])
    before = store.state_hash()

    new = acts.resize(store, "LvH", one.id, Span(4, 11), own=True)

    assert (new.start, new.end, new.id) == (4, 11, one.id)
    with pytest.raises(SameCodingError):
        acts.resize(store, "LvH", two.id, Span(4, 11))
    store.undo("LvH")
    assert store.state_hash() == before
