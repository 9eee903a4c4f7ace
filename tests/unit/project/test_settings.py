from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vknz_research.errors import NoStudyError
from vknz_research.project.settings import FILE, Settings, read_settings, write_settings

PRINTABLE = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=PRINTABLE, salt=st.none() | st.binary(min_size=16, max_size=16))
def test_settings_are_read_as_they_were_written(
    tmp_path: Path, title: str, salt: bytes | None
) -> None:
    made = Settings(title, salt=salt)

    write_settings(tmp_path, made)

    assert read_settings(tmp_path) == made


@pytest.mark.parametrize(
    "title", ['"; store = "/etc/x', "a\nstore = 'x'", "\\", "x\x7f"]
)
def test_a_title_cannot_become_a_setting(tmp_path: Path, title: str) -> None:
    write_settings(tmp_path, Settings(title))

    assert read_settings(tmp_path).store == "study.sqlite"


def test_a_url_is_a_server_and_a_file_is_not() -> None:
    assert Settings("t", "postgresql+psycopg://x/y").is_server
    assert not Settings("t").is_server


@pytest.mark.parametrize("text", [None, "title = ", "\x00"])
def test_a_folder_without_readable_settings_is_no_study(
    tmp_path: Path, text: str | None
) -> None:
    if text is not None:
        (tmp_path / FILE).write_text(text)

    with pytest.raises(NoStudyError):
        read_settings(tmp_path)


@pytest.mark.parametrize(
    "text",
    ['[encryption]\nsalt = "geen hex"', "[encryption]\nsalt = 5", "encryption = 1"],
)
def test_settings_that_were_spoilt_by_hand_are_no_study(
    tmp_path: Path, text: str
) -> None:
    (tmp_path / FILE).write_text(text)

    with pytest.raises(NoStudyError):
        read_settings(tmp_path)


def test_what_is_not_set_has_a_default(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("")

    assert read_settings(tmp_path) == Settings(tmp_path.name)
