"""Every act in words, as the status line and `vknz undo` say them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from consenting import GIVEN

from vknz_research.coding import acts, codebook
from vknz_research.coding.confirm import confirm_codings
from vknz_research.coding.describe import WORDS, describe_event
from vknz_research.coding.textedit import edit_text
from vknz_research.language import Language
from vknz_research.model.codings import Coding
from vknz_research.model.sources import Span
from vknz_research.project import Study, open_study
from vknz_research.project.importing import import_files
from vknz_research.store.acts import ACTS

SUBTITLES = """WEBVTT

00:15:56.000 --> 00:15:59.000
<v Samira>Zonder oordeel kijken, dat was nieuw.</v>

01:02:03.000 --> 01:02:09.000
<v Bo>Voor mij ook.</v>
"""
A, B = "x/steun", "x/veiligheid"


@pytest.fixture
def worked(study: Study, tmp_path: Path) -> Study:
    path = tmp_path / "gesprek.vtt"
    path.write_text(SUBTITLES, encoding="utf-8")
    import_files(study, [path], consent=GIVEN)
    at = study.coder("LvH")
    at.add_code(A, "steun")
    at.add_code(B, "veiligheid en steun")
    return study


def words(study: Study, language: Language = "nl", back: int = 1) -> str:
    """Return the last act but so many in words."""
    event = study.log()[-back].event
    with study.store.read() as reader:
        changes = reader.changes_of(event.seq)
        return describe_event(reader, event, changes, language)


def give(
    study: Study, *places: tuple[int, int], paths: tuple[str, ...] = (A,)
) -> list[Coding]:
    source = study.source("gesprek")
    spans = [Span(*place) for place in places]
    where = (source.id, source.revision_id)
    return acts.code_spans(study.store, "LvH", *where, spans, paths)


def first(study: Study) -> str:
    text = study.text("gesprek")
    at = text.index("Zonder")
    return give(study, (at, at + 14))[0].id


def hits(study: Study) -> None:
    source = study.source("gesprek")
    items = [(source.id, source.revision_id, Span(n, n + 3)) for n in (15, 20, 25)]
    acts.code_hits(study.store, "LvH", items, [A])


def merge(study: Study) -> None:
    give(study, (15, 20), (16, 20), paths=(A,))
    give(study, (15, 20), paths=(B,))
    study.coder("LvH").merge_codes(A, B)


def change(study: Study) -> None:
    found = next(c for c in study.codebook if c.path == A)
    worded = {"definition": "Wat helpt."}
    codebook.change_code(study.store, "LvH", found.id, found.revision, worded, "nl")


def edit(study: Study) -> None:
    first(study)
    source = study.source("gesprek")
    at = study.text("gesprek").index("nieuw")
    where = (source.id, source.revision_id)
    edit_text(study.store, "LvH", *where, (at, at), "heel ")


CASES: dict[str, tuple[Callable[[Study], object], str]] = {
    "code": (first, "‘steun’ gezet bij Samira, 15:56"),
    "code two": (
        lambda s: give(s, (s.text("gesprek").index("mij"), 50), paths=(A, B)),
        "‘steun’ en ‘veiligheid en steun’ gezet bij Bo, 1:02:03",
    ),
    "code many": (
        lambda s: give(s, (15, 17), (18, 20)),
        "‘steun’ gezet bij 2 passages",
    ),
    "code-hits": (hits, "‘steun’ gezet bij 3 zoekresultaten"),
    "code-in-vivo": (
        lambda s: s.coder("LvH").code_in_vivo("gesprek", 0, 14),
        "‘Zonder oordeel’ in vivo gezet bij Samira, 15:56",
    ),
    "resize": (
        lambda s: acts.resize(s.store, "LvH", first(s), Span(0, 6)),
        "grenzen van ‘steun’ verlegd bij Samira, 15:56",
    ),
    "recode": (
        lambda s: s.coder("LvH").recode(first(s), B),
        "‘steun’ werd ‘veiligheid en steun’ bij Samira, 15:56",
    ),
    "uncode": (
        lambda s: s.coder("LvH").uncode(first(s)),
        "‘steun’ weggehaald bij Samira, 15:56",
    ),
    "confirm-codings": (
        lambda s: (i := first(s), change(s), confirm_codings(s.store, "LvH", [i])),
        "1 codering bevestigd",
    ),
    "add-code": (
        lambda s: s.coder("LvH").add_code("x/z", "zorg"),
        "code ‘zorg’ toegevoegd",
    ),
    "change-code": (change, "definitie van ‘steun’ gewijzigd"),
    "rename-code": (
        lambda s: codebook.rename_code(s.store, "LvH", A, "hulp", "nl"),
        "code ‘steun’ hernoemd tot ‘hulp’",
    ),
    "move-code": (
        lambda s: s.coder("LvH").move_code(A, "y/steun"),
        "code ‘steun’ verplaatst naar y/steun",
    ),
    "merge-codes": (
        merge,
        "‘steun’ samengevoegd met ‘veiligheid en steun’: 2 coderingen",
    ),
    "split-code": (
        lambda s: s.coder("LvH").split_code(A, {"x/een": [first(s)], "x/twee": []}),
        "‘steun’ gesplitst in ‘een’ en ‘twee’: 1 codering",
    ),
    "remove-code": (lambda s: s.coder("LvH").remove_code(A), "code ‘steun’ weggehaald"),
    "add-memo": (
        lambda s: s.coder("LvH").memo("Twijfel", "b"),
        "memo ‘Twijfel’ geschreven",
    ),
    "change-memo": (
        lambda s: s.coder("LvH").change_memo(
            s.coder("LvH").memo("T", "b").id, "U", "b"
        ),
        "memo ‘U’ gewijzigd",
    ),
    "remove-memo": (
        lambda s: s.coder("LvH").remove_memo(s.coder("LvH").memo("T", "b").id),
        "memo ‘T’ weggehaald",
    ),
    "edit-text": (edit, "tekst verbeterd bij Samira, 15:56"),
    "undo": (
        lambda s: (merge(s), s.undo()),
        "ongedaan gemaakt: ‘steun’ samengevoegd met ‘veiligheid en steun’: 2 coderingen",
    ),
    "redo": (
        lambda s: (first(s), s.undo(), s.redo()),
        "opnieuw gedaan: ‘steun’ gezet bij Samira, 15:56",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_act_is_told_with_what_and_where(worked: Study, case: str) -> None:
    act, told = CASES[case]

    act(worked)

    assert words(worked) == told
    assert words(worked, "en") not in {told, ""}


def test_an_edit_says_what_moved_along_and_what_is_uncertain(worked: Study) -> None:
    source = worked.source("gesprek")
    give(worked, (0, 6), (7, 14), (20, 30))
    where = (source.id, source.revision_id)

    edit_text(worked.store, "LvH", *where, (4, 8), "xyz")

    told = "tekst verbeterd bij Samira, 15:56, 2 coderingen schoven mee, 2 onzeker"
    assert words(worked) == told


def test_every_act_has_words() -> None:
    assert set(WORDS) == set(ACTS)


def test_a_code_that_went_is_still_called_by_its_name(worked: Study) -> None:
    first(worked)
    worked.undo()
    worked.coder("LvH").remove_code(A)

    assert words(worked, back=3) == "‘steun’ gezet bij Samira, 15:56"


def test_many_names_are_cut_short(worked: Study) -> None:
    for name in "abcde":
        worked.coder("LvH").add_code(f"z/{name}")
    give(worked, (0, 6), paths=tuple(f"z/{name}" for name in "abcde"))

    assert words(worked) == "‘a’, ‘b’, ‘c’ en nog 2 gezet bij Samira, 15:56"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_all_acts_of_the_demo_study_can_be_told(demo: Path, language: Language) -> None:
    with open_study(demo) as study, study.store.read() as reader:
        for event, changes in study.store.changes_since(0):
            assert describe_event(reader, event, changes, language)
            assert describe_event(reader, event, [], language)
