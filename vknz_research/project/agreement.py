"""Agreement between the coders of a study: of now, or of a snapshot."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from vknz_research.project.open import Ask, open_study
from vknz_research.snapshot import Snapshot, open_snapshot
from vknz_research.snapshot.frames import MANIFEST

if TYPE_CHECKING:
    from vknz_research.analysis.agreement.measuring import Agreement


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the coders; see `vknz_research.analysis.agreement.measure`."""

    coders: Sequence[str] = ()
    unit: str = "character"
    codes: Sequence[str] = ()
    level: int | None = None
    round: int | None = None
    replicates: int = 1_000
    seed: int = 2026
    with_gamma: bool = False


def read_frames(path: Path, ask: Ask | None = None) -> Snapshot:
    """Return the frames of a snapshot folder, or of a study as it is now.

    `ask` gives the passphrase of a study that has one.
    """
    if (path / MANIFEST).exists():
        return open_snapshot(path)
    from vknz_research.snapshot.live import read_live  # noqa: PLC0415 - Arrow

    with open_study(path, ask=ask) as study:
        return read_live(study.store, study.path, study.title)


def measure_agreement(frames: Snapshot, question: Question) -> "Agreement":
    """Measure the agreement on frames."""
    from vknz_research.analysis.agreement.measuring import (  # noqa: PLC0415 - numpy
        measure,
    )

    return measure(
        frames,
        question.coders,
        question.unit,
        question.codes,
        level=question.level,
        round=question.round,
        replicates=question.replicates,
        seed=question.seed,
        with_gamma=question.with_gamma,
    )
