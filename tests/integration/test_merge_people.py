"""Joining two copies of a study: who is one person, and whose consent is whose."""

from dataclasses import replace
from pathlib import Path

import pytest
from consenting import GIVEN
from merge_acts import copy_of, join, look, make_template

from vknz_research.coding.sources import Arrival, add_sources
from vknz_research.model.people import Consent, Given, Participant
from vknz_research.model.sources import Reading, Revision, Source, Turn, Voice
from vknz_research.store import Store, open_store

SPOKEN = {"A": "An: ik ben de eerste.", "B": "An: en ik een ander."}


def bring(path: Path, who: str, consent: Given) -> Store:
    """Import a file that is called as the other one's, with other words."""
    store = open_store(path)
    text = SPOKEN[who]
    reading = Reading("txt", text, [Turn(4, len(text), speaker="An")])
    add_sources(
        store, who, Arrival("gesprek.txt", text.encode(), [reading], consent=consent)
    )
    return store


def read_answers(store: Store) -> dict[str, str]:
    """Return what was said about quoting, by the words that the speaker said."""
    with store.read() as reader:
        spoken = {
            s.id: reader.all(Revision, id=s.revision_id)[0].text
            for s in reader.all(Source)
        }
        said = {
            c.participant_id: c.state for c in reader.all(Consent, purpose="quotation")
        }
        return {
            spoken[v.source_id]: said.get(v.participant_id, "not asked")
            for v in reader.all(Voice)
            if spoken[v.source_id] in SPOKEN.values()
        }


@pytest.mark.parametrize("is_first", [True, False])
def test_the_speakers_of_two_files_with_one_name_keep_their_own_consent(
    tmp_path: Path, is_first: bool
) -> None:
    path = make_template(tmp_path)
    without = tuple(p for p in GIVEN.purposes if p != "quotation")
    a = bring(copy_of(path, "a"), "A", GIVEN)
    b = bring(copy_of(path, "b"), "B", replace(GIVEN, purposes=without))

    into, other = (a, b) if is_first else (b, a)
    join(into, other)

    look(into)
    assert read_answers(into) == {SPOKEN["A"]: "given", SPOKEN["B"]: "not asked"}
    with into.read() as reader:
        labels = [person.label for person in reader.all(Participant)]
    assert len(labels) == len(set(labels)) == 4
    a.close()
    b.close()
