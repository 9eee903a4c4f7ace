"""One tree of exceptions that carry facts and build their own sentence.

Each sentence says what went wrong, with which thing, and what to do now. Facts are ids,
names of files, offsets and counts; never the words of a participant.
"""

from typing import ClassVar

from vknz_research.language import say


class VknzError(Exception):
    """Something that a person using the workbench can understand and mend."""

    nl: ClassVar[str] = "Er ging iets mis."
    en: ClassVar[str] = "Something went wrong."

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(facts)

    def __str__(self) -> str:
        """Return the sentence in the language of the interface."""
        return say(nl=self.nl, en=self.en).format(**self.facts)


class ModelError(VknzError):
    """A value cannot exist."""


class InvalidSpanError(ModelError):
    """A span has no length, or begins before the text."""

    nl = "Passage {start}-{end} kan niet: begin ligt voor einde, en niet onder 0."
    en = "Span {start}-{end} cannot be: start lies before end, and not below 0."


class InvalidPathError(ModelError):
    """A code path is not written as one."""

    nl = (
        "{path!r} is geen codepad: schrijf het als kader/code/subcode, in kleine "
        "letters, cijfers en streepjes."
    )
    en = (
        "{path!r} is not a code path: write framework/code/sub-code, in lower case "
        "letters, digits and hyphens."
    )


class UnknownValueError(ModelError):
    """A value is not in the list it must come from."""

    nl = "{value!r} kan niet bij {field}; kies uit: {known}."
    en = "{value!r} is not possible for {field}; choose one of: {known}."


class TextError(ModelError):
    """A text holds characters that cannot be kept."""

    nl = "De tekst bevat {what} op plaats {place}: bewaar het bestand als UTF-8-tekst."
    en = "The text holds {what} at {place}: save the file as UTF-8 text."


class IngestError(VknzError):
    """A file cannot be read as a source."""


class UnreadableFileError(IngestError):
    """A file is damaged, locked or not what its name says."""

    nl = "{file}: {reason_nl}"
    en = "{file}: {reason_en}"


class UnknownFormatError(IngestError):
    """No reader knows this kind of file."""

    nl = "{file}: bestandstype {suffix!r} is onbekend; wel te lezen: {known}."
    en = "{file}: file type {suffix!r} is unknown; these can be read: {known}."


class FileTooLargeError(IngestError):
    """A file, or what it unpacks to, is beyond what one source may be."""

    nl = (
        "{file}: {size_mb} MB is meer dan {limit_mb} MB voor één bron: splits het "
        "bestand, of haal beeld en geluid eruit."
    )
    en = (
        "{file}: {size_mb} MB is over {limit_mb} MB for one source: split the file, or "
        "take pictures and sound out."
    )


class EmptyFileError(IngestError):
    """A file has no text."""

    nl = "{file}: er staat geen tekst in. Is het een scan of een leeg bestand?"
    en = "{file}: there is no text in it. Is it a scan, or an empty file?"


class TableError(VknzError):
    """A table that a person made cannot be used."""


class MissingColumnsError(TableError):
    """Columns are missing."""

    nl = "{file}: kolom {missing} ontbreekt; nodig zijn: {needed}."
    en = "{file}: column {missing} is missing; needed are: {needed}."


class InvalidRowError(TableError):
    """A row holds a value that cannot be used."""

    nl = "{file}, regel {line}: {reason_nl}"
    en = "{file}, line {line}: {reason_en}"


class MissingFileError(TableError):
    """An inventory names a file that is not there."""

    nl = (
        "{file} noemt {missing}, maar dat bestand is er niet: verbeter de naam of haal "
        "de regel weg. Er is niets geïmporteerd."
    )
    en = (
        "{file} names {missing}, but that file is not there: correct the name or take "
        "the line out. Nothing was imported."
    )


class StudyError(VknzError):
    """A study cannot be opened or made."""


class NoStudyError(StudyError):
    """There is no study in this folder."""

    nl = "In {path} staat geen studie: maak er een met `vknz init {path}`."
    en = "There is no study in {path}: make one with `vknz init {path}`."


class StudyExistsError(StudyError):
    """The folder already holds something."""

    nl = "{path} is al een studie of niet leeg: kies een andere map."
    en = "{path} is a study already, or not empty: choose another folder."


class NewerStudyError(StudyError):
    """A study was written by a newer version of the program."""

    nl = (
        "De studie in {path} is van een nieuwere versie (schema {found}, dit programma "
        "kent {known}): werk het programma bij. Er is niets veranderd."
    )
    en = (
        "The study in {path} is of a newer version (schema {found}, this program knows "
        "{known}): update the program. Nothing was changed."
    )


class WrongPassphraseError(StudyError):
    """The passphrase does not open the store."""

    nl = (
        "De wachtwoordzin past niet op {path}, of het bestand is beschadigd: probeer "
        "opnieuw, of zet een reservekopie terug. Er is niets veranderd."
    )
    en = (
        "The passphrase does not open {path}, or the file is damaged: try again, or "
        "restore a backup. Nothing was changed."
    )


class NoPassphraseError(StudyError):
    """No passphrase was given where one is needed."""

    nl = (
        "Voor {path} is een wachtwoordzin nodig en die is niet gegeven: start de "
        "opdracht in een terminalvenster, of maak een studie met --plain."
    )
    en = (
        "{path} needs a passphrase and none was given: run the command in a terminal "
        "window, or make a study with --plain."
    )


class DamagedStoreError(StudyError):
    """The store does not pass its own integrity check."""

    nl = "De opslag van {path} is beschadigd ({what}): zet een reservekopie terug."
    en = "The store of {path} is damaged ({what}): restore a backup."


class StoreBusyError(StudyError):
    """Another program holds the store."""

    nl = "De opslag is bezet door een ander programma: sluit dat, of probeer straks."
    en = "The store is held by another program: close that, or try again later."


class StoreAddressError(StudyError):
    """The address of a database is not one that can be used."""

    nl = "Dat is geen adres: schrijf postgresql+psycopg://naam@server/database."
    en = "That is no address: write postgresql+psycopg://name@server/database."


class StoreUnreachableError(StudyError):
    """The database server does not answer."""

    nl = "De databaseserver antwoordt niet: kijk of die aanstaat en of store klopt."
    en = "The database server does not answer: see whether it runs and store is right."


class StoreFailedError(StudyError):
    """The disk or the database refused an act; nothing was kept of it."""

    nl = "Niet bewaard ({reason}): kijk of de schijf vol of alleen-lezen is."
    en = "Not saved ({reason}): see whether the disk is full or read-only."


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
        "De tekst van bron {source} is intussen verbeterd (u zag {seen}, nu geldt "
        "{current}): lees opnieuw in en wijs de passage nog eens aan."
    )
    en = (
        "The text of source {source} was edited meanwhile (you saw {seen}, now it is "
        "{current}): load it again and point the passage out once more."
    )


class StaleCodeError(CodingError):
    """A code was changed by somebody else since it was read."""

    nl = (
        "Code {code} is intussen gewijzigd (u zag revisie {seen}, nu geldt {current}): "
        "vergelijk beide en wijzig dan opnieuw. Er is niets veranderd."
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


class SnapshotError(VknzError):
    """A snapshot cannot be taken or read."""


class NoSnapshotError(SnapshotError):
    """There is no snapshot in this folder."""

    nl = "{path} is geen momentopname: maak er een met `vknz freeze`."
    en = "{path} is not a snapshot: make one with `vknz freeze`."


class ChangedSnapshotError(SnapshotError):
    """A file of a snapshot is not what the manifest says."""

    nl = "{file} in momentopname {path} is gewijzigd of beschadigd: bevries opnieuw."
    en = "{file} in snapshot {path} was changed or damaged: freeze again."


class SnapshotNameError(SnapshotError):
    """A snapshot name cannot be a folder name."""

    nl = "{name!r} kan geen naam zijn: gebruik letters, cijfers, punt en streepje."
    en = "{name!r} cannot be a name: use letters, digits, dot and hyphen."


class ReportError(VknzError):
    """A report cannot be made."""


class UnknownReportError(ReportError):
    """No report has this name."""

    nl = "Rapport {name!r} bestaat niet; wel: {known}."
    en = "Report {name!r} does not exist; these do: {known}."


class ParameterError(ReportError):
    """A report does not take this parameter or value."""

    nl = "Parameter {key}={value} kan niet; {known_nl}."
    en = "Parameter {key}={value} is not possible; {known_en}."


class QuotationError(ReportError):
    """A quotation is not at its place in the snapshot, or was changed in meaning."""

    nl = (
        "Rapport niet gemaakt. Citaat {key} {reason_nl} (bron {source}, plaats "
        "{start}-{end})."
    )
    en = (
        "Report not made. Quotation {key} {reason_en} (source {source}, place "
        "{start}-{end})."
    )


class PlaceholderError(ReportError):
    """A placeholder in a memo cannot be computed."""

    nl = "Rapport niet gemaakt. In memo {memo} is {placeholder} niet te berekenen."
    en = "Report not made. In memo {memo}, {placeholder} cannot be computed."


class NotebookError(ReportError):
    """A notebook of a report stopped."""

    nl = "Rapport niet gemaakt. Notebook {notebook}, cel {cell}: {reason}"
    en = "Report not made. Notebook {notebook}, cell {cell}: {reason}"


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


class ConsentChangedError(ReportError):
    """Consent changed since a snapshot was frozen."""

    nl = (
        "Rapport niet gemaakt. Na het bevriezen van {path} trokken {count} deelnemers "
        "toestemming in of weigerden die: bevries opnieuw met `vknz freeze`."
    )
    en = (
        "Report not made. Since {path} was frozen, {count} participants withdrew or "
        "refused consent: freeze again with `vknz freeze`."
    )


class HiddenSourceError(StudyError):
    """Nothing of a source may be shown."""

    nl = (
        "Van {source} is geen transcript te maken: wie erin spreekt, heeft toestemming "
        "geweigerd of ingetrokken."
    )
    en = (
        "No transcript can be made of {source}: whoever speaks in it refused or "
        "withdrew consent."
    )


class DashboardError(VknzError):
    """The dashboard cannot be served, or not to this person."""


class NoLoginError(DashboardError):
    """Anybody could open the dashboard."""

    nl = (
        "Zonder inloggen is de werkbank alleen voor één persoon op deze machine: geef "
        "één --user NAAM, of maak gebruikers met: vknz users {path} add NAAM."
    )
    en = (
        "Without a login the workbench is for one person on this machine: give one "
        "--user NAME, or make users with: vknz users {path} add NAME."
    )


class OpenAddressError(DashboardError):
    """The dashboard would listen to other machines without a login or in the clear."""

    nl = (
        "{address} is ook van andere machines te bereiken: dat kan alleen met "
        "gebruikers (vknz users {path} add NAAM) en met --certificate en --key."
    )
    en = (
        "{address} can be reached from other machines: that takes users "
        "(vknz users {path} add NAME) and --certificate and --key."
    )


class UnknownUserError(DashboardError):
    """Nobody logs in under this name."""

    nl = "{name!r} staat niet bij de gebruikers; vknz users … list toont ze."
    en = "{name!r} is not among the users; vknz users … list shows them."


class UserNameError(DashboardError):
    """A name cannot be that of a user."""

    nl = "Een gebruikersnaam heeft 1 tot {most} tekens, zonder blanco aan een kant."
    en = "A user name has 1 to {most} characters, without blanks at either end."


class WeakPasswordError(DashboardError):
    """A password is too short, or longer than anybody types."""

    nl = "Een wachtwoord heeft {least} tot {most} tekens; een paar woorden is goed."
    en = "A password has {least} to {most} characters; a few words is good."


class PortTakenError(DashboardError):
    """Something else listens already."""

    nl = "Op poort {port} luistert al iets: kies een andere met --port."
    en = "Something listens on port {port} already: choose another with --port."


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
