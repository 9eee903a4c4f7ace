"""Why something of the video-reflection cycle is refused."""

from vknz_research.errors.base import ModelError, VknzError
from vknz_research.errors.privacy import NoAssessmentError


class ReflectionError(VknzError):
    """Something of the cycle cannot be done."""


class TrajectoryExistsError(ReflectionError):
    """A trajectory has that name already."""

    nl = "Er is al een traject {name}: kies een andere naam."
    en = "There is a trajectory {name} already: choose another name."


class NoRoundError(ReflectionError):
    """A trajectory has no such conversation."""

    nl = "Traject {trajectory} heeft geen gesprek {round}: begin het eerst."
    en = "Trajectory {trajectory} has no conversation {round}: begin it first."


class EmptyWordsError(ReflectionError):
    """Something of the cycle has no words."""

    nl = "Schrijf eerst op wat het is: hier staat nog niets."
    en = "Write down what it is first: there is nothing here yet."


class StepReasonError(ReflectionError):
    """A step is skipped or done out of order, and nobody said why."""

    nl = "Zeg waarom: een stap overslaan of verplaatsen kan alleen met een reden."
    en = "Say why: a step can be skipped or moved only with a reason."


class NoInterviewConsentError(ReflectionError):
    """There is no interview without the consent of the klant."""

    nl = (
        "De klant gaf geen toestemming voor een interview: leg die eerst vast, of sla "
        "de stap over en zeg waarom."
    )
    en = (
        "The klant gave no consent to an interview: record it first, or skip the step "
        "and say why."
    )


class ViewingHandedInError(ReflectionError):
    """A Kijkwijzer that was handed in is changed no more."""

    nl = "Je Kijkwijzer bij {source} is ingeleverd: maak dat eerst ongedaan."
    en = "Your Kijkwijzer of {source} was handed in: undo that first."


class EmptyViewingError(ReflectionError):
    """A Kijkwijzer without an answer is not handed in."""

    nl = "Je Kijkwijzer bij {source} is nog leeg: beantwoord eerst een vraag."
    en = "Your Kijkwijzer of {source} is still empty: answer a question first."


class NotComparableError(ReflectionError):
    """Not everybody has handed in, so nobody sees what another one answered."""

    nl = (
        "Vergelijken kan als twee onderzoekers of meer hun Kijkwijzer bij {source} "
        "hebben ingeleverd, en iedereen die eraan begon."
    )
    en = (
        "Comparing is possible when two researchers or more handed in their "
        "Kijkwijzer of {source}, and everybody who began one."
    )


class EmptyAgendaError(ReflectionError):
    """There is nothing to make an agenda of."""

    nl = (
        "Er is nog niets voor de agenda: noteer een leervraag, of kies bij een "
        "observatie in welk deel van het gesprek ze hoort."
    )
    en = (
        "There is nothing for the agenda yet: note a learning goal, or choose for an "
        "observation in which part of the conversation it belongs."
    )


class ForeignAgendaError(ReflectionError):
    """An agenda is for the klantmanager who learns from it, and for nobody else."""

    nl = (
        "Deze agenda is alleen voor de klantmanager van dit traject en voor de "
        "onderzoekers. Een ander krijgt hem niet, ook een leidinggevende niet: opnamen "
        "zijn er om van te leren, nooit om iemand te beoordelen."
    )
    en = (
        "This agenda is for the klantmanager of this trajectory and the researchers "
        "only. Nobody else gets it, no leidinggevende either: recordings are there to "
        "learn from, never to assess anybody."
    )


class ByPersonError(NoAssessmentError):
    """People are never compared."""

    nl = (
        "Vergelijken per {by} kan niet: dat zou mensen naast elkaar leggen. Kies uit: "
        "{known}."
    )
    en = (
        "Comparing by {by} is impossible: that would lay people side by side. Choose "
        "one of: {known}."
    )


class NoCaseError(ReflectionError):
    """A source is no case report, so no trajectory can be read from it."""

    nl = (
        "{source} is geen gespreksverslag met opnamen: er is geen traject uit te lezen."
    )
    en = (
        "{source} is no case report with recordings: no trajectory can be read from it."
    )


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


class NoConversationError(ReflectionError):
    """A fragment is of a source that is no conversation of the trajectory."""

    nl = (
        "{source} is geen opgenomen gesprek van {trajectory}: zet haar eerst bij de "
        "stap Opname, of kies een fragment uit het gesprek zelf."
    )
    en = (
        "{source} is no recorded conversation of {trajectory}: set it at the step "
        "Recording first, or choose a fragment of the conversation itself."
    )


class ViewingOverError(ReflectionError):
    """Answers lie side by side already, so nobody can begin to look alone."""

    nl = (
        "De antwoorden bij {source} liggen al naast elkaar: los kijken kan niet meer. "
        "Leg vast wat jullie samen vinden."
    )
    en = (
        "The answers on {source} lie side by side already: looking alone is over. Keep "
        "what you find together."
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


class NoRecogniserError(ReflectionError):
    """The study names no recogniser."""

    nl = (
        "Deze studie kent geen spraakherkenner: zet in study.toml onder [recogniser] "
        "welk programma op deze machine het doet (zie docs/opnamen.md)."
    )
    en = (
        "This study knows no recogniser: write in study.toml below [recogniser] which "
        "program on this machine does it (see docs/opnamen.md)."
    )
