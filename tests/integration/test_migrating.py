"""A study of an older version is brought up to date and loses nothing of its history."""

from pathlib import Path

import pytest

from vknz_research.coding.codebook import change_code
from vknz_research.errors import UndoConflictError
from vknz_research.model.codes import Code
from vknz_research.store import Store, create_store, migrate, open_store
from vknz_research.store.events import Change
from vknz_research.store.tables import write_json
from vknz_research.store.verify import verify_store

OLD = {
    "id": "1",
    "path": "x/aap",
    "letters": "",
    "colour": "#6b7178",
    "stroke": "solid",
    "form": "filled",
    "shortcut": None,
    "position": 0,
    "revision": 3,
    "texts": {"nl": {"definition": "een dier"}},
}


@pytest.fixture(params=["plain", "encrypted", "postgres"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store of the first version, in which a code was added, opened by this one."""
    key = bytes(range(32)) if request.param == "encrypted" else None
    where: str | Path = tmp_path / "oud.sqlite"
    if request.param == "postgres":
        where = request.getfixturevalue("postgres_url")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "HEAD", "0001")
        store = create_store(where, key)
    with store.begin("LvH", "add-code") as work:
        row = {**OLD, "texts": write_json(OLD["texts"])}
        columns, values = ", ".join(row), ", ".join(_quote(v) for v in row.values())
        work.connection.exec_driver_sql(
            f"INSERT INTO code ({columns}) VALUES ({values})"
        )
        work.changes.append(Change("code", "1", None, write_json(OLD)))
        work.facts = {"code": "1"}
    store.close()
    return open_store(where, key)


def _quote(value: object) -> str:
    return "NULL" if value is None else f"'{value}'"


def codes(store: Store) -> list[Code]:
    with store.read() as reader:
        return reader.all(Code)


def test_an_old_store_is_brought_up_to_date(old: Store) -> None:
    assert migrate.read_version(old.engine) == "0006"
    assert [(c.path, c.revision, c.defined) for c in codes(old)] == [("x/aap", 3, 1)]
    assert verify_store(old) == []


def test_an_act_of_before_can_still_be_taken_back_and_done_again(old: Store) -> None:
    before = old.state_hash()

    old.undo("LvH")
    assert codes(old) == []
    old.redo("LvH")

    assert old.state_hash() == before


def test_an_act_of_before_is_not_taken_back_over_a_new_definition(old: Store) -> None:
    change_code(old, "TK", "1", 3, {"definition": "een mens"}, "nl")

    with pytest.raises(UndoConflictError):
        old.undo("LvH", of="LvH")
    assert [c.defined for c in codes(old)] == [4]
    old.undo("TK", of="TK")
    old.undo("LvH", of="LvH")
    assert codes(old) == []
