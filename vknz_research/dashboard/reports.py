"""The pages *Rapporten*: the reports that were made, to read and not to make."""

from pathlib import Path
from typing import Any, Final

from tornado.web import HTTPError, RequestHandler

from vknz_research.coding.messages import Args
from vknz_research.dashboard.login import COOKIE, DAYS, Door, read_cookie
from vknz_research.dashboard.pane import DeskPane, join_page, make_desk_page
from vknz_research.dashboard.stand import Stand
from vknz_research.model.roles import PUBLIC_REPORTS, REPORTS, may
from vknz_research.project.reports import list_reports, read_report

FILES: Final = "/rapport"
MAKE: Final = "/rapport-maken"
KINDS: Final = {
    ".html": "text/html; charset=utf-8",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# A report is a page with scripts of its own: it runs apart from the workbench, without
# its cookies, and reaches nothing.
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "sandbox allow-scripts allow-downloads; "
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'unsafe-inline'; img-src data: blob:; font-src data:",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class ReportsPane(DeskPane):
    """Shows the list of reports."""

    _esm = join_page("reports.js")


def make_reports_page(stand: Stand) -> Any:
    """Return the page with all reports."""
    return _make(stand, REPORTS, public_only=False)


def make_public_page(stand: Stand) -> Any:
    """Return the page with the reports for readers outside the project."""
    return _make(stand, PUBLIC_REPORTS, public_only=True)


def _make(stand: Stand, here: str, *, public_only: bool) -> Any:
    folder = stand.study.path

    def list_made(_: Args) -> dict[str, Any]:
        return tell_reports(folder, public_only=public_only)

    return make_desk_page(stand, here, ReportsPane, {"reports": list_made})


def tell_reports(folder: Path, *, public_only: bool) -> dict[str, Any]:
    """Return what the page shows of each report."""
    found = list_reports(folder, public_only=public_only)
    rows = [
        {
            "title": report.name,
            "snapshot": report.snapshot,
            "audience": report.audience,
            "language": report.language,
            "made": report.made_at,
            "files": [name for name in sorted(report.files) if _kind(name)],
        }
        for report in found
    ]
    return {
        "reports": rows,
        "files": FILES,
        "publicOnly": public_only,
        "make": "" if public_only else MAKE,
    }


def _kind(name: str) -> str | None:
    return KINDS.get(Path(name).suffix)


class ReportHandler(RequestHandler):
    """Gives a file of a report to whoever may read it."""

    def initialize(self, folder: Path, door: Door) -> None:
        """Keep where the study is and who lets people in."""
        self.folder = folder
        self.door = door

    def set_default_headers(self) -> None:
        """Keep the file out of caches and frames, and its scripts apart."""
        for header, value in HEADERS.items():
            self.set_header(header, value)

    def get(self, name: str) -> None:
        """Give the file, if the role may read that report."""
        who = read_cookie(self.door, self.get_signed_cookie(COOKIE, max_age_days=DAYS))
        visitor = self.door.find(who) if who else None
        if visitor is None or not (
            may(visitor.role, REPORTS) or may(visitor.role, PUBLIC_REPORTS)
        ):
            raise HTTPError(403)
        public_only = not may(visitor.role, REPORTS)
        data = read_report(self.folder, name, public_only=public_only)
        kind = _kind(name)
        if data is None or kind is None:
            raise HTTPError(404)
        self.set_header("Content-Type", kind)
        if kind != KINDS[".html"]:
            self.set_header("Content-Disposition", "attachment")
        self.finish(data)
