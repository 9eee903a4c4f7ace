"""What a reader who cannot see the page gets of it: the tags of the PDF, the HTML."""

import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vknz_research.project.reporting import make_report

HEADINGS = ("/H1", "/H2", "/H3", "/H4")


@pytest.fixture(scope="module")
def files(
    demo_snapshot: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("bouw")
    pairs = ["sections=aanpak,4r", "language=nl"]
    made = make_report(demo_snapshot, "procesevaluatie", pairs, ["pdf", "html"], out)
    return {path.suffix: path for path in made}


@pytest.fixture(scope="module")
def root(files: dict[str, Path]) -> Any:
    from pypdf import PdfReader

    return PdfReader(files[".pdf"]).trailer["/Root"]


def walk(node: Any) -> Iterator[Any]:
    """Give all elements of the structure tree in reading order."""
    node = node.get_object()
    if "/S" in node:
        yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(found, dict) and "/S" in found:
            yield from walk(kid)


def elements(root: Any) -> list[Any]:
    return [one for kid in _kids(root["/StructTreeRoot"]) for one in walk(kid)]


def _kids(node: Any) -> list[Any]:
    kids = node["/K"].get_object()
    return kids if isinstance(kids, list) else [kids]


def below(node: Any, tag: str) -> list[Any]:
    return [one for one in walk(node) if one["/S"] == tag]


def test_the_document_says_title_language_and_standard(root: Any) -> None:
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl-NL"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_headings_go_down_one_level_at_a_time(root: Any) -> None:
    levels = [
        int(str(one["/S"])[2:]) for one in elements(root) if one["/S"] in HEADINGS
    ]

    assert levels[0] == 1
    assert len(levels) > 10
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_figure_has_words(root: Any) -> None:
    figures = [one for one in elements(root) if one["/S"] == "/Figure"]

    assert len(figures) > 7
    assert all(len(str(one.get("/Alt", ""))) > 20 for one in figures)


def test_every_table_of_data_has_headers_and_even_rows(root: Any) -> None:
    tables = [one for one in elements(root) if one["/S"] == "/Table"]

    with_heads = [table for table in tables if below(table, "/TH")]
    assert len(with_heads) > 8
    for table in with_heads:
        rows = [below(row, "/TH") + below(row, "/TD") for row in below(table, "/TR")]
        spans = Counter(len(row) for row in rows)
        assert len(spans) == 1, spans


def test_every_link_belongs_to_the_text(root: Any) -> None:
    links = [one for one in elements(root) if one["/S"] == "/Link"]

    assert len(links) > 20
    for link in links:
        kids = link["/K"] if isinstance(link["/K"], list) else [link["/K"]]
        kinds = {
            str(kid.get_object().get("/Type"))
            for kid in kids
            if isinstance(kid.get_object(), dict)
        }
        assert "/OBJR" in kinds


# --- HTML -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def page(files: dict[str, Path]) -> Any:
    from lxml import html

    return html.document_fromstring(files[".html"].read_bytes())


def test_the_page_has_its_landmarks_and_a_way_past_them(page: Any) -> None:
    assert page.get("lang") == "nl"
    for tag in ("main", "nav", "header", "footer", "h1"):
        assert len(page.xpath(f"//{tag}")) == 1, tag
    skip = page.xpath("//body/a[1]")[0]
    assert page.get_element_by_id(skip.get("href")[1:]).tag == "main"


def test_headings_of_the_page_leave_no_level_out(page: Any) -> None:
    levels = [int(h.tag[1]) for h in page.xpath("//h1 | //h2 | //h3 | //h4 | //h5")]

    # A card of the codebook is a block of its own, below its appendix.
    steps = {b - a for a, b in itertools.pairwise(levels) if b > a}
    assert steps <= {1, 2}
    in_text = [int(h.tag[1]) for h in page.xpath("//main//*[starts-with(@id,'s-')]")]
    assert set(in_text) <= {3, 4}


def test_every_link_and_id_of_the_page_is_whole(page: Any) -> None:
    ids = Counter(page.xpath("//@id"))

    assert [name for name, number in ids.items() if number > 1] == []
    missing = [
        h for h in page.xpath("//a/@href") if h.startswith("#") and h[1:] not in ids
    ]
    assert missing == []
    assert all(h.startswith("#") for h in page.xpath("//a/@href"))


def test_figures_tables_and_notes_of_the_page_have_words(page: Any) -> None:
    for plot in page.xpath("//div[@class='plot']"):
        assert plot.get("role") == "img"
        assert len(plot.get("aria-label")) > 20
    for table in page.xpath("//table"):
        assert table.xpath("./caption")
        assert table.xpath(".//th[@scope='col']")
    notes = page.xpath("//section[@role='doc-endnotes']//li/@id")
    called = page.xpath("//a[@role='doc-noteref']/@href")
    assert [f"#{name}" for name in notes] == called
    assert called
