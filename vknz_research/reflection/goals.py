"""Learning goals: the doubts and questions that a klantmanager brings along."""

from dataclasses import replace
from uuid import uuid4

from vknz_research.model.cycles import AgendaItem, LearningGoal
from vknz_research.reflection.find import (
    find_kept,
    find_trajectory,
    list_steps,
    need_words,
)
from vknz_research.store import Store


def set_goal(
    store: Store,
    actor: str,
    trajectory: str,
    number: int,
    goal: tuple[str, str, str | None],
) -> LearningGoal | None:
    """Note a doubt or a goal: (kind, words, id of one that is there).

    One that is there gets other words; with none it is taken away.
    """
    kind, body, goal_id = goal
    with store.begin(actor, "add-goal") as work:
        found = find_trajectory(work, trajectory)
        list_steps(work, found, number)
        work.facts = {"trajectory": found.id, "round": number}
        if goal_id is None:
            place = work.count(LearningGoal, trajectory_id=found.id)
            made = LearningGoal(
                str(uuid4()), found.id, number, kind, need_words(body), place
            )
            work.add(made)
            return made
        old = find_kept(work, LearningGoal, goal_id)
        if body.strip():
            made = replace(old, kind=kind, body=body.strip())
            work.replace(made)
            return made
        hangs = work.all(AgendaItem, goal_id=old.id)
        work.replace(*(replace(item, goal_id=None) for item in hangs))
        work.remove(old)
    return None
