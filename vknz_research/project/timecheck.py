"""Findings on places in time: anchors that came apart, fragments past the end."""

from collections.abc import Iterable, Iterator

from vknz_research.coding.timing import is_in_step, read_units
from vknz_research.model.codings import Coding
from vknz_research.model.recordings import Recording
from vknz_research.model.sources import Source
from vknz_research.project.study import Study
from vknz_research.store.unit import Reader
from vknz_research.store.verify import Finding


def check_times(study: Study) -> Iterator[Finding]:
    """Find codings whose words and time differ, or that end after their recording.

    Codings from before places in time were kept have none, and that is no fault.
    """
    with study.store.read() as reader:
        codings = [c for c in reader.all(Coding) if c.anchor is not None]
        apart = list(_list_apart(reader, codings))
        past = list(_list_past(reader, codings))
    if apart:
        yield _find(len(apart), "horen niet bij hun woorden", "do not fit their words")
    if past:
        yield _find(len(past), "liggen voorbij de opname", "lie past the recording")


def _list_apart(reader: Reader, codings: Iterable[Coding]) -> Iterator[Coding]:
    current = {source.revision_id for source in reader.all(Source)}
    units = {}
    for coding in codings:
        key = coding.revision_id
        if key not in current:
            continue
        if key not in units:
            units[key] = read_units(reader, key)
        if not is_in_step(coding, units[key]):
            yield coding


def _list_past(reader: Reader, codings: Iterable[Coding]) -> Iterator[Coding]:
    """List codings that begin after the end of their recording."""
    lengths = {
        (r.source_id, r.number): r.duration_ms
        for r in reader.all(Recording)
        if r.duration_ms is not None
    }
    for coding in codings:
        length = lengths.get((coding.source_id, coding.recording or 0))
        if length is not None and (coding.begin_ms or 0) > length:
            yield coding


def _find(count: int, nl: str, en: str) -> Finding:
    return Finding(
        "I21",
        "warning",
        f"coding ({count})",
        f"de tijden van {count} coderingen {nl}",
        f"the times of {count} codings {en}",
        "kijk de tijdcodes van het transcript na, of codeer opnieuw",
        "look at the time codes of the transcript, or code again",
    )
