"""What the player gets to see of a trajectory: values of the cycle as plain JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from vknz_research.coding.consent import list_closed, list_open, list_shown_codes
from vknz_research.coding.shapes import Json
from vknz_research.model.codings import Coder
from vknz_research.model.cycles import (
    AgendaItem,
    AttentionLook,
    AttentionPoint,
    LearningGoal,
    Observation,
    Step,
    Trajectory,
    ViewingAnswer,
)
from vknz_research.model.people import Participant, role_perspective
from vknz_research.model.sources import Source
from vknz_research.reflection.agenda import list_agenda
from vknz_research.reflection.find import list_coders, list_rounds, list_steps
from vknz_research.reflection.missing import list_missing, read_facts, tell_next
from vknz_research.reflection.permitted import list_permitted
from vknz_research.reflection.points import list_points
from vknz_research.store.unit import Reader


@dataclass(frozen=True, slots=True)
class Names:
    """What people, coders and sources are called, by id; closed sources have none."""

    people: Mapping[str, str]
    coders: Mapping[str, str]
    sources: Mapping[str, str]


def read_names(reader: Reader) -> Names:
    """Read all names once."""
    return Names(
        {p.id: p.label for p in reader.all(Participant)},
        {c.id: c.name for c in reader.all(Coder)},
        {s.id: s.name for s in list_open(reader)},
    )


def shape_moment(value: Any) -> Json:
    """Return where something is in a recording; nulls where it has no time."""
    return {
        "recording": value.recording,
        "begin": value.begin_ms,
        "finish": value.end_ms,
    }


def shape_step(step: Step, names: Names, missing: list[str]) -> Json:
    """Return a step with what it misses."""
    return {
        "kind": step.kind,
        "state": step.state,
        "date": step.date,
        "position": step.position,
        "source": step.source_id if step.source_id in names.sources else None,
        "sourceName": names.sources.get(step.source_id or ""),
        "coders": [names.coders[c] for c in list_coders(step) if c in names.coders],
        "reason": step.reason,
        "missing": missing,
    }


def shape_round(
    reader: Reader, trajectory: Trajectory, number: int, names: Names
) -> tuple[list[Json], str]:
    """Return the steps of a conversation, and what is to be done next."""
    steps = list_steps(reader, trajectory, number)
    facts = read_facts(reader, trajectory, number)
    missing = {step.id: list_missing(step, facts) for step in steps}
    shaped = [shape_step(step, names, missing[step.id]) for step in steps]
    return shaped, tell_next(steps, missing)


def shape_trajectory(trajectory: Trajectory, names: Names) -> Json:
    """Return a trajectory with whose learning it is."""
    return {
        "id": trajectory.id,
        "name": trajectory.name,
        "klantmanager": names.people.get(trajectory.klantmanager_id, ""),
    }


def shape_board(reader: Reader) -> Json:
    """Return all trajectories by name: nothing in it ranks people."""
    names = read_names(reader)
    listed = sorted(reader.all(Trajectory), key=lambda t: (t.name.casefold(), t.id))
    return {
        "trajectories": [_shape_whole(reader, one, names) for one in listed],
        "participants": {
            "klantmanagers": _list_people(reader, "klantmanager"),
            "klanten": _list_people(reader, "klant"),
        },
        "sources": [
            {"id": key, "name": name}
            for key, name in sorted(names.sources.items(), key=lambda pair: pair[1])
        ],
    }


def _shape_whole(reader: Reader, trajectory: Trajectory, names: Names) -> Json:
    rounds, told = [], ""
    for number in list_rounds(reader, trajectory):
        steps, told = shape_round(reader, trajectory, number, names)
        rounds.append({"round": number, "steps": steps})
    return {**shape_trajectory(trajectory, names), "rounds": rounds, "next": told}


def _list_people(reader: Reader, role: str) -> list[Json]:
    people = [p for p in reader.all(Participant) if role_perspective(p.role) == role]
    people.sort(key=lambda p: (p.label.casefold(), p.id))
    return [{"id": p.id, "label": p.label} for p in people]


def shape_codes(reader: Reader, language: str) -> list[Json]:
    """Return the codes that can be given, in the order of the codebook."""
    codes = sorted(list_shown_codes(reader), key=lambda c: (c.position, c.path))
    return [
        {
            "path": code.path,
            "name": code.name(language),
            "letters": code.letters,
            "colour": code.colour,
            "stroke": code.stroke,
            "form": code.form,
            "shortcut": code.shortcut,
        }
        for code in codes
    ]


def shape_observation(seen: Observation, names: Names, coder_id: str) -> Json:
    """Return an observation; `mine` says whether it may be changed."""
    return {
        "id": seen.id,
        "kind": seen.kind,
        "theme": seen.theme,
        "part": seen.part,
        "body": seen.body,
        "askKlant": seen.ask_klant,
        "askKlantmanager": seen.ask_klantmanager,
        "start": seen.start,
        "end": seen.end,
        **shape_moment(seen),
        "coder": names.coders.get(seen.coder_id, ""),
        "mine": seen.coder_id == coder_id,
    }


def shape_answers(answers: Iterable[ViewingAnswer]) -> list[Json]:
    """Return answers of one viewing."""
    return [
        {"id": a.id, "question": a.question, "body": a.body, **shape_moment(a)}
        for a in answers
    ]


def shape_agenda_item(item: AgendaItem) -> Json:
    """Return a point of an agenda."""
    names = ("id", "pillar", "part", "position", "body", "theme")
    shaped: Json = {name: getattr(item, name) for name in names}
    return {**shaped, "source": item.source_id, **shape_moment(item)}


def shape_learning(
    reader: Reader, trajectory: Trajectory, number: int, salt: bytes, k: int
) -> Json:
    """Return what a conversation is about: goals, agenda, feedback, points."""
    goals = reader.all(LearningGoal, trajectory_id=trajectory.id, round=number)
    agenda = list_agenda(reader, trajectory, number, salt, k)
    return {
        "goals": [
            {"id": g.id, "kind": g.kind, "body": g.body}
            for g in sorted(goals, key=lambda g: (g.position, g.id))
        ],
        "agenda": [shape_agenda_item(item) for item in agenda],
        "feedback": [
            {"id": item.id, "wording": item.wording, "mode": permission.mode}
            for item, permission in list_permitted(
                reader, (trajectory, number), salt, k
            )
        ],
        "points": shape_points(reader, trajectory),
    }


def shape_points(reader: Reader, trajectory: Trajectory) -> list[Json]:
    """Return the learning line: each point with what was seen of it later."""
    closed = list_closed(reader)
    return [
        _shape_point(point, [x for x in looks if x.source_id not in closed])
        for point, looks in list_points(reader, trajectory)
    ]


def _shape_point(point: AttentionPoint, looks: Iterable[AttentionLook]) -> Json:
    return {
        "id": point.id,
        "round": point.round,
        "body": point.body,
        "kind": point.kind,
        "theme": point.theme,
        "code": point.code,
        "looks": [
            {
                "round": look.round,
                "tried": look.tried,
                "effect": look.effect,
                "outcome": look.outcome,
                "wording": look.wording,
                "source": look.source_id,
                **shape_moment(look),
            }
            for look in looks
        ],
    }


def list_known(reader: Reader, wanted: Iterable[str | None]) -> list[Source]:
    """Return sources that may be shown, of some ids, in the order given."""
    closed = list_closed(reader)
    ids = [one for one in dict.fromkeys(wanted) if one and one not in closed]
    found = {source.id: source for source in reader.all(Source, id=set(ids))}
    return [found[one] for one in ids if one in found]
