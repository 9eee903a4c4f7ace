"""An act in the words of the interface: what was done, to what, and where."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from vknz_research.language import Language
from vknz_research.model.codes import Code
from vknz_research.model.sources import Source
from vknz_research.store.acts import ACTS
from vknz_research.store.events import Change, Event
from vknz_research.store.unit import Reader

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Told:
    """One act with what is needed to tell of it."""

    reader: Reader
    event: Event
    changes: Sequence[Change]
    language: str

    def say(self, nl: str, en: str) -> str:
        return en if self.language == "en" else nl

    @property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.event.facts)
        return found

    def rows(self, table: str, *, now: bool = True) -> list[Row]:
        """Return the rows of a table as they became, or as they were."""
        sides = [
            c.after if now else c.before for c in self.changes if c.table_name == table
        ]
        return [json.loads(side) for side in sides if side]

    def code(self, code_id: str) -> str:
        """Return the name of a code between quotation marks, also of one that is gone.

        Where a code of this act had another name before, that is not meant.
        """
        found = self.reader.last_known(Code, code_id)
        return f"‘{found.name(self.language) if found else code_id}’"

    def source(self, source_id: str) -> str:
        found = self.reader.last_known(Source, source_id)
        return found.name if found else source_id


def describe_event(
    reader: Reader, event: Event, changes: Sequence[Change], language: Language
) -> str:
    """Return what an act did in one phrase, without capital and full stop.

    Of an undo or redo it says what was taken back or done again.
    """
    told = _Told(reader, event, changes, language)
    if event.act in ON_CODINGS and not any(c.table_name == "coding" for c in changes):
        return _tell_plain(told)
    return WORDS[event.act](told)


def _name_place(told: _Told, coding: Row) -> str:
    """Say where a passage stands: who speaks and when, or in which source."""
    turn = told.reader.turn_at(coding["revision_id"], coding["start"])
    source = told.source(coding["source_id"])
    if turn is None or not turn.speaker:
        return source
    if turn.begin_ms is None:
        return told.say(f"{turn.speaker} in {source}", f"{turn.speaker} in {source}")
    return f"{turn.speaker}, {_write_time(turn.begin_ms)}"


def _write_time(ms: int) -> str:
    """Return minutes and seconds, with hours where there are.

    >>> _write_time(956_000), _write_time(3_723_000)
    ('15:56', '1:02:03')
    """
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _join(told: _Told, names: Sequence[str]) -> str:
    """Return names as a sentence lists them, many as a few and a number."""
    if len(names) == 1:
        return names[0]
    if len(names) > 4:
        more = len(names) - 3
        return ", ".join(names[:3]) + told.say(f" en nog {more}", f" and {more} more")
    return ", ".join(names[:-1]) + told.say(" en ", " and ") + names[-1]


def _list_codes(told: _Told, codings: Sequence[Row]) -> str:
    ids = dict.fromkeys(row["code_id"] for row in codings)
    return _join(told, [told.code(code_id) for code_id in ids])


def _tell_places(told: _Told, codings: Sequence[Row]) -> str:
    places = {(c["source_id"], c["start"], c["end"]) for c in codings}
    if len(places) == 1:
        return _name_place(told, codings[0])
    return f"{len(places)} passages"


def _tell_code(told: _Told) -> str:
    codings = told.rows("coding")
    what, where = _list_codes(told, codings), _tell_places(told, codings)
    return told.say(f"{what} gezet bij {where}", f"{what} put at {where}")


def _tell_hits(told: _Told) -> str:
    codings = told.rows("coding")
    what = _list_codes(told, codings)
    n = len({(c["source_id"], c["start"], c["end"]) for c in codings})
    return told.say(
        f"{what} gezet bij {n} {'zoekresultaat' if n == 1 else 'zoekresultaten'}",
        f"{what} put at {n} search {'result' if n == 1 else 'results'}",
    )


def _tell_in_vivo(told: _Told) -> str:
    codings = told.rows("coding")
    what, where = _list_codes(told, codings), _tell_places(told, codings)
    return told.say(
        f"{what} in vivo gezet bij {where}", f"{what} put in vivo at {where}"
    )


def _tell_uncode(told: _Told) -> str:
    codings = told.rows("coding", now=False)
    what, where = _list_codes(told, codings), _tell_places(told, codings)
    return told.say(f"{what} weggehaald bij {where}", f"{what} taken from {where}")


def _tell_recode(told: _Told) -> str:
    old, new = told.rows("coding", now=False), told.rows("coding")
    was, now = _list_codes(told, old), _list_codes(told, new)
    where = _tell_places(told, new)
    return told.say(f"{was} werd {now} bij {where}", f"{was} became {now} at {where}")


def _tell_resize(told: _Told) -> str:
    codings = told.rows("coding")
    what, where = _list_codes(told, codings), _tell_places(told, codings)
    return told.say(
        f"grenzen van {what} verlegd bij {where}", f"edges of {what} moved at {where}"
    )


def _tell_confirm(told: _Told) -> str:
    n = told.facts.get("codings", 1)
    return told.say(
        f"{_count(n, 'codering', 'coderingen')} bevestigd",
        f"{_count(n, 'coding', 'codings')} confirmed",
    )


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def _tell_of_code(nl: str, en: str) -> "Teller":
    """Return a teller of an act on one code; `{}` stands for its name."""

    def tell(told: _Told) -> str:
        name = told.code(told.facts["code"])
        return told.say(nl.format(name), en.format(name))

    return tell


def _tell_rename(told: _Told) -> str:
    was, now = (_name_in(told, now=now) for now in (False, True))
    return told.say(f"code {was} hernoemd tot {now}", f"code {was} renamed to {now}")


def _name_in(told: _Told, *, now: bool) -> str:
    code = Code(**told.rows("code", now=now)[0])
    return f"‘{code.name(told.language)}’"


def _tell_move(told: _Told) -> str:
    code_id = told.facts["code"]
    name = told.code(code_id)
    path = next(row["path"] for row in told.rows("code") if row["id"] == code_id)
    return told.say(
        f"code {name} verplaatst naar {path}", f"code {name} moved to {path}"
    )


def _tell_merge(told: _Told) -> str:
    old, kept = told.code(told.facts["code"]), told.code(told.facts["into"])
    n = len([c for c in told.changes if c.table_name == "coding"])
    return told.say(
        f"{old} samengevoegd met {kept}: {_count(n, 'codering', 'coderingen')}",
        f"{old} merged with {kept}: {_count(n, 'coding', 'codings')}",
    )


def _tell_split(told: _Told) -> str:
    old = told.code(told.facts["code"])
    new = _join(told, [told.code(code_id) for code_id in told.facts["into"]])
    n = len(told.rows("coding"))
    return told.say(
        f"{old} gesplitst in {new}: {_count(n, 'codering', 'coderingen')}",
        f"{old} split into {new}: {_count(n, 'coding', 'codings')}",
    )


def _tell_memo(nl: str, en: str) -> "Teller":
    def tell(told: _Told) -> str:
        rows = told.rows("memo") or told.rows("memo", now=False)
        title = f" ‘{rows[0]['title']}’" if rows else ""
        return told.say(f"memo{title} {nl}", f"memo{title} {en}")

    return tell


def _tell_edit(told: _Told) -> str:
    """Say where a text was edited, and what moved along or became uncertain."""
    facts = told.facts
    place = {"source_id": facts["source"], "revision_id": facts["revision"]}
    where = _name_place(told, {**place, "start": facts["start"]})
    said = [told.say(f"tekst verbeterd bij {where}", f"text edited at {where}")]
    if facts["moved"]:
        nl = f"{_count(facts['moved'], 'codering schoof', 'coderingen schoven')} mee"
        en = f"{_count(facts['moved'], 'coding', 'codings')} moved along"
        said.append(told.say(nl, en))
    if facts["doubts"]:
        said.append(
            told.say(f"{facts['doubts']} onzeker", f"{facts['doubts']} in doubt")
        )
    return ", ".join(said)


def _tell_import(told: _Told) -> str:
    names = [row["name"] for row in told.rows("source")]
    plain = told.say(*ACTS[told.event.act])
    return f"{plain}: {_join(told, names)}" if names else plain


def _tell_counted(table: str, nl: str, en: str) -> "Teller":
    """Return a teller that says how many rows of a table an act changed."""

    def tell(told: _Told) -> str:
        n = len([c for c in told.changes if c.table_name == table])
        plain = told.say(*ACTS[told.event.act])
        return f"{plain} ({told.say(nl, en)}: {n})"

    return tell


def _tell_in_source(told: _Told) -> str:
    """Say what was done in which source."""
    plain = told.say(*ACTS[told.event.act])
    source_id = told.facts.get("source")
    where = told.say("bij", "in")
    return f"{plain} {where} {told.source(source_id)}" if source_id else plain


def _tell_decide(told: _Told) -> str:
    """Say about which codes a decision was taken, and where."""
    decisions = told.rows("decision")
    if not decisions:
        return _tell_in_source(told)
    decision = decisions[0]
    place = {**decision, "source_id": told.facts["source"]}
    what = _list_codes(told, decision["sides"]["codings"])
    where = _name_place(told, place)
    return told.say(
        f"besluit over {what} bij {where}", f"decision on {what} at {where}"
    )


def _tell_suggested(told: _Told) -> str:
    plain = told.say(*ACTS[told.event.act])
    answers = told.rows("suggestion")
    if not answers:
        return plain
    what, where = told.code(answers[0]["code_id"]), _name_place(told, answers[0])
    return told.say(f"{plain}: {what} bij {where}", f"{plain}: {what} at {where}")


def _tell_joined(told: _Told) -> str:
    plain = told.say(*ACTS[told.event.act])
    one, many = told.say("handeling", "act"), told.say("handelingen", "acts")
    return f"{plain}: {_count(told.facts.get('acts', 0), one, many)}"


def _tell_plain(told: _Told) -> str:
    return told.say(*ACTS[told.event.act])


def _tell_step(told: _Told) -> str:
    plain = told.say(*ACTS[told.event.act])
    if told.event.target_seq is None:
        return plain
    target = told.reader.event(told.event.target_seq)
    changes = told.reader.changes_of(target.seq)
    language: Language = "en" if told.language == "en" else "nl"
    return f"{plain}: {describe_event(told.reader, target, changes, language)}"


CYCLE_ACTS: Final = (
    *("link-recording", "relink-recording", "unlink-recording", "nudge"),
    *("code-moment", "write-transcript", "import-case", "add-trajectory"),
    *("change-step", "answer-viewing", "hand-in-viewing", "agree-viewing"),
    *("observe", "change-observation", "remove-observation", "add-goal"),
    *("make-agenda", "change-agenda", "add-point", "look-back"),
)
ON_CODINGS: Final = frozenset(
    {"code", "code-in-vivo", "code-hits", "uncode", "recode", "refine", "resize"}
)
Teller = Callable[[_Told], str]
WORDS: Final[Mapping[str, Teller]] = {
    "import": _tell_import,
    "import-codebook": _tell_counted("code", "codes", "codes"),
    "import-codings": _tell_counted("coding", "coderingen", "codings"),
    "import-excerpts": _tell_counted("excerpt", "citaten", "quotations"),
    "remove-excerpt": _tell_plain,
    "import-design": _tell_counted("design_entry", "broncodes", "source codes"),
    "import-participants": _tell_counted("participant", "deelnemers", "participants"),
    "import-consent": _tell_counted("consent", "toestemmingen", "consents"),
    "import-memos": _tell_counted("memo", "memo’s", "memos"),
    "init": _tell_plain,
    "withdraw": _tell_plain,
    "consent": _tell_plain,
    "code": _tell_code,
    "code-in-vivo": _tell_in_vivo,
    "code-hits": _tell_hits,
    "resize": _tell_resize,
    "confirm-codings": _tell_confirm,
    "uncode": _tell_uncode,
    "recode": _tell_recode,
    "refine": _tell_recode,
    "add-code": _tell_of_code("code {} toegevoegd", "code {} added"),
    "change-code": _tell_of_code(
        "definitie van {} gewijzigd", "definition of {} changed"
    ),
    "rename-code": _tell_rename,
    "move-code": _tell_move,
    "merge-codes": _tell_merge,
    "split-code": _tell_split,
    "remove-code": _tell_of_code("code {} weggehaald", "code {} removed"),
    "add-memo": _tell_memo("geschreven", "written"),
    "change-memo": _tell_memo("gewijzigd", "changed"),
    "remove-memo": _tell_memo("weggehaald", "removed"),
    "edit-text": _tell_edit,
    "start-round": _tell_counted("assignment", "toewijzingen", "assignments"),
    "assign": _tell_plain,
    "hand-in": _tell_in_source,
    "take-back": _tell_in_source,
    "open-comparison": _tell_in_source,
    "decide": _tell_decide,
    "decide-borders": _tell_counted("decision", "besluiten", "decisions"),
    "reopen-decision": _tell_in_source,
    "finish-adjudication": _tell_in_source,
    "reopen-adjudication": _tell_in_source,
    "accept-suggestion": _tell_suggested,
    "reject-suggestion": _tell_suggested,
    "pseudonymise": _tell_in_source,
    "add-feedback": _tell_plain,
    "edit-feedback": _tell_plain,
    "permit-feedback": _tell_plain,
    "pass-feedback": _tell_plain,
    "remove-feedback": _tell_plain,
    "keep-until": _tell_plain,
    "save-smart-code": _tell_plain,
    "remove-smart-code": _tell_plain,
    "set-municipality": _tell_plain,
    "publish": _tell_plain,
    **dict.fromkeys(CYCLE_ACTS, _tell_plain),
    "end-withdrawal": _tell_plain,
    "merge": _tell_joined,
    "undo": _tell_step,
    "redo": _tell_step,
}
