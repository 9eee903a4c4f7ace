"""What a step of the cycle still misses, in sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from vknz_research.language import say
from vknz_research.model.cycles import AgendaItem, AttentionPoint, Step, Trajectory
from vknz_research.model.cyclewords import name_value
from vknz_research.model.recordings import Recording
from vknz_research.reflection.find import list_steps
from vknz_research.reflection.points import list_unseen
from vknz_research.reflection.trajectories import may_interview
from vknz_research.reflection.viewings import ENOUGH, read_viewed
from vknz_research.store.unit import Reader


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What is known of a conversation, as far as steps ask for it."""

    has_recording: bool
    handed_in: int
    waiting: int
    may_interview: bool
    agenda: int
    points: int
    unseen: int


SENTENCES: Final[Mapping[str, tuple[str, str]]] = {
    "source": ("er is nog geen bron bij", "there is no source yet"),
    "file": ("er is nog geen opname bij", "there is no recording yet"),
    "two": (
        "minder dan twee onderzoekers hebben ingeleverd",
        "fewer than two researchers handed in",
    ),
    "waiting": ("niet iedereen heeft ingeleverd", "not everybody handed in"),
    "consent": (
        "de klant gaf geen toestemming voor een interview",
        "the klant gave no consent to an interview",
    ),
    "agenda": ("er is nog geen agenda", "there is no agenda yet"),
    "date": ("er is nog geen datum", "there is no date yet"),
    "points": (
        "er is nog geen aandachtspunt",
        "there is no point of attention yet",
    ),
    "unseen": (
        "niet op elk aandachtspunt is teruggekeken",
        "not every point of attention was looked back on",
    ),
}


def list_missing(step: Step, facts: RoundFacts) -> list[str]:
    """Say what a step misses; nothing where it is done or skipped. Pure."""
    if step.state in {"done", "skipped"}:
        return []
    return [
        say(nl=nl, en=en) for nl, en in map(SENTENCES.__getitem__, _find(step, facts))
    ]


def _find(step: Step, facts: RoundFacts) -> list[str]:
    asked = {
        "recording": [
            ("source", step.source_id is None),
            ("file", step.source_id is not None and not facts.has_recording),
        ],
        "analysis": [
            ("two", facts.handed_in < ENOUGH),
            ("waiting", facts.handed_in >= ENOUGH and facts.waiting > 0),
        ],
        "interview": [
            ("consent", not facts.may_interview),
            ("source", facts.may_interview and step.source_id is None),
        ],
        "agenda": [("agenda", not facts.agenda)],
        "reflection": [("date", step.date is None), ("source", step.source_id is None)],
        "points": [("points", not facts.points)],
        "lookback": [("unseen", facts.unseen > 0)],
    }
    return [name for name, is_so in asked[step.kind] if is_so]


def read_facts(reader: Reader, trajectory: Trajectory, number: int) -> RoundFacts:
    """Read what is known of a conversation of a trajectory."""
    steps = {step.kind: step for step in list_steps(reader, trajectory, number)}
    recorded = steps["recording"].source_id if "recording" in steps else None
    viewed = read_viewed(reader, recorded) if recorded else None
    where = {"trajectory_id": trajectory.id, "round": number}
    handed = viewed.viewings.values() if viewed else ()
    return RoundFacts(
        bool(recorded and reader.count(Recording, source_id=recorded)),
        sum(one.state == "handed_in" for one in handed),
        len(viewed.waiting) if viewed else 0,
        may_interview(reader, trajectory),
        reader.count(AgendaItem, **where),
        reader.count(AttentionPoint, **where),
        len(list_unseen(reader, trajectory, number)),
    )


def tell_next(steps: list[Step], missing: Mapping[str, list[str]]) -> str:
    """Say in a sentence what is to be done next in a conversation."""
    for step in steps:
        if step.state in {"open", "busy"}:
            lacks = missing.get(step.id) or []
            told = f": {lacks[0]}" if lacks else ""
            return f"{name_value(step.kind)}{told}."
    return say(
        nl="Rond: begin het volgende gesprek.", en="Done: begin the next conversation."
    )
