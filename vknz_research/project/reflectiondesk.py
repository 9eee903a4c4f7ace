"""The desk of the player page: one researcher before the trajectories of a study.

It knows no host: a notebook and the workbench ask the same. Every act answers with the
whole state of what is open.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from vknz_research.coding.acts import code_spans, uncode_many
from vknz_research.coding.anchors import Shift, code_moment, nudge
from vknz_research.coding.answering import Answer, answer_with
from vknz_research.coding.consent import find_open_source, list_closed
from vknz_research.coding.find import find_code
from vknz_research.coding.messages import Args
from vknz_research.coding.paths import make_slug
from vknz_research.coding.playing import STATES, find_obstacle
from vknz_research.errors import (
    BadMessageError,
    DamagedRecordingError,
    NoRoundError,
    RecordingConsentError,
    UnknownThingError,
)
from vknz_research.language import current_language
from vknz_research.model.codings import Coder
from vknz_research.model.cyclewords import list_choices
from vknz_research.model.recordings import Moment, Recording
from vknz_research.model.sources import Source
from vknz_research.project.agendapage import FORMATS, write_agenda
from vknz_research.project.places import OWN_FILE
from vknz_research.project.recordings import check_place, strip
from vknz_research.project.resources import find_resource
from vknz_research.project.study import Study
from vknz_research.project.transcribing import write_transcript
from vknz_research.reflection import agenda, goals, observations, points, viewings
from vknz_research.reflection import trajectories as cycle
from vknz_research.reflection.find import find_trajectory, list_rounds, list_steps
from vknz_research.reflection.kijkwijzer import Guide, read_guide
from vknz_research.reflection.permitted import pass_agenda
from vknz_research.reflection.shapes import (
    list_known,
    read_names,
    shape_board,
    shape_codes,
    shape_learning,
    shape_round,
    shape_trajectory,
)
from vknz_research.reflection.trajectories import link_written
from vknz_research.reflection.watching import (
    shape_codings,
    shape_seen,
    shape_speaking,
    shape_turns,
    shape_viewing,
)
from vknz_research.store.unit import Reader

Url = Callable[[str], str]
AGENDAS: Final = "agendas"
TOLD: Final = {"busy", "done"}  # states of a reflection in which its agenda is told
NO_VOICES: Final[dict[str, Any]] = {"shares": [], "silence": 0}


def load_guide() -> Guide:
    """Return the Kijkwijzer of the data dictionary."""
    return read_guide(find_resource("data_dictionary") / "kijkwijzer.yml")


def read_moment(args: Args) -> Moment | None:
    """Return the stretch of a recording that a message names, or None."""
    if args.given.get("begin") is None or args.given.get("finish") is None:
        return None
    number = 1 if args.given.get("recording") is None else args.whole("recording")
    return Moment(number, args.whole("begin"), args.whole("finish"))


class ReflectionDesk:
    """Answers the player; acts are done in the name of who sits there.

    `url` gives the address of a recording; without one nothing can be played. `files`
    is where written agendas are served, if they are.
    """

    def __init__(
        self, study: Study, actor: str, url: Url | None = None, files: str = ""
    ) -> None:
        self.study = study
        self.store = study.store
        self.actor = actor
        self.url = url
        self.files = files
        self.guide = load_guide()
        self.place: dict[str, Any] = {}

    @property
    def handle(self) -> Callable[[Mapping[str, Any]], Answer]:
        """Return what answers a message of the browser."""
        return answer_with(self.asks)

    @property
    def asks(self) -> dict[str, Callable[[Args], Any]]:
        """Return what answers each message."""
        acts = {
            "code": self._code,
            "codeText": self._code_text,
            "uncode": self._uncode,
            "nudge": self._nudge,
            "observe": self._observe,
            "unobserve": self._unobserve,
            "answer": self._answer,
            "handIn": self._hand_in,
            "agree": self._agree,
            "goal": self._goal,
            "makeAgenda": self._make_agenda,
            "agenda": self._agenda,
            "point": self._point,
            "look": self._look,
            "step": self._step,
            "newTrajectory": self._new_trajectory,
            "newRound": self._new_round,
            "undo": self._undo,
            "redo": self._redo,
        }
        shown = {name: self._shown(act) for name, act in acts.items()}
        told = {"board": self.board, "open": self.open}
        return {**told, "write": self.write, "print": self.print_agenda, **shown}

    def _shown(self, act: Callable[[Args], None]) -> Callable[[Args], Any]:
        """Return an act that answers with the state after it."""

        def do(args: Args) -> Any:
            self._come_along(args)
            act(args)
            return self.show() if self.place else self.board(args)

        return do

    def _come_along(self, args: Args) -> None:
        """Go where a message says that it is about, so that windows may differ."""
        if args.maybe("trajectory") and args.act != "newRound":
            self.place["trajectory"] = args.text("trajectory")
        if args.given.get("round") is not None:
            self.place["round"] = args.whole("round")

    def board(self, _: Args) -> dict[str, Any]:
        """Give all trajectories, with the people and sources to choose from."""
        with self.store.read() as reader:
            return shape_board(reader)

    def open(self, args: Args) -> dict[str, Any]:
        """Open a conversation of a trajectory, at one of its sources."""
        number = args.given.get("round")
        self.place = {
            "trajectory": args.text("trajectory"),
            "round": 1 if number is None else args.whole("round"),
            "source": args.maybe("source"),
        }
        return self.show()

    def write(self, args: Args) -> dict[str, Any]:
        """Keep a transcript that is typed; it belongs to a conversation without one.

        A new one is closed until consent is recorded: its words are not shown before.
        """
        wanted = args.maybe("source") or args.text("name")
        number = args.given.get("recording")
        recording = 1 if number is None else args.whole("recording")
        if recording < 1:
            raise BadMessageError(act=args.act)
        turns = args.items("turns")
        made = write_transcript(
            self.study, self.actor, wanted, turns, recording=recording
        )
        link_written(self.store, self.actor, *self.where, made.id)
        with self.store.read() as reader:
            is_open = made.id not in list_closed(reader)
        if is_open:
            self.place["source"] = made.id
            return self.show()
        return {**self.show(), "source": _shape_source(made), "turns": []}

    def print_agenda(self, _: Args) -> dict[str, Any]:
        """Write the agenda beside the study, on one page, in each format."""
        wanted, number = self.where
        folder = self.study.path / AGENDAS
        folder.mkdir(mode=0o700, exist_ok=True)
        with self.store.read() as reader:
            name = make_slug(find_trajectory(reader, wanted).name)
        paths = [folder / f"{name}-{number}.{kind}" for kind in FORMATS]
        made = write_agenda(self.study, self.actor, self.where, paths)
        for path in made:
            path.chmod(OWN_FILE)
        told = {"path": str(made[-1]), "paths": [str(path) for path in made]}
        page = next((path.name for path in made if path.suffix == ".pdf"), None)
        return told | ({"url": f"{self.files}/{page}"} if self.files and page else {})

    @property
    def where(self) -> tuple[str, int]:
        """Return which conversation is open; refuse an act before one is."""
        if not self.place.get("trajectory"):
            raise BadMessageError(act="open")
        return self.place["trajectory"], int(self.place.get("round") or 1)

    def show(self) -> dict[str, Any]:
        """Give the state of what is open."""
        wanted, number = self.where
        language = current_language()
        with self.store.read() as reader:
            found = find_trajectory(reader, wanted)
            names = read_names(reader)
            steps, told = shape_round(reader, found, number, names)
            source = self._find_source(reader, found.id, number)
            made = {
                "trajectory": shape_trajectory(found, names),
                "round": number,
                "rounds": list_rounds(reader, found),
                "steps": steps,
                "next": told,
                "source": _shape_source(source),
                **self._watch(reader, source, language),
                "codes": shape_codes(reader, language),
                **shape_learning(
                    reader, found, number, self.store.salt, self.study.settings.k
                ),
                "choices": list_choices(),
            }
        return {**made, "recordings": self._list_recordings(source)}

    def _find_source(self, reader: Reader, wanted: str, number: int) -> Source | None:
        """Return the source that was asked for, or that of the recording or a step."""
        asked = self.place.get("source")
        if asked:
            return find_open_source(reader, asked)
        steps = list_steps(reader, find_trajectory(reader, wanted), number)
        steps.sort(key=lambda step: step.kind != "recording")
        return next(iter(list_known(reader, [s.source_id for s in steps])), None)

    def _watch(
        self, reader: Reader, source: Source | None, language: str
    ) -> dict[str, Any]:
        known = reader.first(Coder, name=self.actor)
        coder_id = known.id if known else ""
        viewing = shape_viewing(reader, source, coder_id, self.guide, language)
        if source is None:
            lists: dict[str, Any] = {"turns": [], "codings": [], "observations": []}
            return {**lists, **NO_VOICES, "viewing": viewing}
        return {
            "turns": shape_turns(reader, source),
            "codings": shape_codings(reader, source, coder_id, language),
            "observations": shape_seen(reader, source, coder_id),
            **shape_speaking(reader, source),
            "viewing": viewing,
        }

    def _list_recordings(self, source: Source | None) -> list[dict[str, Any]]:
        if source is None:
            return []
        with self.store.read() as reader:
            found = reader.all(Recording, source_id=source.id)
            obstacle = find_obstacle(reader, source)
        why = _tell_obstacle(source, obstacle) if obstacle else None
        return [
            self._shape_recording(one, why)
            for one in sorted(found, key=lambda one: one.number)
        ]

    def _shape_recording(self, one: Recording, why: str | None) -> dict[str, Any]:
        state = "closed" if why else check_place(self.study, one)
        is_there = state == "ok" and self.url is not None
        return {
            "id": one.id,
            "number": one.number,
            "name": one.name,
            "media": one.media_type,
            "url": self.url(one.id) if is_there and self.url else None,
            "duration": one.duration_ms,
            "hasPicture": bool(one.has_picture),
            "state": state,
            "reason": why,
            "strip": self._find_strip(one) if state == "ok" else None,
        }

    def _find_strip(self, one: Recording) -> dict[str, Any] | None:
        """Return how loud a recording is; a damaged one does not close the page."""
        try:
            return strip(self.study, one.id)
        except DamagedRecordingError:
            return None

    def _path(self, args: Args) -> str:
        with self.store.read() as reader:
            return find_code(reader, args.text("code")).path

    def _code(self, args: Args) -> None:
        moment = read_moment(args)
        if moment is None:
            raise BadMessageError(act=args.act)
        path = self._path(args)
        code_moment(self.store, self.actor, args.text("source"), moment, path)

    def _code_text(self, args: Args) -> None:
        path = self._path(args)
        with self.store.read() as reader:
            source = find_open_source(reader, args.text("source"))
        revision = args.maybe("revision") or source.revision_id
        where = (source.id, revision, [args.span()], [path])
        code_spans(self.store, self.actor, *where)

    def _uncode(self, args: Args) -> None:
        uncode_many(self.store, self.actor, [args.text("coding")], own=True)

    def _nudge(self, args: Args) -> None:
        shift = Shift(
            args.whole("recording"),
            args.whole("shift"),
            1 if args.given.get("turn") is None else args.whole("turn"),
            only=args.given.get("only") is True,
        )
        where = (args.text("source"), args.text("revision"))
        nudge(self.store, self.actor, *where, shift)

    def _observe(self, args: Args) -> None:
        seen = observations.Seen(
            args.text("kind"),
            args.text("body"),
            args.span() if args.given.get("start") is not None else None,
            read_moment(args),
            args.maybe("theme"),
            args.maybe("part"),
            args.maybe("askKlant"),
            args.maybe("askKlantmanager"),
            args.maybe("id"),
        )
        observations.observe(self.store, self.actor, args.text("source"), seen)

    def _unobserve(self, args: Args) -> None:
        observations.remove_observation(self.store, self.actor, args.text("id"))

    def _said(self, args: Args) -> viewings.Said:
        said = (args.text("question"), args.text("body"))
        return viewings.Said(*said, read_moment(args), args.maybe("id"))

    def _answer(self, args: Args) -> None:
        source, said = args.text("source"), self._said(args)
        viewings.answer(self.store, self.actor, source, self.guide, said)

    def _hand_in(self, args: Args) -> None:
        viewings.hand_in(self.store, self.actor, args.text("source"))

    def _agree(self, args: Args) -> None:
        source, said = args.text("source"), self._said(args)
        viewings.agree(self.store, self.actor, source, self.guide, said)

    def _goal(self, args: Args) -> None:
        goal = (args.text("kind"), args.text("body"), args.maybe("id"))
        goals.set_goal(self.store, self.actor, *self.where, goal)

    def _make_agenda(self, _: Args) -> None:
        k = self.study.settings.k
        agenda.make_agenda(self.store, self.actor, *self.where, k)

    def _agenda(self, args: Args) -> None:
        rows = [Args(args.act, item) for item in args.items("items")]
        wanted = [
            agenda.Wanted(
                row.text("pillar"),
                row.text("part"),
                row.text("body"),
                row.maybe("id"),
                row.maybe("theme"),
                row.maybe("source"),
                read_moment(row),
                row.maybe("feedback"),
            )
            for row in rows
        ]
        k = self.study.settings.k
        agenda.change_agenda(self.store, self.actor, self.where, wanted, k)

    def _point(self, args: Args) -> None:
        point = points.Point(
            args.text("body"),
            args.maybe("kind") or "other",
            args.maybe("theme"),
            args.maybe("code"),
            args.maybe("id"),
        )
        points.set_point(self.store, self.actor, *self.where, point)

    def _look(self, args: Args) -> None:
        look = points.Look(
            args.text("point"),
            args.text("tried"),
            args.maybe("effect"),
            args.maybe("outcome"),
            args.maybe("wording"),
            args.maybe("source"),
            read_moment(args),
        )
        points.look_back(self.store, self.actor, *self.where, look)

    def _step(self, args: Args) -> None:
        given = args.given
        change = cycle.StepChange(
            args.text("kind"),
            args.maybe("state"),
            args.maybe("date"),
            args.maybe("reason"),
            args.texts("coders") if given.get("coders") is not None else None,
            args.maybe("source"),
            args.whole("position") if given.get("position") is not None else None,
        )
        change_step(self.study, self.actor, self.where, change)

    def _new_trajectory(self, args: Args) -> None:
        people = (args.text("klantmanager"), args.maybe("klant"))
        made = cycle.add_trajectory(self.store, self.actor, args.text("name"), *people)
        self.place = {"trajectory": made.id, "round": 1}

    def _new_round(self, args: Args) -> None:
        wanted = args.maybe("trajectory") or self.where[0]
        number = cycle.add_round(self.store, self.actor, wanted)
        self.place = {"trajectory": wanted, "round": number}

    def _undo(self, _: Args) -> None:
        self.store.undo(self.actor, of=self.actor)
        self._step_back()

    def _redo(self, _: Args) -> None:
        self.store.redo(self.actor, of=self.actor)
        self._step_back()

    def _step_back(self) -> None:
        """Leave a conversation that undo or redo took away."""
        try:
            with self.store.read() as reader:
                list_steps(
                    reader, find_trajectory(reader, self.where[0]), self.where[1]
                )
        except (UnknownThingError, NoRoundError):
            self.place = {}


def change_step(
    study: Study, actor: str, where: tuple[str, int], change: cycle.StepChange
) -> None:
    """Bring a step up to date; a reflection that is held passes its feedback on."""
    made = cycle.change_step(study.store, actor, *where, change)
    if made.kind == "reflection" and made.state in TOLD:
        pass_agenda(study.store, actor, *where, study.settings.k)


def _shape_source(source: Source | None) -> dict[str, Any] | None:
    if source is None:
        return None
    names = ("id", "name", "kind")
    shaped = {name: getattr(source, name) for name in names}
    return {**shaped, "revision": source.revision_id}


def _tell_obstacle(source: Source, obstacle: str) -> str:
    nl, en = STATES[obstacle]
    error = RecordingConsentError(source=source.name, state=nl, state_en=en)
    return str(error)
