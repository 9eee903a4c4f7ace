"""Reviewing what may say who somebody is: answers the widget, proposal by proposal.

What is proposed and how it is applied comes from `project/pseudonyms.py`, as `Steps`.
Decisions of somebody who is still reviewing are drafts: places and outcomes, no words,
in memory only.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Protocol

from vknz_research.coding.answering import answer_with
from vknz_research.coding.find import find_source, refuse_stale
from vknz_research.coding.messages import Args
from vknz_research.errors import BadMessageError, KeptNumberError
from vknz_research.model.privacy import OUTCOMES, Identifier
from vknz_research.model.sources import Revision, Source, Turn
from vknz_research.store import Store

SCOPES: Final = ("only", "all")
BLOCKED: Final = "bsn"
OWN: Final = "own"
LONGEST_TOKEN: Final = 60
_TOKEN: Final = re.compile(r"\[[^\[\]\n\r]+\]")
Answer = dict[str, Any]


class Offer(Protocol):
    """A place that may say who somebody is, and why it is offered."""

    @property
    def start(self) -> int:
        """Return the first code point."""

    @property
    def end(self) -> int:
        """Return the place after the last code point."""

    @property
    def category(self) -> str:
        """Return what kind of thing it is."""

    @property
    def reason(self) -> str:
        """Return by which rule it was found."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decided about a place; no token lets the register choose one."""

    start: int
    end: int
    outcome: str
    token: str | None = None
    reason: str | None = None
    scope: str = "only"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that no rule proposed, and somebody who reads does."""

    start: int
    end: int
    category: str
    reason: str = OWN


@dataclass(frozen=True, slots=True)
class Decided:
    """A choice, with the category of its place and the words that stand there."""

    choice: Choice
    category: str
    words: str


@dataclass(frozen=True, slots=True)
class Steps:
    """What the study does for a review, and what it calls things.

    `unlock` opens the register with a passphrase, so that misheard names are proposed
    too. `categories` and `reasons` give words for the interface; `indirect` are the
    categories that name nobody by themselves; `general` says what comes in the place of
    each when it is generalised.
    """

    propose: Callable[[str], Sequence[Offer]]
    apply: Callable[[str, str, Sequence[Decided]], Any]
    unlock: Callable[[str], Any]
    categories: Mapping[str, str]
    reasons: Mapping[str, str]
    indirect: frozenset[str] = frozenset()
    general: Mapping[str, str] = field(default_factory=dict)


class Drafts:
    """Keeps what was decided and not yet applied, as long as the program runs."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], list[Answer]] = {}
        self._marks: dict[tuple[str, str], list[Mark]] = {}

    def read(self, coder: str, revision_id: str) -> list[Answer]:
        """Return the draft of a coder on a text."""
        return self._kept.get((coder, revision_id), [])

    def keep(self, coder: str, revision_id: str, choices: Iterable[Choice]) -> None:
        """Keep a draft in place of the one before."""
        self._kept[coder, revision_id] = [asdict(choice) for choice in choices]

    def drop(self, coder: str, revision_id: str) -> None:
        """Forget a draft and the marks with it."""
        self._kept.pop((coder, revision_id), None)
        self._marks.pop((coder, revision_id), None)

    def marks(self, coder: str, revision_id: str) -> list[Mark]:
        """Return the places that a coder marked in a text."""
        return self._marks.get((coder, revision_id), [])

    def mark(self, coder: str, revision_id: str, made: Mark) -> None:
        """Mark a place; marked again it gets another category."""
        others = [
            one
            for one in self.marks(coder, revision_id)
            if (one.start, one.end) != (made.start, made.end)
        ]
        self._marks[coder, revision_id] = [*others, made]


class ReviewSession:
    """Answers the messages of one coder's review."""

    def __init__(self, store: Store, coder: str, steps: Steps, drafts: Drafts) -> None:
        self.store = store
        self.coder = coder
        self.steps = steps
        self.drafts = drafts

    def handle(self, message: Mapping[str, Any]) -> Answer:
        """Answer a message of the browser; a refusal is an answer too."""
        asks = {
            "open": self._open,
            "keep": self._keep,
            "mark": self._mark,
            "unlock": self._unlock,
            "apply": self._apply,
        }
        return answer_with(asks)(message)

    def _open(self, args: Args) -> Answer:
        with self.store.read() as reader:
            sources = sorted(reader.all(Source), key=lambda s: (s.name, s.id))
            wanted = args.maybe("source")
            if not sources:
                return {"sources": [], "source": None}
            source = find_source(reader, wanted) if wanted else sources[0]
            revision = reader.all(Revision, id=source.revision_id)[0]
            turns = reader.turns(revision.id)
            tokens = {i.token for i in reader.all(Identifier) if i.token}
        offers = self._list_offers(source)
        return {
            "sources": [{"id": s.id, "name": s.name} for s in sources],
            "source": {"id": source.id, "name": source.name},
            "revision": revision.id,
            "isDone": revision.kind == "pseudonymised",
            "turns": cut_turns(revision.text, turns, offers),
            "proposals": shape_offers(revision.text, offers, self.steps),
            "draft": self.drafts.read(self.coder, revision.id),
            "tokens": sorted(tokens),
            "categories": dict(self.steps.categories),
        }

    def _list_offers(self, source: Source) -> list[Offer]:
        """Return what is proposed, and what this coder marked, in reading order."""
        marks = self.drafts.marks(self.coder, source.revision_id)
        found: list[Offer] = [*self.steps.propose(source.id), *marks]
        return sorted(found, key=lambda offer: (offer.start, offer.end))

    def _keep(self, args: Args) -> Answer:
        choices = [_read_choice(args, given) for given in args.items("decisions")]
        self.drafts.keep(self.coder, args.text("revision"), choices)
        return {"kept": len(choices)}

    def _mark(self, args: Args) -> Answer:
        """Add a place of one's own; it may not lie over another one."""
        made = Mark(args.whole("start"), args.whole("end"), args.text("category"))
        if made.category not in self.steps.categories:
            raise BadMessageError(act=args.act)
        with self.store.read() as reader:
            source = find_source(reader, args.text("source"))
            refuse_stale(source, args.text("revision"))
            length = reader.all(Revision, id=source.revision_id)[0].length
        place = (made.start, made.end)
        others = [o for o in self._list_offers(source) if (o.start, o.end) != place]
        is_free = all(made.end <= o.start or o.end <= made.start for o in others)
        if not is_free or not 0 <= made.start < made.end <= length:
            raise BadMessageError(act=args.act)
        self._keep(args)
        self.drafts.mark(self.coder, source.revision_id, made)
        return self._open(Args("open", {"source": source.id}))

    def _unlock(self, args: Args) -> Answer:
        self.steps.unlock(args.text("passphrase"))
        return self._open(Args("open", {"source": args.text("source")}))

    def _apply(self, args: Args) -> Answer:
        choices = [_read_choice(args, given) for given in args.items("decisions")]
        with self.store.read() as reader:
            source = find_source(reader, args.text("source"))
            refuse_stale(source, args.text("revision"))
            text = reader.all(Revision, id=source.revision_id)[0].text
        decided = self._decide(source, text, choices)
        self.steps.apply(self.coder, source.id, decided)
        self.drafts.drop(self.coder, source.revision_id)
        opened = self._open(Args("open", {"source": source.id}))
        return {**opened, "applied": len(choices)}

    def _decide(
        self, source: Source, text: str, choices: Iterable[Choice]
    ) -> list[Decided]:
        """Join choices with their places; refuse one that is nowhere or not allowed."""
        offers = {(o.start, o.end): o for o in self._list_offers(source)}
        made = []
        for choice in choices:
            offer = offers.pop((choice.start, choice.end), None)
            if offer is None:
                raise BadMessageError(act="apply")
            if offer.category == BLOCKED and choice.outcome == "keep":
                raise KeptNumberError
            words = text[choice.start : choice.end]
            made.append(Decided(choice, offer.category, words))
        return made


def _read_choice(args: Args, given: object) -> Choice:
    """Read one decision of the browser; what it cannot mean is refused."""
    if not isinstance(given, Mapping):
        raise BadMessageError(act=args.act)
    told = Args(args.act, given)
    made = Choice(
        told.whole("start"),
        told.whole("end"),
        told.text("outcome"),
        told.maybe("token"),
        told.maybe("reason"),
        told.text("scope"),
    )
    is_token = made.token is None or (
        _TOKEN.fullmatch(made.token) and len(made.token) <= LONGEST_TOKEN
    )
    if made.outcome not in OUTCOMES or made.scope not in SCOPES or not is_token:
        raise BadMessageError(act=args.act)
    return made


def cut_turns(
    text: str, turns: Sequence[Turn], offers: Sequence[Offer]
) -> list[Answer]:
    """Return the text turn by turn, each cut into pieces: words, and which offer.

    The browser needs no offsets then. What is offered outside the turns has a piece of
    its own, without a speaker.
    """
    numbered = list(enumerate(offers))
    made: list[Answer] = []
    at = 0
    for turn in [*turns, None]:
        start = turn.start if turn else len(text)
        between = [(n, o) for n, o in numbered if at <= o.start < start]
        if between or (not turns and text):
            made.append(_cut(text, (at, start), between, ""))
        if turn:
            inside = [(n, o) for n, o in numbered if start <= o.start < turn.end]
            made.append(_cut(text, (start, turn.end), inside, turn.speaker or ""))
            at = turn.end
    return made


def _cut(
    text: str, place: tuple[int, int], offers: list[tuple[int, Offer]], speaker: str
) -> Answer:
    return {
        "speaker": speaker,
        "start": place[0],
        "pieces": list(_list_pieces(text, place, offers)),
    }


def _list_pieces(
    text: str, place: tuple[int, int], offers: list[tuple[int, Offer]]
) -> Iterator[list[Any]]:
    at, end = place
    for number, offer in offers:
        if offer.start > at:
            yield [text[at : offer.start]]
        yield [text[offer.start : offer.end], number]
        at = offer.end
    if at < end:
        yield [text[at:end]]


def shape_offers(text: str, offers: Sequence[Offer], steps: Steps) -> list[Answer]:
    """Return the offers; those of the same words and kind are one group."""
    groups: dict[tuple[str, str], int] = {}
    made = []
    for number, offer in enumerate(offers):
        form = fold(text[offer.start : offer.end])
        group = groups.setdefault((form, offer.category), number)
        made.append(
            {
                "start": offer.start,
                "end": offer.end,
                "category": offer.category,
                "kind": steps.categories.get(offer.category, offer.category),
                "why": steps.reasons.get(offer.reason, offer.reason),
                "isDirect": offer.category not in steps.indirect,
                "isPossible": bool(getattr(offer, "is_possible", False)),
                "isBlocked": offer.category == BLOCKED,
                "isOwn": offer.reason == OWN,
                "told": _tell_before(offer),
                "group": group,
                "general": steps.general.get(offer.category),
            }
        )
    return made


def _tell_before(offer: Offer) -> Answer | None:
    """Return what was decided before of the same words, if anything was."""
    outcome = getattr(offer, "decision", None)
    if outcome is None:
        return None
    return {"outcome": outcome, "token": getattr(offer, "token", None)}


def fold(words: str) -> str:
    """Return words without capitals and accents, as the same form is found.

    >>> fold("Zoë"), fold("ZOE")
    ('zoe', 'zoe')
    """
    plain = unicodedata.normalize("NFKD", words.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))
