"""A case report becomes one trajectory; its fragments lead to the right turns."""

from pathlib import Path

import pytest
from consenting import GIVEN
from cyclestudy import Asker

from vknz_research.errors import NoCaseError, TrajectoryExistsError
from vknz_research.project import Study
from vknz_research.project.importing import import_files
from vknz_research.reflection.caseimport import import_case

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
TALK = "\n\n".join(
    f"{n // 2:02d}.{n % 2 * 30:02d} De {who}: “Zin {n} van het {which} gesprek.”"
    for which in ("{which}",)
    for n, who in enumerate(["klantmanager", "klant"] * 10)
)
REPORT = f"""(3 mei 2031)

{TALK.replace("{which}", "eerste")}

De klant kijkt weg en zegt niets meer.

Vraag voor de klant: wat dacht u hier?

Vraag voor de klantmanager: wat zag je?

(5 mei 2031)

De klant vertelt in het interview dat het snel ging.

(8 mei 2031)

Hoofdvragen voor de gezamenlijke reflectie

Waar wil je zelf naar kijken?

Echtheid: wanneer werd het echter? Terugkijken fragment minuut 2:00 — 3:00.

Feedback van de klant: het ging te snel.

Gezamenlijk doel: wat wilden jullie allebei?

Fragment minuut 4-5.

Gespreksverslag

De onderzoekers geven als tip om vaker een stilte te laten vallen. Dat helpt.

(2 juni 2031)

{TALK.replace("{which}", "tweede")}

(6 juni 2031)

Er is geen tweede interview gedaan, omdat het weinig nieuws zou geven.

Hoofdvragen voor de gezamenlijke reflectie

Interventielogica: wie werkte er het hardst? Fragment 1:30 - 1:45 laten zien.

Gespreksverslag

De klantmanager is blij met het gesprek.

(9 september 2031)

Een half jaar later is er een plan gemaakt en uitgevoerd.
"""


def read_case(study: Study, folder: Path) -> Asker:
    path = folder / "casus.txt"
    path.write_text(REPORT, encoding="utf-8")
    import_files(study, [path], consent=GIVEN)
    import_case(study.store, "LvH", "casus")
    return Asker(study, "LvH")


def show_round(asker: Asker, name: str, number: int) -> dict:
    return asker.ask("open", trajectory=name, round=number)


def states(state: dict) -> dict[str, tuple[str, str | None]]:
    return {s["kind"]: (s["state"], s["date"]) for s in state["steps"]}


def test_a_case_report_becomes_a_trajectory(study: Study, tmp_path: Path) -> None:
    asker = read_case(study, tmp_path)
    first = show_round(asker, "casus", 1)
    assert first["rounds"] == [1, 2, 3]
    assert states(first)["recording"] == ("done", "2031-05-03")
    assert states(first)["interview"] == ("done", "2031-05-05")
    assert states(first)["reflection"] == ("done", "2031-05-08")
    assert [p["body"] for p in first["points"]] == ["Vaker een stilte te laten vallen"]
    second = show_round(asker, "casus", 2)
    assert states(second)["interview"] == ("skipped", None)
    interview = next(s for s in second["steps"] if s["kind"] == "interview")
    assert "weinig nieuws" in interview["reason"]
    assert states(show_round(asker, "casus", 3)) == {"lookback": ("done", "2031-09-09")}


def test_observation_blocks_keep_their_questions(study: Study, tmp_path: Path) -> None:
    seen = show_round(read_case(study, tmp_path), "casus", 1)["observations"]
    assert len(seen) == 1
    assert seen[0]["body"] == "De klant kijkt weg en zegt niets meer."
    assert seen[0]["askKlant"] == "wat dacht u hier?"
    assert seen[0]["askKlantmanager"] == "wat zag je?"
    assert seen[0]["begin"] == 570_000


def test_fragments_lead_to_the_right_turns(study: Study, tmp_path: Path) -> None:
    asker = read_case(study, tmp_path)
    text = study.text("casus")
    for number, begin, words in (
        (1, 120_000, "Zin 4 van het eerste"),
        (2, 90_000, "Zin 3 van het tweede"),
    ):
        state = show_round(asker, "casus", number)
        item = next(i for i in state["agenda"] if i["begin"] == begin)
        turn = next(
            t
            for t in state["turns"]
            if (t["recording"], t["begin"]) == (item["recording"], begin)
        )
        assert words in text[turn["start"] : turn["end"]]


def test_i09_feedback_in_a_case_report_is_on_no_agenda(
    study: Study, tmp_path: Path
) -> None:
    state = show_round(read_case(study, tmp_path), "casus", 1)
    assert not any("te snel" in item["body"] for item in state["agenda"])
    assert {item["pillar"] for item in state["agenda"]} == {"own", "observation"}


def test_a_case_is_read_once_and_can_be_undone(study: Study, tmp_path: Path) -> None:
    asker = read_case(study, tmp_path)
    with pytest.raises(TrajectoryExistsError):
        import_case(study.store, "LvH", "casus")
    study.undo("LvH")
    assert asker.ask("board")["trajectories"] == []


def test_a_plain_transcript_is_no_case(coded: Study) -> None:
    with pytest.raises(NoCaseError):
        import_case(coded.store, "LvH", "gesprek")


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared material is not here")
def test_the_worked_case_is_one_trajectory(study: Study) -> None:
    path = next(SEEDS.glob("001_*.txt"))
    import_files(study, [path], consent=GIVEN)
    name = study.sources[0].name
    made = import_case(study.store, "LvH", name)
    assert (made.rounds, made.fragments, made.points, made.lost) == (2, 8, 2, 0)
    asker = Asker(study, "LvH")
    first, second = show_round(asker, name, 1), show_round(asker, name, 2)
    assert states(first)["interview"] == ("done", "2021-03-25")
    assert states(second)["reflection"] == ("done", "2021-04-14")
    assert states(second)["interview"][0] == "skipped"
    places = [
        (i["recording"], i["begin"] // 1000, i["finish"] // 1000)
        for i in [*first["agenda"], *second["agenda"]]
        if i["begin"]
    ]
    assert places == [
        (1, 360, 390),
        (1, 780, 840),
        (1, 660, 840),
        (3, 15, 75),
        (3, 75, 135),
        (3, 900, 930),
        (3, 990, 1005),
        (3, 165, 390),
    ]
    assert states(show_round(asker, name, 3)) == {"lookback": ("done", "2021-07-09")}
