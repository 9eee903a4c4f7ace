"""What an act on the codebook will do, counted before it is done; nothing changes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from vknz_research.coding.find import find_code, need_code
from vknz_research.coding.plans import (
    plan_merge,
    plan_move,
    plan_split,
    plan_texts,
    rename_section,
)
from vknz_research.coding.stale import is_stale, pick_stale
from vknz_research.errors import CodeInUseError
from vknz_research.model.codes import Code, is_within
from vknz_research.model.codings import Coder, Coding, Excerpt, Memo, MemoLink
from vknz_research.store.unit import Reader


def preview_merge(reader: Reader, source: str, target: str) -> dict[str, Any]:
    """Count what goes along when one code is folded into another."""
    old, kept = find_code(reader, source), find_code(reader, target)
    codings = reader.all(Coding, code_id={old.id, kept.id})
    plan = plan_merge(codings, old, kept)
    below = _list_below(reader, old)
    if is_within(kept.path, old.path):
        raise CodeInUseError(path=old.path, count=len(below))
    return {
        "moved": len(plan.moved),
        "doubled": len(plan.doubled),
        "memos": reader.count(MemoLink, target_kind="code", target_id=old.id),
        "below": len(below),
        "coders": _count_coders(reader, [*plan.moved, *plan.doubled]),
    }


def preview_move(reader: Reader, path: str, new_path: str) -> dict[str, Any]:
    """Count the codes, codings and sections that get another place in the tree."""
    code = find_code(reader, path)
    moved = plan_move(reader.all(Code), code.path, new_path)
    sections: list[str | None] = [memo.section for memo in reader.all(Memo)]
    sections += [excerpt.section for excerpt in reader.all(Excerpt)]
    renamed = [s for s in sections if rename_section(s, code.path, new_path) != s]
    codings = reader.all(Coding, code_id={c.id for c in moved})
    return {"codes": len(moved), "codings": len(codings), "sections": len(renamed)}


def preview_split(
    reader: Reader, path: str, into: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Count the codings that get each new code, and those that stay."""
    code = find_code(reader, path)
    codings = reader.all(Coding, code_id=code.id)
    moved = {name: plan_split(codings, chosen, code) for name, chosen in into.items()}
    gone = {coding.id for some in moved.values() for coding in some}
    return {
        "moved": {name: len(some) for name, some in moved.items()},
        "left": len(codings) - len(gone),
        "coders": _count_coders(reader, [c for c in codings if c.id in gone]),
    }


def preview_remove(reader: Reader, path: str) -> dict[str, Any]:
    """Count what hangs on a code, and say whether it can be taken away."""
    code = find_code(reader, path)
    codings = reader.all(Coding, code_id=code.id)
    below = _list_below(reader, code)
    return {
        "codings": len(codings),
        "below": len(below),
        "memos": reader.count(MemoLink, target_kind="code", target_id=code.id),
        "coders": _count_coders(reader, codings),
        "possible": not codings and not below,
    }


def preview_change(
    reader: Reader, code_id: str, texts: Mapping[str, str], language: str
) -> dict[str, Any]:
    """Count the codings that another definition sends to the work list, by coder.

    `codings` becomes stale by this change; `stale` was so already.
    """
    old = need_code(reader, code_id)
    new = plan_texts(reader.all(Code), old, texts, language)
    codings = reader.all(Coding, code_id=old.id)
    already = {c.id for c in pick_stale(codings, {old.id: old})}
    fresh = [c for c in codings if is_stale(c, new) and c.id not in already]
    return {
        "codings": len(fresh),
        "stale": len(already),
        "coders": _count_coders(reader, fresh),
    }


def _list_below(reader: Reader, code: Code) -> list[Code]:
    codes = reader.all(Code)
    return [c for c in codes if is_within(c.path, code.path) and c.id != code.id]


def _count_coders(reader: Reader, codings: Iterable[Coding]) -> dict[str, int]:
    names = {coder.id: coder.name for coder in reader.all(Coder)}
    return dict(Counter(names[coding.coder_id] for coding in codings))
