"""Taking out of the store what a withdrawn person said, and all that hangs on it.

Words become a mask of the same length where others speak in the source too; a source
of nobody else is emptied. What an act had written about it goes from the history, the
act itself stays: `erasure` names it, and undo passes over it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Table, delete, insert, select, update

from vknz_research.model.codes import IN_VIVO
from vknz_research.model.sources import Turn
from vknz_research.model.text import hash_text, mask_words
from vknz_research.privacy.lightedits import close_cut
from vknz_research.store import tables
from vknz_research.store.tables import write_json
from vknz_research.store.unit import IN_ONE_QUESTION, Reader, UnitOfWork

WITHDRAWN: Final = "withdrawn"
Span = tuple[int, int]
Key = tuple[str, str]
Cutter = Callable[[str], str]

# Tables of which a row names a source, and those whose rows stand at a place in a text.
_OF_SOURCE: Final = (
    *(tables.coding, tables.excerpt, tables.round_coding, tables.suggestion),
    *(tables.identifier, tables.feedback_item, tables.assignment, tables.opening),
    *(tables.adjudication, tables.voice, tables.recording, tables.viewing),
    *(tables.observation, tables.agenda_item, tables.attention_look),
)
_PLACED: Final = (
    *(tables.coding, tables.excerpt, tables.round_coding, tables.suggestion),
    *(tables.identifier, tables.decision, tables.observation),
)
_BODIES: Final = (tables.learning_goal, tables.agenda_item, tables.viewing_answer)
# Words of researchers, in which somebody may have been quoted.
_FREE: Final[Mapping[Table, tuple[str, ...]]] = {
    tables.memo: ("title", "body"),
    tables.excerpt: ("edited", "label"),
    **dict.fromkeys((tables.decision, tables.identifier, tables.step), ("reason",)),
    **dict.fromkeys((tables.publication, tables.trajectory), ("name",)),
    tables.coding_round: ("title",),
    tables.feedback_item: ("wording",),
    tables.source: ("name", "file", "part"),
    tables.design_entry: ("role",),
    tables.recording: ("name", "file", "place"),
    tables.observation: ("body", "ask_klant", "ask_klantmanager"),
    tables.smart_code: ("name", "query"),
    **dict.fromkeys((*_BODIES, tables.attention_point), ("body",)),
    tables.attention_look: ("effect", "wording"),
}


@dataclass(frozen=True, slots=True)
class Cut:
    """What goes from one source: all of it, or what stands behind some labels."""

    source_id: str
    is_whole: bool
    speakers: frozenset[str] = frozenset()


@dataclass(slots=True)
class Erased:
    """What was taken out: rows by table, memos that were cut, acts that lost rows."""

    rows: dict[str, int] = field(default_factory=dict)
    cut: int = 0
    acts: int = 0


def list_stretches(text: str, turns: Sequence[Turn], cut: Cut) -> list[Span]:
    """Return the stretches of a text that go.

    What stands before a turn is its label and time, so that goes with it.
    """
    if cut.is_whole:
        return [(0, len(text))] if text else []
    found: list[Span] = []
    at = 0
    for turn in turns:
        if (turn.speaker or "") in cut.speakers:
            found.append((at, turn.end))
        at = turn.end
    return found


def read_words(reader: Reader, cuts: Iterable[Cut]) -> tuple[list[str], list[str]]:
    """Return the words that go, and those of others that stay."""
    by_source = {cut.source_id: cut for cut in cuts}
    gone: list[str] = []
    stays: list[str] = []
    lost = set(list_lost(reader))
    asked = select(tables.revision.c.id, tables.revision.c.source_id)
    for revision_id, source_id in reader.connection.execute(asked).all():
        text = _read_text(reader, revision_id)
        cut = by_source.get(source_id)
        if source_id in lost:
            gone.append(text)
            continue
        if cut is None:
            stays.append(text)
            continue
        at = 0
        for start, end in list_stretches(text, reader.turns(revision_id), cut):
            gone.append(text[start:end])
            stays.append(text[at:start])
            at = end
        stays.append(text[at:])
    return gone, stays


def list_lost(reader: Reader) -> list[str]:
    """List ids of sources that an undo took away, but whose texts are still there.

    Nobody can be found in them any more, so they go with the first withdrawal.
    """
    known = select(tables.source.c.id)
    asked = select(tables.revision.c.source_id).distinct()
    found = asked.where(tables.revision.c.source_id.not_in(known))
    return sorted(reader.connection.execute(found).scalars())


def _read_text(reader: Reader, revision_id: str) -> str:
    asked = select(tables.revision.c.text).where(tables.revision.c.id == revision_id)
    return str(reader.connection.execute(asked).scalar_one())


class Eraser:
    """One erasure within one transaction; `shorten` cuts words out of free text."""

    def __init__(self, work: UnitOfWork, withdrawal_id: str, shorten: Cutter) -> None:
        self.work = work
        self.link = work.connection
        self.withdrawal_id = withdrawal_id
        self.shorten = shorten
        self.gone: set[Key] = set()
        self.touched: set[Key] = set()
        self.made = Erased()

    def erase(self, cuts: Sequence[Cut], participant_id: str) -> Erased:
        """Take everything out; doing it again changes nothing."""
        for cut in cuts:
            spans = self._mask_texts(cut)
            self._find_rows(cut, spans)
        self._find_feedback(participant_id)
        self._find_hanging({c.source_id for c in cuts if c.is_whole}, participant_id)
        self._delete_rows()
        self._drop_in_vivo()
        self._cut_free_text()
        for cut in cuts:
            self._empty_file(cut)
        acts = self._drop_lost()
        self._forget_changes(acts)
        return self.made

    def erase_recordings(self, source_ids: Iterable[str]) -> Erased:
        """Take recordings out of the database, and what history tells of them."""
        table, change = tables.recording, tables.change
        acts: set[int] = set()
        for source_id in source_ids:
            self._take(table, table.c.source_id == source_id)
            told = change.c.before.contains(source_id)
            told |= change.c.after.contains(source_id)
            acts |= self._drop((change.c.table_name == table.name) & told)
        self._delete_rows()
        self._name_acts(acts)
        return self.made

    def forget_person(self, participant_id: str) -> None:
        """Take away what a participant was called, and what could tell who it was."""
        label = f"ingetrokken-{participant_id[:8]}"
        known = select(tables.participant.c.label).where(
            tables.participant.c.id == participant_id
        )
        if self.link.execute(known).scalar_one_or_none() == label:
            return
        blank = {"label": label, "age_band": None, "gender": None}
        self._set(tables.participant, participant_id, blank)
        self.touched.add(("participant", participant_id))

    # --- texts -----------------------------------------------------------------------
    def _mask_texts(self, cut: Cut) -> dict[str, list[Span]]:
        """Mask or empty each state of the text; return what goes, by revision."""
        table, spans = tables.revision, {}
        asked = select(table.c.id).where(table.c.source_id == cut.source_id)
        for revision_id in list(self.link.execute(asked).scalars()):
            text = _read_text(self.work, revision_id)
            found = list_stretches(text, self.work.turns(revision_id), cut)
            spans[revision_id] = found
            if not found:
                continue
            new = "" if cut.is_whole else _mask_spans(text, found)
            self._set(
                table,
                revision_id,
                {"text": new, "text_hash": hash_text(new), "length": len(new)},
            )
            self._mask_units(revision_id, cut, found)
        return spans

    def _mask_units(self, revision_id: str, cut: Cut, spans: Sequence[Span]) -> None:
        turn, cue = tables.turn, tables.cue
        if cut.is_whole:
            for table in (turn, cue):
                self.link.execute(
                    delete(table).where(table.c.revision_id == revision_id)
                )
            return
        unknown = {"speaker": None, "begin_ms": None, "end_ms": None}
        mine = (turn.c.revision_id == revision_id) & turn.c.speaker.in_(cut.speakers)
        self.link.execute(update(turn).where(mine).values(unknown))
        for start, end in spans:
            inside = (cue.c.start < end) & (cue.c.end > start)
            self.link.execute(
                delete(cue).where((cue.c.revision_id == revision_id) & inside)
            )

    def _empty_file(self, cut: Cut) -> None:
        """Empty the file that the source came in, which may hold sources beside it."""
        source = tables.source
        asked = select(source.c.original_id).where(source.c.id == cut.source_id)
        for original_id in list(self.link.execute(asked).scalars()):
            self._set(tables.original, original_id, {"data": b""})
        if cut.is_whole:
            name = f"ingetrokken-{cut.source_id[:8]}"
            blank = {"name": name, "file": "", "part": "", "format": WITHDRAWN}
            self._set(source, cut.source_id, blank)
            self.touched.add(("source", cut.source_id))

    # --- rows ------------------------------------------------------------------------
    def _find_rows(self, cut: Cut, spans: Mapping[str, Sequence[Span]]) -> None:
        if cut.is_whole:
            for table in _OF_SOURCE:
                self._take(table, table.c.source_id == cut.source_id)
        else:
            voice = tables.voice
            same = voice.c.source_id == cut.source_id
            self._take(voice, same & voice.c.speaker.in_(cut.speakers))
            self._take_recorded(cut)
        for revision_id, found in spans.items():
            for table in _PLACED:
                for start, end in found:
                    here = (table.c.start < end) & (table.c.end > start)
                    self._take(table, (table.c.revision_id == revision_id) & here)
            self._take_doubts(revision_id, found)
        self._take_links(cut, spans)

    def _take_recorded(self, cut: Cut) -> None:
        """Take recordings, in which everybody is heard, and what plays them."""
        recorded = (tables.recording, tables.agenda_item, tables.attention_look)
        for table in recorded:
            self._take(table, table.c.source_id == cut.source_id)

    def _take_doubts(self, revision_id: str, spans: Sequence[Span]) -> None:
        doubt = tables.doubt
        for start, end in spans:
            here = (doubt.c.old_start < end) & (doubt.c.old_end > start)
            self._take(doubt, (doubt.c.revision_id == revision_id) & here)

    def _take_links(self, cut: Cut, spans: Mapping[str, Sequence[Span]]) -> None:
        """Take links of memos to the source, or to what of it goes."""
        link = tables.memo_link
        to_source = (link.c.target_kind == "source") & (
            link.c.target_id == cut.source_id
        )
        if cut.is_whole:
            self._take(link, to_source)
            return
        source = tables.source
        asked = select(source.c.revision_id).where(source.c.id == cut.source_id)
        now = self.link.execute(asked).scalar_one_or_none()
        for start, end in spans.get(now or "", ()):
            here = (link.c.start < end) & (link.c.end > start)
            self._take(link, to_source & here)

    def _find_feedback(self, participant_id: str) -> None:
        item = tables.feedback_item
        self._take(item, item.c.participant_id == participant_id)

    def _find_hanging(self, sources: set[str], participant_id: str) -> None:
        """Find what hangs on what goes: decisions, permissions, links, memos."""
        self._take_within(tables.decision, "adjudication_id", self._ids("adjudication"))
        self._take_within(tables.viewing_answer, "viewing_id", self._ids("viewing"))
        for column, table in (
            ("observation_id", "observation"),
            ("feedback_id", "feedback_item"),
        ):
            self._take_within(tables.agenda_item, column, self._ids(table))
        self._take_within(
            tables.feedback_permission, "item_id", self._ids("feedback_item")
        )
        targets = {row_id for _, row_id in self.gone} | {participant_id, *sources}
        self._take_within(tables.memo_link, "target_id", targets)
        links = tables.memo_link
        loose = self._ids("memo_link")
        for memo_id in sorted(self._memos_of(loose)):
            left = select(links.c.id).where(links.c.memo_id == memo_id)
            if set(self.link.execute(left).scalars()) <= loose:
                self.gone.add(("memo", memo_id))
        targets |= self._ids("memo") | loose
        self._take_within(tables.doubt, "target_id", targets)

    def _memos_of(self, links: set[str]) -> set[str]:
        table = tables.memo_link
        return {
            memo_id
            for some in _portions(links)
            for memo_id in self.link.execute(
                select(table.c.memo_id).where(table.c.id.in_(some))
            ).scalars()
        }

    def _ids(self, table: str) -> set[str]:
        return {row_id for name, row_id in self.gone if name == table}

    def _take(self, table: Table, wanted: Any) -> None:
        found = self.link.execute(select(table.c.id).where(wanted)).scalars()
        self.gone |= {(table.name, row_id) for row_id in found}

    def _take_within(self, table: Table, column: str, ids: set[str]) -> None:
        for some in _portions(ids):
            self._take(table, table.c[column].in_(some))

    def _delete_rows(self) -> None:
        for table in reversed(tables.metadata.sorted_tables):
            ids = self._ids(table.name)
            for some in _portions(ids):
                self.link.execute(delete(table).where(table.c.id.in_(some)))
            if ids:
                self.made.rows[table.name] = len(ids)
        self.touched |= self.gone

    def _drop_in_vivo(self) -> None:
        """Take away codes that were named after words, when their last passage went."""
        code, coding = tables.code, tables.coding
        used = select(coding.c.code_id)
        asked = select(code.c.id, code.c.path).where(
            code.c.path.like(f"{IN_VIVO}/%"), code.c.id.not_in(used)
        )
        for row_id, _ in self.link.execute(asked).all():
            self.link.execute(delete(code).where(code.c.id == row_id))
            self.gone.add(("code", row_id))
            self.touched.add(("code", row_id))

    def _set(self, table: Table, row_id: str, values: Mapping[str, Any]) -> None:
        self.link.execute(update(table).where(table.c.id == row_id).values(values))

    # --- words of researchers --------------------------------------------------------
    def _cut_free_text(self) -> None:
        for table, columns in _FREE.items():
            for row in self.link.execute(select(table)).mappings().all():
                old = {name: row[name] for name in columns}
                new = {name: v and self._shorten(name, v) for name, v in old.items()}
                if new != old:
                    self._set(table, row["id"], new)
                    self.touched.add((table.name, row["id"]))
                    self.made.cut += 1
        self._cut_codes()

    def _shorten(self, name: str, value: str) -> str:
        return (close_cut if name == "edited" else str)(self.shorten(value))

    def _cut_codes(self) -> None:
        table = tables.code
        for row in self.link.execute(select(table)).mappings().all():
            texts = json.loads(write_json(row["texts"]))
            for words in texts.values():
                for name, value in words.items():
                    words[name] = self.shorten(value)
            if write_json(texts) == write_json(row["texts"]):
                continue
            values: dict[str, Any] = {"texts": texts}
            if row["path"].startswith(f"{IN_VIVO}/"):
                values["path"] = f"{IN_VIVO}/ingetrokken-{row['id'][:8]}"
            self._set(table, row["id"], values)
            self.touched.add(("code", row["id"]))
            self.made.cut += 1

    def _drop_lost(self) -> set[int]:
        """Take away texts and files of imports that were undone; return those acts."""
        revision, change = tables.revision, tables.change
        acts: set[int] = set()
        for source_id in list_lost(self.work):
            own = select(revision.c.id).where(revision.c.source_id == source_id)
            for table in (tables.turn, tables.cue):
                self.link.execute(delete(table).where(table.c.revision_id.in_(own)))
            self.link.execute(delete(revision).where(revision.c.source_id == source_id))
            acts |= self._drop(
                change.c.before.contains(source_id) | change.c.after.contains(source_id)
            )
        used = select(tables.source.c.original_id)
        self.link.execute(
            delete(tables.original).where(tables.original.c.id.not_in(used))
        )
        return acts

    # --- history ---------------------------------------------------------------------
    def _forget_changes(self, acts: set[int]) -> None:
        """Take out what acts wrote about all this, and name those acts."""
        change = tables.change
        acts |= {
            seq
            for table, ids in _by_table(self.touched)
            for some in _portions(ids)
            for seq in self._drop(
                (change.c.table_name == table) & change.c.row_id.in_(some)
            )
        }
        acts |= self._forget_quotes()
        reasons = self._forget_reasons(acts)
        self._name_acts(acts | reasons)

    def _drop(self, wanted: Any) -> set[int]:
        change = tables.change
        seqs = set(
            self.link.execute(select(change.c.event_seq).where(wanted)).scalars()
        )
        if seqs:
            self.link.execute(delete(change).where(wanted))
        return seqs

    def _forget_quotes(self) -> set[int]:
        """Take out what acts wrote with words of a person in it, of any row."""
        change, found = tables.change, set()
        columns = (change.c.event_seq, change.c.number, change.c.before, change.c.after)
        asked = self.link.execute(select(*columns))
        while rows := asked.fetchmany(IN_ONE_QUESTION):
            # Together first: one search costs as much as it is long.
            if not self._quotes("\0".join(_written(row) for row in rows)):
                continue
            for row in rows:
                if self._quotes(_written(row)):
                    same = (change.c.event_seq == row[0]) & (change.c.number == row[1])
                    found |= self._drop(same)
        return found

    def _quotes(self, text: str) -> bool:
        return self.shorten(text) != text

    def _forget_reasons(self, acts: set[int]) -> set[int]:
        """Take out reasons with words in them, and those of acts that lost rows."""
        reason = tables.reason
        said = self.link.execute(select(reason.c.event_seq, reason.c.text)).all()
        quoting = {seq for seq, text in said if self._quotes(text)}
        for some in _portions(quoting | acts):
            self.link.execute(delete(reason).where(reason.c.event_seq.in_(some)))
        return quoting

    def _name_acts(self, acts: set[int]) -> None:
        """Name the acts that lost rows; what undid or redid one of them is one too."""
        table = tables.event
        asked = select(table.c.seq, table.c.target_seq)
        pairs = self.link.execute(asked.where(table.c.target_seq.is_not(None))).all()
        before: set[int] = set()
        while before != acts:
            before = set(acts)
            for seq, target in pairs:
                if {seq, target} & acts:
                    acts |= {seq, target}
        known = set(self.link.execute(select(tables.erasure.c.event_seq)).scalars())
        rows = [
            {"event_seq": seq, "withdrawal_id": self.withdrawal_id}
            for seq in sorted(acts - known)
        ]
        if rows:
            self.link.execute(insert(tables.erasure), rows)
        self.made.acts = len(rows)


def _written(row: Any) -> str:
    """Return the words of a change: the row before, and after."""
    return "\n".join(words for words in row[2:] if words)


def _mask_spans(text: str, spans: Sequence[Span]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += [text[at:start], mask_words(text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def _portions(ids: Iterable[Any]) -> Iterator[list[Any]]:
    listed = sorted(ids)
    for at in range(0, len(listed), IN_ONE_QUESTION):
        yield listed[at : at + IN_ONE_QUESTION]


def _by_table(keys: Iterable[Key]) -> Iterator[tuple[str, set[str]]]:
    found: dict[str, set[str]] = {}
    for table, row_id in keys:
        found.setdefault(table, set()).add(row_id)
    yield from found.items()
