"""Why an analysis or a question to the codings is refused."""

from vknz_research.errors.base import VknzError


class QueryError(VknzError):
    """A question in the query language cannot be read."""

    nl = "De vraag is niet te lezen bij teken {at}: {reason_nl}"
    en = "The question cannot be read at character {at}: {reason_en}"


class UnknownSmartCodeError(VknzError):
    """A question names a smart code that is not there."""

    nl = "Er is geen slimme code {name!r}. Er zijn: {known}."
    en = "There is no smart code {name!r}. There are: {known}."
