import stat
from pathlib import Path

import pytest

from vknz_research.dashboard.serve import Guests, Place, choose_guests
from vknz_research.dashboard.users import FILE, Users
from vknz_research.errors import (
    NoLoginError,
    OpenAddressError,
    UnknownUserError,
    UserNameError,
    WeakPasswordError,
)

GOOD = "vijf woorden zijn beter dan een"
NEAR = Place(5006)
FAR = Place(5006, "0.0.0.0")
SAFE = Place(5006, "0.0.0.0", Path("c.pem"), Path("k.pem"))


@pytest.fixture
def users(tmp_path: Path) -> Users:
    """A study's folder in which one person may log in."""
    made = Users(tmp_path)
    made.add("LvH", GOOD)
    return made


def test_without_users_it_is_for_one_person_by_a_link(tmp_path: Path) -> None:
    assert choose_guests(tmp_path, ["LvH"], NEAR) == Guests(("LvH",), by_link=True)


@pytest.mark.parametrize("wanted", [[], ["LvH", "IK"]])
def test_without_users_it_is_for_nobody_and_not_for_more(
    tmp_path: Path, wanted: list[str]
) -> None:
    with pytest.raises(NoLoginError):
        choose_guests(tmp_path, wanted, NEAR)


@pytest.mark.parametrize("place", [FAR, SAFE])
def test_without_users_other_machines_do_not_reach_it(
    tmp_path: Path, place: Place
) -> None:
    with pytest.raises(OpenAddressError):
        choose_guests(tmp_path, ["LvH"], place)


def test_other_machines_reach_it_with_users_and_never_in_the_clear(
    users: Users, tmp_path: Path
) -> None:
    with pytest.raises(OpenAddressError):
        choose_guests(tmp_path, [], FAR)

    assert choose_guests(tmp_path, [], SAFE) == Guests((), by_link=False)


def test_with_users_everybody_logs_in_also_who_is_named(
    users: Users, tmp_path: Path
) -> None:
    assert choose_guests(tmp_path, ["LvH"], NEAR) == Guests(("LvH",), by_link=False)
    with pytest.raises(UnknownUserError):
        choose_guests(tmp_path, ["IK"], NEAR)


@pytest.mark.parametrize(
    ("address", "is_near"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.168.1.4", False),
        ("werkbank.example", False),
    ],
)
def test_which_addresses_are_of_this_machine(address: str, is_near: bool) -> None:
    assert Place(5006, address).is_near is is_near


def test_a_password_is_kept_as_a_hash_in_a_file_for_this_account(users: Users) -> None:
    kept = users.path.read_text(encoding="utf-8")

    assert GOOD not in kept
    assert "$argon2id$" in kept
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600
    assert users.is_right("LvH", GOOD)
    assert not users.is_right("LvH", GOOD + "x")
    assert not users.is_right("IK", GOOD)


def test_another_password_takes_the_place_of_the_first(users: Users) -> None:
    before = users.mark("LvH")

    users.add("LvH", GOOD + "!")

    assert not users.is_right("LvH", GOOD)
    assert users.is_right("LvH", GOOD + "!")
    assert users.mark("LvH") != before


def test_who_is_removed_may_not_come_in(users: Users) -> None:
    users.remove("LvH")

    assert users.names == []
    assert not users.is_right("LvH", GOOD)
    with pytest.raises(UnknownUserError):
        users.remove("LvH")


@pytest.mark.parametrize("name", ["", " ", " LvH", "LvH ", "a\nb", "x" * 61])
def test_a_name_that_cannot_be_typed_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserNameError):
        Users(tmp_path).add(name, GOOD)

    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("password", ["", "kort", "x" * 1025])
def test_a_password_that_is_too_short_is_refused(tmp_path: Path, password: str) -> None:
    with pytest.raises(WeakPasswordError):
        Users(tmp_path).add("LvH", password)

    assert not (tmp_path / FILE).exists()
