"""Whose codings an analysis rests on: the consensus where there is one, or a layer."""

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd

from vknz_research.errors import UnknownValueError

CONSENSUS_FIRST: Final = "auto"
PERSONS: Final = "coders"
CONSENSUS: Final = "consensus"
CHOICES: Final = (CONSENSUS_FIRST, PERSONS, CONSENSUS)


def choose_layer(
    codings: pd.DataFrame,
    sources: pd.DataFrame,
    coders: pd.DataFrame,
    layer: str = CONSENSUS_FIRST,
) -> pd.DataFrame:
    """Return the codings of one layer, or of one layer per source.

    `auto`: in sources whose consensus was settled the consensus, in others all persons.
    `coders`: all persons. `consensus`: settled sources only. Else the name of a coder.
    """
    kinds = dict(zip(coders["name"], coders["kind"].astype(object), strict=True))
    who = codings["coder"].astype(object)
    kind = who.map(kinds)
    settled = set(sources["source_id"][sources["is_adjudicated"].to_numpy(dtype=bool)])
    is_settled = codings["source_id"].astype(object).isin(settled)
    is_person, is_agreed = kind == "person", kind == "consensus"
    chosen: dict[str, pd.Series[Any]] = {
        CONSENSUS_FIRST: (is_settled & is_agreed) | (~is_settled & is_person),
        PERSONS: is_person,
        CONSENSUS: is_settled & is_agreed,
    }
    if layer in chosen:
        return codings[chosen[layer].to_numpy(dtype=bool)]
    if kinds.get(layer) != "person":
        known = ", ".join(list_layers(coders))
        raise UnknownValueError(value=layer, field="layer", known=known)
    return codings[(who == layer).to_numpy(dtype=bool)]


def list_layers(coders: pd.DataFrame) -> Sequence[str]:
    """List what may be chosen: the fixed choices, and each person by name."""
    is_person = (coders["kind"].astype(object) == "person").to_numpy(dtype=bool)
    return [*CHOICES, *sorted(coders["name"][is_person])]
