"""The coding workbench of a study: a session of one coder behind the widget."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from vknz_research.coding.consent import find_open_source
from vknz_research.coding.desk import Asking, Suggesting
from vknz_research.coding.session import Session
from vknz_research.language import current_language
from vknz_research.model.codings import Coder
from vknz_research.store import Store

if TYPE_CHECKING:
    from vknz_research.analysis.view import Choice, View
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

    def view(self, choice: "Choice | None" = None) -> "View":
        """Return what an analysis looks at, of the study as it is now."""


def make_session(study: Codable, coder: str, *, blind: bool = False) -> Session:
    """Return a coder's session; in a blind one the layers of others stay hidden."""
    return Session(
        study.store,
        coder,
        title=study.title,
        language=current_language(),
        blind=blind,
        suggesting=study.suggesting,
        asking=make_asking(study, coder),
    )


def make_asking(study: Codable, coder: str) -> Asking:
    """Return what answers a coder's questions: from their own layer and the texts.

    The layers of others stay out, whether coding is blind or not.
    """

    def answer(text: str, source: str | None) -> list[tuple[str, int, int]]:
        from vknz_research.analysis.layers import PERSONS  # noqa: PLC0415 - pandas
        from vknz_research.analysis.query import find  # noqa: PLC0415
        from vknz_research.analysis.view import Choice  # noqa: PLC0415

        with study.store.read() as reader:
            is_known = reader.first(Coder, name=coder, kind="person") is not None
            name = find_open_source(reader, source).name if source else None
        view = study.view(
            Choice(
                sources=(name,) if name else (),
                layer=coder if is_known else PERSONS,
                with_cycle=True,
            )
        )
        if not is_known:
            view = replace(view, codings=view.codings.head(0))
        found = find(view, text)
        rows = zip(found["source_id"], found["start"], found["end"], strict=True)
        return [(str(s), int(a), int(b)) for s, a, b in rows]

    return answer


def show_workbench(
    study: Codable,
    coder: str,
    source: str = "",
    *,
    at: tuple[int, int] | None = None,
    blind: bool = False,
    **traits: Any,
) -> "Workbench":
    """Return the widget to work in as this coder, opened on a source.

    `at` is a passage of it (code points, half-open), which is then chosen and in
    sight. A source that is not there is told here, and not in an empty page.
    """
    from vknz_research.widgets.workbench import Workbench  # noqa: PLC0415 - Jupyter

    session = make_session(study, coder, blind=blind)
    if source:
        with study.store.read() as reader:
            find_open_source(reader, source)
    place = f"{at[0]}-{at[1]}" if at else ""
    return Workbench(
        session.handle,
        source=source,
        place=place,
        language=session.language,
        **traits,
    )
