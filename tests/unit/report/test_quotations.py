import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.errors import QuotationError
from vknz_research.model.text import hash_text
from vknz_research.report.blocks import Part
from vknz_research.report.quotations import (
    Chosen,
    check_place,
    compare_edit,
    fold_blanks,
    make_quotation,
)

TEXT = "An: Ik keek  naar\nhet beeld, 👍 echt."
WORDS = TEXT[4:25]


def chosen(**changed: object) -> Chosen:
    facts: dict[str, object] = {
        "key": "C1",
        "source": "gesprek",
        "source_id": "s",
        "start": 4,
        "end": 25,
        "quote": WORDS,
        "text_hash": hash_text(WORDS),
        "edited": None,
        "label": "I1/K",
        "place": "00:12",
    }
    return Chosen(**{**facts, **changed})  # type: ignore[arg-type]


def test_a_quotation_at_its_place_passes() -> None:
    check_place(chosen(), {"s": TEXT})


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({}, TEXT.replace("keek", "zag.")),
        ({}, " " + TEXT),
        ({"start": 5}, TEXT),
        ({"source_id": "weg"}, TEXT),
        ({"quote": "Ik zag"}, TEXT),
        ({"text_hash": "0" * 16}, TEXT),
        ({"quote": "", "start": 400, "end": 410}, TEXT),
    ],
)
def test_a_quotation_that_is_not_there_is_named_without_its_words(
    changed: dict[str, object], text: str
) -> None:
    with pytest.raises(QuotationError, match="Citaat C1") as refused:
        check_place(chosen(**changed), {"s": text})

    assert "keek" not in str(refused.value)


def test_a_quotation_has_its_words_label_and_place() -> None:
    made = make_quotation(chosen())

    assert made.parts == (Part("Ik keek naar het bee"),)
    assert (made.source_code, made.place, made.anchor) == ("I1/K", "00:12", "c-C1")


@pytest.mark.parametrize(
    ("original", "edited", "parts"),
    [
        ("ja nee ja", "ja [...] ja", [("ja ", None), ("[...]", "nee"), (" ja", None)]),
        ("toen ging ik", "[T]oen ging ik", [("[T]", "t"), ("oen ging ik", None)]),
        ("ik zag ’m", "ik zag [de opname]", [("ik zag ", None), ("[de opname]", "’m")]),
        ("ja  nee", "ja nee", [("ja nee", None)]),
        ("👍 ja nee", "👍 [...]", [("👍 ", None), ("[...]", "ja nee")]),
    ],
)
def test_an_edit_between_brackets_shows_what_it_stands_for(
    original: str, edited: str, parts: list[tuple[str, str | None]]
) -> None:
    found = compare_edit(original, edited)

    assert found is not None
    assert [(part.text, part.original) for part in found] == parts


@pytest.mark.parametrize(
    ("original", "edited"),
    [
        ("ik ben het eens", "ik ben het oneens"),
        ("ik ben het niet eens", "ik ben het eens"),
        ("ja nee ja", "nee ja [...] ja"),
        ("ongelijk had hij", "[...] gelijk had hij"),
        ("ik zag het", "ik zag het [...] goed"),
        ("ik zag het", "Ik zag het"),
        ("ik zag het.", "ik zag het"),
    ],
)
def test_a_word_outside_brackets_that_was_not_said_is_found(
    original: str, edited: str
) -> None:
    assert compare_edit(original, edited) is None


def test_an_edit_outside_brackets_makes_no_quotation() -> None:
    with pytest.raises(QuotationError, match="buiten de vierkante haken"):
        make_quotation(chosen(edited="Ik zag het beeld"))


def test_many_omissions_in_a_long_quotation_take_no_time() -> None:
    original = "ja de man zei de " * 200
    begin = time.perf_counter()

    assert compare_edit(original, "[...] de " * 40 + "[...] anders") is None
    assert compare_edit(original, "[...] de " * 40 + "[...]") is not None
    assert time.perf_counter() - begin < 1


def test_two_brackets_beside_each_other_may_stand_for_one_word() -> None:
    assert compare_edit("ja maar de helft", "ja [...] [D]e helft") is not None


WORD = st.text(st.sampled_from("abcdé👍"), min_size=1, max_size=4)


@given(words=st.lists(WORD, min_size=3, max_size=12), data=st.data())
def test_leaving_words_out_is_always_allowed_and_tells_all_of_them(
    words: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(1, len(words) - 2))
    last = data.draw(st.integers(first + 1, len(words) - 1))
    edited = " ".join([*words[:first], "[...]", *words[last:]])

    found = compare_edit(" ".join(words), edited)

    assert found is not None
    told = " ".join(part.original or part.text for part in found)
    assert sorted(fold_blanks(told).split()) == sorted(words)
