"""Running text becomes a reading: as a case report, or else as turns."""

from collections.abc import Sequence

from vknz_research.ingest.casereport import is_case_report, read_case_report
from vknz_research.ingest.paragraphs import Shape
from vknz_research.ingest.turns import Headings, find_turns
from vknz_research.model.sources import Reading


def make_reading(
    suffix: str,
    text: str,
    *,
    shape: Shape = "blank",
    headings: Headings | None = None,
    warnings: Sequence[str] = (),
) -> Reading:
    """Return the reading of a running text, whichever document it comes from."""
    if is_case_report(text):
        report = read_case_report(text, shape)
        turns, recordings = report.turns, tuple(report.recordings)
    else:
        turns, recordings = find_turns(text, shape, headings), ()
    return Reading(
        suffix, text, tuple(turns), recordings=recordings, warnings=tuple(warnings)
    )
