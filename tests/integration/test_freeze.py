"""Snapshots: the same state is the same hash, and consent decides what is in one."""

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from consenting import GIVEN

from vknz_research.demo.build import FILES
from vknz_research.errors import (
    ChangedSnapshotError,
    NoSnapshotError,
    SnapshotNameError,
)
from vknz_research.ingest.formats import read_file
from vknz_research.model.sources import Revision, Turn, Voice
from vknz_research.model.text import MASK
from vknz_research.project import Study, create_study, open_study
from vknz_research.project.backups import back_up
from vknz_research.project.consent import Said, set_consent
from vknz_research.project.excerpts import import_excerpts
from vknz_research.project.importing import import_files
from vknz_research.project.upkeep import check_study
from vknz_research.snapshot import Snapshot, open_snapshot
from vknz_research.store.verify import verify_store

LETTERS_IN_A_ROW = 16  # twelve meet by chance, in the codebook and the memos


@pytest.fixture
def own_demo(demo: Path, tmp_path: Path) -> Iterator[Study]:
    """A copy of the demo study that a test may change."""
    shutil.copytree(demo, tmp_path / "demo")
    with open_study(tmp_path / "demo") as study:
        yield study


# --- the hash ----------------------------------------------------------------------


def test_the_same_state_gives_the_same_hash_also_from_a_copy(
    own_demo: Study, demo_snapshot: Path, tmp_path: Path
) -> None:
    first = open_snapshot(demo_snapshot).hash
    copy = back_up(own_demo, tmp_path / "kopie")

    with open_study(copy) as other:
        assert other.freeze("anders").hash == first
    assert own_demo.freeze("v1").path.name == demo_snapshot.name


def test_undo_and_redo_come_back_to_the_same_hash(coded: Study) -> None:
    empty = coded.freeze("v1").hash
    coded.coder("LvH").code("gesprek", "4r/reflectie", 0, 12)
    with_coding = coded.freeze("v2").hash

    coded.undo()
    undone = coded.freeze("v3").hash
    coded.redo()

    assert undone == empty
    assert with_coding != empty
    assert coded.freeze("v4").hash == with_coding


@pytest.mark.parametrize("what", ["coding", "consent", "memo", "code"])
def test_every_change_is_another_hash(coded: Study, what: str) -> None:
    before = coded.freeze("v1").hash

    if what == "coding":
        coded.coder("A").code("gesprek", "4r/reflectie", 0, 12)
    elif what == "consent":
        set_consent(coded, "Samira (gesprek)", Said(["reuse"], "given", "2031-01-01"))
    elif what == "memo":
        coded.coder("A").memo("t", "b")
    else:
        coded.coder("A").add_code("x/y")

    assert coded.freeze("v1").hash != before


def test_a_snapshot_that_is_there_is_left_alone(coded: Study) -> None:
    first = coded.freeze("v1").path
    stamp = (first / "manifest.json").stat().st_mtime_ns

    assert coded.freeze("v1").path == first
    assert (first / "manifest.json").stat().st_mtime_ns == stamp
    assert [p.name for p in first.parent.iterdir()] == [first.name]


def test_a_half_snapshot_is_made_anew(coded: Study) -> None:
    first = coded.freeze("v1")
    (first.path / "manifest.json").unlink()

    with pytest.raises(NoSnapshotError):
        open_snapshot(first.path)
    assert coded.freeze("v1").hash == first.hash


def test_the_manifest_names_coders_codebook_consent_and_the_last_act(
    own_demo: Study,
) -> None:
    manifest = own_demo.freeze("v2").manifest

    assert manifest["coders"] == ["Consensus", "NvD", "TK"]
    assert manifest["event_head"]["seq"] == len(own_demo.log())
    assert manifest["event_head"]["hash"] == own_demo.log()[-1].event.hash
    assert manifest["consent"]["quotation"]["refused"] == 1
    assert set(manifest["files"]["codings.parquet"]) == {"sha256", "content", "rows"}


@pytest.mark.parametrize(
    "name", ["", ".", "..", "a/b", "a\\b", "-x", "x.", "a b", "x" * 65]
)
def test_a_name_that_cannot_be_a_folder_is_refused(coded: Study, name: str) -> None:
    with pytest.raises(SnapshotNameError):
        coded.freeze(name)

    assert list((coded.path / "snapshots").iterdir()) == []


def test_a_changed_file_is_refused(coded: Study) -> None:
    made = coded.freeze("v1")
    path = made.path / "sources.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    with pytest.raises(ChangedSnapshotError, match=r"sources\.parquet"):
        _ = open_snapshot(made.path).sources
    path.unlink()
    with pytest.raises(ChangedSnapshotError):
        _ = open_snapshot(made.path).sources


def test_a_damaged_manifest_is_no_snapshot(coded: Study) -> None:
    made = coded.freeze("v1")
    (made.path / "manifest.json").write_text("{")

    with pytest.raises(NoSnapshotError):
        open_snapshot(made.path)


# --- consent -------------------------------------------------------------------------


def said_by(study: Study, label: str) -> list[str]:
    """The turns of a participant, from the live store."""
    person = next(p for p in study.participants if p.label == label)
    said = []
    with study.store.read() as reader:
        for voice in reader.all(Voice, participant_id=person.id):
            source = next(s for s in study.sources if s.id == voice.source_id)
            text = reader.all(Revision, id=source.revision_id)[0].text
            said += [
                text[turn.start : turn.end]
                for turn in reader.turns(source.revision_id)
                if turn.speaker == voice.speaker
            ]
    return said


def pieces(words: str) -> Iterator[str]:
    """Stretches of a text that may be nowhere."""
    for at in range(0, max(1, len(words) - LETTERS_IN_A_ROW), 3):
        piece = words[at : at + LETTERS_IN_A_ROW]
        if sum(map(str.isalpha, piece)) >= LETTERS_IN_A_ROW - 2:
            yield piece


def every_cell(snapshot: Snapshot) -> str:
    """All text of a snapshot: every column of every table, and the manifest."""
    cells = [json.dumps(snapshot.manifest, ensure_ascii=False)]
    for file in snapshot.manifest["files"]:
        frame = snapshot.read(file.removesuffix(".parquet"))
        for column in frame.columns:
            values = frame[column]
            names = values.cat.categories if values.dtype == "category" else values
            cells += [str(value) for value in names]
    return "\n".join(cells)


def common_to_others(study: Study, label: str) -> str:
    """What everybody else says: a stretch in it is not only the participant's."""
    others = [p.label for p in study.participants if p.label != label]
    return "\n".join(words for other in others for words in said_by(study, other))


def test_i03_of_who_withdrew_no_words_are_in_any_cell(
    demo: Path, demo_snapshot: Path
) -> None:
    text = (FILES / "sources" / "F1-KM.txt").read_text(encoding="utf-8")
    said = re.findall(r"Desmond: (.*)$", text, flags=re.MULTILINE)
    with open_study(demo) as study:
        others = common_to_others(study, "Desmond")
    cells = every_cell(open_snapshot(demo_snapshot))

    leaked = {
        piece
        for words in said
        for piece in pieces(words)
        if piece in cells and piece not in others
    }

    assert sum(map(len, said)) > 500
    assert leaked == set()


def test_the_words_of_the_others_stay_at_their_places(
    demo: Path, demo_snapshot: Path
) -> None:
    snapshot = open_snapshot(demo_snapshot)
    with open_study(demo) as study:
        live = {source.id: study.text(source.id) for source in study.sources}
        turns: dict[str, list[Turn]] = {key: study.turns(key) for key in live}

    assert set(snapshot.texts) == set(live)
    masked = [key for key, text in snapshot.texts.items() if MASK in text]
    assert len(masked) == 1
    before = read_file(FILES / "sources" / "F1-KM.txt")[0]
    live |= {masked[0]: before.text}
    for key, text in snapshot.texts.items():
        assert len(text) == len(live[key])
        for turn in turns[key]:
            if turn.speaker is not None:
                assert text[turn.start : turn.end] == live[key][turn.start : turn.end]


def test_who_refused_to_be_quoted_is_counted_and_not_quotable(
    demo: Path, demo_snapshot: Path
) -> None:
    snapshot = open_snapshot(demo_snapshot)
    people = snapshot.participants.set_index("label")
    codings = snapshot.codings[
        snapshot.codings["participant_id"] == people.loc["Chantal", "participant_id"]
    ]

    assert not people.loc["Chantal", "is_quotable"]
    assert "Desmond" not in people.index
    assert len(codings) > 0
    assert not codings["is_quotable"].any()


def test_a_quotation_without_consent_keeps_its_key_and_nothing_else(
    own_demo: Study, tmp_path: Path
) -> None:
    start = own_demo.text("I1-K-4").index("Chantal: ")
    words = own_demo.text("I1-K-4")[start : start + 60]
    table = tmp_path / "c.csv"
    table.write_text(
        f'id,section,source,quote\nX1,4r/reflectie,I1-K-4,"{words}"\n', encoding="utf-8"
    )
    import_excerpts(own_demo, table)

    row = own_demo.freeze("v2").excerpts.set_index("key").loc["X1"]

    assert not row["is_allowed"]
    assert row.drop(["section", "position", "is_allowed"]).isna().all()
    assert row["section"] == "4r/reflectie"


def test_a_passage_that_runs_on_into_a_refused_voice_is_not_quotable(
    coded: Study,
) -> None:
    set_consent(coded, "Samira (gesprek)", Said(["quotation"], "refused", "2031-01-01"))
    text = coded.text("gesprek")
    over, label = text.index("Hoe was"), text.index("Samira")
    at = coded.coder("A")
    at.code("gesprek", "4r/richting", over, text.index("Nou ja") + 6)
    at.code("gesprek", "4r/reflectie", label, text.index("eng"))
    at.code("gesprek", "4r/routine", over, over + 12)

    found = coded.freeze("v1").codings.set_index("code")["is_quotable"]

    assert found.to_dict() == {
        "4r/richting": False,
        "4r/reflectie": False,
        "4r/routine": True,
    }


def test_a_withdrawal_takes_all_of_a_person_out_of_what_is_frozen_after(
    coded: Study,
) -> None:
    text = coded.text("gesprek")
    at = coded.coder("A")
    start = text.index("Daarna goed")
    made = at.code_in_vivo("gesprek", start, start + 11)
    at.memo("Daarna goed", "Zij zegt: Daarna goed.", about=[("coding", made.id)])
    before = coded.freeze("v1")
    assert "Daarna goed" in every_cell(before)
    set_consent(coded, "Samira (gesprek)", Said(["coding"], "withdrawn", "2031-01-01"))

    after = coded.freeze("v1")

    cells = every_cell(after).lower()
    assert "daarna goed" not in cells
    assert "daarna-goed" not in cells
    assert "samira" not in cells
    assert not before.path.exists()
    assert "I3" not in {f.id for f in check_study(coded)}


def test_check_names_a_damaged_snapshot_and_goes_on(coded: Study) -> None:
    made = coded.freeze("v1")
    (made.path / "participants.parquet").write_bytes(b"weg")

    found = {(f.id, f.where) for f in check_study(coded)}

    assert ("I24", f"snapshots/{made.path.name}") in found
    # Nobody can tell whom it holds, so it goes with the first withdrawal.
    set_consent(coded, "Samira (gesprek)", Said(["coding"], "withdrawn", "2031-01-01"))
    assert not made.path.exists()


# --- PostgreSQL ------------------------------------------------------------------------


def work_through(study: Study) -> tuple[Snapshot, dict[str, int]]:
    """Import, code, undo, freeze: the same acts on whatever store."""
    import_files(
        study,
        [FILES / "sources" / "I1-K-1.txt"],
        FILES / "inventory.csv",
        consent=GIVEN,
    )
    at = study.coder("LvH")
    first = at.code("I1-K-1", "4r/reflectie", 120, 180)
    at.code("I1-K-1", "4r/richting", 10, 40)
    at.merge_codes("4r/richting", "4r/reflectie")
    study.undo()
    at.recode(first.id, "4r/richting")
    at.memo("m", "b", about=[("coding", first.id)])
    study.undo()
    made = study.freeze("v1")
    return made, Counter(entry.event.act for entry in study.log())


@pytest.mark.postgres
def test_a_team_study_works_as_a_file_does(postgres_url: str, tmp_path: Path) -> None:
    with create_study(tmp_path / "bestand", "Proef") as study:
        ours, acts = work_through(study)
    create_study(tmp_path / "team", "Proef", store=postgres_url).close()
    with open_study(tmp_path / "team") as study:
        theirs, team_acts = work_through(study)
        again = study.freeze("v2").hash
        assert verify_store(study.store) == []
        copy = back_up(study, tmp_path / "kopie")

    def rows(snapshot: Snapshot) -> dict[str, int]:
        return {name: f["rows"] for name, f in snapshot.manifest["files"].items()}

    def content(snapshot: Snapshot) -> dict[str, str]:
        same = ("codes.parquet", "design.parquet")  # without ids made anew
        return {name: snapshot.manifest["files"][name]["content"] for name in same}

    assert acts == team_acts
    assert rows(ours) == rows(theirs)
    assert content(ours) == content(theirs)
    assert again == theirs.hash
    assert list(ours.texts.values()) == list(theirs.texts.values())
    with open_study(copy) as study:
        assert study.freeze("v1").hash == theirs.hash
