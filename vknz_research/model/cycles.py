"""The video-reflection cycle: trajectories, steps, what was seen, agenda, points.

A trajectory (traject) is what one klantmanager learns with one klant; `round` counts
its conversations from 1. Themes are paths in the codebook of the leading themes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from vknz_research.errors import InvalidSpanError, UnknownValueError
from vknz_research.model.recordings import ANCHORS, Moment

STEP_KINDS: Final = (
    "recording",  # opname
    "analysis",  # analyse door twee
    "interview",  # interview met de klant
    "agenda",  # agenda van het reflectiegesprek
    "reflection",  # reflectiegesprek
    "points",  # aandachtspunten
    "lookback",  # terugblik op de aandachtspunten van het vorige gesprek
)
STEP_STATES: Final = ("open", "busy", "done", "skipped")
VIEWING_STATES: Final = ("open", "handed_in")
VIEWING_KINDS: Final = ("own", "agreed")
OBSERVATION_KINDS: Final = (
    *("flow", "falter"),  # stroomt, hapert
    *("fight", "flight", "freeze"),  # weerstand
    *("moment", "result", "other"),  # raakmoment, resultaat
)
THEMES: Final = (
    "themas/echtheid",
    "themas/gezamenlijk-doel",
    "themas/interventielogica",
)
PARTS: Final = ("went_well", "unintended", "alternative")
PILLARS: Final = ("own", "observation", "klant")
GOAL_KINDS: Final = ("doubt", "goal")
POINT_KINDS: Final = (
    *("asking", "room", "saying", "goal", "tempo", "strength", "keeping_informed"),
    "other",
)
TRIED: Final = ("yes", "partly", "no", "unclear")
POINT_OUTCOMES: Final = ("kept", "changed", "dropped")


def _need(value: str | None, known: tuple[str, ...], field: str) -> None:
    if value is not None and value not in known:
        raise UnknownValueError(value=value, field=field, known=", ".join(known))


@dataclass(frozen=True, slots=True)
class Trajectory:
    """What one klantmanager learns from conversations; `klant_id` may be unknown."""

    id: str
    name: str
    klantmanager_id: str
    klant_id: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a round; `coders` are ids of who is on it, `reason` why skipped."""

    id: str
    trajectory_id: str
    round: int
    kind: str
    position: int
    state: str = "open"
    source_id: str | None = None
    date: str | None = None
    coders: Mapping[str, Any] | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        """Refuse kinds and states that do not exist."""
        _need(self.kind, STEP_KINDS, "step.kind")
        _need(self.state, STEP_STATES, "step.state")


@dataclass(frozen=True, slots=True)
class Viewing:
    """One researcher looking at a source with the Kijkwijzer, or what two agreed."""

    id: str
    source_id: str
    coder_id: str
    kind: str = "own"
    state: str = "open"

    def __post_init__(self) -> None:
        """Refuse kinds and states that do not exist."""
        _need(self.kind, VIEWING_KINDS, "viewing.kind")
        _need(self.state, VIEWING_STATES, "viewing.state")


@dataclass(frozen=True, slots=True)
class ViewingAnswer:
    """An answer to a question of the Kijkwijzer, of a fragment or the whole."""

    id: str
    viewing_id: str
    question: str
    body: str
    recording: int | None = None
    begin_ms: int | None = None
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What a researcher saw at a place, in text and in time, with what to ask.

    `anchor` says which of the two places was pointed out, so that it leads.
    """

    id: str
    source_id: str
    revision_id: str
    coder_id: str
    start: int
    end: int
    kind: str
    body: str
    theme: str | None = None
    part: str | None = None
    ask_klant: str | None = None
    ask_klantmanager: str | None = None
    recording: int | None = None
    begin_ms: int | None = None
    end_ms: int | None = None
    anchor: str | None = None

    def __post_init__(self) -> None:
        """Refuse what does not exist, and what is no passage."""
        _need(self.anchor, ANCHORS, "observation.anchor")
        _need(self.kind, OBSERVATION_KINDS, "observation.kind")
        _need(self.theme, THEMES, "observation.theme")
        _need(self.part, PARTS, "observation.part")
        if not 0 <= self.start < self.end:
            raise InvalidSpanError(start=self.start, end=self.end)


@dataclass(frozen=True, slots=True)
class LearningGoal:
    """A doubt or a learning goal that the klantmanager brings to a round."""

    id: str
    trajectory_id: str
    round: int
    kind: str
    body: str
    position: int = 0

    def __post_init__(self) -> None:
        """Refuse kinds that do not exist."""
        _need(self.kind, GOAL_KINDS, "learning_goal.kind")


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A point of the agenda of a reflection conversation, with its fragment.

    It comes from a learning goal, an observation or permitted feedback, or is typed.
    `passed` says that the feedback was passed on with this very agenda.
    """

    id: str
    trajectory_id: str
    round: int
    pillar: str
    part: str
    position: int
    body: str
    theme: str | None = None
    source_id: str | None = None
    recording: int | None = None
    begin_ms: int | None = None
    end_ms: int | None = None
    goal_id: str | None = None
    observation_id: str | None = None
    feedback_id: str | None = None
    passed: int = 0

    def __post_init__(self) -> None:
        """Refuse pillars, parts and themes that do not exist."""
        _need(self.pillar, PILLARS, "agenda_item.pillar")
        _need(self.part, PARTS, "agenda_item.part")
        _need(self.theme, THEMES, "agenda_item.theme")

    @property
    def moment(self) -> Moment | None:
        """Return the fragment that goes with it, or None."""
        if self.recording is None or self.begin_ms is None or self.end_ms is None:
            return None
        return Moment(self.recording, self.begin_ms, self.end_ms)


@dataclass(frozen=True, slots=True)
class AttentionPoint:
    """An aandachtspunt, in the words of the klantmanager; `code` is one of the 4R."""

    id: str
    trajectory_id: str
    round: int
    body: str
    kind: str = "other"
    theme: str | None = None
    code: str | None = None
    position: int = 0

    def __post_init__(self) -> None:
        """Refuse kinds and themes that do not exist."""
        _need(self.kind, POINT_KINDS, "attention_point.kind")
        _need(self.theme, THEMES, "attention_point.theme")


@dataclass(frozen=True, slots=True)
class AttentionLook:
    """What a later conversation shows of an aandachtspunt; `round` is that later one.

    `wording` is the new wording where the point was changed.
    """

    id: str
    point_id: str
    round: int
    tried: str
    effect: str | None = None
    outcome: str | None = None
    wording: str | None = None
    source_id: str | None = None
    recording: int | None = None
    begin_ms: int | None = None
    end_ms: int | None = None

    def __post_init__(self) -> None:
        """Refuse values that do not exist."""
        _need(self.tried, TRIED, "attention_look.tried")
        _need(self.outcome, POINT_OUTCOMES, "attention_look.outcome")
