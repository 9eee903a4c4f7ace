"""Which things of two copies are the same: each thing is taken together with one."""

from typing import Any

from vknz_research.store.merging.copies import Copy, Text
from vknz_research.store.merging.same import find_same


def make_copy(
    *sources: tuple[str, str, str], texts: str = "abc", speaker: str = ""
) -> Copy:
    """Make a copy in which a text was imported: its source, its speaker, their name."""
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    revisions = {}
    for source, person, label in sources:
        revision, original, voice = f"r{source}", f"o{source}", f"v{source}"
        rows["source", source] = {
            "id": source,
            "name": "gesprek",
            "original_id": original,
            "revision_id": revision,
        }
        rows["participant", person] = {"id": person, "label": label}
        rows["voice", voice] = {
            "id": voice,
            "source_id": source,
            "speaker": speaker,
            "participant_id": person,
        }
        revisions[revision] = Text(revision, source, 1, texts, texts)
    ids = {row_id for _, row_id in rows} | set(revisions)
    return Copy("studie", rows, revisions, {}, (), set(), ids, {}, set())


def name_people(copy: Copy) -> dict[str, str]:
    """Return who speaks in each source of a copy."""
    return {
        row["source_id"]: row["participant_id"]
        for (table, _), row in copy.rows.items()
        if table == "voice"
    }


def test_two_people_do_not_become_one_by_way_of_a_third() -> None:
    ours = make_copy(("s1", "a1", "Onbekend"))
    # s2 is the same source as s1; the name of its speaker stands with s3's here.
    theirs = make_copy(("s2", "b2", "Onbekend 2"), ("s3", "b1", "Onbekend"))

    first, second, same = find_same(ours, theirs)

    assert same["s2"] == "s1"
    assert same["b2"] == "a1"
    assert name_people(first) == {"s1": "a1"}
    assert name_people(second) == {"s1": "a1", "s3": "b1"}


def test_speakers_of_two_files_with_one_name_are_two_people() -> None:
    ours = make_copy(("s1", "a1", "An (gesprek)"), texts="hier")
    theirs = make_copy(("s2", "b1", "An (gesprek)"), texts="daar")

    _, _, same = find_same(ours, theirs)

    assert same == {}


def test_a_speaker_is_not_known_by_the_old_name_of_a_file() -> None:
    ours = make_copy(("s1", "a1", "An (oud)"), texts="hier", speaker="An")
    theirs = make_copy(("s2", "b1", "An (oud)"), texts="daar", speaker="An")

    _, _, same = find_same(ours, theirs)

    assert same == {}


def test_a_name_that_was_given_is_one_person() -> None:
    ours = make_copy(("s1", "a1", "Samira"), texts="hier", speaker="Samira")
    theirs = make_copy(("s2", "b1", "Samira"), texts="daar")

    _, _, same = find_same(ours, theirs)

    assert same == {"b1": "a1"}


def test_it_does_not_matter_which_copy_comes_first() -> None:
    ours = make_copy(("s1", "a1", "Onbekend"))
    theirs = make_copy(("s2", "b2", "Onbekend 2"), ("s3", "b1", "Onbekend"))

    _, _, one = find_same(ours, theirs)
    _, _, other = find_same(theirs, ours)

    assert one == other
