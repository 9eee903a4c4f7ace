"""The Samenleerwijzer as a form: whole, readable at B1, and its outcome a source."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from consenting import GIVEN

from vknz_research.language import Language
from vknz_research.project import Study
from vknz_research.project.importing import import_files
from vknz_research.project.learningform import (
    WORDS,
    read_guide,
    render_form,
    write_form,
)

OUTCOME = """# Samenleergesprek

## Dit gaat goed tussen ons

Rowan: Je belt altijd terug.

Samira: We lachen vaak.

## Dit doen we de volgende keer anders

Rowan: Eerst mijn vraag.
"""
_VOWELS = re.compile(r"[aeiouyáéíóúàèëïöü]+", re.IGNORECASE)


def list_sentences(value: Any) -> Iterator[str]:
    """Give what a klant reads in Dutch: texts of one sentence or more."""
    if isinstance(value, dict):
        for key, found in value.items():
            if key in {"nl", "description"} and isinstance(found, str):
                yield found
            elif key not in {"en", "id", "path", "source", "privacy"}:
                yield from list_sentences(found)
    elif isinstance(value, list):
        for found in value:
            yield from list_sentences(found)


def read_douma(text: str) -> float:
    """Return the Flesch-Douma reading ease: 206.84 - 0.93 words - 77 syllables.

    Words per sentence, syllables per word (Douma 1960). 60-70 is standard, B1 needs
    about 65 or more.
    """
    words = re.findall(r"[^\W\d_]+", text)
    sentences = max(1, len(re.findall(r"[.?!]+(?:\s|$)", text)))
    syllables = sum(max(1, len(_VOWELS.findall(word))) for word in words)
    return 206.84 - 0.93 * len(words) / sentences - 77 * syllables / len(words)


def test_the_words_are_easy_enough_for_b1() -> None:
    texts = [t if t[-1] in ".?!" else f"{t}." for t in list_sentences(read_guide())]
    lengths = [len(s.split()) for t in texts for s in re.split(r"(?<=[.?!])\s+", t)]

    assert read_douma(" ".join(texts)) >= 65
    assert max(lengths) <= 16
    assert sum(lengths) / len(lengths) <= 9


def test_a_hard_text_would_not_pass() -> None:
    hard = "Re-integratieverantwoordelijkheden veronderstellen zelfredzaamheidsbevordering."

    assert read_douma(hard) < 0


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_form_holds_every_step_card_and_field(language: Language) -> None:
    form, guide = render_form(language), read_guide()

    assert form.count('class="kaart"') == len(guide["cards"]) == 10
    assert form.count('class="veld"') == len(guide["sheet"])
    assert form.count("<li><div>") == len(guide["steps"])
    assert f'lang="{language}"' in form


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_form_asks_nothing_of_the_network(
    language: Language, tmp_path: Path
) -> None:
    text = write_form(tmp_path / "form.html", language).read_text(encoding="utf-8")

    assert not re.findall(r"(?:src|href)\s*=\s*[\"']|https?:|@import|url\(", text)


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["nl"].keys() == WORDS["en"].keys()


def test_the_outcome_is_a_source_to_code(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "samenleergesprek-2031-05-12.md"
    path.write_text(OUTCOME, encoding="utf-8")

    import_files(study, [path], consent=GIVEN)

    turns = study.turns(path.name)
    said = [(t.speaker, study.text(path.name)[t.start : t.end]) for t in turns]
    assert [w for s, w in said if s == "Rowan"] == [
        "Je belt altijd terug.",
        "Eerst mijn vraag.",
    ]
    assert [t.kind for t in turns].count("heading") == 3
