"""What the browser gets to see: values of the store as plain JSON."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from vknz_research.coding.memos import hash_memo
from vknz_research.coding.stale import is_stale
from vknz_research.model.codes import Code
from vknz_research.model.codings import Coder, Coding, Memo, MemoLink
from vknz_research.model.people import Participant
from vknz_research.model.sources import Revision, Source, Turn, Voice
from vknz_research.store.unit import Reader

CODE_TEXTS = ("definition", "when_to_use", "when_not", "example")
Json = dict[str, Any]
_ELSEWHERE = (
    'target="_blank" rel="noopener noreferrer" data-lm-suppress-shortcuts="true"'
)


def shape_coder(coder: Coder) -> Json:
    """Return a coder; only a person is somebody to compare with."""
    return {"id": coder.id, "name": coder.name, "kind": coder.kind}


def shape_code(code: Code, language: str) -> Json:
    """Return a code with its texts in a language, else in Dutch."""
    texts = {**code.texts.get("nl", {}), **code.texts.get(language, {})}
    return {
        "id": code.id,
        "path": code.path,
        "name": code.name(language),
        "letters": code.letters,
        "colour": code.colour,
        "stroke": code.stroke,
        "form": code.form,
        "shortcut": code.shortcut,
        "position": code.position,
        "revision": code.revision,
        **{name: texts.get(name, "") for name in CODE_TEXTS},
    }


def shape_coding(
    coding: Coding, codes: Mapping[str, Code], doubts: Mapping[str, str]
) -> Json:
    """Return a coding; `doubts` maps a coding's id to why its place is in doubt."""
    code = codes.get(coding.code_id)
    return {
        "id": coding.id,
        "source": coding.source_id,
        "revision": coding.revision_id,
        "code": coding.code_id,
        "coder": coding.coder_id,
        "start": coding.start,
        "end": coding.end,
        "stale": code is not None and is_stale(coding, code),
        "doubt": doubts.get(coding.id),
    }


def shape_memo(memo: Memo, links: Iterable[MemoLink], coder: str | None) -> Json:
    """Return a memo with what it is about, its text as written and as HTML."""
    return {
        "id": memo.id,
        "kind": memo.kind,
        "title": memo.title,
        "body": memo.body,
        "html": render_markdown(memo.body),
        "coder": coder,
        "section": memo.section,
        "language": memo.language,
        "hash": hash_memo(memo),
        "links": [
            {
                "kind": link.target_kind,
                "id": link.target_id,
                "start": link.start,
                "end": link.end,
            }
            for link in links
        ],
    }


def shape_source(source: Source) -> Json:
    """Return a source as the list shows it."""
    names = ("id", "name", "kind", "phase", "perspective", "source_code")
    shape: Json = {name: getattr(source, name) for name in names}
    return {**shape, "revision": source.revision_id}


def shape_turns(
    text: str, turns: Sequence[Turn], people: Mapping[str, Participant]
) -> list[Json]:
    """Return the turns of a text with their words and who speaks in which role.

    `people` maps a speaker label to the participant behind it.
    """
    roles = {label: person.role for label, person in people.items()}
    ids = {label: person.id for label, person in people.items()}
    return [
        {
            "start": turn.start,
            "end": turn.end,
            "kind": turn.kind,
            "speaker": turn.speaker,
            "role": roles.get(turn.speaker or ""),
            "participant": ids.get(turn.speaker or ""),
            "begin_ms": turn.begin_ms,
            "recording": turn.recording,
            "text": text[turn.start : turn.end],
        }
        for turn in turns
    ]


def read_people(reader: Reader, source_id: str) -> dict[str, Participant]:
    """Return the participant behind each speaker label of a source."""
    voices = reader.all(Voice, source_id=source_id)
    wanted = {voice.participant_id for voice in voices}
    people = {p.id: p for p in reader.all(Participant, id=wanted)}
    return {voice.speaker: people[voice.participant_id] for voice in voices}


def shape_document(reader: Reader, source: Source) -> Json:
    """Return a source with its turns; codings are for the caller to add."""
    revision = reader.all(Revision, id=source.revision_id)[0]
    people = read_people(reader, source.id)
    return {
        **shape_source(source),
        "revision": {"id": revision.id, "number": revision.number},
        "turns": shape_turns(revision.text, reader.turns(revision.id), people),
    }


@cache
def _markdown() -> Any:
    """Make a renderer that shows HTML as text, follows no script links, loads nothing.

    It is made on first use: its library costs time that a shell command need not pay.
    """
    import mistune  # noqa: PLC0415

    class Plain(mistune.HTMLRenderer):  # type: ignore[misc,unused-ignore]
        """HTML without pictures: they would be asked from the network."""

        def image(self, text: str, url: str, title: str | None = None) -> str:
            """Show the words of a picture."""
            del url, title
            return text

        def link(self, text: str, url: str, title: str | None = None) -> str:
            """Open elsewhere what is linked: the notebook stays, and keeps its keys.

            JupyterLab takes bare keys unless the focused element says not to.
            """
            made = str(super().link(text, url, title))
            return made.replace("<a ", f"<a {_ELSEWHERE} ", 1)

    return mistune.create_markdown(renderer=Plain(escape=True))


def render_markdown(text: str) -> str:
    """Return markdown as HTML that is safe to show: no raw HTML, scripts, pictures.

    >>> render_markdown("<b>*ja*").strip()
    '<p>&lt;b&gt;<em>ja</em></p>'
    """
    return str(_markdown()(text))
