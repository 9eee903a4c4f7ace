"""Why something of the video-reflection cycle is refused."""

from vknz_research.errors.base import ModelError, VknzError


class ReflectionError(VknzError):
    """Something of the cycle cannot be done."""


class InvalidMomentError(ModelError):
    """A stretch of time ends before it begins, or begins before the recording."""

    nl = "{begin}–{end} ms is geen fragment: het einde moet na het begin liggen."
    en = "{begin}–{end} ms is no fragment: its end must come after its begin."


class UntimedSourceError(ReflectionError):
    """A source has no times, so nothing of it can be found in a recording."""

    nl = (
        "Bron {source} heeft geen tijden: zet ze eerst bij de beurten, of codeer op "
        "tekst."
    )
    en = "Source {source} has no times: set them at the turns first, or code by text."


class EmptyMomentError(ReflectionError):
    """Nothing is written of a stretch of a recording."""

    nl = (
        "In {begin}–{end} ms van opname {recording} staat geen tekst: kies een langer "
        "fragment, of schrijf eerst uit wat er wordt gezegd."
    )
    en = (
        "Nothing is written in {begin}–{end} ms of recording {recording}: choose a "
        "longer fragment, or write out what is said first."
    )


class NudgeError(ReflectionError):
    """Time codes cannot be shifted that far."""

    nl = (
        "{shift} ms verschuiven kan niet: beurt {turn} zou dan voor het begin van de "
        "opname liggen of een andere beurt inhalen."
    )
    en = (
        "Shifting by {shift} ms is impossible: turn {turn} would come before the "
        "recording or pass another turn."
    )


class RecordingConsentError(ReflectionError):
    """Not everybody in a recording lets it be played."""

    nl = (
        "Dit fragment kan niet worden afgespeeld: de toestemming voor de opname is "
        "{state} ({source})."
    )
    en = (
        "This fragment cannot be played: consent to the recording is {state_en} "
        "({source})."
    )
