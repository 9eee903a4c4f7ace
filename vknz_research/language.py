"""The language in which the software speaks: Dutch, or English by setting."""

import os
from typing import Literal

Language = Literal["nl", "en"]
VARIABLE = "VKNZ_LANGUAGE"


def current_language() -> Language:
    """Return the language of the interface, from `VKNZ_LANGUAGE` (nl or en)."""
    return "en" if os.environ.get(VARIABLE, "nl").lower().startswith("en") else "nl"


def say(*, nl: str, en: str) -> str:
    """Return the sentence in the language of the interface.

    >>> say(nl="bron", en="source") in {"bron", "source"}
    True
    """
    return en if current_language() == "en" else nl
