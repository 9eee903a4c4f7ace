"""Who is not heard on a theme, and whether anybody asked."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from vknz_research.analysis.crosstab import crosstab, sort_codes
from vknz_research.analysis.spans import read_spans
from vknz_research.language import say
from vknz_research.model.sources import PERSPECTIVES

if TYPE_CHECKING:
    from vknz_research.analysis.view import View

RESEARCH: Final = "onderzoek"
COLUMNS: Final = ("code", "perspective", "sources", "spoken", "passages", "asked")
PLURAL: Final = {
    "klant": ("klanten", "klanten"),
    "klantmanager": ("klantmanagers", "klantmanagers"),
    "leidinggevende": ("leidinggevenden", "managers"),
    "beleid": ("beleid en coaches", "policy and coaches"),
    "onderzoek": ("onderzoekers", "researchers"),
}


def find_silence(view: "View", codes: Sequence[str] | None = None) -> pd.DataFrame:
    """Say of each code and perspective in how many sources it is spoken of.

    `sources` is where the perspective speaks at all; `spoken` where it carries the code
    or one below it, in `passages` passages: nobody is heard where that is 0. `asked` is
    in how many of the sources a turn of a researcher carries the code; it is missing
    where no question of researchers is coded at all, since then nobody can know.
    Without `codes`: all of the codebook, in its order.
    """
    wanted = list(codes) if codes is not None else list(sort_codes(view.codes)["code"])
    pairs = view.pairs[view.pairs["perspective"] != RESEARCH]
    heard = list_perspectives(pairs["perspective"])
    index = pd.MultiIndex.from_product([wanted, heard], names=["code", "perspective"])
    sources = pairs["perspective"].value_counts()
    made = pd.DataFrame(index=index).reset_index()
    made["sources"] = made["perspective"].map(sources).astype(int)
    for column, unit in (("spoken", "sources"), ("passages", "passages")):
        table = crosstab(view.codings, "perspective", unit=unit)  # type: ignore[arg-type]
        cells = table.reindex(index=wanted, columns=heard, fill_value=0)
        made[column] = cells.to_numpy(dtype=int, na_value=0).ravel()
    made["asked"] = _count_asked(view, pairs, wanted, heard)
    return made[list(COLUMNS)]


def list_perspectives(found: "pd.Series[Any]") -> list[str]:
    """List perspectives in their fixed order, those that no rule knows last.

    >>> list_perspectives(pd.Series(["beleid", "klant", "klant"]))
    ['klant', 'beleid']
    """
    names = {str(name) for name in found.dropna().unique()}
    return [*(p for p in PERSPECTIVES if p in names), *sorted(names - {*PERSPECTIVES})]


def _count_asked(
    view: "View", pairs: pd.DataFrame, codes: Sequence[str], heard: Sequence[str]
) -> Any:
    asked = view.codings[(view.codings["perspective"] == RESEARCH).to_numpy(dtype=bool)]
    size = len(codes) * len(heard)
    if asked.empty:
        return pd.array([pd.NA] * size, dtype="Int64")
    spans = read_spans(asked)
    source = asked["source_id"].astype(object).to_numpy()[spans.row]
    name = np.array(spans.names, dtype=object)[spans.code]
    where = pd.DataFrame({"code": name, "source_id": source}).drop_duplicates()
    joined = where.merge(pairs, on="source_id")
    counts = joined.groupby(["code", "perspective"]).size()
    every = pd.MultiIndex.from_product([codes, heard])
    return counts.reindex(every, fill_value=0).astype("Int64").array


def name_people(perspective: str) -> str:
    """Return how the people of a perspective are called together.

    >>> name_people("klant")
    'klanten'
    """
    nl, en = PLURAL.get(perspective, (perspective, perspective))
    return say(nl=nl, en=en)


def tell_silence(found: pd.DataFrame) -> list[str]:
    """Say in a sentence each where nobody is heard, and whether it was asked.

    >>> row = ("4r/routine", "klant", 5, 0, 0, 0)
    >>> (said,) = tell_silence(pd.DataFrame([row], columns=COLUMNS))
    >>> for sentence in said.split(". "):
    ...     print(sentence)
    4r/routine: van klanten is hier niets over gecodeerd
    In de coderingen is ook geen vraag ernaar te vinden.
    """
    silent = found[(found["spoken"] == 0).to_numpy(dtype=bool)]
    rows = silent[["code", "perspective", "asked"]].astype(object).to_numpy()
    return [
        f"{code}: {say_silence(str(perspective), asked)}"
        for code, perspective, asked in rows
    ]


def say_silence(perspective: str, asked: Any) -> str:
    """Say that a perspective is not heard; `asked` is missing where nobody knows."""
    who = name_people(perspective)
    first = say(
        nl=f"van {who} is hier niets over gecodeerd.",
        en=f"nothing is coded on this from {who}.",
    )
    return first if pd.isna(asked) else f"{first} {_say_asked(int(asked))}"


def _say_asked(asked: int) -> str:
    if asked == 0:
        return say(
            nl="In de coderingen is ook geen vraag ernaar te vinden.",
            en="The codings hold no question on it either.",
        )
    if asked == 1:
        return say(
            nl="In 1 bron is er wel naar gevraagd.",
            en="In 1 source they were asked about it.",
        )
    return say(
        nl=f"In {asked} bronnen is er wel naar gevraagd.",
        en=f"In {asked} sources they were asked about it.",
    )
