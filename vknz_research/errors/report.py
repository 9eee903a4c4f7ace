"""Why a snapshot or report cannot be had."""

from vknz_research.errors.base import VknzError


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


class MissingReferenceError(ReportError):
    """A memo refers to a figure, table, section or note that is not there."""

    nl = (
        "Rapport niet gemaakt. Memo {memo} verwijst met {placeholder} naar iets dat er "
        "niet is. Kies een codepad of hoofdstuk van het rapport, of haal de verwijzing "
        "weg."
    )
    en = (
        "Report not made. Memo {memo} refers with {placeholder} to what is not there. "
        "Choose a code path or chapter of the report, or take the reference away."
    )


class AbsentChoiceError(ReportError):
    """A parameters file chooses what the snapshot does not have."""

    nl = (
        "Rapport niet gemaakt. {what_nl} {name!r}{place_nl} staat niet in deze "
        "momentopname. {remedy_nl}"
    )
    en = (
        "Report not made. {what_en} {name!r}{place_en} is not in this snapshot. "
        "{remedy_en}"
    )


class ParametersFileError(ReportError):
    """A parameters file cannot be read."""

    nl = "{file} is geen parametersbestand: {reason_nl}."
    en = "{file} is no parameters file: {reason_en}."


class NotebookError(ReportError):
    """A notebook of a report stopped."""

    nl = "Rapport niet gemaakt. Notebook {notebook}, cel {cell}: {reason}"
    en = "Report not made. Notebook {notebook}, cell {cell}: {reason}"


class StoryConsentError(ReportError):
    """Somebody in a story does not want to be quoted."""

    nl = (
        "Geen verhaal van {trajectory}: de {role} in bron {source} gaf geen "
        "toestemming om te citeren. Vraag die eerst (`vknz consent`), en bevries "
        "opnieuw."
    )
    en = (
        "No story of {trajectory}: the {role} in source {source} gave no consent to be "
        "quoted. Ask for it first (`vknz consent`), and freeze again."
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


class ReportNameError(ReportError):
    """A composed report cannot be called this."""

    nl = (
        "Een rapport kan niet {name!r} heten: gebruik kleine letters, cijfers en "
        "streepjes."
    )
    en = "A report cannot be called {name!r}: use small letters, digits and hyphens."


class ChangedParametersError(ReportError):
    """A parameters file was changed by another meanwhile."""

    nl = (
        "{file} is intussen door iemand anders gewijzigd. Jouw laatste wijziging is "
        "niet bewaard: laad de pagina opnieuw en doe die nog eens."
    )
    en = (
        "{file} was changed by somebody else meanwhile. Your last change was not kept: "
        "load the page again and repeat it."
    )


class NotQuotableError(ReportError):
    """Somebody in a passage may not be quoted."""

    nl = (
        "Deze passage in {source} ({start}-{end}) mag niet worden geciteerd: wie hier "
        "spreekt gaf daar geen toestemming voor. Kies een andere passage."
    )
    en = (
        "This passage in {source} ({start}-{end}) may not be quoted: who speaks here "
        "gave no consent for that. Choose another passage."
    )


class BlindReportError(ReportError):
    """Somebody who still codes blind asks for what others coded there."""

    nl = (
        "Je codeert nog {sources_nl} blind; een rapport telt ook wat collega’s "
        "codeerden. Lever eerst in, of laat het een ander maken."
    )
    en = (
        "You still code {sources_en} blind; a report also counts what colleagues "
        "coded. Hand in first, or let somebody else make it."
    )


class ReportRunningError(ReportError):
    """A report is still being made."""

    nl = "Er wordt al een rapport gemaakt. Wacht tot dat klaar is en maak dan {name!r}."
    en = "A report is being made already. Wait until it is there, then make {name!r}."


class ResponsesFileError(ReportError):
    """A file with responses of the project group cannot be read."""

    nl = "{file} is geen bestand met reacties: {reason_nl}. Er is niets ingelezen."
    en = "{file} is no file with responses: {reason_en}. Nothing was brought in."
