"""Who has the floor in one conversation: by role, never by person."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from vknz_research.analysis.shares import ENOUGH
from vknz_research.errors import UnknownThingError
from vknz_research.model.sources import PERSPECTIVES

if TYPE_CHECKING:
    from vknz_research.analysis.view import View

SPOKEN = ("speech", "answer")


def share_voices(view: "View", source_id: str) -> pd.DataFrame:
    """Say how much each role speaks in one conversation, researchers too.

    A row per perspective in their fixed order: how many `people`, `turns` and `words`,
    its `share` of all words and `words_per_turn`. A share of fewer than 20 words is
    missing. Klantmanagers in one conversation count together: they are not compared.
    """
    turns = view.all_turns[(view.all_turns["source_id"] == source_id).to_numpy()]
    if turns.empty:
        raise UnknownThingError(kind="bron", name=source_id, list="sources")
    spoken = turns[turns["kind"].isin(SPOKEN) & turns["perspective"].notna()]
    grouped = spoken.groupby(spoken["perspective"].astype(object), sort=False)
    made = pd.DataFrame(
        {
            "people": grouped["participant_id"].nunique(),
            "turns": grouped.size(),
            "words": grouped["words"].sum(),
        }
    )
    total = int(made["words"].sum())
    made["share"] = made["words"] / total if total >= ENOUGH else np.nan
    made["words_per_turn"] = made["words"] / made["turns"]
    known = [name for name in PERSPECTIVES if name in made.index]
    return made.loc[[*known, *sorted(set(made.index) - set(known))]]
