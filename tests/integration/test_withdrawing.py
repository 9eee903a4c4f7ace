"""I3 and I5 to I8: after a withdrawal nothing of somebody is left, whatever happens."""

import hashlib
import os
import shutil
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from withdrawal_world import fill, find_words

from vknz_research.coding.textedit import edit_text
from vknz_research.coding.withdrawing import list_withdrawals
from vknz_research.errors import (
    ErasureError,
    NothingToUndoError,
    UndoConflictError,
)
from vknz_research.model.codings import Memo
from vknz_research.model.people import Consent, Participant
from vknz_research.model.privacy import Publication
from vknz_research.privacy.vault import VARIABLE
from vknz_research.project import Study, create_study, open_study, withdrawing
from vknz_research.project.merging import merge_study
from vknz_research.project.upkeep import check_study
from vknz_research.project.withdrawing import plan_withdrawal, purge, withdraw
from vknz_research.store.erasing import WITHDRAWN
from vknz_research.store.verify import verify_store

PASSPHRASE = "vijf woorden zijn er genoeg"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of our own: what Jupyter and the vault leave lies there."""
    monkeypatch.setenv("HOME", str(tmp_path / "thuis"))
    monkeypatch.setenv(VARIABLE, str(tmp_path / "sleutels"))
    monkeypatch.delenv("IPYTHONDIR", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    (tmp_path / "thuis").mkdir()
    return tmp_path / "thuis"


def make(folder: Path, *, encrypted: bool = False) -> Study:
    return create_study(
        folder / "studie", "Proef", ask=(lambda: PASSPHRASE) if encrypted else None
    )


def reopen(folder: Path, *, encrypted: bool = False) -> Study:
    return open_study(folder / "studie", (lambda: PASSPHRASE) if encrypted else None)


# --- I3: nothing is left -------------------------------------------------------------
@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_i03_no_words_are_left_anywhere(
    tmp_path: Path, seed: int, encrypted: bool
) -> None:
    with make(tmp_path, encrypted=encrypted) as study:
        gone, stays = fill(study, tmp_path / "in", seed)
        assert len(find_words(study, gone)) > 5

        withdraw(study, "An", ["all"])

        assert find_words(study, gone) == []
        shown = [s for s in study.sources if s.format != WITHDRAWN]
        texts = " ".join(study.text(s.id) for s in shown)
        assert all(words in texts for words in stays)
        assert [f for f in verify_store(study.store) if f.severity == "error"] == []


def count_writes(folder: Path) -> int:
    """Do a withdrawal in a process of its own and say how many writes it took."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        seen = _strike(folder, None)
        os.write(writes, str(seen).encode())
        os._exit(0)
    os.waitpid(child, 0)
    return int(os.read(reads, 20))


def _strike(folder: Path, at: int | None) -> int:
    """Withdraw, and be killed before write number `at`; return how many there were."""
    counted = [0]

    def write() -> None:
        counted[0] += 1
        if counted[0] == at:
            os.kill(os.getpid(), signal.SIGKILL)

    def heard(name: str, args: tuple[object, ...]) -> None:
        if name in {"os.remove", "os.rename", "os.rmdir"} or _is_writing(name, args):
            write()

    def told(link: object, cursor: object, statement: str, *rest: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "BEGIN")):
            write()

    with open_study(folder / "studie") as study:
        event.listen(Engine, "before_cursor_execute", told)
        event.listen(Engine, "commit", lambda link: write())
        sys.addaudithook(heard)
        withdraw(study, "An", ["all"])
    return counted[0]


def _is_writing(name: str, args: tuple[object, ...]) -> bool:
    """Say whether a file is opened to be written."""
    mode = args[1] if name == "open" else ""
    return isinstance(mode, str) and bool(set(mode) & set("wax+"))


def kill_at(folder: Path, at: int) -> bool:
    """Withdraw in a process that is killed before a write; say whether it was."""
    child = os.fork()
    if child == 0:
        _strike(folder, at)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.no_cover  # measuring doubles the time, and other tests pass here too
@pytest.mark.parametrize("first_kill", [1, 3, 5])
def test_i05_a_kill_at_any_write_loses_nothing_of_a_withdrawal(
    tmp_path: Path, first_kill: int
) -> None:
    """Kills before every second write; three tests, so that workers share them."""
    first, seed = tmp_path / "eerst", first_kill
    with make(first) as study:
        gone, _ = fill(study, tmp_path / "in", seed)
    sleutels = tmp_path / "sleutels"
    total = count_writes(_copy(first, tmp_path / "telling"))
    assert total > 30
    shutil.rmtree(sleutels, ignore_errors=True)
    for at in range(first_kill, total + 1, 6):
        folder = _copy(first, tmp_path / f"k{at}")
        assert kill_at(folder, at), at
        with reopen(folder) as study:
            withdraw(study, "An", ["all"]) if at < 3 else purge(study)
            if study.store.log()[-1].event.act != "end-withdrawal":
                withdraw(study, "An", ["all"])
            assert find_words(study, gone) == [], at
            with study.store.read() as reader:
                states = [w.state for w in list_withdrawals(reader)]
            assert states == ["done"], at
        shutil.rmtree(folder)
        shutil.rmtree(sleutels, ignore_errors=True)


def _copy(first: Path, to: Path) -> Path:
    shutil.copytree(first, to)
    return to


# --- I5: once is enough --------------------------------------------------------------
def test_i05_withdrawing_twice_changes_nothing(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        fill(study, tmp_path / "in", 3)
        withdraw(study, "An", ["all"])
        state, acts = study.store.state_hash(), len(study.log())

        again = withdraw(study, "An", ["all"])

        assert again.erased == {}
        assert (study.store.state_hash(), len(study.log())) == (state, acts)
        assert purge(study) == []


def test_i05_a_withdrawal_is_open_until_the_search_finds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make(tmp_path) as study:
        gone, _ = fill(study, tmp_path / "in", 12)
        with monkeypatch.context() as held:
            held.setattr(withdrawing, "sweep_files", lambda *_: [])
            with pytest.raises(ErasureError) as refused:
                withdraw(study, "An", ["all"])

        assert not any(word in str(refused.value) for word in gone[0].split())
        assert {f.id for f in check_study(study)} >= {"I5"}
        purge(study)
        assert find_words(study, gone) == []
        assert "I5" not in {f.id for f in check_study(study)}


def test_i05_undo_does_not_bring_words_back(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        gone, _ = fill(study, tmp_path / "in", 4)
        withdraw(study, "An", ["all"])

        with suppress(NothingToUndoError, UndoConflictError):
            for _ in range(100):
                study.undo()

        assert find_words(study, gone) == []
        assert [f for f in verify_store(study.store) if f.severity == "error"] == []


# --- I6: what hangs on it ------------------------------------------------------------
def test_i06_memos_go_with_it_or_lose_the_quotation(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        fill(study, tmp_path / "in", 5)

        withdraw(study, "An", ["all"])

        with study.store.read() as reader:
            memos = {memo.title: memo.body for memo in reader.all(Memo)}
        assert "Over An" not in memos
        assert memos["Los nu"].startswith("Zij zei")
        assert "En verder gewoon." in memos["Los nu"]
        assert "[ingetrokken]" in memos["Los nu"]


def test_i06_what_was_published_stays_and_is_marked(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        gone, _ = fill(study, tmp_path / "in", 6)
        report = study.path / "reports" / "rapport.html"
        report.write_text(f"<p>{gone[0]}</p>", encoding="utf-8")
        made = hashlib.sha256(report.read_bytes()).hexdigest()
        facts = ("p", made, "s", "Rapport 2031", "report", "2021-06-01", None, {})
        with study.store.begin("LvH", "publish") as work:
            work.add(Publication(*facts))

        found = withdraw(study, "An", ["all"])

        assert report.read_text(encoding="utf-8") == f"<p>{gone[0]}</p>"
        assert list(found.published) == ["Rapport 2031"]
        with study.store.read() as reader:
            marks = reader.all(Publication)[0].marks["marks"]
        assert [mark["sources"] for mark in marks] == [2]


# --- I7: limited to a purpose --------------------------------------------------------
def test_i07_a_withdrawal_from_quoting_leaves_the_words(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        gone, _ = fill(study, tmp_path / "in", 7)

        withdraw(study, "An", ["quotation"])

        assert gone[0].split()[-1] in " ".join(study.text(s.id) for s in study.sources)
        assert list((study.path / "snapshots").iterdir()) == []
        people = study.freeze("v2").participants.set_index("label")
        assert not people.loc["An", "is_quotable"]
        assert people.loc["Bo", "is_quotable"]


def test_i07_the_plan_says_what_will_go(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        fill(study, tmp_path / "in", 8)

        plan = plan_withdrawal(study, "An", ["all"])

        assert sorted(plan.names.values()) == ["alleen", "groep"]
        assert plan.counts["sources"] == 1
        assert plan.counts["parts"] == 1
        assert plan.counts["words"] > 30
        assert plan_withdrawal(study, "An", ["quotation"]).cuts == ()


def test_who_withdrew_has_no_name_left(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        fill(study, tmp_path / "in", 9)

        withdraw(study, "An", ["all"])

        labels = [p.label for p in study.participants]
        assert "An" not in labels
        with study.store.read() as reader:
            person = next(
                p for p in reader.all(Participant) if p.label.startswith("ingetrokken")
            )
            said = reader.all(Consent, participant_id=person.id)
        assert {c.state for c in said} == {"withdrawn"}
        assert [f.id for f in check_study(study) if f.severity == "error"] == []


# --- I8: an old copy -----------------------------------------------------------------
def test_i08_an_old_copy_hears_of_the_withdrawal_before_it_is_read(
    tmp_path: Path,
) -> None:
    with make(tmp_path) as study:
        gone, _ = fill(study, tmp_path / "in", 10)
    old = _copy(tmp_path / "studie", tmp_path / "oud" / "studie").parent
    with reopen(tmp_path) as study:
        withdraw(study, "An", ["all"])

    with reopen(old) as study:
        assert find_words(study, gone) == []


def test_i08_joining_a_copy_does_not_bring_words_back(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        gone, _ = fill(study, tmp_path / "in", 11)
    other = _copy(tmp_path / "studie", tmp_path / "laptop" / "studie")
    with open_study(other) as copy:
        source = copy.source("groep")
        turn = next(t for t in copy.turns(source.id) if t.speaker == "An")
        copy.coder("IK").code(source.id, "4r/routine", turn.start, turn.end)
        where = (copy.store, "IK", source.id, source.revision_id)
        edit_text(*where, (turn.start, turn.start + 2), "xx")
    with reopen(tmp_path) as study:
        withdraw(study, "An", ["all"])
        merge_study(study, other)

        assert find_words(study, gone) == []
        with study.store.read() as reader:
            assert {w.state for w in list_withdrawals(reader)} == {"done"}


def test_i03_what_an_older_version_only_noted_is_carried_out(tmp_path: Path) -> None:
    with make(tmp_path) as study:
        gone, _ = fill(study, tmp_path / "in", 13)
        with study.store.begin("vknz", "withdraw") as work:
            person = work.first(Participant, label="An")
            assert person is not None
            for said in work.all(Consent, participant_id=person.id):
                work.replace(replace(said, state="withdrawn"))
        assert "I3" in {f.id for f in check_study(study) if f.severity == "error"}

        purge(study)

        assert find_words(study, gone) == []
        assert "I3" not in {f.id for f in check_study(study)}
