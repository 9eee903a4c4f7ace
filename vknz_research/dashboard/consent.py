"""The page *Toestemming*: who said what about each purpose, and taking it back."""

from typing import Any, Final

from vknz_research.coding.messages import Args
from vknz_research.coding.withdrawing import ALL
from vknz_research.dashboard.pane import DeskPane, join_page, make_desk_page
from vknz_research.dashboard.stand import Stand
from vknz_research.errors import BadMessageError, UnknownThingError
from vknz_research.model.people import PURPOSES, Participant
from vknz_research.model.roles import CONSENT
from vknz_research.project.consent import Said
from vknz_research.project.consenting import describe_register, record_purposes
from vknz_research.project.withdrawing import plan_withdrawal, withdraw
from vknz_research.widgets.bundle import join_styles

RECORDED: Final = ("given", "refused")


class ConsentPane(DeskPane):
    """Shows the register of consent."""

    _esm = join_page("consentwords.js", "consent.js")
    _stylesheets = [*DeskPane._stylesheets, join_styles("consent.css")]  # noqa: RUF012


class ConsentDesk:
    """Answers the page; each act is done in the name of who sits before it."""

    def __init__(self, stand: Stand) -> None:
        self.study = stand.study
        self.actor = stand.visitor.name

    @property
    def asks(self) -> dict[str, Any]:
        """Return what answers each message."""
        return {
            "register": self.show,
            "record": self.record,
            "plan": self.plan,
            "withdraw": self.withdraw,
        }

    def show(self, _: Args) -> dict[str, Any]:
        """Give the whole register."""
        return describe_register(self.study)

    def record(self, args: Args) -> dict[str, Any]:
        """Keep what a participant said about some purposes; no withdrawal."""
        if args.text("state") not in RECORDED:
            raise BadMessageError(act=args.act)
        said = Said(
            _read_purposes(args),
            args.text("state"),
            args.maybe("date"),
            args.maybe("letter"),
            args.maybe("askedBy"),
        )
        record_purposes(self.study, self.actor, self._find(args).id, said)
        return describe_register(self.study)

    def plan(self, args: Args) -> dict[str, Any]:
        """Say what a withdrawal would take away."""
        found = plan_withdrawal(self.study, self._find(args).id, _read_wanted(args))
        return {"counts": dict(found.counts)}

    def withdraw(self, args: Args) -> dict[str, Any]:
        """Withdraw some purposes, or all; what rests on them goes."""
        withdraw(self.study, self._find(args).id, _read_wanted(args))
        return describe_register(self.study)

    def _find(self, args: Args) -> Participant:
        """Find the participant by id; a name never travels in an act."""
        with self.study.store.read() as reader:
            found = reader.first(Participant, id=args.text("participant"))
        if found is None:
            raise UnknownThingError(kind="deelnemer", name="?", list="people")
        return found


def _read_purposes(args: Args) -> list[str]:
    found = args.texts("purposes")
    if not set(found) <= set(PURPOSES):
        raise BadMessageError(act=args.act)
    return found


def _read_wanted(args: Args) -> list[str]:
    """Return which purposes are withdrawn: none named is all of them."""
    return _read_purposes(args) or [ALL]


def make_consent_page(stand: Stand) -> Any:
    """Return the page for a researcher."""
    return make_desk_page(stand, CONSENT, ConsentPane, ConsentDesk(stand).asks)
