"""The floors of what is found, on sentences that were written before the rules."""

import hashlib

import pytest

from benchmarks.identifiers import (
    SENTENCES,
    Sentence,
    read_sentence,
    read_sentences,
    score,
)

# Whoever changes the sentences changes what the figures mean: say so in the changelog.
FROZEN = "4696f5cfeed1ba88f8e2068b461da2ee9b8f0cc040c4917927ae6e1f0e478baf"


@pytest.fixture(scope="module")
def sentences() -> list[Sentence]:
    return read_sentences()


def test_the_sentences_are_those_that_were_written_before_the_rules() -> None:
    assert hashlib.sha256(SENTENCES.read_bytes()).hexdigest() == FROZEN


def test_there_are_enough_sentences_and_identifiers(sentences: list[Sentence]) -> None:
    assert len(sentences) >= 90
    assert sum(len(sentence.marked) for sentence in sentences) >= 170


def test_direct_identifiers_are_found_and_little_else_is(
    sentences: list[Sentence],
) -> None:
    found = score(sentences)

    assert found.recall >= 0.97, found.missed
    assert found.precision >= 0.90, found.wrong


def test_without_capitals_most_are_still_found(sentences: list[Sentence]) -> None:
    found = score([sentence.lower() for sentence in sentences])

    assert found.recall >= 0.85, found.missed
    assert found.precision >= 0.90, found.wrong


def test_a_mark_is_taken_out_and_its_words_with_a_capital_must_be_covered() -> None:
    read = read_sentence("Klant: bij meneer {person|van der Velden} in {~age|47}")

    assert read.text == "Klant: bij meneer van der Velden in 47"
    assert read.utterances == ((7, 38),)
    assert [(m.start, m.end, m.core, m.is_direct) for m in read.marked] == [
        (18, 32, ((26, 32),), True),
        (36, 38, ((36, 38),), False),
    ]
