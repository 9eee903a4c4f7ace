"""Which act undo takes back next, and which act redo does again."""

from collections.abc import Iterable
from dataclasses import dataclass, field

# Acts that are not a researcher's change of the study, so undo passes over them.
# A withdrawal is not taken back by an undo: consent is given again, or not. What was
# passed on or made public is known to others from then on. Who handed
# in, and when layers were opened, stays: that is what makes codings independent. What
# came with a merge is taken back where it was done.
MERGE = "merge"
SILENT = frozenset(
    {
        *("init", "withdraw", "end-withdrawal", "pass-feedback", "publish"),
        *("hand-in", "take-back", "open-comparison", "hand-in-viewing", MERGE),
    }
)
Logged = tuple[int, str, int | None, str]


@dataclass(slots=True)
class Stacks:
    """Numbers of the acts that stand, and of the acts that were taken back.

    `undone` is what redo of the whole study does again: any new act empties it.
    `kept` is the same for each person: only a new act of their own empties it.
    """

    done: list[int] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)
    kept: dict[str, list[int]] = field(default_factory=dict)
    owners: dict[int, str] = field(default_factory=dict)

    def next_undo(self, of: str | None = None) -> int | None:
        """Return the last act that stands, of one person if asked."""
        acts = reversed(self.done)
        return next((s for s in acts if of is None or self.owners[s] == of), None)

    def next_redo(self, of: str | None = None) -> int | None:
        """Return the act that was taken back last, of one person if asked."""
        stack = self.undone if of is None else self.kept.get(of, [])
        return stack[-1] if stack else None

    def take_back(self, seq: int) -> None:
        """Let an act stand no more."""
        self.done.remove(seq)
        self.undone.append(seq)
        self.kept.setdefault(self.owners[seq], []).append(seq)

    def do_again(self, seq: int) -> None:
        """Let an act stand again, as the last one."""
        for stack in (self.undone, self.kept.get(self.owners[seq], [])):
            if seq in stack:
                stack.remove(seq)
        self.done.append(seq)

    def do_new(self, seq: int, actor: str) -> None:
        """Let a new act stand."""
        self.owners[seq] = actor
        self.done.append(seq)
        self.undone.clear()
        self.kept.pop(actor, None)


def replay(log: Iterable[Logged]) -> Stacks:
    """Walk through the log (number, act, target, actor) and return what stands.

    A new act after an undo makes that undo final, as everywhere; for the redo of one
    person only a new act of that person does.

    >>> log = [(1, "code", None, "A"), (2, "code", None, "B"), (3, "undo", 2, "B")]
    >>> replay(log).done, replay(log).undone
    ([1], [2])
    """
    stacks = Stacks()
    for seq, act, target, actor in log:
        if act == "undo" and target is not None:
            stacks.take_back(target)
        elif act == "redo" and target is not None:
            stacks.do_again(target)
        elif act not in SILENT:
            stacks.do_new(seq, actor)
    return stacks


def list_between(log: list[Logged], seq: int, *, redo: bool) -> list[int]:
    """List the acts that stand between an act and now, which undo or redo crosses.

    For undo: the acts that came to stand after it. For redo: the acts that stand now
    and did not when it was taken back, and the other way round. A merge since then is
    always between: what it brought may hang on the act.
    """
    now = replay(log).done
    merges = [at for at, act, _, _ in log if act == MERGE]
    if not redo:
        made = max(at for at, _, target, _ in log if seq in {at, target})
        return now[now.index(seq) + 1 :] + [at for at in merges if at > made]
    taken = max(at for at, act, target, _ in log if (act, target) == ("undo", seq))
    then = replay(entry for entry in log if entry[0] <= taken).done
    return sorted(set(now) ^ set(then)) + [at for at in merges if at > taken]
