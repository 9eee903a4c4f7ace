"""In the real browser: a klantmanager's login sees only what was permitted."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from driving import copy_study
from logging_in import log_in
from playwright.sync_api import Page, expect
from serving import PASSWORD

from vknz_research.coding.feedback import Answer, Note
from vknz_research.dashboard.users import Users
from vknz_research.model.people import Consent
from vknz_research.model.sources import Source, Voice
from vknz_research.project import Study, open_study
from vknz_research.project.feedback import (
    add_feedback,
    pass_feedback,
    permit_feedback,
)
from vknz_research.project.records import record_consent

OWN, OTHER = "Aylin", "Bram"
WAITING = "Dit mag nog niet door."
PASSED = "Zij laat mij uitpraten."
OF_OTHER = "Hij belt terug."
REFUSED = "status of 403"


@pytest.fixture
def folder(demo: Path, tmp_path: Path) -> Path:
    """The demo study with feedback: passed on, permitted, and of somebody else."""
    made = copy_study(demo, tmp_path / "studie")
    with open_study(made) as study:
        people = {p.label: p.id for p in study.participants}
        klanten = list_klanten(study)
        for label in klanten:
            with study.store.begin("NvD", "consent") as work:
                said = Consent("", "", "feedback", "given", "2039-01-01")
                record_consent(work, label, said)
        for label, source in klanten.items():
            note(study, source, label, OWN, WAITING)
        klant, source = next(iter(klanten.items()))
        for recipient, words in ((OWN, PASSED), (OTHER, OF_OTHER)):
            item = note(study, source, klant, recipient, words)
            mode = "anonymous" if recipient == OWN else "named"
            permit_feedback(study, "NvD", item, Answer(mode, "2031-05-12", "NvD"))
            pass_feedback(study, "NvD", item)
    Users(made).add("aylin", PASSWORD, "klantmanager", people[OWN])
    Users(made).add("NvD", PASSWORD)
    Users(made).add("baas", PASSWORD, "leidinggevende")
    return made


def list_klanten(study: Study) -> dict[str, str]:
    """Return klanten whose own interview is open, each with that source."""
    with study.store.read() as reader:
        sources = {s.id: s.name for s in reader.all(Source)}
        people = {p.id: p.label for p in study.participants if p.role == "klant"}
        return {
            people[v.participant_id]: sources[v.source_id]
            for v in reader.all(Voice)
            if v.participant_id in people
        }


def note(study: Study, source: str, klant: str, to: str, words: str) -> str:
    return add_feedback(study, "NvD", Note(source, klant, to, words))


@pytest.fixture
def root(folder: Path, serve: Callable[..., str]) -> str:
    """That study, served."""
    return serve(folder)


def test_i09_a_klantmanagers_login_sees_only_what_was_permitted(
    root: str, folder: Path, page: Page
) -> None:
    log_in(page, root, "aylin")

    expect(page.get_by_role("heading", name="Mijn terugkoppeling")).to_be_visible()
    expect(page.locator("blockquote")).to_have_text([PASSED])
    expect(page.get_by_text("anoniem doorgegeven")).to_be_visible()
    expect(page.locator("nav a")).to_have_text(["Mijn terugkoppeling"])
    with open_study(folder) as study:
        labels = {p.label for p in study.participants if p.role == "klant"}
        names = {s.name for s in study.sources}
    shown = page.locator(".vk.desk").inner_text()
    for secret in (*labels, *names, WAITING, OF_OTHER, "2031"):
        assert secret not in shown, secret


def test_i12_no_other_page_opens_for_a_klantmanager(
    root: str, open_page: Any, page: Page
) -> None:
    open_page.expect(REFUSED)
    log_in(page, root, "aylin")
    page.goto(f"{root}/")
    assert page.url == f"{root}/mijn-terugkoppeling"

    for path in ("/overeenstemming", "/toestemming", "/terugkoppeling", "/rapporten"):
        answer = page.goto(root + path)
        assert answer is not None
        assert answer.status == 403
        expect(page.locator(".vk")).to_have_count(0)


def test_i09_what_is_taken_back_is_gone_at_the_next_look(
    root: str, folder: Path, open_page: Any
) -> None:
    reader, keeper = open_page(), open_page()
    log_in(reader, root, "aylin")
    expect(reader.locator("blockquote")).to_have_text([PASSED])
    log_in(keeper, root, "NvD")
    keeper.get_by_role("link", name="Terugkoppeling").click()
    post = keeper.locator(".post").filter(has_text=PASSED)
    post.get_by_role("button", name="Terugnemen").click()
    keeper.get_by_role("dialog").get_by_role("button", name="Terugnemen").click()
    expect(keeper.get_by_text("Teruggenomen.")).to_be_visible()

    reader.reload()

    expect(reader.get_by_text("Er is niets doorgegeven.")).to_be_visible()
    expect(reader.locator("blockquote")).to_have_count(0)


def test_i09_a_researcher_records_an_answer_and_passes_on_by_keyboard(
    root: str, page: Page
) -> None:
    log_in(page, root, "NvD")
    page.get_by_role("link", name="Terugkoppeling").click()
    post = page.locator(".post").first
    post.get_by_role("button", name="Antwoord vastleggen").focus()
    page.keyboard.press("Enter")
    page.get_by_label("mag door, anoniem").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    expect(post.get_by_text("mag anoniem")).to_be_visible()
    post.get_by_role("button", name="Doorgeven").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")

    expect(post.get_by_text("doorgegeven, anoniem")).to_be_visible()


def test_i12_a_leidinggevende_sees_reports_and_no_way_to_a_klantmanager(
    root: str, open_page: Any, page: Page
) -> None:
    open_page.expect(REFUSED)
    log_in(page, root, "baas")
    expect(page.get_by_role("heading", name="Rapporten")).to_be_visible()
    expect(page.locator("nav a")).to_have_text(["Rapporten"])
    expect(
        page.get_by_text("Nog geen rapporten voor een breder publiek.")
    ).to_be_visible()
    for path in ("/mijn-terugkoppeling", "/rapporten", "/terugkoppeling"):
        answer = page.goto(root + path)
        assert answer is not None
        assert answer.status == 403
