"""The two trajectories of the demo study: from recording to the second reflection."""

import csv
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from vknz_research.coding.anchors import code_moment
from vknz_research.coding.feedback import Answer, Note, add_item, permit
from vknz_research.demo.recordings import FOLDER, Line, read_script, time_lines
from vknz_research.errors import UnknownThingError
from vknz_research.model.cycles import AgendaItem
from vknz_research.model.people import PURPOSES
from vknz_research.model.sources import Span
from vknz_research.project import Study
from vknz_research.project.importing import import_files
from vknz_research.project.recordings import link_recording
from vknz_research.project.records import import_consent, import_participants
from vknz_research.project.reflectiondesk import load_guide
from vknz_research.reflection.agenda import Wanted, change_agenda, make_agenda
from vknz_research.reflection.goals import set_goal
from vknz_research.reflection.observations import Seen, observe
from vknz_research.reflection.permitted import pass_agenda
from vknz_research.reflection.points import Look, Point, look_back, set_point
from vknz_research.reflection.trajectories import (
    StepChange,
    add_round,
    add_trajectory,
    change_step,
)
from vknz_research.reflection.viewings import Said, agree, answer, hand_in

RESEARCHERS: Final = ("NvD", "TK")
LEAD: Final = RESEARCHERS[0]
ROLES: Final = {"Interviewer": "onderzoeker", "Onderzoeker": "onderzoeker"}
KINDS: Final = {
    "conversation": ("gesprek", "klant"),
    "interview": ("klantgesprek", "klant"),
    "reflection": ("reflectiegesprek", "klantmanager"),
}
Facts = Mapping[str, Any]


def add_trajectories(study: Study) -> dict[str, int]:
    """Bring the trajectories in, with their recordings; return how much there is."""
    script = read_script()
    with tempfile.TemporaryDirectory() as folder:
        sources = _add_sources(study, script, Path(folder))
    recordings = [
        link_recording(study, facts["conversation"], _recording(facts))
        for trajectory in script["trajectories"]
        for facts in trajectory["rounds"]
    ]
    for trajectory in script["trajectories"]:
        _add_trajectory(study, trajectory)
    return {
        "conversations": sources,
        "recordings": len(recordings),
        "trajectories": len(script["trajectories"]),
    }


def _recording(facts: Facts) -> Path:
    return FOLDER / f"{facts['conversation']}.webm"


# --- sources and people --------------------------------------------------------------
def _add_sources(study: Study, script: Facts, folder: Path) -> int:
    rows = list(_write_sources(script, folder))
    _write_table(folder / "inventory.csv", rows)
    _write_table(folder / "participants.csv", script["people"])
    _write_table(folder / "consent.csv", list(_list_consent(script)))
    import_participants(study, folder / "participants.csv")
    import_consent(study, folder / "consent.csv")
    files = [folder / row["file"] for row in rows]
    return len(import_files(study, files, folder / "inventory.csv").imported)


def _write_sources(script: Facts, folder: Path) -> Iterator[dict[str, str]]:
    for trajectory in script["trajectories"]:
        roles = {
            **ROLES,
            trajectory["klantmanager"]: "klantmanager",
            trajectory["klant"]: "klant",
        }
        for facts in trajectory["rounds"]:
            for kind, found in _list_sources(facts):
                yield _write_source(folder, kind, found, roles)


def _list_sources(facts: Facts) -> Iterator[tuple[str, Facts]]:
    yield "conversation", {**facts, "source": facts["conversation"]}
    for kind in ("interview", "reflection"):
        if "source" in facts[kind]:
            yield kind, facts[kind]


def _write_source(
    folder: Path, kind: str, facts: Facts, roles: Mapping[str, str]
) -> dict[str, str]:
    """Write a source as a file; return its row of the inventory."""
    is_recorded = kind == "conversation"
    path = folder / f"{facts['source']}{'.vtt' if is_recorded else '.txt'}"
    if is_recorded:
        path.write_bytes((FOLDER / path.name).read_bytes())
    else:
        said = [f"{who}: {text}\n" for who, _, text in facts["turns"]]
        path.write_text("\n".join(said), encoding="utf-8")
    speakers = dict.fromkeys(who for who, _, _ in facts["turns"])
    name, perspective = KINDS[kind]
    return {
        "file": path.name,
        "source_code": "",
        "kind": name,
        "phase": "",
        "perspective": perspective,
        "date": facts["date"],
        "participants": ";".join(f"{who}={roles[who]}" for who in speakers),
    }


def _list_consent(script: Facts) -> Iterator[dict[str, str]]:
    letter = script["letter"]
    for person in script["people"]:
        for purpose in PURPOSES:
            yield {
                "participant": person["label"],
                "purpose": purpose,
                "state": "given",
                "date": letter["date"],
                "letter": letter["name"],
                "asked_by": letter["asked_by"],
            }


def _write_table(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


# --- the cycle -----------------------------------------------------------------------
def _add_trajectory(study: Study, facts: Facts) -> None:
    people = facts["klantmanager"], facts["klant"]
    add_trajectory(study.store, LEAD, facts["name"], *people)
    points: list[str] = []
    for number, found in enumerate(facts["rounds"], start=1):
        if number > 1:
            add_round(study.store, LEAD, facts["name"])
        _Round(study, facts, found, number).fill(points)


class _Round:
    """One conversation of a trajectory, and all that follows from it."""

    def __init__(self, study: Study, whole: Facts, facts: Facts, number: int) -> None:
        self.study, self.store = study, study.store
        self.whole, self.facts, self.number = whole, facts, number
        self.source = str(facts["conversation"])
        self.lines = time_lines(facts["turns"])

    def fill(self, points: list[str]) -> None:
        """Walk through the steps; `points` are ids of what was named before."""
        for goal in self.facts["goals"]:
            self._set_goal(goal)
        self._step(
            "recording", state="done", source=self.source, date=self.facts["date"]
        )
        self._step("analysis", coders=RESEARCHERS)
        self._code()
        self._look()
        self._look_back(points)
        self._hear_klant()
        self._hold_reflection()
        points += [self._add_point(point) for point in self.facts["points"]]
        self._step("points", state="done")

    def _step(self, kind: str, **change: Any) -> None:
        where = self.store, LEAD, self.whole["name"], self.number
        change_step(*where, StepChange(kind, **change))

    def _set_goal(self, goal: Facts) -> None:
        where = self.store, LEAD, self.whole["name"], self.number
        set_goal(*where, (goal["kind"], goal["body"], None))

    def _code(self) -> None:
        """Code fragments by their time in the recording."""
        for facts in self.facts["codings"]:
            moment = self._find(facts["at"]).moment
            who, code = facts["coder"], facts["code"]
            code_moment(self.store, who, self.source, moment, code)

    def _look(self) -> None:
        """Let two researchers look, each alone, and agree after that."""
        for facts in self.facts["observations"]:
            observe(self.store, facts["coder"], self.source, self._see(facts))
        guide = load_guide()
        for coder, said in self.facts["answers"].items():
            for question, body in said.items():
                answer(self.store, coder, self.source, guide, Said(question, body))
        for coder in RESEARCHERS:
            hand_in(self.store, coder, self.source)
        for question, body in self.facts["agreed"].items():
            agree(self.store, LEAD, self.source, guide, Said(question, body))

    def _see(self, facts: Facts) -> Seen:
        names = ("kind", "body", "theme", "part", "ask_klant", "ask_klantmanager")
        given = {name: facts[name] for name in names if name in facts}
        first = self._find(facts["at"])
        last = self._find(facts.get("to", facts["at"]))
        text = self.study.text(self.source)
        start = text.index(first.text)
        return Seen(span=Span(start, text.index(last.text) + len(last.text)), **given)

    def _find(self, words: str) -> Line:
        for line in self.lines:
            if words in line.text:
                return line
        raise UnknownThingError(kind="beurt", name=words, list="transcript")

    def _look_back(self, points: list[str]) -> None:
        for facts in self.facts.get("looks", ()):
            line = self._find(facts["at"])
            look = Look(
                points[facts["point"]],
                facts["tried"],
                facts["effect"],
                facts["outcome"],
                facts.get("wording"),
                self.source,
                line.moment,
            )
            look_back(self.store, LEAD, self.whole["name"], self.number, look)

    def _hear_klant(self) -> None:
        found = self.facts["interview"]
        if "skip" in found:
            self._step("interview", state="skipped", reason=found["skip"])
            return
        self._step(
            "interview", state="done", source=found["source"], date=found["date"]
        )
        people = self.whole["klant"], self.whole["klantmanager"]
        for facts in self.facts["feedback"]:
            note = Note(found["source"], *people, facts["wording"])
            item = add_item(self.store, "TK", note)
            said = Answer(facts["mode"], found["date"], "T. Kuiper")
            permit(self.store, "TK", item.id, said, self.study.settings.k)

    def _hold_reflection(self) -> None:
        found, k = self.facts["reflection"], self.study.settings.k
        where = self.store, LEAD, self.whole["name"], self.number
        made = make_agenda(*where, k)
        place = self.whole["name"], self.number
        change_agenda(self.store, LEAD, place, [*map(self._sort, made)], k)
        self._step("agenda", state="done")
        pass_agenda(*where, k)
        self._step(
            "reflection", state="done", source=found["source"], date=found["date"]
        )

    def _sort(self, item: AgendaItem) -> Wanted:
        """Put what the klant said in the part of the agenda where it belongs."""
        said = self.facts.get("feedback", ())
        parts = {x["wording"]: x["part"] for x in said if "part" in x}
        return Wanted(
            item.pillar,
            parts.get(item.body, item.part),
            item.body,
            item.id,
            item.theme,
            item.source_id,
            item.moment,
        )

    def _add_point(self, facts: Facts) -> str:
        where = self.store, LEAD, self.whole["name"], self.number
        made = set_point(*where, Point(**facts))
        return made.id if made else ""
