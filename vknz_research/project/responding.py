"""What the project group answered to a draft: from its file into memos, and back.

Each answer is one memo of kind `membercheck` of the section it is about. Its id follows
from what was answered, so that the same file twice adds nothing twice.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from vknz_research.coding.find import ensure_coder
from vknz_research.errors import ResponsesFileError
from vknz_research.model.codings import Memo
from vknz_research.project.reporting import check_section
from vknz_research.project.study import Study
from vknz_research.report.responses import KIND, MARKS, TITLE
from vknz_research.snapshot import Snapshot

FILE_KIND: Final = "vknz-membercheck"
MOST: Final = 2_000_000  # characters in a file
LONGEST: Final = 20_000  # characters in one answer


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer: to which section, by whom, when, recognised or not, in what words."""

    section: str
    role: str
    name: str
    day: str
    agrees: str
    text: str

    @property
    def title(self) -> str:
        """Return the title of its memo: who, and when."""
        who = f"{self.role} ({self.name})" if self.name else self.role
        return TITLE.format(who=who, day=self.day)

    @property
    def body(self) -> str:
        """Return the text of its memo: the mark that was set, then the words."""
        mark = MARKS.get(self.agrees, ("", ""))[0]
        return "\n\n".join(part for part in (mark, self.text) if part)

    def make_id(self, study_id: str) -> str:
        """Return the id of its memo: the same answer has the same one."""
        parts = (study_id, self.section, self.title, self.agrees, self.text)
        return str(uuid5(NAMESPACE_URL, "\x1f".join(parts)))


def import_responses(study: Study, actor: str, path: Path) -> dict[str, int]:
    """Bring the answers of a file in; return how many were new and how many known."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _refuse(
            path.name,
            "het is er niet of is niet te lezen",
            "it is not there or cannot be read",
        ) from error
    return import_text(study, actor, path.name, text)


def import_text(study: Study, actor: str, file: str, text: str) -> dict[str, int]:
    """Do the same with the text of a file."""
    answers = read_responses(file, text)
    for section in dict.fromkeys(answer.section for answer in answers):
        check_section(study, section)
    with study.store.begin(actor, "add-memo") as work:
        study_id = work.setting("study_id") or ""
        known = {memo.id for memo in work.all(Memo, kind=KIND)}
        coder = ensure_coder(work, actor).id
        made = [_make_memo(answer, study_id, coder) for answer in answers]
        new = [memo for memo in made if memo.id not in known]
        work.add(*new)
        work.facts = {"memos": len(new)}
    return {"new": len(new), "known": len(made) - len(new)}


def _make_memo(answer: Answered, study_id: str, coder_id: str) -> Memo:
    return Memo(
        answer.make_id(study_id),
        KIND,
        answer.title,
        answer.body,
        coder_id,
        section=answer.section,
    )


def read_responses(file: str, text: str) -> list[Answered]:
    """Read a file of answers; what is not right in it is told, and none is taken."""
    found = _load(file, text)
    who = found.get("who")
    role = str(who.get("role") or "").strip() if isinstance(who, Mapping) else ""
    if not role:
        raise _refuse(
            file,
            "er staat niet in vanuit welke rol is gereageerd",
            "it does not say from which role was responded",
        )
    name = str(who.get("name") or "").strip() if isinstance(who, Mapping) else ""
    day = _read_day(file, found.get("date"))
    rows = found.get("responses")
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise _refuse(file, "er staan geen reacties in", "it holds no responses")
    head = (role[:80], name[:80], day)
    return list(dict.fromkeys(_read_row(file, row, head) for row in rows))


def _load(file: str, text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text) if len(text) <= MOST else None
        json.dumps(found, ensure_ascii=False).encode()  # no half characters
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("kind") != FILE_KIND:
        raise _refuse(
            file,
            "het is niet met de knop ‘Reacties bewaren’ gemaakt",
            "it was not made with the button ‘Keep the responses’",
        )
    return found


def _read_day(file: str, given: object) -> str:
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError as error:
        raise _refuse(file, "de datum klopt niet", "the date is not right") from error


def _read_row(file: str, row: object, head: tuple[str, str, str]) -> Answered:
    if not isinstance(row, Mapping) or not isinstance(row.get("section"), str):
        raise _refuse(
            file, "een reactie noemt geen onderdeel", "a response names no section"
        )
    agrees, text = str(row.get("agrees") or ""), str(row.get("text") or "").strip()
    if agrees not in {"", *MARKS} or len(text) > LONGEST or not (agrees or text):
        raise _refuse(
            file,
            f"de reactie op {row['section']} is leeg of te lang",
            f"the response to {row['section']} is empty or too long",
        )
    return Answered(row["section"], *head, agrees, text)


def _refuse(file: str, nl: str, en: str) -> ResponsesFileError:
    return ResponsesFileError(file=file, reason_nl=nl, reason_en=en)


def list_responses(snapshot: Snapshot) -> list[dict[str, str]]:
    """List the answers of the project group, by section."""
    memos = snapshot.memos
    own = memos[memos["kind"] == KIND]
    return [
        {"section": str(m.section), "title": str(m.title), "body": str(m.body)}
        for m in own.itertuples()
    ]
