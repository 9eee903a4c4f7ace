"""Plans: what an act on the codebook will change, said before it is done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from vknz_research.errors import (
    CodeExistsError,
    SelfMergeError,
    ShortcutTakenError,
    UnknownThingError,
)
from vknz_research.model.codes import Code, has_same_meaning, is_within, parent_path
from vknz_research.model.codings import Coding


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Codings that get the other code, and codings that fall together with one."""

    moved: Sequence[Coding]
    doubled: Sequence[Coding]


def plan_merge(codings: Sequence[Coding], source: Code, target: Code) -> MergePlan:
    """Say what happens to the codings when one code is folded into another.

    A coding that its coder already gave the target to falls together with that one.
    """
    if source.id == target.id:
        raise SelfMergeError(path=source.path)
    taken = {_place(c) for c in codings if c.code_id == target.id}
    moved: list[Coding] = []
    doubled: list[Coding] = []
    for coding in (c for c in codings if c.code_id == source.id):
        (doubled if _place(coding) in taken else moved).append(coding)
    relabelled = [
        replace(c, code_id=target.id, code_revision=target.revision) for c in moved
    ]
    return MergePlan(relabelled, doubled)


def _place(coding: Coding) -> tuple[str, str, int, int]:
    return coding.source_id, coding.coder_id, coding.start, coding.end


def plan_move(codes: Sequence[Code], path: str, new_path: str) -> list[Code]:
    """Say which codes get another path when one is moved or renamed with all below.

    >>> codes = [Code("1", "a/x"), Code("2", "a/x/y")]
    >>> [c.path for c in plan_move(codes, "a/x", "b/z")]
    ['b/z', 'b/z/y']
    """
    if is_within(new_path, path):
        raise SelfMergeError(path=path)
    taken = {code.path for code in codes if not is_within(code.path, path)}
    moved = [
        replace(c, path=new_path + c.path[len(path) :], revision=next_revision(codes))
        # From the top down: a sub-code may get the path that the one above leaves.
        for c in sorted(codes, key=lambda c: c.path)
        if is_within(c.path, path)
    ]
    for code in moved:
        if code.path in taken:
            raise CodeExistsError(path=code.path)
    return moved


def plan_split(
    codings: Sequence[Coding], chosen: Iterable[str], target: Code
) -> list[Coding]:
    """Say which codings get the new code when a code is split."""
    by_id: Mapping[str, Coding] = {coding.id: coding for coding in codings}
    unknown = [key for key in chosen if key not in by_id]
    if unknown:
        raise UnknownThingError(kind="codering", name=unknown[0], list="codings")
    return [
        replace(by_id[key], code_id=target.id, code_revision=target.revision)
        for key in chosen
    ]


def redefine(old: Code, new: Code) -> Code:
    """Return the new state of a code, which remembers when its meaning changed."""
    defined = old.defined if has_same_meaning(old, new) else new.revision
    return replace(new, id=old.id, defined=defined)


def plan_texts(
    codes: Sequence[Code], code: Code, texts: Mapping[str, str], language: str
) -> Code:
    """Return a code with other texts in one language; fields not given stay.

    >>> code = Code("1", "a", texts={"nl": {"name": "A"}})
    >>> plan_texts([code], code, {"definition": "d"}, "nl").defined
    2
    """
    there = {**code.texts.get(language, {}), **texts}
    filled = {field: text for field, text in there.items() if text}
    changed = {**code.texts, language: filled}
    if not filled:
        del changed[language]
    return redefine(code, replace(code, texts=changed, revision=next_revision(codes)))


def plan_shortcut(codes: Sequence[Code], code: Code, shortcut: str) -> Code:
    """Return a code with another key; refuse one that a code beside it has."""
    parent = parent_path(code.path)
    for other in codes:
        is_beside = other.id != code.id and parent_path(other.path) == parent
        if shortcut and is_beside and other.shortcut == shortcut:
            raise ShortcutTakenError(shortcut=shortcut, path=other.path)
    return replace(code, shortcut=shortcut or None)


def next_revision(codes: Iterable[Code]) -> int:
    """Return the number of the next revision of the codebook."""
    return 1 + max((code.revision for code in codes), default=0)


def rename_section(section: str | None, path: str, new_path: str) -> str | None:
    """Return the section of a memo or quotation after a code got another path.

    >>> rename_section("a/x/y", "a/x", "b/z")
    'b/z/y'
    """
    if section is None or not is_within(section, path):
        return section
    return new_path + section[len(path) :]
