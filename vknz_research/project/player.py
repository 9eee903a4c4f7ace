"""The player in a notebook: the desk of a researcher behind the widget."""

from typing import TYPE_CHECKING, Any

from vknz_research.coding.messages import Args
from vknz_research.language import current_language
from vknz_research.project.mediadoor import MediaDoor
from vknz_research.project.reflectiondesk import ReflectionDesk
from vknz_research.project.study import Study

if TYPE_CHECKING:
    from vknz_research.widgets.player import Player


def show_player(
    study: Study, coder: str, trajectory: str = "", number: int = 1, **traits: Any
) -> "Player":
    """Return the widget to work in as this researcher.

    A conversation that is not there is told here, and not in an empty page.
    """
    from vknz_research.widgets.player import Player  # noqa: PLC0415 - Jupyter

    door = MediaDoor(study)
    desk = ReflectionDesk(study, coder, door.url)
    if trajectory:
        wanted = {"trajectory": trajectory, "round": number}
        trajectory = desk.open(Args("open", wanted))["trajectory"]["id"]
    place = {"trajectory": trajectory, "round": number}
    return Player(desk.handle, language=current_language(), **place, **traits)
