import asyncio
from collections.abc import Mapping

import pytest
from tornado.web import create_signed_value

from vknz_research.dashboard.login import (
    COOKIE,
    PAUSE_S,
    TRIES,
    LinkDoor,
    PasswordDoor,
    find_user,
    make_cookie,
    read_cookie,
    render_page,
)
from vknz_research.dashboard.users import Visitor
from vknz_research.errors import StudentLoginError

SECRET = "geheim van deze keer"


class FakeUsers:
    """Two people whose password is their name, written twice."""

    def __init__(self) -> None:
        self.marks = {"LvH": "eerste", "IK": "tweede"}
        self.roles: dict[str, str] = {}

    def mark(self, name: str) -> str | None:
        return self.marks.get(name)

    def find(self, name: str) -> Visitor | None:
        if name not in self.marks:
            return None
        return Visitor(name, self.roles.get(name, "researcher"))

    def is_right(self, name: str, password: str) -> bool:
        return name in self.marks and password == name * 2


class Clock:
    """A clock that only moves when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def make_door(*only: str) -> tuple[PasswordDoor, FakeUsers, Clock]:
    users, clock = FakeUsers(), Clock()
    return PasswordDoor(users, only, clock), users, clock  # type: ignore[arg-type]


def admit(door: PasswordDoor | LinkDoor, **given: str) -> str | None:
    async def ask(what: Mapping[str, str]) -> str | None:
        return await door.admit(what)

    return asyncio.run(ask(given))


def test_a_right_password_lets_in_and_a_wrong_one_does_not() -> None:
    door, _, _ = make_door()

    assert admit(door, name="LvH", password="LvHLvH") == "LvH"
    assert admit(door, name="LvH", password="x") is None
    assert admit(door, name="XX", password="XXXX") is None
    assert admit(door) is None


def test_a_student_is_told_that_a_release_is_for_them_after_the_right_password() -> (
    None
):
    door, users, _ = make_door()
    users.roles["IK"] = "student"

    assert admit(door, name="IK", password="x") is None
    with pytest.raises(StudentLoginError, match="vrijgave"):
        admit(door, name="IK", password="IKIK")
    assert door.mark("IK") is None


def test_only_those_who_are_named_may_come_in() -> None:
    door, _, _ = make_door("IK")

    assert admit(door, name="LvH", password="LvHLvH") is None
    assert door.mark("LvH") is None
    assert admit(door, name="IK", password="IKIK") == "IK"


def test_after_some_wrong_passwords_even_the_right_one_waits_a_while() -> None:
    door, _, clock = make_door()
    for _ in range(TRIES):
        assert admit(door, name="LvH", password="x") is None

    assert admit(door, name="LvH", password="LvHLvH") is None
    assert admit(door, name="IK", password="IKIK") == "IK"
    clock.now = PAUSE_S + 1
    assert admit(door, name="LvH", password="LvHLvH") == "LvH"


def test_a_cookie_stands_for_who_came_in_until_the_password_changes() -> None:
    door, users, _ = make_door()
    cookie = make_cookie("LvH", "eerste").encode()
    assert read_cookie(door, cookie) == "LvH"

    users.marks["LvH"] = "derde"
    assert read_cookie(door, cookie) is None

    del users.marks["LvH"]
    assert read_cookie(door, cookie) is None


def test_a_cookie_of_another_name_or_another_run_is_nobody() -> None:
    door, _, _ = make_door()
    made = make_cookie("LvH", "eerste")

    assert read_cookie(door, made.replace("LvH", "IK").encode()) is None
    assert read_cookie(door, None) is None
    right = create_signed_value(SECRET, COOKIE, made).decode()
    wrong = create_signed_value("ander", COOKIE, made).decode()
    assert find_user(door, SECRET, {COOKIE: right}) == "LvH"
    assert find_user(door, SECRET, {COOKIE: wrong}) is None
    assert find_user(door, SECRET, {}) is None


@pytest.mark.parametrize("token", ["", "x", "é", "geheimx"])
def test_only_the_whole_link_lets_in(token: str) -> None:
    door = LinkDoor("LvH", "geheim")

    assert admit(door, token=token) is None
    assert admit(door, token="geheim") == "LvH"


def test_the_form_shows_hostile_words_as_words_and_asks_nothing_of_others() -> None:
    nasty = "<script>alert(1)</script>"

    html = render_page(
        "login.html", title=nasty, door=make_door()[0], form="", message=nasty
    )

    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3
    assert "http" not in html
