"""The review of proposals for pseudonyms: a session of one coder behind the widget."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from vknz_research.coding.find import find_source
from vknz_research.coding.reviewing import (
    OWN,
    Decided,
    Drafts,
    Offer,
    ReviewSession,
    Steps,
)
from vknz_research.errors import NoVaultError
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
    from vknz_research.privacy import proposals, replacing  # noqa: PLC0415 - word lists
    from vknz_research.project import pseudonyms  # noqa: PLC0415 - word lists

    opened = _Opened(study)

    def propose(source: str) -> Sequence[Offer]:
        return pseudonyms.list_offers(study, source, opened.register)

    def apply(coder: str, source: str, decided: Sequence[Decided]) -> Any:
        decisions = [
            pseudonyms.Decision(
                source,
                one.choice.start,
                one.choice.end,
                one.words,
                one.category,
                one.choice.outcome,
                one.choice.token,
                one.choice.reason,
                only=one.choice.scope == "only",
                line=number,
            )
            for number, one in enumerate(decided, start=1)
        ]
        return pseudonyms.decide(study, coder, decisions)

    return Steps(
        propose,
        apply,
        opened.unlock,
        {key: say(nl=nl, en=en) for key, (nl, en) in proposals.CATEGORIES.items()},
        {key: say(nl=nl, en=en) for key, (nl, en) in proposals.REASONS.items()}
        | {OWN: say(nl="zelf aangewezen", en="marked by yourself")},
        proposals.INDIRECT,
        replacing.GENERAL,
    )


class _Opened:
    """The register of a study, as long as one session holds it open."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.register: Any = None

    def unlock(self, passphrase: str) -> None:
        """Read the register with the passphrase, which is not kept."""
        from vknz_research.privacy.register import (  # noqa: PLC0415 - rapidfuzz
            read_register,
        )
        from vknz_research.project.withdrawing import open_vault  # noqa: PLC0415

        vault = open_vault(self.study)
        if not vault.exists:
            raise NoVaultError
        unlocked = vault.unlock(lambda: passphrase)
        self.register = read_register(unlocked, vault.list_names())
