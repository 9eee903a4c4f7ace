"""Why an act is refused where several coders work together."""

from vknz_research.errors.coding import CodingError


class ReservedCoderError(CodingError):
    """A person wants to code in a layer that is nobody's own."""

    nl = (
        "{name!r} is de naam van een laag die niemand voor zichzelf heeft: codeer "
        "onder een eigen naam of initialen."
    )
    en = (
        "{name!r} is the name of a layer that is nobody's own: code under a name or "
        "initials of your own."
    )


class ClosedComparisonError(CodingError):
    """Layers are still blind: not all who code a source have handed in."""

    nl = (
        "De lagen van bron {source} zijn nog niet te vergelijken: nog niet "
        "ingeleverd door {coders}. Wacht daarop, of open de vergelijking met een reden."
    )
    en = (
        "The layers of source {source} cannot be compared yet: {coders} did not hand "
        "in. Wait for it, or open the comparison with a reason."
    )


class StaleCaseError(CodingError):
    """A difference between coders is not as it was shown any more."""

    nl = (
        "Dit verschil in bron {source} is niet meer zoals je het zag: een codering is "
        "intussen veranderd. Bekijk het opnieuw."
    )
    en = (
        "This difference in source {source} is not as you saw it any more: a coding "
        "was changed meanwhile. Look at it again."
    )


class MissingReasonError(CodingError):
    """A decision needs a reason."""

    nl = "Geef een reden: {what} is zonder reden later niet na te gaan."
    en = "Give a reason: without one nobody can follow {what} later."


class UndecidedError(CodingError):
    """A consensus is settled while differences are undecided."""

    nl = (
        "Bron {source} heeft nog {count} verschil(len) zonder besluit: besluit "
        "daarover, of laat ze open met een reden."
    )
    en = (
        "Source {source} has {count} difference(s) left without a decision: decide, or "
        "leave them open with a reason."
    )


class SettledConsensusError(CodingError):
    """A decision is taken in a source whose consensus was settled."""

    nl = (
        "De consensus van bron {source} is vastgesteld: heropen die eerst, met een "
        "reden."
    )
    en = "The consensus of source {source} was settled: reopen it first, with a reason."


class TooFewCodersError(CodingError):
    """A comparison or a round needs more coders, or sources."""

    nl = "Noem minstens {least} {what}; genoemd: {found}."
    en = "Name at least {least} {what}; named: {found}."


class HandedInError(CodingError):
    """An assignment is in the other state than the act supposes."""

    nl = "{coder} heeft bron {source} in ronde {number} {state}."
    en = "{coder}, source {source}, round {number}: {state}."


class ComparedRoundError(CodingError):
    """What was handed in is not taken back once the layers were open."""

    nl = (
        "Bron {source} in ronde {number} is al te vergelijken: wie nu nog wijzigt, "
        "codeert niet meer onafhankelijk. Begin een nieuwe ronde."
    )
    en = (
        "Source {source} in round {number} is open to comparison already: who changes "
        "codings now does not code independently. Start a new round."
    )


class NotAssignedError(CodingError):
    """A coder hands in a source that nobody assigned."""

    nl = (
        "{coder} is niet toegewezen aan bron {source}: `vknz progress` toont wie wat "
        "codeert."
    )
    en = (
        "{coder} is not assigned to source {source}: `vknz progress` shows who codes "
        "what."
    )


class AssignedAlreadyError(CodingError):
    """A coder has a source in a round already."""

    nl = "{coder} codeert bron {source} al in ronde {number}."
    en = "{coder} codes source {source} in round {number} already."


class TooFewPassagesError(CodingError):
    """A code has too few passages to learn from."""

    nl = (
        "Code {path} heeft {found} passages in je laag en de consensus: suggesties "
        "kunnen vanaf {least}. Codeer er eerst meer."
    )
    en = (
        "Code {path} has {found} passages in your layer and the consensus: suggestions "
        "take at least {least}. Code more first."
    )


class SuggestionsOffError(CodingError):
    """Suggestions are asked for in a study that does not use them."""

    nl = "Suggesties staan uit: zet ze aan met `vknz suggest {path} --on`."
    en = "Suggestions are off: turn them on with `vknz suggest {path} --on`."
