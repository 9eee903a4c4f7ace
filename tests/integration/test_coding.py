"""Acts on a real store: each can be taken back and done again, to the last byte."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vknz_research.coding.acts import Request, code_many
from vknz_research.errors import (
    CodeExistsError,
    CodeInUseError,
    CodingError,
    InvalidPathError,
    NothingToUndoError,
    SameCodingError,
    SelfMergeError,
    SpanOutsideTextError,
    UnknownThingError,
)
from vknz_research.model.codings import Coding, Excerpt, Memo, MemoLink
from vknz_research.model.sources import Span
from vknz_research.model.text import hash_text
from vknz_research.project import Study, create_study
from vknz_research.project.excerpts import import_excerpts
from vknz_research.project.importing import import_files
from vknz_research.project.listing import list_codings
from vknz_research.store.verify import verify_store

Vknz = Callable[..., Any]
A, B, SUB = "x/aap", "x/beer", "x/aap/klein"


@pytest.fixture
def worked(coded: Study, tmp_path: Path) -> Study:
    """A study with codes and a sub-code, codings, memos, and a chosen quotation."""
    at = coded.coder("LvH")
    for path in (A, B, SUB):
        at.add_code(path)
    first = at.code("gesprek", A, 0, 12)
    at.code("gesprek", A, 13, 25)
    at.code("gesprek", B, 0, 12)
    at.code("gesprek", SUB, 3, 9)
    coded.coder("TK").code("gesprek", A, 0, 12)
    at.memo("op codering", "…", about=[("coding", first.id)])
    code_id = next(c.id for c in coded.codebook if c.path == A)
    at.memo("op code", "…", about=[("code", code_id)])
    at.memo("sectie", "…", kind="report", section=SUB)
    table = tmp_path / "gekozen.csv"
    table.write_text(f"id,section,source,quote\nC1,{A},gesprek,eerst eng\n")
    import_excerpts(coded, table)
    return coded


def paths(study: Study) -> set[str]:
    return {
        c.path for c in study.codebook if c.path.startswith(("x/", "y/", "in-vivo"))
    }


def codings_of(study: Study) -> list[tuple[str, str, int, int]]:
    return sorted(
        (c["code"], c["coder"], c["start"], c["end"]) for c in list_codings(study)
    )


def everything(study: Study, cls: type[Any]) -> list[Any]:
    with study.store.read() as reader:
        return reader.all(cls)


def one(study: Study, code: str, start: int = 0, coder: str = "LvH") -> str:
    found = next(
        c
        for c in list_codings(study)
        if (c["code"], c["start"], c["coder"]) == (code, start, coder)
    )
    return str(found["coding_id"])


def a_memo(study: Study) -> str:
    return str(next(m.id for m in everything(study, Memo) if m.title == "op code"))


ACTS: dict[str, Callable[[Study], object]] = {
    "code": lambda s: s.coder("LvH").code("gesprek", B, 30, 40),
    "code by a new coder": lambda s: s.coder("nieuw").code("gesprek", B, 30, 40),
    "uncode with a memo on it": lambda s: s.coder("LvH").uncode(one(s, A)),
    "recode": lambda s: s.coder("LvH").recode(one(s, A, 13), B),
    "in vivo": lambda s: s.coder("LvH").code_in_vivo("gesprek", 13, 25),
    "add code": lambda s: s.coder("LvH").add_code("y/nieuw", "Nieuw"),
    "merge with doubled codings, memos and sub-codes": lambda s: s.coder(
        "LvH"
    ).merge_codes(A, B),
    "split": lambda s: s.coder("LvH").split_code(
        A, {"y/een": [one(s, A)], "y/twee": [one(s, A, 13)]}
    ),
    "move with sub-codes and sections": lambda s: s.coder("LvH").move_code(A, "y/dier"),
    "remove code": lambda s: (
        s.coder("LvH").uncode(one(s, SUB, 3)),
        s.undo(),
        s.coder("LvH").uncode(one(s, SUB, 3)),
    ),
    "memo": lambda s: s.coder("LvH").memo("t", "b", about=[("coding", one(s, A))]),
    "change memo": lambda s: s.coder("LvH").change_memo(a_memo(s), "ander", "tekst"),
    "remove memo with its link": lambda s: s.coder("LvH").remove_memo(a_memo(s)),
    "many codings": lambda s: code_many(
        s.store, "LvH", [Request("TK", "gesprek", B, Span(n, n + 3)) for n in range(9)]
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_i25_an_act_is_undone_and_redone_exactly(worked: Study, act: str) -> None:
    before = worked.store.state_hash()

    ACTS[act](worked)
    after = worked.store.state_hash()
    worked.undo()
    undone = worked.store.state_hash()
    worked.redo()

    assert after != before
    assert undone == before
    assert worked.store.state_hash() == after
    worked.undo()
    assert worked.store.state_hash() == before
    assert verify_store(worked.store) == []


def test_removing_a_code_is_undone_exactly(worked: Study) -> None:
    worked.coder("LvH").uncode(one(worked, SUB, 3))
    before = worked.store.state_hash()

    worked.coder("LvH").remove_code(SUB)

    assert SUB not in paths(worked)
    worked.undo()
    assert worked.store.state_hash() == before


# --- what each act does ----------------------------------------------------------------


def test_merging_takes_codings_memos_sub_codes_and_sections_along(
    worked: Study,
) -> None:
    twin = one(worked, B)

    worked.coder("LvH").merge_codes(A, B)

    assert paths(worked) == {B, "x/beer/klein"}
    assert codings_of(worked) == [
        (B, "LvH", 0, 12),
        (B, "LvH", 13, 25),
        (B, "TK", 0, 12),
        ("x/beer/klein", "LvH", 3, 9),
    ]
    targets = {
        link.target_kind: link.target_id for link in everything(worked, MemoLink)
    }
    kept = next(c.id for c in worked.codebook if c.path == B)
    assert targets == {"coding": twin, "code": kept}
    assert [m.section for m in everything(worked, Memo) if m.section] == [
        "x/beer/klein"
    ]
    assert [e.section for e in everything(worked, Excerpt)] == [B]


def test_moving_takes_sections_of_memos_and_quotations_along(worked: Study) -> None:
    count = len(codings_of(worked))

    worked.coder("LvH").move_code(A, "y/dier")

    assert paths(worked) == {B, "y/dier", "y/dier/klein"}
    assert [m.section for m in everything(worked, Memo) if m.section] == [
        "y/dier/klein"
    ]
    assert [e.section for e in everything(worked, Excerpt)] == ["y/dier"]
    assert len(codings_of(worked)) == count


def test_moving_up_past_a_sub_code_of_the_same_name_works(study: Study) -> None:
    at = study.coder("LvH")
    for path in ("x/a/b", "x/a/b/b", "x/a/b/b/b"):
        at.add_code(path)
    before = study.store.state_hash()

    at.move_code("x/a/b", "x/a")

    assert paths(study) == {"x/a", "x/a/b", "x/a/b/b"}
    study.undo()
    assert study.store.state_hash() == before


def test_splitting_moves_chosen_codings_only(worked: Study) -> None:
    worked.coder("LvH").split_code(A, {"y/een": [one(worked, A)]})

    assert codings_of(worked) == [
        (A, "LvH", 13, 25),
        (A, "TK", 0, 12),
        (SUB, "LvH", 3, 9),
        (B, "LvH", 0, 12),
        ("y/een", "LvH", 0, 12),
    ]


def test_uncoding_keeps_the_memo_and_drops_its_link(worked: Study) -> None:
    worked.coder("LvH").uncode(one(worked, A))

    assert len(everything(worked, Memo)) == 3
    assert [x.target_kind for x in everything(worked, MemoLink)] == ["code"]


def test_a_code_in_vivo_is_named_after_the_words(coded: Study) -> None:
    text = coded.text("gesprek")
    start = text.index("Daarna goed")

    made = coded.coder("LvH").code_in_vivo("gesprek", start, start + 11)

    assert [c["code"] for c in list_codings(coded)] == ["in-vivo/daarna-goed"]
    assert made.text_hash == hash_text("Daarna goed")


def test_a_coding_remembers_under_which_definition_it_was_made(worked: Study) -> None:
    revision = {c.path: c.revision for c in worked.codebook}

    made = worked.coder("LvH").recode(one(worked, A, 13), B)

    assert made.code_revision == revision[B]


# --- what is refused -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda s: s.coder("LvH").code("gesprek", A, 0, 12), SameCodingError),
        (lambda s: s.coder("LvH").recode(one(s, A), B), SameCodingError),
        (lambda s: s.coder("LvH").code("gesprek", A, 0, 10**6), SpanOutsideTextError),
        (lambda s: s.coder("LvH").code("gesprek", "x/nee", 0, 5), UnknownThingError),
        (lambda s: s.coder("LvH").code("nee", A, 0, 5), UnknownThingError),
        (lambda s: s.coder("LvH").uncode("nee"), UnknownThingError),
        (lambda s: s.coder("LvH").add_code(A), CodeExistsError),
        (lambda s: s.coder("LvH").add_code("Met Hoofdletter"), InvalidPathError),
        (lambda s: s.coder("LvH").move_code(A, B), CodeExistsError),
        (lambda s: s.coder("LvH").move_code(A, "x/aap/onder"), SelfMergeError),
        (lambda s: s.coder("LvH").merge_codes(A, A), SelfMergeError),
        (lambda s: s.coder("LvH").merge_codes(A, SUB), CodeInUseError),
        (lambda s: s.coder("LvH").remove_code(A), CodeInUseError),
        (lambda s: s.coder("LvH").split_code(A, {"y/z": ["nee"]}), UnknownThingError),
        (lambda s: s.coder("LvH").remove_memo("nee"), UnknownThingError),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_no_event(
    worked: Study, act: Callable[[Study], object], error: type[CodingError]
) -> None:
    before, log = worked.store.state_hash(), len(worked.log())

    with pytest.raises(error):
        act(worked)

    assert (worked.store.state_hash(), len(worked.log())) == (before, log)


def test_a_passage_is_coded_in_vivo_once(coded: Study) -> None:
    coded.coder("LvH").code_in_vivo("gesprek", 13, 25)

    with pytest.raises(SameCodingError):
        coded.coder("LvH").code_in_vivo("gesprek", 13, 25)


def test_two_coders_give_the_same_code_to_the_same_words(worked: Study) -> None:
    found = [c for c in codings_of(worked) if c[0] == A and c[2] == 0]

    assert [coder for _, coder, _, _ in found] == ["LvH", "TK"]


def test_what_changes_nothing_leaves_no_event(worked: Study) -> None:
    log = len(worked.log())

    worked.coder("LvH").recode(one(worked, A), A)
    worked.coder("LvH").change_memo(a_memo(worked), "op code", "…")

    assert len(worked.log()) == log


# --- offsets ----------------------------------------------------------------------------

ODD = "Ja 😀 👨‍👩‍👧‍👦 en cafe\u0301 é שלום עולם \u202eom\u202c ﷽ 𝕏 einde"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plaatsen")
    (folder / "odd.txt").write_bytes(("\ufeff" + ODD + "\r\n").encode())
    with create_study(folder / "s", "Proef") as study:
        import_files(study, [folder / "odd.txt"], consent=GIVEN)
        for start in range(0, len(ODD) - 1, 2):
            study.coder("A").code("odd", "4r/reflectie", start, start + 2)
        for word in ("😀", "👨‍👩‍👧‍👦", "cafe\u0301", "שלום", "𝕏", "einde"):
            at = ODD.index(word)
            study.coder("B").code("odd", "4r/richting", at, at + len(word))
    return folder / "s"


def test_i23_words_of_a_coding_are_those_at_its_offsets(vknz: Vknz, odd: Path) -> None:
    found = vknz("codings", odd, "--json").facts

    assert [c["text"] for c in found] == [ODD[c["start"] : c["end"]] for c in found]
    words = {c["text"] for c in found if c["coder"] == "B"}
    assert words == {"😀", "👨‍👩‍👧‍👦", "cafe\u0301", "שלום", "𝕏", "einde"}
    assert vknz("check", odd, "--json").facts["ok"]


# --- any row of acts ----------------------------------------------------------------------

NAMES = ("x/a", "x/b", "x/a/b", "x/b/a", "y/a")
STEPS = st.tuples(
    st.sampled_from(
        [
            "code",
            "uncode",
            "recode",
            "vivo",
            "add",
            "move",
            "merge",
            "split",
            "remove",
            "memo",
            "undo",
            "redo",
        ]
    ),
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.integers(0, 5),
)


def take(study: Study, step: tuple[str, str, str, int]) -> None:
    name, first, second, number = step
    at = study.coder("A")
    codings = everything(study, Coding)
    coding = codings[number % len(codings)].id if codings else "geen"
    table: dict[str, Callable[[], object]] = {
        "code": lambda: at.code("gesprek", first, number, number + 4),
        "uncode": lambda: at.uncode(coding),
        "recode": lambda: at.recode(coding, first),
        "vivo": lambda: at.code_in_vivo("gesprek", number, number + 4),
        "add": lambda: at.add_code(first),
        "move": lambda: at.move_code(first, second),
        "merge": lambda: at.merge_codes(first, second),
        "split": lambda: at.split_code(first, {second: [coding]}),
        "remove": lambda: at.remove_code(first),
        "memo": lambda: at.memo("m", "b", section=first, about=[("coding", coding)]),
        "undo": study.undo,
        "redo": study.redo,
    }
    table[name]()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, max_size=25))
def test_i25_any_row_of_acts_is_undone_to_the_first_state(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str, str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("r")
    (folder / "gesprek.txt").write_text("Interviewer: Hoe?\n\nSamira: Goed.\n")
    with create_study(folder / "s", "Proef", frameworks=False) as study:
        first = study.store.state_hash()
        import_files(study, [folder / "gesprek.txt"], consent=GIVEN)
        for step in steps:
            try:
                take(study, step)
            except (CodingError, NothingToUndoError):
                continue  # refused, as it may be
        assert verify_store(study.store) == []
        while True:
            try:
                study.undo()
            except NothingToUndoError:
                break
        assert study.store.state_hash() == first
