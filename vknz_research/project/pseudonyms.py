"""Pseudonymising a study: what is offered, what was decided, and the words back.

Names and their tokens are written to the vault before anything changes in the study;
in the study itself stand only keyed hashes of them. Sources in quarantine take part:
that is where pseudonymising begins.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from vknz_research.coding.consent import list_closed
from vknz_research.coding.find import find_source
from vknz_research.coding.replacing import Decided, Replaced, apply_decisions
from vknz_research.errors import DecisionError
from vknz_research.model.privacy import OUTCOMES, Identifier
from vknz_research.model.sources import Revision, Source
from vknz_research.privacy.proposals import (
    Known,
    Proposal,
    has_few_capitals,
    propose,
)
from vknz_research.privacy.register import NAME, make_piece
from vknz_research.privacy.replacing import (
    GENERAL,
    NEVER_KEPT,
    Replacement,
    choose_tokens,
    hash_form,
    is_token,
    replace_words,
    write_log,
)
from vknz_research.privacy.vault import Vault
from vknz_research.project.study import Study
from vknz_research.project.withdrawing import open_vault
from vknz_research.store.unit import Reader

LOGS: Final = "replacements"
_AROUND: Final = 24


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that may say who somebody is, with what was decided for these words.

    `decision` and `token` are those of the same words elsewhere, or None.
    """

    source_id: str
    source: str
    revision_id: str
    start: int
    end: int
    text: str
    category: str
    reason: str
    form_hmac: str
    is_direct: bool = True
    is_possible: bool = False
    decision: str | None = None
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about words: for all places where they stand, or one.

    `token` is what comes in their place; None lets the program choose.
    """

    source_id: str
    start: int
    end: int
    text: str
    category: str
    outcome: str
    token: str | None = None
    why: str | None = None
    only: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class _Text:
    """The present text of a source, with where its turns are."""

    source: Source
    revision: Revision
    turns: list[tuple[int, int]]


def read_salt(reader: Reader) -> bytes:
    """Return the salt of the store, with which words are hashed."""
    return bytes.fromhex(reader.setting("salt") or "")


def list_offers(
    study: Study,
    source: str | None = None,
    register: Known | None = None,
    more: Callable[[Sequence[str]], list[list[Proposal]]] | None = None,
) -> list[Offer]:
    """List what may identify and is not decided yet, by source and place.

    `register` is that of the study, where it was opened; `more` reads all texts too.
    """
    with study.store.read() as reader:
        texts = _read_texts(reader, source)
        told = _Told(reader)
    others = more([t.revision.text for t in texts]) if more else [[] for _ in texts]
    return [
        offer
        for text, extra in zip(texts, others, strict=True)
        for offer in _offer(text, told, register, extra)
    ]


def list_poor(study: Study, source: str | None = None) -> list[str]:
    """List the sources with so few capitals that names hide in them."""
    with study.store.read() as reader:
        texts = _read_texts(reader, source)
    return [t.source.name for t in texts if has_few_capitals(t.revision.text, t.turns)]


def count_open(study: Study) -> dict[str, int]:
    """Count per source what may identify and is not decided yet."""
    found = Counter(offer.source_id for offer in list_offers(study))
    return {source.id: found[source.id] for source in study.sources}


def count_undecided(study: Study) -> int:
    """Count what is not decided yet in all sources that are not in quarantine."""
    with study.store.read() as reader:
        closed = list_closed(reader)
    return sum(n for key, n in count_open(study).items() if key not in closed)


def _read_texts(reader: Reader, wanted: str | None) -> list[_Text]:
    if wanted is not None:
        sources = [find_source(reader, wanted)]
    else:
        sources = sorted(reader.all(Source), key=lambda s: (s.name, s.id))
    ids = {source.revision_id for source in sources}
    revisions = {r.id: r for r in reader.all(Revision, id=ids)}
    return [
        _Text(s, revisions[s.revision_id], reader.turn_places(s.revision_id))
        for s in sources
    ]


class _Told:
    """What was decided before, to be found by the words it was about."""

    def __init__(self, reader: Reader) -> None:
        self.salt = read_salt(reader)
        self.kept: set[tuple[str, str]] = set()
        self.answers: dict[str, tuple[str, str | None]] = {}
        self.tokens: set[str] = set()
        for known in reader.all(Identifier):
            if known.outcome == "keep":
                self.kept.add((known.form_hmac, known.category))
            else:
                self.answers[known.form_hmac] = (known.outcome, known.token)
                self.tokens.add(known.token or "")

    def is_kept(self, text: str, hit: Proposal) -> bool:
        """Say whether somebody decided to keep these words, here or everywhere."""
        words = hash_form(self.salt, text[hit.start : hit.end])
        place = hash_form(self.salt, _show_place(text, hit.start, hit.end))
        return (words, hit.category) in self.kept or (place, hit.category) in self.kept


def _show_place(text: str, start: int, end: int) -> str:
    """Return words with what stands round them, to know this one place again."""
    return f"{text[max(0, start - _AROUND) : end]}\n{text[end : end + _AROUND]}"


def _offer(
    text: _Text, told: _Told, register: Known | None, more: Sequence[Proposal]
) -> Iterator[Offer]:
    whole = text.revision.text
    within = [
        hit
        for hit in more
        if any(start <= hit.start and hit.end <= end for start, end in text.turns)
    ]
    for hit in propose(whole, text.turns, register, within, told.tokens):
        if told.is_kept(whole, hit):
            continue
        words = whole[hit.start : hit.end]
        form = hash_form(told.salt, words)
        decision, token = told.answers.get(form, (None, None))
        yield Offer(
            text.source.id,
            text.source.name,
            text.revision.id,
            hit.start,
            hit.end,
            words,
            hit.category,
            hit.reason,
            form,
            hit.is_direct,
            hit.is_possible,
            decision,
            token,
        )


# --- deciding ------------------------------------------------------------------------
def decide(
    study: Study, coder: str, decisions: Sequence[Decision], vault: Vault | None = None
) -> list[Replaced]:
    """Apply decisions, one act per source; return what became of each source.

    A decision holds for the same words in all sources, unless it says `only`. What is
    replaced is written to the vault first, which needs two people who can open it.
    """
    with study.store.read() as reader:
        texts = {t.source.id: t for t in _read_texts(reader, None)}
        told = _Told(reader)
    for decision in decisions:
        _check(decision, texts, told)
    named = _name_all(decisions, told)
    places = {
        source_id: _find_places(text, named, told) for source_id, text in texts.items()
    }
    done: list[Replaced] = []
    for source_id, found in places.items():
        if found:
            done.append(_apply(study, coder, texts[source_id], found, vault))
    return done


def _check(decision: Decision, texts: dict[str, _Text], told: _Told) -> None:
    """Refuse a decision that cannot be, before anything is changed."""
    text = texts.get(decision.source_id)
    whole = text.revision.text if text else ""
    outcome, token = told.answers.get(hash_form(told.salt, decision.text), (None, None))
    is_other = outcome == "replace" and decision.token not in {None, token}
    faults = (
        (
            decision.outcome not in OUTCOMES,
            f"besluit moet zijn: {', '.join(OUTCOMES)}",
            f"the decision must be one of: {', '.join(OUTCOMES)}",
        ),
        (
            not decision.text or whole[decision.start : decision.end] != decision.text,
            "de woorden staan niet (meer) op die plaats; exporteer opnieuw",
            "the words are not at that place (any more); export again",
        ),
        (
            decision.outcome == "keep" and decision.category in NEVER_KEPT,
            "een burgerservicenummer kan niet blijven staan; kies replace",
            "a citizen service number cannot stay; choose replace",
        ),
        (
            bool(decision.token) and not is_token(decision.token or ""),
            "een teken staat tussen vierkante haken, zoals [Persoon 3]",
            "a token stands in square brackets, such as [Persoon 3]",
        ),
        (
            decision.outcome == "replace" and is_other and not decision.only,
            f"deze woorden hebben al een teken, {token}; houd dat aan of kies only",
            f"these words have a token already, {token}; keep that or choose only",
        ),
    )
    for is_wrong, nl, en in faults:
        if is_wrong:
            raise DecisionError(line=decision.line, reason_nl=nl, reason_en=en)


def _name_all(decisions: Sequence[Decision], told: _Told) -> list[Decision]:
    """Give each decision its token: that of the same words, or a new one."""
    given = {d.token for d in decisions if d.token} | told.tokens
    chosen = {
        hash_form(told.salt, d.text): d.token
        for d in decisions
        if d.outcome == "replace" and d.token and not d.only
    }
    known = {
        form: t for form, (o, t) in told.answers.items() if o == "replace"
    } | chosen
    unnamed = {
        (d.category, form)
        for d in decisions
        if d.outcome == "replace" and not d.token
        for form in [hash_form(told.salt, d.text)]
        if form not in known
    }
    # Words offered under two kinds are one entity: the first kind names it.
    once = {form: (category, form) for category, form in sorted(unnamed, reverse=True)}
    fresh = choose_tokens(once.values(), given)
    known |= {form: fresh[pair] for form, pair in once.items()}
    return [_name(decision, known, told.salt) for decision in decisions]


def _name(decision: Decision, known: dict[str, str | None], salt: bytes) -> Decision:
    token = decision.token
    if decision.outcome == "keep":
        token = None
    elif decision.outcome == "generalise":
        token = token or GENERAL.get(decision.category, "[weggelaten]")
    elif token is None:
        token = known[hash_form(salt, decision.text)]
    return Decision(
        decision.source_id,
        decision.start,
        decision.end,
        decision.text,
        decision.category,
        decision.outcome,
        token,
        decision.why,
        decision.only,
        decision.line,
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in one text to which a decision applies."""

    start: int
    end: int
    decision: Decision
    form_hmac: str


def _find_places(
    text: _Text, decisions: Sequence[Decision], told: _Told
) -> list[_Place]:
    """Return where decisions apply in a text, none overlapping another.

    What was pointed at itself comes first, then longer words before shorter.
    """
    whole = text.revision.text
    pointed = [
        _Place(d.start, d.end, d, _hash_place(whole, d, told.salt))
        for d in decisions
        if d.source_id == text.source.id
    ]
    general = {hash_form(told.salt, d.text): d for d in decisions if not d.only}
    spread = list(_spread(text, general, told)) if general else []
    spread.sort(key=lambda p: (p.start - p.end, p.start))
    taken: list[_Place] = []
    for place in [*pointed, *spread]:
        if all(place.end <= t.start or t.end <= place.start for t in taken):
            taken.append(place)
    return sorted(taken, key=lambda p: p.start)


def _hash_place(whole: str, decision: Decision, salt: bytes) -> str:
    """Return the hash of the words, or of this one place of them."""
    if decision.only and decision.outcome == "keep":
        return hash_form(salt, _show_place(whole, decision.start, decision.end))
    return hash_form(salt, decision.text)


def _spread(text: _Text, general: dict[str, Decision], told: _Told) -> Iterator[_Place]:
    """Give the other places of the same words: as offered, or written the same."""
    whole = text.revision.text
    for hit in propose(whole, text.turns, tokens=told.tokens):
        form = hash_form(told.salt, whole[hit.start : hit.end])
        if form in general:
            yield _Place(hit.start, hit.end, general[form], form)
    for form, decision in general.items():
        for start, end in text.turns:
            for at in _find_written(whole, decision.text, start, end):
                yield _Place(at, at + len(decision.text), decision, form)


def _find_written(whole: str, words: str, start: int, end: int) -> Iterator[int]:
    """Give where words stand exactly so, not within longer ones."""
    at = whole.find(words, start, end)
    while at >= 0:
        before = whole[at - 1 : at] if at > start else ""
        after = whole[at + len(words) : at + len(words) + 1]
        if not before.isalnum() and not after.isalnum():
            yield at
        at = whole.find(words, at + len(words), end)


def _apply(
    study: Study,
    coder: str,
    text: _Text,
    places: Sequence[_Place],
    vault: Vault | None,
) -> Replaced:
    """Write names and log to the vault, then change the study in one act."""
    new_id = str(uuid4())
    edits = [
        Replacement(p.start, p.end, p.decision.token)
        for p in places
        if p.decision.token
    ]
    if edits:
        _write_vault(vault or open_vault(study), text, places, new_id)
    decided = [
        Decided(
            p.start,
            p.end,
            p.decision.category,
            p.decision.outcome,
            p.decision.token,
            p.form_hmac,
            p.decision.why,
        )
        for p in places
    ]
    at = (text.source.id, text.revision.id)
    return apply_decisions(study.store, coder, at, decided, new_id)


def _write_vault(
    vault: Vault, text: _Text, places: Sequence[_Place], new_id: str
) -> None:
    whole = text.revision.text
    edits = [
        Replacement(p.start, p.end, p.decision.token)
        for p in places
        if p.decision.token
    ]
    _, log = replace_words(whole, edits)
    facts = {"revision": new_id, "base": text.revision.id}
    entities = [
        (p.decision.category, p.decision.token, whole[p.start : p.end])
        for p in places
        if p.decision.outcome == "replace" and p.decision.token
    ]
    source = text.source.id
    if entities:
        vault.write(f"{NAME}/{source}/{new_id}", make_piece(entities).to_json())
    vault.write(f"{LOGS}/{source}/{new_id}", write_log(log, facts))


def finish(study: Study, coder: str) -> list[str]:
    """Mark as pseudonymised what has nothing undecided left; return their names.

    So it is too with a text in which nothing had to be replaced.
    """
    still_open = {offer.source_id for offer in list_offers(study)}
    with study.store.read() as reader:
        texts = _read_texts(reader, None)
    done = [
        text
        for text in texts
        if text.source.id not in still_open and text.revision.kind != "pseudonymised"
    ]
    for text in done:
        at = (text.source.id, text.revision.id)
        apply_decisions(study.store, coder, at, [], is_done=True)
    return [text.source.name for text in done]
