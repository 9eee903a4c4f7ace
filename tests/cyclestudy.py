"""A study with one conversation, its klantmanager and klant, to reflect on."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from consenting import GIVEN

from vknz_research.model.people import Consent, Participant
from vknz_research.project import Study
from vknz_research.project.importing import import_files
from vknz_research.project.reflectiondesk import ReflectionDesk

SAID = (
    ("Marit", "Vertelt u eens, hoe ziet uw week eruit?"),
    ("Klant", "Ik breng mijn dochter weg en dan ben ik om tien uur vrij."),
    ("Marit", "En heeft u gedacht aan iets in de ochtend?"),
    ("Klant", "Ik heb al zoveel gedacht."),
    ("Marit", "Wat zou u zelf het liefste willen doen?"),
    ("Klant", "Iets met planten. Dat durf ik bijna niet te zeggen."),
)
INTERVIEW = "WEBVTT\n\n00:00.000 --> 00:05.000\n<v Klant>Zij luistert nooit.\n"
ROLES = {"Marit": "klantmanager", "Klant": "klant"}


def write_vtt(path: Path) -> Path:
    """Write the conversation as subtitles: ten seconds for each turn."""
    rows = ["WEBVTT", ""]
    for n, (who, words) in enumerate(SAID):
        rows += [
            f"00:{n * 10:02d}.000 --> 00:{n * 10 + 10:02d}.000".replace("60", "59")
        ]
        rows += [f"<v {who}>{words}", ""]
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def fill_cycle(study: Study, folder: Path, name: str = "gesprek") -> Study:
    """Import a conversation, and say who is klantmanager and klant."""
    import_files(study, [write_vtt(folder / f"{name}.vtt")], consent=GIVEN)
    with study.store.begin("vknz", "import-participants") as work:
        for person in work.all(Participant):
            role = ROLES.get(person.label.split(" (")[0])
            if role and not person.role:
                work.replace(replace(person, role=role))
    return study


def set_consent(study: Study, label: str, purpose: str, state: str) -> None:
    """Let somebody answer otherwise."""
    with study.store.begin("vknz", "consent") as work:
        who = next(p for p in work.all(Participant) if p.label.startswith(label))
        said = work.all(Consent, participant_id=who.id, purpose=purpose)
        work.replace(*(replace(one, state=state) for one in said))


class Asker:
    """Somebody before the player: asks by name and reads the answer."""

    def __init__(self, study: Study, name: str) -> None:
        self.desk = ReflectionDesk(study, name)
        self.count = 0

    def try_ask(self, act: str, **args: Any) -> dict[str, Any]:
        """Return the whole answer, refused or not."""
        self.count += 1
        return self.desk.handle({"id": f"m{self.count}", "act": act, "args": args})

    def ask(self, act: str, **args: Any) -> Any:
        """Return what was answered; it must not be refused."""
        answer = self.try_ask(act, **args)
        assert answer["ok"], answer
        return answer["result"]

    def refused(self, act: str, **args: Any) -> str:
        """Return by what an act is refused."""
        answer = self.try_ask(act, **args)
        assert not answer["ok"], answer
        return str(answer["error"]["kind"])


def begin(study: Study, name: str = "LvH") -> tuple[Asker, str]:
    """Begin a trajectory on the conversation; return who did, and the source's id."""
    asker = Asker(study, name)
    board = asker.ask("board")
    people = board["participants"]
    source = board["sources"][0]["id"]
    asker.ask(
        "newTrajectory",
        name="Traject 7",
        klantmanager=people["klantmanagers"][0]["id"],
        klant=people["klanten"][0]["id"],
    )
    asker.ask("step", kind="recording", source=source, state="done")
    return asker, source
