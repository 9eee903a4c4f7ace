import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.errors import (
    InvalidPathError,
    InvalidSpanError,
    TextError,
    UnknownValueError,
)
from vknz_research.model.codes import Code, is_within, make_code_id, parent_path
from vknz_research.model.codings import Coding, Memo, MemoLink
from vknz_research.model.design import DesignEntry, parse_source_code
from vknz_research.model.people import Consent, role_perspective
from vknz_research.model.sources import Span, Turn
from vknz_research.model.text import from_utf16, hash_text, make_canonical, to_utf16

ODD = ["", "a", "👨‍👩‍👧", "e\u0301", "שלום", "a\r\nb\rc", "\ufeffbom", "\u2028", "🇳🇱x"]
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@given(texts)
def test_code_points_survive_the_way_through_utf16(text: str) -> None:
    for point in range(len(text) + 1):
        assert from_utf16(text, to_utf16(text, point)) == point


@given(texts)
def test_utf16_offsets_are_those_that_a_browser_counts(text: str) -> None:
    for point in range(len(text) + 1):
        assert to_utf16(text, point) == len(text[:point].encode("utf-16-le")) // 2


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_keep_their_offsets(text: str) -> None:
    assert [from_utf16(text, to_utf16(text, n)) for n in range(len(text) + 1)] == list(
        range(len(text) + 1)
    )


def test_the_middle_of_a_surrogate_pair_counts_as_before_the_character() -> None:
    assert from_utf16("a😀b", 2) == 1


@given(texts)
def test_canonical_text_is_stable_and_has_lf_only(text: str) -> None:
    once = make_canonical(text)

    assert make_canonical(once.removeprefix("\ufeff")) == once.removeprefix("\ufeff")
    assert "\r" not in once


def test_canonical_text_is_not_normalised() -> None:
    assert make_canonical("e\u0301") == "e\u0301"
    assert unicodedata.normalize("NFC", "e\u0301") != "e\u0301"


@pytest.mark.parametrize("bad", ["a\x00b", "a\ud800b"])
def test_nul_and_lone_surrogates_are_refused_with_their_place(bad: str) -> None:
    with pytest.raises(TextError) as caught:
        make_canonical(bad)

    assert caught.value.facts["place"] == 1


def test_the_hash_of_a_text_is_that_of_its_utf8() -> None:
    assert hash_text("ja é") == "bcc8e5b576624d48"
    assert hash_text("ja") != hash_text("ja ")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2)])
def test_a_span_without_length_cannot_be(start: int, end: int) -> None:
    with pytest.raises(InvalidSpanError):
        Span(start, end)
    with pytest.raises(InvalidSpanError):
        Turn(start, end)
    with pytest.raises(InvalidSpanError):
        Coding("1", "s", "r", "c", "k", start, end, "h")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("F3/MT", ("F", 3, "MT")),
        ("I1/K", ("I", 1, "K")),
        ("F3/duo", ("F", 3, "duo")),
        ("HS", (None, None, None)),
        ("F/MT", (None, None, None)),
    ],
)
def test_a_source_code_is_taken_apart(text: str, parts: tuple[object, ...]) -> None:
    code = parse_source_code(text)

    assert (code.kind, code.phase, code.perspective) == parts


def test_a_source_code_is_known_when_the_design_has_it() -> None:
    design = [DesignEntry("1", "HS", "onderzoeker", 1, "onderzoeker", 1, 1)]

    assert parse_source_code(" HS ", design).is_known
    assert not parse_source_code("F3/MK", design).is_known


@pytest.mark.parametrize("path", ["", "/a", "a/", "A/b", "a//b", "a\nb", "a/<b>"])
def test_a_code_path_that_cannot_be_typed_is_refused(path: str) -> None:
    with pytest.raises(InvalidPathError):
        Code("1", path)


def test_code_paths_know_what_is_above_and_below() -> None:
    assert parent_path("4r") is None
    assert is_within("4r/routine", "4r/routine")
    assert not is_within("4r/routines", "4r/routine")
    assert make_code_id("a/b") != make_code_id("a/c")


def test_a_code_has_a_name_in_every_language() -> None:
    texts = {"nl": {"name": "Richting"}}

    assert Code("1", "4r/richting", texts=texts).name("en") == "Richting"
    assert Code("1", "4r/richting").name() == "richting"


@pytest.mark.parametrize(
    "make",
    [
        lambda: Memo("1", "gedicht", "t", "b"),
        lambda: MemoLink("1", "m", "maan", "x"),
        lambda: Consent("1", "p", "dansen", "given"),
        lambda: Consent("1", "p", "coding", "misschien"),
        lambda: Turn(0, 1, kind="zang"),
    ],
)
def test_values_outside_their_list_are_refused(make: object) -> None:
    with pytest.raises(UnknownValueError):
        make()  # type: ignore[operator]


def test_roles_have_a_perspective() -> None:
    assert role_perspective("teamcoach") == "beleid"
    assert role_perspective("jobcoach") == "jobcoach"
    assert role_perspective(None) is None
