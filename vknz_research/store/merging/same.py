"""Which ids of two copies mean the same thing, made on both sides. Pure.

The smaller id becomes the id of both. Only what was made after the copies parted is
taken together: an id that the other copy has known means what it means.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from vknz_research.store.merging.copies import Copy, Text, rename_copy
from vknz_research.store.merging.facets import Row

Natural = Callable[[Row], Hashable]


def _columns(*names: str) -> Natural:
    return lambda row: tuple(row[name] for name in names)


def _name_coder(row: Row) -> Hashable:
    """Return kind and name; there is one consensus, whatever language names it."""
    return row["kind"], "" if row["kind"] == "consensus" else row["name"]


# What makes a row the same thing, where it was made twice; in this order, since the
# later ones name the earlier ones.
NATURAL: Final[tuple[tuple[str, Natural], ...]] = (
    ("coder", _name_coder),
    ("voice", _columns("source_id", "speaker")),
    ("participant", _columns("label")),
    ("consent", _columns("participant_id", "purpose")),
    ("design_entry", _columns("source_code")),
    ("code", _columns("path")),
    (
        "coding",
        _columns("source_id", "revision_id", "start", "end", "code_id", "coder_id"),
    ),
    ("excerpt", _columns("key")),
    ("doubt", _columns("target_kind", "target_id")),
    ("coding_round", _columns("number", "title")),
    ("assignment", _columns("round_id", "source_id", "coder_id")),
    ("opening", _columns("round_id", "source_id")),
    (
        "round_coding",
        _columns("round_id", "coder_id", "code_id", "revision_id", "start", "end"),
    ),
    ("adjudication", _columns("source_id")),
    ("recording", _columns("source_id", "number")),
    ("smart_code", _columns("name")),
    ("trajectory", _columns("name")),
    ("step", _columns("trajectory_id", "round", "kind")),
    ("viewing", _columns("source_id", "coder_id", "kind")),
    ("attention_look", _columns("point_id", "round")),
    ("decision", _columns("adjudication_id", "key")),
    (
        "suggestion",
        _columns("coder_id", "code_id", "revision_id", "start", "end"),
    ),
)


@dataclass(slots=True)
class _Pair:
    """Two copies, and the ids that were found to be the same so far."""

    ours: Copy
    theirs: Copy
    same: dict[str, str] = field(default_factory=dict)
    _renamed: int = 0

    def find(self, one: str) -> str:
        while one in self.same:
            one = self.same[one]
        return one

    def unite(self, ours: str, theirs: str) -> bool:
        """Let two ids be one, if each is unknown on the other side."""
        ours, theirs = self.find(ours), self.find(theirs)
        if ours == theirs or ours in self.theirs.ids or theirs in self.ours.ids:
            return False
        small, large = sorted((ours, theirs))
        self.same[large] = small
        return True

    def rows(self, table: str) -> tuple[list[Row], list[Row]]:
        """List the rows of a table on either side, with the ids found so far."""
        return _list_rows(self.ours, table), _list_rows(self.theirs, table)

    def rename(self) -> None:
        """Use the ids found so far on both sides."""
        if len(self.same) == self._renamed:
            return
        self._renamed = len(self.same)
        flat = {large: self.find(large) for large in self.same}
        self.ours = rename_copy(self.ours, flat)
        self.theirs = rename_copy(self.theirs, flat)


def _list_rows(copy: Copy, table: str) -> list[Row]:
    return [row for (name, _), row in copy.rows.items() if name == table]


def find_same(ours: Copy, theirs: Copy) -> tuple[Copy, Copy, dict[str, str]]:
    """Return both copies with one id for each thing, and which ids became another."""
    pair = _Pair(ours, theirs)
    _take_known(pair)
    pair.rename()
    _match_sources(pair)
    pair.rename()
    for table, natural in NATURAL:
        if table == "voice":
            _match_speakers(pair)
            pair.rename()
        _match(pair, table, natural if table != "participant" else _know_by_name(pair))
        pair.rename()
    return pair.ours, pair.theirs, {large: pair.find(large) for large in pair.same}


def _take_known(pair: _Pair) -> None:
    """Take what earlier merges found, unless one side has both as rows of their own."""
    there = [{row_id for _, row_id in copy.rows} for copy in (pair.ours, pair.theirs)]
    for known in (pair.ours.same, pair.theirs.same):
        for one, other in sorted(known.items()):
            small, large = sorted((pair.find(one), pair.find(other)))
            if large != small and not any({large, small} <= ids for ids in there):
                pair.same[large] = small


def _match(pair: _Pair, table: str, natural: Natural) -> None:
    ours, theirs = pair.rows(table)
    by_key: dict[Hashable, str] = {}
    for row in sorted(theirs, key=_by_id):
        by_key.setdefault(natural(row), row["id"])
    for row in sorted(ours, key=_by_id):
        other = by_key.pop(natural(row), None)
        if other is not None:
            pair.unite(row["id"], other)


def _by_id(row: Row) -> str:
    return str(row["id"])


def _match_sources(pair: _Pair) -> None:
    """Match sources by the hash of a text that both have had, and then their texts."""
    for one, other in _find_sources(pair):
        if not pair.unite(one["id"], other["id"]) and one["id"] != other["id"]:
            continue
        first, second = one["original_id"], other["original_id"]
        if pair.ours.originals.get(first) == pair.theirs.originals.get(second):
            pair.unite(first, second)
        _match_texts(pair, one["id"], other["id"])


def _find_sources(pair: _Pair) -> Iterator[tuple[Row, Row]]:
    """Give the sources that are the same: by id, else by the text, then the name."""
    ours, theirs = pair.rows("source")
    known = {row["id"]: row for row in theirs}
    yield from ((row, known[row["id"]]) for row in ours if row["id"] in known)
    taken: set[str] = set()
    for one, other in sorted(_list_alike(pair), key=_closeness):
        if not {one["id"], other["id"]} & taken:
            taken |= {one["id"], other["id"]}
            yield one, other


def _list_alike(pair: _Pair) -> Iterator[tuple[Row, Row]]:
    """Give each source with each that had one of its texts on the other side."""
    ours, theirs = pair.rows("source")
    hashes = _hashes(pair.ours), _hashes(pair.theirs)
    by_hash: dict[str, list[Row]] = defaultdict(list)
    for row in theirs:
        if row["id"] not in pair.ours.ids:
            for text_hash in hashes[1][row["id"]]:
                by_hash[text_hash].append(row)
    for row in ours:
        if row["id"] not in pair.theirs.ids:
            found = [o for h in hashes[0][row["id"]] for o in by_hash.get(h, [])]
            yield from ((row, other) for other in found)


def _closeness(pair: tuple[Row, Row]) -> tuple[bool, list[tuple[str, str]]]:
    one, other = pair
    both = [(row["name"], row["id"]) for row in pair]
    return one["name"] != other["name"], sorted(both)


def _hashes(copy: Copy) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for text in copy.texts.values():
        found[text.source_id].add(text.text_hash)
    return found


def _match_texts(pair: _Pair, ours: str, theirs: str) -> None:
    """Let revisions with the same words and times be one; of two alike, the first."""
    mine, others = _texts(pair.ours, ours), _texts(pair.theirs, theirs)
    for alike in mine.keys() & others.keys():
        pair.unite(mine[alike].id, others[alike].id)


def _texts(copy: Copy, source_id: str) -> dict[tuple[str, str], Text]:
    now = copy.rows["source", source_id]["revision_id"]
    own = [t for t in copy.texts.values() if t.source_id == source_id]
    # The text that holds now stands for its words, where there are more alike.
    own.sort(key=lambda text: (text.id == now, -text.number))
    return {(text.text_hash, text.times): text for text in own}


def _match_speakers(pair: _Pair) -> None:
    """Let those who are behind the same speaker of the same source be one person."""
    ours, theirs = pair.rows("voice")
    spoken = {(v["source_id"], v["speaker"]): v["participant_id"] for v in theirs}
    taken: set[str] = set()
    for row in sorted(ours, key=lambda v: (v["source_id"], v["speaker"])):
        other = spoken.get((row["source_id"], row["speaker"]))
        people = {row["participant_id"], other}
        if other is not None and not people & taken:
            pair.unite(row["participant_id"], other)
            taken |= {row["participant_id"], other}


def _know_by_name(pair: _Pair) -> Natural:
    """Know people by a name that somebody gave them.

    A label such as 'An (gesprek)' was made at import, also where the file is called
    otherwise by now: in another file of that name speaks another An.
    """
    unnamed = {
        voice["participant_id"]
        for copy in (pair.ours, pair.theirs)
        for voice in _list_rows(copy, "voice")
        if _is_of_source(copy, voice)
    }
    return lambda row: row["id"] if row["id"] in unnamed else ("", row["label"])


def _is_of_source(copy: Copy, voice: Row) -> bool:
    source = copy.rows["source", voice["source_id"]]["name"]
    label: str = copy.rows["participant", voice["participant_id"]]["label"]
    return f" ({source})" in label or label.startswith(f"{voice['speaker']} (")


def is_apart(ours: Copy, theirs: Copy) -> bool:
    """Say whether two copies never were one: they have no act in common."""
    return not ours.known & theirs.known
