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


class NoBrowserError(VknzError):
    """A figure is to be saved where no browser can draw it."""

    nl = (
        "De figuur is niet bewaard: er is geen Chrome, Chromium of Edge die haar kan "
        "tekenen. Installeer een van de drie, of zeg met BROWSER_PATH waar die staat."
    )
    en = (
        "The figure was not saved: there is no Chrome, Chromium or Edge to draw it. "
        "Install one of the three, or say with BROWSER_PATH where it is."
    )


class TooLittleForSpaceError(VknzError):
    """There are too few sources or codes to place them by what they share."""

    nl = (
        "Een coderuimte vraagt ten minste drie bronnen en drie codes; er zijn "
        "{sources} bronnen en {codes} codes. Maak de keuze ruimer, of codeer eerst."
    )
    en = (
        "A code space takes at least three sources and three codes; there are "
        "{sources} sources and {codes} codes. Choose more, or code first."
    )
