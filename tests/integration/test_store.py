import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError

from vknz_research.errors import (
    DamagedStoreError,
    NewerStudyError,
    NothingToUndoError,
    StoreFailedError,
    WrongPassphraseError,
)
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder
from vknz_research.model.people import Consent, Participant
from vknz_research.store import Store, create_store, open_store
from vknz_research.store.key import derive_key
from vknz_research.store.verify import verify_store

KEY = bytes(range(32))


def add_coder(store: Store, name: str) -> None:
    with store.begin(name, "code") as work:
        work.add(Coder(name, name))


def names(store: Store) -> list[str]:
    with store.read() as reader:
        return [coder.name for coder in reader.all(Coder)]


def test_an_act_is_kept_with_its_event(store: Store) -> None:
    add_coder(store, "A")

    assert names(store) == ["A"]
    assert [(e.event.actor, e.event.act) for e in store.log()] == [("A", "code")]


def test_an_act_that_fails_keeps_nothing(store: Store) -> None:
    def fail() -> None:
        with store.begin("A", "code") as work:
            work.add(Coder("A", "A"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert names(store) == []
    assert store.log() == []


def test_an_act_that_changes_nothing_leaves_no_event(store: Store) -> None:
    with store.begin("A", "code") as work:
        work.all(Coder)

    assert store.log() == []


def test_i25_undo_and_redo_restore_the_exact_state(store: Store) -> None:
    states = [store.state_hash()]
    for name in "ABC":
        add_coder(store, name)
        states.append(store.state_hash())

    for expected in reversed(states[:-1]):
        store.undo("A")
        assert store.state_hash() == expected
    for expected in states[1:]:
        store.redo("A")
        assert store.state_hash() == expected


def test_undo_brings_changed_and_removed_rows_back(store: Store) -> None:
    code = Code("1", "a/b", texts={"nl": {"name": "Bé"}})
    with store.begin("A", "add-code") as work:
        work.add(code)
    before = store.state_hash()
    with store.begin("A", "move-code") as work:
        work.replace(Code("1", "a/c"))
    with store.begin("A", "remove-code") as work:
        work.remove(Code("1", "a/c"))

    store.undo("A")
    store.undo("A")

    assert store.state_hash() == before


def test_a_new_act_after_undo_makes_it_final(store: Store) -> None:
    add_coder(store, "A")
    store.undo("A")
    add_coder(store, "B")

    with pytest.raises(NothingToUndoError):
        store.redo("A")


def test_there_is_nothing_to_undo_in_an_empty_store(store: Store) -> None:
    with pytest.raises(NothingToUndoError):
        store.undo("A")


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.sampled_from(["act", "undo", "redo"]), max_size=14))
def test_any_row_of_acts_undos_and_redos_ends_in_a_known_state(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    store = create_store(tmp_path_factory.mktemp("s") / "s.sqlite")
    done, undone = [store.state_hash()], []
    for number, step in enumerate(steps):
        if step == "act":
            add_coder(store, f"c{number}")
            done.append(store.state_hash())
            undone = []
        elif step == "undo" and len(done) > 1:
            store.undo("A")
            undone.append(done.pop())
        elif step == "redo" and undone:
            store.redo("A")
            done.append(undone.pop())
        assert store.state_hash() == done[-1]
    assert verify_store(store) == []
    store.close()


def test_reasons_are_kept_beside_the_chain(store: Store) -> None:
    with store.begin("A", "code", "op verzoek") as work:
        work.add(Coder("A", "A"))

    entry = store.log()[0]

    assert entry.why == "op verzoek"
    assert "verzoek" not in entry.event.facts


@pytest.mark.parametrize("verb", ["UPDATE event SET actor = 'B'", "DELETE FROM event"])
def test_i26_history_cannot_be_changed(store: Store, verb: str) -> None:
    add_coder(store, "A")

    with pytest.raises(DBAPIError), store.engine.begin() as link:
        link.exec_driver_sql(verb)

    assert store.log()[0].event.actor == "A"


def test_i26_a_change_behind_the_back_of_history_is_found(store: Store) -> None:
    add_coder(store, "A")
    with store.engine.connect().execution_options(writes=True) as link, link.begin():
        link.exec_driver_sql("UPDATE change SET after = '{}'")

    assert [finding.id for finding in verify_store(store)] == ["I26"]


def test_reading_during_an_act_sees_the_state_before_it(store: Store) -> None:
    add_coder(store, "A")

    with store.begin("B", "code") as work:
        work.add(Coder("B", "B"))
        seen = names(store)

    assert seen == ["A"]
    assert names(store) == ["A", "B"]


def test_a_value_that_points_nowhere_is_refused(store: Store) -> None:
    with pytest.raises(StoreFailedError), store.begin("A", "consent") as work:
        work.add(Consent("1", "niemand", "coding", "given"))

    assert store.log() == []


def test_a_store_opens_again_with_its_key_only(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    create_store(path, KEY).close()

    for wrong in (None, bytes(32)):
        with pytest.raises(WrongPassphraseError):
            open_store(path, wrong)
    assert open_store(path, KEY).log() == []


def test_an_encrypted_store_holds_no_readable_words(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    store = create_store(path, KEY)
    with store.begin("A", "import-participants") as work:
        work.add(Participant("1", "Samira-uit-Oeverstad"))
    store.close()

    raw = b"".join(p.read_bytes() for p in tmp_path.iterdir())

    assert b"Samira" not in raw


def test_a_plain_store_refuses_a_key(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    create_store(path).close()

    with pytest.raises(WrongPassphraseError):
        open_store(path, KEY)


def test_the_key_depends_on_passphrase_and_salt() -> None:
    assert derive_key("zin", bytes(16)) == derive_key("zin", bytes(16))
    assert derive_key("zin", bytes(16)) != derive_key("zin", bytes(range(16)))


def test_f14_a_newer_store_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    store = create_store(path)
    with store.engine.connect().execution_options(writes=True) as link, link.begin():
        link.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = path.read_bytes()

    with pytest.raises(NewerStudyError, match="9999"):
        open_store(path)

    assert path.read_bytes() == before


def test_f12_a_damaged_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    store = create_store(path)
    for number in range(300):
        add_coder(store, f"codeur-{number}")
    store.close()
    data = bytearray(path.read_bytes())
    data[8192:12288] = bytes(4096)
    path.write_bytes(data)

    with pytest.raises((DamagedStoreError, WrongPassphraseError, StoreFailedError)):
        open_store(path)


def test_f7_four_writers_lose_nothing(store: Store) -> None:
    def write(writer: int) -> None:
        for number in range(10):
            add_coder(store, f"{writer}-{number}")

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(names(store)) == 40
    assert verify_store(store) == []


def test_a_store_is_clean_after_use(store: Store) -> None:
    add_coder(store, "A")
    store.undo("A")

    assert verify_store(store) == []


def test_the_steps_make_exactly_the_tables_that_the_program_uses(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from vknz_research.store.tables import metadata

    with store.engine.connect() as link:
        assert compare_metadata(MigrationContext.configure(link), metadata) == []
