"""Changing the codebook: add, rename, move, merge, split, remove. Each is one act."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import uuid4

from vknz_research.coding.doubts import remove_doubts
from vknz_research.coding.find import find_code, need_code
from vknz_research.coding.plans import (
    MergePlan,
    next_revision,
    plan_merge,
    plan_move,
    plan_shortcut,
    plan_split,
    plan_texts,
    redefine,
    rename_section,
)
from vknz_research.errors import (
    CodeExistsError,
    CodeInUseError,
    InvalidPathError,
    StaleCodeError,
)
from vknz_research.model.codes import Code, is_within, parent_path
from vknz_research.model.codings import Coding, Excerpt, Memo, MemoLink
from vknz_research.store import Store
from vknz_research.store.unit import UnitOfWork

Texts = Mapping[str, Mapping[str, str]]


def add_code(store: Store, actor: str, path: str, texts: Texts | None = None) -> Code:
    """Add a code; it takes its marks from the code above it."""
    with store.begin(actor, "add-code") as work:
        code = insert_code(work, path, texts or {})
        work.facts = {"code": code.id}
    return code


def insert_code(work: UnitOfWork, path: str, texts: Texts) -> Code:
    """Add a code within an act that is under way."""
    codes = work.all(Code)
    if any(code.path == path for code in codes):
        raise CodeExistsError(path=path)
    above = next((c for c in codes if c.path == parent_path(path)), None)
    number = next_revision(codes)
    code = Code(
        id=str(uuid4()),
        path=path,
        texts=texts,
        position=sum(parent_path(c.path) == parent_path(path) for c in codes),
        revision=number,
        defined=number,
    )
    if above:
        code = replace(
            code,
            letters=above.letters,
            colour=above.colour,
            stroke=above.stroke,
            form=above.form,
        )
    work.add(code)
    return code


def import_codes(
    store: Store, actor: str, codes: Sequence[Code], act: str = "import-codebook"
) -> tuple[int, int]:
    """Add codes and bring known ones up to date; return how many of each.

    Known is a code with the same path, or else the same id.
    """
    with store.begin(actor, act) as work:
        old = work.all(Code)
        number = next_revision(old)
        by_path = {code.path: code for code in old}
        new = [
            replace(c, revision=number, defined=number)
            for c in codes
            if c.path not in by_path and all(c.id != o.id for o in old)
        ]
        updated = [
            redefine(by_path[c.path], replace(c, revision=number))
            for c in codes
            if c.path in by_path and _differs(c, by_path[c.path])
        ]
        work.add(*new)
        work.replace(*updated)
        work.facts = {"added": len(new), "changed": len(updated)}
    return len(new), len(updated)


def _differs(new: Code, old: Code) -> bool:
    same = replace(new, id=old.id, revision=old.revision, defined=old.defined)
    return same != old


def rename_code(
    store: Store,
    actor: str,
    path: str,
    name: str,
    language: str,
    revision: int | None = None,
) -> Code:
    """Give a code another name in a language; path and codings stay as they are.

    Whoever read the code in a `revision` gives that: one that changed is refused.
    """
    with store.begin(actor, "rename-code") as work:
        codes, old = work.all(Code), find_code(work, path)
        if not name:
            raise InvalidPathError(path=name)
        _refuse_stale(old, old.revision if revision is None else revision)
        new = plan_texts(codes, old, {"name": name}, language)
        work.replace(new)
        work.facts = {"code": old.id}
    return new


def change_code(
    store: Store,
    actor: str,
    code_id: str,
    revision: int,
    texts: Mapping[str, str],
    language: str,
    shortcut: str | None = None,
) -> Code:
    """Change what a code means, in a language; and its key, where one is given.

    Refused when the code is not the one that was read: another `revision`. An empty
    shortcut takes the key away.
    """
    with store.begin(actor, "change-code") as work:
        codes, old = work.all(Code), need_code(work, code_id)
        _refuse_stale(old, revision)
        new = plan_texts(codes, old, texts, language)
        if shortcut is not None:
            new = plan_shortcut(codes, new, shortcut)
        if replace(new, revision=old.revision) != old:
            work.replace(new)
        work.facts = {"code": code_id, "defined": new.defined}
    return new


def _refuse_stale(code: Code, seen: int) -> None:
    if code.revision != seen:
        raise StaleCodeError(code=code.id, seen=seen, current=code.revision)


def move_code(store: Store, actor: str, path: str, new_path: str) -> list[Code]:
    """Give a code and all below it another place or name in the tree."""
    with store.begin(actor, "move-code") as work:
        code = find_code(work, path)
        moved = plan_move(work.all(Code), code.path, new_path)
        work.replace(*moved)
        _move_sections(work, code.path, new_path)
        work.facts = {"code": code.id, "codes": len(moved)}
    return moved


def merge_codes(store: Store, actor: str, source: str, target: str) -> MergePlan:
    """Fold one code into another, with its memos and sub-codes; say what moved."""
    with store.begin(actor, "merge-codes") as work:
        codes = work.all(Code)
        old, kept = find_code(work, source), find_code(work, target)
        codings = work.all(Coding, code_id={old.id, kept.id})
        plan = plan_merge(codings, old, kept)
        below = [c for c in codes if is_within(c.path, old.path) and c.id != old.id]
        if is_within(kept.path, old.path):
            raise CodeInUseError(path=old.path, count=len(below))
        work.replace(*_lift(codes, below, old.path, kept.path))
        work.exchange(_pair(codings, plan.moved))
        _move_links(work, {c.id: _twin(work, c, kept) for c in plan.doubled})
        remove_doubts(work, [coding.id for coding in plan.doubled])
        work.remove(*plan.doubled)
        _move_links(work, {old.id: kept.id})
        work.remove(old)
        _move_sections(work, old.path, kept.path)
        work.facts = {"code": old.id, "into": kept.id, "codings": len(plan.moved)}
    return plan


def _pair(
    codings: Iterable[Coding], planned: Iterable[Coding]
) -> list[tuple[Coding, Coding]]:
    """Return each planned coding with what it was."""
    old = {coding.id: coding for coding in codings}
    return [(old[coding.id], coding) for coding in planned]


def _lift(
    codes: Sequence[Code], below: Sequence[Code], path: str, new_path: str
) -> list[Code]:
    taken = {code.path for code in codes}
    moved = [replace(c, path=new_path + c.path[len(path) :]) for c in below]
    for code in moved:
        if code.path in taken:
            raise CodeExistsError(path=code.path)
    return moved


def _twin(work: UnitOfWork, coding: Coding, kept: Code) -> str:
    twin = work.first(
        Coding,
        source_id=coding.source_id,
        coder_id=coding.coder_id,
        start=coding.start,
        end=coding.end,
        code_id=kept.id,
    )
    return twin.id if twin else coding.id


def _move_links(work: UnitOfWork, targets: Mapping[str, str]) -> None:
    for old, new in targets.items():
        links = work.all(MemoLink, target_id=old)
        work.replace(*[replace(link, target_id=new) for link in links])


def _move_sections(work: UnitOfWork, path: str, new_path: str) -> None:
    for memo in work.all(Memo):
        section = rename_section(memo.section, path, new_path)
        if section != memo.section:
            work.replace(replace(memo, section=section))
    for excerpt in work.all(Excerpt):
        section = rename_section(excerpt.section, path, new_path)
        if section and section != excerpt.section:
            work.replace(replace(excerpt, section=section))


def split_code(
    store: Store,
    actor: str,
    path: str,
    into: Mapping[str, Sequence[str]],
    texts: Mapping[str, Texts] | None = None,
) -> list[Code]:
    """Give chosen codings of a code new codes; `into` maps a new path to coding ids.

    `texts` maps a new path to the texts of its code.
    """
    made: list[Code] = []
    with store.begin(actor, "split-code") as work:
        code = find_code(work, path)
        codings = work.all(Coding, code_id=code.id)
        for new_path, chosen in into.items():
            target = insert_code(work, new_path, (texts or {}).get(new_path, {}))
            # One by one: a coding may be chosen for more than one new code.
            work.replace(*plan_split(codings, chosen, target))
            made.append(target)
        work.facts = {"code": code.id, "into": [c.id for c in made]}
    return made


def remove_code(store: Store, actor: str, path: str) -> None:
    """Take a code out of the codebook; refuse while it is in use or has sub-codes."""
    with store.begin(actor, "remove-code") as work:
        code = find_code(work, path)
        below = [c for c in work.all(Code) if is_within(c.path, code.path)]
        used = work.count(Coding, code_id=code.id) + len(below) - 1
        if used:
            raise CodeInUseError(path=code.path, count=used)
        work.remove(*work.all(MemoLink, target_id=code.id))
        work.remove(code)
        work.facts = {"code": code.id}
