"""Which act undo takes back next, and which act redo does again."""

from collections.abc import Iterable
from dataclasses import dataclass, field

# Acts that are not a researcher's change of the study, so undo passes over them.
# A withdrawal is not taken back by an undo: consent is given again, or not.
SILENT = frozenset({"init", "withdraw"})


@dataclass(slots=True)
class Stacks:
    """Numbers of the acts that stand, and of the acts that were taken back."""

    done: list[int] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)


def replay(log: Iterable[tuple[int, str, int | None]]) -> Stacks:
    """Walk through the log (number, act, target) and return what stands.

    A new act after an undo makes that undo final, as everywhere.

    >>> replay([(1, "code", None), (2, "code", None), (3, "undo", 2)])
    Stacks(done=[1], undone=[2])
    """
    stacks = Stacks()
    for seq, act, target in log:
        if act == "undo" and target is not None:
            stacks.done.remove(target)
            stacks.undone.append(target)
        elif act == "redo" and target is not None:
            stacks.undone.remove(target)
            stacks.done.append(target)
        elif act not in SILENT:
            stacks.done.append(seq)
            stacks.undone.clear()
    return stacks
