"""The words back: the text of a source as it was before it was pseudonymised."""

from collections.abc import Sequence

from vknz_research.coding.find import find_source
from vknz_research.errors import ReplacementLogError
from vknz_research.model.sources import Revision, Source
from vknz_research.privacy.replacing import Logged, read_log, restore_words
from vknz_research.privacy.vault import Unlocked
from vknz_research.project.pseudonyms import LOGS
from vknz_research.project.study import Study


def restore_original(study: Study, source: str, unlocked: Unlocked) -> str:
    """Return the text of a source from before any of its words were replaced.

    It is made from the text with tokens and the log in the vault alone.
    """
    with study.store.read() as reader:
        found = find_source(reader, source)
        revisions = reader.all(Revision, source_id=found.id)
    first = _find_first(revisions)
    if first is None:
        return next(r.text for r in revisions if r.id == found.revision_id)
    log = _read_log(unlocked, found, first.id)
    return restore_words(first.text, log, found.name)


def _find_first(revisions: Sequence[Revision]) -> Revision | None:
    """Return the first text in which words were replaced; not one that was marked."""
    seen: set[str] = set()
    for revision in sorted(revisions, key=lambda r: r.number):
        if revision.kind == "pseudonymised" and revision.text_hash not in seen:
            return revision
        seen.add(revision.text_hash)
    return None


def _read_log(unlocked: Unlocked, source: Source, revision_id: str) -> list[Logged]:
    data = unlocked.read(f"{LOGS}/{source.id}/{revision_id}")
    if data is None:
        raise ReplacementLogError(
            source=source.name,
            reason_nl="het logboek is niet in de kluis",
            reason_en="its log is not in the vault",
        )
    return read_log(data)
