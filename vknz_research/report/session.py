"""A report under way: what its notebooks call, chapter by chapter."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pandas as pd

from vknz_research.analysis.layers import choose_layer, list_layers
from vknz_research.analysis.passages import merge_passages, select_codings
from vknz_research.analysis.query import write_code
from vknz_research.analysis.view import Choice, View, choose
from vknz_research.errors import QuotationError, UnknownReportError
from vknz_research.language import Language
from vknz_research.model.codes import is_within
from vknz_research.model.sources import CYCLE_KINDS
from vknz_research.report.behind import show_behind
from vknz_research.report.blocks import (
    Block,
    Heading,
    Notice,
    Paragraph,
    Quotation,
    Response,
)
from vknz_research.report.choosing import Choices
from vknz_research.report.contents import (
    Chapter,
    Present,
    Section,
    read_contents,
    settle,
)
from vknz_research.report.parameters import Parameters, refuse
from vknz_research.report.placeholders import Material, fill_numbers, split_memo
from vknz_research.report.quotations import (
    Chosen,
    check_place,
    hide_originals,
    make_quotation,
)
from vknz_research.report.redacting import Redacted
from vknz_research.report.references import NoteBook, Places, fill_references
from vknz_research.report.speaking import count_speaking, make_figure, name_perspective
from vknz_research.snapshot import Snapshot, open_snapshot

RESEARCH: Final = "onderzoek"
SPOKEN: Final = ("speech", "answer")


class Report:
    """One report on one snapshot, with parameters; gives blocks, writes no files."""

    def __init__(
        self, snapshot: Snapshot, folder: Path, parameters: Parameters
    ) -> None:
        self.snapshot = snapshot
        self.parameters = parameters
        self._check_choice()
        self.codes = [str(path) for path in snapshot.codes["code"]]
        self.whole = read_contents(folder, parameters.report)
        self.choices = Choices(parameters, snapshot)
        present = self._list_present()
        self.contents = settle(self.whole, present, parameters.sections)
        self.choices.check(settle(self.whole, present, ()))
        self.notes = NoteBook("0")

    @property
    def language(self) -> Language:
        """Return the language of the report."""
        return self.parameters.language

    @property
    def is_public(self) -> bool:
        """Say whether words are shown as the public may see them."""
        return self.parameters.is_careful

    @property
    def is_internal(self) -> bool:
        """Say whether only the project reads it."""
        return self.parameters.audience == "internal"

    def say(self, nl: str, en: str) -> str:
        """Return the sentence in the language of the report."""
        return en if self.language == "en" else nl

    def _check_choice(self) -> None:
        """Refuse phases, perspectives and layers that the snapshot does not have."""
        there = {
            "phases": sorted(self.snapshot.sources["phase"].dropna().unique()),
            "municipalities": sorted(
                self.snapshot.sources["municipality"].dropna().unique()
            ),
            "perspectives": sorted(
                self.snapshot.turns["perspective"].dropna().unique()
            ),
        }
        for key, known in there.items():
            for value in getattr(self.parameters, key):
                if value not in known:
                    raise refuse(key, value, [str(item) for item in known])
        layers = list_layers(self.snapshot.coders)
        if self.parameters.layer not in layers:
            raise refuse("layer", self.parameters.layer, layers)

    def _list_present(self) -> Present:
        """List the codes about which something is there: text, quotation or coding."""
        sections = {
            *self.snapshot.memos["section"].dropna(),
            *(row.section for row in self.excerpts.values()),
        }
        given = {str(path) for path in self.material.codings["code"].unique()}
        used = {
            code
            for code in self.codes
            if code in sections or any(is_within(path, code) for path in given)
        }
        return Present(self.codes, used, sections)

    @cached_property
    def codings(self) -> pd.DataFrame:
        """The codings of the layer that the report rests on."""
        frames = self.snapshot.sources, self.snapshot.coders
        found = choose_layer(self.snapshot.codings, *frames, self.parameters.layer)
        return found[found["source_id"].isin(self.sources["source_id"])]

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The sources of the evaluation: not those of the reflection cycle."""
        found = self.snapshot.sources
        is_of_cycle = found["kind"].isin(CYCLE_KINDS)
        found = found[~is_of_cycle | found["source_code"].notna()]
        places = self.parameters.municipalities
        if not places:
            return found
        return found[found["municipality"].isin(list(places)).to_numpy(dtype=bool)]

    @cached_property
    def view(self) -> View:
        """What the report is about, as the analyses take it."""
        given = self.parameters
        choice = Choice(
            phases=given.phases,
            perspectives=given.perspectives,
            municipalities=given.municipalities,
            layer=given.layer,
        )
        return choose(self.snapshot, choice)

    @cached_property
    def material(self) -> Material:
        """The frames of the phases and perspectives that the report is about."""
        chosen = self.parameters.phases, self.parameters.perspectives
        return replace(self._select(*chosen), whole=self._select((), ()))

    def _select(self, phases: Sequence[int], perspectives: Sequence[str]) -> Material:
        sources = self.sources
        if phases:
            sources = sources[sources["phase"].isin(list(phases))]
        turns = self.snapshot.turns
        turns = turns[
            turns["source_id"].isin(sources["source_id"])
            & turns["kind"].isin(SPOKEN)
            & (turns["perspective"].astype(object) != RESEARCH)
        ]
        turns = select_codings(turns, perspectives=perspectives)
        return Material(
            sources=sources[sources["source_id"].isin(turns["source_id"])],
            turns=turns,
            participants=self.snapshot.participants,
            codings=select_codings(
                self.codings,
                phases=phases,
                perspectives=perspectives,
            ),
            codes=self.codes,
            language=self.language,
        )

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Source and perspective: who speaks where."""
        both = [self.material.turns, self.material.codings]
        pairs = pd.concat(
            [f[["source_id", "perspective"]].astype(object) for f in both]
        )
        return pairs.drop_duplicates().dropna()

    @cached_property
    def excerpts(self) -> dict[str, Any]:
        """The quotations of the report's phases and perspectives, by key."""
        frame = self.snapshot.excerpts.merge(
            self.snapshot.sources[["source_id", "phase"]], on="source_id", how="left"
        )
        phases, perspectives = self.parameters.phases, self.parameters.perspectives
        keep = ~frame["is_allowed"].astype(bool)
        inside = pd.Series(data=True, index=frame.index)
        if phases:
            inside &= frame["phase"].isin(list(phases)).fillna(value=False)
        if self.parameters.municipalities:
            inside &= frame["source_id"].isin(self.sources["source_id"])
        if perspectives:
            inside &= frame["perspective"].isin(list(perspectives))
        rows = frame[keep | inside].itertuples()
        return {str(row.key): self.choices.edit(row) for row in rows}

    @cached_property
    def _redacted(self) -> Redacted:
        """What edited readings replaced: the study's, and those of this report."""
        rows = list(self.snapshot.excerpts.itertuples())
        both = [*rows, *(self.choices.edit(row) for row in rows)]
        return Redacted(self.choose(row) for row in both)

    def read(self, source_id: str, start: int, end: int) -> str:
        """Return the words of a passage, without what an edited reading replaced."""
        text = self.snapshot.texts[source_id]
        return self._redacted.read(source_id, start, end, text)

    def chapter(
        self, chapter_id: str, closing: "Closing | None" = None
    ) -> Iterator[Block]:
        """Give the blocks of a chapter: opening, sections, and what closes it."""
        try:
            chapter = self.contents.chapter(chapter_id)
        except UnknownReportError:
            return  # left out by the parameters, or nothing in this snapshot
        self.begin(chapter)
        title = chapter.title.get(self.language, chapter.title["nl"])
        yield Heading(1, title, chapter.number, f"h-{chapter.id}")
        if self.parameters.is_limited:
            yield Notice(
                self.say(
                    "De tekst is geschreven bij alle fasen en perspectieven; citaten "
                    "en figuren zijn die van de keuze voor in dit rapport.",
                    "The text was written on all phases and perspectives; quotations "
                    "and figures are those of the choice on the front page.",
                )
            )
        text = list(self.memo(chapter.id))
        yield from text
        if not text and chapter.is_text_only:
            yield Notice(
                self.say(
                    "Hier is nog geen tekst. Schrijf een memo van de soort report met "
                    f"onderdeel {chapter.id}.",
                    "There is no text here yet. Write a memo of kind report with "
                    f"section {chapter.id}.",
                )
            )
        if not chapter.sections and not chapter.is_text_only:
            yield Notice(
                self.say(
                    "Hierover is in deze momentopname niets gecodeerd.",
                    "Nothing about this is coded in this snapshot.",
                )
            )
        for section in chapter.sections:
            yield from self.section(chapter, section)
        if closing is not None and chapter.has_instrument:
            yield from closing(self, chapter)
        yield from self._ask_response(chapter.id, title, f"h-{chapter.id}")
        yield from self.notes.close()

    def begin(self, chapter: Chapter) -> None:
        """Let the notes of a chapter begin at 1."""
        self.notes = NoteBook(chapter.number)

    def section(self, chapter: Chapter, section: Section) -> Iterator[Block]:
        """Give the blocks of a section: text, quotations, figure, what is thin."""
        del chapter
        row = self.snapshot.codes.set_index("code").loc[section.code]
        name = self.places.titles.get(section.code) or section.code
        yield Heading(section.level, name, section.number, section.anchor)
        placed: list[str] = []
        for block in self.memo(section.code):
            if isinstance(block, Quotation):
                placed.append(block.key)
            yield block
        yield from self._rest_of_quotations(section, placed)
        codings = select_codings(self.material.codings, code=section.code)
        order = self.contents.perspectives
        speaking = count_speaking(codings, self.pairs, order, self.language)
        silent = [] if section.of else speaking.silent()
        yield Notice(self._say_ground(codings, silent))
        if section.code not in self.parameters.without_figure:
            yield make_figure(section, name, str(row["colour"]), speaking)
        if len(codings):
            yield show_behind(self, write_code(section.code))
        yield from self._ask_response(section.code, name, section.anchor)

    def _ask_response(self, section: str, title: str, anchor: str) -> Iterator[Block]:
        """Give room to respond, in the version for the project group."""
        if self.parameters.audience == "membercheck":
            yield Response(section, title, f"reactie-{anchor}")

    def memo(self, section: str) -> Iterator[Block]:
        """Give a section's interpretive memos, numbers and quotations filled in."""
        own = self.own_memos(section)
        if not own.empty and self.language not in set(own["language"]):
            yield Notice(
                self.say(
                    "Deze tekst is er alleen in een andere taal.",
                    "This text exists in Dutch only.",
                )
            )
        for memo in own.itertuples():
            yield Paragraph(f"{str(memo.title).rstrip('.')}.", is_lead=True)
            yield from self._fill(section, str(memo.title), str(memo.body))

    def own_memos(self, section: str) -> pd.DataFrame:
        """Return the memos of a section: in the language of the report, or all."""
        memos = self.snapshot.memos
        own = memos[(memos["section"] == section) & (memos["kind"] == "report")]
        own = self.choices.keep_memos(section, own)
        spoken = own[own["language"] == self.language]
        return own if spoken.empty else spoken

    def _fill(self, section: str, title: str, body: str) -> Iterator[Block]:
        text = self.notes.take(body, title, lambda note: self._fill_text(title, note))
        for piece in split_memo(text):
            if piece.quote is None:
                yield Paragraph(self._fill_text(title, piece.text))
            elif piece.quote in self.excerpts:
                if self.choices.shows(section, piece.quote):
                    yield self.quotation(piece.quote)
            elif piece.quote not in set(self.snapshot.excerpts["key"]):
                raise QuotationError(
                    key=piece.quote,
                    reason_nl=f"uit memo {title!r} is er niet",
                    reason_en=f"of memo {title!r} is not there",
                    source="?",
                    start=0,
                    end=0,
                )

    def _fill_text(self, memo: str, text: str) -> str:
        """Return a piece of a memo with its references and numbers filled in."""
        return fill_numbers(
            fill_references(text, self.places, memo), self.material, memo
        )

    @cached_property
    def places(self) -> Places:
        """Where the memos of this report can refer to."""
        codes = self.snapshot.codes
        names = codes[f"name_{self.language}"].fillna(codes["name_nl"])
        return Places(
            self.contents,
            self.whole,
            dict(zip(codes["code"].astype(str), names.astype(str), strict=True)),
            frozenset(self.parameters.without_figure),
            self.language,
        )

    def _rest_of_quotations(
        self, section: Section, placed: Iterable[str]
    ) -> Iterator[Block]:
        """Give the quotations that no memo placed: the chosen ones, or all."""
        done = set(placed)
        chosen = self.choices.keys_of(section.code)
        if chosen is None:
            chosen = self._list_own_quotations(section.code)
        for key in chosen:
            if key not in done:
                yield self.quotation(key)

    def _list_own_quotations(self, code: str) -> list[str]:
        order, elsewhere = list(self.contents.perspectives), self.choices.taken
        rest = [
            row
            for row in self.excerpts.values()
            if row.section == code and row.is_allowed and row.key not in elsewhere
        ]
        rest.sort(key=lambda row: (_rank(order, row.perspective), row.position))
        return [str(row.key) for row in rest]

    def quotation(self, key: str) -> Quotation:
        """Give a quotation, after it was found at its place and consent allows it."""
        row = self.excerpts[key]
        if not row.is_allowed:
            raise QuotationError(
                key=key,
                reason_nl="mag niet worden geciteerd (geen toestemming)",
                reason_en="may not be quoted (no consent)",
                source="?",
                start=0,
                end=0,
            )
        chosen = self.choose(row)
        check_place(chosen, self.snapshot.texts)
        made = make_quotation(chosen)
        # What was edited out, a name for one, is not for the public.
        return hide_originals(made) if self.is_public else made

    def choose(self, row: Any) -> Chosen:
        """Return a row of the excerpts as a value."""
        return Chosen(
            key=str(row.key),
            source=str(row.source),
            source_id=str(row.source_id),
            start=int(row.start),
            end=int(row.end),
            quote=str(row.quote),
            text_hash=str(row.text_hash),
            edited=None if pd.isna(row.edited) else str(row.edited),
            label=None if pd.isna(row.label) else str(row.label),
            place=self.tell_time(row.begin_ms),
        )

    def tell_time(self, begin_ms: Any) -> str | None:
        """Return the time in the recording; what is published does not tell it."""
        if pd.isna(begin_ms) or self.is_public:
            return None
        minutes, seconds = divmod(int(begin_ms) // 1000, 60)
        return f"{minutes:02d}:{seconds:02d}"

    def _say_ground(self, codings: pd.DataFrame, silent: Sequence[str]) -> str:
        """Say what a section rests on, and who is not heard in it."""
        passages = len(merge_passages(codings))
        sources = int(codings["source_id"].nunique())
        total = len(self.material.sources)
        said = [self._count_sentence(passages, sources, total)]
        if passages:
            for perspective in silent:
                who = name_perspective(perspective, self.language).lower()
                said.append(
                    self.say(
                        f"Van {who} is hier niets over gecodeerd.",
                        f"Nothing is coded on this from {who}.",
                    )
                )
        return " ".join(said)

    def _count_sentence(self, passages: int, sources: int, total: int) -> str:
        if not passages:
            return self.say("Hierover is niets gecodeerd.", "Nothing is coded on this.")
        if sources == 1:
            return self.say(
                f"Steunt op één bron ({_plural(passages, 'passage', 'passages')}).",
                f"Rests on one source ({_plural(passages, 'passage', 'passages')}).",
            )
        return self.say(
            f"Steunt op {passages} passages uit {sources} van de {total} bronnen.",
            f"Rests on {passages} passages from {sources} of the {total} sources.",
        )


Closing = Callable[[Report, Chapter], Iterator[Block]]


def _plural(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _rank(order: Sequence[str], perspective: object) -> int:
    return order.index(str(perspective)) if perspective in order else len(order)


def open_report(
    snapshot: str,
    folder: str,
    report: str,
    **given: Any,
) -> Report:
    """Open a report on a snapshot; what each of its notebooks does first.

    `given` are language, phases, perspectives, audience, sections and layer.
    """
    parameters = Parameters.make(report, given)
    return Report(open_snapshot(snapshot), Path(folder), parameters)


def show(blocks: Iterable[Block]) -> None:
    """Display blocks one below the other."""
    from IPython.display import display  # noqa: PLC0415 - notebooks only

    for block in blocks:
        display(block)  # type: ignore[no-untyped-call]
