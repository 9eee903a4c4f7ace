"""The pages *Terugkoppeling*: for researchers to keep, for a klantmanager to read."""

from collections.abc import Callable
from typing import Any

from vknz_research.coding.feedback import Answer, Note
from vknz_research.coding.messages import Args
from vknz_research.dashboard.pane import DeskPane, join_page, make_desk_page
from vknz_research.dashboard.stand import Stand
from vknz_research.errors import NoParticipantError
from vknz_research.model.roles import FEEDBACK, OWN_FEEDBACK
from vknz_research.project import feedback as acts
from vknz_research.widgets.bundle import join_styles


class FeedbackPane(DeskPane):
    """Shows the items with their permissions."""

    _esm = join_page("feedbackwords.js", "feedback.js")
    _stylesheets = [*DeskPane._stylesheets, join_styles("feedback.css")]  # noqa: RUF012


class OwnFeedbackPane(DeskPane):
    """Shows what was passed on to one klantmanager."""

    _esm = join_page("ownfeedback.js")
    _stylesheets = [*DeskPane._stylesheets, join_styles("feedback.css")]  # noqa: RUF012


class FeedbackDesk:
    """Answers the page of researchers; acts are done in the name of who sits there."""

    def __init__(self, stand: Stand) -> None:
        self.study = stand.study
        self.actor = stand.visitor.name

    @property
    def asks(self) -> dict[str, Callable[[Args], Any]]:
        """Return what answers each message."""
        return {
            "items": self.show,
            "add": self.add,
            "permit": self.permit,
            "edit": self.edit,
            "pass": self._act(acts.pass_feedback),
            "back": self._act(acts.take_back_feedback),
            "remove": self._act(acts.remove_feedback),
        }

    def show(self, _: Args) -> dict[str, Any]:
        """Give the items, and of whom and to whom one can be noted."""
        items = acts.list_feedback(self.study)
        return {"items": items, **acts.list_choices(self.study)}

    def add(self, args: Args) -> dict[str, Any]:
        """Note an item."""
        names = ("source", "klant", "recipient", "wording")
        acts.add_feedback(self.study, self.actor, Note(*map(args.text, names)))
        return self.show(args)

    def permit(self, args: Args) -> dict[str, Any]:
        """Keep what the klant answered."""
        answer = Answer(args.text("mode"), args.maybe("date"), args.maybe("askedBy"))
        acts.permit_feedback(self.study, self.actor, args.text("item"), answer)
        return self.show(args)

    def edit(self, args: Args) -> dict[str, Any]:
        """Word an item otherwise."""
        item, wording = args.text("item"), args.text("wording")
        acts.edit_feedback(self.study, self.actor, item, wording)
        return self.show(args)

    def _act(self, act: Callable[..., None]) -> Callable[[Args], dict[str, Any]]:
        def do(args: Args) -> dict[str, Any]:
            act(self.study, self.actor, args.text("item"))
            return self.show(args)

        return do


def make_feedback_page(stand: Stand) -> Any:
    """Return the page for a researcher."""
    return make_desk_page(stand, FEEDBACK, FeedbackPane, FeedbackDesk(stand).asks)


def make_own_feedback_page(stand: Stand) -> Any:
    """Return the page for one klantmanager: it can ask one thing and do nothing."""
    asks = {"passed": show_passed(stand)}
    return make_desk_page(stand, OWN_FEEDBACK, OwnFeedbackPane, asks)


def show_passed(stand: Stand) -> Callable[[Args], dict[str, Any]]:
    """Return what answers a klantmanager; of whom does not come from the browser."""
    recipient = stand.visitor.participant_id
    if recipient is None:
        raise NoParticipantError(role=stand.visitor.role)

    def show(_: Args) -> dict[str, Any]:
        return {"passed": acts.list_passed(stand.study, recipient)}

    return show
