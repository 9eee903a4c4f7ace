import pytest
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.report.marking import mark_edit
from vknz_research.report.quotations import compare_edit, fold_blanks

WORDS = st.sampled_from(
    [
        *("ik", "Ik", "zag", "’m", "nou", ",", ".", "de", "opname", "dat", "?", "x"),
        *("[...]", "[het]", "[T]oen", "toen", "Toen", "-", "(", ")", "a.b", "🙂"),
    ]
)
TYPED = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
SAID = TYPED.filter(lambda text: "[" not in text)


@pytest.mark.parametrize(
    ("said", "typed", "marked"),
    [
        ("ik wacht niet", "ik wacht niet", None),
        ("ik  wacht\nniet", "ik wacht niet", None),
        ("ik wacht niet", "", None),
        ("toen ik ’m aanzette", "Toen ik ’m aanzette", "[T]oen ik ’m aanzette"),
        ("nou ja toen zag ik het", "Toen zag ik het", "[...] [T]oen zag ik het"),
        ("ik zag ’m staan", "ik zag de opname staan", "ik zag [de opname] staan"),
        ("ik zag ’m staan", "ik zag [de opname] staan", "ik zag [de opname] staan"),
        ("dat is zo", "dat is echt zo", "dat is [echt] zo"),
        ("een twee drie", "een [...] drie", "een [...] drie"),
        (
            "die man praat en praat maar door.",
            "deze man praat [...].",
            "[deze] man praat [...].",
        ),
    ],
)
def test_what_is_typed_gets_brackets_where_it_is_not_the_original(
    said: str, typed: str, marked: str | None
) -> None:
    assert mark_edit(said, typed) == marked


@given(SAID, TYPED)
def test_whatever_is_typed_passes_as_a_light_edit(said: str, typed: str) -> None:
    marked = mark_edit(said, typed)

    assert marked is None or compare_edit(said, marked) is not None


@given(SAID, TYPED)
def test_marking_what_was_marked_changes_nothing(said: str, typed: str) -> None:
    marked = mark_edit(said, typed) or fold_blanks(said)

    assert (mark_edit(said, marked) or fold_blanks(said)) == marked
