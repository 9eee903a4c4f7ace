"""A comparison of coders on a page, for tests: keys pressed, what is shown, what is kept.

The source has eight differences between NvD and TK: borders, codes, and passages that
one of them did not code.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from driving import Bench
from playwright.sync_api import Locator, Page, expect

from vknz_research.model.adjudication import Adjudication, Decision
from vknz_research.model.codings import Coder, Coding
from vknz_research.project import Study
from vknz_research.project.workbench import make_session
from vknz_research.store.store import LogEntry
from vknz_research.widgets.workbench import WORKBENCH_CSS, WORKBENCH_JS

SOURCE = "I1-K-3"
Place = tuple[str, int, int]


@dataclass
class Table:
    """The workbench of a coder on a page, and the study behind it."""

    bench: Bench
    study: Study
    tell: Callable[..., dict[str, Any]]
    before: int

    @property
    def page(self) -> Page:
        """The page."""
        return self.bench.page

    @property
    def stage(self) -> Locator:
        """The difference that is shown."""
        return self.page.locator(".adjudicate-stage")

    @property
    def head(self) -> Locator:
        """Who is compared, how far, and the filters."""
        return self.page.locator(".adjudicate-head")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def ask(self, act: str, **args: Any) -> Any:
        """Ask the session directly."""
        made = self.tell({"id": f"ask-{act}", "act": act, "args": args})
        assert made["ok"], made
        return made["result"]

    def compare(self) -> dict[str, Any]:
        """Return the comparison as the session has it now."""
        found: dict[str, Any] = self.ask("comparison", source=self.source)
        return found

    @property
    def source(self) -> str:
        """The id of the source."""
        sources = self.ask("open", source=None)["sources"]
        return str(next(one["id"] for one in sources if one["name"] == SOURCE))

    def open(self) -> None:
        """Open the comparison by its key."""
        self.press("Shift+C")
        self.page.locator(".adjudicate-case").wait_for()

    def left(self, n: int) -> None:
        """Wait until so many differences are left to discuss, and the focus is back."""
        words = f"nog {n} te bespreken" if n else "alles besproken"
        expect(self.head).to_contain_text(words)
        expect(self.stage).to_be_focused()

    def find(self, kind: str) -> dict[str, Any]:
        """Show the first difference of a kind by the keys, and return it."""
        cases = self.compare()["cases"]
        keys = [case["key"] for case in cases]
        shown = self.page.locator(".adjudicate-case")
        here = keys.index(shown.get_attribute("data-key") or "")
        wanted = next(
            i
            for i, case in enumerate(cases)
            if (case["kind"], case["state"]) == (kind, "undecided")
        )
        self.press(*("j" if wanted > here else "k") * abs(wanted - here))
        expect(shown).to_have_attribute("data-key", keys[wanted])
        return dict(cases[wanted])

    def decisions(self) -> list[Decision]:
        """List the decisions about the source, oldest first."""
        begun = self.adjudication()
        with self.study.store.read() as reader:
            made = reader.all(Decision, adjudication_id=begun.id) if begun else []
        return sorted(made, key=lambda one: one.at)

    def adjudication(self) -> Adjudication | None:
        """Return the adjudication of the source, if it was begun."""
        with self.study.store.read() as reader:
            return reader.first(Adjudication, source_id=self.source)

    def log(self) -> list[LogEntry]:
        """List what was done since the workbench was opened."""
        return self.study.log()[self.before :]

    def decision(self, key: str) -> Decision:
        """Return the decision about a case."""
        return next(one for one in self.decisions() if one.key == key)

    def consensus(self) -> set[Place]:
        """Return code and borders of what stands in the consensus of the source."""
        with self.study.store.read() as reader:
            layer = reader.first(Coder, kind="consensus")
            wanted = {"source_id": self.source, "coder_id": layer and layer.id}
            found = reader.all(Coding, **wanted)
        return {(c.code_id, c.start, c.end) for c in found}


def open_table(
    mount: Callable[..., Bench],
    study: Study,
    coder: str = "TK",
    size: tuple[int, int] = (1280, 800),
) -> Table:
    """Open the workbench of a coder on the source."""
    session = make_session(study, coder)
    state = {"host": "panel", "language": "nl", "height": f"{size[1]}px"}
    bench = mount(
        (WORKBENCH_JS, WORKBENCH_CSS),
        session.handle,
        size,
        state={**state, "source": SOURCE},
    )
    bench.page.locator(".wb[data-ready=true]").wait_for()
    bench.page.locator(".beurt").first.focus()
    return Table(bench, study, session.handle, len(study.log()))
