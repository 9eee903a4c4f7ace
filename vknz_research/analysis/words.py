"""Words of a text as whole words, with their places and their lemmas."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from vknz_research.analysis.view import View

# An accent may be a sign of its own; an apostrophe joins (zo’n, foto's).
_WORD: Final = re.compile(
    r"[^\W\d_][\w\u0300-\u036f]*(?:['’-][^\W\d_][\w\u0300-\u036f]*)*"
)
_LANGUAGES: Final = ("nl", "en")


def split_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Give each word in small letters, with where it begins and ends.

    >>> list(split_words("Zo’n film, 3 keer."))
    [('zo’n', 0, 4), ('film', 5, 9), ('keer', 13, 17)]
    """
    for match in _WORD.finditer(text):
        word = unicodedata.normalize("NFC", match.group().lower())
        yield word, match.start(), match.end()


@lru_cache(maxsize=200_000)
def find_lemma(word: str) -> str:
    """Return the word under which a form stands in a dictionary.

    >>> find_lemma("geluisterd")
    'luisteren'
    """
    from simplemma import lemmatize  # noqa: PLC0415 - a second for its word lists

    return lemmatize(word, lang=_LANGUAGES).lower()


def list_quotable(view: "View") -> "pd.DataFrame":
    """Return the spoken turns of those whose words may be shown."""
    who = view.participants
    refused = set(who["participant_id"][~who["is_quotable"].to_numpy(dtype=bool)])
    return view.turns[~view.turns["participant_id"].isin(refused).to_numpy(dtype=bool)]


def place_sources(view: "View") -> dict[str, int]:
    """Return the place of each source in the fixed order: by name."""
    names = view.sources["source"].astype(str).to_numpy()
    order = np.argsort(names.astype(object), kind="stable")
    ids = view.sources["source_id"].astype(str).to_numpy()[order]
    return {source: number for number, source in enumerate(ids)}
