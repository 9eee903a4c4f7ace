"""Words become tokens and come back; tokens tell nothing of the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vknz_research.errors import ReplacementLogError
from vknz_research.privacy.replacing import (
    Logged,
    Replacement,
    choose_tokens,
    hash_form,
    is_token,
    read_log,
    replace_words,
    restore_words,
    write_log,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@st.composite
def replaced(draw: st.DrawFn) -> tuple[str, list[Replacement]]:
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    tokens = st.sampled_from(["[Persoon 1]", "[Plaats 12]", "[gemeente]", "[x]"])
    return text, [Replacement(a, b, draw(tokens)) for a, b in pairs]


@given(replaced())
def test_i20_words_that_were_replaced_come_back_to_the_byte(
    case: tuple[str, list[Replacement]],
) -> None:
    text, replacements = case

    new, log = replace_words(text, replacements)
    kept = read_log(write_log(log, {"revision": "r"}))

    assert restore_words(new, kept).encode() == text.encode()
    assert len(log) == len(replacements)


def test_i20_a_log_of_another_text_is_refused() -> None:
    with pytest.raises(ReplacementLogError):
        restore_words("bij [Persoon 2]", [Logged(4, "[Persoon 3]", "Jan")], "I1")


@given(
    st.sets(st.tuples(st.sampled_from(["person", "place"]), TEXTS), max_size=30),
    st.lists(st.sampled_from(["[Persoon 4]", "[Plaats 1]", "[gemeente]"])),
)
def test_i16_no_two_entities_have_one_token_and_no_token_is_used_again(
    wanted: set[tuple[str, str]], used: list[str]
) -> None:
    tokens = choose_tokens(wanted, used)

    assert set(tokens) == wanted
    assert len(set(tokens.values())) == len(wanted)
    assert not set(tokens.values()) & set(used)
    assert all(is_token(token) for token in tokens.values())


def test_i16_the_order_of_tokens_says_nothing_of_the_names() -> None:
    names = [("person", f"naam {letter}") for letter in "abcdefghij"]

    orders = {tuple(choose_tokens(names, [])[name] for name in names) for _ in range(9)}

    assert len(orders) > 1  # one chance in 10!^8 that it fails


def test_the_same_words_have_one_hash_whatever_their_capitals_and_accents() -> None:
    salt = b"zout"

    assert hash_form(salt, "Ayşe  Öz") == hash_form(salt, "AYSE oz")
    assert hash_form(salt, "Ayşe") != hash_form(b"ander", "Ayşe")
    assert hash_form(salt, "Ayşe") != hash_form(salt, "Ayla")


@pytest.mark.parametrize("text", ["Persoon 3", "[]", "[a\nb]", "[[x]]", "", "[x] y"])
def test_only_one_pair_of_brackets_is_a_token(text: str) -> None:
    assert not is_token(text)
