"""The root of the tree, and what is wrong with values, files and tables."""

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
