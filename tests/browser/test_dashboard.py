"""The workbench served: who comes in, what they do there, and what stays shut."""

import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from driving import ROOT, copy_study
from logging_in import find_root, log_in
from playwright.sync_api import Page, expect
from serving import PASSWORD

from vknz_research.dashboard.users import Users
from vknz_research.errors import UnknownThingError
from vknz_research.project import open_study

REFUSED = "status of 403"  # a browser tells of each answer that is a refusal
OTHER = "en zes woorden nog beter"


Serve = Callable[..., str]


@pytest.fixture
def folder(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo study."""
    return copy_study(demo, tmp_path / "studie")


def await_workbench(page: Page) -> None:
    page.locator(".vk.wb[data-ready=true]").wait_for()


def code_first_turn(page: Page) -> None:
    """Choose a whole turn and give it the first code, by keys."""
    page.locator(".vk.wb li").filter(has_text="Goed, welkom").click()
    page.keyboard.press("b")
    page.keyboard.press("1")
    expect(page.locator("mark:not(.wacht)").first).to_be_visible()


def list_codings(folder: Path, coder: str) -> list[Any]:
    """List somebody's codings; who did nothing is no coder yet."""
    with open_study(folder) as study, suppress(UnknownThingError):
        return study.codings(coder)
    return []


def ask(address: str, **options: Any) -> int:
    """Return the status of a request without a cookie, redirects followed."""
    request = urllib.request.Request(address, **options)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_who_has_the_link_codes_under_that_name(
    serve: Serve, folder: Path, page: Page
) -> None:
    address = serve(folder, "--user", "LvH")
    page.goto(address)
    await_workbench(page)

    code_first_turn(page)

    assert len(list_codings(folder, "LvH")) == 1
    assert "token" not in page.url


def test_without_the_link_nothing_is_shown(
    serve: Serve, folder: Path, open_page: Any, page: Page
) -> None:
    open_page.expect(REFUSED)
    address = serve(folder, "--user", "LvH")

    page.goto(find_root(address))
    assert page.url.split("?")[0] == f"{find_root(address)}/login"
    expect(page.get_by_text("in de terminal liet zien")).to_be_visible()
    page.goto(f"{find_root(address)}/login?token=geraden")

    expect(page.locator(".vk")).to_have_count(0)


def test_with_users_one_logs_in_and_codes_under_that_name(
    serve: Serve, folder: Path, open_page: Any, page: Page
) -> None:
    open_page.expect(REFUSED)
    Users(folder).add("Nieuw", PASSWORD)
    address = serve(folder)
    assert "token" not in address

    log_in(page, address, "Nieuw", "verkeerd wachtwoord")
    expect(page.get_by_role("alert")).to_contain_text("horen niet bij elkaar")
    log_in(page, address, "Nieuw", PASSWORD)
    await_workbench(page)
    code_first_turn(page)

    assert len(list_codings(folder, "Nieuw")) == 1


def test_another_password_ends_what_was_open(
    serve: Serve, folder: Path, page: Page
) -> None:
    Users(folder).add("Nieuw", PASSWORD)
    address = serve(folder)
    log_in(page, address, "Nieuw", PASSWORD)
    await_workbench(page)

    Users(folder).add("Nieuw", OTHER)
    page.reload()

    expect(page.get_by_role("button", name="Inloggen")).to_be_visible()


def test_logging_out_ends_it(serve: Serve, folder: Path, page: Page) -> None:
    address = serve(folder, "--user", "LvH")
    page.goto(address)
    await_workbench(page)

    page.get_by_role("link", name="Uitloggen").click()
    page.goto(find_root(address))

    expect(page.locator(".vk")).to_have_count(0)


def test_two_people_see_of_each_other_that_something_changed_and_no_more(
    serve: Serve, folder: Path, open_page: Any
) -> None:
    for name in ("Anna", "Bea"):
        Users(folder).add(name, PASSWORD)
    address = serve(folder)
    pages = {name: open_page() for name in ("Anna", "Bea")}
    for name, page in pages.items():
        log_in(page, address, name, PASSWORD)
        await_workbench(page)

    code_first_turn(pages["Anna"])

    expect(pages["Bea"].locator(".vk .status")).to_contain_text("Anna")
    expect(pages["Bea"].locator("mark")).to_have_count(0)
    assert len(list_codings(folder, "Anna")) == 1
    assert list_codings(folder, "Bea") == []


def test_a_form_of_another_site_does_not_log_in(serve: Serve, folder: Path) -> None:
    Users(folder).add("Nieuw", PASSWORD)
    address = serve(folder)

    body = f"name=Nieuw&password={PASSWORD.replace(' ', '+')}".encode()

    assert ask(f"{find_root(address)}/login", data=body) == 403


def test_a_page_of_another_site_does_not_get_a_line(serve: Serve, folder: Path) -> None:
    address = serve(folder, "--user", "LvH")
    headers = {
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version": "13",
        "Origin": "http://elders.example",
    }

    assert ask(f"{find_root(address)}/ws", headers=headers) == 403


def test_without_a_user_or_a_login_it_does_not_start(folder: Path) -> None:
    for words in ([], ["--user", "A", "--user", "B"], ["--address", "0.0.0.0"]):
        command = [sys.executable, "-m", "vknz_research.cli", "serve", str(folder)]
        ended = subprocess.run(
            [*command, *words],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=60,
            check=False,
        )

        assert ended.returncode == 1
        assert "vknz users" in ended.stderr
        assert ended.stdout == ""


def test_users_are_added_and_listed_and_nobody_sees_the_password(
    folder: Path,
) -> None:
    command = [sys.executable, "-m", "vknz_research.cli", "users", str(folder)]
    added = subprocess.run(
        [*command, "add", "Nieuw"],
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )

    assert added.stdout.split() == ["naam", "rol", "Nieuw", "researcher"]
    assert PASSWORD not in added.stdout + added.stderr
    assert Users(folder).is_right("Nieuw", PASSWORD)


def test_a_backup_holds_nobodys_password(folder: Path, tmp_path: Path) -> None:
    Users(folder).add("Nieuw", PASSWORD)
    out = tmp_path / "kopie"
    command = [sys.executable, "-m", "vknz_research.cli", "backup", str(folder)]

    subprocess.run([*command, str(out)], check=True, cwd=ROOT, timeout=60)

    assert not list(out.rglob("users.json"))
    shutil.rmtree(out)


def test_keys_work_as_soon_as_the_page_is_there(
    serve: Serve, folder: Path, page: Page
) -> None:
    page.goto(serve(folder, "--user", "NvD"))
    await_workbench(page)

    page.keyboard.press("Shift+C")

    expect(page.get_by_role("heading", name="Vergelijken")).to_be_visible()
