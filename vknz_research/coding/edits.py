"""Plans of text edits: where every passage stands after words were replaced. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from vknz_research.errors import EditCrossesTurnError
from vknz_research.model.codings import Coding
from vknz_research.model.sources import Cue, Turn

Place = tuple[int, int]
LINE_ENDS = frozenset("\n\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Edit:
    """Words between `start` and `end` that become `text`; equal ends insert.

    `turn_start` is where the turn begins in which they stand.
    """

    start: int
    end: int
    text: str
    turn_start: int = 0

    @property
    def growth(self) -> int:
        """Return by how many characters the text becomes longer."""
        return len(self.text) - (self.end - self.start)

    def apply(self, text: str) -> str:
        """Return the text after the edit."""
        return text[: self.start] + self.text + text[self.end :]


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a passage stands after an edit, and why that is uncertain, or None."""

    start: int
    end: int
    reason: str | None = None


def place_after(edit: Edit, start: int, end: int) -> Landing:
    """Return where a passage stands after an edit.

    What does not touch the edit keeps its words, what holds the edit holds the new
    words. An edge within the replaced words stays as near as it can, and is uncertain.

    >>> place_after(Edit(4, 6, "abc"), 8, 9)
    Landing(start=9, end=10, reason=None)
    >>> place_after(Edit(4, 6, "abc"), 0, 5)
    Landing(start=0, end=5, reason='edge')
    """
    if end <= edit.start:
        return Landing(start, end)
    if start >= edit.end:
        return Landing(start + edit.growth, end + edit.growth)
    if edit.start <= start and end <= edit.end:
        return _place_gone(edit)
    if start <= edit.start and edit.end <= end:
        return Landing(start, end + edit.growth)
    return _place_edge(edit, start, end)


def _place_gone(edit: Edit) -> Landing:
    """Return the new words, or the character where words were taken away."""
    if edit.text:
        return Landing(edit.start, edit.start + len(edit.text), "gone")
    start = max(edit.turn_start, edit.start - 1)
    return Landing(start, start + 1, "gone")


def _place_edge(edit: Edit, start: int, end: int) -> Landing:
    after = edit.start + len(edit.text)
    if start < edit.start:
        return Landing(
            start, edit.start + min(end - edit.start, len(edit.text)), "edge"
        )
    kept = min(edit.end - start, len(edit.text))
    return Landing(after - kept, end + edit.growth, "edge")


def find_turn(turns: Sequence[Turn], edit: Edit) -> int | None:
    """Return the index of the turn within which an edit stays, or None."""
    if edit.start > edit.end or LINE_ENDS & set(edit.text):
        return None
    for index, turn in enumerate(turns):
        if turn.start <= edit.start and edit.end <= turn.end:
            return index if turn.end - turn.start + edit.growth > 0 else None
    return None


def plan_turns(turns: Sequence[Turn], edit: Edit) -> list[Turn]:
    """Return the turns after an edit within one of them."""
    return [
        replace(
            turn,
            start=_move_start(edit, turn.start),
            end=_move_end(edit, turn.end),
        )
        for turn in turns
    ]


def plan_cues(cues: Sequence[Cue], edit: Edit) -> list[Cue]:
    """Return the timed stretches after an edit; one without words is left out."""
    moved = [
        replace(
            cue,
            start=_move_start(edit, cue.start),
            end=_move_end(edit, cue.end),
        )
        for cue in cues
    ]
    return [cue for cue in moved if cue.start < cue.end]


def _move_start(edit: Edit, place: int) -> int:
    """Return where a unit begins; words put in before it belong to the one before."""
    is_replaced = place == edit.start < edit.end
    if place < edit.start or place == edit.turn_start or is_replaced:
        return place
    return max(place, edit.end) + edit.growth


def _move_end(edit: Edit, place: int) -> int:
    """Return where a unit ends; words put in behind it belong to it, in its turn."""
    is_first = edit.start < edit.end or place == edit.turn_start
    if place < edit.start or (place == edit.start and is_first):
        return place
    return max(place, edit.end) + edit.growth


def plan_codings(
    codings: Sequence[Coding], edit: Edit, length: int
) -> list[tuple[Coding, Landing]]:
    """Say where the codings of a source stand after an edit; none is lost.

    Two codings that would fall together, of one coder and code, are kept apart by a
    character, and that is uncertain. `length` is that of the new text.
    """
    landed = [(c, place_after(edit, c.start, c.end)) for c in codings]
    # Whoever the edit touched least keeps its place.
    landed.sort(key=lambda pair: _rank(edit, *pair))
    taken: set[tuple[str, str, int, int]] = set()
    found: list[tuple[Coding, Landing]] = []
    for coding, landing in landed:
        free = next(
            place
            for place in _places_near(landing, length, coding)
            if (coding.code_id, coding.coder_id, place.start, place.end) not in taken
        )
        taken.add((coding.code_id, coding.coder_id, free.start, free.end))
        found.append((coding, free))
    return found


def _rank(edit: Edit, coding: Coding, landing: Landing) -> tuple[int, int, int]:
    is_free = coding.end <= edit.start or coding.start >= edit.end
    rank = 2 if landing.reason else int(not is_free)
    return rank, coding.start, coding.end


def _places_near(landing: Landing, length: int, coding: Coding) -> Iterator[Landing]:
    """Give a place, then places that are ever longer; refuse when there is no more."""
    yield landing
    reason = landing.reason or "edge"
    for end in range(landing.end + 1, length + 1):
        yield Landing(landing.start, end, reason)
    for start in range(landing.start - 1, -1, -1):
        yield Landing(start, landing.end, reason)
    raise EditCrossesTurnError(
        start=coding.start, end=coding.end, source=coding.source_id
    )


def sort_moves(
    moves: Sequence[tuple[Coding, Coding]], length: int
) -> list[tuple[Coding, Coding]]:
    """Order moves of codings so that no two ever stand at one place at one time.

    One that waits for itself in a ring first steps aside, behind the text.
    """
    waiting = dict(enumerate(moves))
    holder = {_key(old): at for at, (old, _) in waiting.items()}
    done: list[tuple[Coding, Coding]] = []
    while waiting:
        free = [
            at for at, (_, new) in waiting.items() if holder.get(_key(new), at) == at
        ]
        for at in free:
            old, new = waiting.pop(at)
            holder.pop(_key(old), None)
            holder[_key(new)] = at
            done.append((old, new))
        if not free:
            at, (old, new) = next(iter(waiting.items()))
            aside = replace(new, start=length + at, end=length + at + 1)
            holder.pop(_key(old))
            waiting[at] = (aside, new)
            done.append((old, aside))
    return done


def _key(coding: Coding) -> tuple[str, str, int, int]:
    return coding.code_id, coding.coder_id, coding.start, coding.end
