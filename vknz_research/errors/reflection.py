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


class RecordingFileError(ReflectionError):
    """A file cannot be a recording here."""

    nl = "{file}: {reason_nl}"
    en = "{file}: {reason_en}"


class NumberTakenError(ReflectionError):
    """A source has a recording of this number already."""

    nl = (
        "Bron {source} heeft al een opname {number}: geef een ander nummer, of koppel "
        "die opname opnieuw met `vknz recording MAP relink`."
    )
    en = (
        "Source {source} has a recording {number} already: give another number, or "
        "link that recording again with `vknz recording DIR relink`."
    )


class MissingRecordingError(ReflectionError):
    """The file of a recording is not where it was."""

    nl = (
        "Het bestand van opname {recording} is er niet meer, of is verplaatst: koppel "
        "het opnieuw met `vknz recording MAP relink {recording} BESTAND`."
    )
    en = (
        "The file of recording {recording} is gone, or was moved: link it again with "
        "`vknz recording DIR relink {recording} FILE`."
    )


class ChangedRecordingError(ReflectionError):
    """The file of a recording is not the one that was linked."""

    nl = (
        "Het bestand van opname {recording} is niet hetzelfde als toen het werd "
        "gekoppeld: de tijden hoeven niet meer te kloppen. Koppel het goede bestand, "
        "of dit met `vknz recording MAP relink {recording} BESTAND --other`."
    )
    en = (
        "The file of recording {recording} is not the same as when it was linked: "
        "times may no longer be right. Link the right file, or this one with "
        "`vknz recording DIR relink {recording} FILE --other`."
    )


class DamagedRecordingError(ReflectionError):
    """A sealed recording does not open: it was damaged, or its key is another."""

    nl = (
        "Opname {recording} gaat niet open: het bestand is beschadigd. Koppel de "
        "opname opnieuw, of zet een reservekopie terug."
    )
    en = (
        "Recording {recording} does not open: the file is damaged. Link the recording "
        "again, or restore a backup."
    )


class TranscriptError(ReflectionError):
    """What was typed or recognised cannot be a transcript."""

    nl = "{what}: {reason_nl}"
    en = "{what}: {reason_en}"


class RecogniserError(ReflectionError):
    """The recogniser of this machine did not give a transcript."""

    nl = "De spraakherkenner {program} gaf geen transcript: {reason_nl}"
    en = "The recogniser {program} gave no transcript: {reason_en}"
