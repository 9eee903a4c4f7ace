"""The coding workbench of a study: a session of one coder behind the widget."""

from typing import TYPE_CHECKING, Any, Protocol

from vknz_research.coding.consent import find_open_source
from vknz_research.coding.desk import Suggesting
from vknz_research.coding.session import Session
from vknz_research.language import current_language
from vknz_research.store import Store

if TYPE_CHECKING:
    from vknz_research.widgets.workbench import Workbench


class Codable(Protocol):
    """A study, as far as coding in it goes."""

    store: Store

    @property
    def title(self) -> str:
        """Return the title of the study."""

    @property
    def suggesting(self) -> Suggesting | None:
        """Return how suggestions are made, or None where they are off."""


def make_session(study: Codable, coder: str, *, blind: bool = False) -> Session:
    """Return a coder's session; in a blind one the layers of others stay hidden."""
    return Session(
        study.store,
        coder,
        title=study.title,
        language=current_language(),
        blind=blind,
        suggesting=study.suggesting,
    )


def show_workbench(
    study: Codable, coder: str, source: str = "", *, blind: bool = False, **traits: Any
) -> "Workbench":
    """Return the widget to work in as this coder, opened on a source.

    A source that is not there is told here, and not in an empty page.
    """
    from vknz_research.widgets.workbench import Workbench  # noqa: PLC0415 - Jupyter

    session = make_session(study, coder, blind=blind)
    if source:
        with study.store.read() as reader:
            find_open_source(reader, source)
    return Workbench(session.handle, source=source, language=session.language, **traits)
