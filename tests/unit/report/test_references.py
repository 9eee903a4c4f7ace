import pytest

from vknz_research.errors import MissingReferenceError
from vknz_research.project.resources import find_resource
from vknz_research.report.blocks import Notes
from vknz_research.report.contents import Contents, Present, read_contents, settle
from vknz_research.report.references import NoteBook, Places, fill_references

CODES = ("4r/richting", "4r/reflectie", "effecten/samenwerking")


def settled(*wanted: str) -> tuple[Contents, Contents]:
    whole = read_contents(find_resource("reports"), "procesevaluatie")
    return whole, settle(whole, Present(CODES, set(CODES), set()), wanted)


def places(*wanted: str, without: tuple[str, ...] = ()) -> Places:
    whole, there = settled(*wanted)
    names = {"4r/reflectie": "Reflectie", "4r/routine": "Routine"}
    return Places(there, whole, names, frozenset(without), "nl")


@pytest.mark.parametrize(
    ("typed", "filled"),
    [
        ("{{figure 4r/reflectie}}", "[figuur 3](#f-3)"),
        ("{{Figure 4r/reflectie}}", "[Figuur 3](#f-3)"),
        ("{{section 4r/reflectie}}", "[paragraaf 6.2](#s-6-2)"),
        ("{{chapter 4r}}", "[hoofdstuk 6](#h-4r)"),
        ("{{table gegevens}}", "[tabel 1](#t-1)"),
        ("{{table vier-r}}", "[tabel 2](#t-2)"),
        ("{{appendix codeboek}}", "[bijlage A](#bijlage-codeboek)"),
        ("niets", "niets"),
    ],
)
def test_a_reference_becomes_a_link_with_its_number(typed: str, filled: str) -> None:
    assert fill_references(typed, places(), "memo") == filled


@pytest.mark.parametrize(
    "typed",
    [
        "{{figure 4r/nergens}}",
        "{{section nergens}}",
        "{{table nergens}}",
        "{{chapter nergens}}",
        "{{appendix nergens}}",
    ],
)
def test_a_reference_to_nothing_is_refused_with_what_to_do(typed: str) -> None:
    with pytest.raises(MissingReferenceError, match="haal de verwijzing weg"):
        fill_references(typed, places(), "memo")


def test_what_was_left_out_of_this_report_is_called_by_its_name() -> None:
    chosen = places("effecten/samenwerking")

    found = fill_references("Zie {{section 4r/reflectie}}.", chosen, "memo")

    assert found == "Zie ‘Reflectie’ (niet in dit rapport)."


def test_a_figure_that_is_off_is_not_linked() -> None:
    chosen = places(without=("4r/reflectie",))

    found = fill_references("{{figure 4r/reflectie}}", chosen, "memo")

    assert "#f-" not in found


def test_numbers_follow_the_order_that_was_chosen() -> None:
    chosen = places("4r/reflectie", "4r/richting", "effecten/samenwerking")

    assert chosen.find("section", "4r/richting") == ("s-1-2", "1.2")
    assert chosen.find("figure", "effecten/samenwerking") == ("f-4", "4")


def test_notes_are_numbered_as_the_text_calls_them() -> None:
    book = NoteBook("6")

    text = book.take("Een[^b] twee[^a].\n\n[^a]: Aa\n[^b]: Bee", "memo", str.upper)
    text += book.take("Drie[^a].\n\n[^a]: Cee", "memo", str.upper)

    assert text.split() == [
        "Een[1](#noot-6-1)",
        "twee[2](#noot-6-2).",
        "Drie[3](#noot-6-3).",
    ]
    (block,) = book.close()
    assert isinstance(block, Notes)
    assert [note.markdown for note in block.items] == ["BEE", "AA", "CEE"]


@pytest.mark.parametrize(
    "body", ["Een[^a].", "Een.\n\n[^a]: Aa", "[^a][^a]\n\n[^a]: x"]
)
def test_a_note_and_its_number_belong_together(body: str) -> None:
    with pytest.raises(MissingReferenceError):
        NoteBook("1").take(body, "memo", str)


def test_a_chapter_without_notes_ends_without_them() -> None:
    assert list(NoteBook("1").close()) == []
