"""The review of proposals for pseudonyms: a session of one coder behind the widget."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from vknz_research.coding.find import find_source
from vknz_research.coding.reviewing import Choice, Drafts, ReviewSession, Steps
from vknz_research.language import current_language, say
from vknz_research.project.study import Study

if TYPE_CHECKING:
    from vknz_research.widgets.pseudonyms import IdentifierReview

# By study: whoever loads the page anew finds what was decided and not yet applied.
_DRAFTS: Final[dict[str, Drafts]] = {}


def make_review(study: Study, coder: str) -> ReviewSession:
    """Return the session of a coder who reviews proposals."""
    drafts = _DRAFTS.setdefault(str(study.path.resolve()), Drafts())
    return ReviewSession(study.store, coder, make_steps(study), drafts)


def show_review(study: Study, coder: str, source: str = "") -> "IdentifierReview":
    """Return the widget to review in, opened on a source."""
    from vknz_research.widgets.pseudonyms import (  # noqa: PLC0415 - Jupyter
        IdentifierReview,
    )

    if source:
        with study.store.read() as reader:
            source = find_source(reader, source).id
    session = make_review(study, coder)
    return IdentifierReview(session.handle, source=source, language=current_language())


def make_steps(study: Study) -> Steps:
    """Return what this study proposes, and how decisions are applied."""
    from vknz_research.privacy import proposals  # noqa: PLC0415 - word lists
    from vknz_research.project import pseudonyms  # noqa: PLC0415 - word lists

    def apply(
        coder: str, source: str, choices: Sequence[Choice], ask: Callable[[], str]
    ) -> Any:
        decisions = [
            pseudonyms.Decision(c.start, c.end, c.outcome, c.token, c.reason, c.scope)
            for c in choices
        ]
        return pseudonyms.apply_decisions(study, coder, source, decisions, ask)

    return Steps(
        lambda source: pseudonyms.list_proposals(study, source),
        apply,
        {key: say(nl=nl, en=en) for key, (nl, en) in proposals.CATEGORIES.items()},
        {key: say(nl=nl, en=en) for key, (nl, en) in proposals.REASONS.items()},
        proposals.INDIRECT,
    )
