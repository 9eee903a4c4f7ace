"""A small study as frames, for the tests of agreement; nobody said any of this."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

TEXT = "Een zin. Nog een zin.\nEn dan de derde, bijv. deze. Klaar.\n"
A, B = "kader/een", "kader/twee"
Row = tuple[str, str, str, int, int]  # source, coder, code, start, end
ASSIGNED = ["round_id", "number", "source_id", "coder", "state", "is_open"]


@dataclass
class Fake:
    """The frames of a small study; texts are cut in two turns."""

    rows: list[Row]
    texts: dict[str, str] = field(default_factory=lambda: {"s": TEXT})
    assigned: list[tuple[Any, ...]] = field(default_factory=list)
    handed_in: list[tuple[Any, ...]] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    times: bool = True
    silent: bool = False

    @property
    def codings(self) -> pd.DataFrame:
        names = ["source_id", "coder", "code", "start", "end"]
        return pd.DataFrame(self.rows, columns=names)

    @property
    def sources(self) -> pd.DataFrame:
        rows = [(key, key, len(text)) for key, text in self.texts.items()]
        return pd.DataFrame(rows, columns=["source_id", "source", "characters"])

    @property
    def turns(self) -> pd.DataFrame:
        rows = []
        for key, text in self.texts.items():
            half = text.index("\n") if "\n" in text else len(text) // 2
            last = len(text.rstrip("\n"))
            rows.append((key, 0, half, 0, 1000, "An", "p1"))
            rows.append((key, half + 1, last, 1000, 5000, "Bo", "p2"))
        names = ["source_id", "start", "end", "begin_ms", "end_ms"]
        frame = pd.DataFrame(rows, columns=[*names, "speaker", "participant_id"])
        if not self.times:
            frame[["begin_ms", "end_ms"]] = pd.NA
        return frame.astype({"begin_ms": "Int64", "end_ms": "Int64"})

    @property
    def coders(self) -> pd.DataFrame:
        names = dict.fromkeys([row[1] for row in self.rows], "person") | self.kinds
        return pd.DataFrame({"name": list(names), "kind": list(names.values())})

    @property
    def assignments(self) -> pd.DataFrame:
        return pd.DataFrame(self.assigned, columns=ASSIGNED)

    @property
    def participants(self) -> pd.DataFrame:
        rows = [("p1", not self.silent), ("p2", True)]
        return pd.DataFrame(rows, columns=["participant_id", "is_quotable"])

    @property
    def rounds(self) -> pd.DataFrame:
        numbers = sorted({row[0] for row in self.handed_in})
        rows = [(number, f"Ronde {number}") for number in numbers]
        return pd.DataFrame(rows, columns=["number", "title"])

    @property
    def round_codings(self) -> pd.DataFrame:
        names = ["number", "source_id", "coder", "code", "start", "end", "characters"]
        rows = [row if len(row) > len(names) else (*row, 1) for row in self.handed_in]
        return pd.DataFrame(rows, columns=[*names, "code_revision"])


def make_sources(number: int) -> Fake:
    random = np.random.default_rng(8)
    texts = {f"s{n}": TEXT for n in range(number)}
    rows: list[Row] = []
    for key in texts:
        for coder in ("AA", "BB"):
            start = int(random.integers(0, 12))
            rows.append((key, coder, A, start, start + 15))
            rows.append((key, coder, [A, B][int(random.integers(0, 2))], 40, 50))
    return Fake(rows, texts)
