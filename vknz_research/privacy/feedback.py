"""What of a klant reaches a klantmanager: rules, as pure functions.

Nothing does without a permission for exactly this item, this recipient and these words
(I9). Anonymous means that the words do not lead to one klant or one conversation, and
that enough klanten could have said them (I10).
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from typing import Final, Literal

from vknz_research.model.people import Consent, Participant, role_perspective
from vknz_research.model.privacy import FeedbackItem, FeedbackPermission
from vknz_research.model.sources import Voice

MOST_QUOTED: Final = 12  # words of the conversation in a row
PURPOSE: Final = "feedback"
ANONYMOUS: Final = "anonymous"
NONE: Final = "none"
Trace = Literal["name", "date", "conversation", "quote"]

_WORD: Final = re.compile(r"\w+")
_PARENTHESES: Final = re.compile(r"\([^)]*\)")
_SHORTEST_NAME: Final = 2
_TOKEN: Final = re.compile(
    r"\[[^\W\d_][\w ]*\d+\]"
)  # [Persoon 3]: one person everywhere
_DAYS: Final = (
    "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_MONTHS: Final = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|"
    "december|january|february|march|may|june|july|august|october"
)
_NUMBERS: Final = (
    "eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|negende|tiende|elfde|"
    "twaalfde|twintigste|dertigste|eenendertigste"
)
_DATE: Final = re.compile(
    r"\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b"  # 3-4-2031, 2031-04-03
    rf"|\b(?:\d{{1,2}}(?:e|de|ste|st|nd|rd|th)?|{_NUMBERS})\s+(?:{_MONTHS})\b"
    rf"|\b(?:{_MONTHS})\s+\d{{1,4}}\b"
    rf"|\b(?:{_DAYS})\b"
    r"|\b(?:19|20)\d\d\b"
    r"|\b\d{1,2}:\d\d\b",  # a time, or a place in a recording
    re.IGNORECASE,
)


def hash_wording(salt: bytes, item_id: str, recipient_id: str, wording: str) -> str:
    """Return what stands for exactly these words, to exactly this recipient."""
    told = f"{item_id}\n{recipient_id}\n{wording}".encode()
    return hmac.new(salt, told, hashlib.sha256).hexdigest()


def covers(permission: FeedbackPermission, item: FeedbackItem, salt: bytes) -> bool:
    """Say whether a permission is about an item as it is now worded and addressed."""
    now = hash_wording(salt, item.id, item.recipient_id, item.wording)
    return (
        permission.item_id == item.id
        and permission.recipient_id == item.recipient_id
        and permission.mode != NONE
        and hmac.compare_digest(permission.wording_hmac, now)
    )


def may_pass(consents: Iterable[Consent], participant_id: str) -> bool:
    """Say whether a klant gave consent for passing on feedback at all."""
    return any(
        (c.participant_id, c.purpose, c.state) == (participant_id, PURPOSE, "given")
        for c in consents
    )


def list_klanten(
    recipient_id: str,
    people: Iterable[Participant],
    consents: Iterable[Consent],
    voices: Iterable[Voice],
    items: Iterable[FeedbackItem],
) -> set[str]:
    """Return the klanten who could have said something to a klantmanager.

    Those who gave consent for feedback, and who share a source with the klantmanager or
    of whom an item is addressed to that person. Others do not hide anybody.
    """
    heard: dict[str, set[str]] = {}
    for voice in voices:
        heard.setdefault(voice.source_id, set()).add(voice.participant_id or "")
    near = {who for there in heard.values() if recipient_id in there for who in there}
    near |= {i.participant_id for i in items if i.recipient_id == recipient_id}
    given = {
        c.participant_id for c in consents if (c.purpose, c.state) == (PURPOSE, "given")
    }
    klanten = {p.id for p in people if role_perspective(p.role) == "klant"}
    return near & given & klanten


def find_traces(
    wording: str,
    labels: Iterable[str],
    names: Iterable[str],
    texts: Iterable[str],
) -> list[Trace]:
    """Say by what a wording leads to one klant or one conversation.

    `labels` are those of participants, `names` those of the sources, `texts` what was
    said in the conversations.

    >>> find_traces("Dat was fijn, zei Kim.", ["Kim (gesprek)"], [], [])
    ['name']
    """
    found: list[Trace] = []
    words = _list_words(wording)
    named = any(_holds(words, _PARENTHESES.sub(" ", label)) for label in labels)
    if named or _TOKEN.search(wording):
        found.append("name")
    if _DATE.search(wording):
        found.append("date")
    if any(_holds(words, name) for name in names):
        found.append("conversation")
    if any(_quotes(words, text) for text in texts):
        found.append("quote")
    return found


def _list_words(text: str) -> list[str]:
    """Return the words without accents and capitals."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def _holds(words: Sequence[str], name: str) -> bool:
    """Say whether the words of a name stand in a row; a genitive s does not hide it."""
    wanted = _list_words(name)
    if not wanted or sum(map(len, wanted)) < _SHORTEST_NAME:
        return False
    size = len(wanted)
    last = {wanted[-1], f"{wanted[-1]}s"}
    return any(
        list(words[at : at + size - 1]) == wanted[:-1] and words[at + size - 1] in last
        for at in range(len(words) - size + 1)
    )


def _quotes(words: Sequence[str], text: str) -> bool:
    """Say whether more words in a row than may be quoted stand in a text."""
    size = MOST_QUOTED + 1
    if len(words) < size:
        return False
    runs = _list_runs(words, size)
    return not runs.isdisjoint(_list_runs(_list_words(text), size))


def _list_runs(words: Sequence[str], size: int) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}


def is_shown(
    item: FeedbackItem,
    permissions: Collection[FeedbackPermission],
    consents: Collection[Consent],
    salt: bytes,
) -> FeedbackPermission | None:
    """Return the permission by which an item is shown to its recipient, or None."""
    if not may_pass(consents, item.participant_id):
        return None
    used = (p for p in permissions if p.state == "used" and covers(p, item, salt))
    return next(used, None)
