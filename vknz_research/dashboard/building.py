"""The page *Rapport maken*: choose, order, edit lightly, look, make."""

from datetime import UTC, datetime
from typing import Any, Final

from vknz_research.coding.messages import Args
from vknz_research.dashboard.looks.frames import find_shelf
from vknz_research.dashboard.pane import DeskPane, join_page, make_desk_page
from vknz_research.dashboard.reports import FILES
from vknz_research.dashboard.stand import Stand
from vknz_research.errors import BadMessageError
from vknz_research.model.roles import BUILDING
from vknz_research.project.building import Workshop, list_places
from vknz_research.project.making import Making
from vknz_research.project.quoting import (
    Place,
    Search,
    choose_quotation,
    edit_quotation,
    find_passages,
)
from vknz_research.project.responding import import_text, list_responses
from vknz_research.report.blocks import Block
from vknz_research.report.html import read_plotly, render_preview
from vknz_research.report.instrument import give_chapter
from vknz_research.report.meta import ReportMeta
from vknz_research.report.session import Report
from vknz_research.widgets.bundle import join_styles

DRAWING: Final = "/*drawing*/"


class BuildingPane(DeskPane):
    """Shows the page on which a report is composed."""

    _esm = join_page(
        "builderwords.js",
        "buildermodel.js",
        "builderlist.js",
        "builderquotes.js",
        "builderlook.js",
        "builder.js",
    )
    _stylesheets = [*DeskPane._stylesheets, join_styles("consent.css", "builder.css")]  # noqa: RUF012


class BuildingDesk:
    """Answers the page; each act is done in the name of who sits before it."""

    def __init__(self, stand: Stand) -> None:
        self.study = stand.study
        self.actor = stand.visitor.name
        self.workshop = Workshop(stand.study)
        self.making = Making(self.workshop)

    @property
    def asks(self) -> dict[str, Any]:
        """Return what answers each message."""
        return {
            "state": self.show,
            "save": self.save,
            "passages": self.search,
            "choose": self.choose,
            "edit": self.edit,
            "preview": self.preview,
            "drawing": self.give_drawing,
            "make": self.make,
            "making": self.look,
            "responses": self.respond,
        }

    def show(self, args: Args) -> dict[str, Any]:
        """Give what there is to choose from and what was chosen."""
        return self._tell(args.text("name"))

    def _tell(self, name: str) -> dict[str, Any]:
        told = self.workshop.describe(self.workshop.read(name))
        return {
            **told,
            "files": FILES,
            "responses": list_responses(self.workshop.frames),
        }

    def save(self, args: Args) -> dict[str, Any]:
        """Keep what is chosen in its file."""
        given = args.given.get("chosen")
        if not isinstance(given, dict):
            raise BadMessageError(act=args.act)
        draft = self.workshop.save(args.text("name"), given, args.text("seen"))
        return {
            "seen": draft.seen,
            "chosen": draft.parameters.as_notebook(),
            "names": self.workshop.list_names(),
        }

    def search(self, args: Args) -> dict[str, Any]:
        """Give coded passages that may be quoted, none of others that are blind."""
        search = Search(
            args.text("code"),
            args.text("perspective"),
            args.text("words"),
            args.whole("offset"),
        )
        frames = find_shelf(self.study).read(self.actor).snapshot
        return find_passages(frames, search)

    def choose(self, args: Args) -> dict[str, Any]:
        """Make a passage a quotation of a section."""
        span = args.span()
        place = Place(args.text("sourceId"), span.start, span.end)
        frames, section = self.workshop.frames, args.text("section")
        key = choose_quotation(self.study, self.actor, frames, place, section)
        return {"key": key, **self._tell(args.text("name"))}

    def edit(self, args: Args) -> dict[str, Any]:
        """Put brackets round what was changed in a quotation."""
        typed = args.text("typed")
        return {"edited": edit_quotation(self.workshop.frames, args.text("key"), typed)}

    def preview(self, args: Args) -> dict[str, Any]:
        """Give a chapter or section as the report will set it."""
        self.workshop.refuse_blind(self.actor)
        report = self.workshop.open(self.workshop.read(args.text("name")).parameters)
        wanted = args.text("section")
        if wanted not in list_places(report):
            return {"html": ""}
        blocks = _list_blocks(report, wanted)
        meta = _describe(report)
        return {"html": render_preview(blocks, meta, DRAWING), "mark": DRAWING}

    def give_drawing(self, _: Args) -> dict[str, Any]:
        """Give the library that draws figures, once for a page."""
        return {"text": read_plotly()}

    def make(self, args: Args) -> dict[str, Any]:
        """Begin to make the report."""
        self.workshop.refuse_blind(self.actor)
        passphrase = args.maybe("passphrase") or ""
        self.making.start(args.text("name"), args.texts("formats"), passphrase)
        return self.making.look()

    def look(self, _: Args) -> dict[str, Any]:
        """Say how far the report is."""
        return self.making.look()

    def respond(self, args: Args) -> dict[str, Any]:
        """Bring in what the project group answered."""
        told = import_text(self.study, self.actor, args.text("file"), args.text("text"))
        return {"told": told, **self._tell(args.text("name"))}


def _list_blocks(report: Report, wanted: str) -> list[Block]:
    for chapter in report.contents.chapters:
        if chapter.id == wanted:
            return list(give_chapter(report, wanted))
        for section in chapter.sections:
            if section.code == wanted:
                report.begin(chapter)
                blocks = list(report.section(chapter, section))
                return [*blocks, *report.notes.close()]
    return []


def _describe(report: Report) -> ReportMeta:
    snapshot = report.snapshot
    return ReportMeta(
        title=snapshot.title,
        subtitle="",
        study=snapshot.title,
        snapshot_name=snapshot.name,
        snapshot_hash="",
        frozen_on=datetime.now(UTC),
        language=report.language,
        audience=report.parameters.audience,
    )


def make_building_page(stand: Stand) -> Any:
    """Return the page for whoever composes reports."""
    return make_desk_page(stand, BUILDING, BuildingPane, BuildingDesk(stand).asks)
