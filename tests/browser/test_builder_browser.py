"""The page Rapport maken in a browser: choose, order, edit, look; and the form."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from driving import copy_study
from logging_in import find_root
from playwright.sync_api import Page, expect

from vknz_research.project import open_study
from vknz_research.project.reporting import make_report
from vknz_research.report.parameterfile import read_parameters

SECTION = "4r/reflectie"
Serve = Callable[..., str]


@pytest.fixture
def folder(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VKNZ_VAULTS", str(tmp_path / "kluizen"))
    return copy_study(demo, tmp_path / "studie")


@pytest.fixture
def builder(folder: Path, page: Page, serve: Serve) -> Page:
    address = serve(folder, "--user", "NvD")
    page.goto(address)
    page.goto(f"{find_root(address)}/rapporten")
    page.get_by_role("link", name="Rapport maken").click()
    expect(page.get_by_role("heading", name="Rapport maken")).to_be_visible()
    page.locator(f'.rij[data-id="{SECTION}"]').click()
    expect(page.locator(".naam")).to_have_text("Reflectie")
    return page


def wait_kept(page: Page) -> None:
    expect(page.locator(".bewaard")).to_contain_text("Bewaard in reports/rapport.yml")


def test_sections_are_moved_and_left_out_by_keyboard(
    builder: Page, folder: Path
) -> None:
    row = builder.locator(f'.rij[data-id="{SECTION}"]')
    expect(row).to_be_focused()

    builder.keyboard.press("Alt+ArrowUp")
    expect(row).to_be_focused()
    builder.keyboard.press("ArrowDown")
    expect(builder.locator('.rij[data-id="4r/richting"]')).to_be_focused()
    builder.keyboard.press("Space")
    wait_kept(builder)

    sections = list(read_parameters(folder / "reports" / "rapport.yml").sections)
    assert "4r/richting" not in sections
    assert sections.index(SECTION) < sections.index("4r/responsiviteit")


def test_an_edit_is_marked_kept_and_still_there_after_loading_again(
    builder: Page, folder: Path
) -> None:
    builder.get_by_role("button", name="Bewerken: C74").click()
    typed = builder.get_by_role("textbox", name="Zo komt het in het rapport")
    words = typed.input_value().split()
    typed.fill(" ".join(["Iets", *words[1:]]))
    expect(builder.locator(".bewerken .red").first).to_have_text("[Iets]")
    builder.get_by_role("button", name="Overnemen").click()
    wait_kept(builder)

    picks = dict(read_parameters(folder / "reports" / "rapport.yml").quotations)[
        SECTION
    ]
    assert next(pick.edited for pick in picks if pick.key == "C74") is not None
    builder.reload()
    builder.locator(f'.rij[data-id="{SECTION}"]').click()
    expect(builder.locator('.citaat[data-key="C74"] .red').first).to_have_text("[Iets]")
    frame = builder.frame_locator(".proefblad")
    expect(frame.locator("#c-C74 .red").first).to_have_text("[Iets]")
    expect(frame.locator(".plot .main-svg").first).to_be_visible()


def test_a_passage_that_is_chosen_is_a_quotation_of_the_study(
    builder: Page, folder: Path
) -> None:
    before = builder.locator(".midden .citaten").first.locator("li").count()
    builder.get_by_role("button", name="Zoeken", exact=True).click()
    builder.get_by_role("button", name="Kiezen:").last.click()
    wait_kept(builder)

    shown = builder.locator(".midden .citaten").first.locator("li")
    expect(shown).to_have_count(before + 1)
    with open_study(folder) as study:
        excerpts = study.freeze("v9").excerpts
    picks = dict(read_parameters(folder / "reports" / "rapport.yml").quotations)[
        SECTION
    ]
    assert picks[-1].key in set(excerpts["key"])


def test_the_form_of_the_project_group_is_kept_and_brought_in(
    builder: Page, open_page: Callable[..., Page], demo_snapshot: Path, tmp_path: Path
) -> None:
    pairs = ["audience=membercheck", f"sections={SECTION}"]
    made = make_report(
        demo_snapshot, "procesevaluatie", pairs, ["html"], tmp_path / "uit"
    )
    form = open_page()
    form.goto(made[0].as_uri())
    box = form.locator(f'fieldset[data-section="{SECTION}"]')
    box.get_by_label("Dit herken ik deels").check()
    box.get_by_role("textbox").fill("Vooral in het begin.")
    form.get_by_role("button", name="Reacties bewaren").click()
    expect(form.get_by_role("status")).to_have_text(
        "Vul eerst in vanuit welke rol je reageert."
    )
    form.reload()
    expect(box.get_by_role("textbox")).to_have_value("Vooral in het begin.")
    form.get_by_label("Vanuit welke rol").fill("teamleider")
    with form.expect_download() as download:
        form.get_by_role("button", name="Reacties bewaren").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    assert json.loads(path.read_text("utf-8"))["who"]["role"] == "teamleider"

    builder.locator("input[type=file]").set_input_files(path)
    expect(builder.get_by_text("1 nieuwe reacties ingelezen")).to_be_visible()
    expect(builder.locator(".reactie .lees")).to_contain_text("Vooral in het begin.")


def test_the_report_is_made_and_stands_among_the_reports(
    builder: Page, folder: Path
) -> None:
    builder.get_by_role("button", name="Rapport maken").click()
    for kind in ("DOCX", "PDF"):
        builder.get_by_label(kind).uncheck()
    builder.get_by_role("dialog").get_by_role("button", name="Rapport maken").click()

    link = builder.get_by_role("link", name="-rapport.html")
    expect(link).to_be_visible(timeout=120_000)
    assert list((folder / "reports").glob("*-nl-rapport.html"))
