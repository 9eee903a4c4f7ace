"""A story from the consulting room (spreekkamerverhaal): one trajectory, three voices.

What was said in the conversations, what the klant let say of it later, and what the
researchers saw, in the order in which it happened. People are called by their role.
Of an interview only those words are told that the klant permitted, and no others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from vknz_research.errors import StoryConsentError
from vknz_research.language import Language
from vknz_research.report.blocks import (
    Block,
    Heading,
    Notice,
    Paragraph,
    Part,
    Quotation,
)
from vknz_research.report.parameters import Parameters, refuse
from vknz_research.report.quotations import fold_blanks
from vknz_research.snapshot import Snapshot, open_snapshot

STORY: Final = "verhaal/"  # before the name of a trajectory: the section of its memos
RESEARCHER: Final = "onderzoeker"
ROLES: Final = {
    "klant": ("de klant", "the klant"),
    "klantmanager": ("de klantmanager", "the klantmanager"),
    "werkregisseur": ("de klantmanager", "the klantmanager"),
}
TRIED: Final = {
    "yes": ("geprobeerd", "tried"),
    "partly": ("deels geprobeerd", "partly tried"),
    "no": ("niet geprobeerd", "not tried"),
    "unclear": ("niet te zien of het is geprobeerd", "unclear whether it was tried"),
}
OUTCOMES: Final = {
    "kept": ("gehouden", "kept"),
    "changed": ("anders verwoord", "put otherwise"),
    "dropped": ("losgelaten", "let go"),
}
MONTHS: Final = (
    *("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus"),
    *("september", "oktober", "november", "december"),
)


@dataclass(frozen=True, slots=True)
class Story:
    """One trajectory in a snapshot, ready to be told."""

    snapshot: Snapshot
    trajectory: str
    language: Language = "nl"

    def say(self, nl: str, en: str) -> str:
        """Return the sentence in the language of the story."""
        return en if self.language == "en" else nl

    @property
    def steps(self) -> pd.DataFrame:
        """Return the steps of the trajectory in their order."""
        steps = self.snapshot.steps
        own = steps[steps["trajectory"] == self.trajectory]
        return own.sort_values(["round", "position"])

    def tell(self) -> Iterator[Block]:
        """Give the blocks of the story, conversation by conversation."""
        self._need_consent()
        yield Heading(1, self.trajectory, None, "verhaal")
        yield from self._tell_opening()
        for number in sorted(self.steps["round"].unique()):
            yield from _Round(self, int(number)).tell()
        yield Notice(
            self.say(
                "Alle stemmen in dit verhaal gaven toestemming om geciteerd te worden.",
                "All voices in this story gave consent to be quoted.",
            )
        )

    def _tell_opening(self) -> Iterator[Block]:
        """Give what researchers wrote as a beginning: a memo of section `verhaal/…`."""
        memos = self.snapshot.memos
        section = STORY + self.trajectory
        own = memos[
            (memos["section"] == section) & (memos["language"] == self.language)
        ]
        for body in own["body"]:
            yield Paragraph(str(body), is_lead=True)

    def _need_consent(self) -> None:
        """Refuse the story when a voice in one of its sources may not be quoted."""
        people = self.snapshot.participants
        quotable = set(people["participant_id"][people["is_quotable"]])
        for step in self.steps.dropna(subset=["source_id"]).itertuples():
            turns = self.turns(str(step.source_id))
            heard = turns[turns["role"].astype(object) != RESEARCHER]
            for turn in heard.dropna(subset=["speaker"]).itertuples():
                if turn.participant_id not in quotable:
                    raise StoryConsentError(
                        trajectory=self.trajectory,
                        role=turn.role or "?",
                        source=self._name_source(str(step.source_id)),
                    )

    def _name_source(self, source_id: str) -> str:
        sources = self.snapshot.sources
        return str(sources[sources["source_id"] == source_id]["source"].iloc[0])

    def turns(self, source_id: str) -> pd.DataFrame:
        """Return the turns of a source in which somebody speaks."""
        turns = self.snapshot.turns
        own = turns[(turns["source_id"] == source_id) & (turns["kind"] == "speech")]
        return own.sort_values("turn")

    def quote(self, turn: Any) -> Quotation:
        """Return the words of a turn with who says them, and when."""
        text = self.snapshot.texts[turn.source_id][turn.start : turn.end]
        nl, en = ROLES.get(str(turn.role), (str(turn.role), str(turn.role)))
        who = self.say(nl, en)
        when = "" if pd.isna(turn.begin_ms) else f", {_clock(int(turn.begin_ms))}"
        key = f"{turn.source_id[:8]}-{turn.turn}"
        return Quotation(
            key, (Part(fold_blanks(text)),), f"{who}{when}", None, f"c-{key}"
        )

    def date(self, written: str | None) -> str:
        """Return a date in words, or what was written."""
        if not written:
            return ""
        year, month, day = (int(part) for part in written.split("-"))
        if self.language == "en":
            return f"{day}/{month}/{year}"
        return f"{day} {MONTHS[month - 1]} {year}"


class _Round:
    """One conversation of a story, with what came of it."""

    def __init__(self, story: Story, number: int) -> None:
        self.story, self.number = story, number
        self.steps = story.steps[story.steps["round"] == number]

    @cached_property
    def source_id(self) -> str | None:
        return self._source_of("recording")

    def _source_of(self, kind: str) -> str | None:
        found = self.steps[(self.steps["kind"] == kind)]["source_id"].dropna()
        return str(found.iloc[0]) if len(found) else None

    def tell(self) -> Iterator[Block]:
        yield self._head()
        if self.source_id is None:
            yield Notice(self.story.say("Hiervan is geen bron.", "There is no source."))
            return
        yield from self._tell_points_before()
        yield from self._tell_seen(self.source_id)
        yield from self._tell_klant()
        yield from self._tell_points()

    def _head(self) -> Heading:
        say = self.story.say
        dates = self.steps[self.steps["kind"] == "recording"]["date"].dropna()
        when = self.story.date(dates.iloc[0]) if len(dates) else ""
        title = say(f"Gesprek {self.number}", f"Conversation {self.number}")
        text = f"{title}, {when}" if when else title
        return Heading(2, text, None, f"gesprek-{self.number}")

    def _tell_seen(self, source_id: str) -> Iterator[Block]:
        """Give each observation with the words it is about."""
        seen = self.story.snapshot.observations
        own = seen[seen["source_id"] == source_id].sort_values(["start", "end"])
        turns = self.story.turns(source_id)
        for one in own.itertuples():
            inside = turns[(turns["start"] < one.end) & (turns["end"] > one.start)]
            for turn in inside.itertuples():
                yield self.story.quote(turn)
            nl = f"De onderzoekers schreven erbij: ‘{one.body}’"
            en = f"The researchers wrote: ‘{one.body}’"
            yield Paragraph(self.story.say(nl, en))

    def _tell_klant(self) -> Iterator[Block]:
        source_id, say = self._source_of("interview"), self.story.say
        if source_id is None:
            skipped = self.steps[
                (self.steps["kind"] == "interview") & (self.steps["state"] == "skipped")
            ]
            for reason in skipped["reason"].dropna():
                nl = f"De klant is hierna niet geïnterviewd. {reason}"
                yield Notice(say(nl, f"The klant was not interviewed after. {reason}"))
            return
        said = self.story.snapshot.permitted
        own = said[said["source_id"] == source_id]
        if len(own):
            title = say("Wat de klant later zei", "What the klant said later")
            yield Heading(3, title, None, f"klant-{self.number}")
        who = say(*ROLES["klant"])
        for item in own.itertuples():
            key = str(item.feedback_id)[:8]
            part = Part(fold_blanks(str(item.wording)))
            yield Quotation(key, (part,), who, None, f"c-{key}")

    def _list_points(self) -> pd.DataFrame:
        points = self.story.snapshot.attention_points
        mine = points["trajectory_id"].isin(self.steps["trajectory_id"])
        return points[mine].dropna(subset=["body"])

    def _tell_points(self) -> Iterator[Block]:
        points = self._list_points()
        own = points[points["round"] == self.number]
        if not len(own):
            return
        title = self.story.say("Wat de klantmanager meenam", "What was taken along")
        yield Heading(3, title, None, f"punten-{self.number}")
        yield Paragraph("\n".join(f"- {body}" for body in own["body"]))

    def _tell_points_before(self) -> Iterator[Block]:
        """Give what this conversation shows of points that were named before."""
        looks = self.story.snapshot.attention_looks
        own = self._list_points()
        bodies = dict(zip(own["point_id"], own["body"], strict=True))
        here = looks[
            looks["point_id"].isin(list(bodies)) & (looks["round"] == self.number)
        ]
        lines = [self._tell_look(bodies[x.point_id], x) for x in here.itertuples()]
        if lines:
            title = self.story.say("Wat er is geprobeerd", "What was tried")
            yield Heading(3, title, None, f"geprobeerd-{self.number}")
            yield Paragraph("\n".join(f"- {line}" for line in lines))

    def _tell_look(self, body: str, look: Any) -> str:
        parts = [self.story.say(*TRIED[str(look.tried)])]
        if isinstance(look.outcome, str):
            parts.append(self.story.say(*OUTCOMES[look.outcome]))
        told = [f"{body} *{', '.join(parts)}*."]
        if isinstance(look.effect, str):
            told.append(look.effect)
        if isinstance(look.wording, str):
            nl, en = "Nu: ‘{}’", "Now: ‘{}’"
            told.append(self.story.say(nl, en).format(look.wording))
        return " ".join(told)


def _clock(ms: int) -> str:
    return f"{ms // 60_000:02}:{ms // 1_000 % 60:02}"


def open_story(snapshot: str, trajectory: str, **given: Any) -> Story:
    """Open a trajectory of a snapshot; what the notebook of a story does first."""
    opened = open_snapshot(snapshot)
    known: Sequence[str] = sorted(opened.steps["trajectory"].dropna().unique())
    if trajectory not in known:
        raise refuse("trajectory", trajectory, known)
    language = Parameters.make("spreekkamerverhaal", given).language
    return Story(opened, trajectory, language)
