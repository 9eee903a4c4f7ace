"""Making reports of a study's snapshots: where they come from and where they go."""

from collections.abc import Sequence
from pathlib import Path

from vknz_research.project.resources import find_resource
from vknz_research.project.settings import FILE
from vknz_research.report.parameters import Parameters, read_pairs
from vknz_research.report.run import ENGINE, FORMATS, Order, run_report


def make_report(
    snapshot: Path,
    name: str,
    pairs: Sequence[str] = (),
    formats: Sequence[str] = FORMATS,
    out: Path | None = None,
    engine: str = ENGINE,
) -> list[Path]:
    """Make a report on a snapshot; `pairs` are `key=value` as after -p.

    Without `out` the files go to `reports/` of the study that the snapshot lies in.
    """
    order = Order(
        snapshot=snapshot,
        reports=find_resource("reports"),
        parameters=Parameters.make(name, read_pairs(pairs)),
        formats=[item.strip() for item in formats if item.strip()],
        out=out or _find_out(snapshot),
        engine=engine,
    )
    return run_report(order)


def _find_out(snapshot: Path) -> Path:
    study = snapshot.resolve().parent.parent
    return study / "reports" if (study / FILE).exists() else Path.cwd() / "reports"
