"""What is in a study, as plain facts for commands and notebooks."""

from collections import Counter
from typing import Any

from vknz_research.coding.consent import find_open_source, list_shown_codes
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding, Memo
from vknz_research.model.people import Consent, Participant, role_perspective
from vknz_research.model.sources import Revision, Source, Voice
from vknz_research.privacy.assessment import ASSESSED
from vknz_research.project.study import Study


def list_sources(study: Study) -> list[dict[str, Any]]:
    """List sources by name, with their place in the design and their length."""
    with study.store.read() as reader:
        lengths = reader.text_lengths()
        sources = sorted(reader.all(Source), key=lambda s: (s.name, s.id))
    return [
        {
            "source_id": s.id,
            "name": s.name,
            "file": s.file,
            "format": s.format,
            "source_code": s.source_code,
            "kind": s.kind,
            "phase": s.phase,
            "perspective": s.perspective,
            "date": s.date,
            "characters": lengths[s.revision_id],
        }
        for s in sources
    ]


def list_turns(study: Study, source: str) -> list[dict[str, Any]]:
    """List the turns of a source with their words."""
    with study.store.read() as reader:
        found = find_open_source(reader, source)
        text = reader.all(Revision, id=found.revision_id)[0].text
        turns = reader.turns(found.revision_id)
    return [
        {
            "turn": number,
            **{name: getattr(turn, name) for name in turn.__dataclass_fields__},
            "text": text[turn.start : turn.end],
        }
        for number, turn in enumerate(turns, start=1)
    ]


def list_codes(study: Study) -> list[dict[str, Any]]:
    """List codes by path with the number of codings."""
    with study.store.read() as reader:
        codes = sorted(list_shown_codes(reader), key=lambda c: c.path)
        used = reader.count_codings()
    return [
        {
            "code_id": c.id,
            "path": c.path,
            "name": c.name(),
            "codings": used.get(c.id, 0),
            "revision": c.revision,
        }
        for c in codes
    ]


def list_codings(
    study: Study,
    coder: str | None = None,
    code: str | None = None,
    *,
    with_words: bool = True,
) -> list[dict[str, Any]]:
    """List codings in reading order, with their words if wanted."""
    found = study.codings(coder, code)
    with study.store.read() as reader:
        sources = {s.id: s for s in reader.all(Source)}
        paths = {c.id: c.path for c in reader.all(Code)}
        coders = {c.id: c.name for c in reader.all(Coder)}
        needed = {c.revision_id for c in found}
        texts = {r.id: r.text for r in reader.all(Revision, id=needed)}
    return [
        _coding_facts(
            c, sources[c.source_id].name, paths[c.code_id], coders[c.coder_id]
        )
        | ({"text": texts[c.revision_id][c.start : c.end]} if with_words else {})
        for c in found
    ]


def _coding_facts(coding: Coding, source: str, path: str, coder: str) -> dict[str, Any]:
    return {
        "coding_id": coding.id,
        "source": source,
        "source_id": coding.source_id,
        "code": path,
        "coder": coder,
        "start": coding.start,
        "end": coding.end,
        **(_time_facts(coding) if coding.anchor else {}),
    }


def _time_facts(coding: Coding) -> dict[str, Any]:
    names = ("recording", "begin_ms", "end_ms", "anchor")
    return {name: getattr(coding, name) for name in names}


def list_memos(study: Study) -> list[dict[str, Any]]:
    """List memos by section and title, without their text."""
    with study.store.read() as reader:
        coders = {c.id: c.name for c in reader.all(Coder)}
        memos = sorted(reader.all(Memo), key=lambda m: (m.section or "", m.title, m.id))
    return [
        {
            "memo_id": m.id,
            "kind": m.kind,
            "section": m.section,
            "language": m.language,
            "title": m.title,
            "coder": coders.get(m.coder_id or ""),
        }
        for m in memos
    ]


def list_people(study: Study) -> list[dict[str, Any]]:
    """List participants: role, in how many sources they speak, recorded consents.

    Of klantmanagers nothing is counted that is about their work.
    """
    with study.store.read() as reader:
        people = sorted(reader.all(Participant), key=lambda p: (p.label, p.id))
        voices = Counter(voice.participant_id for voice in reader.all(Voice))
        said = Counter(consent.participant_id for consent in reader.all(Consent))
    return [
        {
            "participant_id": p.id,
            "label": p.label,
            "role": p.role,
            "sources": None if _is_assessed(p) else voices[p.id],
            "consents": said[p.id],
        }
        for p in people
    ]


def _is_assessed(person: Participant) -> bool:
    return role_perspective(person.role) == ASSESSED
