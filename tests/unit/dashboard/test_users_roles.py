import json
from pathlib import Path

import pytest

from vknz_research.dashboard.pages import (
    LINES,
    PAGES,
    ROLE_WORDS,
    find_home,
    find_page,
    list_pages,
)
from vknz_research.dashboard.users import FILE, Users, Visitor
from vknz_research.errors import NoParticipantError, UnknownValueError
from vknz_research.model.roles import MAY, OF_A_PARTICIPANT, ROLES, may

GOOD = "vijf woorden zijn beter dan een"


def test_i12_without_a_role_one_is_a_researcher(tmp_path: Path) -> None:
    Users(tmp_path).add("LvH", GOOD)

    assert Users(tmp_path).find("LvH") == Visitor("LvH", "researcher")


def test_i12_a_file_of_before_roles_is_still_read(tmp_path: Path) -> None:
    users = Users(tmp_path)
    users.add("LvH", GOOD)
    kept = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    old = {name: line["hash"] for name, line in kept.items()}
    (tmp_path / FILE).write_text(json.dumps(old), encoding="utf-8")

    assert users.find("LvH") == Visitor("LvH", "researcher")
    assert users.is_right("LvH", GOOD)
    users.add("IK", GOOD, "evaluator")
    assert [one.role for one in users.visitors] == ["evaluator", "researcher"]
    assert users.is_right("LvH", GOOD)


@pytest.mark.parametrize("line", [{"hash": "x"}, {"hash": "x", "role": "baas"}])
def test_i12_a_line_without_a_role_we_know_lets_nobody_in(
    tmp_path: Path, line: dict[str, str]
) -> None:
    (tmp_path / FILE).write_text(json.dumps({"LvH": line}), encoding="utf-8")
    users = Users(tmp_path)

    assert users.find("LvH") is None
    assert users.mark("LvH") is None
    assert not users.is_right("LvH", GOOD)


def test_i12_a_klantmanager_is_somebody_in_the_study(tmp_path: Path) -> None:
    with pytest.raises(NoParticipantError):
        Users(tmp_path).add("kim", GOOD, "klantmanager")

    Users(tmp_path).add("kim", GOOD, "klantmanager", "p7")

    assert Users(tmp_path).find("kim") == Visitor("kim", "klantmanager", "p7")


def test_i12_a_role_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownValueError):
        Users(tmp_path).add("kim", GOOD, "directeur")

    assert not (tmp_path / FILE).exists()


def test_i12_what_ends_a_visit_changes_with_role_and_participant(
    tmp_path: Path,
) -> None:
    users = Users(tmp_path)
    marks = set()
    for role, person in (
        ("researcher", None),
        ("evaluator", None),
        ("klantmanager", "p7"),
        ("klantmanager", "p8"),
    ):
        users.add("kim", GOOD, role, person)
        marks.add((users.mark("kim") or "").split("\n", 1)[1])

    assert len(marks) == 4


def test_i12_only_researchers_reach_consent_feedback_and_coding() -> None:
    for page in ("coding", "consent", "feedback", "pseudonyms"):
        assert [role for role in ROLES if may(role, page)] == ["researcher"]
    assert [role for role in ROLES if may(role, "own_feedback")] == ["klantmanager"]
    assert not may("", "coding")
    assert not may("directeur", "coding")


def test_i11_a_student_has_no_page() -> None:
    assert MAY["student"] == ()
    assert find_home("student") is None
    assert list_pages("student") == []


def test_i12_every_line_of_a_page_is_of_that_page() -> None:
    for page in PAGES:
        assert find_page(page.path) is page
        assert find_page(f"{page.path.rstrip('/')}/") is page
        for line in LINES:
            assert find_page(page.path.rstrip("/") + line) is page
    assert find_page("/static/js/bokeh.min.js") is None


def test_i12_every_role_has_words_and_arrives_at_a_page_of_its_own() -> None:
    assert set(ROLE_WORDS) == set(ROLES) > OF_A_PARTICIPANT
    for role in set(ROLES) - {"student"}:
        home = find_page(find_home(role) or "")
        assert home is not None
        assert may(role, home.name)
