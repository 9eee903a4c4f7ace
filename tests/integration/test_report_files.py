"""The report as files: what stands in them, and that nothing else does."""

import dataclasses
import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "report"))

from report_sample import META, as_notebook, draw_squares, make_blocks

from vknz_research.errors import NotebookError
from vknz_research.report import stills as stills_module
from vknz_research.report.blocks import (
    Block,
    Column,
    Figure,
    Heading,
    Notice,
    Quotation,
    Table,
)
from vknz_research.report.docx import write_docx
from vknz_research.report.html import write_html
from vknz_research.report.outline import list_figures
from vknz_research.report.pdf import write_pdf
from vknz_research.report.stills import draw_stills, find_browser, make_pngs

ENGLISH = dataclasses.replace(META, language="en", audience="public")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="590" height="260"><rect width="90" height="90" fill="#8a2a66"/></svg>'
STILLS = {figure.anchor: SVG for figure in list_figures(make_blocks())}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def html(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("html") / "rapport.html"
    blocks = make_blocks()
    write_html([as_notebook(blocks[:9]), as_notebook(blocks[9:])], META, path)
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Any:
    from lxml import html as parser

    return parser.document_fromstring(html.encode())


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from pypdf import PdfReader

    path = tmp_path_factory.mktemp("pdf") / "rapport.pdf"
    write_pdf(make_blocks(), META, STILLS, path)
    return PdfReader(path)


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from docx import Document

    path = tmp_path_factory.mktemp("docx") / "rapport.docx"
    write_docx(make_blocks(), META, STILLS, path)
    return Document(str(path))


# --- HTML ---------------------------------------------------------------------------


def test_html_asks_nothing_of_the_network(page: Any) -> None:
    links = [*page.xpath("//@src"), *page.xpath("//@href")]

    assert all(link.startswith("#") for link in links)
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[
        0
    ].startswith("default-src 'none'")
    assert not re.search(r"url\(|@import", page.xpath("string(//style)"))


def test_html_holds_no_script_but_its_own(page: Any) -> None:
    # What draws figures, what the page does, and the form for responses.
    assert len(page.xpath("//script")) == 3
    assert not [
        name for node in page.iter() for name in node.attrib if name.startswith("on")
    ]


def test_html_shows_blocks_and_no_code_or_printed_text(html: str) -> None:
    assert "RUIS" not in html
    assert "broncode hoort niet" not in html


def test_html_without_figures_carries_no_plotly(tmp_path: Path) -> None:
    path = tmp_path / "kort.html"

    write_html([as_notebook([Notice("Steunt op één gesprek.")])], META, path)

    assert path.stat().st_size < 40_000


def test_every_link_in_html_leads_somewhere(page: Any) -> None:
    ids = set(page.xpath("//@id"))

    assert {link[1:] for link in page.xpath("//@href")} <= ids
    assert len(page.xpath("//@id")) == len(ids)


def test_a_quotation_leads_to_its_row_and_back(page: Any) -> None:
    (link,) = page.xpath("//blockquote[@id='citaat-f2-1']//a")

    assert (link.get("href"), link.get("title"), link.text) == (
        "#plaats-f2-1",
        "14:09",
        "F2/KM",
    )
    assert page.xpath("//tr[@id='plaats-f2-1']//a/@href") == ["#citaat-f2-1"]
    assert (
        page.xpath("//blockquote[@id='citaat-f2-1']//span[@title]/@title")[0]
        == "Oorspronkelijk: Maar t"
    )


def test_html_has_landmarks_language_and_names_for_figures(page: Any) -> None:
    figures = page.xpath("//figure/div[@role='img']/@aria-label")

    assert page.get("lang") == "nl"
    assert [
        page.xpath(f"count(//{tag})")
        for tag in ("main", "nav", "header", "footer", "h1")
    ] == [1] * 5
    assert page.xpath("//a[@class='sprong']/@href") == ["#tekst"]
    assert len(figures) == 2
    assert all(figures)
    assert all(th.get("scope") == "col" for th in page.xpath("//th"))


def test_html_keeps_what_people_wrote_as_text(page: Any) -> None:
    (said,) = page.xpath("//blockquote[@id='citaat-gek']")

    assert "<script>alert(1)</script> #let x = 1 $a_b$" in said.text_content()
    assert "{{ 7*7 }} {% raw %}" in said.text_content()


def test_html_speaks_the_language_of_the_report(tmp_path: Path) -> None:
    path = tmp_path / "report.html"

    write_html([as_notebook(make_blocks())], ENGLISH, path)

    text = path.read_text("utf-8")
    words = (
        "Chapter 4",
        "Appendix B",
        "Figure 3.",
        "Table E1.",
        "Contents",
        "Table behind figure 3",
        "Original: ",
    )
    assert [word for word in words if word not in text] == []
    assert "publication" in text


def test_a_failed_notebook_makes_no_html(tmp_path: Path) -> None:
    notebook = as_notebook([Notice("a")])
    notebook["cells"][0]["outputs"].append(
        {"output_type": "error", "ename": "ValueError"}
    )

    with pytest.raises(NotebookError):
        write_html([notebook], META, tmp_path / "x.html")

    assert list(tmp_path.iterdir()) == []


# --- PDF ----------------------------------------------------------------------------


def test_pdf_is_tagged_and_names_its_language_and_title(pdf: Any) -> None:
    root = pdf.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "nl-NL"
    assert pdf.metadata.title == META.title
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_pdf_has_an_outline_with_numbers(pdf: Any) -> None:
    titles = [entry.title for entry in pdf.outline if not isinstance(entry, list)]

    assert titles == [
        "4 Terugkijken zonder dat iemand je de maat neemt",
        "5 Richting",
        "B Codeboek",
        "E Waar dit rapport op rust",
    ]


def test_pdf_has_front_page_contents_and_running_lines(pdf: Any) -> None:
    texts = [page.extract_text() for page in pdf.pages]

    assert texts[0].startswith("Procesevaluatie Oeverstad:")
    assert "Inhoud" in texts[1]
    assert "Hoofdstuk 4: Terugkijken" in texts[2]
    assert "Momentopname v3" in texts[2]


def test_pdf_repeats_the_header_of_a_long_table(pdf: Any) -> None:
    pages = [text for page in pdf.pages if "F1/K-" in (text := page.extract_text())]

    assert len(pages) > 1
    assert all("Perspectief" in text for text in pages)


def test_pdf_keeps_what_people_wrote_as_text(pdf: Any) -> None:
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))

    assert "#let x = 1 $a_b$ _em_ @ref" in text
    assert "{% raw %}" in text


# --- DOCX ---------------------------------------------------------------------------


def test_word_opens_with_real_styles(word: Any) -> None:
    used = {paragraph.style.name for paragraph in word.paragraphs}

    assert {
        "Title",
        "Subtitle",
        "Heading 1",
        "Heading 2",
        "Heading 3",
        "Quote",
        "Caption",
        "List Bullet",
        "List Number 2",
        "toc 1",
    } <= used
    chapters = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert chapters[0].startswith("Terugkijken")


def test_word_has_properties_and_language(word: Any) -> None:
    properties = word.core_properties
    languages = {
        node.get(f"{WORD}val") for node in word.styles.element.iter(f"{WORD}lang")
    }

    assert (properties.title, properties.author, properties.language) == (
        META.title,
        "vknz-research",
        "nl-NL",
    )
    assert properties.created == META.frozen_on
    assert languages == {"nl-NL"}


def test_word_marks_header_rows_and_describes_pictures(word: Any) -> None:
    body = word.element.body
    pictures = [
        node.get("descr")
        for node in body.iter(
            "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
        )
    ]

    assert pictures == [figure.alt for figure in list_figures(make_blocks())]
    assert (
        len(list(body.iter(f"{WORD}tblHeader"))) == 6
    )  # four tables, two behind figures


def test_every_link_in_word_leads_somewhere(word: Any) -> None:
    body = word.element.body
    names = [node.get(f"{WORD}name") for node in body.iter(f"{WORD}bookmarkStart")]
    targets = {node.get(f"{WORD}anchor") for node in body.iter(f"{WORD}hyperlink")}

    assert targets <= set(names)
    assert len(names) == len(set(names))


def test_word_has_a_contents_field_filled_in(word: Any) -> None:
    fields = [node.text for node in word.element.body.iter(f"{WORD}instrText")]
    lines = [p.text for p in word.paragraphs if p.style.name.startswith("toc")]

    assert fields[0] == ' TOC \\o "1-2" \\h \\z \\u '
    assert len(fields[1:]) == len(lines)
    assert all(field.startswith(" PAGEREF ") for field in fields[1:])
    assert [line.rstrip("\t") for line in lines[:2]] == [
        "4\tTerugkijken zonder dat iemand je de maat neemt",
        "4.1\tWie er over reflectie spreekt",
    ]


# --- all ----------------------------------------------------------------------------


def _make_all(
    folder: Path, meta: Any, stills: dict[str, bytes] | None
) -> dict[str, bytes]:
    blocks = make_blocks()
    write_html([as_notebook(blocks)], meta, folder / "r.html")
    write_docx(blocks, meta, stills, folder / "r.docx")
    write_pdf(blocks, meta, stills, folder / "r.pdf")
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_same_report_made_twice_is_the_same_byte_for_byte(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()

    first, second = (_make_all(folder, META, STILLS) for folder in folders)

    assert {name: first[name] == second[name] for name in first} == dict.fromkeys(
        first, True
    )


def test_without_stills_the_tables_stand_for_the_figures(tmp_path: Path) -> None:
    made = _make_all(tmp_path, ENGLISH, None)

    with zipfile.ZipFile(BytesIO(made["r.docx"])) as packed:
        assert not [name for name in packed.namelist() if name.endswith(".png")]


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        [Notice("alleen dit")],
        [
            Heading(1, "Zonder nummer", None, "z"),
            Table(None, "", (Column("a"),), (), "leeg"),
        ],
        [Heading(2, "Geen anker", None, ""), Quotation("k", (), None, None, "")],
    ],
)
def test_odd_reports_can_be_made(tmp_path: Path, blocks: list[Block]) -> None:
    write_html([as_notebook(blocks)], META, tmp_path / "r.html")
    write_docx(blocks, META, None, tmp_path / "r.docx")
    write_pdf(blocks, META, None, tmp_path / "r.pdf")

    assert all(path.stat().st_size > 1000 for path in tmp_path.iterdir())


# --- stills -------------------------------------------------------------------------


def test_without_a_browser_one_line_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stills_module, "find_browser", lambda: None)

    assert draw_stills([draw_squares("1", "f")]) is None
    assert "Chrome, Chromium of Edge" in capsys.readouterr().err


def test_no_figures_need_no_browser() -> None:
    assert draw_stills([]) == {}


def test_pictures_for_word_are_twice_the_size() -> None:
    (picture,) = make_pngs({"f": SVG}).values()

    assert int.from_bytes(picture[16:20], "big") == 2 * 590


@pytest.mark.browser
@pytest.mark.skipif(find_browser() is None, reason="no Chrome, Chromium or Edge here")
def test_one_browser_draws_all_figures_as_svg() -> None:
    figures: list[Figure] = [draw_squares("1", "een"), draw_squares("2", "twee")]

    drawn = draw_stills(figures)

    assert drawn is not None
    assert list(drawn) == ["een", "twee"]
    assert all(b"<svg" in svg and b"Klantmanagers" in svg for svg in drawn.values())
