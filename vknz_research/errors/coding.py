"""Why an act of a researcher is refused."""

from vknz_research.errors.base import VknzError


class CodingError(VknzError):
    """An act of coding cannot be done."""


class SpanOutsideTextError(CodingError):
    """A span points past the end of its source."""

    nl = (
        "Passage {start}-{end} ligt buiten bron {source} ({length} tekens): kijk de "
        "plaatsen na; ze tellen in Unicode-tekens vanaf 0."
    )
    en = (
        "Span {start}-{end} lies outside source {source} ({length} characters): check "
        "the offsets; they count Unicode characters from 0."
    )


class UnknownThingError(CodingError):
    """A source, code, coder, memo or coding is asked for that the study has not."""

    nl = "{kind} {name!r} is er niet in deze studie: `vknz {list}` toont wat er is."
    en = "{kind} {name!r} is not in this study: `vknz {list}` shows what is."


class AmbiguousNameError(CodingError):
    """More than one source answers to a name."""

    nl = "{name!r} past op {count} bronnen of deelnemers: gebruik het id."
    en = "{name!r} fits {count} sources or participants: use the id."


class CodeExistsError(CodingError):
    """A code path is taken."""

    nl = "Code {path} bestaat al: kies een ander pad, of voeg samen."
    en = "Code {path} exists already: choose another path, or merge."


class SelfMergeError(CodingError):
    """A code is merged or moved into itself or its own sub-code."""

    nl = "Code {path} kan niet in zichzelf of een eigen subcode opgaan."
    en = "Code {path} cannot go into itself or a sub-code of its own."


class SameCodingError(CodingError):
    """The coder already gave this code to exactly this passage."""

    nl = "{coder} gaf {code} al aan {start}-{end} van bron {source}."
    en = "{coder} gave {code} to {start}-{end} of source {source} already."


class StaleTextError(CodingError):
    """A passage was pointed out in a text that was edited since."""

    nl = (
        "De tekst van bron {source} is intussen verbeterd (je zag {seen}, nu geldt "
        "{current}): lees opnieuw in en wijs de passage nog eens aan."
    )
    en = (
        "The text of source {source} was edited meanwhile (you saw {seen}, now it is "
        "{current}): load it again and point the passage out once more."
    )


class StaleCodeError(CodingError):
    """A code was changed by somebody else since it was read."""

    nl = (
        "Code {code} is intussen gewijzigd (je zag revisie {seen}, nu geldt "
        "{current}): vergelijk beide en wijzig dan opnieuw. Er is niets veranderd."
    )
    en = (
        "Code {code} was changed meanwhile (you saw revision {seen}, now it is "
        "{current}): compare both and change it again. Nothing was changed."
    )


class StaleMemoError(CodingError):
    """A memo was changed by somebody else since it was read."""

    nl = (
        "Memo {memo} is intussen gewijzigd: vergelijk beide versies en bewaar dan "
        "opnieuw. Er is niets veranderd."
    )
    en = (
        "Memo {memo} was changed meanwhile: compare both versions and save again. "
        "Nothing was changed."
    )


class ShortcutTakenError(CodingError):
    """Another code under the same parent has this key."""

    nl = "Toets {shortcut!r} hoort al bij code {path}: kies een andere toets."
    en = "Key {shortcut!r} belongs to code {path} already: choose another key."


class NotYoursError(CodingError):
    """A coding belongs to the layer of another coder."""

    nl = "Codering {coding} is niet van {coder}: ieder wijzigt alleen de eigen laag."
    en = "Coding {coding} is not {coder}'s: everybody changes their own layer only."


class PatternError(CodingError):
    """What is searched for cannot be read as a pattern."""

    nl = (
        "Het zoekpatroon klopt niet bij teken {place} ({reason}): verbeter het, of "
        "zoek op een woord."
    )
    en = (
        "The search pattern is wrong at character {place} ({reason}): correct it, or "
        "search for a word."
    )


class SlowPatternError(CodingError):
    """A pattern takes so long that the search was stopped."""

    nl = (
        "Het zoekpatroon vraagt te veel tijd en is gestopt: vermijd herhaling binnen "
        "herhaling, zoals (a+)+."
    )
    en = (
        "The search pattern takes too long and was stopped: avoid repetition within "
        "repetition, such as (a+)+."
    )


class EditCrossesTurnError(CodingError):
    """An edit of a text would reach over the border of a turn."""

    nl = (
        "De verbetering op {start}-{end} van bron {source} blijft niet binnen één "
        "beurt: verbeter per beurt, zonder regeleinde, en laat van de beurt iets over."
    )
    en = (
        "The edit at {start}-{end} of source {source} does not stay within one turn: "
        "edit turn by turn, without a line break, and leave something of the turn."
    )


class NothingToUndoError(CodingError):
    """There is no act to take back or to do again."""

    nl = "Er is niets om {what_nl}."
    en = "There is nothing to {what_en}."


class UndoConflictError(CodingError):
    """Something changed since, so that an act cannot be taken back."""

    nl = (
        "Handeling {seq} kan niet ongedaan worden gemaakt: {table} {row} is daarna "
        "gewijzigd. Er is niets veranderd; kijk in `vknz log`."
    )
    en = (
        "Act {seq} cannot be undone: {table} {row} has changed since. Nothing was "
        "changed; look at `vknz log`."
    )


class CodeInUseError(CodingError):
    """A code cannot go while codings or sub-codes hang on it."""

    nl = "Code {path} heeft nog {count} coderingen of subcodes: voeg die eerst samen."
    en = "Code {path} still has {count} codings or sub-codes: merge those first."


class QuoteNotFoundError(CodingError):
    """Quoted words are not in the source, or not that often."""

    nl = (
        "{file}, regel {line}: de geciteerde woorden staan niet ({occurrence}e keer) "
        "in bron {source}: kijk de spelling en de witruimte na."
    )
    en = (
        "{file}, line {line}: the quoted words are not ({occurrence}th time) in source "
        "{source}: check spelling and blanks."
    )


class BadMessageError(CodingError):
    """A browser sent something that is no act of the workbench."""

    nl = (
        "Handeling {act} is niet te begrijpen: herlaad de pagina en voer de cel "
        "opnieuw uit. Er is niets veranderd."
    )
    en = (
        "Act {act} cannot be understood: reload the page and run the cell again. "
        "Nothing was changed."
    )


class RequestDoneError(CodingError):
    """A request was sent twice, and led to its act already."""

    nl = "Dit is al gedaan. Er is niets veranderd."
    en = "This was done already. Nothing was changed."
