"""What an analysis looks at: which sources, phases and voices, in whose codings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from vknz_research.analysis.layers import CONSENSUS_FIRST, choose_layer
from vknz_research.analysis.passages import select_codings
from vknz_research.errors import UnknownValueError
from vknz_research.model.sources import CYCLE_KINDS

if TYPE_CHECKING:
    from vknz_research.snapshot import Snapshot

RESEARCH: Final = "onderzoek"
SPOKEN: Final = ("speech", "answer")
# How each part of a choice is called in an address, and the column of the sources.
KEYS: Final[Mapping[str, str]] = {
    "phases": "fase",
    "perspectives": "perspectief",
    "kinds": "soort",
    "sources": "bron",
    "source_codes": "broncode",
    "municipalities": "gemeente",
    "layer": "laag",
    "with_cycle": "traject",
}
COLUMNS: Final[Mapping[str, str]] = {
    "phases": "phase",
    "kinds": "kind",
    "sources": "source",
    "source_codes": "source_code",
    "municipalities": "municipality",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at; an empty sequence leaves that part free.

    `layer` says whose codings (see `choose_layer`). Sources of the video-reflection
    cycle are no data of the evaluation, and count only `with_cycle`.
    """

    phases: tuple[int, ...] = ()
    perspectives: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    source_codes: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    layer: str = CONSENSUS_FIRST
    with_cycle: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Choice":
        """Read a choice as it stands in an address; other keys are left alone.

        >>> Choice.read({"fase": "2,3", "perspectief": "klant", "vraag": "*"}).phases
        (2, 3)
        """
        found: dict[str, Any] = {}
        for name, key in KEYS.items():
            words = _split(given.get(key, ""))
            if not words:
                continue
            if name == "phases":
                found[name] = tuple(_read_phase(word) for word in words)
            elif name == "layer":
                found[name] = words[0]
            elif name == "with_cycle":
                found[name] = words[0] in {"1", "ja", "yes"}
            else:
                found[name] = words
        return cls(**found)

    def write(self) -> dict[str, str]:
        """Return the choice as it stands in an address, only what limits something.

        >>> Choice(phases=(2, 3), perspectives=("klant",)).write()
        {'fase': '2,3', 'perspectief': 'klant'}
        """
        found: dict[str, str] = {}
        for part in fields(self):
            value = getattr(self, part.name)
            if value == part.default:
                continue
            if isinstance(value, tuple):
                value = ",".join(_quote(str(part)) for part in value)
            found[KEYS[part.name]] = "1" if value is True else str(value)
        return found


def _quote(word: str) -> str:
    """Write a name so that a comma in it does not cut it."""
    return word.replace("\\", "\\\\").replace(",", "\\,")


def _split(text: str) -> tuple[str, ...]:
    r"""Cut at commas that no backslash stands before.

    >>> _split(r"F3-K-1,Ine\, deel 2")
    ('F3-K-1', 'Ine, deel 2')
    """
    parts, word, signs = [], "", iter(text)
    for sign in signs:
        if sign == ",":
            parts.append(word.strip())
            word = ""
        else:
            word += next(signs, "") if sign == "\\" else sign
    return tuple(part for part in [*parts, word.strip()] if part)


def _read_phase(word: str) -> int:
    if not word.isdecimal():
        raise UnknownValueError(value=word, field=KEYS["phases"], known="1, 2, 3")
    return int(word)


@dataclass(frozen=True)
class View:
    """The frames of a choice.

    `turns` are those of participants, not of researchers; `codings` those of the layer;
    `texts` the words of all sources, by source_id; `values` what each column can be
    asked for, in the whole snapshot.
    """

    choice: Choice
    codings: pd.DataFrame
    turns: pd.DataFrame
    sources: pd.DataFrame
    codes: pd.DataFrame
    participants: pd.DataFrame
    texts: Mapping[str, str]
    smart: Mapping[str, str]
    all_turns: pd.DataFrame
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Source and perspective: who speaks where."""
        both = [f[["source_id", "perspective"]] for f in (self.turns, self.codings)]
        pairs = pd.concat([frame.astype(object) for frame in both])
        return pairs.drop_duplicates().dropna()


def choose(snapshot: "Snapshot", choice: Choice | None = None) -> View:
    """Return the frames of a choice; refuse what the snapshot does not have."""
    chosen = choice or Choice()
    sources = _choose_sources(snapshot.sources, chosen)
    _refuse_unknown(
        "perspectives", chosen.perspectives, snapshot.turns, snapshot.codings
    )
    turns = snapshot.turns[snapshot.turns["source_id"].isin(sources["source_id"])]
    codings = choose_layer(
        snapshot.codings, snapshot.sources, snapshot.coders, chosen.layer
    )
    codings = codings[codings["source_id"].isin(sources["source_id"]).to_numpy()]
    return View(
        choice=chosen,
        codings=select_codings(codings, perspectives=chosen.perspectives),
        turns=_list_spoken(turns, chosen.perspectives),
        sources=sources,
        codes=snapshot.codes,
        participants=snapshot.participants,
        texts=snapshot.texts,
        smart=dict(
            zip(
                snapshot.smart_codes["name"], snapshot.smart_codes["query"], strict=True
            )
        ),
        all_turns=turns,
        values=_list_values(snapshot),
    )


def _list_values(snapshot: "Snapshot") -> dict[str, Sequence[str]]:
    """List the values of each column that a question can name."""
    people, sources = snapshot.participants, snapshot.sources
    said = (snapshot.turns, snapshot.codings)
    columns: dict[str, tuple[pd.DataFrame, ...]] = {
        **dict.fromkeys(("perspective", "role"), said),
        **dict.fromkeys(("age_band", "gender"), (people,)),
        **dict.fromkeys(("phase", "kind", "source", "source_code"), (sources,)),
        "municipality": (sources,),
    }
    found = {
        name: sorted(
            {str(v) for frame in frames for v in frame[name].dropna().unique()}
        )
        for name, frames in columns.items()
    }
    return {**found, "coder": sorted(snapshot.coders["name"])}


def _list_spoken(turns: pd.DataFrame, perspectives: Sequence[str]) -> pd.DataFrame:
    is_spoken = turns["kind"].isin(SPOKEN)
    spoken = turns[is_spoken & (turns["perspective"].astype(object) != RESEARCH)]
    return select_codings(spoken, perspectives=perspectives)


def _choose_sources(sources: pd.DataFrame, choice: Choice) -> pd.DataFrame:
    found = sources
    if not choice.with_cycle:
        is_of_cycle = sources["kind"].isin(CYCLE_KINDS)
        found = sources[~is_of_cycle | sources["source_code"].notna()]
    for name, column in COLUMNS.items():
        wanted = getattr(choice, name)
        if wanted:
            _refuse_unknown(name, wanted, sources)
            found = found[found[column].isin(list(wanted)).to_numpy(dtype=bool)]
    return found


def _refuse_unknown(name: str, wanted: Sequence[object], *frames: pd.DataFrame) -> None:
    column = COLUMNS.get(name, "perspective")
    known = {value for frame in frames for value in frame[column].dropna().unique()}
    for value in wanted:
        if value not in known:
            listed = ", ".join(sorted(map(str, known))) or "-"
            raise UnknownValueError(value=value, field=KEYS[name], known=listed)
