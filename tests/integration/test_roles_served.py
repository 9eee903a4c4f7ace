"""Roles over HTTP and web sockets, on a dashboard that runs."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from served import Guest, find_token
from serving import PASSWORD, run_dashboard

from vknz_research.dashboard.pages import LINES, PAGES, find_home
from vknz_research.dashboard.users import Users
from vknz_research.model.roles import MAY, ROLES, may
from vknz_research.project import open_study

LogIn = Callable[[str], Guest]


@pytest.fixture(scope="module")
def folder(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study in which each role logs in under its own name."""
    made = tmp_path_factory.mktemp("rollen") / "studie"
    shutil.copytree(demo, made)
    with open_study(made) as study:
        person = next(p for p in study.participants if p.role == "klantmanager")
    for role in ROLES:
        Users(made).add(role, PASSWORD, role, person.id)
    for audience in ("internal", "public"):
        write_report(made / "reports", audience)
    (made / "agendas").mkdir()
    (made / "agendas" / "traject-1.pdf").write_bytes(b"%PDF-1.7 agenda")
    (made / "agendas" / "traject-1.txt").write_text("geen agenda", encoding="utf-8")
    return made


def write_report(folder: Path, audience: str) -> None:
    """Write a report as `vknz report` leaves it: the file, and its provenance."""
    data = f"<title>{audience}</title>".encode()
    (folder / f"{audience}.html").write_bytes(data)
    facts = {
        "report": "procesevaluatie",
        "parameters": {"audience": audience, "language": "nl"},
        "snapshot": {"name": "v1"},
        "files": {f"{audience}.html": hashlib.sha256(data).hexdigest()},
    }
    (folder / f"{audience}.json").write_text(json.dumps(facts), encoding="utf-8")


@pytest.fixture(scope="module")
def root(folder: Path) -> Iterator[str]:
    """That study, served."""
    with run_dashboard(folder) as address:
        yield address


@pytest.fixture(scope="module")
def log_in(root: str) -> LogIn:
    """Let somebody in, once for each name."""
    known: dict[str, Guest] = {}

    def enter(name: str) -> Guest:
        if name not in known:
            known[name] = Guest(root)
            known[name].log_in(name)
        return known[name]

    return enter


WHO_MAY_LOG_IN = [role for role in ROLES if find_home(role)]
each_role = pytest.mark.parametrize("role", WHO_MAY_LOG_IN)


@each_role
def test_i12_a_role_opens_its_pages_and_no_others(role: str, log_in: LogIn) -> None:
    guest = log_in(role)

    for page in PAGES:
        status, told = guest.ask(page.path)
        if may(role, page.name):
            assert status == 200, page
            links = re.findall(r'<a href="(/[^"]*)"[^>]*>', told)
            wanted = [p.path for p in PAGES if may(role, p.name) and p.in_bar]
            assert links == [*wanted, "/logout"]
        elif page.path == "/":
            assert (status, told) == (302, find_home(role))
        else:
            assert status == 403, page


@each_role
def test_i12_a_line_to_another_page_is_refused_before_it_is_open(
    role: str, log_in: LogIn
) -> None:
    guest = log_in(role)
    home = find_home(role)
    assert home is not None
    token = find_token(guest.ask(home)[1])

    for page in PAGES:
        start = page.path.rstrip("/")
        opened = guest.open_line(f"{start}/ws", token)
        assert opened == (101 if may(role, page.name) else 403), page
        for line in LINES[1:]:
            status, _ = guest.ask(start + line)
            assert (status == 403) is not may(role, page.name), line


def test_i12_without_a_login_no_line_opens(root: str) -> None:
    for page in PAGES:
        assert Guest(root).open_line(page.path.rstrip("/") + "/ws") == 403


def test_i11_a_student_is_refused_with_the_reason(root: str) -> None:
    guest = Guest(root)

    status, told = guest.log_in("student")

    assert status == 403
    assert "vrijgave" in told
    assert guest.ask("/rapporten")[0] == 302


def test_i12_a_leidinggevende_reads_public_reports_and_no_others(
    log_in: LogIn,
) -> None:
    assert log_in("leidinggevende").ask("/rapport/public.html")[0] == 200
    assert log_in("leidinggevende").ask("/rapport/internal.html")[0] == 404
    assert log_in("evaluator").ask("/rapport/internal.html")[0] == 200
    assert log_in("klantmanager").ask("/rapport/public.html")[0] == 403


@pytest.mark.parametrize(
    "name", ["../study.toml", "..%2fusers.json", "public.json", "%2e%2e/study.sqlite"]
)
def test_i12_no_other_file_is_read_through_the_reports(
    name: str, log_in: LogIn
) -> None:
    assert log_in("evaluator").ask(f"/rapport/{name}")[0] == 404


def test_i30_a_report_is_shown_apart_from_the_workbench(log_in: LogIn) -> None:
    policy = log_in("evaluator").ask_header(
        "/rapport/public.html", "Content-Security-Policy"
    )

    assert policy.startswith("sandbox")
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy


def test_i12_a_report_that_was_changed_since_is_not_shown(
    folder: Path, log_in: LogIn
) -> None:
    write_report(folder / "reports", "public")
    path = folder / "reports" / "public.html"
    path.write_text("<title>anders</title>", encoding="utf-8")

    assert log_in("evaluator").ask("/rapport/public.html")[0] == 404
    write_report(folder / "reports", "public")


def test_i12_another_role_ends_what_was_open(folder: Path, root: str) -> None:
    Users(folder).add("Wisselt", PASSWORD)
    guest = Guest(root)
    assert guest.log_in("Wisselt") == (302, "/")

    Users(folder).add("Wisselt", PASSWORD, "evaluator")

    assert guest.ask("/")[0] == 302
    assert guest.open_line("/ws") == 403
    assert guest.log_in("Wisselt") == (302, "/overzicht")


def test_i12_every_page_stands_with_the_roles_and_back() -> None:
    assert {page.name for page in PAGES} == {
        name for row in MAY.values() for name in row
    }


def test_i12_an_agenda_is_read_by_researchers_only(log_in: LogIn) -> None:
    assert log_in("researcher").ask("/agenda/traject-1.pdf")[0] == 200
    for role in ROLES:
        if role != "researcher" and MAY[role]:
            assert log_in(role).ask("/agenda/traject-1.pdf")[0] == 403


@pytest.mark.parametrize(
    "name", ["traject-2.pdf", "traject-1.txt", "..%2Fstudy.toml", "../study.toml"]
)
def test_nothing_but_agendas_is_read_there(log_in: LogIn, name: str) -> None:
    assert log_in("researcher").ask(f"/agenda/{name}")[0] in {302, 404}
