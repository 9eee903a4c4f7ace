"""What something may leave the study for: a closed list, and what it is never for."""

from collections.abc import Mapping
from typing import Final

from vknz_research.errors import ForbiddenPurposeError, UnknownPurposeError

EXPORT_PURPOSES: Final[Mapping[str, Mapping[str, str]]] = {
    "onderzoek": {
        "nl": "onderzoek: verder analyseren door de onderzoekers van deze studie",
        "en": "research: further analysis by the researchers of this study",
    },
    "evaluatierapport": {
        "nl": "evaluatierapport: verslag van hoe betrokkenen het ervaren en waarderen",
        "en": "evaluation report: how those involved experience and value it",
    },
    "onderwijs": {
        "nl": "onderwijs: studenten leren er de analyse van gesprekken mee",
        "en": "education: students learn the analysis of conversations with it",
    },
    "terugkoppeling": {
        "nl": "terugkoppeling: wat iemand mocht doorgeven, aan wie het mocht horen",
        "en": "feedback: what somebody let be passed on, to whoever may hear it",
    },
    "archief": {
        "nl": "archief: bewaren zoals met de deelnemers is afgesproken",
        "en": "archive: keeping it as was agreed with the participants",
    },
    "inzage": {
        "nl": "inzage: een deelnemer ziet wat van hem of haar is vastgelegd",
        "en": "access: a participant sees what was recorded of him or her",
    },
}
PROHIBITION: Final[Mapping[str, str]] = {
    "nl": "Nooit om een persoon te beoordelen, en nooit als bewijs tegen iemand.",
    "en": "Never for assessment of a person, and never as evidence against anybody.",
}
# Words for what this is never for: whoever asks gets the reason, not a list.
FORBIDDEN: Final = frozenset(
    {
        "appraisal",
        "assessment",
        "beoordeling",
        "bewijs",
        "bewijslast",
        "bewijsvoering",
        "evidence",
        "functioneren",
        "functioneringsgesprek",
        "personeelsdossier",
        "ranking",
        "sanctie",
        "score",
    }
)


def check_purpose(purpose: str) -> str:
    """Return the purpose of an export as the list has it; refuse any other.

    >>> check_purpose(" Onderwijs ")
    'onderwijs'
    """
    asked = purpose.strip().casefold()
    known = ", ".join(EXPORT_PURPOSES)
    if asked in FORBIDDEN:
        raise ForbiddenPurposeError(purpose=asked, known=known)
    if asked not in EXPORT_PURPOSES:
        raise UnknownPurposeError(purpose=purpose, known=known)
    return asked


def describe_purpose(purpose: str, language: str = "nl") -> str:
    """Return what is printed on every export: what it is for, and never for.

    >>> describe_purpose("archief", "en")[:16]
    'Purpose: archive'
    """
    asked = check_purpose(purpose)
    heading = "Purpose" if language == "en" else "Doel"
    spoken = "en" if language == "en" else "nl"
    sentence = EXPORT_PURPOSES[asked][spoken]
    return f"{heading}: {sentence}. {PROHIBITION[spoken]}"
