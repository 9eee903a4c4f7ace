"""The files of agendas, for researchers only: they hold what a klant let pass on."""

from pathlib import Path
from typing import Final

from tornado.web import HTTPError

from vknz_research.dashboard.login import COOKIE, DAYS, read_cookie
from vknz_research.dashboard.reports import KINDS, ReportHandler
from vknz_research.model.roles import TRAJECTORIES, may
from vknz_research.project.reflectiondesk import AGENDAS

FILES: Final = "/agenda"


class AgendaHandler(ReportHandler):
    """Gives an agenda that was written for a conversation."""

    def get(self, name: str) -> None:
        """Give the file, if it is an agenda and the visitor a researcher."""
        who = read_cookie(self.door, self.get_signed_cookie(COOKIE, max_age_days=DAYS))
        visitor = self.door.find(who) if who else None
        if visitor is None or not may(visitor.role, TRAJECTORIES):
            raise HTTPError(403)
        path = self.folder / AGENDAS / Path(name).name
        kind = KINDS.get(path.suffix)
        if kind is None or Path(name).name != name or not path.is_file():
            raise HTTPError(404)
        self.set_header("Content-Type", kind)
        self.finish(path.read_bytes())
