"""The pages that look at the material: each number leads to its passages.

They share one module in the browser, one filter in the address, and the frames of the
study, which are read once for all who look.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from vknz_research.coding.messages import Args
from vknz_research.dashboard.frame import frame_page
from vknz_research.dashboard.looks.frames import Looked, find_shelf
from vknz_research.dashboard.looks.overview import (
    describe_overview,
    describe_sources,
    list_next,
)
from vknz_research.dashboard.looks.passages import (
    find_allowed,
    list_excerpts,
    list_passages,
)
from vknz_research.dashboard.looks.perspectives import describe_perspectives
from vknz_research.dashboard.looks.shapes import (
    list_spoken,
    list_values,
    order_heard,
    shape_codes,
    shape_passages,
)
from vknz_research.dashboard.pages import PAGES, guard
from vknz_research.dashboard.pane import DeskPane, answer_with, join_page
from vknz_research.dashboard.stand import Stand
from vknz_research.language import current_language
from vknz_research.model import roles
from vknz_research.project.passagetable import render_passages
from vknz_research.project.querying import remove_smart_code, save_smart_code
from vknz_research.widgets.bundle import join_styles

if TYPE_CHECKING:
    import pandas as pd

    from vknz_research.analysis.view import Choice

PARTS: Final = (
    "colours.js",
    "lookingwords.js",
    "lookaddress.js",
    "lookparts.js",
    "lookfilter.js",
    "lookoverview.js",
    "looksources.js",
    "lookthemes.js",
    "lookperspectives.js",
    "lookpassages.js",
    "looking.js",
)
KEYS: Final = (
    *("fase", "perspectief", "soort", "bron", "broncode"),
    *("gemeente", "laag", "traject"),
)
FRAMEWORK: Final = "4r"
COLUMNS: Final = (
    *("source", "label", "phase", "perspective", "role"),
    *("start", "end", "ms", "codes", "text"),
)


class LookingPane(DeskPane):
    """Shows one of the pages, and the others when one goes there."""

    _esm = join_page(*PARTS)
    _stylesheets = [*DeskPane._stylesheets, join_styles("looking.css")]  # noqa: RUF012


class Looking:
    """Answers the pages; what somebody may not see is counted and not given."""

    def __init__(self, stand: Stand) -> None:
        self.study = stand.study
        self.actor = stand.visitor.name
        self.role = stand.visitor.role
        self.shelf = find_shelf(stand.study)

    @property
    def asks(self) -> dict[str, Callable[[Args], Any]]:
        """Return what answers each message."""
        asks: dict[str, Callable[[Args], Any]] = {
            "state": self.tell_state,
            "overview": self._at(describe_overview),
            "instrument": self.show_instrument,
            "perspectives": self.show_perspectives,
            "passages": self.show_passages,
            "warm": self.warm,
        }
        if self.may_code:
            asks |= {
                "sources": self.show_sources,
                "next": lambda _: list_next(self.study),
                "csv": self.write_csv,
                "save": self.save_smart_code,
                "remove": self.remove_smart_code,
            }
        return asks

    @property
    def may_code(self) -> bool:
        """Say whether somebody may open the sources themselves."""
        return roles.may(self.role, roles.CODING)

    def tell_state(self, args: Args) -> dict[str, Any]:
        """Return what one can choose from, and what a choice comes down to."""
        looked, choice = self._read(args)
        snapshot, view = looked.snapshot, looked.view(choice)
        everything = looked.find(choice, "*")
        sources = snapshot.sources
        return {
            "codes": looked.keep("codes", lambda: shape_codes(snapshot.codes)),
            "phases": list_values(sources["phase"]),
            "perspectives": order_heard(snapshot.turns["perspective"].dropna()),
            "kinds": list_values(sources["kind"]),
            "municipalities": list_values(sources["municipality"]),
            "layers": _list_coders(looked),
            "snapshots": self.shelf.list_snapshots(),
            "may": {one.name: roles.may(self.role, one.name) for one in PAGES},
            "sources": len(list_spoken(view)),
            "hidden": int((~everything["is_quotable"].astype(bool)).sum()),
            "smart": _list_smart(snapshot.smart_codes),
        }

    def show_sources(self, args: Args) -> dict[str, Any]:
        """Return the list of sources."""
        looked, choice = self._read(args)
        return describe_sources(looked, choice, args.maybe("framework") or FRAMEWORK)

    def show_instrument(self, args: Args) -> dict[str, Any]:
        """Return the panels of the four R's, and the one that is chosen."""
        from vknz_research.dashboard.looks.themes import (  # noqa: PLC0415 - pandas
            describe_instrument,
        )

        looked, choice = self._read(args)
        return describe_instrument(looked, choice, args.maybe("code") or "")

    def show_perspectives(self, args: Args) -> dict[str, Any]:
        """Return who says what."""
        looked, choice = self._read(args)
        return describe_perspectives(looked, choice, args.maybe("code") or "")

    def warm(self, args: Args) -> dict[str, Any]:
        """Compute what other pages need of a choice, so that going there is quick."""
        self.show_instrument(args)
        self.show_perspectives(args)
        return {}

    def show_passages(self, args: Args) -> dict[str, Any]:
        """Return what a query finds, or what is quoted in a section."""
        looked, choice = self._read(args)
        offset = args.whole("offset")
        section = args.maybe("section")
        if section:
            who = args.maybe("by") or ""
            return list_excerpts(looked, choice, section, who, offset)
        query = args.text("query")
        guarded = not self.may_code
        return list_passages(looked, choice, query, offset, guarded=guarded)

    def write_csv(self, args: Args) -> dict[str, Any]:
        """Return all passages of a query as the text of a CSV file."""
        looked, choice = self._read(args)
        found = find_allowed(looked, choice, args.text("query"), guarded=False)
        rows = shape_passages(looked, choice, found)
        joined = [{**row, "codes": " ".join(row["codes"])} for row in rows]
        return {"text": render_passages(COLUMNS, joined)}

    def save_smart_code(self, args: Args) -> dict[str, Any]:
        """Keep a question under a name."""
        name, text = args.text("name"), args.text("query")
        return {"name": save_smart_code(self.study, self.actor, name, text).name}

    def remove_smart_code(self, args: Args) -> dict[str, Any]:
        """Take a smart code away."""
        remove_smart_code(self.study, self.actor, args.text("name"))
        return {}

    def _at(
        self, describe: "Callable[[Looked, Choice], Any]"
    ) -> Callable[[Args], dict[str, Any]]:
        def show(args: Args) -> dict[str, Any]:
            return dict(describe(*self._read(args)))

        return show

    def _read(self, args: Args) -> "tuple[Looked, Choice]":
        from vknz_research.analysis.view import Choice  # noqa: PLC0415 - pandas

        choice = Choice.read(args.named("choice", KEYS))
        return self.shelf.read(self.actor, args.maybe("snapshot") or ""), choice


def _list_smart(frame: "pd.DataFrame") -> list[dict[str, str]]:
    rows = frame.sort_values("name").itertuples()
    return [{"name": str(row.name), "query": str(row.query)} for row in rows]


def _list_coders(looked: Looked) -> list[str]:
    coders = looked.snapshot.coders
    is_person = (coders["kind"].astype(object) == "person").to_numpy(dtype=bool)
    return sorted(coders["name"][is_person])


def make_looking_page(here: str) -> Callable[[Stand], Any]:
    """Return what makes one of the pages."""

    def make(stand: Stand) -> Any:
        pane = LookingPane(
            guard(answer_with(Looking(stand).asks), stand.admits, stand.visitor),
            language=current_language(),
            opens=here,
            sizing_mode="stretch_both",
        )
        return frame_page(stand.study.title, stand.visitor, here, pane)

    return make
